"""What the feed table remembers between runs.

Validators, failures, the next due time. One call, one change.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, String, bindparam, func, or_, select, update
from sqlmodel import col

from chipnews.errors import UnknownName
from chipnews.fetching.cleaning import one_line
from chipnews.fetching.urls import redact
from chipnews.fetching.values import FeedState, FetchedFeed
from chipnews.storage.models import Feed

_STATE = (
    col(Feed.id), col(Feed.url), col(Feed.outlet), col(Feed.primary_company), col(Feed.full_text),
    col(Feed.etag),
    col(Feed.last_modified), col(Feed.body_hash), col(Feed.asked_interval_s), col(Feed.skip_hours),
    col(Feed.skip_days), col(Feed.failures), col(Feed.last_success_at), col(Feed.next_due_at),
)  # fmt: skip
# Built once: building a statement takes SQLAlchemy longer than SQLite takes to run it.
_CHANGE = update(Feed).where(col(Feed.id) == bindparam("feed"))
_CHANGE_WITH_HOMEPAGE = _CHANGE.values(
    homepage=func.coalesce(col(Feed.homepage), bindparam("said_homepage", type_=String))
)


def followed_feeds(connection: Connection, *, builtin: bool) -> list[FeedState]:
    """Return all enabled feeds, those of the built-in list only where they are wanted."""
    wanted = select(*_STATE).where(col(Feed.enabled)).order_by(col(Feed.id))
    if not builtin:
        wanted = wanted.where(~col(Feed.builtin))
    return [_state(row) for row in connection.execute(wanted).mappings()]


def chosen_feeds(connection: Connection, names: Sequence[str]) -> list[FeedState]:
    """Return the feeds of these ids, URLs or outlets, enabled or not. Raises UnknownName."""
    ids = list(dict.fromkeys(each for name in names for each in find_feeds(connection, name)))
    rows = connection.execute(select(*_STATE).where(col(Feed.id).in_(ids)).order_by(col(Feed.id))).mappings()
    return [_state(row) for row in rows]


def state_of(connection: Connection, feed_id: int) -> FeedState:
    """Return the state of one feed."""
    return _state(connection.execute(select(*_STATE).where(col(Feed.id) == feed_id)).mappings().one())


def find_feeds(connection: Connection, name: str) -> list[int]:
    """Return the ids of the feeds of an id, a URL or an outlet. Raises UnknownName with the nearest."""
    ways = [col(Feed.url) == name, col(Feed.origin_url) == name, func.lower(col(Feed.outlet)) == name.lower()]
    if name.isascii() and name.isdigit() and len(name) < 10:
        ways.append(col(Feed.id) == int(name))
    found = list(connection.execute(select(col(Feed.id)).where(or_(*ways))).scalars())
    if not found:
        from chipnews.knowledge.loader import nearest

        rows = connection.execute(select(col(Feed.outlet), col(Feed.url))).all()
        known = [each for outlet, url in rows for each in (outlet, redact(url))]
        raise UnknownName("feed", redact(name), nearest(redact(name), known))
    return [each for each in found if each is not None]


def is_due(state: FeedState, now: datetime) -> bool:
    """Return whether it is time to ask this feed again."""
    return state.next_due_at is None or state.next_due_at <= now


def record_success(
    connection: Connection,
    state: FeedState,
    *,
    now: datetime,
    due: datetime,
    etag: str | None,
    last_modified: str | None,
    body_hash: str | None = None,
    feed: FetchedFeed | None = None,
) -> None:
    """Remember a good answer; `feed` is None where it was unchanged."""
    values: dict[str, object] = {
        "feed": state.id, "failures": 0, "last_error": None, "last_attempt_at": now, "last_success_at": now,
        "next_due_at": due,
    }  # fmt: skip
    if etag is not None or last_modified is not None or feed is not None:
        values |= {"etag": etag, "last_modified": last_modified}
    if body_hash is not None:
        values["body_hash"] = body_hash
    if feed is not None:
        values |= {
            "title": feed.title, "kind": feed.kind, "malformed": feed.malformed,
            "asked_interval_s": feed.interval_s,
            "skip_hours": _written(feed.skip_hours), "skip_days": _written(feed.skip_days),
            "said_homepage": feed.homepage,
        }  # fmt: skip
    connection.execute(_CHANGE if feed is None else _CHANGE_WITH_HOMEPAGE, values)


def record_failure(
    connection: Connection,
    state: FeedState,
    *,
    now: datetime,
    due: datetime,
    message: str,
    disable: bool = False,
) -> None:
    """Remember a failure; `disable` is for a feed that is gone for good."""
    values: dict[str, object] = {
        "failures": col(Feed.failures) + 1, "last_error": one_line(message), "last_attempt_at": now,
        "next_due_at": due,
    }  # fmt: skip
    if disable:
        values |= {"enabled": False, "disabled_reason": one_line(message)}
    connection.execute(update(Feed).where(col(Feed.id) == state.id).values(**values))


def forgive(connection: Connection, feed_ids: Sequence[int]) -> None:
    """Take back the last failure of these feeds: it was not theirs."""
    connection.execute(
        update(Feed)
        .where(col(Feed.id).in_(feed_ids), col(Feed.failures) > 0)
        .values(failures=col(Feed.failures) - 1, next_due_at=None)
    )


def postpone(connection: Connection, feed_ids: Sequence[int], until: datetime) -> None:
    """Leave feeds alone until a time, because their host asks for it."""
    later = or_(col(Feed.next_due_at).is_(None), col(Feed.next_due_at) < until)
    connection.execute(update(Feed).where(col(Feed.id).in_(feed_ids), later).values(next_due_at=until))


def move(connection: Connection, state: FeedState, url: str) -> str | None:
    """Give a feed its permanent new address.

    Where another feed has that address, this one is disabled instead; the reason is returned.
    """
    other = connection.execute(
        select(col(Feed.outlet)).where(col(Feed.url) == url, col(Feed.id) != state.id)
    ).scalar()
    if other is None:
        connection.execute(update(Feed).where(col(Feed.id) == state.id).values(url=url))
        return None
    reason = f"It moved to {redact(url)}, which is followed already ({other})."
    connection.execute(
        update(Feed).where(col(Feed.id) == state.id).values(enabled=False, disabled_reason=reason)
    )
    return reason


def _state(row: RowMapping) -> FeedState:
    values: dict[str, object] = {str(name): value for name, value in row.items()}
    values |= {name: _read(values[name]) for name in ("skip_hours", "skip_days")}
    return FeedState(**values)  # type: ignore[arg-type]


def _written(numbers: frozenset[int]) -> str | None:
    return ",".join(str(number) for number in sorted(numbers)) or None


def _read(numbers: object) -> frozenset[int]:
    return frozenset(map(int, numbers.split(","))) if isinstance(numbers, str) else frozenset()
