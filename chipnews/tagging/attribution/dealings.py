"""Both sides of a dealing: who buys whom, who invests in whom, who raised from whom, who is fined by whom."""

from typing import NamedTuple

from chipnews.tagging.attribution.agents import Agent, after_word, owner, phrase_agent, subject
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.phrases import (
    after_opening,
    both_parties,
    direct_phrase,
    inner_company,
    into_follows,
    lead_investor,
    leading_agent,
    only_a_maker,
    part_end,
    passive,
    verb_before,
)
from chipnews.tagging.attribution.positions import clause_start
from chipnews.tagging.attribution.results import owner_of_result
from chipnews.tagging.attribution.words import Sentence, Verb


class Roles(NamedTuple):
    """The company and the counterparty as agents of the sentence; None where the sentence names none."""

    company: Agent | None = None
    counterparty: Agent | None = None


_IN = frozenset({"in", "into", "to"})
_FOR = frozenset({"for", "in", "into"})
_BY = frozenset({"by"})
_WITH = frozenset({"with", "from", "to", "by", "for"})
_TO = frozenset({"to", "for"})


def _main_agent(s: Sentence, at: int) -> Agent | None:
    """Return the subject of the verb that governs the amount or its noun."""
    verb = verb_before(s, at)
    if verb is None:
        return None
    agent = subject(s, verb.at)
    if agent is None:
        return None
    return agent


def acquisition_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    verb, noun = evidence.verb, evidence.noun
    end = part_end(s, at)
    if noun is None and verb is not None and verb.frame == "cost":
        bid = next(
            (each for each in reversed(s.nouns) if each.kind == "acquisition" and each.last < verb.at), None
        )
        if bid is not None:
            return acquisition_roles(s, at, evidence._replace(noun=bid, verb=None, relation="measure"))
    if noun is None or evidence.relation == "verb":
        if verb is None:
            return Roles()
        return _bought(s, at, verb, end)
    if noun.phrase == "sale":
        return Roles(
            phrase_agent(s, frozenset({"to"}), noun.last, len(s.tokens)),
            owner(s, noun.first, noun.last) or leading_agent(s, noun.first),
        )
    buying = next((v for k, v in s.verbs.items() if v.frame in ("acquire", "buy") and abs(k - at) < 16), None)
    if buying is not None:
        return _bought(s, at, buying, end)
    of = direct_phrase(s, max(noun.last, noun.first), len(s.tokens), frozenset({"of", "for"}))
    if of is None and noun.first < at:
        of = direct_phrase(s, at, end, frozenset({"of", "for"}))
    buyer = owner(s, min(noun.first, at) if noun.first > at else noun.first, noun.last)
    inside = inner_company(s, at + 1, noun.first) if noun.first > at else None
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
        pair = both_parties(s, at)
        if pair is not None:
            return Roles(*pair)
        verb = verb_before(s, min(noun.first, at))
        buyer = subject(s, verb.at) if verb is not None else leading_agent(s, at)
        if buyer is not None:
            buyer = buyer._replace(certainty=buyer.certainty - 0.08)
    if of is None:
        of = phrase_agent(s, frozenset({"with", "of", "for"}), min(at, noun.first), end)
    return Roles(buyer, of if of is None or buyer is None or of.at != buyer.at else None)


def _bought(s: Sentence, at: int, verb: Verb, end: int) -> Roles:
    if verb.frame == "sell":
        buyer = phrase_agent(s, frozenset({"to"}), verb.at, end)
        if passive(s, verb):
            return Roles(buyer, subject(s, verb.at))
        sold = after_word(s, verb.at, 4)
        return Roles(buyer, sold if sold is not None and sold.tag == "company" else subject(s, verb.at))
    if passive(s, verb) or (
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
        seller = after_word(s, verb.at, 3)
        target = phrase_agent(s, frozenset({"for", "on"}), at, end)
        known = target is not None and target.tag == "company"
        return Roles(buyer, target if known or seller is None or seller.tag != "company" else seller)
    target = after_word(s, verb.at, 6)
    if target is not None and s.tokens[target.at].tag == "pronoun" and target.certainty < 0.5:
        target = None
    if target is None:
        # "Mellanox, which Nvidia bought for $7 billion".
        for index in range(verb.at - 1, max(-1, verb.at - 9), -1):
            if s.words[index] in ("which", "that", "whom"):
                back = index - 2 if s.words[index - 1] == "," else index - 1
                if back >= 0 and s.tokens[back].tag in ("company", "name"):
                    target = Agent(s.tokens[back].tag, back, 0.9)
                break
    if buyer is None and verb.shape == "ing":
        # "After buying Mellanox for $7 billion, Nvidia ...".
        buyer = after_opening(s, at)
    return Roles(buyer, target)


def investment_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    verb, noun = evidence.verb, evidence.noun
    end = part_end(s, at)
    if noun is None:
        if verb is None:
            return Roles(_main_agent(s, at))
        investor = phrase_agent(s, _BY, verb.at, end) if passive(s, verb) else subject(s, verb.at)
        if investor is None and verb.shape == "ing":
            investor = after_opening(s, at)
        into = phrase_agent(
            s,
            _IN
            if verb.frame not in ("buy", "pay", "spend")
            else frozenset({"on", "in"} if verb.frame == "spend" else {"in", "of"}),
            verb.at,
            end,
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
            into = inner_company(s, verb.at + 1, at)
        if verb.frame == "sell":
            return Roles(investor, into)
        if into is not None and only_a_maker(s, into.at):
            into = None
        return Roles(investor, into)
    start = min(noun.first, at)
    investor = owner(s, start, noun.last)
    inside = inner_company(s, at + 1, noun.first) if noun.first > at else None
    edge = max(noun.last, at) if noun.first > at else noun.last
    into = direct_phrase(s, edge, len(s.tokens), frozenset({"in", "into"})) or (
        phrase_agent(s, frozenset({"in", "into"}), edge, min(len(s.tokens), edge + 6))
        if into_follows(s, edge)
        else None
    )
    if into is None and noun.first < at:
        into = phrase_agent(s, frozenset({"in", "into"}), at, end)
    if into is not None and only_a_maker(s, into.at):
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
    verb = verb_before(s, start)
    if investor is None:
        agent = subject(s, verb.at) if verb is not None else leading_agent(s, start)
        if (
            agent is not None
            and verb is not None
            and verb.frame in ("receive", "raise")
            and verb.lemma != "take"
            and by is None
        ):
            return Roles(None, agent)
        investor = agent
    elif by is not None and verb is not None and verb.frame in ("receive", "raise") and into is None:
        into = subject(s, verb.at)
    if into is not None and investor is not None and into.at == investor.at:
        into = None
    return Roles(investor, into)


def deal_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    noun, verb = evidence.noun, evidence.verb
    end = part_end(s, at, 20)
    pair = both_parties(s, at)
    low = clause_start(s, at)
    if noun is not None:
        start = min(noun.first, at)
        giving = verb_before(s, start)
        if giving is not None and giving.frame == "award" and not passive(s, giving):
            winner = after_word(s, giving.at, 3)
            if winner is not None and winner.tag == "company":
                return Roles(winner, subject(s, giving.at))
        held = owner(s, start, noun.last)
        if pair is not None:
            return Roles(*pair)
        other = phrase_agent(s, _WITH, max(start, low), min(at, noun.last + 8)) if noun.first < at else None
        other = other or phrase_agent(s, _WITH, max(noun.last, at), end)
        if other is None and noun.first > at:
            other = inner_company(s, at + 1, noun.first)
        verb = verb_before(s, start)
        agent = held
        if agent is None:
            agent = subject(s, verb.at) if verb is not None else leading_agent(s, start)
        if agent is None:
            agent = after_opening(s, at)
        if other is not None and agent is not None and other.at == agent.at:
            other = None
        if other is None and verb is not None and held is None:
            other = phrase_agent(s, frozenset({"with"}), low, at)
        return Roles(agent, other)
    if verb is None:
        return Roles(_main_agent(s, at))
    agent = subject(s, verb.at)
    if passive(s, verb):
        agent = phrase_agent(s, _BY, verb.at, end) or agent
    other = phrase_agent(s, frozenset({"from", "to", "with", "on"}), at, end)
    if other is None:
        other = phrase_agent(s, frozenset({"from", "with"}), verb.at, at) or (
            after_word(s, verb.at, 2)
            if verb.frame in ("pay", "lend") or verb.lemma in ("supply", "provide", "sell", "give", "deliver")
            else None
        )
    if other is not None and agent is not None and other.at == agent.at:
        other = None
    return Roles(agent, other)


def funding_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = part_end(s, at, 24)
    lead = lead_investor(s, at, end)
    verb = evidence.verb or verb_before(s, min(at, evidence.noun.first) if evidence.noun else at)
    noun = evidence.noun
    if noun is not None:
        held = owner(s, min(noun.first, at) if noun.first > at else noun.first, noun.last)
        if held is None and noun.first > at:
            held = inner_company(s, at + 1, noun.first)
        if held is not None:
            investor = subject(s, verb.at) if verb is not None and verb.frame in ("back", "invest") else None
            return Roles(held, investor or lead)
        receiver = direct_phrase(
            s,
            max(noun.last, at),
            part_end(s, max(noun.last, at), 8),
            frozenset({"in", "for", "into", "by", "of"}),
        )
        backing = verb is not None and verb.frame in ("back", "invest", "commit") and not passive(s, verb)
        if receiver is not None:
            investor = subject(s, verb.at) if backing and verb is not None else None
            return Roles(receiver, investor or lead)
        if backing and verb is not None and verb.lemma not in ("finance", "fund", "commit"):
            return Roles(None, subject(s, verb.at))
    if verb is not None and passive(s, verb):
        return Roles(phrase_agent(s, _BY, verb.at, end), lead)
    company = subject(s, verb.at) if verb is not None else None
    if verb is not None and company is None:
        company = leading_agent(s, at)
    if verb is None:
        company = leading_agent(s, at)
    if lead is not None and company is not None and lead.at == company.at:
        lead = None
    return Roles(company, lead)


def subsidy_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = part_end(s, at)
    verb = (
        evidence.verb
        if evidence.relation == "verb"
        else verb_before(s, min(at, evidence.noun.first) if evidence.noun else at)
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
        and not passive(s, verb)
    ):
        named = after_word(s, verb.at, 5)
        agent = subject(s, verb.at)
        if verb.frame == "award" or (named is not None and named.at < at):
            if named is not None and named.at < at:
                return Roles(named, agent)
            return Roles(to, agent)
        if to is not None and to.tag != "pronoun":
            return Roles(to, agent)
        return Roles(agent, giver)
    agent = subject(s, verb.at) if verb is not None else leading_agent(s, at)
    if to is not None and to.tag == "company" and (agent is None or agent.tag != "company"):
        return Roles(to, agent if agent is not None and agent.tag == "company" else giver)
    return Roles(agent, giver)


def fine_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = part_end(s, at)
    verb = (
        evidence.verb
        if evidence.relation == "verb"
        else verb_before(s, min(at, evidence.noun.first) if evidence.noun else at)
    )
    by = phrase_agent(s, _BY, at, end)
    if verb is not None and verb.frame == "fine":
        if passive(s, verb) or (s.headline and verb.shape == "past"):
            return Roles(subject(s, verb.at), by)
        hit = after_word(s, verb.at, 4)
        return Roles(hit, subject(s, verb.at)) if hit is not None else Roles(subject(s, verb.at), by)
    on = phrase_agent(s, frozenset({"on", "against"}), at, end)
    if on is not None:
        return Roles(on, subject(s, verb.at) if verb is not None else None)
    return Roles(owner_of_result(s, at, evidence), by or phrase_agent(s, frozenset({"to", "with"}), at, end))


def debt_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    end = part_end(s, at)
    verb = evidence.verb
    if verb is not None and verb.frame == "lend":
        return Roles(
            phrase_agent(s, frozenset({"to"}), at, end) or after_word(s, verb.at, 3), subject(s, verb.at)
        )
    giving = verb_before(s, at)
    arranging = giving is not None and (
        giving.lemma in ("lead", "arrange", "extend", "underwrite", "backstop") or giving.lemma == "provide"
    )
    if giving is not None and arranging and not passive(s, giving):
        borrower = phrase_agent(s, _TO, at, end, 5)
        return Roles(borrower, subject(s, giving.at))
    if giving is not None and giving.frame == "award" and not passive(s, giving):
        return Roles(after_word(s, giving.at, 3), subject(s, giving.at))
    lender = lead_investor(s, at, end)
    noun = evidence.noun
    if noun is not None:
        edge = max(noun.last, at)
        to = direct_phrase(s, edge, len(s.tokens), _TO)
        if to is not None and to.tag == "company":
            before = verb_before(s, min(at, noun.first))
            return Roles(to, subject(s, before.at) if before is not None else None)
    return Roles(owner_of_result(s, at, evidence), lender)


def valuation_roles(s: Sentence, at: int, evidence: Evidence) -> Roles:
    verb, noun = evidence.verb, evidence.noun
    if verb is not None and verb.frame == "value":
        if verb.lemma == "worth" or passive(s, verb):
            return Roles(subject(s, verb.at))
        named = after_word(s, verb.at, 4)
        if named is not None and named.at < at:
            return Roles(named)
        if verb.shape == "past" and verb.at > 0:
            return Roles(subject(s, verb.at))
        return Roles(None if named is None else named)
    if noun is not None:
        before = evidence.relation in ("modifier", "in")
        held = owner(s, min(noun.first, at) if before else noun.first, noun.last)
        if held is not None:
            return Roles(held)
        of = direct_phrase(
            s,
            max(noun.last, at) if noun.first > at else noun.last,
            part_end(s, max(noun.last, at), 8),
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
        verb = verb_before(s, min(noun.first, at))
        backing = verb is not None and verb.frame in ("back", "invest") and noun.phrase != "club"
        if verb is not None and backing and not passive(s, verb):
            return Roles(phrase_agent(s, _FOR, verb.at, noun.first))
        if verb is not None:
            if passive(s, verb) and verb.frame in ("acquire", "buy"):
                return Roles(subject(s, verb.at))
            return Roles(subject(s, verb.at))
    return Roles(_main_agent(s, at) or leading_agent(s, at))
