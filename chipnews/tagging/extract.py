"""The public form of the tags of one text, as `chipnews extract` prints it. A contract: keep it stable.

docs/extract.md describes each field. Amounts are whole currency units, offsets Unicode code points into the
text, dates of a period inclusive; None is not known.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chipnews.tagging.values import Figure, Mention, TaggedText


@dataclass(frozen=True, slots=True)
class ExtractedCompany:
    """A place where a company is named."""

    slug: str
    name: str
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class ExtractedChip:
    """A place where a chip is named; `vendor` is None for what many make."""

    slug: str
    name: str
    vendor: str | None
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class ExtractedFigure:
    """An amount of money and what it is about."""

    start: int
    end: int
    surface: str
    low: Decimal
    high: Decimal
    currency: str
    qualifier: str
    unit: str
    kind: str | None
    company: str | None
    counterparty: str | None
    period_start: date | None
    period_end: date | None
    sentence: str


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """All of one text; `id` is what the caller gave."""

    id: object
    relevant: bool
    companies: tuple[ExtractedCompany, ...]
    chips: tuple[ExtractedChip, ...]
    figures: tuple[ExtractedFigure, ...]


@dataclass(frozen=True, slots=True)
class FullText:
    """All that the tagger gives, with the fields that the contract does not hold."""

    id: object
    tags: TaggedText


def extracted(identity: object, tags: TaggedText) -> ExtractedText:
    """Return the tags in their public form."""
    return ExtractedText(
        identity,
        tags.relevant,
        tuple(_company(mention) for mention in tags.companies),
        tuple(_chip(mention) for mention in tags.chips),
        tuple(_figure(figure) for figure in tags.figures),
    )


def _company(mention: Mention) -> ExtractedCompany:
    return ExtractedCompany(mention.slug, mention.name, mention.start, mention.end, mention.surface)


def _chip(mention: Mention) -> ExtractedChip:
    return ExtractedChip(
        mention.slug, mention.name, mention.vendor, mention.start, mention.end, mention.surface
    )


def _figure(figure: Figure) -> ExtractedFigure:
    return ExtractedFigure(
        figure.start,
        figure.end,
        figure.surface,
        figure.low,
        figure.high,
        figure.currency,
        figure.qualifier,
        figure.unit,
        figure.kind,
        figure.company,
        figure.counterparty,
        figure.period_start,
        figure.period_end,
        figure.sentence,
    )
