"""The digest: what happened in a period: the weightiest stories, what is new, then each item by company."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from chipnews import queries
from chipnews.knowledge.loader import Knowledge
from chipnews.queries import FigureFilter, ItemFilter, ItemRow
from chipnews.queries.ledger import FactRow
from chipnews.queries.stories import StoryFilter
from chipnews.reports.digest_news import NOTHING_NEW, News, RankedStory, news_of, ranked_stories
from chipnews.reports.figure_line import FigureLine, figure_line
from chipnews.reports.names import Named, company_named

MOST_SECTIONS, MOST_ITEMS, MOST_FIGURES = 15, 8, 8
# What no reader would read to its end anyway.
MOST_READ = 5_000


@dataclass(frozen=True, slots=True)
class Section:
    """The items that are most about one company or its subsidiaries; None: about none, or a rare one.

    `total` counts them, `items` are the newest of them.
    """

    company: Named | None
    total: int
    items: tuple[ItemRow, ...]
    figures: tuple[FigureLine, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened between `since` and `until` (UTC, exclusive; None: no bound), the busiest company first.

    `company` is the one that the digest is restricted to, if it is. `stories` are the weightiest, `news` what
    was not there before; `sections` hold all items, those of the stories too, and the figures beside `news`.
    """

    made_at: datetime
    since: datetime | None
    until: datetime | None
    company: Named | None
    items: int
    outlets: int
    sections: tuple[Section, ...]
    stories: tuple[RankedStory, ...] = ()
    news: News = NOTHING_NEW

    @property
    def told(self) -> frozenset[int]:
        """The items of the stories, which need not be listed again."""
        return frozenset(item_id for story in self.stories for item_id in story.item_ids)


def make_digest(
    engine: Engine,
    knowledge: Knowledge,
    *,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    company: str | None = None,
    stored: bool = False,
) -> Digest:
    """Return the digest of a period, of one company and its subsidiaries if named. Raises UnknownName.

    With `stored`, the period is that in which items were stored, else that in which they were published.
    """
    only = knowledge.find_company(company) if company else None
    family = knowledge.family_of(only.slug) if only else ()
    which = ItemFilter(companies=family, since=since, until=until, stored=stored)
    items = queries.items(engine, which, MOST_READ)
    named = queries.companies_by_item(engine, which)
    roots = {item_id: _root(knowledge, slugs[0]) for item_id, slugs in named.items()}
    busiest = Counter(roots[item.id] for item in items if item.id in roots)
    headed = [slug for slug, _ in sorted(busiest.items(), key=lambda pair: (-pair[1], pair[0]))]
    headed = headed[:MOST_SECTIONS]
    section_of = {item.id: _one_of(headed, roots.get(item.id)) for item in items}
    of_family = FigureFilter(companies=family, since=since, until=until, stored=stored)
    news = news_of(engine, knowledge, family, since, until, stored=stored)
    shown = {line.id for line in news.figures}
    rows = [row for row in queries.figures(engine, of_family) if row.id not in shown]
    figures = _figures_by_section(rows, knowledge, headed, section_of)
    sections = []
    for slug in (*headed, None):
        mine = [item for item in items if section_of[item.id] == slug]
        if mine:
            named_slug = company_named(knowledge, slug) if slug else None
            lines = tuple(figure_line(row, knowledge) for row in figures.get(slug, [])[:MOST_FIGURES])
            sections.append(Section(named_slug, len(mine), tuple(mine[:MOST_ITEMS]), lines))
    return Digest(
        made_at=now,
        since=since,
        until=until,
        company=Named(only.slug, only.name) if only else None,
        items=len(items),
        outlets=len({item.outlet for item in items}),
        sections=tuple(sections),
        stories=ranked_stories(
            engine, knowledge, StoryFilter(family, since, until, stored=stored), news.names
        ),
        news=news,
    )


def _figures_by_section(
    rows: Sequence[FactRow],
    knowledge: Knowledge,
    headed: Sequence[str],
    section_of: Mapping[int, str | None],
) -> dict[str | None, list[FactRow]]:
    """Return the figures under the company they are about, else where their item stands."""
    found: dict[str | None, list[FactRow]] = {}
    for row in rows:
        own = _one_of(headed, _root(knowledge, row.company)) if row.company else None
        found.setdefault(own or section_of.get(row.item_id), []).append(row)
    return found


def _one_of(headed: Sequence[str], slug: str | None) -> str | None:
    return slug if slug in headed else None


def _root(knowledge: Knowledge, slug: str) -> str:
    """Return the company at the top of this one's family."""
    known = knowledge.companies.get(slug)
    return _root(knowledge, known.parent) if known and known.parent else slug
