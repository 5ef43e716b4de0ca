"""The sample site over real HTTP: feeds that parse, pages that extract, and conditional requests."""

import html
import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import httpx
import pytest
import trafilatura

from chipnews.samples.articles import Outlet
from chipnews.samples.server import SampleSite, serve_samples
from tests.samples.conftest import NOW

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}


def feed_of(site: SampleSite, outlet: Outlet) -> httpx.Response:
    (url,) = [feed.url for feed in site.feeds if feed.outlet == outlet.name]
    return httpx.get(url).raise_for_status()


def words(text: str) -> str:
    return " ".join(text.split())


def test_each_outlet_has_one_feed_with_home_page_and_topic(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    assert [(feed.outlet, feed.topic) for feed in site.feeds] == [
        (outlet.name, outlet.topic) for outlet in outlets
    ]
    for feed in site.feeds:
        assert feed.url in httpx.get(feed.homepage).raise_for_status().text


def test_feeds_are_served_with_the_content_type_of_their_format(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    assert {outlet.slug: feed_of(site, outlet).headers["Content-Type"] for outlet in outlets} == {
        outlet.slug: CONTENT_TYPES[outlet.format] for outlet in outlets
    }


def test_rss_and_atom_feeds_parse_without_a_complaint(site: SampleSite, outlets: tuple[Outlet, ...]) -> None:
    for outlet in outlets:
        if outlet.format != "json":
            parsed = feedparser.parse(feed_of(site, outlet).content)
            assert not parsed.bozo, parsed.get("bozo_exception")
            assert parsed.version == {"rss": "rss20", "atom": "atom10"}[outlet.format]
            assert parsed.feed.title == outlet.name
            assert len({entry.id for entry in parsed.entries}) == len(outlet.articles)
            assert [entry.author for entry in parsed.entries] == [item.author for item in outlet.articles]
            for entry, article in zip(parsed.entries, outlet.articles, strict=True):
                assert tuple(entry.published_parsed[:6]) == article.published_at.timetuple()[:6]


def test_json_feeds_are_version_1_1_and_complete(site: SampleSite, outlets: tuple[Outlet, ...]) -> None:
    for outlet in outlets:
        if outlet.format == "json":
            feed = json.loads(feed_of(site, outlet).content)
            assert feed["version"] == "https://jsonfeed.org/version/1.1"
            assert [item["title"] for item in feed["items"]] == [article.title for article in outlet.articles]
            for item, article in zip(feed["items"], outlet.articles, strict=True):
                assert ("content_html" in item) != ("content_text" in item)
                assert datetime.fromisoformat(item["date_published"]) == article.published_at


def test_full_text_outlets_carry_whole_articles_in_the_feed_and_the_others_do_not(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    for outlet in outlets:
        feed = feed_of(site, outlet)
        if outlet.format == "json":
            bodies = [item.get("content_html", "") for item in json.loads(feed.content)["items"]]
        else:
            entries = feedparser.parse(feed.content).entries
            bodies = [entry.content[0].value if "content" in entry else "" for entry in entries]
        for body, article in zip(bodies, outlet.articles, strict=True):
            assert (article.paragraphs[-1] in html.unescape(body)) == outlet.full_text


def test_links_in_feeds_lead_to_pages_of_this_server_except_the_hostile_one(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    links = []
    for outlet in outlets:
        feed = feed_of(site, outlet)
        if outlet.format == "json":
            links += [item["url"] for item in json.loads(feed.content)["items"]]
        else:
            links += [entry.link for entry in feedparser.parse(feed.content).entries]
    with httpx.Client() as client:
        foreign = [link for link in links if not link.startswith(f"{site.base_url}/")]
        for link in set(links) - set(foreign):
            assert client.get(link).status_code == 200
    assert len(foreign) == 1
    assert any("utm_source" in urlsplit(link).query for link in links)


def test_trafilatura_takes_the_articles_own_text_out_of_every_page(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    with httpx.Client() as client:
        for outlet in outlets:
            home = httpx.URL(site.base_url).join(f"/{outlet.slug}/")
            for article in outlet.articles:
                page = client.get(home.join(f"{article.slug}.html")).raise_for_status()
                taken = words(trafilatura.extract(page.text, include_comments=False) or "")
                assert words(article.text) in taken, article.slug
                # A headline may stay above its article; nothing else of the page may.
                around = taken.replace(words(article.text), "").strip()
                assert around in {"", words(article.title).strip("\u200f")}, article.slug


def test_every_page_has_navigation_cookies_related_links_and_a_footer_to_strip(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    for outlet in outlets:
        first, second = outlet.articles[:2]
        page = httpx.get(f"{site.base_url}/{outlet.slug}/{first.slug}.html").text
        for needed in ("nav", "cookie", "footer", f'/{outlet.slug}/{second.slug}.html"'):
            assert needed in page.lower(), (outlet.slug, needed)


def test_every_page_and_feed_says_that_its_news_is_invented(
    site: SampleSite, outlets: tuple[Outlet, ...]
) -> None:
    for outlet in outlets:
        page = httpx.get(f"{site.base_url}/{outlet.slug}/{outlet.articles[0].slug}.html").text
        for document in (page, feed_of(site, outlet).text):
            assert re.search(r"invented|made up|did not happen|has happened", document), outlet.slug


def test_hostile_titles_and_summaries_reach_the_reader_as_written(outlets: tuple[Outlet, ...]) -> None:
    everything = " ".join(
        f"{article.title} {article.summary} {article.link} {article.html}"
        for outlet in outlets
        for article in outlet.articles
    )
    for trap in ("<script>", "javascript:", "onerror=", "&amp;", "&euro;", "\u200f", "\u202e", "🚀", "`rm"):
        assert trap in everything, trap
    assert max(len(article.title) for outlet in outlets for article in outlet.articles) > 400


@pytest.mark.parametrize("header", ["ETag", "Last-Modified"])
def test_a_second_request_with_the_first_answers_validator_gets_304_and_no_body(
    site: SampleSite, header: str
) -> None:
    asked = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
    for feed in site.feeds:
        first = httpx.get(feed.url)
        again = httpx.get(feed.url, headers={asked: first.headers[header]})
        assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"If-None-Match": '"other"'}, id="another etag"),
        pytest.param({"If-Modified-Since": "yesterday or so"}, id="a date that is none"),
        pytest.param({"If-Modified-Since": "Sat, 01 Jan 2000 00:00:00 GMT"}, id="an older date"),
    ],
)
def test_a_validator_that_does_not_fit_gets_the_whole_document(
    site: SampleSite, headers: dict[str, str]
) -> None:
    assert httpx.get(site.feeds[0].url, headers=headers).status_code == 200


def test_head_answers_like_get_without_a_body(site: SampleSite) -> None:
    head = httpx.head(site.feeds[0].url)
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["Content-Length"]) == len(httpx.get(site.feeds[0].url).content)


def test_robots_txt_allows_the_articles(site: SampleSite) -> None:
    robots = httpx.get(f"{site.base_url}/robots.txt")
    assert robots.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /private/" in robots.text


def test_an_unknown_path_is_not_found(site: SampleSite) -> None:
    assert httpx.get(f"{site.base_url}/nothing-here").status_code == 404


def test_the_same_moment_gives_the_same_feeds_and_a_later_one_moves_the_dates() -> None:
    def first_dates(now: datetime) -> list[str]:
        with serve_samples(now) as site:
            return [httpx.get(feed.url).headers["Last-Modified"] for feed in site.feeds]

    assert first_dates(NOW) == first_dates(NOW) != first_dates(NOW + timedelta(days=1))


def test_the_port_is_closed_after_the_block() -> None:
    with serve_samples(NOW) as site:
        pass
    with pytest.raises(httpx.ConnectError):
        httpx.get(site.base_url)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"), serve_samples(NOW.replace(tzinfo=None)):
        pass


def test_the_server_module_imports_nothing_heavy() -> None:
    code = "import sys, chipnews.samples.server; print(*{'jinja2', 'spacy', 'httpx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
