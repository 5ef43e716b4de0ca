"""Turns the sample outlets into the documents of a web site: feeds, home pages, article pages, robots.txt."""

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from chipnews.samples.articles import Article, Outlet

_FEED = {"rss": "feed.xml", "atom": "feed.atom", "json": "feed.json"}
_FEED_TYPE = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}
_HTML = "text/html; charset=utf-8"
_RELATED = 4


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the site. `modified_at` is UTC."""

    content_type: str
    body: bytes
    modified_at: datetime


def feed_url(base_url: str, outlet: Outlet) -> str:
    """Return the address of the outlet's feed."""
    return f"{home_url(base_url, outlet)}{_FEED[outlet.format]}"


def home_url(base_url: str, outlet: Outlet) -> str:
    """Return the address of the outlet's home page."""
    return f"{base_url}/{outlet.slug}/"


def page_url(base_url: str, outlet: Outlet, article: Article) -> str:
    """Return the address of the article's page, as the page itself gives it."""
    return f"{home_url(base_url, outlet)}{article.slug}.html"


def render_site(base_url: str, outlets: tuple[Outlet, ...], now: datetime) -> dict[str, Document]:
    """Return every document of the site by its path."""
    templates = Environment(
        loader=PackageLoader(__package__),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.globals.update(base_url=base_url, home_url=home_url, page_url=page_url, feed_url=feed_url)
    templates.globals.update(link=_link, content=_content, feed_type=_FEED_TYPE)
    templates.filters["rfc822"] = format_datetime

    def html(template: str, outlet: Outlet, **values: object) -> bytes:
        return templates.get_template(template).render(outlet=outlet, **values).encode()

    robots = f"User-agent: *\nDisallow: /private/\n\n# {len(outlets)} invented outlets\n"
    site = {"/robots.txt": Document("text/plain; charset=utf-8", robots.encode(), now)}
    for outlet in outlets:
        newest = max(article.published_at for article in outlet.articles)
        site[feed_url("", outlet)] = Document(
            f"{_FEED_TYPE[outlet.format]}; charset=utf-8",
            _json_feed(base_url, outlet)
            if outlet.format == "json"
            else html(f"feed.{outlet.format}", outlet, newest=newest),
            newest,
        )
        site[home_url("", outlet)] = Document(_HTML, html("home.html", outlet), newest)
        for article in outlet.articles:
            related = [other for other in outlet.articles if other is not article][:_RELATED]
            page = html(f"{outlet.slug}.html", outlet, article=article, related=related)
            site[page_url("", outlet, article)] = Document(_HTML, page, article.published_at)
    return site


def _link(base_url: str, outlet: Outlet, article: Article) -> str:
    """Return the address that the feed gives for the article: the page's, or the one of a hostile feed."""
    tracked = f"?{article.query}" if article.query else ""
    return article.link or page_url(base_url, outlet, article) + tracked


def _content(article: Article) -> Markup:
    """Return the article's text as HTML, with its raw markup at the end."""
    paragraphs = Markup("\n").join(Markup("<p>{}</p>").format(paragraph) for paragraph in article.paragraphs)
    return paragraphs + Markup(article.html)


def _json_feed(base_url: str, outlet: Outlet) -> bytes:
    """Return the outlet's feed in version 1.1 of https://jsonfeed.org."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "description": f"{outlet.tagline}. A sample feed: everything in it is invented.",
        "home_page_url": home_url(base_url, outlet),
        "feed_url": feed_url(base_url, outlet),
        "language": "en",
        "items": [
            {
                "id": f"{outlet.slug}:{article.slug}",
                "url": _link(base_url, outlet, article),
                "title": article.title,
                "summary": article.summary,
                "date_published": article.published_at.isoformat(),
                "authors": [{"name": article.author}],
                **(
                    {"content_html": _content(article)}
                    if outlet.full_text
                    else {"content_text": article.summary}
                ),
            }
            for article in outlet.articles
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode()
