"""Finds who does what in a sentence: the subject of a verb, the owner of a noun, who follows a word.

An agent is a company, a pronoun yet to be resolved, a name that no list knows, or nobody.
"""

from typing import NamedTuple

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.words import Sentence, Tag, Verb


class Agent(NamedTuple):
    """One candidate for a role: `at` is its token, `certainty` 0..1 how plainly the words say so.

    `several` is true where it is one of a list ("Microsoft and Google").
    """

    tag: Tag
    at: int
    certainty: float
    several: bool = False


_SKIP = (
    lx.ADVERBS
    | lx.AUX
    | frozenset("to , about set poised due slated scheduled able ready close talks".split())
)
_BETWEEN_PREPOSITION_AND_NAME = 6


def preposition_before(s: Sentence, at: int) -> str | None:
    """Return the preposition whose phrase the entity at `at` heads, None where there is none."""
    listed = _listed_with(s, at)
    while listed is not None:
        at = listed
        listed = _listed_with(s, at)
    index = at - 1
    steps = 0
    while index >= 0 and steps < _BETWEEN_PREPOSITION_AND_NAME:
        token = s.tokens[index]
        if token.word in lx.PREPOSITIONS:
            return token.word
        if token.tag in ("mark", "money") and token.word not in ("“", '"', "/", "&"):
            return None
        if (
            index in s.verbs
            or token.word in lx.AUX - {"'s"}
            or token.word in ("and", "or", "that", "to", "which", "who")
        ):
            return "to" if token.word == "to" and _is_preposition_to(s, index) else None
        if (
            token.tag in ("company", "name", "pronoun")
            and s.words[index + 1] != "'s"
            and not s.tokens[index + 1].glued
        ):
            return None
        index -= 1
        steps += 1
    return None


def _is_preposition_to(s: Sentence, at: int) -> bool:
    return at + 1 not in s.verbs


def _listed_with(s: Sentence, at: int) -> int | None:
    """Return the entity that stands before this one in a list ("Microsoft, Google and Meta"), if any."""
    index = at - 1
    while index >= 0 and s.words[index] in (
        "and",
        ",",
        "or",
        "&",
        "'s",
        "the",
        "as",
        "well",
        "with",
        "along",
    ):
        index -= 1
    if index == at - 1 or index < 0:
        return None
    joined = s.words[index + 1 : at]
    if s.tokens[index].tag in ("company", "name") and ("and" in joined or "," in joined or "&" in joined):
        return index
    return None


def is_modifier(s: Sentence, at: int) -> bool:
    """Return whether the company only describes another ("Nvidia-backed", "OpenAI rival Anthropic")."""
    index = at + 1
    if index >= len(s.tokens):
        return False
    word = s.words[index]
    if word in lx.MODIFIED_BY and (s.tokens[index].glued or s.headline or word not in lx.VERBS):
        return True
    if word == "'s" and index + 1 < len(s.tokens) and s.words[index + 1] in lx.MODIFIED_BY:
        return True
    if word in ("former", "ex"):
        return True
    # "Samsung Securities", "Intel Capital": houses of their own.
    if word in ("securities", "ventures", "capital", "research") and s.tokens[index].capital:
        return True
    return at > 0 and s.words[at - 1] in ("former", "ex")


def _insertion_start(s: Sentence, comma: int) -> int | None:
    """Return the index of the comma that opens the insertion closed at `comma`, None where it closes none."""
    for index in range(comma - 1, max(-1, comma - 26), -1):
        if s.words[index] != "," or index + 1 >= comma:
            continue
        first = s.tokens[index + 1]
        opens = (
            first.word in lx.RELATIVES
            or first.word
            in (
                "a",
                "an",
                "the",
                "one",
                "its",
                "with",
                "along",
                "including",
                "like",
                "in",
                "on",
                "for",
                "as",
                "after",
                "together",
                "together",
                "already",
                "now",
                "whose",
                "formerly",
                "at",
                "by",
                "like",
            )
            or first.tag == "period"
            or (first.word in ("he", "she", "it", "they") and comma - index <= 5)
            or (index + 1 in s.verbs and s.verbs[index + 1].shape in ("past", "ing"))
            or first.word.endswith("ed")
        )
        if opens and index > 0:
            return index
        return None
    return None


def subject(s: Sentence, verb_at: int, low: int = 0) -> Agent | None:
    """Return who does what the verb at `verb_at` says."""
    found: list[tuple[float, Agent]] = []
    penalty = 0.0
    linked = True
    relative = False
    conjoined = False
    index = verb_at - 1
    while index >= low and penalty < 0.8:
        token = s.tokens[index]
        word = token.word
        entity = token.tag in ("company", "name", "pronoun") or word in lx.AGENT_NOUNS
        if entity:
            cost = penalty + _entity_cost(s, index, relative)
            agent = _as_agent(s, index, 0.95 - cost)
            found.append((cost, agent))
            if cost - penalty < 0.15:
                if penalty < 0.5:
                    break
                penalty += 0.1
            relative = False
            linked = False
        elif word == ",":
            opened = _insertion_start(s, index)
            relative_inside = opened is not None and s.words[opened + 1] in lx.RELATIVES
            if opened is not None and (linked or relative_inside):
                index = opened
            elif not linked or verb_at - index > 3:
                penalty += 0.12
        elif word in ("and", "but") and linked and not found:
            # "It raised $44 million, and expects ...": both verbs have one subject.
            conjoined = True
            penalty += 0.03
            linked = False
            if index > 0 and s.words[index - 1] == ",":
                index -= 1
        elif word in (")", "”", '"'):
            pass
        elif word in ("(", "“"):
            linked = False
        elif word in (";", ":", "—", "–"):
            penalty += 0.35
        elif word in lx.RELATIVES and linked:
            relative = True
            if index > 0 and s.words[index - 1] == ",":
                index -= 1
        elif word in ("while", "whereas", "although", "though", "because", "but"):
            penalty += 0.4
        elif word == "that":
            penalty += 0.1
        elif index in s.verbs:
            if not linked and not conjoined:
                penalty += 0.2
            linked = True
            conjoined = False
        elif word == "to":
            linked = True
        elif word in lx.AUX or word in lx.ADVERBS:
            pass
        elif token.tag == "money":
            penalty += 0.0 if conjoined else 0.15
            linked = False
        elif linked and _is_stranger(s, index):
            found.append((penalty, Agent("name", index, 0.95 - penalty, True)))
            break
        else:
            linked = linked and (
                word in _SKIP
                or token.tag == "period"
                or word in ("on", "monday", "tuesday", "wednesday", "thursday", "friday")
            )
        index -= 1
    if not found:
        return None
    cost, best = min(found, key=lambda each: each[0])
    return best if cost < 0.75 else None


def _is_stranger(s: Sentence, at: int) -> bool:
    """Return whether a common noun that is no party stands as the subject: "small brokers", "a customer"."""
    word = s.words[at]
    if (
        s.tokens[at].tag != "word"
        or not word.isalpha()
        or len(word) < 4
        or word in _SKIP
        or word in lx.PREPOSITIONS
    ):
        return False
    if word in _TIME_WORDS or any(noun.first <= at <= noun.last for noun in s.nouns):
        return False
    plural = word.endswith("s") and not word.endswith(("ss", "us", "is"))
    index, single = at - 1, False
    while index >= 0 and at - index <= 5:
        token = s.tokens[index]
        if token.tag in ("company", "pronoun", "name", "chip") or token.word == "'s":
            return False
        if token.word in ("a", "an", "one", "another", "each"):
            single = True
            break
        if (
            token.tag != "word"
            or token.word in lx.PREPOSITIONS
            or token.word in lx.DETERMINERS
            or index in s.verbs
        ):
            break
        index -= 1
    if index >= 0 and (
        s.words[index] in lx.PREPOSITIONS or (single and index and s.tokens[index - 1].tag == "money")
    ):
        return False
    return single or plural


_TIME_WORDS = frozenset(
    "shares monday tuesday wednesday thursday friday saturday sunday months weeks days years times".split()
)


def _entity_cost(s: Sentence, at: int, relative: bool) -> float:
    if is_modifier(s, at):
        return 0.6
    cost = 0.0
    preposition = preposition_before(s, at)
    if preposition is not None and not relative:
        cost += 0.4
        if s.words[at] in lx.AGENT_NOUNS:
            cost += 0.3
    following = s.words[at + 1] if at + 1 < len(s.words) else ""
    if following == "'s":
        cost += 0.05
        if at + 2 < len(s.tokens) and s.tokens[at + 2].tag == "company":
            cost += 0.2
    if s.words[at] in ("its", "their", "our"):
        cost += 0.06
    if preposition == "to" and "according" in s.words[max(0, at - 8) : at]:
        cost += 0.5
    head = at
    while (before := _listed_with(s, head)) is not None:
        head = before
    if head > 0 and _is_object(s, head):
        cost += 0.3
    # "told Reuters that": the hearer of a telling verb is no subject of what follows.
    if at > 0 and (at - 1) in s.verbs and s.verbs[at - 1].lemma in ("tell",):
        cost += 0.5
    return cost


def _is_object(s: Sentence, at: int) -> bool:
    """Return whether a verb that takes an object stands right before the entity."""
    verb = s.verbs.get(at - 1) or (s.verbs.get(at - 2) if s.words[at - 1] in lx.DETERMINERS else None)
    if verb is None or (
        verb.frame in ("say", "expect", "plan")
        or verb.lemma
        in ("let", "help", "make", "see", "have", "find", "think", "believe", "mean", "do", "be")
    ):
        return False
    return not (at + 1 < len(s.words) and s.words[at + 1] == "to" and at + 2 in s.verbs)


def _as_agent(s: Sentence, at: int, certainty: float) -> Agent:
    token = s.tokens[at]
    several = _listed_with(s, at) is not None
    if token.tag == "name" and at > 0:
        # "Nvidia CEO Jensen Huang": the person speaks for the company.
        back = at - 1
        seen_role = False
        while (
            back >= 0
            and back > at - 7
            and (s.words[back] in lx.ROLE_NOUNS or s.words[back] in ("'s", "of", "and", ",", "-"))
        ):
            seen_role = seen_role or s.words[back] in lx.ROLE_NOUNS
            back -= 1
        if s.words[at - 1] == "'s" and at > 1 and s.tokens[at - 2].tag == "company":
            return Agent("company", at - 2, certainty - 0.1)
        if seen_role and (back < 0 or s.tokens[back].tag not in ("company", "pronoun", "name")):
            # "Chief Executive Jensen Huang" speaks for the company last spoken of.
            return Agent("pronoun", at, certainty - 0.1)
        if seen_role and back >= 0 and s.tokens[back].tag in ("company", "pronoun"):
            return Agent(s.tokens[back].tag, back, certainty - 0.05)
        # "Jensen Huang, CEO of Nvidia,"
        ahead = at + 1
        if ahead < len(s.words) and s.words[ahead] == ",":
            ahead += 1
            while ahead < min(len(s.words), at + 9) and (
                s.words[ahead] in lx.ROLE_NOUNS or s.words[ahead] in ("'s", "of", "and", "at", "the", "for")
            ):
                seen_role = seen_role or s.words[ahead] in lx.ROLE_NOUNS
                ahead += 1
            if ahead < len(s.tokens) and s.tokens[ahead].tag == "company" and s.words[ahead - 1] != ",":
                following = s.words[ahead + 1] if ahead + 1 < len(s.words) else ""
                if seen_role or (
                    following == "'s" and ahead + 2 < len(s.words) and s.words[ahead + 2] in lx.ROLE_NOUNS
                ):
                    return Agent("company", ahead, certainty - 0.05)
            if seen_role:
                # "Sid Sheth, the chief executive," speaks for the company last spoken of.
                return Agent("pronoun", at, certainty - 0.15)
    if token.tag == "word":
        # "Nvidia executives said" speak for Nvidia; "analysts at Goldman" for nobody.
        if token.word in lx.ROLE_NOUNS and at > 0:
            back = at - 2 if s.words[at - 1] == "'s" else at - 1
            if back >= 0 and s.tokens[back].tag == "company":
                return Agent("company", back, certainty - 0.05)
        return Agent("name", at, certainty, True)
    if token.tag == "company":
        return Agent("company", at, certainty, several)
    if token.tag == "pronoun":
        return Agent("pronoun", at, certainty)
    return Agent("name", at, certainty, several)


def after_word(s: Sentence, at: int, reach: int = 7) -> Agent | None:
    """Return the entity that the preposition or verb at `at` leads to ("in AI start-up Anthropic")."""
    index = at + 1
    if s.words[at] == "to" and at and s.words[at - 1] == "according":
        return None
    while index < min(len(s.tokens), at + 1 + reach):
        token = s.tokens[index]
        if token.tag in ("company", "name", "pronoun"):
            following = index + 1
            owner = following < len(s.words) and s.words[following] == "'s"
            if token.tag == "company" and is_modifier(s, index):
                index += 1
                continue
            if owner and following + 1 < len(s.tokens) and s.tokens[following + 1].tag in ("company",):
                index += 1
                continue
            if token.tag == "name" and following < len(s.tokens) and s.tokens[following].tag == "company":
                index += 1
                continue
            if s.words[at] == "with" and s.word_at(following).endswith("ing"):
                return None  # "with Google backstopping part of it"
            certainty = (
                0.9
                if not owner
                else 0.45
                if token.tag == "pronoun" and not _of_stock(s, following + 1)
                else 0.65
            )
            if token.word in ("its", "their", "our", "he", "she", "i"):
                return Agent("pronoun", index, 0.4)
            listed = (
                following < len(s.words)
                and s.words[following] in ("and", ",")
                and following + 1 < len(s.tokens)
                and s.tokens[following + 1].tag in ("company", "name")
            )
            return Agent(token.tag, index, certainty, listed)
        if token.tag in ("money", "mark", "chip", "period") and token.word not in (
            "“",
            '"',
            "-",
            "'",
            "‘",
            "/",
        ):
            return None
        if index in s.verbs and index > at + 1 and s.verbs[index].shape != "past":
            return None
        if (
            token.word in lx.PREPOSITIONS
            or token.word in ("to", "which", "that", "and", "who")
            or token.word in lx.AUX - {"'s"}
        ):
            return None
        index += 1
    return None


def _of_stock(s: Sentence, at: int) -> bool:
    return bool({"stock", "shares", "equity", "debt", "bonds"} & set(s.words[at : at + 2]))


def phrase_agent(s: Sentence, words: frozenset[str], first: int, last: int, reach: int = 7) -> Agent | None:
    """Return the entity after the first of the prepositions `words` between two tokens."""
    for index in range(max(0, first), min(last, len(s.tokens))):
        if s.words[index] in words and s.tokens[index].tag == "word":
            found = after_word(s, index, reach)
            if found is not None:
                return found
    return None


_PEOPLE = frozenset("staff employees researchers engineers users customers shareholders workers".split())


def owner(s: Sentence, noun_first: int) -> Agent | None:
    """Return whose the noun is: "Nvidia's data center revenue", "its sales", "Nvidia revenue"."""
    index = noun_first - 1
    steps = 0
    while index >= 0 and steps < 9:
        token = s.tokens[index]
        if token.word == "'s" and index > 0:
            before = s.tokens[index - 1]
            if before.tag in ("company", "pronoun", "name"):
                if before.tag == "company" and is_modifier(s, index - 1):
                    return None
                return Agent(before.tag, index - 1, 0.97 - 0.01 * steps)
            # "the world's largest": belongs to no party of the sentence.
            if (
                before.word in ("world", "country", "industry", "year", "quarter", "today", "month", "week")
                or before.tag == "period"
            ):
                index -= 2
                steps += 2
                continue
            return None
        if token.word in ("'", "’") and index > 0 and s.tokens[index - 1].tag in ("company", "name"):
            return Agent(s.tokens[index - 1].tag, index - 1, 0.95)
        if token.tag == "pronoun" and token.word in ("its", "their", "our"):
            return Agent("pronoun", index, 0.93)
        if token.tag == "company":
            if s.words[index + 1] in _PEOPLE:
                return None
            return Agent("company", index, 0.9 if not is_modifier(s, index) else 0.2)
        if token.tag == "mark" and token.word not in ("“", '"', "”", "-", "/", "&", "‘"):
            return None
        if (
            token.word in lx.PREPOSITIONS
            or token.word in ("and", "to")
            or token.word in lx.AUX - {"'s"}
            or token.word in lx.RELATIVES
        ):
            return None
        if index in s.verbs and s.verbs[index].shape != "past":
            return None
        if (
            index in s.verbs
            and index
            and (
                s.tokens[index - 1].tag in ("company", "pronoun", "name")
                or s.words[index - 1] in lx.AUX - {"'s"}
            )
        ):
            return None
        if index in s.verbs and s.verbs[index].frame in ("report", "say", "measure", "up", "down"):
            return None
        index -= 1
        steps += 1
    return None


def main_subject(s: Sentence) -> Agent | None:
    """Return the first company of the sentence that is no part of a phrase, as the one it speaks of."""
    weak: Agent | None = None
    for index, token in enumerate(s.tokens):
        if token.tag not in ("company", "pronoun"):
            continue
        if is_modifier(s, index):
            continue
        preposition = preposition_before(s, index)
        if preposition == "to" and "according" in s.words[max(0, index - 8) : index]:
            continue
        if preposition is None:
            past = [verb for k, verb in s.verbs.items() if k < index and verb.shape in ("past", "s")]
            spoken = token.tag == "company" and any(
                s.words[k] in ("is", "was") for k in range(index - 1, max(-1, index - 3), -1)
            )
            told = past and past[0].frame == "say" and spoken
            return Agent(token.tag, index, 0.45 if told else 0.75)
        if weak is None:
            weak = Agent(token.tag, index, 0.4)
    return weak


def passive(s: Sentence, verb: Verb | None) -> bool:
    """Return whether the verb stands in the passive: "was acquired", "valued at" after a noun."""
    if verb is None or verb.shape != "past":
        return False
    index = verb.at - 1
    while index >= 0 and (s.words[index] in lx.ADVERBS or s.words[index] in ("not", "being", "been")):
        if s.words[index] in ("being", "been"):
            return True
        index -= 1
    return index >= 0 and s.words[index] in lx.BE and s.words[index] != "'s"
