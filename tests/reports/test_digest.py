"""The digest: each item once, under the company it is most about."""

from datetime import timedelta

from sqlalchemy import Engine

from chipnews.reports import digest as module
from chipnews.reports.digest import Digest, make_digest
from tests.builders import KNOWLEDGE, NOW, add_item, money


def _sections(digest: Digest) -> list[tuple[str | None, list[str]]]:
    return [
        (section.company.name if section.company else None, [item.title for item in section.items])
        for section in digest.sections
    ]


def test_an_item_stands_once_under_the_company_of_its_title(engine: Engine) -> None:
    add_item(
        engine,
        "Nvidia answers",
        "Google, Google and Google asked.",
        companies={"nvidia": "Nvidia", "google": "Google"},
    )
    assert _sections(make_digest(engine, KNOWLEDGE, now=NOW)) == [("Nvidia", ["Nvidia answers"])]


def test_subsidiaries_stand_under_the_head_of_their_family(engine: Engine) -> None:
    add_item(engine, "AWS grows", companies={"aws": "AWS"})
    add_item(engine, "Annapurna Labs designs", companies={"annapurna-labs": "Annapurna Labs"})
    [(name, titles)] = _sections(make_digest(engine, KNOWLEDGE, now=NOW))
    assert (name, len(titles)) == ("Amazon", 2)


def test_the_busiest_company_comes_first_and_items_of_none_last(engine: Engine) -> None:
    add_item(engine, "A chip alone")
    add_item(engine, "Google once", companies={"google": "Google"})
    for _ in range(2):
        add_item(engine, "Nvidia twice", companies={"nvidia": "Nvidia"})
    names = [name for name, _ in _sections(make_digest(engine, KNOWLEDGE, now=NOW))]
    assert names == ["Nvidia", "Google", None]


def test_long_sections_say_how_many_items_are_left_out(engine: Engine) -> None:
    for number in range(module.MOST_ITEMS + 3):
        add_item(engine, f"Nvidia {number}", companies={"nvidia": "Nvidia"})
    [section] = make_digest(engine, KNOWLEDGE, now=NOW).sections
    assert (section.total, len(section.items)) == (module.MOST_ITEMS + 3, module.MOST_ITEMS)


def test_a_figure_stands_under_the_company_it_is_about(engine: Engine) -> None:
    add_item(engine, "Google rests", companies={"google": "Google"})
    add_item(
        engine,
        "Nvidia sells to Google for $1 billion",
        companies={"nvidia": "Nvidia", "google": "Google"},
        figures=[money("$1 billion", 10**9, company="google", kind="deal")],
    )
    found = {
        section.company.name: len(section.figures)
        for section in make_digest(engine, KNOWLEDGE, now=NOW).sections
        if section.company
    }
    assert found == {"Nvidia": 0, "Google": 1}


def test_a_period_and_a_company_bound_the_digest(engine: Engine) -> None:
    add_item(engine, "Old Nvidia", companies={"nvidia": "Nvidia"}, published=NOW - timedelta(days=9))
    add_item(engine, "New Nvidia", companies={"nvidia": "Nvidia"})
    add_item(engine, "New Google", companies={"google": "Google"}, outlet="Other")
    week = NOW - timedelta(days=7)
    assert make_digest(engine, KNOWLEDGE, now=NOW, since=week).items == 2
    only = make_digest(engine, KNOWLEDGE, now=NOW, since=week, company="NVDA")
    assert _sections(only) == [("Nvidia", ["New Nvidia"])]
    assert (only.items, only.outlets) == (1, 1)
