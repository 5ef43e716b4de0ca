"""The money grammar, row by row: what is an amount, what it is worth, and what is none."""

from dataclasses import astuple
from decimal import Decimal

import pytest

from chipnews.tagging.money import Money, dollar_of, find_money

K, M, B, T = (Decimal(10) ** n for n in (3, 6, 9, 12))


def read(text: str, **options: str) -> list[tuple[str, Decimal, Decimal, str]]:
    return [(m.surface, m.low, m.high, m.currency) for m in find_money(text, **options)]


def only(text: str, **options: str) -> Money:
    found = find_money(text, **options)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("$5 billion", 5 * B, "USD"),
        ("US$5 billion", 5 * B, "USD"),
        ("U.S.$5 billion", 5 * B, "USD"),
        ("USD 5 billion", 5 * B, "USD"),
        ("USD5bn", 5 * B, "USD"),
        ("5 billion USD", 5 * B, "USD"),
        ("5 billion U.S. dollars", 5 * B, "USD"),
        ("$5 million USD", 5 * M, "USD"),
        ("C$5 million", 5 * M, "CAD"),
        ("CA$5 million", 5 * M, "CAD"),
        ("CAD 5 million", 5 * M, "CAD"),
        ("$5 million CAD", 5 * M, "CAD"),
        ("5 million Canadian dollars", 5 * M, "CAD"),
        ("A$5m", 5 * M, "AUD"),
        ("AU$5m", 5 * M, "AUD"),
        ("5 million Australian dollars", 5 * M, "AUD"),
        ("HK$3bn", 3 * B, "HKD"),
        ("3 billion Hong Kong dollars", 3 * B, "HKD"),
        ("NT$933.79 billion", Decimal("933.79") * B, "TWD"),
        ("NT$ 165 billion", 165 * B, "TWD"),
        ("NTD 5 billion", 5 * B, "TWD"),
        ("TWD 5 billion", 5 * B, "TWD"),
        ("T$374.7 billion", Decimal("374.7") * B, "TWD"),
        ("5 billion Taiwan dollars", 5 * B, "TWD"),
        ("5 billion new Taiwan dollars", 5 * B, "TWD"),
        ("S$2m", 2 * M, "SGD"),
        ("SGD 2 million", 2 * M, "SGD"),
        ("2 million Singapore dollars", 2 * M, "SGD"),
        ("NZ$3m", 3 * M, "NZD"),
        ("R$2bn", 2 * B, "BRL"),
        ("MX$5m", 5 * M, "MXN"),
        ("€300m", 300 * M, "EUR"),
        ("EUR 300 million", 300 * M, "EUR"),
        ("300 million euros", 300 * M, "EUR"),
        ("300 million euro", 300 * M, "EUR"),
        ("500 €", Decimal(500), "EUR"),
        ("£20m", 20 * M, "GBP"),
        ("GBP 20m", 20 * M, "GBP"),
        ("20 million pounds", 20 * M, "GBP"),
        ("20 million pounds sterling", 20 * M, "GBP"),
        ("¥300 billion", 300 * B, "JPY"),
        ("300 billion yen", 300 * B, "JPY"),
        ("JPY 300bn", 300 * B, "JPY"),
        ("CN¥300 million", 300 * M, "CNY"),
        ("RMB 300 million", 300 * M, "CNY"),
        ("300 million yuan", 300 * M, "CNY"),
        ("300 million renminbi", 300 * M, "CNY"),
        ("CNY 300m", 300 * M, "CNY"),
        ("₩1.2 trillion", Decimal("1.2") * T, "KRW"),
        ("1.2 trillion won", Decimal("1.2") * T, "KRW"),
        ("57,000 won", Decimal(57000), "KRW"),
        ("KRW 1.2tn", Decimal("1.2") * T, "KRW"),
        ("₹500 crore", 5 * B, "INR"),
        ("Rs 500 crore", 5 * B, "INR"),
        ("Rs. 500 cr", 5 * B, "INR"),
        ("INR 5 lakh", 500 * K, "INR"),
        ("₹1.5 lakh crore", Decimal("1.5") * T, "INR"),
        ("Rs 1,00,000", 100 * K, "INR"),
        ("500 crore rupees", 5 * B, "INR"),
        ("kr 500 million", 500 * M, "SEK"),
        ("500 million kronor", 500 * M, "SEK"),
        ("SEK 1 200 million", 1200 * M, "SEK"),
        ("NOK 500 million", 500 * M, "NOK"),
        ("DKK 500 million", 500 * M, "DKK"),
        ("CHF 1'200", Decimal(1200), "CHF"),
        ("20 million Swiss francs", 20 * M, "CHF"),
        ("₪5m", 5 * M, "ILS"),
        ("NIS 40 million", 40 * M, "ILS"),
        ("15 billion shekels", 15 * B, "ILS"),
        ("SAR 37.5bn", Decimal("37.5") * B, "SAR"),
        ("10 billion riyals", 10 * B, "SAR"),
        ("AED 5 billion", 5 * B, "AED"),
        ("3.7 billion dirhams", Decimal("3.7") * B, "AED"),
        ("4 billion zlotys", 4 * B, "PLN"),
        ("50 cents", Decimal("0.5"), "USD"),
        ("10¢", Decimal("0.1"), "USD"),
        ("5 euro cents", Decimal("0.05"), "EUR"),
        ("50 pence", Decimal("0.5"), "GBP"),
    ],
)
def test_a_currency_is_read_before_or_after_its_number(written: str, value: Decimal, currency: str) -> None:
    assert read(f"The board approved {written}, it said.") == [(written, value, value, currency)]


@pytest.mark.parametrize(
    ("scale", "factor"),
    [
        *((s, K) for s in ("k", "K", " thousand")),
        *((s, M) for s in ("m", "M", "mm", "mn", "mln", " million", "-million", " mln")),
        *((s, B) for s in ("b", "B", "bn", "Bn", " bn", " billion", "-billion", "bln")),
        *((s, T) for s in ("t", "T", "tn", "trn", "trln", " trillion", "-trillion")),
    ],
)
def test_a_scale_may_be_a_letter_or_a_word(scale: str, factor: Decimal) -> None:
    assert only(f"It spent $7.5{scale} on wafers.").low == Decimal("7.5") * factor


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("$1,234,567.89", "1234567.89"),
        ("$399.99", "399.99"),
        ("$.50", "0.5"),
        ("$2½ billion", "2500000000"),
        ("€1.200.000,50", "1200000.5"),
        ("€1.200", "1200"),
        ("€1.125 billion", "1125000000"),
        ("€0.125", "0.125"),
        ("€1,5 billion", "1500000000"),
        ("CHF 1'200.50", "1200.5"),
        ("$1\u00a0000", "1000"),
        ("$5\u202fbillion", "5000000000"),
        ("$5\nbillion", "5000000000"),
    ],
)
def test_separators_are_read_in_the_habit_that_the_currency_tells(written: str, value: str) -> None:
    money = only(f"It paid {written} for it.")
    assert (money.surface, money.low) == (written, Decimal(value))


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("half a billion dollars", B / 2, "USD"),
        ("one and a half million euros", M * 3 / 2, "EUR"),
        ("a million and a half euros", M * 3 / 2, "EUR"),
        ("a hundred million dollars", 100 * M, "USD"),
        ("a quarter of a billion dollars", B / 4, "USD"),
        ("three-quarters of a billion dollars", B * 3 / 4, "USD"),
        ("two billion dollars", 2 * B, "USD"),
        ("twenty-five million pounds", 25 * M, "GBP"),
        ("a billion dollars", B, "USD"),
        ("one point five billion dollars", B * 3 / 2, "USD"),
        ("one hundred and fifty thousand yuan", 150 * K, "CNY"),
        ("two and a half trillion won", T * 5 / 2, "KRW"),
        ("2 and a half billion dollars", B * 5 / 2, "USD"),
        ("twenty dollars", Decimal(20), "USD"),
    ],
)
def test_numbers_in_words_are_amounts(written: str, value: Decimal, currency: str) -> None:
    assert read(f"They put {written} into it.") == [(written, value, value, currency)]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("a $40-billion deal", "$40-billion", 40 * B),
        ("a 40-billion-dollar deal", "40-billion-dollar", 40 * B),
        ("a five-billion-dollar deal", "five-billion-dollar", 5 * B),
        ("a half-billion-dollar deal", "half-billion-dollar", B / 2),
        ("a $1 trillion company", "$1 trillion", T),
        ("a $1 salary", "$1", Decimal(1)),
    ],
)
def test_a_hyphenated_amount_is_an_amount(text: str, surface: str, value: Decimal) -> None:
    money = only(text)
    assert (money.surface, money.low) == (surface, value)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("$10-12 billion", 10 * B, 12 * B),
        ("$10 billion to $12 billion", 10 * B, 12 * B),
        ("$10 to $12 billion", 10 * B, 12 * B),
        ("$10 to 12 billion", 10 * B, 12 * B),
        ("$500m–$1bn", 500 * M, B),
        ("$64-72 billion", 64 * B, 72 * B),
        ("$64 billion-$72 billion", 64 * B, 72 * B),
        ("$64‑$72 billion", 64 * B, 72 * B),
        ("$64−72 billion", 64 * B, 72 * B),
        ("$64 – $72 billion", 64 * B, 72 * B),
        ("£2bn—3bn", 2 * B, 3 * B),
        ("$500-$1 billion", 500 * M, B),
        ("$30,000-$40,000", Decimal(30000), Decimal(40000)),
        ("$1,500-2,000", Decimal(1500), Decimal(2000)),
        ("10–12 billion euros", 10 * B, 12 * B),
        ("5 million to 10 million yuan", 5 * M, 10 * M),
        ("Rs 500-600 crore", 5 * B, 6 * B),
        ("two to three billion dollars", 2 * B, 3 * B),
        ("five or six million dollars", 5 * M, 6 * M),
        ("$10-to-$12 billion", 10 * B, 12 * B),
    ],
)
def test_a_range_is_one_figure_with_two_bounds(written: str, low: Decimal, high: Decimal) -> None:
    money = only(f"It expects {written} in all.")
    assert (money.surface, money.low, money.high) == (written, low, high)


@pytest.mark.parametrize(
    ("text", "surface", "low", "high"),
    [
        ("between 1 and 2 million euros", "1 and 2 million euros", M, 2 * M),
        ("between $1bn and $2bn", "$1bn and $2bn", B, 2 * B),
        ("between one and two billion dollars", "one and two billion dollars", B, 2 * B),
        ("Prices range from $2 to $3", "$2 to $3", Decimal(2), Decimal(3)),
        ("from $2 to $3 per hour", "$2 to $3", Decimal(2), Decimal(3)),
        ("It raised its outlook from $64-72 billion", "$64-72 billion", 64 * B, 72 * B),
    ],
)
def test_between_and_from_open_a_range(text: str, surface: str, low: Decimal, high: Decimal) -> None:
    money = only(text)
    assert (money.surface, money.low, money.high) == (surface, low, high)


def test_the_range_that_another_range_comes_from_is_one_figure() -> None:
    found = find_money("It lifted capex to $64bn to $72bn from $60bn to $65bn.")
    assert [(money.low, money.high) for money in found] == [(64 * B, 72 * B), (60 * B, 65 * B)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Sales rose from $2 billion to $3 billion.", [2 * B, 3 * B]),
        ("Sales rose from $2 to $3 billion.", [2 * B, 3 * B]),
        ("up from $2bn to $3bn", [2 * B, 3 * B]),
        ("It cut the price from $3 to $2.", [Decimal(3), Decimal(2)]),
        ("Spending rose by $2 billion to $12 billion.", [2 * B, 12 * B]),
        ("Sales grew from 2 million to 3 million euros.", [2 * M, 3 * M]),
        ("$2 billion, or $3 per share", [2 * B, Decimal(3)]),
        ("raised $5m — $3m of it from X", [5 * M, 3 * M]),
        ("$1 billion and $2 billion", [B, 2 * B]),
        ("paid $5 to 10 users", [Decimal(5)]),
        ("$54.0 billion, plus or minus 2%", [54 * B]),
    ],
)
def test_two_amounts_that_are_no_range_stay_two(text: str, values: list[Decimal]) -> None:
    assert [m.low for m in find_money(text)] == values
    assert all(m.low == m.high for m in find_money(text))


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("It paid $5bn.", "exact"),
        *(
            (f"It paid {word} $5bn.", "about")
            for word in (
                *("about", "nearly", "almost", "roughly", "approximately", "around", "some", "an estimated"),
                *("close to", "circa", "just shy of", "about an additional"),
            )
        ),
        *(
            (f"It paid {word} $5bn.", "over")
            for word in (
                *(
                    "at least",
                    "over",
                    "more than",
                    "above",
                    "north of",
                    "exceeding",
                    "upwards of",
                    "in excess of",
                ),
                *("a minimum of", "well over", "no less than", "more than an estimated"),
            )
        ),
        *(
            (f"It paid {word} $5bn.", "up to")
            for word in (
                *(
                    "up to",
                    "as much as",
                    "at most",
                    "less than",
                    "under",
                    "below",
                    "no more than",
                    "capped at",
                ),
                *("just under", "up to about", "as much as another"),
            )
        ),
        ("It paid ~$5bn.", "about"),
        ("It paid $5bn or more.", "over"),
        ("It paid the $5bn or so.", "about"),
        ("It paid $5bn-plus.", "over"),
        ("It paid $5bn+.", "over"),
        ("It paid $500-odd.", "about"),
        ("A sub-$500 laptop.", "up to"),
        ("The price went up to $5bn.", "exact"),
        ("It is 15% more than $500.", "exact"),
        ("That is above the $5bn that analysts expected.", "exact"),
        ("It costs <$1 an hour.", "up to"),
        ("It paid between about $1bn and $2bn.", "about"),
    ],
)
def test_the_words_around_an_amount_qualify_it(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        *(
            (f"It costs $2.50{tail}.", "per hour")
            for tail in (
                *(
                    " per hour",
                    " an hour",
                    "/hr",
                    "/hour",
                    " per GPU-hour",
                    " per GPU hour",
                    " per GPU per hour",
                ),
                *("/GPU/hr", " per H100 per hour", "-an-hour", " hourly"),
            )
        ),
        *(
            (f"It costs $2,500{tail}.", "per chip")
            for tail in (
                *(
                    " per GPU",
                    " per chip",
                    " per unit",
                    " each",
                    " apiece",
                    " a piece",
                    " per card",
                    " per accelerator",
                ),
                *("-a-unit", " per H100", "/unit"),
            )
        ),
        *(
            (f"It costs $2.50{tail}.", "per share")
            for tail in (" per share", " a share", "/share", " per diluted share")
        ),
        *(
            (f"It costs $20{tail}.", "per month")
            for tail in (" a month", " per month", " monthly", "/mo", "-a-month")
        ),
        *(
            (f"It costs $5bn{tail}.", "per year")
            for tail in (" a year", " per year", " annually", " yearly", " per annum", "/yr", "-a-year")
        ),
        *((f"It costs $5m{tail}.", "per day") for tail in (" per day", " a day", "/day")),
        *(
            (f"It costs $3{tail}.", "per million tokens")
            for tail in (
                *(
                    " per million tokens",
                    " per 1M tokens",
                    " per M tokens",
                    "/M tokens",
                    " per million output tokens",
                ),
                " / 1M tokens",
            )
        ),
        *(
            (f"It costs $30{tail}.", "per user")
            for tail in (" per user", " per seat", "/user/month", " per user per month")
        ),
        *(
            (f"It costs $30{tail}.", unit)
            for tail, unit in (
                (" per watt", "per watt"),
                (" per kW", "per kilowatt"),
                (" per MW", "per megawatt"),
                (" a gigawatt", "per gigawatt"),
                ("/kWh", "per kilowatt-hour"),
                (" per rack", "per unit"),
                (" per server", "per unit"),
                (" per GPU", "per chip"),
            )
        ),
        ("It paid $14.3 billion for a 49% stake.", "total"),
        ("It cost $5 billion a year ago.", "total"),
        ("It cost $5 billion a year earlier.", "total"),
        ("The two put in $5 billion each.", "total"),
        ("It costs $5 a chip maker.", "total"),
        ("Earnings per diluted share were $1.08.", "per share"),
    ],
)
def test_the_words_after_an_amount_give_its_unit(text: str, unit: str) -> None:
    assert only(text).unit == unit


def test_both_sides_of_a_change_take_the_unit_at_its_end() -> None:
    found = find_money("It raised the price from $2 to $3 per hour.")
    assert [(m.low, m.unit) for m in found] == [(2, "per hour"), (3, "per hour")]


@pytest.mark.parametrize(
    ("text", "surface", "value"),
    [
        ("a result of -$3m", "-$3m", -3 * M),
        ("a result of −$3m", "−$3m", -3 * M),
        ("net loss of ($3m)", "($3m)", -3 * M),
        ("Net loss | ($3m) |", "($3m)", -3 * M),
        ("was $(3) million", "$(3) million", -3 * M),
        ("was ($450) million", "($450) million", -450 * M),
        ("its biggest deal ($16bn)", "$16bn", 16 * B),
        ("a loss of $3m", "$3m", 3 * M),
    ],
)
def test_only_a_minus_or_accounting_parentheses_make_an_amount_negative(
    text: str, surface: str, value: Decimal
) -> None:
    money = only(text)
    assert (money.surface, money.low) == (surface, value)


def test_both_sides_of_a_cut_named_backwards_take_the_unit_at_its_end() -> None:
    found = find_money("It cut the target to $90 from $110 a share.")
    assert [(m.low, m.unit) for m in found] == [(90, "per share"), (110, "per share")]


def test_a_conversion_in_parentheses_is_positive() -> None:
    assert [m.low for m in find_money("a loss of $50m (£40m)")] == [50 * M, 40 * M]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "billions of dollars",
            "a multi-billion-dollar deal",
            "a billion-dollar company",
            "a trillion-dollar market",
        ),
        *(
            "several billion dollars",
            "hundreds of millions of dollars",
            "a few million dollars",
            "a million-dollar question",
        ),
        *(
            "$AMZN rose",
            "buy $NVDA",
            "export $PATH",
            "awk '{print $1}' log",
            "run `pay $5 now` first",
            "echo $1",
        ),
        *(
            "```\nprice = $5.00\n```",
            "${price}",
            "{{ $total }}",
            "$(cmd)",
            "for i in $1 $2",
            "x=$1",
            '{"price": "$5.00"}',
        ),
        *("H100 and MI300X", "5 nm at 700 W with 80GB", "in 2024, 35% of it", "3M said", "500 million users"),
        *(
            "2 million GPUs",
            "10 billion parameters",
            "1.5 trillion transistors",
            "[0-9]$",
            "in US$ terms",
            "$10^6",
        ),
        *("call +1 (800) 555-0100", "Nvidia won 3 contracts", "it won 2 million orders", "GPT-5 won praise"),
        *(
            "it weighs 300 pounds",
            "3,000 pounds of equipment",
            "a 300-pound rack",
            "5 million pounds of copper",
        ),
        *(
            "a real 5",
            "Kr 36 is krypton",
            "a dollar for your thoughts",
            "for every dollar",
            "in constant 2022 dollars",
        ),
        *(
            "30 cents on the dollar",
            "my two cents",
            "50 Cent sang",
            "5 per cent",
            "CAD 2024",
            "Euro 2024",
            "$5x",
            "$3nm",
        ),
        *("$1.2.3", "$1,1,1", "", "$", "$ $ $", "dollars", "million dollars"),
    ],
)
def test_what_only_looks_like_money_is_no_figure(text: str) -> None:
    assert find_money(text) == []


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("¥5bn", ["JPY"]),
        ("The yuan fell; it paid ¥5bn.", ["CNY"]),
        ("It paid ¥5bn, or RMB 5bn.", ["CNY", "CNY"]),
        ("In Oslo it paid kr 5 million.", ["NOK"]),
        ("The Danish group paid 5 million kroner.", ["DKK"]),
    ],
)
def test_a_shared_sign_is_decided_by_the_rest_of_the_text(text: str, currencies: list[str]) -> None:
    assert [m.currency for m in find_money(text)] == currencies


def test_a_bare_dollar_is_what_the_caller_says() -> None:
    found = find_money("$5m, 5 million dollars, 5 cents and US$5m", dollar="AUD")
    assert [m.currency for m in found] == ["AUD", "AUD", "AUD", "USD"]


@pytest.mark.parametrize(
    ("text", "dollar"),
    [
        ("It paid $5m.", "USD"),
        ("All figures in Australian dollars. It paid $5m.", "AUD"),
        ("Amounts are in Canadian dollars unless noted.", "CAD"),
        ("(Canadian dollars) Revenue was $5m.", "CAD"),
        ("Revenue in Singapore dollars was $5m.", "SGD"),
        ("All amounts are in CAD.", "CAD"),
        ("It paid 5 million Canadian dollars ($3.6m).", "USD"),
        ("It paid C$5m ($3.6m) as Canadian dollars fell.", "USD"),
        ("It paid 5 billion New Taiwan dollars ($160m).", "USD"),
    ],
)
def test_a_text_may_say_whose_dollar_it_means(text: str, dollar: str) -> None:
    assert dollar_of(text) == dollar


def test_another_billion_is_one_billion() -> None:
    assert read("It will spend another billion dollars.") == [("billion dollars", B, B, "USD")]


def test_equal_texts_give_equal_values() -> None:
    text = "about $5bn a year, $10-12 billion, half a billion dollars"
    assert [astuple(m) for m in find_money(text)] == [astuple(m) for m in find_money(text)]
