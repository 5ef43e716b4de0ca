"""Decides whether a text is news of this field, by its chips, its companies and its words."""

import re
from collections.abc import Mapping, Sequence

from chipnews.config import RelevanceSettings
from chipnews.knowledge.entries import CompanyKind
from chipnews.tagging.values import Mention

# What companies of these kinds do is hardware: a text about one is of the field.
CORE: frozenset[CompanyKind] = frozenset(
    {
        "chip-designer",
        "startup",
        "foundry",
        "memory",
        "equipment",
        "packaging",
        "materials",
        "eda-ip",
        "interconnect",
        "optics",
        "semiconductor",
        "server-maker",
        "neocloud",
    }
)
# Companies of these kinds are of the field where hardware, or money for AI, is spoken of.
NEAR: frozenset[CompanyKind] = frozenset({"hyperscaler", "ai-lab", "device-maker", "data-centre"})
# Much of what these make is for the home or the office: they count only beside a word of the field or money.
BROAD = frozenset(
    {"asus", "acer", "canon", "dell", "fujifilm", "gigabyte", "lenovo", "msi", "nikon", "samsung", "toshiba"}
)
LEAD = 300  # code points at the start of a text that say what it is about
HARDWARE = re.compile(
    r"""\b(?:
        (?:micro)?chip(?:s|set|sets|maker|makers|making|let|lets)? | semiconductors? | silicon | wafers?
        | fabs? | foundr(?:y|ies) | gpus? | tpus? | npus? | cpus? | asics? | accelerators? | inference
        | (?:super)?processors? | supercomput(?:er|ers|ing) | data[\s-]?cent(?:er|re)s? | hbm\d?e? | dram
        | nand | high-bandwidth\ memory | compute\ capacity | gigawatts? | lithography | euv | tape-?outs?
        | ai\ (?:server|rack|factor|infrastructure|compute|hardware|campus)\w* | nanometers? | node
        | training\ cluster\w* | interconnects?
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)


MONEY_FOR_AI = re.compile(
    r"\bAI\b|\bartificial intelligence\b|\bcap(?:ex|ital (?:spending|expenditures?))\b|\bcompute\b",
    re.IGNORECASE,
)
# What a hyperscaler says of its quarter or year pays for hardware.
RESULTS = re.compile(
    r"\b(?:net income|operating income|revenues?|net sales)\b"
    r"(?=[^\n]*\b(?:quarter|fiscal|full[- ]year|20\d\d)\b)",
    re.IGNORECASE,
)
# Words that tell the field without any name beside them.
FIELD = re.compile(
    r"\bsemiconductors?\b|\bchip-?makers?\b|\b(?:AI|GPU|server|memory|computer)[\s-](?:micro)?chips?\b|"
    r"\bchip (?:start-?up|designer|industry|factory|plant|stocks?|sales|exports?|equipment|tool|war)s?\b|"
    r"\bAI (?:accelerators?|servers?|infrastructure|factor(?:y|ies)|supercomputers?|data cent(?:er|re)s?)\b|"
    r"\bdata cent(?:er|re) (?:cap(?:ex|ital)|spending|capacity|power|construction|boom|operators?)\b|"
    r"\bchips act\b|\bexascale\b|\bhigh-bandwidth memory\b|\bEUV lithography\b|\bneoclouds?\b",
    re.IGNORECASE,
)


def is_relevant(
    text: str,
    companies: Sequence[Mention],
    chips: Sequence[Mention],
    has_figures: bool,
    kinds: Mapping[str, CompanyKind],
    settings: RelevanceSettings,
) -> bool:
    """Return whether a text with these mentions is news of the field, by the user's words first.

    It is with a chip; with a company whose trade is hardware, named early or twice or beside a hardware word;
    with a company near the field and a hardware word, or a figure and AI or capital spending; with a figure
    and an AI laboratory, or the results of a hyperscaler; and with words of the field alone at the start.
    """
    if settings.never and _names_any(text.split("\n", 1)[0], settings.never):
        return False
    if chips or (settings.always and _names_any(text, settings.always)):
        return True
    core = [each for each in companies if kinds.get(each.slug) in CORE and each.slug not in BROAD]
    if core and (core[0].start < LEAD or len(core) > 1):
        return True
    if FIELD.search(text, 0, LEAD):
        return True
    near = {kind for company in companies if (kind := kinds.get(company.slug)) in CORE | NEAR}
    if not core and not near:
        return False
    if HARDWARE.search(text):
        return True
    return has_figures and (
        "ai-lab" in near
        or MONEY_FOR_AI.search(text) is not None
        or (bool({"hyperscaler", "memory", "server-maker"} & near) and RESULTS.search(text) is not None)
    )


def _names_any(text: str, phrases: Sequence[str]) -> bool:
    words = "|".join(re.escape(phrase) for phrase in phrases)
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE) is not None
