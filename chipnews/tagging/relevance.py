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


MONEY_FOR_AI = re.compile(r"\bAI\b|\bartificial intelligence\b|\bcap(?:ex|ital (?:spending|expenditures?))\b")


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
    with a company near the field and a hardware word, or a figure and AI or capital spending.
    """
    if settings.never and _names_any(text.split("\n", 1)[0], settings.never):
        return False
    if chips or (settings.always and _names_any(text, settings.always)):
        return True
    core = [company for company in companies if kinds.get(company.slug) in CORE]
    if core and (core[0].start < LEAD or len(core) > 1):
        return True
    if not core and not any(kinds.get(company.slug) in NEAR for company in companies):
        return False
    return HARDWARE.search(text) is not None or (has_figures and MONEY_FOR_AI.search(text) is not None)


def _names_any(text: str, phrases: Sequence[str]) -> bool:
    words = "|".join(re.escape(phrase) for phrase in phrases)
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE) is not None
