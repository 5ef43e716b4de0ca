"""How the time of a company's report grows with the archive: a million items against ten thousand.

    python -m benchmarks.report [--small 10000] [--large 1000000] [--runs 5] [--keep FOLDER]

Companies are named as in the press: a few in a large part of the items, most in very few. A frequent one, a
common one and a rare one are reported on. Prints each ratio with its target, and exits with 1 where one is
missed. With --keep, the databases are left in the folder and used again.
"""

import argparse
import random
import sqlite3
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from chipnews.knowledge.entries import Chip, Company
from chipnews.knowledge.loader import load_knowledge
from chipnews.storage.daily import count_days
from chipnews.storage.database import open_database, refresh_statistics

CHIPNEWS = Path(sysconfig.get_path("scripts")) / "chipnews"
ALLOWED = 1.5
ALLOWED_BESIDE_IMPORTS_S = 0.3
IMPORTS = "import chipnews.cli.reports, chipnews.reports.company, chipnews.rendering.company_terminal, typer"
# By how often they, or a subsidiary, are named: in 43 %, in 3 % and in less than 0.1 % of the items.
REPORTED = ("nvidia", "amazon", "etched")
RANKS = (1, 20, 600)
END = datetime(2026, 11, 1, tzinfo=UTC)
YEARS = 5
PER_ITEM, CHIPS_PER_ITEM = 4, 2
KINDS = ("capex", "revenue", "investment", "deal", None)

Row = tuple[object, ...]
_Entry = TypeVar("_Entry")

ITEM = """
INSERT INTO item (id, guid, outlet, url, title, published_at, fetched_at, text, text_source, content_hash,
    relevant, tagger_version)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'feed', ?, 1, 'benchmark')
"""
MENTION = """
INSERT INTO mention (item_id, kind, slug, name, vendor, listed, start, end, surface)
VALUES (?, ?, ?, ?, ?, 1, ?, ?, 'x')
"""
FACT = """
INSERT INTO fact (id, key, company, counterparty, kind, low, high, currency, usd_low, usd_high, usd_converted,
    qualifier, unit, status, confidence, sources, outlets, first_seen, last_seen, by_hand, rejected, stale)
VALUES (?, ?, ?, ?, ?, ?, ?, 'USD', ?, ?, 0, 'exact', 'total', 'actual', 0.8, 1, 1, ?, ?, 0, 0, 0)
"""
FIGURE = """
INSERT INTO figure (item_id, fact_id, start, end, surface, low, high, currency, usd_low, usd_high,
    usd_converted, qualifier, unit, kind, company, counterparty, status, sentence, confidence)
SELECT id, id, 0, 1, 'x', low, high, currency, usd_low, usd_high, 0, qualifier, unit, kind, company,
    counterparty, status, 'It is x.', confidence
FROM fact
"""


def make_database(path: Path, items: int, seed: int = 1) -> None:
    """Fill a new database with items of six mentions and one figure each, each figure a fact of its own."""
    open_database(str(path)).dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        # The search has no part in a report, and is what takes longest to fill.
        connection.execute("DROP TRIGGER item_search_insert")
        with connection:
            for statement, rows in (
                (ITEM, (_item(number, items) for number in range(1, items + 1))),
                (MENTION, _mentions(items, seed)),
                (FACT, _facts(items, seed)),
            ):
                connection.executemany(statement, rows)
            connection.execute(FIGURE)
    engine = open_database(str(path))
    count_days(engine, load_knowledge().families)
    refresh_statistics(engine)
    engine.dispose()


def _published(number: int, items: int) -> str:
    moment = END - timedelta(days=365 * YEARS) * (number / items)
    return moment.strftime("%Y-%m-%d %H:%M:%S.000000")


def _item(number: int, items: int) -> Row:
    when, url = _published(number, items), f"https://example.com/{number}"
    text = f"Item {number}\n\n{'It is said that supply will stay tight. ' * 10}"
    return (
        str(number),
        f"g{number}",
        f"Outlet {number % 60}",
        url,
        f"Item {number}",
        when,
        when,
        text,
        str(number),
    )


def _named(items: int, seed: int) -> Iterator[tuple[int, list[Company], list[Chip]]]:
    """Yield for each item the companies and chips that it names, by Zipf's law."""
    knowledge = load_knowledge()
    dice = random.Random(seed)
    companies = _ranked([each for each in knowledge.companies.values() if each.slug not in REPORTED])
    for rank, slug in zip(RANKS, REPORTED, strict=True):
        companies.insert(rank - 1, knowledge.companies[slug])
    chips = _ranked(list(knowledge.chips.values()))
    of_companies = list(accumulate(1 / rank for rank in range(1, len(companies) + 1)))
    of_chips = list(accumulate(1 / rank for rank in range(1, len(chips) + 1)))
    for number in range(1, items + 1):
        yield (
            number,
            dice.choices(companies, cum_weights=of_companies, k=PER_ITEM),
            dice.choices(chips, cum_weights=of_chips, k=CHIPS_PER_ITEM),
        )


def _ranked(entries: list[_Entry]) -> list[_Entry]:
    """Return the entries in an order that has nothing to do with their names."""
    return random.Random(0).sample(entries, len(entries))


def _mentions(items: int, seed: int) -> Iterator[Row]:
    for number, companies, chips in _named(items, seed):
        for place, company in enumerate(companies):
            yield (number, "company", company.slug, company.name, None, place, place + 1)
        for place, chip in enumerate(chips, PER_ITEM):
            yield (number, "chip", chip.slug, chip.name, chip.vendor, place, place + 1)


def _facts(items: int, seed: int) -> Iterator[Row]:
    dice = random.Random(seed + 1)
    for number, companies, _ in _named(items, seed):
        amount, when = str(dice.randint(1, 9_999) * 10**7), _published(number, items)
        about = companies[0].slug if dice.random() < 0.7 else None
        other = companies[1].slug if about and dice.random() < 0.2 else None
        key, kind = f"k{number}", dice.choice(KINDS)
        yield (number, key, about, other, kind, amount, amount, amount, amount, when, when)


def best_of(command: Sequence[str], runs: int) -> float:
    """Return the least seconds that the command took."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        times.append(time.perf_counter() - begin)
    return min(times)


def main() -> int:
    """Print the measurements; return 1 where a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    imports = best_of([sys.executable, "-c", IMPORTS], options.runs)
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for size in (options.small, options.large):
            path = (options.keep or Path(folder)) / f"items-{size}.db"
            if not path.exists():
                make_database(path, size)
            paths.append(path)
        for company in REPORTED:
            small, large = (
                best_of([str(CHIPNEWS), "--db", str(path), "report", "--company", company], options.runs)
                for path in paths
            )
            met = large <= ALLOWED * small and large <= imports + ALLOWED_BESIDE_IMPORTS_S
            missed += not met
            print(
                f"{company}: {small:.3f} s on {options.small:,} items, {large:.3f} s on {options.large:,}: "
                f"{large / small:.2f} times (target {ALLOWED}), {large - imports:+.3f} s beside imports "
                f"(target {ALLOWED_BESIDE_IMPORTS_S}), {'met' if met else 'MISSED'}",
                flush=True,
            )
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
