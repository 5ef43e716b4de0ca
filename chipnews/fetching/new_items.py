"""New items on their way into the database: gathered from several feeds, and inserted by one statement.

SQLite's full-text search writes its index anew after each statement, which takes longer than the insertion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, bindparam, insert, select, union_all
from sqlmodel import col

from chipnews.fetching.dates import sane
from chipnews.fetching.entries import Content, Named, content_of, language_of
from chipnews.fetching.text import is_summary
from chipnews.fetching.urls import without_tracking
from chipnews.fetching.values import FeedState
from chipnews.storage.models import Item

_Value = TypeVar("_Value")
SAME_CONTENT = timedelta(days=7)
_CHUNK = 400
# Statements are built once: building one takes SQLAlchemy longer than SQLite takes to run it.
# Duplicates are left out by `find_originals` and not in SQL: asked for both, SQLite takes the index of the
# duplicates, which is nearly the whole table.
_ORIGINAL = select(
    col(Item.id), col(Item.canonical_url), col(Item.content_hash), col(Item.published_at),
    col(Item.duplicate_of),
)  # fmt: skip
_ORIGINALS = union_all(
    _ORIGINAL.where(col(Item.canonical_url).in_(bindparam("urls", expanding=True))),
    _ORIGINAL.where(col(Item.content_hash).in_(bindparam("hashes", expanding=True))),
)
# What is returned is of no use, but makes SQLAlchemy insert many rows by one statement.
_ADD = insert(Item).returning(col(Item.id))


@dataclass(frozen=True, slots=True)
class _New:
    """A new item, but for whether it duplicates another one. `wanted`: pages of its feed are to be read."""

    state: FeedState
    named: Named
    content: Content
    published_at: datetime
    now: datetime
    wanted: bool

    def row(self, original: int | None) -> dict[str, object]:
        """Return its row in the database."""
        state, content, entry = self.state, self.content, self.named.entry
        return {
            "feed_id": state.id,
            "guid": self.named.guid,
            "outlet": state.outlet,
            "url": shown_url(self.named),
            "canonical_url": self.named.canonical_url,
            "title": content.title,
            "author": entry.author[:500] if entry.author else None,
            "published_at": self.published_at,
            "published_raw": entry.published_raw[:200] if entry.published_raw else None,
            "fetched_at": self.now,
            "language": language_of(entry),
            "text": content.text,
            "text_source": "feed",
            "content_hash": content.content_hash,
            "entry_hash": self.named.entry_hash,
            "article_state": article_state(self.named, content, self.wanted and original is None),
            "primary_company": state.primary_company,
            "duplicate_of": original,
        }


class NewItems:
    """The new items of one transaction, which is over only after `flush`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._new: list[_New] = []
        self._urls: set[str | None] = set()
        self._hashes: set[str] = set()

    def add(self, state: FeedState, entries: Sequence[Named], *, now: datetime, want_articles: bool) -> None:
        """Take up the new entries of a feed."""
        new = [
            _New(state, each, content_of(each.entry), sane(each.entry.published_at, now), now, want_articles)
            for each in entries
        ]
        urls = {each.named.canonical_url for each in new if each.named.canonical_url}
        hashes = {each.content.content_hash for each in new}
        if not (self._urls.isdisjoint(urls) and self._hashes.isdisjoint(hashes)):
            # One of them may be the original of one of these: it must be found.
            self.flush()
        self._new += new
        self._urls |= urls
        self._hashes |= hashes

    def flush(self) -> None:
        """Insert what was taken up."""
        if not self._new:
            return
        keys = [
            (each.named.canonical_url, each.content.content_hash, each.published_at) for each in self._new
        ]
        originals = find_originals(self.connection, keys)
        rows = [each.row(original) for each, original in zip(self._new, originals, strict=True)]
        self.connection.execute(_ADD, rows)
        self._new, self._urls, self._hashes = [], set(), set()


def find_originals(
    connection: Connection, items: Sequence[tuple[str | None, str, datetime]]
) -> list[int | None]:
    """Return for each (canonical URL, content hash, time) the stored item that it duplicates.

    The canonical URL decides; without one that is known, the same content within days.
    """
    by_url: dict[str, int] = {}
    by_hash: dict[str, list[tuple[int, datetime]]] = {}
    for chunk in chunks(items):
        wanted = {"urls": [url for url, _, _ in chunk if url], "hashes": [hashed for _, hashed, _ in chunk]}
        for item_id, url, hashed, at, duplicate_of in connection.execute(_ORIGINALS, wanted).all():
            if duplicate_of is None and item_id is not None:
                if url:
                    by_url[url] = min(item_id, by_url.get(url, item_id))
                by_hash.setdefault(hashed, []).append((item_id, at))

    def original(url: str | None, hashed: str, when: datetime) -> int | None:
        if url in by_url:
            return by_url[url]
        return min(
            (item for item, at in by_hash.get(hashed, ()) if abs(at - when) <= SAME_CONTENT), default=None
        )

    return [original(*item) for item in items]


def shown_url(each: Named) -> str | None:
    """Return the link of an entry as it is shown, None where it has none."""
    url = each.entry.original_url or each.entry.url
    return without_tracking(url) if url else None


def article_state(each: Named, content: Content, wanted: bool) -> str | None:
    """Return "wanted" where the entry's page is to be read, as the entry is a summary only."""
    return "wanted" if wanted and each.entry.url and is_summary(content.body) else None


def chunks(values: Sequence[_Value]) -> Iterable[Sequence[_Value]]:
    """Return the values in parts that are small enough for one statement."""
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
