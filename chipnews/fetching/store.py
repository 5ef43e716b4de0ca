"""Writes what was fetched: one call is one transaction, made by the caller. Decides nothing about HTTP."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.engine import Row
from sqlmodel import col

from chipnews.fetching.entries import Named, body_of, content_hash, content_of, joined, named
from chipnews.fetching.identity import Incoming, Known, like_text, match
from chipnews.fetching.new_items import NewItems, article_state, chunks, shown_url
from chipnews.fetching.values import FeedState, FetchedFeed
from chipnews.storage.models import Item, ItemRevision

# How far back an item may lie and still be the one whose GUID changed.
_LOOK_BACK = 500

# Statements are built once: building one takes SQLAlchemy longer than SQLite takes to run it.
_KNOWN = select(
    col(Item.id), col(Item.guid), col(Item.canonical_url), col(Item.title), col(Item.published_at),
    col(Item.entry_hash),
).where(col(Item.feed_id) == bindparam("feed"))  # fmt: skip
_BY_GUID = _KNOWN.where(col(Item.guid).in_(bindparam("guids", expanding=True)))
_NEWEST = _KNOWN.order_by(col(Item.id).desc()).limit(bindparam("so_many"))
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
    items: NewItems,
    state: FeedState,
    feed: FetchedFeed,
    *,
    now: datetime,
    want_articles: bool,
    since: datetime | None = None,
) -> Stored:
    """Store the entries of a feed: new ones are added, changed ones updated, the rest left alone.

    The new ones are in the database when `items` is flushed.
    """
    connection = items.connection
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
    items.add(state, new, now=now, want_articles=want_articles)
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
    for chunk in chunks([each.guid for each in entries]):
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


def _update(connection: Connection, each: Named, item_id: int, *, now: datetime, want_articles: bool) -> bool:
    """Bring one stored item up to date and return whether its content changed."""
    stored = connection.execute(_STORED, {"item": item_id}).one()
    content = content_of(each.entry)
    values: dict[str, object] = {"guid": each.guid, "entry_hash": each.entry_hash}
    if each.canonical_url:
        values |= {"canonical_url": each.canonical_url, "url": shown_url(each)}
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
        state = article_state(each, content, want_articles)
        values["article_state"] = state or stored.article_state
    connection.execute(_CHANGE, {"item": item_id, **values})
    return changed


def keep_revision(connection: Connection, item_id: int, title: str, text: str, now: datetime) -> None:
    """Keep the former title and text of an item."""
    connection.execute(
        insert(ItemRevision), {"item_id": item_id, "replaced_at": now, "title": title, "text": text}
    )
