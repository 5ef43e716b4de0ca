"""Composes the figures of a text: what each amount of money is about, whose it is, when and on whose word.

Rules over the words of the sentence decide; a statistical parse is asked only where they leave the company
open. Pure: the same arguments give the same figures, and no text raises.
"""

from collections.abc import Sequence
from datetime import date

from chipnews.knowledge.loader import Knowledge
from chipnews.tagging.attribution.comparison import direction_of, links_of
from chipnews.tagging.attribution.context import DEALINGS, RESULTS, Context, Draft, in_order
from chipnews.tagging.attribution.fallback import fall_back
from chipnews.tagging.attribution.kinds import kind_of
from chipnews.tagging.attribution.naming import decide_kind
from chipnews.tagging.attribution.ownership import align_companies, decide_parties
from chipnews.tagging.attribution.parsing import Parse, ask_for_companies
from chipnews.tagging.attribution.status import cites_of
from chipnews.tagging.attribution.telling import decide_periods, decide_status
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.money.model import Money
from chipnews.tagging.values import Direction, Figure, Mention


def attribute(
    text: str,
    sentences: Sequence[tuple[int, int]],
    money: Sequence[Money],
    companies: Sequence[Mention],
    chips: Sequence[Mention],
    *,
    published: date | None,
    knowledge: Knowledge,
    parse: Parse | None = None,
) -> tuple[Figure, ...]:
    """Return one figure for each amount of money, in text order, with what could be told of it.

    `sentences` are (start, end) offsets into `text`; `published` is the article's date in UTC. Amounts that
    lie in no sentence are given without attribution. `parse` gives spaCy documents with dependencies for the
    few sentences that it is asked for; without it those figures lack their company.
    """
    if not money:
        return ()
    c = Context(text, sentences, money, companies, chips, published, knowledge)
    made: dict[int, Figure] = {}
    for number in sorted(c.money_in):
        made.update(_of_sentence(c, number, parse))
    return tuple(made.get(index) or _bare(c, index) for index in range(len(c.money)))


def _bare(c: Context, index: int) -> Figure:
    amount = c.money[index]
    return Figure(
        amount.start, amount.end, amount.surface, amount.low, amount.high, amount.currency, amount.qualifier,
        amount.unit, c.text[amount.start : amount.end],
    )  # fmt: skip


def _of_sentence(c: Context, number: int, parse: Parse | None) -> list[tuple[int, Figure]]:
    s = c.read(number)
    amounts = [k for k, token in enumerate(s.tokens) if token.tag == "money"]
    links = links_of(s, amounts)
    drafts: dict[int, Draft] = {}
    for at in amounts:
        index = s.tokens[at].ref
        drafts[at] = Draft(index, at, kind_of(s, at, c.money[index].unit, c.money[index].high), links.get(at))
    for at in in_order(amounts, links):
        decide_kind(c, s, number, drafts[at], drafts)
        c.last_kind = drafts[at].kind or c.last_kind
    for at in in_order(amounts, links):
        decide_parties(c, s, number, drafts[at], drafts)
    align_companies(c, s, number, amounts, drafts)
    if parse is not None:
        ask_for_companies(c, s, drafts, parse)
    fall_back(c, s, number, drafts)
    for at in amounts:
        decide_status(c, s, number, drafts[at], drafts)
    decide_periods(c, s, number, amounts, drafts)
    told = [
        draft
        for draft in drafts.values()
        if draft.link is None and draft.kind in RESULTS and (draft.kind != "capex" or c.last_result is None)
    ]
    if told:
        c.last_result = told[-1]
    dealt = [draft for draft in drafts.values() if draft.kind in DEALINGS]
    if dealt:
        c.last_dealing = dealt[-1]
    names = frozenset(c.companies[token.ref].surface for token in s.tokens if token.tag == "company")
    cites = cites_of(s, names)
    return [(draft.index, _figure(c, s, draft, drafts, amounts, cites)) for draft in drafts.values()]


def _compared(drafts: dict[int, Draft], at: int) -> int | None:
    """Return the index of the figure that the one at this token is compared with."""
    return next((d.index for d in drafts.values() if d.link is not None and d.link == ("compared", at)), None)


def _same_kind(drafts: dict[int, Draft], draft: Draft, other: int) -> bool:
    return any(each.index == other and each.kind == draft.kind for each in drafts.values())


def _moved(c: Context, index: int, before: int) -> Direction | None:
    """Return the direction from the compared figure to this one, where the amounts tell it."""
    new, old = c.money[index], c.money[before]
    if new.currency != old.currency or new.unit != old.unit:
        return None
    return "up" if new.low > old.high else "down" if new.high < old.low else None


def _figure(
    c: Context, s: Sentence, draft: Draft, drafts: dict[int, Draft], amounts: list[int], cites: str | None
) -> Figure:
    amount = c.money[draft.index]
    link = draft.link
    compared = _compared(drafts, draft.at)
    part_of = (
        drafts[link.to].index
        if link is not None and link.relation == "part" and drafts[link.to].kind == draft.kind
        else None
    )
    is_comparison = link is not None and link.relation in ("compared", "estimate")
    earlier = [at for at in amounts if at < draft.at]
    direction = None if is_comparison else direction_of(s, draft.at, earlier[-1] if earlier else None)
    if link is not None and link.relation == "same":
        direction = direction_of(s, link.to, None) or direction
    twin = next((d for d in drafts.values() if d.link is not None and d.link == ("same", draft.at)), None)
    if direction is None and twin is not None:
        direction = direction_of(s, twin.at, draft.at)
        compared = compared if compared is not None else _compared(drafts, twin.at)
    if (
        direction is None
        and compared is not None
        and draft.kind in RESULTS
        and _same_kind(drafts, draft, compared)
    ):
        direction = _moved(c, draft.index, compared)
    if direction is None and draft.kind == "market_cap" and draft.evidence is not None:
        direction = _gained(s, draft.at)
    certainty = draft.kind_certainty
    if draft.company is not None:
        certainty *= 0.35 + 0.65 * min(1.0, draft.company_certainty + 0.05)
    elif draft.kind != "market_size":
        certainty *= 0.7
    period = draft.period
    return Figure(
        amount.start, amount.end, amount.surface, amount.low, amount.high, amount.currency, amount.qualifier,
        amount.unit, s.text, draft.kind, draft.company, draft.counterparty, draft.chip,
        period.label if period else None, period.start if period else None, period.end if period else None,
        direction, draft.status, compared, part_of, cites, round(max(0.0, min(1.0, certainty)), 3),
    )  # fmt: skip


def _gained(s: Sentence, at: int) -> Direction | None:
    """Return whether a market value was added or lost."""
    verb = next((s.verbs[k] for k in range(at - 1, max(-1, at - 6), -1) if k in s.verbs), None)
    if verb is None:
        return None
    if verb.lemma in ("lose", "wipe", "erase", "shed"):
        return "down"
    return "up" if verb.lemma in ("add", "gain") else None
