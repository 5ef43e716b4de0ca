"""Who may ask which host, and when.

A bound for all requests, one per host, spaced starts, enforced pauses.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from chipnews.config import FetchSettings
from chipnews.fetching.urls import host_of

_LOOPBACK = re.compile(r"localhost|.*\.localhost|127(\.\d{1,3}){3}|::1", re.IGNORECASE)

Sleep = Callable[[float], Awaitable[None]]


class HostPaused(Exception):
    """The host asked to be left alone for longer than a run waits; `seconds` says how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to be left alone for {seconds:.0f} seconds")
        self.seconds = seconds


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    next_start: float = 0.0
    paused_until: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Politeness:
    """The manners of one run. `clock` gives seconds that never go back; `sleep` waits."""

    def __init__(
        self, concurrency: int, per_host: int, *, clock: Callable[[], float], sleep: Sleep = asyncio.sleep
    ) -> None:
        self._all = asyncio.Semaphore(concurrency)
        self._per_host = per_host
        self._hosts: dict[str, _Host] = {}
        self._clock = clock
        self._sleep = sleep

    @asynccontextmanager
    async def turn(self, url: str, delay_s: float) -> AsyncIterator[None]:
        """Wait for this host's turn and hold it. Raises HostPaused when the host wants to be left alone."""
        host = self._host(url)
        async with host.slots:
            async with host.lock:
                if (wait := host.next_start - self._clock()) > 0:
                    await self._sleep(wait)
                self._check(host)
                host.next_start = self._clock() + delay_s
            async with self._all:
                self._check(host)
                yield

    def pause(self, url: str, seconds: float) -> None:
        """Leave the whole host alone for so long."""
        host = self._host(url)
        host.paused_until = max(host.paused_until, self._clock() + seconds)

    def _check(self, host: _Host) -> None:
        left = host.paused_until - self._clock()
        if left > 0:
            raise HostPaused(left)

    def _host(self, url: str) -> _Host:
        name = host_of(url)
        if name not in self._hosts:
            self._hosts[name] = _Host(asyncio.Semaphore(self._per_host))
        return self._hosts[name]


def spacing_s(settings: FetchSettings, url: str, *, page: bool = False) -> float:
    """Return the seconds between the starts of two requests to the host of a URL.

    The defaults are meant for the servers of others: this machine needs no sparing, unless somebody says so.
    """
    name = "article_delay_s" if page else "host_delay_s"
    if name not in settings.model_fields_set and _LOOPBACK.fullmatch(host_of(url)):
        return 0.0
    return settings.article_delay_s if page else settings.host_delay_s
