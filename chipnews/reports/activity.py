"""Activity over time: counts by day made into as many bars as a reader can take in, without gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from chipnews.queries import Activity

Step = Literal["day", "week", "month", "year"]
# Up to so many days, bars of this step are few enough.
_STEPS: tuple[tuple[int, Step], ...] = ((31, "day"), (7 * 30, "week"), (366 * 4, "month"))


@dataclass(frozen=True, slots=True)
class Bar:
    """The number of items of one day, week (from Monday), month or year that begins on `start`."""

    start: date
    items: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Bars of one step, oldest first, those without items too."""

    step: Step
    bars: tuple[Bar, ...]


def timeline(days: Sequence[Activity], since: date | None = None, until: date | None = None) -> Timeline:
    """Return the bars from `since` to `until` (both inclusive), by default all days that have items."""
    if not days:
        return Timeline("day", ())
    first, last = since or days[0].day, max(until or days[-1].day, days[-1].day)
    step: Step = next((step for most, step in _STEPS if (last - first).days <= most), "year")
    counts = dict.fromkeys(_starts(first, last, step), 0)
    for each in days:
        counts[_start(each.day, step)] += each.items
    return Timeline(step, tuple(Bar(start, items) for start, items in counts.items()))


def _start(day: date, step: Step) -> date:
    match step:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)


def _starts(first: date, last: date, step: Step) -> Iterator[date]:
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[step]
    start = _start(first, step)
    while start <= last:
        yield start
        start = _start(start + timedelta(days=longest), step)
