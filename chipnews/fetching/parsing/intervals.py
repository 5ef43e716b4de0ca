"""How often a feed asks to be read.

RSS `ttl`, `skipHours` and `skipDays`, the syndication module's `updatePeriod`. Pure.
"""

from collections.abc import Iterable

_PERIODS_S = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST_S = 604_800


def interval_of(ttl: str | None, period: str | None, frequency: str | None) -> int | None:
    """Return the seconds that a feed asks to be left alone, at most a week; None where it does not say.

    `ttl` is in minutes (RSS 2.0); `period` is divided by `frequency` (RSS syndication module).
    """
    asked = []
    if minutes := _number(ttl):
        asked.append(minutes * 60)
    if period and (seconds := _PERIODS_S.get(period.strip().lower())):
        asked.append(seconds // max(_number(frequency) or 1, 1))
    return min(max(asked), LONGEST_S) if asked else None


def skipped_hours(hours: Iterable[str]) -> frozenset[int]:
    """Return the hours (UTC, 0 to 23) in which a feed asks not to be read. All 24 would be none."""
    found = frozenset(hour % 24 for text in hours if (hour := _number(text)) is not None and hour <= 24)
    return found if len(found) < 24 else frozenset()


def skipped_days(days: Iterable[str]) -> frozenset[int]:
    """Return the days of the week (UTC, 0 is Monday) in which a feed asks not to be read. All 7: none."""
    found = frozenset(_DAYS.index(day) for text in days if (day := text.strip().lower()) in _DAYS)
    return found if len(found) < 7 else frozenset()


def _number(text: str | None) -> int | None:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None
