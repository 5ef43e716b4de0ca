"""Times on the command line."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from chipnews.cli.options import complete_chip, complete_company, parse_since, parse_until

NOW = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        pytest.param("7d", _utc(2026, 11, 16, 15, 30), _utc(2026, 11, 16, 15, 30), id="days"),
        pytest.param("2w", _utc(2026, 11, 9, 15, 30), _utc(2026, 11, 9, 15, 30), id="weeks"),
        pytest.param("36h", _utc(2026, 11, 22, 3, 30), _utc(2026, 11, 22, 3, 30), id="hours"),
        pytest.param(" 7D ", _utc(2026, 11, 16, 15, 30), _utc(2026, 11, 16, 15, 30), id="as it is typed"),
        pytest.param("2026-11-01", _utc(2026, 11, 1), _utc(2026, 11, 2), id="a day counts to its end"),
        pytest.param("today", _utc(2026, 11, 23), _utc(2026, 11, 24), id="today"),
        pytest.param("yesterday", _utc(2026, 11, 22), _utc(2026, 11, 23), id="yesterday"),
        pytest.param("2026-11-01T08:00", _utc(2026, 11, 1, 8), _utc(2026, 11, 1, 8), id="a time is UTC"),
        pytest.param("2026-11-01T08:00+02:00", _utc(2026, 11, 1, 6), _utc(2026, 11, 1, 6), id="a zone"),
    ],
)
def test_a_time_is_understood(text: str, since: datetime, until: datetime) -> None:
    assert parse_since(text, NOW) == since
    assert parse_until(text, NOW) == until


@pytest.mark.parametrize(
    "text", ["", "7", "d", "-3d", "1.5d", "3m", "banana", "2026-13-01", "9999999d", "999999w"]
)
def test_what_is_no_time_is_refused_with_what_can_be_written(text: str) -> None:
    with pytest.raises(typer.BadParameter, match=r"7d, 2w, 36h|too long ago"):
        parse_since(text, NOW)


@given(text=st.text(max_size=12))
def test_whatever_is_typed_is_a_time_in_utc_or_refused(text: str) -> None:
    try:
        moment = parse_since(text, NOW)
    except typer.BadParameter:
        return
    assert moment.utcoffset() == timedelta(0)


def test_today_is_the_day_in_utc() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert parse_since("today", late) == _utc(2026, 11, 24)


def test_names_are_completed_from_the_knowledge() -> None:
    assert ("nvidia", "Nvidia") in complete_company("nvi")
    assert any(name == "H100" for _, name in complete_chip("h10"))
