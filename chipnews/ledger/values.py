"""The values of the ledger: figures as they are merged, what a person said of them, and facts. Data only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One stored figure with what the ledger needs of its item. Times are UTC, amounts whole units.

    `identity` stands for the item's content, whatever its row is called: its canonical address, or outlet and
    GUID. `primary_company` is the company whose own newsroom or filing the item is.
    """

    id: int
    item_id: int
    identity: str
    outlet: str
    published_at: datetime
    primary_company: str | None
    start: int
    surface: str
    sentence: str
    low: Decimal
    high: Decimal
    currency: str
    usd_low: Decimal | None
    usd_high: Decimal | None
    usd_converted: bool
    qualifier: str
    unit: str
    kind: str | None
    company: str | None
    counterparty: str | None
    chip: str | None
    period: str | None
    period_start: date | None
    period_end: date | None
    direction: str | None
    status: str
    cites: str | None
    confidence: float
    fact_id: int | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person said of a figure: that it is none, or what fields of `FigureRecord` are really."""

    rejected: bool = False
    changes: Mapping[str, str | date | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What figures must share to be merged. `item` is set for those that merge within their item only."""

    company: str | None
    kind: str | None
    currency: str
    unit: str
    item: str | None = None


@dataclass(frozen=True, slots=True)
class MergedFact:
    """One entry of the ledger. The columns of `fact` by name, and the ids of its figures in rising order.

    `sources` counts items; `outlets` counts independent ones: who only cites another counts as that one.
    """

    key: str
    company: str | None
    counterparty: str | None
    chip: str | None
    kind: str | None
    low: Decimal
    high: Decimal
    currency: str
    usd_low: Decimal | None
    usd_high: Decimal | None
    usd_converted: bool
    qualifier: str
    unit: str
    period: str | None
    period_start: date | None
    period_end: date | None
    status: str
    direction: str | None
    confidence: float
    sources: int
    outlets: int
    first_seen: datetime
    last_seen: datetime
    by_hand: bool
    rejected: bool
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What a run did: figures looked at, facts that are new, changed and gone."""

    figures: int = 0
    added: int = 0
    changed: int = 0
    removed: int = 0
