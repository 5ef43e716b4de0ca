"""When a feed is due again. Pure: clock and chance are passed in."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

LONGEST_BACKOFF_S = 86_400.0
LONGEST_ASKED_S = 7 * 86_400.0
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


def after_success(
    now: datetime,
    *,
    interval_s: float,
    asked_s: float | None = None,
    headers: Mapping[str, str] | None = None,
    skip_hours: frozenset[int] = frozenset(),
    skip_days: frozenset[int] = frozenset(),
) -> datetime:
    """Return when to ask again after an answer.

    What feed and server ask for lengthens, and never shortens.
    """
    wait = max(interval_s, min(asked_s or 0.0, LONGEST_ASKED_S), max_age_s(headers or {}))
    return _outside(now + timedelta(seconds=wait), skip_hours, skip_days)


def after_failure(
    now: datetime,
    failures: int,
    *,
    interval_s: float,
    chance: Callable[[], float],
    retry_after_s: float | None = None,
) -> datetime:
    """Return when to ask again after so many failures in a row, with `chance` (0 to 1) for the jitter.

    The wait doubles with each failure, to at most a day; the server's own wish can only lengthen it.
    """
    doubled = max(interval_s, 60.0) * 2 ** min(failures, 20)
    backoff = min(doubled, LONGEST_BACKOFF_S) * (0.75 + 0.25 * chance())
    return now + timedelta(seconds=max(backoff, retry_after_s or 0.0))


def max_age_s(headers: Mapping[str, str]) -> float:
    """Return the seconds for which the server calls its answer fresh, at most a week."""
    control = headers.get("cache-control", "")
    found = _MAX_AGE.search(control)
    if found is None or "no-cache" in control or "no-store" in control:
        return 0.0
    return min(float(found[1]), LONGEST_ASKED_S)


def _outside(due: datetime, skip_hours: frozenset[int], skip_days: frozenset[int]) -> datetime:
    """Return the first time from `due` on that is in none of the hours and days (UTC) to be left alone."""
    due = due.astimezone(UTC)
    for _ in range(7 * 24):
        if due.hour not in skip_hours and due.weekday() not in skip_days:
            break
        due = due.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return due
