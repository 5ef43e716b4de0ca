"""Facts on a real database: which are found, in what order, and with what source."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from chipnews.ledger.corrections import reject, set_fields
from chipnews.ledger.run import update_ledger
from chipnews.queries.comentions import co_mentions
from chipnews.queries.figures import FigureFilter, unattributed_figures
from chipnews.queries.items import ItemFilter
from chipnews.queries.ledger import FactFilter, evidence, facts, facts_by_id
from chipnews.storage.models import Item
from tests.builders import NOW, add_item, money
from tests.ledger.example import add_example, year


def surfaces(engine: Engine, **which: object) -> list[str]:
    return [fact.surface for fact in facts(engine, FactFilter(**which))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        pytest.param({"kinds": ("capex",)}, {"$75 billion", "$48.4 billion"}, id="kind"),
        pytest.param({"counterparties": ("anthropic",)}, {"$8 billion", "$4 billion"}, id="counterparty"),
        pytest.param({"companies": ("anthropic",)}, set(), id="the counterparty is not the company"),
        pytest.param({"parties": ("anthropic",)}, {"$8 billion", "$4 billion"}, id="either side"),
        pytest.param({"two_sided": True}, {"$8 billion", "$4 billion"}, id="two-sided"),
        pytest.param({"least": Decimal("75e9")}, {"$75 billion", "$100 billion"}, id="at least"),
        pytest.param({"most": Decimal("8e9")}, {"$8 billion", "$4 billion"}, id="at most"),
        pytest.param({"status": "planned"}, set(), id="status"),
        pytest.param({"currency": "EUR"}, set(), id="currency"),
        pytest.param(
            {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)},
            {"$75 billion", "$4 billion"},
            id="period",
        ),
        pytest.param({"since": datetime(2026, 11, 2, tzinfo=UTC)}, set(), id="told since"),
        pytest.param({"until": datetime(2026, 11, 1, tzinfo=UTC)}, set(), id="told before"),
    ],
)
def test_facts_are_found_by(engine: Engine, which: dict[str, object], expected: set[str]) -> None:
    add_example(engine)
    assert set(surfaces(engine, **which)) == expected


def test_a_label_of_a_fiscal_year_finds_its_quarters(engine: Engine) -> None:
    add_item(engine, "$5", figures=[money("$5", 5, kind="revenue", company="nvidia", period="Q2 FY2025")])
    add_item(engine, "$6", figures=[money("$6", 6, kind="revenue", company="nvidia", period="FY2026")])
    update_ledger(engine)
    assert surfaces(engine, period_label="FY2025") == ["$5"]


def test_facts_are_sorted_by_amount_and_by_period(engine: Engine) -> None:
    add_example(engine)
    assert surfaces(engine, sort="amount")[:2] == ["$100 billion", "$75 billion"]
    assert surfaces(engine, sort="period", kinds=("capex",)) == ["$75 billion", "$48.4 billion"]


def test_what_more_outlets_tell_comes_first(engine: Engine) -> None:
    add_example(engine)
    capex = {"kind": "capex", "company": "amazon", **year(2023)}
    add_item(engine, "$48.4 billion", figures=[money("$48.4 billion", "48.4e9", **capex)], outlet="B")
    update_ledger(engine)
    [first, *_] = facts(engine, FactFilter())
    assert (first.surface, first.sources, first.outlets) == ("$48.4 billion", 2, 2)


def test_the_companys_own_word_is_the_source_though_it_came_later(engine: Engine) -> None:
    capex = {"kind": "capex", "company": "amazon"}
    add_item(engine, "It spent $5", figures=[money("$5", 5, **capex)], published=NOW - timedelta(days=1))
    own = add_item(engine, "We spent $5", figures=[money("$5", 5, **capex)])
    with Session(engine) as session:
        session.get_one(Item, own).primary_company = "amazon"
        session.commit()
    update_ledger(engine)
    [fact] = facts(engine, FactFilter())
    assert (fact.title, fact.sources) == ("We spent $5", 2)
    assert [each.title for each in evidence(engine, [fact.id])] == ["We spent $5", "It spent $5"]


def test_facts_know_what_they_are_compared_with_and_part_of(engine: Engine) -> None:
    add_example(engine)
    found = {fact.surface: fact for fact in facts(engine, FactFilter())}
    assert found["$75 billion"].compared_to == found["$48.4 billion"].id
    assert found["$4 billion"].part_of == found["$8 billion"].id
    assert found["$8 billion"].part_of is None


def test_rejected_facts_are_found_by_number_only(engine: Engine) -> None:
    add_example(engine)
    [fact] = facts(engine, FactFilter(kinds=("market_size",)))
    reject(engine, fact.id, now=NOW)
    assert facts(engine, FactFilter(kinds=("market_size",))) == []
    assert [each.rejected for each in facts_by_id(engine, [fact.id])] == [True]


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("SELECT id FROM fact WHERE company IN ('a', 'b') AND kind = 'capex'", "ix_fact_company_kind_period"),
        ("SELECT id FROM figure WHERE company = 'a' AND kind = 'capex'", "ix_figure_company_kind_period"),
        ("SELECT id FROM fact ORDER BY outlets DESC, last_seen DESC LIMIT 50", "ix_fact_outlets_last_seen"),
        (
            "SELECT id FROM fact WHERE company = 'a' AND NOT rejected ORDER BY outlets DESC, last_seen DESC",
            "ix_fact_company_importance",
        ),
        ("SELECT count(*) FROM figure WHERE fact_id = 3", "ix_figure_fact_id"),
    ],
)
def test_the_ledger_is_read_by_index(engine: Engine, query: str, index: str) -> None:
    with engine.connect() as connection:
        plan = " ".join(str(row[3]) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
    assert index in plan


def test_neighbours_are_two_companies_close_to_each_other(engine: Engine) -> None:
    far = "and much later in the same text, after many words that mean nothing at all to anybody, "
    add_item(
        engine,
        "Nvidia rival Google",
        f"{far}Amazon.",
        companies={"nvidia": "Nvidia", "google": "Google", "amazon": "Amazon"},
    )
    [found] = co_mentions(engine, ItemFilter(), 10)
    assert (found.first, found.between, found.second) == ("nvidia", " rival ", "google")


@pytest.mark.parametrize("correction", ["rejected", "attributed"])
def test_a_figure_of_no_company_is_no_longer_mentioned_once_it_is(engine: Engine, correction: str) -> None:
    add_item(engine, "News", "Amazon and $5", companies={"amazon": "Amazon"}, figures=[money("$5", 5)])
    which = FigureFilter(companies=("amazon",))
    [before] = unattributed_figures(engine, which)
    assert before.surface == "$5"
    if correction == "rejected":
        reject(engine, 1, now=NOW)
    else:
        set_fields(engine, 1, {"company": "amazon", "kind": "price"}, now=NOW)
    assert unattributed_figures(engine, which) == []
