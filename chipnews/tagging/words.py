"""Cuts a text into runs of letters and runs of digits, the units in which names are matched.

"MI300X" is MI + 300 + X, and so are "MI 300X" and "MI-300X": this is the one rule of spelling variants.
"""

import re
from typing import NamedTuple

# The count of "8xH100" is no part of the name.
_RUN = re.compile(r"(?<=\d)[xX](?=[A-Z][A-Za-z]*\d)|[^\W\d_]+|\d+")
# Marks that a page leaves inside a word to say where it may be broken.
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_BROKEN_RUN = re.compile(rf"[^\W\d_]+(?:[{_INVISIBLE}]+[^\W\d_]+)+|{_RUN.pattern}")
_NO_MARKS = str.maketrans("", "", _INVISIBLE)
# White space of every width, hyphens, and the invisible marks that editors leave between words.
_SEPARATOR = re.compile(
    r"(?:[ \t\r\f\v\u00a0\u2000-\u200f\u202f\u205f\u2060\u3000\u00ad]|\n(?!\s*\n))*"
    r"(?:[®™℠]|\((?:R|TM|SM)\))?"
    r"[-‐‑‒–]?(?:[ \t\u00a0\u2009\u200b\u200e\u200f\u202f\u2060]|\n(?!\s*\n))*"
)
_HYPHEN = re.compile(r"[-‐‑‒–]")
MOST_GAP = 6


class Run(NamedTuple):
    """One run of letters or of digits, with its text in lower case."""

    start: int
    end: int
    lower: str


def runs_of(text: str) -> list[Run]:
    """Return the runs of letters and of digits of `text`, in order."""
    if any(mark in text for mark in _INVISIBLE):
        return [
            Run(match.start(), match.end(), match.group().translate(_NO_MARKS).lower())
            for match in _BROKEN_RUN.finditer(text)
        ]
    return [Run(match.start(), match.end(), match.group().lower()) for match in _RUN.finditer(text)]


def gap_fits(wanted: str, found: str, before: str, after: str) -> bool:
    """Return whether the text between two runs may stand for the one in the alias.

    `wanted` is what stands between the runs `before` and `after` in the alias, `found` what does in the text.
    """
    if wanted == found:
        return True
    if len(found) > MOST_GAP:
        return False
    border = before.isdigit() != after.isdigit()
    if not found:
        return border
    if not _SEPARATOR.fullmatch(found):
        return found.strip().replace("’", "'") == wanted.strip()
    if wanted.strip() not in ("", "-"):
        return False
    if wanted or _HYPHEN.fullmatch(found):
        return bool(wanted) or border
    # "A 100-person team" is no A100, and "MI300 X" no MI300X, but "MI 300X" is.
    return border and after.isdigit() and len(before) > 1
