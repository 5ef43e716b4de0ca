"""How far a figure reaches, so that a new one need not bring all of its company and kind with it. Pure.

It changes facts of amounts within CORE times its own at most: rounding is bounded by LARGEST_ROUNDING, and
merging looks at neighbours of neighbours, no further. To merge these as if all were there, one needs those
within CONTEXT times. A test compares the two.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal

CORE = Decimal("1.15")
CONTEXT = Decimal("1.32")

Interval = tuple[Decimal, Decimal]
"""Amounts without their sign, both ends included."""


def intervals(amounts: Iterable[Decimal], factor: Decimal) -> tuple[Interval, ...]:
    """Return what lies within the factor of one of the amounts, in rising order and without overlap."""
    found: list[Interval] = []
    for low, high in sorted((abs(amount) / factor, abs(amount) * factor) for amount in set(amounts)):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def within(amount: Decimal, near: Sequence[Interval]) -> bool:
    """Return whether the amount lies in one of the intervals."""
    return any(low <= abs(amount) <= high for low, high in near)
