"""Brings the built-in list of feeds into the feed table.

Adds and refreshes; never removes a person's choice.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, insert, or_, select, update
from sqlalchemy.exc import DBAPIError
from sqlmodel import col

from chipnews.config import Settings
from chipnews.knowledge.entries import KnownFeed
from chipnews.knowledge.loader import load_feeds
from chipnews.storage.models import Feed

_log = logging.getLogger(__name__)


def sync_builtin(connection: Connection, listed: Sequence[KnownFeed], now: datetime) -> int:
    """Bring the listed feeds into the table and return how many are new.

    A feed is known by the address it was listed under, wherever it has moved since. One that was disabled
    stays
    so; one that is no longer listed becomes an ordinary feed of the user's.
    """
    rows = connection.execute(
        select(
            col(Feed.id), col(Feed.url), col(Feed.origin_url), col(Feed.builtin), col(Feed.outlet),
            col(Feed.homepage),
            col(Feed.topic), col(Feed.country), col(Feed.primary_company), col(Feed.full_text),
        ).where(or_(col(Feed.builtin), col(Feed.url).in_([feed.url for feed in listed])))
    ).all()  # fmt: skip
    known = {url: row for row in rows for url in (row.url, row.origin_url) if url}
    new = []
    for feed in listed:
        values = {
            "outlet": feed.outlet, "homepage": feed.homepage, "topic": feed.topic, "country": feed.country,
            "primary_company": feed.primary, "full_text": feed.full_text,
        }  # fmt: skip
        row = known.get(feed.url)
        if row is None:
            own = {"url": feed.url, "origin_url": feed.url, "builtin": True, "enabled": True, "failures": 0}
            new.append(own | values | {"added_at": now})
        elif row.builtin and any(getattr(row, name) != value for name, value in values.items()):
            connection.execute(update(Feed).where(col(Feed.id) == row.id).values(**values))
    if new:
        connection.execute(insert(Feed), new)
    urls = {feed.url for feed in listed}
    dropped = [row.id for row in rows if row.builtin and (row.origin_url or row.url) not in urls]
    if dropped:
        connection.execute(update(Feed).where(col(Feed.id).in_(dropped)).values(builtin=False))
    return len(new)


def followed_with_builtin(engine: Engine, settings: Settings, now: datetime) -> None:
    """Bring the built-in list into the table where the settings want it. Raises KnowledgeError.

    A database that can only be read shows the list as it was when it was last written.
    """
    if not settings.feeds.builtin:
        return
    try:
        with engine.begin() as connection:
            sync_builtin(connection, load_feeds(), now)
    except DBAPIError as error:
        if not any(mark in str(error.orig) for mark in ("readonly", "read-only")):
            raise
        _log.info("the built-in list is shown as it was stored: %s", error.orig)
