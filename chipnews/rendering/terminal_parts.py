"""Parts that the terminal's reports are made of. Text of others comes in as `Text`, never as markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.style import Style
from rich.table import Table
from rich.text import Text

from chipnews.queries import ItemRow
from chipnews.rendering.labels import day_label, source_label, what_label, who_label
from chipnews.rendering.markdown_text import safe_url
from chipnews.rendering.money import dollars, money
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.activity import Timeline
from chipnews.reports.figure_line import FigureLine
from chipnews.reports.summaries import Quoted

LONGEST_TITLE = 200
WIDE, _ANY_WIDTH = 100, 10_000
_BLOCKS = "▁▂▃▄▅▆▇█"


def text(content: str, style: str = "", url: str | None = None) -> Text:
    """Return text of others, made safe, as one line; a link where the terminal can show one."""
    address = safe_url(url)
    return Text(one_line(content), Style.parse(style) + Style(link=address) if address else style)


def title(content: str, url: str | None = None, mark: str = "") -> Text:
    """Return an item's title for a list, shortened where it would fill the screen."""
    shown = one_line(content)
    short = shown if len(shown) <= LONGEST_TITLE else f"{shown[: LONGEST_TITLE - 1].rstrip()}…"
    return text(mark + short, "", url)


def heading(title: str, *parts: RenderableType) -> Group:
    """Return the parts below a title."""
    return Group(Text(f"\n{title}", "bold cyan"), *parts)


def plain_table(*columns: str) -> Table:
    """Return a table with a line below its head only."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for column in columns:
        right = column.startswith(">")
        table.add_column(
            column.removeprefix(">"), justify="right" if right else "left", overflow="fold", no_wrap=right
        )
    return table


@dataclass(frozen=True, slots=True)
class Fitted:
    """A table that a screen which is too narrow for all of it folds at spaces rather than amid words.

    Columns of the heads in `wishes` get so many cells of 80, and more where there are more. Those in `spare`
    are left out of less than WIDE columns.
    """

    table: Table
    wishes: Mapping[str, int]
    spare: tuple[str, ...] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the table, fitted where it would be too wide."""
        width = options.max_width
        if self.table.__rich_measure__(console, options.update_width(_ANY_WIDTH)).maximum > width:
            if width < WIDE:
                self.table.columns = [c for c in self.table.columns if str(c.header) not in self.spare]
            for column in self.table.columns:
                if wish := self.wishes.get(str(column.header)):
                    widest = max((cell_len(str(cell)) for cell in column.cells), default=0)
                    column.width, column.no_wrap = min(max(wish, wish * width // 80), widest), False
        yield self.table


def sparkline(timeline: Timeline) -> Text:
    """Return the bars of a timeline as one line, the first and last day beside them."""
    if not timeline.bars:
        return Text("—")
    most = max(bar.items for bar in timeline.bars)
    first, last = timeline.bars[0].start, timeline.bars[-1].start
    return Text.assemble(
        (f"{first} ", "dim"),
        (spark(timeline), "green"),
        (f" {last}", "dim"),
        f"  most in a {timeline.step}: {most}",
    )


def spark(timeline: Timeline) -> str:
    """Return a block for each bar of a timeline, as high as its number of items; a space for none."""
    most = max((bar.items for bar in timeline.bars), default=0)
    return "".join(
        _BLOCKS[(bar.items * (len(_BLOCKS) - 1) + most - 1) // most] if bar.items else " "
        for bar in timeline.bars
    )


def bars(counts: Sequence[tuple[str, int]], width: int = 24) -> Table:
    """Return names with bars and their counts."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold", max_width=40)
    table.add_column(justify="right")
    table.add_column()
    most = max((count for _, count in counts), default=1)
    for name, count in counts:
        table.add_row(text(name), f"{count:,}", Text("█" * max(1, round(width * count / most)), "green"))
    return table


def figure_table(lines: Sequence[FigureLine]) -> Table:
    """Return figures, one line each."""
    table = plain_table(">amount", "what", "who", "source")
    for line in lines:
        amount = Text(money(line.amount), "bold")
        if converted := dollars(line.amount):
            amount.append(f"\n≈ {converted}", "dim")
        table.add_row(
            amount,
            text(what_label(line)),
            text(who_label(line)),
            text(source_label(line), "dim", line.source.url),
        )
    return table


def quotations(sentences: Sequence[Quoted]) -> Group:
    """Return sentences, each on a line of its own, with their outlets."""
    return Group(
        *(Text.assemble(text(each.text), "  ", text(each.outlet, "dim", each.url)) for each in sentences)
    )


def item_table(items: Sequence[ItemRow]) -> Table:
    """Return items, one line each, with their number for `chipnews show`."""
    table = plain_table("date", "item", "outlet", ">number")
    for item in items:
        table.add_row(
            Text(day_label(item.published_at), "dim"),
            title(item.title, item.url),
            text(item.outlet, "dim"),
            Text(str(item.id), "dim"),
        )
    return table
