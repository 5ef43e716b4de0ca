"""Only one fetch at a time per database: a file lock beside SQLite, an advisory lock on PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import Engine, text

from chipnews.errors import FetchRunning, StorageError
from chipnews.storage.database import describe, sqlite_path

ADVISORY_KEY = 7_241_908  # any constant: the key of the advisory lock on PostgreSQL


@contextmanager
def fetch_lock(engine: Engine) -> Iterator[None]:
    """Hold the lock of a database while fetching. Raises FetchRunning where another process holds it.

    It ends with the process, however that ends.
    """
    path = sqlite_path(engine)
    if path is not None:
        lock = FileLock(f"{path}.fetch.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise _running(engine) from None
        except OSError as error:
            raise StorageError(f"The folder of {path} cannot be written: {error.strerror}.") from None
        try:
            yield
        finally:
            lock.release()
    elif engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ADVISORY_KEY})
            if not taken.scalar():
                raise _running(engine)
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_KEY})
    else:
        yield


def _running(engine: Engine) -> FetchRunning:
    return FetchRunning(f"Another fetch is running on {describe(engine)}. Wait for it to end, or stop it.")
