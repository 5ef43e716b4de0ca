"""Bars of activity: their step, their gaps, and that no item is lost."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.queries import Activity
from chipnews.reports.activity import timeline

MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("days", "step", "bars"),
    [
        pytest.param(0, "day", 1, id="one day"),
        pytest.param(31, "day", 32, id="a month by days"),
        pytest.param(32, "week", 5, id="more than that by weeks"),
        pytest.param(365, "month", 13, id="a year by months"),
        pytest.param(3650, "year", 11, id="a decade by years"),
    ],
)
def test_the_longer_the_period_the_longer_the_step(days: int, step: str, bars: int) -> None:
    found = timeline([Activity(MONDAY, 1), Activity(MONDAY + timedelta(days), 1)])
    assert (found.step, len(found.bars)) == (step, bars)


def test_days_without_items_have_a_bar_of_their_own() -> None:
    found = timeline([Activity(MONDAY, 2), Activity(MONDAY + timedelta(2), 1)])
    assert [bar.items for bar in found.bars] == [2, 0, 1]


def test_the_bars_begin_where_the_report_begins() -> None:
    found = timeline([Activity(MONDAY, 2)], since=MONDAY - timedelta(1))
    assert [bar.items for bar in found.bars] == [0, 2]


def test_weeks_begin_on_monday() -> None:
    found = timeline([Activity(MONDAY + timedelta(3), 1), Activity(MONDAY + timedelta(60), 1)])
    assert found.bars[0].start == MONDAY


def test_nothing_gives_no_bars() -> None:
    assert timeline([]).bars == ()


@given(days=st.lists(st.dates(date(1990, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20, unique=True))
def test_no_item_is_lost_and_no_step_is_missing(days: Sequence[date]) -> None:
    found = timeline([Activity(day, 1) for day in sorted(days)])
    assert sum(bar.items for bar in found.bars) == len(days)
    starts = [bar.start for bar in found.bars]
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[found.step]
    assert all(0 < (later - earlier).days <= longest for earlier, later in pairwise(starts))
