"""The pages and the site as a browser shows them, opened from files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from sqlalchemy import Engine

from chipnews.queries.ledger import FactFilter
from chipnews.queries.stories import StoryFilter
from chipnews.rendering.figures_html import comparison_html, fact_html, series_html
from chipnews.rendering.folder import write_folder
from chipnews.rendering.html import company_html, digest_html, figures_html, stories_html, story_html
from chipnews.rendering.site import site_files
from chipnews.reports.company import company_report
from chipnews.reports.digest import make_digest
from chipnews.reports.figures import comparison, fact_detail, fact_lines, series
from chipnews.reports.site import Site
from chipnews.reports.stories import story_lines, story_report
from chipnews.storage.database import connect
from tests.builders import KNOWLEDGE, NOW
from tests.rendering.archive import fill, fill_periods

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PHONE, SCREEN = 375, 1280
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

ALONE = (
    "company.html",
    "digest.html",
    "figures.html",
    "stories.html",
    "story.html",
    "fact.html",
    "series.html",
    "comparison.html",
)
OF_SITE = (
    "index.html", "stories.html", "companies.html", "chips.html", "figures.html", "search.html",
    "story/1.html", "company/amazon.html", "chip/trainium-2.html", "month/2026-11.html",
)  # fmt: skip
EVERY = (*(f"alone/{name}" for name in ALONE), *(f"site/{name}" for name in OF_SITE))


@pytest.fixture(scope="session")
def pages(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the pages that stand alone and with the site."""
    folder = tmp_path_factory.mktemp("pages")
    (folder / "archive.db").write_bytes(empty_database.read_bytes())
    engine = connect(str(folder / "archive.db"))
    fill(engine)
    write_folder(folder / "site", site_files(Site(engine, KNOWLEDGE, now=NOW)))
    _write_alone(engine, folder / "alone")
    engine.dispose()
    return folder


def _write_alone(engine: Engine, folder: Path) -> None:
    folder.mkdir()
    made = (
        company_html(company_report(engine, KNOWLEDGE, "amazon")),
        digest_html(make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7))),
        figures_html(fact_lines(engine, KNOWLEDGE, FactFilter())),
        stories_html(story_lines(engine, KNOWLEDGE, StoryFilter())),
        story_html(story_report(engine, KNOWLEDGE, 1)),
        *_of_figures(engine),
    )
    for name, content in zip(ALONE, made, strict=True):
        (folder / name).write_text(content, encoding="utf-8")


def _of_figures(engine: Engine) -> Iterator[str]:
    fill_periods(engine)
    capex = FactFilter(kinds=("capex",))
    told = max(fact_lines(engine, KNOWLEDGE, capex), key=lambda line: line.sources)
    yield fact_html(fact_detail(engine, KNOWLEDGE, told.id))
    yield series_html(series(engine, KNOWLEDGE, replace(capex, companies=("amazon",))))
    yield comparison_html(comparison(engine, KNOWLEDGE, replace(capex, companies=("amazon", "google"))))


@contextmanager
def opened(browser: "Browser", path: Path, width: int = SCREEN) -> "Iterator[Page]":
    """Open a page; what the browser complains of, and every request that leaves the machine, is an error."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme="light")
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith("file:") else troubles.append(asked.url))
    page.goto(path.as_uri())
    yield page
    context.close()
    assert troubles == []


@pytest.mark.parametrize("name", EVERY)
def test_a_page_loads_without_a_complaint_fits_a_phone_and_follows_the_scheme(
    browser: "Browser", pages: Path, name: str
) -> None:
    with opened(browser, pages / name, PHONE) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(251, 251, 249)"
        page.emulate_media(color_scheme="dark")
        assert page.evaluate(paper) == "rgb(18, 22, 27)"


@pytest.mark.parametrize("name", EVERY)
def test_a_page_breaks_no_rule_of_accessibility_in_either_scheme(
    browser: "Browser", pages: Path, name: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    # The policy would keep the checker's script out, too.
    source = (pages / name).read_text(encoding="utf-8").replace("Content-Security-Policy", "x-policy")
    lenient = (pages / name).with_suffix(".lenient.html")
    lenient.write_text(source, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(lenient.as_uri())
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        results = axe.Axe().run(page)
        assert results.violations_count == 0, f"{scheme}: {results.generate_report()}"
    context.close()


def test_a_click_on_a_heading_sorts_by_it_and_another_turns_it_round(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "alone" / "company.html") as page:
        first = page.locator("#figures ~ .scroll tbody tr:first-child .amount")
        page.click("text=Amount")
        assert first.inner_text() == "$75 billion"
        assert page.get_attribute("th[aria-sort]", "aria-sort") == "descending"
        page.click("text=Amount")
        assert first.inner_text() == "€2.50 per hour"
        assert page.get_attribute("th[aria-sort]", "aria-sort") == "ascending"


def test_an_anchor_leads_to_its_figure(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "alone" / "figures.html") as page:
        row = page.locator("tr:has(a.amount)").last
        row.locator("a.amount").click()
        assert page.evaluate("document.querySelector(':target').id") == row.get_attribute("id")


def test_the_bars_of_the_chart_are_drawn(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "alone" / "company.html") as page:
        heights = page.eval_on_selector_all(
            ".chart rect", "bars => bars.map(bar => bar.getBoundingClientRect().height)"
        )
        assert len(heights) == 3
        assert min(heights) > 100


def test_the_bars_of_a_comparison_are_told_apart_by_colour_and_plans_are_paler(
    browser: "Browser", pages: Path
) -> None:
    with opened(browser, pages / "alone" / "comparison.html") as page:
        drawn = page.eval_on_selector_all(
            "#part-1 ~ .chart rect",
            "bars => bars.map(bar => [getComputedStyle(bar).fill, getComputedStyle(bar).opacity])",
        )
        *_, (amazon, _), (google, planned) = drawn
        assert drawn[0] == [amazon, "1"]
        assert google != amazon
        assert planned == "0.55"


def test_periods_are_sorted_by_time_and_amounts_by_size(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "alone" / "series.html") as page:
        first = page.locator("#part-1 ~ .scroll tbody tr:first-child td:first-child")
        page.click("#part-1 ~ .scroll >> text=Amount")
        assert first.inner_text() == "2025"
        page.click("#part-1 ~ .scroll >> text=Period")
        page.click("#part-1 ~ .scroll >> text=Period")
        assert first.inner_text() == "2023"


def test_the_search_finds_by_the_beginning_of_words(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "site" / "search.html") as page:
        page.fill("#query", "h10")
        page.wait_for_selector("#found a")
        assert page.inner_text("#status") == "3 found."
        assert page.inner_text("#found li:first-child a") == "H100"


def test_a_search_can_be_linked_to(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "site" / "search.html") as page:
        page.fill("#query", "anthropic")
        page.wait_for_selector("#found a")
        address = page.url
        page.goto("about:blank")
        page.goto(address)
        page.wait_for_selector("#found a")
        assert page.input_value("#query") == "anthropic"


def test_what_is_found_leads_to_its_page(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "site" / "search.html") as page:
        page.fill("#query", "spends")
        page.click("#found a")
        page.wait_for_selector("h1:has-text('Amazon spends')")


def test_a_search_without_a_hit_says_so(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "site" / "search.html") as page:
        page.fill("#query", "zzz")
        page.wait_for_selector("#status:has-text('Nothing was found.')")


def test_hostile_titles_are_shown_as_text_by_the_search(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "site" / "search.html") as page:
        page.fill("#query", "script")
        page.wait_for_selector("#found a")
        assert page.inner_text("#found a").startswith("<script>alert(1)</script>")


def test_one_can_walk_from_the_front_page_to_a_story_and_on_to_a_company(
    browser: "Browser", pages: Path
) -> None:
    with opened(browser, pages / "site" / "index.html") as page:
        page.click("text=Amazon spends $75 billion")
        page.click(".tags >> text=Anthropic")
        assert page.inner_text("h1") == "Anthropic"


def test_a_keyboard_user_can_jump_to_the_content(browser: "Browser", pages: Path) -> None:
    with opened(browser, pages / "site" / "index.html") as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#main")
