"""Corrections as a person writes them: kind=capex period=2025 counterparty=- and so on. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

from chipnews.errors import UsageError
from chipnews.knowledge.loader import Knowledge
from chipnews.reports.asked_period import asked_period
from chipnews.tagging.values import Direction, FigureKind, Qualifier, Status, Unit

WORDS: dict[str, tuple[str, ...]] = {
    "kind": get_args(FigureKind),
    "status": get_args(Status),
    "unit": get_args(Unit),
    "qualifier": get_args(Qualifier),
    "direction": get_args(Direction),
}
FIELDS = ("kind", "company", "counterparty", "chip", "period", "status", "unit", "qualifier", "direction")
_NEVER_NONE = ("status", "unit", "qualifier")


def read_changes(
    written: Sequence[str], knowledge: Knowledge, company: str | None
) -> dict[str, str | date | None]:
    """Return the fields that are set, "-" as None.

    A fiscal period is by the calendar of the company that is set, else of `company`.
    Raises UsageError for what makes no sense, UnknownName for a company or chip that no list knows.
    """
    given: dict[str, str] = {}
    for each in written:
        field, equals, value = each.partition("=")
        if not equals or field not in FIELDS or not value.strip():
            raise UsageError(
                f"'{each}' sets nothing; write FIELD=VALUE, with a field of {', '.join(FIELDS)}."
            )
        given[field] = value.strip()
    found: dict[str, str | date | None] = {}
    for field, value in given.items():
        if value == "-":
            if field in _NEVER_NONE:
                raise UsageError(f"Every figure has a {field}: {', '.join(WORDS[field])}.")
            found[field] = None
        elif field in ("company", "counterparty"):
            found[field] = knowledge.find_company(value).slug
        elif field == "chip":
            found[field] = knowledge.find_chip(value).slug
        elif field in WORDS:
            found[field] = word(field, value)
    if "period" in given:
        of = found.get("company", company)
        found |= _period(given["period"], knowledge, of if isinstance(of, str) else None)
    return found


def word(field: str, value: str) -> str:
    """Return the word of the vocabulary that is meant: "market cap" is market_cap. Raises UsageError."""
    wanted = value.strip().lower()
    for known in WORDS[field]:
        if wanted in (known, known.replace("_", " "), known.replace("_", "-"), known.replace(" ", "-")):
            return known
    raise UsageError(f"'{value}' is no {field}; there are {', '.join(WORDS[field])}.")


def _period(value: str, knowledge: Knowledge, company: str | None) -> dict[str, str | date | None]:
    if value == "-":
        return {"period": None, "period_start": None, "period_end": None}
    asked = asked_period(value, knowledge.companies.get(company) if company else None)
    if asked.end is None:
        raise UsageError(f"Whose fiscal year is {value}? Set the company too: company=nvidia.")
    return {"period": asked.label, "period_start": asked.start, "period_end": asked.end}
