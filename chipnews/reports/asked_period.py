"""Periods as a person writes them on the command line: 2025, Q3 2025, 2025-03, FY2025, 2024-2026. Pure."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from chipnews.errors import UsageError
from chipnews.knowledge.entries import Company
from chipnews.tagging.periods import FiscalYear

ALLOWED = "2025, H1 2025, Q3 2025, 2025-03, 2025-03-31, FY2025, Q3 FY2025 or 2024-2026"
_YEARS = range(1950, 2101)


@dataclass(frozen=True, slots=True)
class AskedPeriod:
    """A period with its label, and its inclusive days; none for a fiscal period of no certain company."""

    label: str
    start: date | None
    end: date | None


def asked_period(text: str, company: Company | None = None) -> AskedPeriod:
    """Return the period that the text means; fiscal ones by the company's calendar. Raises UsageError."""
    written = " ".join(text.upper().split())
    for pattern, read in _FORMS:
        found = pattern.fullmatch(written)
        if found:
            try:
                return read(found, company)
            except ValueError:
                break
    raise UsageError(f"'{text}' is no period; write {ALLOWED}.")


def _part(found: re.Match[str], company: Company | None) -> AskedPeriod:
    """Read a year, half or quarter, calendar or fiscal."""
    name, fiscal, year = found["part"], bool(found["fiscal"]), _year(found["year"])
    months = {"": 12, "H": 6, "Q": 3}[name[:1] if name else ""]
    number = int(name[1:]) if name else 1
    if fiscal and company is None:
        return AskedPeriod(_label(name, f"FY{year}"), None, None)
    years = (
        FiscalYear(company.fiscal_year_end, company.fiscal_year_named_by)
        if fiscal and company
        else FiscalYear()
    )
    first = years.first_month(year) + (number - 1) * months
    return AskedPeriod(
        _label(name, f"{'FY' if years.differs else ''}{year}"), *_days(first, first + months - 1)
    )


def _label(part: str | None, year: str) -> str:
    return f"{part} {year}" if part else year


def _month(found: re.Match[str], company: Company | None) -> AskedPeriod:
    month = _year(found[1]) * 12 + date(2000, int(found[2]), 1).month - 1
    return AskedPeriod(f"{found[1]}-{found[2]}", *_days(month, month))


def _day(found: re.Match[str], company: Company | None) -> AskedPeriod:
    day = date.fromisoformat(found[0])
    return AskedPeriod(found[0], day, day)


def _span(found: re.Match[str], company: Company | None) -> AskedPeriod:
    first, last = _year(found[1]), _year(found[2])
    if first > last:
        raise ValueError(f"{first} is after {last}")
    return AskedPeriod(f"{first}-{last}", date(first, 1, 1), date(last, 12, 31))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Company | None], AskedPeriod]], ...] = (
    (re.compile(r"(?:(?P<part>Q[1-4]|H[12])[ -]?)?(?P<fiscal>FY ?)?(?P<year>\d{4})"), _part),
    (re.compile(r"(?P<fiscal>FY ?)?(?P<year>\d{4})[ -]?(?P<part>Q[1-4]|H[12])"), _part),
    (re.compile(r"(\d{4})-(\d{2})"), _month),
    (re.compile(r"\d{4}-\d{2}-\d{2}"), _day),
    (re.compile(r"(\d{4}) ?(?:-|–|TO|\.\.) ?(\d{4})"), _span),
)


def _year(written: str) -> int:
    year = int(written)
    if year not in _YEARS:
        raise ValueError(f"{year} is out of bounds")
    return year


def _days(first_month: int, last_month: int) -> tuple[date, date]:
    year, month = divmod(last_month, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(first_month // 12, first_month % 12 + 1, 1), date(year, month + 1, last)
