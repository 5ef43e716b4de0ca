"""Opening the database: engine, pragmas, creation and upgrade. Holds no query.

`open_database` is the only way in. It creates the tables on first use and upgrades an older database after
making a backup of the SQLite file; a database of a newer version is refused. Two processes that start at
once are kept apart by a file lock (SQLite) or an advisory lock (PostgreSQL).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from chipnews.config import without_password
from chipnews.errors import StorageError

if TYPE_CHECKING:
    from alembic.config import Config

# The newest revision in migrations/versions; kept here so that opening a database that is up to date need not
# import Alembic. A test holds the two together.
HEAD = "0005"
BUSY_TIMEOUT_MS = 30_000
UPGRADE_LOCK = 7_241_907  # any constant: the key of the advisory lock on PostgreSQL


def open_database(where: str) -> Engine:
    """Return an engine on the database at `where`, a file path or a SQLAlchemy URL, created and upgraded.

    Raises StorageError when it cannot be opened, or is of a newer version of chipnews.
    """
    engine = connect(where)
    try:
        with engine.connect() as connection:
            found = current_revision(connection)
        if found != HEAD:
            upgrade(engine)
    except (OperationalError, DatabaseError) as error:
        raise storage_error(engine, error) from error
    return engine


def connect(where: str) -> Engine:
    """Return an engine on `where` without looking at what is in it. Raises StorageError for a bad URL."""
    try:
        url = make_url(where if "://" in where else f"sqlite:///{Path(where).expanduser()}")
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = _read_only_engine(url) or create_engine(url)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        cause = str(error).splitlines()[0].rstrip(".:")
        raise StorageError(
            f"'{without_password(where)}' is no database that chipnews can open: {cause}. Name an SQLite "
            "file, or a URL such as postgresql+psycopg://host/name, for which `pip install "
            "'chipnews[postgres]'` brings the driver."
        ) from None
    except OSError as error:
        raise StorageError(f"The folder of the database {where} cannot be made: {error.strerror}.") from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_pragmas)
    return engine


def _read_only_engine(url: URL) -> Engine | None:
    """Return an engine on an SQLite file in a folder that cannot be written, None where nothing is special.

    SQLite refuses to read such a file in WAL mode, as it could not make its files beside it, unless it is
    told that nobody writes. Where those files are there somebody may, and they are enough to read.
    """
    path = Path(url.database or "")
    if url.get_backend_name() != "sqlite" or not path.is_file():
        return None
    if os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists():
        return None
    address = f"{path.absolute().as_uri()}?immutable=1"
    return create_engine(url, creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False))


def sqlite_path(engine: Engine) -> Path | None:
    """Return the file of an SQLite database, None for any other."""
    return Path(engine.url.database) if engine.dialect.name == "sqlite" and engine.url.database else None


def current_revision(connection: Connection) -> str | None:
    """Return the revision of the database, None for an empty one."""
    if not engine_has_table(connection, "alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def engine_has_table(connection: Connection, name: str) -> bool:
    """Return whether the database has a table of this name."""
    return connection.dialect.has_table(connection, name)


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`; only one process does, the others wait. Raises StorageError."""
    from alembic import command
    from alembic.script import ScriptDirectory

    with migration_folder() as folder, _upgrade_lock(engine), engine.connect() as connection:
        config = _alembic_config(folder, connection)
        scripts = ScriptDirectory.from_config(config)
        found = current_revision(connection)
        known = {script.revision for script in scripts.walk_revisions()}
        if found is not None and found not in known:
            raise StorageError(
                f"The database {describe(engine)} was written by a newer chipnews (revision {found}, "
                f"this one knows up to {scripts.get_current_head()}). Upgrade chipnews, or name another "
                "database with --db."
            )
        target = scripts.get_current_head() if revision == "head" else revision
        if found == target:
            return
        if found is not None:
            _back_up(engine, found)
        connection.rollback()
        command.upgrade(config, revision)
        connection.commit()


def refresh_statistics(engine: Engine) -> None:
    """Tell SQLite how its rows are spread (some ms): without that it takes poor ways through large tables."""
    if engine.dialect.name == "sqlite":
        with engine.begin() as connection:
            connection.execute(text("PRAGMA analysis_limit = 400"))
            connection.execute(text("ANALYZE"))


def describe(engine: Engine) -> str:
    """Return the database's name for a message, without a password."""
    path = sqlite_path(engine)
    return str(path) if path else engine.url.render_as_string(hide_password=True)


def storage_error(engine: Engine | None, error: Exception) -> StorageError:
    """Return what a failure of the database (None: not known which) means to the user, and what to do."""
    cause = str(getattr(error, "orig", None) or error).strip()
    advice = next((text for mark, text in _ADVICE if mark in cause.lower()), "Run `chipnews doctor`.")
    name = f" {describe(engine)}" if engine else ""
    return StorageError(f"The database{name} failed: {cause}. {advice}")


_ADVICE = (
    ("locked", "Another program holds it: close that program or try again later; nothing was lost."),
    ("readonly", "It, or its folder, cannot be written: mend its permissions or name another with --db."),
    ("read-only", "It, or its folder, cannot be written: mend its permissions or name another with --db."),
    ("unable to open", "Check that the path is right and its folder can be written."),
    ("full", "The disk is full: free some space and run again; what was stored is safe."),
    ("not a database", "The file is no SQLite database: name another with --db."),
    ("malformed", "The file is damaged: restore a backup (the files named *.backup-* beside it)."),
)


def _set_pragmas(connection: DBAPIConnection, record: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    try:
        cursor.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        # A read-only file can still be read; whoever writes gets the database's own message.
        if "readonly" not in str(error):
            raise
    cursor.close()


@contextmanager
def migration_folder() -> Iterator[Path]:
    """Yield the folder of migrations: inside the package when installed, beside it in a checkout."""
    with as_file(files("chipnews")) as package:
        inside, beside = package / "migrations", package.parent / "migrations"
        folder = inside if inside.is_dir() else beside
        if not folder.is_dir():
            raise StorageError(f"This installation lacks its migrations ({inside}). Install chipnews again.")
        yield folder


def _alembic_config(folder: Path, connection: Connection) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _upgrade_lock(engine: Engine) -> Iterator[None]:
    path = sqlite_path(engine)
    if path is not None:
        from filelock import FileLock

        try:
            with FileLock(f"{path}.upgrade.lock"):
                yield
        except PermissionError as error:
            raise StorageError(f"The folder of {path} cannot be written: {error.strerror}.") from None
    elif engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": UPGRADE_LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": UPGRADE_LOCK})
    else:
        yield


def _back_up(engine: Engine, revision: str) -> None:
    """Copy an SQLite database beside itself before an upgrade."""
    path = sqlite_path(engine)
    if path is not None and path.exists():
        copy_database(path, path.with_name(f"{path.name}.backup-{revision}"))


def copy_database(path: Path, target: Path) -> None:
    """Copy an SQLite database, which may be in use, to `target`, whole or not at all."""
    partial = target.with_name(f"{target.name}.partial")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as copy:
        source.backup(copy)
    partial.replace(target)
