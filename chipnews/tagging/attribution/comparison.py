"""Tells how the amounts of one sentence hang together: compared with, listed with, part of another."""

from itertools import pairwise
from typing import Literal, NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.positions import after_unit, before_qualifiers, clause_start
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.values import Direction

Relation = Literal["compared", "estimate", "listed", "part", "same", "from"]


class Link(NamedTuple):
    """How an amount hangs on another, by the index of that one's token."""

    relation: Relation
    to: int


_UP = frozenset(
    """
    up rise rises rose risen rising jump jumped jumps climb climbed grew grow growing grown surge surged
    surging soared increase increased increases increasing higher doubled doubling tripled tripling more
    raised raising raise raises boosted gained leapt leap quadrupled expanded boosting boost lifted
    hiked upped swelled swelling accelerated growth ballooned skyrocketed upsized
    """.split()
)
_DOWN = frozenset(
    """
    down fell fall falls fallen falling drop dropped drops dropping decline declined declining declines
    slid slide shrank tumbled plunged plunge decrease decreased lower lowered lowering cut cutting
    slashed slumped slump halved halving reduced reduce reducing trimmed trimming sank dipped slipped
    """.split()
)
_COMPARE = frozenset("from versus vs against than".split())
_EXPECTED = lx.ANALYST_WORDS.union(
    """
    estimate estimates expectation expectations forecast forecasts expected consensus projected forecasted
    guidance target predicted projection projections outlook
    """.split()
)


def links_of(s: Sentence, amounts: list[int]) -> dict[int, Link]:
    """Return the link of each amount that hangs on another of the sentence."""
    found: dict[int, Link] = {}
    for previous, at in pairwise(amounts):
        link = _link(s, previous, at)
        if link is None:
            continue
        if link == "from":
            found[previous] = Link("compared", at)
        else:
            twin = found.get(previous)
            twinned = link == "compared" and twin is not None and twin.relation == "same"
            found[at] = Link(link, twin.to if twinned and twin is not None else previous)
            parent = found.get(previous)
            if link == "listed" and parent is not None and parent.relation == "part":
                found[at] = Link("part", parent.to)
            if (
                link == "listed"
                and parent is not None
                and parent.relation == "compared"
                and parent.to < previous
            ):
                found[at] = Link("compared", parent.to)
    return found


_BESIDE_EXPECTATIONS = frozenset(
    """
    beating above topping exceeding surpassing missing below beat missed topped short ahead expected
    estimates
    """.split()
)


def _link(s: Sentence, previous: int, at: int) -> Relation | None:
    words = s.words
    left = before_qualifiers(s, at)
    between = words[after_unit(s, previous) : at]
    if between in ((",", "or"), ("or",)) or (words[at - 1] == "minus" and at - previous <= 5):
        return "same"
    if _in_brackets(s, previous, at):
        return (
            "compared"
            if set(between) & {"prior", "versus", "vs", "previous", "up", "down", "was", "from"}
            else "same"
        )
    compared = _compared_word(s, previous, at, left, between) or _compared_phrase(s, previous, at)
    if compared is not None:
        return compared
    around = set(between) | set(words[at + 1 : at + 9])
    if set(between[-9:]) & _BESIDE_EXPECTATIONS and around & _EXPECTED:
        return "estimate"
    if _is_part(s, previous, at) or (left > previous and words[left] == ":" and at - left <= 3):
        return "part"
    return "listed" if _same_list(s, previous, at) else None


def _in_brackets(s: Sentence, previous: int, at: int) -> bool:
    """Return whether the amount stands in brackets right after the other: "T$239 billion ($7.6 billion)"."""
    first = after_unit(s, previous)
    if first >= at or s.words[first] != "(" or at - first > 5:
        return False
    return not any(word in s.words[first:at] for word in (")", ",", "and"))


def _compared_word(
    s: Sentence, previous: int, at: int, left: int, between: tuple[str, ...]
) -> Relation | None:
    """Read a comparison in the word right before the amount: "from", "versus", "compared with"."""
    words = s.words
    word = words[left] if left >= 0 else ""
    before = words[left - 1] if left > 0 else ""
    earlier = before_qualifiers(s, previous)
    moved = (
        word == "to"
        and earlier >= 0
        and words[earlier] == "from"
        and not any(previous < k < at for k in s.verbs)
    )
    if moved and _changing(s, previous, at):
        return "from"
    paired = word in ("with", "to") and before in ("compared", "compare", "comparing", "up", "down")
    if not paired and word not in ("from", "versus", "vs", "against", "than", "after"):
        return None
    if word == "after" and len(between) > 6:
        return None
    if word == "from":
        changes = ("up", "down", "cut", "report", "measure", "other", "expect", "say")
        if any(previous < k < left and s.verbs[k].frame not in changes for k in s.verbs):
            return None
        told = "," in between and any(previous < k < left and s.verbs[k].frame == "say" for k in s.verbs)
        if not _changing(s, previous, at) and len(between) > 4 and not told:
            return None
    expected = set(between[-8:]) | set(words[at + 1 : at + 5])
    return "estimate" if word != "from" and expected & _EXPECTED else "compared"


def _is_part(s: Sentence, previous: int, at: int) -> bool:
    """Read "including $3 billion", "of which $3 billion", "with an additional $3 billion"."""
    low = max(after_unit(s, previous), at - 6)
    near = s.words[low:at]
    cue = next(
        (
            k
            for k in range(at - 1, low - 1, -1)
            if s.words[k] in ("including", "includes", "which", "with", "comprising")
        ),
        low,
    )
    if any(k in s.verbs for k in range(cue + 1, at)):
        return False
    if {"including", "includes", "comprising"} & set(near) or "of which" in " ".join(near):
        return True
    after = s.words[at + 1 : at + 4]
    told = after[:2] in (("to", "be"), ("of", "that"), ("of", "it")) or after[:1] in (
        ("coming",),
        ("due",),
        ("upfront",),
    )
    return "with" in near and (bool({"additional", "another", "further"} & set(near)) or told)


def _compared_phrase(s: Sentence, previous: int, at: int) -> Relation | None:
    """Read "compared to our previous guidance of $6 billion": the comparison names its noun again."""
    words = s.words
    for index in range(max(previous + 1, at - 12), at):
        cue = words[index] in ("versus", "vs", "against") or (
            words[index] in ("compared", "compares") and index + 1 < at
        )
        if not cue or any(k in s.verbs and s.verbs[k].shape != "past" for k in range(index + 1, at)):
            continue
        if any(noun.first > index and noun.last < at for noun in s.nouns) or set(words[index:at]) & _EXPECTED:
            expected = set(words[index:at]) & _EXPECTED
            return (
                "estimate"
                if expected and not set(words[index:at]) & {"previous", "prior", "earlier"}
                else "compared"
            )
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
    left = before_qualifiers(s, at)
    plain = not any(
        k in s.verbs or s.words[k] in lx.SUBORDINATORS - {"and", "or"} or s.words[k] in (";", "that", "which")
        for k in range(first, at)
    )
    if plain and (
        (left > first and s.words[left] in ("and", "&")) or gapped_company(s, previous, at) is not None
    ):
        return True
    for index in range(first, at):
        token = s.tokens[index]
        if index in s.verbs and token.word != "spent":
            return False
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
    if left > previous + 1 and s.words[left] == "'s" and s.tokens[left - 1].tag == "company":
        return left - 1
    while left > previous and (
        s.tokens[left].tag == "chip"
        or s.words[left]
        in (
            "with",
            "at",
            "'s",
            "for",
            "spent",
            "by",
            "about",
            "between",
            "from",
            "on",
            "asks",
            "charges",
            "charging",
            "asking",
            "wants",
        )
    ):
        left -= 1
    if (
        left > previous
        and s.tokens[left].tag in ("company", "name")
        and s.words[left - 1] in (",", "and", ";", "while", "&", "but")
    ):
        return left
    # "$80 billion by Microsoft and $75 billion by Google"
    right = after_unit(s, at)
    likewise = after_unit(s, previous)
    same_words = likewise < len(s.words) and right < len(s.words) and s.words[likewise] == s.words[right]
    if (
        right + 1 < len(s.tokens)
        and (s.words[right] in ("by", "at", "for", "from") or (s.words[right] == "to" and same_words))
        and s.tokens[right + 1].tag == "company"
    ):
        return right + 1
    return None


_FILLERS = frozenset(
    """
    to by from % percent and year on over the a its in as high low quarter sequentially fold per cent
    times than half also again just sharply slightly steadily further nearly month week annual annually
    organically basis points
    """.split()
)
_STEERED = frozenset(
    """
    raised raise raises raising lifted hiked boosted upped cut cutting lowered lowering slashed trimmed
    reduced increased increases increasing boosting boost lower
    """.split()
)


def direction_of(s: Sentence, at: int, previous: int | None) -> Direction | None:
    """Return whether the amount is told to have risen or fallen; `previous` is the amount before it."""
    low = max(clause_start(s, at), (previous + 1) if previous is not None else 0)
    for index in range(at - 1, max(low, at - 14) - 1, -1):
        word = s.words[index]
        moves: Direction | None = "up" if word in _UP else "down" if word in _DOWN else None
        if (
            moves is None
            or word in ("more", "higher")
            or (word == "lower" and s.words[index + 1] in ("end", "than", "bound"))
            or (word == "up" and s.words[index + 1] == "to")
        ):
            continue
        if _leads_to(s, index, at):
            return moves
    end = after_unit(s, at)
    for index in range(end, min(len(s.tokens) - 1, end + 14)):
        word, before = s.words[index], s.words[index - 1]
        if s.tokens[index].tag == "money" or word in (";", "while", "but", "."):
            break
        if word not in _UP and word not in _DOWN:
            continue
        if word == "more" or (word == "up" and s.words[index + 1] == "to"):
            continue
        opened = (
            before in (",", "(", "a", "an", "was", "were", "—", "–", "is")
            or s.tokens[index - 1].tag == "period"
            or index == end
        )
        adjective = (
            before not in (",", "(", "—", "–")
            and s.words[index - 2] not in (",", "(", "—", "–")
            and word not in ("up", "down")
        )
        if _noun_of_change(word) and "," in s.words[max(end, index - 4) : index]:
            opened, adjective = True, False
        if opened and not (before in ("a", "an") and adjective and not _noun_of_change(word)):
            return "up" if word in _UP else "down"
    return None


def _noun_of_change(word: str) -> bool:
    return word in (
        "jump",
        "increase",
        "rise",
        "gain",
        "drop",
        "decline",
        "fall",
        "decrease",
        "surge",
        "leap",
    )


def _leads_to(s: Sentence, index: int, at: int) -> bool:
    """Return whether nothing but measures stands between a word of change and the amount."""
    steered = s.words[index] in _STEERED
    link = s.words[before_qualifiers(s, at)]
    linked = link in ("to", "by", "at", "past", "above", "below") or s.words[at - 1] == "past"
    if steered and not linked:
        return False
    for k in range(index + 1, at):
        token = s.tokens[k]
        if (
            token.tag in ("number", "period")
            or token.word in _FILLERS
            or token.word in lx.QUALIFIERS
            or token.word in lx.ADVERBS
        ):
            continue
        if steered and token.tag in ("word", "pronoun", "name", "company", "chip") and token.word != ",":
            continue
        return False
    return True
