"""The pages that stand alone: valid, self-contained, safe, and complete."""

import os
import re
from base64 import b64encode
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from justhtml import JustHTML
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import Engine

from chipnews.queries.ledger import FactFilter
from chipnews.queries.stories import StoryFilter
from chipnews.rendering.charts import AmountBar, Amounts, activity_chart, amounts_chart, share
from chipnews.rendering.figures_html import comparison_html, fact_html, series_html
from chipnews.rendering.html import asset, company_html, digest_html, figures_html, stories_html, story_html
from chipnews.reports.activity import Bar, Timeline
from chipnews.reports.company import company_report
from chipnews.reports.digest import make_digest
from chipnews.reports.figures import comparison, fact_detail, fact_lines, series
from chipnews.reports.stories import story_lines, story_report
from tests.builders import KNOWLEDGE, NOW
from tests.rendering.archive import fill, fill_periods

Page = Callable[[Engine], str]
SNAPSHOTS = Path(__file__).parent / "snapshots"
# Read when pytest starts, as each test has an environment without settings of ours. Look at what has changed.
UPDATE = os.environ.get("CHIPNEWS_UPDATE_SNAPSHOTS") == "1"


def _company(engine: Engine) -> str:
    return company_html(company_report(engine, KNOWLEDGE, "amazon"))


def _digest(engine: Engine) -> str:
    return digest_html(make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7)))


def _figures(engine: Engine) -> str:
    return figures_html(fact_lines(engine, KNOWLEDGE, FactFilter()))


def _stories(engine: Engine) -> str:
    return stories_html(story_lines(engine, KNOWLEDGE, StoryFilter()))


def _story(engine: Engine) -> str:
    lines = story_lines(engine, KNOWLEDGE, StoryFilter())
    return story_html(story_report(engine, KNOWLEDGE, lines[0].id)) if lines else stories_html(lines)


def _explained(engine: Engine) -> str:
    return digest_html(make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7)), explain=True)


def _fact(engine: Engine) -> str:
    lines = fact_lines(engine, KNOWLEDGE, FactFilter(parties=("aws",)))
    return fact_html(fact_detail(engine, KNOWLEDGE, lines[0].id)) if lines else figures_html(lines)


def _series(engine: Engine) -> str:
    fill_periods(engine)
    return series_html(series(engine, KNOWLEDGE, FactFilter(companies=("amazon",), kinds=("capex",))))


def _comparison(engine: Engine) -> str:
    fill_periods(engine)
    which = FactFilter(companies=("amazon", "google", "nvidia"), kinds=("capex",))
    return comparison_html(comparison(engine, KNOWLEDGE, which))


PAGES = pytest.mark.parametrize(
    "page",
    [
        pytest.param(_company, id="company"),
        pytest.param(_digest, id="digest"),
        pytest.param(_explained, id="digest-explained"),
        pytest.param(_figures, id="figures"),
        pytest.param(_stories, id="stories"),
        pytest.param(_story, id="story"),
        pytest.param(_fact, id="fact"),
        pytest.param(_series, id="series"),
        pytest.param(_comparison, id="comparison"),
    ],
)


@pytest.fixture
def filled(engine: Engine) -> Engine:
    fill(engine)
    return engine


@PAGES
def test_a_page_is_valid_html(filled: Engine, page: Page) -> None:
    JustHTML(page(filled), strict=True, sanitize=False)


@PAGES
def test_a_page_of_an_empty_database_is_valid_html_too(engine: Engine, page: Page) -> None:
    JustHTML(page(engine), strict=True, sanitize=False)


@PAGES
def test_a_page_asks_for_nothing_from_elsewhere(filled: Engine, page: Page) -> None:
    tree = LexborHTMLParser(page(filled))
    assert tree.css("link, img, iframe, object, embed, video, audio, form, base, [srcset], [style]") == []
    assert [script.attributes for script in tree.css("script")] == [{}]
    assert "@import" not in asset("style.css")
    assert "url(" not in asset("style.css")


@PAGES
def test_the_policy_allows_the_style_and_the_script_of_the_page_by_their_hashes(
    filled: Engine, page: Page
) -> None:
    html = page(filled)
    [meta] = LexborHTMLParser(html).css("meta[http-equiv=Content-Security-Policy]")
    policy = meta.attributes["content"] or ""
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for element in ("style", "script"):
        content = re.search(f"<{element}>(.*?)</{element}>", html, re.DOTALL)
        assert content is not None
        digest = b64encode(sha256(content[1].encode()).digest()).decode()
        assert f"{element}-src 'sha256-{digest}'" in policy


@PAGES
def test_text_of_others_is_shown_and_does_nothing(filled: Engine, page: Page) -> None:
    html = page(filled)
    assert "<script>alert" not in html
    assert "javascript:" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html
    assert "alert(1)&lt;/script&gt;" in html or "&lt;b&gt;Other&lt;/b&gt;" in html


@PAGES
def test_every_id_of_a_page_is_there_once(filled: Engine, page: Page) -> None:
    ids = re.findall(r' id="([^"]*)"', page(filled))
    assert len(ids) == len(set(ids))


@PAGES
def test_every_anchor_of_a_page_leads_somewhere(filled: Engine, page: Page) -> None:
    html = page(filled)
    ids = set(re.findall(r' id="([^"]*)"', html))
    assert set(re.findall(r'href="#([^"]*)"', html)) <= ids


def test_the_page_of_a_company_holds_what_the_report_says(filled: Engine) -> None:
    text = LexborHTMLParser(_company(filled)).body.text(separator=" ")  # type: ignore[union-attr]
    for part in (
        "Amazon", "NASDAQ:AMZN", "3 items", "Amazon Web Services (1)", "$75 billion", "capex 2026",
        "Anthropic", "€2.50 per hour", "Trainium 2", "Other Wire",
    ):  # fmt: skip
        assert part in text, part


def test_figures_can_be_sorted_by_their_value_in_dollars(filled: Engine) -> None:
    tree = LexborHTMLParser(_figures(filled))
    keys = [cell.attributes["data-key"] for cell in tree.css("td.number")]
    assert "75000000000" in keys


def test_a_figure_has_its_number_in_the_ledger_as_its_anchor(filled: Engine) -> None:
    lines = fact_lines(filled, KNOWLEDGE, FactFilter())
    html = figures_html(lines)
    assert all(f'id="figure-{line.id}"' in html for line in lines)


def test_a_table_has_heads_with_a_scope_and_stands_in_a_container_that_scrolls(filled: Engine) -> None:
    tree = LexborHTMLParser(_company(filled))
    assert all(head.attributes.get("scope") for head in tree.css("th"))
    assert all(
        table.parent is not None and table.parent.attributes.get("class") == "scroll"
        for table in tree.css("table.figures")
    )


def test_a_chart_has_a_title_and_says_what_it_shows(filled: Engine) -> None:
    tree = LexborHTMLParser(_company(filled))
    [drawing] = tree.css("svg[role=img]")
    names = (drawing.attributes["aria-labelledby"] or "").split()
    told = [node.text() for node in drawing.css("title, desc") if node.attributes.get("id") in names]
    assert told == [
        "Items over time",
        "3 items from 2026-11-18 to 2026-11-20, by day. The most were 1, in the day 2026-11-18.",
    ]


def test_bars_of_a_chart_are_as_high_as_their_numbers() -> None:
    days = (Bar(date(2026, 11, 1), 2), Bar(date(2026, 11, 2), 0), Bar(date(2026, 11, 3), 4))
    chart = activity_chart(Timeline("day", days))
    assert chart is not None
    assert [bar.height for bar in chart.bars] == [50, 0, 100]
    assert [bar.y + bar.height for bar in chart.bars] == [100, 100, 100]
    assert chart.bars[0].label == "2026-11-01: 2 items"


def test_there_is_no_chart_of_nothing() -> None:
    assert activity_chart(Timeline("day", ())) is None


def test_amounts_stand_side_by_side_for_each_period_and_nothing_where_none_is_known() -> None:
    rows = [
        Amounts("2024", (AmountBar(Decimal(50), "A, $50"), None)),
        Amounts("2025", (AmountBar(Decimal(100), "A, $100"), AmountBar(Decimal(-5), "B, -$5"))),
    ]
    chart = amounts_chart("Profit", rows)
    assert chart is not None
    assert [(bar.x, bar.height, bar.label) for bar in chart.bars] == [
        (6, 50, "2024: A, $50"),
        (36, 100, "2025: A, $100"),
    ]
    assert chart.description == "2 amounts from 2024 to 2025. The largest is A, $100, 2025."
    assert amounts_chart("Profit", ()) is None


def test_the_charts_of_a_series_and_a_comparison_say_what_they_show(engine: Engine) -> None:
    told = [node.text() for node in LexborHTMLParser(_series(engine)).css("svg[role=img] desc")]
    assert told == [
        "4 amounts from 2023 to 2026. The largest is $200 billion, planned, 2026.",
        "3 amounts from Q1 2025 to Q3 2025. The largest is $34.2 billion, Q3 2025.",
    ]


def test_the_page_of_a_fact_marks_the_amount_in_each_sentence(filled: Engine) -> None:
    fill_periods(filled)
    [line, *_] = fact_lines(filled, KNOWLEDGE, FactFilter(companies=("google",), sort="amount"))
    tree = LexborHTMLParser(fact_html(fact_detail(filled, KNOWLEDGE, line.id)))
    assert [node.text() for node in tree.css("blockquote mark")] == ["$175 billion"]


@pytest.mark.parametrize(
    ("number", "most", "percent"),
    [
        pytest.param(0, 10, 0, id="none"),
        pytest.param(1, 1000, 1, id="little is still seen"),
        pytest.param(5, 10, 50, id="half"),
        pytest.param(10, 10, 100, id="all"),
    ],
)
def test_a_bar_is_as_long_as_its_share_of_the_longest(number: int, most: int, percent: int) -> None:
    assert share(number, most) == percent


@PAGES
def test_the_page_of_one_archive_is_this_word_for_word(
    filled: Engine, page: Page, request: pytest.FixtureRequest
) -> None:
    made = re.search("<main.*</main>", page(filled), re.DOTALL)
    assert made is not None
    file = SNAPSHOTS / f"{request.node.callspec.id}.html"
    # Links of items count up through all tests of a run.
    content = re.sub(r"https://example\.com/\d+", "https://example.com/n", made[0]) + "\n"
    if UPDATE:
        file.write_text(content, encoding="utf-8")
    assert content == file.read_text(encoding="utf-8")
