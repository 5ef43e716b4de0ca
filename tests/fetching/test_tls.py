"""Feeds over TLS: HTTP/2, certificates that are checked, and no way back from https to plain http."""

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypercorn.asyncio import serve
from hypercorn.config import Config

from tests.fetching.conftest import Command
from tests.fetching.faults import Reply, Server, entry, rss

HOST = "secure.test"


@dataclass
class SecureServer:
    """A server that speaks HTTP/2 and HTTP/1.1 over TLS. `asked` holds path and version of each request."""

    port: int
    routes: dict[str, Reply] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def url(self, path: str = "/feed", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    async def __call__(
        self, scope: dict[str, Any], receive: Callable[..., Any], send: Callable[..., Any]
    ) -> None:
        if scope["type"] == "http":
            self.asked.append((scope["path"], scope["http_version"]))
            reply = self.routes.get(scope["path"], Reply(status=404))
            headers = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
            await send({"type": "http.response.start", "status": reply.status, "headers": headers})
            await send({"type": "http.response.body", "body": reply.raw})


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA, tmp_path: Path) -> Iterator[SecureServer]:
    """A server with a certificate for `secure.test` alone."""
    issued = authority.issue_cert(HOST)
    key, chain = tmp_path / "key.pem", tmp_path / "chain.pem"
    issued.private_key_pem.write_to_path(str(key))
    chain.write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
    listening = socket.create_server(("127.0.0.1", 0))
    server = SecureServer(listening.getsockname()[1])
    config = Config()
    config.bind = [f"fd://{listening.detach()}"]
    config.keyfile, config.certfile = str(key), str(chain)
    config.errorlog = None
    config.graceful_timeout = 0
    loop = asyncio.new_event_loop()
    over = asyncio.Event()
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(serve(server, config, shutdown_trigger=over.wait)),  # type: ignore[arg-type]
        daemon=True,
    )
    thread.start()
    yield server
    loop.call_soon_threadsafe(over.set)
    thread.join(10)


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Certificates of the test's own authority are trusted, and no others."""
    bundle = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(bundle))
    monkeypatch.setattr("certifi.where", lambda: str(bundle))


@pytest.mark.usefixtures("trusted")
def test_a_feed_is_read_over_http_2(chipnews: Command, secure: SecureServer) -> None:
    secure.routes["/feed"] = Reply(rss(entry(1), entry(2)))
    chipnews.follow(secure.url())
    ran = chipnews.fetch()
    assert ran.code == 0, ran.err
    assert len(chipnews.titles()) == 2
    assert secure.asked == [("/feed", "2")]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_from_https_to_plain_http_is_refused(
    chipnews: Command, secure: SecureServer, server: Server, status: int
) -> None:
    secure.routes["/feed"] = Reply(status=status, headers={"Location": server.url()})
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(secure.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "from https to plain http" in ran.err
    assert not server.asked()
    assert chipnews.one("SELECT url FROM feed") == secure.url()


@pytest.mark.usefixtures("trusted")
def test_a_permanent_redirect_from_http_to_https_is_followed_and_remembered(
    chipnews: Command, secure: SecureServer, server: Server
) -> None:
    server.routes["/feed"] = Reply(status=301, headers={"Location": secure.url()})
    secure.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 0
    assert chipnews.one("SELECT url FROM feed") == secure.url()


def test_a_certificate_of_an_authority_that_nobody_trusts_is_refused(
    chipnews: Command, secure: SecureServer
) -> None:
    chipnews.follow(secure.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert f"The connection to {HOST} is not secure" in ran.err
    assert secure.asked == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_host_is_refused(chipnews: Command, secure: SecureServer) -> None:
    chipnews.follow(secure.url(host="other.test"))
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "The connection to other.test is not secure" in ran.err
    assert secure.asked == []
