"""Summaries by a language model: what of its answer is believed, and what its failures mean to the user."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from chipnews.config import SummariesSettings
from chipnews.errors import SummaryFailed
from chipnews.stories.rewriting import MOST_ANSWER_BYTES, check, rewrite

SOURCES = (
    "Nvidia invests $5 billion in Intel",
    "The chip maker pays $23.28 for each share, Jensen Huang said.",
    "Intel will build x86 processors with NVLink for Nvidia.",
)

STRUCK = {
    "a figure that no source has": ("Nvidia invests $6 billion in Intel.", "6 billion"),
    "a figure of another size": ("Nvidia invests $5 million in Intel.", "5 million"),
    "a name that no source has": ("Nvidia and Broadcom invest in Intel.", "Broadcom"),
    "a name at the beginning": ("Broadcom invests in Intel.", "Broadcom"),
    "a code that no source has": ("Intel will build x99 processors.", "x99"),
}


@pytest.mark.parametrize(("sentence", "because"), STRUCK.values(), ids=STRUCK.keys())
def test_a_sentence_is_struck_for(sentence: str, because: str) -> None:
    found = check([sentence], SOURCES)
    assert found.sentences == ()
    assert [each.because for each in found.struck] == [because]


KEPT = {
    "the same figure written otherwise": "Nvidia invests $5bn in Intel.",
    "a common word at the beginning": "However, Nvidia pays $23.28 for each share.",
    "a possessive": "Nvidia's Jensen Huang spoke of x86 processors.",
}


@pytest.mark.parametrize("sentence", KEPT.values(), ids=KEPT.keys())
def test_a_sentence_is_kept_with(sentence: str) -> None:
    assert check([sentence], SOURCES).sentences == (sentence,)


@contextmanager
def a_model(status: int, body: bytes) -> Iterator[tuple[SummariesSettings, list[dict[str, object]]]]:
    """Serve one answer on loopback; yield the settings that name it, and what it was asked."""
    asked: list[dict[str, object]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            asked.append({**json.loads(self.rfile.read(length)), "key": self.headers["Authorization"]})
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        endpoint = f"http://127.0.0.1:{server.server_port}/v1"
        yield SummariesSettings(endpoint=endpoint, model="small", api_key="secret", timeout_s=5), asked
    finally:
        server.shutdown()
        server.server_close()


def answer(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


def split(text: str) -> list[str]:
    return [f"{part.strip('.')}." for part in text.split(". ") if part]


def test_the_model_gets_the_sources_and_its_answer_is_checked() -> None:
    with a_model(200, answer("Nvidia invests $5 billion in Intel. It pays $99 for each share.")) as (
        model,
        asked,
    ):
        found = rewrite(model, SOURCES[0], SOURCES[1:], split)
    assert found.sentences == ("Nvidia invests $5 billion in Intel.",)
    assert [each.because for each in found.struck] == ["99"]
    (question,) = asked
    assert question["model"] == "small"
    assert question["key"] == "Bearer secret"
    assert all(source in json.dumps(question["messages"]) for source in SOURCES)


FAILURES = {
    "an error": (500, b"", "answered 500"),
    "no JSON": (200, b"<html>", "did not keep its protocol"),
    "JSON of another shape": (200, b'{"choices": []}', "did not keep its protocol"),
    "no text": (200, answer(None), "gave no text"),
    "an endless answer": (200, b" " * (MOST_ANSWER_BYTES + 1), "answers without end"),
}


@pytest.mark.parametrize(("status", "body", "message"), FAILURES.values(), ids=FAILURES.keys())
def test_a_model_fails_that_gives(status: int, body: bytes, message: str) -> None:
    with a_model(status, body) as (model, _), pytest.raises(SummaryFailed, match=message):
        rewrite(model, "Title", ["Source."], split)


def test_a_model_that_is_not_there_is_told_with_what_to_check() -> None:
    nowhere = SummariesSettings(endpoint="http://127.0.0.1:9", model="small", timeout_s=2)
    with pytest.raises(SummaryFailed, match=r"Check \[summaries\]"):
        rewrite(nowhere, "Title", ["Source."], split)
