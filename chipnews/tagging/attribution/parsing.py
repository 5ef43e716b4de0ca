"""Asks the statistical parse for the subject, where the rules leave the company of a figure open.

A parse costs more than all rules together, so it is asked for few sentences: those with a kind of which the
company does something, where more than one party could be it. What it answers is given with little certainty.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from chipnews.tagging.attribution.context import Context, Draft
from chipnews.tagging.attribution.words import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parse = Callable[[Sequence[str]], Sequence["Doc"]]

_ASKED = frozenset(
    {"revenue", "profit", "loss", "guidance", "capex", "funding", "debt", "cost", "deal", "investment"}
)
_UNSURE = 0.6
_CERTAINTY = 0.66
_SUBJECTS = ("nsubj", "nsubjpass")
_UPWARD = ("xcomp", "conj", "ccomp", "advcl", "aux", "pcomp")


def ask_for_companies(c: Context, s: Sentence, drafts: dict[int, Draft], parse: Parse) -> None:
    """Give the drafts of the sentence that lack a sure company the one that the parse calls their subject."""
    open_drafts = [draft for draft in drafts.values() if _is_open(s, draft)]
    if not open_drafts:
        return
    doc = parse([s.text])[0]
    for draft in open_drafts:
        slug = _subject_company(c, s, doc, s.tokens[draft.at].start - s.start)
        if slug is None or slug == draft.counterparty or _only_an_opinion(c, slug, draft):
            continue
        if draft.company is None or draft.company == slug:
            draft.company, draft.company_certainty = slug, max(_CERTAINTY, draft.company_certainty)


def _only_an_opinion(c: Context, slug: str, draft: Draft) -> bool:
    """Return whether the subject is a house that reckons what others earn or spend."""
    known = c.known.get(slug)
    if known is None or draft.kind in ("investment", "debt", "deal", "funding"):
        return False
    return known.kind in ("research", "state") or (known.kind == "investor" and draft.kind == "cost")


def _is_open(s: Sentence, draft: Draft) -> bool:
    if (
        draft.kind not in _ASKED
        or draft.link is not None
        or draft.evidence is None
        or draft.evidence.weight < 0.5
    ):
        return False
    parties = {token.word for token in s.tokens if token.tag in ("company", "name")}
    named = any(token.tag == "company" for token in s.tokens)
    return named and len(parties) > 1 and (draft.company is None or draft.company_certainty < _UNSURE)


def _subject_company(c: Context, s: Sentence, doc: "Doc", offset: int) -> str | None:
    token = next((each for each in doc if each.idx <= offset < each.idx + len(each)), None)
    for _ in range(12):
        if token is None or token.head.i == token.i:
            break
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            break
    for _ in range(6):
        if token is None:
            return None
        subject = next((child for child in token.children if child.dep_ in _SUBJECTS), None)
        if subject is not None:
            if subject.tag_ in ("WDT", "WP") and token.dep_ == "relcl":
                subject = token.head
            return _company_at(c, s, subject)
        if token.dep_ in ("acl", "relcl"):
            return _company_at(c, s, token.head)
        if token.dep_ not in _UPWARD:
            return None
        token = token.head
    return None


def _company_at(c: Context, s: Sentence, token: "Token") -> str | None:
    """Return the company whose name holds the token, or whose possession it is ("Nvidia's sales")."""
    owners = [token, *(child for child in token.children if child.dep_ == "poss")]
    for each in owners:
        at = s.start + each.idx
        for part in s.tokens:
            if part.tag == "company" and part.start <= at < part.end:
                return c.companies[part.ref].slug
    return None
