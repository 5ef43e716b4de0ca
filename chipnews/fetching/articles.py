"""Fetches the pages of items whose feed gives only a summary: host by host, slowly, as robots.txt allows.

An item waits with `article_state` "wanted"; afterwards it is "read" (its text is the page's), "kept" (the
feed's text was better), "refused" (robots.txt) or "failed". One transaction per item, so a stop loses
nothing.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, or_, select, update
from sqlmodel import col

from chipnews.config import FetchSettings
from chipnews.fetching.cleaning import fit
from chipnews.fetching.client import Client
from chipnews.fetching.entries import body_of, content_hash, joined
from chipnews.fetching.politeness import HostPaused, Politeness, spacing_s
from chipnews.fetching.robots import Robots
from chipnews.fetching.store import keep_revision
from chipnews.fetching.text import better_text, newer_page
from chipnews.fetching.urls import host_of
from chipnews.fetching.values import FetchFailed
from chipnews.fetching.writer import Writer
from chipnews.progress import Progress
from chipnews.storage.models import Item

PAGE_TYPES = {"Accept": "text/html, application/xhtml+xml, */*;q=0.1"}
# A page that cannot be had for this long is given up.
PATIENCE = timedelta(days=2)
_PAUSES = (429, 503)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item whose page is wanted."""

    id: int
    url: str
    fetched_at: datetime


def wanted_articles(connection: Connection, feed_ids: Sequence[int], per_feed: int) -> list[Wanted]:
    """Return the items of these feeds whose pages are wanted, for each feed the newest so many."""
    place = func.row_number().over(partition_by=col(Item.feed_id), order_by=col(Item.published_at).desc())
    ranked = (
        select(col(Item.id), col(Item.url), col(Item.fetched_at), place.label("place"))
        .where(
            col(Item.article_state) == "wanted", col(Item.feed_id).in_(feed_ids), col(Item.url).is_not(None)
        )
        .subquery()
    )
    rows = connection.execute(select(ranked).where(ranked.c.place <= per_feed).order_by(ranked.c.id))
    return [Wanted(row.id, row.url, row.fetched_at) for row in rows]


def extract(page: bytes, url: str) -> str:
    """Return the text of the article in a page, "" where there is none."""
    import trafilatura

    try:
        found = trafilatura.extract(
            page, url=url, include_comments=False, include_tables=True, favor_precision=True
        )
    except (ValueError, RecursionError, AttributeError, TypeError, AssertionError):
        # Whatever its helpers make of a hostile page; the text of the feed remains.
        return ""
    return fit("\n\n".join(line for line in (found or "").split("\n") if line.strip()))


class ArticleReader:
    """Reads the wanted pages of one run."""

    def __init__(
        self,
        client: Client,
        politeness: Politeness,
        writer: Writer,
        settings: FetchSettings,
        *,
        clock: Callable[[], datetime],
        progress: Progress | None,
    ) -> None:
        self._client = client
        self._politeness = politeness
        self._writer = writer
        self._settings = settings
        self._robots = Robots(client, politeness, settings)
        self._clock = clock
        self._progress = progress
        self._read = 0

    async def read(self, items: Sequence[Wanted]) -> int:
        """Fetch the pages of these items and return how many became the text of theirs.

        Raises StorageError.
        """
        if self._progress and items:
            self._progress.start("articles", len(items))
        hosts: dict[str, list[Wanted]] = {}
        for item in items:
            hosts.setdefault(host_of(item.url), []).append(item)
        async with asyncio.TaskGroup() as group:
            for same_host in hosts.values():
                group.create_task(self._one_host(same_host))
        return self._read

    async def _one_host(self, items: Sequence[Wanted]) -> None:
        for item in items:
            try:
                await self._one(item)
            except HostPaused:
                return
            if self._progress:
                self._progress.advance("articles", item.url)

    async def _one(self, item: Wanted) -> None:
        delay_s = spacing_s(self._settings, item.url, page=True)
        if self._settings.obey_robots:
            allowed = await self._robots.allows(item.url)
            if not allowed:
                if allowed is False or self._is_old(item):
                    await self._settle(item, "refused")
                return
            delay_s = max(delay_s, await self._robots.delay_s(item.url))
        try:
            async with self._politeness.turn(item.url, delay_s):
                page = await self._client.get(item.url, headers=PAGE_TYPES)
        except FetchFailed as error:
            if error.status in _PAUSES:
                self._politeness.pause(item.url, error.retry_after_s or 60.0)
                return
            lasting = error.status is not None and 400 <= error.status < 500
            if lasting or self._is_old(item):
                await self._settle(item, "failed")
            return
        text = await self._writer.compute(lambda: extract(page.body, page.url))
        self._read += await self._writer.write(
            lambda connection: store_article(connection, item.id, text, self._clock())
        )

    def _is_old(self, item: Wanted) -> bool:
        return self._clock() - item.fetched_at > PATIENCE

    async def _settle(self, item: Wanted, state: str) -> None:
        await self._writer.write(
            lambda connection: connection.execute(
                update(Item).where(col(Item.id) == item.id).values(article_state=state)
            )
        )


def store_article(connection: Connection, item_id: int, page_text: str, now: datetime) -> bool:
    """Store a page's text where it is better than what is stored, and return whether it is.

    What was a page's text before gives way to the page as it is now, and is kept as a revision.
    """
    stored = connection.execute(
        select(col(Item.title), col(Item.text), col(Item.text_source)).where(col(Item.id) == item_id)
    ).one()
    body = body_of(stored.text, stored.title)
    page_text = page_text.removeprefix(stored.title).strip()
    again = stored.text_source == "article"
    best = newer_page(body, page_text) if again else better_text(body, page_text)
    values: dict[str, object] = {"article_state": "read" if again or best is not body else "kept"}
    if best is not body:
        values["text_source"] = "article"
        if (text := joined(stored.title, best)) != stored.text:
            values |= {"text": text, "content_hash": content_hash(stored.title, best), "tagger_version": None}
            if again:
                keep_revision(connection, item_id, stored.title, stored.text, now)
                values["updated_at"] = now
    connection.execute(update(Item).where(col(Item.id) == item_id).values(**values))
    return best is not body


def give_up_old(connection: Connection, now: datetime) -> None:
    """Stop wanting pages that nobody got round to within a week: the news is old, and the site has rested."""
    old = or_(col(Item.fetched_at) < now - timedelta(days=7), col(Item.url).is_(None))
    connection.execute(
        update(Item).where(col(Item.article_state) == "wanted", old).values(article_state="failed")
    )
