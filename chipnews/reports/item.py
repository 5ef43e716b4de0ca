"""One item with its text and everything that is tagged in it."""

from dataclasses import dataclass

from sqlalchemy import Engine

from chipnews import queries
from chipnews.errors import UnknownName
from chipnews.knowledge.loader import Knowledge
from chipnews.queries import ItemRow, MentionRow
from chipnews.reports.figure_line import FigureLine, figure_line


@dataclass(frozen=True, slots=True)
class TextFigure:
    """A figure and where it stands: `text[start:end] == surface`."""

    start: int
    end: int
    surface: str
    figure: FigureLine


@dataclass(frozen=True, slots=True)
class ItemReport:
    """An item, its text, where that came from (feed, article or file), and its tags in text order.

    `duplicate_of` is the number of the item that reports show instead, `story_id` that of its story.
    """

    item: ItemRow
    text: str
    text_source: str
    duplicate_of: int | None
    story_id: int | None
    mentions: tuple[MentionRow, ...]
    figures: tuple[TextFigure, ...]


def item_report(engine: Engine, knowledge: Knowledge, item_id: int) -> ItemReport:
    """Return the report of one item. Raises UnknownName."""
    found = queries.item_text(engine, item_id)
    if found is None:
        raise UnknownName("item", str(item_id))
    return ItemReport(
        item=found.item,
        text=found.text,
        text_source=found.text_source,
        duplicate_of=found.duplicate_of,
        story_id=found.story_id,
        mentions=tuple(queries.item_mentions(engine, item_id)),
        figures=tuple(
            TextFigure(row.start, row.end, row.surface, figure_line(row, knowledge))
            for row in queries.item_figures(engine, item_id)
        ),
    )
