"""Reads who stands how to whom, from the words between two names or around an amount. Pure.

Only what the words leave no doubt about: a pattern must match all that stands between the two names. So
"its rival Nvidia" says nothing here, as it does not tell whose.
"""

import re
from collections.abc import Iterable
from typing import Literal

Relation = Literal[
    "invests in",
    "acquires",
    "sells to",
    "buys from",
    "has a deal with",
    "lends to",
    "fines",
    "subsidises",
    "competes with",
]
MUTUAL: frozenset[Relation] = frozenset(("competes with", "has a deal with"))
"""Relations that hold both ways."""

_OF_KIND: dict[str, tuple[Relation, bool]] = {
    # The relation, and whether it goes from the counterparty to the company.
    "investment": ("invests in", False),
    "funding": ("invests in", True),
    "acquisition": ("acquires", False),
    "debt": ("lends to", True),
    "fine": ("fines", True),
    "subsidy": ("subsidises", True),
}
KINDS = (*_OF_KIND, "deal")
"""The kinds of figures that say something of two companies."""

_SOME = r"(?:[\w’'-]+ ){0,4}"
_ONE = r"(?:[\w-]+ ){0,2}"
_S = r"(?:['’]s?)?"
_BETWEEN: tuple[tuple[Relation, bool, str], ...] = (
    # The relation, whether it goes from the second name to the first, and what stands between the names.
    (
        "competes with",
        False,
        r" (?:also |already |now |directly )?competes? (?:directly |head-on )?(?:with|against) ",
    ),
    (
        "competes with",
        False,
        rf"{_S} (?:(?:arch|main|chief|biggest|largest|closest)[- ])?(?:rival|competitor),? ",
    ),
    ("competes with", False, rf", (?:a|an|the) {_ONE}(?:rival|competitor) (?:of|to) "),
    ("buys from", False, rf"(?:,| is| was) (?:a|an|the|one of the) {_ONE}customers? of "),
    ("buys from", False, rf" (?:buys|bought|purchases|purchased|orders|ordered|sources) {_SOME}from "),
    ("buys from", True, rf"{_S} {_ONE}customers?,? (?:such as |including |like )?"),
    ("sells to", False, rf" (?:supplies|supplied|sells|sold) {_SOME}to "),
    ("sells to", False, r" (?:also )?supplies "),
    ("sells to", False, rf"(?:,| is| was) (?:a|an|the) {_ONE}supplier (?:of {_ONE})?to "),
    ("invests in", False, r" (?:has |have |had )?(?:also )?invest(?:s|ed) (?:heavily )?in "),
    ("invests in", False, rf"(?:,| is| was) (?:a|an|the|one of the) {_ONE}(?:investors?|shareholders?) in "),
    ("invests in", True, r"(?:,| is|, which is) backed by "),
    ("acquires", False, r" (?:has |will |agreed to |to )?acquire[sd]? "),
)
_PATTERNS = tuple((relation, swapped, re.compile(pattern)) for relation, swapped, pattern in _BETWEEN)
_NOT_THE_COMPANY = re.compile(
    r"['’]s?\b|[ -](?:chips?|GPUs?|shares?|stock|stakes?|assets|hardware|executives?|veterans?)\b"
)
_UNDONE = re.compile(
    r"\b(?:not|never|no longer|denie[sd]|deny|if|former|formerly|failed|dropped)\b", re.IGNORECASE
)
_BUYS = (
    r"(?:buy(?:s|ing)?|bought|purchas(?:e[sd]?|ing)|order(?:s|ed|ing)?|procure[sd]?|rent(?:s|ed)?|lease[sd]?)"
)
_SELLS = r"(?:sell(?:s|ing)?|sold|suppl(?:y|ies|ied|ying)|provide[sd]?|deliver(?:s|ed|ing)?|ship(?:s|ped)?)"


def relation_of(kind: str, sentence: str, counterparty: Iterable[str]) -> tuple[Relation, bool] | None:
    """Return what a two-sided figure of this kind says, and whether from the counterparty to the company.

    `counterparty` are its names. A deal is a sale or a purchase only where the sentence says so of it.
    """
    if kind == "deal":
        names = "|".join(re.escape(name) for name in sorted(counterparty, key=len, reverse=True))
        for relation, verb, link in (("buys from", _BUYS, "from"), ("sells to", _SELLS, "to|for")):
            if re.search(rf"\b{verb}\b[^.;]{{0,120}}?\b(?:{link}) (?:the )?(?:{names})\b", sentence):
                return relation, False  # type: ignore[return-value]
        return "has a deal with", False
    return _OF_KIND.get(kind)


def relation_between(before: str, between: str, after: str) -> tuple[Relation, bool] | None:
    """Return what the words between two names say, and whether from the second to the first."""
    clause = re.split(r"[.;\n]", before)[-1]
    if _UNDONE.search(clause) or _NOT_THE_COMPANY.match(after):
        return None
    gap = re.sub(r"\s+", " ", between) if "\n" not in between else ""
    for relation, swapped, pattern in _PATTERNS:
        if pattern.fullmatch(gap):
            return relation, swapped
    return None
