"""Decides what a bare "$" means in a text that says so ("all figures in Australian dollars")."""

import re
from typing import Final

from chipnews.tagging.money.lexicon import DOLLAR_ADJECTIVES

_ADJECTIVES = "|".join(sorted((re.escape(word) for word in DOLLAR_ADJECTIVES), key=len, reverse=True))
_CODES = "USD|CAD|AUD|SGD|HKD|NZD|TWD|NTD"
_MONEY_NOUNS = r"(?:amounts?|figures?|prices?|values?|numbers?|dollars?|currency|results|sums?|references|\$)"
_DECLARED: Final = re.compile(
    rf"\b(?:all|{_MONEY_NOUNS})\b[^.\n]{{0,60}}?\b(?:in|are|to|as|"
    rf"is) (?:(?P<adjective>{_ADJECTIVES}) (?:dollars|currency|funds)|(?P<code>{_CODES})\b)",
    re.IGNORECASE,
)
_UNLESS: Final = re.compile(
    rf"\b(?:(?P<adjective>{_ADJECTIVES}) dollars|(?P<code>{_CODES}))\b,? (?:unless|except where)",
    re.IGNORECASE,
)
_MENTIONED: Final = re.compile(
    r"(?P<before>\S+\s+|^)\(?(?P<adjective>canadian|australian|singapore|hong kong|new zealand) dollars",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(
    r"[0-9][\w.,]*\Z|(?:hundred|thousand|[mbtr]+illion|bn|m|k|tn|half|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|of)\Z",
    re.IGNORECASE,
)
_OWN_SIGN: Final = {
    "CAD": ("C$", "CA$"),
    "AUD": ("A$", "AU$"),
    "SGD": ("S$",),
    "HKD": ("HK$",),
    "NZD": ("NZ$",),
}


def dollar_of(text: str) -> str:
    """Return the ISO 4217 code that a bare "$" has in the text, as far as the text itself says; else
    "USD".

    A statement about all amounts decides. Failing that, the mention of one country's dollars decides
    unless an amount is counted in them or their own sign ("C$") is used, for then a bare "$" is another.
    """
    if "dollar" not in text.lower() and not re.search(_CODES, text):
        return "USD"
    for pattern in (_DECLARED, _UNLESS):
        if match := pattern.search(text):
            return _code(match["adjective"], match["code"])
    for match in _MENTIONED.finditer(text):
        code = _code(match["adjective"], None)
        if not _NUMBER.search(match["before"].strip()) and not any(sign in text for sign in _OWN_SIGN[code]):
            return code
    return "USD"


def _code(adjective: str | None, code: str | None) -> str:
    if adjective:
        return DOLLAR_ADJECTIVES[" ".join(adjective.lower().split())]
    upper = (code or "USD").upper()
    return "TWD" if upper == "NTD" else upper
