"""Trends: how often something is named and how many figures are stated, week by week or month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Literal

from sqlalchemy import Engine

from chipnews.knowledge.loader import Knowledge
from chipnews.queries import Activity, ItemFilter, activity
from chipnews.queries.trends import (
    FigureDay,
    FigureDays,
    NamedDays,
    figure_company_days,
    figure_days,
    named_days,
)
from chipnews.reports.activity import Timeline, step_start, timeline
from chipnews.reports.names import Named, chip_named, company_named

TrendStep = Literal["week", "month"]
MOST_COMPANIES, MOST_CHIPS = 10, 8
# What a screen holds, and what a reader asks for.
_SPAN: dict[TrendStep, timedelta] = {"week": timedelta(weeks=26), "month": timedelta(days=730)}


@dataclass(frozen=True, slots=True)
class Point:
    """One week (from Monday) or month: items, figures, and the largest whole sum in US dollars, if any."""

    start: date
    items: int
    figures: int
    largest_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class NamedTrend:
    """A company or chip with the number of its items, in all and over time."""

    slug: str
    name: str
    items: int
    timeline: Timeline


@dataclass(frozen=True, slots=True)
class Trends:
    """Items and figures over time, oldest first, without gaps.

    With a `kind`, items are those that state a figure of the kind; else those that name the company
    (subsidiaries counted in) or chip, or all. `companies` and `chips` are those most often named in them;
    with a kind, the companies that the figures are about.
    """

    company: Named | None
    chip: Named | None
    kind: str | None
    step: TrendStep
    since: datetime
    until: datetime | None
    points: tuple[Point, ...]
    companies: tuple[NamedTrend, ...]
    chips: tuple[NamedTrend, ...]


def make_trends(
    engine: Engine,
    knowledge: Knowledge,
    *,
    now: datetime,
    step: TrendStep = "week",
    company: str | None = None,
    chip: str | None = None,
    kind: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Trends:
    """Return the trends of a company, chip or kind of figure, or of everything.

    By default of the last 26 weeks or two years before `now`. Raises UnknownName.
    """
    found_company = knowledge.find_company(company) if company else None
    found_chip = knowledge.find_chip(chip) if chip else None
    family = knowledge.family_of(found_company.slug) if found_company else ()
    own_chips = (found_chip.slug,) if found_chip else ()
    begin = since or (until or now) - _SPAN[step]
    which = FigureDays(family, own_chips, kind, begin, until)
    figures = figure_days(engine, which)
    if kind is None:
        of_items = ItemFilter(companies=family, chips=own_chips, since=begin, until=until)
        days = activity(engine, of_items)
        named = named_days(engine, of_items)
    else:
        days = [Activity(each.day, each.items) for each in figures]
        named = figure_company_days(engine, which)
    last = (until - timedelta(microseconds=1) if until else now).date()
    seen = [*(each.day for each in days), *(each.day for each in figures)]
    first = begin.date() if since else min(seen, default=last)
    own = {*family, *own_chips}
    others = [each for each in named if each.slug not in own]
    return Trends(
        company=company_named(knowledge, found_company.slug) if found_company else None,
        chip=chip_named(knowledge, found_chip.slug) if found_chip else None,
        kind=kind,
        step=step,
        since=begin,
        until=until,
        points=_points(days, figures, first, last, step) if seen else (),
        companies=_trends(others, "company", MOST_COMPANIES, knowledge, first, last, step),
        chips=_trends(others, "chip", MOST_CHIPS, knowledge, first, last, step),
    )


def _points(
    days: Sequence[Activity], figures: Sequence[FigureDay], first: date, last: date, step: TrendStep
) -> tuple[Point, ...]:
    counts: dict[date, int] = {}
    largest: dict[date, Decimal] = {}
    for each in figures:
        start = step_start(each.day, step)
        counts[start] = counts.get(start, 0) + each.figures
        if each.largest_usd is not None:
            largest[start] = max(each.largest_usd, largest.get(start, Decimal(0)))
    bars = timeline(days, first, last, step=step).bars
    return tuple(
        Point(bar.start, bar.items, counts.get(bar.start, 0), largest.get(bar.start)) for bar in bars
    )


def _trends(
    named: Sequence[NamedDays],
    kind: str,
    most: int,
    knowledge: Knowledge,
    first: date,
    last: date,
    step: TrendStep,
) -> tuple[NamedTrend, ...]:
    name = company_named if kind == "company" else chip_named
    return tuple(
        NamedTrend(
            each.slug,
            _name(each, name(knowledge, each.slug)),
            each.items,
            timeline(each.days, first, last, step=step),
        )
        for each in [each for each in named if each.kind == kind][:most]
    )


def _name(each: NamedDays, known: Named) -> str:
    """Return the name of the knowledge; what only a text names goes by the name found there."""
    return known.name if known.name != known.slug else each.name
