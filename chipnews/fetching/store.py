"""Writes what was fetched: one call is one transaction, made by the caller. Decides nothing about HTTP."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, bindparam, insert, select, union_all, update
from sqlalchemy.engine import Row
from sqlmodel import col

from chipnews.fetching.dates import sane
from chipnews.fetching.entries import (
    Content,
    Named,
    body_of,
    content_hash,
    content_of,
    joined,
    language_of,
    named,
)
from chipnews.fetching.identity import Incoming, Known, like_text, match
from chipnews.fetching.text import is_summary
from chipnews.fetching.urls import without_tracking
from chipnews.fetching.values import FeedState, FetchedFeed
from chipnews.storage.models import Item, ItemRevision

_Value = TypeVar("_Value")
SAME_CONTENT = timedelta(days=7)
_CHUNK = 400
# How far back an item may lie and still be the one whose GUID changed.
_LOOK_BACK = 500

# Statements are built once: building one takes SQLAlchemy longer than SQLite takes to run it.
_KNOWN = select(
    col(Item.id), col(Item.guid), col(Item.canonical_url), col(Item.title), col(Item.published_at),
    col(Item.entry_hash),
).where(col(Item.feed_id) == bindparam("feed"))  # fmt: skip
_BY_GUID = _KNOWN.where(col(Item.guid).in_(bindparam("guids", expanding=True)))
_NEWEST = _KNOWN.order_by(col(Item.id).desc()).limit(bindparam("so_many"))
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
# What is returned is of no use, but makes SQLAlchemy insert many rows by one statement. With one statement a
# row, SQLite's full-text search writes its index anew for each, which takes three times as long.
_ADD = insert(Item).returning(col(Item.id))
_STORED = select(
    col(Item.title), col(Item.text), col(Item.text_source), col(Item.duplicate_of), col(Item.article_state)
).where(col(Item.id) == bindparam("item"))
_CHANGE = update(Item).where(col(Item.id) == bindparam("item"))


@dataclass(frozen=True, slots=True)
class Stored:
    """How many items a feed brought."""

    new: int = 0
    updated: int = 0


def store_entries(
    connection: Connection,
    state: FeedState,
    feed: FetchedFeed,
    *,
    now: datetime,
    want_articles: bool,
    since: datetime | None = None,
) -> Stored:
    """Store the entries of a feed: new ones are added, changed ones updated, the rest left alone."""
    entries = [each for each in named(feed.entries) if since is None or _not_before(each, since)]
    # Items are stored in one transaction with the success of their feed, so that before it there are none.
    known = _known_items(connection, state.id, entries) if state.last_success_at else []
    hashes = {row.guid: row.entry_hash for row in known}
    open_ = [each for each in entries if hashes.get(each.guid) != each.entry_hash]
    if not open_:
        return Stored()
    settled = {each.guid for each in entries} - {each.guid for each in open_}
    found = _match(connection, open_, [row for row in known if row.guid not in settled])
    new = [each for each, item in zip(open_, found, strict=True) if item is None]
    _insert(connection, state, new, now=now, want_articles=want_articles)
    updated = sum(
        _update(connection, each, item, now=now, want_articles=want_articles)
        for each, item in zip(open_, found, strict=True)
        if item is not None
    )
    return Stored(len(new), updated)


def _not_before(each: Named, since: datetime) -> bool:
    return each.entry.published_at is None or each.entry.published_at >= since


def _known_items(
    connection: Connection, feed_id: int, entries: Sequence[Named]
) -> list[Row[tuple[object, ...]]]:
    """Return the stored items with these GUIDs and, where some GUID is not known, the newest of the feed."""
    rows: dict[int, Row[tuple[object, ...]]] = {}
    for chunk in _chunks([each.guid for each in entries]):
        rows |= {row.id: row for row in connection.execute(_BY_GUID, {"feed": feed_id, "guids": list(chunk)})}
    if len(rows) < len(entries):
        newest = {"feed": feed_id, "so_many": _LOOK_BACK + len(entries)}
        rows |= {row.id: row for row in connection.execute(_NEWEST, newest)}
    return list(rows.values())


def _match(
    connection: Connection, entries: Sequence[Named], known: Iterable[Row[tuple[object, ...]]]
) -> list[int | None]:
    def like(position: int, item_id: int) -> bool:
        stored = connection.execute(_STORED, {"item": item_id}).one()
        return like_text(content_of(entries[position].entry).body, body_of(stored.text, stored.title))

    return match(
        [
            Incoming(each.guid, each.canonical_url, each.entry.title, each.entry.published_at)
            for each in entries
        ],
        [Known(row.id, row.guid, row.canonical_url, row.title, row.published_at) for row in known],
        like,
    )


def _insert(
    connection: Connection, state: FeedState, entries: Sequence[Named], *, now: datetime, want_articles: bool
) -> None:
    if not entries:
        return
    contents = [content_of(each.entry) for each in entries]
    times = [sane(each.entry.published_at, now) for each in entries]
    originals = find_originals(
        connection,
        [
            (each.canonical_url, content.content_hash, when)
            for each, content, when in zip(entries, contents, times, strict=True)
        ],
    )
    connection.execute(
        _ADD,
        [
            {
                "feed_id": state.id,
                "guid": each.guid,
                "outlet": state.outlet,
                "url": _shown_url(each),
                "canonical_url": each.canonical_url,
                "title": content.title,
                "author": each.entry.author[:500] if each.entry.author else None,
                "published_at": when,
                "published_raw": each.entry.published_raw[:200] if each.entry.published_raw else None,
                "fetched_at": now,
                "language": language_of(each.entry),
                "text": content.text,
                "text_source": "feed",
                "content_hash": content.content_hash,
                "entry_hash": each.entry_hash,
                "article_state": _article_state(each, content, want_articles and original is None),
                "primary_company": state.primary_company,
                "duplicate_of": original,
            }
            for each, content, when, original in zip(entries, contents, times, originals, strict=True)
        ],
    )


def find_originals(
    connection: Connection, items: Sequence[tuple[str | None, str, datetime]]
) -> list[int | None]:
    """Return for each (canonical URL, content hash, time) the stored item that it duplicates.

    The canonical URL decides; without one that is known, the same content within days.
    """
    by_url: dict[str, int] = {}
    by_hash: dict[str, list[tuple[int, datetime]]] = {}
    for chunk in _chunks(items):
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


def _update(connection: Connection, each: Named, item_id: int, *, now: datetime, want_articles: bool) -> bool:
    """Bring one stored item up to date and return whether its content changed."""
    stored = connection.execute(_STORED, {"item": item_id}).one()
    content = content_of(each.entry)
    values: dict[str, object] = {"guid": each.guid, "entry_hash": each.entry_hash}
    if each.canonical_url:
        values |= {"canonical_url": each.canonical_url, "url": _shown_url(each)}
    from_page = stored.text_source == "article"
    # A page that was read stays the text until it is read again; the feed's own words are only its summary.
    body = body_of(stored.text, stored.title) if from_page else content.body
    text = joined(content.title, body)
    changed: bool = text != stored.text
    if changed:
        keep_revision(connection, item_id, stored.title, stored.text, now)
        values |= {
            "title": content.title,
            "text": text,
            "content_hash": content_hash(content.title, body),
            "updated_at": now,
            "tagger_version": None,
        }
    if (changed or from_page) and stored.duplicate_of is None:
        state = _article_state(each, content, want_articles)
        values["article_state"] = state or stored.article_state
    connection.execute(_CHANGE, {"item": item_id, **values})
    return changed


def keep_revision(connection: Connection, item_id: int, title: str, text: str, now: datetime) -> None:
    """Keep the former title and text of an item."""
    connection.execute(
        insert(ItemRevision), {"item_id": item_id, "replaced_at": now, "title": title, "text": text}
    )


def _shown_url(each: Named) -> str | None:
    url = each.entry.original_url or each.entry.url
    return without_tracking(url) if url else None


def _article_state(each: Named, content: Content, wanted: bool) -> str | None:
    return "wanted" if wanted and each.entry.url and is_summary(content.body) else None


def _chunks(values: Sequence[_Value]) -> Iterable[Sequence[_Value]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))
