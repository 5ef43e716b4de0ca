"""Files are written whole or not at all."""

import os
from pathlib import Path

import pytest

from chipnews.errors import WriteFailed
from chipnews.rendering.files import write_whole


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("before, and longer")
    write_whole(file, "größer\n")
    assert file.read_bytes() == "größer\n".encode()
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


def test_a_failure_leaves_what_was_there_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "x.md"
    file.write_text("before")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriteFailed, match="No space left on device"):
        write_whole(file, "after")
    assert file.read_text() == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["x.md"]


def test_a_new_file_can_be_read_as_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "x.md", "x")
    (tmp_path / "y.md").write_text("x")
    assert (tmp_path / "x.md").stat().st_mode == (tmp_path / "y.md").stat().st_mode


def test_the_permissions_of_a_file_are_kept(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    file.write_text("x")
    file.chmod(0o600)
    write_whole(file, "y")
    assert file.stat().st_mode & 0o777 == 0o600
