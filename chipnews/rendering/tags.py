"""The tags of one text as tables for the terminal."""

from collections.abc import Mapping, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from chipnews.knowledge.loader import Knowledge
from chipnews.rendering.labels import kind_label
from chipnews.rendering.money import money
from chipnews.rendering.terminal_parts import heading, plain_table, text
from chipnews.reports.names import company_named
from chipnews.tagging.values import Figure, Mention, TaggedText


def tags_table(title: str | None, tags: TaggedText, knowledge: Knowledge) -> RenderableType:
    """Return the companies, chips and figures of a text, each company and chip once."""
    parts: list[RenderableType] = [text(title, "bold")] if title else []
    if tags.companies:
        parts.append(heading("Companies", text(_names(tags.companies))))
    if tags.chips:
        parts.append(heading("Chips", text(_names(tags.chips))))
    if tags.figures:
        table = plain_table(">amount", "what", "company", "counterparty", "period", "in the text")
        for figure in tags.figures:
            table.add_row(*_cells(figure, {each.slug: each.name for each in tags.companies}, knowledge))
        parts.append(heading("Figures", table))
    if not (tags.companies or tags.chips or tags.figures):
        parts.append(Text("No company, chip or figure was found."))
    return Group(*parts)


def _names(mentions: Sequence[Mention]) -> str:
    counts: dict[str, int] = {}
    for mention in mentions:
        counts[mention.name] = counts.get(mention.name, 0) + 1
    return ", ".join(f"{name} ({count})" if count > 1 else name for name, count in counts.items())


def _cells(figure: Figure, named: Mapping[str, str], knowledge: Knowledge) -> tuple[Text, ...]:
    def name(slug: str | None) -> str:
        # A company that no list knows goes by what the text calls it.
        known = company_named(knowledge, slug).name if slug else ""
        return named.get(known, known)

    return (
        Text(money(figure), "bold"),
        text(kind_label(figure.kind)),
        text(name(figure.company)),
        text(name(figure.counterparty)),
        text(figure.period or ""),
        text(figure.surface, "dim"),
    )
