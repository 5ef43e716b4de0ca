"""Connects to public addresses only: the check comes after DNS, on the very address that is connected to.

A name that resolves to a private, loopback, link-local or metadata address is refused, so a feed or a
redirect cannot make chipnews read what only this machine can reach.
"""

import asyncio
import ipaddress
import select
import socket
import ssl
import threading
from collections.abc import Iterable

import httpcore

from chipnews.fetching.values import FetchFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(address: Address) -> bool:
    """Return whether an address belongs to the public internet, also when it is wrapped in IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_public(inner)
        if address in ipaddress.IPv6Network("64:ff9b::/96"):
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast


async def resolve(host: str) -> list[Address]:
    """Return the addresses of a host name, or the address that it is. Raises httpcore.ConnectError.

    Look-ups run in daemon threads: the system's resolver cannot be interrupted, and must not hold up an exit.
    """
    try:
        return [ipaddress.ip_address(host.strip("[]").partition("%")[0])]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Address]] = loop.create_future()

    def look_up() -> None:
        found: list[Address] | OSError | UnicodeError
        try:
            rows = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
            found = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
        except (OSError, UnicodeError) as error:
            found = error
        try:
            loop.call_soon_threadsafe(settle, found)
        except RuntimeError:
            return  # the loop is closed: nobody waits any more

    def settle(found: list[Address] | OSError | UnicodeError) -> None:
        if answer.done():
            return
        if isinstance(found, list):
            answer.set_result(found)
        else:
            answer.set_exception(httpcore.ConnectError(f"no address is known for {host}"))

    threading.Thread(target=look_up, daemon=True, name=f"resolve {host}").start()
    return await answer


class _Stream(httpcore.AsyncNetworkStream):
    """A connection that knows its socket.

    The pool asks every idle connection at every request whether it was closed; looking up the socket through
    all layers each time would take longer than the request.
    """

    def __init__(self, inner: httpcore.AsyncNetworkStream) -> None:
        self._inner = inner
        self._socket: socket.socket = inner.get_extra_info("socket")
        self._readable = select.poll() if hasattr(select, "poll") else None
        if self._readable is not None and self._socket.fileno() >= 0:
            self._readable.register(self._socket.fileno(), select.POLLIN)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._inner.read(max_bytes, timeout)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._inner.write(buffer, timeout)

    async def aclose(self) -> None:
        await self._inner.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        return _Stream(await self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> object:
        if info != "is_readable" or self._readable is None:
            return self._inner.get_extra_info(info)
        return self._socket.fileno() < 0 or bool(self._readable.poll(0))


class CheckedBackend(httpcore.AsyncNetworkBackend):
    """Opens connections for httpcore, to public addresses unless private ones are allowed."""

    def __init__(self, *, allow_private: bool) -> None:
        self._inner = httpcore.AnyIOBackend()
        self._allow_private = allow_private

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve, check every address, and connect to the first that answers."""
        addresses = list(dict.fromkeys(await resolve(host)))
        if not self._allow_private and not all(is_public(address) for address in addresses):
            raise FetchFailed(
                f"{host} is an address of a private network, which is refused. To allow it, set "
                "fetch.allow_private_addresses."
            )
        failure: Exception = httpcore.ConnectError(f"no address is known for {host}")
        for address in addresses[:4]:
            try:
                return _Stream(
                    await self._inner.connect_tcp(str(address), port, timeout, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no feed lives there."""
        raise httpcore.ConnectError("sockets of this machine are refused")

    async def sleep(self, seconds: float) -> None:
        """Wait, as httpcore asks."""
        await self._inner.sleep(seconds)
