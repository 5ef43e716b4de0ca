"""A loopback web server that misbehaves on demand, and feeds to serve from it."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]
    at: float


@dataclass(frozen=True)
class Reply:
    body: bytes | str = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


LONGEST_WAIT_S = 15.0
Route = Callable[[Request], Reply | None]


class Server:
    """Answers each path by its route: a reply, a list of replies in turn (the last one stays), or a function.

    A function that returns None has written to `socket_of` itself, or leaves the client without an answer.
    """

    def __init__(self) -> None:
        self.routes: dict[str, Reply | list[Reply] | Route] = {}
        self.requests: list[Request] = []
        self.at_once = 0
        self.most_at_once = 0
        self._lock = threading.Lock()
        self._server = _QuietServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self.port = self._server.server_port
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def asked(self, path: str | None = None) -> list[Request]:
        return [each for each in self.requests if path is None or each.path == path]

    def once(self, condition: Callable[[], object], reply: Reply) -> Route:
        """Return a route that answers as soon as something is so, and with an error where it never is.

        To wait for what is to be proved, and not for so many seconds, is right on a slow machine too.
        """

        def route(request: Request) -> Reply:
            deadline = time.monotonic() + LONGEST_WAIT_S
            while not condition():
                if time.monotonic() > deadline:
                    return Reply(status=500)
                time.sleep(0.005)
            return reply

        return route

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        request = Request(handler.path, {k.lower(): v for k, v in handler.headers.items()}, time.monotonic())
        with self._lock:
            self.requests.append(request)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            route = self.routes.get(handler.path.partition("?")[0], Reply(status=404))
            if isinstance(route, list):
                route = route.pop(0) if len(route) > 1 else route[0]
            if callable(route):
                handler.server.last = handler  # type: ignore[attr-defined]
                found = route(request)
                if found is None:
                    return
                route = found
            handler.send_response(route.status)
            given = {name.lower() for name in route.headers}
            for name, value in route.headers.items():
                handler.send_header(name, value)
            if "content-length" not in given:
                handler.send_header("Content-Length", str(len(route.raw)))
            handler.end_headers()
            handler.wfile.write(route.raw)
        except (BrokenPipeError, ConnectionResetError):
            pass
        finally:
            with self._lock:
                self.at_once -= 1

    def send_raw(self, data: Sequence[bytes], pause_s: float = 0.0) -> Route:
        """Return a route that writes these bytes to the socket, with a pause after each."""

        def route(request: Request) -> None:
            handler = self._server.last  # type: ignore[attr-defined]
            handler.close_connection = True
            for part in data:
                handler.wfile.write(part)
                handler.wfile.flush()
                time.sleep(pause_s)

        return route


class _QuietServer(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away in the middle is what many of these tests are about."""


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            server.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    try:
        yield server
    finally:
        server.close()


@dataclass(frozen=True)
class Entry:
    """What a test says of an entry of a feed; None leaves the element out."""

    title: str | None = "A headline"
    link: str | None = "https://news.example/a"
    guid: str | None = None
    date: str | None = "Mon, 02 Nov 2026 10:00:00 GMT"
    text: str = "A body of some words about nothing in particular."


def entry(number: int, **given: str | None) -> Entry:
    """Entry number so-and-so, unlike all others."""
    values: dict[str, str | None] = {
        "title": f"Headline {_WORDS[number % 10]} {_WORDS[number // 10 % 10]} {number}",
        "link": f"https://news.example/story/{number}",
        "guid": f"https://news.example/story/{number}",
        "date": f"Mon, 02 Nov 2026 {number // 60 % 24:02d}:{number % 60:02d}:00 GMT",
        "text": f"<p>Body {number}: {_prose(number)}.</p>",
    }
    return Entry(**(values | given))  # type: ignore[arg-type]


def _prose(number: int) -> str:
    return " ".join(_WORDS[(number * 7 + step * step) % 10] for step in range(60))


_WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "juniper")


def rss(*entries: Entry, title: str = "A feed", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{escape(title)}</title>'
        f"<link>https://news.example/</link>{head}{''.join(_item(each) for each in entries)}</channel></rss>"
    )


def _item(each: Entry) -> str:
    parts = {
        "title": each.title,
        "link": each.link,
        "guid": each.guid,
        "pubDate": each.date,
        "description": each.text,
    }
    inner = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in parts.items() if value is not None)
    return f"<item>{inner}</item>"


def bomb(megabytes: int) -> bytes:
    """A gzip of so many megabytes of zeros."""
    return gzip.compress(b"\0" * (megabytes << 20), 9)


def closed_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
