"""The labelled stories and how they are scored."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from benchmarks.stories import b_cubed, crowded, links_right, load, store
from chipnews.storage.database import open_database
from chipnews.storage.models import ItemStory, Story

HALVES = ("tuning", "reporting")


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_database(str(tmp_path / "chipnews.db"))


def test_there_are_as_many_items_stories_and_follow_ups_as_promised() -> None:
    halves = [load(half) for half in HALVES]
    assert sum(len(half.items) for half in halves) >= 300
    assert sum(len({item.story for item in half.items}) for half in halves) >= 80
    for half in halves:
        assert len(half.follows) >= 13


def test_no_story_is_in_both_halves() -> None:
    tuning, reporting = ({item.story for item in load(half).items} for half in HALVES)
    assert not tuning & reporting


@pytest.mark.parametrize("half", HALVES)
def test_a_story_begins_after_the_one_that_it_follows(half: str) -> None:
    labelled = load(half)
    begins: dict[str, datetime] = {}
    for item in sorted(labelled.items, key=lambda each: each.published_at):
        begins.setdefault(item.story, item.published_at)
    assert [story for story, older in labelled.follows.items() if begins[story] <= begins[older]] == []


def test_crowded_stories_begin_on_one_day_but_follow_ups_keep_their_distance() -> None:
    labelled = load("tuning")
    times = {item.story: item.published_at for item in reversed(crowded(labelled))}
    roots = [when for story, when in times.items() if story not in labelled.follows]
    assert max(roots).date() == min(roots).date()
    assert (times["softbank-ampere-deal"] - times["softbank-ampere-talks"]).days == 16


def test_b_cubed_is_that_of_the_textbook() -> None:
    score = b_cubed({1: 1, 2: 1, 3: 1, 4: 2}, {1: "a", 2: "a", 3: "b", 4: "b"})
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert score.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)


def test_a_link_is_right_that_leads_to_any_earlier_story_of_the_matter(engine: Engine) -> None:
    some = load("tuning").items
    names = ("talks", "deal", "closing", "other")
    items = [item for item, _ in zip(some, names, strict=False)]
    labels = dict(zip(store(engine, items), names, strict=True))
    with Session(engine) as session, session.begin():
        for number, (item, follows) in enumerate(zip(labels, (None, 1, 1, 3), strict=True), 1):
            when = items[number - 1].published_at
            session.add(
                Story(
                    id=number,
                    title_item_id=item,
                    follows=follows,
                    first_seen=when,
                    last_seen=when,
                    item_count=1,
                    outlet_count=1,
                )
            )
            session.flush()
            session.add(ItemStory(item_id=item, story_id=number))
    links = links_right(engine, labels, {"deal": "talks", "closing": "deal"})
    assert (links.right, links.given, links.wanted) == (2, 3, 2)
    assert links.wrong == (("other", "closing"),)
    assert links.missing == ()
