"""What a feed's entries become before they are stored: identity, text, hashes. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chipnews.fetching.cleaning import one_line
from chipnews.fetching.identity import digest, unique_guids
from chipnews.fetching.text import html_to_text, without_tail
from chipnews.fetching.urls import canonical, identifies_a_page
from chipnews.fetching.values import FetchedEntry

# Shorter than this, a body alone says too little to tell two articles apart.
_TELLING = 200
MAX_TITLE = 1000


@dataclass(frozen=True, slots=True)
class Named:
    """An entry with its identity in its feed. `canonical_url` is None where it names no single page."""

    entry: FetchedEntry
    guid: str
    canonical_url: str | None
    entry_hash: str


@dataclass(frozen=True, slots=True)
class Content:
    """What is stored of an entry's text. `text` is the title, a blank line, then the body."""

    title: str
    body: str
    content_hash: str

    @property
    def text(self) -> str:
        return joined(self.title, self.body)


def named(entries: Sequence[FetchedEntry]) -> list[Named]:
    """Return the entries of one document with their identities, each once."""
    urls = [canonical(entry.original_url or entry.url) for entry in entries]
    titles_of: dict[str, set[str]] = {}
    for url, entry in zip(urls, entries, strict=True):
        if url:
            titles_of.setdefault(url, set()).add(entry.title)
    own = [url if url and identifies_a_page(url) and len(titles_of[url]) == 1 else None for url in urls]
    guids = unique_guids([(e.guid, e.url, e.title, e.published_raw or "") for e in entries])
    found: dict[str, Named] = {}
    repeated = Counter(url for url in own if url)
    seen_urls: set[str] = set()
    for entry, guid, url in zip(entries, guids, own, strict=True):
        if url and repeated[url] > 1:
            if url in seen_urls:
                continue
            seen_urls.add(url)
        guid = one_line(guid)[:2000]
        hashed = digest(
            entry.title, entry.html, entry.url or "", entry.author or "", entry.published_raw or ""
        )
        found.setdefault(guid, Named(entry, guid, url, hashed))
    return list(found.values())


def content_of(entry: FetchedEntry) -> Content:
    """Return an entry's title and text; one without a title is called by its first words."""
    body = without_tail(html_to_text(entry.html))
    title = entry.title[:MAX_TITLE]
    if not title:
        first = body.split("\n", 1)[0]
        title = first if len(first) <= 100 else f"{first[:100].rsplit(' ', 1)[0]}…"
    title = title or one_line(entry.url or "")[:MAX_TITLE] or "(no title)"
    body = "" if body == title else body
    return Content(title, body, _hash_of_lines(title, body))


def joined(title: str, body: str) -> str:
    """Return the text of an item: the title, a blank line, then the body."""
    return f"{title}\n\n{body}" if body else title


def body_of(text: str, title: str) -> str:
    """Return the body of an item's text: what `joined` put after the title."""
    return text.removeprefix(title).removeprefix("\n\n")


def content_hash(title: str, body: str) -> str:
    """Return a hash that is the same for texts whose words are the same."""
    telling = body if len(body) >= _TELLING else f"{title} {body}"
    return digest(" ".join(telling.casefold().split()))


def _hash_of_lines(title: str, body: str) -> str:
    """Return `content_hash` sooner, for a body that has single spaces and at most one blank line already."""
    if len(body) < _TELLING:
        return content_hash(title, body)
    return digest(body.casefold().replace("\n\n", " ").replace("\n", " "))


def language_of(entry: FetchedEntry) -> str | None:
    """Return the language code of an entry in lower case, None where it gives none that could be one."""
    code = (entry.language or "").strip().lower()
    return code if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code) else None
