"""Looks at one feed and says what is there. Stores nothing."""

from dataclasses import dataclass
from datetime import datetime

from chipnews.config import Settings
from chipnews.fetching.following import find_feed
from chipnews.fetching.urls import redact
from chipnews.fetching.values import FeedKind, FetchedFeed

SHOWN = 5


@dataclass(frozen=True, slots=True)
class FeedCheck:
    """What is at a URL. `discovered`: the URL was a page that names this feed. `faults` are sentences."""

    url: str
    kind: FeedKind
    title: str | None
    homepage: str | None
    entries: int
    newest_at: datetime | None
    oldest_at: datetime | None
    discovered: bool
    moved: bool
    titles: tuple[str, ...]
    faults: tuple[str, ...]
    others: tuple[str, ...]


def check_feed(settings: Settings, url: str) -> FeedCheck:
    """Return what is at a URL. Raises FetchFailed where there is no feed and no page that names one."""
    found = find_feed(settings, url)
    feed = found.feed
    dates = sorted(entry.published_at for entry in feed.entries if entry.published_at)
    moved = found.answer.moved_to is not None
    faults = list(_faults(feed))
    if moved:
        faults.insert(0, f"It moved for good to {redact(found.url)}.")
    return FeedCheck(
        url=redact(found.url), kind=feed.kind, title=feed.title, homepage=feed.homepage,
        entries=len(feed.entries),
        newest_at=dates[-1] if dates else None, oldest_at=dates[0] if dates else None,
        discovered=found.discovered, moved=moved, titles=tuple(entry.title for entry in feed.entries[:SHOWN]),
        faults=tuple(faults), others=tuple(redact(each) for each in found.others),
    )  # fmt: skip


def _faults(feed: FetchedFeed) -> list[str]:
    found = []
    if feed.malformed:
        found.append(f"Malformed, but readable: {feed.malformed}.")
    if not feed.entries:
        found.append("It has no entries.")
    for what, number in (
        ("date", sum(entry.published_at is None for entry in feed.entries)),
        ("link", sum(entry.url is None for entry in feed.entries)),
        ("GUID", sum(entry.guid is None for entry in feed.entries)),
    ):
        if number:
            found.append(f"{number} of {len(feed.entries)} entries have no {what} that can be read.")
    return found
