# ruff: noqa: E501 - rows of a table are read best on one line
"""Dates in the forms that feeds give them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chipnews.fetching.dates import parse_date, sane

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
MEANT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 02 Nov 2026 09:30:00 GMT", "Mon, 02 Nov 2026 09:30:00 +0000", "Mon, 02 Nov 2026 10:30:00 +0100",
        "Mon, 02 Nov 2026 04:30:00 EST", "Mon, 02 Nov 2026 01:30:00 PST", "02 Nov 2026 09:30 UT", "Mon, 2 Nov 26 09:30:00 Z",
        "Monday, 02 November 2026 09:30:00 GMT", "Mon, 02 Nov 2026 09:30:00 GMT+0000", "Mon, 02 Nov 2026 10:30:00 GMT+1",
        "Mon, 02 Nov 2026 10:30:00 +0100 (CET)", "Mon Nov 2 09:30:00 2026", "Nov 2, 2026 9:30 AM", "2 Nov 2026 09:30:00",
        "2026-11-02T09:30:00Z", "2026-11-02T09:30:00+00:00", "2026-11-02T10:30:00.000+0100", "2026-11-02T09:30Z",
        "2026-11-02 09:30:00", "2026-11-02 09:30:00 UTC", "2026-11-02T09:30:00.123456789Z"[:19] + "Z", "20261102T093000Z",
        "2026/11/02 09:30:00", "Mon, 02 Nov 2026 09:30:00 0000", "Mon, 02 Nov 2026 15:00:00 IST",
        "lun., 02 nov. 2026 09:30:00 +0000", "2. November 2026 09:30 UTC", "Tue, 02 Nov 2026 09:30:00 GMT",
    ],
)  # fmt: skip
def test_the_usual_forms_and_zones_mean_the_same_time(text: str) -> None:
    assert parse_date(text) == MEANT


@pytest.mark.parametrize(
    "text",
    ["", "  ", "yesterday", "0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "None",
     "0000-00-00 00:00:00", "99999999999999", "32 Foo 2026", "now", "x" * 500, "\x00\x01", "12:30"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_a_date_that_is_missing_or_far_ahead_is_now() -> None:
    assert sane(None, NOW) == NOW
    assert sane(NOW + timedelta(days=400), NOW) == NOW


def test_a_clock_that_is_a_little_ahead_does_not_make_news_of_tomorrow() -> None:
    assert sane(NOW + timedelta(hours=5), NOW) == NOW
    assert sane(MEANT, NOW) == MEANT


@given(st.text(max_size=60))
def test_no_text_makes_it_raise(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_iso_times_are_read_exactly(when: datetime) -> None:
    assert parse_date(when.isoformat() + "Z") == when.replace(tzinfo=UTC)
