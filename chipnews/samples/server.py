"""Serves the sample outlets from a loopback web server, for the demo and for tests.

Listens on 127.0.0.1 only and reaches no other machine.
"""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from chipnews.samples.articles import load_outlets

if TYPE_CHECKING:
    from chipnews.samples.pages import Document


class SampleFeed(NamedTuple):
    """What the list of feeds needs to know of one sample feed."""

    url: str
    outlet: str
    homepage: str
    topic: str


@dataclass(frozen=True, slots=True)
class SampleSite:
    """The running site: its address, without a slash at the end, and its feeds."""

    base_url: str
    feeds: tuple[SampleFeed, ...]


@contextmanager
def serve_samples(now: datetime) -> Iterator[SampleSite]:
    """Serve the samples, dated relative to `now`, until the block ends.

    `now` must be aware of its zone; ValueError otherwise.
    """
    if now.tzinfo is None:
        raise ValueError("serve_samples needs a time with a zone, such as datetime.now(UTC).")
    # HTTP dates know whole seconds only.
    now = now.astimezone(UTC).replace(microsecond=0)
    # Jinja2 is only worth its import when something is served.
    from chipnews.samples.pages import feed_url, home_url, render_site

    documents: dict[str, Document] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(documents))
    base_url = f"http://127.0.0.1:{server.server_port}"
    outlets = load_outlets(now)
    documents.update(render_site(base_url, outlets, now))
    # The poll is how long leaving the block may take, in seconds.
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield SampleSite(
            base_url,
            tuple(
                SampleFeed(feed_url(base_url, outlet), outlet.name, home_url(base_url, outlet), outlet.topic)
                for outlet in outlets
            ),
        )
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(documents: Mapping[str, "Document"]) -> type[BaseHTTPRequestHandler]:
    """Return a request handler that knows these documents and nothing else."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "chipnews-samples"
        sys_version = ""
        # Header and body are two writes: with Nagle's algorithm the second waits for an acknowledgement.
        disable_nagle_algorithm = True
        timeout = 30

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the terminal belongs to the command."""

        def _answer(self, *, with_body: bool) -> None:
            document = documents.get(urlsplit(self.path).path)
            if document is None:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            etag = _etag(document.body)
            unchanged = _is_unchanged(
                self.headers["If-None-Match"], self.headers["If-Modified-Since"], etag, document.modified_at
            )
            self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", format_datetime(document.modified_at, usegmt=True))
            if not unchanged:
                self.send_header("Content-Type", document.content_type)
                self.send_header("Content-Length", str(len(document.body)))
            self.end_headers()
            if with_body and not unchanged:
                self.wfile.write(document.body)

    return Handler


def _etag(body: bytes) -> str:
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'


def _is_unchanged(
    if_none_match: str | None, if_modified_since: str | None, etag: str, modified_at: datetime
) -> bool:
    """Return whether the client has this version; an ETag outranks a date (RFC 9110, 13.2.2)."""
    if if_none_match is not None:
        return etag in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if if_modified_since is not None:
        try:
            return modified_at <= parsedate_to_datetime(if_modified_since)
        except (TypeError, ValueError):  # no date, or one without a zone: the condition does not count
            return False
    return False
