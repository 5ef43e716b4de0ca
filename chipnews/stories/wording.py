"""Words of titles and leads as the grouping compares them: stems, names, classes of events, markers. Pure."""

import re
from collections.abc import Set
from functools import lru_cache

import snowballstemmer

from chipnews.stories.wordlists import COMMON, EVENT_WORDS, OPEN_WORDS, ORDINARY, OUTCOME_WORDS

_WORD = re.compile(r"[A-Za-z0-9][\w.+-]*[\w+]|[A-Za-z0-9]")
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(
    r"(?:[$€£¥₩]|\b(?:US|NT|HK|C|A)\$)\s?\d[\d.,]*(?:\s?(?:k|m|bn|tn|[mbt]rn|million|billion|trillion)\b)?",
    re.I,
)
_NUMBERS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_QUARTER = re.compile(
    r"\b(?:q([1-4])|([1-4])q(?!\w)|(first|second|third|fourth|1st|2nd|3rd|4th)(?:[\s-]+fiscal)?[\s-]quarter(?:ly)?)",
    re.I,
)
_SERIES = re.compile(r"\bseries[\s-]([a-h])\b", re.I)
_YEAR = re.compile(r"\b(?:fiscal\s|FY\s?'?)?(20[2-4]\d)\b")

_MONTHS = {
    name: number
    for number, name in enumerate(
        "January February March April May June July August September October November December".split(), 1
    )
}
# "may" is a word of its own: a month is one that something happened in.
_MONTH = re.compile(
    rf"\b(?:(?:in|since|from|of|on|last|early|late|until)\s(?:\d{{1,2}}\s)?|\d{{1,2}}\s)({'|'.join(_MONTHS)})\b"
    rf"|\b({'|'.join(_MONTHS)})(?:['’]s\b|\s\d{{1,2}}\b)"
)


@lru_cache(maxsize=1)
def _stemmer() -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a word in lower case, without a possessive ending."""
    bare = word.lower().replace("’", "'").removesuffix("'s")
    return str(_stemmer().stemWord(bare))


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words.split())


# Not at import: summaries need neither.
@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return _stems(" ".join(ORDINARY))


@lru_cache(maxsize=1)
def _events() -> dict[str, frozenset[str]]:
    return {name: _stems(words) for name, words in EVENT_WORDS.items()}


@lru_cache(maxsize=1)
def _stages() -> dict[str, frozenset[str]]:
    return {"open": _stems(OPEN_WORDS), "outcome": _stems(OUTCOME_WORDS)}


def blanked(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with white space in place of the spans (start, end) and of amounts of money."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (min(end, len(text)) - start) if start < len(text) else ""
    return _MONEY.sub(lambda found: " " * len(found.group()), "".join(characters))


def content_words(text: str) -> frozenset[str]:
    """Return the stems of the words of `text` that say something."""
    words = set(_WORD.findall(text.lower())) - COMMON
    return frozenset([stem(word) for word in words if len(word) > 1])


ORDINARY_WEIGHT = 0.3


def rare_in(words: Set[str]) -> int:
    """Return how many of the stems are no ordinary words of the field."""
    return len(words - _ordinary())


def weight_of(words: Set[str]) -> float:
    """Return how much it says that two items share these stems."""
    rare = rare_in(words)
    return rare + ORDINARY_WEIGHT * (len(words) - rare)


def names_in(text: str) -> frozenset[str]:
    """Return words that look like names or codes, and numbers, in lower case: "Rainier", "18A", "440".

    A capital letter counts only inside a sentence, and not at all where most words have one, as in a title.
    """
    found: set[str] = set()
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        words = _WORD.findall(sentence)
        titled = sum([word[0].isupper() for word in words]) > 0.6 * len(words)
        for place, word in enumerate(words):
            # The cheap questions first: most words are neither.
            capital = place > 0 and not titled and word[0].isupper()
            if not capital and _DIGIT.search(word) is None:
                continue
            if len(word) > 1 and word.lower() not in COMMON and not _YEAR.fullmatch(word):
                found.add(word.lower())
    return frozenset(found)


def events_in(text: str) -> frozenset[str]:
    """Return the classes of events whose words stand in `text`."""
    stems = {stem(word) for word in _WORD.findall(text)}
    return frozenset(name for name, words in _events().items() if stems & words)


def markers_in(text: str) -> frozenset[str]:
    """Return what tells one happening from the next of its kind: quarters, letters of rounds, years."""
    found = {f"series:{letter.lower()}" for letter in _SERIES.findall(text)}
    for digit, digit_first, word in _QUARTER.findall(text):
        number = digit or digit_first or _NUMBERS.get(word.lower(), word[0])
        found.add(f"quarter:{number}")
    return frozenset(found)


def stages_in(title: str) -> frozenset[str]:
    """Return "open" if the title tells of something under way, "outcome" if of what came of something."""
    stems = {stem(word) for word in _WORD.findall(title)}
    return frozenset(name for name, words in _stages().items() if stems & words)


def months_in(text: str) -> frozenset[int]:
    """Return the months, from 1, in which the text says that something happened."""
    return frozenset(_MONTHS[one or other] for one, other in _MONTH.findall(text))
