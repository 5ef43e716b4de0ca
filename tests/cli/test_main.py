"""The frame of the command line: its table of commands, its help, its streams and its exit codes."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from typer.core import TyperGroup
from typer.testing import CliRunner

from chipnews import __version__
from chipnews.cli.main import COMMANDS, app
from chipnews.errors import ChipnewsError
from tests.builders import add_item
from tests.cli.conftest import Runner

THERE = [name for name, entry in COMMANDS.items() if find_spec(entry.module) is not None]
QUERIES = ["report", "list", "search", "show", "figures", "stories", "trends", "companies", "chips", "feeds"]


def _with_inner(name: str) -> dict[str, Any]:
    """Return the command, and those inside it if it is a group, by full name."""
    command = COMMANDS[name].load(name)
    inner = command.commands if isinstance(command, TyperGroup) else {}
    return {name: command} | {f"{name} {each}": inner[each] for each in inner}


@pytest.mark.parametrize("name", THERE)
def test_every_command_and_each_of_its_options_has_help(name: str) -> None:
    for full_name, command in _with_inner(name).items():
        assert command.help, full_name
        for parameter in command.params:
            assert getattr(parameter, "help", None), f"{full_name}: {parameter.name}"


@pytest.mark.parametrize("name", THERE)
def test_the_line_of_help_in_the_table_is_a_short_sentence(name: str) -> None:
    assert re.fullmatch(r"[A-Z][^.]{9,60}\.", COMMANDS[name].help)


@pytest.mark.parametrize("name", [name for name in QUERIES if name in THERE])
def test_every_question_can_be_answered_in_json(name: str) -> None:
    verbs = ("list", "show", "check", "candidates")
    commands = _with_inner(name)
    asked = [full for full in commands if full.split()[-1] in verbs] or [name]
    for full_name in asked:
        assert any("--json" in parameter.opts for parameter in commands[full_name].params), full_name


def test_help_lists_every_command_that_is_there() -> None:
    listed = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "100"}).output
    for name in THERE:
        assert re.search(rf"^[│\s]*{name} ", listed, re.MULTILINE), name


def test_help_tells_the_exit_codes() -> None:
    told = " ".join(CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"}).output.split())
    codes = {error.exit_code for error in _all(ChipnewsError)}
    for code in codes | {0, 130}:
        assert re.search(rf"\b{code} [a-z]", told.partition("Exit codes:")[2]), code


def _all(error: type[ChipnewsError]) -> list[type[ChipnewsError]]:
    return [error, *(each for child in error.__subclasses__() for each in _all(child))]


def test_the_version_is_told(run: Runner) -> None:
    assert run("--version").out == f"chipnews {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["nosuch"], "No such command 'nosuch'", id="unknown command"),
        pytest.param(["reprot"], "Did you mean 'report'", id="mistyped command"),
        pytest.param(["list", "--nosuch"], "No such option", id="unknown option"),
        pytest.param(["report"], "--company", id="missing option"),
        pytest.param(["list", "--limit", "0"], "--limit", id="wrong number"),
        pytest.param(["list", "--since", "banana"], "'banana' is no time", id="wrong time"),
        pytest.param(["search", "--", "-x"], "at least one word", id="no word to search for"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_why_on_stderr(run: Runner, arguments: list[str], told: str) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")
    assert told in " ".join(done.err.split())
    assert "Traceback" not in done.err


def test_an_error_is_its_message_on_stderr_without_a_traceback(run: Runner) -> None:
    done = run("report", "--company", "amazn")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("chipnews: There is no company 'amazn'. Did you mean amazon")
    assert done.err.count("\n") == 1


def test_a_wrong_setting_is_one_line(run: Runner, tmp_path: Path) -> None:
    config = tmp_path / "wrong.toml"
    config.write_text("[fetch]\nconcurency = 3\n")
    done = run("--config", config, "list")
    assert done.code == 1
    assert done.err == (
        f"chipnews: {config}: unknown setting 'fetch.concurency'. Did you mean fetch.concurrency?\n"
    )


def test_a_failure_of_the_database_is_told_without_a_traceback(run: Runner, database: Path) -> None:
    database.write_bytes(b"no database at all" * 500)
    done = run("list")
    assert done.code == 1
    assert "is no SQLite database" in done.err
    assert "Traceback" not in done.err


def test_a_damage_that_shows_only_while_reading_is_told_too(
    run: Runner, engine: Engine, database: Path
) -> None:
    for number in range(300):
        add_item(engine, f"Item {number}", "chip " * 300)
    engine.dispose()
    raw = bytearray(database.read_bytes())
    raw[len(raw) // 4 : len(raw) * 3 // 4] = b"\xff" * len(raw[len(raw) // 4 : len(raw) * 3 // 4])
    database.write_bytes(bytes(raw))
    done = run("list", "-n", "300", "--json")
    assert done.code == 1
    assert done.err.startswith("chipnews: The database")
    assert "Traceback" not in done.err


def test_what_an_error_quotes_cannot_steer_the_terminal(run: Runner) -> None:
    done = run("report", "--company", "x\x1b[2Jy")
    assert done.code == 1
    assert "\x1b" not in done.err


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}])
def test_what_is_piped_has_no_colour(run: Runner, engine: Engine, environment: dict[str, str]) -> None:
    add_item(engine, "Nvidia ships", companies={"nvidia": "Nvidia"})
    for arguments in (["list"], ["show", "1"], ["report", "-c", "nvidia"], ["search", "nvidia"]):
        done = run(*arguments, **environment)
        assert done.code == 0, done.err
        assert done.out
        assert "\x1b" not in done.out + done.err


def test_a_terminal_gets_colours_unless_they_are_not_wanted(run: Runner, engine: Engine) -> None:
    add_item(engine, "Nvidia ships", companies={"nvidia": "Nvidia"})
    colour = re.compile(r"\x1b\[[0-9;]*3[0-7][;m]")
    assert colour.search(run("report", "-c", "nvidia", FORCE_COLOR="1").out)
    assert not colour.search(run("report", "-c", "nvidia", FORCE_COLOR="1", NO_COLOR="1").out)


def test_a_reader_that_goes_away_is_no_error_to_talk_about(engine: Engine, database: Path) -> None:
    for number in range(40):
        add_item(engine, f"Item {number}")
    command = f"'{sys.executable}' -c 'from chipnews.cli.main import main; main()' --db '{database}' list"
    done = subprocess.run(
        ["sh", "-c", f"{command} | head -c 10"], capture_output=True, text=True, env=os.environ, check=False
    )
    assert done.stderr == ""


def test_nothing_but_the_answer_is_on_stdout(run: Runner, tmp_path: Path) -> None:
    done = run("--verbose", "digest", "-o", tmp_path / "digest.md")
    assert (done.code, done.out) == (0, "")
    assert "Wrote" in done.err


def test_quiet_says_nothing_when_all_goes_well(run: Runner, tmp_path: Path) -> None:
    done = run("--quiet", "digest", "-o", tmp_path / "digest.md")
    assert (done.code, done.out, done.err) == (0, "", "")
    assert (tmp_path / "digest.md").read_text().startswith("---\n")


def test_a_stream_that_cannot_show_a_character_does_not_end_the_run(run: Runner, engine: Engine) -> None:
    add_item(engine, "Trainium — 2 €")
    done = run("list", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.code == 0, done.err
    assert r"Trainium \u2014 2 \u20ac" in done.out


@pytest.mark.parametrize("option", ["--db", "--quiet", "-v"])
def test_a_global_option_after_the_command_is_told_where_it_belongs(run: Runner, option: str) -> None:
    done = run("list", option)
    assert (done.code, done.err) == (
        2,
        f"chipnews: {option} goes before the command: chipnews {option} … list\n",
    )
