"""The report of a company and its family."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from chipnews.errors import UnknownName
from chipnews.reports.company import MOST_FIGURES, company_report
from chipnews.reports.item import item_report
from chipnews.reports.names import Named
from tests.builders import KNOWLEDGE, NOW, add_item, money

BILLION = 10**9


def test_subsidiaries_are_counted_in_and_named(engine: Engine) -> None:
    add_item(engine, "AWS grows", companies={"aws": "AWS"})
    add_item(
        engine, "Annapurna Labs designs for AWS", companies={"annapurna-labs": "Annapurna Labs", "aws": "AWS"}
    )
    add_item(engine, "Amazon sells", companies={"amazon": "Amazon"})
    report = company_report(engine, KNOWLEDGE, "amazon")
    assert report.items == 3
    assert [(each.name, each.items) for each in report.subsidiaries] == [
        ("Amazon Web Services", 2),
        ("Annapurna Labs", 1),
    ]
    assert report.companies == ()


def test_a_subsidiary_does_not_count_its_parent(engine: Engine) -> None:
    add_item(engine, "Amazon sells", companies={"amazon": "Amazon"})
    report = company_report(engine, KNOWLEDGE, "AWS")
    assert (report.items, report.parent and report.parent.name) == (0, "Amazon")


def test_figures_about_the_family_or_with_it_as_the_other_side_are_shown(engine: Engine) -> None:
    figures = [
        money("$1 billion", 1 * BILLION, company="aws", kind="revenue"),
        money("$2 billion", 2 * BILLION, company="google", counterparty="amazon", kind="deal"),
        money("$3 billion", 3 * BILLION, company="google", kind="revenue"),
    ]
    add_item(engine, "Cloud", "$1 billion. $2 billion. $3 billion.", figures=figures)
    report = company_report(engine, KNOWLEDGE, "amazon")
    assert {line.amount.low for line in report.figures} == {1 * BILLION, 2 * BILLION}


def test_figures_between_it_and_another_are_shown_even_if_many_are_more_important(engine: Engine) -> None:
    for number in range(MOST_FIGURES + 1):
        price = money(f"${number + 2} billion", (number + 2) * 10**9, kind="capex", company="amazon")
        add_item(engine, f"Amazon spends ${number + 2} billion", figures=[price], published=NOW)
    rent = money("$1 billion", 10**9, kind="deal", company="anthropic", counterparty="aws")
    add_item(engine, "Anthropic rents for $1 billion", figures=[rent], published=NOW - timedelta(days=9))
    figures = company_report(engine, KNOWLEDGE, "amazon").figures
    assert len(figures) == MOST_FIGURES + 1
    assert (figures[-1].company, figures[-1].counterparty) == (
        Named("anthropic", "Anthropic"),
        Named("aws", "Amazon Web Services"),
    )


def test_figures_told_by_more_outlets_come_first(engine: Engine) -> None:
    once = money("$9 billion", 9 * BILLION, company="amazon", kind="deal")
    add_item(engine, "Alone: $9 billion", figures=[once])
    for outlet in ("A", "B"):
        figure = money("$1 billion", BILLION, company="amazon", kind="capex")
        add_item(
            engine, "Shared: $1 billion", figures=[figure], outlet=outlet, published=NOW - timedelta(days=3)
        )
    report = company_report(engine, KNOWLEDGE, "amazon")
    assert [(line.amount.low, line.outlets) for line in report.figures] == [(BILLION, 2), (9 * BILLION, 1)]


def test_a_companys_own_word_is_the_source_of_its_figure(engine: Engine) -> None:
    from sqlalchemy import text

    for outlet, age in (("Press", 2), ("Amazon Newsroom", 1)):
        figure = money("$1 billion", BILLION, company="amazon", kind="capex")
        add_item(
            engine, "Shared: $1 billion", figures=[figure], outlet=outlet, published=NOW - timedelta(days=age)
        )
    with engine.begin() as connection:
        connection.execute(text("UPDATE item SET primary_company='amazon' WHERE outlet='Amazon Newsroom'"))
    [line] = company_report(engine, KNOWLEDGE, "amazon").figures
    assert (line.source.outlet, line.source.primary, line.sources) == ("Amazon Newsroom", True, 2)


def test_chips_are_grouped_by_vendor_and_those_of_many_stand_apart(engine: Engine) -> None:
    add_item(
        engine,
        "Amazon: Trn2, H100, HBM3E",
        companies={"amazon": "Amazon"},
        chips={"trainium-2": "Trn2", "h100": "H100", "hbm3e": "HBM3E"},
    )
    add_item(engine, "Amazon: H100", companies={"amazon": "Amazon"}, chips={"h100": "H100"})
    groups = [
        (group.vendor.name if group.vendor else None, [(chip.name, chip.items) for chip in group.chips])
        for group in company_report(engine, KNOWLEDGE, "amazon").chips
    ]
    assert groups == [
        ("Nvidia", [("H100", 2)]),
        (None, [("HBM3E", 1)]),
        ("Amazon Web Services", [("Trainium 2", 1)]),
    ]


def test_a_period_bounds_everything(engine: Engine) -> None:
    for age in (1, 100):
        add_item(
            engine,
            f"Amazon and Nvidia, {age} days ago: $1 billion",
            companies={"amazon": "Amazon", "nvidia": "Nvidia"},
            figures=[money("$1 billion", BILLION, company="amazon", kind="deal", period=str(age))],
            published=NOW - timedelta(days=age),
        )
    report = company_report(engine, KNOWLEDGE, "amazon", since=NOW - timedelta(days=7))
    assert (report.items, len(report.newest), len(report.figures)) == (1, 1, 1)
    assert [each.items for each in report.companies] == [1]


def test_an_unknown_company_is_answered_with_the_nearest_names(engine: Engine) -> None:
    with pytest.raises(UnknownName) as caught:
        company_report(engine, KNOWLEDGE, "Nvidai")
    assert "nvidia" in caught.value.nearest


def test_the_report_of_an_item_finds_its_tags_in_its_text(engine: Engine) -> None:
    item_id = add_item(
        engine,
        "Nvidia 🚀 sells",
        "H100 at $2 billion.",
        companies={"nvidia": "Nvidia"},
        chips={"h100": "H100"},
        figures=[money("$2 billion", 2 * BILLION, company="nvidia", chip="h100", kind="revenue")],
    )
    report = item_report(engine, KNOWLEDGE, item_id)
    for each in (*report.mentions, *report.figures):
        assert report.text[each.start : each.end] == each.surface
    assert report.figures[0].figure.chip is not None
    assert report.figures[0].figure.chip.name == "H100"
