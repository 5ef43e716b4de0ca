"""Which facts contradict each other. Pure.

Two facts do when they state another amount of the same company, kind, counterparty, chip, unit, currency and
period, both as what was, and neither is more than a rounding of the other. An article that states both knows
them to be different things (a segment and the whole): facts that share an item do not contradict each other,
nor do a part and its whole.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chipnews.ledger.amounts import Stated, agree, stated
from chipnews.queries.ledger import FactRow

MEASURES = frozenset(("revenue", "profit", "loss", "capex", "valuation", "acquisition", "funding", "fine"))
"""Kinds of which there is one amount for a company and a period (for acquisitions: and a counterparty)."""

TOLERANCE = Decimal("0.05")
"""How far from the other an amount told with "about" may be, as a share of it."""

_POINTS = frozenset(("exact", "about"))


def contradicting(
    fact: FactRow, others: Sequence[FactRow], items: Mapping[int, frozenset[int]]
) -> tuple[FactRow, ...]:
    """Return those of the others that contradict the fact; `items` are the items that state each."""
    return tuple(other for other in others if _contradict(fact, other, items))


def _contradict(one: FactRow, other: FactRow, items: Mapping[int, frozenset[int]]) -> bool:
    return (
        one.id != other.id
        and one.kind in MEASURES
        and _subject(one) == _subject(other)
        and one.period_end is not None
        and all(fact.status == "actual" and fact.qualifier in _POINTS for fact in (one, other))
        and not (items.get(one.id, frozenset()) & items.get(other.id, frozenset()))
        and other.id not in (one.compared_to, one.part_of)
        and one.id not in (other.compared_to, other.part_of)
        and not _same(one, other)
    )


def _subject(fact: FactRow) -> tuple[object, ...]:
    return (
        fact.company,
        fact.kind,
        fact.counterparty,
        fact.chip,
        fact.unit,
        fact.currency,
        fact.period_start,
        fact.period_end,
    )


def _same(one: FactRow, other: FactRow) -> bool:
    if agree(_stated(one), _stated(other)):
        return True
    if one.low <= other.high and other.low <= one.high:
        return True
    about = "about" in (one.qualifier, other.qualifier)
    apart = max(one.low - other.high, other.low - one.high)
    return about and apart <= TOLERANCE * max(abs(one.high), abs(other.high))


def _stated(fact: FactRow) -> Stated:
    return stated(fact.surface, fact.low, fact.high)
