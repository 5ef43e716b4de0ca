"""What people say of facts: set a field, reject, restore. Stored by content, so that tagging again keeps it.

Each corrects every figure behind a fact, brings the ledger up to date, and returns the numbers of the facts
that these figures make now.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import Connection, Engine

from chipnews.errors import UnknownName
from chipnews.ledger import store
from chipnews.ledger.identity import figure_keys
from chipnews.ledger.run import update_ledger
from chipnews.ledger.store import StoredCorrection
from chipnews.ledger.values import Correction, FigureRecord

Changes = Mapping[str, str | date | None]
"""Fields of a figure with what they are really: slugs, words of the vocabulary, days; None: it has none."""


def set_fields(engine: Engine, fact_id: int, changes: Changes, *, now: datetime) -> tuple[int, ...]:
    """Set fields of the figures behind a fact, beside what was set before. Raises UnknownName."""
    return _correct(engine, fact_id, changes, rejected=False, now=now)


def reject(engine: Engine, fact_id: int, *, now: datetime) -> tuple[int, ...]:
    """Say that the figures behind a fact are none of it. Raises UnknownName."""
    return _correct(engine, fact_id, {}, rejected=True, now=now)


def restore(engine: Engine, fact_id: int) -> tuple[int, ...]:
    """Forget all that was said of the figures behind a fact. Raises UnknownName."""
    with store.writing(engine) as connection:
        figures, keys = _behind(connection, fact_id)
        store.forget_corrections(connection, [keys[figure.id] for figure in figures])
    return _now_in(engine, figures)


def said_of(engine: Engine, fact_id: int) -> dict[str, str | date | None]:
    """Return the fields that people set of the figures behind a fact, with what they set last."""
    with engine.connect() as connection:
        figures, keys = _behind(connection, fact_id)
        mine = {keys[figure.id] for figure in figures}
        found: dict[str, str | date | None] = {}
        for said in store.corrections(connection):
            if said.figure_key in mine:
                found |= said.correction.changes
        return found


def _correct(
    engine: Engine, fact_id: int, changes: Changes, *, rejected: bool, now: datetime
) -> tuple[int, ...]:
    with store.writing(engine) as connection:
        figures, keys = _behind(connection, fact_id)
        before = {said.figure_key: said.correction for said in store.corrections(connection)}
        rows = store.item_rows(connection, [figure.item_id for figure in figures])
        for figure in figures:
            canonical_url, outlet, guid = rows[figure.item_id]
            said = before.get(keys[figure.id], Correction())
            store.save_correction(
                connection,
                StoredCorrection(
                    figure_key=keys[figure.id],
                    canonical_url=canonical_url,
                    outlet=outlet,
                    guid=guid,
                    sentence=figure.sentence,
                    surface=figure.surface,
                    correction=Correction(rejected or said.rejected, {**said.changes, **changes}),
                    made_at=now,
                ),
            )
    return _now_in(engine, figures)


def _behind(connection: Connection, fact_id: int) -> tuple[list[FigureRecord], dict[int, str]]:
    """Return the figures of a fact, and the keys of all figures of their items."""
    figures = store.figures_of_facts(connection, [fact_id])
    if not figures:
        raise UnknownName("figure", str(fact_id))
    items = store.figures_of_items(connection, [figure.item_id for figure in figures], every=True)
    return figures, figure_keys(items)


def _now_in(engine: Engine, figures: Sequence[FigureRecord]) -> tuple[int, ...]:
    items = sorted({figure.item_id for figure in figures})
    update_ledger(engine, items)
    mine = {figure.id for figure in figures}
    with engine.connect() as connection:
        found = store.figures_of_items(connection, items, every=True)
    return tuple(sorted({f.fact_id for f in found if f.id in mine and f.fact_id is not None}))
