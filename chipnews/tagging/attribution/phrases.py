"""Phrases that name a party near an amount: before the verb, inside the noun phrase, after a preposition."""

from chipnews.tagging.attribution import agents
from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import Agent, after_word, phrase_agent
from chipnews.tagging.attribution.positions import clause_start
from chipnews.tagging.attribution.words import Sentence, Verb

FROM = frozenset({"from"})


def part_end(s: Sentence, at: int, reach: int = 16) -> int:
    """Return where the words that belong to the amount end: the next amount or a new clause."""
    for index in range(at + 1, min(len(s.tokens), at + reach)):
        if s.tokens[index].tag == "money" or s.words[index] in (";", "—", "while", "whereas", "but"):
            return index
    return min(len(s.tokens), at + reach)


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


def verb_before(s: Sentence, at: int) -> Verb | None:
    low = clause_start(s, at)
    for index in range(at - 1, low - 1, -1):
        verb = s.verbs.get(index)
        if verb is not None and not _reduced(s, verb):
            return verb
        if s.words[index] in lx.BE and s.words[index] != "'s" and index + 1 not in s.verbs and index + 1 < at:
            return Verb(index, "be", "other", "s")
    return None


def _reduced(s: Sentence, verb: Verb) -> bool:
    """Return whether the verb only describes the noun before it: "a round led by SoftBank"."""
    if verb.shape != "past" or verb.at + 1 >= len(s.words) or s.words[verb.at + 1] != "by":
        return False
    return not passive(s, verb)


def leading_agent(s: Sentence, before: int) -> Agent | None:
    """Return the first company of the sentence before the token, as a headline or a table names it."""
    for index in range(before):
        token = s.tokens[index]
        if token.tag in ("company", "name", "pronoun") and not agents.is_modifier(s, index):
            if agents.preposition_before(s, index) is not None:
                continue
            return Agent(token.tag, index, 0.7)
    return None


def direct_phrase(s: Sentence, first: int, last: int, words: frozenset[str]) -> Agent | None:
    """Return the entity of a phrase that hangs directly on the noun: "revenue at Nvidia's gaming unit"."""
    for index in range(first + 1, min(last, first + 5, len(s.tokens))):
        if s.words[index] in words:
            found = after_word(s, index, 5)
            return (
                found._replace(certainty=min(found.certainty + 0.2, 0.9))
                if found is not None and found.tag != "name"
                else None
            )
        if s.tokens[index].tag not in ("period", "number") and s.words[index] not in (
            "in",
            "for",
            "the",
            "rose",
            "quarter",
        ):
            return None
    return None


def inner_company(s: Sentence, first: int, last: int) -> Agent | None:
    """Return the company inside the noun phrase: "a $5 billion Intel investment"."""
    for index in range(first, min(last, len(s.tokens))):
        if s.tokens[index].tag == "company" and not agents.is_modifier(s, index):
            return Agent("company", index, 0.85)
    return None


def both_parties(s: Sentence, at: int) -> tuple[Agent, Agent] | None:
    """Return both parties of "the OpenAI-Oracle deal" or "between OpenAI and Oracle"."""
    for index in range(len(s.tokens) - 1):
        if s.tokens[index].tag != "company":
            continue
        following = s.tokens[index + 1]
        if following.tag == "company" and following.glued:
            return Agent("company", index, 0.85), Agent("company", index + 1, 0.85)
        if (
            index + 2 < len(s.tokens)
            and following.word in ("and", "&", "-", "–", "/")
            and s.tokens[index + 2].tag == "company"
            and ((index and s.words[index - 1] == "between") or following.word in ("-", "–", "/"))
        ):
            return Agent("company", index, 0.8), Agent("company", index + 2, 0.8)
    return None


def after_opening(s: Sentence, at: int) -> Agent | None:
    """Return the subject that follows an opening phrase which holds the amount."""
    for index in range(at + 1, min(len(s.tokens), at + 14)):
        if s.words[index] == "," and index + 1 < len(s.tokens):
            for k in range(index + 1, min(index + 4, len(s.tokens))):
                token = s.tokens[k]
                if token.tag in ("company", "name", "pronoun"):
                    return Agent(token.tag, k, 0.85)
                if token.tag != "word" or token.word in lx.PREPOSITIONS:
                    return None
    return None


def lead_investor(s: Sentence, at: int, end: int) -> Agent | None:
    for index in range(len(s.tokens) - 1):
        if s.words[index] in ("led", "anchored", "headed") and s.words[index + 1] == "by":
            return after_word(s, index + 1)
        if s.words[index] == "by" and index > 0 and s.words[index - 1] in ("round", "investment"):
            return after_word(s, index)
    found = phrase_agent(s, FROM, at, end)
    if found is not None and found.several:
        return None
    return found._replace(certainty=found.certainty - 0.05) if found is not None else None


def only_a_maker(s: Sentence, at: int) -> bool:
    following = s.tokens[at + 1] if at + 1 < len(s.tokens) else None
    if following is None:
        return False
    return following.tag == "chip" or following.word in ("chips", "gpus", "hardware", "processors", "servers")


def into_follows(s: Sentence, edge: int) -> bool:
    """Return whether "in" or "into" comes right after the noun."""
    return edge + 1 < len(s.words) and s.words[edge + 1] in ("in", "into")
