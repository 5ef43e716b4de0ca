"""Sentences end where a reader would end them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.tagging.sentences import split_sentences

CASES = [
    pytest.param("It rose. It fell.", ["It rose.", "It fell."], id="two plain sentences"),
    pytest.param("It cost $1.5 billion in all.", ["It cost $1.5 billion in all."], id="a decimal point"),
    pytest.param("Mr. Huang spoke to Dr. Su.", ["Mr. Huang spoke to Dr. Su."], id="titles before a surname"),
    pytest.param(
        "The U.S. Commerce Department paid.",
        ["The U.S. Commerce Department paid."],
        id="initials of a country",
    ),
    pytest.param(
        "It bought Acme Corp. The price was low.",
        ["It bought Acme Corp.", "The price was low."],
        id="a legal form that ends a sentence",
    ),
    pytest.param(
        "Acme Corp. Chief Jane Doe left.", ["Acme Corp. Chief Jane Doe left."], id="one that does not"
    ),
    pytest.param("“We won.” She left.", ["“We won.”", "She left."], id="a quote closed after the full stop"),
    pytest.param("Really? Yes!  Good.", ["Really?", "Yes!", "Good."], id="other marks and wide gaps"),
    pytest.param("A HEADLINE\n\nThe text.", ["A HEADLINE", "The text."], id="a blank line"),
    pytest.param("Key points\nThe text follows.", ["Key points", "The text follows."], id="a heading line"),
    pytest.param(
        "The company said on Monday that it would build a new\nplant in Ohio next year.",
        ["The company said on Monday that it would build a new\nplant in Ohio next year."],
        id="a hard-wrapped line",
    ),
    pytest.param("It will:\n- buy\n- sell", ["It will:", "- buy", "- sell"], id="a list"),
    pytest.param("He said no. Then he left.", ["He said no.", "Then he left."], id="the word no"),
    pytest.param("Patent No. 5 expired.", ["Patent No. 5 expired."], id="the abbreviation of number"),
    pytest.param("", [], id="nothing"),
    pytest.param(" \r\n \n", [], id="only white space"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_split_where_a_reader_would(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == expected


@given(st.text(max_size=400))
def test_sentences_are_in_order_apart_and_lose_only_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    covered = {offset for start, end in spans for offset in range(start, end)}
    assert all(text[offset].isspace() for offset in range(len(text)) if offset not in covered)
