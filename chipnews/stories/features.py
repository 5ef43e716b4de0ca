"""From an item's text and tags to what the grouping compares (`StoryItem`). Pure but for a cache of stems."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import xxhash

from chipnews.stories.values import Amount, StoryItem
from chipnews.stories.wording import (
    blanked,
    content_words,
    events_in,
    markers_in,
    months_in,
    names_in,
    stages_in,
)

if TYPE_CHECKING:
    from datasketch import MinHash

# What an article is about stands in its first lines; background of other events comes later.
LEAD_CHARS = 700
READ_CHARS = 4000
"""So many characters of a text are enough to group it."""
MOST_AMOUNTS = 8
PERMUTATIONS = 32
SHINGLE = 4


@dataclass(frozen=True, slots=True)
class Tag:
    """A mention: kind ("company" or "chip"), slug, the slug of a chip's vendor, and where it stands."""

    kind: str
    slug: str
    vendor: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Money:
    """A figure: where it stands, its upper amount and what it is of."""

    start: int
    high: Decimal
    currency: str
    kind: str | None
    company: str | None


@dataclass(frozen=True, slots=True)
class TaggedItem:
    """An item as stored: the beginning of its text, its title first, with its tags in text order."""

    id: int
    outlet: str
    published_at: datetime
    title: str
    text: str
    tags: tuple[Tag, ...]
    money: tuple[Money, ...]


def story_item(item: TaggedItem, root: Callable[[str], str], *, signed: bool = True) -> StoryItem:
    """Return what of the item is compared; `root` gives the company that a company is spoken of as.

    Without `signed` it has no signature: what is too old to be the same event is no copy either.
    """
    in_title = len(item.title)
    # A feed's item may be a whole article: what counts is the title and the lead.
    lead_end = in_title + LEAD_CHARS
    spans = [(tag.start, tag.end) for tag in item.tags]
    text = blanked(item.text, spans)
    title, lead = text[:in_title], text[:lead_end]
    companies = [(_company(tag, root), tag.start) for tag in item.tags]
    named = [(slug, start) for slug, start in companies if slug is not None and start < lead_end]
    chips = [(tag.slug, tag.start) for tag in item.tags if tag.kind == "chip" and tag.start < lead_end]
    return StoryItem(
        id=item.id,
        outlet=item.outlet,
        published_at=item.published_at,
        title_words=content_words(title),
        words=content_words(lead),
        names=names_in(lead),
        title_companies=tuple(dict.fromkeys(slug for slug, start in named if start < in_title)),
        companies=frozenset(slug for slug, _ in named),
        title_chips=frozenset(slug for slug, start in chips if start < in_title),
        chips=frozenset(slug for slug, _ in chips),
        amounts=_amounts(item.money, lead_end, root),
        events=events_in(title) or events_in(lead),
        markers=markers_in(item.text[:lead_end]),
        stages=stages_in(item.title),
        months=months_in(item.text[:lead_end]),
        signature=signature(item.text.removeprefix(item.title) or item.title) if signed else (),
    )


def _company(tag: Tag, root: Callable[[str], str]) -> str | None:
    """Return the company that a mention names or whose chip it names."""
    slug = tag.slug if tag.kind == "company" else tag.vendor
    return root(slug) if slug else None


def _amounts(money: Sequence[Money], lead_end: int, root: Callable[[str], str]) -> tuple[Amount, ...]:
    found = (
        Amount(root(each.company) if each.company else None, each.kind, each.currency, float(each.high))
        for each in money
        if each.start < lead_end
    )
    return tuple(dict.fromkeys(found))[:MOST_AMOUNTS]


def signature(text: str) -> tuple[int, ...]:
    """Return the MinHash of the text's runs of words; alike texts have many of its numbers in common."""
    words = re.findall(r"\w+", text.lower())
    runs = {" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))}
    sketch = _empty_sketch().copy()
    sketch.update_batch([run.encode() for run in runs])
    return tuple(int(value) for value in sketch.hashvalues)


@lru_cache(maxsize=1)
def _empty_sketch() -> "MinHash":
    from datasketch import MinHash  # brings SciPy: not for those that only read

    return MinHash(num_perm=PERMUTATIONS, seed=1, hashfunc=xxhash.xxh32_intdigest, scheme="affine32")
