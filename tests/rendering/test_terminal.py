"""What feeds say, made safe for a terminal, and the parts of reports."""

import io
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from sqlalchemy import Engine

from chipnews.knowledge.loader import load_knowledge
from chipnews.queries import ItemFilter, search
from chipnews.rendering.item_terminal import highlighted, search_terminal
from chipnews.rendering.known_terminal import companies_table
from chipnews.rendering.labels import period_label
from chipnews.rendering.terminal_parts import LONGEST_TITLE, sparkline, text, title
from chipnews.rendering.terminal_text import one_line, plain
from chipnews.reports.activity import Bar, Timeline
from chipnews.reports.known import known_companies
from tests.builders import add_item


@pytest.mark.parametrize(
    ("raw", "safe"),
    [
        pytest.param("a\x1b[31mb\x1b[0m", "ab", id="colour"),
        pytest.param("a\x1b[2J\x1b[Hb", "ab", id="clear the screen"),
        pytest.param("a\x1b]0;title\x07b", "ab", id="window title ended by bell"),
        pytest.param("a\x1b]8;;http://evil\x1b\\b\x1b]8;;\x1b\\", "ab", id="hyperlink"),
        pytest.param("a\x1bP1;2q\x1b\\b", "ab", id="device control"),
        pytest.param("a\x9b31mb", "ab", id="eight-bit colour"),
        pytest.param("a\x1bcb", "ab", id="reset"),
        pytest.param("a\x08\x08b\x07\x00c", "abc", id="control characters"),
        pytest.param("a\u202eb\u2066c", "abc", id="marks that turn the direction"),
        pytest.param("a\x1b", "a", id="an escape at the end"),
        pytest.param("a\x1b[31", "a", id="a sequence cut short"),
        pytest.param("Größe 10 € 価格 🚀\n\tb", "Größe 10 € 価格 🚀\n\tb", id="honest text is kept"),
    ],
)
def test_escape_sequences_and_control_characters_are_taken_out(raw: str, safe: str) -> None:
    assert plain(raw) == safe


@given(raw=st.text() | st.text(alphabet="\x1b[]\x9b\x9d;0m\x07\\ab\r\n\x85\u2028"))
def test_nothing_that_steers_a_terminal_is_left(raw: str) -> None:
    assert not any((ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160 for char in plain(raw))
    assert plain(plain(raw)) == plain(raw)
    assert len(one_line(raw).splitlines()) <= 1


def test_markup_of_rich_is_text() -> None:
    assert (
        _printed(text("[bold red]x[/] [link=javascript:y]z[/link]"))
        == "[bold red]x[/] [link=javascript:y]z[/link]"
    )


def test_highlights_stand_where_they_belong_even_if_characters_were_taken_out() -> None:
    raw = "A\x1b[31m Nvidia B"
    start = raw.index("Nvidia")
    shown = highlighted(raw, [(start, start + 6, "bold")])
    assert shown.plain == "A Nvidia B"
    [span] = shown.spans
    assert shown.plain[span.start : span.end] == "Nvidia"


def test_overlapping_highlights_lose_no_text() -> None:
    assert highlighted("abcdef", [(0, 4, "bold"), (2, 6, "red"), (5, 99, "blue")]).plain == "abcdef"


def test_a_sparkline_gives_the_busiest_day_the_highest_block() -> None:
    days = [Bar(date(2026, 11, day), items) for day, items in ((1, 1), (2, 0), (3, 9))]
    shown = sparkline(Timeline("day", tuple(days))).plain
    assert "█" in shown
    assert "most in a day: 9" in shown
    assert shown.startswith("2026-11-01")


def _printed(part: object) -> str:
    console = Console(width=200, color_system=None, highlight=False)
    with console.capture() as capture:
        console.print(part)
    return capture.get().strip()


def test_a_title_that_would_fill_the_screen_is_shortened() -> None:
    assert title("Nvidia " + "A" * 900).plain == "Nvidia " + "A" * (LONGEST_TITLE - 8) + "…"
    assert title("Nvidia ships").plain == "Nvidia ships"


def test_what_a_search_found_tells_the_title_once(engine: Engine) -> None:
    add_item(engine, "Trainium is here", "The Trainium chip ships.")
    written = _printed(search_terminal(search(engine, "trainium", ItemFilter())))
    assert written.count("Trainium is here") == 1
    assert "The Trainium chip ships." in written


@pytest.mark.parametrize(
    ("until", "label"),
    [
        pytest.param(datetime(2026, 11, 24, tzinfo=UTC), "2026-11-17 to 2026-11-23", id="a whole day"),
        pytest.param(
            datetime(2026, 11, 24, 8, tzinfo=UTC), "2026-11-17 to 2026-11-24 08:00", id="a time of day"
        ),
    ],
)
def test_a_period_names_the_last_day_that_it_counts(until: datetime, label: str) -> None:
    assert period_label(datetime(2026, 11, 17, tzinfo=UTC), until) == label


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        pytest.param(80, "name slug kind country ticker", id="a narrow screen leaves out what can be spared"),
        pytest.param(200, "name slug kind country part of ticker", id="a wide one shows all"),
    ],
)
def test_a_list_of_companies_cuts_nothing(width: int, heads: str) -> None:
    companies = known_companies(load_knowledge())
    table = companies_table([each for each in companies if len(each.slug) > 20])
    console = Console(width=width, record=True, file=io.StringIO())
    console.print(table)
    lines = console.export_text().splitlines()
    assert lines[0].split() == heads.split()
    assert max(map(len, lines)) <= width
    at = lines[0].index("slug")
    beside = lines[0].index("kind")
    slugs = "".join(line[at:beside].strip() for line in lines[2:])
    assert slugs == "".join(each.slug for each in companies if len(each.slug) > 20)
