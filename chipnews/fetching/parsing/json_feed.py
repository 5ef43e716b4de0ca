"""JSON Feed 1.0 and 1.1. Pure."""

import json
from html import escape

from chipnews.fetching.dates import parse_date
from chipnews.fetching.text import title_to_text
from chipnews.fetching.urls import absolute
from chipnews.fetching.values import FetchedEntry, FetchedFeed, FetchFailed

_Object = dict[str, object]


def parse_json(text: str, url: str) -> FetchedFeed:
    """Return the feed in a JSON text. Raises FetchFailed where it is none."""
    try:
        feed = json.loads(text.strip("\ufeff \t\r\n\0"))
    except (ValueError, RecursionError):
        raise FetchFailed("This is no feed: it looks like JSON, but is not valid.") from None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(feed, dict) or not isinstance(items, list):
        raise FetchFailed("This is no feed: it is JSON, but no JSON Feed.")
    version = feed.get("version")
    known = isinstance(version, str) and "jsonfeed.org/version/1" in version
    language = _string(feed, "language")
    entries = tuple(_entry(item, url, language) for item in items if isinstance(item, dict))
    faults = [] if known else ["it does not say its version"]
    if len(entries) < len(items):
        faults.append("some of its items are no objects")
    return FetchedFeed(
        kind="json",
        title=title_to_text(escape(_string(feed, "title") or "", quote=False)) or None,
        homepage=absolute(url, _string(feed, "home_page_url") or ""),
        entries=entries,
        language=language,
        malformed="; ".join(faults) or None,
    )


def _entry(item: _Object, url: str, language: str | None) -> FetchedEntry:
    plain = _string(item, "content_text")
    html = _string(item, "content_html") or (_paragraphs(plain) if plain else None)
    raw = _string(item, "date_published") or _string(item, "date_modified")
    link = _string(item, "url") or _string(item, "external_url")
    return FetchedEntry(
        guid=_string(item, "id"),
        url=absolute(url, link) if link else None,
        title=title_to_text(escape(_string(item, "title") or "", quote=False)),
        html=html or _paragraphs(_string(item, "summary") or ""),
        author=_authors(item),
        published_at=parse_date(raw),
        published_raw=raw,
        language=_string(item, "language") or language,
    )


def _authors(item: _Object) -> str | None:
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    names = [_string(author, "name") for author in authors if isinstance(author, dict)]
    return title_to_text(escape(", ".join(name for name in names if name), quote=False)) or None


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in text.split("\n\n"))


def _string(holder: _Object, name: str) -> str | None:
    """Return a field as text: an id may be a number, and whatever else is no text counts as missing."""
    value = holder.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None
