"""Reference rates: the table that ships, a user's own, and what happens where no rate is known."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from chipnews.errors import KnowledgeError
from chipnews.knowledge.rates import load_rates

SHIPPED = "EUR GBP JPY CNY KRW TWD INR HKD SGD CAD AUD CHF SEK ILS SAR AED".split()


@pytest.mark.parametrize("currency", SHIPPED)
def test_every_month_of_the_shipped_table_has_a_rate(currency: str) -> None:
    months = load_rates(None).by_currency[currency]
    assert (
        list(months) == [f"{year}-{month:02d}" for year in range(2015, 2027) for month in range(1, 13)][:142]
    )
    assert all(len(rate.normalize().as_tuple().digits) <= 4 for rate in months.values())


def test_neighbouring_months_differ_by_less_than_a_tenth() -> None:
    for months in load_rates(None).by_currency.values():
        rates = list(months.values())
        assert all(abs(after / before - 1) < Decimal("0.1") for before, after in pairwise(rates))


def test_an_amount_is_converted_at_the_rate_of_its_month(tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("# mine\nmonth,currency,usd_per_unit\n2025-01,EUR,1.04\n2025-02,EUR,1.05\n")
    conversion = load_rates(table).to_usd(Decimal(1000), "EUR", date(2025, 1, 31))
    assert conversion is not None
    assert (conversion.amount_usd, conversion.rate, conversion.month) == (1040, Decimal("1.04"), "2025-01")


def test_dollars_stay_as_they_are() -> None:
    conversion = load_rates(None).to_usd(Decimal("5.123"), "USD", date(1999, 1, 1))
    assert conversion is not None
    assert (conversion.amount_usd, conversion.rate) == (Decimal("5.123"), 1)


def test_after_the_end_of_the_table_its_last_month_serves_for_a_year() -> None:
    rates = load_rates(None)
    conversion = rates.to_usd(Decimal(1), "EUR", date(2026, 12, 1))
    assert conversion is not None
    assert conversion.month == "2026-10"
    assert rates.to_usd(Decimal(1), "EUR", date(2028, 1, 1)) is None


@pytest.mark.parametrize(("currency", "on"), [("XAU", date(2025, 1, 1)), ("EUR", date(2014, 12, 31))])
def test_without_a_rate_there_is_no_conversion(currency: str, on: date) -> None:
    assert load_rates(None).to_usd(Decimal(1), currency, on) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("month,currency\n", id="other header"),
        pytest.param("month,currency,usd_per_unit\n2025-13,EUR,1\n", id="no such month"),
        pytest.param("month,currency,usd_per_unit\n2025-01,euro,1\n", id="no code"),
        pytest.param("month,currency,usd_per_unit\n2025-01,EUR,zero\n", id="no number"),
        pytest.param("month,currency,usd_per_unit\n2025-01,EUR,0\n", id="zero"),
        pytest.param("month,currency,usd_per_unit\n2025-01,EUR,NaN\n", id="not a number"),
        pytest.param("month,currency,usd_per_unit\n2025-01,EUR\n", id="too short"),
        pytest.param("month,currency,usd_per_unit\n2025-01,EUR,1\n2025-01,EUR,2\n", id="twice"),
    ],
)
def test_a_wrong_table_is_refused_with_its_name(text: str, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text(text)
    with pytest.raises(KnowledgeError, match=r"mine\.csv"):
        load_rates(table)


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_rates(tmp_path / "none.csv")
