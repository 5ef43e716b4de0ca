"""Running the command line in a process of its own, as a user does."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Run:
    """What a run of chipnews left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> object:
        return json.loads(self.out)


Runner = Callable[..., Run]


@pytest.fixture
def run(tmp_path: Path) -> Runner:
    """Run chipnews with arguments, on the database `chipnews.db` of the test unless --db is among them."""

    def runner(*arguments: object, stdin: str = "", **environment: str) -> Run:
        given = [str(argument) for argument in arguments]
        if "--db" not in given:
            given = ["--db", str(tmp_path / "chipnews.db"), *given]
        done = subprocess.run(
            [sys.executable, "-c", "from chipnews.cli.main import main; main()", *given],
            input=stdin,
            capture_output=True,
            text=True,
            env=os.environ | environment,
            check=False,
            timeout=120,
        )
        return Run(done.returncode, done.stdout, done.stderr)

    return runner
