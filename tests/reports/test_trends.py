"""Trends: what is counted in each week or month, and which period is drawn."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from chipnews.errors import UnknownName
from chipnews.ledger.corrections import reject
from chipnews.reports import trends as module
from chipnews.reports.trends import Trends, TrendStep, make_trends
from tests.builders import KNOWLEDGE, NOW, add_item, money

# A Friday; its week begins on Monday the 16th.
THIS_WEEK = date(2026, 11, 16)


def trends(
    engine: Engine,
    *,
    step: TrendStep = "week",
    company: str | None = None,
    chip: str | None = None,
    kind: str | None = None,
    since: datetime | None = None,
) -> Trends:
    return make_trends(
        engine, KNOWLEDGE, now=NOW, step=step, company=company, chip=chip, kind=kind, since=since
    )


def test_items_and_figures_are_counted_by_the_week_that_begins_on_monday(engine: Engine) -> None:
    two = [money("$5 billion", 5_000_000_000), money("$7 million", 7_000_000)]
    add_item(engine, "Amazon spends $5 billion and $7 million", figures=two, published=NOW)
    add_item(engine, "Amazon again", published=NOW - timedelta(days=4))
    add_item(engine, "Amazon before", published=NOW - timedelta(days=5))
    points = trends(engine).points
    assert [(point.start, point.items, point.figures) for point in points] == [
        (THIS_WEEK - timedelta(weeks=1), 1, 0),
        (THIS_WEEK, 2, 2),
    ]
    assert points[-1].largest_usd == Decimal(5_000_000_000)


def test_weeks_without_items_are_shown_too(engine: Engine) -> None:
    add_item(engine, "Nvidia", published=NOW - timedelta(weeks=3))
    add_item(engine, "Nvidia", published=NOW)
    assert [point.items for point in trends(engine).points] == [1, 0, 0, 1]


def test_months_begin_on_their_first_day(engine: Engine) -> None:
    add_item(engine, "Nvidia", published=datetime(2026, 9, 30, 23, tzinfo=UTC))
    points = trends(engine, step="month").points
    assert [(point.start, point.items) for point in points] == [
        (date(2026, 9, 1), 1),
        (date(2026, 10, 1), 0),
        (date(2026, 11, 1), 0),
    ]


def test_a_company_counts_what_its_subsidiaries_are_named_in(engine: Engine) -> None:
    add_item(engine, "AWS and Nvidia", companies={"aws": "AWS", "nvidia": "Nvidia"})
    add_item(engine, "Google", companies={"google": "Google"})
    found = trends(engine, company="amazon")
    assert [point.items for point in found.points] == [1]
    assert [each.slug for each in found.companies] == ["nvidia"]


def test_a_chip_counts_what_names_it(engine: Engine) -> None:
    add_item(engine, "Nvidia sells the H100", companies={"nvidia": "Nvidia"}, chips={"h100": "H100"})
    add_item(engine, "Trn2 at AWS", chips={"trainium-2": "Trn2"})
    found = trends(engine, chip="H100")
    assert [point.items for point in found.points] == [1]
    assert found.chips == ()
    assert [each.slug for each in found.companies] == ["nvidia"]


def test_a_kind_counts_the_items_that_state_such_figures_and_whose_they_are(engine: Engine) -> None:
    capex = money("$5 billion", 5_000_000_000, kind="capex", company="amazon")
    add_item(engine, "Amazon spends $5 billion", companies={"amazon": "Amazon"}, figures=[capex])
    add_item(engine, "Amazon earns", companies={"amazon": "Amazon"})
    found = trends(engine, kind="capex")
    assert [(point.items, point.figures) for point in found.points] == [(1, 1)]
    assert [(each.slug, each.items) for each in found.companies] == [("amazon", 1)]


def test_the_largest_sum_is_never_a_price_per_something(engine: Engine) -> None:
    per_chip = money("$30,000", 30_000, unit="per chip")
    add_item(engine, "An H100 at $30,000, or $9 in all", figures=[per_chip, money("$9", 9)])
    assert trends(engine).points[-1].largest_usd == Decimal(9)


def test_what_a_person_has_rejected_is_no_figure(engine: Engine) -> None:
    add_item(engine, "Amazon spends $5 billion", figures=[money("$5 billion", 5_000_000_000)])
    reject(engine, 1, now=NOW)
    assert [(point.items, point.figures, point.largest_usd) for point in trends(engine).points] == [
        (1, 0, None)
    ]


def test_what_only_texts_name_goes_by_the_name_found_there(engine: Engine) -> None:
    add_item(engine, "Nvidia and Zyx Chips", companies={"zyx-chips": "Zyx Chips", "nvidia": "Nvidia"})
    assert [each.name for each in trends(engine).companies] == ["Nvidia", "zyx-chips"]


def test_of_too_many_items_the_names_are_estimated_from_the_newest_of_each_week(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_READ", 3)
    monkeypatch.setattr(module, "READ_OF_MORE", 4)
    monkeypatch.setattr(module, "LEAST_OF_EACH", 1)
    for hours in range(4):
        named = {"aws": "AWS", "nvidia": "Nvidia"} if hours < 2 else {"aws": "AWS"}
        add_item(engine, "AWS and Nvidia", companies=named, published=NOW - timedelta(hours=hours))
    add_item(engine, "AWS", companies={"aws": "AWS"}, published=NOW - timedelta(weeks=1))
    found = trends(engine, company="amazon")
    assert found.of_each == 2
    # Both of the newest two of four items name it.
    assert [(each.slug, each.items) for each in found.companies] == [("nvidia", 4)]
    assert [bar.items for bar in found.companies[0].timeline.bars] == [0, 4]


def test_copies_and_items_off_the_field_are_not_counted(engine: Engine) -> None:
    first = add_item(engine, "Nvidia")
    add_item(engine, "Nvidia", duplicate_of=first)
    add_item(engine, "A recipe", relevant=False)
    assert [point.items for point in trends(engine).points] == [1]


def test_a_period_that_was_asked_for_is_drawn_from_its_beginning(engine: Engine) -> None:
    add_item(engine, "Nvidia", published=NOW)
    found = trends(engine, since=NOW - timedelta(weeks=2))
    assert [point.items for point in found.points] == [0, 0, 1]


def test_without_items_there_is_nothing_to_draw(engine: Engine) -> None:
    assert trends(engine).points == ()


def test_an_unknown_company_is_an_error_with_the_nearest_names(engine: Engine) -> None:
    with pytest.raises(UnknownName, match="nvidia"):
        trends(engine, company="nvidea")
