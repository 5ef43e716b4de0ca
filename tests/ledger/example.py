"""An article about an imaginary quarter, with its figures as tagging would store them."""

from datetime import UTC, date, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from chipnews.ledger.run import update_ledger
from chipnews.storage.models import Figure
from tests.builders import add_item, money

TITLE = "Amazon spends on chips"
BODY = (
    "Amazon spent $75 billion on its sites in 2024, up from $48.4 billion in 2023. "
    "It has put $8 billion into Anthropic in all, $4 billion of that in 2024. "
    "The market is worth $100 billion."
)


def year(number: int) -> dict[str, object]:
    """Return the fields of a calendar year."""
    return {
        "period": str(number),
        "period_start": date(number, 1, 1),
        "period_end": date(number, 12, 31),
    }


def add_example(engine: Engine) -> int:
    """Store the article, link its figures, bring the ledger up to date, and return the item's id."""
    capex = {"kind": "capex", "company": "amazon"}
    invested = {"kind": "investment", "company": "amazon", "counterparty": "anthropic"}
    spent = money("$75 billion", "75e9", direction="up", **capex, **year(2024))
    before = money("$48.4 billion", "48.4e9", **capex, **year(2023))
    total = money("$8 billion", "8e9", **invested)
    part = money("$4 billion", "4e9", **invested, **year(2024))
    market = money("$100 billion", "100e9", kind="market_size")
    item = add_item(
        engine,
        TITLE,
        BODY,
        companies={"amazon": "Amazon", "anthropic": "Anthropic"},
        figures=[before, spent, total, part, market],
        outlet="Ledger Wire",
        published=datetime(2026, 11, 1, tzinfo=UTC),
        merged=False,
    )
    with Session(engine) as session:
        session.get_one(Figure, spent.id).compared_to = before.id
        session.get_one(Figure, part.id).part_of = total.id
        session.commit()
    update_ledger(engine)
    return item
