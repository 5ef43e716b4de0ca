"""Trends for the terminal: a bar for each week or month, and a line for each company and chip."""

from collections.abc import Sequence
from decimal import Decimal

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chipnews.rendering.labels import kind_label, period_label
from chipnews.rendering.money import money
from chipnews.rendering.terminal_parts import heading, plain_table, spark, text
from chipnews.reports.figure_line import Amount
from chipnews.reports.trends import NamedTrend, Point, Trends

_PARTS = " ▏▎▍▌▋▊▉"
# The columns beside the bars, and from which width on companies and chips stand side by side.
_BESIDE, _WIDE = 54, 100
_LEAST, _MOST = 4, 60


def trends_terminal(trends: Trends, width: int = 80) -> RenderableType:
    """Return the trends as rich renders them on a screen of so many columns."""
    bars = min(max((width - _BESIDE) * 2 // 3, _LEAST), _MOST)
    parts: list[RenderableType] = [
        text(trends_title(trends), "bold"),
        text(f"by {trends.step}, {period_label(trends.since, trends.until)}", "dim"),
        Text(),
        _points(trends.points, trends.step, bars),
    ]
    named = [
        heading(title, _named(each))
        for title, each in (("Companies", trends.companies), ("Chips", trends.chips))
        if each
    ]
    if width >= _WIDE:
        grid = Table.grid(padding=(0, 6))
        grid.add_row(*named)
        parts.append(grid)
    else:
        parts += named
    if named and trends.of_each:
        told = f"Names are estimated from the newest {trends.of_each:,} items of each {trends.step}."
        parts += [Text(), text(told, "dim")]
    return Group(*parts)


def trends_title(trends: Trends) -> str:
    """Return what the trends are of: "Amazon: capex"."""
    names = [each.name for each in (trends.company, trends.chip) if each]
    if trends.kind:
        names.append(kind_label(trends.kind))
    return ": ".join(names) or "All news"


def largest_label(value: Decimal | None) -> str:
    """Return the largest sum of a week or month in words, "" for none."""
    return "" if value is None else money(Amount(value, value, "USD", "exact", "total"))


def _points(points: Sequence[Point], step: str, width: int) -> Table:
    table = plain_table(step, ">items", "", ">figures", "", ">largest sum")
    most_items = max((point.items for point in points), default=0)
    most_figures = max((point.figures for point in points), default=0)
    for point in points:
        table.add_row(
            Text(str(point.start)[: 7 if step == "month" else 10], "dim"),
            f"{point.items:,}",
            Text(_bar(point.items, most_items, width), "green"),
            f"{point.figures:,}",
            Text(_bar(point.figures, most_figures, width // 2), "cyan"),
            Text(largest_label(point.largest_usd), "bold"),
        )
    return table


def _named(named: Sequence[NamedTrend]) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold", max_width=30)
    table.add_column(justify="right")
    table.add_column()
    for each in named:
        table.add_row(text(each.name), f"{each.items:,}", Text(spark(each.timeline), "green"))
    return table


def _bar(number: int, most: int, width: int) -> str:
    """Return a bar as long as the number, to an eighth of a character."""
    if not number:
        return ""
    eighths = max(1, round(number * width * 8 / most))
    return "█" * (eighths // 8) + _PARTS[eighths % 8].strip()
