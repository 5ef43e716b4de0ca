"""Stories: which there are, what belongs to one, and what it follows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, Select, func, literal, or_, select
from sqlmodel import col

from chipnews.queries.items import ItemRow, MentionRow, as_item, items_between, row_columns
from chipnews.storage.models import Item, ItemStory, Mention, Story

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class StoryFilter:
    """Which stories are meant. Times are UTC, `until` is exclusive; empty tuples and None mean any.

    A story counts if something of it was published in the period, and if one of its items names one of the
    companies (slugs). `outlets` is the least number of outlets. With `stored`, it counts if something of it
    was stored in the period.
    """

    companies: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    outlets: int = 1
    stored: bool = False


@dataclass(frozen=True, slots=True)
class StoryRow:
    """One story: the item with the best title, when it was told first and last (UTC), by how many.

    `follows` is the older story that it came of, if it is known.
    """

    id: int
    title: ItemRow
    follows: int | None
    first_seen: datetime
    last_seen: datetime
    item_count: int
    outlet_count: int


@dataclass(frozen=True, slots=True)
class StoryItemRow:
    """An item of a story with its text.

    `duplicate_of` is the item that it is a copy of, `primary_company` the company whose own newsroom or
    filing it is from.
    """

    item: ItemRow
    text: str
    primary_company: str | None
    duplicate_of: int | None


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item with its story and the number of outlets that tell it; of no story yet: None, and 1.

    `in_title` says whether its title names one of the companies that were asked for.
    """

    id: int
    published_at: datetime
    story_id: int | None
    outlets: int
    in_title: bool


def stories(engine: Engine, which: StoryFilter, limit: int | None = 50) -> list[StoryRow]:
    """Return the stories of the filter, those told last first."""
    query = _stories().order_by(col(Story.last_seen).desc(), col(Story.id).desc()).limit(limit)
    query = query.where(col(Story.outlet_count) >= which.outlets)
    if which.stored and (which.since or which.until):
        between = items_between(which.since, which.until)
        telling = select(col(ItemStory.story_id)).where(col(ItemStory.item_id).in_(between))
        query = query.where(col(Story.id).in_(telling))
    if which.since is not None and not which.stored:
        query = query.where(col(Story.last_seen) >= which.since)
    if which.until is not None and not which.stored:
        query = query.where(col(Story.first_seen) < which.until)
    if which.companies:
        naming = (
            select(col(ItemStory.story_id))
            .join(Mention, col(Mention.item_id) == col(ItemStory.item_id))
            .where(col(Mention.kind) == "company", col(Mention.slug).in_(which.companies))
        )
        query = query.where(col(Story.id).in_(naming))
    with engine.connect() as connection:
        return [_as_story(row) for row in connection.execute(query)]


def story(engine: Engine, story_id: int) -> StoryRow | None:
    """Return one story, None if there is none of this number."""
    with engine.connect() as connection:
        row = connection.execute(_stories().where(col(Story.id) == story_id)).first()
    return None if row is None else _as_story(row)


def following(engine: Engine, story_id: int) -> list[StoryRow]:
    """Return the stories that came of this one, oldest first."""
    query = _stories().where(col(Story.follows) == story_id).order_by(col(Story.first_seen), col(Story.id))
    with engine.connect() as connection:
        return [_as_story(row) for row in connection.execute(query)]


def story_items(engine: Engine, story_id: int) -> list[StoryItemRow]:
    """Return the items of a story and their copies, in the order in which they were published."""
    mine = select(col(ItemStory.item_id)).where(col(ItemStory.story_id) == story_id)
    query = (
        select(*row_columns(), col(Item.text), col(Item.primary_company), col(Item.duplicate_of))
        .where(or_(col(Item.id).in_(mine), col(Item.duplicate_of).in_(mine)))
        .order_by(col(Item.published_at), col(Item.id))
    )
    with engine.connect() as connection:
        return [
            StoryItemRow(as_item(row), row.text, row.primary_company, row.duplicate_of)
            for row in connection.execute(query)
        ]


def placed_items(engine: Engine, ids: Sequence[int], companies: Sequence[str]) -> list[PlacedItem]:
    """Return the items with their stories, and whether their titles name one of the companies (slugs)."""
    found: dict[int, PlacedItem] = {}
    named = (
        select(literal(1))
        .where(
            col(Mention.item_id) == col(Item.id),
            col(Mention.kind) == "company",
            col(Mention.slug).in_(companies),
            col(Mention.start) < func.length(col(Item.title)),
        )
        .exists()
    )
    with engine.connect() as connection:
        for chunk in _chunks(ids):
            query = (
                select(
                    col(Item.id),
                    col(Item.published_at),
                    col(ItemStory.story_id),
                    func.coalesce(col(Story.outlet_count), 1),
                    named,
                )
                .outerjoin(ItemStory, col(ItemStory.item_id) == col(Item.id))
                .outerjoin(Story, col(Story.id) == col(ItemStory.story_id))
                .where(col(Item.id).in_(chunk))
            )
            for item_id, published_at, story_id, outlets, in_title in connection.execute(query):
                if item_id is not None:
                    found[item_id] = PlacedItem(item_id, published_at, story_id, outlets, bool(in_title))
    return [found[item_id] for item_id in ids if item_id in found]


def leads(engine: Engine, ids: Collection[int], characters: int) -> dict[int, str]:
    """Return the beginning of each item's text, so many characters at most."""
    query = select(col(Item.id), func.substr(col(Item.text), 1, characters)).where(col(Item.id).in_(ids))
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(query) if row[0] is not None}


def items_of_stories(engine: Engine, ids: Collection[int]) -> dict[int, list[int]]:
    """Return for each of the stories the ids of its items."""
    found: dict[int, list[int]] = {}
    with engine.connect() as connection:
        for chunk in _chunks(sorted(ids)):
            query = (
                select(col(ItemStory.story_id), col(ItemStory.item_id))
                .where(col(ItemStory.story_id).in_(chunk))
                .order_by(col(ItemStory.story_id), col(ItemStory.item_id))
            )
            for story_id, item_id in connection.execute(query):
                found.setdefault(story_id, []).append(item_id)
    return found


def mentions_of(engine: Engine, ids: Collection[int]) -> dict[int, list[MentionRow]]:
    """Return for each of the items its mentions in the order of its text."""
    found: dict[int, list[MentionRow]] = {}
    names = tuple(MentionRow.__dataclass_fields__)
    with engine.connect() as connection:
        for chunk in _chunks(sorted(ids)):
            query = (
                select(col(Mention.item_id), *(col(getattr(Mention, name)) for name in names))
                .where(col(Mention.item_id).in_(chunk))
                .order_by(col(Mention.item_id), col(Mention.start), col(Mention.end))
            )
            for item_id, *values in connection.execute(query):
                found.setdefault(item_id, []).append(MentionRow(*values))
    return found


def _stories() -> "Select[*tuple[Any, ...]]":
    return select(
        *row_columns(),
        col(Story.id).label("story_id"),
        col(Story.follows),
        col(Story.first_seen),
        col(Story.last_seen),
        col(Story.item_count),
        col(Story.outlet_count),
    ).join(Item, col(Item.id) == col(Story.title_item_id))


def _as_story(row: "Row[*tuple[Any, ...]]") -> StoryRow:
    return StoryRow(
        row.story_id,
        as_item(row),
        row.follows,
        row.first_seen,
        row.last_seen,
        row.item_count,
        row.outlet_count,
    )


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]
