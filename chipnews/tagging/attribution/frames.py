"""What a verb says that an amount is: "raised", "bought Mellanox for", "costs", "valued at"."""

from typing import NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.positions import (
    before_qualifiers,
    governing_verb,
    left_word,
    object_words,
)
from chipnews.tagging.attribution.spending import LOANS, PRODUCTS, costed, invested, paid, spent
from chipnews.tagging.attribution.words import Noun, Sentence, Verb
from chipnews.tagging.values import FigureKind


class Evidence(NamedTuple):
    """A kind with the words that tell it. `relation` says how the amount hangs on them."""

    kind: FigureKind
    weight: float
    relation: str
    noun: Noun | None = None
    verb: Verb | None = None


GOODS = frozenset(
    """gpus chips servers accelerators processors capacity compute computing services equipment hardware
    racks systems tools wafers memory components power cards""".split()
)
"""What is ordered and sold: "capacity worth $5 billion" tells of a deal."""


def by_verb(s: Sentence, at: int, low: int, right: int, small: bool) -> list[Evidence]:
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
        goods = GOODS & set(words[max(low, left - 4) : left])
        if goods or any(token.tag == "chip" for token in s.tokens[max(low, left - 3) : left]):
            found.append(Evidence("deal", 0.6, "verb", None, governing_verb(s, left, low)))
            return found
        subject_is_money_noun = any(
            noun.last >= left - 8 and noun.last < left and noun.weight >= 0.5 for noun in s.nouns
        )
        if not subject_is_money_noun:
            found.append(Evidence("valuation", 0.7, "verb", None, Verb(left, "worth", "value", "past")))
    return found


def _frame_kind(
    s: Sentence, at: int, verb: Verb, link: str, direct: bool, right: int, small: bool
) -> tuple[FigureKind | None, float]:
    words = s.words
    frame = verb.frame
    after = object_words(s, right)
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
    to_make = {"develop", "build", "train", "make", "design", "create"} & set(after[1:2]) and after[:1] == [
        "to"
    ]
    if verb.lemma == "take" and direct and to_make:
        return "cost", 0.75
    if verb.lemma == "set" and "back" in words[verb.at + 1 : at]:
        return ("price", 0.7) if small else ("cost", 0.65)
    if verb.lemma in ("set", "put", "lay") and words[verb.at + 1 : verb.at + 2] == ("aside",):
        kind, weight = invested(s, right, after)
        return kind, weight - 0.15
    if link == "at" and not small and (frame == "raise" or (frame == "receive" and "money" in object_tags)):
        # "raised $750 million at $6.9 billion".
        return "valuation", 1.05
    people = PEOPLE & (
        set(words[max(0, verb.at - 7) : verb.at]) if frame in ("receive", "earn") else set(after[:6])
    )
    if people and (frame in ("receive", "earn", "pay") or verb.lemma == "offer"):
        return "other", 0.86
    if verb.lemma == "take" and words[verb.at + 1 : verb.at + 2] == ("over",) and link == "for":
        return "acquisition", 0.8
    if verb.lemma == "lay" and words[verb.at + 1 : verb.at + 2] == ("out",):
        return spent(s, right, after)
    if verb.lemma in ("license", "hire") and link == "for" and not small:
        return "deal", 0.66 if verb.lemma == "license" else 0.45
    sold = frame == "sell" and link == "for" and not small and verb.shape == "past" and verb.at
    if sold and words[verb.at - 1] in lx.BE and s.tokens[verb.at - 2].tag in ("company", "name", "pronoun"):
        return "acquisition", 0.88
    round_before = any(noun.kind == "funding" and verb.at - 7 <= noun.first < verb.at for noun in s.nouns)
    if verb.lemma in ("bring", "pull", "rake", "take") and round_before and left_word(s, at) == "in":
        return "funding", 0.85
    if (
        verb.lemma in ("bring", "pull", "rake", "take")
        and (left_word(s, at) == "in" or words[verb.at + 1 : verb.at + 2] == ("in",))
        and _sells(s, verb.at)
    ):
        return "revenue", 0.75
    if verb.lemma == "take" and words[verb.at + 1 : verb.at + 2] == ("in",) and "money" not in object_tags:
        return "funding", 0.6
    if frame == "repurchase" and direct:
        return (
            ("debt", 0.7) if set(after[:6]) & {"notes", "bonds", "debt", "loan", "loans"} else ("other", 0.75)
        )
    if frame == "repay" and direct:
        return "debt", 0.75
    if frame == "incur" and direct:
        return "cost", 0.75
    if frame == "pocket" and direct:
        priced = small or (verb.lemma == "fetch" and _small_goods(s, verb.at))
        return ("price", 0.6) if priced else ("revenue", 0.6)
    if frame == "owe" and not small and words[verb.at - 1 if verb.at else 0] not in lx.BE:
        return "debt", 0.75
    if frame == "penalty" and {"fine", "fines", "penalty", "penalties"} & (between | set(after[:4])):
        return "fine", 0.9
    if verb.lemma in ("follow", "contribute", "chip", "add") and link == "with":
        return "investment", 0.26
    if verb.lemma == "bring" and left_word(s, at) == "in":
        return "revenue", 0.75
    if verb.lemma == "pull" and left_word(s, at) == "in":
        quarterly = any(period.grain == "quarter" for period in s.periods)
        return ("revenue", 0.75) if quarterly else ("funding", 0.6)
    if verb.lemma == "put" and "price" in between and not small and link == "of":
        return "valuation", 1.05
    if verb.lemma == "put" and left_word(s, at) in ("in", "up"):
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
    if verb.lemma in ("go", "rent", "lease", "change", "trade", "retail") and link in ("for", "at"):
        hands = verb.lemma != "change" or "hands" in between
        if hands and _small_goods(s, verb.at) and "money" not in object_tags:
            return "price", 0.7
    if verb.lemma == "guide" and link in ("to", "for", "at") and not _names_money(s, verb.at, at):
        return "guidance", 0.7
    if verb.lemma == "pick" and left_word(s, at) == "up" and not small:
        return "funding", 0.6
    if frame == "raise" and direct and _by_borrowing(after):
        return "debt", 0.97
    if frame == "raise":
        if not direct:
            return (None, 0.0) if verb.lemma != "raise" or link != "of" else ("funding", 0.4)
        return "funding", 0.93 if verb.lemma == "raise" else 0.75 if s.has(
            "valuation", "round", "investors", "venture", "startup", "start up", "led by"
        ) else 0.6
    if frame == "invest":
        return invested(s, right, after) if direct or link == "of" else ("investment", 0.6)
    if frame == "train":
        return (
            ("cost", 0.72) if link in ("for", "at", "under") and "company" not in object_tags else (None, 0.0)
        )
    if frame in ("acquire", "buy"):
        if "stake" in between or "shares" in between:
            return "investment", 0.85
        if link == "for" or (link in ("of", "at", "worth") and frame == "acquire"):
            left = before_qualifiers(s, at)
            ends_in_name = left > 0 and s.tokens[left - 1].tag in ("company", "name")
            goods = between & PRODUCTS and not ends_in_name
            it = "pronoun" in object_tags and not between & {"its", "their", "our"} and not small
            if (object_tags & {"company", "name"} or it) and not (goods or "chip" in object_tags):
                return "acquisition", 0.93 if frame == "acquire" else 0.88
            if between & PRODUCTS or "chip" in object_tags:
                return "deal", 0.7
            return "acquisition", 0.8 if frame == "acquire" else 0.5
        if direct and first_after in ("of", "worth", "in"):
            if {"stock", "shares", "equity"} & set(after[:6]):
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
            if (
                between & {"stake", "shares", "business", "unit", "division", "foundry", "arm", "company"}
                or "company" in object_tags
            ):
                return ("investment", 0.55) if between & {"stake", "shares"} else ("acquisition", 0.6)
            goods_sold = small or verb.shape != "past" or _small_goods(s, verb.at)
            return ("price", 0.85) if goods_sold else ("acquisition", 0.5)
        if direct and first_after in ("of", "worth", "in"):
            if {"stock", "shares", "equity"} & set(after[:4]):
                return "funding", 0.55
            return "revenue", 0.75
        return None, 0.0
    if frame == "pay":
        if (direct and after[:1] == ["for"] and set(after[1:7]) & {"%", "stake", "share", "percent"}) or any(
            "%" in word for word in after[1:4]
        ):
            return "investment", 0.85
        return paid(s, right, after, object_tags, link, direct)
    if frame == "spend":
        return spent(s, right, after)
    if frame == "commit":
        if not direct:
            return None, 0.0
        kind, weight = invested(s, right, after)
        return kind, weight - 0.15
    if frame == "earn" and direct:
        return "profit", 0.75
    if frame == "lose" and direct:
        return "loss", 0.78
    if frame == "cost":
        return costed(s, at, verb, max(0, verb.at - 12), small)
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
        if small:
            return "share_price", 0.6
        return ("valuation", 1.03 if link == "at" else 0.97) if link == "at" or direct else (None, 0.0)
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
    bare = not any(noun.weight > 0.5 and noun.first < at for noun in s.nouns)
    if frame in ("up", "down") and link == "to" and not small and bare and "money" not in object_tags:
        # "AWS grew 20% to $33 billion": no noun says what grew.
        return "revenue", 0.56
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


def _by_borrowing(after: list[str]) -> bool:
    """Return whether what is raised is borrowed: "through convertible notes", "in the bond market"."""
    near = after[:8]
    if not near or near[0] not in ("in", "through", "via", "by", "from", "with", "of", "selling"):
        return False
    return bool(LOANS & set(near)) and not {"equity", "mix", "round", "stock", "and"} & set(near)


def _names_money(s: Sentence, first: int, last: int) -> bool:
    return any(noun.weight > 0.5 and first < noun.first < last for noun in s.nouns)


def _small_goods(s: Sentence, verb_at: int) -> bool:
    """Return whether goods stand before the verb, as in "a rack goes for"."""
    near = s.tokens[max(0, verb_at - 9) : verb_at]
    return any(token.tag == "chip" or token.word in PRODUCTS or token.word in _RENTED for token in near)


_RENTED = frozenset(
    "megawatt kilowatt gigawatt capacity box stack stacks rack racks wafer node h100s box".split()
)


PEOPLE = frozenset(
    """engineer engineers employee employees worker workers staff staffer staffers researcher researchers
    scientist scientists member members boss bosses executive executives ceo founder founders""".split()
)
"""Whose pay an amount may be."""


_SELLING = frozenset(
    """gaming networking automotive cloud segment unit division business sales arm subsidiary software
    services advertising storage memory foundry foundries handsets phones server servers""".split()
)


def _sells(s: Sentence, verb_at: int) -> bool:
    """Return whether a part of a company that sells something stands before the verb."""
    return bool(_SELLING & set(s.words[max(0, verb_at - 6) : verb_at]))
