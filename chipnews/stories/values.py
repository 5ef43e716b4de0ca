"""The values of grouping: what of an item tells which event it is about. Data only, no logic."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money as its size matters here: what it is of (None: not known) and its upper value."""

    company: str | None
    kind: str | None
    currency: str
    value: float


@dataclass(frozen=True, slots=True)
class StoryItem:
    """What of an item the grouping looks at. Companies are those that they are spoken of as:
    Amazon for AWS.

    `title_words` and `words` (of title and lead) are stems without names and without words that say nothing;
    `names` are other capitalised words and numbers. `events` are classes of what happens ("funding"),
    `markers` tell one happening from the next of its kind ("quarter:3", "series:b").
    `stages` say whether something is "open" or has its "outcome"; `months` are those that are spoken of.
    `signature` is the MinHash of the text, or empty where no copies are looked for.
    """

    id: int
    outlet: str
    published_at: datetime
    title_words: frozenset[str]
    words: frozenset[str]
    names: frozenset[str]
    title_companies: tuple[str, ...]
    companies: frozenset[str]
    title_chips: frozenset[str]
    chips: frozenset[str]
    amounts: tuple[Amount, ...]
    events: frozenset[str]
    markers: frozenset[str]
    stages: frozenset[str]
    months: frozenset[int]
    signature: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoriesReport:
    """What one run of grouping did: items that joined or founded a story, stories founded, links made.

    `removed` counts the items that left their story because they are copies or not about the field any more.
    """

    items: int = 0
    founded: int = 0
    joined: int = 0
    followed: int = 0
    removed: int = 0
