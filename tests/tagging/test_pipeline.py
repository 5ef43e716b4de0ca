"""What holds for the tags of every text."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chipnews.config import RelevanceSettings, Settings, TaggingSettings
from chipnews.errors import ModelMissing
from chipnews.tagging.pipeline import Tagger, load_tagger
from chipnews.tagging.values import TaggedText

PIECES = st.sampled_from(
    """Nvidia|AMD's|H100s|MI300X|Trainium\u00a02|Blackwell|$4 billion|€1.2bn|in 2025|revenue of|invested|
    raised|\U0001f680|e\u0301|\u200f|\u200e|\r\n|\n\n|“|”|.|,|TSMC|said|half a billion dollars|arm|Apple|
    the company|(|)|GB200 NVL72""".split("|")
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25).map(" ".join)
RELAXED = settings(
    max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def spans(text: TaggedText) -> list[tuple[int, int, str]]:
    return [(tag.start, tag.end, tag.surface) for tag in (*text.companies, *text.chips, *text.figures)]


@RELAXED
@given(text=TEXTS)
def test_every_surface_stands_at_its_offsets(tagger: Tagger, text: str) -> None:
    assert all(text[start:end] == surface for start, end, surface in spans(tagger.tag(text)))


@RELAXED
@given(text=TEXTS)
def test_tagging_a_text_twice_gives_the_same(tagger: Tagger, text: str) -> None:
    assert tagger.tag(text) == tagger.tag(text)


def test_unrelated_text_before_changes_no_tag(tagger: Tagger) -> None:
    text = "Nvidia sold H100 GPUs worth $4 billion to Meta in 2024. Groq raised $640 million."
    before = "The weather was fine. Nobody expected rain.\n\n"
    alone, behind = tagger.tag(text), tagger.tag(before + text)
    assert [span[2] for span in spans(alone)] == [span[2] for span in spans(behind)]
    # How sure it is may differ: what a text is about as a whole counts a little.
    strip = [replace(figure, start=0, end=0, confidence=0) for figure in alone.figures]
    assert strip == [replace(figure, start=0, end=0, confidence=0) for figure in behind.figures]


def test_mentions_do_not_overlap(tagger: Tagger) -> None:
    tags = tagger.tag("Nvidia's GB200 NVL72 and Intel Gaudi 3 beat Google TPU v5p and Samsung Foundry.")
    ordered = sorted((*tags.companies, *tags.chips), key=lambda mention: mention.start)
    assert all(a.end <= b.start for a, b in pairwise(ordered))


@pytest.mark.parametrize(
    ("text", "relevant"),
    [
        ("TSMC beat estimates.", True),
        ("The H200 ships in March.", True),
        ("Microsoft opened a data centre in Ohio.", True),
        ("Microsoft released a game.", False),
        ("A bank raised its rates.", False),
    ],
)
def test_relevance_follows_chips_companies_and_hardware_words(
    tagger: Tagger, text: str, relevant: bool
) -> None:
    assert tagger.tag(text).relevant is relevant


def test_the_users_words_override_relevance(tagger: Tagger) -> None:
    mine = replace(
        tagger, settings=Settings(relevance=RelevanceSettings(always=["toaster"], never=["H200 recipe"]))
    )
    assert mine.tag("A new toaster.").relevant
    assert not mine.tag("H200 recipe\n\nThe H200 ships.").relevant


def test_a_bare_dollar_is_the_outlets(tagger: Tagger) -> None:
    text = "Nvidia will pay $4 million."
    assert [figure.currency for figure in tagger.tag(text, country="CA").figures] == ["CAD"]
    assert [figure.currency for figure in tagger.tag(text).figures] == ["USD"]


def test_a_start_up_in_no_list_becomes_a_candidate(tagger: Tagger) -> None:
    tags = tagger.tag("The AI chip start-up Quorvane Silicon raised $20 million on Tuesday.")
    assert [candidate.name for candidate in tags.candidates] == ["Quorvane Silicon"]
    assert tags.companies == ()


def test_discovery_can_be_switched_off(tagger: Tagger) -> None:
    off = replace(tagger, settings=Settings(tagging=TaggingSettings(discovery=False)))
    assert off.tag("The AI chip start-up Quorvane Silicon raised $20 million.").candidates == ()


def test_a_missing_model_is_a_clear_error() -> None:
    with pytest.raises(ModelMissing, match=r"'en_core_web_huge' is not installed.*pip install"):
        load_tagger(Settings(tagging=TaggingSettings(model="en_core_web_huge")))


def test_the_version_changes_with_the_settings_that_matter(tagger: Tagger) -> None:
    other = replace(tagger, settings=Settings(relevance=RelevanceSettings(always=["toaster"])))
    assert other.version != tagger.version


@pytest.mark.parametrize("amount", ["$3m", "$3M", "3m dollars"])
def test_an_amount_is_no_company(tagger: Tagger, amount: str) -> None:
    assert [mention.slug for mention in tagger.tag(f"Nvidia raised {amount} for coolant.").companies] == [
        "nvidia"
    ]


def test_a_small_sum_buys_no_company(tagger: Tagger) -> None:
    (figure,) = tagger.tag("AWS rents the rack. We paid $98.40 for a slice of it.").figures
    assert figure.kind != "acquisition"
