"""What the knowledge says of companies and chips. Needs no database."""

from dataclasses import dataclass

from chipnews.knowledge.entries import Chip, Company
from chipnews.knowledge.loader import Knowledge
from chipnews.reports.names import Named, company_named


@dataclass(frozen=True, slots=True)
class KnownCompany:
    """A company of the knowledge. `fiscal_year_end` is a month; `chips` are those it makes.

    `subsidiaries` are all companies below it, those of its subsidiaries too.
    """

    slug: str
    name: str
    kind: str
    country: str | None
    parent: Named | None
    tickers: tuple[str, ...]
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]
    former: tuple[str, ...]
    website: str | None
    fiscal_year_end: int
    subsidiaries: tuple[Named, ...]
    chips: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class KnownChip:
    """A chip of the knowledge, with the year in which it was announced. No vendor: made by many."""

    slug: str
    name: str
    vendor: Named | None
    kind: str
    family: str | None
    year: int | None
    aliases: tuple[str, ...]
    ambiguous: tuple[str, ...]


def known_companies(
    knowledge: Knowledge, *, kind: str | None = None, country: str | None = None
) -> tuple[KnownCompany, ...]:
    """Return the companies of this kind and country, by name."""
    chosen = [
        _company(knowledge, company)
        for company in knowledge.companies.values()
        if kind in (None, company.kind) and (country is None or country.upper() == company.country)
    ]
    return tuple(sorted(chosen, key=lambda each: (each.name.casefold(), each.slug)))


def known_company(knowledge: Knowledge, name: str) -> KnownCompany:
    """Return the company of this slug, name, alias or ticker. Raises UnknownName."""
    return _company(knowledge, knowledge.find_company(name))


def known_chips(
    knowledge: Knowledge, *, vendor: str | None = None, kind: str | None = None
) -> tuple[KnownChip, ...]:
    """Return the chips of this vendor with its subsidiaries, and of this kind, by vendor and name.

    Raises UnknownName.
    """
    family = knowledge.family_of(knowledge.find_company(vendor).slug) if vendor else None
    chosen = [
        _chip(knowledge, chip)
        for chip in knowledge.chips.values()
        if (family is None or chip.vendor in family)
        and (kind is None or kind.casefold() == chip.kind.casefold())
        and (kind is None or kind.casefold() == chip.kind.casefold())
    ]
    return tuple(
        sorted(chosen, key=lambda each: (each.vendor.name.casefold() if each.vendor else "", each.name))
    )


def known_chip(knowledge: Knowledge, name: str) -> KnownChip:
    """Return the chip of this slug, name or alias. Raises UnknownName."""
    return _chip(knowledge, knowledge.find_chip(name))


def _company(knowledge: Knowledge, company: Company) -> KnownCompany:
    return KnownCompany(
        slug=company.slug,
        name=company.name,
        kind=company.kind,
        country=company.country,
        parent=company_named(knowledge, company.parent) if company.parent else None,
        tickers=company.tickers,
        aliases=company.aliases,
        ambiguous=company.ambiguous,
        former=company.former,
        website=company.website,
        fiscal_year_end=company.fiscal_year_end,
        subsidiaries=tuple(company_named(knowledge, slug) for slug in knowledge.family_of(company.slug)[1:]),
        chips=tuple(
            Named(chip.slug, chip.name) for chip in knowledge.chips.values() if chip.vendor == company.slug
        ),
    )


def _chip(knowledge: Knowledge, chip: Chip) -> KnownChip:
    return KnownChip(
        slug=chip.slug,
        name=chip.name,
        vendor=company_named(knowledge, chip.vendor) if chip.vendor else None,
        kind=chip.kind,
        family=chip.family,
        year=chip.year,
        aliases=chip.aliases,
        ambiguous=chip.ambiguous,
    )
