"""The ledger of figures: facts, one row each, and all that is behind one.

Rejected facts are given by their number only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Select,
    SQLColumnExpression,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from chipnews.queries.items import items_between
from chipnews.storage.models import Fact, Figure, Item

_Select: TypeAlias = "Select[*tuple[Any, ...]]"
FactSort = Literal["importance", "amount", "date", "period", "sources"]
_BATCH = 400


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts are meant; empty tuples and None mean any.

    `companies` are slugs of whom a fact is about, `counterparties` of the other side, `parties` of either;
    `two_sided` facts name both, `attributed` ones at least whom or what they are about.
    `since` and `until` (UTC, exclusive) are times of reports: told since, first told before; with `stored`,
    they are times at which an item that tells it was stored. Periods lie
    within `period_start` to `period_end` (inclusive days), or carry the `period_label` ("FY2025" also finds
    "Q2 FY2025"). `least` and `most` are US dollars.
    """

    companies: tuple[str, ...] = ()
    counterparties: tuple[str, ...] = ()
    two_sided: bool = False
    attributed: bool = False
    parties: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    status: str | None = None
    currency: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    period_start: date | None = None
    period_end: date | None = None
    period_label: str | None = None
    least: Decimal | None = None
    most: Decimal | None = None
    sort: FactSort = "importance"
    stored: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact, and the item that is named as its source: the company's own word, else the first report.

    Amounts are whole units of `currency`; `usd_low` and `usd_high` are None where no rate is known, and
    `usd_converted` says that they are converted. `sources` counts items, `outlets` the independent ones
    of their outlets. Times are UTC. `compared_to` and `part_of` are numbers of other facts. `start` and `end`
    are the figure's place in the item's text.
    """

    id: int
    low: Decimal
    high: Decimal
    currency: str
    usd_low: Decimal | None
    usd_high: Decimal | None
    usd_converted: bool
    qualifier: str
    unit: str
    kind: str | None
    company: str | None
    counterparty: str | None
    chip: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    status: str
    direction: str | None
    confidence: float
    sources: int
    outlets: int
    first_seen: datetime
    last_seen: datetime
    by_hand: bool
    rejected: bool
    surface: str
    start: int
    end: int
    sentence: str
    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime
    primary_company: str | None
    compared_to: int | None = None
    part_of: int | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One place where an item states a fact. `cites` is whom the sentence gives it on the authority of."""

    fact_id: int
    figure_id: int
    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime
    primary_company: str | None
    surface: str
    start: int
    end: int
    sentence: str
    cites: str | None
    low: Decimal
    high: Decimal
    currency: str
    qualifier: str


def facts(engine: Engine, which: FactFilter, limit: int | None = None) -> list[FactRow]:
    """Return the facts of the filter in its order, the largest or newest first.

    By importance: those of most independent outlets first, then those told last, then the largest.
    """
    query = select(col(Fact.id)).where(*_conditions(which)).order_by(*_order(which.sort)).limit(limit)
    if limit is not None and which.sort == "importance" and len(which.parties) + len(which.chips) > 0:
        query = _most_important(which, limit)
    with engine.connect() as connection:
        ids = [each for each in connection.execute(query).scalars() if each is not None]
    return facts_by_id(engine, ids)


def facts_by_id(engine: Engine, ids: Sequence[int]) -> list[FactRow]:
    """Return the facts of these numbers, rejected ones too, in the order given; unknown ones are left out."""
    found: dict[int, FactRow] = {}
    with engine.connect() as connection:
        for some in _batches(ids):
            source = _sources_in_order().where(col(Figure.fact_id).in_(some)).subquery()
            columns: list[Any] = [
                source.c[name] if name in (*_OF_FIGURE, *_OF_ITEM) else col(getattr(Fact, name))
                for name in _COLUMNS
            ]
            query = select(*columns).join(source, source.c.fact_id == col(Fact.id))
            links = _links(connection, some)
            for values in connection.execute(query.where(source.c.place == 1)):
                compared_to, part_of = links.get(values[0], (None, None))
                given = dict(zip(_COLUMNS, values, strict=True))
                found[values[0]] = FactRow(**given, compared_to=compared_to, part_of=part_of)
    return [found[each] for each in ids if each in found]


def told_before(engine: Engine, ids: Sequence[int], stored: datetime) -> frozenset[int]:
    """Return those of the facts that an item told which was stored before a time (UTC)."""
    found: set[int] = set()
    with engine.connect() as connection:
        for some in _batches(ids):
            query = (
                select(col(Figure.fact_id))
                .join(Item, col(Item.id) == col(Figure.item_id))
                .where(col(Figure.fact_id).in_(some), col(Item.fetched_at) < stored)
            )
            found |= {each for each in connection.execute(query).scalars() if each is not None}
    return frozenset(found)


def _sources_in_order() -> _Select:
    """Return the figures of facts with their items, and their `place` among those of the same fact."""
    own = case((col(Item.primary_company) == col(Fact.company), 0), else_=1)
    place = func.row_number().over(
        partition_by=col(Figure.fact_id),
        order_by=(own, col(Item.published_at), col(Item.id), col(Figure.start)),
    )
    columns: list[Any] = [
        *(col(getattr(Figure, name)).label(name) for name in ("fact_id", *_OF_FIGURE)),
        *(col(getattr(Item, name)).label(name) for name in _OF_ITEM),
        place.label("place"),
    ]
    return (
        select(*columns)
        .join(Item, col(Item.id) == col(Figure.item_id))
        .join(Fact, col(Fact.id) == col(Figure.fact_id))
    )


def evidence(engine: Engine, fact_ids: Sequence[int]) -> list[Evidence]:
    """Return all that states these facts: the company's own word first, then in the order of reports."""
    own = case((col(Item.primary_company) == col(Fact.company), 0), else_=1)
    names = ("title", "outlet", "url", "published_at", "primary_company")
    columns = [
        col(Figure.id) if name == "figure_id" else col(getattr(Item if name in names else Figure, name))
        for name in Evidence.__dataclass_fields__
    ]
    found: list[Evidence] = []
    with engine.connect() as connection:
        for some in _batches(fact_ids):
            query = (
                select(*columns)
                .join(Item, col(Item.id) == col(Figure.item_id))
                .join(Fact, col(Fact.id) == col(Figure.fact_id))
                .where(col(Figure.fact_id).in_(some))
                .order_by(col(Figure.fact_id), own, col(Item.published_at), col(Item.id), col(Figure.start))
            )
            found += [Evidence(*row) for row in connection.execute(query)]
    return found


def like(engine: Engine, rows: Sequence[FactRow]) -> list[FactRow]:
    """Return the facts of the same company, kind and first day of the period as one of these, and these."""
    wanted = sorted(
        {
            (row.company, row.kind, row.period_start)
            for row in rows
            if row.company and row.kind and row.period_start
        }
    )
    ids: list[int] = []
    with engine.connect() as connection:
        for some in _batches(wanted):
            query = select(col(Fact.id)).where(
                tuple_(col(Fact.company), col(Fact.kind), col(Fact.period_start)).in_(some),
                col(Fact.rejected).is_(False),
            )
            ids += [each for each in connection.execute(query).scalars() if each is not None]
    return facts_by_id(engine, ids)


def parts_of(engine: Engine, fact_id: int) -> list[int]:
    """Return the facts that articles tell as a part of this one."""
    whole = aliased(Figure)
    query = (
        select(col(Figure.fact_id))
        .distinct()
        .join(whole, col(whole.id) == col(Figure.part_of))
        .where(col(whole.fact_id) == fact_id, col(Figure.fact_id) != fact_id)
        .order_by(col(Figure.fact_id))
    )
    with engine.connect() as connection:
        return [each for each in connection.execute(query).scalars() if each is not None]


def items_of_facts(engine: Engine, fact_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Return the items that state each of the facts."""
    found: dict[int, set[int]] = {}
    with engine.connect() as connection:
        for some in _batches(fact_ids):
            query = select(col(Figure.fact_id), col(Figure.item_id)).where(col(Figure.fact_id).in_(some))
            for fact_id, item_id in connection.execute(query):
                if fact_id is not None:
                    found.setdefault(fact_id, set()).add(item_id)
    return {fact_id: frozenset(items) for fact_id, items in found.items()}


_OF_FIGURE = ("surface", "start", "end", "sentence", "item_id")
_OF_ITEM = ("title", "outlet", "url", "published_at", "primary_company")
_COLUMNS = tuple(name for name in FactRow.__dataclass_fields__ if name not in ("compared_to", "part_of"))


def _conditions(which: FactFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [col(Fact.rejected).is_(False)]
    for column, wanted in (
        (col(Fact.company), which.companies),
        (col(Fact.counterparty), which.counterparties),
        (col(Fact.chip), which.chips),
        (col(Fact.kind), which.kinds),
    ):
        if wanted:
            found.append(column.in_(wanted))
    if which.parties:
        found.append(or_(col(Fact.company).in_(which.parties), col(Fact.counterparty).in_(which.parties)))
    if which.two_sided:
        found += [col(Fact.company).is_not(None), col(Fact.counterparty).is_not(None)]
    if which.attributed:
        found.append(or_(col(Fact.company).is_not(None), col(Fact.kind).is_not(None)))
    if which.status:
        found.append(col(Fact.status) == which.status)
    if which.currency:
        found.append(col(Fact.currency) == which.currency)
    if which.stored and (which.since or which.until):
        telling = select(col(Figure.fact_id)).where(
            col(Figure.item_id).in_(items_between(which.since, which.until))
        )
        found.append(col(Fact.id).in_(telling))
    if which.since and not which.stored:
        found.append(col(Fact.last_seen) >= which.since)
    if which.until and not which.stored:
        found.append(col(Fact.first_seen) < which.until)
    if which.least is not None:
        found.append(_number(col(Fact.usd_high)) >= float(which.least))
    if which.most is not None:
        found.append(_number(col(Fact.usd_low)) <= float(which.most))
    within: list[ColumnElement[bool]] = []
    if which.period_start and which.period_end:
        start = func.coalesce(col(Fact.period_start), col(Fact.period_end))
        within.append(and_(start >= which.period_start, col(Fact.period_end) <= which.period_end))
    if which.period_label:
        within.append(
            or_(col(Fact.period) == which.period_label, col(Fact.period).endswith(f" {which.period_label}"))
        )
    return [*found, or_(*within)] if within else found


def _most_important(which: FactFilter, limit: int) -> "Select[int | None]":
    """Return the same, of the first of each company or chip alone: each is read in order from an index."""
    order = _order("importance")
    sides: list[tuple[SQLColumnExpression[Any], tuple[str, ...]]] = [(col(Fact.chip), which.chips)]
    if which.parties:
        sides = [(col(Fact.company), which.parties), (col(Fact.counterparty), which.parties)]
    firsts = [
        select(col(Fact.id))
        .where(column == slug, *_conditions(which))
        .order_by(*order)
        .limit(limit)
        .subquery()
        for column, slugs in sides
        for slug in slugs
    ]
    either = union_all(*(select(first.c.id) for first in firsts)).subquery()
    return select(col(Fact.id)).where(col(Fact.id).in_(select(either.c.id))).order_by(*order).limit(limit)


def _order(sort: FactSort) -> list[Any]:
    amount = _number(col(Fact.usd_high)).desc().nulls_last()
    date_ = col(Fact.last_seen).desc()
    period = col(Fact.period_end).desc().nulls_last()
    by: dict[FactSort, list[Any]] = {
        "importance": [col(Fact.outlets).desc(), date_, amount],
        "sources": [col(Fact.outlets).desc(), col(Fact.sources).desc(), date_, amount],
        "amount": [amount, date_],
        "date": [date_, amount],
        "period": [period, col(Fact.period_start).desc().nulls_last(), amount],
    }
    return [*by[sort], col(Fact.id)]


def _number(column: Any) -> ColumnElement[float]:
    return cast(column, Float)


def _links(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[int | None, int | None]]:
    """Return for each fact the facts that it is compared with and a part of: the lowest number of each."""
    compared, whole = aliased(Figure), aliased(Figure)
    query = (
        select(col(Figure.fact_id), func.min(col(compared.fact_id)), func.min(col(whole.fact_id)))
        .outerjoin(
            compared,
            and_(col(compared.id) == col(Figure.compared_to), col(compared.fact_id) != col(Figure.fact_id)),
        )
        .outerjoin(
            whole, and_(col(whole.id) == col(Figure.part_of), col(whole.fact_id) != col(Figure.fact_id))
        )
        .where(
            col(Figure.fact_id).in_(ids),
            or_(col(Figure.compared_to).is_not(None), col(Figure.part_of).is_not(None)),
        )
        .group_by(col(Figure.fact_id))
    )
    return {fact: (other, of) for fact, other, of in connection.execute(query) if fact is not None}


def _batches(values: Sequence[Any]) -> list[Sequence[Any]]:
    return [values[start : start + _BATCH] for start in range(0, len(values), _BATCH)]
