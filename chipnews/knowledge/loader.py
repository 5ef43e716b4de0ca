"""Loads the shipped knowledge together with the user's own, and checks it as a whole."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from chipnews.errors import KnowledgeError, UnknownName
from chipnews.knowledge.entries import Chip, Company, KnownFeed, Series
from chipnews.knowledge.parsed import read_tables

LEAST_SUGGESTED = 3
LEAST_LIKENESS = 75  # of 100
_Shape = TypeVar("_Shape", Company, Chip, Series, KnownFeed)


@dataclass(frozen=True)
class Knowledge:
    """All that is known of the field. `fingerprint` changes whenever any of it does."""

    companies: Mapping[str, Company]
    chips: Mapping[str, Chip]
    series: tuple[Series, ...]
    fingerprint: str

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """The slugs of each company's direct subsidiaries."""
        found: dict[str, list[str]] = {}
        for company in self.companies.values():
            if company.parent:
                found.setdefault(company.parent, []).append(company.slug)
        return {parent: tuple(sorted(slugs)) for parent, slugs in found.items()}

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The family of each company that has others below it."""
        return {slug: self.family_of(slug) for slug in self.children}

    def family_of(self, slug: str) -> tuple[str, ...]:
        """Return the slug and those of all companies below it, the company itself first."""
        below = [each for child in self.children.get(slug, ()) for each in self.family_of(child)]
        return (slug, *below)

    def find_company(self, name: str) -> Company:
        """Return the company of this slug, name, alias or ticker; raises UnknownName with the nearest."""
        found = self.companies.get(name) or self._company_names.get(name.casefold().strip())
        if found is None:
            raise UnknownName("company", name, _nearest_slugs(name, self._company_names))
        return found

    def find_chip(self, name: str) -> Chip:
        """Return the chip of this slug, name or alias; raises UnknownName with the nearest."""
        found = self.chips.get(name) or self._chip_names.get(name.casefold().strip())
        if found is None:
            raise UnknownName("chip", name, _nearest_slugs(name, self._chip_names))
        return found

    @cached_property
    def _company_names(self) -> Mapping[str, Company]:
        names: dict[str, Company] = {}
        for company in self.companies.values():
            symbols = [ticker.partition(":")[2] for ticker in company.tickers]
            every = (*company.ambiguous, *company.former, *company.tickers, *symbols, *company.aliases)
            for name in (*every, company.slug):
                names.setdefault(name.casefold(), company)
        names |= {company.name.casefold(): company for company in self.companies.values()}
        return names

    @cached_property
    def _chip_names(self) -> Mapping[str, Chip]:
        names: dict[str, Chip] = {}
        for chip in self.chips.values():
            for name in (*chip.ambiguous, *chip.aliases, chip.slug):
                names.setdefault(name.casefold(), chip)
        return names | {chip.name.casefold(): chip for chip in self.chips.values()}


def nearest(name: str, known: Iterable[str], limit: int = 3) -> tuple[str, ...]:
    """Return the known names that look most like this one, best first."""
    from rapidfuzz import fuzz, process

    # A ticker of one letter is a part of every name, and so no suggestion.
    # Nor is a name that is hidden in a much longer one, or the other way round.
    size = len(name)
    names = [each for each in known if max(LEAST_SUGGESTED, size / 2) <= len(each) <= max(8, 4 * size)]
    found = process.extract(
        name.casefold(), names, scorer=fuzz.WRatio, score_cutoff=LEAST_LIKENESS, limit=limit
    )
    return tuple(match for match, _, _ in found)


def _nearest_slugs(name: str, known: Mapping[str, Company] | Mapping[str, Chip]) -> tuple[str, ...]:
    """Return the slugs of what is known by the nearest names, each once."""
    slugs = dict.fromkeys(known[each].slug for each in nearest(name, known, limit=9))
    return tuple(slugs)[:3]


def load_knowledge(own_file: Path | None = None) -> Knowledge:
    """Return the shipped knowledge, extended by the user's own file where there is one.

    An own entry of a known slug replaces the shipped one. Raises KnowledgeError naming file and entry.
    """
    own = own_file.read_bytes() if own_file and own_file.exists() else b""
    return parse_knowledge(own, str(own_file))


@lru_cache(maxsize=4)
def parse_knowledge(own: bytes, own_name: str) -> Knowledge:
    """Return the shipped knowledge with what a user's file `own_name` holds. Raises KnowledgeError."""
    shipped = files("chipnews.knowledge")
    sources = [(name, shipped.joinpath(name).read_bytes()) for name in ("companies.toml", "chips.toml")] + [
        (own_name, own)
    ]
    companies: dict[str, Company] = {}
    chips: dict[str, Chip] = {}
    series: list[Series] = []
    for source, raw in sources:
        tables = read_tables(source, raw)
        mine: set[tuple[str, str]] = set()
        for where, company in _entries(source, tables, "company", Company):
            _claim(mine, where, "company", company.slug)
            companies[company.slug] = company
        for where, chip in _entries(source, tables, "chip", Chip):
            _claim(mine, where, "chip", chip.slug)
            chips[chip.slug] = chip
        series = [entry for _, entry in _entries(source, tables, "series", Series)] + series
        if tables:
            raise KnowledgeError(
                f"{source}: unknown table '{next(iter(tables))}'; known: company, chip, series."
            )
    _check(companies, chips, series)
    fingerprint = hashlib.sha256(b"\0".join(raw for _, raw in sources)).hexdigest()[:16]
    return Knowledge(companies, chips, tuple(series), fingerprint)


def load_feeds() -> tuple[KnownFeed, ...]:
    """Return the built-in list of feeds. Raises KnowledgeError."""
    raw = files("chipnews.knowledge").joinpath("feeds.toml").read_bytes()
    return tuple(
        feed for _, feed in _entries("feeds.toml", read_tables("feeds.toml", raw), "feed", KnownFeed)
    )


def _entries(
    source: str, tables: dict[str, object], table: str, shape: type[_Shape]
) -> Iterator[tuple[str, _Shape]]:
    rows = tables.pop(table, [])
    if not isinstance(rows, list):
        raise KnowledgeError(f"{source}: write [[{table}]] with double brackets.")
    try:
        whole = TypeAdapter(list[shape]).validate_python(rows)  # type: ignore[valid-type]
    except ValidationError:
        whole = []  # one by one, below, it is seen which entry is wrong
    for number, row in enumerate(rows, 1):
        label = row.get("slug") or row.get("url") if isinstance(row, dict) else None
        where = f"{source}: {table} {label or number}"
        if whole:
            yield where, whole[number - 1]
            continue
        try:
            yield where, shape.model_validate(row)
        except ValidationError as error:
            first = error.errors()[0]
            key = ".".join(str(part) for part in first["loc"])
            raise KnowledgeError(f"{where}: '{key}' is wrong: {first['msg']}.") from None


def _claim(claimed: set[tuple[str, str]], where: str, table: str, slug: str) -> None:
    if (table, slug) in claimed:
        raise KnowledgeError(f"{where}: the slug is used twice.")
    claimed.add((table, slug))


def _check(companies: Mapping[str, Company], chips: Mapping[str, Chip], series: Iterable[Series]) -> None:
    """Raise KnowledgeError where entries contradict each other."""
    for company in companies.values():
        if company.parent and company.parent not in companies:
            raise KnowledgeError(f"company {company.slug}: its parent '{company.parent}' is not listed.")
        seen, above = {company.slug}, company.parent
        while above:
            if above in seen:
                raise KnowledgeError(f"company {company.slug}: its parents go round in a circle.")
            seen.add(above)
            above = companies[above].parent if above in companies else None
    made: tuple[Chip | Series, ...] = (*chips.values(), *series)
    for entry in made:
        if entry.vendor and entry.vendor not in companies:
            raise KnowledgeError(f"chip {entry.slug}: its vendor '{entry.vendor}' is not listed.")
    _check_aliases("company", companies.values())
    _check_aliases("chip", chips.values())


def _check_aliases(table: str, entries: Iterable[Company] | Iterable[Chip]) -> None:
    owner: dict[str, str] = {}
    for entry in entries:
        former = entry.former if isinstance(entry, Company) else ()
        for alias in sorted({entry.name, *entry.aliases, *former} - set(entry.ambiguous)):
            if owner.setdefault(alias, entry.slug) != entry.slug:
                raise KnowledgeError(
                    f"{table} {entry.slug}: the alias '{alias}' is claimed by '{owner[alias]}' too; "
                    "list it under 'ambiguous' in both, with their context."
                )
