"""The value that scanning gives and joining takes: one number with its scale and currency. Data only."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number in the text. `scale` is None where no scale is written; `currency` is None where none is.

    `doubtful` marks a code or word with other meanings before a bare number; without a scale it is no money.
    """

    start: int
    end: int
    number: Decimal
    scale: Decimal | None
    currency: str | None
    prefixed: bool = False
    in_words: bool = False
    negative: bool = False
    doubtful: bool = False

    @property
    def value(self) -> Decimal:
        """The number times its scale, without its sign."""
        return self.number * self.scale if self.scale is not None else self.number
