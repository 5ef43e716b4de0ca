"""Decides whose each figure is, who stands on the other side, and which chip is priced or sold."""

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import Agent, owner, phrase_agent, preposition_before
from chipnews.tagging.attribution.comparison import gapped_company
from chipnews.tagging.attribution.context import LEAST_PARTY, RESULTS, Context, Draft
from chipnews.tagging.attribution.dealings import Roles
from chipnews.tagging.attribution.resolve import Focus
from chipnews.tagging.attribution.results import vendor_named
from chipnews.tagging.attribution.roles import roles_of
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.values import FigureKind

_CARRIED = RESULTS | {"valuation", "market_cap", "share_price", "debt", "cost", "other", "funding", "deal"}
"""Kinds of which a sentence that names no company goes on to speak of the company before."""

_STOCK = frozenset(
    {"charge", "write down", "writedown", "inventory charge", "inventory write down", "impairment"}
)
_OTHER_SIDE = frozenset({"with", "in", "from", "to"})


def decide_parties(c: Context, s: Sentence, number: int, draft: Draft, drafts: dict[int, Draft]) -> None:
    link = draft.link
    if draft.expected and c.last_result is not None and c.last_result.company is not None:
        draft.company, draft.company_certainty = c.last_result.company, 0.8
    if draft.kind is None or draft.expected or (draft.evidence is None and link is None):
        return
    base = drafts[link.to] if link is not None else None
    same_fact = base is not None and (
        base.kind == draft.kind or {base.kind, draft.kind} == {"guidance", "revenue"}
    )
    if base is not None and same_fact and link is not None:
        own = gapped_company(s, link.to, draft.at) if link.relation == "listed" else None
        if own is not None:
            if s.tokens[own].tag == "company":
                draft.company, draft.company_certainty = c.companies[s.tokens[own].ref].slug, 0.85
            return
        if draft.owned:
            return
        draft.company, draft.company_certainty = base.company, base.company_certainty
        draft.counterparty, draft.chip = base.counterparty, base.chip
        shop = vendor_named(s, draft.at) if draft.kind == "price" else None
        if shop is not None:
            known = c.company_of(s, number, shop)
            draft.company = known.slug if known is not None else None
            draft.company_certainty = known.certainty if known is not None else 0.0
            return
        if link.relation in ("listed", "part"):
            other = phrase_agent(s, _OTHER_SIDE, draft.at, draft.at + 4, 4)
            if other is not None:
                party = c.company_of(s, number, other)
                draft.counterparty = party.slug if party is not None and party.slug != draft.company else None
                if draft.kind == "capex" and s.words[other.at - 1] == "with":
                    draft.kind = "deal"
                return
        if link.relation == "part" and draft.evidence is not None and draft.evidence.relation != "near":
            roles = roles_of(s, draft.at, draft.evidence)
            party = c.company_of(s, number, roles.counterparty)
            if party is not None and party.certainty >= 0.6 and party.slug != draft.company:
                draft.counterparty = party.slug
        return
    if draft.kind == "market_size" or draft.evidence is None:
        return
    bought = [d for d in drafts.values() if d.at < draft.at and d.kind in ("investment", "acquisition")]
    if draft.kind == "share_price" and bought and bought[-1].counterparty is not None:
        # "buys a $2 billion stake in Synopsys at $414.79 per share".
        draft.company, draft.company_certainty = bought[-1].counterparty, 0.85
        return
    roles = roles_of(
        s,
        draft.at,
        draft.evidence if draft.evidence.kind == draft.kind else draft.evidence._replace(kind=draft.kind),
    )
    if draft.kind == "price":
        roles = Roles(vendor_named(s, draft.at) or _maker(s, draft, roles.company))
    _settle(c, s, number, draft, roles)
    if draft.counterparty is None and draft.kind == "investment" and draft.company is not None:
        # "invested another $4 billion in Anthropic, bringing its total investment to $8 billion".
        told = [
            d
            for d in drafts.values()
            if d.at < draft.at and d.kind == "investment" and d.company == draft.company
        ]
        draft.counterparty = told[-1].counterparty if told else None
        last = c.last_dealing
        open_end = s.word_at(draft.at + 1) in (".", ";", "")
        if (
            not told
            and open_end
            and last is not None
            and last.kind == "investment"
            and last.counterparty != draft.company
        ):
            draft.counterparty = last.counterparty
    draft.chip = _chip_of(c, s, number, draft)
    if (
        draft.company is None
        and draft.kind == "price"
        and draft.chip is not None
        and c.money[draft.index].unit in ("total", "per chip", "per unit")
        and (draft.evidence.relation != "size" or not any(t.tag in ("company", "name") for t in s.tokens))
        and not _blocked(s, roles.company)
    ):
        vendor = next((chip.vendor for chip in c.chips if chip.slug == draft.chip), None)
        if vendor is not None:
            draft.company, draft.company_certainty = vendor, 0.7


def _maker(s: Sentence, draft: Draft, agent: Agent | None) -> Agent | None:
    """Return whose goods are priced ("Its cards sell from €149"), where no party is the subject."""
    verb = draft.evidence.verb if draft.evidence is not None else None
    if verb is None or not verb.at or (agent is not None and agent.tag in ("company", "pronoun")):
        return agent
    held = owner(s, verb.at, verb.at)
    return held._replace(certainty=held.certainty - 0.15) if held is not None else agent


def _blocked(s: Sentence, agent: Agent | None) -> bool:
    if agent is None or agent.tag != "name":
        return False
    sold = any(
        verb.frame in ("sell", "charge", "price") and abs(k - agent.at) < 6 for k, verb in s.verbs.items()
    )
    return s.tokens[agent.at].tag == "name" or sold


def _settle(c: Context, s: Sentence, number: int, draft: Draft, roles: Roles) -> None:
    company = c.company_of(s, number, roles.company)
    other = c.company_of(s, number, roles.counterparty)
    by_name = roles.company is not None and roles.company.tag == "company"
    if company is not None and other is not None and company.slug == other.slug and not by_name:
        company = None
    several = (
        roles.company is not None
        and roles.company.several
        and draft.kind not in ("investment", "acquisition")
    )
    if several and roles.company is not None and roles.company.tag == "company":
        company = None
    dropped = False
    nobody = roles.company is None or (
        roles.company.tag == "name"
        and draft.kind in RESULTS
        and (c.resolver.first_person or s.words[roles.company.at] in lx.ANALYST_WORDS)
    )
    if company is None and nobody and draft.kind in _CARRIED:
        company = _carried(c, s, number, draft)
    if company is not None and (
        _is_outsider(c, company.slug, draft.kind) or _only_says(c, s, company.slug, draft)
    ):
        dropped = True
        company = None
    if company is not None and company.certainty >= LEAST_PARTY:
        draft.company, draft.company_certainty = company.slug, company.certainty
    if other is not None and other.certainty >= 0.5 and other.slug != draft.company and draft.kind in (
        "investment", "funding", "acquisition", "deal", "subsidy", "debt", "fine",
    ):  # fmt: skip
        draft.counterparty = other.slug
    received = (
        draft.evidence is not None
        and draft.evidence.verb is not None
        and (draft.evidence.verb.frame == "receive")
    )
    if received and draft.kind == "funding" and draft.counterparty and _is_state(c, draft.counterparty):
        draft.kind = "subsidy"  # "received €60 million from the EuroHPC undertaking"
    if draft.counterparty is not None and not _plausible_other(c, draft):
        draft.counterparty = None
    if draft.kind == "subsidy" and draft.company is not None and _is_state(c, draft.company):
        draft.company, draft.counterparty = None, draft.company
        if other is not None and other.slug != draft.counterparty:
            draft.company, draft.company_certainty = other.slug, other.certainty
    if (
        dropped
        and draft.kind in ("capex", "revenue")
        and len({t.word for t in s.tokens if t.tag == "company"}) == 1
    ):
        draft.kind = "market_size"
    if draft.kind == "valuation" and draft.company is not None:
        known = c.known.get(draft.company)
        private = s.has(
            "round",
            "funding",
            "series",
            "raised",
            "raises",
            "secondary",
            "share sale",
            "tender",
            "startup",
            "start up",
            "investors",
            "last valued",
        )
        if known is not None and known.tickers and not private:
            draft.kind = "market_cap"
    elif draft.kind == "market_cap" and draft.company is not None:
        known = c.known.get(draft.company)
        if (
            known is not None
            and not known.tickers
            and draft.evidence is not None
            and draft.evidence.noun is not None
            and draft.evidence.noun.phrase == "value"
        ):
            draft.kind = "valuation"


def _plausible_other(c: Context, draft: Draft) -> bool:
    """Return whether the other side may give a subsidy or a fine; any party may stand on the other kinds'."""
    if draft.counterparty is None or draft.kind not in ("subsidy", "fine"):
        return True
    paid = draft.kind == "fine" and draft.evidence is not None and draft.evidence.verb is not None
    if paid and draft.evidence is not None and draft.evidence.verb is not None:
        return _is_state(c, draft.counterparty) or draft.evidence.verb.frame in ("pay", "settle")
    return _is_state(c, draft.counterparty)


def _is_state(c: Context, slug: str) -> bool:
    company = c.known.get(slug)
    return company is not None and company.kind == "state"


def _only_says(c: Context, s: Sentence, slug: str, draft: Draft) -> bool:
    """Return whether an investor or broker is named for its opinion ("Goldman puts the cost at ...")."""
    company = c.known.get(slug)
    if (
        company is None
        or company.kind not in ("investor", "research")
        or draft.kind in ("investment", "debt", "deal")
    ):
        return False
    said = ("expect", "say", "start")
    return any(
        s.verbs[k].frame in said
        or s.verbs[k].lemma in ("put", "reckon", "think", "see", "believe", "value", "peg")
        for k in s.verbs
        if k < draft.at
    )


def _is_outsider(c: Context, slug: str, kind: FigureKind | None) -> bool:
    company = c.known.get(slug)
    if company is None:
        return False
    if company.kind == "research" or (
        company.kind == "investor" and kind in ("price", "cost", "market_size", "guidance")
    ):
        return True
    return company.kind in ("state",) and kind not in (
        "investment",
        "subsidy",
        "deal",
        "cost",
        "capex",
        "other",
    )


def _carried(c: Context, s: Sentence, number: int, draft: Draft) -> Focus | None:
    """Return the company that a sentence without one goes on to speak of ("Revenue rose to $35 billion")."""
    if (
        draft.evidence is None
        or draft.evidence.relation == "near"
        or draft.evidence.weight < 0.6
        or (draft.kind in ("cost", "deal", "other", "funding", "debt") and draft.evidence.noun is None)
    ):
        return None
    before = [k for k in range(draft.at) if s.tokens[k].tag in ("company", "name")]
    if c.resolver.first_person:
        before = [k for k in before if s.tokens[k].tag == "company"]
    if any(preposition_before(s, k) is None and not _bracketed(s, k) for k in before):
        return None
    noun = draft.evidence.noun
    if noun is not None and noun.first and s.tokens[noun.first - 1].tag == "chip" and draft.future:
        return None
    if s.has(
        "global",
        "worldwide",
        "industry",
        "companies",
        "hyperscalers",
        "the market",
        "big four",
        "big five",
        "big tech",
    ):
        return None
    found = c.resolver.before(number, "")
    if found is not None and draft.kind in ("valuation", "funding"):
        # After "Sequoia led the round" it is still the one that raised it.
        known = c.known.get(found.slug)
        found = c.resolver.issuer() if known is not None and known.kind == "investor" else found
    return Focus(found.slug, found.certainty - (0.2 if before else 0.1)) if found is not None else None


def _chip_of(c: Context, s: Sentence, number: int, draft: Draft) -> str | None:
    if draft.kind not in ("price", "revenue", "deal", "cost", "guidance"):
        return None
    here = [(k, c.chips[token.ref].slug) for k, token in enumerate(s.tokens) if token.tag == "chip"]
    if draft.kind == "price":
        return _priced_chip(c, number, draft, here)
    noun = draft.evidence.noun if draft.evidence is not None else None
    if draft.kind == "cost" and (noun is None or noun.phrase not in _STOCK):
        return None
    anchor = draft.at if noun is None else noun.last
    near = {slug for k, slug in here if abs(k - anchor) <= 5 or abs(k - draft.at) <= 5}
    return next(iter(near)) if len(near) == 1 and len({slug for _, slug in here}) == 1 else None


def _priced_chip(c: Context, number: int, draft: Draft, here: list[tuple[int, str]]) -> str | None:
    """Return the chip that a price is of: one near it, else the only one just spoken of."""
    if here:
        near = sorted((abs(k - draft.at) + (0 if k < draft.at else 0.5), slug) for k, slug in here)
        if len({slug for _, slug in here}) == 1:
            return near[0][1] if near[0][0] <= 18 else None
        return near[0][1] if near[0][0] + 3 <= near[1][0] or near[0][0] <= 5 else None
    unit = c.money[draft.index].unit
    if unit not in ("per hour", "per chip", "per unit"):
        return None
    for back in (1, 2):
        slugs = {c.chips[k].slug for k in c.chips_in.get(number - back, ())}
        if slugs:
            return next(iter(slugs)) if len(slugs) == 1 else None
    return None


def align_companies(
    c: Context, s: Sentence, number: int, amounts: list[int], drafts: dict[int, Draft]
) -> None:
    """Share out a list of companies over as many amounts: "A, B and C spent $1, $2 and $3 respectively"."""
    if len(amounts) < 2:
        return
    links = [drafts[at].link for at in amounts[1:]]
    listed = [link for link in links if link is not None and link.relation == "listed"]
    if s.has("respectively") and listed:
        # Amounts that follow the list are no part of it.
        amounts = amounts[: next((k for k, link in enumerate(links, 1) if link not in listed), len(amounts))]
    elif len(listed) != len(amounts) - 1:
        return
    owners = [k for k, token in enumerate(s.tokens) if token.tag == "company" and k < amounts[0]]
    run = _company_run(s, owners)
    if len(run) != len(amounts) or any(s.tokens[k].tag == "company" for k in range(amounts[0], amounts[-1])):
        return
    if not s.has("respectively") and any(
        s.tokens[k].tag == "period" for k in range(amounts[0], len(s.tokens))
    ):
        return
    for at, owner_at in zip(amounts, run, strict=True):
        drafts[at].company = c.companies[s.tokens[owner_at].ref].slug
        drafts[at].company_certainty = 0.85
    into = phrase_agent(s, frozenset({"in", "into"}), amounts[-1], len(s.tokens), 4)
    target = c.company_of(s, number, into)
    if target is not None and drafts[amounts[0]].kind == "investment":
        for at in amounts:
            drafts[at].counterparty = target.slug if target.slug != drafts[at].company else None


def _bracketed(s: Sentence, at: int) -> bool:
    """Return whether the token stands inside brackets."""
    return "(" in s.words[max(0, at - 5) : at] and ")" in s.words[at : at + 6]


def _company_run(s: Sentence, owners: list[int]) -> list[int]:
    """Return the companies that stand side by side, as a list names them."""
    run: list[int] = []
    for index in owners:
        if run and all(
            s.words[k] in (",", "and", "&", "'s", "parent", "-") or s.tokens[k].tag == "name"
            for k in range(run[-1] + 1, index)
        ):
            run.append(index)
        else:
            run = [index]
    return run
