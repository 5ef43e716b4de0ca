"""The real parser path against feedparser, over the sample feeds of the feedparser project.

They are read from beside the repository and never copied into it. Every difference is listed with its reason.
"""

import re
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import pytest

from chipnews.fetching.dates import EARLIEST
from chipnews.fetching.parsing import parse_feed
from chipnews.fetching.text import html_to_text
from chipnews.fetching.values import FetchFailed

CORPUS = Path(__file__).parents[2] / ".." / "shared" / "conformance" / "feedparser"
URL = "http://example.com/feed"
pytestmark = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the sample feeds of feedparser are not at ../shared/conformance/feedparser"
)

# file -> fields -> why ours differ on purpose.
DIFFERENT: dict[str, tuple[set[str], str]] = {
    r"illformed/chardet/.*": (
        {"title", "text"},
        "feedparser here takes the undeclared encoding for Windows Western; ours is read by the bytes.",
    ),
    r".*/entry_link_(no_href_link_priority|rel_enclosure_no_href)\.xml": (
        {"link"},
        "the file itself expects the alternate link, which ours gives; feedparser gives the enclosure.",
    ),
    r".*/(entry_id_no_normalization_4|item_guid_isPermaLink_ValueError)\.xml": (
        {"guid", "link"},
        "a GUID is a name, kept as received: feedparser normalises its scheme, or drops what is no URL.",
    ),
    r"wellformed/(base/http_entry_id_base_(content_location|docuri)|node_precedence/atom10_id)\.xml": (
        {"guid", "link"},
        "a relative id is a name: it is neither resolved nor taken for a link.",
    ),
    r"wellformed/lang/http_content_language_entry_title_inherit_2\.xml": (
        {"guid", "link"},
        "a relative id is a name: it is neither resolved nor taken for a link.",
    ),
    r"wellformed/rss/item_category_image\.xml": (
        {"title"},
        "the title of an image inside a category is not that of the entry.",
    ),
    r"wellformed/sanitize/.*(crazy|script_nested_cdata)\.xml": (
        {"title", "text"},
        "the text of a script is left out, where feedparser's sanitiser lets some of it through.",
    ),
    r"wellformed/sanitize/.*iframe\.xml": (
        {"text", "title"},
        "what stands inside an iframe is not shown by any browser of today, and so is no text.",
    ),
}


class Seen(NamedTuple):
    title: str
    link: str | None
    guid: str | None
    date: datetime | None
    text: str


def files() -> Iterator[Path]:
    return (path for path in sorted(CORPUS.rglob("*")) if path.is_file() and path.name != "LICENSE")


def content_type(raw: bytes) -> str | None:
    """The header that the file says it is served with."""
    found = re.search(rb"^Header:\s*Content-type:\s*(.+?)\s*$", raw, re.MULTILINE | re.IGNORECASE)
    return found[1].decode("latin-1") if found else None


def plain(value: str | None, kind: str | None = "text/html") -> str:
    text = escape(value or "", quote=False) if kind == "text/plain" else value or ""
    return " ".join(html_to_text(text).split())


def by_feedparser(raw: bytes, header: str | None) -> list[Seen]:
    headers = {"content-location": URL} | ({"content-type": header} if header else {})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parsed: Any = feedparser.parse(raw, response_headers=headers)
        seen = []
        for entry in parsed.entries:
            texts = [plain(each.get("value"), each.get("type")) for each in entry.get("content", [])]
            texts.append(plain(entry.get("summary"), entry.get("summary_detail", {}).get("type")))
            dates = (entry.get(f"{name}_parsed") for name in ("published", "updated", "created"))
            date = next((datetime(*each[:6], tzinfo=UTC) for each in dates if each), None)
            seen.append(
                Seen(
                    plain(entry.get("title"), entry.get("title_detail", {}).get("type")),
                    entry.get("link") or None,
                    entry.get("id") or None,
                    date if date and date >= EARLIEST else None,
                    max(texts, key=len),
                )
            )
    return seen


def by_us(raw: bytes, header: str | None) -> list[Seen]:
    return [
        Seen(
            each.title,
            each.url,
            each.guid,
            each.published_at.replace(microsecond=0) if each.published_at else None,
            plain(each.html),
        )
        for each in parse_feed(raw, url=URL, content_type=header).entries
    ]


def reason_for(name: str, field: str) -> str | None:
    return next(
        (
            why
            for pattern, (fields, why) in DIFFERENT.items()
            if field in fields and re.fullmatch(pattern, name)
        ),
        None,
    )


def test_every_sample_gives_the_same_entries_as_feedparser_but_for_the_differences_listed() -> None:
    unexplained: list[str] = []
    used: set[str] = set()
    compared = 0
    for path in files():
        name, raw = path.relative_to(CORPUS).as_posix(), path.read_bytes()
        header = content_type(raw)
        expected = by_feedparser(raw, header)
        try:
            found = by_us(raw, header)
        except FetchFailed as error:
            if expected:
                unexplained.append(f"{name}: {error}")
            continue
        if len(expected) != len(found):
            unexplained.append(f"{name}: {len(found)} entries instead of {len(expected)}")
            continue
        for theirs, ours in zip(expected, found, strict=True):
            compared += 1
            for field in Seen._fields:
                if getattr(theirs, field) != getattr(ours, field):
                    why = reason_for(name, field)
                    used.add(why or "")
                    if why is None:
                        unexplained.append(
                            f"{name} {field}: {getattr(ours, field)!r}, not {getattr(theirs, field)!r}"
                        )
    assert not unexplained, "\n".join(unexplained)
    assert compared > 1000
    assert {why for _, why in DIFFERENT.values()} <= used, "a listed difference is gone: strike it off"
