"""The value that the money grammar gives: one `Money` for each exact amount in a text."""

from dataclasses import dataclass
from decimal import Decimal

from chipnews.tagging.values import Qualifier, Unit

Sum = tuple[Decimal, Decimal, str]
"""The lowest and the highest amount, and the currency."""


@dataclass(frozen=True, slots=True)
class Money:
    """One amount, as written and as a number.

    `start` and `end` count Unicode code points of the text, so `text[start:end] == surface`. The span is
    the money expression without its qualifier and unit; a sign or the parentheses of a negative amount
    belong to it. `low` and `high` are in whole units of `currency` (ISO 4217) and differ only where the
    text gives a range.
    """

    start: int
    end: int
    surface: str
    low: Decimal
    high: Decimal
    currency: str
    qualifier: Qualifier
    unit: Unit

    @property
    def sum(self) -> Sum:
        """The amount as a number: two mentions of the same are mostly of the same fact."""
        return self.low, self.high, self.currency
