"""`chipnews config` and `chipnews db`."""

import sqlite3
from pathlib import Path

from sqlalchemy import Engine, text

from tests.builders import add_item
from tests.cli.conftest import Runner


def test_the_settings_in_force_are_shown_with_their_origin(run: Runner, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[fetch]\nper_host = 4\n")
    arguments = ["--db", "some.db", "--config", config, "config"]
    out = run(*arguments, CHIPNEWS_FEEDS__BUILTIN="false").out
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.strip()}
    assert rows["db"] == ["some.db", "flag", "(--db)"]
    assert rows["feeds.builtin"] == ["false", "environment", "(CHIPNEWS_FEEDS__BUILTIN)"]
    assert rows["fetch.per_host"][:2] == ["4", "file"]
    assert rows["fetch.full_text"] == ["true", "default"]


def test_the_settings_can_be_had_in_json(run: Runner) -> None:
    found = run("config", "--json", CHIPNEWS_FETCH__PER_HOST="3").json
    assert isinstance(found, dict)
    [per_host] = [each for each in found["settings"] if each["key"] == "fetch.per_host"]
    assert per_host == {
        "key": "fetch.per_host",
        "value": 3,
        "origin": "environment",
        "source": "CHIPNEWS_FETCH__PER_HOST",
    }


def test_the_place_of_the_database_is_told_without_making_it(run: Runner, tmp_path: Path) -> None:
    assert run("db", "path").out == f"{tmp_path / 'chipnews.db'}\n"
    assert not (tmp_path / "chipnews.db").exists()


def test_a_password_in_the_databases_url_is_not_told(run: Runner) -> None:
    done = run("--db", "sqlite://user:secret@/x.db", "db", "path")
    assert "secret" not in done.out + done.err
    for arguments in (["config"], ["config", "--json"]):
        shown = run("--db", "postgresql://user:s@cr:et@host/x", *arguments).out
        assert "postgresql://user:***@host/x" in shown


def test_a_database_is_made_by_upgrade(run: Runner, tmp_path: Path) -> None:
    done = run("db", "upgrade")
    assert (done.code, done.out) == (0, "")
    assert "the newest" in done.err
    assert (tmp_path / "chipnews.db").exists()


def test_a_backup_holds_what_the_database_holds_and_overwrites_nothing(
    run: Runner, engine: Engine, tmp_path: Path
) -> None:
    add_item(engine, "Kept")
    target = tmp_path / "copy.db"
    assert run("db", "backup", target).code == 0
    with sqlite3.connect(target) as copy:
        assert copy.execute("SELECT title FROM item").fetchall() == [("Kept",)]
    again = run("db", "backup", target)
    assert again.code == 1
    assert "exists already" in again.err


def test_a_sound_database_is_found_sound(run: Runner, engine: Engine) -> None:
    add_item(engine, "Nvidia", companies={"nvidia": "Nvidia"})
    done = run("db", "check")
    assert done.code == 0
    assert "No damage found." in done.out


def test_a_damaged_database_ends_with_1_and_names_the_damage(run: Runner, engine: Engine) -> None:
    with engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        connection.execute(text("INSERT INTO item_story (item_id, story_id) VALUES (7, 8)"))
        connection.commit()
    done = run("db", "check", "--json")
    assert done.code == 1
    assert isinstance(done.json, dict)
    assert len(done.json["problems"]) == 2
