"""A text prepared for reading: the same length as the raw text, with its typographic variants made one.

Every character stands where it stood, so offsets into the view are offsets into the text.
"""

import re
from dataclasses import dataclass
from typing import Final

from chipnews.tagging.money.traps import code_spans

GAP: Final = r"(?: {1,3}\n? {0,2}|\n {0,2})"
"""A pattern for white space inside an amount: it may hold one line break, never an empty line."""

_VARIANTS: Final[dict[str, str]] = {
    # Spaces, and marks that take no room: bidirectional controls, zero-width characters, the byte-order mark.
    **dict.fromkeys(
        "\t\r\x0b\x0c\x85\u00a0\u1680\u2028\u205f\u3000\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff", " "
    ),
    **{chr(code): " " for code in (*range(0x2000, 0x200B), *range(0x202A, 0x2030), *range(0x2066, 0x206A))},
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u02bc\uff07", "'"),
    "\ufe69": "$",
    "\uff04": "$",
    "\uffe1": "£",
    "\uffe5": "¥",
    "\uffe6": "₩",
    "\uffe0": "¢",
    "\uff0c": ",",
    "\uff0e": ".",
    "\uff5e": "~",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_VARIANT: Final = re.compile("[" + re.escape("".join(_VARIANTS)) + "]")
_GROUPING_SPACES: Final = frozenset("\u00a0\u2009\u202f\u2007")


@dataclass(frozen=True, slots=True)
class View:
    """`raw` as given; `folded` with plain spaces, hyphens, quotes and digits; `low` in lower case; all of
    one length.
    """

    raw: str
    folded: str
    low: str
    code: tuple[tuple[int, int], ...]

    def in_code(self, at: int) -> bool:
        """Return whether the position lies between backticks."""
        return any(start <= at < end for start, end in self.code)

    def groups_digits(self, at: int) -> bool:
        """Return whether the character is a space that typesetters put between groups of digits."""
        return self.raw[at] in _GROUPING_SPACES


def view_of(text: str) -> View:
    """Return the prepared text."""
    folded = text
    for variant in set(_VARIANT.findall(text)):
        folded = folded.replace(variant, _VARIANTS[variant])
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(char if len(char.lower()) != 1 else char.lower() for char in folded)
    return View(raw=text, folded=folded, low=low, code=code_spans(text))
