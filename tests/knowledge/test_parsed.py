"""What is kept of the shipped knowledge is what the files say, or it is not used."""

import json
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from chipnews.errors import KnowledgeError
from chipnews.knowledge.parsed import LEAST_CACHED, read_tables

LARGE = ("# filler\n" * LEAST_CACHED + '[[company]]\nslug = "a"\n').encode()


def kept() -> Path:
    return user_cache_path("chipnews") / "companies.json"


def test_a_large_file_is_read_again_from_what_was_kept() -> None:
    first = read_tables("companies.toml", LARGE)
    held = json.loads(kept().read_text())
    held["tables"]["company"][0]["slug"] = "from-the-cache"
    kept().write_text(json.dumps(held))
    assert first == {"company": [{"slug": "a"}]}
    assert read_tables("companies.toml", LARGE) == {"company": [{"slug": "from-the-cache"}]}


def test_other_content_is_read_anew() -> None:
    read_tables("companies.toml", LARGE)
    assert read_tables("companies.toml", LARGE.replace(b'"a"', b'"b"')) == {"company": [{"slug": "b"}]}


@pytest.mark.parametrize("damage", ["", "{", "[]", '{"sha256": 1}'])
def test_a_damaged_cache_is_passed_over(damage: str) -> None:
    read_tables("companies.toml", LARGE)
    kept().write_text(damage)
    assert read_tables("companies.toml", LARGE) == {"company": [{"slug": "a"}]}


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a file"))
    assert read_tables("companies.toml", LARGE) == {"company": [{"slug": "a"}]}


def test_what_is_no_toml_names_its_source() -> None:
    with pytest.raises(KnowledgeError, match=r"mine\.toml is not valid TOML"):
        read_tables("mine.toml", b"[[")
