"""What a figure is called whatever its row's number: the item's identity, the sentence, the surface. Pure."""

import hashlib
from collections import Counter
from collections.abc import Iterable

from chipnews.ledger.values import FigureRecord


def item_identity(canonical_url: str | None, outlet: str, guid: str) -> str:
    """Return what stays the same of an item, from whichever feed it comes."""
    return canonical_url or f"{outlet}\n{guid}"


def figure_keys(figures: Iterable[FigureRecord]) -> dict[int, str]:
    """Return the key of each figure by its id; all figures of an item must be among them.

    A surface that stands twice in a sentence is told apart by its place among them.
    """
    seen: Counter[tuple[int, str, str]] = Counter()
    keys = {}
    for figure in sorted(figures, key=lambda figure: (figure.item_id, figure.start)):
        place = (figure.item_id, figure.sentence, figure.surface)
        content = (figure.identity, figure.sentence, figure.surface, seen[place])
        keys[figure.id] = hashlib.sha256(repr(content).encode()).hexdigest()[:32]
        seen[place] += 1
    return keys
