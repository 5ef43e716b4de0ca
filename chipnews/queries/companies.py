"""Who is named, how often, when and together with whom. Counts are of items, not of mentions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine, case, func, select
from sqlmodel import col

from chipnews.queries.days import item_days
from chipnews.queries.items import ItemFilter, conditions, many_match, shown
from chipnews.storage.models import Candidate, Item, Mention


@dataclass(frozen=True, slots=True)
class NamedCount:
    """A company or chip (`kind`) and the number of items that name it. `vendor` is a chip's vendor's slug."""

    kind: str
    slug: str
    name: str
    items: int
    vendor: str | None


@dataclass(frozen=True, slots=True)
class Activity:
    """The number of items of one day (UTC)."""

    day: date
    items: int


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A company that no list knows: its name, the number of items that name it, and one sentence of them."""

    name: str
    items: int
    sentence: str


def activity(engine: Engine, which: ItemFilter) -> list[Activity]:
    """Return the days that have items of the filter, with their number, oldest first."""
    with engine.connect() as connection:
        found = item_days(connection, which)
        if found is None:
            day = func.date(col(Item.published_at))
            matching = conditions(which, by_time=many_match(connection, which))
            query = select(day, func.count()).where(*matching).group_by(day)
            found = {date.fromisoformat(str(each)): items for each, items in connection.execute(query)}
    return [Activity(day, items) for day, items in sorted(found.items())]


def named_in_items(engine: Engine, which: ItemFilter, ids: Sequence[int] | None = None) -> list[NamedCount]:
    """Return the companies and chips that the items name, the most frequent first.

    The items are those of the filter, or of these ids.
    """
    items = func.count(col(Mention.item_id).distinct()).label("items")
    query = (
        select(
            col(Mention.kind),
            col(Mention.slug),
            func.min(col(Mention.name)),
            items,
            func.min(col(Mention.vendor)),
        )
        .where(col(Mention.item_id).in_(shown(which) if ids is None else ids))
        .group_by(col(Mention.kind), col(Mention.slug))
        .order_by(items.desc(), col(Mention.slug))
    )
    with engine.connect() as connection:
        return [NamedCount(*row) for row in connection.execute(query)]


def companies_by_item(engine: Engine, which: ItemFilter) -> dict[int, list[str]]:
    """Return for each item of the filter that names companies their slugs, the one it is most about first.

    A company that the title names comes before others, then the one named most often, then first.
    """
    in_title = func.max(case((col(Mention.start) < func.length(col(Item.title)), 1), else_=0))
    query = (
        select(col(Mention.item_id), col(Mention.slug))
        .join(Item, col(Item.id) == col(Mention.item_id))
        .where(col(Mention.kind) == "company", *conditions(which))
        .group_by(col(Mention.item_id), col(Mention.slug))
        .order_by(col(Mention.item_id), in_title.desc(), func.count().desc(), func.min(col(Mention.start)))
    )
    found: dict[int, list[str]] = {}
    with engine.connect() as connection:
        for item_id, slug in connection.execute(query):
            found.setdefault(item_id, []).append(slug)
    return found


def candidates(engine: Engine, limit: int = 50) -> list[CandidateRow]:
    """Return the companies that no list knows, those of most items first."""
    items = func.count(col(Candidate.item_id).distinct())
    query = (
        select(col(Candidate.name), items, func.min(col(Candidate.sentence)))
        .join(Item, col(Item.id) == col(Candidate.item_id))
        .where(col(Item.duplicate_of).is_(None))
        .group_by(col(Candidate.name))
        .order_by(items.desc(), col(Candidate.name))
        .limit(limit)
    )
    with engine.connect() as connection:
        return [CandidateRow(*row) for row in connection.execute(query)]
