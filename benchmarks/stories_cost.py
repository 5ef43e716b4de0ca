"""The processor time that grouping one new item takes at archives of growing size: it must not grow.

The archive is synthetic: items of invented wording about real companies, DAILY a day, stored with their
mentions and figures as the tagger would write them. It is grouped as a whole; then NEW items are grouped,
ROUNDS times, and the quickest round counts, as other programs only ever make it slower. A thousand items are
three days of news: there is less to compare a new item with than ten days or a year offer. From ten thousand
on it is the same.
"""

import random
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from time import process_time

from sqlalchemy import Engine, insert
from sqlmodel import SQLModel

from chipnews.config import Settings
from chipnews.storage.database import open_database
from chipnews.storage.models import Figure, Item, Mention
from chipnews.stories.run import group_items

SIZES = (1_000, 10_000, 100_000)
DAILY = 300
NEW = 300
ROUNDS = 4
START = datetime(2024, 1, 1, tzinfo=UTC)
COMPANIES = tuple(
    """nvidia amd intel openai amazon google microsoft meta tsmc micron groq asml anthropic broadcom
    marvell qualcomm oracle coreweave nebius cerebras tenstorrent samsung sk-hynix arm apple tesla xai
    mistral-ai huawei cambricon smic cxmt ymtc dell supermicro hpe arista cisco credo astera-labs
    lightmatter ayar-labs d-matrix etched sambanova graphcore equinix vertiv""".split()
)
CHIPS = tuple(
    """nvidia-h100 nvidia-rubin nvidia-b200 amazon-trainium3 amd-mi300x amd-mi450 google-tpu-v7 hbm3e
    hbm4 intel-gaudi microsoft-maia-200 meta-mtia""".split()
)
SYLLABLES = "ba co da fe gi lo ma ne pi ro sa te vu wi xo zu kar len mor sil tan ver".split()


def cost(sizes: Sequence[int] = SIZES) -> None:
    """Print the processor time per item of the first grouping, and of new items, at each size of archive."""
    # What is imported on first use is no cost of an item.
    _measured(ROUNDS * NEW)
    print("  archive  first grouping     new items   to the first    stories   (ms per item)")
    smallest = None
    for size in sizes:
        first_ms, new_ms, stories = _measured(size)
        smallest = smallest or new_ms
        print(
            f"{size:>9,} {first_ms:>15.2f} {new_ms:>13.2f} {new_ms / smallest:>14.2f} {stories:>10,}",
            flush=True,
        )


def _measured(size: int) -> tuple[float, float, int]:
    """Return the ms per item of the first grouping and of new items, and how many stories there were."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(str(Path(folder) / "stories.db"))
        words = random.Random(7)
        _write(engine, words, 0, size)
        began = process_time()
        first = group_items(engine, Settings())
        first_ms = (process_time() - began) * 1000 / size
        new_ms = []
        for start in range(size, size + ROUNDS * NEW, NEW):
            _write(engine, words, start, NEW)
            began = process_time()
            group_items(engine, Settings())
            new_ms.append((process_time() - began) * 1000 / NEW)
        engine.dispose()
    return first_ms, min(new_ms), first.founded


def _write(engine: Engine, words: random.Random, start: int, count: int) -> None:
    """Store items number `start` and following."""
    items: list[dict[str, object]] = []
    mentions: list[dict[str, object]] = []
    figures: list[dict[str, object]] = []
    for number in range(start, start + count):
        # Three items tell of one event: the event's own dice, then the item's.
        event = random.Random(number // 3)
        company, chip, amount = event.choice(COMPANIES), event.choice(CHIPS), event.randint(1, 900)
        subject = [_word(event) for _ in range(4)]
        title = f"{company} {' '.join(words.sample(subject, 3))} {_word(words)} ${amount} million"
        body = " ".join(words.choice(subject) if words.random() < 0.3 else _word(words) for _ in range(120))
        text = f"{title}\n\n{company} {chip} {body}."
        published = START + timedelta(days=number / DAILY)
        items.append(_item(number + 1, title, text, published))
        for kind, slug in (("company", company), ("chip", chip)):
            at = text.index(slug)
            mentions.append(_mention(number + 1, kind, slug, at))
        figures.append(_figure(number + 1, text, f"${amount} million", amount, company))
    tables: tuple[tuple[type[SQLModel], list[dict[str, object]]], ...] = (
        (Item, items),
        (Mention, mentions),
        (Figure, figures),
    )
    with engine.begin() as connection:
        for table, rows in tables:
            connection.execute(insert(table), rows)


def _item(number: int, title: str, text: str, published: datetime) -> dict[str, object]:
    return {
        "id": number,
        "guid": str(number),
        "outlet": f"Outlet {number % 40}",
        "title": title,
        "published_at": published,
        "fetched_at": published,
        "text": text,
        "text_source": "feed",
        "content_hash": str(number),
        "relevant": True,
        "tagger_version": "benchmark",
    }


def _mention(item: int, kind: str, slug: str, at: int) -> dict[str, object]:
    place = {"start": at, "end": at + len(slug), "surface": slug}
    return {"item_id": item, "kind": kind, "slug": slug, "name": slug, "listed": True, **place}


def _figure(item: int, text: str, surface: str, amount: int, company: str) -> dict[str, object]:
    at = text.index(surface)
    value = Decimal(amount * 1_000_000)
    return {
        "item_id": item,
        "start": at,
        "end": at + len(surface),
        "surface": surface,
        "low": value,
        "high": value,
        "currency": "USD",
        "qualifier": "exact",
        "unit": "total",
        "kind": "deal",
        "company": company,
        "status": "actual",
        "sentence": surface,
        "confidence": 0.9,
    }


def _words(count: int) -> tuple[str, ...]:
    dice = random.Random(1)
    return tuple("".join(dice.choice(SYLLABLES) for _ in range(dice.randint(2, 4))) for _ in range(count))


VOCABULARY = _words(8_000)


def _word(dice: random.Random) -> str:
    return VOCABULARY[int(len(VOCABULARY) * dice.random() ** 2)]
