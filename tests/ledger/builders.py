"""Figures as the ledger reads them, for tests of what is decided without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from chipnews.ledger.values import FigureRecord

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
YEAR_2025 = ("2025", date(2025, 1, 1), date(2025, 12, 31))
Q2_2025 = ("Q2 2025", date(2025, 4, 1), date(2025, 6, 30))

_numbers = count(1)


def told(
    surface: str = "$26.3 billion",
    low: int | str = "26.3e9",
    high: int | str | None = None,
    *,
    outlet: str = "Example Wire",
    period: tuple[str, date, date] | None = None,
    days_ago: int = 0,
    **fields: object,
) -> FigureRecord:
    """Return a figure of an item of its own: Nvidia's revenue, unless told otherwise."""
    number = next(_numbers)
    amounts = Decimal(low), Decimal(low if high is None else high)
    label, start, end = period or (None, None, None)
    figure = FigureRecord(
        id=number,
        item_id=number,
        identity=f"https://example.com/{number}",
        outlet=outlet,
        published_at=NOON - timedelta(days=days_ago),
        primary_company=None,
        start=10,
        surface=surface,
        sentence=f"It was {surface}.",
        low=amounts[0],
        high=amounts[1],
        currency="USD",
        usd_low=amounts[0],
        usd_high=amounts[1],
        usd_converted=False,
        qualifier="exact",
        unit="total",
        kind="revenue",
        company="nvidia",
        counterparty=None,
        chip=None,
        period=label,
        period_start=start,
        period_end=end,
        direction=None,
        status="actual",
        cites=None,
        confidence=0.9,
    )
    return replace(figure, **fields)  # type: ignore[arg-type]
