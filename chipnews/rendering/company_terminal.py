"""The report of a company for the terminal."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from chipnews.rendering.labels import counted, kind_label, period_label
from chipnews.rendering.terminal_parts import (
    bars,
    figure_table,
    heading,
    item_table,
    quotations,
    sparkline,
    text,
)
from chipnews.reports.company import CompanyReport


def company_terminal(report: CompanyReport) -> RenderableType:
    """Return the report as rich renders it."""
    parts: list[RenderableType] = [_header(report)]
    if report.in_short:
        days = period_label(report.in_short.since, report.in_short.until)
        parts.append(heading(f"In short, {days}", quotations(report.in_short.sentences)))
    parts.append(heading("Activity", sparkline(report.activity)))
    if report.figures:
        parts.append(heading("Figures", figure_table(report.figures)))
    if report.also_mentioned:
        parts.append(heading("Also mentioned", figure_table(report.also_mentioned)))
    if report.chips:
        parts.append(heading(f"Chips by vendor{_counted_in(report)}", _chips(report)))
    if report.companies:
        named = [(each.name, each.items) for each in report.companies]
        parts.append(heading(f"Most often named together with it{_counted_in(report)}", bars(named)))
    if report.newest:
        parts.append(heading("Newest items", item_table(report.newest)))
    return Group(*parts)


def _counted_in(report: CompanyReport) -> str:
    """Return in which items is counted, "" for all of them."""
    return "" if report.counted == report.items else f", in the newest {counted(report.counted, 'item')}"


def _header(report: CompanyReport) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    also = [*report.aliases, *report.tickers]
    rows = [
        ("kind", ", ".join(filter(None, (kind_label(report.kind), report.country)))),
        ("part of", report.parent.name if report.parent else ""),
        ("also known as", ", ".join(also)),
        ("counted in", ", ".join(f"{each.name} ({each.items})" for each in report.subsidiaries)),
        ("items", f"{counted(report.items, 'item')}, {period_label(report.since, report.until)}"),
    ]
    for name, value in rows:
        if value:
            grid.add_row(name, text(value))
    return Panel(grid, title=Text(report.name, "bold"), title_align="left", border_style="cyan")


def _chips(report: CompanyReport) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", overflow="fold", max_width=30)
    grid.add_column(overflow="fold")
    for vendor in report.chips:
        chips = ", ".join(f"{chip.name} ({chip.items})" for chip in vendor.chips)
        grid.add_row(text(vendor.vendor.name if vendor.vendor else "of no one vendor"), text(chips))
    return grid
