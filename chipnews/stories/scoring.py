"""How likely two items tell of the same event: a weighted sum of what they share and where they differ. Pure.

The weights were fitted by logistic regression on the tuning half of the labelled stories
(`python -m benchmarks.stories --fit`), then some were moved so that this half stays apart as if all had
happened on one day: a shared company proves less, rare words and other amounts more. The other half was not
looked at.
"""

from collections.abc import Iterable, Set
from math import exp, log2, sqrt
from typing import NamedTuple

from chipnews.stories.values import Amount, StoryItem
from chipnews.stories.wording import weight as weight_of
from chipnews.stories.wordlists import BUSY_COMPANIES

# Amounts that differ less are the same amount, rounded by one of the writers.
SAME_AMOUNT = 0.03
STRANGERS = 0.05
"""Leads that share fewer of their words have a subject in common at most."""
COPY = 0.7
"""Texts whose MinHash agrees so far are copies of each other, whatever else differs."""


class Likeness(NamedTuple):
    """What two items have in common and where they differ, each from 0 to 1.

    `days` is the logarithm of the days between them, and may be more.
    """

    title_words: float
    words: float
    names: float
    rare_words: float
    leading_companies: float
    rare_company: float
    other_companies: float
    chips: float
    amounts: float
    events: float
    apart_words: float
    apart_companies: float
    apart_chips: float
    apart_amounts: float
    apart_events: float
    apart_markers: float
    days: float


WEIGHTS = Likeness(
    title_words=1.0,
    words=0.5,
    names=0.0,
    rare_words=3.6,
    leading_companies=2.5,
    rare_company=0.3,
    other_companies=2.4,
    chips=2.5,
    amounts=3.4,
    events=0.9,
    apart_words=-1.0,
    apart_companies=0.0,
    apart_chips=-1.9,
    apart_amounts=-3.0,
    apart_events=-0.8,
    apart_markers=-1.5,
    days=-1.2,
)
BIAS = -2.4


def same_event(a: StoryItem, b: StoryItem) -> float:
    """Return how likely the two items tell of the same event, from 0 to 1."""
    if copied(a, b) >= COPY:
        return 1.0
    return _logistic(_sum(likeness(a, b), days=True))


def same_matter(a: StoryItem, b: StoryItem) -> float:
    """Return how likely one item is about what came of the other's event, from 0 to 1, however long after."""
    return _logistic(_sum(likeness(a, b), days=False))


def likeness(a: StoryItem, b: StoryItem) -> Likeness:
    """Return what the two items have in common and where they differ."""
    leading_a, leading_b = set(a.title_companies), set(b.title_companies)
    crossing = bool(leading_a & b.companies) + bool(leading_b & a.companies)
    chips_a, chips_b = a.title_chips or a.chips, b.title_chips or b.chips
    shared = _shared_amounts(a.amounts, b.amounts)
    words = _weighted_cosine(a.words, b.words)
    return Likeness(
        title_words=_overlap(a.title_words, b.title_words),
        words=words,
        names=_cosine(a.names, b.names),
        rare_words=min(_rare(a.words & b.words), 3) / 3,
        leading_companies=_cosine(leading_a, leading_b),
        rare_company=float(bool((leading_a & b.companies | leading_b & a.companies) - BUSY_COMPANIES)),
        other_companies=_cosine(a.companies, b.companies),
        chips=_cosine(a.chips, b.chips),
        amounts=min(shared, 2) / 2,
        events=_cosine(a.events, b.events),
        apart_words=float(not shared and words < STRANGERS and not a.title_words & b.title_words),
        apart_companies=1 - crossing / 2 if leading_a and leading_b else float(not a.companies & b.companies),
        apart_chips=float(bool(chips_a and chips_b) and not chips_a & chips_b),
        apart_amounts=float(not shared and _contradicting(a.amounts, b.amounts)),
        apart_events=float(bool(a.events and b.events) and not a.events & b.events),
        apart_markers=float(_other_markers(a.markers, b.markers)),
        days=log2(1 + abs((a.published_at - b.published_at).total_seconds()) / 86_400),
    )


def copied(a: StoryItem, b: StoryItem) -> float:
    """Return how much of their texts two items have in common, by their MinHash."""
    return sum(x == y for x, y in zip(a.signature, b.signature, strict=True)) / len(a.signature)


def _sum(found: Likeness, *, days: bool) -> float:
    count = len(found) if days else len(found) - 1
    return BIAS + sum(weight * value for weight, value in zip(WEIGHTS[:count], found, strict=False))


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


def _overlap(a: Set[str], b: Set[str]) -> float:
    """Return the share of the smaller set, by weight, that is in the other; one word is not much to go by."""
    smaller = min(_weight_of(a), _weight_of(b))
    return _weight_of(a & b) / max(2.0, smaller)


def _weighted_cosine(a: Set[str], b: Set[str]) -> float:
    return _weight_of(a & b) / sqrt(_weight_of(a) * _weight_of(b)) if a and b else 0.0


def _weight_of(words: Set[str]) -> float:
    return sum(map(weight_of, words))


def _rare(words: Set[str]) -> int:
    return sum(weight_of(word) == 1.0 for word in words)


def _cosine(a: Set[str], b: Set[str]) -> float:
    return len(a & b) / sqrt(len(a) * len(b)) if a and b else 0.0


def _shared_amounts(a: Iterable[Amount], b: tuple[Amount, ...]) -> int:
    return sum(any(_same(one, other) for other in b) for one in a)


def _same(a: Amount, b: Amount) -> bool:
    return a.currency == b.currency and abs(a.value - b.value) <= SAME_AMOUNT * max(a.value, b.value)


def _contradicting(a: Iterable[Amount], b: tuple[Amount, ...]) -> bool:
    """Return whether both give an amount of the same kind and company: as none is shared, they differ."""
    kinds = {(each.kind, each.company) for each in a if each.kind}
    return any((each.kind, each.company) in kinds for each in b)


def _other_markers(a: Set[str], b: Set[str]) -> bool:
    """Return whether both name a quarter, or both a round, and never the same."""
    for prefix in ("quarter:", "series:"):
        mine = {each for each in a if each.startswith(prefix)}
        others = {each for each in b if each.startswith(prefix)}
        if mine and others and not mine & others:
            return True
    return False
