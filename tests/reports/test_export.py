"""Export: its columns are those of the views, its rows are exact, and every form holds the same."""

import csv
import io
import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from chipnews.queries.rows import DATASETS, Cell, Dataset, columns_of
from chipnews.rendering.data_out import csv_lines, jsonl_lines, write_parquet
from chipnews.reports.export import exported
from tests.builders import KNOWLEDGE, NOW, add_item, money


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with two items, one of them old and about another company."""
    figure = money(
        "$2.55", "2.55", unit="per hour", kind="price", company="aws", chip="trainium-2",
        period="2024", period_start=date(2024, 1, 1), period_end=date(2024, 12, 31),
    )  # fmt: skip
    add_item(
        engine, "AWS asks $2.55 for Trn2",
        companies={"aws": "AWS"}, chips={"trainium-2": "Trn2"}, figures=[figure],
    )  # fmt: skip
    add_item(engine, "=Nvidia", companies={"nvidia": "Nvidia"}, published=NOW - timedelta(days=90))
    return engine


def rows_of(engine: Engine, dataset: Dataset, **options: object) -> list[dict[str, Cell]]:
    with exported(engine, KNOWLEDGE, dataset, **options) as found:  # type: ignore[arg-type]
        names = [name for name, _ in found.columns]
        return [dict(zip(names, row, strict=True)) for row in found.rows]


@pytest.mark.parametrize("dataset", DATASETS)
def test_the_columns_are_those_of_the_view_in_its_order(engine: Engine, dataset: Dataset) -> None:
    with engine.connect() as connection:
        in_view = connection.execute(text(f"SELECT * FROM v_{dataset}")).keys()
    assert [name for name, _ in columns_of(dataset)] == list(in_view)


def test_amounts_are_exact_times_have_their_zone_and_dates_are_dates(filled: Engine) -> None:
    [row] = rows_of(filled, "figures")
    assert (row["low"], row["period_start"], row["published_at"]) == (Decimal("2.55"), date(2024, 1, 1), NOW)


@pytest.mark.parametrize(
    ("dataset", "options", "expected"),
    [
        pytest.param("items", {}, 2, id="all items"),
        pytest.param("items", {"company": "amazon"}, 1, id="items of a company with its subsidiaries"),
        pytest.param("items", {"chip": "Trn2"}, 1, id="items of a chip"),
        pytest.param("items", {"since": NOW - timedelta(days=1)}, 1, id="items of a period"),
        pytest.param("items", {"until": NOW}, 1, id="items before a moment"),
        pytest.param("mentions", {"company": "nvidia"}, 1, id="mentions of a company"),
        pytest.param("mentions", {"chip": "trainium-2"}, 1, id="mentions of a chip"),
        pytest.param("figures", {"company": "nvidia"}, 0, id="figures of a company that has none"),
        pytest.param("figures", {"chip": "trainium-2"}, 1, id="figures of a chip"),
        pytest.param("stories", {"company": "nvidia"}, 0, id="stories of a company that has none"),
    ],
)
def test_rows_can_be_chosen(
    filled: Engine, dataset: Dataset, options: dict[str, object], expected: int
) -> None:
    assert len(rows_of(filled, dataset, **options)) == expected


def test_items_off_the_field_are_left_out_unless_all_are_asked_for(engine: Engine) -> None:
    add_item(engine, "A recipe", relevant=False)
    add_item(engine, "Not tagged", relevant=None)
    assert rows_of(engine, "items") == []
    assert len(rows_of(engine, "items", every=True)) == 2


def test_rows_are_read_as_they_are_taken(filled: Engine) -> None:
    with exported(filled, KNOWLEDGE, "items") as found:
        assert not isinstance(found.rows, list | tuple)
        assert next(found.rows)[3] == "AWS asks $2.55 for Trn2"


def test_csv_holds_exact_amounts_and_times_in_utc(filled: Engine) -> None:
    with exported(filled, KNOWLEDGE, "figures") as found:
        [row] = csv.DictReader(io.StringIO("".join(csv_lines(found))))
    assert (row["low"], row["published_at"], row["counterparty"]) == ("2.55", "2026-11-20T12:00:00Z", "")


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_a_text_that_a_spreadsheet_would_run_is_no_formula_in_csv(engine: Engine, title: str) -> None:
    add_item(engine, title)
    with exported(engine, KNOWLEDGE, "items") as found:
        [row] = csv.DictReader(io.StringIO("".join(csv_lines(found)), newline=""))
    assert row["title"] == f"'{title}"


def test_json_lines_hold_numbers_and_null(filled: Engine) -> None:
    with exported(filled, KNOWLEDGE, "figures") as found:
        [line] = jsonl_lines(found)
    row = json.loads(line)
    assert (row["low"], row["usd_converted"], row["counterparty"]) == (2.55, False, None)


def test_parquet_keeps_the_types(filled: Engine, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra parquet is not installed")
    path = tmp_path / "figures.parquet"
    with exported(filled, KNOWLEDGE, "figures") as found, path.open("wb") as file:
        write_parquet(found, file)
    [row] = parquet.read_table(path).to_pylist()
    assert row["low"] == Decimal("2.55")
    assert row["published_at"] == datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert row["period_end"] == date(2024, 12, 31)


def test_an_export_without_rows_still_has_its_columns(engine: Engine) -> None:
    with exported(engine, KNOWLEDGE, "stories") as found:
        assert "".join(csv_lines(found)).startswith("id,title,url,")


def test_the_views_can_be_read_by_any_program_that_opens_the_file_read_only(
    filled: Engine, database: Path
) -> None:
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as plain:
        assert plain.execute("SELECT company, low, typeof(low) FROM v_figures").fetchall() == [
            ("aws", 2.55, "real")
        ]
        assert plain.execute("SELECT count(*) FROM v_mentions").fetchone() == (3,)


def test_amounts_in_the_views_sort_as_numbers(engine: Engine, database: Path) -> None:
    two = [money("$9 million", 9_000_000), money("$10 million", 10_000_000)]
    add_item(engine, "From $9 million to $10 million", figures=two)
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as plain:
        rows = plain.execute("SELECT low FROM v_figures ORDER BY low DESC").fetchall()
    assert rows == [(10_000_000,), (9_000_000,)]
