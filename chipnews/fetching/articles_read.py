"""Articles to import, read from text, markdown, HTML or JSON lines. Pure: bytes in, values out."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import PurePath

from chipnews.errors import ImportFailed
from chipnews.fetching.cleaning import fit, one_line
from chipnews.fetching.dates import parse_date
from chipnews.fetching.parsing.encoding import decode
from chipnews.fetching.text import html_to_text, title_to_text
from chipnews.fetching.urls import is_web

TEXT_SUFFIXES = {".txt", ".text", ""}
MARKDOWN_SUFFIXES = {".md", ".markdown"}
HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
JSON_SUFFIXES = {".jsonl", ".ndjson"}
SUFFIXES = TEXT_SUFFIXES - {""} | MARKDOWN_SUFFIXES | HTML_SUFFIXES | JSON_SUFFIXES
_TITLE_LENGTH = 160
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\A\s*#\s+(.+?)\s*#*\s*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Article:
    """One article to import. `guid` is its identity among what was imported."""

    guid: str
    title: str
    body: str
    url: str | None = None
    outlet: str | None = None
    author: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None


def read_file(name: str, guid: str, raw: bytes) -> Iterator[Article | ImportFailed]:
    """Yield the articles in a file, by its suffix, and what is wrong with single lines of it.

    Raises ImportFailed where nothing of it can be read.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in JSON_SUFFIXES:
        yield from read_json_lines(name, guid, raw)
    elif suffix in HTML_SUFFIXES:
        yield read_html(name, guid, raw)
    elif suffix in MARKDOWN_SUFFIXES:
        yield read_markdown(name, guid, raw)
    elif b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportFailed(f"{name} is no text. Import text, markdown, HTML or JSON lines.")
    else:
        yield read_text(name, guid, raw)


def read_text(name: str, guid: str, raw: bytes) -> Article:
    """Return a plain text: its first line is the title where it looks like one, else the file's name is."""
    text = fit(decode(raw, None).replace("\r\n", "\n").replace("\r", "\n")).strip()
    first, _, rest = text.partition("\n")
    first = first.strip()
    if rest.strip() and len(first) <= _TITLE_LENGTH and not first.endswith((".", ",", ";", ":")):
        return Article(guid, first, rest.strip())
    return Article(guid, _name_as_title(name), text)


def read_markdown(name: str, guid: str, raw: bytes) -> Article:
    """Return a markdown text with what its front matter says of it."""
    from markdown_it import MarkdownIt

    text = fit(decode(raw, None).replace("\r\n", "\n"))
    front = _FRONT_MATTER.match(text)
    said = _front_matter(front[1]) if front else {}
    text = text[front.end() :] if front else text
    heading = _HEADING.match(text)
    if heading and not said.get("title"):
        said["title"] = html_to_text(MarkdownIt().renderInline(heading[1]))
    text = text[heading.end() :] if heading else text
    body = html_to_text(MarkdownIt("commonmark").enable("table").render(text))
    return _article(said, guid, body, _name_as_title(name))


def read_html(name: str, guid: str, raw: bytes, url: str | None = None) -> Article:
    """Return the article in a web page. Raises ImportFailed where the page holds none."""
    from trafilatura import bare_extraction

    text = decode(raw, None)
    try:
        found = bare_extraction(
            text,
            url=url,
            with_metadata=True,
            include_comments=False,
            favor_recall=True,
            # A year in the prose is no date of publication.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except (ValueError, RecursionError, AttributeError, TypeError, AssertionError):
        found = None
    said = found if isinstance(found, dict) else found.as_dict() if found else {}
    body = fit("\n\n".join(line for line in str(said.get("text") or "").split("\n") if line.strip()))
    if not body:
        raise ImportFailed(f"{name} holds no article that can be told from its surroundings.")
    facts = {
        "title": said.get("title"), "author": said.get("author"), "date": said.get("date"),
        "outlet": said.get("sitename"), "url": url or said.get("url"),
    }  # fmt: skip
    return _article(facts, guid, body, _name_as_title(name))


def read_json_lines(name: str, guid: str, raw: bytes) -> Iterator[Article | ImportFailed]:
    """Yield the articles of a file of JSON objects, one a line, and what is wrong with the other lines.

    Known keys: id, url, title, text (or body, content) or html, date (or published), outlet (or source),
    author.
    """
    for number, line in enumerate(decode(raw, None).split("\n"), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            yield ImportFailed(f"{name}, line {number}: this is no JSON.")
            continue
        if not isinstance(said, dict):
            yield ImportFailed(f"{name}, line {number}: this is no JSON object.")
            continue
        text = next(
            (said[key] for key in ("text", "body", "content") if isinstance(said.get(key), str)), None
        )
        body = fit(text).strip() if text is not None else html_to_text(str(said.get("html") or ""))
        if not body and not said.get("title"):
            yield ImportFailed(f'{name}, line {number}: it has neither "text" nor "html".')
            continue
        facts = {
            "title": said.get("title"), "author": said.get("author"), "url": said.get("url"),
            "date": said.get("date") or said.get("published"), "outlet": said.get("outlet") or
            said.get("source"),
        }  # fmt: skip
        own = said.get("id") or said.get("url")
        yield _article(
            facts, str(own) if own else f"{guid}#{number}", body, f"{_name_as_title(name)} {number}"
        )


def _article(said: Mapping[str, object], guid: str, body: str, fallback: str) -> Article:
    def line(key: str) -> str | None:
        value = said.get(key)
        return one_line(str(value))[:500] or None if value is not None else None

    title = line("title")
    url = line("url")
    return Article(
        guid=one_line(guid),
        title=title_to_text(escape(title, quote=False)) if title else fallback,
        body=body,
        url=url if is_web(url) else None,
        outlet=line("outlet"),
        author=line("author"),
        published_at=parse_date(line("date")),
        published_raw=line("date"),
    )


def _front_matter(text: str) -> dict[str, object]:
    """Return the simple `key: value` lines of YAML front matter; nothing deeper is of use here."""
    found: dict[str, object] = {}
    for line in text.split("\n"):
        key, colon, value = line.partition(":")
        if colon and value.strip() and key.strip().isidentifier():
            found[key.strip().lower()] = value.strip().strip("\"'")
    if "source" in found:
        found.setdefault("outlet", found["source"])
    return found


def _name_as_title(name: str) -> str:
    words = re.sub(r"[-_\s]+", " ", PurePath(name).stem).strip()
    return one_line(words[:1].upper() + words[1:]) or "(no title)"
