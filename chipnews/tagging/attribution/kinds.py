"""Decides what an amount is: revenue, capex, a valuation. By the words that stand in relation to it.

Every relation between the amount and a noun or verb of money gives evidence with a weight; the best wins.
"""

from decimal import Decimal
from typing import NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.words import Noun, Sentence, Verb
from chipnews.tagging.values import FigureKind, Unit


class Evidence(NamedTuple):
    """A kind with the words that tell it. `relation` says how the amount hangs on them."""

    kind: FigureKind
    weight: float
    relation: str
    noun: Noun | None = None
    verb: Verb | None = None


_UNIT_WORDS = frozenset(
    "hour hr day month year quarter share gpu chip unit card accelerator server system rack wafer watt mw gw kwh kw "
    "megawatt gigawatt kilowatt million user seat person token tokens device processor piece week minute second".split()
)
_BREAKS = (
    lx.PREPOSITIONS | lx.SUBORDINATORS | lx.RELATIVES | lx.AUX | frozenset("to and but according".split())
)
_OWN = frozenset("infrastructure data datacenter datacenters datacentre datacentres centers centres center centre ai "
                 "artificial capacity equipment gpus servers facilities factories capex computing compute cloud chips "
                 "expansion buildout buildings technology hardware".split())  # fmt: skip
_PLACED = frozenset(
    "plant fab factory campus site facility complex hub project state country county city region".split()
)
_PRODUCTS = frozenset(
    """chip chips gpu gpus card cards server servers rack racks system systems accelerator accelerators processor
    processors device devices laptop laptops pc pcs board boards kit model models version versions edition unit
    units machine machines tool tools subscription subscriptions instance instances hour tokens cluster workstation wafer wafers module modules""".split()
)
_PROJECTS = frozenset(
    """project plant fab factory building center centre campus facility train training run development research
    infrastructure tariffs restrictions ban curbs layoffs deal delay delays outage construction gigawatt move""".split()
)


def after_unit(s: Sentence, at: int) -> int:
    """Return the index of the first token after the amount at `at` and the words of its unit."""
    index = at + 1
    words = s.words
    if index < len(words) and words[index] in ("a", "an", "per", "/", "each", "every", "for"):
        after = index + 1
        if words[index] == "for" and not (after < len(words) and words[after] in ("each", "every")):
            return index
        if after < len(words) and words[after] in ("each", "every", "a", "single"):
            after += 1
        steps = 0
        while (
            after < len(words)
            and steps < 2
            and (words[after] in _UNIT_WORDS or s.tokens[after].tag == "chip")
        ):
            after += 1
            steps += 1
        if steps:
            return after
        return index + 1 if words[index] == "each" else index
    while index < len(words) and words[index] in (
        "apiece",
        "annually",
        "hourly",
        "yearly",
        "monthly",
        "each",
    ):
        index += 1
    return index


def before_qualifiers(s: Sentence, at: int) -> int:
    """Return the index of the nearest token to the left that is no qualifier or article, -1 where none is."""
    index = at - 1
    while index >= 0 and (s.words[index] in lx.QUALIFIERS or s.words[index] in ("~", "(", "-", "“", '"')):
        if s.words[index] == "at" and s.words[index + 1] not in ("least", "most", "about"):
            break
        if s.words[index] == "of" and s.words[index - 1 if index else 0] not in (
            "total",
            "combined",
            "upwards",
            "north",
            "maximum",
            "minimum",
            "excess",
            "whopping",
            "record",
        ):
            break
        if s.words[index] == "by":
            break
        if s.words[index] == "up" and s.words[index + 1] != "to":
            break
        if s.words[index] == "to" and s.words[index - 1 if index else 0] not in ("up", "close"):
            break
        index -= 1
    return index


def clause_start(s: Sentence, at: int) -> int:
    """Return the index of the first token of the clause that holds the token at `at`."""
    index = at - 1
    while index >= 0:
        word = s.words[index]
        if (
            (word == ":" and index > 8)
            or word in (";", "—", "–", "•", "|")
            or word
            in (
                "while",
                "whereas",
                "although",
                "though",
                "but",
            )
        ):
            return index + 1
        index -= 1
    return 0


def governing_verb(s: Sentence, at: int, low: int = 0) -> Verb | None:
    """Return the nearest verb to the left in the clause, past no other amount's clause."""
    for index in range(at - 1, low - 1, -1):
        verb = s.verbs.get(index)
        if verb is not None:
            return verb
        if s.tokens[index].word in lx.BE and s.tokens[index].word != "'s":
            return Verb(index, "be", "measure", "s")
    return None


def kind_of(s: Sentence, at: int, unit: Unit, amount: Decimal) -> Evidence | None:
    """Return the best evidence for what the amount at token `at` is, None where nothing tells.

    `amount` is its size in whole units of its currency: shares and products cost little, rounds do not.
    """
    found: list[Evidence] = []
    low = clause_start(s, at)
    right = after_unit(s, at)
    found += _by_modified(s, at, right)
    found += _by_right_phrase(s, right)
    found += _by_left_noun(s, at, low)
    small = abs(amount) < 100_000
    found += _by_verb(s, at, low, right, small)
    found += _by_unit(s, at, unit)
    if abs(amount) < 1_000_000:
        found += _by_size(s, at, low, right, small)
    if not found or max(each.weight for each in found) < 0.55:
        found += _by_neighbour(s, at, low)
    if not found:
        return None
    best = max(found, key=lambda each: each.weight)
    return _adjusted(s, at, best, unit, abs(amount))


def _nouns_between(s: Sentence, first: int, last: int) -> list[Noun]:
    return [noun for noun in s.nouns if noun.weight > 0 and first <= noun.first and noun.last <= last]


def _phrase_end(s: Sentence, first: int, limit: int = 8) -> int:
    """Return the index after the noun phrase that begins at `first`."""
    index = first
    while index < len(s.tokens) and index - first < limit:
        token = s.tokens[index]
        if token.tag == "money" or (
            token.tag == "mark" and token.word not in ("“", '"', "”", "’", "‘", "/", "&")
        ):
            break
        if token.word in _BREAKS and token.word not in ("upcoming", "'s") and not token.glued:
            break
        verb = s.verbs.get(index)
        if verb is not None and not any(noun.first <= index <= noun.last for noun in s.nouns):
            if verb.shape in ("past", "ing") and index == first:
                index += 1
                continue
            break
        index += 1
    return index


def _by_modified(s: Sentence, at: int, right: int) -> list[Evidence]:
    """The amount stands before a noun: "a $5 billion contract"."""
    if right < len(s.tokens) and s.words[right] == "," and right + 1 < len(s.tokens):
        before = s.words[at - 1] if at else ""
        if before not in ("a", "an", "its", "'s", "the"):
            return []
        end = _phrase_end(s, right + 1, 5)
        nouns = _nouns_between(s, right + 1, end - 1)
        return [Evidence(noun.kind, noun.weight * 0.85, "modifier", noun) for noun in nouns[-1:]]
    if right < len(s.tokens) and s.tokens[right].tag == "period" and right == at + 1:
        nouns = [
            noun for noun in _nouns_between(s, right, _phrase_end(s, right) - 1) if noun.first == right + 1
        ]
        before = s.words[at - 1] if at else ""
        if before not in ("a", "an", "its", "'s", "the"):
            return []
    else:
        nouns = _nouns_between(s, right, _phrase_end(s, right) - 1)
    if not nouns:
        return []
    best = max(nouns, key=lambda noun: (noun.weight, noun.first))
    # "$2 billion in the bank" has no phrase; "spent $4 billion cash" is paid so, not held.
    weight = best.weight * (0.3 if best.phrase == "cash" else 1.0)
    return [Evidence(best.kind, weight, "modifier", best)]


def _by_right_phrase(s: Sentence, right: int) -> list[Evidence]:
    """The amount is of something: "$75 billion in capital spending", "$10bn worth of bonds"."""
    words = s.words
    if right >= len(words) or words[right] not in ("in", "of", "worth", "as"):
        return []
    first = right + 1
    if words[right] == "worth" and first < len(words) and words[first] == "of":
        first += 1
    nouns = _nouns_between(s, first, _phrase_end(s, first) - 1)
    if not nouns:
        if words[right] == "as" or first >= len(words):
            return []
        return []
    best = max(nouns, key=lambda noun: (noun.weight, noun.first))
    weight = best.weight * 0.97
    if best.phrase in ("cash", "stock", "asset", "saving"):
        weight *= 0.2
    if (
        words[right] == "in"
        and first < len(words)
        and words[first] in ("a", "an", "the")
        and best.weight < 0.8
    ):
        weight *= 0.7
    return [Evidence(best.kind, weight, "in", best)]


_LINKS = frozenset(
    "of at : totaling totalling worth exceeding topping reaching = approaching averaging nearing above".split()
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
    if word in _LINKS:
        for noun in reversed(_nouns_between(s, max(low, left - 9), left - 1)):
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
        found.append(Evidence(noun_here.kind, noun_here.weight * 0.85, "of", noun_here))
    found += _by_measured(s, at, low)
    if token.tag == "mark" and word in ("(", "—", "–", ",") and not found:
        noun = next((noun for noun in reversed(_nouns_between(s, low, left)) if noun.last >= left - 3), None)
        if noun is not None:
            found.append(Evidence(noun.kind, noun.weight * 0.6, "of", noun))
    return found


_MEASURING = ("measure", "up", "down")


def _by_measured(s: Sentence, at: int, low: int) -> list[Evidence]:
    """The noun is the subject of the verb that gives the amount: "data center sales rose 20% to $5 billion"."""
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
        "put",
        "see",
        "keep",
        "remain",
    )
    change = verb.frame == "cut" or verb.lemma in (
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
        # "raised its capex forecast to $5 billion", "pushing revenue past $5 billion": the noun is the object.
        objects = _nouns_between(s, verb.at + 1, at - 1)
        found += [Evidence(noun.kind, noun.weight * 0.93, "object", noun, verb) for noun in objects[:1]]
    subjects = _nouns_between(s, low, verb.at - 1)
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
            "premium",
            "price",
            "ipo",
        }:
            return [Evidence("share_price", 1.02, "unit")]
        if near & {"reported", "posted", "quarter", "adjusted", "expected", "analysts", "gaap", "non"}:
            return [Evidence("profit", 0.9, "unit")]
        return [Evidence("share_price", 0.5, "unit")]
    if unit in ("per hour", "per chip", "per million tokens", "per user", "per month", "per day"):
        return [Evidence("price", 0.86 if unit not in ("per month", "per day") else 0.6, "unit")]
    if unit == "per watt":
        return [Evidence("cost", 0.7, "unit")]
    return []


_SHARES = frozenset({"shares", "stock", "share"})


def _by_size(s: Sentence, at: int, low: int, right: int, small: bool) -> list[Evidence]:
    """A small amount beside shares is the price of one; beside a product it is its price."""
    before = s.words[max(low, at - 14) : at]
    after = s.words[right : right + 5]
    near = set(before) | set(after)
    found = [Evidence("price", 0.26, "size")] if small else []
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
    product = (
        any(token.tag == "chip" for token in s.tokens[max(low, at - 14) : right + 6]) or near & _PRODUCTS
    )
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


def _by_neighbour(s: Sentence, at: int, low: int) -> list[Evidence]:
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


def _by_verb(s: Sentence, at: int, low: int, right: int, small: bool) -> list[Evidence]:
    """The verb tells: "raised $5 billion", "bought Mellanox for $7 billion", "valued at $5 billion"."""
    found: list[Evidence] = []
    words = s.words
    left = before_qualifiers(s, at)
    link = words[left] if left >= 0 else ""
    verb = governing_verb(s, at, low)
    steps = 0
    while verb is not None and steps < 3:
        direct = left == verb.at or all(
            words[k] in lx.ADVERBS or words[k] in lx.QUALIFIERS or s.tokens[k].tag == "period"
            for k in range(verb.at + 1, left + 1)
        )
        kind, weight = _frame_kind(s, at, verb, link, direct, right, small)
        if kind is not None:
            crossed = sum(1 for k in range(verb.at + 1, at) if s.tokens[k].tag == "money")
            commas = sum(1 for k in range(verb.at + 1, at) if words[k] == ",")
            found.append(
                Evidence(kind, weight - 0.1 * steps - 0.2 * crossed - 0.05 * commas, "verb", None, verb)
            )
        # "to build", "to develop": the verb above may be the one that tells.
        verb = governing_verb(s, verb.at, low)
        steps += 1
    if link == "worth" and left > 0:
        goods = {"gpus", "chips", "servers", "accelerators", "processors"} & set(
            words[max(low, left - 4) : left]
        )
        if goods or any(token.tag == "chip" for token in s.tokens[max(low, left - 3) : left]):
            found.append(Evidence("deal", 0.6, "verb", None, governing_verb(s, left, low)))
            return found
        subject_is_money_noun = any(
            noun.last >= left - 8 and noun.last < left and noun.weight >= 0.5 for noun in s.nouns
        )
        if not subject_is_money_noun:
            found.append(Evidence("valuation", 0.7, "verb", None, Verb(left, "worth", "value", "past")))
    return found


def _object_words(s: Sentence, first: int, length: int = 9) -> list[str]:
    found = []
    for index in range(first, min(len(s.tokens), first + length)):
        if s.tokens[index].tag == "money" or s.words[index] in (";", "—"):
            break
        found.append(s.words[index])
    return found


def _frame_kind(
    s: Sentence, at: int, verb: Verb, link: str, direct: bool, right: int, small: bool
) -> tuple[FigureKind | None, float]:
    words = s.words
    frame = verb.frame
    after = _object_words(s, right)
    first_after = after[0] if after else ""
    object_tags = {s.tokens[k].tag for k in range(verb.at + 1, at)}
    between = set(words[verb.at + 1 : at])
    if (
        verb.lemma in ("emerge", "come", "launch")
        and link == "with"
        and (after[:1] == ["from"] or s.has("stealth", "funding", "backing", "led by"))
    ):
        return "funding", 0.75
    if verb.lemma == "return" and direct and "shareholders" in after[:4]:
        return "other", 0.8
    if verb.lemma == "put" and left_word(s, at) == "in":
        return "investment", 0.6
    if verb.lemma == "put" and not (direct and first_after in ("into", "in", "toward", "towards")):
        return None, 0.0
    if verb.lemma == "write" and words[verb.at + 1 : verb.at + 2] in (("off",), ("down",)):
        return "cost", 0.9
    if (
        verb.lemma in ("expect", "forecast", "guide", "project", "anticipate")
        and direct
        and verb.shape in ("base", "s", "past")
        and words[verb.at] != "expected"
    ):
        return "guidance", 0.6
    if frame == "raise":
        if not direct:
            return (None, 0.0) if verb.lemma != "raise" or link != "of" else ("funding", 0.4)
        return "funding", 0.93 if verb.lemma == "raise" else 0.75 if s.has(
            "valuation", "round", "investors", "venture", "startup", "start up", "led by"
        ) else 0.6
    if frame == "invest":
        return _invested(s, right, after) if direct or link == "of" else ("investment", 0.6)
    if frame == "train":
        return (
            ("cost", 0.72) if link in ("for", "at", "under") and "company" not in object_tags else (None, 0.0)
        )
    if frame in ("acquire", "buy"):
        if "stake" in between or "shares" in between:
            return "investment", 0.85
        if link == "for" or (link in ("of", "at", "worth") and frame == "acquire"):
            if object_tags & {"company", "name"} and not (between & _PRODUCTS or "chip" in object_tags):
                return "acquisition", 0.93 if frame == "acquire" else 0.88
            if between & _PRODUCTS or "chip" in object_tags:
                return "deal", 0.7
            return "acquisition", 0.8 if frame == "acquire" else 0.5
        if direct and first_after in ("of", "worth", "in"):
            if {"stock", "shares", "equity"} & set(after[:4]):
                return (
                    ("other", 0.6) if words[verb.at + 1 : verb.at + 2] == ("back",) else ("investment", 0.8)
                )
            return "deal", 0.82
        return ("acquisition", 0.55) if frame == "acquire" else (None, 0.0)
    if verb.lemma == "turn" and words[verb.at + 1 : verb.at + 2] == ("over",):
        return "revenue", 0.85
    if frame == "sell" and direct and first_after not in ("of", "worth", "in", "to", "each", "apiece"):
        return "revenue", 0.62
    if frame == "sell":
        if link in ("for", "at") or first_after in ("each", "apiece"):
            if between & {"stake", "shares", "business", "unit", "division"} or "company" in object_tags:
                return ("investment", 0.55) if between & {"stake", "shares"} else ("acquisition", 0.6)
            return "price", 0.85
        if direct and first_after in ("of", "worth", "in"):
            if {"stock", "shares", "equity"} & set(after[:4]):
                return "funding", 0.55
            return "revenue", 0.75
        return None, 0.0
    if frame == "pay":
        if (
            direct
            and after[:1] == ["for"]
            and set(after[1:7]) & {"%", "stake", "share", "percent"}
            or any("%" in word for word in after[1:4])
        ):
            return "investment", 0.85
        return _paid(s, after, object_tags, link, direct)
    if frame == "spend":
        return _spent(s, right, after)
    if frame == "commit":
        if not direct:
            return None, 0.0
        kind, weight = _invested(s, right, after)
        return kind, weight - 0.15
    if frame == "earn" and direct:
        return "profit", 0.75
    if frame == "lose" and direct:
        return "loss", 0.78
    if frame == "cost":
        return _costed(s, verb, max(0, verb.at - 12), small)
    if frame == "price":
        return ("price", 0.93) if link in ("at", "from", "between", "around", "to") or direct else (None, 0.0)
    if frame == "charge":
        return ("price", 0.7) if direct or link == "for" else (None, 0.0)
    if frame == "fine" and verb.shape in ("past", "base", "s", "ing"):
        return "fine", 0.95
    if frame == "settle":
        return ("fine", 0.85) if link in ("for", "of", "with") else (None, 0.0)
    if frame == "value":
        nouns = [
            noun
            for noun in s.nouns
            if verb.at - 4 <= noun.last < verb.at
            and noun.kind in ("deal", "acquisition", "investment", "debt", "market_size")
            and noun.weight >= 0.5
        ]
        if nouns and verb.shape == "past" and words[verb.at - 1] not in ("that", "which"):
            return None, 0.0
        return ("valuation", 0.97) if link == "at" or direct else (None, 0.0)
    if frame == "borrow":
        return "debt", 0.95
    if frame == "lend":
        return "debt", 0.93
    if frame == "award":
        public = s.has(
            "government",
            "department",
            "commerce",
            "federal",
            "state",
            "chips act",
            "commission",
            "ministry",
            "u s",
            "us",
        )
        return (
            ("subsidy", 0.82 if public else 0.55)
            if object_tags <= {"word", "company", "name", "pronoun", "number", "period", "mark"}
            else (None, 0.0)
        )
    if frame == "receive" and direct:
        public = s.has(
            "government",
            "department",
            "federal",
            "chips act",
            "chips and science act",
            "subsidy",
            "subsidies",
        )
        if public:
            return "subsidy", 0.75
        venture = s.has(
            "valuation", "round", "investors", "venture", "startup", "start up", "led by", "seed", "series a"
        )
        return (
            ("funding", 0.7 if venture else 0.45) if first_after in ("from", "in") or venture else (None, 0.0)
        )
    if frame == "order" and (direct or link in ("for", "worth")):
        return "deal", 0.8
    if frame == "sign" and (link in ("for", "worth")):
        return "deal", 0.7
    if frame == "start" and link in ("at", "from"):
        return "price", 0.82
    if frame == "build" and link in ("for", "at"):
        return "cost", 0.5
    if verb.lemma in ("wipe", "erase", "shed"):
        return "market_cap", 0.6
    if verb.lemma == "save" and direct:
        return "cost", 0.5
    if verb.lemma in ("seek", "close", "complete") and direct:
        venture = s.has("valuation", "round", "investors", "startup", "start up")
        return ("funding", 0.72) if venture else (None, 0.0)
    if verb.lemma in ("burn",) and direct:
        return "cost", 0.7
    if verb.lemma == "make" and direct and first_after in ("in", "from", "last", "of"):
        return "revenue", 0.45
    if verb.lemma in ("generate",) and direct:
        return "revenue", 0.65
    return None, 0.0


def left_word(s: Sentence, at: int) -> str:
    """Return the word that the amount hangs on at its left, past its qualifiers."""
    left = before_qualifiers(s, at)
    return s.words[left] if left >= 0 else ""


def _place_follows(s: Sentence, first: int, length: int = 12) -> bool:
    for index in range(first, min(len(s.tokens) - 1, first + length)):
        if s.tokens[index].tag == "money":
            return False
        if s.words[index] in ("in", "near", "outside", "across") and index + 1 < len(s.tokens):
            following = s.tokens[index + 1]
            if following.tag == "name" or (
                following.word in ("us", "u.s.", "american", "europe", "india", "japan", "the")
                and any(
                    each.tag == "name"
                    or each.word in ("us", "u.s.", "uk", "u.k.", "country", "state", "united", "region")
                    for each in s.tokens[index + 1 : index + 3]
                )
            ):
                return True
    return False


def _invested(s: Sentence, right: int, after: list[str]) -> tuple[FigureKind, float]:
    tags = [token.tag for token in s.tokens[right : right + 5]]
    if after and after[0] in ("in", "into", "to", "on", "at", "for", "toward", "towards"):
        if "company" in tags[:5] and not _owned_object(s, right, tags):
            return "investment", 0.95
        own = sum(word in _OWN for word in after[:9])
        if own >= 1 and not _place_follows(s, right) and not (set(after) & _PLACED):
            return "capex", 0.8 if own >= 2 else 0.68
        return "investment", 0.82
    if "build" in after[:3] or "expand" in after[:3] or "building" in after[:3]:
        return ("investment", 0.6) if _place_follows(s, right) or set(after) & _PLACED else ("capex", 0.7)
    return "investment", 0.72


def _owned_object(s: Sentence, right: int, tags: list[str]) -> bool:
    """Return whether the company found is only the maker of what is paid for ("in Nvidia chips")."""
    index = right + tags.index("company")
    following = s.words[index + 1] if index + 1 < len(s.words) else ""
    return following in _PRODUCTS or (index + 1 < len(s.tokens) and s.tokens[index + 1].tag == "chip")


def _spent(s: Sentence, right: int, after: list[str]) -> tuple[FigureKind, float]:
    near = set(after[:9])
    if near & {
        "research",
        "r&d",
        "development",
        "advertising",
        "marketing",
        "lobbying",
        "salaries",
        "training",
        "train",
        "develop",
        "operating",
    }:
        return "cost", 0.78
    if near & {"buying", "acquire", "acquiring", "acquisitions", "acquisition"}:
        return "acquisition", 0.6
    if near & {"buy", "purchase"} and any(t.tag == "company" for t in s.tokens[right : right + 4]):
        return "acquisition", 0.75
    if near & {"buybacks", "repurchasing", "dividends"}:
        return "other", 0.7
    tags = [token.tag for token in s.tokens[right : right + 5]]
    if after and after[0] in ("with", "at"):
        return "deal", 0.7
    if (
        after
        and after[0] in ("on", "for")
        and near & {"cloud", "azure", "compute", "computing"}
        and "company" in tags
    ):
        return "deal", 0.75
    own = sum(word in _OWN for word in after[:9])
    if own:
        return "capex", min(0.94, 0.82 + 0.04 * own)
    if s.has("capital expenditures", "capex", "data centers", "data centres", "infrastructure"):
        return "capex", 0.8
    return "capex", 0.55


_COURT = (
    "jury",
    "court",
    "infringement",
    "lawsuit",
    "patent",
    "antitrust",
    "regulators",
    "violations",
    "judge",
)


def _paid(
    s: Sentence, after: list[str], tags: set[str], link: str, direct: bool
) -> tuple[FigureKind | None, float]:
    near = set(after[:9])
    if near & {"fine", "fines", "penalty", "penalties", "damages", "settle", "settlement"}:
        return "fine", 0.93
    if s.has(*_COURT) and (direct or after[:1] == ["to"]):
        return "fine", 0.85
    if not direct and "company" not in tags and "pronoun" not in tags and link not in ("of", "for"):
        return None, 0.0
    if direct and after[:1] == ["for"]:
        company = next((k for k, word in enumerate(after[1:6], 1) if word and word[0].isalpha()), None)
        if near & _PRODUCTS or near & {
            "capacity",
            "compute",
            "services",
            "power",
            "access",
            "use",
            "license",
            "licence",
            "cloud",
        }:
            return "deal", 0.65
        return ("acquisition", 0.7) if company else (None, 0.0)
    if "company" in tags or after[:1] == ["to"] or near & {"services", "capacity", "compute"}:
        return "deal", 0.68
    return "deal", 0.3


def _costed(s: Sentence, verb: Verb, low_of: int, small: bool) -> tuple[FigureKind | None, float]:
    subject = s.tokens[low_of : verb.at]
    after = s.tokens[verb.at + 1 : verb.at + 2]
    if after and after[0].tag in ("company", "pronoun", "name"):
        return "cost", 0.88
    words = {token.word for token in subject}
    if any(token.tag == "chip" for token in subject) or words & _PRODUCTS:
        return (
            ("cost", 0.7)
            if words & _PROJECTS and not words & {"gpu", "gpus", "chip", "chips"}
            else ("price", 0.85)
        )
    if words & _PROJECTS or words & {"models", "model"}:
        return "cost", 0.86
    return ("price", 0.7) if small else ("cost", 0.6)


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
        if not near & _OWN and not s.has("capital", "capex", "hyperscalers"):
            return best._replace(weight=best.weight * 0.85)
    if (kind == "funding" or (kind in ("investment", "deal") and best.noun is not None)) and s.has(
        "chips act", "chips and science act"
    ):
        if best.noun is None or best.noun.phrase in (
            "funding",
            "award",
            "direct funding",
            "agreement",
            "support",
            "investment",
            "deal",
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
