"""The digest as markdown: one archive word for word, and hostile text in every place of it."""

import json
import re
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sqlalchemy import Engine

from chipnews.config import Settings
from chipnews.ledger.run import update_ledger
from chipnews.queries import ItemRow
from chipnews.queries.firsts import FirstMention
from chipnews.rendering.markdown import digest_markdown
from chipnews.rendering.markdown_text import anchor, safe_url
from chipnews.reports.digest import Digest, Section, make_digest
from chipnews.reports.digest_news import News, RankedStory
from chipnews.reports.names import Named
from chipnews.reports.stories import StoryLine
from chipnews.reports.summaries import Quoted
from chipnews.stories.run import group_items
from tests.builders import KNOWLEDGE, NOW, add_item, money

SNAPSHOT = Path(__file__).parent / "snapshots" / "digest.md"
BILLION = 10**9
HOSTILE = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<script>alert(1)</script>",
            "](http://evil.example) [x](javascript:alert(1))",
            "# heading\n\n| a | b |\n| --- | --- |",
            "![image](https://evil.example/x.png)",
            "`code` *bold* ~~gone~~ ==marked== $x$ [[wiki]] #tag ^note",
            "---\ntitle: evil\n---",
            "\x1b[31mred\x1b[0m \u202eback",
            "https://example.com/a_(b)?c=<d>",
            "[ref]: https://evil.example",
        ]
    ),
)


def archive(engine: Engine) -> None:
    """A week with a story of two outlets, a first mention, two figures that contradict, and an older item."""
    year = {"period": "2025", "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    capex = {"kind": "capex", "company": "amazon", **year}
    add_item(engine, "Amazon in summer", companies={"amazon": "Amazon"}, published=NOW - timedelta(days=100))
    add_item(
        engine,
        "Amazon's budget came to $75 billion",
        "Amazon spent $75 billion in 2025 on data centres, the company said with its results.",
        companies={"amazon": "Amazon"},
        figures=[money("$75 billion", 75 * BILLION, **capex)],
        outlet="First Wire",
        published=NOW - timedelta(hours=30),
        url="https://first.example/amazon",
    )
    add_item(
        engine,
        "Amazon's budget grew to $90 billion",
        "Amazon spent $90 billion in 2025 on data centres. Analysts expect more for Trainium 2.",
        companies={"amazon": "Amazon"},
        chips={"trainium-2": "Trainium 2"},
        figures=[money("$90 billion", 90 * BILLION, **capex)],
        outlet="Second Wire",
        published=NOW - timedelta(hours=28),
        url="https://second.example/amazon",
    )
    add_item(
        engine,
        "Nvidia opens an office",
        companies={"nvidia": "Nvidia"},
        outlet="First Wire",
        published=NOW - timedelta(hours=5),
        url="https://first.example/nvidia",
    )
    group_items(engine, Settings())
    update_ledger(engine)


def test_the_digest_of_one_archive_is_this_word_for_word(engine: Engine) -> None:
    archive(engine)
    digest = make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7))
    written = digest_markdown(digest, explain=True)
    assert written == SNAPSHOT.read_text(encoding="utf-8")


def test_the_contents_link_to_headings_that_are_there(engine: Engine) -> None:
    archive(engine)
    written = digest_markdown(make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7)))
    headings = {anchor(line.lstrip("# ")) for line in written.splitlines() if line.startswith("## ")}
    links = re.findall(r"\]\(#([^)]*)\)", written)
    assert links
    assert set(links) <= headings


def test_an_item_of_a_story_is_not_listed_again(engine: Engine) -> None:
    archive(engine)
    written = digest_markdown(make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7)))
    sections = written.split("## Amazon")[1]
    assert "- [" not in sections
    assert "Told above." in sections


def test_a_template_of_the_user_gets_the_stories(engine: Engine, tmp_path: Path) -> None:
    archive(engine)
    own = tmp_path / "own.md"
    own.write_text(
        "{% for each in report.stories %}{{ each.story.title | md }}: {{ each.story.outlets }}\n{% endfor %}"
    )
    digest = make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7))
    assert "Amazon's budget came to" in digest_markdown(digest, own)


def _tokens(markdown: str) -> list[Token]:
    """Return all tokens of the text as CommonMark with tables, those inside lines too."""
    return [
        inner
        for token in MarkdownIt("commonmark").enable("table").parse(markdown)
        for inner in (token, *(token.children or ()))
    ]


@given(title=HOSTILE, name=HOSTILE, url=HOSTILE, sentence=HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(title: str, name: str, url: str, sentence: str) -> None:
    item = ItemRow(1, f"w {title}", f"w {name}", url, None, NOW, True)
    story = StoryLine(7, f"w {title}", name, url, NOW, NOW, 2, 2, (Named("x", f"w {name}"),), None)
    quoted = tuple(Quoted(f"w {sentence}", 2, f"w {name}", url) for _ in range(2))
    digest = Digest(
        NOW,
        None,
        None,
        Named("x", name),
        2,
        1,
        (Section(Named("x", f"w {name}"), 5, (item,), ()),),
        stories=(RankedStory(story, 1.0, (f"first mention of {name}",), quoted, frozenset({2})),),
        news=News((FirstMention("company", "x", f"w {name}", 1, f"w {title}", f"w {name}", url, NOW),)),
    )
    _, front, body = digest_markdown(digest, explain=True).split("---\n", 2)
    assert all(json.loads(line.partition(": ")[2]) is not Ellipsis for line in front.splitlines())
    tokens = _tokens(body)
    assert [token.tag for token in tokens if token.type == "heading_open"] == [
        "h1",
        "h2",
        "h2",
        "h3",
        "h2",
        "h2",
    ]
    assert not [token for token in tokens if token.type.startswith(("html", "image", "code", "fence", "hr"))]
    outward = [str(token.attrs["href"]) for token in tokens if token.type == "link_open"]
    outward = [link for link in outward if not link.startswith("#")]
    assert len(outward) == (5 if safe_url(url) else 0)
    assert len(set(outward)) <= 1
    assert [token.type for token in tokens].count("list_item_open") == 5
    assert [token.type for token in tokens].count("blockquote_open") == 1
