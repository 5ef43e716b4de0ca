"""`chipnews extract`: the public format, and how it bears bad input."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chipnews.cli.main import app

TEXT = "Meta bought 10,000 H100s from Nvidia for $300 million in 2024."
runner = CliRunner()


def lines(*arguments: str, text: str) -> list[dict[str, object]]:
    done = runner.invoke(app, ["extract", *arguments], input=text)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_has_the_keys_of_the_contract_and_no_others() -> None:
    (found,) = lines("--jsonl", text=json.dumps({"id": 7, "text": TEXT}) + "\n")
    assert list(found) == ["id", "relevant", "companies", "chips", "figures"]
    assert list(found["companies"][0]) == ["slug", "name", "start", "end", "surface"]  # type: ignore[index]
    chip = ["slug", "name", "vendor", "start", "end", "surface"]
    assert list(found["chips"][0]) == chip  # type: ignore[index]
    assert list(found["figures"][0]) == [  # type: ignore[index]
        "start", "end", "surface", "low", "high", "currency", "qualifier", "unit", "kind", "company",
        "counterparty", "period_start", "period_end", "sentence",
    ]  # fmt: skip


def test_amounts_are_numbers_in_whole_currency_units() -> None:
    (found,) = lines("--jsonl", text=json.dumps({"id": "a", "text": TEXT}) + "\n")
    figure = found["figures"][0]  # type: ignore[index]
    assert (figure["low"], figure["high"], figure["currency"]) == (300_000_000, 300_000_000, "USD")
    assert (figure["period_start"], figure["period_end"]) == ("2024-01-01", "2024-12-31")


@pytest.mark.parametrize("identity", ["text", 12, None, {"any": ["thing"]}])
def test_the_id_comes_back_as_it_was_given(identity: object) -> None:
    (found,) = lines("--jsonl", text=json.dumps({"id": identity, "text": ""}) + "\n")
    assert found["id"] == identity


def test_the_date_says_what_this_year_is() -> None:
    record = {"id": 1, "text": "Intel will spend $20 billion on capex this year.", "date": "2024-05-02"}
    (found,) = lines("--jsonl", text=json.dumps(record))
    assert found["figures"][0]["period_start"] == "2024-01-01"  # type: ignore[index]


def test_offsets_are_code_points() -> None:
    text = "\U0001f680 e\u0301 \u200fNvidia"
    (found,) = lines("--jsonl", text=json.dumps({"id": 1, "text": text}))
    company = found["companies"][0]  # type: ignore[index]
    assert text[company["start"] : company["end"]] == "Nvidia"


def test_half_a_surrogate_pair_is_borne() -> None:
    (found,) = lines("--jsonl", text='{"id": 1, "text": "\\ud83d Nvidia"}')
    assert found["companies"][0]["start"] == 2  # type: ignore[index]


def test_a_line_that_cannot_be_read_is_told_and_the_others_are_tagged() -> None:
    done = runner.invoke(app, ["extract", "--jsonl"], input='not json\n{"id": 2, "text": "AMD"}\n{"id": 3}\n')
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [2]
    assert "line 1 is left out" in done.stderr and "line 3 is left out" in done.stderr
    assert done.exit_code == 1


def test_a_file_is_shown_as_a_table(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, encoding="utf-8")
    done = runner.invoke(app, ["extract", str(article)])
    assert "Nvidia" in done.stdout and "$300 million" in done.stdout


def test_a_table_shows_companies_by_their_names(tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Anthropic will pay Amazon Web Services $14 billion for Trainium2.", encoding="utf-8")
    table = runner.invoke(app, ["extract", str(article)]).stdout.partition("Figures")[2]
    assert "Anthropic" in table
    assert "amazon-web-services" not in table


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    from chipnews.errors import ImportFailed

    done = runner.invoke(app, ["extract", str(tmp_path / "none.txt")])
    assert done.exit_code == 1
    assert isinstance(done.exception, ImportFailed) or "cannot be read" in done.stderr


def test_it_touches_no_database(tmp_path: Path) -> None:
    runner.invoke(app, ["--db", str(tmp_path / "new.db"), "extract", "-"], input=TEXT)
    assert not (tmp_path / "new.db").exists()
