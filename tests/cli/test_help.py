"""Help: topics, the help of every command, and documentation that says what the program does."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from chipnews.cli.main import COMMANDS, app
from chipnews.cli.topics import topic_text, topics
from chipnews.tagging.values import FigureKind, Qualifier, Status, Unit
from tests.cli.conftest import Runner

ROOT = Path(__file__).parent.parent.parent
DOCS = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"]
runner = CliRunner()


def test_the_command_reference_says_what_the_program_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "command_reference.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_its_options(name: str) -> None:
    command = COMMANDS[name].load(name)
    assert command.help
    context = command.make_context(name, [], resilient_parsing=True)
    records = [each.get_help_record(context) for each in command.get_params(context)]
    assert all(record[1] for record in records if record)


def test_help_lists_the_topics(run: Runner) -> None:
    out = run("help").out
    for name, title in topics().items():
        assert name in out
        assert title in out


@pytest.mark.parametrize("name", topics())
def test_a_topic_has_a_title_and_is_printed_as_it_is_where_nobody_looks(name: str) -> None:
    done = runner.invoke(app, ["help", name])
    assert done.exit_code == 0
    assert done.stdout.startswith("# ")
    assert topic_text(name).strip() in done.stdout


def test_help_on_a_command_is_its_help() -> None:
    assert "--company" in runner.invoke(app, ["help", "report"]).stdout


def test_an_unknown_topic_answers_with_the_nearest(run: Runner) -> None:
    done = run("help", "alrts")
    assert done.code == 1
    assert "Did you mean alerts" in done.err


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_command_that_the_documentation_names_is_one(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```(?:sh|console|text)\n(.*?)```", text, re.DOTALL)) + "\n"
    code += "\n".join(re.findall(r"`(chipnews [^`]*)`", text))
    for options, name in re.findall(r"\bchipnews((?: --?[a-z]+)*) ([a-z][a-z-]*)", code):
        assert name in COMMANDS, f"chipnews{options} {name}"


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_option_that_the_documentation_gives_a_command_is_one_of_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    code = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL)) + "\n"
    code += "\n".join(re.findall(r"`(chipnews [^`]*)`", text))
    reference = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for line in re.split(r"[\n;|]|&&", code):
        found = re.search(r"\bchipnews(?: --?[a-z]+)* ([a-z][a-z-]*)(.*)", line)
        if found is None or found[1] not in COMMANDS:
            continue
        section = re.search(
            rf"^## chipnews {found[1]}\n(.*?)(?=^## |\Z)", reference, re.DOTALL | re.MULTILINE
        )
        assert section is not None
        for option in re.findall(r"(?<=\s)--[a-z][a-z-]*", found[2]):
            assert option in section[1], line


def test_the_example_of_the_extract_format_is_what_the_program_prints() -> None:
    text = (ROOT / "docs" / "extract.md").read_text(encoding="utf-8")
    given, expected = re.findall(r"```json\n(.*?)\n```", text, re.DOTALL)
    done = runner.invoke(app, ["extract", "--jsonl"], input=f"{given}\n")
    assert json.loads(done.stdout) == json.loads(expected)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(get_args(FigureKind), id="kinds"),
        pytest.param(get_args(Unit), id="units"),
        pytest.param(get_args(Qualifier), id="qualifiers"),
    ],
)
def test_the_documentation_names_every_word_of_the_vocabulary(words: tuple[str, ...]) -> None:
    for page in (ROOT / "docs" / "extract.md", ROOT / "docs" / "topics" / "figures.md"):
        text = page.read_text(encoding="utf-8")
        assert [word for word in words if f"`{word}`" not in text] == []


def test_the_topic_on_figures_names_every_status() -> None:
    assert all(f"`{status}`" in topic_text("figures") for status in get_args(Status))
