"""The sentences of stored items, with the figures and names that stand in them, as summaries want them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from chipnews.queries import FigureRow, ItemRow, MentionRow
from chipnews.stories.summary import Sentence
from chipnews.tagging.sentences import split_sentences

Placed = tuple[int, str]
"""Where in a text something stands, and what it is."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """A sentence and the item that it stands in."""

    text: str
    item_id: int
    outlet: str
    url: str | None


def quoted(sentences: Iterable[Sentence], items: Mapping[int, ItemRow]) -> tuple[Quoted, ...]:
    """Return the sentences with the items that they stand in."""
    return tuple(
        Quoted(each.text, each.item_id, items[each.item_id].outlet, items[each.item_id].url)
        for each in sentences
    )


def sentences_of(
    item_id: int, title: str, text: str, figures: Iterable[Placed], names: Iterable[Placed]
) -> list[Sentence]:
    """Return the sentences of the item's body, in order, each with the figures and names that stand in it."""
    begin = len(title) if text.startswith(title) else 0
    amounts, slugs = sorted(figures), sorted(names)
    spans = [
        part
        for start, end in split_sentences(text)
        if start >= begin
        for part in _parted(text, start, end, [at for at, _ in slugs])
    ]
    return [
        Sentence(text[start:end], item_id, place, _within(amounts, start, end), _within(slugs, start, end))
        for place, (start, end) in enumerate(spans)
    ]


_ENDED = re.compile(r"""[^\W_][.!?]["'”’)]*\s+\Z""")


def _parted(text: str, start: int, end: int, names: Iterable[int]) -> list[tuple[int, int]]:
    """Return the parts of a span that begin with a name in lower case, as "xAI" and "d-Matrix" do."""
    begins = [
        at
        for at in sorted(set(names))
        if start < at < end and text[at].islower() and _ENDED.search(text, max(start, at - 6), at)
    ]
    parts = zip([start, *begins], [*begins, end], strict=True)
    return [(one, one + len(text[one:other].rstrip())) for one, other in parts]


def stored_sentences(
    item_id: int, title: str, text: str, figures: Sequence[FigureRow], mentions: Sequence[MentionRow]
) -> list[Sentence]:
    """Return the sentences of a stored item with its tags."""
    amounts = ((figure.start, amount_key(figure.high, figure.currency)) for figure in figures)
    return sentences_of(item_id, title, text, amounts, ((each.start, each.slug) for each in mentions))


def amount_key(high: Decimal, currency: str) -> str:
    """Return an amount to three digits: what rounds alike is the same amount in other words."""
    return f"{currency} {high:.2e}"


def _within(placed: Sequence[Placed], start: int, end: int) -> frozenset[str]:
    return frozenset(what for at, what in placed if start <= at < end)
