"""Whatever the fast path is not sure of, by feedparser: slower, and forgiving."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape
from time import struct_time

from chipnews.fetching.dates import EARLIEST, parse_date
from chipnews.fetching.parsing.intervals import interval_of
from chipnews.fetching.text import title_to_text
from chipnews.fetching.urls import absolute
from chipnews.fetching.values import FeedKind, FetchedEntry, FetchedFeed, FetchFailed

_Node = Mapping[str, object]
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_broken(text: str, url: str, reason: str | None) -> FetchedFeed:
    """Return what feedparser finds in a text. `reason` is what the fast path found wrong with it.

    Raises FetchFailed where nothing in it is a feed.
    """
    import feedparser

    text = '<?xml version="1.0" encoding="utf-8"?>' + _DECLARATION.sub("", text, count=1)
    try:
        parsed: _Node = feedparser.parse(
            text.encode("utf-8", errors="replace"),
            response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
            sanitize_html=False,
        )
    except Exception as error:  # feedparser lets through whatever its helpers raise on hostile input
        raise FetchFailed(f"This feed is too broken to be read ({type(error).__name__}).") from error
    feed, entries = _node(parsed.get("feed")), _nodes(parsed.get("entries"))
    version = str(parsed.get("version") or "")
    if not entries and not version:
        raise FetchFailed("This is no feed, or one too broken to be read.")
    bozo = parsed.get("bozo_exception") if parsed.get("bozo") else None
    return FetchedFeed(
        kind=_kind(version),
        title=title_to_text(_string(feed, "title")) or None,
        homepage=absolute(url, _string(feed, "link")),
        entries=tuple(_entry(entry, url, _string(feed, "language") or None) for entry in entries),
        language=_string(feed, "language") or None,
        interval_s=interval_of(
            _string(feed, "ttl"), _string(feed, "sy_updateperiod"), _string(feed, "sy_updatefrequency")
        ),
        malformed=reason or (f"not well-formed: {str(bozo)[:200]}" if bozo else None),
    )


def _entry(entry: _Node, url: str, language: str | None) -> FetchedEntry:
    contents = [_markup(_string(each, "value"), each) for each in _nodes(entry.get("content"))]
    texts = [*contents, _markup(_string(entry, "summary"), _node(entry.get("summary_detail")))]
    raw = next((text for name in ("published", "updated", "created") if (text := _string(entry, name))), None)
    parsed = next(
        (entry.get(f"{name}_parsed") for name in ("published", "updated", "created") if _string(entry, name)),
        None,
    )
    link = _string(entry, "link")
    return FetchedEntry(
        guid=_string(entry, "id") or None,
        url=absolute(url, link) if link else None,
        title=title_to_text(_markup(_string(entry, "title"), _node(entry.get("title_detail")))),
        html=max(texts, key=len),
        author=title_to_text(_string(entry, "author")) or None,
        published_at=parse_date(raw) or _utc(parsed),
        published_raw=raw,
        original_url=absolute(url, _string(entry, "feedburner_origlink")),
        language=language,
    )


def _markup(text: str, detail: _Node) -> str:
    """Return a value as HTML: one that feedparser calls plain text is none yet."""
    return escape(text, quote=False) if detail.get("type") == "text/plain" else text


def _utc(value: object) -> datetime | None:
    if not isinstance(value, struct_time):
        return None
    try:
        found = datetime(*value[:6], tzinfo=UTC)
    except ValueError:
        return None
    return found if found >= EARLIEST else None


def _kind(version: str) -> FeedKind:
    if version.startswith("atom"):
        return "atom"
    if version in ("rss10", "rss090"):
        return "rdf"
    if version.startswith("rss"):
        return "rss"
    return "cdf" if version == "cdf" else "unknown"


def _node(value: object) -> _Node:
    return value if isinstance(value, Mapping) else {}


def _nodes(value: object) -> Sequence[_Node]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def _string(node: _Node, name: str) -> str:
    value = node.get(name)
    return value.strip() if isinstance(value, str) else ""
