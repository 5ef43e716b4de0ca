"""Finds quantities: a number with its scale and, where it has one, its currency. Joins none of them.

Numbers without a currency are kept too, since a neighbour may give them one ("between 1 and 2 million
euros").
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from chipnews.tagging.money import lexicon, traps
from chipnews.tagging.money.names import END, MAJOR, MINOR
from chipnews.tagging.money.numbers import NUMERAL, numeral_value
from chipnews.tagging.money.quantity import Quantity
from chipnews.tagging.money.spoken import spoken_quantities
from chipnews.tagging.money.view import GAP, View

_LONG = "|".join(sorted(lexicon.SCALE_WORDS, key=len, reverse=True))
_SHORT = "|".join(sorted(lexicon.SCALE_LETTERS, key=len, reverse=True))
_SCALE: Final = re.compile(
    rf"(?P<part>[ -]and[ -]a[ -](?P<fraction>half|quarter)(?=[ -]))?"
    rf"(?:(?P<glued>{_SHORT}){END}"
    rf"|(?:{GAP}|-)?(?P<long>{_LONG}){END}(?:(?:{GAP}|-)(?P<long2>thousand|million|billion|trillion|"
    rf"crores?){END})?"
    rf"|(?P<gap> {{1,2}})(?P<spaced>{_SHORT}){END}(?!-[a-z]|'))"
)
_AND_A_PART: Final = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}


_CODE = "|".join(sorted((code.lower() for code in lexicon.CODES), key=len, reverse=True))
_SYMBOLS: Final = frozenset(lexicon.SYMBOLS)
_SYMBOL = re.escape("".join(lexicon.SYMBOLS))
_AFTER: Final = re.compile(
    rf"(?:(?P<gap>{GAP}|-)?(?:(?P<minor>{MINOR}){END}|(?P<major>{MAJOR}){END}|"
    rf"(?P<code>{_CODE}){END}(?! ?[0-9]))"
    rf"|(?P<symbol> ?[{_SYMBOL}])(?! ?[0-9])(?![\w$])|(?P<sign> ?¢)|(?P<pence>p(?=[ -](?:a|per)[ -]share)))"
)
_NEXT_PREFIX: Final = re.compile(r"(?<=r[se])\.? ?[0-9]|(?<=\.|r) ?[0-9]")
_GROUPS: Final = re.compile(r"(?: [0-9]{3}){1,5}(?! ?[0-9])")


def quantities(view: View) -> list[Quantity]:
    """Return every number of the text in order, those in words only where a currency follows."""
    found = list(_numerals(view))
    if any(stem in view.low for stem in lexicon.WORD_STEMS):
        found = _merged(found, list(spoken_quantities(view)))
    return found


def _merged(numerals: list[Quantity], spoken: list[Quantity]) -> list[Quantity]:
    """Return both in text order. Where they overlap, a numeral with a currency wins, then words, then a
    bare numeral.
    """
    ranked = [
        *((q.start, 0 if q.currency else 2, q) for q in numerals),
        *((q.start, 1, q) for q in spoken),
    ]
    ranked.sort(key=lambda entry: (entry[0], entry[1]))
    kept: list[tuple[int, Quantity]] = []
    for _, rank, quantity in ranked:
        if kept and quantity.start < kept[-1][1].end:
            if rank < kept[-1][0]:
                kept[-1] = (rank, quantity)
            continue
        kept.append((rank, quantity))
    return [quantity for _, quantity in kept]


def _numerals(view: View) -> Iterator[Quantity]:
    folded = view.folded
    done = 0
    for match in NUMERAL.finditer(folded):
        start, end = match.span()
        if start < done:
            continue
        quantity = _numeral(view, start, end)
        if quantity is not None:
            done = quantity.end
            yield quantity


def _numeral(view: View, start: int, end: int) -> Quantity | None:
    folded, low = view.folded, view.low
    numeral = folded[start:end]
    before = folded[start - 1] if start else " "
    if before == "." and start > 1 and folded[start - 2] in lexicon.SYMBOLS:
        start, numeral, before = start - 1, "0." + numeral, folded[start - 2]
    negative = False
    prefix_end = start
    if before in "(-" and start > 1 and folded[max(0, start - 3) : start - 1].strip()[-1:] in _SYMBOLS:
        closed = before == "(" and end < len(folded) and folded[end] == ")"
        if before == "-" or closed:
            negative, prefix_end = True, start - 1
            end += closed
    prefix = _currency_before(view, prefix_end)
    if prefix is None and (before.isalnum() or before in "_.,'"):
        return None
    if end - start <= 3 and end < len(low) and low[end] == " " and (grouped := _GROUPS.match(folded, end)):
        follows = _currency_after(view, _scale_after(view, grouped.end())[2])
        owner = prefix[1] if prefix else follows[1] if follows else None
        own = owner in lexicon.DECIMAL_COMMA
        if own or all(view.groups_digits(at) for at in range(end, grouped.end(), 4)):
            end = grouped.end()
            numeral = folded[start:end].replace(" ", "")
    number_end = end
    scale, part, end = _scale_after(view, end)
    if prefix is not None and scale is None and (enclosed := _scale_after_parenthesis(view, prefix[0], end)):
        prefix, negative = (prefix[0] - 1, prefix[1]), True
        scale, end = enclosed
    scale_end = end
    after = _currency_after(view, end)
    if after is not None and prefix is not None and view.low[after[0] - 1] in _SYMBOLS:
        after = None
    currency = prefix[1] if prefix else None
    hundredth = False
    if after is not None:
        after_end, after_currency, after_minor = after
        if prefix is None:
            currency, end, hundredth = after_currency, after_end, after_minor
        elif not after_minor and _agree(prefix[1], after_currency):
            currency, end = after_currency if after_currency != lexicon.BARE_DOLLAR else prefix[1], after_end
    if end < len(low) and (low[end].isalnum() or low[end] == "_"):
        return None
    if part and scale is None and (after is None or prefix is not None):
        part, end = Decimal(0), number_end
    value = numeral_value(numeral, currency or "", scaled=scale is not None)
    if value is None:
        return None
    first = prefix[0] if prefix else start
    quantity = Quantity(
        start=first,
        end=end,
        number=value + part,
        scale=Decimal("0.01") if hundredth else scale,
        currency=currency,
        prefixed=prefix is not None,
        negative=negative,
    )
    if currency is None:
        return quantity
    money_like = scale is not None or "," in numeral or "." in numeral or "'" in numeral
    if prefix is not None:
        word = folded[first:start].strip()
        if traps.is_code(view.raw, folded, first, end, scaled=scale is not None):
            return None
        doubtful = scale is None and _is_doubtful(word, folded[first:start], numeral, value)
        return replace(quantity, doubtful=doubtful)
    name = low[scale_end:end].strip(" -\n")
    if name.upper() in lexicon.CODES and not money_like and _is_recent_year(value):
        return Quantity(first, number_end, value, None, None)
    hyphened = folded[scale_end] == "-"
    if traps.is_no_amount(folded, low, first, end, value, name, money_like, scale is not None, hyphened):
        return Quantity(first, number_end, value, None, None)
    return quantity


def _is_doubtful(word: str, prefix: str, numeral: str, value: Decimal) -> bool:
    """Return whether a word and a bare number are money only if a neighbour brings a scale ("AED 1-2
    billion").
    """
    if word in lexicon.CODES and numeral.isdigit() and _is_recent_year(value):
        return True
    if word in lexicon.SCALED_PREFIX_WORDS:
        return "," not in numeral
    return word in lexicon.AMBIGUOUS_CODES and "," not in numeral and not _round_sum(value)


def _is_recent_year(value: Decimal) -> bool:
    """Return whether a number next to a code is rather a year ("EUR 2024 results")."""
    return 2015 <= value <= 2035


def _round_sum(value: Decimal) -> bool:
    return value >= 100 and not 1900 <= value <= 2100


def _scale_after(view: View, at: int) -> tuple[Decimal | None, Decimal, int]:
    """Return the scale written after a number, an added part ("and a half"), and where they end."""
    match = _SCALE.match(view.low, at)
    if match is None:
        return None, Decimal(0), at
    part = _AND_A_PART[match["fraction"]] if match["part"] else Decimal(0)
    if letters := match["glued"] or match["spaced"]:
        spaced = match["spaced"] is not None
        if spaced and letters == "t" and view.folded[match.start("spaced")] != "T":
            return None, Decimal(0), at
        return lexicon.SCALE_LETTERS[letters], part, match.end()
    scale = lexicon.SCALE_WORDS[match["long"]]
    if match["long2"]:
        scale *= lexicon.SCALE_WORDS[match["long2"]]
    return scale, part, match.end()


def _scale_after_parenthesis(view: View, start: int, end: int) -> tuple[Decimal, int] | None:
    """Return the scale outside accounting parentheses that hold the amount from `start` to `end`: "($450)
    million".
    """
    if not start or view.folded[start - 1] != "(" or view.folded[end : end + 1] != ")":
        return None
    scale, _, after = _scale_after(view, end + 1)
    return (scale, after) if scale is not None else None


def _currency_before(view: View, at: int) -> tuple[int, str] | None:
    """Return where the currency that stands before `at` begins, and which it is."""
    folded = view.folded
    edge = at
    while edge > 0 and at - edge < 3 and folded[edge - 1] == " ":
        edge -= 1
    if edge == 0:
        return None
    last = folded[edge - 1]
    if last in lexicon.SYMBOLS:
        return _symbol_before(folded, edge - 1)
    if not (last.isalpha() or (last == "." and edge >= 3)):
        return None
    start = edge - (last == ".")
    while start > 0 and edge - start < 6 and folded[start - 1].isalpha():
        start -= 1
    word = folded[start:edge]
    if start > 3 and folded[start - 1] == "/" and folded[start - 4 : start - 1].isupper():
        # A pair with its rate: "EUR/USD 1.08".
        return None
    if start and (folded[start - 1].isalnum() or folded[start - 1] in "_$"):
        return None
    currency = lexicon.CODES.get(word) or lexicon.PREFIX_WORDS.get(word)
    if currency is None and word in lexicon.LOWER_CASE_CODES:
        currency = lexicon.CODES[word.upper()]
    if word == "W" and edge != at:
        return None
    return (start, currency) if currency else None


def _symbol_before(folded: str, at: int) -> tuple[int, str] | None:
    """Return the start and currency of the symbol at `at` with the letters that belong to it."""
    symbol = folded[at]
    start = at
    while start > 0 and at - start < 6 and (folded[start - 1].isalpha() or folded[start - 1] == "."):
        start -= 1
    letters = folded[start:at]
    owners = lexicon.SYMBOL_PREFIXES.get(symbol, {})
    if not letters:
        spaced = at - 1
        if spaced > 1 and folded[spaced] == " " and owners:
            word = folded[max(0, spaced - 5) : spaced].rpartition(" ")[2].lstrip("(-'\"")
            if word in lexicon.SPACED_SYMBOL_PREFIXES:
                return spaced - len(word), owners[word]
            if word in {"US", "U.S."} and symbol == "$":
                return at, "USD"
        return at, lexicon.SYMBOLS[symbol]
    if letters in owners:
        return start, owners[letters]
    # A sentence's full stop, or a word that lost its space: the symbol stands alone.
    return at, lexicon.SYMBOLS[symbol]


def _currency_after(view: View, at: int) -> tuple[int, str, bool] | None:
    """Return where the currency that follows ends, which it is, and whether it counts hundredths."""
    match = _AFTER.match(view.low, at)
    if match is None:
        return None
    if match["major"]:
        if match["major"] in {"rs", "rs.", "kr"} and _NEXT_PREFIX.match(view.low, match.end()):
            return None
        return match.end(), lexicon.CURRENCY_WORDS[" ".join(match["major"].split())], False
    if match["code"]:
        written = view.folded[match.start("code") : match.end("code")]
        if written not in lexicon.CODES and written not in lexicon.LOWER_CASE_CODES:
            return None
        return match.end(), lexicon.CODES[written.upper()], False
    if match["symbol"]:
        return match.end(), lexicon.SYMBOLS[match["symbol"].strip()], False
    unit = "¢" if match["sign"] else "p" if match["pence"] else " ".join(match["minor"].split())
    return match.end(), lexicon.MINOR_UNITS[unit], True


_DOLLARS: Final = frozenset(lexicon.SYMBOL_PREFIXES["$"].values()) - {"BRL"} | {lexicon.BARE_DOLLAR}
_SAME_SIGN: Final = frozenset({lexicon.YEN_OR_YUAN, "JPY", "CNY"})
_SAME_CROWN: Final = frozenset({lexicon.KRONE, "SEK", "NOK", "DKK"})


def _agree(before: str, after: str) -> bool:
    """Return whether two currencies of one amount can both be meant ("$5 million CAD", "¥5 billion yuan")."""
    if before == after:
        return True
    if before == lexicon.BARE_DOLLAR:
        return after in _DOLLARS
    if before == lexicon.YEN_OR_YUAN:
        return after in _SAME_SIGN
    if before == lexicon.KRONE:
        return after in _SAME_CROWN
    return after == lexicon.BARE_DOLLAR and before in _DOLLARS
