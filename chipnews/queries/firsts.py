"""What a period brought that was not there before: names, and figures by item."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Engine, exists, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from chipnews.queries.items import ItemFilter, conditions, item_time
from chipnews.storage.models import Figure, Item, Mention

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class FirstMention:
    """A company or chip that no earlier item names, and the first item that does."""

    kind: str
    slug: str
    name: str
    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """An amount that an item states, and where in its text.

    `usd` is its upper value in US dollars, None where no rate is known.
    """

    item_id: int
    start: int
    high: Decimal
    currency: str
    usd: Decimal | None


def first_mentions(engine: Engine, which: ItemFilter, limit: int = 30) -> list[FirstMention]:
    """Return what the items of the filter name and no item before its `since` does, the first named first.

    Nothing where the filter has no `since`, or where there is no item before it: then all would be new.
    """
    if which.since is None:
        return []
    earlier, older = aliased(Mention), aliased(Item)
    known = exists().where(
        earlier.slug == Mention.slug,  # type: ignore[arg-type]
        earlier.kind == Mention.kind,  # type: ignore[arg-type]
        older.id == earlier.item_id,  # type: ignore[arg-type]
        col(older.duplicate_of).is_(None),
        col(older.fetched_at if which.stored else older.published_at) < which.since,
    )
    place = func.row_number().over(
        partition_by=(col(Mention.kind), col(Mention.slug)),
        order_by=(col(Item.published_at), col(Item.id), col(Mention.start)),
    )
    named = (
        select(
            col(Mention.kind),
            col(Mention.slug),
            col(Mention.name),
            col(Item.id).label("item_id"),
            col(Item.title),
            col(Item.outlet),
            col(Item.url),
            col(Item.published_at),
            place.label("place"),
        )
        .join(Item, col(Item.id) == col(Mention.item_id))
        .where(*conditions(which), ~known)
        .subquery()
    )
    query = select(*(named.c[name] for name in FirstMention.__dataclass_fields__)).where(named.c.place == 1)
    query = query.order_by(named.c.published_at, named.c.item_id, named.c.slug).limit(limit)
    with engine.connect() as connection:
        before = select(col(Item.id)).where(item_time(which.stored) < which.since).limit(1)
        if connection.execute(before).first() is None:
            return []
        return [FirstMention(*row) for row in connection.execute(query)]


def amounts_of(engine: Engine, ids: Collection[int]) -> dict[int, list[ItemAmount]]:
    """Return for each of the items the amounts that it states."""
    found: dict[int, list[ItemAmount]] = {}
    ordered = sorted(ids)
    with engine.connect() as connection:
        for start in range(0, len(ordered), _CHUNK):
            query = (
                select(
                    *(
                        col(getattr(Figure, name))
                        for name in ("item_id", "start", "high", "currency", "usd_high")
                    )
                )
                .where(col(Figure.item_id).in_(ordered[start : start + _CHUNK]))
                .order_by(col(Figure.item_id), col(Figure.start))
            )
            for row in connection.execute(query):
                found.setdefault(row[0], []).append(ItemAmount(*row))
    return found
