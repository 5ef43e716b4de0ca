"""Grouping: what joins, what stays apart, and that it can be run in any number of steps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlmodel import Session, col

from chipnews.config import Settings
from chipnews.queries.stories import StoryFilter, StoryRow, stories, story_items
from chipnews.storage.models import Figure, Item, ItemStory, Mention, Story, StoryBand, StoryDue
from chipnews.stories import store
from chipnews.stories.run import group_items, title_item
from tests.builders import NOW, add_item, money

SETTINGS = Settings()


@dataclass(frozen=True)
class Told:
    """An article for the tests: its words, its figures, and how many hours after NOW it came."""

    title: str
    body: str
    hours: float = 0
    outlet: str = "Example Wire"
    companies: tuple[str, ...] = ("Amazon", "Anthropic")
    amounts: tuple[tuple[str, int, str], ...] = ()


def tell(engine: Engine, told: Told) -> int:
    companies = {name.lower(): name for name in told.companies}
    figures: list[Figure] = [
        money(surface, amount, kind=kind, company=told.companies[0].lower())
        for surface, amount, kind in told.amounts
    ]
    return add_item(
        engine,
        told.title,
        told.body,
        companies=companies,
        figures=figures,
        outlet=told.outlet,
        published=NOW + timedelta(hours=told.hours),
    )


SIX_BILLION = (("$6 billion", 6_000_000_000, "investment"),)
INVESTS = Told(
    "Amazon invests another $6 billion in Anthropic",
    "Amazon said on Monday that it puts $6 billion into the maker of Claude.",
    amounts=SIX_BILLION,
)
TAKES = Told(
    "Anthropic takes $6 billion from Amazon",
    "The investment makes Amazon the largest backer of the maker of Claude.",
    hours=2,
    outlet="Second Wire",
    amounts=SIX_BILLION,
)


def groups(engine: Engine) -> list[list[int]]:
    with engine.connect() as connection:
        found: dict[int, list[int]] = {}
        rows = connection.execute(select(col(ItemStory.item_id), col(ItemStory.story_id)).order_by("item_id"))
        for item, story in rows:
            found.setdefault(story, []).append(item)
    return sorted(found.values())


def all_stories(engine: Engine) -> list[StoryRow]:
    return stories(engine, StoryFilter())


def test_two_outlets_that_tell_of_one_event_make_one_story(engine: Engine) -> None:
    first, second = tell(engine, INVESTS), tell(engine, TAKES)
    report = group_items(engine, SETTINGS)
    assert groups(engine) == [[first, second]]
    assert (report.items, report.founded, report.joined) == (2, 1, 1)
    (story,) = all_stories(engine)
    assert (story.item_count, story.outlet_count) == (2, 2)
    assert (story.first_seen, story.last_seen) == (NOW, NOW + timedelta(hours=2))


NEAR_MISSES = {
    "two rounds of one company": (
        Told(
            "Anthropic raises $4 billion in Series D",
            "The Series D round values Anthropic at a multiple of last year.",
            companies=("Anthropic",),
            amounts=(("$4 billion", 4_000_000_000, "funding"),),
        ),
        Told(
            "Anthropic raises $13 billion in Series F",
            "The Series F round brings Anthropic new investors.",
            hours=24 * 120,
            companies=("Anthropic",),
            amounts=(("$13 billion", 13_000_000_000, "funding"),),
        ),
    ),
    "the same quarter of two companies": (
        Told(
            "Nvidia beats forecasts with record revenue in third quarter",
            "Nvidia reported third-quarter revenue above the estimates.",
            companies=("Nvidia",),
        ),
        Told(
            "Google beats forecasts with record revenue in third quarter",
            "Google reported third-quarter revenue above the estimates.",
            hours=1,
            companies=("Google",),
        ),
    ),
    "two events of one company on one day": (
        Told(
            "Google launches a processor with 192 cores",
            "The new processor is in preview, and first customers have tested it.",
            companies=("Google",),
        ),
        Told(
            "Google plans third campus in Mississippi",
            "It will spend on a site near Vicksburg and employ 200 people.",
            hours=1,
            companies=("Google",),
        ),
    ),
    "two contracts of one company on one day": (
        Told(
            "Google signs Anthropic as customer for three years",
            "Anthropic will rent systems in New Jersey for $3 billion.",
            companies=("Google", "Anthropic"),
            amounts=(("$3 billion", 3_000_000_000, "deal"),),
        ),
        Told(
            "Google to rent out a campus to Meta",
            "The contract of $9 billion covers a campus in West Texas.",
            hours=1,
            companies=("Google", "Meta"),
            amounts=(("$9 billion", 9_000_000_000, "deal"),),
        ),
    ),
    "two spending plans months apart": (
        Told("Amazon plans to spend $100 billion", "Amazon sets its capex.", companies=("Amazon",)),
        Told(
            "Amazon plans to spend $125 billion",
            "Amazon sets its capex.",
            hours=24 * 90,
            companies=("Amazon",),
        ),
    ),
}


@pytest.mark.parametrize(("one", "other"), NEAR_MISSES.values(), ids=NEAR_MISSES.keys())
def test_near_misses_stay_apart(engine: Engine, one: Told, other: Told) -> None:
    first, second = tell(engine, one), tell(engine, other)
    group_items(engine, SETTINGS)
    assert groups(engine) == [[first], [second]]


def test_a_copy_under_another_title_joins(engine: Engine) -> None:
    body = " ".join(
        f"Sentence number {number} of a long syndicated text about memory." for number in range(30)
    )
    first = tell(engine, Told("Makers of memory run out of wafers", body, companies=()))
    second = tell(engine, Told("Why your laptop costs more", body, hours=5, outlet="B", companies=()))
    group_items(engine, SETTINGS)
    assert groups(engine) == [[first, second]]


FOLLOW_UPS = {
    "a takeover that fails": (
        Told(
            "Google to buy Anthropic for $9 billion",
            "The takeover of Anthropic by Google needs a vote of shareholders on the takeover.",
            companies=("Google", "Anthropic"),
            amounts=(("$9 billion", 9_000_000_000, "acquisition"),),
        ),
        Told(
            "Google's $9 billion takeover of Anthropic fails",
            "Shareholders voted the takeover of Anthropic by Google down.",
            hours=24 * 40,
            companies=("Google", "Anthropic"),
            amounts=(("$9 billion", 9_000_000_000, "acquisition"),),
        ),
    ),
    "a purchase that closes ten months later": (
        Told(
            "Google agrees to buy Groq",
            "Google will pay cash for Groq. Regulators have to agree to the purchase.",
            companies=("Google", "Groq"),
        ),
        Told(
            "Google completes purchase of Groq",
            "The last regulator agreed. Groq is part of Google from today.",
            hours=24 * 300,
            companies=("Google", "Groq"),
        ),
    ),
    "a round that was talked about": (
        Told(
            "Groq is in talks to raise about $1 billion",
            "The start-up from Mountain View discusses a round with investors, sources say.",
            companies=("Groq",),
            amounts=(("$1 billion", 1_000_000_000, "funding"),),
        ),
        Told(
            "Groq closes round at $1.1 billion",
            "Talks had been known since November. Investors are paid in shares of the start-up.",
            hours=24 * 30,
            companies=("Groq",),
            amounts=(("$1.1 billion", 1_100_000_000, "funding"),),
        ),
    ),
}


@pytest.mark.parametrize(("older", "newer"), FOLLOW_UPS.values(), ids=FOLLOW_UPS.keys())
def test_an_event_that_came_of_an_older_one_follows_it(engine: Engine, older: Told, newer: Told) -> None:
    tell(engine, older), tell(engine, newer)
    assert group_items(engine, SETTINGS).followed == 1
    last, first = all_stories(engine)
    assert last.follows == first.id
    assert first.follows is None


def test_the_second_article_may_find_what_the_story_follows(engine: Engine) -> None:
    older, newer = FOLLOW_UPS["a takeover that fails"]
    vague = replace(newer, title="Google and Anthropic: it is over", body="It is over.", amounts=())
    tell(engine, older), tell(engine, vague)
    assert group_items(engine, SETTINGS).followed == 0
    tell(engine, replace(newer, hours=newer.hours + 1))
    assert group_items(engine, SETTINGS).followed == 1
    last, first = all_stories(engine)
    assert (last.item_count, last.follows) == (2, first.id)


OTHER_MATTERS = {
    "another event of the same company": (
        Told("Groq opens office in London", "Groq hires engineers.", companies=("Groq",)),
        Told("Groq ships new cards", "Groq sends cards to customers.", hours=24 * 30, companies=("Groq",)),
    ),
    "another round of the same company": (NEAR_MISSES["two rounds of one company"]),
    "the same event of another company": (
        Told("Groq is in talks to raise money", "Groq meets investors.", companies=("Groq",)),
        Told("Etched closes its round", "Investors trust Etched.", hours=24 * 30, companies=("Etched",)),
    ),
}


@pytest.mark.parametrize(("older", "newer"), OTHER_MATTERS.values(), ids=OTHER_MATTERS.keys())
def test_another_matter_follows_nothing(engine: Engine, older: Told, newer: Told) -> None:
    tell(engine, older), tell(engine, newer)
    assert group_items(engine, SETTINGS).followed == 0


ARTICLES: Sequence[Told] = (
    INVESTS,
    TAKES,
    *(told for pair in (*NEAR_MISSES.values(), *FOLLOW_UPS.values()) for told in pair),
)


def linked(engine: Engine) -> list[tuple[int, int]]:
    """Return the title items of each story and of the one that it follows."""
    titles = {row.id: row.title.id for row in all_stories(engine)}
    return [(row.title.id, titles[row.follows]) for row in all_stories(engine) if row.follows]


def test_one_run_and_many_runs_give_the_same_stories(engine: Engine) -> None:
    ordered = sorted(ARTICLES, key=lambda told: told.hours)
    for told in ordered:
        tell(engine, told)
        group_items(engine, SETTINGS)
    stepwise, links = groups(engine), linked(engine)
    with Session(engine) as session, session.begin():
        for table in (ItemStory, Story, StoryBand):
            session.execute(delete(table))
    group_items(engine, SETTINGS)
    assert groups(engine) == stepwise
    assert 1 < len(stepwise) < len(ARTICLES)
    assert links
    assert linked(engine) == links


def test_a_second_run_changes_nothing(engine: Engine) -> None:
    for told in ARTICLES:
        tell(engine, told)
    group_items(engine, SETTINGS)
    before = (groups(engine), all_stories(engine))
    report = group_items(engine, SETTINGS)
    assert (report.items, report.removed) == (0, 0)
    assert (groups(engine), all_stories(engine)) == before


def test_new_tags_do_not_double_an_item_and_renew_its_keys(engine: Engine) -> None:
    item = tell(engine, INVESTS)
    group_items(engine, SETTINGS)
    keys = _keys(engine, item)
    with Session(engine) as session, session.begin():
        session.execute(update(Mention).where(col(Mention.slug) == "amazon").values(slug="nvidia"))
    assert group_items(engine, SETTINGS, [item]).items == 0
    assert groups(engine) == [[item]]
    assert _keys(engine, item) != keys


def test_an_item_that_proves_a_copy_or_irrelevant_leaves_its_story(engine: Engine) -> None:
    first, second = tell(engine, INVESTS), tell(engine, TAKES)
    group_items(engine, SETTINGS)
    with Session(engine) as session, session.begin():
        session.execute(update(Item).where(col(Item.id) == second).values(duplicate_of=first))
    assert group_items(engine, SETTINGS).removed == 1
    (story,) = all_stories(engine)
    assert (story.item_count, story.title.id) == (1, first)
    assert [row.duplicate_of for row in story_items(engine, story.id)] == [None, first]
    with Session(engine) as session, session.begin():
        session.execute(update(Item).values(relevant=False))
    group_items(engine, SETTINGS)
    assert all_stories(engine) == []


@pytest.mark.parametrize(
    ("relevant", "duplicate"),
    [(None, False), (False, False), (True, True)],
    ids=["not tagged yet", "not about the field", "a copy of another"],
)
def test_only_relevant_originals_are_grouped(engine: Engine, relevant: bool | None, duplicate: bool) -> None:
    original = tell(engine, INVESTS)
    group_items(engine, SETTINGS)
    add_item(
        engine,
        "Amazon invests in Anthropic",
        companies={"amazon": "Amazon"},
        relevant=relevant,
        duplicate_of=original if duplicate else None,
    )
    assert group_items(engine, SETTINGS).items == 0


def member(number: int, title: str, primary: str | None = None) -> store.Member:
    return store.Member(number, title, "Wire", datetime.fromisoformat("2026-01-01T00:00:00+00:00"), primary)


TITLES = {
    "the first whole sentence": (
        [member(1, "Why does Amazon pay?"), member(2, "Amazon buys part of a lab")],
        2,
    ),
    "the company's own word before it": (
        [member(1, "Amazon buys part of a lab"), member(2, "Amazon to invest in lab today", "amazon")],
        2,
    ),
    "no shouting": ([member(1, "AMAZON BUYS PART OF A LAB"), member(2, "Amazon buys part of a lab")], 2),
    "else simply the first": ([member(1, "Lab news"), member(2, "More lab news")], 1),
}


@pytest.mark.parametrize(("members", "best"), TITLES.values(), ids=TITLES.keys())
def test_the_best_title_is(members: list[store.Member], best: int) -> None:
    assert title_item(members) == best


def _keys(engine: Engine, item: int) -> set[str]:
    with engine.connect() as connection:
        query = select(col(StoryBand.key)).where(col(StoryBand.item_id) == item)
        return set(connection.execute(query).scalars())


def due(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(select(col(StoryDue.item_id)).order_by("item_id")).scalars())


def test_what_is_done_is_not_looked_at_again(engine: Engine) -> None:
    first = tell(engine, INVESTS)
    assert due(engine) == [first]
    group_items(engine, SETTINGS)
    assert due(engine) == []
    second = tell(engine, TAKES)
    assert due(engine) == [second]
    group_items(engine, SETTINGS)
    assert due(engine) == []


def test_an_item_whose_story_is_gone_comes_into_one_again(engine: Engine) -> None:
    first, second = tell(engine, INVESTS), tell(engine, TAKES)
    group_items(engine, SETTINGS)
    with engine.begin() as connection:
        connection.execute(delete(Item).where(col(Item.id) == first))
    assert due(engine) == [second]
    assert group_items(engine, SETTINGS).founded == 1
    assert groups(engine) == [[second]]


def test_an_item_not_about_the_field_waits_until_it_is(engine: Engine) -> None:
    first = tell(engine, INVESTS)
    with engine.begin() as connection:
        connection.execute(update(Item).values(relevant=False))
    assert group_items(engine, SETTINGS).items == 0
    assert due(engine) == []
    with engine.begin() as connection:
        connection.execute(update(Item).values(relevant=True))
    assert group_items(engine, SETTINGS).items == 1
    assert groups(engine) == [[first]]


def steps_to_find_due(engine: Engine) -> int:
    """Return how many steps of its own the database takes to find what is due."""
    steps = 0

    def count() -> int:
        nonlocal steps
        steps += 1
        return 0

    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(count, 1)
        store.due(connection)
        driver.set_progress_handler(None, 0)
    return steps


def test_the_search_for_due_items_takes_no_step_for_those_in_their_place(engine: Engine) -> None:
    taken = []
    for number in range(0, 62, 2):
        for at in (number, number + 1):
            told = Told(
                f"Amazon opens hall {at}", f"Hall {at} is open.", hours=480 * at, companies=("Amazon",)
            )
            tell(engine, told)
        taken.append(steps_to_find_due(engine))
        group_items(engine, SETTINGS)
    assert max(taken) - taken[0] < 30
