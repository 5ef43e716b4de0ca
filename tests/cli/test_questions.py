"""The commands that ask the database: what they answer, in words and in JSON."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import NOW, add_item, money
from tests.cli.conftest import Runner

BILLION = 10**9


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Three items: Amazon's spending, the same of another outlet, and one of Google, older."""
    for outlet in ("First Wire", "Second Wire"):
        add_item(
            engine,
            "Amazon bets on Trainium 2",
            "Amazon spent $75 billion in 2024. It enters the $100 billion chip market on Amazon's terms.",
            companies={"amazon": "Amazon"},
            chips={"trainium-2": "Trainium 2"},
            figures=[
                money("$75 billion", 75 * BILLION, kind="capex", company="amazon", period="2024"),
                money("$100 billion", 100 * BILLION, kind="market_size"),
            ],
            outlet=outlet,
        )
    add_item(engine, "Google rests", companies={"google": "Google"}, published=NOW - timedelta(days=400))
    return engine


def test_a_report_names_what_is_known(run: Runner, filled: Engine) -> None:
    out = run("report", "--company", "AMZN").out
    for part in ("Amazon", "NASDAQ:AMZN", "2 items", "$75 billion", "capex 2024", "Trainium 2", "First Wire"):
        assert part in out, part
    assert out.index("Also mentioned") < out.index("$100 billion")


def test_a_report_in_json_has_the_same(run: Runner, filled: Engine) -> None:
    for arguments in (["--json"], ["--format", "json"]):
        found = run("report", "--company", "amazon", *arguments).json
        assert isinstance(found, dict)
        assert (found["slug"], found["items"]) == ("amazon", 2)
        [figure] = found["figures"]
        assert figure["amount"]["low"] == 75 * BILLION
        assert (figure["kind"], figure["sources"], figure["outlets"]) == ("capex", 2, 2)
        assert figure["company"] == {"slug": "amazon", "name": "Amazon"}
        assert figure["source"]["published_at"] == "2026-11-20T12:00:00Z"
        assert [each["amount"]["high"] for each in found["also_mentioned"]] == [100 * BILLION]


def test_a_report_in_markdown_is_markdown(run: Runner, filled: Engine) -> None:
    out = run("report", "--company", "amazon", "--format", "markdown").out
    assert out.startswith("# Amazon\n")
    assert r"| \$75 billion | capex 2024 | Amazon |" in out


def test_a_report_of_a_period_leaves_out_the_rest(run: Runner, filled: Engine) -> None:
    found = run("report", "-c", "amazon", "--until", "2026-11-19", "--json").json
    assert isinstance(found, dict)
    assert (found["items"], found["figures"]) == (0, [])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(
            ["report", "-c", "cerebras"], "No item names Cerebras. Run `chipnews fetch`", id="report"
        ),
        pytest.param(
            ["report", "-c", "google", "--since", "1d"], "Try a longer period with --since", id="period"
        ),
        pytest.param(["list", "-c", "cerebras"], "Run `chipnews fetch`", id="list"),
        pytest.param(["search", "nothing-like-it"], "No item holds these words", id="search"),
        pytest.param(["companies", "candidates"], "No unknown company was found", id="candidates"),
    ],
)
def test_where_there_is_nothing_a_sentence_says_what_to_run(
    run: Runner, filled: Engine, arguments: list[str], told: str
) -> None:
    done = run(*arguments)
    assert done.code == 0
    assert told in done.out


def test_an_empty_database_says_how_to_begin(run: Runner) -> None:
    for arguments in (["report", "-c", "amazon"], ["list"], ["search", "chip"], ["graph"]):
        assert "Run `chipnews fetch`, or `chipnews demo`" in run(*arguments).out


def test_a_database_that_is_not_tagged_says_so(run: Runner, engine: Engine) -> None:
    add_item(engine, "Not tagged yet", relevant=None)
    assert "Run `chipnews tag`" in run("list").out


def test_items_are_listed_with_their_numbers(run: Runner, filled: Engine) -> None:
    out = run("list", "--outlet", "Second Wire").out
    assert "Amazon bets on Trainium 2" in out
    assert "First Wire" not in out
    found = run("list", "--json", "-n", "2").json
    assert isinstance(found, list)
    assert [item["outlet"] for item in found] == ["Second Wire", "First Wire"]


def test_list_can_show_what_is_not_of_the_field(run: Runner, engine: Engine) -> None:
    add_item(engine, "A recipe", relevant=False)
    assert "A recipe" not in run("list").out
    assert "A recipe" in run("list", "--all").out


def test_search_shows_where_the_words_stand(run: Runner, filled: Engine) -> None:
    found = run("search", "chip", "market", "--json").json
    assert isinstance(found, list)
    assert len(found) == 2
    places = {found[0]["snippet"][start:end] for start, end in found[0]["highlights"]}
    assert places == {"chip", "market"}


def test_an_item_is_shown_with_its_tags(run: Runner, filled: Engine) -> None:
    out = run("show", "1").out
    for part in ("Amazon spent $75 billion in 2024.", "First Wire", "Trainium 2", "capex 2024"):
        assert part in out, part
    found = run("show", "1", "--json").json
    assert isinstance(found, dict)
    for each in (*found["mentions"], *found["figures"]):
        assert found["text"][each["start"] : each["end"]] == each["surface"]


def test_an_item_that_is_not_there_is_told(run: Runner, filled: Engine) -> None:
    done = run("show", "99")
    assert (done.code, done.err) == (
        1,
        "chipnews: There is no item '99'. `chipnews list` gives their numbers.\n",
    )


def test_what_a_feed_says_cannot_steer_the_terminal_or_rich(run: Runner, engine: Engine) -> None:
    hostile = "\x1b]0;owned\x07[bold red]Nvidia\x1b[2J\x9b31m \u202eevil [link=javascript:x]y[/link]"
    add_item(
        engine, hostile, hostile, companies={"nvidia": "Nvidia"}, outlet=hostile, url="javascript:alert(1)"
    )
    for arguments in (["list"], ["show", "1"], ["report", "-c", "nvidia"], ["search", "nvidia"]):
        out = run(*arguments, FORCE_COLOR="").out
        assert "[bold red]Nvidia" in out, arguments
        for bad in ("\x1b", "\x07", "\x9b", "\u202e", "javascript:alert"):
            assert bad not in out, (arguments, bad)


def test_the_digest_is_written_whole_or_printed(run: Runner, filled: Engine, tmp_path: Path) -> None:
    file = tmp_path / "digest.md"
    done = run("digest", "--since", "2026-11-01", "-o", file)
    assert (done.code, done.out) == (0, "")
    printed = run("digest", "--since", "2026-11-01").out
    for text in (file.read_text(), printed):
        assert "## Amazon" in text
        assert "Google rests" not in text
    assert [path.name for path in tmp_path.iterdir() if "digest" in path.name] == ["digest.md"]


def test_the_digest_of_one_company_leaves_out_the_others(run: Runner, filled: Engine) -> None:
    out = run("digest", "--since", "2020-01-01", "--company", "google").out
    assert "Google rests" in out
    assert "Trainium" not in out


def test_the_digest_can_be_had_in_json_and_by_a_template_of_ones_own(
    run: Runner, filled: Engine, tmp_path: Path
) -> None:
    found = run("digest", "--since", "2026-11-01", "--json").json
    assert isinstance(found, dict)
    assert [section["total"] for section in found["sections"]] == [2]
    template = tmp_path / "own.md"
    template.write_text("{{ report.items }} items: {{ report.sections[0].items[0].title | md }}\n")
    out = run("digest", "--since", "2026-11-01", "--template", template).out
    assert out == "2 items: Amazon bets on Trainium 2\n"


@pytest.mark.parametrize("template", ["{{ nosuch }}", "{% for %}", None])
def test_a_template_that_cannot_be_used_is_told(run: Runner, tmp_path: Path, template: str | None) -> None:
    file = tmp_path / "own.md"
    if template is not None:
        file.write_text(template)
    done = run("digest", "--template", file)
    assert done.code == 1
    assert done.err.startswith(f"chipnews: The template {file} cannot be")


def test_a_digest_that_cannot_be_written_is_told(run: Runner, tmp_path: Path) -> None:
    done = run("digest", "-o", tmp_path / "no" / "folder" / "digest.md")
    assert done.code == 1
    assert "cannot be written: No such file or directory" in done.err
