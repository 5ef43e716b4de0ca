"""Who may ask which host when, by a clock that the tests turn."""

import asyncio
from itertools import pairwise

import pytest

from chipnews.fetching.politeness import HostPaused, Politeness


class Clock:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


def starts(urls: list[str], delay_s: float, *, per_host: int = 2, concurrency: int = 16) -> dict[str, float]:
    clock, found = Clock(), {}
    politeness = Politeness(concurrency, per_host, clock=clock, sleep=clock.sleep)

    async def ask(url: str) -> None:
        async with politeness.turn(url, delay_s):
            found[url] = clock.now
            await asyncio.sleep(0)

    async def all_of_them() -> None:
        await asyncio.gather(*(ask(url) for url in urls))

    asyncio.run(all_of_them())
    return found


def test_requests_to_one_host_start_so_many_seconds_apart() -> None:
    found = starts([f"https://a.example/{number}" for number in range(6)], 0.5)
    assert [later - sooner for sooner, later in pairwise(sorted(found.values()))] == [0.5] * 5


def test_requests_to_other_hosts_need_not_wait() -> None:
    found = starts([f"https://paper{number}.example/" for number in range(6)], 0.5)
    assert set(found.values()) == {0.0}


def test_a_paused_host_is_not_asked_and_others_are() -> None:
    clock = Clock()
    politeness = Politeness(4, 2, clock=clock, sleep=clock.sleep)
    politeness.pause("https://a.example/feed", 60)

    async def ask(url: str) -> None:
        async with politeness.turn(url, 0):
            pass

    with pytest.raises(HostPaused, match="60 seconds"):
        asyncio.run(ask("https://A.example:443/other"))
    asyncio.run(ask("https://b.example/"))
