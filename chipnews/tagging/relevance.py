"""Decides whether a text is news of this field: a chip, or a company of the field with a hardware word."""

import re
from collections.abc import Sequence

from chipnews.config import RelevanceSettings
from chipnews.knowledge.entries import CompanyKind
from chipnews.tagging.values import Mention

# Companies of these kinds are in the news for many other reasons too: they alone make no text relevant.
NOT_OF_THE_FIELD: frozenset[CompanyKind] = frozenset(
    {"investor", "state", "software", "telecom", "carmaker", "research", "other", "power"}
)
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


def is_relevant(
    text: str,
    companies: Sequence[Mention],
    chips: Sequence[Mention],
    kinds: dict[str, CompanyKind],
    settings: RelevanceSettings,
) -> bool:
    """Return whether a text with these mentions is news of the field, by the user's words first."""
    if settings.never and _names_any(text.split("\n", 1)[0], settings.never):
        return False
    if settings.always and _names_any(text, settings.always):
        return True
    if chips:
        return True
    of_the_field = any(kinds.get(company.slug) not in NOT_OF_THE_FIELD for company in companies)
    return of_the_field and HARDWARE.search(text) is not None


def _names_any(text: str, phrases: Sequence[str]) -> bool:
    words = "|".join(re.escape(phrase) for phrase in phrases)
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", text, re.IGNORECASE) is not None
