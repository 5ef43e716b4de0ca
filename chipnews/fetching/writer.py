"""The one thread that parses and writes, so that neither holds up the network, and the one connection.

A database that another program holds is waited for, for as long as `storage` says, but never past a stop.
"""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, OperationalError

from chipnews.storage.database import BUSY_TIMEOUT_MS, storage_error

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_SHORT_WAIT_MS = 200


class Stopped(Exception):
    """The run was stopped while it waited for the database."""


class Writer:
    """Runs functions one after the other in a thread of its own; those that write get the connection."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._connection: Connection | None = None
        self._stop = threading.Event()

    async def compute(self, work: Callable[[], _Result]) -> _Result:
        """Return the result of a function that touches no database."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    async def write(self, work: Callable[[Connection], _Result]) -> _Result:
        """Return the result of a function in one transaction: all of it is stored, or nothing.

        Raises StorageError.
        """
        return await self.compute(lambda: self._transaction(work))

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

    def _transaction(self, work: Callable[[Connection], _Result]) -> _Result:
        deadline = time.monotonic() + BUSY_TIMEOUT_MS / 1000
        while True:
            try:
                with self._connected().begin():
                    return work(self._connected())
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
                self._connection.rollback()
        return self._connection
