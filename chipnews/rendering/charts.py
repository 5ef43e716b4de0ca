"""Charts as plain geometry, for templates to draw as inline SVG: each with a title and a text alternative.

Heights and places are in units of the drawing, whose width and height are those of the chart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chipnews.rendering.labels import counted
from chipnews.reports.activity import Step, Timeline

HEIGHT = 100
MOST_PERIODS_NAMED = 8
MOST_FEW = 6
_PITCH, _GAP = 10, 2


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: where it is drawn, and what it says when pointed at or read aloud.

    `style` is the class that it is drawn with: "planned", or "party-2" for the second of several companies.
    """

    x: int
    y: float
    width: int
    height: float
    label: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars over time. `description` is what the chart tells someone who cannot see it.

    `periods` are the names below the bars where there are few enough, else the `first` and the `last` are.
    """

    title: str
    description: str
    width: int
    height: int
    bars: tuple[ChartBar, ...]
    most: str
    first: str
    last: str
    periods: tuple[str, ...] = ()

    @property
    def few(self) -> bool:
        """Whether the bars are so few that they would be broad on a wide screen."""
        return self.width <= MOST_FEW * _PITCH


@dataclass(frozen=True, slots=True)
class Amounts:
    """The bars of one period in the order in which they stand, None where nothing is known."""

    period: str
    bars: tuple["AmountBar | None", ...]


@dataclass(frozen=True, slots=True)
class AmountBar:
    """One amount: its size in US dollars, what is told of it, and the class that it is drawn with."""

    usd: Decimal
    label: str
    style: str = ""


def activity_chart(activity: Timeline, title: str = "Items over time") -> BarChart | None:
    """Return the chart of a timeline; None where there is nothing to draw."""
    values = [(bar.start, bar.items) for bar in activity.bars]
    return _bar_chart(values, activity.step, title, "item")


def amounts_chart(title: str, rows: Sequence[Amounts]) -> BarChart | None:
    """Return the chart of amounts period by period, oldest first; None where there is nothing to draw.

    What is below nothing, such as a loss told as a negative profit, has no bar.
    """
    every = [(row.period, bar) for row in rows for bar in row.bars if bar and bar.usd > 0]
    if not every:
        return None
    peak, largest = max(every, key=lambda each: each[1].usd)
    beside = max(len(row.bars) for row in rows)
    between = _PITCH if beside > 1 else 0
    pitch = _PITCH * beside + between
    bars = tuple(
        _bar(
            number * pitch + place * _PITCH + (between + _GAP) // 2,
            float(bar.usd),
            float(largest.usd),
            f"{row.period}: {bar.label}",
            bar.style,
        )
        for number, row in enumerate(rows)
        for place, bar in enumerate(row.bars)
        if bar and bar.usd > 0
    )
    first, last = rows[0].period, rows[-1].period
    span = f"for {first}" if first == last else f"from {first} to {last}"
    return BarChart(
        title=title,
        description=f"{counted(len(every), 'amount')} {span}. The largest is {largest.label}, {peak}.",
        width=pitch * len(rows),
        height=HEIGHT,
        bars=bars,
        most=largest.label,
        first=first,
        last=last,
        periods=tuple(row.period for row in rows) if len(rows) <= MOST_PERIODS_NAMED else (),
    )


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
            _bar(place * _PITCH, number, most, f"{step_label(start, step)}: {counted(number, noun)}")
            for place, (start, number) in enumerate(values)
        ),
        most=f"{most:,}",
        first=step_label(first, step).removeprefix("week of "),
        last=step_label(last, step).removeprefix("week of "),
    )


def _bar(x: int, number: float, most: float, label: str, style: str = "") -> ChartBar:
    height = round(HEIGHT * number / most, 2)
    return ChartBar(x, round(HEIGHT - height, 2), _PITCH - _GAP, height, label, style)
