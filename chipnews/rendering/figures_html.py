"""A fact with its evidence, a series and a comparison as pages that stand alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from chipnews.queries import Activity
from chipnews.rendering.charts import AmountBar, Amounts, BarChart, activity_chart, amounts_chart
from chipnews.rendering.figures import GRAIN_LABELS, byline, compared, cut, fact_fields, point_note, what
from chipnews.rendering.html import ALONE, render
from chipnews.rendering.labels import kind_label
from chipnews.rendering.money import money
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.activity import timeline
from chipnews.reports.figures import (
    ComparedPeriod,
    Comparison,
    EvidenceLine,
    FactDetail,
    FactLine,
    Point,
    Series,
    worth,
)
from chipnews.reports.names import Named

# So many companies are told apart by colour; more begin again with the first.
COLOURS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """One place where a fact is stated: the sentence before, at and after the amount, and who says it."""

    evidence: EvidenceLine
    before: str
    amount: str
    after: str
    byline: str


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """The periods of one length, with their chart and with what is to be known beside each."""

    title: str
    chart: BarChart | None
    points: tuple[tuple[Point, str], ...]
    planned: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands for one company and period, and the fact behind it."""

    text: str
    fact: FactLine | None


@dataclass(frozen=True, slots=True)
class ComparisonPart:
    """The periods of one length side by side, with their chart."""

    title: str
    chart: BarChart | None
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]
    key: tuple["Party", ...]
    planned: bool


@dataclass(frozen=True, slots=True)
class Party:
    """A company of a comparison with the class of its bars."""

    company: Named
    style: str


def fact_html(detail: FactDetail) -> str:
    """Return a fact with every sentence that states it as a page."""
    fact = detail.fact
    about = f"{fact.company.name}: {what(fact)}" if fact.company else what(fact)
    otherwise = (fact, *detail.contradictions) if detail.contradictions else ()
    beside = tuple(each for each in (detail.compared_to, detail.part_of) if each)
    groups = (
        ("Told otherwise", "otherwise", otherwise),
        ("Told beside it", "beside", beside),
        ("Parts of it", "parts", detail.parts),
    )
    return render(
        "fact.html",
        one_line(f"{money(fact.amount)}, {about}"),
        ALONE,
        fact=fact,
        about=about,
        fields=fact_fields(detail),
        chart=_told_chart(detail),
        groups=[group for group in groups if group[2]],
        told=[Told(each, *cut(each), byline(each)) for each in detail.evidence],
    )


def series_html(found: Series) -> str:
    """Return a series as a page: a chart and a table for each length of periods."""
    parts = [
        SeriesPart(
            GRAIN_LABELS[grain],
            amounts_chart(
                f"{found.company.name}: {kind_label(found.kind)} by period",
                [Amounts(point.period, (_amount_bar(point.fact, ""),)) for point in points],
            ),
            tuple((point, point_note(point.fact, point.others)) for point in points),
            any(point.fact.status != "actual" for point in points),
        )
        for grain, points in found.by_grain.items()
    ]
    return render(
        "series.html",
        one_line(f"{found.company.name}: {kind_label(found.kind)}"),
        ALONE,
        company=found.company,
        kind=found.kind,
        series=parts,
    )


def comparison_html(found: Comparison) -> str:
    """Return companies side by side as a page: a chart and a table for each length of periods."""
    names = ", ".join(each.name for each in found.companies)
    return render(
        "comparison.html",
        one_line(f"{kind_label(found.kind)}: {names}"),
        ALONE,
        kind=found.kind,
        companies=found.companies,
        comparison=[
            _comparison_part(found, GRAIN_LABELS[grain], tuple(rows))
            for grain, rows in groupby(found.periods, key=lambda row: row.grain)
        ],
    )


def _comparison_part(found: Comparison, title: str, rows: Sequence[ComparedPeriod]) -> ComparisonPart:
    told = [place for place in range(len(found.companies)) if any(row.facts[place] for row in rows)]
    amounts = [
        Amounts(
            row.period,
            tuple(
                _amount_bar(fact, found.companies[place].name, _style(place)) if fact else None
                for place in told
                for fact in (row.facts[place],)
            ),
        )
        for row in reversed(rows)
    ]
    names = ", ".join(found.companies[place].name for place in told)
    return ComparisonPart(
        title,
        amounts_chart(f"{kind_label(found.kind)} of {names} by period", amounts),
        tuple((row.period, tuple(Cell(compared(fact), fact) for fact in row.facts)) for row in rows),
        tuple(Party(found.companies[place], _style(place)) for place in told),
        any(fact.status != "actual" for row in rows for fact in row.facts if fact),
    )


def _amount_bar(fact: FactLine, who: str, style: str = "") -> AmountBar:
    told = ", ".join(filter(None, (who, money(fact.amount), fact.status if fact.status != "actual" else "")))
    planned = "planned" if fact.status != "actual" else ""
    return AmountBar(worth(fact.amount), told, " ".join(filter(None, (style, planned))))


def _style(place: int) -> str:
    return f"party-{place % COLOURS + 1}"


def _told_chart(detail: FactDetail) -> BarChart | None:
    """Return when a fact was told; None for a single time, which needs no chart."""
    if len(detail.evidence) == 1:
        return None
    days: dict[date, int] = {}
    for each in detail.evidence:
        days[each.published_at.date()] = days.get(each.published_at.date(), 0) + 1
    counts = [Activity(day, days[day]) for day in sorted(days)]
    return activity_chart(timeline(counts), "Articles that tell it, over time")
