"""Following feeds: adding, removing, switching on and off. Adding a feed costs one request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import xxhash
from sqlalchemy import Engine, delete, insert, or_, select, update
from sqlmodel import col

from chipnews.config import Settings
from chipnews.fetching.cleaning import one_line
from chipnews.fetching.client import Client, Response
from chipnews.fetching.discovery import feed_links
from chipnews.fetching.health import find_feeds, record_success, state_of
from chipnews.fetching.new_items import NewItems
from chipnews.fetching.parsing import parse_feed
from chipnews.fetching.schedule import after_success
from chipnews.fetching.store import store_entries
from chipnews.fetching.transfer import run
from chipnews.fetching.urls import host_of, is_web, redact
from chipnews.fetching.values import FetchedFeed, FetchFailed
from chipnews.storage.models import Feed, Item

_Result = TypeVar("_Result")
# How many of the feeds that a page names are tried.
_TRIED = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A feed at the end of a URL. `others` are further feeds that the page named."""

    url: str
    feed: FetchedFeed
    answer: Response
    discovered: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a feed did; `new` is False where it was followed already."""

    id: int
    url: str
    outlet: str
    title: str | None
    new: bool
    items_new: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switched:
    """What became of a feed that a person removed, enabled or disabled.

    `kept`: it was to be removed, but is of the built-in list, so it is only disabled.
    """

    id: int
    url: str
    outlet: str
    what: str
    kept: bool = False


def find_feed(settings: Settings, url: str) -> Found:
    """Return the feed at a URL, or the one that the page there names. Stores nothing. Raises FetchFailed."""
    url = url.strip()
    if "://" not in url:
        url = f"https://{url}"
    if not is_web(url):
        raise FetchFailed("This is no web address: it must begin with http:// or https://.")
    return run(_find(settings, url))


async def _find(settings: Settings, url: str) -> Found:
    async with Client(settings.fetch) as client:
        answer = await client.get(url)
        try:
            return Found(answer.moved_to or url, _parsed(answer, settings), answer)
        except FetchFailed as error:
            links = [link.url for link in feed_links(answer.body, answer.url) if link.url != url]
            if not links:
                raise FetchFailed(f"{error} The page names no feed either.", status=error.status) from None
            for link in links[:_TRIED]:
                try:
                    found = await client.get(link)
                    feed = _parsed(found, settings)
                except FetchFailed as failure:
                    error = failure
                    continue
                others = tuple(each for each in links if each != link)
                return Found(found.moved_to or link, feed, found, discovered=True, others=others)
            raise FetchFailed(f"The page names {redact(links[0])} as its feed, but: {error}") from None


def _parsed(answer: Response, settings: Settings) -> FetchedFeed:
    return parse_feed(
        answer.body,
        url=answer.url,
        content_type=answer.headers.get("content-type"),
        max_entries=settings.fetch.max_entries,
    )


def add_feed(
    engine: Engine, settings: Settings, url: str, *, outlet: str | None = None, full_text: bool | None = None
) -> Added:
    """Follow the feed at a URL, or the one that the page there names, and store what it holds already.

    Raises FetchFailed where there is no feed, StorageError.
    """
    known = _followed(engine, url)
    if known is not None:
        return known
    found = find_feed(settings, url)
    known = _followed(engine, found.url)
    if known is not None:
        return known
    now = datetime.now(UTC)
    name = one_line(outlet or found.feed.title or host_of(found.url))[:200]
    with engine.begin() as connection:
        row = {
            "url": found.url, "origin_url": url, "outlet": name, "title": found.feed.title,
            "homepage": found.feed.homepage, "builtin": False, "enabled": True, "failures": 0,
            "full_text": full_text, "added_at": now,
        }  # fmt: skip
        feed_id = connection.execute(insert(Feed).returning(col(Feed.id)), row).scalar_one() or 0
        state = state_of(connection, feed_id)
        wants = settings.fetch.full_text if full_text is None else full_text
        items = NewItems(connection)
        stored = store_entries(items, state, found.feed, now=now, want_articles=wants)
        items.flush()
        due = after_success(
            now,
            interval_s=settings.fetch.interval_minutes * 60,
            asked_s=found.feed.interval_s,
            headers=found.answer.headers,
            skip_hours=found.feed.skip_hours,
            skip_days=found.feed.skip_days,
        )
        record_success(
            connection,
            state,
            now=now,
            due=due,
            etag=found.answer.headers.get("etag"),
            last_modified=found.answer.headers.get("last-modified"),
            body_hash=xxhash.xxh3_128_hexdigest(found.answer.body),
            feed=found.feed,
        )
    return Added(feed_id, redact(found.url), name, found.feed.title, True, stored.new, found.others)


def _followed(engine: Engine, url: str) -> Added | None:
    """Return the feed that has this address already; it is enabled again."""
    with engine.begin() as connection:
        same = or_(col(Feed.url) == url, col(Feed.origin_url) == url)
        row = connection.execute(
            select(col(Feed.id), col(Feed.url), col(Feed.outlet), col(Feed.title)).where(same)
        ).first()
        if row is None:
            return None
        connection.execute(
            update(Feed)
            .where(col(Feed.id) == row.id)
            .values(enabled=True, disabled_reason=None, next_due_at=None)
        )
        return Added(row.id, redact(row.url), row.outlet, row.title, new=False)


def remove_feeds(engine: Engine, names: Sequence[str], *, with_items: bool = False) -> list[Switched]:
    """Stop following feeds, and keep their items unless `with_items`. Raises UnknownName.

    One of the built-in list is disabled instead: the list would bring it back.
    """
    done = []
    with engine.begin() as connection:
        for name in names:
            for feed_id in find_feeds(connection, name):
                row = connection.execute(
                    select(col(Feed.url), col(Feed.outlet), col(Feed.builtin)).where(col(Feed.id) == feed_id)
                ).one()
                if with_items:
                    connection.execute(delete(Item).where(col(Item.feed_id) == feed_id))
                if row.builtin:
                    values = {"enabled": False, "disabled_reason": "You removed it."}
                    connection.execute(update(Feed).where(col(Feed.id) == feed_id).values(**values))
                else:
                    connection.execute(delete(Feed).where(col(Feed.id) == feed_id))
                done.append(
                    Switched(
                        feed_id,
                        redact(row.url),
                        row.outlet,
                        "disabled" if row.builtin else "removed",
                        row.builtin,
                    )
                )
    return done


def switch_feeds(engine: Engine, names: Sequence[str], *, enabled: bool) -> list[Switched]:
    """Enable or disable feeds; one that is enabled is due at once. Raises UnknownName."""
    values: dict[str, object] = {
        "enabled": enabled,
        "disabled_reason": None if enabled else "You disabled it.",
    }
    if enabled:
        values |= {"next_due_at": None, "failures": 0}
    done = []
    with engine.begin() as connection:
        for name in names:
            for feed_id in find_feeds(connection, name):
                connection.execute(update(Feed).where(col(Feed.id) == feed_id).values(**values))
                row = connection.execute(
                    select(col(Feed.url), col(Feed.outlet)).where(col(Feed.id) == feed_id)
                ).one()
                done.append(
                    Switched(feed_id, redact(row.url), row.outlet, "enabled" if enabled else "disabled")
                )
    return done
