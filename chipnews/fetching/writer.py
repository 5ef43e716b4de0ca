"""The one thread that parses and writes, so that neither holds up the network, and the one connection.

What waits to be written is written in one transaction: SQLite writes its index of words anew with each, and
that takes longer than all else. A database that another program holds is waited for, for as long as `storage`
says, but never past a stop.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from chipnews.fetching.new_items import NewItems
from chipnews.storage.database import BUSY_TIMEOUT_MS, storage_error

_log = logging.getLogger(__name__)
_Work = TypeVar("_Work")
_Read = TypeVar("_Read")
_Result = TypeVar("_Result")
_SHORT_WAIT_MS = 200
# Pages of 4 KB in SQLite's log before they are copied into the database: many are written again soon.
_LOG_PAGES = 4000
# Works in one transaction: as many feeds are asked at once by default, so that more hardly ever wait.
_MOST_AT_ONCE = 16


class Stopped(Exception):
    """The run was stopped while it waited for the database."""


@dataclass(slots=True)
class _Job(Generic[_Work, _Result]):
    """A work that waits for its turn, and what comes of it."""

    work: _Work
    done: asyncio.Future[_Result]
    # What to write with the result of a computation, where something is to be written.
    then: Callable[[NewItems, Any], _Result] | None = None
    result: _Result | None = None
    error: BaseException | None = None

    def settle(self) -> None:
        """Tell whoever waits; nobody does after a stop."""
        if self.done.done():
            return
        if self.error is not None:
            self.done.set_exception(self.error)
        else:
            self.done.set_result(self.result)  # type: ignore[arg-type]


_Computing: TypeAlias = _Job[Callable[[], object], object]
_Writing: TypeAlias = _Job[Callable[[NewItems], object], object]


class Writer:
    """Runs functions one after the other in a thread of its own; those that write get the connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._connection: Connection | None = None
        self._to_compute: deque[_Computing] = deque()
        self._to_write: deque[_Writing] = deque()
        self._stop = threading.Event()

    async def compute(self, work: Callable[[], _Result]) -> _Result:
        """Return the result of a function that touches no database."""
        loop = asyncio.get_running_loop()
        job: _Job[Callable[[], _Result], _Result] = _Job(work, loop.create_future())
        self._to_compute.append(cast(_Computing, job))
        self._thread.submit(self._next, loop)
        return await job.done

    async def write(self, work: Callable[[Connection], _Result]) -> _Result:
        """Return the result of a function when what it wrote is stored: all of it, or nothing.

        It may share its transaction with others that wait, and is called again where one of these fails.
        Raises StorageError.
        """

        def after_the_items(items: NewItems) -> _Result:
            items.flush()
            return work(items.connection)

        return await self._write_items(after_the_items)

    async def _write_items(self, work: Callable[[NewItems], _Result]) -> _Result:
        loop = asyncio.get_running_loop()
        job: _Job[Callable[[NewItems], _Result], _Result] = _Job(work, loop.create_future())
        self._to_write.append(cast(_Writing, job))
        self._thread.submit(self._next, loop)
        return await job.done

    async def read_and_store(
        self, read: Callable[[], _Read], store: Callable[[NewItems, _Read], _Result]
    ) -> _Result:
        """Return what `store`, which may add new items, makes of what `read` returned; else as `write`."""
        loop = asyncio.get_running_loop()
        job: _Job[Callable[[], _Read], _Result] = _Job(read, loop.create_future(), store)
        self._to_compute.append(cast(_Computing, job))
        self._thread.submit(self._next, loop)
        return await job.done

    def close(self) -> None:
        """Let the work in hand end, drop what waits, and close the connection."""
        self._stop.set()
        self._thread.shutdown(wait=True, cancel_futures=True)
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def finally_write(self, work: Callable[[Connection], None]) -> None:
        """Write a last thing after `close`, if the database lets us.

        A run that failed may well be failing here.
        """
        try:
            with self._engine.begin() as connection:
                if self._engine.dialect.name == "sqlite":
                    connection.exec_driver_sql(f"PRAGMA busy_timeout = {_SHORT_WAIT_MS}")
                work(connection)
        except (OperationalError, DatabaseError, sqlite3.Error) as error:
            _log.info("the run could not be noted: %s", error)

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        """Compute while there is something to compute, then write all at once that waits to be written."""
        if self._to_compute and len(self._to_write) < _MOST_AT_ONCE:
            job = _computed(self._to_compute.popleft())
            if job.then is None or job.error is not None:
                loop.call_soon_threadsafe(_settle, [job])
            else:
                self._to_write.append(_Job(partial(_store, job.then, job.result), job.done))
                self._thread.submit(self._next, loop)
        elif self._to_write:
            jobs = [self._to_write.popleft() for _ in range(min(len(self._to_write), _MOST_AT_ONCE))]
            if not self._written(jobs):
                for each in jobs:
                    self._written([each])
            loop.call_soon_threadsafe(_settle, jobs)

    def _written(self, jobs: Sequence[_Writing]) -> bool:
        """Do these in one transaction; return False where one of several failed, and none is done."""
        try:
            results = self._transaction([job.work for job in jobs])
        except BaseException as error:
            # One that fails for itself must not harm the others; a lock that nobody gives up fails for all.
            if len(jobs) > 1 and not isinstance(error, Stopped) and "locked" not in str(error):
                return False
            for job in jobs:
                job.error = error
        else:
            for job, result in zip(jobs, results, strict=True):
                job.result = result
        return True

    def _transaction(self, works: Sequence[Callable[[NewItems], object]]) -> list[object]:
        deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                with self._connected().begin():
                    items = NewItems(self._connected())
                    results = [work(items) for work in works]
                    items.flush()
                return results
            except (OperationalError, DatabaseError, sqlite3.Error) as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise storage_error(self._engine, error) from error
                if self._stop.is_set():
                    raise Stopped from None

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
            if self._engine.dialect.name == "sqlite":
                # Waits in short steps: a stop must not wait for a lock that somebody else holds.
                self._connection.exec_driver_sql(f"PRAGMA busy_timeout = {_SHORT_WAIT_MS}")
                self._connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
                self._connection.rollback()
        return self._connection


def _store(then: Callable[[NewItems, object], object], read: object, items: NewItems) -> object:
    return then(items, read)


def _computed(job: _Computing) -> _Computing:
    try:
        job.result = job.work()
    except BaseException as error:
        job.error = error
    return job


def _settle(jobs: Sequence[_Computing] | Sequence[_Writing]) -> None:
    for job in jobs:
        job.settle()
