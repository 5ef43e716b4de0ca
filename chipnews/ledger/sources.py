"""Who says a fact: independent outlets, and whose word comes first. Pure."""

import re
from collections.abc import Iterable

from chipnews.ledger.values import FigureRecord


def independent(figures: Iterable[FigureRecord]) -> frozenset[str]:
    """Return the independent sources of the figures, as normalised names: at most one for each item.

    An outlet that gives it on another's authority counts as that one. A cited name also stands for an outlet
    whose name begins with it: "Reuters" for "Reuters Technology".
    """
    of_item: dict[str, set[str]] = {}
    own_name = {}
    for figure in figures:
        own_name[figure.identity] = _name(figure.outlet)
        cites = of_item.setdefault(figure.identity, set())
        if figure.cites and (name := _name(figure.cites)):
            cites.add(name)
    cited = {min(cites) for cites in of_item.values() if cites}
    own = {own_name[item] for item, cites in of_item.items() if not cites}
    return frozenset(
        own | {name for name in cited if not any(f"{outlet} ".startswith(f"{name} ") for outlet in own)}
    )


def own_word(figure: FigureRecord) -> bool:
    """Return whether it is the company's own newsroom or filing that says it."""
    return figure.company is not None and figure.primary_company == figure.company


def _name(outlet: str) -> str:
    return re.sub(r"\W+", " ", outlet.casefold()).strip().removeprefix("the ")
