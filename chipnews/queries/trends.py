"""Counts by day: of the items that name a company or chip, and of the figures that are stated."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Engine, Float, case, cast, func, or_, select
from sqlmodel import col

from chipnews.queries.companies import Activity
from chipnews.queries.items import ItemFilter, conditions, shown
from chipnews.storage.models import Figure, Item, Mention


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
    name: str
    days: tuple[Activity, ...]

    @property
    def items(self) -> int:
        """The number of items of all days."""
        return sum(each.items for each in self.days)


def figure_days(engine: Engine, which: FigureDays) -> list[FigureDay]:
    """Return the days that have figures of the filter, oldest first."""
    day = func.date(col(Item.published_at))
    # A price per hour is not to be compared with a sum.
    sums = case((col(Figure.unit) == "total", cast(col(Figure.usd_high), Float)))
    query = (
        select(day, func.count(col(Figure.item_id).distinct()), func.count(), func.max(sums))
        .join(Item, col(Item.id) == col(Figure.item_id))
        .where(*_figure_conditions(which))
        .group_by(day)
        .order_by(day)
    )
    with engine.connect() as connection:
        return [
            FigureDay(_date(found), items, figures, None if most is None else Decimal(str(most)))
            for found, items, figures, most in connection.execute(query)
        ]


def figure_company_days(engine: Engine, which: FigureDays) -> list[NamedDays]:
    """Return the companies that the figures are about, those of most items first."""
    day = func.date(col(Item.published_at))
    query = (
        select(col(Figure.company), day, func.count(col(Figure.item_id).distinct()))
        .join(Item, col(Item.id) == col(Figure.item_id))
        .where(col(Figure.company).is_not(None), *_figure_conditions(which))
        .group_by(col(Figure.company), day)
        .order_by(day)
    )
    with engine.connect() as connection:
        rows = [("company", slug, slug, found, items) for slug, found, items in connection.execute(query)]
    return _grouped(rows)


def named_days(engine: Engine, which: ItemFilter) -> list[NamedDays]:
    """Return the companies and chips that the items of the filter name, the most frequent first."""
    day = func.date(col(Item.published_at))
    query = (
        select(
            col(Mention.kind),
            col(Mention.slug),
            func.min(col(Mention.name)),
            day,
            func.count(col(Mention.item_id).distinct()),
        )
        .join(Item, col(Item.id) == col(Mention.item_id))
        .where(col(Mention.item_id).in_(shown(which)))
        .group_by(col(Mention.kind), col(Mention.slug), day)
        .order_by(day)
    )
    with engine.connect() as connection:
        return _grouped([(row[0], row[1], row[2], row[3], row[4]) for row in connection.execute(query)])


def _figure_conditions(which: FigureDays) -> list[ColumnElement[bool]]:
    found = conditions(ItemFilter(since=which.since, until=which.until))
    if which.companies:
        found.append(
            or_(col(Figure.company).in_(which.companies), col(Figure.counterparty).in_(which.companies))
        )
    if which.chips:
        found.append(col(Figure.chip).in_(which.chips))
    if which.kind is not None:
        found.append(col(Figure.kind) == which.kind)
    return found


def _grouped(rows: list[tuple[str, str, str, object, int]]) -> list[NamedDays]:
    days: dict[tuple[str, str], list[Activity]] = {}
    names: dict[tuple[str, str], str] = {}
    for kind, slug, name, day, items in rows:
        days.setdefault((kind, slug), []).append(Activity(_date(day), items))
        names[kind, slug] = name
    found = [NamedDays(kind, slug, names[kind, slug], tuple(each)) for (kind, slug), each in days.items()]
    return sorted(found, key=lambda each: (-each.items, each.slug))


def _date(day: object) -> date:
    return date.fromisoformat(str(day))
