"""Which companies and chips a text names, in every way that writers spell them."""

import pytest

from chipnews.tagging.pipeline import Tagger

MATCHING = [
    pytest.param("Nvidia’s results", ["nvidia"], [], id="a possessive with a curly quote"),
    pytest.param("Nvidia-backed CoreWeave grows", ["nvidia", "coreweave"], [], id="a hyphenated compound"),
    pytest.param("rows of H100-class accelerators", [], ["nvidia-h100"], id="a class of chip"),
    pytest.param("ten thousand H100s", [], ["nvidia-h100"], id="a plural"),
    pytest.param("AMD's MI 300X and MI-300X", ["amd"], ["amd-mi300x", "amd-mi300x"], id="spaces and hyphens"),
    pytest.param(
        "Trainium2, Trainium 2, Trainium-2", [], ["amazon-trainium2"] * 3, id="one rule for all spellings"
    ),
    pytest.param("NVIDIA UNVEILS BLACKWELL ULTRA", ["nvidia"], ["nvidia-blackwell-ultra"], id="a headline"),
    pytest.param("Taiwan\u00a0Semiconductor expands", ["tsmc"], [], id="a non-breaking space"),
    pytest.param("Super Micro\nComputer ships", ["supermicro"], [], id="a line break within a name"),
    pytest.param("shares of (NASDAQ: NVDA) rose", ["nvidia"], [], id="a ticker with its exchange"),
    pytest.param("long $AVGO, short $INTC", ["broadcom", "intel"], [], id="cashtags"),
    pytest.param("the GB200 NVL72 rack", [], ["nvidia-gb200-nvl72"], id="the longest match"),
    pytest.param(
        "Advanced Micro Devices said. AMD rose.", ["amd", "amd"], [], id="in full first, in short later"
    ),
    pytest.param("Oracle Corporation reported", ["oracle"], [], id="a legal form"),
    pytest.param("see https://nvidia.com/h100 or www.amd.com", [], [], id="addresses are no prose"),
]


@pytest.mark.parametrize(("text", "companies", "chips"), MATCHING)
def test_names_are_found_however_they_are_written(
    tagger: Tagger, text: str, companies: list[str], chips: list[str]
) -> None:
    tags = tagger.tag(text)
    assert [mention.slug for mention in tags.companies] == companies
    assert [mention.slug for mention in tags.chips] == chips


NOTHING = [
    "She ate potato chips in the Amazon rainforest.",
    "Hopper's paintings of diners hang in Chicago.",
    "It cost an arm and a leg.",
    "A meta-analysis of forty studies appeared.",
    "Grace Hopper was born in New York.",
    "Apple pie and cider were served.",
    "The Vera Rubin Observatory opened its dome.",
    "A lambda function returns a value.",
    "Antoni Gaudi built the church.",
    "The oracle at Delphi spoke.",
    "A team of 100 people moved a 5-micron filter.",
    "A 100-person team left.",
    "512 GB 200 W",
    "Cobalt is mined in Congo.",
    "The Turing test was passed by nobody.",
    "Together, they ran along the titan arum.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_words_people_and_places_of_the_same_name_give_nothing(tagger: Tagger, text: str) -> None:
    tags = tagger.tag(text)
    assert [mention.surface for mention in (*tags.companies, *tags.chips)] == []


SENSES = [
    pytest.param("Nvidia's Hopper GPUs sold out.", "nvidia-hopper", id="an architecture beside its maker"),
    pytest.param("Each Blackwell GPU draws 1,000 watts.", "nvidia-blackwell", id="beside the word GPU"),
    pytest.param("Intel priced Gaudi 3 below its rivals.", "intel-gaudi-3", id="a number behind the name"),
    pytest.param("Renting an A100 GPU got cheaper.", "nvidia-a100", id="a code that is a road too"),
    pytest.param("Microsoft's Maia accelerator is late.", "microsoft-maia", id="a given name"),
]


@pytest.mark.parametrize(("text", "chip"), SENSES)
def test_context_decides_an_ambiguous_name(tagger: Tagger, text: str, chip: str) -> None:
    assert chip in [mention.slug for mention in tagger.tag(text).chips]


UNLISTED = [
    pytest.param("AMD sampled the MI995X.", "MI995X", "amd", id="a next Instinct"),
    pytest.param("Google's TPU v19 is taped out.", "TPU v19", "google", id="a next TPU"),
    pytest.param("Amazon hinted at Trainium 9.", "Trainium 9", "amazon", id="a next Trainium"),
    pytest.param("Nvidia's B700 GPU has more HBM.", "B700", "nvidia", id="a code that needs its maker near"),
]


@pytest.mark.parametrize(("text", "name", "vendor"), UNLISTED)
def test_a_product_of_a_known_series_is_recognised_and_marked(
    tagger: Tagger, text: str, name: str, vendor: str
) -> None:
    found = next(mention for mention in tagger.tag(text).chips if mention.name == name)
    assert (found.listed, found.vendor) == (False, vendor)


def test_spellings_of_an_unlisted_product_share_one_slug(tagger: Tagger) -> None:
    tags = tagger.tag("Amazon's Trainium 9, the Trainium-9 and the Trainium9.")
    assert len({mention.slug for mention in tags.chips}) == 1


def test_a_chip_named_with_its_maker_leaves_the_maker_a_mention_of_its_own(tagger: Tagger) -> None:
    text = "The Intel Gaudi 3 shipped."
    tags = tagger.tag(text)
    assert [mention.surface for mention in tags.companies] == ["Intel"]
    assert [mention.surface for mention in tags.chips] == ["Gaudi 3"]
