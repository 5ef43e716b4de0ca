"""When two amounts are the same amount, told more or less exactly. Pure.

"$26.3 billion" says a tenth of a billion, "$26.28 billion" a hundredth: rounded to a tenth they are equal.
The rounding may not be more than LARGEST_ROUNDING of the amount, or "$5 billion" would be "$4.6 billion".
A range agrees with a range only: that a value lies within it does not make it the same statement.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal

LARGEST_ROUNDING = Decimal("0.025")
_DIGITS = re.compile(r"\d[\d.,']*")


@dataclass(frozen=True, slots=True, order=True)
class Stated:
    """An amount as stated: finest first in order. `precision` is the worth of its last digit, in units."""

    precision: Decimal
    low: Decimal
    high: Decimal

    @property
    def is_range(self) -> bool:
        """Whether the text gives two amounts."""
        return self.low != self.high


def stated(surface: str, low: Decimal, high: Decimal) -> Stated:
    """Return the amount with its precision, read from the digits that the text writes.

    Where it writes none ("one billion dollars"), two digits are taken for meant.
    """
    return Stated(_written(surface, low) or _two_digits(max(abs(low), abs(high))), low, high)


def agree(one: Stated, other: Stated) -> bool:
    """Return whether the amounts are equal after rounding to the coarser precision of the two."""
    if one.is_range != other.is_range:
        return False
    coarser = max(one.precision, other.precision)
    return _close(one.low, other.low, coarser) and _close(one.high, other.high, coarser)


def distance(one: Stated, other: Stated) -> Decimal:
    """Return how far apart the amounts are, in units."""
    return abs(one.low - other.low) + abs(one.high - other.high)


class Centres:
    """Amounts around which others are gathered, found by neighbourhood rather than one by one."""

    def __init__(self) -> None:
        self._sorted: list[tuple[Decimal, Stated]] = []

    def add(self, centre: Stated) -> None:
        """Add an amount once."""
        at = bisect_left(self._sorted, (centre.low, centre))
        if at == len(self._sorted) or self._sorted[at][1] != centre:
            self._sorted.insert(at, (centre.low, centre))

    def agreeing(self, amount: Stated) -> list[Stated]:
        """Return the centres that agree with the amount, the nearest first."""
        # What agrees differs by LARGEST_ROUNDING of the larger at most: a little more is looked at.
        reach = abs(amount.low) * LARGEST_ROUNDING * 2
        found = []
        at = bisect_left(self._sorted, amount.low - reach, key=lambda pair: pair[0])
        while at < len(self._sorted) and self._sorted[at][0] <= amount.low + reach:
            centre = self._sorted[at][1]
            if agree(centre, amount):
                found.append(centre)
            at += 1
        return sorted(found, key=lambda centre: (distance(centre, amount), centre))


def _close(one: Decimal, other: Decimal, precision: Decimal) -> bool:
    apart = abs(one - other)
    return 2 * apart <= precision and apart <= LARGEST_ROUNDING * max(abs(one), abs(other))


def _written(surface: str, low: Decimal) -> Decimal | None:
    """Return what the last digit of the first number is worth, None where that is no power of ten."""
    found = _DIGITS.search(surface)
    number = int(re.sub(r"\D", "", found[0])) if found else 0
    if not number or not low:
        return None
    worth = abs(low) / number
    return worth if worth.normalize().as_tuple().digits == (1,) else None


def _two_digits(amount: Decimal) -> Decimal:
    return Decimal(1).scaleb(amount.adjusted() - 1) if amount else Decimal(1)
