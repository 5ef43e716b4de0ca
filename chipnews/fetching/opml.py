"""Lists of feeds in OPML: read from any reader's export, and written for any reader. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from chipnews.errors import ImportFailed
from chipnews.fetching.cleaning import one_line
from chipnews.fetching.urls import is_web

MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed of a list. `folder` is the topic under which it stands."""

    url: str
    title: str
    homepage: str | None = None
    folder: str | None = None


def read_opml(raw: bytes, source: str) -> list[Outline]:
    """Return the feeds in an OPML document, each once. Raises ImportFailed."""
    import listparser

    if len(raw) > MAX_BYTES:
        raise ImportFailed(f"{source} is larger than {MAX_BYTES:,} bytes: that is no list of feeds.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(raw.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise ImportFailed(f"{source} is no OPML: it is not XML.")
    homes = {
        node.get("xmlUrl", "").strip(): node.get("htmlUrl", "").strip()
        for node in root.iter("outline")
        if node.get("xmlUrl")
    }
    # What lxml wrote is well-formed and declares no entities, so the reader meets nothing hostile.
    found = listparser.parse(etree.tostring(root, encoding="unicode"))
    feeds = [
        Outline(
            url=one_line(feed.url),
            title=one_line(feed.title or ""),
            homepage=homes.get(feed.url) or None,
            folder=one_line(feed.categories[0][0]) if feed.categories and feed.categories[0] else None,
        )
        for feed in found.feeds
        if is_web(feed.url)
    ]
    if not feeds:
        raise ImportFailed(f"{source} holds no feed: is it an OPML export?")
    return list({feed.url: feed for feed in feeds}.values())


def write_opml(feeds: Sequence[Outline]) -> bytes:
    """Return an OPML 2.0 document of the feeds, by folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "chipnews"
    body = etree.SubElement(root, "body")
    ordered = sorted(feeds, key=lambda feed: (feed.folder or "", feed.title.casefold()))
    for folder, group in groupby(ordered, key=lambda feed: feed.folder or ""):
        parent = etree.SubElement(body, "outline", text=folder) if folder else body
        for feed in group:
            outline = etree.SubElement(
                parent, "outline", type="rss", text=feed.title, title=feed.title, xmlUrl=feed.url
            )
            if feed.homepage:
                outline.set("htmlUrl", feed.homepage)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True))
