"""Text of others in markdown: it shows as it is, and makes no heading, link, table or HTML of its own."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from chipnews.queries import ItemRow
from chipnews.rendering.markdown import digest_markdown
from chipnews.rendering.markdown_text import inline, link, safe_url
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.digest import Digest, Section
from chipnews.reports.names import Named

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOSTILE = st.text(alphabet="ab 1\\`*_{}[]<>()#+-.!|~&$^=:;\"'/\n\t\r@%?\u2028") | st.text() | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://evil/x.png)",
        "](http://evil) [",
        "<http://evil>",
        "# Heading\n\n---\ntitle: x\n---",
        "1. one\n2. two",
        "a | b | c\n--- | --- | ---",
        "&lt;b&gt; &#60; &copy;",
        "`code` ``more`` \\` ~~~",
        "[ref]: javascript:alert(1)",
        "$5 and $6 {{ liquid }} {% raw %}",
        "Setext\n=====",
        "<!-- comment",
        "<div",
        "<?x",
        "a\\",
    ]
)  # fmt: skip


def _tokens(markdown: str) -> Iterator[Token]:
    for token in MARKDOWN.parse(markdown):
        yield token
        yield from token.children or ()


def _shown(markdown: str) -> str:
    return "".join(token.content for token in _tokens(markdown) if token.type == "text")


@pytest.mark.parametrize(
    "frame", ["{}", "# {}", "- {}", "> {}", "x {} y", "**{}**", "1. {}", "[{}](<http://a.b>)"]
)
@given(text=HOSTILE)
def test_any_text_shows_as_it_is_wherever_it_stands(frame: str, text: str) -> None:
    # Words around it, so that a frame is a frame whatever the text is.
    expected = one_line(f"w {one_line(text)} w")
    frame = frame.replace("{}", "w {} w")
    tokens = list(_tokens(frame.format(inline(text))))
    plain = list(_tokens(frame.format("x")))
    kinds = [token.type for token in tokens if token.type != "text"]
    assert kinds == [token.type for token in plain if token.type != "text"]
    assert (
        " ".join(_shown(frame.format(inline(text))).split()).removeprefix("x ").removesuffix(" y") == expected
    )


@given(text=HOSTILE)
def test_any_text_alone_on_a_line_is_a_paragraph(text: str) -> None:
    kinds = [token.type for token in MARKDOWN.parse(inline(text))]
    assert kinds in ([], ["paragraph_open", "inline", "paragraph_close"])
    assert _shown(inline(text)) == one_line(text)


@given(text=HOSTILE)
def test_any_text_fits_one_cell_of_a_table(text: str) -> None:
    tokens = MARKDOWN.parse(f"| a | b |\n| --- | --- |\n| {inline(text)} | x |\n")
    cells = [token.content for token in tokens if token.type == "inline"]
    assert len(cells) == 4
    assert cells[-1] == "x"


@given(text=HOSTILE, url=HOSTILE | st.just("https://example.com/a_(b)?c=d&copy=1#e"))
def test_a_link_leads_where_the_source_says_or_nowhere(text: str, url: str) -> None:
    shown = f"w {link(f'w {text}', url)} w"
    hrefs = [token.attrs["href"] for token in _tokens(shown) if token.type == "link_open"]
    allowed = safe_url(url)
    assert len(hrefs) == (allowed is not None)
    for href in hrefs:
        assert re.match(r"(?i)https?://", str(href))
    assert not [token for token in _tokens(shown) if token.type.startswith(("html", "image"))]


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://example.com/a?b=c&d=%20e#f", "https://example.com/a?b=c&d=%20e#f"),
        (" http://example.com ", "http://example.com"),
        ("https://example.com/a_(b)", "https://example.com/a_%28b%29"),
        ("https://example.com/<b>|`", "https://example.com/%3Cb%3E%7C%60"),
        ("https://example.com/ü", "https://example.com/%C3%BC"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt://example.com/%0aalert(1)", None),
        ("data:text/html,x", None),
        ("//example.com/x", None),
        ("/relative", None),
        ("https://", None),
        ("https://exa mple.com", None),
        ("https://[bad", None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, safe: str | None) -> None:
    assert safe_url(url) == safe


@pytest.mark.parametrize("text", ["see www.evil.example now", "see https://evil.example now"])
def test_bare_addresses_are_broken_for_readers_that_would_link_them(text: str) -> None:
    assert not re.search(r"www\.|https?:", inline(text))
    assert _shown(inline(text)) == text


@given(title=HOSTILE, name=HOSTILE, url=HOSTILE)
def test_a_digest_of_hostile_text_keeps_its_front_matter_headings_and_links(
    title: str, name: str, url: str
) -> None:
    items = tuple(ItemRow(n, f"w {title}", f"w {name}", url, None, NOW, True) for n in (1, 2))
    section = Section(Named("x", f"w {name}"), 5, items, ())
    written = digest_markdown(Digest(NOW, None, None, Named("x", name), 2, 1, (section,)))
    _, front, body = written.split("---\n", 2)
    assert [line.partition(":")[0] for line in front.splitlines()] == [
        "title", "date", "since", "until", "items", "outlets", "companies",
    ]  # fmt: skip
    assert all(json.loads(line.partition(": ")[2]) is not Ellipsis for line in front.splitlines())
    tokens = list(_tokens(body))
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2"]
    assert [token.type for token in tokens].count("list_item_open") == 2
    assert [token.type for token in tokens].count("link_open") == (2 if safe_url(url) else 0)
    assert not [token for token in tokens if token.type.startswith(("html", "image", "code", "fence"))]


def test_a_digest_without_items_says_so() -> None:
    written = digest_markdown(Digest(NOW, NOW, NOW, None, 0, 0, ()))
    assert "Nothing happened in this period." in written
