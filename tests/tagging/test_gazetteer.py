"""Where a name begins and ends: counts, trade marks, marks of Markdown, code, common nouns behind a name."""

import pytest

from chipnews.tagging.pipeline import Tagger

SPANS = [
    pytest.param("A node has 8xH100 and 4xL40S.", ["H100", "L40S"], id="a count without a space"),
    pytest.param("Intel® Xeon® 6 processors shipped.", ["Xeon® 6"], id="trade marks inside a name"),
    pytest.param("NVIDIA H100 Tensor Core GPUs are sold out.", ["H100"], id="what sort of GPU it is"),
    pytest.param("Buy an H100 80GB card.", ["H100"], id="a size of memory"),
    pytest.param(
        "The Grace Hopper superchips of Nvidia are hot.", ["Grace Hopper"], id="a common noun behind it"
    ),
    pytest.param(
        "The Core i9-14900K beats the Xeon E5-2690 v4.", ["Core i9-14900K", "Xeon E5-2690 v4"], id="codes"
    ),
    pytest.param(
        "AMD sampled the Instinct MI995X.", ["Instinct MI995X"], id="family before an unlisted code"
    ),
    pytest.param("Google's v19 TPUs are on paper.", ["v19 TPUs"], id="an unlisted generation before TPU"),
    pytest.param(
        "Nvidia's Black\u00adwell GPU and MI\u00a0300X", ["Black\u00adwell", "MI\u00a0300X"], id="soft hyphen"
    ),
]


@pytest.mark.parametrize(("text", "surfaces"), SPANS)
def test_a_chip_is_cut_out_exactly(tagger: Tagger, text: str, surfaces: list[str]) -> None:
    assert [mention.surface for mention in tagger.tag(text).chips] == surfaces


MARKED = [
    pytest.param("_Broadcom_ was flat.", ["Broadcom"], id="Markdown emphasis"),
    pytest.param("[AMD](https://example.com/intel) rose.", ["AMD"], id="a Markdown link, not its address"),
    pytest.param("#Nvidia reports tonight, says @nvidia.", ["Nvidia"], id="a hashtag, not a handle"),
    pytest.param("Run nvidia-smi and see github.com/NVIDIA/cccl.", [], id="commands and repositories"),
    pytest.param("An nvidia-backed start-up.", ["nvidia"], id="a hyphen of prose"),
    pytest.param("PLUG AND PLAY: TEAM WORK PAYS", [], id="tickers that are words"),
    pytest.param("Marco d'Itri packaged it.", [], id="behind an apostrophe"),
    pytest.param("Apple silicon is fast.", ["Apple"], id="a maker before a common noun"),
]


@pytest.mark.parametrize(("text", "surfaces"), MARKED)
def test_a_company_is_seen_through_markup_and_not_in_code(
    tagger: Tagger, text: str, surfaces: list[str]
) -> None:
    assert [mention.surface for mention in tagger.tag(text).companies] == surfaces
