"""RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0, where they are well-formed: the fast path, by lxml.

It takes only what it is sure to read as feedparser would; anything else is `NotSure`, and feedparser's turn.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape, unescape
from typing import TypeAlias

from lxml import etree

from chipnews.fetching.dates import parse_date
from chipnews.fetching.parsing.intervals import interval_of, skipped_days, skipped_hours
from chipnews.fetching.text import title_to_text
from chipnews.fetching.urls import absolute, is_web
from chipnews.fetching.values import FeedKind, FetchedEntry, FetchedFeed

ATOM = "http://www.w3.org/2005/Atom"
ATOM_03 = "http://purl.org/atom/ns#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XHTML = "http://www.w3.org/1999/xhtml"
XML = "http://www.w3.org/XML/1998/namespace"

# Core namespaces are all written as "", so that one table serves every version.
_CORE = {
    "", "http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://blogs.law.harvard.edu/tech/rss",
    "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    "http://channel.netscape.com/rdf/simple/0.9/", "http://purl.org/net/rss1.1#", "http://cyber.law.harvard.edu/rss/rss.html",
}  # fmt: skip
_PREFIXES = {
    ATOM: "atom", ATOM_03: "atom", RDF: "rdf", XHTML: "xhtml",
    "http://purl.org/dc/elements/1.1/": "dc", "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content", "http://purl.org/rss/1.0/modules/syndication/":
    "sy",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner", "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media", "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
}  # fmt: skip
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENTITY_DECLARATION = re.compile(r"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_RSS_DATES = (
    "pubDate", "dcterms:issued", "atom:published", "published", "dc:date", "dcterms:modified", "atom:updated",
    "updated", "dcterms:created",
)  # fmt: skip
_ATOM_DATES = ("published", "issued", "dcterms:issued", "updated", "modified", "dc:date", "created")
_RSS_TEXTS = (
    "content:encoded", "description", "atom:content", "xhtml:body", "body", "fullitem", "summary", "content",
    "atom:summary", "dc:description", "itunes:summary", "media:description",
)  # fmt: skip
_ATOM_EXTRAS = ("media:description", "dc:description", "itunes:summary")
_RSS_TITLES = ("title", "dc:title", "media:title", "itunes:title")
_TAG = re.compile(r"<[^>]*>")


class NotSure(Exception):
    """The fast path leaves this document to feedparser. `malformed`: because it is not well-formed."""

    def __init__(self, reason: str, *, malformed: bool = False) -> None:
        super().__init__(reason)
        self.malformed = malformed


Element: TypeAlias = etree._Element
Fields = dict[str, list[Element]]


def parse_wellformed(
    text: str, url: str, *, malformed: str | None = None, recover: bool = False
) -> FetchedFeed:
    """Return the feed in a well-formed XML text. `malformed` is what had to be mended first.

    With `recover`, faults are skipped over as libxml2 can. Raises NotSure.
    """
    if _ENTITY_DECLARATION.search(text[:5000]):
        raise NotSure("it declares entities of its own")
    root = _root(text, recover=recover)
    name = _name(root)
    if name in ("rss", "rdf:RDF"):
        return _rss(root, url, "rss" if name == "rss" else "rdf", malformed)
    if name == "atom:feed":
        return _atom(root, url, malformed)
    raise NotSure(f"its root element is {name}")


def _root(text: str, *, recover: bool) -> Element:
    # The text is decoded, so a declared encoding would now be a lie.
    text = _DECLARATION.sub("", text.lstrip("\ufeff"), count=1).lstrip()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8", recover=recover,
    )  # fmt: skip
    try:
        root: Element | None = etree.fromstring(text.encode("utf-8", errors="surrogatepass"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise NotSure(f"not well-formed: {str(error).splitlines()[0][:200]}", malformed=True) from None
    if root is None:
        raise NotSure("nothing in it is XML", malformed=True)
    return root


def _name(element: Element) -> str:
    """Return the tag with the usual prefix of its namespace; "?" for a namespace that is not known."""
    tag = element.tag
    return _name_of(tag) if isinstance(tag, str) else "?"


@lru_cache(maxsize=1000)
def _name_of(tag: str) -> str:
    if tag[0] != "{":
        return tag
    namespace, _, local = tag[1:].partition("}")
    if namespace in _CORE:
        return local
    prefix = _PREFIXES.get(namespace) or _PREFIXES.get(namespace.lower())
    return f"{prefix}:{local}" if prefix else "?"


def _fields(element: Element) -> Fields:
    found: Fields = {}
    for child in element:
        found.setdefault(_name(child), []).append(child)
    return found


# --- RSS ---------------------------------------------------------------------------------------------------


def _rss(root: Element, url: str, kind: FeedKind, malformed: str | None) -> FetchedFeed:
    top = _fields(root)
    channels = top.get("channel", [])
    if len(channels) != 1 or ("?" in top and kind == "rss"):
        raise NotSure("it has not one channel")
    channel = _fields(channels[0])
    items = [*channel.get("item", []), *top.get("item", [])]
    language = _text(channel, "language") or _text(channel, "dc:language")
    return FetchedFeed(
        kind=kind,
        title=title_to_text(_text(channel, "title") or "") or None,
        homepage=absolute(url, _text(channel, "link") or ""),
        entries=tuple(_rss_entry(item, url, language) for item in items),
        language=language,
        interval_s=interval_of(
            _text(channel, "ttl"), _text(channel, "sy:updatePeriod"), _text(channel, "sy:updateFrequency")
        ),
        skip_hours=skipped_hours(
            [hour.text or "" for holder in channel.get("skipHours", []) for hour in holder]
        ),
        skip_days=skipped_days([day.text or "" for holder in channel.get("skipDays", []) for day in holder]),
        malformed=malformed,
    )


def _rss_entry(item: Element, url: str, language: str | None) -> FetchedEntry:
    fields = _fields(item)
    guid_element = (fields.get("guid") or [None])[0]
    guid = _own_text(guid_element) if guid_element is not None else ""
    guid = guid or item.get(f"{{{RDF}}}about", "") or _text(fields, "atom:id") or _text(fields, "id") or ""
    link = _first_link(fields)
    if not link and guid_element is not None and guid_element.get("isPermaLink", "true").lower() != "false":
        link = guid if is_web(guid) else None
    raw = _date(fields, _RSS_DATES)
    texts = [_markup(e) for name in _RSS_TEXTS if name in fields for e in fields[name]]
    return FetchedEntry(
        guid=guid or None,
        url=_resolve(item, fields, url, link),
        title=title_to_text(next((text for name in _RSS_TITLES if (text := _text(fields, name))), "")),
        html=_fullest(texts),
        author=title_to_text(_text(fields, "dc:creator") or _text(fields, "author") or "") or None,
        published_at=parse_date(raw),
        published_raw=raw,
        original_url=absolute(url, _text(fields, "feedburner:origLink") or ""),
        language=language,
    )


def _first_link(fields: Fields) -> str | None:
    for element in fields.get("link", ()):
        if text := _own_text(element):
            return text
    return _alternate([*fields.get("link", ()), *fields.get("atom:link", ())])


def _resolve(item: Element, fields: Fields, url: str, link: str | None) -> str | None:
    if not link:
        return None
    if is_web(link):
        return link
    elements = fields.get("link", ())
    return absolute(_base(elements[0] if elements else item, url), link)


def _base(element: Element, url: str) -> str:
    """Return the URL that relative links in this element start from."""
    bases = [value for each in (element, *element.iterancestors()) if (value := each.get(f"{{{XML}}}base"))]
    for base in reversed(bases):
        url = absolute(url, base) or url
    return url


def _text(fields: Fields, name: str) -> str | None:
    """Return the text of the first element of this name that has one."""
    for element in fields.get(name, ()):
        if text := _own_text(element):
            return text
    return None


def _date(fields: Fields, names: tuple[str, ...]) -> str | None:
    """Return the date of the first of these names; of several elements of one name, the last counts."""
    for name in names:
        if name in fields:
            for element in reversed(fields[name]):
                if text := _own_text(element):
                    return text
    return None


def _fullest(texts: list[str]) -> str:
    """Return the fragment with the most text in it, the first of equals."""
    if len(texts) < 2:
        return texts[0] if texts else ""
    return max(texts, key=lambda text: len(_TAG.sub("", text).strip()))


def _own_text(element: Element) -> str:
    if len(element) == 0:
        return (element.text or "").strip()
    return "".join(element.itertext()).strip()


def _markup(element: Element) -> str:
    """Return the HTML that an element holds, escaped or as elements."""
    if len(element) == 0:
        return element.text or ""
    return "".join(_inner(element))


def _inner(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield _serialised(child)


def _serialised(element: Element) -> str:
    return str(etree.tostring(element, encoding="unicode", method="html", with_tail=True))


# --- Atom --------------------------------------------------------------------------------------------------


def _atom(root: Element, url: str, malformed: str | None) -> FetchedFeed:
    fields = _atom_fields(root)
    if "item" in fields or "channel" in fields:
        raise NotSure("it mixes Atom and RSS")
    language = root.get(f"{{{XML}}}lang")
    return FetchedFeed(
        kind="atom",
        title=title_to_text(_construct(fields, "title")) or None,
        homepage=absolute(_base(root, url), _alternate(fields.get("link", ())) or ""),
        entries=tuple(_atom_entry(entry, url, language) for entry in fields.get("entry", ())),
        language=language,
        interval_s=interval_of(None, _text(fields, "sy:updatePeriod"), _text(fields, "sy:updateFrequency")),
        malformed=malformed,
    )


def _atom_fields(element: Element) -> Fields:
    return {name.removeprefix("atom:"): found for name, found in _fields(element).items()}


def _atom_entry(entry: Element, url: str, language: str | None) -> FetchedEntry:
    fields = _atom_fields(entry)
    link = _alternate(fields.get("link", ()))
    raw = _date(fields, _ATOM_DATES)
    texts = [_content(e) for name in ("content", "summary") for e in fields.get(name, ())]
    for holder in (fields, *(_fields(group) for group in fields.get("media:group", ()))):
        texts += [_markup(e) for name in _ATOM_EXTRAS for e in holder.get(name, ())]
    guid = _text(fields, "id")
    if not link and is_web(guid):
        link = guid
    authors = [_text(_atom_fields(author), "name") for author in fields.get("author", ())]
    return FetchedEntry(
        guid=guid,
        url=(absolute(_base(_link_element(fields), url), link) if link else None),
        title=title_to_text(_construct(fields, "title") or _construct(fields, "media:title")),
        html=_fullest(texts),
        author=title_to_text(", ".join(name for name in authors if name)) or None,
        published_at=parse_date(raw),
        published_raw=raw,
        original_url=absolute(url, _text(fields, "feedburner:origLink") or ""),
        language=entry.get(f"{{{XML}}}lang") or language,
    )


def _link_element(fields: Fields) -> Element:
    return (fields.get("link") or fields["id"])[0]


def _alternate(links: Sequence[Element]) -> str | None:
    """Return the href of the best link to the page itself.

    An alternate, of HTML rather than of another type.
    """
    found: str | None = None
    for link in links:
        href = (link.get("href") or link.text or "").strip()
        if not href or link.get("rel", "alternate") != "alternate":
            continue
        if link.get("type", "text/html") in ("text/html", "application/xhtml+xml"):
            return href
        found = found or href
    return found


def _construct(fields: Fields, name: str) -> str:
    """Return a text construct as HTML."""
    return next((text for element in fields.get(name, ()) if (text := _content(element).strip())), "")


def _content(element: Element) -> str:
    kind = element.get("type", "text").strip().lower()
    if element.get("mode") == "base64":
        raise NotSure("it holds base64")
    if len(element):
        inner = "".join([escape(element.text or "", quote=False), *(_serialised(child) for child in element)])
        # Some tools put escaped markup into a real <div>.
        return unescape(inner) if kind in ("html", "text/html") else inner
    text = element.text or ""
    if kind in ("html", "text/html", "xhtml", "application/xhtml+xml") or element.get("mode") == "escaped":
        return text
    if kind not in ("text", "text/plain"):
        raise NotSure(f"it holds content of type {kind}")
    return escape(text, quote=False)
