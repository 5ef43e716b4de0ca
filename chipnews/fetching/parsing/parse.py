"""Chooses the parser for a body. No byte string makes it raise anything but `FetchFailed`."""

import re
from dataclasses import replace

from chipnews.fetching.parsing.broken import parse_broken
from chipnews.fetching.parsing.encoding import decode, mended
from chipnews.fetching.parsing.json_feed import parse_json
from chipnews.fetching.parsing.wellformed import NotSure, parse_wellformed
from chipnews.fetching.values import FetchedEntry, FetchedFeed, FetchFailed

# Characters. feedparser needs minutes for what is both large and broken in the wrong way.
LARGEST_FOR_FEEDPARSER = 300_000
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_FEED_ROOT = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf|channel|cdf)\b", re.IGNORECASE)


def parse_feed(
    body: bytes, *, url: str, content_type: str | None = None, max_entries: int = 500
) -> FetchedFeed:
    """Return the feed in a body, with at most `max_entries` entries, the newest.

    Raises FetchFailed where the body is no feed.
    """
    if not body.strip():
        raise FetchFailed("The server sent an empty answer instead of a feed.")
    feed = _parse(body, url, content_type)
    return _limited(feed, max_entries)


def _parse(body: bytes, url: str, content_type: str | None) -> FetchedFeed:
    text = decode(body, content_type)
    start = text[:2000].lstrip("\ufeff \t\r\n\0")
    if start.startswith("{"):
        return parse_json(text, url)
    if looks_like_html(start):
        raise FetchFailed("This is a web page, not a feed.")
    if not _FEED_ROOT.search(text[:20_000]):
        raise FetchFailed("This is no feed: neither RSS, Atom nor JSON Feed.")
    reason: str | None = None
    broken = False
    for attempt in (text, None):
        try:
            return parse_wellformed(mended(text) if attempt is None else attempt, url, malformed=reason)
        except NotSure as unsure:
            broken = unsure.malformed
            reason = reason or (str(unsure) if broken else None)
            if not broken:
                break
    if not broken or len(text) <= LARGEST_FOR_FEEDPARSER:
        return parse_broken(text, url, reason)
    try:
        return parse_wellformed(mended(text), url, malformed=reason or "too large to be mended", recover=True)
    except NotSure as unsure:
        raise FetchFailed(f"This feed is too large and too broken to be read: {unsure}.") from None


def looks_like_html(start: str) -> bool:
    """Return whether a text opens like a web page."""
    return _HTML.match(start) is not None


def _limited(feed: FetchedFeed, max_entries: int) -> FetchedFeed:
    if len(feed.entries) <= max_entries:
        return feed
    entries = feed.entries
    if all(entry.published_at for entry in entries):

        def newest_first(entry: FetchedEntry) -> float:
            return -entry.published_at.timestamp() if entry.published_at else 0.0

        entries = tuple(sorted(entries, key=newest_first))
    return replace(feed, entries=entries[:max_entries])
