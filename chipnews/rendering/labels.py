"""What readers are shown for the words of the data."""

from datetime import datetime, time, timedelta

from chipnews.reports.activity import Step
from chipnews.reports.figure_line import FigureLine

STEPS: dict[Step, str] = {"day": "day", "week": "week", "month": "month", "year": "year"}


def kind_label(kind: str | None) -> str:
    """Return the kind of a figure or company in words."""
    return kind.replace("_", " ").replace("-", " ") if kind else "—"


def what_label(line: FigureLine) -> str:
    """Return what a figure is: "capex 2024, planned"."""
    words = [kind_label(line.kind) if line.kind else "amount"]
    if line.chip:
        words.append(f"of {line.chip.name}")
    if line.period:
        words.append(line.period)
    return " ".join(words) + ("" if line.status == "actual" else f", {line.status}")


def who_label(line: FigureLine) -> str:
    """Return whom a figure is about: "Amazon → Anthropic"."""
    names = [each.name for each in (line.company, line.counterparty) if each]
    return " → ".join(names) if line.company else f"→ {names[0]}" if names else "—"


def source_label(line: FigureLine) -> str:
    """Return who said it: "Example Wire, 20 Nov 2026" and how many others."""
    others = f" +{line.outlets - 1}" if line.outlets > 1 else ""
    return f"{line.source.outlet}{others}, {day_label(line.source.published_at)}"


def day_label(moment: datetime) -> str:
    """Return the day of a time (UTC)."""
    return moment.strftime("%Y-%m-%d")


def period_label(since: datetime | None, until: datetime | None) -> str:
    """Return the period of a report in words: a day that it ends with is named, not the midnight after it."""
    match since, until:
        case None, None:
            return "all time"
        case _, None:
            return f"since {_moment(since)}"
        case None, _:
            return f"until {_end(until)}"
    return f"{_moment(since)} to {_end(until)}"


def counted(number: int, noun: str) -> str:
    """Return "1 item" or "2 items"; knows "company"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + ("es" if noun.endswith("s") else "s")
    return f"{number:,} {noun if number == 1 else plural}"


def _end(until: datetime | None) -> str:
    return _moment(until - timedelta(days=1) if until and until.time() == time() else until)


def _moment(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00") if moment else ""
