"""Nothing heavy is imported before a command needs it. Each case runs in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import add_item

HEAVY = {
    "alembic",
    "feedparser",
    "httpx",
    "jinja2",
    "lxml",
    "numpy",
    "pycurl",
    "pydantic",
    "pydantic_settings",
    "spacy",
    "sqlalchemy",
    "sqlmodel",
    "trafilatura",
}
OF_A_REPORT = {"pydantic", "sqlalchemy", "sqlmodel"}

_RUN = """
import json, sys
sys.argv = ["chipnews", *json.loads(sys.argv[1])]
from chipnews.cli.main import main
try:
    main()
except SystemExit as leaving:
    code = leaving.code
print(json.dumps([code, sorted({name.partition(".")[0] for name in sys.modules})]), file=sys.stderr)
"""


def _imported(*arguments: str) -> set[str]:
    """Return the packages that a run of chipnews with these arguments has imported at its end."""
    run = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(arguments)], capture_output=True, text=True, check=True
    )
    code, modules = json.loads(run.stderr.splitlines()[-1])
    assert code == 0, run.stderr
    return set(modules)


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["-h"]])
def test_version_and_help_import_nothing_heavy(arguments: list[str]) -> None:
    assert _imported(*arguments) & HEAVY == set()


@pytest.mark.parametrize("command", ["report", "list", "companies", "config"])
def test_the_help_of_a_command_imports_no_more_than_typer_does(command: str) -> None:
    assert _imported(command, "--help") & HEAVY <= {"pydantic"}


def test_settings_are_shown_without_opening_the_database() -> None:
    assert _imported("config") & HEAVY == {"pydantic"}


def test_what_is_known_is_shown_without_a_database_and_without_the_model(tmp_path: Path) -> None:
    assert "spacy" not in _imported("companies", "show", "nvidia")
    assert not list(tmp_path.rglob("*.db"))


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["report", "--company", "nvidia"], id="report"),
        pytest.param(["list"], id="list"),
        pytest.param(["search", "nvidia"], id="search"),
        pytest.param(["show", "1"], id="show"),
    ],
)
def test_a_question_to_the_database_loads_no_model_and_nothing_of_fetching(
    engine: Engine, database: Path, arguments: list[str]
) -> None:
    add_item(engine, "Nvidia ships", companies={"nvidia": "Nvidia"})
    assert _imported("--db", str(database), *arguments) & HEAVY == OF_A_REPORT
