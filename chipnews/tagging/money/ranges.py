"""Decides whether two quantities that follow each other make one range, a change from one to the other,
or neither.
"""

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final, Literal

from chipnews.tagging.money.quantity import Quantity
from chipnews.tagging.money.view import GAP, View

Link = Literal["range", "change", "list"]

_MAYBE = (
    r"(?:(?:about|around|roughly|nearly|almost|approximately|perhaps|possibly|maybe|even|as much as|"
    r"as high as|as many as|up to|an estimated|over|more than|at least) )?"
)
_LINK: Final = re.compile(
    rf"(?P<dash>-| - |- | -)\Z|(?P<to>(?:{GAP}|-|- )to(?:{GAP}|-){_MAYBE})\Z|"
    rf"(?P<and>{GAP}and{GAP}{_MAYBE})\Z|(?P<or>{GAP}or{GAP}|-or-)\Z"
    rf"|(?P<slash>/)\Z|(?P<back>{GAP}from{GAP})\Z"
)
_LONGEST_LINK = 24

_CHANGE_WORDS = (
    r"up|down|r[io]se|rises|risen|rising|gr[eo]w|grows|growing|grown|growth|jump\w*|f[ae]ll|falls|"
    r"fallen|falling|climb\w*|"
    r"increas\w*|decreas\w*|cuts?|cutting|rais\w*|lower(?:ed|s|ing)?|drop\w*|declin\w*|surg\w*|"
    r"soar\w*|slid|slides?|sliding|"
    r"slip\w*|slump\w*|plung\w*|shr[aiu]nk\w*|expand\w*|expansion|swell\w*|swollen|doubl\w*|tripl\w*|"
    r"quadrupl\w*|boost\w*|"
    r"slash\w*|reduc\w*|bump\w*|hik(?:e|ed|es|ing)|upgrad\w*|downgrad\w*|revis\w*|lift\w*|went|goes|"
    r"going|go|gone|mov\w+|chang\w*|push\w*|"
    r"balloon\w*|narrow\w*|widen\w*|improv\w*|advanc(?:e|es|ed|ing)|accelerat\w*|skyrocket\w*|"
    r"tumbl\w*|trim\w*|adjust\w*|updat\w*|"
    r"rocket\w*|sw[iu]ng\w*|edg(?:ed|ing|es)|tick(?:ed|ing|s)|leap\w*|leapt|gain\w*|t[ao]kes?|taking|"
    r"took|br[io]ng\w*|brought|"
    r"driv\w+|drove|multipl\w*|explod\w*|deepen\w*|halv\w*|s[aiu]nk\w*|crash\w*|plummet\w*|"
    r"rebound\w*|recover\w*|eas(?:ed|ing)|"
    r"dip(?:ped|s)?|nudg\w*|quintupl\w*|scal(?:e|ed|ing)|extend\w*|shift\w*|turn\w*|transform\w*|"
    r"upsiz\w*|re-?pric\w*|r[ae]n|mushroom\w*|leapfrog\w*|increment\w*"
)
_CHANGE: Final = re.compile(rf"\b(?:{_CHANGE_WORDS})\b")
_SPREAD: Final = re.compile(
    r"\b(?:rang\w+|anywhere|somewhere|var(?:y|ies|ied|ying)|span\w*|prices?d? (?:start\w*|run|runs|"
    r"vary)|each)\b[^.;]{0,24}\Z"
)
_FROM: Final = re.compile(
    r"\bfrom (?:(?:about|around|roughly|nearly|almost|approximately|just|an estimated|some|over|"
    r"more than|under|less than|the|a|its|their|as little as) ){0,2}\Z"
)
_OUTLOOK: Final = re.compile(
    r"\b(?:ranges?|guidance|forecasts?|outlook|expectations?|estimates?|projections?|budget)\b"
)
_AMOUNT_FROM: Final = re.compile(r"(?:[0-9][kmbt]?n?|illion),? from \Z")
# "to $64bn to $72bn from $60bn to $65bn": a range before makes what follows a range too.
_RANGE_FROM: Final = re.compile(
    r"[0-9][^\s]*(?: [a-z]+)? ?(?:to|-|and) ?[^\sa-z]{0,4}[0-9][^\s]*(?: [a-z]+)?,?(?: up| down)? from \Z"
)
_BETWEEN: Final = re.compile(
    r"\bbetween (?:(?:about|around|roughly|nearly|almost|approximately|an estimated|some) ?){0,2}\Z"
)
_GAP_BETWEEN: Final = re.compile(
    r"\b(?:difference|gap|spread|choose|chose|choice|split)\b[^.]{0,20}\bbetween\b[^.]{0,20}\Z"
)
_MOVED: Final = re.compile(
    r"\b(?:up|down|rose|risen|rises?|rising|gr[eo]w|grows|growing|grown|jump\w*|f[ae]ll|falls|fallen|"
    r"falling|climb\w*|increas\w*|"
    r"decreas\w*|cut|cuts|cutting|lower(?:ed|s|ing)|drop\w*|declin\w*|surg\w*|soar\w*|slid|slip\w*|"
    r"slump\w*|plung\w*|"
    r"shr[aiu]nk\w*|expand\w*|gain\w*|tumbl\w*|dip(?:ped|s)?|add(?:ed|s)|lost|shed)"
    r"(?: by)?(?: (?:about|around|roughly|nearly|almost|approximately|another|more than|over))? \Z"
)
_SENTENCE_END: Final = re.compile(r"[.!?;](?=\s)(?<!\.s\.)(?<!\binc\.)(?<!\bcorp\.)")
_BARE_SECOND: Final = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]\"'+/–—-]|(?:per|an?|each|apiece|or|and|for|in|on|at|by|range|depending|if|"
    r"monthly|annually|to|"
    r"as|with|this|last|next|over|from|when|but|while|price|is|are|was|were|of|more|before|after|"
    r"retail|depends|than|million|now|today)\b)"
)


def link(view: View, first: Quantity, second: Quantity) -> Link | None:
    """Return how two neighbouring quantities belong together, or None where each stands alone.

    "range": one figure ("$10 to $12 billion"). "change": two figures that share scale, currency and unit
    ("rose from 2 to 3 billion euros"). "list": the same, joined by "and", "or", "from" or a slash.
    """
    if second.start - first.end > _LONGEST_LINK or first.negative != second.negative:
        return None
    match = _LINK.fullmatch(view.low, first.end, second.start)
    if match is None or (first.currency is None and second.currency is None):
        return None
    if not _share_currency(first, second):
        return None
    if match["dash"]:
        if match["dash"] != "-" and "—" in view.raw[first.end : second.start]:
            return None
        if first.currency is None and first.start and view.low[first.start - 1] == "-":
            return None
        return "range" if _bounds_fit(view, first, second, dashed=True) else None
    head = _sentence_before(view.low, first.start)
    if match["slash"] or match["back"]:
        return "list"
    if match["and"]:
        if _BETWEEN.search(head) and not _GAP_BETWEEN.search(head):
            return "range" if _bounds_fit(view, first, second, dashed=False) else None
        return "list" if first.currency and second.currency else None
    if match["or"]:
        if (
            first.scale is None
            and second.scale is not None
            and _bounds_fit(view, first, second, dashed=False)
        ):
            return "range"
        return "list" if first.currency and second.currency else None
    if (_is_from(head) and _CHANGE.search(head) and not _SPREAD.search(head)) or (
        _MOVED.search(head)
        and first.currency is not None
        and (first.scale is not None or second.scale is None)
    ):
        return "change" if first.currency or not _is_year(first) else None
    return "range" if _bounds_fit(view, first, second, dashed=False) else None


def _is_from(head: str) -> bool:
    """Return whether an amount after `head` is where a change starts; not so in "to $70bn from $64bn to
    $66bn".
    """
    if _FROM.search(head) is None or _RANGE_FROM.search(head):
        return False
    return not (_OUTLOOK.search(head) and _AMOUNT_FROM.search(head))


def _share_currency(first: Quantity, second: Quantity) -> bool:
    if first.currency is None:
        return not second.prefixed or first.in_words
    return second.currency in (None, first.currency) or (first.currency == "$" or second.currency == "$")


def _is_year(quantity: Quantity) -> bool:
    return (
        quantity.scale is None and 1900 <= quantity.number <= 2100 and quantity.number == int(quantity.number)
    )


def _bounds_fit(view: View, first: Quantity, second: Quantity, *, dashed: bool) -> bool:
    """Return whether the two can bound one range: in order, and neither a year nor a count of something
    else.
    """
    if first.currency is None and _is_year(first) and not (_is_year(second) or second.number > 2100):
        return False
    if second.currency is None:
        if second.scale is None:
            if first.scale is not None or (_is_year(second) and first.number < 1000):
                return False
            if not dashed and not _BARE_SECOND.match(view.low, second.end):
                return False
            if view.low[second.end : second.end + 1] == "%":
                return False
        elif not first.prefixed and not dashed and first.scale is not None and first.currency is not None:
            return False
    low, high = shared_scale(first, second, dashed=dashed)
    return low.value < high.value


def shared_scale(first: Quantity, second: Quantity, *, dashed: bool) -> tuple[Quantity, Quantity]:
    """Return both with the scale and the currency that the other one gives.

    In "$10-12 billion" the first is in billions. Where that would make it the greater ("$500-$1
    billion"), it is taken in the next scale below if a dash joins them, else as it stands.
    """
    currency = first.currency if first.currency not in (None, "$") else second.currency or first.currency
    scale = first.scale
    if scale is None and second.scale is not None:
        if first.number * second.scale < second.value:
            scale = second.scale
        elif dashed and second.scale >= Decimal(10**6) and first.number * second.scale / 1000 < second.value:
            scale = second.scale / 1000
    return replace(first, scale=scale, currency=currency), replace(second, currency=currency)


def change_pair(first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """Return both sides of a change; a side without a scale or currency takes the other's ("from 2 to 3
    billion euros").
    """
    currency = first.currency or second.currency
    scale = first.scale
    if scale is None and second.scale is not None and first.number < 1000:
        scale = second.scale
    other = second.scale
    if other is None and second.currency is None:
        other = first.scale
    return replace(first, scale=scale, currency=currency), replace(
        second, scale=other, currency=second.currency or currency
    )


def _sentence_before(low: str, start: int) -> str:
    head = low[max(0, start - 110) : start].rpartition("\n\n")[2]
    cut = 0
    for match in _SENTENCE_END.finditer(head):
        cut = match.end()
    return head[cut:].replace("\n", " ").replace("  ", " ")
