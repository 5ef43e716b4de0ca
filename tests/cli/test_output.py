"""`chipnews export`, `site` and `alert` as a user runs them."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine

from chipnews.ledger.run import update_ledger
from tests.builders import add_item, money
from tests.cli.conftest import Runner

BILLION = 10**9


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Two items of today, one with a figure."""
    now = datetime.now(UTC).replace(microsecond=0)
    figure = money("$5 billion", 5 * BILLION, kind="capex", company="amazon")
    add_item(
        engine, "Amazon spends $5 billion", companies={"amazon": "Amazon"}, figures=[figure], published=now
    )
    add_item(engine, "Nvidia", companies={"nvidia": "Nvidia"}, published=now)
    update_ledger(engine)
    return engine


def test_items_are_exported_to_stdout_as_csv(run: Runner, filled: Engine) -> None:
    rows = list(csv.DictReader(io.StringIO(run("export", "items").out)))
    assert [row["title"] for row in rows] == ["Amazon spends $5 billion", "Nvidia"]


def test_the_ending_of_the_file_says_the_format(run: Runner, filled: Engine, tmp_path: Path) -> None:
    done = run("export", "figures", "--output", tmp_path / "figures.jsonl")
    assert done.out == ""
    [line] = (tmp_path / "figures.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["low"] == 5 * BILLION


def test_parquet_needs_a_file(run: Runner, filled: Engine) -> None:
    done = run("export", "items", "--format", "parquet")
    assert (done.code, done.out) == (2, "")
    assert "-o FILE" in done.err


def test_a_site_is_written_and_written_again(run: Runner, filled: Engine, tmp_path: Path) -> None:
    for _ in range(2):
        assert run("site", "-o", tmp_path / "public").code == 0
    assert (tmp_path / "public" / "index.html").exists()
    assert (tmp_path / "public" / "company" / "nvidia.html").exists()


def test_a_site_is_not_written_over_other_files(run: Runner, filled: Engine, tmp_path: Path) -> None:
    done = run("site", "-o", tmp_path)
    assert done.code == 1
    assert "Name an empty or a new folder" in done.err


def test_a_base_url_that_is_none_is_refused(run: Runner, filled: Engine, tmp_path: Path) -> None:
    assert run("site", "-o", tmp_path / "x", "--base-url", "javascript:alert(1)").code == 2


def config(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_alert_without_a_target_is_printed_once(run: Runner, filled: Engine, tmp_path: Path) -> None:
    file = config(tmp_path, "[[alerts]]\nname = 'big'\nmin_usd = 1_000_000_000\n")
    first = run("--config", file, "alert").out
    assert first.startswith("chipnews: big (1 figure)\n\n$5 billion: capex - Amazon (Example Wire, ")
    assert run("--config", file, "alert").out == ""


def test_a_dry_run_remembers_nothing(run: Runner, filled: Engine, tmp_path: Path) -> None:
    file = config(tmp_path, "[[alerts]]\nname = 'big'\nmin_usd = 1_000_000_000\n")
    assert run("--config", file, "alert", "--dry-run").out == run("--config", file, "alert").out


def test_without_alerts_it_says_how_to_save_one(run: Runner, filled: Engine) -> None:
    done = run("alert")
    assert (done.code, done.out) == (0, "")
    assert "chipnews help alerts" in done.err


class _Mailbox(HTTPServer):
    """Takes what apprise's json:// service sends."""

    def __init__(self) -> None:
        self.got: list[dict[str, str]] = []
        self.status = 200
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Mailbox

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.got.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def mailbox() -> Iterator[_Mailbox]:
    pytest.importorskip("apprise", reason="the extra alerts is not installed")
    server = _Mailbox()
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_alert_goes_to_its_target_once(
    run: Runner, filled: Engine, tmp_path: Path, mailbox: _Mailbox
) -> None:
    target = f"json://127.0.0.1:{mailbox.server_port}/"
    file = config(tmp_path, f"[[alerts]]\nname = 'news'\ncompany = 'nvidia'\ntargets = ['{target}']\n")
    for _ in range(2):
        assert run("--config", file, "alert").code == 0
    [message] = mailbox.got
    assert message["title"] == "chipnews: news (1 item)"
    assert message["message"].startswith("Nvidia (Example Wire, ")


def test_what_could_not_be_sent_is_told_without_its_password_and_tried_again(
    run: Runner, filled: Engine, tmp_path: Path, mailbox: _Mailbox
) -> None:
    mailbox.status = 500
    target = f"json://me:secret@127.0.0.1:{mailbox.server_port}/"
    file = config(tmp_path, f"[[alerts]]\nname = 'news'\ncompany = 'nvidia'\ntargets = ['{target}']\n")
    failed = run("--config", file, "alert")
    assert failed.code == 1
    assert "could not be sent" in failed.err
    assert "secret" not in failed.err + failed.out
    mailbox.status = 200
    assert run("--config", file, "alert").code == 0
    assert len(mailbox.got) == 1


def test_a_target_that_is_no_address_is_told(run: Runner, filled: Engine, tmp_path: Path) -> None:
    pytest.importorskip("apprise", reason="the extra alerts is not installed")
    file = config(tmp_path, "[[alerts]]\nname = 'news'\ncompany = 'nvidia'\ntargets = ['nonsense']\n")
    done = run("--config", file, "alert")
    assert done.code == 1
    assert "no address that apprise knows" in done.err
