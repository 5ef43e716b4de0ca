"""Tells how the amounts of one sentence hang together: compared with, listed with, part of another."""

from typing import Literal, NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.kinds import after_unit, before_qualifiers, clause_start
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.values import Direction

Relation = Literal["compared", "estimate", "listed", "part", "from"]


class Link(NamedTuple):
    """How an amount hangs on another, by the index of that one's token."""

    relation: Relation
    to: int


_UP = frozenset(
    """up rise rises rose risen rising jump jumped jumps climb climbed grew grow growing grown surge surged surging soared
    increase increased increases increasing higher doubled doubling tripled tripling more raised raising raise raises boosted
    gained leapt leap quadrupled expanded boosting boost lifted hiked upped swelled swelling accelerated growth ballooned
    skyrocketed upsized""".split()
)
_DOWN = frozenset(
    """down fell fall falls fallen falling drop dropped drops dropping decline declined declining declines slid slide
    shrank tumbled plunged plunge decrease decreased lower lowered lowering cut cutting slashed slumped slump halved
    halving reduced reduce reducing trimmed trimming sank dipped slipped""".split()
)
_COMPARE = frozenset("from versus vs against than".split())
_EXPECTED = lx.ANALYST_WORDS | frozenset(
    "estimate estimates expectation expectations forecast forecasts expected consensus projected forecasted guidance target predicted".split()
)


def links_of(s: Sentence, amounts: list[int]) -> dict[int, Link]:
    """Return the link of each amount that hangs on another of the sentence."""
    found: dict[int, Link] = {}
    for previous, at in zip(amounts, amounts[1:], strict=False):
        link = _link(s, previous, at)
        if link is None:
            continue
        if link == "from":
            found[previous] = Link("compared", at)
        else:
            found[at] = Link(link, previous)
    return found


def _link(s: Sentence, previous: int, at: int) -> Relation | None:
    words = s.words
    left = before_qualifiers(s, at)
    between = words[after_unit(s, previous) : at]
    word = words[left] if left >= 0 else ""
    before = words[left - 1] if left > 0 else ""
    earlier = before_qualifiers(s, previous)
    if word == "to" and earlier >= 0 and words[earlier] in ("from",) and _changing(s, previous, at):
        return "from"
    if word in ("from", "versus", "vs", "against", "than", "over") or (
        word in ("with", "to") and before in ("compared", "compare", "comparing", "up", "down")
    ):
        if word == "over":
            return None
        verbs_between = any(
            previous < k < left
            and s.verbs[k].frame not in ("up", "down", "cut", "report", "measure", "other", "expect")
            for k in s.verbs
        )
        if word == "from" and verbs_between:
            return None
        if word in ("from", "over") and not _changing(s, previous, at):
            if len(between) > 4:
                return None
        expected = set(between[-8:]) | set(words[at + 1 : at + 5])
        if word in ("than", "versus", "vs", "against", "with", "to") and expected & _EXPECTED:
            return "estimate"
        return "compared" if word != "than" or not expected & _EXPECTED else "estimate"
    if set(between[-9:]) & {
        "beating",
        "above",
        "topping",
        "exceeding",
        "surpassing",
        "missing",
        "below",
        "beat",
        "missed",
        "topped",
        "short",
        "ahead",
        "expected",
        "estimates",
    }:
        if (set(between) | set(words[at + 1 : at + 9])) & _EXPECTED:
            return "estimate"
    if (
        "including" in between
        or "of which" in " ".join(between)
        or "includes" in between
        or "comprising" in between
    ):
        return "part"
    if "additional" in between or "another" in between and "with" in between:
        if not any(previous < k < at and s.verbs[k].frame not in ("other",) for k in s.verbs):
            return "part" if "with" in between else "listed"
    if _same_list(s, previous, at):
        return "listed"
    return None


def _changing(s: Sentence, previous: int, at: int) -> bool:
    low = clause_start(s, previous)
    near = set(s.words[max(low, previous - 12) : at])
    return bool(
        near
        & (
            _UP
            | _DOWN
            | {
                "jump",
                "increase",
                "forecast",
                "guidance",
                "target",
                "range",
                "went",
                "swung",
                "revised",
                "extended",
                "expanded",
                "moved",
                "estimate",
            }
        )
    )


def _same_list(s: Sentence, previous: int, at: int) -> bool:
    """Return whether only list words, times and owners stand between ("$5bn in 2024 and $4bn in 2023")."""
    first = after_unit(s, previous)
    joiner = False
    for index in range(first, at):
        token = s.tokens[index]
        if token.word in ("and", ",", "or", ";", "&", "then", "followed", "plus"):
            joiner = True
            continue
        if token.tag in ("period", "company", "name", "number", "pronoun"):
            continue
        if (
            token.word in lx.QUALIFIERS
            or token.word in ("in", "for", "by", "at", "during", "from", "the", "'s", "to", "on", "with")
            or token.word in lx.ADVERBS
        ):
            continue
        return False
    return joiner


def gapped_company(s: Sentence, previous: int, at: int) -> int | None:
    """Return the company that stands in for a subject with its verb left out ("Google $75 billion")."""
    left = before_qualifiers(s, at)
    while left > previous and s.words[left] in ("with", "at", "'s", "for", "spent", "by"):
        left -= 1
    if left > previous and s.tokens[left].tag in ("company", "name") and left - previous <= 4:
        return left
    # "$80 billion by Microsoft and $75 billion by Google"
    right = after_unit(s, at)
    if (
        right + 1 < len(s.tokens)
        and s.words[right] in ("by", "at", "for", "from")
        and s.tokens[right + 1].tag == "company"
    ):
        return right + 1
    return None


def direction_of(s: Sentence, at: int, anchor: int | None, previous: int | None) -> Direction | None:
    """Return whether the amount is told to have risen or fallen."""
    low = max(clause_start(s, at), (previous + 1) if previous is not None else 0)
    begin = max(low, at - 12)
    for index in range(at - 1, begin - 1, -1):
        word = s.words[index]
        if word == "more" and index + 1 < len(s.words) and s.words[index + 1] == "than":
            continue
        if word == "up" and index + 1 < len(s.words) and s.words[index + 1] == "to":
            continue
        if word in ("raised", "raise", "raises", "raising") and not _raises_something(s, index, at):
            continue
        if word in ("more", "lower", "higher"):
            continue
        if word in _UP:
            return "up"
        if word in _DOWN:
            return "down"
        if word in (";",):
            break
    end = after_unit(s, at)
    for index in range(end, min(len(s.tokens), end + 14)):
        word = s.words[index]
        if s.tokens[index].tag == "money" or word in (";", "while", "but", "."):
            break
        if word == "up" and index + 1 < len(s.words) and s.words[index + 1] == "to":
            continue
        change = index + 1 < len(s.tokens) and (
            s.tokens[index + 1].tag in ("number", "money")
            or s.words[index + 1]
            in (
                "from",
                "more",
                "nearly",
                "about",
                "sharply",
                "by",
                "over",
                "of",
                "roughly",
                "compared",
                "on",
                "year",
                "almost",
                "in",
            )
        )
        if word in _UP and word != "more" and change:
            return "up"
        if word in _DOWN and change:
            return "down"
    return None


def _raises_something(s: Sentence, index: int, at: int) -> bool:
    return (
        any(
            word in lx.OUTLOOK or noun
            for word, noun in ((s.words[k], any(n.first == k for n in s.nouns)) for k in range(index + 1, at))
        )
        and s.words[before_qualifiers(s, at)] == "to"
    )
