"""Stories in bulk, for the pages of a site: read story by story, with what they hold read in batches."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, func, select
from sqlmodel import col

from chipnews.queries.items import ItemRow, as_item, row_columns
from chipnews.storage.models import Fact, Figure, Item, ItemStory, Mention, Story

_BATCH = 200


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story with the title and address of the item that stands for it. Times are UTC."""

    id: int
    title: str
    url: str | None
    first_seen: datetime
    last_seen: datetime
    item_count: int
    outlet_count: int
    follows: int | None


@dataclass(frozen=True, slots=True)
class StoryName:
    """A company or chip (`kind`) that a story's items name, and in how many of them."""

    kind: str
    slug: str
    name: str
    items: int


@dataclass(frozen=True, slots=True)
class StoryContent:
    """A story, its items in order of publication, those named most first, and the numbers of its facts."""

    story: StoryRow
    items: tuple[ItemRow, ...]
    names: tuple[StoryName, ...]
    facts: tuple[int, ...]


def stories_with_content(
    engine: Engine, since: datetime | None = None, until: datetime | None = None
) -> Iterator[StoryContent]:
    """Yield the stories that were told in a period (UTC, `until` exclusive), the newest first."""
    columns = [
        col(Item.title) if name == "title" else col(Item.url) if name == "url" else col(getattr(Story, name))
        for name in StoryRow.__dataclass_fields__
    ]
    query = (
        select(*columns)
        .join(Item, col(Item.id) == col(Story.title_item_id))
        .where(*_told(since, until))
        .order_by(col(Story.last_seen).desc(), col(Story.id).desc())
    )
    with engine.connect().execution_options(yield_per=_BATCH) as connection:
        for batch in connection.execute(query).partitions():
            yield from _with_content(engine, [StoryRow(*row) for row in batch])


def story_of_items(
    engine: Engine, since: datetime | None = None, until: datetime | None = None
) -> dict[int, int]:
    """Return the story of each item, of the stories that `stories_with_content` gives."""
    query = (
        select(col(ItemStory.item_id), col(ItemStory.story_id))
        .join(Story, col(Story.id) == col(ItemStory.story_id))
        .where(*_told(since, until))
    )
    with engine.connect() as connection:
        return {row.item_id: row.story_id for row in connection.execute(query)}


def _told(since: datetime | None, until: datetime | None) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if since is not None:
        found.append(col(Story.last_seen) >= since)
    if until is not None:
        found.append(col(Story.first_seen) < until)
    return found


def _with_content(engine: Engine, stories: Sequence[StoryRow]) -> Iterator[StoryContent]:
    ids = [story.id for story in stories]
    items: dict[int, list[ItemRow]] = {}
    names: dict[int, list[StoryName]] = {}
    facts: dict[int, list[int]] = {}
    story_id = col(ItemStory.story_id)
    named_items = func.count(col(Mention.item_id).distinct())
    with engine.connect() as connection:
        for row in connection.execute(
            select(*row_columns(), story_id)
            .join(ItemStory, col(ItemStory.item_id) == col(Item.id))
            .where(story_id.in_(ids))
            .order_by(col(Item.published_at), col(Item.id))
        ):
            items.setdefault(row.story_id, []).append(as_item(row))
        for each in connection.execute(
            select(story_id, col(Mention.kind), col(Mention.slug), func.min(col(Mention.name)), named_items)
            .join(Mention, col(Mention.item_id) == col(ItemStory.item_id))
            .where(story_id.in_(ids))
            .group_by(story_id, col(Mention.kind), col(Mention.slug))
            .order_by(named_items.desc(), func.count().desc(), col(Mention.slug))
        ):
            names.setdefault(each[0], []).append(StoryName(*each[1:]))
        for told in connection.execute(
            select(story_id, col(Fact.id))
            .join(Figure, col(Figure.item_id) == col(ItemStory.item_id))
            .join(Fact, col(Fact.id) == col(Figure.fact_id))
            .where(story_id.in_(ids), col(Fact.rejected).is_(False))
            .distinct()
            .order_by(story_id, col(Fact.id))
        ):
            facts.setdefault(told[0], []).append(told[1] or 0)
    for story in stories:
        yield StoryContent(
            story,
            tuple(items.get(story.id, ())),
            tuple(names.get(story.id, ())),
            tuple(facts.get(story.id, ())),
        )
