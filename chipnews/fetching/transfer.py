"""One request and its answer, by libcurl on asyncio: bounded in time and bytes, to checked addresses only.

Follows no redirect and undoes no content encoding. libcurl takes a twentieth of the CPU that a client in
Python takes.
"""

import asyncio
import ipaddress
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import certifi
import pycurl

from chipnews.config import FetchSettings
from chipnews.fetching.addresses import Address, checked_addresses, open_checked, unknown_host
from chipnews.fetching.urls import host_of, wire_url
from chipnews.fetching.values import FetchFailed

_Result = TypeVar("_Result")
MAX_HEADER_BYTES = 100_000
# The body of a refusal or a redirect is read, so that the connection can be used again, but not beyond this.
_MAX_UNWANTED_BYTES = 64_000
_MOST_ADDRESSES = 4
_READ_AT_ONCE = 128 * 1024
_NOT_SECURE = {
    pycurl.E_SSL_CONNECT_ERROR, pycurl.E_PEER_FAILED_VERIFICATION, pycurl.E_SSL_CERTPROBLEM,
    pycurl.E_SSL_CIPHER, pycurl.E_SSL_CACERT_BADFILE, pycurl.E_SSL_ISSUER_ERROR,
    pycurl.E_SSL_INVALIDCERTSTATUS,
}  # fmt: skip
_BROKEN = {
    pycurl.E_UNSUPPORTED_PROTOCOL: "it speaks no HTTP", pycurl.E_FTP_WEIRD_SERVER_REPLY: "it speaks no HTTP",
    pycurl.E_HTTP2: "an error of HTTP/2", pycurl.E_PARTIAL_FILE: "half an answer",
    pycurl.E_GOT_NOTHING: "no answer", pycurl.E_SEND_ERROR: "no connection any more",
    pycurl.E_RECV_ERROR: "no connection any more, or an answer that makes no sense",
}  # fmt: skip
_NO_ADDRESS = "This is no web address that can be fetched: it must begin with http:// or https://."


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. Names of headers are in lower case; `body` is as it was sent, for 200 only."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def run(main: Coroutine[Any, Any, _Result]) -> _Result:
    """Run a coroutine as `asyncio.run` does, on a loop that watches sockets: that of Windows does not."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return runner.run(main)


class Transfers:
    """The connections of one run; an asynchronous context manager."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._multi = pycurl.AsyncCurlMulti()
        self._multi.setopt(pycurl.M_MAXCONNECTS, settings.concurrency)
        self._multi.setopt(pycurl.M_MAX_TOTAL_CONNECTIONS, settings.concurrency)
        self._idle: list[pycurl.Curl] = []
        self._known: dict[str, list[Address]] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._multi.aclose()

    async def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Return the answer of a server, whatever its status. Raises FetchFailed where there is none."""
        try:
            address, port = wire_url(url), _port(url)
        except ValueError:
            raise FetchFailed(_NO_ADDRESS) from None
        host = host_of(address)
        if host not in self._known:
            self._known[host] = await checked_addresses(
                host, allow_private=self._settings.allow_private_addresses
            )
        handle = self._idle.pop() if self._idle else _new_handle(self._settings)
        transfer = _Transfer(handle, self._settings, host)
        handle.setopt(pycurl.URL, address)
        handle.setopt(pycurl.HTTPHEADER, [_header(name, value) for name, value in headers.items()])
        if not _is_address(host):
            # What was checked is what is connected to: libcurl must not ask for the name again.
            listed = ",".join(_bracketed(each) for each in self._known[host][:_MOST_ADDRESSES])
            handle.setopt(pycurl.RESOLVE, [f"{host}:{port}:{listed}"])
        await transfer.done(self._multi)
        answer = Answer(transfer.status, transfer.headers(), b"".join(transfer.parts))
        # The handle keeps the transfer until its next one.
        transfer.parts.clear()
        self._idle.append(handle)
        return answer


class _Transfer:
    """One request under way, and what came of it so far."""

    def __init__(self, handle: pycurl.Curl, settings: FetchSettings, host: str) -> None:
        self.status = 0
        self.lines: list[bytes] = []
        self.parts: list[bytes] = []
        self._handle = handle
        self._settings = settings
        self._host = host
        self._header_bytes = self._body_bytes = 0
        # Why it was ended from here: what is wrong, or nothing where there was enough.
        self._ended: FetchFailed | None = None
        self._enough = False

    async def done(self, multi: pycurl.AsyncCurlMulti) -> None:
        """Wait for the end of the transfer. Raises FetchFailed."""
        self._loop = asyncio.get_running_loop()
        self._began_at = self._heard_at = self._loop.time()
        self._handle.setopt(pycurl.HEADERFUNCTION, self._on_header)
        self._handle.setopt(pycurl.WRITEFUNCTION, self._on_body)
        self._future: asyncio.Future[pycurl.Curl] = multi.add_handle(self._handle)
        self._timer = self._loop.call_later(self._settings.read_timeout_s, self._look)
        try:
            await self._future
        except pycurl.error as error:
            if not self._enough:
                raise self._ended or _failure(error, self._host, self._settings) from None
        finally:
            self._timer.cancel()

    def headers(self) -> dict[str, str]:
        """Return the headers of the last answer; of several of one name, all are there."""
        found: dict[str, str] = {}
        name = ""
        for line in self.lines:
            text = line.decode("latin-1")
            if text[:1] in " \t" and name:
                found[name] += f" {text.strip()}"
                continue
            given, _, value = text.partition(":")
            name = given.strip().lower()
            found[name] = f"{found[name]}, {value.strip()}" if name in found else value.strip()
        return found

    def _on_header(self, line: bytes) -> int | None:
        self._heard_at = self._loop.time()
        self._header_bytes += len(line)
        if self._header_bytes > MAX_HEADER_BYTES:
            self._ended = _broken(self._host, f"headers of more than {MAX_HEADER_BYTES:,} bytes")
            return -1
        if line.startswith(b"HTTP/"):
            # A status of its own comes before that of the answer where the server says "continue" first.
            self.status = int(line.split(None, 2)[1])
            self.lines.clear()
        elif line.strip():
            self.lines.append(line)
        return None

    def _on_body(self, part: bytes) -> int | None:
        self._heard_at = self._loop.time()
        self._body_bytes += len(part)
        if self.status != 200:
            self._enough = self._body_bytes > _MAX_UNWANTED_BYTES
            return -1 if self._enough else None
        if self._body_bytes > self._settings.max_wire_bytes:
            self._ended = FetchFailed(
                f"The answer is larger than {self._settings.max_wire_bytes:,} bytes (fetch.max_wire_bytes)."
            )
            return -1
        self.parts.append(part)
        return None

    def _look(self) -> None:
        """End the transfer where the server fell silent, and otherwise look again later."""
        longest = self._settings.read_timeout_s
        connected_s = self._handle.getinfo(pycurl.PRETRANSFER_TIME)
        since = max(self._heard_at, self._began_at + connected_s)
        # Until it is connected, another limit holds, which is libcurl's to watch.
        left = since + longest - self._loop.time() if connected_s else longest
        if left > 0:
            self._timer = self._loop.call_later(left, self._look)
        elif not self._future.done():
            self._future.set_exception(FetchFailed(f"{self._host} sent nothing for {longest:g} seconds."))


def _new_handle(settings: FetchSettings) -> pycurl.Curl:
    handle = pycurl.Curl()
    for option, value in (
        (pycurl.NOSIGNAL, 1), (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
        (pycurl.FOLLOWLOCATION, 0), (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_2TLS),
        # Proxies and the like come from nobody's environment.
        (pycurl.PROXY, ""), (pycurl.NOPROXY, "*"), (pycurl.CAINFO, certifi.where()),
        (pycurl.CONNECTTIMEOUT_MS, max(int(settings.connect_timeout_s * 1000), 1)),
        (pycurl.BUFFERSIZE, _READ_AT_ONCE),
    ):  # fmt: skip
        handle.setopt(option, value)
    if not settings.allow_private_addresses:
        handle.setopt(pycurl.OPENSOCKETFUNCTION, open_checked)
    return handle


def _port(url: str) -> int:
    parts = urlsplit(url)
    return parts.port or (443 if parts.scheme.lower() == "https" else 80)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _bracketed(address: Address) -> str:
    return f"[{address}]" if address.version == 6 else str(address)


def _header(name: str, value: str) -> bytes:
    line = f"{name}: {value}".replace("\r", "").replace("\n", "")
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8")


def _failure(error: pycurl.error, host: str, settings: FetchSettings) -> FetchFailed:
    """Return what an error of libcurl means, in words that a person can act on."""
    code, cause = error.args
    if code == pycurl.E_OPERATION_TIMEDOUT:
        return FetchFailed(
            f"{host} did not accept a connection within {settings.connect_timeout_s:g} seconds.",
            unreachable=True,
        )
    if code == pycurl.E_COULDNT_RESOLVE_HOST:
        return unknown_host(host)
    if code == pycurl.E_COULDNT_CONNECT:
        return FetchFailed(
            f"No connection to {host}: the server is down, or the network is.", unreachable=True
        )
    if code in _NOT_SECURE:
        return FetchFailed(f"The connection to {host} is not secure ({cause[:160]}).", unreachable=True)
    if code == pycurl.E_URL_MALFORMAT:
        return FetchFailed(_NO_ADDRESS)
    return _broken(host, _BROKEN.get(code, f"curl error {code}"))


def _broken(host: str, why: str) -> FetchFailed:
    return FetchFailed(f"{host} broke off or answered against the rules of HTTP ({why}).")
