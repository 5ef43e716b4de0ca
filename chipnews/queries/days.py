"""Counts by day, as they are kept: only days that are marked or cut in two are counted from the items.

So what is asked takes as long as it has days, however many items there are. What is not kept (an outlet, a
company and a chip at once, a family that was last counted otherwise) is counted from the items.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, SQLColumnExpression, func, select
from sqlmodel import col

from chipnews.queries.items import ItemFilter, conditions
from chipnews.storage.models import Item, day_due, family_member, named_day

# More days than this are not worth being counted one by one.
MOST_DUE = 100
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class KeptAs:
    """What counts are kept under: a kind (company, chip, family, all) and a slug."""

    kind: str
    slug: str


@dataclass(frozen=True, slots=True)
class Span:
    """Times in UTC from `since` until before `until`; None: no bound."""

    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Days:
    """Which days' counts can be taken as they are kept, and what is to be counted instead of the others.

    `first` and `last` are inclusive; of these days, the `due` are left out.
    """

    first: date | None
    last: date | None
    due: tuple[date, ...]
    spans: tuple[Span, ...]

    def taken(self, column: SQLColumnExpression[date]) -> list[ColumnElement[bool]]:
        """Return as conditions on a column of days that they are taken as they are kept."""
        found: list[ColumnElement[bool]] = []
        if self.first is not None:
            found.append(column >= self.first)
        if self.last is not None:
            found.append(column <= self.last)
        if self.due:
            found.append(column.not_in(self.due))
        return found


def kept_as(connection: Connection, companies: Sequence[str], chips: Sequence[str]) -> KeptAs | None:
    """Return what the counts of these slugs are kept under; None if they are not."""
    match tuple(companies), tuple(chips):
        case (), ():
            return KeptAs("all", "")
        case (), (chip,):
            return KeptAs("chip", chip)
        case (company,), ():
            return KeptAs("company", company)
        case (company, *_), ():
            stored = select(family_member.c.member).where(family_member.c.company == company)
            if set(connection.execute(stored).scalars()) == set(companies):
                return KeptAs("family", company)
    return None


def kept_days(connection: Connection, since: datetime | None, until: datetime | None) -> Days | None:
    """Return the days of a period (UTC, `until` exclusive); None if too much of it is to be counted anew."""
    marked = select(day_due.c.day).distinct().order_by(day_due.c.day)
    first = _first_whole(since) if since else None
    last = until.date() - _DAY if until else None
    if first is not None:
        marked = marked.where(day_due.c.day >= first)
    if last is not None:
        marked = marked.where(day_due.c.day <= last)
    due = tuple(connection.execute(marked.limit(MOST_DUE + 1)).scalars())
    if len(due) > MOST_DUE:
        return None
    spans = [Span(_midnight(start), _midnight(end + _DAY)) for start, end in _runs(due)]
    if since and until and first and last and first > last + _DAY:
        spans = [Span(since, until)]  # it begins and ends within one day
    else:
        if since and first and since < _midnight(first):
            spans.append(Span(since, _midnight(first)))
        if until and last and until > _midnight(last + _DAY):
            spans.append(Span(_midnight(last + _DAY), until))
    return Days(first, last, due, tuple(spans))


def item_days(connection: Connection, which: ItemFilter) -> dict[date, int] | None:
    """Return the number of items of each day that has any; None if it is not kept."""
    if which.outlet is not None or which.relevant is not True or which.stored:
        return None
    kept = kept_as(connection, which.companies, which.chips)
    days = kept_days(connection, which.since, which.until) if kept else None
    if kept is None or days is None:
        return None
    stored = select(named_day.c.day, named_day.c["items"]).where(
        named_day.c.kind == kept.kind, named_day.c.slug == kept.slug, *days.taken(named_day.c.day)
    )
    found = {row[0]: row[1] for row in connection.execute(stored)}
    day = func.date(col(Item.published_at))
    for span in days.spans:
        of_span = replace(which, since=span.since, until=span.until)
        counted = select(day, func.count()).where(*conditions(of_span, by_time=True)).group_by(day)
        found |= {date.fromisoformat(str(each)): items for each, items in connection.execute(counted)}
    return found


def _first_whole(since: datetime) -> date:
    return since.date() if since == _midnight(since.date()) else since.date() + _DAY


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and the last of days that follow one another."""
    run: list[date] = []
    for day in days:
        if run and day - run[-1] > _DAY:
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]
