"""Items: which there are, and one of them with its text and tags. Items that are copies are never given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, exists, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from chipnews.storage.models import Item, ItemStory, Mention

# From so many mentions on, it is quicker to go through the items than to look each of them up.
MANY = 20_000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items are meant. Times are UTC, `until` is exclusive; empty tuples and None mean any.

    `companies` and `chips` are slugs: an item counts if it names one of them.
    `relevant` False gives the items that are not about the field, None gives all. With `stored`, the times
    are those at which items were stored, else at which they were published.
    """

    companies: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    outlet: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    relevant: bool | None = True
    stored: bool = False


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item without its text. `relevant` is None as long as it is not tagged."""

    id: int
    title: str
    outlet: str
    url: str | None
    author: str | None
    published_at: datetime
    relevant: bool | None


@dataclass(frozen=True, slots=True)
class MentionRow:
    """One place of an item's text that names a company or a chip."""

    kind: str
    slug: str
    name: str
    vendor: str | None
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class ItemText:
    """One item with its text and where that came from (feed, article or file)."""

    item: ItemRow
    text: str
    text_source: str
    duplicate_of: int | None
    story_id: int | None


def items(engine: Engine, which: ItemFilter, limit: int = 50) -> list[ItemRow]:
    """Return the newest items of the filter, newest first."""
    found = newest_ids(engine, which, limit)
    rows = items_by_id(engine, found)
    return [rows[item_id] for item_id in found if item_id in rows]


def newest_ids(engine: Engine, which: ItemFilter, limit: int) -> list[int]:
    """Return the ids of the newest items of the filter, newest first."""
    with engine.connect() as connection:
        query = (
            select(col(Item.id))
            .where(*conditions(which, by_time=many_match(connection, which)))
            .order_by(col(Item.published_at).desc(), col(Item.id).desc())
            .limit(limit)
        )
        return [each for each in connection.execute(query).scalars() if each is not None]


def items_by_id(engine: Engine, ids: list[int]) -> dict[int, ItemRow]:
    """Return the items of these ids, by id."""
    found: dict[int, ItemRow] = {}
    with engine.connect() as connection:
        for start in range(0, len(ids), _BATCH):
            some = select(*row_columns()).where(col(Item.id).in_(ids[start : start + _BATCH]))
            found |= {row.id: as_item(row) for row in connection.execute(some)}
    return found


def item_text(engine: Engine, item_id: int) -> ItemText | None:
    """Return the item with its text, a copy too; None if there is none of this id."""
    query = (
        select(
            *row_columns(),
            col(Item.text),
            col(Item.text_source),
            col(Item.duplicate_of),
            col(ItemStory.story_id),
        )
        .outerjoin(ItemStory, col(ItemStory.item_id) == col(Item.id))
        .where(col(Item.id) == item_id)
    )
    with engine.connect() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    return ItemText(as_item(row), row.text, row.text_source, row.duplicate_of, row.story_id)


def item_mentions(engine: Engine, item_id: int) -> list[MentionRow]:
    """Return the mentions of an item in the order of its text."""
    query = (
        select(*(col(getattr(Mention, name)) for name in MentionRow.__dataclass_fields__))
        .where(col(Mention.item_id) == item_id)
        .order_by(col(Mention.start), col(Mention.end))
    )
    with engine.connect() as connection:
        return [MentionRow(*row) for row in connection.execute(query)]


def shown(which: ItemFilter) -> "Select[int | None]":
    """Return the ids of the items of the filter, as a subquery."""
    return select(col(Item.id)).where(*conditions(which))


def conditions(which: ItemFilter, *, by_time: bool = False) -> list[ColumnElement[bool]]:
    """Return the filter as conditions on `item`.

    The database looks up each item that names the companies or chips; with `by_time`, it goes through the
    items by their time and looks whether each one names them. What is found is the same.
    """
    found: list[ColumnElement[bool]] = [col(Item.duplicate_of).is_(None)]
    if which.relevant is not None:
        found.append(col(Item.relevant).is_(which.relevant))
    if which.since is not None:
        found.append(item_time(which.stored) >= which.since)
    if which.until is not None:
        found.append(item_time(which.stored) < which.until)
    if which.outlet is not None:
        found.append(col(Item.outlet) == which.outlet)
    for kind, slugs in (("company", which.companies), ("chip", which.chips)):
        if slugs and by_time:
            found.append(exists().where(col(Mention.item_id) == col(Item.id), *_mentions(kind, slugs)))
        elif slugs:
            found.append(col(Item.id).in_(select(col(Mention.item_id)).where(*_mentions(kind, slugs))))
    return found


def many_match(connection: Connection, which: ItemFilter) -> bool:
    """Return whether so many mentions match the filter that items are better gone through by time."""
    for kind, slugs in (("company", which.companies), ("chip", which.chips)):
        if slugs:
            mentions = select(col(Mention.item_id)).where(*_mentions(kind, slugs)).offset(MANY).limit(1)
            if connection.execute(mentions).first() is None:
                return False
    return True


def item_time(stored: bool) -> Mapped[datetime]:
    """Return the column of when an item was stored, else of when it was published."""
    return col(Item.fetched_at if stored else Item.published_at)


def items_between(since: datetime | None, until: datetime | None) -> "Select[int | None]":
    """Return the ids of the items stored from `since` until before `until` (UTC), as a subquery."""
    query = select(col(Item.id))
    if since is not None:
        query = query.where(col(Item.fetched_at) >= since)
    return query if until is None else query.where(col(Item.fetched_at) < until)


def _mentions(kind: str, slugs: tuple[str, ...]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Mention.slug).in_(slugs), col(Mention.kind) == kind


def as_item(row: Sequence[Any]) -> ItemRow:
    """Return a row that begins with `row_columns` as a value."""
    return ItemRow(*row[: len(_ROW)])


def row_columns() -> list[Mapped[Any]]:
    """Return the columns that `as_item` reads."""
    return [col(getattr(Item, name)) for name in _ROW]


_ROW = tuple(ItemRow.__dataclass_fields__)
