"""One small archive with everything that a page can show, hostile text included."""

from datetime import date, timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from chipnews.ledger.run import update_ledger
from chipnews.storage.models import ItemStory, Story
from tests.builders import NOW, add_item, money

HOSTILE = "<script>alert(1)</script> & \"Trn2\" \x1b[31m'red'\u202e"
BILLION = 10**9


def fill(engine: Engine) -> None:
    """Store four items of three stories, with figures, and bring the ledger up to date."""
    capex = {"kind": "capex", "company": "amazon", "period": "2026", "period_start": date(2026, 1, 1)}
    first = add_item(
        engine,
        "Amazon spends $75 billion",
        "Amazon spends $75 billion in 2026. It puts $8 billion into Anthropic.",
        companies={"amazon": "Amazon", "anthropic": "Anthropic"},
        chips={"trainium-2": "2026"},
        figures=[
            money("$75 billion", 75 * BILLION, period_end=date(2026, 12, 31), **capex),
            money("$8 billion", 8 * BILLION, kind="investment", company="amazon", counterparty="anthropic"),
        ],
        published=NOW - timedelta(days=2),
    )
    second = add_item(
        engine,
        "Amazon to spend $75 billion",
        companies={"amazon": "Amazon", "nvidia": "spend"},
        figures=[money("$75 billion", 75 * BILLION, period_end=date(2026, 12, 31), **capex)],
        outlet="Other Wire",
        published=NOW - timedelta(days=1),
    )
    hostile = add_item(
        engine,
        HOSTILE,
        companies={"aws": "Trn2"},
        chips={"trainium-2": "Trn2", "h100": "red"},
        figures=[money("alert", "2.5", currency="EUR", unit="per hour", kind="price", company="aws")],
        outlet="<b>Outlet</b>",
        url="javascript:alert(1)",
        published=NOW,
    )
    old = add_item(
        engine, "Nvidia sells H100s", companies={"nvidia": "Nvidia"}, chips={"h100": "H100"},
        published=NOW - timedelta(days=70),
    )  # fmt: skip
    _story(engine, [first, second])
    _story(engine, [hostile])
    _story(engine, [old])
    update_ledger(engine)


def fill_periods(engine: Engine) -> None:
    """Store what two companies spent year by year and quarter by quarter, told twice in part."""
    for number, (company, year, amount, status) in enumerate(
        (
            ("amazon", 2023, "48.4", "actual"), ("amazon", 2024, "83", "actual"),
            ("amazon", 2025, "125", "actual"), ("amazon", 2026, "200", "planned"),
            ("google", 2024, "52.5", "actual"), ("google", 2025, "91.4", "actual"),
            ("google", 2026, "175", "planned"),
        )
    ):  # fmt: skip
        for outlet in ("Ledger Wire", "<b>Other</b> Wire")[: 1 + number % 2]:
            _spending(engine, company, amount, status, str(year), (1, 12), outlet, number)
    for quarter, amount in enumerate(("24.3", "31.4", "34.2"), 1):
        months = (3 * quarter - 2, 3 * quarter)
        _spending(engine, "amazon", amount, "actual", f"Q{quarter} 2025", months, "Ledger Wire", quarter)


def _spending(
    engine: Engine, company: str, amount: str, status: str, period: str, months: tuple[int, int], outlet: str,
    day: int,
) -> None:  # fmt: skip
    name, year, surface = company.title(), int(period[-4:]), f"${amount} billion"
    last = date(year + months[1] // 12, months[1] % 12 + 1, 1) - timedelta(days=1)
    add_item(
        engine,
        f"{name} spends",
        f"In {period} {name} spends {surface} on <sites>.",
        companies={company: name},
        figures=[
            money(
                surface, f"{amount}e9", kind="capex", company=company, status=status, period=period,
                period_start=date(year, months[0], 1), period_end=last,
            )
        ],
        outlet=outlet,
        published=NOW - timedelta(days=30 - day, hours=len(outlet)),
    )  # fmt: skip


def _story(engine: Engine, item_ids: list[int]) -> None:
    from chipnews.queries.items import items_by_id

    items = [items_by_id(engine, item_ids)[item_id] for item_id in item_ids]
    with Session(engine) as session:
        story = Story(
            title_item_id=item_ids[0],
            first_seen=min(item.published_at for item in items),
            last_seen=max(item.published_at for item in items),
            item_count=len(items),
            outlet_count=len({item.outlet for item in items}),
        )
        session.add(story)
        session.flush()
        assert story.id is not None
        session.add_all(ItemStory(item_id=item_id, story_id=story.id) for item_id in item_ids)
        session.commit()
