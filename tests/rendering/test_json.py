"""Reports as JSON."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import pytest

from chipnews.rendering.json_value import json_value


class Colour(StrEnum):
    red = "red"


@dataclass(frozen=True, slots=True)
class Leaf:
    amount: Decimal
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...]


def test_a_dataclass_becomes_an_object_of_its_fields() -> None:
    assert json_value(Tree((Leaf(Decimal(1), date(2026, 1, 2)),))) == {
        "leaves": [{"amount": 1, "day": "2026-01-02"}]
    }


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(Decimal("75000000000.00"), 75_000_000_000, id="a whole amount is an integer"),
        pytest.param(Decimal("2.50"), 2.5, id="another one is a number"),
        pytest.param(Decimal("1E+3"), 1000, id="an exponent"),
        pytest.param(datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00Z", id="a time in UTC"),
        pytest.param(
            datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=2))), "2026-01-02T01:00:00Z", id="a zone"
        ),
        pytest.param(Colour.red, "red", id="one of a choice"),
        pytest.param(Path("a/b"), "a/b", id="a path"),
        pytest.param({"b", "a"}, ["a", "b"], id="a set is in order"),
        pytest.param({1: None}, {"1": None}, id="a mapping"),
    ],
)
def test_a_value_becomes(value: object, expected: object) -> None:
    found = json_value(value)
    assert found == expected
    assert type(found) is type(expected)


def test_what_no_report_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="no JSON for object"):
        json_value(object())
