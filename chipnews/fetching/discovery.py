"""The feeds that a web page names.

`<link rel="alternate">` in its head, else links that look like feeds. Pure.
"""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from chipnews.fetching.cleaning import one_line
from chipnews.fetching.parsing.encoding import decode
from chipnews.fetching.urls import absolute, redact
from chipnews.fetching.values import FetchFailed

_TYPES = {
    "application/rss+xml": 0, "application/atom+xml": 0, "application/feed+json": 0, "application/json": 2,
    "application/rdf+xml": 1, "text/xml": 1, "application/xml": 1,
}  # fmt: skip
_LOOKS_LIKE_FEED = re.compile(
    r"(/feed/?$|/rss/?$|/atom/?$|\.rss$|\.atom$|/(rss|feed|atom|index)\.xml$|/feed\.json$)", re.I
)
_COMMENTS = re.compile(r"comment", re.IGNORECASE)
_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page names."""

    url: str
    title: str


def feed_links(page: bytes, url: str) -> list[FeedLink]:
    """Return the feeds that a page names, the most likely first; those of comments come last."""
    tree = LexborHTMLParser(decode(page[:_MAX_BYTES], None).replace("\0", ""))
    base_node = tree.css_first("base[href]")
    base = (absolute(url, base_node.attributes.get("href") or "") if base_node else None) or url
    found: list[tuple[int, FeedLink]] = []
    for node in tree.css("link[rel][href]"):
        rel = (node.attributes.get("rel") or "").lower().split()
        kind = (node.attributes.get("type") or "").lower().partition(";")[0].strip()
        target = absolute(base, node.attributes.get("href") or "")
        if target and ("alternate" in rel or "feed" in rel) and (kind in _TYPES or "feed" in rel):
            title = one_line(node.attributes.get("title") or "")
            rank = _TYPES.get(kind, 1) + 10 * bool(_COMMENTS.search(f"{title} {target}"))
            if kind != "application/json" or "wp-json" not in target:
                found.append((rank, FeedLink(target, title)))
    if not found:
        for node in tree.css("a[href]"):
            target = absolute(base, node.attributes.get("href") or "")
            if target and _LOOKS_LIKE_FEED.search(target.partition("?")[0]):
                found.append((5, FeedLink(target, one_line(node.text()))))
    ordered = sorted(found, key=lambda each: each[0])
    return list({link.url: link for _, link in reversed(ordered)}.values())[::-1]


def explain_page(error: FetchFailed, body: bytes, url: str) -> FetchFailed:
    """Return the error of an answer that is no feed, with the feed to use where the page names one."""
    links = feed_links(body, url) if b"<" in body[:_MAX_BYTES] else []
    links = [link for link in links if link.url != url]
    if not links:
        return error
    return FetchFailed(f"{error} Its feed is {redact(links[0].url)}: follow that.", suggestion=links[0].url)
