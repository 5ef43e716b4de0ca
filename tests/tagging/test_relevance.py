"""Which texts are news of this field."""

import pytest

from chipnews.tagging.pipeline import Tagger

RELEVANT = [
    pytest.param("Start-up seeks $9 million to sell AI chips", id="words of the field without a name"),
    pytest.param("Anthropic raises $5 billion", id="money and an AI laboratory"),
    pytest.param("Oracle said revenue was $14 billion in the quarter.", id="the results of a hyperscaler"),
    pytest.param("TSMC's founder wrote his memoirs.", id="a company whose trade is hardware"),
    pytest.param("Samsung's memory chips sell well.", id="a broad company beside a word of the field"),
]
IRRELEVANT = [
    pytest.param("Samsung's watch has a new strap.", id="what a broad company makes for the wrist"),
    pytest.param(
        "ChatGPT's maker OpenAI adds a study mode.", id="an AI laboratory without money or hardware"
    ),
    pytest.param("Amazon's sale: headphones from $49.", id="a price in a shop"),
    pytest.param("Three bags of potato chips for $5.", id="chips to eat"),
]


@pytest.mark.parametrize("text", RELEVANT)
def test_news_of_the_field_is_relevant(tagger: Tagger, text: str) -> None:
    assert tagger.tag(text).relevant


@pytest.mark.parametrize("text", IRRELEVANT)
def test_other_news_is_not_relevant(tagger: Tagger, text: str) -> None:
    assert not tagger.tag(text).relevant
