"""Dates of feeds in whatever form they come, as UTC. Pure but for the clock, which is passed in."""

import re
from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# A clock that runs ahead, or a zone that is wrong by its name, is no reason to lose the date.
AHEAD = timedelta(hours=26)

_ZONES_S = {
    name: int(hours * 3600)
    for name, hours in {
        "UT": 0, "GMT": 0, "UTC": 0, "Z": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2, "MEZ": 1,
        "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "IST": 5.5, "CST": -6, "CDT": -5, "EST": -5, "EDT": -4,
        "ET": -5, "CT": -6, "MT": -7, "PT": -8, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9,
        "AKDT": -8, "HST": -10, "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "AWST": 8, "ACST": 9.5, "ACDT": 10.5,
        "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
    }.items()
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(:\d\d(?:\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?$", re.I
)
_RFC822 = re.compile(
    r"(?:[A-Z][a-z]{2},? )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? "
    r"(?:([+-])([01]\d|2[0-3])(\d\d)|GMT|UTC?|Z|([ECMP][SD]T))$"
)
_MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}
_BAD_ZONE = re.compile(r"\s*\((?:[^()]*)\)\s*$")
_NO_SIGN = re.compile(r"(:\d\d) 0000$")
_GMT_OFFSET = re.compile(r"\b(?:GMT|UTC)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\b", re.I)


def parse_date(text: str | None) -> datetime | None:
    """Return the UTC time that a feed's date means, None where it cannot be read or is before 1990.

    A date without a zone is taken as UTC.
    """
    text = (text or "").strip()
    if not 4 <= len(text) <= 100:
        return None
    found = _iso(text) or _rfc822(text) or _any_form(text)
    if found is None:
        return None
    try:
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (OverflowError, ValueError):
        return None
    return found if found >= EARLIEST else None


def sane(published_at: datetime | None, now: datetime) -> datetime:
    """Return the time to store for an entry: its own, or now where that is missing or lies in the future."""
    if published_at is None or published_at > now + AHEAD:
        return now
    return min(published_at, now)


def _iso(text: str) -> datetime | None:
    if not _ISO.match(text):
        return None
    try:
        return datetime.fromisoformat(text.upper().replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None


def _rfc822(text: str) -> datetime | None:
    """Read the form of RSS, a third as long as the standard library takes for it and all its variants."""
    found = _RFC822.match(text)
    if found is None:
        return None
    day, month, year, hour, minute, second, sign, zone_hours, zone_minutes, zone = found.groups()
    offset = (
        timedelta(hours=int(zone_hours), minutes=int(zone_minutes))
        if sign
        else timedelta(seconds=_ZONES_S[zone] if zone else 0)
    )
    try:
        said = datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), int(second or 0), tzinfo=UTC
        )
        return said + offset if sign == "-" else said - offset
    except (KeyError, ValueError, OverflowError):
        return None


def _any_form(text: str) -> datetime | None:
    from dateutil import parser as dateutil_parser

    text = _NO_SIGN.sub(r"\1 +0000", _BAD_ZONE.sub("", text))
    # POSIX reads "GMT+3" as three hours west of Greenwich, people mean east.
    text = _GMT_OFFSET.sub(lambda m: f"{m[1]}{int(m[2]):02d}{m[3] or '00'}", text)
    default = datetime(1, 1, 1, tzinfo=None)  # noqa: DTZ001 - tells whether a year was given
    try:
        found = dateutil_parser.parse(text, tzinfos=_ZONES_S, default=default, fuzzy=False)
    except (ValueError, OverflowError, TypeError, AttributeError, RecursionError):
        return _in_words(text)
    return found if isinstance(found, datetime) and found.year > 1 else None


def _in_words(text: str) -> datetime | None:
    """Read names of months in other languages, which only the slowest parser knows."""
    if not any(character.isalpha() for character in text) or not any(c.isdigit() for c in text):
        return None
    import dateparser

    try:
        found = dateparser.parse(
            text,
            settings={
                "RETURN_AS_TIMEZONE_AWARE": True,
                "TIMEZONE": "UTC",
                "REQUIRE_PARTS": ["day", "month", "year"],
            },
        )
    except (ValueError, OverflowError, RecursionError):
        return None
    return found if isinstance(found, datetime) else None
