"""Which entry of a feed is which stored item. Pure.

By GUID; else by what is left of the GUID without scheme and host; else by canonical URL; else by title and
date with like content. Two entries of one document never become one item.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import xxhash
from rapidfuzz import fuzz

SAME_DAY = timedelta(hours=36)
LIKE = 70.0
_TAG_URI = re.compile(r"tag:[^:]*?(?:,\d{4}(?:-\d\d){0,2})?:(.+)", re.IGNORECASE | re.DOTALL)
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Known:
    """A stored item, as far as it matters here."""

    id: int
    guid: str
    canonical_url: str | None
    title: str
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Incoming:
    """An entry to be matched. `published_at` is None where the feed gives no date."""

    guid: str
    canonical_url: str | None
    title: str
    published_at: datetime | None


def digest(*parts: str) -> str:
    """Return a short, stable hash of texts."""
    return xxhash.xxh3_128_hexdigest("\0".join(parts).encode("utf-8", errors="replace"))


def unique_guids(entries: Sequence[tuple[str | None, str | None, str, str]]) -> list[str]:
    """Return a GUID for each (GUID, link, title, date) of one document, all different but for repeats.

    Missing: the link, else a hash of title and date. Shared by entries with different links (or titles, where
    there is no link): told apart by a hash of these, whatever their order.
    """
    first = [guid or link or f"hash:{digest(title, date)}" for guid, link, title, date in entries]
    kinds: dict[str, set[str]] = {}
    for name, (_, link, title, _) in zip(first, entries, strict=True):
        kinds.setdefault(name, set()).add(link or title)
    return [
        name if len(kinds[name]) == 1 else f"{name}#{digest(link or title)[:12]}"
        for name, (_, link, title, _) in zip(first, entries, strict=True)
    ]


def core(guid: str) -> str:
    """Return what is left of a GUID without scheme, host and case: that survives a move of the site."""
    guid = guid.strip()
    tag = _TAG_URI.fullmatch(guid)
    if tag:
        return tag[1].strip("/").lower()
    if "://" in guid:
        try:
            parts = urlsplit(guid)
        except ValueError:
            return guid.lower()
        rest = f"{parts.path.strip('/')}?{parts.query}#{parts.fragment}".rstrip("?#").replace("?#", "#")
        return rest.lower()
    return guid.removeprefix("urn:uuid:").lower()


def match(
    incoming: Sequence[Incoming], known: Sequence[Known], like: Callable[[int, int], bool]
) -> list[int | None]:
    """Return for each entry the id of the stored item that it is, None for a new one.

    `like(position, id)` says whether the content of an entry is like that of an item; it is asked only where
    everything else fits.
    """
    found: list[int | None] = [None] * len(incoming)
    by_guid = {item.guid: item for item in known}
    taken: set[int] = set()
    for position, entry in enumerate(incoming):
        item = by_guid.get(entry.guid)
        if item is not None and item.id not in taken:
            found[position] = item.id
            taken.add(item.id)
    if all(found):
        return found
    for rule in (_by_core, _by_url, _by_title):
        free = [item for item in known if item.id not in taken]
        if not free:
            break
        for position, item in rule(incoming, free, [each is None for each in found]):
            if item.id in taken or found[position] is not None:
                continue
            if rule is _by_title and not like(position, item.id):
                continue
            found[position] = item.id
            taken.add(item.id)
    return found


Pairs = list[tuple[int, Known]]


def _by_core(incoming: Sequence[Incoming], free: Sequence[Known], open_: Sequence[bool]) -> Pairs:
    """Pair by the core of the GUID, where title or date say the same."""
    cores = _unique({core(item.guid): item for item in free}, Counter(core(item.guid) for item in free))
    pairs = []
    for position, entry in enumerate(incoming):
        item = cores.get(core(entry.guid)) if open_[position] else None
        if item is not None and (_like_title(entry.title, item.title) or _same_time(entry, item)):
            pairs.append((position, item))
    return pairs


def _by_url(incoming: Sequence[Incoming], free: Sequence[Known], open_: Sequence[bool]) -> Pairs:
    urls = {item.canonical_url: item for item in free if item.canonical_url}
    # A link that several entries of the document share names none of them.
    shared = Counter(entry.canonical_url for entry in incoming)
    return [
        (position, urls[entry.canonical_url])
        for position, entry in enumerate(incoming)
        if open_[position] and entry.canonical_url in urls and shared[entry.canonical_url] == 1
    ]


def _by_title(incoming: Sequence[Incoming], free: Sequence[Known], open_: Sequence[bool]) -> Pairs:
    titles: dict[str, list[Known]] = {}
    for item in free:
        titles.setdefault(_plain(item.title), []).append(item)
    return [
        (position, item)
        for position, entry in enumerate(incoming)
        if open_[position] and _plain(entry.title)
        for item in titles.get(_plain(entry.title), ())
        if _same_day(entry, item)
    ]


def _unique(items: dict[str, Known], counts: Counter[str]) -> dict[str, Known]:
    return {name: item for name, item in items.items() if counts[name] == 1 and len(name) > 1}


def _plain(title: str) -> str:
    return " ".join(_WORDS.findall(title.casefold()))


def _like_title(one: str, other: str) -> bool:
    return fuzz.token_sort_ratio(_plain(one), _plain(other)) >= LIKE


def _same_time(entry: Incoming, item: Known) -> bool:
    return entry.published_at is not None and abs(entry.published_at - item.published_at) < timedelta(
        minutes=1
    )


def _same_day(entry: Incoming, item: Known) -> bool:
    return entry.published_at is None or abs(entry.published_at - item.published_at) <= SAME_DAY


def like_text(one: str, other: str) -> bool:
    """Return whether two texts are versions of one: most of their words are the same."""
    one, other = _plain(one[:4000]), _plain(other[:4000])
    if not one or not other:
        return True
    return max(fuzz.ratio(one, other), fuzz.partial_ratio(one[:400], other[:2000])) >= LIKE
