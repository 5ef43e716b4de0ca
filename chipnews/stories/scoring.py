"""How likely two items tell of the same event, or one of what came of the other's. Pure.

Both are weighted sums of what the items share and where they differ. The weights were fitted by logistic
regression on the tuning half of the labelled stories (`python -m benchmarks.stories --fit`), as were the
thresholds in `run`. The other half was not looked at.
"""

from collections.abc import Iterable, Set
from math import exp, log2, sqrt
from typing import NamedTuple

from chipnews.stories.values import Amount, StoryItem
from chipnews.stories.wording import rare_in, weight_of
from chipnews.stories.wordlists import BUSY_CHIPS, BUSY_COMPANIES

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
    rare_words: float
    leading_companies: float
    rare_company: float
    more_companies: float
    chips: float
    amounts: float
    events: float
    apart_words: float
    apart_subject: float
    apart_partners: float
    apart_chips: float
    apart_amounts: float
    apart_events: float
    apart_markers: float
    apart_stages: float
    days: float


WEIGHTS = Likeness(
    title_words=0.96,
    rare_words=0.79,
    leading_companies=2.53,
    rare_company=1.27,
    more_companies=1.13,
    chips=1.15,
    amounts=1.61,
    events=2.20,
    apart_words=-1.00,
    apart_subject=-1.91,
    apart_partners=-2.01,
    apart_chips=-1.82,
    apart_amounts=-1.72,
    apart_events=-0.38,
    apart_markers=-1.50,
    apart_stages=-0.61,
    days=-1.39,
)
BIAS = 0.27


def same_event(a: StoryItem, b: StoryItem) -> float:
    """Return how likely the two items tell of the same event, from 0 to 1."""
    if copied(a, b) >= COPY:
        return 1.0
    return _logistic(BIAS + _sum(WEIGHTS, likeness(a, b)))


class Kinship(NamedTuple):
    """What speaks for and against that an item tells what became of the matter of an older one, from 0 to 1.

    `months`: it says that something happened in the month of the older one. `opened`: the older one tells
    of something under way or awaited; `outcome`: the newer one of an end or a next step.
    """

    title_words: float
    rare_words: float
    leading_companies: float
    rare_company: float
    more_companies: float
    rare_chip: float
    amounts: float
    events: float
    markers: float
    months: float
    opened: float
    outcome: float
    apart_words: float
    apart_subject: float
    apart_partners: float
    apart_chips: float
    apart_amounts: float
    apart_events: float
    apart_markers: float


MATTER_WEIGHTS = Kinship(
    title_words=1.52,
    rare_words=1.56,
    leading_companies=2.33,
    rare_company=2.64,
    more_companies=1.69,
    rare_chip=2.78,
    amounts=2.73,
    events=1.61,
    markers=1.50,
    months=2.51,
    opened=1.48,
    outcome=2.31,
    apart_words=-0.37,
    apart_subject=-1.32,
    apart_partners=-2.94,
    apart_chips=-2.10,
    apart_amounts=-0.48,
    apart_events=-0.78,
    apart_markers=-1.30,
)
MATTER_BIAS = -4.04


def same_matter(newer: StoryItem, older: StoryItem) -> float:
    """Return how likely an item tells what became of the matter of an older one, from 0 to 1."""
    return _logistic(MATTER_BIAS + _sum(MATTER_WEIGHTS, kinship(newer, older)))


def kinship(newer: StoryItem, older: StoryItem) -> Kinship:
    """Return what speaks for and against that the newer item is about what became of the older one."""
    like = likeness(newer, older)
    other_month = newer.published_at.month != older.published_at.month
    return Kinship(
        title_words=like.title_words,
        rare_words=like.rare_words,
        leading_companies=like.leading_companies,
        rare_company=like.rare_company,
        more_companies=like.more_companies,
        rare_chip=float(bool((newer.chips & older.chips) - BUSY_CHIPS)),
        amounts=like.amounts,
        events=like.events,
        markers=float(bool(newer.markers & older.markers)),
        months=float(other_month and older.published_at.month in newer.months),
        opened=like.events if "open" in older.stages else 0.0,
        outcome=float("outcome" in newer.stages and not like.apart_subject),
        apart_words=like.apart_words,
        apart_subject=like.apart_subject,
        apart_partners=like.apart_partners,
        apart_chips=like.apart_chips,
        apart_amounts=like.apart_amounts,
        apart_events=like.apart_events,
        apart_markers=like.apart_markers,
    )


def likeness(a: StoryItem, b: StoryItem) -> Likeness:
    """Return what the two items have in common and where they differ."""
    leading_a, leading_b = set(a.title_companies), set(b.title_companies)
    chips_a, chips_b = a.title_chips or a.chips, b.title_chips or b.chips
    shared = _shared_amounts(a.amounts, b.amounts)
    words = _weighted_cosine(a.words, b.words)
    rare = rare_in(a.words & b.words)
    subject = shared or rare or a.names & b.names or a.chips & b.chips or len(a.companies & b.companies) > 1
    return Likeness(
        title_words=_overlap(a.title_words, b.title_words),
        rare_words=min(rare, 3) / 3,
        leading_companies=_cosine(leading_a, leading_b),
        rare_company=float(bool((leading_a & b.companies | leading_b & a.companies) - BUSY_COMPANIES)),
        more_companies=min(max(len(a.companies & b.companies) - 1, 0), 2) / 2,
        chips=_cosine(a.chips, b.chips),
        amounts=min(shared, 2) / 2,
        events=_cosine(a.events, b.events),
        apart_subject=float(not subject),
        apart_words=float(not shared and words < STRANGERS and not a.title_words & b.title_words),
        apart_partners=float(bool(leading_a - b.companies and leading_b - a.companies)),
        apart_chips=float(bool(chips_a and chips_b) and not chips_a & chips_b),
        apart_amounts=float(not shared and _contradicting(a.amounts, b.amounts)),
        apart_events=float(bool(a.events and b.events) and not a.events & b.events),
        apart_markers=float(_other_markers(a.markers, b.markers)),
        apart_stages=float(bool(a.stages and b.stages) and not a.stages & b.stages),
        days=log2(1 + abs((a.published_at - b.published_at).total_seconds()) / 86_400),
    )


def copied(a: StoryItem, b: StoryItem) -> float:
    """Return how much of their texts two items have in common, by their MinHash."""
    return sum(x == y for x, y in zip(a.signature, b.signature, strict=True)) / len(a.signature)


def _sum(weights: Iterable[float], values: Iterable[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def _logistic(value: float) -> float:
    return 1 / (1 + exp(-value))


def _overlap(a: Set[str], b: Set[str]) -> float:
    """Return the share of the smaller set, by weight, that is in the other; one word is not much to go by."""
    smaller = min(weight_of(a), weight_of(b))
    return weight_of(a & b) / max(2.0, smaller)


def _weighted_cosine(a: Set[str], b: Set[str]) -> float:
    return weight_of(a & b) / sqrt(weight_of(a) * weight_of(b)) if a and b else 0.0


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
