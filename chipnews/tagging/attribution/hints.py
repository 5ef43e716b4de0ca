"""Weaker signs of what an amount is, asked only where no relation of words is plain."""

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.frames import GOODS, Evidence
from chipnews.tagging.attribution.positions import before_qualifiers, governing_verb
from chipnews.tagging.attribution.words import Sentence


def by_share(s: Sentence, at: int, low: int) -> list[Evidence]:
    """A share of a company is paid for: "51% of Altera for $3.3 billion"."""
    left = before_qualifiers(s, at)
    if left < low or s.words[left] != "for":
        return []
    for index in range(left - 1, max(low, left - 8) - 1, -1):
        if s.tokens[index].tag == "money":
            break
        percent = s.words[index].endswith("%") or s.words[index] == "percent"
        if percent and s.words[index + 1] in ("of", "stake", "in"):
            return [Evidence("investment", 0.62, "share", None, governing_verb(s, index, low))]
    return []


def by_valuation_after(s: Sentence, at: int, right: int) -> list[Evidence]:
    """The amount is raised at what follows: "in talks for $1.5 billion at a $40 billion valuation"."""
    words = s.words
    if words[right : right + 1] != ("at",):
        return []
    for index in range(right + 1, min(right + 5, len(words))):
        if s.tokens[index].tag == "money":
            after = set(words[index + 1 : index + 4])
            return [Evidence("funding", 0.72, "near")] if "valuation" in after else []
        if words[index] in ("valuation", "post"):
            return [Evidence("funding", 0.7, "near")]
    return []


def by_heading(s: Sentence, at: int) -> list[Evidence]:
    """What a list gives stands before its colon: "Grants so far: Intel $7.8 billion"."""
    colon = next((k for k in range(at - 1, max(-1, at - 7), -1) if s.words[k] == ":"), None)
    if colon is None or any(
        s.tokens[k].tag not in ("company", "name") and s.words[k] not in lx.QUALIFIERS
        for k in range(colon + 1, at)
    ):
        return []
    head = next(
        (noun for noun in reversed(s.nouns) if colon - 5 <= noun.last < colon and noun.weight >= 0.6), None
    )
    return [Evidence(head.kind, head.weight * 0.78, "of", head)] if head is not None else []


def by_goods(s: Sentence, right: int) -> list[Evidence]:
    """Goods of this worth are sold: "about $2 billion worth of H100s"."""
    words = s.words
    if words[right : right + 2] != ("worth", "of") or right + 2 >= len(words):
        return []
    near = s.tokens[right + 2 : right + 5]
    if not any(token.tag == "chip" or token.word in GOODS for token in near):
        return []
    sold = {"sold", "sell", "sells", "selling", "shipped", "sales", "shipping", "ship"} & set(words)
    return [Evidence("revenue" if sold else "deal", 0.6, "near")]


def by_neighbour(s: Sentence, at: int, low: int) -> list[Evidence]:
    """No relation is plain: the nearest telling noun of the clause, at half its weight."""
    best: Evidence | None = None
    for noun in s.nouns:
        if noun.weight < 0.8 or noun.last < low:
            continue
        distance = noun.first - at if noun.first > at else at - noun.last
        crossed = sum(
            1
            for k in range(min(at, noun.last) + 1, max(at, noun.first))
            if s.words[k] in (",", ";", "and") or s.tokens[k].tag == "money"
        )
        weight = noun.weight * (0.5 - 0.015 * distance - 0.08 * crossed)
        if weight > 0.15 and (best is None or weight > best.weight):
            best = Evidence(noun.kind, weight, "near", noun)
    return [best] if best else []
