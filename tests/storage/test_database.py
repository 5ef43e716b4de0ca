"""Opening, creating, upgrading and refusing databases. The schema itself is tested in test_migrations."""

import multiprocessing
import os
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from chipnews.errors import StorageError
from chipnews.storage.database import (
    HEAD,
    connect,
    copy_database,
    current_revision,
    open_database,
    refresh_statistics,
    upgrade,
)


def _open_and_count(path: str) -> int:
    with open_database(path).connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM item")).scalar_one())


def _backups(database: Path) -> Sequence[str]:
    return sorted(path.name for path in database.parent.glob("*.backup-*"))


def test_two_processes_that_start_on_an_empty_database_at_once_both_succeed(tmp_path: Path) -> None:
    path = str(tmp_path / "new" / "chipnews.db")
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        assert pool.map(_open_and_count, [path, path], chunksize=1) == [0, 0]


def test_a_new_database_is_at_the_newest_revision_and_needs_no_backup(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "chipnews.db"
    with open_database(str(path)).connect() as connection:
        assert current_revision(connection) == HEAD
    assert _backups(path) == []


def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Path) -> None:
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()
    with pytest.raises(StorageError, match=r"newer chipnews .*9999.*Upgrade chipnews"):
        open_database(str(database))
    assert database.read_bytes() == before
    assert _backups(database) == []


def test_an_upgrade_makes_a_backup_of_what_was_there_first(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = connect(str(path))
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO digest_run (name, made_at) VALUES ('kept', '2026-01-01')"))
    engine.dispose()
    open_database(str(path)).dispose()
    assert _backups(path) == ["old.db.backup-0001"]
    with connect(str(path.with_name("old.db.backup-0001"))).connect() as backup:
        assert current_revision(backup) == "0001"
        assert backup.execute(text("SELECT name FROM digest_run")).scalars().all() == ["kept"]


def test_opening_a_database_that_is_up_to_date_changes_nothing(database: Path) -> None:
    before = database.read_bytes()
    open_database(str(database)).dispose()
    assert database.read_bytes() == before
    assert _backups(database) == []


@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("foreign_keys", 1), ("busy_timeout", 30_000), ("synchronous", 1)],
)
def test_every_connection_has_its_pragmas(database: Path, pragma: str, value: object) -> None:
    engine = open_database(str(database))
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            assert connection.execute(text(f"PRAGMA {pragma}")).scalar() == value


def test_a_reader_is_not_kept_waiting_by_a_writer(database: Path) -> None:
    engine = open_database(str(database))
    with engine.begin() as writer:
        writer.execute(text("INSERT INTO digest_run (name, made_at) VALUES ('x', '2026-01-01')"))
        with engine.connect() as reader:
            assert reader.execute(text("SELECT count(*) FROM digest_run")).scalar() == 0


@pytest.mark.parametrize(
    ("where", "told"),
    [
        pytest.param("nosuch://x/y", "no database that chipnews can open", id="unknown kind of database"),
        pytest.param("{tmp}/folder", "Check that the path is right", id="a folder"),
        pytest.param("{tmp}/text.db", "is no SQLite database", id="a file that is no database"),
        pytest.param("{tmp}/text.db/inside.db", "cannot be made", id="a folder that cannot be made"),
    ],
)
def test_what_cannot_be_opened_is_told_with_what_to_do(tmp_path: Path, where: str, told: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "text.db").write_text("not a database, but long enough to be looked at\n" * 40)
    with pytest.raises(StorageError, match=told):
        open_database(where.format(tmp=tmp_path))


def test_a_database_in_a_folder_that_cannot_be_written_can_still_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    database = folder / "news.db"
    open_database(str(database)).dispose()
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("the superuser can write everywhere")
        engine = open_database(str(database))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM item")).scalar() == 0
        with pytest.raises(OperationalError, match="readonly"), engine.begin() as connection:
            connection.execute(text("DELETE FROM item"))
    finally:
        folder.chmod(0o755)


def test_a_database_is_copied_whole_while_it_is_in_use(database: Path, tmp_path: Path) -> None:
    engine = open_database(str(database))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO digest_run (name, made_at) VALUES ('x', '2026-01-01')"))
    with engine.begin() as busy:
        busy.execute(text("INSERT INTO digest_run (name, made_at) VALUES ('y', '2026-01-01')"))
        copy_database(database, tmp_path / "copy.db")
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT name FROM digest_run").fetchall() == [("x",)]
    assert not list(tmp_path.glob("*.partial"))


def test_sqlite_is_told_how_its_rows_are_spread(database: Path) -> None:
    engine = open_database(str(database))
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO digest_run (name, made_at) VALUES ('x', '2026-01-01')"))
    refresh_statistics(engine)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT stat FROM sqlite_stat1 WHERE tbl = 'digest_run'")).all()
