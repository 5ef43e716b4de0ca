"""The named views row by row, for whoever takes the data away: read as a stream, in constant memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Date,
    Dialect,
    Engine,
    Float,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    or_,
    select,
)
from sqlalchemy.types import TypeDecorator

from chipnews.storage.types import UtcDateTime

Dataset = Literal["items", "mentions", "figures", "stories"]
DATASETS: tuple[Dataset, ...] = get_args(Dataset)
Cell = None | bool | int | float | str | Decimal | date | datetime
CellType = Literal["boolean", "integer", "float", "text", "amount", "date", "time"]
_BATCH = 2_000


class _ViewedAmount(TypeDecorator[Decimal]):
    """An amount as the views show it: SQLite gives an integer or a float there."""

    impl = Numeric
    cache_ok = True

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[[Decimal | float | int | None], Decimal | None]:
        return _amount


def _amount(value: Decimal | float | int | None) -> Decimal | None:
    # By way of text, a float of 0.1 is the 0.1 that was stored.
    return None if value is None else Decimal(str(value))


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which rows are meant: `since` and `until` (exclusive) are UTC, `companies` and `chips` slugs.

    Items and figures that are not about the field are left out unless `every`.
    """

    companies: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    every: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The columns of a dataset with their types, and its rows, which can be read once."""

    columns: tuple[tuple[str, CellType], ...]
    rows: Iterator[tuple[Cell, ...]]


def columns_of(dataset: Dataset) -> tuple[tuple[str, CellType], ...]:
    """Return the names of a dataset's columns, in the order of its view, with their types."""
    return tuple((column.name, _TYPES[type(column.type)]) for column in _VIEWS[dataset].columns)


@contextmanager
def open_rows(engine: Engine, dataset: Dataset, which: RowFilter) -> Iterator[Rows]:
    """Yield the rows of the filter, oldest first; they are read as they are taken."""
    query = select(_VIEWS[dataset]).where(*_conditions(dataset, which)).order_by(_VIEWS[dataset].c.id)
    with engine.connect().execution_options(yield_per=_BATCH) as connection:
        result = connection.execute(query)
        yield Rows(columns_of(dataset), (tuple(row) for row in result))


def _conditions(dataset: Dataset, which: RowFilter) -> list[ColumnElement[bool]]:
    view = _VIEWS[dataset].c
    moment = view.last_seen if dataset == "stories" else view.published_at
    found: list[ColumnElement[bool]] = []
    if which.since is not None:
        found.append(moment >= which.since)
    if which.until is not None:
        found.append(moment < which.until)
    if not which.every and dataset != "stories":
        found.append(view.relevant)
    for kind, slugs in (("company", which.companies), ("chip", which.chips)):
        if slugs:
            found.append(_about(dataset, kind, slugs))
    return found


def _about(dataset: Dataset, kind: str, slugs: tuple[str, ...]) -> ColumnElement[bool]:
    view, mentions = _VIEWS[dataset].c, _VIEWS["mentions"].c
    if dataset == "figures":
        if kind == "chip":
            return view.chip.in_(slugs)
        return or_(view.company.in_(slugs), view.counterparty.in_(slugs))
    if dataset == "mentions":
        return (view.kind == kind) & view.slug.in_(slugs)
    items = select(mentions.item_id).where(mentions.kind == kind, mentions.slug.in_(slugs))
    if dataset == "items":
        return view.id.in_(items)
    told = _VIEWS["items"].c
    return view.id.in_(select(told.story_id).where(told.id.in_(items)))


_TYPES: dict[type, CellType] = {
    Boolean: "boolean",
    Integer: "integer",
    Float: "float",
    String: "text",
    _ViewedAmount: "amount",
    Date: "date",
    UtcDateTime: "time",
}
_NOT_TEXT = {
    Integer: "id item_id fact_id story_id item_count outlet_count follows",
    Boolean: "relevant usd_converted",
    Float: "confidence",
    _ViewedAmount: "low high usd_low usd_high",
    Date: "period_start period_end",
    UtcDateTime: "published_at fetched_at first_seen last_seen",
}
_TYPE_OF = {name: kind for kind, names in _NOT_TEXT.items() for name in names.split()}
_NAMES: dict[Dataset, str] = {
    "items": "id published_at outlet title url author relevant text_source fetched_at story_id text",
    "mentions": "id kind slug name vendor surface item_id published_at outlet title url relevant",
    "figures": (
        "id fact_id company kind low high currency qualifier unit usd_low usd_high usd_converted "
        "counterparty chip period period_start period_end status direction confidence surface sentence "
        "item_id published_at outlet title url relevant"
    ),
    "stories": "id title url first_seen last_seen item_count outlet_count follows",
}
_VIEWS: dict[Dataset, Table] = {
    dataset: Table(
        f"v_{dataset}", MetaData(), *(Column(name, _TYPE_OF.get(name, String)()) for name in names.split())
    )
    for dataset, names in _NAMES.items()
}
