"""Tells which period a company's report is of, where the sentences do not say it again. Pure."""

from datetime import date, timedelta
from functools import lru_cache

from chipnews.knowledge.entries import Company
from chipnews.tagging.attribution.context import RESULTS, Context, Draft
from chipnews.tagging.periods import Expression, FiscalYear, Period, resolve_period, shift_years

_REPORTED_WITHIN = 75  # days after its end in which a quarter is reported
_SAID_AFTER = timedelta(days=20)  # after its end, so that "the current quarter" is the next
_QUARTER_REACH, _YEAR_REACH = 8, 2  # sentences

_THIS_QUARTER = Expression(0, 0, "relative", "quarter", shift=0)
_LAST_QUARTER = Expression(0, 0, "relative", "quarter", shift=-1)
_A_QUARTER_BEFORE = Expression(0, 0, "earlier", "quarter", number=1)
_YEARS = tuple(
    (name, Expression(0, 0, "relative", "year", shift=shift))
    for name, shift in (("this year", 0), ("last year", -1), ("next year", 1))
)
_FISCAL_YEARS = tuple(
    (f"{name} fiscal", Expression(0, 0, "relative", "year", shift=year.shift, fiscal=True))
    for name, year in _YEARS
)

Named = tuple[str, Period]
"""A period, and what makes it likely."""


def fiscal_year_of(company: Company | None) -> FiscalYear | None:
    """Return the company's fiscal calendar, None where there is no company."""
    return FiscalYear(company.fiscal_year_end, company.fiscal_year_named_by) if company is not None else None


def report_periods(c: Context, number: int, draft: Draft) -> list[Named]:
    """Return what the report is of that a sentence goes on with, by where the text tells it, surest first."""
    company = c.known.get(draft.company or "")
    owners = (draft.company, company.parent if company is not None else None)
    fiscal = fiscal_year_of(company)
    fresh = company is not None and c.speaks_of_quarters
    of_text = c.report_named if c.reporting_company in owners else None
    found = [
        ("reported", _told_last(c, number, owners)),
        ("of document", _resolved(of_text, c.published, fiscal) if of_text is not None else None),
        ("just ended", _just_ended(c.published, fiscal) if fresh else None),
    ]
    return [(name, period) for name, period in found if period is not None]


def periods_around(c: Context, fiscal: FiscalYear | None, reports: list[Named]) -> list[Named]:
    """Return the times that a report also tells of: before and after its own, and the years of the text."""
    found: list[tuple[str, Period | None]] = []
    for name, report in reports[:2]:
        found.append((f"year before {name}", shift_years(report, 1, fiscal)))
        if report.grain == "quarter":
            before = resolve_period(_A_QUARTER_BEFORE, published=None, fiscal_year=fiscal, base=report)
            found.append((f"quarter before {name}", before))
            found.append((f"quarter after {name}", as_said_in(report, _THIS_QUARTER, fiscal)))
        if report.grain in ("quarter", "half"):
            found.append((f"year of {name}", _resolved(_FISCAL_YEARS[0][1], report.end, fiscal)))
    if c.published is not None:
        found += _years_at(c.published, fiscal)
    return [(name, period) for name, period in found if period is not None]


def as_said_in(report: Period, expression: Expression, fiscal: FiscalYear | None) -> Period | None:
    """Return what a phrase means in a report of this period: its "current quarter" is the one after."""
    return _resolved(expression, report.end + _SAID_AFTER, fiscal)


@lru_cache(maxsize=1024)
def _years_at(published: date, fiscal: FiscalYear | None) -> tuple[tuple[str, Period | None], ...]:
    years = _YEARS + _FISCAL_YEARS if fiscal is not None and fiscal.differs else _YEARS
    return tuple((name, _resolved(year, published, fiscal)) for name, year in years)


@lru_cache(maxsize=1024)
def _just_ended(published: date | None, fiscal: FiscalYear | None) -> Period | None:
    """Return the quarter that ended last, where a text of this day may be fresh news of it."""
    period = _resolved(_LAST_QUARTER, published, fiscal)
    if period is None or published is None or (published - period.end).days > _REPORTED_WITHIN:
        return None
    return period


def _resolved(expression: Expression, published: date | None, fiscal: FiscalYear | None) -> Period | None:
    return resolve_period(expression, published=published, fiscal_year=fiscal, own_result=True)


def _told_last(c: Context, number: int, owners: tuple[str | None, ...]) -> Period | None:
    """Return the period of the result told last of the company, or else of its parent, if that is near."""
    for slug in owners:
        for told, other in c.dated.lately():
            period = other.period
            if slug is None or other.company != slug or other.kind not in RESULTS:
                continue
            if other.future or other.link is not None or period is None:
                continue
            if number - told <= (_YEAR_REACH if period.grain == "year" else _QUARTER_REACH):
                return period
            break
    return None
