"""How an ambiguous name is decided: by lists, people, the field of a text, and what came before."""

import pytest

from chipnews.tagging.pipeline import Tagger

LISTED = [
    pytest.param("Groq, Etched and Cerebras all want a share.", "etched", id="between two certain names"),
    pytest.param("He left Nvidia for Fractile or Reka.", "reka", id="behind another ambiguous one"),
    pytest.param("Rivals are Equinix/Switch.", "switch", id="behind a slash"),
    pytest.param(
        "It sued before the FTC, the CMA and the European Commission.",
        "federal-trade-commission",
        id="articles",
    ),
]


@pytest.mark.parametrize(("text", "company"), LISTED)
def test_a_name_in_a_list_of_companies_is_one(tagger: Tagger, text: str, company: str) -> None:
    assert company in [mention.slug for mention in tagger.tag(text).companies]


PEOPLE = [
    pytest.param("Nvidia named a GPU after Ada Lovelace, the mathematician.", id="an apposition"),
    pytest.param("Nvidia's GPU line is named for Grace Hopper.", id="named for"),
    pytest.param("Xavier Leroy joined AMD to write GPU compilers.", id="a given name with a surname"),
]


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_is_no_chip_even_beside_its_maker(tagger: Tagger, text: str) -> None:
    assert tagger.tag(text).chips == ()


def test_a_text_of_the_field_means_the_chip_by_a_telling_name(tagger: Tagger) -> None:
    tags = tagger.tag("Supermicro blamed customers who wait for Blackwell.")
    assert [mention.slug for mention in tags.chips] == ["nvidia-blackwell"]


def test_a_company_named_in_full_is_known_by_its_short_name_later(tagger: Tagger) -> None:
    tags = tagger.tag("Meta took half of Scale AI. The bill was large, but Scale had asked for more.")
    assert [mention.surface for mention in tags.companies] == ["Meta", "Scale AI", "Scale"]


def test_a_short_name_means_nothing_before_the_full_one(tagger: Tagger) -> None:
    assert tagger.tag("Scale had no weights. Nvidia rose.").companies[0].surface == "Nvidia"


def test_a_given_name_that_ends_a_sentence_makes_no_surname_of_the_next(
    tagger: Tagger,
) -> None:
    tags = tagger.tag("So says Raymond James. Omdia counts half a million GPUs.")
    assert [mention.surface for mention in tags.companies] == ["Raymond James", "Omdia"]
