"""Reads the sample articles: one file each, TOML between two `+++` lines, then paragraphs of plain text.

    +++
    title = "What the headline says"
    age = "3d 7h"                       # published so long before `now`
    author = "Who wrote it"
    story = "same-word-for-the-same-event"
    summary = "What the feed says."
    +++
    The first paragraph.

    The second one.

Optional: `query` (added to the link in the feed, as trackers do), `link` (stands in the feed instead of the
page's address) and `html` (raw markup after the text, as hostile as it likes).

So that the news is never old, the text may say `{year}`, `{year+1}`, `{year-1}` (counted from the day of
publication), `{day}` (its weekday; Friday for a weekend, when little is announced), `{quarter}` and
`{quarter-1}` (the last calendar quarter that had ended three weeks before, and the same one a year earlier).
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Literal

_FILE = re.compile(r"\+\+\+\n(?P<head>.*?)\n\+\+\+\n(?P<body>.*)", re.DOTALL)
_AGE = re.compile(r"(\d+)d (\d+)h")
_PLACEHOLDER = re.compile(r"\{(day|quarter|year)([+-]\d)?\}")
_WORKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_QUARTERS = ("first", "second", "third", "fourth")
_REPORTED_AFTER = timedelta(weeks=3)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one outlet, as of a given day. `published_at` is UTC."""

    slug: str
    title: str
    published_at: datetime
    author: str
    story: str
    summary: str
    paragraphs: tuple[str, ...]
    query: str
    link: str | None
    html: str

    @property
    def text(self) -> str:
        """The article's own words, without headline and boilerplate."""
        return "\n".join(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Outlet:
    """One invented outlet with its articles, newest first."""

    slug: str
    name: str
    tagline: str
    topic: str
    format: Literal["rss", "atom", "json"]
    full_text: bool
    articles: tuple[Article, ...]


def load_outlets(now: datetime) -> tuple[Outlet, ...]:
    """Return all outlets with their articles dated relative to `now` (aware, UTC)."""
    listed = tomllib.loads(files(__package__).joinpath("outlets.toml").read_text("utf-8"))
    return tuple(
        Outlet(
            slug=slug,
            **table,
            articles=tuple(
                sorted(_articles(slug, now), key=lambda article: article.published_at, reverse=True)
            ),
        )
        for slug, table in listed.items()
    )


def parse_article(slug: str, source: str, now: datetime) -> Article:
    """Return the article of one file's text. Raises ValueError if it is not written as the module says."""
    parts = _FILE.fullmatch(source)
    if parts is None:
        raise ValueError(f"The sample article {slug} does not begin with a head between two +++ lines.")
    head: dict[str, str] = tomllib.loads(parts["head"])
    published_at = now - _age(slug, head["age"])
    current = partial(_PLACEHOLDER.sub, partial(_fill, published_at))
    return Article(
        slug=slug,
        title=current(head["title"]),
        published_at=published_at,
        author=head["author"],
        story=head["story"],
        summary=current(head["summary"]),
        paragraphs=tuple(" ".join(current(part).split()) for part in parts["body"].strip().split("\n\n")),
        query=head.get("query", ""),
        link=head.get("link"),
        html=head.get("html", ""),
    )


def _articles(outlet: str, now: datetime) -> Iterator[Article]:
    for entry in files(__package__).joinpath("articles", outlet).iterdir():
        if entry.name.endswith(".md"):
            yield parse_article(entry.name.removesuffix(".md"), entry.read_text("utf-8"), now)


def _age(slug: str, written: str) -> timedelta:
    match = _AGE.fullmatch(written)
    if match is None:
        raise ValueError(f"The sample article {slug} has the age {written!r}; write it like '3d 7h'.")
    return timedelta(days=int(match[1]), hours=int(match[2]))


def _fill(published_at: datetime, placeholder: re.Match[str]) -> str:
    """Return what a placeholder stands for on the day of publication."""
    shift = int(placeholder[2] or 0)
    match placeholder[1]:
        case "day":
            return _WORKDAYS[min(published_at.weekday(), 4)]
        case "year":
            return str(published_at.year + shift)
        case _:
            reported = published_at - _REPORTED_AFTER
            ended, year = (reported.month - 1) // 3, reported.year + shift
            return f"{_QUARTERS[ended - 1]} quarter of {year if ended else year - 1}"
