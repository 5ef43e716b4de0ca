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


def timeline(
    days: Sequence[Activity],
    since: date | None = None,
    until: date | None = None,
    *,
    step: Step | None = None,
) -> Timeline:
    """Return the bars from `since` to `until` (both inclusive), by default all days that have items.

    Without a `step`, the finest is taken that gives not too many bars.
    """
    if not days:
        return Timeline(step or "day", ())
    first, last = since or days[0].day, max(until or days[-1].day, days[-1].day)
    finest: Step = next((each for most, each in _STEPS if (last - first).days <= most), "year")
    chosen = step or finest
    counts = dict.fromkeys(_starts(first, last, chosen), 0)
    for each in days:
        counts[step_start(each.day, chosen)] += each.items
    return Timeline(chosen, tuple(Bar(start, items) for start, items in counts.items()))


def step_start(day: date, step: Step) -> date:
    """Return the first day of the bar that holds a day."""
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
    start = step_start(first, step)
    while start <= last:
        yield start
        start = step_start(start + timedelta(days=longest), step)
