"""Amounts of money as a reader writes them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.rendering.money import dollars, money
from chipnews.reports.figure_line import Amount


def _amount(
    low: str, high: str | None = None, currency: str = "USD", qualifier: str = "exact", unit: str = "total"
) -> Amount:
    return Amount(Decimal(low), Decimal(high or low), currency, qualifier, unit)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        pytest.param(_amount("75e9"), "$75 billion", id="billions"),
        pytest.param(_amount("26.3e9"), "$26.3 billion", id="with decimals"),
        pytest.param(_amount("1.5e12"), "$1.5 trillion", id="trillions"),
        pytest.param(_amount("4e15", currency="JPY"), "¥4,000 trillion", id="more than trillions"),
        pytest.param(_amount("2.5", unit="per hour"), "$2.50 per hour", id="cents"),
        pytest.param(_amount("0.075", unit="per million tokens"), "$0.075 per million tokens", id="small"),
        pytest.param(_amount("40000", unit="per chip"), "$40,000 per chip", id="thousands"),
        pytest.param(_amount("10e9", "12e9"), "$10–12 billion", id="a range"),
        pytest.param(_amount("900e6", "1.2e9"), "$900 million – $1.2 billion", id="a range across scales"),
        pytest.param(_amount("500e6", qualifier="over"), "over $500 million", id="over"),
        pytest.param(_amount("5e9", None, "USD", "about", "per day"), "about $5 billion per day", id="a day"),
        pytest.param(_amount("1e9", qualifier="up to"), "up to $1 billion", id="up to"),
        pytest.param(_amount("3e9", currency="TWD"), "NT$3 billion", id="Taiwan"),
        pytest.param(_amount("1.2e9", currency="EUR"), "€1.2 billion", id="euro"),
        pytest.param(_amount("5e12", currency="KRW"), "₩5 trillion", id="won"),
        pytest.param(_amount("3e6", currency="CHF"), "CHF 3 million", id="a currency without a sign"),
        pytest.param(_amount("-3e6"), "-$3 million", id="negative"),
        pytest.param(_amount("999999999"), "$1 billion", id="rounded up to the next scale"),
        pytest.param(_amount("1234567890"), "$1.235 billion", id="rounded to three decimals"),
        pytest.param(_amount("1E+3"), "$1,000", id="an exponent"),
        pytest.param(_amount("0"), "$0", id="nothing"),
    ],
)  # fmt: skip
def test_an_amount_is_shown(amount: Amount, shown: str) -> None:
    assert money(amount) == shown


def test_dollars_are_given_for_other_currencies_only() -> None:
    euros = Amount(
        Decimal(10**9), Decimal(10**9), "EUR", "exact", "total", Decimal(11 * 10**8), Decimal(11 * 10**8)
    )
    assert dollars(euros) == "$1.1 billion"
    assert dollars(_amount("1e9")) is None
    assert dollars(_amount("1e9", currency="EUR")) is None


@given(value=st.decimals(min_value=0, max_value=10**18, places=2))
def test_what_is_shown_is_near_what_is_meant(value: Decimal) -> None:
    number, _, scale = money(_amount(str(value))).removeprefix("$").partition(" ")
    size = {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[scale]
    shown = Decimal(number.replace(",", "")) * size
    assert abs(shown - value) <= value * Decimal("0.0005") + Decimal("0.001")
