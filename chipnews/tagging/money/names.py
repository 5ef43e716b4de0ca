"""Patterns for the names of currencies, made from the lexicon; to be used on lower-case text."""

import re
from collections.abc import Iterable

from chipnews.tagging.money import lexicon
from chipnews.tagging.money.view import GAP

END = r"(?![a-z0-9_])"
"""What must not follow a name."""


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", GAP).replace(" ", GAP) for word in ordered)


NAMES = (*lexicon.CURRENCY_WORDS, *lexicon.MINOR_UNITS)
MAJOR = alternatives(lexicon.CURRENCY_WORDS)
MINOR = alternatives(word for word in lexicon.MINOR_UNITS if word not in {"¢", "p"})
"""Currencies in full, and hundredths; "¢" and "p" need more than a name's end and are left to the caller."""
