"""The stories' side of the database: what is to be grouped, candidates by key, and the rows of stories.

All functions work on a connection whose transaction is the caller's.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    CompoundSelect,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)
from sqlmodel import col

from chipnews.storage.models import Figure, Item, ItemStory, Mention, Story, StoryBand, StoryDue
from chipnews.stories.features import READ_CHARS, Money, Tag, TaggedItem
from chipnews.stories.keys import MOST_KEYS

# Of the items that share one key, so many of the newest are enough to find the story.
MOST_PER_KEY = 10
CHUNK = 500

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class DueItem:
    """An item, whether it belongs into a story, and the one that it is in."""

    id: int
    belongs: bool
    story: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a story, as far as its title matters."""

    item_id: int
    title: str
    outlet: str
    published_at: datetime
    primary_company: str | None


def due(connection: Connection) -> list[DueItem]:
    """Return the items whose place among the stories is to be looked at, in order of publication."""
    belongs = and_(col(Item.relevant).is_(True), col(Item.duplicate_of).is_(None))
    found: list[tuple[datetime, int, DueItem]] = []
    # One after the other: joined, the database may go through all items in order to sort the few.
    for chunk in _chunks(connection.execute(select(col(StoryDue.item_id))).scalars()):
        query = (
            select(col(Item.published_at), col(Item.id), belongs, col(ItemStory.story_id))
            .outerjoin(ItemStory, col(ItemStory.item_id) == col(Item.id))
            .where(col(Item.id).in_(chunk))
        )
        for published_at, item_id, held, story in connection.execute(query):
            if item_id is not None:
                found.append((published_at, item_id, DueItem(item_id, bool(held), story)))
    return [each for _, _, each in sorted(found, key=lambda row: row[:2])]


def settle(connection: Connection, ids: Sequence[int]) -> None:
    """Note that the items are where they belong."""
    for chunk in _chunks(ids):
        connection.execute(delete(StoryDue).where(col(StoryDue.item_id).in_(chunk)))


def grouped(connection: Connection, among: Sequence[int]) -> list[int]:
    """Return those of the items that are in a story."""
    found: list[int] = []
    for chunk in _chunks(among):
        found += connection.execute(
            select(col(ItemStory.item_id)).where(col(ItemStory.item_id).in_(chunk))
        ).scalars()
    return sorted(found)


def tagged_items(connection: Connection, ids: Collection[int]) -> list[TaggedItem]:
    """Return the items with their tags, in the order of `ids`."""
    tags: defaultdict[int, list[Tag]] = defaultdict(list)
    money: defaultdict[int, list[Money]] = defaultdict(list)
    mentions = (
        select(
            *(col(getattr(Mention, name)) for name in ("item_id", "kind", "slug", "vendor", "start", "end"))
        )
        .where(col(Mention.item_id).in_(ids), col(Mention.start) < READ_CHARS)
        .order_by(col(Mention.item_id), col(Mention.start), col(Mention.id))
    )
    for item_id, *values in connection.execute(mentions):
        tags[item_id].append(Tag(*values))
    figures = (
        select(
            *(
                col(getattr(Figure, name))
                for name in ("item_id", "start", "high", "currency", "kind", "company")
            )
        )
        .where(col(Figure.item_id).in_(ids), col(Figure.start) < READ_CHARS)
        .order_by(col(Figure.item_id), col(Figure.start), col(Figure.id))
    )
    for item_id, *values in connection.execute(figures):
        money[item_id].append(Money(*values))
    query = select(
        col(Item.id),
        col(Item.outlet),
        col(Item.published_at),
        col(Item.title),
        func.substr(col(Item.text), 1, READ_CHARS).label("text"),
    ).where(col(Item.id).in_(ids))
    items = {
        row.id: TaggedItem(
            row.id,
            row.outlet,
            row.published_at,
            row.title,
            row.text,
            tuple(tags[row.id]),
            tuple(money[row.id]),
        )
        for row in connection.execute(query)
    }
    return [items[item_id] for item_id in ids if item_id in items]


def candidates(
    connection: Connection, keys: Sequence[str], since: datetime, until: datetime
) -> list[tuple[int, int, datetime]]:
    """Return (item, shared keys, seen at) of the newest items of a time that have one of the keys.

    Those that share most come first. The work is bounded by the number of keys, not by the number of items.
    """
    bound = {f"key_{at}": keys[at] if at < len(keys) else "" for at in range(MOST_KEYS)}
    shared: dict[int, tuple[int, datetime]] = {}
    for item_id, seen_at in connection.execute(_BY_KEYS, {**bound, "since": since, "until": until}):
        shared[item_id] = (shared.get(item_id, (0, seen_at))[0] + 1, seen_at)
    found = [(item_id, count, seen_at) for item_id, (count, seen_at) in shared.items()]
    return sorted(found, key=lambda each: (-each[1], -each[2].timestamp(), each[0]))


def _by_keys() -> "CompoundSelect[Any]":
    parts = []
    for at in range(MOST_KEYS):
        newest = (
            select(col(StoryBand.item_id), col(StoryBand.seen_at))
            .where(
                col(StoryBand.key) == bindparam(f"key_{at}"),
                col(StoryBand.seen_at) >= bindparam("since"),
                col(StoryBand.seen_at) <= bindparam("until"),
            )
            .order_by(col(StoryBand.seen_at).desc(), col(StoryBand.id).desc())
            .limit(MOST_PER_KEY)
            .subquery()
        )
        parts.append(select(newest.c.item_id, newest.c.seen_at))
    return union_all(*parts)


_BY_KEYS = _by_keys()


def stories_of(connection: Connection, ids: Collection[int], since: datetime | None = None) -> dict[int, int]:
    """Return the story of each of the items that is in one; with `since`, in one that began no earlier."""
    query = select(col(ItemStory.item_id), col(ItemStory.story_id)).where(col(ItemStory.item_id).in_(ids))
    if since is not None:
        query = query.join(Story, col(Story.id) == col(ItemStory.story_id)).where(
            col(Story.first_seen) >= since
        )
    return {row[0]: row[1] for row in connection.execute(query)}


def unlinked_since(connection: Connection, story_id: int, most: int) -> datetime | None:
    """Return when a story began that follows none and has fewer than `most` items, None for any other."""
    first = select(col(ItemStory.item_id)).where(col(ItemStory.story_id) == story_id).limit(most).subquery()
    query = select(col(Story.first_seen)).where(
        col(Story.id) == story_id,
        col(Story.follows).is_(None),
        select(func.count()).select_from(first).scalar_subquery() < most,
    )
    return connection.execute(query).scalar()


def add_bands(connection: Connection, item_id: int, keys: Sequence[str], seen_at: datetime) -> None:
    """Store the keys of an item."""
    connection.execute(
        insert(StoryBand), [{"item_id": item_id, "key": key, "seen_at": seen_at} for key in keys]
    )


def drop_bands(connection: Connection, ids: Sequence[int]) -> None:
    """Forget the keys of items."""
    for chunk in _chunks(ids):
        connection.execute(delete(StoryBand).where(col(StoryBand.item_id).in_(chunk)))


def found_story(connection: Connection, item_id: int, seen_at: datetime, follows: int | None) -> int:
    """Store a story of one item and return its id."""
    row = {
        "title_item_id": item_id,
        "follows": follows,
        "first_seen": seen_at,
        "last_seen": seen_at,
        "item_count": 1,
        "outlet_count": 1,
    }
    key = connection.execute(insert(Story).values(row)).inserted_primary_key
    if key is None:
        raise RuntimeError("the database gave a new story no number")
    story_id = int(key[0])
    join_story(connection, item_id, story_id)
    return story_id


def join_story(connection: Connection, item_id: int, story_id: int) -> None:
    """Put an item into a story."""
    connection.execute(insert(ItemStory).values(item_id=item_id, story_id=story_id))


def leave_stories(connection: Connection, ids: Sequence[int]) -> None:
    """Take items out of their stories and forget their keys."""
    for chunk in _chunks(ids):
        connection.execute(delete(ItemStory).where(col(ItemStory.item_id).in_(chunk)))
    drop_bands(connection, ids)


def members(connection: Connection, story_id: int) -> list[Member]:
    """Return a story's items in order of arrival."""
    query = (
        select(
            *(
                col(getattr(Item, name))
                for name in ("id", "title", "outlet", "published_at", "primary_company")
            )
        )
        .join(ItemStory, col(ItemStory.item_id) == col(Item.id))
        .where(col(ItemStory.story_id) == story_id)
        .order_by(col(Item.published_at), col(Item.id))
    )
    return [Member(*row) for row in connection.execute(query)]


def update_story(connection: Connection, story_id: int, values: dict[str, object]) -> None:
    """Write columns of a story."""
    connection.execute(update(Story).where(col(Story.id) == story_id).values(values))


def drop_story(connection: Connection, story_id: int) -> None:
    """Delete a story; those that followed it follow what it followed."""
    follows = connection.execute(select(col(Story.follows)).where(col(Story.id) == story_id)).scalar()
    connection.execute(update(Story).where(col(Story.follows) == story_id).values(follows=follows))
    connection.execute(delete(Story).where(col(Story.id) == story_id))


def _chunks(values: Iterable[_Value]) -> Iterator[list[_Value]]:
    """Yield the values in lists that a database takes as parameters of one statement."""
    every = list(values)
    for start in range(0, len(every), CHUNK):
        yield every[start : start + CHUNK]
