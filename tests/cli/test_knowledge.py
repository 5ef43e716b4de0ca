"""`chipnews companies` and `chipnews chips`."""

import tomllib
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from chipnews.storage.models import Candidate
from tests.builders import add_item
from tests.cli.conftest import Runner


def test_companies_are_listed_by_kind_and_country(run: Runner) -> None:
    found = run("companies", "list", "--kind", "foundry", "--country", "tw", "--json").json
    assert isinstance(found, list)
    assert "tsmc" in [each["slug"] for each in found]
    assert {(each["kind"], each["country"]) for each in found} == {("foundry", "TW")}


@pytest.mark.parametrize("name", ["nvidia", "Nvidia", "NVDA", "NASDAQ:NVDA"])
def test_a_company_is_shown_by_slug_name_or_ticker(run: Runner, name: str) -> None:
    found = run("companies", "show", name, "--json").json
    assert isinstance(found, dict)
    assert found["slug"] == "nvidia"
    assert "H100" in {chip["name"] for chip in found["chips"]}


def test_a_company_is_shown_with_all_companies_below_it(run: Runner) -> None:
    assert "Annapurna Labs" in run("companies", "show", "amazon").out


def test_chips_are_listed_and_shown(run: Runner) -> None:
    found = run("chips", "list", "--vendor", "nvidia", "--kind", "gpu", "--json").json
    assert isinstance(found, list)
    assert {each["kind"] for each in found} == {"GPU"}
    assert "H100" in run("chips", "show", "h100").out


@pytest.mark.parametrize("command", ["companies", "chips"])
def test_without_a_verb_all_are_listed(run: Runner, command: str) -> None:
    assert run(command, "--json").json == run(command, "list", "--json").json


@pytest.mark.parametrize("command", ["companies", "chips"])
def test_an_unknown_name_is_answered_with_the_nearest(run: Runner, command: str) -> None:
    done = run(command, "show", "nvidja" if command == "companies" else "trainum")
    assert done.code == 1
    assert "Did you mean" in done.err


def test_a_name_like_no_other_is_answered_with_where_names_are_listed(run: Runner) -> None:
    assert run("companies", "show", "zzz").err == (
        "chipnews: There is no company 'zzz'. "
        "`chipnews companies` lists them, and `chipnews companies add` adds one.\n"
    )


def test_a_company_is_suggested_once_whatever_names_it_has(run: Runner) -> None:
    suggested = run("companies", "show", "amazn").err.partition("Did you mean ")[2]
    assert suggested.startswith("amazon")
    assert "amzn" not in suggested


def test_candidates_are_listed_by_the_number_of_items(run: Runner, engine: Engine) -> None:
    for title in ("Fooble designs", "Fooble ships", "Barble too"):
        item_id = add_item(engine, title)
        with Session(engine) as session:
            name = title.split()[0]
            session.add(
                Candidate(item_id=item_id, name=name, start=0, end=6, sentence=title, evidence="a verb")
            )
            session.commit()
    found = run("companies", "candidates", "--json").json
    assert isinstance(found, list)
    assert [(each["name"], each["items"]) for each in found] == [("Fooble", 2), ("Barble", 1)]


def test_a_company_is_added_to_the_users_own_file_and_known_from_then_on(run: Runner, tmp_path: Path) -> None:
    own = tmp_path / "xdg_config_home" / "chipnews" / "knowledge.toml"
    done = run(
        "companies", "add", "Fooble Systems", "--kind", "startup", "--alias", "Fooble", "--country", "DE"
    )
    assert (done.code, done.out) == (0, "")
    assert tomllib.loads(own.read_text())["company"] == [
        {
            "slug": "fooble-systems",
            "name": "Fooble Systems",
            "kind": "startup",
            "country": "DE",
            "aliases": ["Fooble"],
        }
    ]
    assert "Fooble Systems" in run("companies", "show", "fooble").out
    assert run("companies", "add", "Barble", "--parent", "Fooble").code == 0
    assert len(tomllib.loads(own.read_text())["company"]) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        pytest.param(["Nvidia"], 1, "is known already", id="known already"),
        pytest.param(["Fooble", "--kind", "bakery"], 2, "'kind' is wrong", id="unknown kind"),
        pytest.param(["Fooble", "--slug", "Not A Slug"], 2, "'slug' is wrong", id="wrong slug"),
        pytest.param(["Fooble", "--ticker", "FOO"], 2, "'tickers' is wrong", id="wrong ticker"),
        pytest.param(["Fooble", "--alias", "Nvidia"], 1, "is claimed by", id="an alias of another"),
        pytest.param(["Fooble", "--parent", "nosuch-thing"], 1, "There is no company", id="unknown parent"),
    ],
)
def test_a_company_that_makes_no_sense_is_refused_and_nothing_written(
    run: Runner, tmp_path: Path, arguments: list[str], code: int, told: str
) -> None:
    done = run("companies", "add", *arguments)
    assert done.code == code
    assert told in done.err
    assert not list(tmp_path.rglob("knowledge.toml"))
