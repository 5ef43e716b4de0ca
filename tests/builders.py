"""Small builders that put feeds and items into a database as the stages would, for tests of the read side."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from sqlalchemy import Engine
from sqlmodel import Session

from chipnews.knowledge.entries import Chip, Company
from chipnews.knowledge.loader import Knowledge
from chipnews.ledger.run import update_ledger
from chipnews.storage.models import Feed, Figure, Item, Mention

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""The moment at which tests of reports are set."""

KNOWLEDGE = Knowledge(
    companies={
        company.slug: company
        for company in (
            Company(slug="amazon", name="Amazon", aliases=("Amazon.com",), tickers=("NASDAQ:AMZN",)),
            Company(slug="aws", name="Amazon Web Services", aliases=("AWS",), parent="amazon"),
            Company(slug="annapurna-labs", name="Annapurna Labs", parent="aws"),
            Company(slug="anthropic", name="Anthropic", kind="ai-lab"),
            Company(slug="nvidia", name="Nvidia", kind="chip-designer", tickers=("NASDAQ:NVDA",)),
            Company(slug="google", name="Google", kind="hyperscaler"),
        )
    },
    chips={
        chip.slug: chip
        for chip in (
            Chip(
                slug="trainium-2", name="Trainium 2", vendor="aws", kind="ASIC", year=2023, aliases=("Trn2",)
            ),
            Chip(slug="h100", name="H100", vendor="nvidia", kind="GPU", year=2022),
            Chip(slug="hbm3e", name="HBM3E", kind="memory"),
        )
    },
    series=(),
    fingerprint="tests",
)
"""A small knowledge, so that a test of a report does not depend on what is shipped."""

_numbers = count(1)


def add_feed(engine: Engine, url: str = "https://feed.example/rss", outlet: str = "Example Wire") -> int:
    """Store a feed and return its id."""
    return _stored(engine, Feed(url=url, outlet=outlet, added_at=NOW))


def money(surface: str, low: int | str, high: int | str | None = None, **fields: object) -> Figure:
    """Return a figure for `add_item`, which finds its place: kind, company, period, sentence ... by name."""
    amounts = {"low": Decimal(low), "high": Decimal(low if high is None else high)}
    shape = {"currency": "USD", "qualifier": "exact", "unit": "total", "status": "actual", "confidence": 0.9}
    usd = {} if fields.get("currency", "USD") != "USD" else {f"usd_{key}": amounts[key] for key in amounts}
    return Figure(**{"surface": surface, **amounts, **shape, **usd, **fields})


def add_item(
    engine: Engine,
    title: str,
    body: str = "",
    *,
    companies: Mapping[str, str] | None = None,
    chips: Mapping[str, str] | None = None,
    figures: Sequence[Figure] = (),
    outlet: str = "Example Wire",
    published: datetime = NOW,
    url: str | None = "",
    feed_id: int | None = None,
    relevant: bool | None = True,
    duplicate_of: int | None = None,
    author: str | None = None,
    knowledge: Knowledge = KNOWLEDGE,
    merged: bool = True,
) -> int:
    """Store an item that is tagged already, `merged` into the ledger, and return its id.

    `companies` and `chips` map slugs to a surface that stands in the text; every place of it is a mention.
    """
    number = next(_numbers)
    text = f"{title}\n\n{body}" if body else title
    link = f"https://example.com/{number}" if url == "" else url
    item_id = _stored(
        engine,
        Item(
            feed_id=feed_id,
            guid=f"guid-{number}",
            outlet=outlet,
            url=link,
            canonical_url=link,
            title=title,
            author=author,
            published_at=published,
            fetched_at=published,
            text=text,
            text_source="feed",
            content_hash=f"hash-{number}",
            relevant=relevant,
            tagger_version="tests",
            duplicate_of=duplicate_of,
        ),
    )
    for slug, surface in (companies or {}).items():
        known = knowledge.companies.get(slug)
        _mention(engine, item_id, text, "company", slug, known.name if known else slug, None, surface)
    for slug, surface in (chips or {}).items():
        chip = knowledge.chips.get(slug)
        vendor = chip.vendor if chip else None
        _mention(engine, item_id, text, "chip", slug, chip.name if chip else slug, vendor, surface)
    for figure in figures:
        figure.item_id = item_id
        figure.start = text.index(figure.surface)
        figure.end = figure.start + len(figure.surface)
        figure.sentence = figure.sentence or _sentence(text, figure.start)
        _stored(engine, figure)
    if figures and merged:
        update_ledger(engine, [item_id])
    return item_id


def _mention(
    engine: Engine, item_id: int, text: str, kind: str, slug: str, name: str, vendor: str | None, surface: str
) -> None:
    start = text.index(surface)
    while start >= 0:
        end = start + len(surface)
        _stored(
            engine,
            Mention(
                item_id=item_id,
                kind=kind,
                slug=slug,
                name=name,
                vendor=vendor,
                start=start,
                end=end,
                surface=surface,
            ),
        )
        start = text.find(surface, end)


def _sentence(text: str, at: int) -> str:
    ends = ((text.rfind(mark, 0, at), len(mark)) for mark in (". ", "\n"))
    begin = max((found + length for found, length in ends if found >= 0), default=0)
    end = text.find(". ", at)
    return text[begin : end + 1 if end >= 0 else len(text)].strip()


def _stored(engine: Engine, row: Feed | Item | Mention | Figure) -> int:
    with Session(engine, expire_on_commit=False) as session:
        session.add(row)
        session.commit()
    assert row.id is not None
    return row.id
