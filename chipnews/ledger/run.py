"""Brings the ledger up to date: `update_ledger` merges the figures of items into facts.

Only what the items touch is merged again: the companies and kinds of their figures, now and before. A fact
keeps its row, and so its number, as long as it is the same fact: the same key, else the same figures. To run
it on what is up to date changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection, Engine

from chipnews.ledger import store
from chipnews.ledger.identity import figure_keys
from chipnews.ledger.merge import corrected, group_of, merge
from chipnews.ledger.reach import CONTEXT, CORE, Interval, intervals, within
from chipnews.ledger.store import FactRecord, Pair
from chipnews.ledger.values import Correction, FigureRecord, LedgerReport, MergedFact

_PAIRS_AT_ONCE, _ITEMS_AT_ONCE = 20, 2_000


def update_ledger(
    engine: Engine, item_ids: Sequence[int] | None = None, *, every: bool = False
) -> LedgerReport:
    """Merge the figures of these items, by default of those not merged yet, and return what changed.

    Items count that are of the field and no copy of another. Facts that lost a source since the last run
    (tagged again, deleted, found to be a copy) are mended too. `every` merges all again: rules may change.
    """
    with store.writing(engine) as connection:
        said = resolve_corrections(connection)
        touched = _touched(connection, item_ids, said, every=every)
    report = LedgerReport()
    perhaps_empty = set(touched.facts)
    for piece in touched.rounds():
        with store.writing(engine) as connection:
            done, seen = _update(connection, piece, said)
        report = _sum(report, done)
        perhaps_empty |= seen
    with store.writing(engine) as connection:
        removed = _delete_empty(connection, perhaps_empty)
        store.freshen_facts(connection, sorted(touched.stale))
    return _sum(report, LedgerReport(removed=removed))


@dataclass(frozen=True, slots=True)
class Said:
    """The corrections by the ids that their figures have now, and these figures."""

    by_figure: Mapping[int, Correction]
    figures: tuple[FigureRecord, ...]

    def meant(self, figure: FigureRecord) -> FigureRecord:
        """Return the figure with what a person set."""
        return corrected(figure, self.by_figure.get(figure.id))


def resolve_corrections(connection: Connection) -> Said:
    """Return the corrections that stored figures answer to."""
    every = store.corrections(connection)
    by_key = {said.figure_key: said.correction for said in every}
    figures = store.figures_of_items(connection, store.items_of(connection, every))
    keys = figure_keys(figures)
    by_figure = {figure: by_key[key] for figure, key in keys.items() if key in by_key}
    return Said(by_figure, tuple(figure for figure in figures if figure.id in by_figure))


@dataclass
class _Touched:
    """What is to be merged again: companies and kinds, items (for vague figures), facts that may be gone.

    `pairs` has the amounts that are touched, None where all are.
    """

    pairs: dict[Pair, set[Decimal] | None] = field(default_factory=dict)
    items: set[int] = field(default_factory=set)
    facts: set[int] = field(default_factory=set)
    stale: set[int] = field(default_factory=set)

    def add(self, pair: Pair, amount: Decimal) -> None:
        """Add an amount of a company and kind, where both are known."""
        amounts = self.pairs.setdefault(pair, set()) if None not in pair else None
        if amounts is not None:
            amounts.add(amount)

    def rounds(self) -> Iterator["_Round"]:
        """Yield the pieces that are done in a transaction each."""
        pairs, items = sorted(self.pairs, key=str), sorted(self.items)
        for start in range(0, len(pairs), _PAIRS_AT_ONCE):
            yield _Round({pair: self.pairs[pair] for pair in pairs[start : start + _PAIRS_AT_ONCE]}, [])
        for start in range(0, len(items), _ITEMS_AT_ONCE):
            yield _Round({}, items[start : start + _ITEMS_AT_ONCE])


@dataclass(frozen=True, slots=True)
class _Round:
    """One piece of what is to be merged again."""

    pairs: Mapping[Pair, set[Decimal] | None]
    items: Sequence[int]

    def near(self, pair: Pair, factor: Decimal) -> tuple[Interval, ...] | None:
        """Return the amounts of a pair within the factor of those touched, None for all."""
        amounts = self.pairs[pair]
        return None if amounts is None else intervals(amounts, factor)


def _touched(connection: Connection, item_ids: Sequence[int] | None, said: Said, *, every: bool) -> _Touched:
    touched = _Touched()
    stale = store.stale_facts(connection)
    if every:
        touched.pairs.update(dict.fromkeys(store.all_pairs(connection)))
        touched.items.update(store.all_items(connection))
        figures = list(said.figures)
    else:
        ids = store.unmerged_items(connection) if item_ids is None else item_ids
        touched.items.update(ids)
        figures = store.figures_of_items(connection, ids, every=True)
    figures += store.figures_of_facts(connection, [fact.id for fact in stale])
    for figure in figures:
        touched.items.add(figure.item_id)
        for each in (figure, said.meant(figure)):
            touched.add((each.company, each.kind), figure.low)
    linked = {figure.fact_id for figure in figures if figure.fact_id is not None}
    touched.stale.update(fact.id for fact in stale)
    touched.facts.update(linked, touched.stale)
    for fact in (*stale, *store.facts_by(connection, ids=sorted(linked))):
        touched.add(fact.pair, fact.low)
    store.unlink_uncounted(connection, sorted(touched.stale))
    return touched


def _update(connection: Connection, piece: _Round, said: Said) -> tuple[LedgerReport, set[int]]:
    """Merge again the figures of a piece.

    Returns what changed, and the facts that may have no figures now. A figure that a person moved stays with
    its fact until its new one is merged, which may take over the row.
    """
    figures = _members(connection, piece, said)
    facts, others = _touched_facts(merge(figures.values(), said.by_figure), figures, piece)
    mine = [figure for fact in facts for figure in fact.figures]
    before = {figure: figures[figure].fact_id for figure in mine}
    pairs = [(pair, piece.near(pair, CONTEXT)) for pair in piece.pairs]
    known = {
        fact.id: fact
        for fact in (
            *(fact for pair, near in pairs for fact in store.facts_of_pair(connection, pair, near)),
            *store.facts_by(
                connection,
                ids=sorted({fact for fact in before.values() if fact is not None}),
                keys=[fact.key for fact in facts],
            ),
        )
        if fact.key not in others
    }
    rows = assign(facts, known, before, store.figure_counts(connection, list(known)))
    changed = {
        rows[fact.key]: fact
        for fact in facts
        if fact.key in rows and store.values_of(fact) != known[rows[fact.key]].values
    }
    store.update_facts(connection, changed)
    # Numbered as they were told: people read these numbers.
    added = sorted(
        (fact for fact in facts if fact.key not in rows), key=lambda fact: (fact.first_seen, fact.figures)
    )
    rows |= store.insert_facts(connection, added)
    links = {figure: rows[fact.key] for fact in facts for figure in fact.figures}
    store.link_figures(connection, {figure: fact for figure, fact in links.items() if before[figure] != fact})
    return LedgerReport(len(mine), len(added), len(changed)), set(known)


def _members(connection: Connection, piece: _Round, said: Said) -> dict[int, FigureRecord]:
    """Return the figures that belong to the piece after corrections, and those that these are merged with."""
    own = set(piece.items)
    found = {}
    for figure in (
        *(
            figure
            for pair in piece.pairs
            for figure in store.figures_of_pair(connection, pair, piece.near(pair, CONTEXT))
        ),
        *store.figures_of_items(connection, piece.items),
        *said.figures,
    ):
        meant = said.meant(figure)
        vague = group_of(meant).item is not None
        if (vague and figure.item_id in own) or (not vague and (meant.company, meant.kind) in piece.pairs):
            found[figure.id] = figure
    return found


def _touched_facts(
    facts: Sequence[MergedFact], figures: Mapping[int, FigureRecord], piece: _Round
) -> tuple[list[MergedFact], set[str]]:
    """Return the facts that what is touched can have changed, and the keys of the others."""
    touched, others = [], set()
    core = {pair: piece.near(pair, CORE) for pair in piece.pairs}
    for fact in facts:
        near = core.get((fact.company, fact.kind))
        if near is None or any(within(figures[figure].low, near) for figure in fact.figures):
            touched.append(fact)
        else:
            others.add(fact.key)
    return touched, others


def assign(
    facts: Sequence[MergedFact],
    known: Mapping[int, FactRecord],
    before: Mapping[int, int | None],
    sizes: Mapping[int, int],
) -> dict[str, int]:
    """Return the stored row of each fact that has one, by key. Pure.

    First the row of the same key. Then, as a fact that is told more exactly gets another key, the row that
    shares most figures: of the same company and kind, or one whose figures are all in this fact now.
    `before` is the row that each figure belonged to, `sizes` the number of figures of each row.
    """
    by_key = {row.key: row.id for row in known.values()}
    rows = {fact.key: by_key[fact.key] for fact in facts if fact.key in by_key}
    taken = set(rows.values())
    shared = []
    for fact in facts:
        if fact.key in rows:
            continue
        of_rows = Counter(before[figure] for figure in fact.figures)
        for row, count in of_rows.items():
            if row is None or row not in known or row in taken:
                continue
            if known[row].pair == (fact.company, fact.kind) or count == sizes.get(row):
                shared.append((-count, fact.key, row))
    for _, key, row in sorted(shared):
        if key not in rows and row not in taken:
            rows[key] = row
            taken.add(row)
    return rows


def _delete_empty(connection: Connection, fact_ids: Iterable[int]) -> int:
    """Delete those of the facts that have no figure, and return how many."""
    ids = sorted(set(fact_ids))
    counts = store.figure_counts(connection, ids)
    empty = [fact.id for fact in store.facts_by(connection, ids=[each for each in ids if each not in counts])]
    store.delete_facts(connection, empty)
    return len(empty)


def _sum(one: LedgerReport, other: LedgerReport) -> LedgerReport:
    return LedgerReport(
        one.figures + other.figures,
        one.added + other.added,
        one.changed + other.changed,
        one.removed + other.removed,
    )
