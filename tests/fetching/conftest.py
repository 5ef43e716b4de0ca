"""The real command, a server that misbehaves, and a look into the database."""

import io
import socket
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from chipnews.cli.main import main
from chipnews.fetching.politeness import Politeness
from tests.fetching.faults import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as running:
        yield running


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


class Command:
    """`chipnews` in this process, on a database of its own, with loopback allowed and no built-in feeds."""

    def __init__(self, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.database = database
        self._monkeypatch = monkeypatch
        monkeypatch.setattr(socket, "getaddrinfo", _every_test_host_is_here)
        self.setting("DB", str(database))
        self.setting("FEEDS__BUILTIN", "false")
        self.setting("FETCH__ALLOW_PRIVATE_ADDRESSES", "true")
        self.setting("FETCH__FULL_TEXT", "false")

    def setting(self, name: str, value: object) -> None:
        self._monkeypatch.setenv(f"CHIPNEWS_{name}", str(value))

    def __call__(self, *arguments: str) -> Ran:
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
        self._monkeypatch.setattr(sys, "argv", ["chipnews", *arguments])
        code = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as leaving:
                code = int(leaving.code or 0)
        return Ran(code, _written(out), _written(err))

    def fetch(self, *arguments: str) -> Ran:
        return self("fetch", "--no-tag", *arguments)

    def follow(self, *urls: str) -> None:
        """Put feeds into the table without asking them."""
        with sqlite3.connect(self.database) as connection:
            connection.executemany(
                "INSERT INTO feed (url, origin_url, outlet, builtin, enabled, failures, added_at)"
                " VALUES (?, ?, ?, 0, 1, 0, '2026-01-01 00:00:00')",
                [(url, url, f"Outlet {number}") for number, url in enumerate(urls, 1)],
            )
        connection.close()

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.database)
        try:
            found = connection.execute(query, values).fetchall()
            connection.commit()
            return found
        finally:
            connection.close()

    def one(self, query: str, *values: object) -> Any:
        rows = self.rows(query, *values)
        assert len(rows) == 1, rows
        return rows[0][0] if len(rows[0]) == 1 else rows[0]

    def titles(self) -> list[str]:
        return [row[0] for row in self.rows("SELECT title FROM item ORDER BY id")]

    def due_in_s(self) -> float:
        """Seconds from the last attempt to the next due time of the only feed."""
        return float(
            self.one("SELECT (julianday(next_due_at) - julianday(last_attempt_at)) * 86400 FROM feed")
        )


@pytest.fixture
def turns(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, float]]:
    """The URLs that are asked for, each with the seconds until its host may be asked again."""
    seen: list[tuple[str, float]] = []
    turn = Politeness.turn

    def recorded(self: Politeness, url: str, delay_s: float) -> AbstractAsyncContextManager[None]:
        seen.append((url, delay_s))
        return turn(self, url, delay_s)

    monkeypatch.setattr(Politeness, "turn", recorded)
    return seen


_getaddrinfo = socket.getaddrinfo


def _every_test_host_is_here(host: str, *arguments: Any, **named: Any) -> Any:
    return _getaddrinfo("127.0.0.1" if str(host).endswith(".test") else host, *arguments, **named)


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


@pytest.fixture
def chipnews(database: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    return Command(database, monkeypatch)
