"""Fetching against lemon24/reader and a bare httpx loop: CPU, wall time and memory, as ratios.

    python -m benchmarks.fetch [--feeds 200] [--entries 30] [--runs 3] [--json]

Each contender runs in a process of its own, with a fresh database, against a loopback server in yet another
process; what the feeds hold is said in `benchmarks/fetch_feeds.py`. What is measured begins after the imports
and after the feeds were added. The contenders take turns, and of several runs the one that took the least CPU
counts, as other programs can only add to it. Targets: 5 times less CPU than reader on the first run; an
unchanged run within 2 times the bare loop; memory that does not grow with the number of feeds.
"""

import argparse
import asyncio
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from benchmarks.fetch_feeds import feed

CONCURRENCY = 16
GROWTH = (50, 1000)


@dataclass(frozen=True)
class Measured:
    """CPU and wall time of a run in seconds, and the most memory its process ever held, in megabytes."""

    cpu_s: float
    wall_s: float
    memory_mb: float


@dataclass(frozen=True)
class Row:
    """One comparison and what it should be at most, None where nothing is demanded."""

    what: str
    value: float
    target: float | None = None

    @property
    def good(self) -> bool:
        """Whether the target is met."""
        return self.target is None or self.value <= self.target


# --- The server --------------------------------------------------------------------------------------------


def serve(entries: int) -> None:
    """Serve /N as feed N with an ETag, and print the port; runs until it is ended."""
    made = lru_cache(maxsize=max(GROWTH))(feed)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                number = int(request.split(b" ", 2)[1].strip(b"/") or b"0")
                known = b"if-none-match:" in request.lower()
                body = b"" if known else made(number, entries)
                status = b"304 Not Modified" if known else b"200 OK"
                writer.write(
                    b'HTTP/1.1 %s\r\nETag: "%d"\r\n'
                    b"Content-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n"
                    % (status, number, len(body))
                    + body
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def run() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()

    asyncio.run(run())


@contextmanager
def serving(entries: int) -> Iterator[str]:
    """Yield the address of a server in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.fetch", "--serve", "--entries", str(entries)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.terminate()


# --- The contenders, each in a process of its own ----------------------------------------------------------


def chipnews_run(urls: list[str], folder: Path, first: bool) -> Callable[[], object]:
    """Return one run of chipnews' fetcher as the command sets it up: feeds only, no tagging."""
    from datetime import UTC, datetime

    from sqlalchemy import insert

    from chipnews.cli.main import _start_quickly
    from chipnews.config import Settings
    from chipnews.fetching.run import fetch
    from chipnews.fetching.values import FetchOptions
    from chipnews.storage.database import open_database
    from chipnews.storage.models import Feed

    _start_quickly()
    engine = open_database(str(folder / "chipnews.db"))
    fetching = {
        "allow_private_addresses": True, "full_text": False, "concurrency": CONCURRENCY, "per_host":
        CONCURRENCY,
        "host_delay_s": 0,
    }  # fmt: skip
    settings = Settings.model_validate({"feeds": {"builtin": False}, "fetch": fetching})
    if first:
        rows = [
            {
                "url": url,
                "outlet": url,
                "builtin": False,
                "enabled": True,
                "failures": 0,
                "added_at": datetime.now(UTC),
            }
            for url in urls
        ]
        with engine.begin() as connection:
            connection.execute(insert(Feed), rows)

    def run() -> None:
        report = fetch(engine, settings, FetchOptions())
        assert report.failed == 0
        assert report.feeds == len(urls), "the feeds were not all asked"
        assert first or report.unchanged == len(urls)

    return run


def reader_run(urls: list[str], folder: Path, first: bool) -> Callable[[], object]:
    """Return one run of lemon24/reader, with as many workers."""
    from reader import make_reader

    reader = make_reader(str(folder / "reader.db"))
    if first:
        for url in urls:
            reader.add_feed(url)
    return lambda: reader.update_feeds(workers=CONCURRENCY)


def httpx_run(urls: list[str], folder: Path, first: bool) -> Callable[[], object]:
    """Return a bare loop over the URLs with httpx.

    No parsing, no database; conditional after the first run.
    """
    import httpx

    async def loop() -> None:
        gate = asyncio.Semaphore(CONCURRENCY)
        async with httpx.AsyncClient(http2=True) as client:

            async def one(number: int, url: str) -> None:
                async with gate:
                    headers = {} if first else {"If-None-Match": f'"{number}"'}
                    answer = await client.get(url, headers=headers)
                    assert answer.status_code == (200 if first else 304)

            await asyncio.gather(*(one(number, url) for number, url in enumerate(urls)))

    return lambda: asyncio.run(loop())


CONTENDERS = {"chipnews": chipnews_run, "reader": reader_run, "httpx": httpx_run}


def measure_here(contender: str, urls: list[str], folder: Path, first: bool) -> Measured:
    """Measure one run in this process."""
    run = CONTENDERS[contender](urls, folder, first)
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    spent = time.process_time() - cpu
    return Measured(
        spent, time.perf_counter() - wall, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    )


def measure(contender: str, address: str, feeds: int, folder: Path, *, first: bool) -> Measured:
    """Measure one run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.fetch", "--contender", contender, "--address", address]
    command += ["--feeds", str(feeds), "--folder", str(folder), *(["--first"] if first else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


# --- The comparison ----------------------------------------------------------------------------------------


def compare(feeds: int, entries: int, runs: int) -> tuple[dict[str, Measured], list[Row]]:
    """Return what was measured and the ratios that matter."""
    found: dict[str, Measured] = {}
    with serving(entries) as address, tempfile.TemporaryDirectory() as folder:
        for turn in range(runs):
            for contender in CONTENDERS:
                home = Path(folder) / f"{contender}-{turn}"
                home.mkdir()
                for name, first in (("first", True), ("unchanged", False)):
                    done = measure(contender, address, feeds, home, first=first)
                    former = found.get(f"{contender} {name}", done)
                    found[f"{contender} {name}"] = min(done, former, key=lambda each: each.cpu_s)
        for count in GROWTH:
            home = Path(folder) / str(count)
            home.mkdir()
            found[f"chipnews {count} feeds"] = measure("chipnews", address, count, home, first=True)
    ours, unchanged = found["chipnews first"], found["chipnews unchanged"]
    few, many = (found[f"chipnews {count} feeds"] for count in GROWTH)
    rows = [
        Row("first run, CPU: chipnews / reader", ours.cpu_s / found["reader first"].cpu_s, 0.2),
        Row("first run, wall: chipnews / reader", ours.wall_s / found["reader first"].wall_s),
        Row("first run, CPU: chipnews / httpx loop", ours.cpu_s / found["httpx first"].cpu_s),
        Row(
            "unchanged run, CPU: chipnews / httpx loop", unchanged.cpu_s / found["httpx unchanged"].cpu_s, 2.0
        ),
        Row(
            "unchanged run, wall: chipnews / httpx loop",
            unchanged.wall_s / found["httpx unchanged"].wall_s,
            2.0,
        ),
        Row(
            f"CPU a feed: {GROWTH[1]} / {GROWTH[0]} feeds",
            many.cpu_s / GROWTH[1] / (few.cpu_s / GROWTH[0]),
            1.3,
        ),
        Row(f"memory: {GROWTH[1]} / {GROWTH[0]} feeds", many.memory_mb / few.memory_mb, 1.25),
    ]
    return found, rows


def main() -> None:
    """Run the benchmark and print it; exit 1 where a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--entries", type=int, default=30)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    for hidden in ("--contender", "--address", "--folder"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    for hidden in ("--serve", "--first"):
        parser.add_argument(hidden, action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(given.entries)
    elif given.contender:
        urls = [f"{given.address}/{number}" for number in range(given.feeds)]
        print(json.dumps(asdict(measure_here(given.contender, urls, Path(given.folder), given.first))))
    else:
        found, rows = compare(given.feeds, given.entries, given.runs)
        if given.json:
            print(
                json.dumps(
                    {
                        "measured": {k: asdict(v) for k, v in found.items()},
                        "ratios": [asdict(r) for r in rows],
                    }
                )
            )
        else:
            for name, each in found.items():
                print(f"{name:22} {each.cpu_s:7.2f} s CPU {each.wall_s:7.2f} s wall {each.memory_mb:6.0f} MB")
            print()
            for row in rows:
                wanted = (
                    f"   target: at most {row.target:g} - {'met' if row.good else 'MISSED'}"
                    if row.target
                    else ""
                )
                print(f"{row.what:45} {row.value:6.2f}{wanted}")
        sys.exit(not all(row.good for row in rows))


if __name__ == "__main__":
    main()
