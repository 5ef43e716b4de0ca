"""Reference rates by month: what an amount in another currency is about worth in US dollars.

The table that ships (`rates.csv`, 2015-01 to 2026-10) holds rounded, partly smoothed averages; its head
says how far they can be trusted. A user may supply a file of the same form: lines of
`month,currency,usd_per_unit`, with the month as YYYY-MM and lines that begin with "#" left out. A
converted amount is never a reported one; whoever shows it says so.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from importlib.resources import files
from pathlib import Path
from typing import Final

from chipnews.errors import KnowledgeError

_HEADER: Final = ["month", "currency", "usd_per_unit"]
_MONTH: Final = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")
_CENT: Final = Decimal("0.01")
_MONTHS_CARRIED_ON = 12


@dataclass(frozen=True, slots=True)
class Conversion:
    """An amount in US dollars, rounded to cents, with the rate (dollars for one unit) and its month
    (YYYY-MM).
    """

    amount_usd: Decimal
    rate: Decimal
    month: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Dollars for one unit, by currency (ISO 4217) and month (YYYY-MM)."""

    by_currency: Mapping[str, Mapping[str, Decimal]]

    def to_usd(self, amount: Decimal, currency: str, on: date) -> Conversion | None:
        """Return the amount in US dollars at the rate of the month of `on`, or None where no rate is
        known.

        For up to a year after the last month of the table that last rate serves, and `month` tells so. An
        amount in US dollars is returned as it is, at rate 1.
        """
        month = f"{on.year:04d}-{on.month:02d}"
        if currency == "USD":
            return Conversion(amount_usd=amount, rate=Decimal(1), month=month)
        months = self.by_currency.get(currency)
        if not months:
            return None
        if month not in months:
            last = max(months)
            if month < last or _count(month) - _count(last) > _MONTHS_CARRIED_ON:
                return None
            month = last
        rate = months[month]
        return Conversion(amount_usd=(amount * rate).quantize(_CENT), rate=rate, month=month)


def load_rates(path: Path | None = None) -> Rates:
    """Return the rates of a user's file, or those that ship with the package where `path` is None.

    Raises KnowledgeError where the file cannot be read or a line of it is wrong; the message names the line.
    """
    name = str(path) if path is not None else "rates.csv"
    try:
        text = (
            path.read_text(encoding="utf-8-sig")
            if path is not None
            else files("chipnews.knowledge").joinpath("rates.csv").read_text(encoding="utf-8")
        )
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(
            f"The rates file {name} cannot be read ({error}). Check the path in the settings."
        ) from error
    return Rates(_parse(text.splitlines(), name))


def _parse(lines: Iterable[str], name: str) -> dict[str, dict[str, Decimal]]:
    table: dict[str, dict[str, Decimal]] = {}
    header_seen = False
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in next(csv.reader([line]))]
        if not header_seen:
            if fields != _HEADER:
                raise KnowledgeError(f"{name}, line {number}: the first line must be '{','.join(_HEADER)}'.")
            header_seen = True
            continue
        month, currency, rate = _row(fields, name, number)
        if month in table.setdefault(currency, {}):
            raise KnowledgeError(
                f"{name}, line {number}: {currency} has a second rate for {month}; keep one."
            )
        table[currency][month] = rate
    if not table:
        raise KnowledgeError(f"{name} holds no rates. It needs lines such as '2025-01,EUR,1.035'.")
    return table


def _row(fields: list[str], name: str, number: int) -> tuple[str, str, Decimal]:
    try:
        month, currency, written = fields
        rate = Decimal(written)
    except (ValueError, InvalidOperation) as error:
        raise KnowledgeError(
            f"{name}, line {number}: expected a line such as '2025-01,EUR,1.035'."
        ) from error
    if not _MONTH.fullmatch(month) or not _CURRENCY.fullmatch(currency) or not rate.is_finite() or rate <= 0:
        raise KnowledgeError(
            f"{name}, line {number}: needs a month as YYYY-MM, a currency of three capitals and a "
            f"rate above zero."
        )
    return month, currency, rate


def _count(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:])
