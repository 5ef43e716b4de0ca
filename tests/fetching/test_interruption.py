"""A run that is stopped, killed or refused by the database loses nothing, and the next one goes on."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import Engine

from chipnews.config import Settings
from chipnews.errors import FetchRunning, StorageError
from chipnews.fetching.lock import fetch_lock
from chipnews.fetching.run import fetch
from chipnews.fetching.values import FetchOptions
from tests.fetching.conftest import Command
from tests.fetching.faults import Reply, Request, Server, entry, rss

KILLS = 50
FEEDS = 12
ENTRIES = 8

# A process that fetches at once when it is told to, so that 50 runs need not pay for 50 starts of Python:
# it forks, and the child is the fetch that is killed.
FORKER = """
import os, sys
from chipnews.config import load_settings
from chipnews.fetching.run import fetch
from chipnews.fetching.values import FetchOptions
from chipnews.storage.database import connect
fetch(connect(sys.argv[1]), load_settings().settings, FetchOptions())  # so that all imports are done
for line in sys.stdin:
    child = os.fork()
    if not child:
        fetch(connect(line.strip()), load_settings().settings, FetchOptions())
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("ended", flush=True)
"""


@contextmanager
def forking(warm_up: Path) -> Iterator["subprocess.Popen[str]"]:
    with subprocess.Popen(
        [sys.executable, "-c", FORKER, str(warm_up)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def run(forker: "subprocess.Popen[str]", database: Path, kill_after_s: float | None = None) -> float:
    """Fetch in a process of its own, perhaps killed, and return how long it lived."""
    assert forker.stdin and forker.stdout
    forker.stdin.write(f"{database}\n")
    forker.stdin.flush()
    child, started = int(forker.stdout.readline()), time.monotonic()
    if kill_after_s is not None:
        time.sleep(kill_after_s)
        with suppress(ProcessLookupError):  # it was quicker
            os.kill(child, signal.SIGKILL)
    assert forker.stdout.readline() == "ended\n"
    return time.monotonic() - started


def contents(database: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.execute("INSERT INTO item_search(item_search, rank) VALUES ('integrity-check', 1)")
        query = "SELECT feed_id, guid, title, text, url, content_hash FROM item ORDER BY feed_id, guid"
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_killed_at_50_random_moments_it_ends_like_an_undisturbed_run(
    chipnews: Command, server: Server, tmp_path: Path
) -> None:
    for number in range(FEEDS):
        body = rss(*(entry(number * ENTRIES + place) for place in range(ENTRIES)))
        server.routes[f"/{number}"] = Reply(body)
    chipnews.follow(*(server.url(f"/{number}", host="127.0.0.1") for number in range(FEEDS)))
    undisturbed, fresh = tmp_path / "undisturbed.db", tmp_path / "fresh.db"
    for each in (undisturbed, fresh):
        copy(chipnews.database, each)
    chance = random.Random(7)
    with forking(chipnews.database) as forker:
        took = run(forker, undisturbed)
        expected = contents(undisturbed)
        assert len(expected) == FEEDS * ENTRIES
        for kill in range(KILLS):
            if kill % 5 == 0:
                for old in tmp_path.glob("killed.db*"):
                    old.unlink()
                killed = Path(copy(fresh, tmp_path / "killed.db"))
            run(forker, killed, chance.uniform(0, took))
            stored = Counter(row[0] for row in contents(killed))
            assert set(stored.values()) <= {ENTRIES}, "a feed is stored whole or not at all"
            if kill % 5 == 4:
                run(forker, killed)
                assert contents(killed) == expected


def start(chipnews: Command) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", "from chipnews.cli.main import main; main()", "fetch", "--no-tag"],
        stderr=subprocess.PIPE,
        text=True,
    )


def wait_for(condition: object, seconds: float = 30) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def a_second() -> float:
    """A second, and what this machine, busy as it may be, needs to start Python and to end it ten times."""
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return 1 + 10 * (time.monotonic() - started)


def test_ctrl_c_stops_within_a_second_keeps_what_is_stored_and_exits_130(
    chipnews: Command, server: Server
) -> None:
    def never(request: Request) -> Reply:
        time.sleep(60)
        return Reply()

    server.routes |= {"/good": Reply(rss(entry(1))), "/never": never}
    chipnews.follow(server.url("/good"), server.url("/never"))
    with start(chipnews) as process:
        wait_for(lambda: server.asked("/never") and chipnews.titles())
        allowed = a_second()
        process.send_signal(signal.SIGINT)
        interrupted = time.monotonic()
        assert process.wait(timeout=30) == 130
        assert time.monotonic() - interrupted < allowed
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
    assert len(chipnews.titles()) == 1
    assert chipnews.one("SELECT finished_at IS NOT NULL, items_new FROM fetch_run") == (1, 1)


def test_ctrl_c_stops_a_run_that_waits_for_a_locked_database(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    holder = sqlite3.connect(chipnews.database)
    holder.execute("BEGIN IMMEDIATE")
    with start(chipnews) as process:
        wait_for(chipnews.database.with_name(f"{chipnews.database.name}.fetch.lock").exists)
        allowed = a_second()
        process.send_signal(signal.SIGINT)
        interrupted = time.monotonic()
        assert process.wait(timeout=30) == 130
        assert time.monotonic() - interrupted < allowed
    holder.close()
    assert chipnews.fetch().code == 0
    assert len(chipnews.titles()) == 1


def settings() -> Settings:
    return Settings.model_validate(
        {"feeds": {"builtin": False}, "fetch": {"allow_private_addresses": True, "full_text": False}}
    )


def test_a_database_that_is_locked_for_a_while_is_waited_for(
    chipnews: Command, server: Server, engine: Engine
) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    holder = sqlite3.connect(chipnews.database, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    threading.Timer(0.8, holder.rollback).start()
    assert fetch(engine, settings(), FetchOptions()).items_new == 1
    holder.close()


def test_a_database_that_stays_locked_is_a_clear_message_and_nothing_is_lost(
    chipnews: Command, server: Server, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chipnews.fetching.writer.BUSY_TIMEOUT_MS", 300)
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    holder = sqlite3.connect(chipnews.database)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="Another program holds it"):
        fetch(engine, settings(), FetchOptions())
    holder.close()
    assert fetch(engine, settings(), FetchOptions()).items_new == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write whatever the permissions say")
def test_a_database_that_cannot_be_written_is_a_clear_message(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    chipnews.database.chmod(0o400)
    ran = chipnews.fetch()
    assert ran.code == 1
    assert "permissions" in ran.err


def test_a_full_disk_is_a_clear_message_and_the_next_run_goes_on(
    chipnews: Command, server: Server, engine: Engine
) -> None:
    from sqlalchemy import event

    big = "<p>" + " ".join(f"word{number}" for number in range(20_000)) + "</p>"
    server.routes["/feed"] = Reply(rss(*(entry(number, text=f"{big} {number}") for number in range(10))))
    chipnews.follow(server.url())

    def small(connection: sqlite3.Connection, record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 20}")

    event.listen(engine, "connect", small)
    with pytest.raises(StorageError, match="disk is full"):
        fetch(engine, settings(), FetchOptions())
    engine.dispose()
    event.remove(engine, "connect", small)
    assert chipnews.titles() == []
    assert fetch(engine, settings(), FetchOptions()).items_new == 10


def test_only_one_fetch_runs_at_a_time(chipnews: Command, server: Server, engine: Engine) -> None:
    chipnews.follow(server.url())
    with fetch_lock(engine):
        ran = chipnews.fetch()
    assert ran.code == FetchRunning.exit_code == 4
    assert "Another fetch is running" in ran.err
    assert not server.asked()
