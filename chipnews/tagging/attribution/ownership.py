"""Tells which chip is priced or sold, and shares out lists of companies over lists of amounts."""

from chipnews.tagging.attribution.agents import phrase_agent
from chipnews.tagging.attribution.context import Context, Draft, Reading
from chipnews.tagging.attribution.positions import after_unit
from chipnews.tagging.attribution.words import Sentence

_STOCK = frozenset(
    {"charge", "write down", "writedown", "inventory charge", "inventory write down", "impairment"}
)


def chip_of(c: Context, reading: Reading, draft: Draft) -> str | None:
    """Return the slug of the chip that is priced, sold or written off, None where there is none."""
    s, number = reading.sentence, reading.number
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


_SHOPS = frozenset({"at", "from", "on", "with", "via"})


def seller_after(s: Sentence, at: int) -> int | None:
    """Return the token of whoever asks a price where it is named after it: "$4.25 an hour at Oracle"."""
    right = after_unit(s, at)
    near = s.tokens[right : right + 2]
    asked = len(near) == 2 and near[0].word in _SHOPS and near[1].tag in ("company", "name")
    return right + 1 if asked else None


def vendor_of(c: Context, reading: Reading, draft: Draft) -> str | None:
    """Return the maker of the chip that is priced, where the sentence names no other party to ask for it."""
    if draft.kind != "price" or draft.chip is None or c.money[draft.index].unit not in _WHOLE:
        return None
    if any(token.tag in ("company", "name", "pronoun") for token in reading.sentence.tokens):
        return None
    return next((chip.vendor for chip in c.chips if chip.slug == draft.chip), None)


_WHOLE = frozenset({"total", "per chip", "per unit"})


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
