"""The report of one company and its subsidiaries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from chipnews import queries
from chipnews.knowledge.loader import Knowledge
from chipnews.queries import FigureFilter, ItemFilter, ItemRow, NamedCount
from chipnews.queries.ledger import FactRow
from chipnews.reports.activity import Timeline, timeline
from chipnews.reports.figure_line import FigureLine, figure_line
from chipnews.reports.in_short import InShort, in_short
from chipnews.reports.names import Named, company_named

MOST_FIGURES, MOST_PARTNERED, MOST_CHIPS, MOST_COMPANIES, MOST_ITEMS = 25, 10, 40, 12, 10
# So that the report of a company that is named everywhere takes no longer in an archive of millions.
MOST_COUNTED, MOST_SEARCHED, MOST_WEIGHED = 1_000, 300, 100


@dataclass(frozen=True, slots=True)
class Counted:
    """A company or chip and the number of items that name it."""

    slug: str
    name: str
    items: int


@dataclass(frozen=True, slots=True)
class VendorChips:
    """The chips of one vendor, the most frequent first. No vendor: made by many, such as kinds of memory."""

    vendor: Named | None
    chips: tuple[Counted, ...]


@dataclass(frozen=True, slots=True)
class CompanyReport:
    """What the items of a period tell of a company; `since` and `until` (UTC, exclusive) None: no bound.

    Its subsidiaries are counted in; `subsidiaries` are those that items name. `figures` are about the company
    or have it as their counterparty: the most important ones, then more of those between it and another.
    `also_mentioned` are of no company, in a sentence of the newest MOST_SEARCHED items that names it.
    `companies` are those most often named by the same items. Subsidiaries, chips and companies are counted in
    the newest `counted` items: all, unless there are more than MOST_COUNTED.
    `in_short` tells what happened in the period, or in its newest week where it is long.
    """

    slug: str
    name: str
    kind: str
    country: str | None
    aliases: tuple[str, ...]
    tickers: tuple[str, ...]
    parent: Named | None
    subsidiaries: tuple[Counted, ...]
    since: datetime | None
    until: datetime | None
    items: int
    activity: Timeline
    figures: tuple[FigureLine, ...]
    also_mentioned: tuple[FigureLine, ...]
    chips: tuple[VendorChips, ...]
    companies: tuple[Counted, ...]
    newest: tuple[ItemRow, ...]
    counted: int
    in_short: InShort | None = None


def company_report(
    engine: Engine,
    knowledge: Knowledge,
    name: str,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> CompanyReport:
    """Return the report of the company of this slug, name, alias or ticker. Raises UnknownName."""
    company = knowledge.find_company(name)
    family = knowledge.family_of(company.slug)
    which = ItemFilter(companies=family, since=since, until=until)
    of_family = FigureFilter(companies=family, since=since, until=until)
    days = queries.activity(engine, which)
    newest = queries.newest_ids(engine, which, MOST_COUNTED)
    named = queries.named_in_items(engine, which, newest)
    shown = queries.items_by_id(engine, newest[:MOST_ITEMS])
    figures = _chosen(queries.figures(engine, of_family, MOST_WEIGHED))
    short = in_short(engine, family, newest, since, until)
    unattributed = queries.unattributed_figures(engine, of_family, MOST_FIGURES, newest[:MOST_SEARCHED])
    companies = [each for each in named if each.kind == "company"]
    others = [each for each in companies if each.slug not in family]
    chips = [each for each in named if each.kind == "chip"][:MOST_CHIPS]
    return CompanyReport(
        slug=company.slug,
        name=company.name,
        kind=company.kind,
        country=company.country,
        aliases=company.aliases,
        tickers=company.tickers,
        parent=company_named(knowledge, company.parent) if company.parent else None,
        subsidiaries=tuple(_counted(each) for each in companies if each.slug in family[1:]),
        since=since,
        until=until,
        items=sum(each.items for each in days),
        activity=timeline(days, since.date() if since else None),
        figures=tuple(figure_line(row, knowledge) for row in figures),
        also_mentioned=tuple(figure_line(row, knowledge) for row in unattributed),
        chips=_by_vendor(chips, knowledge),
        companies=tuple(map(_counted, others[:MOST_COMPANIES])),
        newest=tuple(shown[item_id] for item_id in newest[:MOST_ITEMS]),
        counted=len(newest),
        in_short=short,
    )


def _chosen(rows: Sequence[FactRow]) -> list[FactRow]:
    """Return the most important facts, and of the others those that name a second party."""
    partnered = [row for row in rows[MOST_FIGURES:] if row.company and row.counterparty]
    return [*rows[:MOST_FIGURES], *partnered[:MOST_PARTNERED]]


def _by_vendor(chips: Sequence[NamedCount], knowledge: Knowledge) -> tuple[VendorChips, ...]:
    """Return the chips grouped by vendor, in the order of each vendor's most frequent chip."""
    groups: dict[str | None, list[Counted]] = {}
    for chip in chips:
        groups.setdefault(chip.vendor, []).append(_counted(chip))
    return tuple(
        VendorChips(company_named(knowledge, vendor) if vendor else None, tuple(group))
        for vendor, group in groups.items()
    )


def _counted(each: NamedCount) -> Counted:
    return Counted(each.slug, each.name, each.items)
