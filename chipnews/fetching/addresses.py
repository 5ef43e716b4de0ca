"""Connects to public addresses only: the check comes after DNS, on the very address that is connected to.

A name that resolves to a private, loopback, link-local or metadata address is refused, so a feed or a
redirect cannot make chipnews read what only this machine can reach.
"""

import asyncio
import ipaddress
import socket
import threading
from collections.abc import Sequence
from typing import Protocol

import pycurl

from chipnews.fetching.values import FetchFailed

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class SocketAddress(Protocol):
    """What libcurl is about to connect to; `addr` begins with the host's address."""

    family: int
    socktype: int
    protocol: int
    addr: Sequence[object]


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
    """Return the addresses of a host name, or the address that it is. Raises FetchFailed.

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
            answer.set_exception(unknown_host(host))

    threading.Thread(target=look_up, daemon=True, name=f"resolve {host}").start()
    return await answer


async def checked_addresses(host: str, *, allow_private: bool) -> list[Address]:
    """Return the addresses of a host name. Raises FetchFailed where it has none or a private one."""
    addresses = list(dict.fromkeys(await resolve(host)))
    if not addresses:
        raise unknown_host(host)
    if not allow_private and not all(is_public(address) for address in addresses):
        raise FetchFailed(
            f"{host} is an address of a private network, which is refused. To allow it, set "
            "fetch.allow_private_addresses."
        )
    return addresses


def open_checked(purpose: int, peer: SocketAddress) -> socket.socket | int:
    """Return a socket to connect to a peer, as libcurl asks for one; none where the peer is not public.

    The last word on an address, whatever was made of the name before: it is the one that is connected to.
    """
    try:
        address = ipaddress.ip_address(str(peer.addr[0]).partition("%")[0])
    except ValueError:
        return int(pycurl.SOCKET_BAD)
    if not is_public(address):
        return int(pycurl.SOCKET_BAD)
    return socket.socket(peer.family, peer.socktype, peer.protocol)


def unknown_host(host: str) -> FetchFailed:
    """Return the failure to find a host by its name."""
    return FetchFailed(
        f"There is no host named {host}: check the spelling, or your network.", unreachable=True
    )
