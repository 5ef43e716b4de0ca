"""robots.txt, asked once per site and run, for article pages."""

import asyncio
from urllib.parse import urlsplit

from protego import Protego

from chipnews.config import FetchSettings
from chipnews.fetching.client import Client
from chipnews.fetching.politeness import HostPaused, Politeness, spacing_s
from chipnews.fetching.values import FetchFailed

AGENT = "chipnews"
_MAX_CHARACTERS = 512_000


class Robots:
    """The rules of the sites of one run."""

    def __init__(self, client: Client, politeness: Politeness, settings: FetchSettings) -> None:
        self._client = client
        self._politeness = politeness
        self._settings = settings
        self._sites: dict[str, asyncio.Task[Protego | None]] = {}

    async def allows(self, url: str) -> bool | None:
        """Return whether the site's robots.txt lets us read this page.

        No such file (any 4xx) allows everything. None: the site cannot be asked, so that nothing is allowed
        for
        now (RFC 9309).
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._sites:
            self._sites[site] = asyncio.create_task(self._rules(site))
        rules = await asyncio.shield(self._sites[site])
        return None if rules is None else bool(rules.can_fetch(url, AGENT))

    async def delay_s(self, url: str) -> float:
        """Return the seconds that the site wants between two pages, at most a minute."""
        parts = urlsplit(url)
        task = self._sites.get(f"{parts.scheme}://{parts.netloc}")
        rules = await task if task else None
        wanted = rules.crawl_delay(AGENT) if rules else None
        return min(float(wanted or 0.0), 60.0)

    async def _rules(self, site: str) -> Protego | None:
        try:
            async with self._politeness.turn(site, spacing_s(self._settings, site)):
                answer = await self._client.get(f"{site}/robots.txt")
        except FetchFailed as error:
            missing = error.status is not None and 400 <= error.status < 500 and error.status != 429
            return Protego.parse("") if missing else None
        except HostPaused:
            return None
        return Protego.parse(answer.body.decode("utf-8", errors="replace")[:_MAX_CHARACTERS])
