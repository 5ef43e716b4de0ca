"""Everything that a static site shows, read page by page so that a large archive fits into memory."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from chipnews import queries
from chipnews.knowledge.loader import Knowledge
from chipnews.queries import FigureFilter, FigureRow, ItemFilter, ItemRow, NamedCount
from chipnews.queries.ledger import FactFilter, FactRow, facts_by_id
from chipnews.queries.site import StoryContent, StoryName, StoryRow, stories_with_content, story_of_items
from chipnews.reports.activity import Timeline, timeline
from chipnews.reports.company import MOST_COUNTED, CompanyReport, Counted, company_report
from chipnews.reports.figure_line import FigureLine, figure_line
from chipnews.reports.figures import FactLine, fact_lines
from chipnews.reports.known import KnownChip, known_chip
from chipnews.reports.names import Named
from chipnews.reports.stories import StoryReport, story_report

MOST_FIGURES, MOST_COMPANIES, MOST_ITEMS = 25, 12, 20
MOST_FIGURES_OF_ALL = 500
# A page is a file of this name.
_FILE_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class SiteStory:
    """A story with what its items tell together; items in order of publication."""

    story: StoryRow
    items: tuple[ItemRow, ...]
    outlets: tuple[str, ...]
    companies: tuple[Named, ...]
    chips: tuple[Named, ...]
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class ChipReport:
    """What the items tell of a chip; `known` is None for one that only a series pattern recognised.

    `companies` are counted in the newest `counted` items: all, unless there are more than MOST_COUNTED.
    """

    chip: Named
    known: KnownChip | None
    items: int
    activity: Timeline
    figures: tuple[FigureLine, ...]
    companies: tuple[Counted, ...]
    newest: tuple[ItemRow, ...]
    counted: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The archive as a whole: its items and their outlets, and what is named most, first."""

    made_at: datetime
    items: int
    activity: Timeline
    companies: tuple[Counted, ...]
    chips: tuple[Counted, ...]
    figures: tuple[FactLine, ...]


class Site:
    """All that is shown of a period, given page by page. Reads the database while it is iterated over."""

    def __init__(
        self,
        engine: Engine,
        knowledge: Knowledge,
        *,
        now: datetime,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        self._engine, self._knowledge = engine, knowledge
        self._since, self._until = since, until
        which = ItemFilter(since=since, until=until)
        named = queries.named_in_items(engine, which)
        days = queries.activity(engine, which)
        self._chips = [each for each in named if each.kind == "chip" and _FILE_NAME.fullmatch(each.slug)]
        companies = [each for each in named if each.kind == "company" and each.slug in knowledge.companies]
        self.overview = Overview(
            made_at=now,
            items=sum(each.items for each in days),
            activity=timeline(days),
            companies=tuple(Counted(each.slug, each.name, each.items) for each in companies),
            chips=tuple(Counted(each.slug, each.name, each.items) for each in self._chips),
            figures=fact_lines(engine, knowledge, FactFilter(since=since, until=until), MOST_FIGURES_OF_ALL),
        )
        self.company_slugs = frozenset(
            slug for each in companies for slug in _with_parents(knowledge, each.slug)
        )
        self.chip_slugs = frozenset(each.slug for each in self._chips)
        self.story_of_item = story_of_items(engine, since, until)
        self.story_ids = frozenset(self.story_of_item.values())

    def stories(self) -> Iterator[SiteStory]:
        """Yield the stories, the newest first."""
        for content in stories_with_content(self._engine, self._since, self._until):
            yield _story(content, facts_by_id(self._engine, content.facts), self._knowledge)

    def story_report(self, story_id: int) -> StoryReport:
        """Return the report of one story. Raises UnknownName."""
        return story_report(self._engine, self._knowledge, story_id)

    def companies(self) -> Iterator[CompanyReport]:
        """Yield the report of each company that is named, and of those above it."""
        for slug in sorted(self.company_slugs):
            yield company_report(self._engine, self._knowledge, slug, since=self._since, until=self._until)

    def chips(self) -> Iterator[ChipReport]:
        """Yield the report of each chip that is named."""
        for each in self._chips:
            yield self._chip(each)

    def _chip(self, named: NamedCount) -> ChipReport:
        which = ItemFilter(chips=(named.slug,), since=self._since, until=self._until)
        of_chip = FigureFilter(chips=(named.slug,), since=self._since, until=self._until)
        newest = queries.newest_ids(self._engine, which, MOST_COUNTED)
        counts = queries.named_in_items(self._engine, which, newest)
        others = [each for each in counts if each.kind == "company"]
        shown = queries.items_by_id(self._engine, newest[:MOST_ITEMS])
        known = known_chip(self._knowledge, named.slug) if named.slug in self._knowledge.chips else None
        return ChipReport(
            chip=Named(named.slug, known.name if known else named.name),
            known=known,
            items=named.items,
            activity=timeline(queries.activity(self._engine, which)),
            figures=tuple(
                figure_line(row, self._knowledge)
                for row in queries.figures(self._engine, of_chip, MOST_FIGURES)
            ),
            companies=tuple(Counted(each.slug, each.name, each.items) for each in others[:MOST_COMPANIES]),
            newest=tuple(shown[item_id] for item_id in newest[:MOST_ITEMS]),
            counted=len(newest),
        )


def _story(content: StoryContent, facts: Sequence[FactRow], knowledge: Knowledge) -> SiteStory:
    # What is known to be about someone comes before bare amounts, the large before the small.
    told = sorted(facts, key=lambda row: (row.company is None, -row.outlets, -(row.usd_high or 0), row.id))
    return SiteStory(
        story=content.story,
        items=content.items,
        outlets=tuple(dict.fromkeys(item.outlet for item in content.items)),
        companies=_named(content.names, "company"),
        chips=_named(content.names, "chip"),
        figures=tuple(figure_line(_as_figure(row), knowledge) for row in told[:MOST_FIGURES]),
    )


def _named(names: Sequence[StoryName], kind: str) -> tuple[Named, ...]:
    return tuple(Named(each.slug, each.name) for each in names if each.kind == kind)


def _as_figure(row: FactRow) -> FigureRow:
    values: dict[str, Any] = {name: getattr(row, name) for name in FigureRow.__dataclass_fields__}
    return FigureRow(**values)


def _with_parents(knowledge: Knowledge, slug: str) -> Iterator[str]:
    yield slug
    known = knowledge.companies.get(slug)
    if known and known.parent:
        yield from _with_parents(knowledge, known.parent)
