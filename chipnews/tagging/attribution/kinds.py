"""Decides what an amount is: revenue, capex, a valuation. By the words that stand in relation to it.

Every relation between the amount and a noun or verb of money gives evidence with a weight; the best wins.
"""

from decimal import Decimal
from typing import NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import subject
from chipnews.tagging.attribution.frames import Evidence, by_verb
from chipnews.tagging.attribution.hints import (
    by_goods,
    by_heading,
    by_neighbour,
    by_share,
    by_valuation_after,
)
from chipnews.tagging.attribution.idioms import by_idiom
from chipnews.tagging.attribution.positions import (
    after_unit,
    before_qualifiers,
    clause_start,
    governing_verb,
    nouns_between,
    phrase_end,
)
from chipnews.tagging.attribution.spending import OWN_PROGRAMME, PRODUCTS
from chipnews.tagging.attribution.words import Noun, Sentence
from chipnews.tagging.values import Unit

# For less no company changes hands and no market is worth a figure: "We paid $98.40" buys something else.
LEAST_OF_A_COMPANY = 50_000
_OF_COMPANIES = frozenset({"acquisition", "funding", "valuation", "market_cap", "market_size"})


class Told(NamedTuple):
    """All evidence for what an amount is, and the best of it; None where nothing tells."""

    evidence: tuple[Evidence, ...]
    best: Evidence | None


def kind_told(s: Sentence, at: int, unit: Unit, amount: Decimal) -> Told:
    """Return the evidence of the sentence for what the amount at token `at` is.

    `amount` is its size in whole units of its currency: shares and products cost little, rounds do not.
    """
    found: list[Evidence] = []
    low = clause_start(s, at)
    right = after_unit(s, at)
    if at and s.words[at - 1] == "(" and s.words[right : right + 1] == (")",):
        right += 1
    if s.words[right : right + 1] == ("(",) and s.words[right + 2 : right + 3] == (")",):
        right += 3  # "150 billion yuan ($20 billion) in capital spending"
    found += _by_modified(s, at, right)
    found += _by_right_phrase(s, right)
    found += _by_left_noun(s, at, low)
    small = abs(amount) < 200_000
    found += by_verb(s, at, low, right, small)
    found += _by_unit(s, at, unit)
    if abs(amount) < 1_000_000:
        found += _by_size(s, at, low, right, small)
    found += by_share(s, at, low)
    found += by_valuation_after(s, at, right)
    found += by_goods(s, right)
    found += by_heading(s, at)
    found += by_idiom(s, at, low, int(abs(amount)))
    found += by_neighbour(s, at, low)
    if unit == "total" and abs(amount) < LEAST_OF_A_COMPANY:
        found = [each for each in found if each.kind not in _OF_COMPANIES]
    if not found:
        return Told((), None)
    best = max(found, key=lambda each: each.weight)
    return Told(tuple(found), _adjusted(s, at, best, unit, abs(amount)))


def _by_modified(s: Sentence, at: int, right: int) -> list[Evidence]:
    """The amount stands before a noun: "a $5 billion contract"."""
    words = s.words
    if right - at > 3 and words[right - 1] == ")":
        at = right - 1
    if right < len(s.tokens) and s.words[right] == "," and right + 1 < len(s.tokens):
        before = s.words[at - 1] if at else ""
        if before not in ("a", "an", "its", "'s", "the"):
            return []
        end = phrase_end(s, right + 1, 5)
        nouns = nouns_between(s, right + 1, end - 1)
        return [Evidence(noun.kind, noun.weight * 0.85, "modifier", noun) for noun in nouns[-1:]]
    if right < len(s.tokens) and s.tokens[right].tag == "period" and right == at + 1:
        nouns = [
            noun for noun in nouns_between(s, right, phrase_end(s, right) - 1) if noun.first == right + 1
        ]
        before = s.words[at - 1] if at else ""
        if before not in ("a", "an", "its", "'s", "the"):
            return []
    else:
        nouns = nouns_between(s, right, phrase_end(s, right) - 1)
    if not nouns:
        return []
    nouns = [noun for noun in nouns if noun.phrase != "cash"] or nouns
    best = max(nouns, key=lambda noun: (noun.weight, noun.first))
    # "$2 billion in the bank" has no phrase; "spent $4 billion cash" is paid so, not held.
    weight = best.weight * (0.3 if best.phrase == "cash" else 1.0)
    if best.phrase in ("purchase", "offer", "bid") and words[best.last + 1 : best.last + 2] in (
        ("of",),
        ("for",),
    ):
        bought = s.tokens[best.last + 2 : best.last + 3]
        weight = 0.96 if bought and bought[0].tag == "company" else weight
    return [Evidence(best.kind, weight, "modifier", best)]


def _by_right_phrase(s: Sentence, right: int) -> list[Evidence]:
    """The amount is of something: "$75 billion in capital spending", "$10bn worth of bonds"."""
    words = s.words
    if right >= len(words) or words[right] not in ("in", "of", "worth"):
        return []
    first = right + 1
    if words[right] == "worth" and first < len(words) and words[first] == "of":
        first += 1
    nouns = nouns_between(s, first, phrase_end(s, first) - 1)
    if not nouns:
        return []
    best = max(nouns, key=lambda noun: (noun.weight, noun.first))
    weight = best.weight * 0.97
    if best.phrase in ("cash", "stock", "asset", "saving"):
        weight *= 0.2
    if words[right] == "in" and first < len(words):
        if words[first] in ("its", "their", "this", "that", "our", "one"):
            weight *= 0.6  # "valued at $2.5 billion in its last round"
        elif words[first] in ("a", "an", "the") and best.weight < 0.8:
            weight *= 0.7
    return [Evidence(best.kind, weight, "in", best)]


_LINKS = frozenset(
    """
    of at : totaling totalling worth exceeding topping reaching = approaching averaging nearing above
    """.split()
)


def _by_left_noun(s: Sentence, at: int, low: int) -> list[Evidence]:
    """The amount follows its noun: "revenue of $5 billion", "revenue for the quarter was $5 billion"."""
    left = before_qualifiers(s, at)
    if left < low:
        return []
    found: list[Evidence] = []
    word, token = s.words[left], s.tokens[left]
    if word == "at" and left > low and s.words[left - 1] in ("valued", "estimated", "put"):
        left -= 1
    if word == "for":
        sales = [
            each for each in nouns_between(s, max(low, left - 12), left - 1) if each.kind == "acquisition"
        ]
        if sales and not any(s.tokens[k].tag == "money" for k in range(sales[-1].last, left)):
            found.append(Evidence("acquisition", 0.66, "of", sales[-1]))
    if word in _LINKS:
        for noun in reversed(nouns_between(s, max(low, left - 9), left - 1)):
            between = range(noun.last + 1, left)
            if any(s.tokens[k].tag == "money" for k in between):
                break
            crossed = any(k in s.verbs and s.verbs[k].shape != "ing" for k in between)
            commas = sum(s.words[k] in (",", "and") for k in between)
            distance = left - noun.last - 1
            weight = noun.weight * (0.98 - 0.02 * distance - 0.12 * commas - (0.35 if crossed else 0))
            if word == "worth" and s.words[left - 1] in lx.BE:
                weight *= 0.6
            found.append(Evidence(noun.kind, weight, "of", noun))
        if found:
            found = [max(found, key=lambda each: each.weight)]
    noun_here = next((noun for noun in s.nouns if noun.last == left and noun.weight > 0), None)
    if noun_here is not None:
        # "Revenue $35,082" of tables and "sales $A" of headlines.
        # After another amount, as in "sales were $9 billion, and net income $2 billion", it is all there is.
        joined = noun_here.first > 1 and s.words[noun_here.first - 1] in ("and", ",", ";")
        told = joined and any(
            t.tag == "money" for t in s.tokens[max(0, noun_here.first - 4) : noun_here.first]
        )
        found.append(Evidence(noun_here.kind, noun_here.weight * (1.0 if told else 0.85), "of", noun_here))
    found += _by_measured(s, at, low)
    if token.tag == "mark" and word in ("(", "—", "–", ",") and not found:
        close = next((each for each in reversed(nouns_between(s, low, left)) if each.last >= left - 3), None)
        if close is not None:
            found.append(Evidence(close.kind, close.weight * 0.6, "of", close))
    return found


_MEASURING = ("measure", "up", "down")


def _by_measured(s: Sentence, at: int, low: int) -> list[Evidence]:
    """The noun is the subject of the verb that gives the amount: "sales rose 20% to $5 billion"."""
    verb = governing_verb(s, at, low)
    if verb is None:
        return []
    come = verb.lemma in (
        "come",
        "go",
        "stay",
        "end",
        "finish",
        "open",
        "close",
        "begin",
        "start",
        "see",
        "keep",
        "remain",
    )
    change = verb.frame == "cut" or verb.lemma in (
        "double",
        "triple",
        "quadruple",
        "increase",
        "decrease",
        "raise",
        "bring",
        "expect",
        "project",
        "forecast",
        "estimate",
        "set",
        "push",
        "send",
        "drive",
        "take",
    )
    if not (verb.frame in _MEASURING or come or change or verb.lemma == "be"):
        return []
    found = []
    if change or verb.lemma in ("see", "put", "push", "bring"):
        # "raised its capex forecast to $5 billion": the noun is the object.
        objects = nouns_between(s, verb.at + 1, at - 1)
        found += [Evidence(noun.kind, noun.weight * 0.93, "object", noun, verb) for noun in objects[:1]]
    subjects = nouns_between(s, low, verb.at - 1)
    if subjects:
        scored = [(_subject_weight(s, noun, verb.at, low), noun) for noun in subjects]
        weight, noun = max(scored, key=lambda each: each[0])
        reach = 0.94 if verb.frame != "expect" and not change else 0.75
        found.append(Evidence(noun.kind, weight * reach, "measure", noun, verb))
    return found


def _subject_weight(s: Sentence, noun: Noun, verb_at: int, low: int) -> float:
    weight = noun.weight - 0.01 * (verb_at - noun.last)
    start = noun.first - 1
    while (
        start >= low
        and start > noun.first - 6
        and s.tokens[start].tag in ("word", "company", "name", "chip", "number", "period")
    ):
        if s.words[start] in lx.PREPOSITIONS:
            weight -= 0.3
            break
        if start in s.verbs and (
            s.verbs[start].shape in ("past", "s") or s.words[start - 1 if start else 0] in ("to", *lx.AUX)
        ):
            break
        start -= 1
    if any(
        s.words[k] in ("after", "as", "because", "since", "when", "if", "that")
        for k in range(noun.last + 1, verb_at)
    ):
        weight -= 0.3
    weight -= 0.15 * sum(1 for k in range(noun.last + 1, verb_at) if s.tokens[k].tag == "money")
    weight -= 0.1 * sum(
        1 for k in range(noun.last + 1, verb_at) if k in s.verbs and s.verbs[k].shape in ("past", "s")
    )
    return weight


def _by_unit(s: Sentence, at: int, unit: Unit) -> list[Evidence]:
    if unit == "per share":
        low = max(0, at - 14)
        near = set(s.words[low:at]) | set(s.words[at : at + 8])
        if near & {"earnings", "eps", "profit", "earned", "income", "earn"}:
            return [Evidence("profit", 1.05, "unit")]
        if near & {"loss", "lost", "losses"}:
            return [Evidence("loss", 1.0, "unit")]
        if near & {"dividend", "dividends"}:
            return [Evidence("other", 1.05, "unit")]
        if near & {
            "shares",
            "stock",
            "closed",
            "trading",
            "traded",
            "priced",
            "target",
            "offer",
            "stake",
            "premium",
            "price",
            "ipo",
        }:
            return [Evidence("share_price", 1.02, "unit")]
        if near & {"reported", "posted", "quarter", "adjusted", "expected", "analysts", "gaap", "non"}:
            return [Evidence("profit", 0.9, "unit")]
        return [Evidence("share_price", 0.5, "unit")]
    giving = governing_verb(s, at)
    if unit == "per chip" and giving is not None and giving.lemma in ("get", "receive", "earn"):
        return [Evidence("other", 0.5, "unit")]
    if unit in ("per hour", "per chip", "per unit", "per million tokens", "per user", "per month", "per day"):
        return [Evidence("price", 0.84 if unit not in ("per month", "per day") else 0.6, "unit")]
    if unit in ("per watt", "per kilowatt", "per megawatt", "per gigawatt"):
        return [Evidence("cost", 0.7, "unit")]
    return []


_SHARES = frozenset({"shares", "stock", "share"})


def _by_size(s: Sentence, at: int, low: int, right: int, small: bool) -> list[Evidence]:
    """A small amount beside shares is the price of one; beside a product it is its price."""
    before = s.words[max(low, at - 14) : at]
    after = s.words[right : right + 5]
    near = set(before) | set(after)
    found = [Evidence("price", 0.26, "size")] if small else []
    moving = governing_verb(s, at, low)
    if (
        small
        and moving is not None
        and moving.frame in ("up", "down")
        and moving.at
        and s.words[at - 1] == "to"
    ):
        percent = any(word.endswith("%") or word == "percent" for word in s.words[moving.at : at])
        mover = subject(s, moving.at) if percent else None
        if mover is not None and mover.tag == "company":
            found.append(Evidence("share_price", 0.75, "size", None, moving))
    target = near & {"pt", "target"} and near & {
        "buy",
        "sell",
        "hold",
        "pt",
        "price",
        "shares",
        "neutral",
        "overweight",
        "outperform",
    }
    if small and (near & _SHARES or target) and not near & {"repurchase", "worth", "buyback"}:
        moved = near & {
            "to",
            "at",
            "reaches",
            "reached",
            "hit",
            "closed",
            "close",
            "traded",
            "trading",
            "below",
            "above",
            "target",
            "pt",
        }
        found.append(Evidence("share_price", 0.9 if moved else 0.6, "size"))
    product = any(token.tag == "chip" for token in s.tokens[max(low, at - 14) : right + 6]) or near & PRODUCTS
    verb = governing_verb(s, at, low)
    if (
        product
        and verb is not None
        and verb.lemma in ("be", "list", "start", "sell", "come", "retail", "go", "cost", "run")
    ):
        found.append(Evidence("price", 0.72, "size", None, verb if verb.lemma != "be" else None))
    elif product:
        found.append(Evidence("price", 0.5, "size"))
    return found


def _adjusted(s: Sentence, at: int, best: Evidence, unit: Unit, amount: Decimal) -> Evidence:
    """Return the evidence with what the sentence as a whole says of it."""
    kind = best.kind
    if kind == "price" and unit == "total" and amount > 1_000_000_000:
        return best._replace(kind="cost")
    if kind == "capex" and amount < 1_000_000 and best.noun is None:
        return best._replace(kind="cost", weight=best.weight * 0.8)
    if (
        kind in ("investment", "funding", "deal", "market_size", "valuation")
        and unit == "total"
        and amount < 10_000
    ):
        return best._replace(weight=best.weight * 0.3)
    if kind == "capex" and best.noun is not None and best.noun.phrase in ("spending", "spend"):
        near = set(s.words[max(0, best.noun.first - 6) : best.noun.last + 6])
        if not near & OWN_PROGRAMME and not s.has("capital", "capex", "hyperscalers"):
            return best._replace(weight=best.weight * 0.85)
    if (
        (kind == "funding" or (kind in ("investment", "deal") and best.noun is not None))
        and s.has("chips act", "chips and science act")
        and (
            best.noun is None
            or best.noun.phrase
            in (
                "funding",
                "award",
                "direct funding",
                "agreement",
                "support",
                "investment",
                "deal",
            )
        )
    ):
        return best._replace(kind="subsidy", weight=max(0.85, best.weight))
    if kind == "price" and best.noun is not None and best.noun.phrase in ("rate",) and unit == "total":
        return best._replace(weight=best.weight * 0.6)
    if (
        kind == "funding"
        and best.noun is not None
        and best.noun.phrase in ("financing", "new capital", "capital raise")
        and s.has("debt", "bonds", "notes")
    ):
        return best._replace(kind="debt")
    return best
