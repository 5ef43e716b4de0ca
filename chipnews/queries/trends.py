"""Counts by day: of the items that name a company or chip, and of the figures that are stated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Float,
    Select,
    SQLColumnExpression,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlmodel import col

from chipnews.queries.companies import Activity
from chipnews.queries.days import KeptAs, Span, kept_as, kept_days
from chipnews.queries.items import ItemFilter, conditions, shown
from chipnews.storage.models import Fact, Figure, Item, Mention, figure_day, named_day

_Select: TypeAlias = "Select[*tuple[Any, ...]]"
_NameDay: TypeAlias = tuple[str, str, date, int]
_BATCH = 500


@dataclass(frozen=True, slots=True)
class FigureDays:
    """Which figures are counted. Times are UTC and those of the items, `until` is exclusive."""

    companies: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class FigureDay:
    """The figures of one day (UTC), the items that state them, and the largest whole sum in US dollars."""

    day: date
    items: int
    figures: int
    largest_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class NamedDays:
    """A company or chip (`kind`) and the number of items that name it, by day, oldest first."""

    kind: str
    slug: str
    days: tuple[Activity, ...]

    @property
    def items(self) -> int:
        """The number of items of all days."""
        return sum(each.items for each in self.days)


@dataclass(frozen=True, slots=True)
class _Stored:
    """Where counts of names by day are kept: the columns of a name (kind and slug), and which rows count."""

    name: tuple[SQLColumnExpression[str], SQLColumnExpression[str]]
    day: SQLColumnExpression[date]
    items: SQLColumnExpression[int]
    which: tuple[ColumnElement[bool], ...]


def figure_days(engine: Engine, which: FigureDays) -> list[FigureDay]:
    """Return the days that have figures of the filter, oldest first."""
    columns = ("day", "items", "figures", "largest_usd")
    with engine.connect() as connection:
        kept = kept_as(connection, which.companies, which.chips)
        # Those of one kind are kept for all companies together only.
        days = kept_days(connection, which.since, which.until) if kept and _kinds_kept(kept, which) else None
        if kept is None or days is None:
            found = _counted_figures(connection, which)
        else:
            stored = select(*(figure_day.c[name] for name in columns)).where(
                figure_day.c.scope == kept.kind,
                figure_day.c.slug == kept.slug,
                figure_day.c.kind == (which.kind or ""),
                *days.taken(figure_day.c.day),
            )
            found = [
                FigureDay(row[0], row[1], row[2], _dollars(row[3])) for row in connection.execute(stored)
            ]
            for span in days.spans:
                found += _counted_figures(connection, replace(which, since=span.since, until=span.until))
    return sorted(found, key=lambda each: each.day)


def figure_company_days(engine: Engine, which: FigureDays, most: int) -> list[NamedDays]:
    """Return the `most` companies that the figures are about, those of most items first."""
    with engine.connect() as connection:
        days = None
        if which.kind is not None and not which.companies and not which.chips:
            days = kept_days(connection, which.since, which.until)
        if days is None:
            return _most(_counted_about(connection, which), most)
        about = figure_day.c
        stored = _Stored(
            (literal("company"), about.slug),
            about.day,
            about["items"],
            (about.scope == "about", about.kind == which.kind, *days.taken(about.day)),
        )
        spans = [replace(which, since=span.since, until=span.until) for span in days.spans]
        return _most_stored(connection, stored, [_counted_about(connection, each) for each in spans], most)


def named_days(engine: Engine, which: ItemFilter, most: int) -> list[NamedDays]:
    """Return the `most` companies and as many chips that the items of the filter name, the frequent first."""
    with engine.connect() as connection:
        days = None
        if which == ItemFilter(since=which.since, until=which.until):
            days = kept_days(connection, which.since, which.until)
        if days is None:
            return _most(_counted_names(connection, [col(Mention.item_id).in_(shown(which))]), most)
        stored = _Stored(
            (named_day.c.kind, named_day.c.slug),
            named_day.c.day,
            named_day.c["items"],
            (named_day.c.kind.in_(("company", "chip")), *days.taken(named_day.c.day)),
        )
        spans = [conditions(replace(which, since=span.since, until=span.until)) for span in days.spans]
        return _most_stored(connection, stored, [_counted_names(connection, each) for each in spans], most)


def named_days_of_newest(
    engine: Engine, which: ItemFilter, spans: Sequence[Span], newest: int, most: int
) -> list[NamedDays]:
    """Return the same of the `newest` items of each span alone."""
    found: list[_NameDay] = []
    with engine.connect() as connection:
        for span in spans:
            of_span = conditions(replace(which, since=span.since, until=span.until), by_time=True)
            query = select(col(Item.id)).where(*of_span).order_by(col(Item.published_at).desc()).limit(newest)
            ids = list(connection.execute(query).scalars())
            for start in range(0, len(ids), _BATCH):
                found += _counted_names(connection, [col(Mention.item_id).in_(ids[start : start + _BATCH])])
    return _most(found, most)


def names_told(engine: Engine, names: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return what the first item that names each company or chip (`kind` and slug) calls it."""
    found: dict[tuple[str, str], str] = {}
    with engine.connect() as connection:
        for kind, slug in names:
            told = select(col(Mention.name)).where(col(Mention.kind) == kind, col(Mention.slug) == slug)
            name = connection.execute(told.order_by(col(Mention.item_id)).limit(1)).scalar()
            if name is not None:
                found[kind, slug] = name
    return found


def _counted_figures(connection: Connection, which: FigureDays) -> list[FigureDay]:
    day = func.date(col(Item.published_at))
    # A price per hour is not to be compared with a sum.
    sums = case((col(Figure.unit) == "total", cast(col(Figure.usd_high), Float)))
    query = _joined(
        select(day, func.count(col(Figure.item_id).distinct()), func.count(), func.max(sums)), which
    ).group_by(day)
    return [
        FigureDay(_date(found), items, figures, _dollars(most))
        for found, items, figures, most in connection.execute(query)
    ]


def _counted_about(connection: Connection, which: FigureDays) -> list[_NameDay]:
    day = func.date(col(Item.published_at))
    columns = (literal("company"), col(Figure.company), day, func.count(col(Figure.item_id).distinct()))
    query = _joined(select(*columns), which).where(col(Figure.company).is_not(None))
    return [(*row[:2], _date(row[2]), row[3]) for row in connection.execute(query.group_by(*columns[1:3]))]


def _counted_names(connection: Connection, which: Sequence[ColumnElement[bool]]) -> list[_NameDay]:
    columns = (col(Mention.kind), col(Mention.slug), func.date(col(Item.published_at)))
    query = (
        select(*columns, func.count(col(Mention.item_id).distinct()))
        .join(Item, col(Item.id) == col(Mention.item_id))
        .where(*which)
        .group_by(*columns)
    )
    return [(*row[:2], _date(row[2]), row[3]) for row in connection.execute(query)]


def _most_stored(
    connection: Connection, stored: _Stored, counted: Sequence[Sequence[_NameDay]], most: int
) -> list[NamedDays]:
    """Return those of most items, of what is stored and what is counted besides."""
    query = select(*stored.name, func.sum(stored.items)).where(*stored.which).group_by(*stored.name)
    sums = {(kind, slug): items for kind, slug, items in connection.execute(query)}
    for kind, slug, _, items in chain.from_iterable(counted):
        sums[kind, slug] = sums.get((kind, slug), 0) + items
    chosen = _first(sums, most)
    found = [row for row in chain.from_iterable(counted) if row[:2] in chosen]
    for kind, slug in chosen:
        is_it = (stored.name[0] == kind, stored.name[1] == slug)
        days = select(stored.day, stored.items).where(*is_it, *stored.which)
        found += [(kind, slug, day, items) for day, items in connection.execute(days)]
    return _grouped(found)


def _most(counted: Sequence[_NameDay], most: int) -> list[NamedDays]:
    sums: dict[tuple[str, str], int] = {}
    for kind, slug, _, items in counted:
        sums[kind, slug] = sums.get((kind, slug), 0) + items
    chosen = _first(sums, most)
    return _grouped([row for row in counted if row[:2] in chosen])


def _first(sums: Mapping[tuple[str, str], int], most: int) -> set[tuple[str, str]]:
    """Return the names of most items, so many of each kind."""
    ranked = sorted(sums, key=lambda name: (-sums[name], name[1]))
    return {each for kind in {kind for kind, _ in sums} for each in _of_kind(ranked, kind)[:most]}


def _of_kind(names: Sequence[tuple[str, str]], kind: str) -> list[tuple[str, str]]:
    return [each for each in names if each[0] == kind]


def _kinds_kept(kept: KeptAs, which: FigureDays) -> bool:
    return which.kind is None or kept.kind == "all"


def _joined(query: _Select, which: FigureDays) -> _Select:
    return (
        query.join(Item, col(Item.id) == col(Figure.item_id))
        .outerjoin(Fact, col(Fact.id) == col(Figure.fact_id))
        .where(*_figure_conditions(which))
    )


def _figure_conditions(which: FigureDays) -> list[ColumnElement[bool]]:
    # What a person has rejected is no figure.
    found = [col(Fact.rejected).is_not(True), *conditions(ItemFilter(since=which.since, until=which.until))]
    if which.companies:
        found.append(
            or_(col(Figure.company).in_(which.companies), col(Figure.counterparty).in_(which.companies))
        )
    if which.chips:
        found.append(col(Figure.chip).in_(which.chips))
    if which.kind is not None:
        found.append(col(Figure.kind) == which.kind)
    return found


def _grouped(rows: Sequence[_NameDay]) -> list[NamedDays]:
    days: dict[tuple[str, str], list[Activity]] = {}
    for kind, slug, day, items in rows:
        days.setdefault((kind, slug), []).append(Activity(day, items))
    found = [
        NamedDays(*name, tuple(sorted(each, key=lambda of_day: of_day.day))) for name, each in days.items()
    ]
    return sorted(found, key=lambda each: (-each.items, each.slug))


def _dollars(largest: float | None) -> Decimal | None:
    return None if largest is None else Decimal(str(largest))


def _date(day: object) -> date:
    return date.fromisoformat(str(day))
