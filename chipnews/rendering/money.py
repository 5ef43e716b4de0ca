"""Amounts of money as a reader writes them: "$10–12 billion", "over $500 million", "$2.50 per hour"."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Protocol

from chipnews.reports.figure_line import Amount

_SYMBOLS = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "KRW": "₩",
    "INR": "₹",
    "ILS": "₪",
    "TWD": "NT$",
    "HKD": "HK$",
    "CAD": "C$",
    "AUD": "A$",
    "NZD": "NZ$",
    "SGD": "S$",
    "CNY": "CN¥",
}
_SCALES = (
    (Decimal(10) ** 12, "trillion"),
    (Decimal(10) ** 9, "billion"),
    (Decimal(10) ** 6, "million"),
)
# More would hide what matters; the exact amount is in the JSON.
_DECIMALS = Decimal("0.001")


class Money(Protocol):
    """Whatever has an amount: a line of a report, a figure that was just tagged."""

    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...
    @property
    def qualifier(self) -> str: ...
    @property
    def unit(self) -> str: ...


def money(amount: Money) -> str:
    """Return the amount with its qualifier and unit, in its own currency."""
    qualifier = "" if amount.qualifier == "exact" else f"{amount.qualifier} "
    unit = "" if amount.unit == "total" else f" {amount.unit}"
    return f"{qualifier}{_range(amount.low, amount.high, amount.currency)}{unit}"


def dollars(amount: Amount) -> str | None:
    """Return the amount's value in US dollars, None where it is in dollars itself or no rate is known."""
    if amount.currency == "USD" or amount.usd_low is None or amount.usd_high is None:
        return None
    return _range(amount.usd_low, amount.usd_high, "USD")


def _range(low: Decimal, high: Decimal, currency: str) -> str:
    symbol = _SYMBOLS.get(currency, f"{currency} ")
    (small, small_scale), (large, large_scale) = _scaled(low), _scaled(high)
    if (small, small_scale) == (large, large_scale):
        return _join(symbol, small, small_scale)
    if small_scale == large_scale:
        return _join(symbol, f"{small}–{large}", large_scale)
    return f"{_join(symbol, small, small_scale)} – {_join(symbol, large, large_scale)}"


def _join(symbol: str, number: str, scale: str) -> str:
    if number.startswith("-"):
        symbol, number = f"-{symbol}", number[1:]
    return f"{symbol}{number} {scale}" if scale else f"{symbol}{number}"


def _scaled(value: Decimal) -> tuple[str, str]:
    """Return the number to write and its scale, "" for none."""
    for size, scale in _SCALES:
        number = (value / size).quantize(_DECIMALS, ROUND_HALF_EVEN)
        if abs(number) >= 1:
            return f"{number.normalize():,f}", scale
    if value == value.to_integral_value():
        return f"{value.to_integral_value():,f}", ""
    shown = value.quantize(Decimal("0.01")) if value == value.quantize(Decimal("0.01")) else value.normalize()
    return f"{shown:,f}", ""
