"""One fact with all that is behind it, series, comparisons, and what contradicts what."""

from datetime import date

import pytest
from sqlalchemy import Engine

from chipnews.errors import UnknownName, UsageError
from chipnews.ledger.corrections import set_fields
from chipnews.ledger.run import update_ledger
from chipnews.queries.ledger import FactFilter
from chipnews.reports.asked_period import asked_period
from chipnews.reports.corrections import read_changes
from chipnews.reports.figures import Said, comparison, fact_detail, fact_lines, series
from tests.builders import KNOWLEDGE, NOW, add_item, money
from tests.ledger.example import BODY, add_example, year

REVENUE_2025 = {"kind": "revenue", "company": "amazon", **year(2025)}
NVIDIA = KNOWLEDGE.companies["nvidia"].model_copy(update={"fiscal_year_end": 1})


def number_of(engine: Engine, surface: str) -> int:
    [found] = [
        line.id for line in fact_lines(engine, KNOWLEDGE, FactFilter()) if surface in _said(line.id, engine)
    ]
    return found


def _said(fact_id: int, engine: Engine) -> set[str]:
    return {each.sentence[each.start : each.end] for each in fact_detail(engine, KNOWLEDGE, fact_id).evidence}


def test_a_fact_is_shown_with_its_sentence_and_what_it_is_compared_with(engine: Engine) -> None:
    add_example(engine)
    detail = fact_detail(engine, KNOWLEDGE, number_of(engine, "$75 billion"))
    [told] = detail.evidence
    assert told.sentence == BODY[: BODY.index(" It has")]
    assert told.sentence[told.start : told.end] == "$75 billion"
    assert detail.compared_to is not None
    assert detail.compared_to.id == number_of(engine, "$48.4 billion")


def test_a_whole_shows_its_parts(engine: Engine) -> None:
    add_example(engine)
    detail = fact_detail(engine, KNOWLEDGE, number_of(engine, "$8 billion"))
    assert [part.id for part in detail.parts] == [number_of(engine, "$4 billion")]


def test_what_was_set_by_hand_is_shown(engine: Engine) -> None:
    add_example(engine)
    number = number_of(engine, "$8 billion")
    set_fields(engine, number, {"counterparty": None, "kind": "deal"}, now=NOW)
    detail = fact_detail(engine, KNOWLEDGE, number)
    assert detail.set_by_hand == (Said("counterparty", None), Said("kind", "deal"))
    assert detail.fact.by_hand


def test_an_unknown_number_is_an_error(engine: Engine) -> None:
    with pytest.raises(UnknownName):
        fact_detail(engine, KNOWLEDGE, 1)


@pytest.mark.parametrize(
    ("other", "contradicts"),
    [
        pytest.param(("$110 billion", "110e9", {}), True, id="another amount"),
        pytest.param(("$100.3 billion", "100.3e9", {}), False, id="the same, more exactly"),
        pytest.param(("$103 billion", "103e9", {"qualifier": "about"}), False, id="about it"),
        pytest.param(("$90 billion", "90e9", {"qualifier": "over"}), False, id="a bound"),
        pytest.param(("$110 billion", "110e9", {"status": "planned"}), False, id="a plan"),
        pytest.param(("$110 billion", "110e9", year(2024)), False, id="another period"),
        pytest.param(("$110 billion", "110e9", {"kind": "deal"}), False, id="another kind"),
    ],
)
def test_facts_contradict_each_other(
    engine: Engine, other: tuple[str, str, dict[str, object]], contradicts: bool
) -> None:
    surface, amount, fields = other
    add_item(engine, "It made $100 billion", figures=[money("$100 billion", "100e9", **REVENUE_2025)])
    add_item(engine, f"It made {surface}", figures=[money(surface, amount, **{**REVENUE_2025, **fields})])
    update_ledger(engine)
    found = fact_lines(engine, KNOWLEDGE, FactFilter())
    assert [bool(line.contradicted_by) for line in found] == [contradicts] * len(found)


def test_an_article_that_tells_both_amounts_does_not_contradict_itself(engine: Engine) -> None:
    both = [money("$100 billion", "100e9", **REVENUE_2025), money("$40 billion", "40e9", **REVENUE_2025)]
    add_item(engine, "It made $100 billion, $40 billion of it with the cloud", figures=both)
    update_ledger(engine)
    assert not any(line.contradicted_by for line in fact_lines(engine, KNOWLEDGE, FactFilter()))


def test_a_series_takes_the_best_told_fact_of_each_period(engine: Engine) -> None:
    add_example(engine)
    capex = {"kind": "capex", "company": "amazon"}
    add_item(
        engine, "$70 billion", figures=[money("$70 billion", "70e9", status="planned", **capex, **year(2024))]
    )
    update_ledger(engine)
    found = series(engine, KNOWLEDGE, FactFilter(companies=("amazon",), kinds=("capex",)))
    assert [
        (point.period, int(point.fact.amount.low / 10**8), point.others) for point in found.by_grain["year"]
    ] == [
        ("2023", 484, 0),
        ("2024", 750, 1),
    ]


def test_a_series_keeps_quarters_apart_from_years(engine: Engine) -> None:
    quarter = {"period": "Q1 2025", "period_start": date(2025, 1, 1), "period_end": date(2025, 3, 31)}
    add_item(engine, "$9", figures=[money("$9", 9, **{**REVENUE_2025, **quarter})])
    add_item(engine, "$40", figures=[money("$40", 40, **REVENUE_2025)])
    update_ledger(engine)
    found = series(engine, KNOWLEDGE, FactFilter(companies=("amazon",), kinds=("revenue",)))
    assert {grain: len(points) for grain, points in found.by_grain.items()} == {"year": 1, "quarter": 1}


def test_a_comparison_sets_fiscal_years_beside_calendar_years(engine: Engine) -> None:
    fiscal = {"period": "FY2025", "period_start": date(2024, 2, 1), "period_end": date(2025, 1, 31)}
    add_item(engine, "$9", figures=[money("$9", 9, **{**REVENUE_2025, "company": "nvidia", **fiscal})])
    add_item(engine, "$40", figures=[money("$40", 40, **REVENUE_2025)])
    update_ledger(engine)
    which = FactFilter(companies=("nvidia", "google", "amazon"), kinds=("revenue",))
    [row] = comparison(engine, KNOWLEDGE, which).periods
    assert row.period == "2025"
    assert [fact and int(fact.amount.low) for fact in row.facts] == [9, None, 40]


@pytest.mark.parametrize(
    ("written", "label", "start", "end"),
    [
        pytest.param("2025", "2025", date(2025, 1, 1), date(2025, 12, 31), id="year"),
        pytest.param("q3 2025", "Q3 2025", date(2025, 7, 1), date(2025, 9, 30), id="quarter"),
        pytest.param("2025Q3", "Q3 2025", date(2025, 7, 1), date(2025, 9, 30), id="quarter behind"),
        pytest.param("H1 2024", "H1 2024", date(2024, 1, 1), date(2024, 6, 30), id="half"),
        pytest.param("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29), id="month of a leap year"),
        pytest.param("2025-03-31", "2025-03-31", date(2025, 3, 31), date(2025, 3, 31), id="day"),
        pytest.param("2024-2026", "2024-2026", date(2024, 1, 1), date(2026, 12, 31), id="years"),
        pytest.param("FY2025", "FY2025", date(2024, 2, 1), date(2025, 1, 31), id="fiscal year"),
        pytest.param("Q2 FY2025", "Q2 FY2025", date(2024, 5, 1), date(2024, 7, 31), id="fiscal quarter"),
    ],
)
def test_a_period_is_read_as_people_write_it(written: str, label: str, start: date, end: date) -> None:
    asked = asked_period(written, NVIDIA)
    assert (asked.label, asked.start, asked.end) == (label, start, end)


def test_a_fiscal_year_like_the_calendars_is_that_year() -> None:
    assert asked_period("FY2025", KNOWLEDGE.companies["amazon"]) == asked_period("2025")


def test_a_fiscal_year_of_nobody_has_no_days() -> None:
    assert asked_period("FY2025").end is None


@pytest.mark.parametrize("written", ["", "soon", "Q5 2025", "2025-13", "2025-02-30", "2026-2024", "0001"])
def test_what_is_no_period_is_refused(written: str) -> None:
    with pytest.raises(UsageError, match="no period"):
        asked_period(written)


def test_corrections_are_read_with_names_and_words() -> None:
    assert read_changes(
        ["kind=market cap", "company=AWS", "counterparty=-", "unit=per-hour", "period=2025"], KNOWLEDGE, None
    ) == {
        "kind": "market_cap",
        "company": "aws",
        "counterparty": None,
        "unit": "per hour",
        "period": "2025",
        "period_start": date(2025, 1, 1),
        "period_end": date(2025, 12, 31),
    }


@pytest.mark.parametrize("written", ["kind", "kind=", "colour=red", "kind=gift", "status=-", "period=FY2025"])
def test_a_correction_that_makes_no_sense_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        read_changes([written], KNOWLEDGE, None)
