"""Merges figures into facts: the same thing told by several articles is one entry. Pure.

The result depends on the set of figures alone, not on their order. Three steps within a group (company,
kind, currency and unit):

1. Figures that state the same counterparty, chip and period are gathered around the most precise amounts:
   finest first, each joins the nearest amount it agrees with, or becomes one itself. So merging is
   transitive: members agree with their centre.
2. A vaguer gathering (no counterparty, no chip, no period, or a longer period around an event) joins the most
   specific one of an agreeing amount if there is exactly one; where several would do, none is chosen.
3. Qualifier and status must fit: a cap ("up to") is another statement than an amount; rumours and denials
   stand apart; a plan and its outcome are one fact for events (an investment), two for measures (capex).

A figure whose kind or company is not known says too little: it merges with its like in the same item only.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from chipnews.ledger.amounts import Centres, Stated, agree, stated
from chipnews.ledger.sources import independent, own_word
from chipnews.ledger.values import Correction, FigureRecord, GroupKey, MergedFact

EVENTS = frozenset(("investment", "funding", "acquisition", "deal", "debt", "subsidy", "fine", "valuation"))
"""Kinds that happen once, so that the year and the month of it are the same fact."""

_LONG_DAYS = 400
_QUALIFIERS = ("exact", "about", "over", "up to")


_Period: TypeAlias = tuple[date | int | None, date | int | None] | str | None


@dataclass(frozen=True, slots=True)
class _Frame:
    """What must be equal for two figures ever to be one fact."""

    capped: bool
    status: str
    rejected: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """What a figure says, or leaves open, beside its amount. Periods as days, long ones as years.

    A period of no known days is its name.
    """

    counterparty: str | None
    chip: str | None
    period: _Period


@dataclass(frozen=True, slots=True)
class _Told:
    """A figure with the person's correction in it, and its amount as stated."""

    figure: FigureRecord
    amount: Stated
    by_hand: bool
    rejected: bool


_Gathering = tuple[_Place, Stated]


def merge(
    figures: Iterable[FigureRecord], corrections: Mapping[int, Correction] | None = None
) -> tuple[MergedFact, ...]:
    """Return the facts that the figures state, in the order of their keys.

    `corrections` are by the id of the figure; rejected figures give rejected facts.
    """
    corrections = corrections or {}
    groups: defaultdict[GroupKey, list[_Told]] = defaultdict(list)
    for figure in figures:
        told = _told(figure, corrections.get(figure.id))
        groups[group_of(told.figure)].append(told)
    facts = [fact for key, group in groups.items() for fact in _merge_group(key, group)]
    return tuple(sorted(facts, key=lambda fact: fact.key))


def group_of(figure: FigureRecord) -> GroupKey:
    """Return the group within which the figure may merge."""
    vague = figure.company is None or figure.kind is None
    item = figure.identity if vague else None
    return GroupKey(figure.company, figure.kind, figure.currency, figure.unit, item)


def corrected(figure: FigureRecord, correction: Correction | None) -> FigureRecord:
    """Return the figure with what a person set."""
    if correction is None or not correction.changes:
        return figure
    changes: dict[str, Any] = dict(correction.changes)
    return replace(figure, **changes)


def _told(figure: FigureRecord, correction: Correction | None) -> _Told:
    return _Told(
        corrected(figure, correction),
        stated(figure.surface, figure.low, figure.high),
        by_hand=correction is not None,
        rejected=correction is not None and correction.rejected,
    )


def _merge_group(key: GroupKey, group: Sequence[_Told]) -> Iterator[MergedFact]:
    frames: defaultdict[_Frame, list[_Told]] = defaultdict(list)
    for told in group:
        frames[_frame(told)].append(told)
    for frame, members in frames.items():
        gathered: defaultdict[_Gathering, list[_Told]] = defaultdict(list)
        for place, each in _by_place(members).items():
            centre_of = _centres([told.amount for told in each])
            for told in each:
                gathered[place, centre_of[told.amount]].append(told)
        for (place, centre), each in _joined(key, gathered).items():
            yield _fact(key, frame, place, centre, each)


def _frame(told: _Told) -> _Frame:
    figure = told.figure
    status = figure.status
    if status in ("actual", "planned") and figure.kind in EVENTS:
        status = "announced"
    return _Frame(figure.qualifier == "up to", status, told.rejected)


def _by_place(members: Iterable[_Told]) -> dict[_Place, list[_Told]]:
    found: defaultdict[_Place, list[_Told]] = defaultdict(list)
    for told in members:
        figure = told.figure
        found[_Place(figure.counterparty, figure.chip, _period(figure))].append(told)
    return found


def _period(figure: FigureRecord) -> _Period:
    """Return the period so that it compares.

    One of several years that an article counts from its own date ("over the next four years") begins on
    another day in each article: only its years tell.
    """
    start, end = figure.period_start, figure.period_end
    if start is None and end is None:
        return figure.period
    if start is not None and end is not None and (end - start).days > _LONG_DAYS:
        return start.year, end.year
    return start, end


def _centres(amounts: Iterable[Stated]) -> dict[Stated, Stated]:
    """Return for each amount the one that it is gathered around."""
    centres, found = Centres(), {}
    for amount in sorted(set(amounts)):
        near = centres.agreeing(amount)
        found[amount] = near[0] if near else amount
        if not near:
            centres.add(amount)
    return found


def _joined(key: GroupKey, gathered: Mapping[_Gathering, list[_Told]]) -> dict[_Gathering, list[_Told]]:
    """Return the gatherings, a vaguer one added to the most specific one that it agrees with, if that is one.

    No more than neighbours of neighbours decide, so that the reach of a figure is bounded.
    """
    centres = Centres()
    at: defaultdict[Stated, list[_Place]] = defaultdict(list)
    for place, amount in sorted(gathered, key=_in_order):
        centres.add(amount)
        at[amount].append(place)
    event = key.kind in EVENTS
    above = {
        (place, amount): [
            (other, centre)
            for centre in centres.agreeing(amount)
            for other in at[centre]
            if other != place and _covers(place, other, event=event)
        ]
        for place, amount in gathered
    }
    found: dict[_Gathering, list[_Told]] = {}
    for gathering, members in gathered.items():
        fitting = [other for other in above[gathering] if not above[other]]
        into = fitting[0] if len(fitting) == 1 else gathering
        found[into] = [*found.get(into, ()), *members]
    return found


def _in_order(gathering: _Gathering) -> tuple[object, ...]:
    place, amount = gathering
    return (amount, place.counterparty or "", place.chip or "", str(place.period))


def _covers(vague: _Place, specific: _Place, *, event: bool) -> bool:
    """Return whether all that the vaguer one says holds for the more specific one too."""
    return (
        vague.counterparty in (None, specific.counterparty)
        and vague.chip in (None, specific.chip)
        and (vague.period in (None, specific.period) or (event and _contains(vague.period, specific.period)))
    )


def _contains(wide: _Period, narrow: _Period) -> bool:
    match wide, narrow:
        case (date() as first, date() as last), (date() as start, date() as end):
            return first <= start and end <= last
    return False


def _fact(
    key: GroupKey, frame: _Frame, place: _Place, centre: Stated, members: Sequence[_Told]
) -> MergedFact:
    figures = [told.figure for told in members]
    by_date = sorted(figures, key=_reported)
    best = min(
        (told for told in members if agree(told.amount, centre)),
        key=lambda told: (
            told.amount.precision,
            _QUALIFIERS.index(told.figure.qualifier),
            not own_word(told.figure),
            _reported(told.figure),
        ),
    ).figure
    placed = [figure for figure in by_date if _period(figure) == place.period]
    in_dollars = next((figure for figure in (best, *by_date) if figure.usd_low is not None), best)
    first = placed[0] if placed else best
    confident = sorted(by_date, key=lambda figure: -figure.confidence)
    return MergedFact(
        key=_key(key, frame, place, centre),
        company=key.company,
        counterparty=place.counterparty,
        chip=place.chip,
        kind=key.kind,
        low=best.low,
        high=best.high,
        currency=key.currency,
        usd_low=in_dollars.usd_low,
        usd_high=in_dollars.usd_high,
        usd_converted=in_dollars.usd_converted,
        qualifier=best.qualifier,
        unit=key.unit,
        period=first.period,
        period_start=first.period_start,
        period_end=first.period_end,
        status=by_date[-1].status,
        direction=next((figure.direction for figure in confident if figure.direction), None),
        confidence=max(figure.confidence for figure in figures),
        sources=len({figure.item_id for figure in figures}),
        outlets=len(independent(figures)),
        first_seen=by_date[0].published_at,
        last_seen=by_date[-1].published_at,
        by_hand=any(told.by_hand for told in members),
        rejected=frame.rejected,
        figures=tuple(sorted(figure.id for figure in figures)),
    )


def _reported(figure: FigureRecord) -> tuple[object, ...]:
    """Return what orders reports: by time, then by content, never by the order in which they came."""
    return (figure.published_at, figure.identity, figure.start, figure.surface, figure.sentence)


def _key(key: GroupKey, frame: _Frame, place: _Place, centre: Stated) -> str:
    """Return a name of the fact that only its content decides."""
    amounts = (f"{centre.low.normalize():f}", f"{centre.high.normalize():f}")
    content = (
        key.company, key.kind, key.currency, key.unit, key.item,
        frame.capped, frame.status, frame.rejected,
        place.counterparty, place.chip, str(place.period), *amounts,
    )  # fmt: skip
    return hashlib.sha256(repr(content).encode()).hexdigest()[:32]
