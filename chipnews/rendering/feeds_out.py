"""Stories as feeds: Atom (RFC 4287) and JSON Feed 1.1. Text of others is plain text in both."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree

from chipnews.rendering.labels import what_label, who_label
from chipnews.rendering.markdown_text import safe_url
from chipnews.rendering.money import money
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.site import SiteStory

ATOM = "http://www.w3.org/2005/Atom"
TITLE = "AI hardware news"
_MOST_FIGURES = 5
# What XML 1.0 cannot hold, and halves of surrogate pairs.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    url: str | None
    summary: str
    published: datetime
    updated: datetime
    tags: tuple[str, ...]


def atom(stories: Sequence[SiteStory], now: datetime, base_url: str | None = None) -> str:
    """Return the stories as an Atom feed; `base_url` is where the site is served, None: not known.

    Entries link to the story's page where it is served, else to the article.
    """
    feed = ElementTree.Element("feed", {"xmlns": ATOM})
    _add(feed, "title", TITLE)
    _add(feed, "id", _feed_id(base_url))
    _add(feed, "updated", _time(max((each.story.last_seen for each in stories), default=now)))
    author = ElementTree.SubElement(feed, "author")
    _add(author, "name", "chipnews")
    if base_url is not None:
        ElementTree.SubElement(feed, "link", {"rel": "self", "href": f"{base_url}/feed.atom"})
        ElementTree.SubElement(feed, "link", {"rel": "alternate", "href": f"{base_url}/index.html"})
    for entry in (_entry(each, base_url) for each in stories):
        element = ElementTree.SubElement(feed, "entry")
        _add(element, "id", entry.id)
        _add(element, "title", entry.title)
        _add(element, "published", _time(entry.published))
        _add(element, "updated", _time(entry.updated))
        if entry.url is not None:
            ElementTree.SubElement(element, "link", {"rel": "alternate", "href": entry.url})
        for tag in entry.tags:
            ElementTree.SubElement(element, "category", {"term": tag})
        _add(element, "summary" if entry.url is not None else "content", entry.summary)
    return ElementTree.tostring(feed, encoding="unicode", xml_declaration=True) + "\n"


def json_feed(stories: Sequence[SiteStory], base_url: str | None = None) -> str:
    """Return the stories as a JSON Feed; `base_url` is where the site is served, None: not known."""
    head: dict[str, object] = {"version": "https://jsonfeed.org/version/1.1", "title": TITLE}
    if base_url is not None:
        head |= {"home_page_url": f"{base_url}/index.html", "feed_url": f"{base_url}/feed.json"}
    items = []
    for entry in (_entry(each, base_url) for each in stories):
        item: dict[str, object] = {"id": entry.id, "title": entry.title, "content_text": entry.summary}
        if entry.url is not None:
            item["url"] = entry.url
        item |= {"date_published": _time(entry.published), "date_modified": _time(entry.updated)}
        item["tags"] = list(entry.tags)
        items.append(item)
    return json.dumps({**head, "items": items}, ensure_ascii=False, indent=1) + "\n"


def _entry(each: SiteStory, base_url: str | None) -> _Entry:
    story = each.story
    # The number of a story means something in one database only; the address of its first item everywhere.
    first = each.items[0].url or each.items[0].title if each.items else story.title
    article = safe_url(story.url)
    lines = [f"Told by {', '.join(each.outlets)}."] if each.outlets else []
    lines += [
        f"{money(line.amount)}: {what_label(line)} ({who_label(line)})"
        for line in [line for line in each.figures if line.company][:_MOST_FIGURES]
    ]
    if article is not None and base_url is not None:
        lines.append(article)
    return _Entry(
        id=f"urn:uuid:{uuid5(NAMESPACE_URL, first.encode('utf-8', 'replace').decode())}",
        title=_clean(story.title),
        url=f"{base_url}/story/{story.id}.html" if base_url is not None else article,
        summary="\n".join(_clean(line) for line in lines) or _clean(story.title),
        published=story.first_seen,
        updated=story.last_seen,
        tags=tuple(dict.fromkeys(_clean(named.name) for named in (*each.companies, *each.chips))),
    )


def _feed_id(base_url: str | None) -> str:
    return (
        f"urn:uuid:{uuid5(NAMESPACE_URL, base_url)}"
        if base_url
        else f"urn:uuid:{uuid5(NAMESPACE_URL, TITLE)}"
    )


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = text


def _clean(text: str) -> str:
    return _NOT_XML.sub("", one_line(text))


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
