"""`chipnews stories` and the named digest, as a user runs them."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, update
from sqlmodel import Session, col

from chipnews.config import Settings
from chipnews.storage.models import FetchRun, Item
from chipnews.stories.digests import remember_digest
from chipnews.stories.run import group_items
from tests.builders import add_item, money
from tests.cli.conftest import Runner

TODAY = datetime.now(UTC)
BILLION = 10**9


def add(engine: Engine, title: str, body: str, outlet: str, hours_ago: float) -> int:
    amount = [money("$6 billion", 6 * BILLION, kind="investment", company="amazon")]
    return add_item(
        engine,
        title,
        body,
        companies={"amazon": "Amazon", "anthropic": "Anthropic"},
        figures=amount if "$6 billion" in body else (),
        outlet=outlet,
        published=TODAY - timedelta(hours=hours_ago),
    )


@pytest.fixture
def told(engine: Engine) -> Engine:
    """One story told by two outlets, the second of which has more to say, and one of another company."""
    add(
        engine,
        "Amazon puts money into Anthropic",
        "Amazon invests in Anthropic, the maker of Claude, both said on Monday.",
        "First Wire",
        5,
    )
    add(
        engine,
        "Anthropic gets money from Amazon",
        "Amazon invests in Anthropic, the maker of Claude. "
        "Amazon pays $6 billion for new shares of Anthropic.",
        "Second Wire",
        3,
    )
    add_item(engine, "Google rests", companies={"google": "Google"}, published=TODAY - timedelta(hours=2))
    group_items(engine, Settings())
    return engine


def test_the_list_names_each_story_once_with_its_outlets(run: Runner, told: Engine) -> None:
    found = run("stories", "--json").json
    assert [(each["title"], each["outlets"]) for each in found] == [
        ("Google rests", 1),
        ("Amazon puts money into Anthropic", 2),
    ]
    assert "Google rests" in run("stories").out
    assert [each["id"] for each in run("stories", "list", "--company", "anthropic", "--json").json] == [1]
    assert [each["id"] for each in run("stories", "--outlets", "2", "--json").json] == [1]


def test_a_story_shows_who_was_first_and_what_the_second_added(run: Runner, told: Engine) -> None:
    found = run("stories", "show", 1, "--json").json
    assert [arrival["outlet"] for arrival in found["arrivals"]] == ["First Wire", "Second Wire"]
    assert found["arrivals"][0]["added"] == []
    assert found["arrivals"][1]["added"] == ["Amazon pays $6 billion for new shares of Anthropic."]
    out = run("stories", "show", 1).out
    assert out.index("First Wire, first") < out.index("+ Amazon pays $6 billion")


def test_a_story_that_is_not_there_is_told(run: Runner, told: Engine) -> None:
    done = run("stories", "show", 99)
    assert (done.code, done.out) == (1, "")
    assert "There is no story '99'." in done.err


def test_a_language_model_must_be_named_before_it_is_asked(run: Runner, told: Engine) -> None:
    done = run("stories", "show", 1, "--model")
    assert done.code == 1
    assert "[summaries]" in done.err


def test_an_empty_list_says_what_to_run(run: Runner) -> None:
    assert "chipnews fetch" in run("stories").out


def test_since_last_goes_on_where_the_digest_of_that_name_ended(run: Runner, told: Engine) -> None:
    first = run("digest", "--since", "last", "--name", "team").out
    assert "Google rests" in first
    assert "Nothing happened" in run("digest", "--since", "last", "--name", "team").out
    assert "Google rests" in run("digest", "--since", "last", "--name", "other").out


def test_a_digest_that_cannot_be_written_is_not_remembered(run: Runner, told: Engine, tmp_path: Path) -> None:
    assert run("digest", "--since", "last", "-o", tmp_path / "no" / "folder.md").code == 1
    assert "Google rests" in run("digest", "--since", "last").out


def test_explain_says_why_a_story_stands_where_it_does(run: Runner, told: Engine) -> None:
    assert "Why it stands here: 2 outlets" in run("digest", "--period", "daily", "--explain").out
    assert "Why it stands here" not in run("digest", "--period", "daily").out


@pytest.mark.parametrize(
    "arguments", [("list",), ("report", "--company", "amazon"), ("stories",), ("--help",)]
)
def test_commands_that_only_read_do_not_wait_for_numerical_libraries(
    arguments: tuple[str, ...], told: Engine, database: Path
) -> None:
    import subprocess
    import sys

    code = (
        "import sys, runpy; from chipnews.cli.main import app\n"
        f"try: app({['--db', str(database), *arguments]!r})\n"
        "except SystemExit: pass\n"
        "sys.stderr.write(repr({'datasketch', 'scipy', 'numpy', 'spacy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.endswith("set()")


def test_the_page_of_a_digest_explains_itself_too(run: Runner, told: Engine) -> None:
    assert "Why it stands here: 2 outlets" in run("digest", "--format", "html", "--explain").out
    assert "Why it stands here" not in run("digest", "--format", "html").out


@pytest.mark.parametrize("form", ["rich", "markdown", "html", "json"])
def test_the_report_of_a_company_opens_with_its_week(run: Runner, told: Engine, form: str) -> None:
    out = " ".join(run("report", "--company", "amazon", "--since", "7d", "--format", form).out.split())
    assert "Amazon pays $6 billion for new shares of Anthropic." in out.replace("\\$", "$")
    assert "Second Wire" in out
    if form in ("rich", "markdown"):
        assert out.index("In short") < out.index("Activity")


def test_the_report_as_data_gives_the_week_with_its_sources(run: Runner, told: Engine) -> None:
    short = run("report", "--company", "amazon", "--since", "7d", "--json").json["in_short"]
    assert sorted(short) == ["sentences", "since", "until"]
    assert {each["outlet"] for each in short["sentences"]} == {"Second Wire"}


def arrive(engine: Engine, title: str, *, published_ago: timedelta, tagged: bool = True) -> int:
    """Store an item now that was published so long ago."""
    item_id = add_item(
        engine,
        title,
        companies={"nvidia": "Nvidia"},
        published=TODAY - published_ago,
        relevant=True if tagged else None,
    )
    with engine.begin() as connection:
        connection.execute(update(Item).where(col(Item.id) == item_id).values(fetched_at=datetime.now(UTC)))
    return item_id


def make_last(engine: Engine, ago: timedelta) -> None:
    """Remember that the last digest told everything up to so long ago."""
    remember_digest(engine, "default", TODAY - ago)


def test_what_comes_late_with_an_older_date_is_in_the_next_digest(run: Runner, told: Engine) -> None:
    make_last(told, timedelta(hours=1))
    arrive(told, "Nvidia writes letters", published_ago=timedelta(days=30))
    time.sleep(1)
    out = run("digest", "--since", "last").out
    assert "Nvidia writes letters" in out
    assert "Google rests" not in out
    assert "Nothing happened" in run("digest", "--since", "last").out


def test_what_is_not_tagged_yet_is_in_the_digest_after_it_is(run: Runner, told: Engine) -> None:
    make_last(told, timedelta(hours=1))
    late = arrive(told, "Nvidia writes letters", published_ago=timedelta(hours=2), tagged=False)
    time.sleep(1)
    assert "Nothing happened" in run("digest", "--since", "last").out
    with told.begin() as connection:
        connection.execute(update(Item).where(col(Item.id) == late).values(relevant=True))
    assert "Nvidia writes letters" in run("digest", "--since", "last").out


def test_what_a_run_under_way_stores_is_left_to_the_next_digest(run: Runner, told: Engine) -> None:
    make_last(told, timedelta(hours=1))
    with Session(told) as session, session.begin():
        session.add(FetchRun(started_at=TODAY - timedelta(minutes=5)))
    arrive(told, "Nvidia writes letters", published_ago=timedelta(hours=2))
    time.sleep(1)
    assert "Nothing happened" in run("digest", "--since", "last").out
    with told.begin() as connection:
        connection.execute(update(FetchRun).values(finished_at=datetime.now(UTC)))
    assert "Nvidia writes letters" in run("digest", "--since", "last").out
