"""The ledger's rows: reads figures as records, facts and corrections, and writes them. Decides nothing."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    bindparam,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped
from sqlmodel import col

from chipnews.ledger.identity import item_identity
from chipnews.ledger.reach import Interval
from chipnews.ledger.values import Correction, FigureRecord, MergedFact
from chipnews.storage import models
from chipnews.storage.models import Fact, Figure, Item

Pair = tuple[str | None, str | None]
"""A company and a kind."""

LEDGER_LOCK = 7_241_909  # any constant: the key of the advisory lock on PostgreSQL
_BATCH = 400  # below what any SQLite allows as parameters of one statement
_T = TypeVar("_T")

_OF_ITEM = ("outlet", "published_at", "primary_company")
_COLUMNS = tuple(field.name for field in fields(FigureRecord) if field.name != "identity")
_FACT_COLUMNS = tuple(field.name for field in fields(MergedFact) if field.name != "figures")
_DATES = ("period_start", "period_end")


@dataclass(frozen=True, slots=True)
class FactRecord:
    """A stored fact: its id, its key, and what else is stored of it."""

    id: int
    key: str
    pair: Pair
    low: Decimal
    values: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class StoredCorrection:
    """A correction with what finds its figure again."""

    figure_key: str
    canonical_url: str | None
    outlet: str
    guid: str
    sentence: str
    surface: str
    correction: Correction
    made_at: datetime


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that no other writer of the ledger shares, from its first read."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LEDGER_LOCK})
        yield connection
        connection.commit()


def batches(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Yield the values in pieces that fit into one statement."""
    for start in range(0, len(values), _BATCH):
        yield values[start : start + _BATCH]


def figures_of_items(
    connection: Connection, ids: Sequence[int], *, every: bool = False
) -> list[FigureRecord]:
    """Return the figures of the items that count, or with `every` of all items named."""
    return [
        figure
        for some in batches(sorted(set(ids)))
        for figure in _figures(connection, col(Figure.item_id).in_(some), every=every)
    ]


def figures_of_pair(
    connection: Connection, pair: Pair, near: Sequence[Interval] | None = None
) -> list[FigureRecord]:
    """Return the figures of a company and kind, as tagged, of items that count; of amounts `near` alone."""
    company, kind = pair
    where = [col(Figure.company) == company, col(Figure.kind) == kind, *_near(col(Figure.low), near)]
    return _figures(connection, *where)


def figures_of_facts(connection: Connection, ids: Sequence[int]) -> list[FigureRecord]:
    """Return the figures that these facts were made of."""
    return [
        figure
        for some in batches(sorted(set(ids)))
        for figure in _figures(connection, col(Figure.fact_id).in_(some), every=True)
    ]


def all_pairs(connection: Connection) -> list[Pair]:
    """Return the companies and kinds that figures are tagged with, where both are known."""
    query = select(col(Figure.company), col(Figure.kind)).where(
        col(Figure.company).is_not(None), col(Figure.kind).is_not(None)
    )
    return [(company, kind) for company, kind in connection.execute(query.distinct())]


def all_items(connection: Connection) -> list[int]:
    """Return the items that have figures whose company or kind is not known."""
    query = select(col(Figure.item_id)).where(or_(col(Figure.company).is_(None), col(Figure.kind).is_(None)))
    return list(connection.execute(query.distinct()).scalars())


def unmerged_items(connection: Connection) -> list[int]:
    """Return the items that count and have figures which belong to no fact."""
    query = select(col(Figure.item_id)).join(Item, col(Item.id) == col(Figure.item_id))
    query = query.where(col(Figure.fact_id).is_(None), *_counting())
    return list(connection.execute(query.distinct()).scalars())


def facts_of_pair(
    connection: Connection, pair: Pair, near: Sequence[Interval] | None = None
) -> list[FactRecord]:
    """Return the stored facts of a company and kind; of amounts `near` alone."""
    company, kind = pair
    where = [col(Fact.company) == company, col(Fact.kind) == kind, *_near(col(Fact.low), near)]
    return _facts(connection, *where)


def facts_by(
    connection: Connection, *, ids: Sequence[int] = (), keys: Sequence[str] = ()
) -> list[FactRecord]:
    """Return the stored facts of these ids, and those of these keys."""
    found = {
        fact.id: fact for some in batches(ids) for fact in _facts(connection, col(Fact.id).in_(some))
    } | {fact.id: fact for some in batches(keys) for fact in _facts(connection, col(Fact.key).in_(some))}
    return list(found.values())


def stale_facts(connection: Connection) -> list[FactRecord]:
    """Return the facts that have lost a source: an item was tagged again, deleted, or is a copy now."""
    return _facts(connection, col(Fact.stale).is_(True))


def freshen_facts(connection: Connection, ids: Sequence[int]) -> None:
    """Store that the facts are merged from the figures that there are."""
    for some in batches(ids):
        connection.execute(update(Fact).where(col(Fact.id).in_(some)).values(stale=False))


def unlink_uncounted(connection: Connection, fact_ids: Sequence[int]) -> None:
    """Take the figures of items that do not count from these facts."""
    uncounted = or_(col(Item.duplicate_of).is_not(None), col(Item.relevant).is_not(True))
    for some in batches(fact_ids):
        of_facts = select(col(Figure.id)).join(Item, col(Item.id) == col(Figure.item_id))
        ids = of_facts.where(col(Figure.fact_id).in_(some), uncounted)
        connection.execute(update(Figure).where(col(Figure.id).in_(ids)).values(fact_id=None))


def figure_counts(connection: Connection, fact_ids: Sequence[int]) -> dict[int, int]:
    """Return how many figures each of the facts has, where it has any."""
    found: dict[int, int] = {}
    for some in batches(sorted(set(fact_ids))):
        query = select(col(Figure.fact_id), func.count()).where(col(Figure.fact_id).in_(some))
        rows = connection.execute(query.group_by(col(Figure.fact_id)))
        found |= {fact_id: count for fact_id, count in rows if fact_id is not None}
    return found


def values_of(fact: MergedFact) -> tuple[object, ...]:
    """Return what is stored of a fact, in the order of `FactRecord.values`."""
    return tuple(getattr(fact, name) for name in _FACT_COLUMNS)


def insert_facts(connection: Connection, facts: Sequence[MergedFact]) -> dict[str, int]:
    """Store new facts and return their ids by key."""
    if not facts:
        return {}
    connection.execute(
        insert(Fact), [dict(zip(_FACT_COLUMNS, values_of(fact), strict=True)) for fact in facts]
    )
    return {fact.key: fact.id for fact in facts_by(connection, keys=[fact.key for fact in facts])}


def update_facts(connection: Connection, facts: Mapping[int, MergedFact]) -> None:
    """Store what the facts of these ids have become."""
    if facts:
        rows = [
            {"row_id": row_id, **dict(zip(_FACT_COLUMNS, values_of(fact), strict=True))}
            for row_id, fact in facts.items()
        ]
        connection.execute(update(Fact).where(col(Fact.id) == bindparam("row_id")), rows)


def link_figures(connection: Connection, links: Mapping[int, int | None]) -> None:
    """Store which fact each figure belongs to."""
    if links:
        query = update(Figure).where(col(Figure.id) == bindparam("row_id"))
        connection.execute(query, [{"row_id": figure, "fact_id": fact} for figure, fact in links.items()])


def delete_facts(connection: Connection, ids: Sequence[int]) -> None:
    """Delete facts."""
    for some in batches(ids):
        connection.execute(delete(Fact).where(col(Fact.id).in_(some)))


def corrections(connection: Connection) -> list[StoredCorrection]:
    """Return all that people have said of figures, oldest first."""
    names = (
        *(field.name for field in fields(StoredCorrection) if field.name != "correction"),
        "rejected",
        "changes",
    )
    query = select(*(col(getattr(models.Correction, name)) for name in names)).order_by(
        col(models.Correction.made_at), col(models.Correction.id)
    )
    return [
        StoredCorrection(
            row.figure_key,
            row.canonical_url,
            row.outlet,
            row.guid,
            row.sentence,
            row.surface,
            Correction(row.rejected, _read_changes(row.changes)),
            row.made_at,
        )
        for row in connection.execute(query)
    ]


def save_correction(connection: Connection, said: StoredCorrection) -> None:
    """Store a correction in place of what was said of the same figure before."""
    forget_corrections(connection, [said.figure_key])
    changes = {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in said.correction.changes.items()
    }
    row = {field.name: getattr(said, field.name) for field in fields(said) if field.name != "correction"}
    connection.execute(
        insert(models.Correction),
        [{**row, "rejected": said.correction.rejected, "changes": json.dumps(changes)}],
    )


def forget_corrections(connection: Connection, figure_keys: Sequence[str]) -> int:
    """Delete what was said of these figures, and return of how many something was said."""
    return sum(
        connection.execute(
            delete(models.Correction).where(col(models.Correction.figure_key).in_(some))
        ).rowcount
        for some in batches(figure_keys)
    )


def items_of(connection: Connection, said: Sequence[StoredCorrection]) -> list[int]:
    """Return the items that the corrections are about."""
    found: set[int | None] = set()
    for some in batches([each.canonical_url for each in said if each.canonical_url]):
        found |= set(
            connection.execute(select(col(Item.id)).where(col(Item.canonical_url).in_(some))).scalars()
        )
    named = [(each.outlet, each.guid) for each in said if not each.canonical_url]
    for pairs in batches(named):
        query = select(col(Item.id)).where(
            col(Item.canonical_url).is_(None), tuple_(col(Item.outlet), col(Item.guid)).in_(pairs)
        )
        found |= set(connection.execute(query).scalars())
    return sorted(each for each in found if each is not None)


def item_rows(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[str | None, str, str]]:
    """Return the canonical address, outlet and GUID of items by id."""
    query = select(col(Item.id), col(Item.canonical_url), col(Item.outlet), col(Item.guid))
    return {
        row.id: (row.canonical_url, row.outlet, row.guid)
        for some in batches(ids)
        for row in connection.execute(query.where(col(Item.id).in_(some)))
    }


def _read_changes(raw: str) -> dict[str, str | date | None]:
    changes: dict[str, str | date | None] = json.loads(raw)
    return {
        name: date.fromisoformat(value) if name in _DATES and isinstance(value, str) else value
        for name, value in changes.items()
    }


def _near(column: Mapped[Decimal], near: Sequence[Interval] | None) -> list[ColumnElement[bool]]:
    if near is None:
        return []
    amount = func.abs(cast(column, Float))
    # Floats are not exact: a little more is read than is asked for.
    return [or_(*(amount.between(float(low) * (1 - 1e-9), float(high) * (1 + 1e-9)) for low, high in near))]


def _counting() -> list[ColumnElement[bool]]:
    """Return what makes an item count: of the field, and no copy of another."""
    return [col(Item.duplicate_of).is_(None), col(Item.relevant).is_(True)]


def _figures(connection: Connection, *where: ColumnElement[bool], every: bool = False) -> list[FigureRecord]:
    columns = [col(getattr(Item if name in _OF_ITEM else Figure, name)) for name in _COLUMNS]
    query = (
        select(*columns, col(Item.canonical_url), col(Item.guid))
        .join(Item, col(Item.id) == col(Figure.item_id))
        .where(*where, *([] if every else _counting()))
    )
    outlet = _COLUMNS.index("outlet")
    found = []
    for *values, canonical_url, guid in connection.execute(query):
        given = dict(zip(_COLUMNS, values, strict=True))
        given["identity"] = item_identity(canonical_url, values[outlet], guid)
        found.append(FigureRecord(**given))
    return found


def _facts(connection: Connection, *where: ColumnElement[bool]) -> list[FactRecord]:
    columns = [col(getattr(Fact, name)) for name in _FACT_COLUMNS]
    query = select(col(Fact.id), *columns).where(*where).order_by(col(Fact.id))
    key, company, kind, low = (_FACT_COLUMNS.index(name) for name in ("key", "company", "kind", "low"))
    return [
        FactRecord(row_id, values[key], (values[company], values[kind]), values[low], tuple(values))
        for row_id, *values in connection.execute(query)
    ]
