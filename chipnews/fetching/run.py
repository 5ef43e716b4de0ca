"""Fetching as one run: due feeds, politely and at once, each stored whole or not at all; then article pages.

The caller holds `fetch_lock`. A killed run loses at most what was in flight, and the next one goes on.
"""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import xxhash
from sqlalchemy import Connection, Engine, insert, update
from sqlmodel import col

from chipnews.config import Settings
from chipnews.fetching.articles import ArticleReader, give_up_old, wanted_articles
from chipnews.fetching.builtin import sync_builtin
from chipnews.fetching.client import Client, Response
from chipnews.fetching.discovery import explain_page
from chipnews.fetching.health import (
    chosen_feeds,
    followed_feeds,
    forgive,
    is_due,
    move,
    postpone,
    record_failure,
    record_success,
)
from chipnews.fetching.new_items import NewItems
from chipnews.fetching.parsing import parse_feed
from chipnews.fetching.politeness import HostPaused, Politeness, spacing_s
from chipnews.fetching.schedule import after_failure, after_success
from chipnews.fetching.store import store_entries
from chipnews.fetching.transfer import run as run_loop
from chipnews.fetching.urls import host_of, redact
from chipnews.fetching.values import (
    FeedOutcome,
    FeedState,
    FetchedFeed,
    FetchFailed,
    FetchOptions,
    FetchReport,
    OutcomeState,
    Tally,
)
from chipnews.fetching.writer import Writer
from chipnews.knowledge.loader import load_feeds
from chipnews.progress import Progress
from chipnews.storage.models import FetchRun

_PAUSES = (429, 503)
DEFAULT_PAUSE_S = 300.0
MAX_ERRORS_KEPT = 200


def _utc_now() -> datetime:
    return datetime.now(UTC)


def fetch(
    engine: Engine,
    settings: Settings,
    options: FetchOptions,
    *,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = _utc_now,
    chance: Callable[[], float] = random.random,
) -> FetchReport:
    """Fetch the feeds that are due, or those that are named, and return what came of it.

    The failure of a feed is part of the report. Raises UnknownName for a feed that is not followed,
    StorageError, KnowledgeError, KeyboardInterrupt (with everything stored so far kept).
    """
    return run_loop(_Run(engine, settings, options, progress, clock, chance).run())


@dataclass(frozen=True, slots=True)
class _Got:
    """A good answer, read. `feed` is None where nothing changed."""

    answer: Response
    body_hash: str | None
    feed: FetchedFeed | None


class _Run:
    """One run: what its parts share."""

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        options: FetchOptions,
        progress: Progress | None,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._fetch = settings.fetch
        self._options = options
        self._progress = progress
        self._clock = clock
        self._chance = chance
        self._writer = Writer(engine)
        self._politeness = Politeness(
            settings.fetch.concurrency, settings.fetch.per_host, clock=time.monotonic
        )
        self._room = asyncio.Semaphore(settings.fetch.concurrency)
        self._tally = Tally()
        self._followed: list[FeedState] = []

    async def run(self) -> FetchReport:
        started = self._clock()
        run_id = 0
        try:
            due, run_id, not_due = await self._writer.write(
                lambda connection: self._begin(connection, started)
            )
            async with Client(self._fetch) as client:
                await self._feeds(client, due)
                await self._forgive()
                await self._articles(client, due)
            return self._report(started, run_id, not_due)
        except ExceptionGroup as group:
            raise _first(group) from None
        finally:
            self._writer.close()
            if run_id:
                self._writer.finally_write(lambda connection: self._end(connection, run_id))

    def _begin(self, connection: Connection, now: datetime) -> tuple[list[FeedState], int, int]:
        """Choose the feeds, and note that the run began."""
        builtin = self._settings.feeds.builtin
        if builtin:
            sync_builtin(connection, load_feeds(), now)
        self._followed = followed_feeds(connection, builtin=builtin)
        if self._options.feeds:
            due = chosen_feeds(connection, self._options.feeds)
        else:
            due = [feed for feed in self._followed if self._options.force or is_due(feed, now)]
        give_up_old(connection, now)
        made = connection.execute(
            insert(FetchRun).returning(col(FetchRun.id)),
            {"started_at": now, "feeds": 0, "unchanged": 0, "failed": 0, "items_new": 0, "items_updated": 0,
             "articles": 0, "tagged": 0, "errors": "[]"},
        )  # fmt: skip
        not_due = 0 if self._options.feeds else len(self._followed) - len(due)
        return due, int(made.scalar_one() or 0), not_due

    async def _feeds(self, client: Client, due: Sequence[FeedState]) -> None:
        if self._progress:
            self._progress.start("feeds", len(due))
        async with asyncio.TaskGroup() as group:
            for state in due:
                group.create_task(self._one(client, state))

    async def _one(self, client: Client, state: FeedState) -> None:
        outcome = await self._outcome(client, state)
        self._tally.add(outcome)
        if self._progress:
            self._progress.advance("feeds", outcome.outlet)

    async def _outcome(self, client: Client, state: FeedState) -> FeedOutcome:
        try:
            async with self._politeness.turn(state.url, spacing_s(self._fetch, state.url)):
                answer = await client.get(state.url, headers=self._validators(state))
                # The turn ends when there is room: no more answers wait than may be fetched at once.
                await self._room.acquire()
            try:
                return await self._writer.read_and_store(
                    lambda: self._read(state, answer), lambda items, got: self._store(items, state, got)
                )
            finally:
                self._room.release()
        except HostPaused as pause:
            until = self._clock() + timedelta(seconds=pause.seconds)
            await self._writer.write(lambda connection: postpone(connection, [state.id], until))
            return _outcome_of(state, "postponed", message=f"Its host {pause}.")
        except FetchFailed as error:
            return await self._failed(state, error)

    def _validators(self, state: FeedState) -> dict[str, str]:
        if self._options.force:
            return {}
        given = {"If-None-Match": state.etag, "If-Modified-Since": state.last_modified}
        return {name: value for name, value in given.items() if value}

    def _read(self, state: FeedState, answer: Response) -> _Got:
        """Read a good answer before the transaction begins, so that a slow one holds up nobody's writing."""
        body_hash = None if answer.unchanged else xxhash.xxh3_128_hexdigest(answer.body)
        if answer.unchanged or (body_hash == state.body_hash and not self._options.force):
            return _Got(answer, body_hash, None)
        return _Got(answer, body_hash, read_feed(answer, self._fetch.max_entries))

    def _store(self, items: NewItems, state: FeedState, got: _Got) -> FeedOutcome:
        """Store what was read."""
        now, connection = self._clock(), items.connection
        answer, feed = got.answer, got.feed
        new = updated = 0
        if feed is not None:
            stored = store_entries(
                items,
                state,
                feed,
                now=now,
                want_articles=self._wants_articles(state),
                since=self._options.since,
            )
            new, updated = stored.new, stored.updated
        due = after_success(
            now,
            interval_s=self._fetch.interval_minutes * 60,
            asked_s=feed.interval_s if feed else state.asked_interval_s,
            headers=answer.headers,
            skip_hours=(feed or state).skip_hours,
            skip_days=(feed or state).skip_days,
        )
        record_success(
            connection,
            state,
            now=now,
            due=due,
            etag=answer.headers.get("etag"),
            last_modified=answer.headers.get("last-modified"),
            # With `since` older entries were left out: the same body must be read again without it.
            body_hash=None if self._options.since else got.body_hash,
            feed=feed,
        )
        moved_to = answer.moved_to if not answer.unchanged else None
        reason = move(connection, state, moved_to) if moved_to else None
        return _outcome_of(
            state,
            "disabled" if reason else "unchanged" if feed is None else "stored",
            new=new,
            updated=updated,
            message=reason,
            moved_to=redact(moved_to) if moved_to and not reason else None,
        )

    def _wants_articles(self, state: FeedState) -> bool:
        for choice in (self._options.full_text, state.full_text):
            if choice is not None:
                return choice
        return self._fetch.full_text

    async def _failed(self, state: FeedState, error: FetchFailed) -> FeedOutcome:
        now = self._clock()
        gone = error.status == 410
        if error.status in _PAUSES:
            await self._pause(state, error.retry_after_s or DEFAULT_PAUSE_S, now)
        due = after_failure(
            now,
            state.failures,
            interval_s=self._fetch.interval_minutes * 60,
            chance=self._chance,
            retry_after_s=error.retry_after_s,
        )
        message = f"{error} It is disabled." if gone else str(error)
        await self._writer.write(
            lambda connection: record_failure(
                connection, state, now=now, due=due, message=message, disable=gone
            )
        )
        outcome = _outcome_of(state, "disabled" if gone else "failed", message=message)
        return replace(outcome, unreachable=error.unreachable)

    async def _pause(self, state: FeedState, seconds: float, now: datetime) -> None:
        """Leave the whole host alone, in this run and in those that come."""
        self._politeness.pause(state.url, seconds)
        host, until = host_of(state.url), now + timedelta(seconds=seconds)
        same_host = [feed.id for feed in self._followed if host_of(feed.url) == host and feed.id != state.id]
        if same_host:
            await self._writer.write(lambda connection: postpone(connection, same_host, until))

    async def _forgive(self) -> None:
        """Hold nothing against the feeds when it is the network that was down: no host at all was reached."""
        tally = self._tally
        hosts = {host_of(each.url) for each in tally.failures if each.unreachable}
        if (
            tally.failed < tally.feeds
            or len(hosts) < 2
            or not all(each.unreachable for each in tally.failures)
        ):
            return
        ids = [each.feed_id for each in tally.failures]
        await self._writer.write(lambda connection: forgive(connection, ids))

    async def _articles(self, client: Client, due: Sequence[FeedState]) -> None:
        feeds = [state.id for state in due if self._wants_articles(state)]
        if not feeds or not self._fetch.articles_per_feed:
            return
        items = await self._writer.write(
            lambda connection: wanted_articles(connection, feeds, self._fetch.articles_per_feed)
        )
        reader = ArticleReader(
            client, self._politeness, self._writer, self._fetch, clock=self._clock, progress=self._progress
        )
        self._tally.articles = await reader.read(items)

    def _end(self, connection: Connection, run_id: int) -> None:
        tally = self._tally
        errors = [
            {"feed": redact(each.url), "outlet": each.outlet, "message": each.message}
            for each in tally.failures[:MAX_ERRORS_KEPT]
        ]
        connection.execute(
            update(FetchRun)
            .where(col(FetchRun.id) == run_id)
            .values(
                finished_at=self._clock(), feeds=tally.feeds, unchanged=tally.unchanged, failed=tally.failed,
                items_new=tally.items_new, items_updated=tally.items_updated, articles=tally.articles,
                errors=json.dumps(errors, ensure_ascii=False),
            )
        )  # fmt: skip

    def _report(self, started: datetime, run_id: int, not_due: int) -> FetchReport:
        tally = self._tally
        return FetchReport(
            run_id=run_id, started_at=started, finished_at=self._clock(), feeds=tally.feeds, not_due=not_due,
            unchanged=tally.unchanged, failed=tally.failed, postponed=tally.postponed,
            items_new=tally.items_new,
            items_updated=tally.items_updated, articles=tally.articles, failures=tuple(tally.failures),
            moved=tuple(tally.moved),
        )  # fmt: skip


def note_tagged(engine: Engine, run_id: int, tagged: int) -> None:
    """Note with a run how many items were tagged after it."""
    with engine.begin() as connection:
        connection.execute(update(FetchRun).where(col(FetchRun.id) == run_id).values(tagged=tagged))


def read_feed(answer: Response, max_entries: int) -> FetchedFeed:
    """Return the feed in an answer. Raises FetchFailed, which names the feed where this is its page."""
    try:
        return parse_feed(
            answer.body,
            url=answer.url,
            content_type=answer.headers.get("content-type"),
            max_entries=max_entries,
        )
    except FetchFailed as error:
        raise explain_page(error, answer.body, answer.url) from None


def _outcome_of(
    state: FeedState,
    what: OutcomeState,
    *,
    new: int = 0,
    updated: int = 0,
    message: str | None = None,
    moved_to: str | None = None,
) -> FeedOutcome:
    return FeedOutcome(state.id, redact(state.url), state.outlet, what, new, updated, message, moved_to)


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first error of a group of errors, however deep it lies."""
    inner = group.exceptions[0]
    return _first(inner) if isinstance(inner, BaseExceptionGroup) else inner
