"""Figures as reports ask for them, and those of single items that no fact can be made of."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from sqlalchemy import Engine, Select, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from chipnews.queries.items import ItemFilter, conditions
from chipnews.queries.ledger import FactFilter, FactRow, facts
from chipnews.storage.models import Fact, Figure, Item, Mention

_Select: TypeAlias = "Select[*tuple[Any, ...]]"
# These are read one by one, and only the newest can matter.
MOST_UNATTRIBUTED = 500
Sort = Literal["importance", "amount", "date"]


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """Which figures are meant. Times are UTC and those of the items, `until` is exclusive; None means any.
    With `stored`, the times are those at which the items were stored.

    `companies` are slugs: a figure counts if it is about one of them or has one as its counterparty.
    """

    companies: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    item: int | None = None
    sort: Sort = "importance"
    stored: bool = False


@dataclass(frozen=True, slots=True)
class FigureRow:
    """An amount and what it is about, from the first item that states it, or the company's own word.

    `primary_company` is the company whose own newsroom or filing that item is from.
    Amounts are whole units of `currency`; `usd_low` and `usd_high` are None where no rate is known.
    `sources` counts the items that state it, `outlets` their outlets. Times are UTC; `last_seen` is None
    where only one item states it.
    """

    low: Decimal
    high: Decimal
    currency: str
    usd_low: Decimal | None
    usd_high: Decimal | None
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
    sources: int = 1
    outlets: int = 1
    last_seen: datetime | None = None


def figures(engine: Engine, which: FigureFilter, limit: int | None = None) -> list[FactRow]:
    """Return the figures of the filter as the ledger has them: one row a fact, however many items state it.

    By importance: those of most outlets first, then the newest, then the largest.
    """
    parties = FactFilter(
        parties=which.companies,
        chips=which.chips,
        since=which.since,
        until=which.until,
        sort=which.sort,
        stored=which.stored,
    )
    return facts(engine, parties, limit)


def unattributed_figures(
    engine: Engine, which: FigureFilter, limit: int | None = None, ids: Sequence[int] | None = None
) -> list[FigureRow]:
    """Return the figures of no company whose sentence names one of the filter's companies.

    Only the newest are looked at, of these items where ids are given.
    """
    nobody = FigureFilter(since=which.since, until=which.until, sort=which.sort)
    query = (
        _select(nobody)
        .add_columns(col(Mention.start), col(Mention.end))
        .join(Mention, col(Mention.item_id) == col(Figure.item_id))
        .outerjoin(Fact, col(Fact.id) == col(Figure.fact_id))
        .where(
            # A person may know better than the tagger.
            col(Fact.rejected).is_not(True),
            col(Fact.company).is_(None),
            # In one, as an index would give the figures of no company of the whole archive.
            func.coalesce(col(Figure.company), col(Figure.counterparty)).is_(None),
            col(Mention.kind) == "company",
            col(Mention.slug).in_(which.companies),
        )
        .order_by(col(Item.published_at).desc(), col(Figure.id))
        .limit(MOST_UNATTRIBUTED)
    )
    if ids is not None:
        query = query.where(col(Figure.item_id).in_(ids))
    found: dict[tuple[int, int], FigureRow] = {}
    with engine.connect() as connection:
        for *values, start, end in connection.execute(query):
            figure = FigureRow(*values)
            begin = figure.start - max(figure.sentence.find(figure.surface), 0)
            if begin <= start and end <= begin + len(figure.sentence):
                found[figure.item_id, figure.start] = figure
    return _sorted(_collapsed(found.values()), which.sort)[:limit]


def item_figures(engine: Engine, item_id: int) -> list[FigureRow]:
    """Return all figures of one item in the order of its text."""
    query = _select(FigureFilter(item=item_id), any_item=True).order_by(col(Figure.start))
    return _read(engine, query)


def _select(which: FigureFilter, *, any_item: bool = False) -> _Select:
    columns: Sequence[Mapped[Any]] = [
        col(getattr(Item if name in _OF_ITEM else Figure, name)) for name in _COLUMNS
    ]
    query = select(*columns).join(Item, col(Item.id) == col(Figure.item_id))
    if not any_item:
        query = query.where(*conditions(ItemFilter(since=which.since, until=which.until)))
    if which.companies:
        # A union, as an OR would make the database read the figures of all items.
        about, other_side = (
            select(col(Figure.id)).where(side.in_(which.companies))
            for side in (col(Figure.company), col(Figure.counterparty))
        )
        either = about.union(other_side).subquery()
        query = query.where(col(Figure.id).in_(select(either.c.id)))
    if which.chips:
        query = query.where(col(Figure.chip).in_(which.chips))
    if which.item is not None:
        query = query.where(col(Figure.item_id) == which.item)
    return query


_OF_ITEM = {"title", "outlet", "url", "published_at", "primary_company"}
_COLUMNS = tuple(
    name for name in FigureRow.__dataclass_fields__ if name not in ("sources", "outlets", "last_seen")
)


def _read(engine: Engine, query: _Select) -> list[FigureRow]:
    with engine.connect() as connection:
        return [FigureRow(*row) for row in connection.execute(query)]


def _collapsed(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """Return one row for each group of equal figures."""
    groups: dict[tuple[object, ...], list[FigureRow]] = {}
    for row in rows:
        key = (row.company, row.kind, row.low, row.high, row.currency, row.unit, row.period)
        groups.setdefault(key, []).append(row)
    return [_merged(group) for group in groups.values()]


def _merged(group: Sequence[FigureRow]) -> FigureRow:
    if len(group) == 1:
        return group[0]
    first = min(group, key=lambda row: (not _own_word(row), row.published_at, row.item_id, row.start))
    # One article may leave out what another one says.
    told = sorted(group, key=lambda row: (row is not first, -row.confidence, row.published_at, row.item_id))
    return replace(
        first,
        counterparty=next((row.counterparty for row in told if row.counterparty), None),
        chip=next((row.chip for row in told if row.chip), None),
        sources=len({row.item_id for row in group}),
        outlets=len({row.outlet for row in group}),
        last_seen=max(row.published_at for row in group),
    )


def _own_word(row: FigureRow) -> bool:
    return row.company is not None and row.primary_company == row.company


def _sorted(rows: list[FigureRow], sort: Sort) -> list[FigureRow]:
    # Stable sorts from the least to the most important key.
    rows = sorted(rows, key=lambda row: (row.item_id, row.start))
    rows.sort(key=lambda row: row.usd_high or Decimal(0), reverse=True)
    if sort != "amount":
        rows.sort(key=lambda row: row.last_seen or row.published_at, reverse=True)
    if sort == "importance":
        rows.sort(key=lambda row: row.outlets, reverse=True)
    return rows
