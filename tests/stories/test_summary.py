"""Extractive summaries: which sentences may stand in one, and which are chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.stories.summary import Sentence, quotes_are_whole, stands_alone, summarise

NOT_ALONE = {
    "a pronoun": "It will spend most of the money on new data centres.",
    "the company": "The company said that sales had grown by half.",
    "he said": "He said that nobody had expected such a result.",
    "a connective": "However, Nvidia sees no end to the demand for chips.",
    "half a quotation": '"We will build more, said the chief executive of Nvidia.',
    "half a typographic quotation": "Nvidia wrote that “demand is off the charts in every market.",
    "a quotation of nobody": '"We are going to need every one of these chips."',
    "a pronoun after a preposition": "With it, Trainium can stand in the same racks as other chips.",
    "no verb to speak of": "Shares up 3%.",
    "a heading": "What Nvidia does with all of its money",
    "cut off": "Nvidia wants to build more data centres in the",
    "a link to elsewhere": "Nvidia explains the details, click here for the whole list.",
}


@pytest.mark.parametrize("sentence", NOT_ALONE.values(), ids=NOT_ALONE.keys())
def test_a_sentence_does_not_stand_alone_that_is(sentence: str) -> None:
    assert not stands_alone(sentence)


ALONE = {
    "plain": "Nvidia will spend $5 billion on a new campus in Texas.",
    "quoted with its speaker": '"We need more chips," said Jensen Huang of Nvidia.',
    "beginning with an amount": "$5 billion goes to Intel, which Nvidia wants as a partner.",
    "beginning with a small letter that is a name": "d-Matrix raised $275 million for its accelerators.",
    "with brackets": "Nvidia (the maker of the H100) will build a campus in Texas.",
}


@pytest.mark.parametrize("sentence", ALONE.values(), ids=ALONE.keys())
def test_a_sentence_stands_alone_that_is(sentence: str) -> None:
    assert stands_alone(sentence)


def sentence(text: str, place: int = 0, item: int = 1, *facts: str) -> Sentence:
    return Sentence(text, item, place, frozenset(facts), frozenset({"nvidia"}))


def test_no_sentence_is_there_twice_in_other_words() -> None:
    told = summarise(
        [
            sentence("Nvidia will invest $5 billion in Intel's shares.", 0, 1, "USD 5e9"),
            sentence("Nvidia is to put $5 billion into shares of Intel.", 0, 2, "USD 5e9"),
            sentence("Analysts had expected that TSMC would lose orders.", 1, 2),
        ]
    )
    assert [each.item_id for each in told] == [1, 2]
    assert "Analysts" in told[1].text


def test_figures_and_names_make_a_sentence_worth_more() -> None:
    filler = sentence("Many people in many places looked at many screens on Monday.", 2)
    told = sentence("Nvidia will invest $5 billion in Intel's shares.", 3, 1, "USD 5e9")
    assert summarise([filler, told], most=1) == (told,)


def test_a_sentence_that_names_nobody_gives_way_to_one_that_tells_something() -> None:
    colour = Sentence("Nobody likes a price list with many footnotes.", 1, 0)
    told = sentence("Amazon cut the hourly price of its instances by a third.", 1)
    assert summarise([colour, told], "Amazon cuts a price", most=1) == (told,)


def test_sentences_keep_the_order_in_which_they_came() -> None:
    given_ = [
        sentence(f"{name} makes chips for {what}.", place)
        for place, (name, what) in enumerate(
            [
                ("Nvidia", "games and data centres"),
                ("Qualcomm", "phones and cars"),
                ("Micron", "memory of all kinds"),
            ]
        )
    ]
    assert list(summarise(given_)) == given_


def test_nothing_to_choose_from_gives_nothing() -> None:
    assert summarise([]) == ()
    assert summarise([sentence("It did.")]) == ()


@given(st.lists(st.text(alphabet='aB "“”.,it$5()', max_size=60), max_size=12), st.integers(1, 4))
def test_a_summary_is_made_of_whole_sentences_of_the_source_each_once(texts: list[str], most: int) -> None:
    given_ = [Sentence(text, 1, place) for place, text in enumerate(texts)]
    chosen = summarise(given_, most=most)
    assert len(chosen) <= most
    assert len(set(chosen)) == len(chosen)
    assert all(each in given_ and quotes_are_whole(each.text) and stands_alone(each.text) for each in chosen)
