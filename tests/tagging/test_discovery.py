"""Which unknown companies are found, and how long the search may take."""

import time

import pytest

from chipnews.tagging.discovery import _introduced
from chipnews.tagging.pipeline import Tagger

FOUND = [
    pytest.param("Photonic interconnect startup Lumoria Labs nabs $35M", "Lumoria Labs", id="in a headline"),
    pytest.param(
        "Founded in 2023, Zephyrion designs chips for robots.", "Zephyrion", id="founded, and makes"
    ),
    pytest.param("A company called Tessarine AI makes processors.", "Tessarine AI", id="called"),
    pytest.param("Neocloud Brightrack operates in Norway.", "Brightrack", id="a neocloud"),
    pytest.param("AI cloud startup Paralleline.ai grew.", "Paralleline.ai", id="a name with a domain"),
]


@pytest.mark.parametrize(("text", "name"), FOUND)
def test_an_unknown_company_is_found_by_how_it_is_introduced(tagger: Tagger, text: str, name: str) -> None:
    assert [candidate.name for candidate in tagger.tag(text).candidates] == [name]


NOT_FOUND = [
    pytest.param("Congress raised the chip subsidy.", id="a parliament"),
    pytest.param("Germany, which makes chips in Dresden, closed its books.", id="a country"),
    pytest.param("Chip startup Etched has raised more.", id="a company that is listed"),
]


@pytest.mark.parametrize("text", NOT_FOUND)
def test_countries_and_known_companies_are_no_candidates(tagger: Tagger, text: str) -> None:
    assert tagger.tag(text).candidates == ()


@pytest.mark.parametrize("part", ["Aa-", "A", "Abc ", "founded "])
def test_hostile_repetition_is_searched_quickly(part: str) -> None:
    text = "startup " + part * 50_000 + " chip"
    begin = time.process_time()
    list(_introduced(text, (0, len(text))))
    assert time.process_time() - begin < 2
