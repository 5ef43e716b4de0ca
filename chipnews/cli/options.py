"""Options that several commands share, so that they are called and explained alike everywhere."""

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

import typer

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
ALLOWED_TIMES = "7d, 2w, 36h, 2026-11-01, 2026-11-01T08:00, today or yesterday"


def parse_since(text: str, now: datetime) -> datetime:
    """Return the moment (UTC) from which on: a duration before `now`, the start of a day, or a time.

    Raises typer.BadParameter.
    """
    return _moment(text, now)[0]


def parse_until(text: str, now: datetime) -> datetime:
    """Return the moment (UTC) before which: as `parse_since`, but a day counts to its end.

    Raises typer.BadParameter.
    """
    moment, whole_day = _moment(text, now)
    return moment + timedelta(days=1) if whole_day else moment


def parse_duration(text: str) -> timedelta | None:
    """Return how long 7d, 2w or 36h is, None where the text is no such thing."""
    found = re.fullmatch(r"(\d{1,6})([hdw])", text.strip().lower())
    return int(found[1]) * _UNITS[found[2]] if found else None


def _moment(text: str, now: datetime) -> tuple[datetime, bool]:
    """Return the moment and whether it stands for a whole day."""
    word = text.strip().lower()
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    if word in ("today", "yesterday"):
        return midnight - timedelta(days=word == "yesterday"), True
    try:
        return datetime.combine(date.fromisoformat(word), time(), UTC), True
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC), False
    except (ValueError, OverflowError):
        pass
    duration = parse_duration(word)
    if duration is None:
        raise typer.BadParameter(f"'{text}' is no time; write {ALLOWED_TIMES}.")
    try:
        return now - duration, False
    except OverflowError:
        raise typer.BadParameter(f"'{text}' is too long ago.") from None


def _since(text: str) -> datetime:
    return parse_since(text, datetime.now(UTC).replace(microsecond=0))


def _until(text: str) -> datetime:
    return parse_until(text, datetime.now(UTC).replace(microsecond=0))


def complete_company(incomplete: str) -> list[tuple[str, str]]:
    """Return the companies whose slug or name begins so, for the shell's completion."""
    from chipnews.knowledge.loader import load_knowledge

    start = incomplete.casefold()
    return [
        (company.slug, company.name)
        for company in load_knowledge().companies.values()
        if company.slug.startswith(start) or company.name.casefold().startswith(start)
    ]


def complete_chip(incomplete: str) -> list[tuple[str, str]]:
    """Return the chips whose slug or name begins so, for the shell's completion."""
    from chipnews.knowledge.loader import load_knowledge

    start = incomplete.casefold()
    return [
        (chip.slug, chip.name)
        for chip in load_knowledge().chips.values()
        if chip.slug.startswith(start) or chip.name.casefold().startswith(start)
    ]


class ReportFormat(StrEnum):
    """The forms in which a report can be had."""

    rich = "rich"
    markdown = "markdown"
    html = "html"
    json = "json"


Since = Annotated[
    datetime | None,
    typer.Option("--since", metavar="WHEN", parser=_since, help=f"Only from then on: {ALLOWED_TIMES} (UTC)."),
]
Until = Annotated[
    datetime | None,
    typer.Option("--until", metavar="WHEN", parser=_until, help="Only until then; a day is counted whole."),
]
JsonFlag = Annotated[bool, typer.Option("--json", help="Answer as JSON.")]
Format = Annotated[ReportFormat, typer.Option("--format", help="The form of the answer.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help="At most so many lines.")]
Company = Annotated[
    str | None,
    typer.Option(
        "--company", "-c", metavar="NAME", autocompletion=complete_company, help="Only this company."
    ),
]
Chip = Annotated[
    str | None,
    typer.Option("--chip", metavar="NAME", autocompletion=complete_chip, help="Only this chip."),
]
Outlet = Annotated[str | None, typer.Option("--outlet", metavar="NAME", help="Only this outlet.")]
OutletToNote = Annotated[
    str | None, typer.Option("--outlet", metavar="NAME", help="The outlet to note with what is stored.")
]
