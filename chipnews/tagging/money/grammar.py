"""The money grammar: from a text to its exact amounts. Pure; the same text always gives the same list."""

import re
from decimal import Decimal
from typing import Final

from chipnews.tagging.money import lexicon
from chipnews.tagging.money.context import (
    compares,
    qualifier_after,
    qualifier_before,
    unit_after,
    unit_before,
)
from chipnews.tagging.money.model import Money
from chipnews.tagging.money.quantities import quantities
from chipnews.tagging.money.quantity import Quantity
from chipnews.tagging.money.ranges import change_pair, link, shared_scale
from chipnews.tagging.money.view import View, view_of
from chipnews.tagging.values import Qualifier, Unit


def find_money(text: str, *, dollar: str = "USD") -> list[Money]:
    """Return every exact amount of money in the text, in text order and without overlap.

    `dollar` is the ISO 4217 code that a bare "$" and the bare word "dollars" stand for. Amounts are in
    whole currency units. Vague amounts ("billions of dollars", "a multi-billion-dollar deal") and prices
    inside code are left out. Never raises for any text.
    """
    view = view_of(text)
    found = [quantity for quantity in quantities(view) if not view.in_code(quantity.start)]
    if not any(quantity.currency for quantity in found):
        return []
    reader = _Reader(view, dollar)
    position = 0
    while position < len(found):
        first = found[position]
        second = found[position + 1] if position + 1 < len(found) else None
        position += 1
        if second is not None and (first.currency or second.currency):
            kind = link(view, first, second)
            if kind == "range":
                dashed = "-" in view.low[first.end : second.start]
                reader.add_range(*shared_scale(first, second, dashed=dashed))
                position += 1
                continue
            if kind == "change":
                one, other = change_pair(first, second)
                reader.add_linked(one, second)
                found[position] = other
                continue
            if kind == "list" and first.currency and first.scale is None and second.scale is None:
                reader.add_linked(first, second)
                continue
        if first.currency:
            reader.add(first)
    return reader.money


_YUAN_WORDS: Final = re.compile(r"yuan|renminbi|\brmb|\bcny|cn¥")
_YEN_WORDS: Final = re.compile(r"\byen\b|\bjpy|jp¥|japan")
_NORWEGIAN: Final = re.compile(r"\bnok\b|norw|oslo")
_DANISH: Final = re.compile(r"\bdkk\b|danish|denmark|copenhagen")


class _Reader:
    """Turns quantities into `Money` with what the text around them says."""

    def __init__(self, view: View, dollar: str) -> None:
        self.money: list[Money] = []
        self._view = view
        self._dollar = dollar

    def add(self, quantity: Quantity) -> None:
        """Append one amount."""
        self._append(quantity.start, quantity.end, quantity, quantity)

    def add_range(self, first: Quantity, second: Quantity) -> None:
        """Append one amount with two bounds."""
        self._append(first.start, second.end, first, second)

    def add_linked(self, quantity: Quantity, following: Quantity) -> None:
        """Append one amount that takes its unit from the next one where it has none ("from $2 to $3 an
        hour").
        """
        unit = unit_after(self._view.low, following.end, following.value).unit
        self._append(quantity.start, quantity.end, quantity, quantity, unit)

    def _append(self, start: int, end: int, low: Quantity, high: Quantity, lent: Unit = "total") -> None:
        if low.doubtful and low.scale is None:
            return
        view = self._view
        negative = low.negative
        start, end, negative = self._with_sign(start, end, negative, low)
        qualifier, after = self._qualifier(start, end)
        found = unit_after(view.low, after, high.value)
        if qualifier == "exact" and found.end > after and (later := qualifier_after(view.low, found.end)):
            qualifier = later[1]
        unit = found.unit if found.unit != "total" else lent
        if unit == "total":
            unit = unit_before(view.low, start, high.value)
        if unit == "total" and self.money and compares(view.low, self.money[-1].end, start):
            other = self.money[-1]
            if other.unit != "total" and abs(other.high) / 20 < high.value < abs(other.high) * 20:
                unit = other.unit
        sign = -1 if negative else 1
        bounds = sorted((_tidy(low.value * sign), _tidy(high.value * sign)))
        self.money.append(
            Money(
                start=start,
                end=end,
                surface=view.raw[start:end],
                low=bounds[0],
                high=bounds[1],
                currency=self._currency(low.currency or high.currency or "$"),
                qualifier=qualifier,
                unit=unit,
            )
        )

    def _qualifier(self, start: int, end: int) -> tuple[Qualifier, int]:
        """Return the qualifier of an amount and where the one after it, if any, ends."""
        before = qualifier_before(self._view.low, start)
        after = qualifier_after(self._view.low, end)
        if after is None:
            return before, end
        return (after[1] if before in {"exact", "about"} else before), after[0]

    def _currency(self, currency: str) -> str:
        if currency == lexicon.BARE_DOLLAR:
            return self._dollar
        if currency == lexicon.YEN_OR_YUAN:
            yuan = len(_YUAN_WORDS.findall(self._view.low))
            return "CNY" if yuan and yuan >= len(_YEN_WORDS.findall(self._view.low)) else "JPY"
        if currency == lexicon.KRONE:
            if _DANISH.search(self._view.low):
                return "DKK"
            return "NOK" if _NORWEGIAN.search(self._view.low) else "SEK"
        return currency

    def _with_sign(self, start: int, end: int, negative: bool, quantity: Quantity) -> tuple[int, int, bool]:
        """Return the span with its minus sign or accounting parentheses, and whether it is negative."""
        folded, raw = self._view.folded, self._view.raw
        before = folded[start - 1] if start else ""
        if before == "-" and raw[start - 1] in "-−‑﹣－" and (start == 1 or folded[start - 2] in " \n(|\"'"):
            return start - 1, end, True
        if before == "(" and folded[end : end + 1] == ")" and self._is_filing_style(start - 1, quantity):
            return start - 1, end + 1, True
        return start, end, negative

    def _is_filing_style(self, at: int, quantity: Quantity) -> bool:
        """Return whether parentheses that open at `at` mean a negative amount rather than an aside."""
        low = self._view.low
        other = self.money[-1] if self.money and not low[self.money[-1].end : at].strip() else None
        if other is not None and other.currency != self._currency(quantity.currency or "$"):
            return False
        head = low[max(0, at - 60) : at]
        line = head.rpartition("\n")[2]
        if not line.strip() and (at == 0 or "\n" in head or at <= 60):
            return True
        if line.rstrip(" ").endswith(
            ("|", ":", "\t", " of", " was", " were", " to", " is", " at", "=", ")", "  ")
        ):
            return True
        return _LOSS.search(head.rpartition(". ")[2]) is not None


_LOSS: Final = re.compile(
    r"\b(?:loss|losses|deficit|outflows?|net income|operating income|cash flows?|ebitda|profit|"
    r"earnings|write-?downs?|"
    r"impairment|net of|shortfall|eps)\b[^.]{0,40}\Z"
)


def _tidy(value: Decimal) -> Decimal:
    """Return the value without an exponent or trailing zeros, so that equal amounts print alike."""
    whole = value.to_integral_value()
    if value == whole:
        return whole.quantize(Decimal(1)) if whole else Decimal(0)
    return value.normalize()
