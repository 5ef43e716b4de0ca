"""The archive as a static site: every file of it, one after the other, as path and content.

Pages are made while the archive is read, so that its size does not matter; only what the lists and the search
need is kept. Nothing on the site asks a server, so that it works from a folder as well.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from chipnews.queries.site import StoryRow
from chipnews.rendering.charts import activity_chart
from chipnews.rendering.feeds_out import atom, json_feed
from chipnews.rendering.html import asset, company_html, figures_html, render, story_html
from chipnews.rendering.labels import counted, day_label
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.site import ChipReport, Site, SiteStory

MOST_NEW, MOST_TOLD = 100, 9
_TOLD_LATELY = timedelta(days=7)
_PER_PART = 2_000
TITLE = "AI hardware news"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the site: its path relative to the root, with slashes, and its text."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """The links of a page of the site; `root` leads from the page to the root: "" or "../"."""

    site: Site
    root: str = ""

    def company(self, slug: str) -> str | None:
        """Return the address of a company's page, None where there is none."""
        return f"{self.root}company/{slug}.html" if slug in self.site.company_slugs else None

    def chip(self, slug: str) -> str | None:
        """Return the address of a chip's page, None where there is none."""
        return f"{self.root}chip/{slug}.html" if slug in self.site.chip_slugs else None

    def story(self, story_id: int) -> str | None:
        """Return the address of a story's page, None where there is none."""
        return f"{self.root}story/{story_id}.html" if story_id in self.site.story_ids else None

    def item(self, item_id: int) -> str | None:
        """Return the address of the page of an item's story, None where there is none."""
        story_id = self.site.story_of_item.get(item_id)
        return None if story_id is None else self.story(story_id)


@dataclass(slots=True)
class _Read:
    """What is kept of the stories: the newest of them, and for each month how many it has."""

    newest: list[SiteStory] = field(default_factory=list)
    months: list[tuple[str, int]] = field(default_factory=list)
    parts: int = 0

    @property
    def count(self) -> int:
        return sum(count for _, count in self.months)


def site_files(site: Site, base_url: str | None = None) -> Iterator[File]:
    """Yield the files of the site; `base_url` is where it will be served, for the feeds. None: not known."""
    top, inner = SiteLinks(site), SiteLinks(site, "../")
    for name in ("style.css", "sort.js", "search.js"):
        yield File(name, asset(name))
    read = _Read()
    yield from _search_parts(site, _stories(site, read, inner), read)
    for report in site.companies():
        yield File(f"company/{report.slug}.html", company_html(report, inner))
    for chip in site.chips():
        yield File(f"chip/{chip.chip.slug}.html", _chip(chip, inner))
    yield File("figures.html", figures_html(site.overview.figures, links=top))
    for name, title, names, href in (
        ("companies.html", "Companies", site.overview.companies, top.company),
        ("chips.html", "Chips", site.overview.chips, top.chip),
    ):
        yield File(name, render("names.html", title, top, names=names, href=href))
    yield File("stories.html", render("stories.html", "Stories", top, newest=read.newest, months=read.months))
    yield File("search.html", render("search.html", "Search", top, parts_count=read.parts))
    yield File("feed.atom", atom(read.newest, site.overview.made_at, base_url))
    yield File("feed.json", json_feed(read.newest, base_url))
    yield File("index.html", _front(site, read, top))


def _stories(site: Site, read: _Read, links: SiteLinks) -> Iterator[File | SiteStory]:
    """Yield each story and its page, and each month's page when its last story was read."""
    month: str | None = None
    listed: list[tuple[StoryRow, str]] = []
    for each in site.stories():
        told_in = each.story.last_seen.strftime("%Y-%m")
        if month is not None and told_in != month:
            yield _month(month, listed, read, links)
            listed = []
        month = told_in
        outlets = counted(len(each.outlets), "outlet") if len(each.outlets) > 1 else "".join(each.outlets)
        listed.append((each.story, outlets))
        if len(read.newest) < MOST_NEW:
            read.newest.append(each)
        yield each
        report = site.story_report(each.story.id)
        page = story_html(report, links, chips=each.chips, figures=each.figures)
        yield File(f"story/{each.story.id}.html", page)
    if month is not None:
        yield _month(month, listed, read, links)


def _month(month: str, listed: Sequence[tuple[StoryRow, str]], read: _Read, links: SiteLinks) -> File:
    read.months.append((month, len(listed)))
    return File(f"month/{month}.html", render("month.html", f"Stories of {month}", links, stories=listed))


def _search_parts(site: Site, stories: Iterator[File | SiteStory], read: _Read) -> Iterator[File]:
    """Yield the files that come by, and the index of the companies, chips and stories in parts."""
    part: list[list[str]] = [
        [f"{folder}/{each.slug}.html", each.name, f"{noun}, {counted(each.items, 'item')}", each.slug]
        for folder, noun, names in (
            ("company", "Company", site.overview.companies),
            ("chip", "Chip", site.overview.chips),
        )
        for each in names
    ]
    for each in stories:
        if isinstance(each, File):
            yield each
            continue
        part.append(_index_entry(each))
        if len(part) >= _PER_PART:
            yield _part(part, read)
            part = []
    yield _part(part, read)


def _index_entry(each: SiteStory) -> list[str]:
    outlets = ", ".join(each.outlets)
    names = " ".join(named.name for named in (*each.companies, *each.chips))
    return [
        f"story/{each.story.id}.html",
        one_line(each.story.title),
        one_line(f"{outlets} · {day_label(each.story.last_seen)}"),
        one_line(names),
    ]


def _part(entries: list[list[str]], read: _Read) -> File:
    read.parts += 1
    return File(
        f"search/{read.parts - 1}.js", f"chipnewsPart({json.dumps(entries, separators=(',', ':'))});\n"
    )


def _chip(report: ChipReport, links: SiteLinks) -> str:
    return render("chip.html", report.chip.name, links, report=report, chart=activity_chart(report.activity))


def _front(site: Site, read: _Read, links: SiteLinks) -> str:
    overview = site.overview
    lately = [
        each for each in read.newest if each.story.last_seen >= read.newest[0].story.last_seen - _TOLD_LATELY
    ]
    # Stable: of those told by as many outlets, the newest comes first.
    told = sorted(lately, key=lambda each: len(each.outlets), reverse=True)[:MOST_TOLD]
    return render(
        "front.html",
        TITLE,
        links,
        overview=overview,
        story_count=read.count,
        told=told,
        chart=activity_chart(overview.activity),
    )
