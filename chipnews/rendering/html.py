"""Reports as self-contained HTML pages: no request goes anywhere, and no script runs but our own.

A page carries its style sheet and one small script for sorting tables inline; a strict content security
policy lets these two pass by their hashes and nothing else. Every text of others is made plain and escaped,
every address goes through `safe_url`. The same templates serve the pages of the site (`rendering/site.py`),
which differ in their links: see `Links`.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from chipnews import __version__
from chipnews.rendering.charts import activity_chart, share
from chipnews.rendering.labels import counted, day_label, kind_label, period_label, what_label
from chipnews.rendering.markdown_text import safe_url
from chipnews.rendering.money import dollars, money
from chipnews.rendering.terminal_text import one_line, plain
from chipnews.reports.company import CompanyReport
from chipnews.reports.digest import Digest
from chipnews.reports.figure_line import Amount, FigureLine
from chipnews.reports.names import Named
from chipnews.reports.stories import StoryLine, StoryReport


class Links(Protocol):
    """Where the pages about things are, as addresses relative to the page that is made; None for none."""

    @property
    def root(self) -> str | None:
        """The address of the site's root; None for a page that stands alone."""

    def company(self, slug: str) -> str | None:
        """Return the address of a company's page."""

    def chip(self, slug: str) -> str | None:
        """Return the address of a chip's page."""

    def story(self, story_id: int) -> str | None:
        """Return the address of a story's page."""

    def item(self, item_id: int) -> str | None:
        """Return the address of the page of an item's story."""


@dataclass(frozen=True, slots=True)
class NoLinks:
    """The links of a page that stands alone."""

    root: str | None = None

    def company(self, slug: str) -> str | None:
        """Return None."""
        return None

    def chip(self, slug: str) -> str | None:
        """Return None."""
        return None

    def story(self, story_id: int) -> str | None:
        """Return None."""
        return None

    def item(self, item_id: int) -> str | None:
        """Return None."""
        return None


ALONE = NoLinks()


@dataclass(frozen=True, slots=True)
class PageParts:
    """What every page carries: its policy, style sheet and script."""

    policy: str
    style: Markup
    script: Markup
    version: str = __version__


def company_html(report: CompanyReport, links: Links = ALONE) -> str:
    """Return the report of a company as a page."""
    return render(
        "company.html",
        report.name,
        links,
        report=report,
        period=period_label(report.since, report.until),
        chart=activity_chart(report.activity),
    )


def digest_html(report: Digest, links: Links = ALONE, *, explain: bool = False) -> str:
    """Return the digest as a page; `explain` says of each story why it stands where it does."""
    title = f"AI hardware: {report.company.name}" if report.company else "AI hardware digest"
    period = period_label(report.since, report.until)
    return render("digest.html", title, links, report=report, period=period, explain=explain)


def figures_html(
    lines: Sequence[FigureLine], title: str = "Figures", note: str = "", links: Links = ALONE
) -> str:
    """Return figures as a page with one table; `note` says which they are."""
    return render("figures.html", title, links, lines=lines, note=note)


def stories_html(stories: Sequence[StoryLine], links: Links = ALONE) -> str:
    """Return a list of stories as a page."""
    return render("story_list.html", "Stories", links, stories=stories)


def story_html(
    report: StoryReport,
    links: Links = ALONE,
    *,
    chips: Sequence[Named] = (),
    figures: Sequence[FigureLine] = (),
) -> str:
    """Return the report of one story as a page, with chips and figures where they are known."""
    return render(
        "story.html",
        one_line(report.story.title),
        links,
        report=report,
        outlets=tuple(dict.fromkeys(each.outlet for each in report.arrivals)),
        companies=report.story.companies,
        chips=chips,
        figures=figures,
    )


def render(template: str, title: str, links: Links, **names: object) -> str:
    """Return the page that a template of `templates/html` makes of these names."""
    page = page_parts() if links.root is None else site_parts()
    made = templates().get_template(f"html/{template}")
    return made.render(title=title, links=links, page=page, **names)


@lru_cache(maxsize=1)
def page_parts() -> PageParts:
    """Return the parts of a page that stands alone."""
    style, script = asset("style.css"), asset("sort.js")
    policy = _policy(style=f"'{_digest(style)}'", script=f"'{_digest(script)}'")
    # Our own files, in which nothing could end the element that they stand in.
    return PageParts(policy, Markup(style), Markup(script))


@lru_cache(maxsize=1)
def site_parts() -> PageParts:
    """Return the parts of a page of the site, whose style and scripts are files beside it."""
    return PageParts(_policy(style="'self'", script="'self'"), Markup(), Markup())


def asset(name: str) -> str:
    """Return one of our own style sheets or scripts."""
    return files("chipnews.rendering").joinpath("templates", "html", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def templates() -> Environment:
    """Return the environment of the HTML templates."""
    environment = Environment(
        loader=PackageLoader("chipnews.rendering"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_plain,
    )
    environment.filters |= {
        "url": safe_url,
        "money": money,
        "dollars": dollars,
        "size": _size,
        "what": what_label,
        "kind": kind_label,
        "day": day_label,
        "iso": _iso,
        "counted": counted,
        "to": period_label,
        "share": share,
    }
    return environment


def _plain(value: object) -> object:
    """Return a text of others without control characters; what is markup already is our own."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _size(amount: Amount) -> str:
    """Return a number to sort amounts by: US dollars where they are known."""
    return format(amount.high if amount.usd_high is None else amount.usd_high, "f")


def _iso(moment: date) -> str:
    if isinstance(moment, datetime):
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return moment.isoformat()


def _policy(*, style: str, script: str) -> str:
    # frame-ancestors and sandbox are not allowed in a <meta> element.
    return f"default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'"


def _digest(content: str) -> str:
    return f"sha256-{b64encode(sha256(content.encode('utf-8')).digest()).decode('ascii')}"
