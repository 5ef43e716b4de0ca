"""How long chipnews takes to start and to report, against what Python takes to import what it is built on.

    python -m benchmarks.startup [--items 10000] [--runs 9]

Prints each ratio with its target, and exits with 1 where one is missed. The best of several runs counts, as
everything else that a machine does only adds to it. The database is made for the occasion.
"""

import argparse
import random
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import SQLModel

from chipnews.knowledge.loader import load_knowledge
from chipnews.storage.database import open_database, refresh_statistics
from chipnews.storage.models import Figure, Item, Mention

CHIPNEWS = Path(sysconfig.get_path("scripts")) / "chipnews"
START = datetime(2024, 1, 1, tzinfo=UTC)
FREQUENT = 30  # so many companies are named by a tenth of the items each, Amazon among them
BODY = "It is said that supply will stay tight and that orders for the next year are placed already. " * 30


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement: what was run, its seconds, those it is compared with, and the ratio allowed."""

    name: str
    seconds: float
    base_s: float
    allowed: float

    @property
    def ratio(self) -> float:
        """How many times the base it takes."""
        return self.seconds / self.base_s


def make_database(path: Path, items: int, seed: int = 1) -> None:
    """Fill a new database with items of ten mentions and two figures each, a tenth of which name Amazon."""
    knowledge = load_knowledge()
    dice = random.Random(seed)
    companies, chips = list(knowledge.companies.values()), list(knowledge.chips.values())
    frequent = [knowledge.find_company("amazon"), *companies[: FREQUENT - 1]]
    rows: dict[type[SQLModel], list[dict[str, object]]] = {Item: [], Mention: [], Figure: []}
    for number in range(1, items + 1):
        text = f"Item {number}\n\n{BODY}"
        published = START + timedelta(minutes=number * (1_000_000 // items))
        rows[Item].append(
            {
                "id": number,
                "guid": str(number),
                "outlet": f"Outlet {number % 60}",
                "url": f"https://example.com/{number}",
                "canonical_url": f"https://example.com/{number}",
                "title": f"Item {number}",
                "published_at": published,
                "fetched_at": published,
                "text": text,
                "text_source": "feed",
                "content_hash": str(number),
                "relevant": True,
                "tagger_version": "benchmark",
            }
        )
        named: list[tuple[str, str, str, str | None]] = [
            ("company", each.slug, each.name, None) for each in dice.sample(frequent, 3)
        ]
        named += [("company", each.slug, each.name, None) for each in dice.sample(companies, 3)]
        named += [("chip", each.slug, each.name, each.vendor) for each in dice.sample(chips, 4)]
        for start, (kind, slug, name, vendor) in enumerate(named):
            rows[Mention].append(
                {
                    "item_id": number,
                    "kind": kind,
                    "slug": slug,
                    "name": name,
                    "vendor": vendor,
                    "listed": True,
                    "start": start,
                    "end": start + 1,
                    "surface": text[start],
                }
            )
        for start in range(2):
            amount = Decimal(dice.randint(1, 999)) * 10**8
            rows[Figure].append(
                {
                    "item_id": number,
                    "start": start,
                    "end": start + 1,
                    "surface": text[start],
                    "low": amount,
                    "high": amount,
                    "usd_low": amount,
                    "usd_high": amount,
                    "currency": "USD",
                    "qualifier": "exact",
                    "unit": "total",
                    "kind": dice.choice(("capex", "revenue", "investment", None)),
                    "company": dice.choice((named[0][1], named[1][1], None)),
                    "status": "actual",
                    "sentence": text[:2],
                    "confidence": 0.8,
                }
            )
    engine = open_database(str(path))
    with engine.begin() as connection:
        for model, values in rows.items():
            connection.execute(insert(model), values)
    refresh_statistics(engine)
    engine.dispose()


def best_of(runs: int, **commands: Sequence[str]) -> dict[str, float]:
    """Return the least seconds that each command took; they take turns, so that all see the same machine."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            begin = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            times[name].append(time.perf_counter() - begin)
    return {name: min(taken) for name, taken in times.items()}


def measure(items: int, runs: int) -> list[Measured]:
    """Return the measurements of a start and of a report on so many items."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chipnews.db"
        make_database(path, items)
        took = best_of(
            runs,
            bare=[sys.executable, "-c", "pass"],
            typer=[sys.executable, "-c", "import typer"],
            version=[str(CHIPNEWS), "--version"],
            imports=[sys.executable, "-c", "import sqlmodel, rich, typer"],
            report=[str(CHIPNEWS), "--db", str(path), "report", "--company", "amazon"],
        )
    allowed_s = 3 * took["bare"] + (took["typer"] - took["bare"])
    return [
        Measured("--version, against 3 x `pass` and Typer's import", took["version"], allowed_s, 1.0),
        Measured(
            f"report on {items:,} items, against importing sqlmodel, rich, typer",
            took["report"],
            took["imports"],
            1.5,
        ),
    ]


def main() -> int:
    """Print the measurements; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    found = measure(options.items, options.runs)
    for each in found:
        verdict = "met" if each.ratio <= each.allowed else "MISSED"
        print(
            f"{each.name}: {each.seconds:.3f} s / {each.base_s:.3f} s = {each.ratio:.2f} "
            f"(target {each.allowed:.2f}, {verdict})"
        )
    return int(any(each.ratio > each.allowed for each in found))


if __name__ == "__main__":
    sys.exit(main())
