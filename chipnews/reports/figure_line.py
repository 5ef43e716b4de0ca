"""One line of a table of figures: an amount, what it is about and where it was said."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from chipnews.knowledge.loader import Knowledge
from chipnews.queries import FigureRow
from chipnews.queries.ledger import FactRow
from chipnews.reports.names import Named, chip_named, company_named


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in whole units of `currency` (ISO 4217); `low` and `high` differ only for a range.

    `usd_low` and `usd_high` are its value in US dollars, None where no rate is known.
    """

    low: Decimal
    high: Decimal
    currency: str
    qualifier: str
    unit: str
    usd_low: Decimal | None = None
    usd_high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The item that says it. `primary`: it is the company's own newsroom or filing."""

    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime
    primary: bool


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure as reports show it; None is what is not known.

    `sources` counts the items that state it, `outlets` their outlets; `source` is the first of them,
    or the company's own.
    """

    amount: Amount
    kind: str | None
    company: Named | None
    counterparty: Named | None
    chip: Named | None
    period: str | None
    period_start: date | None
    period_end: date | None
    status: str
    direction: str | None
    confidence: float
    sentence: str
    sources: int
    outlets: int
    last_seen: datetime
    source: Source


def figure_line(row: FigureRow | FactRow, knowledge: Knowledge) -> FigureLine:
    """Return the figure with the names of what it is about."""
    return FigureLine(
        amount=Amount(row.low, row.high, row.currency, row.qualifier, row.unit, row.usd_low, row.usd_high),
        kind=row.kind,
        company=company_named(knowledge, row.company) if row.company else None,
        counterparty=company_named(knowledge, row.counterparty) if row.counterparty else None,
        chip=chip_named(knowledge, row.chip) if row.chip else None,
        period=row.period,
        period_start=row.period_start,
        period_end=row.period_end,
        status=row.status,
        direction=row.direction,
        confidence=row.confidence,
        sentence=row.sentence,
        sources=row.sources,
        outlets=row.outlets,
        last_seen=row.last_seen or row.published_at,
        source=Source(
            item_id=row.item_id,
            title=row.title,
            outlet=row.outlet,
            url=row.url,
            published_at=row.published_at,
            primary=row.primary_company is not None and row.primary_company == row.company,
        ),
    )
