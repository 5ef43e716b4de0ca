"""`chipnews figures` and `chipnews graph` as a user runs them."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.cli.conftest import Runner
from tests.ledger.example import add_example


@pytest.fixture
def example(engine: Engine) -> None:
    """The example article in the database."""
    add_example(engine)


def numbers(run: Runner, *arguments: str) -> dict[int, int]:
    """Return the amounts in hundreds of millions with their ids."""
    done = run("figures", "--json", *arguments)
    assert done.code == 0, done.err
    return {int(fact["amount"]["low"]) // 10**8: fact["id"] for fact in done.json}  # type: ignore[attr-defined]


@pytest.mark.usefixtures("example")
def test_the_facts_of_a_company_with_its_counterparties_and_links(run: Runner) -> None:
    done = run("figures", "--company", "AMZN", "--sort", "amount")
    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines()[3:]]
    assert [" ".join(row[1:3]) for row in rows] == [
        "$75 billion",
        "$48.4 billion",
        "$8 billion",
        "$4 billion",
    ]
    assert all("Anthropic" in row for row in rows[2:])


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--kind", "capex"], {750, 484}),
        (["--company", "amazon", "--period", "2024"], {750, 40}),
        (["--counterparty", "Anthropic", "--max", "5bn"], {40}),
        (["--min", "75bn"], {750, 1000}),
        (["--kind", "market-size"], {1000}),
        (["--limit", "1", "--sort", "amount"], {1000}),
        (["--since", "2026-11-02"], set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_filters(run: Runner, arguments: list[str], expected: set[int]) -> None:
    assert set(numbers(run, *arguments)) == expected


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--min", "lots"], "no amount of dollars"),
        (["--min", "5 euros"], "no amount of dollars"),
        (["--kind", "gift"], "no kind"),
        (["--period", "soon"], "no period"),
        (["--by", "period"], "needs --company and --kind"),
        (["--compare", "amazon"], "needs --kind"),
        (["set", "1", "kind=gift"], "no kind"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_makes_no_sense_is_told_with_exit_code_2(
    run: Runner, arguments: list[str], message: str
) -> None:
    done = run("figures", *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


@pytest.mark.usefixtures("example")
def test_csv_has_a_head_and_a_line_for_each_fact(run: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(run("figures", "--format", "csv", "--sort", "amount").out)))
    assert [row["low"] for row in rows][:2] == ["100000000000", "75000000000"]


@pytest.mark.usefixtures("example")
def test_a_series_and_a_comparison(run: Runner) -> None:
    series = run("figures", "--company", "amazon", "--kind", "capex", "--by", "period").out
    assert series.index("2023") < series.index("2024")
    assert "█" in series
    compared = run("figures", "--compare", "amazon,nvidia", "--kind", "capex").out
    assert "Amazon" in compared
    assert "Nvidia" in compared


@pytest.mark.usefixtures("example")
def test_a_figure_is_corrected_rejected_restored_and_exported(run: Runner, tmp_path: Path) -> None:
    number = numbers(run)[80]
    assert "by hand" not in run("figures", "show", number).out
    assert run("figures", "set", number, "kind=deal", "period=2025").code == 0
    shown = run("figures", "show", number).out
    assert "kind=deal, period=2025" in shown
    assert run("figures", "reject", number).code == 0
    assert 80 not in numbers(run)
    assert "rejected" in run("figures", "show", number).out
    labels = tmp_path / "own.txt"
    assert run("figures", "export-labels", "-o", labels).code == 0
    assert labels.read_text().startswith("=== own-")
    assert run("figures", "restore", number).code == 0
    assert numbers(run)[80] == number
    assert "by hand" not in run("figures", "show", number).out


@pytest.mark.usefixtures("database")
def test_an_empty_database_says_what_to_run(run: Runner) -> None:
    done = run("figures")
    assert done.code == 0
    assert "chipnews fetch" in done.out
    assert run("figures", "--json").json == []
    assert run("figures", "show", 1).code == 1


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("form", "sign"),
    [("table", "invests in"), ("json", '"relation"'), ("mermaid", "graph LR"), ("graphml", "<graphml")],
)
def test_a_graph_in_every_form(run: Runner, form: str, sign: str) -> None:
    done = run("graph", "--company", "anthropic", "--format", form)
    assert done.code == 0
    assert sign in done.out


@pytest.mark.usefixtures("example")
@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        (["show", "1"], "billion, "),
        (["--company", "amazon", "--kind", "capex", "--by", "period"], "Amazon: capex"),
        (["--kind", "capex", "--compare", "amazon,nvidia"], "capex: Amazon, Nvidia"),
    ],
    ids=["one figure", "a series", "a comparison"],
)
def test_a_figure_a_series_and_a_comparison_are_had_as_a_page(
    run: Runner, arguments: list[str], title: str
) -> None:
    done = run("figures", *arguments, "--format", "html")
    assert done.code == 0
    assert done.out.startswith("<!doctype html>")
    assert title in done.out.partition("<title>")[2].partition("</title>")[0]
