"""Charts as plain geometry, for templates to draw as inline SVG: each with a title and a text alternative.

Heights and places are in units of the drawing, whose width and height are those of the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chipnews.rendering.labels import counted
from chipnews.reports.activity import Step, Timeline

HEIGHT = 100
_PITCH, _GAP = 10, 2


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: where it is drawn, and what it says when pointed at or read aloud."""

    x: int
    y: float
    width: int
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars over time. `description` is what the chart tells someone who cannot see it."""

    title: str
    description: str
    width: int
    height: int
    bars: tuple[ChartBar, ...]
    most: str
    first: str
    last: str


def activity_chart(activity: Timeline, title: str = "Items over time") -> BarChart | None:
    """Return the chart of a timeline; None where there is nothing to draw."""
    values = [(bar.start, bar.items) for bar in activity.bars]
    return _bar_chart(values, activity.step, title, "item")


def share(number: int, most: int) -> int:
    """Return how long a bar is, in per cent of the longest: at least one, so that it is seen."""
    return max(1, round(100 * number / most)) if number and most else 0


def step_label(start: date, step: Step) -> str:
    """Return the name of the day, week, month or year that begins on `start`."""
    match step:
        case "day":
            return start.isoformat()
        case "week":
            return f"week of {start.isoformat()}"
        case "month":
            return start.strftime("%Y-%m")
        case "year":
            return str(start.year)


def _bar_chart(values: Sequence[tuple[date, int]], step: Step, title: str, noun: str) -> BarChart | None:
    most = max((number for _, number in values), default=0)
    if not most:
        return None
    peak = next(start for start, number in values if number == most)
    first, last = values[0][0], values[-1][0]
    total = sum(number for _, number in values)
    return BarChart(
        title=title,
        description=(
            f"{counted(total, noun)} from {step_label(first, step)} to {step_label(last, step)}, by {step}. "
            f"The most were {most:,}, in the {step} {step_label(peak, step).removeprefix('week ')}."
        ),
        width=_PITCH * len(values),
        height=HEIGHT,
        bars=tuple(
            _bar(place, number, most, f"{step_label(start, step)}: {counted(number, noun)}")
            for place, (start, number) in enumerate(values)
        ),
        most=f"{most:,}",
        first=step_label(first, step).removeprefix("week of "),
        last=step_label(last, step).removeprefix("week of "),
    )


def _bar(place: int, number: int, most: int, label: str) -> ChartBar:
    height = round(HEIGHT * number / most, 2)
    return ChartBar(place * _PITCH, round(HEIGHT - height, 2), _PITCH - _GAP, height, label)
