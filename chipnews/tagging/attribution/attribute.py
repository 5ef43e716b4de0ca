"""Composes the figures of a text: what each amount of money is about, whose it is, when and on whose word.

The words of the sentence give evidence and features; weights learnt from labelled texts decide the kind,
the parties and the period, rules the rest. Pure: the same arguments give the same figures, no text raises.
"""

from chipnews.tagging.attribution.comparison import direction_of, gapped_company, links_of
from chipnews.tagging.attribution.context import RESULTS, Context, Draft, Reading
from chipnews.tagging.attribution.kind_features import kind_features
from chipnews.tagging.attribution.kinds import kind_told
from chipnews.tagging.attribution.outlook import is_consensus
from chipnews.tagging.attribution.ownership import align_companies, chip_of, seller_after, vendor_of
from chipnews.tagging.attribution.party_features import party_features
from chipnews.tagging.attribution.period_features import period_features
from chipnews.tagging.attribution.scorer import Chooser, Scorer
from chipnews.tagging.attribution.status import cites_of, decide_status, is_future
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.money.model import Sum
from chipnews.tagging.values import Direction, Figure, FigureKind


def attribute(c: Context, scorer: Scorer) -> tuple[Figure, ...]:
    """Return one figure for each amount of money of the text, in text order, with what could be told of it.

    Amounts that lie in no sentence are given without attribution.
    """
    made: dict[int, Figure] = {}
    readings = read_amounts(c)
    decide_kinds(c, readings, scorer)
    for reading in readings:
        decide_parties(c, reading, scorer)
        decide_periods(c, reading, scorer)
        made.update(_told(c, reading))
    return tuple(made.get(index) or _bare(c, index) for index in range(len(c.money)))


def read_amounts(c: Context) -> list[Reading]:
    """Return the sentences that hold amounts, each amount with the evidence for its kind and its link."""
    found = []
    for number in sorted(c.money_in):
        s = c.read(number)
        amounts = [k for k, token in enumerate(s.tokens) if token.tag == "money"]
        links = links_of(s, amounts)
        drafts = {}
        for at in amounts:
            index = s.tokens[at].ref
            told = kind_told(s, at, c.money[index].unit, c.money[index].high)
            drafts[at] = Draft(index, at, told, links.get(at), future=is_future(s, at))
            c.told[index] = told.best.kind if told.best is not None else None
        found.append(Reading(number, s, drafts))
    return found


_SHARED = 0.4  # how much another mention of the same sum counts


def decide_kinds(c: Context, readings: list[Reading], scorer: Scorer) -> None:
    """Settle what each amount is; where the text tells a sum twice, both sentences speak for both."""
    weighed = {
        draft.index: scorer.weigh_kinds(kind_features(c, reading, draft))
        for reading in readings
        for draft in reading.drafts.values()
    }
    mentions: dict[Sum, list[int]] = {}
    for index in weighed:
        mentions.setdefault(c.money[index].sum, []).append(index)
    for reading in readings:
        for draft in reading.drafts.values():
            others = [weighed[k] for k in mentions[c.money[draft.index].sum] if k != draft.index]
            answer = scorer.kind(weighed[draft.index] + _SHARED * sum(others))
            _settle(reading, draft, *answer)


def _settle(reading: Reading, draft: Draft, kind: FigureKind | None, certainty: float) -> None:
    link = draft.link
    if link is not None and link.relation == "same":
        twin = reading.drafts[link.to]
        settle_kind(draft, twin.kind, twin.kind_certainty)
        return
    if kind == "guidance" and link is not None and link.relation == "estimate":
        kind = "revenue"  # what analysts look for is no outlook of the company's
    settle_kind(draft, kind, certainty)
    draft.expected = link is None and kind in RESULTS and is_consensus(reading.sentence, draft.at)


def settle_kind(draft: Draft, kind: FigureKind | None, certainty: float) -> None:
    """Give the draft its kind, and the best evidence for that kind, if there is any."""
    draft.kind, draft.kind_certainty = kind, certainty
    fitting = [each for each in draft.told.evidence if each.kind == kind]
    if kind == "guidance":
        fitting += [each for each in draft.told.evidence if each.kind in ("revenue", "profit", "loss")]
    draft.evidence = max(fitting, key=lambda each: each.weight, default=None)


def decide_parties(c: Context, reading: Reading, scorer: Scorer) -> None:
    """Settle whose each amount of the sentence is, who stands on the other side, and which chip it is of."""
    for draft in reading.in_order():
        decide_party(c, reading, draft, scorer)
    align_companies(c, reading.sentence, reading.number, list(reading.drafts), reading.drafts)


def decide_party(c: Context, reading: Reading, draft: Draft, chooser: Chooser) -> None:
    """Settle the parties of one amount, those it hangs on being settled."""
    base = shares_parties(reading.sentence, draft, reading.drafts)
    if base is not None:
        draft.company, draft.company_certainty = base.company, base.company_certainty
        draft.counterparty, draft.chip = base.counterparty, base.chip
    else:
        candidates = party_features(c, reading, draft)
        draft.company, draft.company_certainty = chooser.choose("company", candidates)
        if draft.company is not None:
            del candidates[draft.company]
        draft.counterparty, _ = chooser.choose("counterparty", candidates)
        draft.chip = chip_of(c, reading, draft)
        if draft.company is None:
            draft.company = vendor_of(c, reading, draft)
    c.owned.add(reading.number, draft, c.money[draft.index])


_TELLING_ALIKE = frozenset({"compared", "estimate", "same"})


def shares_parties(s: Sentence, draft: Draft, drafts: dict[int, Draft]) -> Draft | None:
    """Return the figure whose company this one has as well: the one that it is compared with, or the same."""
    if draft.link is None or draft.link.relation not in _TELLING_ALIKE:
        return None
    base = drafts[draft.link.to]
    if draft.kind == "price" and seller_after(s, draft.at) is not None:
        return None
    alike = base.kind == draft.kind or {base.kind, draft.kind} == {"guidance", "revenue"}
    return base if alike and gapped_company(s, draft.link.to, draft.at) is None else None


def decide_periods(c: Context, reading: Reading, scorer: Scorer) -> None:
    """Settle which time each amount of the sentence belongs to, and whether it has come about."""
    ordered = reading.in_order()
    for draft in ordered:
        decide_status(reading, draft)
    for draft in ordered:
        decide_period(c, reading, draft, scorer)


def decide_period(c: Context, reading: Reading, draft: Draft, chooser: Chooser) -> None:
    """Settle the period of one amount, those it hangs on being settled."""
    candidates = period_features(c, reading, draft)
    days, _ = chooser.choose("period", {days: each.features for days, each in candidates.items()})
    period = draft.period = candidates[days].period
    begins = period.start if period is not None else None
    if begins is not None and c.published is not None and begins >= c.published and draft.status == "actual":
        draft.status = "planned"
    c.dated.add(reading.number, draft, c.money[draft.index])


def _told(c: Context, reading: Reading) -> list[tuple[int, Figure]]:
    s, drafts = reading.sentence, reading.drafts
    amounts = list(drafts)
    names = frozenset(c.companies[token.ref].surface for token in s.tokens if token.tag == "company")
    cites = cites_of(s, names)
    return [(draft.index, _figure(c, s, draft, drafts, amounts, cites)) for draft in drafts.values()]


def _bare(c: Context, index: int) -> Figure:
    amount = c.money[index]
    return Figure(
        amount.start, amount.end, amount.surface, amount.low, amount.high, amount.currency, amount.qualifier,
        amount.unit, c.text[amount.start : amount.end],
    )  # fmt: skip


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
    certainty = draft.kind_certainty * draft.company_certainty
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
