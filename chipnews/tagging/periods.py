"""Says which days a phrase of time means.

`find_periods` reads the phrases, `resolve_period` turns one into days, against the article's date and a
company's fiscal calendar. Both are pure. Periods are whole months, both ends inclusive, but for those that
run from or to the article's date. What cannot be known without that date is None.
"""

import calendar
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from chipnews.tagging.period_phrases import Expression, Grain, find_periods

__all__ = ["Expression", "FiscalYear", "Grain", "Period", "find_periods", "resolve_period", "shift_years"]

_MONTHS_IN: dict[Grain, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive days with the name that a reader would give them. A start may be unknown ("by 2030")."""

    label: str
    start: date | None
    end: date
    grain: Grain | None = None
    number: int | None = None
    year: int | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A company's fiscal calendar: the month it ends in, and whether it is named by its start or its end."""

    end_month: int = 12
    named_by: Literal["start", "end"] = "end"

    @property
    def differs(self) -> bool:
        """Return whether it is another year than the calendar's."""
        return self.end_month != 12

    def first_month(self, year: int) -> int:
        """Return the first month of the fiscal year of this name, counted in months since year 0."""
        if not self.differs:
            return year * 12
        return (year - (self.named_by == "end")) * 12 + self.end_month

    def name_at(self, month: int) -> int:
        """Return the name of the fiscal year that this month (counted since year 0) lies in."""
        if not self.differs:
            return month // 12
        return (month - self.end_month) // 12 + (self.named_by == "end")


_CALENDAR = FiscalYear()


def resolve_period(
    expression: Expression,
    *,
    published: date | None,
    fiscal_year: FiscalYear | None = None,
    own_result: bool = False,
    future: bool = False,
    base: Period | None = None,
) -> Period | None:
    """Return the days that the phrase means, None where they cannot be known.

    `fiscal_year` is the calendar of the company that the figure belongs to, `own_result` says that the
    figure is that company's own result: its quarters are then fiscal ones. `future` says that what is told
    is to come. `base` is the period of the figure that this one is compared with ("a year earlier").
    """
    if expression.fiscal and fiscal_year is None:
        return None
    years = fiscal_year or _CALENDAR
    quarterly = own_result and not expression.calendar and expression.grain in ("quarter", "half")
    used = years if (expression.fiscal or quarterly) and years.differs else _CALENDAR
    now = published.year * 12 + published.month - 1 if published else None
    match expression.form:
        case "span":
            return _resolve_span(expression, used, now, future)
        case "months" if expression.number and (expression.year or published):
            year = expression.year or years.name_at(now or 0)
            first = used.first_month(year)
            label = f"{expression.number} months of {'FY' if used.differs else ''}{year}"
            return Period(label, _first(first), _last(first + expression.number - 1))
        case "ended":
            return _resolve_ended(expression, now, years, future)
        case "relative":
            bare_year = (
                expression.grain == "year" and expression.shift is None and (own_result or expression.fiscal)
            )
            if bare_year and not expression.calendar:
                return _resolve_bare_year(years, now, future)
            return _resolve_relative(expression, used, now, base)
        case "month":
            return _resolve_month(expression, now, future)
        case "range" if expression.year and expression.last:
            first, after = used.first_month(expression.year), used.first_month(expression.last + 1)
            return Period(f"{expression.year}-{expression.last}", _first(first), _last(after - 1))
        case "duration":
            return _resolve_duration(expression, published, future)
        case "until":
            return _resolve_until(expression, used, published)
        case "since" if expression.year and published:
            start = date(expression.year, expression.number or 1, 1)
            return Period(f"since {expression.year}", start, published) if start <= published else None
        case "earlier" if base is not None:
            return _earlier(base, expression, years if years.differs and base.fiscal else _CALENDAR)
    return None


def _resolve_span(said: Expression, years: FiscalYear, now: int | None, future: bool) -> Period | None:
    size = _MONTHS_IN[said.grain]
    offset = ((said.number or 1) - 1) * size
    year = said.year
    if year is None and said.shift is not None and now is not None:
        year = years.name_at(now) + said.shift
    if year is None:
        if now is None:
            return None
        year = years.name_at(now) + 1
        ends = years.first_month(year) + offset + size - 1
        while ends >= now if not future else ends - 12 >= now:
            year, ends = year - 1, ends - 12
    first = years.first_month(year) + offset
    return _named(said.grain, said.number, year, first, size, said.fiscal or years.differs)


def _named(grain: Grain, number: int | None, year: int, first: int, size: int, fiscal: bool) -> Period:
    name = f"FY{year}" if fiscal else str(year)
    if grain in ("quarter", "half") and number:
        name = f"{'Q' if grain == 'quarter' else 'H'}{number} {name}"
    return Period(name, _first(first), _last(first + size - 1), grain, number, year, fiscal)


def _resolve_ended(said: Expression, now: int | None, years: FiscalYear, future: bool) -> Period | None:
    size, year = said.last or 3, said.year
    if said.number is None:
        return None
    if year is None:
        if now is None:
            return None
        year = now // 12
        if year * 12 + said.number - 1 > now and not future:
            year -= 1
        elif future and year * 12 + said.number - 1 < now - 2:
            year += 1
    last = year * 12 + said.number - 1
    # A year of 52 weeks may end on the first days of the month that follows.
    if said.day is not None and said.day <= 7:
        last -= 1
    first = last - size + 1
    name = years.name_at(last)
    within = first - years.first_month(name)
    grain = said.grain
    if size in (3, 6, 12) and within % size == 0 and years.differs:
        return _named(grain, within // size + 1 if size < 12 else None, name, first, size, True)
    if size in (3, 6, 12) and first % 12 % size == 0:
        return _named(grain, first % 12 // size + 1 if size < 12 else None, last // 12, first, size, False)
    label = f"{size} months to {calendar.month_name[last % 12 + 1]} {last // 12}"
    return Period(label, _first(first), _last(last), grain if size in (3, 6, 12) else None)


def _resolve_relative(
    said: Expression, years: FiscalYear, now: int | None, base: Period | None
) -> Period | None:
    if said.shift is None and base is not None and (said.grain == base.grain or said.number == 0):
        return base
    if now is None or said.number == 0:
        return None
    size = _MONTHS_IN[said.grain]
    # "the quarter" alone is the one last reported; "the year" alone is not certain enough.
    if said.shift is None and said.grain != "quarter":
        return None
    shift = -1 if said.shift is None else said.shift
    start = years.first_month(years.name_at(now))
    first = start + ((now - start) // size + shift) * size
    if said.grain == "month":
        return Period(
            f"{calendar.month_name[first % 12 + 1]} {first // 12}", _first(first), _last(first), "month"
        )
    year = years.name_at(first)
    number = (first - years.first_month(year)) // size + 1 if size < 12 else None
    return _named(said.grain, number, year, first, size, said.fiscal or years.differs)


def _resolve_bare_year(years: FiscalYear, now: int | None, future: bool) -> Period | None:
    """Return the year that a report calls "the year": the one just ended, or the one it looks to."""
    if now is None:
        return None
    year = years.name_at(now)
    if not future:
        year -= 1
        if now - years.first_month(year + 1) > 4:
            return None
    return _named("year", None, year, years.first_month(year), 12, years.differs)


def _resolve_month(said: Expression, now: int | None, future: bool) -> Period | None:
    if said.number is None or (said.year is None and now is None):
        return None
    if said.year is not None:
        month = said.year * 12 + said.number - 1
    else:
        assert now is not None
        month = now - (now - said.number + 1) % 12
        if future and month < now:
            month += 12
    return Period(
        f"{calendar.month_name[month % 12 + 1]} {month // 12}", _first(month), _last(month), "month"
    )


def _resolve_duration(said: Expression, published: date | None, future: bool) -> Period | None:
    # "over ten years" alone says how long, not from when.
    if published is None or said.number is None or said.shift is None:
        return None
    months = said.number * _MONTHS_IN[said.grain]
    back = said.shift is not None and said.shift < 0
    other = _moved(published, -months if back else months)
    start, end = (other, published) if back else (published, other)
    return Period(f"{start.year}-{end.year}" if start.year != end.year else str(end.year), start, end)


def _resolve_until(said: Expression, years: FiscalYear, published: date | None) -> Period | None:
    year = said.year
    if year is None:
        if published is None:
            return None
        year = (published.year // 10 + 1) * 10 if said.last else published.year + (said.shift or 0)
    last = years.first_month(year) + (said.number or 12) - 1
    end = _last(last)
    if published is not None and published > end:
        return None
    return Period(f"by {year}" if not years.differs else f"by FY{year}", published, end)


def _earlier(base: Period, said: Expression, years: FiscalYear) -> Period | None:
    if base.start is None or base.grain is None:
        return None
    back = (said.number or 1) * _MONTHS_IN[said.grain]
    if said.year is not None:
        back = ((base.year or base.start.year) - said.year) * 12
        if back <= 0:
            return None
    first = base.start.year * 12 + base.start.month - 1 - back
    size = _MONTHS_IN[base.grain]
    if base.grain == "month":
        return Period(
            f"{calendar.month_name[first % 12 + 1]} {first // 12}", _first(first), _last(first), "month"
        )
    year = years.name_at(first)
    number = (first - years.first_month(year)) // size + 1 if size < 12 else None
    if (first - years.first_month(year)) % size:
        return replace(base, label="a year earlier", start=_first(first), end=_last(first + size - 1))
    return _named(base.grain, number, year, first, size, base.fiscal)


def shift_years(base: Period, years: int, fiscal_year: FiscalYear | None = None) -> Period | None:
    """Return the same period this many years before."""
    expression = Expression(0, 0, "earlier", "year", number=years)
    return resolve_period(expression, published=None, fiscal_year=fiscal_year, base=base)


def _first(month: int) -> date:
    return date(min(max(month // 12, 1), 9999), month % 12 + 1, 1)


def _last(month: int) -> date:
    year = min(max(month // 12, 1), 9999)
    return date(year, month % 12 + 1, calendar.monthrange(year, month % 12 + 1)[1])


def _moved(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    last = _last(month)
    return last.replace(day=min(day.day, last.day))
