"""Lists of feeds in and out of the database, as OPML."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, insert, select
from sqlmodel import col

from chipnews.config import Settings
from chipnews.errors import ImportFailed
from chipnews.fetching.builtin import followed_with_builtin
from chipnews.fetching.opml import Outline, read_opml, write_opml
from chipnews.fetching.urls import host_of, redact
from chipnews.storage.models import Feed


@dataclass(frozen=True, slots=True)
class Exchanged:
    """How many feeds of a list are new, and how many were followed already."""

    new: int
    known: int


def import_opml(engine: Engine, file: Path) -> Exchanged:
    """Follow the feeds of an OPML file, without asking any of them yet. Raises ImportFailed."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{file} cannot be read: {error.strerror}.") from None
    listed = read_opml(raw, str(file))
    now = datetime.now(UTC)
    with engine.begin() as connection:
        known = {
            url for row in connection.execute(select(col(Feed.url), col(Feed.origin_url))) for url in row
        }
        new = [feed for feed in listed if feed.url not in known]
        if new:
            rows = [
                {
                    "url": feed.url, "origin_url": feed.url, "outlet": feed.title or host_of(feed.url),
                    "homepage": feed.homepage, "topic": feed.folder, "builtin": False, "enabled": True,
                    "failures": 0, "added_at": now,
                }
                for feed in new
            ]  # fmt: skip
            connection.execute(insert(Feed), rows)
    return Exchanged(len(new), len(listed) - len(new))


def export_opml(engine: Engine, settings: Settings, file: Path | None) -> str:
    """Return the enabled feeds as OPML, and write them to `file`, whole or not at all, where one is named.

    Raises ImportFailed where it cannot be written.
    """
    followed_with_builtin(engine, settings, datetime.now(UTC))
    query = select(col(Feed.url), col(Feed.outlet), col(Feed.homepage), col(Feed.topic)).where(
        col(Feed.enabled)
    )
    if not settings.feeds.builtin:
        query = query.where(~col(Feed.builtin))
    with engine.connect() as connection:
        feeds = [
            Outline(redact(row.url), row.outlet, row.homepage, row.topic) for row in connection.execute(query)
        ]
    document = write_opml(feeds)
    if file is not None:
        partial = file.with_name(f".{file.name}.partial")
        try:
            partial.write_bytes(document)
            partial.replace(file)
        except OSError as error:
            raise ImportFailed(f"{file} cannot be written: {error.strerror}.") from None
    return document.decode("utf-8")
