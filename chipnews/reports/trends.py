"""Trends: how often something is named and how many figures are stated, week by week or month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal

from sqlalchemy import Engine

from chipnews.knowledge.loader import Knowledge
from chipnews.queries import Activity, ItemFilter, activity
from chipnews.queries.days import Span
from chipnews.queries.trends import (
    FigureDay,
    FigureDays,
    NamedDays,
    figure_company_days,
    figure_days,
    named_days,
    named_days_of_newest,
    names_told,
)
from chipnews.reports.activity import Bar, Timeline, step_start, timeline
from chipnews.reports.names import Named, chip_named, company_named

TrendStep = Literal["week", "month"]
MOST_COMPANIES, MOST_CHIPS = 10, 8
# So that the trends of a company that is named everywhere take no longer in an archive of millions.
MOST_READ, READ_OF_MORE, LEAST_OF_EACH = 25_000, 10_000, 20
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
    with a kind, the companies that the figures are about. Where there are too many items to read, these are
    estimated from the newest `of_each` of each week or month.
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
    of_each: int | None = None


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
    of_items = ItemFilter(companies=family, chips=own_chips, since=begin, until=until)
    days = (
        activity(engine, of_items) if kind is None else [Activity(each.day, each.items) for each in figures]
    )
    last = (until - timedelta(microseconds=1) if until else now).date()
    seen = [*(each.day for each in days), *(each.day for each in figures)]
    first = begin.date() if since else min(seen, default=last)
    own = {*family, *own_chips}
    bars = timeline(days, first, last, step=step).bars if seen else ()
    most = max(MOST_COMPANIES, MOST_CHIPS) + len(own)
    of_each = None
    if kind is not None:
        named = figure_company_days(engine, which, most)
    elif own and sum(bar.items for bar in bars) > MOST_READ:
        of_each = max(READ_OF_MORE // len(bars), LEAST_OF_EACH)
        named = named_days_of_newest(engine, of_items, _spans(bars, begin, until), of_each, most)
    else:
        named = named_days(engine, of_items, most)
    others = [each for each in named if each.slug not in own]
    drawn = {
        each: [named for named in others if named.kind == each][:at_most]
        for each, at_most in (("company", MOST_COMPANIES), ("chip", MOST_CHIPS))
    }
    names = _names(engine, knowledge, [*drawn["company"], *drawn["chip"]])

    def trend(each: NamedDays) -> NamedTrend:
        found = _scaled(timeline(each.days, first, last, step=step), bars, of_each)
        return NamedTrend(each.slug, names[each.kind, each.slug], sum(bar.items for bar in found.bars), found)

    return Trends(
        company=company_named(knowledge, found_company.slug) if found_company else None,
        chip=chip_named(knowledge, found_chip.slug) if found_chip else None,
        kind=kind,
        step=step,
        since=begin,
        until=until,
        points=_points(bars, figures, step),
        companies=tuple(map(trend, drawn["company"])),
        chips=tuple(map(trend, drawn["chip"])),
        of_each=of_each,
    )


def _points(bars: Sequence[Bar], figures: Sequence[FigureDay], step: TrendStep) -> tuple[Point, ...]:
    counts: dict[date, int] = {}
    largest: dict[date, Decimal] = {}
    for each in figures:
        start = step_start(each.day, step)
        counts[start] = counts.get(start, 0) + each.figures
        if each.largest_usd is not None:
            largest[start] = max(each.largest_usd, largest.get(start, Decimal(0)))
    return tuple(
        Point(bar.start, bar.items, counts.get(bar.start, 0), largest.get(bar.start)) for bar in bars
    )


def _spans(bars: Sequence[Bar], since: datetime, until: datetime | None) -> list[Span]:
    starts = [datetime.combine(bar.start, time(), UTC) for bar in bars]
    return [
        Span(max(start, since), end if until is None else min(end, until) if end else until)
        for start, end in zip(starts, [*starts[1:], None], strict=True)
    ]


def _scaled(found: Timeline, bars: Sequence[Bar], of_each: int | None) -> Timeline:
    """Return what is to be expected of all items of each bar, where only so many of each were read."""
    if of_each is None:
        return found
    items = {bar.start: bar.items for bar in bars}
    return Timeline(
        found.step,
        tuple(
            Bar(bar.start, round(bar.items * max(items.get(bar.start, 0) / of_each, 1))) for bar in found.bars
        ),
    )


def _names(engine: Engine, knowledge: Knowledge, named: Sequence[NamedDays]) -> dict[tuple[str, str], str]:
    """Return the names of the knowledge; what only texts name goes by the name found there."""
    known = {("company", slug): each.name for slug, each in knowledge.companies.items()}
    known |= {("chip", slug): each.name for slug, each in knowledge.chips.items()}
    slugs = [(each.kind, each.slug) for each in named]
    told = names_told(engine, [each for each in slugs if each not in known])
    return {each: known.get(each) or told.get(each, each[1]) for each in slugs}
