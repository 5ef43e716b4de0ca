"""Gives a figure that no rule gave a company the one that its sentence, or the text, plainly speaks of."""

from chipnews.tagging.attribution import agents
from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.context import LEAST_PARTY, Context, Draft
from chipnews.tagging.attribution.positions import clause_start
from chipnews.tagging.attribution.resolve import Focus
from chipnews.tagging.attribution.words import Sentence

_NOBODYS = frozenset({"market_size", "price"})
"""Kinds that often are no company's, or another's than the one in focus."""

_WHOLE = frozenset({"total", "per year", "per month", "per share"})

_GENERAL = frozenset(
    """global worldwide industry companies hyperscalers rivals sector market governments government investors
    analysts nobody everyone you i he she his her ministry gigawatt people economic venture buyer
    seller""".split()
)

_SITES = frozenset(
    """plant plants site sites fab fabs factory campus project facility hub complex expansion cluster unit
    phase line works""".split()
)

_SHARING = frozenset({"made", "makes", "accounted", "accounts", "brought", "contributed"})
"""What a market does for whoever sells there: "China made up 27% of sales"."""


def fall_back(c: Context, s: Sentence, number: int, drafts: dict[int, Draft]) -> None:
    """Fill in the company of each draft that lacks one, where a single company is in question."""
    for draft in drafts.values():
        if draft.company is not None or draft.expected or draft.kind in _NOBODYS:
            continue
        if draft.link is not None and drafts[draft.link.to].kind == draft.kind and draft.kind is not None:
            base = drafts[draft.link.to]
            if base.at < draft.at:
                draft.company, draft.company_certainty = base.company, base.company_certainty
            continue
        found = _plain(c, s, number, draft)
        if found is not None and found.certainty >= LEAST_PARTY and found.slug != draft.counterparty:
            draft.company, draft.company_certainty = found.slug, found.certainty


def _plain(c: Context, s: Sentence, number: int, draft: Draft) -> Focus | None:
    if set(s.words) & _GENERAL:
        return None
    low = clause_start(s, draft.at)
    here = {c.companies[t.ref].slug for t in s.tokens if t.tag == "company"}
    stranger = any(t.tag == "name" and not _describes(s, k) for k, t in enumerate(s.tokens[: draft.at]))
    if here:
        return _sole(c, s, draft, low) if len(here) == 1 and not stranger else None
    if stranger or any(t.tag == "chip" for t in s.tokens):
        return None
    if draft.kind is None and set(s.words[: draft.at]) & {"they", "their"}:
        return None
    if draft.kind == "subsidy" and (draft.evidence is None or draft.evidence.noun is None):
        # "The state granted $44 million for its roads": to whom, it does not say.
        return None
    if draft.kind in ("cost", "other") and set(s.words[:4]) & {"a", "an", "each", "every"}:
        # "Building a fab costs $20 billion": anybody's.
        return None
    if c.money[draft.index].unit not in _WHOLE:
        return None
    found = c.resolver.before(number, "")
    if found is None or found.certainty <= 0.6:
        return None
    return Focus(found.slug, min(0.6, found.certainty - 0.15))


def _sole(c: Context, s: Sentence, draft: Draft, low: int) -> Focus | None:
    """Return the only company of the sentence where it is what the sentence speaks of."""
    agent = agents.main_subject(s)
    if agent is None or agent.tag != "company" or agent.at > draft.at or agent.certainty < 0.7:
        return None
    slug = c.companies[s.tokens[agent.at].ref].slug
    known = c.known.get(slug)
    if known is None or known.kind in ("research", "state", "investor"):
        return None
    if set(s.words[:low]) & lx.ANALYST_WORDS:
        return None
    return Focus(slug, 0.55)


def _describes(s: Sentence, at: int) -> bool:
    """Return whether a name only tells which one or where: "the Memphis site", "a plant in Houston"."""
    if agents.preposition_before(s, at) in ("in", "at", "near", "outside"):
        return True
    following = s.tokens[at + 1] if at + 1 < len(s.tokens) else None
    return following is not None and (following.word in _SITES or following.word in _SHARING)
