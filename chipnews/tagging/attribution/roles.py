"""Decides whose an amount is and who the other party is, from its kind and the words that tell it."""

from typing import NamedTuple

from chipnews.tagging.attribution import agents
from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import Agent, after_word, owner, phrase_agent, subject
from chipnews.tagging.attribution.kinds import Evidence, after_unit, clause_start
from chipnews.tagging.attribution.words import Noun, Sentence, Verb


class Roles(NamedTuple):
    """The company and the counterparty as agents of the sentence; None where the sentence names none."""

    company: Agent | None = None
    counterparty: Agent | None = None


_IN = frozenset({"in", "into", "to"})
_FOR = frozenset({"for", "in", "into"})
_FROM = frozenset({"from"})
_BY = frozenset({"by"})
_WITH = frozenset({"with", "from", "to", "by", "for"})
_OF = frozenset({"of", "at", "for", "by", "from"})
_TO = frozenset({"to", "for"})


def roles_of(s: Sentence, at: int, evidence: Evidence) -> Roles:
    """Return who the amount at `at` belongs to and who stands on the other side."""
    match evidence.kind:
        case "market_size":
            return Roles()
        case "funding":
            return _funding(s, at, evidence)
        case "valuation" | "market_cap":
            return _valuation(s, at, evidence)
        case "acquisition":
            return _acquisition(s, at, evidence)
        case "investment":
            return _investment(s, at, evidence)
        case "deal":
            return _deal(s, at, evidence)
        case "subsidy":
            return _subsidy(s, at, evidence)
        case "fine":
            return _fine(s, at, evidence)
        case "debt":
            return _debt(s, at, evidence)
        case "share_price":
            return Roles(_share(s, at) or _generic(s, at, evidence))
        case "cost" if evidence.verb is not None and evidence.verb.frame == "cost":
            hit = after_word(s, evidence.verb.at, 2)
            return Roles(hit) if hit is not None else Roles(_owner_in_clause(s, at, evidence))
    return Roles(_generic(s, at, evidence))


def _end(s: Sentence, at: int, reach: int = 16) -> int:
    """Return where the words that belong to the amount end: the next amount or a new clause."""
    for index in range(at + 1, min(len(s.tokens), at + reach)):
        if s.tokens[index].tag == "money" or s.words[index] in (";", "—", "while", "whereas", "but"):
            return index
    return min(len(s.tokens), at + reach)


def _anchor(s: Sentence, at: int, evidence: Evidence) -> int:
    return (
        evidence.verb.at
        if evidence.verb is not None
        else evidence.noun.first
        if evidence.noun is not None
        else at
    )


def _passive(s: Sentence, verb: Verb | None) -> bool:
    """Return whether the verb stands in the passive: "was acquired", "valued at" after a noun."""
    if verb is None or verb.shape != "past":
        return False
    index = verb.at - 1
    while index >= 0 and (s.words[index] in lx.ADVERBS or s.words[index] in ("not", "being", "been")):
        if s.words[index] in ("being", "been"):
            return True
        index -= 1
    return index >= 0 and s.words[index] in lx.BE and s.words[index] != "'s"


def _verb_before(s: Sentence, at: int) -> Verb | None:
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
    return not _passive(s, verb)


def _main_agent(s: Sentence, at: int) -> Agent | None:
    """Return the subject of the verb that governs the amount or its noun."""
    verb = _verb_before(s, at)
    if verb is None:
        return None
    agent = subject(s, verb.at)
    if agent is None:
        return None
    return agent


def _generic(s: Sentence, at: int, evidence: Evidence) -> Agent | None:
    """A result, a cost or a price: the owner of its noun, else who the verb speaks of."""
    noun = evidence.noun
    if noun is not None:
        first = min(noun.first, at) if evidence.relation in ("modifier", "in") else noun.first
        found = owner(s, first, noun.last)
        if found is None and evidence.relation == "modifier" and noun.first > at:
            found = _compound(s, at + 1, noun.first)
        if found is not None:
            return found
        if evidence.kind not in ("price",):
            stop = at if evidence.relation in ("measure", "of", "object") else _end(s, noun.last, 8)
            words = _OF - {"from", "for"} if evidence.kind in ("revenue", "other") else _OF
            found = _direct_phrase(s, noun.last, stop, words)
            if found is not None and evidence.kind != "price":
                return found
    verb = evidence.verb or _verb_before(s, at)
    if noun is not None and evidence.relation in ("measure",) and evidence.verb is not None:
        # The noun is the subject and names no owner; who is spoken of stands before it, if anybody.
        reporting = _verb_before(s, noun.first)
        if reporting is not None:
            agent = subject(s, reporting.at)
            if agent is not None:
                return agent._replace(certainty=agent.certainty - 0.12)
        front = _leading(s, noun.first)
        return front._replace(certainty=0.6) if front is not None else None
    if noun is not None and evidence.relation in ("of", "object", "near") and (noun.first < at):
        verb = _verb_before(s, noun.first) or verb
    if verb is None:
        front = _leading(s, at)
        return front._replace(certainty=min(front.certainty, 0.75)) if front is not None else None
    agent = subject(s, verb.at)
    if (
        agent is not None
        and _passive(s, verb)
        and verb.frame not in ("measure", "up", "down", "expect", "value", "fine", "price")
    ):
        return agent._replace(certainty=agent.certainty - 0.15)
    if agent is not None and verb.frame in ("up", "down", "measure") and noun is None:
        return agent._replace(certainty=agent.certainty - 0.15)
    if agent is None:
        front = _leading(s, at)
        if front is not None:
            return front._replace(certainty=min(front.certainty, 0.5))
    return agent


def _leading(s: Sentence, before: int) -> Agent | None:
    """Return the first company of the sentence before the token, as a headline or a table names it."""
    for index in range(before):
        token = s.tokens[index]
        if token.tag in ("company", "name", "pronoun") and not agents.is_modifier(s, index):
            if agents.preposition_before(s, index) is not None:
                continue
            return Agent(token.tag, index, 0.7)  # type: ignore[arg-type]
    return None


def _share(s: Sentence, at: int) -> Agent | None:
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


def _owner_in_clause(s: Sentence, at: int, evidence: Evidence) -> Agent | None:
    if evidence.verb is None:
        return None
    for index in range(evidence.verb.at - 1, clause_start(s, at) - 1, -1):
        token = s.tokens[index]
        if token.word == "'s" and index and s.tokens[index - 1].tag == "company":
            return Agent("company", index - 1, 0.8)
        if token.tag == "company":
            return Agent("company", index, 0.6)
        if index in s.verbs or token.word in lx.RELATIVES:
            return None
    return None


def _direct_phrase(s: Sentence, first: int, last: int, words: frozenset[str]) -> Agent | None:
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


def _compound(s: Sentence, first: int, last: int) -> Agent | None:
    """Return the company inside the noun phrase: "a $5 billion Intel investment"."""
    for index in range(first, min(last, len(s.tokens))):
        if s.tokens[index].tag == "company" and not agents.is_modifier(s, index):
            return Agent("company", index, 0.85)
    return None


def _pair(s: Sentence, at: int) -> tuple[Agent, Agent] | None:
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


def _funding(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = _end(s, at, 24)
    lead = _lead_investor(s, at, end)
    verb = evidence.verb or _verb_before(s, min(at, evidence.noun.first) if evidence.noun else at)
    noun = evidence.noun
    if noun is not None:
        held = owner(s, min(noun.first, at) if noun.first > at else noun.first, noun.last)
        if held is None and noun.first > at:
            held = _compound(s, at + 1, noun.first)
        if held is not None:
            investor = subject(s, verb.at) if verb is not None and verb.frame in ("back", "invest") else None
            return Roles(held, investor or lead)
        receiver = _direct_phrase(
            s,
            max(noun.last, at),
            _end(s, max(noun.last, at), 8),
            frozenset({"in", "for", "into", "by", "of"}),
        )
        backing = verb is not None and verb.frame in ("back", "invest", "commit") and not _passive(s, verb)
        if receiver is not None:
            investor = subject(s, verb.at) if backing and verb is not None else None
            return Roles(receiver, investor or lead)
        if backing and verb is not None and verb.lemma not in ("finance", "fund", "commit"):
            return Roles(None, subject(s, verb.at))
    if verb is not None and _passive(s, verb):
        return Roles(phrase_agent(s, _BY, verb.at, end), lead)
    company = subject(s, verb.at) if verb is not None else None
    if verb is not None and company is None:
        company = _leading(s, at)
    if verb is None:
        company = _leading(s, at)
    if lead is not None and company is not None and lead.at == company.at:
        lead = None
    return Roles(company, lead)


def _lead_investor(s: Sentence, at: int, end: int) -> Agent | None:
    for index in range(len(s.tokens) - 1):
        if s.words[index] in ("led", "anchored", "headed") and s.words[index + 1] == "by":
            return after_word(s, index + 1)
        if s.words[index] == "by" and index > 0 and s.words[index - 1] in ("round", "investment"):
            return after_word(s, index)
    found = phrase_agent(s, _FROM, at, end)
    return found._replace(certainty=found.certainty - 0.05) if found is not None else None


def _valuation(s: Sentence, at: int, evidence: Evidence) -> Roles:
    verb, noun = evidence.verb, evidence.noun
    if verb is not None and verb.frame == "value":
        if verb.lemma == "worth" or _passive(s, verb):
            return Roles(subject(s, verb.at))
        named = after_word(s, verb.at, 4)
        if named is not None and named.at < at:
            return Roles(named)
        if verb.shape == "past" and verb.at > 0:
            return Roles(subject(s, verb.at))
        return Roles(None if named is None else named)
    if noun is not None:
        held = owner(s, min(noun.first, at) if noun.first > at else noun.first, noun.last)
        if held is not None:
            return Roles(held)
        of = _direct_phrase(
            s,
            max(noun.last, at) if noun.first > at else noun.last,
            _end(s, max(noun.last, at), 8),
            frozenset({"of", "for"}),
        )
        if of is not None:
            return Roles(of)
        giving = next(
            (
                k
                for k in range(noun.first - 1, max(-1, noun.first - 7), -1)
                if s.words[k] in ("giving", "gives", "gave", "give")
            ),
            None,
        )
        if giving is not None:
            named = after_word(s, giving, 4)
            if named is not None:
                return Roles(named)
        verb = _verb_before(s, min(noun.first, at))
        backing = verb is not None and verb.frame in ("back", "invest") and noun.phrase != "club"
        if verb is not None and backing and not _passive(s, verb):
            return Roles(phrase_agent(s, _FOR, verb.at, noun.first))
        if verb is not None:
            if _passive(s, verb) and verb.frame in ("acquire", "buy"):
                return Roles(subject(s, verb.at))
            return Roles(subject(s, verb.at))
    return Roles(_main_agent(s, at) or _leading(s, at))


def _acquisition(s: Sentence, at: int, evidence: Evidence) -> Roles:
    verb, noun = evidence.verb, evidence.noun
    end = _end(s, at)
    if noun is None or evidence.relation == "verb":
        if verb is None:
            return Roles()
        return _bought(s, at, verb, end)
    buying = next((v for k, v in s.verbs.items() if v.frame in ("acquire", "buy") and abs(k - at) < 16), None)
    if buying is not None:
        return _bought(s, at, buying, end)
    of = _direct_phrase(s, max(noun.last, noun.first), len(s.tokens), frozenset({"of", "for"}))
    if of is None and noun.first < at:
        of = _direct_phrase(s, at, end, frozenset({"of", "for"}))
    buyer = owner(s, min(noun.first, at) if noun.first > at else noun.first, noun.last)
    inside = _compound(s, at + 1, noun.first) if noun.first > at else None
    if of is None and inside is not None:
        of = inside
    if (
        of is None
        and buyer is not None
        and buyer.tag == "company"
        and s.words[buyer.at + 1 : buyer.at + 2] != ("'s",)
        and noun.first < at
    ):
        # "its Mellanox acquisition": the name before the noun is what is bought.
        of, buyer = buyer, owner(s, buyer.at, buyer.at)
    by = phrase_agent(s, _BY, noun.last, min(len(s.tokens), noun.last + 12))
    buyer = buyer or by
    if buyer is None:
        pair = _pair(s, at)
        if pair is not None:
            return Roles(*pair)
        verb = _verb_before(s, min(noun.first, at))
        buyer = subject(s, verb.at) if verb is not None else _leading(s, at)
        if buyer is not None:
            buyer = buyer._replace(certainty=buyer.certainty - 0.08)
    if of is None:
        of = phrase_agent(s, frozenset({"with", "of", "for"}), min(at, noun.first), end)
    return Roles(buyer, of if of is None or buyer is None or of.at != buyer.at else None)


def _bought(s: Sentence, at: int, verb: Verb, end: int) -> Roles:
    if verb.frame == "sell":
        buyer = phrase_agent(s, frozenset({"to"}), verb.at, end)
        if _passive(s, verb):
            return Roles(buyer, subject(s, verb.at))
        return Roles(buyer, after_word(s, verb.at, 4))
    if _passive(s, verb) or (
        verb.shape == "past" and verb.at + 1 < len(s.words) and s.words[verb.at + 1] == "by"
    ):
        buyer = phrase_agent(s, _BY, verb.at, max(end, verb.at + 8))
        target = subject(s, verb.at)
        return Roles(buyer, target)
    buyer = subject(s, verb.at)
    if verb.frame == "spend":
        buying = next(
            (
                k
                for k in range(at, min(len(s.tokens), at + 6))
                if k in s.verbs and s.verbs[k].frame in ("buy", "acquire")
            ),
            None,
        )
        return Roles(buyer, after_word(s, buying, 4) if buying is not None else None)
    if verb.frame == "pay":
        return Roles(buyer, phrase_agent(s, frozenset({"for"}), at, end))
    target = after_word(s, verb.at, 6)
    if target is not None and s.tokens[target.at].tag == "pronoun" and target.certainty < 0.5:
        target = None
    if target is None:
        # "Mellanox, which Nvidia bought for $7 billion".
        for index in range(verb.at - 1, max(-1, verb.at - 9), -1):
            if s.words[index] in ("which", "that", "whom"):
                back = index - 2 if s.words[index - 1] == "," else index - 1
                if back >= 0 and s.tokens[back].tag in ("company", "name"):
                    target = Agent(s.tokens[back].tag, back, 0.9)  # type: ignore[arg-type]
                break
    if buyer is None and verb.shape == "ing":
        # "After buying Mellanox for $7 billion, Nvidia ...".
        buyer = _after_opening(s, at)
    return Roles(buyer, target)


def _after_opening(s: Sentence, at: int) -> Agent | None:
    """Return the subject that follows an opening phrase which holds the amount."""
    for index in range(at + 1, min(len(s.tokens), at + 14)):
        if s.words[index] == "," and index + 1 < len(s.tokens):
            for k in range(index + 1, min(index + 4, len(s.tokens))):
                token = s.tokens[k]
                if token.tag in ("company", "name", "pronoun"):
                    return Agent(token.tag, k, 0.85)  # type: ignore[arg-type]
                if token.tag != "word" or token.word in lx.PREPOSITIONS:
                    return None
    return None


def _investment(s: Sentence, at: int, evidence: Evidence) -> Roles:
    verb, noun = evidence.verb, evidence.noun
    end = _end(s, at)
    if noun is None:
        if verb is None:
            return Roles(_main_agent(s, at))
        investor = phrase_agent(s, _BY, verb.at, end) if _passive(s, verb) else subject(s, verb.at)
        if investor is None and verb.shape == "ing":
            investor = _after_opening(s, at)
        into = phrase_agent(
            s, _IN if verb.frame not in ("buy", "pay") else frozenset({"in", "of"}), verb.at, end
        )
        if into is None:
            # "Anthropic, in which Amazon has invested $8 billion".
            for k in range(verb.at - 1, max(0, verb.at - 8), -1):
                if s.words[k] == "which" and s.words[k - 1] in ("in", "into"):
                    back = k - 3 if s.words[k - 2] == "," else k - 2
                    if back >= 0 and s.tokens[back].tag == "company":
                        into = Agent("company", back, 0.9)
                    break
        if into is None and verb.frame in ("sell", "buy"):
            # "sold its entire Nvidia stake".
            into = _compound(s, verb.at + 1, at)
        if verb.frame == "sell":
            return Roles(investor, into)
        if into is not None and _only_a_maker(s, into.at):
            into = None
        return Roles(investor, into)
    start = min(noun.first, at)
    investor = owner(s, start, noun.last)
    inside = _compound(s, at + 1, noun.first) if noun.first > at else None
    edge = max(noun.last, at) if noun.first > at else noun.last
    into = _direct_phrase(s, edge, len(s.tokens), frozenset({"in", "into"})) or (
        phrase_agent(s, frozenset({"in", "into"}), edge, min(len(s.tokens), edge + 6))
        if into_follows(s, edge)
        else None
    )
    if into is None and noun.first < at:
        into = phrase_agent(s, frozenset({"in", "into"}), at, end)
    if into is not None and _only_a_maker(s, into.at):
        into = None
    if inside is not None:
        if into is None and investor is not None:
            into = inside
        elif investor is None:
            # "a $4 billion Amazon investment in Anthropic" against "a $5 billion Intel stake".
            investor, into = (inside, into) if into is not None else (None, inside)
    by = phrase_agent(s, frozenset({"by", "from"}), edge, end)
    if investor is None and by is not None:
        investor = by
    verb = _verb_before(s, start)
    if investor is None:
        agent = subject(s, verb.at) if verb is not None else _leading(s, start)
        if agent is not None and verb is not None and verb.frame in ("receive", "raise") and by is None:
            return Roles(None, agent)
        investor = agent
    elif by is not None and verb is not None and verb.frame in ("receive", "raise") and into is None:
        into = subject(s, verb.at)
    if into is not None and investor is not None and into.at == investor.at:
        into = None
    return Roles(investor, into)


def into_follows(s: Sentence, edge: int) -> bool:
    """Return whether "in" or "into" comes right after the noun."""
    return edge + 1 < len(s.words) and s.words[edge + 1] in ("in", "into")


def _only_a_maker(s: Sentence, at: int) -> bool:
    following = s.tokens[at + 1] if at + 1 < len(s.tokens) else None
    if following is None:
        return False
    return following.tag == "chip" or following.word in ("chips", "gpus", "hardware", "processors", "servers")


def _deal(s: Sentence, at: int, evidence: Evidence) -> Roles:
    noun, verb = evidence.noun, evidence.verb
    end = _end(s, at, 20)
    pair = _pair(s, at)
    low = clause_start(s, at)
    if noun is not None:
        start = min(noun.first, at)
        held = owner(s, start, noun.last)
        if pair is not None:
            return Roles(*pair)
        other = phrase_agent(s, _WITH, max(start, low), min(at, noun.last + 8)) if noun.first < at else None
        other = other or phrase_agent(s, _WITH, max(noun.last, at), end)
        if other is None and noun.first > at:
            other = _compound(s, at + 1, noun.first)
        verb = _verb_before(s, start)
        agent = held
        if agent is None:
            agent = subject(s, verb.at) if verb is not None else _leading(s, start)
        if agent is None:
            agent = _after_opening(s, at)
        if other is not None and agent is not None and other.at == agent.at:
            other = None
        if other is None and verb is not None and held is None:
            other = phrase_agent(s, frozenset({"with"}), low, at)
        return Roles(agent, other)
    if verb is None:
        return Roles(_main_agent(s, at))
    agent = subject(s, verb.at)
    if _passive(s, verb):
        agent = phrase_agent(s, _BY, verb.at, end) or agent
    other = phrase_agent(s, frozenset({"from", "to", "with", "on"}), at, end)
    if other is None:
        other = phrase_agent(s, frozenset({"from", "with"}), verb.at, at) or (
            after_word(s, verb.at, 2) if verb.frame == "pay" else None
        )
    if other is not None and agent is not None and other.at == agent.at:
        other = None
    return Roles(agent, other)


def _subsidy(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = _end(s, at)
    verb = (
        evidence.verb
        if evidence.relation == "verb"
        else _verb_before(s, min(at, evidence.noun.first) if evidence.noun else at)
    )
    noun = evidence.noun
    to = phrase_agent(s, _TO, at, end, 5)
    giver = phrase_agent(s, frozenset({"from", "by"}), at, end)
    if noun is not None:
        held = owner(s, min(noun.first, at) if noun.first > at else noun.first, noun.last)
        if held is not None:
            return Roles(held, giver)
    if (
        verb is not None
        and verb.frame in ("award", "back", "commit", "invest", "plan", "other")
        and not _passive(s, verb)
    ):
        named = after_word(s, verb.at, 5)
        agent = subject(s, verb.at)
        if verb.frame == "award" or named is not None and named.at < at:
            if named is not None and named.at < at:
                return Roles(named, agent)
            return Roles(to, agent)
        if to is not None and to.tag != "pronoun":
            return Roles(to, agent)
        return Roles(agent, giver)
    agent = subject(s, verb.at) if verb is not None else _leading(s, at)
    if to is not None and to.tag == "company" and (agent is None or agent.tag != "company"):
        return Roles(to, agent if agent is not None and agent.tag == "company" else giver)
    return Roles(agent, giver)


def _fine(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = _end(s, at)
    verb = (
        evidence.verb
        if evidence.relation == "verb"
        else _verb_before(s, min(at, evidence.noun.first) if evidence.noun else at)
    )
    by = phrase_agent(s, _BY, at, end)
    if verb is not None and verb.frame == "fine":
        if _passive(s, verb) or (s.headline and verb.shape == "past"):
            return Roles(subject(s, verb.at), by)
        hit = after_word(s, verb.at, 4)
        return Roles(hit, subject(s, verb.at)) if hit is not None else Roles(subject(s, verb.at), by)
    on = phrase_agent(s, frozenset({"on", "against"}), at, end)
    if on is not None:
        return Roles(on, subject(s, verb.at) if verb is not None else None)
    return Roles(_generic(s, at, evidence), by or phrase_agent(s, frozenset({"to", "with"}), at, end))


def _debt(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = _end(s, at)
    verb = evidence.verb
    if verb is not None and verb.frame == "lend":
        return Roles(
            phrase_agent(s, frozenset({"to"}), at, end) or after_word(s, verb.at, 3), subject(s, verb.at)
        )
    lender = _lead_investor(s, at, end)
    noun: Noun | None = evidence.noun
    if noun is not None:
        edge = max(noun.last, at)
        to = _direct_phrase(s, edge, len(s.tokens), _TO)
        if to is not None and to.tag == "company":
            before = _verb_before(s, min(at, noun.first))
            return Roles(to, subject(s, before.at) if before is not None else None)
    return Roles(_generic(s, at, evidence), lender)
