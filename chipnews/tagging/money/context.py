"""Reads what stands around an amount: qualifiers before and after it, and the unit that it is counted per."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chipnews.tagging.money.lexicon import SCALE_LETTERS, SCALE_WORDS
from chipnews.tagging.money.view import GAP
from chipnews.tagging.values import Qualifier, Unit

_ABOUT = (
    "about|nearly|almost|roughly|approximately|approx|approx.|around|some|estimated|close to|closer "
    "to|circa|c.|ca.|"
    "in the region of|in the neighborhood of|in the neighbourhood of|in the ballpark of|in the range of|"
    "on the order of|in the order of|just shy of|shy of|just about|very nearly|practically|virtually|"
    "somewhere around|"
    "something like|est.|near|approaching|nearing|an average of"
)
_OVER = (
    "at least|over|more than|above|north of|exceeding|exceed|exceeds|exceeded|upwards of|upward of|"
    "in excess of|"
    "a minimum of|minimum of|minimum|greater than|larger than|higher than|bigger than|topping|topped|"
    "tops|top|"
    "surpassing|surpassed|surpasses|surpass|beyond|no less than|not less than|nothing less than|as little as|"
    "as low as|well over|no fewer than|eclipsing|upwards"
)
_UP_TO = (
    "up to|as much as|as many as|as high as|at most|less than|fewer than|under|below|no more than|"
    "not more than|"
    "capped at|a maximum of|maximum of|maximum|not exceeding|not to exceed|south of|lower than|smaller than|"
    "cheaper than|up to and including|a cap of|beneath|never more than|not exceed|does not exceed|"
    "a ceiling of|no higher than|no greater than"
)
_PHRASES: Final[dict[str, Qualifier]] = {
    **dict.fromkeys(_ABOUT.split("|"), "about"),
    **dict.fromkeys(_OVER.split("|"), "over"),
    **dict.fromkeys(_UP_TO.split("|"), "up to"),
}
_LONGEST_PHRASE = 5
_LAST_WORDS: Final = frozenset(phrase.rpartition(" ")[2] for phrase in _PHRASES)
_COMPARATIVES: Final = frozenset(
    {"over", "above", "below", "under", "more than", "less than", "higher than", "lower than", "greater than"}
)
_FILLERS: Final = frozenset("a an another additional extra further just only perhaps maybe possibly".split())
_SIGNS: Final[dict[str, Qualifier]] = {
    "~": "about",
    "≈": "about",
    "≃": "about",
    "∼": "about",
    "<": "up to",
    "≤": "up to",
    ">": "over",
    "≥": "over",
}
_PREFIXES: Final[dict[str, Qualifier]] = {
    "sub-": "up to",
    "under-": "up to",
    "over-": "over",
    "near-": "about",
}
_MOVES: Final = frozenset(
    "went goes go going gone climbed climbs climbing shot shoots moved moves moving bumped bump "
    "pushed pushes drove "
    "bid ran run runs jumped jump stepped inched crept marched backed".split()
)
_GLUED_SIGN: Final = re.compile(r"(?:(?:\bc\.|\bca\.)|[~≈≃∼<>≤≥]=?) ?\Z")
_COUNT: Final = re.compile(r"[0-9][0-9.,]*(?:%|[a-z]{1,3})?|%|percent")


def qualifier_before(low: str, start: int) -> Qualifier:
    """Return the qualifier that the words before an amount give; a bound outweighs an estimate ("up to
    about").
    """
    window = low[max(0, start - 56) : start].rpartition("\n\n")[2]
    if not window:
        return "exact"
    if sign := _GLUED_SIGN.search(window):
        return "about" if sign[0][0] == "c" else _SIGNS[sign[0][0]]
    if not window[-1].isspace():
        return next((found for prefix, found in _PREFIXES.items() if window.endswith(prefix)), "exact")
    words = [word.lstrip("([{\"'“‘—-*•") or "-" for word in window.split()]
    opened = [word[0] in '([{"“—' for word in window.split()]
    result: Qualifier = "exact"
    while words:
        if words[-1] in _FILLERS:
            words.pop()
            if opened.pop():
                break
            continue
        if words[-1] in {"between", "from"}:
            words.pop()
            if opened.pop():
                break
            if words[-1:] in (["anywhere"], ["ranging"], ["somewhere"], ["range"], ["ranges"]):
                words.pop()
                opened.pop()
            continue
        if words[-1] not in _LAST_WORDS:
            break
        found = _phrase_at_end(words)
        if found is None:
            break
        length, qualifier = found
        phrase = " ".join(words[-length:])
        earlier = words[-length - 1] if len(words) > length else ""
        if phrase == "up to" and earlier in _MOVES:
            break
        if phrase in _COMPARATIVES and _is_measure(earlier):
            break
        if result in {"exact", "about"}:
            result = qualifier
        blocked = any(opened[-length:])
        del words[-length:], opened[-length:]
        if blocked:
            break
    return result


def _phrase_at_end(words: list[str]) -> tuple[int, Qualifier] | None:
    for length in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        if qualifier := _PHRASES.get(" ".join(words[-length:])):
            return length, qualifier
    return None


def _is_measure(word: str) -> bool:
    """Return whether a word ends a quantity, so that "more than" after it compares ("15% more than $500")."""
    if re.fullmatch(r"(?:19|20)[0-9]{2}", word):
        return False
    return word in SCALE_WORDS or word in SCALE_LETTERS or _COUNT.fullmatch(word.lstrip("$€£")) is not None


_AFTER: Final = re.compile(
    rf"(?P<over>\+(?![$€£0-9])|-plus\b| plus(?=[.,;:)]|\Z| in | of )|(?:{GAP}|-)or[ -](?:more|above|"
    rf"higher|greater|over)\b"
    rf"|{GAP}and (?:up|above|upwards?)\b|{GAP}(?:at least|minimum)(?=[.,;:)]|\Z))"
    rf"|(?P<upto>{GAP}or (?:less|under|below|lower|fewer)\b|{GAP}(?:at most|max|maximum|tops)(?=[.,;:)]|\Z))"
    rf"|(?P<about>(?:{GAP}|-)or[ -](?:so|thereabouts)\b|-odd\b|-ish\b| odd\b|,? give or take\b)"
)


def qualifier_after(low: str, end: int) -> tuple[int, Qualifier] | None:
    """Return where a qualifier right after an amount ends and which it is ("or more", "-plus", "+")."""
    match = _AFTER.match(low, end)
    if match is None:
        return None
    kind: Qualifier = "over" if match["over"] else "up to" if match["upto"] else "about"
    return match.end(), kind


_CHIP = (
    r"gpus?|chips?|units?|cards?|accelerators?|processors?|devices?|tpus?|cpus?|npus?|modules?|sockets?|dies?|"
    r"die|packages?|[a-z]{1,6}[ -]?[a-z]{0,3}[0-9]{2,4}[a-z]{0,2}|[0-9]{3,4}[a-z]{1,2}"
)
_MORE_THAN_A_CHIP = (
    r"wafers?|boards?|servers?|racks?|systems?|nodes?|machines?|tools?|stacks?|headsets?|phones?|pcs?|"
    r"laptops?|robots?"
)
_ITEM = rf"{_CHIP}|{_MORE_THAN_A_CHIP}"
_KINDS_OF_ITEM = (
    r"(?:(?:nvidia|amd|intel|google|ai|graphics|blackwell|hopper|300mm|12-inch|finished|single|"
    r"individual)[ -])?"
)
_POWER = r"(?:(?:installed|peak|single) )?"
# "a chip maker", "a chip deal" count nothing.
_NO_TRADE = (
    r"(?![ -]?(?:makers?|firm|company|start|design|giant|business|deal|stock|plant|fab|factory|sale|"
    r"supplier|vendor|order|export|import))"
)
_HOURS = r"(?:hours?|hr|h)(?![a-z0-9])"
_NOT_AGO = (
    r"(?![ -](?:ago|earlier|later|before|prior|previously|after|from now|over[ -]year|on[ -]year|"
    r"to[ -]date|old|long)|-)"
)
_LEAD: Final = re.compile(
    rf"(?:(?P<gap>{GAP}|-)(?P<lead>per|an?|for every|for each|every|each|for one|for an?)[ -]|"
    rf"(?P<slash> ?/ ?))"
    rf"|{GAP}\(per "
)
_ITEMS: Final[tuple[tuple[Unit, re.Pattern[str]], ...]] = (
    (
        "per million tokens",
        re.compile(
            r"(?:(?:1|one|a)?[ -]?(?:million|m|mn|mm)[ -](?:[a-z-]+[ -](?:and[ -]|"
            r"or[ -])?){0,3}tok(?:en)?s?|1,000,000 (?:[a-z]+ ){0,2}tokens|m?mtoks?)\b"
        ),
    ),
    (
        "per hour",
        re.compile(
            rf"(?:(?:{_KINDS_OF_ITEM}(?:{_ITEM}|cores?|instances?|vcpus?|vms?)(?:[ -]per[ -]|"
            rf"[ -]an?[ -]|/|[ -]))?{_HOURS}(?!-long))"
        ),
    ),
    ("per month", re.compile(rf"(?:months?|mo)\b{_NOT_AGO}")),
    ("per year", re.compile(rf"(?:years?|yr|annum)\b{_NOT_AGO}")),
    ("per day", re.compile(rf"days?\b{_NOT_AGO}")),
    (
        "per share",
        re.compile(
            r"(?:(?:diluted|basic|common|ordinary|american|depositary|depository|class [abc]|new|"
            r"outstanding|a|h)[ -]){0,4}"
            r"(?:shares?|ads|adr)\b(?![ -](?:sale|buy|repurchase|offer|split|swap|price|issue|"
            r"placement|deal|of))"
        ),
    ),
    ("per kilowatt-hour", re.compile(r"k(?:ilo)?w(?:att)?s?(?:[ -]?h(?:ou)?rs?|-?h)(?![a-z0-9])")),
    ("per kilowatt", re.compile(rf"{_POWER}k(?:ilo)?w(?:att)?s?(?![a-z0-9])")),
    ("per megawatt", re.compile(rf"{_POWER}m(?:ega)?w(?:att)?s?(?![a-z0-9])")),
    ("per gigawatt", re.compile(rf"{_POWER}g(?:iga)?w(?:att)?s?(?![a-z0-9])")),
    ("per watt", re.compile(rf"{_POWER}(?:watts?|w|wp)(?![a-z0-9])")),
    (
        "per user",
        re.compile(
            r"(?:(?:active|named|licensed|paid) )?(?:users?|seats?|subscribers?|licen[cs]es?|"
            r"developers?)\b(?![ -](?:conference|base))"
        ),
    ),
    ("per unit", re.compile(rf"{_KINDS_OF_ITEM}(?:{_MORE_THAN_A_CHIP})\b{_NO_TRADE}")),
    ("per chip", re.compile(rf"{_KINDS_OF_ITEM}(?:{_CHIP}|pieces?|pops?)\b{_NO_TRADE}")),
)
_BARE_MILLION: Final = re.compile(
    r"(?:1|one|a)?[ -]?(?:million|m)\b(?! (?:[a-z]+ ){0,2}(?:units?|users?|chips?)\b)"
)
_ADVERBS: Final = re.compile(
    rf"(?:{GAP}|-)(?:(?P<each>each|apiece)(?![ -](?:year|month|day|quarter|week|hour|of|time))\b|"
    rf"(?P<month>monthly)\b|(?P<year>annually|yearly|p\.a\.|pa)(?![a-z])"
    rf"|(?P<hour>hourly)\b|(?P<day>daily)\b)"
)
_GLOSS: Final = re.compile(r" ?\((?=[^()\n]{0,30}[0-9])[^()\n]{1,40}\)")
_EACH_IS_TOTAL_FROM = Decimal(100_000_000)


_SHARE_BEFORE: Final = re.compile(
    r"(?:\bper[ -](?:[a-z]+[ -]){0,3}(?:share|ads)\b|\beps\b|\bshare price\b)[^.;$€£¥₩0-9]{0,30}\Z"
)
_HOUR_BEFORE: Final = re.compile(r"\bhourly (?:rate|price|cost|fee|charge)s?\b[^.;$€£¥₩0-9]{0,20}\Z")
_MONTH_BEFORE: Final = re.compile(
    r"\bmonthly (?:fee|price|subscription|charge|cost|rent)s?\b[^.;$€£¥₩0-9]{0,20}\Z"
)
_UNITS_BEFORE: Final[tuple[tuple[str, Unit, re.Pattern[str]], ...]] = (
    ("share", "per share", _SHARE_BEFORE),
    ("eps", "per share", _SHARE_BEFORE),
    ("hourly", "per hour", _HOUR_BEFORE),
    ("monthly", "per month", _MONTH_BEFORE),
)
_COMPARED: Final = re.compile(
    r"(?: (?:an?|per) [a-z]{1,9})?,? ?\(?(?:(?:which |that )?compare[sd]? (?:with|to)|versus|vs\.?|"
    r"(?:up|down) from|from|against|to|"
    r"instead of|rather than|not|beat(?:ing)?|topp(?:ed|ing)|miss(?:ed|ing)|above|below) (?:an? |"
    r"the )?(?:[a-z]+ ){0,2}"
)


def unit_before(low: str, start: int, value: Decimal) -> Unit:
    """Return the unit that the words before an amount give ("earnings per share of $2"); "total" where
    none does.
    """
    if value >= 10_000:
        return "total"
    window = low[max(0, start - 70) : start]
    return next(
        (unit for mark, unit, pattern in _UNITS_BEFORE if mark in window and pattern.search(window)), "total"
    )


def compares(low: str, end: int, start: int) -> bool:
    """Return whether the words between two amounts only set one against the other ("$1.08, compared with
    $0.67").
    """
    return low[end:start] == "/" or (start - end <= 50 and _COMPARED.fullmatch(low, end, start) is not None)


@dataclass(frozen=True, slots=True)
class UnitFound:
    """The unit after an amount, and where its words end."""

    unit: Unit
    end: int


def unit_after(low: str, end: int, value: Decimal) -> UnitFound:
    """Return what an amount that ends at `end` is counted per; "total" where nothing says.

    "each" after a hundred million or more speaks of parties, not of chips.
    """
    found = _unit_at(low, end, value)
    if found is None and low[end : end + 2] in {" (", "("} and (gloss := _GLOSS.match(low, end)):
        found = _unit_at(low, gloss.end(), value)
    return found or UnitFound("total", end)


def _unit_at(low: str, at: int, value: Decimal) -> UnitFound | None:
    if adverb := _ADVERBS.match(low, at):
        unit: Unit
        if adverb["each"]:
            if value >= _EACH_IS_TOTAL_FROM:
                return None
            unit = "per chip"
        else:
            unit = (
                "per month"
                if adverb["month"]
                else "per year"
                if adverb["year"]
                else "per hour"
                if adverb["hour"]
                else "per day"
            )
        return UnitFound(unit, adverb.end())
    lead = _LEAD.match(low, at)
    if lead is None:
        return None
    if _BARE_MILLION.match(low, lead.end()) and "token" in low[max(0, at - 160) : at + 80]:
        return UnitFound("per million tokens", lead.end())
    for unit, pattern in _ITEMS:
        if match := pattern.match(low, lead.end()):
            if (
                unit in {"per chip", "per unit"}
                and lead["lead"] in {"a", "an"}
                and not _ENDS_CLAUSE.match(low, match.end())
            ):
                return None
            return UnitFound(unit, match.end())
    return None


_ENDS_CLAUSE: Final = re.compile(
    r"\s*(?:\Z|[.,;:!?)\]\"'–—-]|(?:to|from|in|on|for|at|by|and|or|as|after|before|until|with|when|"
    r"while|but|is|are|was|"
    r"price|retail|including|excluding|plus|versus|vs|compared|than|last|this|next|if|depending|now|"
    r"today|deal|contract)\b)"
)
