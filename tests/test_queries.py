"""The read side on a real database: what is shown, what is left out, and how equal figures become one row."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from chipnews.errors import UsageError
from chipnews.queries import (
    FigureFilter,
    ItemFilter,
    activity,
    check_database,
    count_items,
    figures,
    item_figures,
    item_mentions,
    item_text,
    items,
    named_in_items,
    search,
    unattributed_figures,
)
from chipnews.queries.search import fts5_query
from tests.builders import NOW, add_item, money

BILLION = 10**9
EVERYTHING = ItemFilter(relevant=None)


def test_items_come_newest_first_and_no_more_than_asked_for(engine: Engine) -> None:
    for age in (2, 0, 1):
        add_item(engine, f"{age} days old", published=NOW - timedelta(days=age))
    assert [item.title for item in items(engine, ItemFilter(), limit=2)] == ["0 days old", "1 days old"]


def test_copies_and_items_off_the_field_are_left_out(engine: Engine) -> None:
    kept = add_item(engine, "Kept")
    add_item(engine, "A copy", duplicate_of=kept)
    add_item(engine, "A recipe", relevant=False)
    add_item(engine, "Not tagged yet", relevant=None)
    assert [item.title for item in items(engine, ItemFilter())] == ["Kept"]
    assert count_items(engine, EVERYTHING) == 3
    assert [item.title for item in items(engine, ItemFilter(relevant=False))] == ["A recipe"]


def test_a_period_counts_its_first_moment_and_not_its_last(engine: Engine) -> None:
    add_item(engine, "At noon", published=NOW)
    assert count_items(engine, ItemFilter(since=NOW, until=NOW + timedelta(seconds=1))) == 1
    assert count_items(engine, ItemFilter(until=NOW)) == 0


def test_items_are_found_by_company_chip_and_outlet(engine: Engine) -> None:
    add_item(engine, "Nvidia ships", companies={"nvidia": "Nvidia"}, outlet="A")
    add_item(engine, "H100 sells", chips={"h100": "H100"}, outlet="B")
    assert [item.outlet for item in items(engine, ItemFilter(companies=("nvidia",)))] == ["A"]
    assert [item.outlet for item in items(engine, ItemFilter(chips=("h100",)))] == ["B"]
    assert [item.title for item in items(engine, ItemFilter(outlet="B"))] == ["H100 sells"]
    assert items(engine, ItemFilter(companies=("h100",))) == []


def test_activity_counts_items_by_day(engine: Engine) -> None:
    for age in (0, 0, 3):
        add_item(engine, "Nvidia", companies={"nvidia": "Nvidia"}, published=NOW - timedelta(days=age))
    found = [(each.day, each.items) for each in activity(engine, ItemFilter(companies=("nvidia",)))]
    assert found == [(date(2026, 11, 17), 1), (date(2026, 11, 20), 2)]


def test_companies_named_together_are_counted_by_item_and_not_by_mention(engine: Engine) -> None:
    both = {"amazon": "Amazon", "nvidia": "Nvidia"}
    add_item(engine, "Amazon and Nvidia, Nvidia, Nvidia", companies=both)
    add_item(engine, "Amazon and Google", companies={"amazon": "Amazon", "google": "Google"})
    add_item(engine, "Amazon and Google again", companies={"amazon": "Amazon", "google": "Google"})
    add_item(engine, "Nvidia alone", companies={"nvidia": "Nvidia"})
    found = named_in_items(engine, ItemFilter(companies=("amazon",)))
    assert [(each.name, each.items) for each in found] == [("Amazon", 3), ("Google", 2), ("Nvidia", 1)]


def test_chips_carry_their_vendor(engine: Engine) -> None:
    add_item(engine, "Trn2 and HBM3E", chips={"trainium-2": "Trn2", "hbm3e": "HBM3E"})
    found = {each.slug: each.vendor for each in named_in_items(engine, ItemFilter())}
    assert found == {"trainium-2": "aws", "hbm3e": None}


def test_equal_figures_of_several_outlets_are_one_row_with_their_number(engine: Engine) -> None:
    told = {"kind": "capex", "company": "amazon", "period": "2024"}
    add_item(
        engine, "Late: $75 billion", figures=[money("$75 billion", 75 * BILLION, **told)], outlet="Second"
    )
    first = add_item(
        engine,
        "Early: $75 billion",
        figures=[money("$75 billion", 75 * BILLION, **told)],
        outlet="First",
        published=NOW - timedelta(days=1),
    )
    add_item(engine, "$48 billion", figures=[money("$48 billion", 48 * BILLION, **told)])
    rows = figures(engine, FigureFilter(companies=("amazon",)))
    assert [(row.low, row.sources, row.outlets) for row in rows] == [
        (75 * BILLION, 2, 2),
        (48 * BILLION, 1, 1),
    ]
    assert (rows[0].item_id, rows[0].outlet, rows[0].last_seen) == (first, "First", NOW)


def test_the_same_amount_of_another_period_or_kind_is_another_figure(engine: Engine) -> None:
    shapes = [("capex", "2024"), ("capex", "2025"), ("revenue", "2024")]
    for kind, period in shapes:
        figure = money("$5 billion", 5 * BILLION, kind=kind, period=period, company="amazon")
        add_item(engine, "$5 billion", figures=[figure])
    assert len(figures(engine, FigureFilter(companies=("amazon",)))) == len(shapes)


def test_a_merged_figure_takes_the_counterparty_from_whoever_names_it(engine: Engine) -> None:
    shape = {"kind": "investment", "company": "amazon"}
    add_item(engine, "A: $4 billion", figures=[money("$4 billion", 4 * BILLION, **shape)])
    named = money("$4 billion", 4 * BILLION, counterparty="anthropic", **shape)
    add_item(engine, "B: $4 billion", figures=[named])
    assert [row.counterparty for row in figures(engine, FigureFilter(companies=("anthropic",)))] == [
        "anthropic"
    ]
    assert [row.counterparty for row in figures(engine, FigureFilter(companies=("amazon",)))] == ["anthropic"]


def test_a_figure_of_no_company_is_found_where_its_sentence_names_one(engine: Engine) -> None:
    market = money("$100 billion", 100 * BILLION, kind="market_size")
    elsewhere = money("$9 billion", 9 * BILLION, kind="market_size")
    body = "Amazon enters the $100 billion chip market. Analysts see $9 billion for memory."
    add_item(engine, "Chips", body, companies={"amazon": "Amazon"}, figures=[market, elsewhere])
    found = unattributed_figures(engine, FigureFilter(companies=("amazon",)))
    assert [row.surface for row in found] == ["$100 billion"]
    assert figures(engine, FigureFilter(companies=("amazon",))) == []


def test_an_item_is_given_with_its_text_mentions_and_figures(engine: Engine) -> None:
    figure = money("$1 billion", BILLION)
    item_id = add_item(
        engine, "Nvidia", "It has $1 billion.", companies={"nvidia": "Nvidia"}, figures=[figure]
    )
    found = item_text(engine, item_id)
    assert found is not None
    assert found.text == "Nvidia\n\nIt has $1 billion."
    places = [*item_mentions(engine, item_id), *item_figures(engine, item_id)]
    assert [found.text[each.start : each.end] for each in places] == ["Nvidia", "$1 billion"]
    assert item_text(engine, item_id + 1) is None


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        pytest.param("trainium", {"Trainium ramps", "Trainium and Inferentia"}, id="one word"),
        pytest.param("trainium inferentia", {"Trainium and Inferentia"}, id="every word must occur"),
        pytest.param('"trainium ramps"', {"Trainium ramps"}, id="a phrase"),
        pytest.param("trainium -inferentia", {"Trainium ramps"}, id="a word that must not occur"),
        pytest.param("ramps OR inferentia", {"Trainium ramps", "Trainium and Inferentia"}, id="one of two"),
        pytest.param("chips", {"A chip alone"}, id="other forms of a word"),
        pytest.param("nothing-of-the-kind", set(), id="no match"),
    ],
)
def test_search_finds(engine: Engine, query: str, titles: set[str]) -> None:
    for title in ("Trainium ramps", "Trainium and Inferentia", "A chip alone"):
        add_item(engine, title)
    assert {hit.item.title for hit in search(engine, query, ItemFilter())} == titles


def test_a_hit_says_where_the_words_stand(engine: Engine) -> None:
    add_item(engine, "News", "It is said that Trainium ships.")
    [hit] = search(engine, "trainium", ItemFilter())
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["Trainium"]


def test_search_follows_changes_of_an_item(engine: Engine) -> None:
    item_id = add_item(engine, "Trainium ramps")
    with engine.begin() as connection:
        connection.execute(text("UPDATE item SET title='Other', text='Other' WHERE id=:id"), {"id": item_id})
    assert search(engine, "trainium", ItemFilter()) == []
    assert len(search(engine, "other", ItemFilter())) == 1


@pytest.mark.parametrize("query", ["", "   ", "-only", '""', "*", "OR", "\0"])
def test_a_query_without_a_wanted_word_says_so(query: str) -> None:
    with pytest.raises(UsageError, match="at least one word"):
        fts5_query(query)


@given(query=st.text(max_size=40) | st.text(alphabet='ab "*-:^(){}+OR\0', max_size=30))
def test_no_query_is_an_error_of_syntax(database_of_one: Engine, query: str) -> None:
    try:
        search(database_of_one, query, ItemFilter())
    except UsageError as error:
        assert "at least one word" in str(error)


@pytest.fixture(scope="module")
def database_of_one(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    from chipnews.storage.database import open_database

    engine = open_database(str(tmp_path_factory.mktemp("search") / "one.db"))
    add_item(engine, "a b OR")
    return engine


def test_a_sound_database_is_found_sound_and_counted(engine: Engine) -> None:
    add_item(engine, "Nvidia", companies={"nvidia": "Nvidia"})
    found = check_database(engine)
    assert found.problems == ()
    assert (found.rows["items"], found.rows["mentions"]) == (1, 1)


def test_a_row_that_refers_to_nothing_is_told(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text("INSERT INTO item_story (item_id, story_id) VALUES (7, 8)"))
        connection.commit()
    assert any("item_story" in problem for problem in check_database(engine).problems)
