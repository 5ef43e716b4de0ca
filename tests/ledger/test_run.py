"""The ledger in a real database: nothing is doubled, nothing is lost, and numbers last."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from chipnews.errors import UnknownName
from chipnews.ledger.corrections import reject, restore, set_fields
from chipnews.ledger.run import update_ledger
from chipnews.ledger.values import LedgerReport
from chipnews.storage.models import Fact, Figure, Item
from tests.builders import add_item as add_merged_item
from tests.builders import money

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CAPEX = {"kind": "capex", "company": "amazon", "period": "2024"}


def add_item(engine: Engine, title: str, **fields: Any) -> int:
    """Store a tagged item whose figures are not merged yet."""
    return add_merged_item(engine, title, merged=False, **fields)


def capex(surface: str = "$75 billion", amount: str = "75e9", **fields: object) -> Figure:
    return money(surface, amount, **{**CAPEX, **fields})


def facts(engine: Engine) -> list[Fact]:
    with Session(engine) as session:
        return list(session.exec(select(Fact).order_by(Fact.id)))


def snapshot(engine: Engine) -> list[tuple[object, ...]]:
    return [(f.id, f.key, f.company, f.kind, f.sources, f.rejected, f.by_hand) for f in facts(engine)]


def tag_again(engine: Engine, item_id: int, *figures: Figure) -> None:
    """Replace the figures of an item, as tagging does; by default by the same ones in new rows."""
    with Session(engine) as session:
        old = list(session.exec(select(Figure).where(Figure.item_id == item_id)))
        fresh = figures or [Figure(**row.model_dump(exclude={"id", "fact_id"})) for row in old]
        for row in old:
            session.delete(row)
        session.flush()
        # Numbers are not given twice, so that the new rows cannot be taken for the old ones.
        item = session.get_one(Item, item_id)
        for number, row in enumerate(fresh, 1):
            row.id = 1000 * item_id + (old[0].id or 0) + number
            row.item_id = item_id
            row.start = item.text.index(row.surface)
            row.end = row.start + len(row.surface)
            row.sentence = row.sentence or item.text
            session.add(row)
        session.commit()


def test_two_articles_of_one_fact_make_one_entry(engine: Engine) -> None:
    one = add_item(engine, "It spent $75 billion", figures=[capex()], outlet="A")
    two = add_item(engine, "It spent $75 billion", figures=[capex()], outlet="B")
    assert update_ledger(engine, [one, two]) == LedgerReport(figures=2, added=1)
    [fact] = facts(engine)
    assert (fact.sources, fact.outlets) == (2, 2)


def test_a_second_run_changes_nothing(engine: Engine) -> None:
    item = add_item(engine, "$75 billion, then $3", figures=[capex(), money("$3", 3)])
    update_ledger(engine, [item])
    before = snapshot(engine)
    assert update_ledger(engine, [item]) == LedgerReport(figures=2)
    assert update_ledger(engine) == LedgerReport()
    assert update_ledger(engine, every=True) == LedgerReport(figures=2)
    assert snapshot(engine) == before


def test_one_run_over_all_gives_what_runs_over_each_give(engine: Engine) -> None:
    items = [
        add_item(engine, f"{surface}", figures=[capex(surface, amount)])
        for surface, amount in (("$75 billion", "75e9"), ("$75.2 billion", "75.2e9"), ("$80 billion", "80e9"))
    ]
    for item in reversed(items):
        update_ledger(engine, [item])
    piecemeal = sorted((f.key, f.sources) for f in facts(engine))
    assert update_ledger(engine, every=True) == LedgerReport(figures=3)
    assert sorted((f.key, f.sources) for f in facts(engine)) == piecemeal


def test_tagging_again_keeps_the_fact_and_its_number(engine: Engine) -> None:
    one = add_item(engine, "It spent $75 billion", figures=[capex()])
    two = add_item(engine, "It spent $75 billion", figures=[capex()])
    update_ledger(engine)
    before = snapshot(engine)
    tag_again(engine, one)
    tag_again(engine, two)
    update_ledger(engine, [one, two])
    assert snapshot(engine) == before


def test_a_figure_that_is_tagged_otherwise_leaves_its_fact(engine: Engine) -> None:
    one = add_item(engine, "It spent $75 billion", figures=[capex()])
    two = add_item(engine, "It spent $75 billion", figures=[capex()])
    update_ledger(engine)
    tag_again(engine, two, capex(company="google"))
    update_ledger(engine, [two])
    assert [(f.id, f.company, f.sources) for f in facts(engine)] == [(1, "amazon", 1), (2, "google", 1)]
    tag_again(engine, one, capex(company="google"))
    update_ledger(engine, [one])
    assert [(f.id, f.company, f.sources) for f in facts(engine)] == [(2, "google", 2)]


def test_a_fact_keeps_its_number_when_told_more_exactly(engine: Engine) -> None:
    update_ledger(engine, [add_item(engine, "$75 billion", figures=[capex()])])
    update_ledger(engine, [add_item(engine, "$75.2 billion", figures=[capex("$75.2 billion", "75.2e9")])])
    [fact] = facts(engine)
    assert (fact.id, fact.low, fact.sources) == (1, 75_200_000_000, 2)


def test_copies_and_items_off_the_field_do_not_count(engine: Engine) -> None:
    kept = add_item(engine, "$75 billion", figures=[capex()])
    copy = add_item(engine, "$75 billion", figures=[capex()], duplicate_of=kept)
    other = add_item(engine, "$75 billion", figures=[capex()], relevant=False)
    update_ledger(engine, [kept, copy, other])
    assert [fact.sources for fact in facts(engine)] == [1]


def test_an_item_found_to_be_a_copy_later_counts_no_more(engine: Engine) -> None:
    kept = add_item(engine, "$75 billion and $3", figures=[capex(), money("$3", 3)])
    copy = add_item(engine, "$75 billion and $3", figures=[capex(), money("$3", 3)])
    update_ledger(engine)
    with Session(engine) as session:
        session.get_one(Item, copy).duplicate_of = kept
        session.commit()
    update_ledger(engine, [])
    assert [fact.sources for fact in facts(engine)] == [1, 1]
    with Session(engine) as session:
        of_copy = session.exec(select(Figure.fact_id).where(Figure.item_id == copy)).all()
    assert list(of_copy) == [None, None]


def test_a_fact_goes_with_its_last_item(engine: Engine) -> None:
    item = add_item(engine, "$75 billion", figures=[capex()])
    update_ledger(engine)
    with Session(engine) as session:
        session.delete(session.get_one(Item, item))
        session.commit()
    assert update_ledger(engine, []) == LedgerReport(removed=1)


def test_a_correction_survives_tagging_again(engine: Engine) -> None:
    item = add_item(engine, "It spent $75 billion", figures=[capex(kind=None, company=None)])
    update_ledger(engine)
    assert set_fields(engine, 1, {"kind": "capex", "company": "amazon"}, now=NOW) == (1,)
    tag_again(engine, item)
    update_ledger(engine, [item])
    [fact] = facts(engine)
    assert (fact.company, fact.kind, fact.by_hand) == ("amazon", "capex", True)


def test_corrections_of_one_fact_add_up(engine: Engine) -> None:
    add_item(engine, "It spent $75 billion", figures=[capex(kind="cost", company="aws")])
    update_ledger(engine)
    [fact_id] = set_fields(engine, 1, {"kind": "capex"}, now=NOW)
    set_fields(engine, fact_id, {"company": "amazon"}, now=NOW)
    assert [(f.id, f.company, f.kind) for f in facts(engine)] == [(1, "amazon", "capex")]


def test_a_corrected_figure_joins_the_fact_that_it_states(engine: Engine) -> None:
    add_item(engine, "It spent $75 billion", figures=[capex()])
    add_item(engine, "It spent $75 billion", figures=[capex(kind="cost")])
    update_ledger(engine)
    assert set_fields(engine, 2, {"kind": "capex"}, now=NOW) == (1,)
    assert [(f.id, f.sources, f.by_hand) for f in facts(engine)] == [(1, 2, True)]


def test_rejecting_and_restoring_is_stable_through_tagging(engine: Engine) -> None:
    item = add_item(engine, "It spent $75 billion", figures=[capex()])
    update_ledger(engine)
    before = snapshot(engine)
    assert reject(engine, 1, now=NOW) == (1,)
    tag_again(engine, item)
    update_ledger(engine, [item])
    assert [(f.id, f.rejected, f.by_hand) for f in facts(engine)] == [(1, True, True)]
    assert restore(engine, 1) == (1,)
    assert snapshot(engine) == before


def test_restoring_undoes_what_was_set(engine: Engine) -> None:
    add_item(engine, "It spent $75 billion", figures=[capex(kind=None)])
    update_ledger(engine)
    before = snapshot(engine)
    set_fields(engine, 1, {"kind": "capex"}, now=NOW)
    assert restore(engine, 1) == (1,)
    assert snapshot(engine) == before


def test_a_later_article_of_a_rejected_fact_is_no_copy_of_the_rejection(engine: Engine) -> None:
    add_item(engine, "It spent $75 billion", figures=[capex()])
    update_ledger(engine)
    reject(engine, 1, now=NOW)
    update_ledger(engine, [add_item(engine, "It did spend $75 billion", figures=[capex()])])
    assert [(f.id, f.rejected, f.sources) for f in facts(engine)] == [(1, True, 1), (2, False, 1)]


def test_the_same_amount_twice_in_a_sentence_is_corrected_apart(engine: Engine) -> None:
    item = add_item(engine, "It spent $4 billion, they $4 billion", figures=[capex("$4 billion", "4e9")])
    with Session(engine) as session:
        second = capex("$4 billion", "4e9", company="google")
        second.item_id, second.start, second.end = item, 25, 35
        second.sentence = session.exec(select(Figure)).one().sentence
        session.add(second)
        session.commit()
    update_ledger(engine)
    set_fields(engine, 2, {"company": "nvidia"}, now=NOW)
    assert sorted(fact.company or "" for fact in facts(engine)) == ["amazon", "nvidia"]


def test_an_unknown_number_is_an_error(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="no figure '7'"):
        reject(engine, 7, now=NOW)
