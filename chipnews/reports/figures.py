"""The ledger as people ask for it: facts, one fact with all that is behind it, a series, a comparison."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from sqlalchemy import Engine

from chipnews.errors import UnknownName
from chipnews.knowledge.loader import Knowledge
from chipnews.ledger.contradictions import contradicting
from chipnews.ledger.corrections import said_of
from chipnews.queries.ledger import (
    FactFilter,
    FactRow,
    evidence,
    facts,
    facts_by_id,
    items_of_facts,
    like,
    parts_of,
)
from chipnews.reports.figure_line import Amount, FigureLine, figure_line
from chipnews.reports.names import Named, company_named

Grain = Literal["year", "half", "quarter", "month", "other"]
GRAINS: tuple[Grain, ...] = ("year", "half", "quarter", "month", "other")


@dataclass(frozen=True, slots=True)
class FactLine(FigureLine):
    """A fact as reports show it: a figure line with its number in the ledger.

    `compared_to`, `part_of` and `contradicted_by` are numbers of other facts. `usd_converted` says that its
    dollars are converted, `by_hand` that a person corrected it. Times are UTC.
    """

    id: int
    usd_converted: bool
    first_seen: datetime
    by_hand: bool
    rejected: bool
    compared_to: int | None
    part_of: int | None
    contradicted_by: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One place where an article states a fact: the sentence, and where in it the amount stands.

    `primary` says that the article is the company's own word; `cites` is whom the sentence relies on.
    """

    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime
    primary: bool
    cites: str | None
    sentence: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Said:
    """A field that a person set; None: it has no value."""

    field: str
    value: str | None


@dataclass(frozen=True, slots=True)
class FactDetail:
    """A fact and all that is behind it. `evidence`: the company's own word first, then by time."""

    fact: FactLine
    evidence: tuple[EvidenceLine, ...]
    first: EvidenceLine
    latest: EvidenceLine
    primary: EvidenceLine | None
    compared_to: FactLine | None
    part_of: FactLine | None
    parts: tuple[FactLine, ...]
    contradictions: tuple[FactLine, ...]
    set_by_hand: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """What is known of a kind of figure for one period; `others` counts the facts that stand behind."""

    period: str
    start: date | None
    end: date
    fact: FactLine
    others: int


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of figure of one company over time, by length of the periods, oldest first."""

    company: Named
    kind: str
    by_grain: Mapping[Grain, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class ComparedPeriod:
    """One period of a comparison: a fact for each company, None where none is known.

    Fiscal years stand beside the calendar year of the same name.
    """

    period: str
    grain: Grain
    facts: tuple[FactLine | None, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of figure of several companies side by side, the newest period first."""

    kind: str
    companies: tuple[Named, ...]
    periods: tuple[ComparedPeriod, ...]


def fact_lines(
    engine: Engine, knowledge: Knowledge, which: FactFilter, limit: int | None = None
) -> tuple[FactLine, ...]:
    """Return the facts of the filter, each with those that contradict it."""
    return _lines(engine, knowledge, facts(engine, which, limit))


def fact_detail(engine: Engine, knowledge: Knowledge, fact_id: int) -> FactDetail:
    """Return the fact of this number, rejected or not. Raises UnknownName."""
    rows = facts_by_id(engine, [fact_id])
    if not rows:
        raise UnknownName("figure", str(fact_id))
    [line] = _lines(engine, knowledge, rows)
    found = evidence(engine, [fact_id])
    told = tuple(
        EvidenceLine(
            item_id=each.item_id,
            title=each.title,
            outlet=each.outlet,
            url=each.url,
            published_at=each.published_at,
            primary=each.primary_company is not None and each.primary_company == rows[0].company,
            cites=each.cites,
            sentence=each.sentence,
            start=(start := max(each.sentence.find(each.surface), 0)),
            end=start + len(each.surface) if each.surface in each.sentence else 0,
        )
        for each in found
    )
    others = [number for number in (line.compared_to, line.part_of, *line.contradicted_by) if number]
    near = {other.id: other for other in _lines(engine, knowledge, facts_by_id(engine, others))}
    by_time = sorted(told, key=lambda each: each.published_at)
    return FactDetail(
        fact=line,
        evidence=told,
        first=by_time[0],
        latest=by_time[-1],
        primary=next((each for each in told if each.primary), None),
        compared_to=near.get(line.compared_to or 0),
        part_of=near.get(line.part_of or 0),
        parts=_lines(engine, knowledge, facts_by_id(engine, parts_of(engine, fact_id))),
        contradictions=tuple(near[number] for number in line.contradicted_by),
        set_by_hand=tuple(
            Said(name, None if value is None else str(value))
            for name, value in sorted(said_of(engine, fact_id).items())
        ),
    )


def series(engine: Engine, knowledge: Knowledge, which: FactFilter) -> Series:
    """Return the series of the filter's one company and kind; its subsidiaries are not mixed in."""
    [company], [kind] = which.companies, which.kinds
    points: dict[Grain, list[Point]] = {}
    for (start, end), found in _by_period(_best_first(_comparable(engine, knowledge, which))).items():
        fact = found[0]
        label = fact.period or str(end)
        points.setdefault(grain_of(start, end), []).append(Point(label, start, end, fact, len(found) - 1))
    return Series(
        company_named(knowledge, company),
        kind,
        {
            grain: tuple(sorted(points[grain], key=lambda point: (point.end, point.start or point.end)))
            for grain in GRAINS
            if grain in points
        },
    )


def comparison(engine: Engine, knowledge: Knowledge, which: FactFilter) -> Comparison:
    """Return the filter's one kind for its companies side by side; subsidiaries are not mixed in."""
    [kind] = which.kinds
    rows: dict[tuple[Grain, str], dict[str, FactLine]] = {}
    last_day: dict[tuple[Grain, str], date] = {}
    for (start, end), found in _by_period(_best_first(_comparable(engine, knowledge, which))).items():
        for fact in reversed(found):
            name = (fact.period or str(end)).replace("FY", "")
            key = (grain_of(start, end), name)
            if fact.company:
                rows.setdefault(key, {})[fact.company.slug] = fact
                last_day[key] = max(end, last_day.get(key, end))
    order = sorted(rows, key=lambda key: (GRAINS.index(key[0]), -last_day[key].toordinal(), key[1]))
    return Comparison(
        kind,
        tuple(company_named(knowledge, slug) for slug in which.companies),
        tuple(
            ComparedPeriod(key[1], key[0], tuple(rows[key].get(slug) for slug in which.companies))
            for key in order
        ),
    )


def grain_of(start: date | None, end: date) -> Grain:
    """Return how long a period is, give or take what fiscal calendars do."""
    if start is None:
        return "other"
    days = (end - start).days + 1
    for grain, length in (("year", 365), ("half", 182), ("quarter", 91), ("month", 30)):
        if abs(days - length) <= max(2, length // 30):
            return grain  # type: ignore[return-value]
    return "other"


def _lines(engine: Engine, knowledge: Knowledge, rows: Sequence[FactRow]) -> tuple[FactLine, ...]:
    others = like(engine, rows)
    items = items_of_facts(engine, [row.id for row in (*rows, *others)])
    return tuple(
        _line(row, knowledge, tuple(other.id for other in contradicting(row, others, items))) for row in rows
    )


def _line(row: FactRow, knowledge: Knowledge, contradicted_by: tuple[int, ...]) -> FactLine:
    line = figure_line(row, knowledge)
    return FactLine(
        **{field.name: getattr(line, field.name) for field in fields(FigureLine)},
        id=row.id,
        usd_converted=row.usd_converted,
        first_seen=row.first_seen,
        by_hand=row.by_hand,
        rejected=row.rejected,
        compared_to=row.compared_to,
        part_of=row.part_of,
        contradicted_by=contradicted_by,
    )


def _comparable(engine: Engine, knowledge: Knowledge, which: FactFilter) -> list[FactLine]:
    """Return the facts that have a period and a worth, of the unit that is most common among them."""
    found = [
        line
        for line in fact_lines(engine, knowledge, which)
        if line.period_end and line.status != "denied" and line.amount.usd_high is not None
    ]
    units = [line.amount.unit for line in found]
    common = max(sorted(set(units)), key=units.count, default="total")
    return [line for line in found if line.amount.unit == common]


_STATUS = ("actual", "planned", "rumoured")


def _best_first(lines: Sequence[FactLine]) -> list[FactLine]:
    """Return what happened before plans before rumours; the best told first, of plans the newest."""

    def key(line: FactLine) -> tuple[object, ...]:
        newest = -line.last_seen.timestamp()
        told = -line.outlets
        by = (told, newest) if line.status == "actual" else (newest, told)
        return (
            _STATUS.index(line.status),
            line.chip is not None,
            line.counterparty is not None,
            *by,
            line.id,
        )

    return sorted(lines, key=key)


def _by_period(lines: Sequence[FactLine]) -> dict[tuple[date | None, date], list[FactLine]]:
    found: dict[tuple[date | None, date], list[FactLine]] = {}
    for line in lines:
        if line.period_end:
            found.setdefault((line.period_start, line.period_end), []).append(line)
    return found


def worth(amount: Amount) -> Decimal:
    """Return the amount in US dollars, the upper end of a range; 0 where no rate is known."""
    return amount.usd_high or Decimal(0)
