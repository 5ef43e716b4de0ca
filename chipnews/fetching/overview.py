"""How the feeds do, and how the last runs went, for people to read. Reads only."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, case, func, select
from sqlmodel import col

from chipnews.fetching.urls import redact
from chipnews.storage.models import Feed, FetchRun, Item

RATE_WEEKS = 8


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One feed. `health` is a sentence that a person can act on; "ok" where there is nothing to do."""

    id: int
    url: str
    outlet: str
    title: str | None
    homepage: str | None
    topic: str | None
    kind: str | None
    enabled: bool
    builtin: bool
    full_text: bool | None
    health: str
    failures: int
    malformed: str | None
    last_attempt_at: datetime | None
    last_success_at: datetime | None
    next_due_at: datetime | None
    items: int
    items_per_week: float


@dataclass(frozen=True, slots=True)
class RunError:
    """The failure of one feed in a run."""

    feed: str
    outlet: str
    message: str


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run; `finished_at` is None where it was killed."""

    id: int
    started_at: datetime
    finished_at: datetime | None
    feeds: int
    unchanged: int
    failed: int
    items_new: int
    items_updated: int
    articles: int
    tagged: int
    errors: tuple[RunError, ...]


def feeds_health(engine: Engine, now: datetime, *, builtin: bool = True) -> list[FeedHealth]:
    """Return every feed with its health, those of the built-in list only where they are wanted."""
    since = now - timedelta(weeks=RATE_WEEKS)
    counts = (
        select(
            col(Item.feed_id).label("feed_id"),
            func.count().label("stored"),
            func.sum(case((col(Item.published_at) >= since, 1), else_=0)).label("lately"),
            func.min(col(Item.published_at)).label("oldest"),
        )
        .group_by(col(Item.feed_id))
        .subquery()
    )
    query = (
        select(Feed, counts.c.stored, counts.c.lately, counts.c.oldest)
        .outerjoin(counts, counts.c.feed_id == Feed.id)
        .order_by(func.lower(col(Feed.outlet)), col(Feed.id))
    )
    if not builtin:
        query = query.where(~col(Feed.builtin))
    from sqlalchemy.orm import Session

    with Session(engine) as session:
        return [
            _health(feed, int(items or 0), int(lately or 0), oldest, now)
            for feed, items, lately, oldest in session.execute(query)
        ]


def _health(feed: Feed, items: int, lately: int, oldest: datetime | None, now: datetime) -> FeedHealth:
    weeks = RATE_WEEKS if oldest is None else min(max((now - oldest).days / 7, 1.0), RATE_WEEKS)
    return FeedHealth(
        id=feed.id or 0, url=redact(feed.url), outlet=feed.outlet, title=feed.title, homepage=feed.homepage,
        topic=feed.topic, kind=feed.kind, enabled=feed.enabled, builtin=feed.builtin,
        full_text=feed.full_text,
        health=_in_words(feed, items), failures=feed.failures, malformed=feed.malformed,
        last_attempt_at=feed.last_attempt_at, last_success_at=feed.last_success_at,
        next_due_at=feed.next_due_at,
        items=items, items_per_week=round(lately / weeks, 1),
    )  # fmt: skip


def _in_words(feed: Feed, items: int) -> str:
    if not feed.enabled:
        return f"disabled: {feed.disabled_reason}" if feed.disabled_reason else "disabled"
    if feed.failures:
        times = "once" if feed.failures == 1 else f"{feed.failures} times in a row"
        return f"failed {times}: {feed.last_error}"
    if feed.last_success_at is None:
        return "not fetched yet"
    if feed.malformed:
        return f"ok, but malformed: {feed.malformed}"
    return "ok" if items else "ok, but empty"


def past_runs(engine: Engine, limit: int = 20) -> list[PastRun]:
    """Return the last runs, newest first."""
    from sqlalchemy.orm import Session

    query = select(FetchRun).order_by(col(FetchRun.id).desc()).limit(limit)
    with Session(engine) as session:
        return [
            PastRun(
                run.id or 0, run.started_at, run.finished_at, run.feeds, run.unchanged, run.failed,
                run.items_new,
                run.items_updated, run.articles, run.tagged,
                tuple(RunError(**error) for error in json.loads(run.errors)),
            )
            for run in session.scalars(query)
        ]  # fmt: skip
