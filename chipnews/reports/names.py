"""Slugs with the names that readers know them by."""

from dataclasses import dataclass

from chipnews.knowledge.loader import Knowledge


@dataclass(frozen=True, slots=True)
class Named:
    """A company or chip: its slug and its name."""

    slug: str
    name: str


def company_named(knowledge: Knowledge, slug: str) -> Named:
    """Return the company; one that no list knows goes by its slug."""
    known = knowledge.companies.get(slug)
    return Named(slug, known.name if known else slug)


def chip_named(knowledge: Knowledge, slug: str) -> Named:
    """Return the chip; one that only a series pattern recognised goes by its slug."""
    known = knowledge.chips.get(slug)
    return Named(slug, known.name if known else slug)
