"""The digest: each item once, under the company it is most about."""

from datetime import timedelta

from sqlalchemy import Engine, update
from sqlmodel import col

from chipnews.config import Settings
from chipnews.reports import digest as module
from chipnews.reports.digest import Digest, make_digest
from chipnews.storage.models import Item
from chipnews.stories.run import group_items
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


def test_by_when_it_was_stored_a_digest_tells_what_came_late(engine: Engine) -> None:
    year = {"kind": "capex", "company": "google", "period": "2025"}
    old = NOW - timedelta(days=30)
    add_item(
        engine,
        "Google spends $1 billion",
        companies={"google": "Google"},
        figures=[money("$1 billion", 10**9, **year)],
        published=old,
    )
    late = add_item(
        engine,
        "Google spends $1 billion and Nvidia $2 billion",
        companies={"google": "Google", "nvidia": "Nvidia"},
        figures=[
            money("$1 billion", 10**9, **year),
            money("$2 billion", 2 * 10**9, kind="deal", company="nvidia"),
        ],
        published=old - timedelta(days=1),
        outlet="Second Wire",
    )
    with engine.begin() as connection:
        connection.execute(update(Item).where(col(Item.id) == late).values(fetched_at=NOW))
    group_items(engine, Settings())
    since = NOW - timedelta(hours=1)
    assert make_digest(engine, KNOWLEDGE, now=NOW, since=since).items == 0
    found = make_digest(engine, KNOWLEDGE, now=NOW, since=since, stored=True)
    assert [item.id for section in found.sections for item in section.items] == [late]
    assert late in found.told
    assert [line.amount.low for line in found.news.figures] == [2 * 10**9]
    assert [name.slug for name in found.news.names] == ["nvidia"]
    assert make_digest(engine, KNOWLEDGE, now=NOW, since=old, until=since, stored=True).items == 1


def test_a_figure_that_is_new_is_not_shown_again_under_its_company(engine: Engine) -> None:
    capex = money("$5 billion", 5 * 10**9, kind="capex", company="amazon")
    named = {"amazon": "Amazon"}
    add_item(engine, "Amazon spends $5 billion", companies=named, figures=[capex], published=NOW)
    found = make_digest(engine, KNOWLEDGE, now=NOW, since=NOW - timedelta(days=7))
    assert [line.kind for line in found.news.figures] == ["capex"]
    assert [section.figures for section in found.sections] == [()]
