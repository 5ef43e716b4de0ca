"""Properties of the money grammar: what is rendered is read back, whatever stands around it."""

from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipnews.tagging.money import dollar_of, find_money

PREFIXES = {
    "$": "USD",
    "US$": "USD",
    "USD ": "USD",
    "C$": "CAD",
    "A$": "AUD",
    "HK$": "HKD",
    "NT$": "TWD",
    "S$": "SGD",
    "NZ$": "NZD",
    "R$": "BRL",
    "€": "EUR",
    "EUR ": "EUR",
    "£": "GBP",
    "GBP ": "GBP",
    "CN¥": "CNY",
    "RMB ": "CNY",
    "₩": "KRW",
    "KRW ": "KRW",
    "₹": "INR",
    "Rs ": "INR",
    "Rs. ": "INR",
    "INR ": "INR",
    "SEK ": "SEK",
    "CHF ": "CHF",
    "₪": "ILS",
    "SAR ": "SAR",
    "AED ": "AED",
    "JPY ": "JPY",
    "NOK ": "NOK",
    "DKK ": "DKK",
}
SUFFIXES = {
    " dollars": "USD",
    " U.S. dollars": "USD",
    " USD": "USD",
    " euros": "EUR",
    " pounds sterling": "GBP",
    " yuan": "CNY",
    " renminbi": "CNY",
    " won": "KRW",
    " yen": "JPY",
    " rupees": "INR",
    " Canadian dollars": "CAD",
    " Australian dollars": "AUD",
    " Hong Kong dollars": "HKD",
    " Singapore dollars": "SGD",
    " Swiss francs": "CHF",
    " Taiwan dollars": "TWD",
    " new Taiwan dollars": "TWD",
    " kronor": "SEK",
    " shekels": "ILS",
    " riyals": "SAR",
    " dirhams": "AED",
    " zlotys": "PLN",
}
SCALES = {
    "k": 3,
    "K": 3,
    " thousand": 3,
    "m": 6,
    "M": 6,
    "mn": 6,
    "mln": 6,
    " million": 6,
    "\u00a0million": 6,
    "-million": 6,
    "b": 9,
    "bn": 9,
    " bn": 9,
    "B": 9,
    " billion": 9,
    "\nbillion": 9,
    "-billion": 9,
    "tn": 12,
    "trn": 12,
    "T": 12,
    " trillion": 12,
    " crore": 7,
    " lakh": 5,
    " lakh crore": 12,
}
LONG_SCALES = {" million": 6, " billion": 9, " trillion": 12}
BEFORE = {
    "": "exact",
    "about ": "about",
    "nearly ": "about",
    "roughly ": "about",
    "an estimated ": "about",
    "~": "about",
    "up to ": "up to",
    "as much as ": "up to",
    "less than ": "up to",
    "at least ": "over",
    "more than ": "over",
    "north of ": "over",
    "in excess of ": "over",
}
AFTER = {
    "": "total",
    " per hour": "per hour",
    " an hour": "per hour",
    "/hr": "per hour",
    " a day": "per day",
    " per month": "per month",
    " a year": "per year",
    " annually": "per year",
    " per share": "per share",
    " per GPU": "per chip",
    " per unit": "per chip",
    " per kWh": "per kilowatt-hour",
    " per rack": "per unit",
    " per seat": "per user",
    " per million tokens": "per million tokens",
}
INNOCENT = st.lists(
    st.sampled_from(
        "the chip maker said on Wednesday that its H100 and MI300X parts use 5 nm at 700 W with 80GB "
        "in 2024 while "
        "demand grew 35% for servers 🚀 é\u0301 \u200f \u202b שלום naïve\r\n İstanbul ﬁrst ₿ $AMZN "
        "500 million users".split(" ")
    ),
    max_size=8,
).map(" ".join)
ONES = "zero one two three four five six seven eight nine ten eleven twelve".split()
TENS = {20: "twenty", 30: "thirty", 50: "fifty", 90: "ninety"}


@dataclass(frozen=True)
class Rendered:
    """An amount as written and what should be read."""

    text: str
    low: Decimal
    high: Decimal
    currency: str


def grouped(value: Decimal) -> str:
    return f"{value:,}"


numbers = st.one_of(
    st.integers(1, 999).map(Decimal),
    st.decimals("0.01", "999.99", places=2),
    st.integers(1000, 9_999_999).map(Decimal),
)


@st.composite
def spoken_numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    kind = draw(st.sampled_from(["digit", "tens", "hundred", "half", "quarter", "mixed"]))
    if kind == "half":
        return "half a", Decimal("0.5")
    if kind == "quarter":
        return "a quarter of a", Decimal("0.25")
    digit = draw(st.integers(1, 12))
    if kind == "mixed":
        return f"{ONES[digit]} and a half", digit + Decimal("0.5")
    if kind == "hundred":
        return f"{ONES[digit % 9 + 1]} hundred and {ONES[digit]}", Decimal((digit % 9 + 1) * 100 + digit)
    if kind == "tens":
        tens = draw(st.sampled_from(sorted(TENS)))
        return f"{TENS[tens]}-{ONES[digit % 9 + 1]}", Decimal(tens + digit % 9 + 1)
    return ONES[digit], Decimal(digit)


@st.composite
def amounts(draw: st.DrawFn) -> Rendered:
    style = draw(st.sampled_from(["prefix", "suffix", "words", "plain", "range", "long range"]))
    prefix = draw(st.sampled_from(sorted(PREFIXES)))
    suffix = draw(st.sampled_from(sorted(SUFFIXES)))
    number = draw(numbers)
    if style == "plain":
        if prefix in {"SAR ", "AED ", "NOK "}:
            # Codes with other meanings ask for a number that looks like money.
            number += 10_000
        return Rendered(f"{prefix}{grouped(number)}", number, number, PREFIXES[prefix])
    if style == "prefix":
        scale = draw(st.sampled_from(sorted(SCALES)))
        value = number * 10 ** SCALES[scale]
        return Rendered(f"{prefix}{grouped(number)}{scale}", value, value, PREFIXES[prefix])
    long_scale = draw(st.sampled_from(sorted(LONG_SCALES)))
    factor = Decimal(10) ** LONG_SCALES[long_scale]
    if style == "suffix":
        return Rendered(
            f"{grouped(number)}{long_scale}{suffix}", number * factor, number * factor, SUFFIXES[suffix]
        )
    if style == "words":
        words, value = draw(spoken_numbers())
        return Rendered(f"{words}{long_scale}{suffix}", value * factor, value * factor, SUFFIXES[suffix])
    low, high = sorted(draw(st.lists(st.integers(1, 900), min_size=2, max_size=2, unique=True)))
    dash = draw(st.sampled_from(["-", "–", "—", " – ", "‑", " to "]))
    if style == "range":
        text = f"{prefix}{low}{dash}{draw(st.sampled_from(['', prefix]))}{high}{long_scale}"
    else:
        text = f"{prefix}{low}{long_scale}{dash}{prefix}{high}{long_scale}"
    return Rendered(text, low * factor, high * factor, PREFIXES[prefix])


@settings(max_examples=400, deadline=None)
@given(
    amount=amounts(),
    before=st.sampled_from(sorted(BEFORE)),
    after=st.sampled_from(sorted(AFTER)),
    head=INNOCENT,
    tail=INNOCENT,
)
def test_every_rendered_amount_is_read_back(
    amount: Rendered, before: str, after: str, head: str, tail: str
) -> None:
    text = f"{head} paid {before}{amount.text}{after}, {tail}"
    found = find_money(text)
    assert len(found) == 1, found
    money = found[0]
    assert money.surface == amount.text
    assert (money.low, money.high, money.currency) == (amount.low, amount.high, amount.currency)
    assert (money.qualifier, money.unit) == (BEFORE[before], AFTER[after])


PIECES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *(
                "$5 billion",
                "€1,5",
                " to ",
                "-",
                "(",
                ")",
                "half a ",
                "billion",
                " dollars",
                "won",
                "Rs",
                "kr",
                "`",
                "```",
            ),
            *(
                "\u200f",
                "\u0301",
                "🚀",
                "\r\n",
                "İ",
                "\u00a0",
                "about ",
                " per ",
                "hour",
                "{",
                "}",
                "$",
                "NT$",
                "½",
                "٣",
            ),
            *(
                "between ",
                " and ",
                "1 000",
                "'",
                "¢",
                " cents",
                "+",
                "/",
                "million tokens",
                "ẞ",
                "ﬁ",
                "\x00",
                "\ud800",
            ),
        ]
    ),
)
ANY_TEXT = st.lists(PIECES, max_size=14).map("".join)


@settings(max_examples=400, deadline=None)
@given(ANY_TEXT)
def test_spans_are_exact_ordered_and_apart_for_any_text(text: str) -> None:
    found = find_money(text)
    end = 0
    for money in found:
        assert money.start >= end
        assert money.end > money.start
        assert text[money.start : money.end] == money.surface
        assert money.low <= money.high
        end = money.end
    assert find_money(text) == found
    assert len(dollar_of(text)) == 3


@settings(max_examples=200, deadline=None)
@given(head=INNOCENT, amount=amounts())
def test_unrelated_text_before_only_moves_the_spans(head: str, amount: Rendered) -> None:
    text = f"It paid about {amount.text} a year."
    lead = f"{head}.\n\n"
    moved = [replace(m, start=m.start + len(lead), end=m.end + len(lead)) for m in find_money(text)]
    assert find_money(lead + text) == moved


HOSTILE = 500_000  # characters


@pytest.mark.parametrize(
    "unit",
    [
        pytest.param(unit, id=unit.strip() or repr(unit))
        for unit in (
            *(
                "1,",
                "$ ",
                "1",
                " 000",
                "`",
                "`a\n",
                "```a",
                "US",
                "$\n",
                "{",
                "(",
                "\u00a0",
                "a half ",
                "one and ",
            ),
            *(
                "million ",
                "about ",
                "one to ",
                "won ",
                "Rs. ",
                "-",
                "1.",
                "1'",
                "and a half ",
                " dollars",
                "/",
            ),
        )
    ],
)
def test_hostile_repetition_is_read_to_its_end(unit: str) -> None:
    # A grammar that is quadratic here would not come back within the patience of whoever runs the tests.
    text = "$1" + unit * (HOSTILE // len(unit)) + " billion dollars"
    assert all(text[found.start : found.end] == found.surface for found in find_money(text))


@pytest.mark.parametrize("unit", ["$1 ", "$1-", "$1 to ", "5 won ", "one cents ", "($1m)"])
def test_a_text_made_of_amounts_is_read_to_its_end(unit: str) -> None:
    text = unit * (HOSTILE // 10 // len(unit))
    assert all(text[found.start : found.end] == found.surface for found in find_money(text))
