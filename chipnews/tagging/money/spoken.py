"""Finds amounts whose number is in words: "half a billion dollars", "two to three million euros"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from chipnews.tagging.money import lexicon, traps
from chipnews.tagging.money.names import END, MAJOR, MINOR, NAMES, alternatives
from chipnews.tagging.money.numbers import words_value
from chipnews.tagging.money.quantity import Quantity
from chipnews.tagging.money.view import GAP, View

_IN_WORDS: Final = re.compile(rf"[ \n-](?:{MINOR}|{MAJOR}|usd|eur){END}")
_ADJECTIVE: Final = re.compile(
    rf"[ \n-](?:{alternatives({name.rpartition(' ')[0] for name in NAMES if ' ' in name})}){GAP}\Z"
)
_ONE_MORE: Final = frozenset({"another", "additional", "extra"})
_TOKEN: Final = re.compile(r"[a-z]+|[^a-z\s-]+")


def spoken_quantities(view: View) -> Iterator[Quantity]:
    """Yield the amounts whose number is in words, and before each the first of two ("two to three ...")."""
    for match in _currency_names(view.low):
        at = match.start()
        name = " ".join(match[0].strip(" \n-").split())
        number = _words_before(view.low, at)
        if number is None:
            continue
        start, words, value = number
        joined = view.folded[at] == "-"
        bare_article = words[0] in {"a", "an"} and all(w in lexicon.SCALE_WORDS for w in words[1:])
        singular = name.endswith(("dollar", "euro", "pound", "cent"))
        if singular and bare_article and (joined or name.endswith(("dollar", "pound"))):
            continue
        if (singular or joined) and words[0] in {"a", "an"} and view.low[start + len(words[0])] == " ":
            start += len(words[0]) + 1
        currency = lexicon.CURRENCY_WORDS.get(name) or lexicon.MINOR_UNITS.get(name) or name.upper()
        minor = name in lexicon.MINOR_UNITS
        end = match.end()
        scaled = value >= 1000
        if traps.is_no_amount(view.folded, view.low, start, end, value, name, scaled, scaled, joined):
            continue
        scale_word = next((w for w in reversed(words) if w in lexicon.SCALE_WORDS and w != "hundred"), None)
        scale = lexicon.SCALE_WORDS[scale_word] if scale_word else None
        if (first := _first_of_two(view.low, start)) is not None:
            yield first
        yield Quantity(
            start=start,
            end=end,
            number=value / scale if scale else value,
            scale=Decimal("0.01") if minor else scale,
            currency=currency,
            in_words=True,
        )


def _currency_names(low: str) -> list[re.Match[str]]:
    """Return where a currency's name in full stands, in text order.

    Plain string search for the stems first: it costs a tenth of trying the names at every space.
    """
    starts: set[int] = set()
    for stem in lexicon.WORD_STEMS:
        at = low.find(stem)
        while at != -1:
            if at and low[at - 1] in " \n-":
                adjective = _ADJECTIVE.search(low, max(0, at - 24), at)
                starts.add(adjective.start() if adjective else at - 1)
            at = low.find(stem, at + 1)
    return [match for start in sorted(starts) if (match := _IN_WORDS.match(low, start))]


_CONNECTED: Final = re.compile(r"(?:[ -](?:to|or|and)[ -]|-)\Z")


def _first_of_two(low: str, start: int) -> Quantity | None:
    """Return the number in words before a connector that ends at `start` ("**two** to three million
    euros").
    """
    connector = _CONNECTED.search(low, max(0, start - 6), start)
    if connector is None:
        return None
    number = _words_before(low, connector.start())
    if number is None:
        return None
    first, words, value = number
    scale_word = next((w for w in reversed(words) if w in lexicon.SCALE_WORDS and w != "hundred"), None)
    scale = lexicon.SCALE_WORDS[scale_word] if scale_word else None
    return Quantity(
        start=first,
        end=connector.start(),
        number=value / scale if scale else value,
        scale=scale,
        currency=None,
        in_words=True,
    )


def _words_before(low: str, at: int) -> tuple[int, list[str], Decimal] | None:
    """Return the longest number in words that ends at `at`: its start, its words and its value."""
    window = max(0, at - 90)
    tokens = list(_TOKEN.finditer(low, window, at))
    if not tokens or tokens[-1].end() != at or tokens[-1][0] not in lexicon.NUMBER_WORDS:
        return None
    words: list[tuple[int, str]] = []
    stop = ""
    for token in reversed(tokens):
        gap = low[token.end() : words[-1][0]] if words else ""
        if token[0] not in lexicon.NUMBER_WORDS or gap not in ("", " ", "-", "\n", " \n") or len(words) == 14:
            stop = token[0]
            break
        words.append((token.start(), token[0]))
    words.reverse()
    if stop in _ONE_MORE and all(word in lexicon.SCALE_WORDS for _, word in words):
        scales = [word for _, word in words]
        value = words_value(["a", *scales])
        return (words[0][0], scales, value) if value is not None else None
    for skip in range(len(words)):
        start, _ = words[skip]
        if (start == window and window) or (start and (low[start - 1].isalnum() or low[start - 1] == "_")):
            continue
        value = words_value([word for _, word in words[skip:]])
        if value is not None:
            return start, [word for _, word in words[skip:]], value
    return None
