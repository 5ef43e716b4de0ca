"""Items for the terminal: one with its tags highlighted, and what a search found."""

from collections.abc import Sequence
from itertools import pairwise

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from chipnews.queries import SearchHit
from chipnews.rendering.labels import day_label, what_label, who_label
from chipnews.rendering.markdown_text import safe_url
from chipnews.rendering.money import money
from chipnews.rendering.terminal_parts import heading, plain_table, text
from chipnews.rendering.terminal_text import one_line, plain
from chipnews.reports.item import ItemReport

COMPANY, CHIP, FIGURE, FOUND = "bold cyan", "bold magenta", "bold green", "bold yellow"


def item_terminal(report: ItemReport) -> RenderableType:
    """Return an item with its companies, chips and figures highlighted."""
    item = report.item
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim")
    grid.add_column(overflow="fold")
    rows = [
        ("outlet", item.outlet),
        ("date", f"{item.published_at:%Y-%m-%d %H:%M} UTC"),
        ("author", item.author or ""),
        ("link", safe_url(item.url) or ""),
        ("text from", report.text_source),
        ("a copy of", str(report.duplicate_of or "")),
        ("relevant", {None: "not tagged yet", True: "", False: "no"}[item.relevant]),
    ]
    for name, value in rows:
        if value:
            grid.add_row(name, text(value, "", item.url if name == "link" else None))
    spans = [(each.start, each.end, COMPANY if each.kind == "company" else CHIP) for each in report.mentions]
    spans += [(each.start, each.end, FIGURE) for each in report.figures]
    body = report.text.removeprefix(item.title).lstrip("\n")
    shift = len(report.text) - len(body)
    inside = [(start - shift, end - shift, style) for start, end, style in spans if start >= shift]
    parts: list[RenderableType] = [
        Panel(grid, title=text(item.title, "bold"), title_align="left", border_style="cyan"),
        Text(),
        highlighted(body, inside),
    ]
    names = sorted({(each.kind, each.name) for each in report.mentions}, key=lambda pair: pair[1].casefold())
    for kind, title, style in (("company", "Companies", COMPANY), ("chip", "Chips", CHIP)):
        if chosen := [name for each, name in names if each == kind]:
            parts.append(heading(title, text(", ".join(chosen), style)))
    if report.figures:
        table = plain_table(">amount", "what", "who", "sentence")
        for each in report.figures:
            line = each.figure
            table.add_row(
                Text(money(line.amount), FIGURE),
                text(what_label(line)),
                text(who_label(line)),
                text(line.sentence, "dim"),
            )
        parts.append(heading("Figures", table))
    return Group(*parts)


def search_terminal(hits: Sequence[SearchHit]) -> RenderableType:
    """Return what was found, each with the piece of text in which the words stand."""
    parts: list[RenderableType] = []
    for hit in hits:
        item = hit.item
        head = text(item.title, "bold", item.url)
        head.append(
            f"\n{one_line(item.outlet)}, {day_label(item.published_at)}, chipnews show {item.id}\n", "dim"
        )
        snippet = _snippet(hit)
        parts.append(Text.assemble(head, snippet, "\n"))
    return Group(*parts)


def _snippet(hit: SearchHit) -> Text:
    """Return the piece of text, without the title that begins it: that stands above."""
    title = " ".join(hit.item.title.split())
    cut = len(title) + 1 if hit.snippet.startswith(f"{title} ") else 0
    return highlighted(
        hit.snippet[cut:], [(start - cut, end - cut, FOUND) for start, end in hit.highlights if start >= cut]
    )


def highlighted(content: str, spans: Sequence[tuple[int, int, str]]) -> Text:
    """Return text of others, made safe, the spans (start, end, style) of the raw text in their styles."""
    shown = Text()
    edges = sorted({0, len(content), *(edge for start, end, _ in spans for edge in (start, end))})
    for begin, end in pairwise(edge for edge in edges if 0 <= edge <= len(content)):
        # Where spans overlap, the shortest is the most telling.
        over = [span for span in spans if span[0] <= begin and end <= span[1]]
        style = min(over, key=lambda span: span[1] - span[0])[2] if over else ""
        shown.append(plain(content[begin:end]), style)
    return shown
