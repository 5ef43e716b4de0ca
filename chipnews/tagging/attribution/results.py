"""Whose a result, a cost or a price is: the owner of its noun, else who the sentence speaks of."""

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import Agent, after_word, owner, subject
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.phrases import (
    direct_phrase,
    inner_company,
    leading_agent,
    part_end,
    passive,
    verb_before,
)
from chipnews.tagging.attribution.positions import after_unit, clause_start
from chipnews.tagging.attribution.words import Sentence

_OF = frozenset({"of", "at", "for", "by", "from"})


def owner_of_result(s: Sentence, at: int, evidence: Evidence) -> Agent | None:
    """A result, a cost or a price: the owner of its noun, else who the verb speaks of."""
    noun = evidence.noun
    if noun is not None:
        first = min(noun.first, at) if evidence.relation in ("modifier", "in") else noun.first
        found = owner(s, first, noun.last)
        if found is None and evidence.relation == "modifier" and noun.first > at:
            found = inner_company(s, at + 1, noun.first)
        if found is not None:
            return found
        if evidence.kind not in ("price",):
            stop = at if evidence.relation in ("measure", "of", "object") else part_end(s, noun.last, 8)
            words = _OF - {"from", "for"} if evidence.kind in ("revenue", "guidance", "other") else _OF
            found = direct_phrase(s, noun.last, stop, words)
            if found is not None and evidence.kind != "price":
                return found
    verb = evidence.verb or verb_before(s, at)
    if noun is not None and evidence.relation in ("measure",) and evidence.verb is not None:
        # The noun is the subject and names no owner; who is spoken of stands before it, if anybody.
        reporting = verb_before(s, noun.first)
        if reporting is not None:
            agent = subject(s, reporting.at)
            if agent is not None:
                return agent._replace(certainty=agent.certainty - 0.12)
        front = leading_agent(s, noun.first)
        return front._replace(certainty=0.6) if front is not None else None
    if noun is not None and evidence.relation in ("of", "object", "near") and (noun.first < at):
        verb = verb_before(s, noun.first) or verb
    if verb is None:
        front = leading_agent(s, at)
        return front._replace(certainty=min(front.certainty, 0.75)) if front is not None else None
    agent = subject(s, verb.at)
    if (
        agent is not None
        and passive(s, verb)
        and verb.frame not in ("measure", "up", "down", "expect", "value", "fine", "price")
    ):
        return agent._replace(certainty=agent.certainty - 0.15)
    if verb.lemma in ("bring", "contribute") and (agent is None or agent.tag != "company"):
        # "China brought in $17 billion for Nvidia".
        earner = direct_phrase(s, at, part_end(s, at, 8), frozenset({"for", "to"}))
        if earner is not None and earner.tag == "company":
            return earner
    if agent is not None and verb.frame in ("up", "down", "measure") and noun is None:
        return agent._replace(certainty=agent.certainty - 0.15)
    if agent is None:
        front = leading_agent(s, at)
        if front is not None:
            return front._replace(certainty=min(front.certainty, 0.5))
    return agent


def share_owner(s: Sentence, at: int) -> Agent | None:
    """Return whose shares stand nearest to the price: "shares of Arm", "Nvidia stock", "its shares"."""
    for index in sorted(
        (k for k, word in enumerate(s.words) if word in ("shares", "stock", "share")),
        key=lambda k: abs(k - at),
    ):
        held = owner(s, index, index)
        if held is not None:
            return held
        if index + 1 < len(s.words) and s.words[index + 1] in ("of", "in"):
            found = after_word(s, index + 1, 4)
            if found is not None:
                return found
    return None


def clause_owner(s: Sentence, at: int, evidence: Evidence) -> Agent | None:
    if evidence.verb is None:
        return None
    for index in range(evidence.verb.at - 1, clause_start(s, at) - 1, -1):
        token = s.tokens[index]
        if token.word == "'s" and index and s.tokens[index - 1].tag == "company":
            return Agent("company", index - 1, 0.8)
        if token.tag == "company":
            return Agent("company", index, 0.6)
        if (index in s.verbs and token.word not in lx.AUX) or token.word in lx.RELATIVES:
            return None
    return None


_SHOPS = frozenset({"at", "from", "on", "with", "via"})


def vendor_named(s: Sentence, at: int) -> Agent | None:
    """Return who is named right after a price as its vendor ("$4.25 an hour at CoreWeave")."""
    right = after_unit(s, at)
    if right + 1 >= len(s.tokens) or s.words[right] not in _SHOPS:
        return None
    token = s.tokens[right + 1]
    if token.tag not in ("company", "name") or s.words[right + 2 : right + 3] == ("'s",):
        return None
    return Agent(token.tag, right + 1, 0.88)
