"""The state of the database: what it holds and whether it is sound."""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select, text
from sqlmodel import SQLModel, col

from chipnews.queries.items import ItemFilter, conditions
from chipnews.storage import models
from chipnews.storage.database import current_revision, describe, sqlite_path

_COUNTED: dict[str, type[SQLModel]] = {
    "feeds": models.Feed,
    "items": models.Item,
    "mentions": models.Mention,
    "figures": models.Figure,
    "facts": models.Fact,
    "stories": models.Story,
}


@dataclass(frozen=True, slots=True)
class DatabaseCheck:
    """Where the database is, its revision, size in bytes (None: no file), rows by table, and damages."""

    where: str
    revision: str | None
    size_bytes: int | None
    rows: dict[str, int]
    problems: tuple[str, ...]


def check_database(engine: Engine) -> DatabaseCheck:
    """Return what the database holds and what is wrong with it; reads all of it."""
    path = sqlite_path(engine)
    problems: list[str] = []
    with engine.connect() as connection:
        revision = current_revision(connection)
        rows = {
            name: connection.execute(select(func.count()).select_from(model)).scalar_one()
            for name, model in _COUNTED.items()
        }
        if path is not None:
            told = connection.execute(text("PRAGMA integrity_check(20)")).scalars().all()
            problems += [str(line) for line in told if line != "ok"]
            orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
            problems += [
                f"{table} {row} refers to a {parent} that is gone" for table, row, parent, _ in orphans
            ]
    size = path.stat().st_size if path is not None and path.exists() else None
    return DatabaseCheck(describe(engine), revision, size, rows, tuple(problems))


def count_items(engine: Engine, which: ItemFilter) -> int:
    """Return the number of items of the filter."""
    query = select(func.count(col(models.Item.id))).where(*conditions(which))
    with engine.connect() as connection:
        return connection.execute(query).scalar_one()
