"""Companies, chips and candidates for the terminal."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from chipnews.queries import CandidateRow
from chipnews.rendering.labels import kind_label
from chipnews.rendering.terminal_parts import Fitted, plain_table, text
from chipnews.reports.known import KnownChip, KnownCompany
from chipnews.reports.names import Named

# A slug is to be copied, so it is kept whole where there is room.
_COMPANY_WIDTHS = {"slug": 22, "name": 16, "kind": 11, "ticker": 11}
_CHIP_WIDTHS = {"slug": 26, "name": 16, "year": 4}


def companies_table(companies: Sequence[KnownCompany]) -> RenderableType:
    """Return companies, one line each."""
    table = plain_table("name", "slug", "kind", "country", "part of", "ticker")
    for each in companies:
        table.add_row(
            text(each.name),
            text(each.slug, "dim"),
            kind_label(each.kind),
            each.country or "",
            text(each.parent.name if each.parent else ""),
            ", ".join(each.tickers),
        )
    return Fitted(table, _COMPANY_WIDTHS, spare=("part of",))


def company_card(company: KnownCompany) -> RenderableType:
    """Return what is known of one company."""
    return _card(
        company.name,
        [
            ("slug", company.slug),
            ("kind", kind_label(company.kind)),
            ("country", company.country or ""),
            ("part of", company.parent.name if company.parent else ""),
            ("subsidiaries", _names(company.subsidiaries)),
            ("tickers", ", ".join(company.tickers)),
            ("aliases", ", ".join(company.aliases)),
            ("in context only", ", ".join(company.ambiguous)),
            ("formerly", ", ".join(company.former)),
            ("website", company.website or ""),
            ("fiscal year ends", f"month {company.fiscal_year_end}" if company.fiscal_year_end != 12 else ""),
            ("chips", _names(company.chips)),
        ],
    )


def chips_table(chips: Sequence[KnownChip]) -> RenderableType:
    """Return chips, one line each."""
    table = plain_table("name", "slug", "vendor", "kind", "family", "year")
    for each in chips:
        table.add_row(
            text(each.name),
            text(each.slug, "dim"),
            text(each.vendor.name if each.vendor else "—"),
            each.kind,
            text(each.family or ""),
            str(each.year or ""),
        )
    return Fitted(table, _CHIP_WIDTHS, spare=("family",))


def chip_card(chip: KnownChip) -> RenderableType:
    """Return what is known of one chip."""
    return _card(
        chip.name,
        [
            ("slug", chip.slug),
            ("vendor", chip.vendor.name if chip.vendor else "made by many"),
            ("kind", chip.kind),
            ("family", chip.family or ""),
            ("announced", str(chip.year or "")),
            ("aliases", ", ".join(chip.aliases)),
            ("in context only", ", ".join(chip.ambiguous)),
        ],
    )


def candidates_table(candidates: Sequence[CandidateRow]) -> RenderableType:
    """Return companies that no list knows, each with a sentence that names it."""
    table = plain_table("name", ">items", "sentence")
    for each in candidates:
        table.add_row(text(each.name), f"{each.items:,}", text(each.sentence, "dim"))
    return table


def _card(title: str, rows: Sequence[tuple[str, str]]) -> Panel:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    for name, value in rows:
        if value:
            grid.add_row(name, text(value))
    return Panel(grid, title=Text(title, "bold"), title_align="left", border_style="cyan")


def _names(named: Sequence[Named]) -> str:
    return ", ".join(each.name for each in named)
