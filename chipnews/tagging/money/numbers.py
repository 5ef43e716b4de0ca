"""Reads one number: digits in the habits of several countries, or English words. Pure functions of
strings.
"""

import re
from decimal import Decimal
from typing import Final

from chipnews.tagging.money.lexicon import DECIMAL_COMMA, DIGIT_WORDS, SCALE_WORDS, TENS_WORDS

NUMERAL: Final = re.compile(r"[0-9]++(?:[.,'][0-9]++)*+[½¼¾]?")
"""A run of digits with separators inside; what it is worth is `numeral_value`'s to say."""

_MAX_DIGITS = 24
_VULGAR = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_SWISS = re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?\Z")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?\Z")
_CONTINENTAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+\Z")
_DOTTED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}\Z")
_ONE_DOT_GROUP = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}\Z")
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?\Z")
_COMMA_DECIMAL = re.compile(r"[0-9]+,[0-9]{1,2}\Z")


def numeral_value(numeral: str, currency: str, *, scaled: bool) -> Decimal | None:
    """Return what a numeral is worth, or None where its separators make no number ("1.2.3", "1,1,1").

    `currency` decides between the two habits where the digits do not ("€1.200" is 1200, "$1.200" is 1.2);
    `scaled` says that a word such as "billion" follows, which makes "1,5" and "1.125" decimals.
    """
    if len(numeral) > 2 * _MAX_DIGITS:
        return None
    fraction = _VULGAR.get(numeral[-1], Decimal(0))
    digits = numeral[:-1] if fraction else numeral
    plain = _plain_digits(digits, currency, scaled)
    if plain is None or len(plain) > _MAX_DIGITS or (fraction and "." in plain):
        return None
    return Decimal(plain) + fraction


def _plain_digits(digits: str, currency: str, scaled: bool) -> str | None:
    if digits.isdigit():
        return digits
    if _THOUSANDS.match(digits) or _INDIAN.match(digits):
        return digits.replace(",", "")
    if _CONTINENTAL.match(digits):
        return digits.replace(".", "").replace(",", ".")
    if _SWISS.match(digits):
        return digits.replace("'", "").replace(",", ".")
    if _DOTTED.match(digits):
        return digits.replace(".", "")
    if _ONE_DOT_GROUP.match(digits) and currency in DECIMAL_COMMA and not scaled:
        return digits.replace(".", "")
    if _PLAIN.match(digits):
        return digits
    if _COMMA_DECIMAL.match(digits) and (scaled or currency in DECIMAL_COMMA):
        return digits.replace(",", ".")
    return None


_SCALE = (
    r"(?P<scale>(?:hundred|thousand|million|billion|trillion|lakh|crore)(?: (?:thousand|million|"
    r"billion|trillion|crore))?)"
)
_PART = r"(?:an? (?P<part>half|quarter)|(?P<parts>three quarters))"
_FRACTION = re.compile(
    rf"(?:an? |one )?(?P<part>half|quarter|three quarters)(?: of)?(?: an?| one)? {_SCALE}\Z"
)
_MIXED = re.compile(rf"(?P<whole>.+?) and {_PART} {_SCALE}\Z")
_TRAILING = re.compile(rf"(?P<whole>.+?) {_SCALE} and {_PART}\Z")
_DIGIT = f"(?:{'|'.join(DIGIT_WORDS)})"
_POINT = re.compile(rf"(?P<whole>[a-z ]+?) point (?P<digits>{_DIGIT}(?: {_DIGIT})*)(?: {_SCALE})?\Z")
_PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "three quarters": Decimal("0.75")}


def words_value(words: list[str]) -> Decimal | None:
    """Return what number words are worth ("half a billion", "one hundred and twenty five thousand"), or None.

    A scale needs a count or an article before it: "billion" alone is no number.
    """
    phrase = " ".join(words)
    if match := _FRACTION.match(phrase):
        return _PARTS[match["part"]] * _scale(match["scale"])
    for pattern in (_MIXED, _TRAILING):
        if match := pattern.match(phrase):
            whole = Decimal(1) if match["whole"] in {"a", "an"} else _cardinal(match["whole"].split())
            if whole is None or whole >= 1000:
                return None
            return (whole + _PARTS[match["part"] or match["parts"]]) * _scale(match["scale"])
    if match := _POINT.match(phrase):
        whole = _cardinal(match["whole"].split())
        decimals = [DIGIT_WORDS[word] for word in match["digits"].split()]
        if whole is None or max(decimals) > 9:
            return None
        value = whole + Decimal("0." + "".join(map(str, decimals)))
        return value * _scale(match["scale"]) if match["scale"] else value
    return _cardinal(words)


def _scale(phrase: str) -> Decimal:
    product = Decimal(1)
    for word in phrase.split():
        product *= SCALE_WORDS[word]
    return product


def _cardinal(words: list[str]) -> Decimal | None:
    """Return the value of a whole number in words; a leading article counts as one before a scale."""
    total = Decimal(0)
    group: int | None = None
    last = "start"
    if words and words[0] in {"a", "an"} and len(words) > 1 and words[1] in SCALE_WORDS:
        words, group, last = words[1:], 1, "digit"
    for word in words:
        if word in DIGIT_WORDS and last in {"start", "hundred", "scale", "and", "tens"}:
            value = DIGIT_WORDS[word]
            if last == "tens" and not 1 <= value <= 9:
                return None
            group, last = (group or 0) + value, "digit"
        elif word in TENS_WORDS and last in {"start", "hundred", "scale", "and"}:
            group, last = (group or 0) + TENS_WORDS[word], "tens"
        elif word == "hundred" and last == "digit" and group is not None and group < 100:
            group, last = group * 100, "hundred"
        elif word == "and" and last in {"hundred", "scale"}:
            last = "and"
        elif word in SCALE_WORDS and word != "hundred" and group is not None and last != "and":
            total, group, last = total + group * SCALE_WORDS[word], None, "scale"
        elif word in SCALE_WORDS and word != "hundred" and last == "scale" and total:
            total *= SCALE_WORDS[word]
        else:
            return None
    if last in {"start", "and"}:
        return None
    return total + (group or 0)
