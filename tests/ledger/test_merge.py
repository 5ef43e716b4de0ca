"""When two figures are one fact, and that neither order nor repetition changes the ledger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipnews.ledger.merge import merge
from chipnews.ledger.reach import CONTEXT, CORE, intervals, within
from chipnews.ledger.values import Correction, FigureRecord
from tests.ledger.builders import NOON, Q2_2025, YEAR_2025, told

MARCH_2025 = ("March 2025", date(2025, 3, 1), date(2025, 3, 31))
INVESTED = {"surface": "$4 billion", "low": "4e9", "kind": "investment", "company": "amazon"}


def merged(*figures: FigureRecord) -> set[frozenset[int]]:
    """Return which figures came together, by their place in the call."""
    place = {figure.id: number for number, figure in enumerate(figures)}
    return {frozenset(place[figure] for figure in fact.figures) for fact in merge(figures)}


TOGETHER = {frozenset({0, 1})}
APART = {frozenset({0}), frozenset({1})}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param(("$26.3 billion", "26.3e9"), ("$26.28 billion", "26.28e9"), TOGETHER, id="rounded"),
        pytest.param(("$26.3 billion", "26.3e9"), ("$26,272 million", "26272e6"), TOGETHER, id="in millions"),
        pytest.param(("$26.3 billion", "26.3e9"), ("$26.4 billion", "26.4e9"), APART, id="both to a tenth"),
        pytest.param(("$100 billion", "100e9"), ("$96 billion", "96e9"), APART, id="noughts are digits"),
        pytest.param(("$5 billion", "5e9"), ("$4.6 billion", "4.6e9"), APART, id="too much rounding"),
        pytest.param(("$0", 0), ("$0", 0), TOGETHER, id="nothing is nothing"),
        pytest.param(("one billion dollars", "1e9"), ("$1 billion", "1e9"), TOGETHER, id="in words"),
        pytest.param(("€1,5 Mrd", "1.5e9"), ("€1.52 billion", "1.52e9"), TOGETHER, id="decimal comma"),
        pytest.param(("6 cents", "0.06"), ("$0.061", "0.061"), TOGETHER, id="cents"),
        pytest.param(("-$3 million", "-3e6"), ("-$3.02 million", "-3.02e6"), TOGETHER, id="negative"),
        pytest.param(("-$3 million", "-3e6"), ("$3 million", "3e6"), APART, id="sign"),
    ],
)
def test_amounts_are_the_same_when_equal_after_rounding_to_the_coarser(
    one: tuple[str, str], other: tuple[str, str], expected: set[frozenset[int]]
) -> None:
    assert merged(told(*one), told(*other)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({"qualifier": "about"}, {}, TOGETHER, id="about an exact amount"),
        pytest.param({"qualifier": "over"}, {}, TOGETHER, id="over an exact amount"),
        pytest.param({"qualifier": "up to"}, {}, APART, id="a cap is no amount"),
        pytest.param({"qualifier": "up to"}, {"qualifier": "up to"}, TOGETHER, id="two caps"),
        pytest.param({"company": "amd"}, {}, APART, id="two companies"),
        pytest.param({"kind": "profit"}, {}, APART, id="two kinds"),
        pytest.param({"currency": "EUR"}, {}, APART, id="two currencies"),
        pytest.param({"unit": "per year"}, {}, APART, id="two units"),
        pytest.param({"status": "planned"}, {}, APART, id="a plan and its outcome"),
        pytest.param({"status": "denied"}, {}, APART, id="a denial"),
        pytest.param({"period": YEAR_2025}, {}, TOGETHER, id="one leaves the period open"),
        pytest.param({"period": YEAR_2025}, {"period": Q2_2025}, APART, id="a year and its quarter"),
        pytest.param({"chip": "h100"}, {"chip": "h200"}, APART, id="two chips"),
        pytest.param({"chip": "h100"}, {}, TOGETHER, id="one names the chip"),
        pytest.param({"kind": None}, {"kind": None}, APART, id="kind not known"),
        pytest.param({"company": None}, {"company": None}, APART, id="company not known"),
    ],
)
def test_statements_merge_only_when_all_they_say_fits(
    one: dict[str, object], other: dict[str, object], expected: set[frozenset[int]]
) -> None:
    assert merged(told(**one), told(**other)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        pytest.param({"status": "planned"}, {}, TOGETHER, id="announced, then done"),
        pytest.param({"status": "rumoured"}, {}, APART, id="rumoured, then done"),
        pytest.param({"period": YEAR_2025}, {"period": MARCH_2025}, TOGETHER, id="the year and the month"),
        pytest.param({"counterparty": "anthropic"}, {}, TOGETHER, id="one names the other side"),
        pytest.param({"counterparty": "anthropic"}, {"counterparty": "openai"}, APART, id="two other sides"),
    ],
)
def test_an_event_is_one_fact_however_its_time_is_told(
    one: dict[str, object], other: dict[str, object], expected: set[frozenset[int]]
) -> None:
    assert merged(told(**INVESTED, **one), told(**INVESTED, **other)) == expected  # type: ignore[arg-type]


def test_a_range_is_another_statement_than_a_value_within_it() -> None:
    about = told("$11 billion", "11e9", qualifier="about")
    assert merged(told("$10-12 billion", "10e9", "12e9"), about) == APART


def test_equal_ranges_merge() -> None:
    assert merged(told("$10-12 billion", "10e9", "12e9"), told("$10bn to $12bn", "10e9", "12e9")) == TOGETHER


def test_a_rounded_amount_joins_the_nearest_of_two_exact_ones() -> None:
    assert merged(
        told("$30.04 billion", "30.04e9"), told("$29.8 billion", "29.8e9"), told("$30 billion", "30e9")
    ) == {frozenset({0, 2}), frozenset({1})}


def test_what_would_fit_two_facts_joins_neither() -> None:
    first = told(**INVESTED, period=("2023", date(2023, 1, 1), date(2023, 12, 31)))  # type: ignore[arg-type]
    second = told(**INVESTED, period=YEAR_2025)  # type: ignore[arg-type]
    assert len(merged(first, second, told(**INVESTED))) == 3  # type: ignore[arg-type]


def test_a_plan_over_years_counted_from_the_article_is_one_fact_days_later() -> None:
    plan = {"kind": "capex", "status": "planned"}
    assert (
        merged(
            told(**plan, period=("2025-2028", date(2025, 3, 4), date(2029, 3, 3))),  # type: ignore[arg-type]
            told(**plan, period=("2025-2028", date(2025, 3, 6), date(2029, 3, 5))),  # type: ignore[arg-type]
        )
        == TOGETHER
    )


def test_a_figure_of_unknown_kind_merges_with_its_like_in_the_same_item_only() -> None:
    title = told(kind=None)
    body = replace(told(kind=None), item_id=title.item_id, identity=title.identity, start=90)
    assert merged(title, body) == TOGETHER


def test_a_fact_takes_the_most_exact_amount_and_the_times_of_its_reports() -> None:
    [fact] = merge(
        [
            told("$26 billion", "26e9", qualifier="about", days_ago=3, confidence=0.5),
            told("$26.28 billion", "26.28e9", days_ago=1),
            told("$26.3 billion", "26.3e9", direction="up", period=Q2_2025),
        ]
    )
    assert (fact.low, fact.qualifier, fact.direction) == (Decimal("26.28e9"), "exact", "up")
    assert (fact.period, fact.confidence, fact.sources) == ("Q2 2025", 0.9, 3)
    assert (NOON - fact.first_seen).days == 3
    assert fact.last_seen == NOON


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param([("A", None), ("B", None)], 2, id="two outlets"),
        pytest.param([("A", None), ("A", None)], 1, id="one outlet twice"),
        pytest.param([("Reuters", None), ("B", "Reuters")], 1, id="citing what is there"),
        pytest.param([("Reuters Technology", None), ("B", "Reuters")], 1, id="a section of the cited"),
        pytest.param([("B", "The Information"), ("C", "The Information")], 1, id="both cite a third"),
        pytest.param([("The Information", None), ("C", "the information")], 1, id="article and case"),
    ],
)
def test_an_outlet_that_cites_another_is_not_independent(
    sources: list[tuple[str, str | None]], expected: int
) -> None:
    [fact] = merge([told(outlet=outlet, cites=cites) for outlet, cites in sources])
    assert (fact.sources, fact.outlets) == (2, expected)


def test_a_correction_moves_a_figure_and_marks_the_fact() -> None:
    wrong, right = told(kind="profit"), told()
    [fact] = merge([wrong, right], {wrong.id: Correction(changes={"kind": "revenue"})})
    assert (fact.sources, fact.by_hand, fact.rejected) == (2, True, False)


def test_a_rejected_figure_is_a_fact_apart() -> None:
    wrong, right = told(), told()
    facts = merge([wrong, right], {wrong.id: Correction(rejected=True)})
    assert sorted((fact.rejected, fact.figures) for fact in facts) == [
        (False, (right.id,)),
        (True, (wrong.id,)),
    ]


_AMOUNTS = (
    ("$26 billion", "26e9"),
    ("$26.3 billion", "26.3e9"),
    ("$26.28 billion", "26.28e9"),
    ("$25.9bn", "25.9e9"),
)
_FIGURES = st.builds(
    lambda amount, **fields: told(*amount, **fields),
    st.sampled_from(_AMOUNTS),
    outlet=st.sampled_from(("A", "B", "C")),
    days_ago=st.integers(0, 3),
    kind=st.sampled_from(("investment", "revenue", None)),
    company=st.sampled_from(("amazon", None)),
    counterparty=st.sampled_from((None, "anthropic", "openai")),
    period=st.sampled_from((None, YEAR_2025, Q2_2025, MARCH_2025)),
    status=st.sampled_from(("actual", "planned", "rumoured")),
    qualifier=st.sampled_from(("exact", "about", "over", "up to")),
    cites=st.sampled_from((None, "A")),
)


@given(figures=st.lists(_FIGURES, max_size=12), data=st.data())
def test_the_order_of_arrival_does_not_change_the_ledger(
    figures: list[FigureRecord], data: st.DataObject
) -> None:
    assert merge(data.draw(st.permutations(figures))) == merge(figures)


@given(figures=st.lists(_FIGURES, max_size=12))
def test_every_figure_is_in_one_fact_and_every_fact_has_its_own_key(figures: list[FigureRecord]) -> None:
    facts = merge(figures)
    assert sorted(figure for fact in facts for figure in fact.figures) == sorted(f.id for f in figures)
    assert len({fact.key for fact in facts}) == len(facts)


@given(figures=st.lists(_FIGURES, max_size=12), data=st.data())
def test_keys_come_from_content_and_not_from_rows(figures: list[FigureRecord], data: st.DataObject) -> None:
    renumbered = [replace(f, id=f.id + 10**6, fact_id=7) for f in data.draw(st.permutations(figures))]
    assert [fact.key for fact in merge(renumbered)] == [fact.key for fact in merge(figures)]


_PLACES = st.tuples(
    st.sampled_from((None, "anthropic", "openai")), st.sampled_from((None, YEAR_2025, Q2_2025, MARCH_2025))
)
_CLOSE = st.builds(
    lambda amount, digits, place: told(
        f"${amount / 10**3:.{digits}f} billion",
        int(Decimal(f"{amount / 10**3:.{digits}f}") * 10**9),
        kind="investment",
        company="amazon",
        counterparty=place[0],
        period=place[1],
    ),
    st.integers(9_000, 20_000),
    st.integers(0, 3),
    _PLACES,
)


@settings(max_examples=150)
@given(figures=st.lists(_CLOSE, min_size=1, max_size=40))
def test_a_new_figure_changes_nothing_beyond_its_reach(figures: list[FigureRecord]) -> None:
    new, *old = figures
    core, context = (intervals([new.low], factor) for factor in (CORE, CONTEXT))
    lows = {figure.id: figure.low for figure in figures}

    def facts(of: list[FigureRecord], *, touched: bool) -> set[tuple[str, tuple[int, ...]]]:
        return {
            (fact.key, fact.figures)
            for fact in merge(of)
            if any(within(lows[figure], core) for figure in fact.figures) == touched
        }

    assert facts(figures, touched=False) == facts(old, touched=False)
    near = [figure for figure in figures if within(figure.low, context)]
    assert facts(near, touched=True) == facts(figures, touched=True)
