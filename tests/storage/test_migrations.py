"""The migrations give what the models say, from an empty database and from one that holds rows."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Date, DateTime, Engine, Integer, Table, insert, inspect, select, text
from sqlmodel import SQLModel

from chipnews.storage import models  # noqa: F401  (fills the metadata)
from chipnews.storage.database import HEAD, connect, migration_folder, open_database, upgrade
from chipnews.storage.types import ExactDecimal, UtcDateTime

# Made by a migration and not by a model: the full-text search.
NOT_MODELS = {"item_search", "alembic_version"}


@pytest.fixture
def engine_at(tmp_path: Path) -> Iterator[Engine]:
    engine = connect(str(tmp_path / "migrated.db"))
    yield engine
    engine.dispose()


def test_the_newest_revision_is_the_one_that_the_code_expects() -> None:
    with migration_folder() as folder:
        assert ScriptDirectory(str(folder)).get_current_head() == HEAD


def test_an_empty_database_becomes_what_the_models_say(engine_at: Engine) -> None:
    upgrade(engine_at)
    assert _differences(engine_at) == []


def test_a_populated_database_keeps_its_rows_and_becomes_what_the_models_say(engine_at: Engine) -> None:
    upgrade(engine_at, "0001")
    then = inspect(engine_at).get_table_names()
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name in then]
    rows = {table.name: _row(table) for table in tables}
    with engine_at.begin() as connection:
        for table in tables:
            connection.execute(insert(table).values(rows[table.name]))
    upgrade(engine_at)
    with engine_at.connect() as connection:
        for table in tables:
            assert [dict(row._mapping) for row in connection.execute(select(table))] == [rows[table.name]]
    assert _differences(engine_at) == []


def test_items_from_before_the_search_was_added_are_found_by_it(engine_at: Engine) -> None:
    upgrade(engine_at, "0001")
    item = SQLModel.metadata.tables["item"]
    with engine_at.begin() as connection:
        connection.execute(
            insert(item).values(_row(item) | {"feed_id": None, "duplicate_of": None, "text": "trainium"})
        )
    upgrade(engine_at)
    with engine_at.connect() as connection:
        found = connection.execute(text("SELECT rowid FROM item_search WHERE item_search MATCH 'trainium'"))
        assert found.scalars().all() == [1]


def test_days_from_before_they_were_counted_are_marked_to_be_counted(engine_at: Engine) -> None:
    upgrade(engine_at, "0002")
    item = SQLModel.metadata.tables["item"]
    with engine_at.begin() as connection:
        connection.execute(insert(item).values(_row(item) | {"feed_id": None, "duplicate_of": None}))
    upgrade(engine_at)
    with engine_at.connect() as connection:
        marked = connection.execute(select(SQLModel.metadata.tables["day_due"].c.day)).scalars().all()
    assert marked == [date(2026, 1, 2)]


@pytest.mark.parametrize("view", ["v_items", "v_mentions", "v_figures", "v_stories"])
def test_the_named_views_can_be_read(tmp_path: Path, view: str) -> None:
    with open_database(str(tmp_path / "views.db")).connect() as connection:
        assert connection.execute(text(f"SELECT * FROM {view}")).all() == []


def _differences(engine: Engine) -> list[object]:
    """Return what Alembic would change to get from the database to the models."""
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "include_name": lambda name, kind, _: (
                    kind != "table" or not any((name or "").startswith(other) for other in NOT_MODELS)
                ),
            },
        )
        return list(compare_metadata(context, SQLModel.metadata))


def _row(table: Table) -> dict[str, object]:
    """Return one row with a value in every column, its references to the first row of their tables."""
    return {column.name: _value(column) for column in table.columns}


def _value(column: Column[object]) -> object:
    match column.type:
        case UtcDateTime():
            return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        case ExactDecimal():
            return Decimal("12345678901234567.25")
        case Date():
            return date(2026, 1, 2)
        case DateTime():
            raise AssertionError(f"{column} loses its zone")
        case Integer():
            # A span must not be empty.
            return 2 if column.name == "end" else 1
    python: type = column.type.python_type
    return {bool: True, float: 0.5}.get(python, "text")
