"""Keeps the counts by day: counts the days anew that the triggers have marked, and nothing else.

Each span of days is counted in one transaction, together with the removal of its marks, so that a run that
is killed leaves every count either right or marked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeAlias

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Engine,
    Float,
    Select,
    SQLColumnExpression,
    Table,
    case,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    union,
)
from sqlmodel import col

from chipnews.storage.models import Fact, Figure, Item, Mention, day_due, family_member, figure_day, named_day

_Select: TypeAlias = "Select[*tuple[Any, ...]]"
_Union: TypeAlias = "CompoundSelect[*tuple[Any, ...]]"
_Conditions: TypeAlias = "Sequence[ColumnElement[bool]]"
Families: TypeAlias = Mapping[str, Sequence[str]]
"""Each company that has others below it, with itself and these (slugs)."""
# Few enough for one transaction of a large archive, which holds up whoever else writes.
LONGEST_SPAN = 31
COUNTING_LOCK = 7_241_908  # any constant: the key of the advisory lock on PostgreSQL


def count_days(engine: Engine, families: Families) -> int:
    """Count the marked days anew, all of them where the families have changed; return how many."""
    with engine.begin() as connection:
        _lock(connection)
        _store_families(connection, families)
    with engine.connect() as connection:
        days = list(connection.execute(select(_DUE).distinct().order_by(_DUE)).scalars())
    for first, last in _spans(days):
        with engine.begin() as connection:
            _lock(connection)
            _count_span(connection, first, last)
    return len(days)


def _lock(connection: Connection) -> None:
    """Let nobody else count until the transaction ends. SQLite has one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": COUNTING_LOCK})


def _store_families(connection: Connection, families: Families) -> None:
    """Store families that differ from the stored ones, and mark every day that has items."""
    columns = (family_member.c.company, family_member.c.member)
    wanted = {(company, each) for company, family in families.items() for each in family}
    if {(row[0], row[1]) for row in connection.execute(select(*columns))} != wanted:
        connection.execute(delete(family_member))
        if wanted:
            rows = [{"company": company, "member": member} for company, member in sorted(wanted)]
            connection.execute(insert(family_member), rows)
        counted = select(named_day.c.day).where(named_day.c.kind == "all")
        connection.execute(insert(day_due).from_select(["day"], counted))


def _count_span(connection: Connection, first: date, last: date) -> None:
    # The first statement writes, so that nothing changes between the removal of marks and the counting.
    for table, day in ((day_due, _DUE), (named_day, named_day.c.day), (figure_day, figure_day.c.day)):
        connection.execute(delete(table).where(day.between(first, last)))
    within = [
        col(Item.published_at) >= datetime.combine(first, time(), UTC),
        col(Item.published_at) < datetime.combine(last + timedelta(days=1), time(), UTC),
        col(Item.relevant).is_(True),
        col(Item.duplicate_of).is_(None),
    ]
    company, counterparty = col(Figure.company), col(Figure.counterparty)
    for named in (_all(within), _named(within), _named_families(within)):
        _insert(connection, named_day, named)
    for figures in (
        _figures("all", _stated(literal(""), within)),
        _figures("all", _stated(literal(""), within), by_kind=True),
        _figures("about", _stated(company, within), by_kind=True),
        _figures("chip", _stated(col(Figure.chip), within)),
        # A figure of which a company is both parties is one.
        _figures("company", union(_stated(company, within), _stated(counterparty, within))),
        _figures("family", union(_of_families(company, within), _of_families(counterparty, within))),
    ):
        _insert(connection, figure_day, figures)


def _insert(connection: Connection, table: Table, rows: _Select) -> None:
    connection.execute(insert(table).from_select(table.columns.keys(), rows))


def _all(which: _Conditions) -> _Select:
    return select(literal("all"), literal(""), _DAY, func.count()).where(*which).group_by(_DAY)


def _named(which: _Conditions) -> _Select:
    return (
        select(col(Mention.kind), col(Mention.slug), _DAY, func.count(col(Item.id).distinct()))
        .join(Item, col(Item.id) == col(Mention.item_id))
        .where(*which)
        .group_by(col(Mention.kind), col(Mention.slug), _DAY)
    )


def _named_families(which: _Conditions) -> _Select:
    return (
        select(literal("family"), family_member.c.company, _DAY, func.count(col(Item.id).distinct()))
        .join(Mention, col(Mention.slug) == family_member.c.member)
        .join(Item, col(Item.id) == col(Mention.item_id))
        .where(col(Mention.kind) == "company", *which)
        .group_by(family_member.c.company, _DAY)
    )


def _stated(slug: SQLColumnExpression[Any], which: _Conditions) -> _Select:
    """Return the figures that count, each with its item, kind, day and largest value, and what `slug` is."""
    # A price per hour is not to be compared with a sum.
    sums = case((col(Figure.unit) == "total", cast(col(Figure.usd_high), Float)))
    return (
        select(
            col(Figure.id),
            col(Figure.item_id),
            col(Figure.kind),
            slug.label("slug"),
            _DAY.label("day"),
            sums.label("usd"),
        )
        .join(Item, col(Item.id) == col(Figure.item_id))
        .outerjoin(Fact, col(Fact.id) == col(Figure.fact_id))
        .where(col(Fact.rejected).is_not(True), slug.is_not(None), *which)
    )


def _of_families(side: SQLColumnExpression[Any], which: _Conditions) -> _Select:
    stated = _stated(family_member.c.company, which)
    return stated.join(family_member, family_member.c.member == side)


def _figures(scope: str, stated: "_Select | _Union", *, by_kind: bool = False) -> _Select:
    rows = stated.subquery().c
    kind = rows.kind if by_kind else literal("").label("kind")
    items = func.count(rows.item_id.distinct())
    query = select(literal(scope), rows.slug, kind, rows.day, items, func.count(), func.max(rows.usd))
    groups = [rows.slug, rows.day]
    if by_kind:
        return query.where(rows.kind.is_not(None)).group_by(*groups, rows.kind)
    return query.group_by(*groups)


def _spans(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield the first and last day of each run of days, cut where it grows too long."""
    run: list[date] = []
    for day in days:
        if run and (day - run[-1] > timedelta(days=1) or len(run) == LONGEST_SPAN):
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]


_DUE = day_due.c.day
_DAY = func.date(col(Item.published_at))
