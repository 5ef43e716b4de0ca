"""Stories: which were told, and one of them: who was first, what each article added, what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine

from chipnews import queries
from chipnews.config import SummariesSettings
from chipnews.errors import SettingsError, UnknownName
from chipnews.knowledge.loader import Knowledge
from chipnews.queries.stories import (
    StoryFilter,
    StoryItemRow,
    StoryRow,
    following,
    items_of_stories,
    mentions_of,
    stories,
    story,
    story_items,
)
from chipnews.reports.names import Named, company_named
from chipnews.reports.summaries import Quoted, quoted, stored_sentences
from chipnews.stories.rewriting import Struck, rewrite
from chipnews.stories.summary import Sentence, repeats_text, summarise
from chipnews.tagging.sentences import split_sentences

MOST_COMPANIES, MOST_ADDED, MOST_TIMELINE = 4, 3, 20
MOST_ITEMS_READ = 60


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One story in a list: its best title and where that stands, how many tell it, whom it is about most.

    `follows` is the number of the older story that it came of.
    """

    id: int
    title: str
    outlet: str
    url: str | None
    first_seen: datetime
    last_seen: datetime
    items: int
    outlets: int
    companies: tuple[Named, ...]
    follows: int | None


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article of a story. `added` are its sentences with figures or names that no earlier article had.

    `copy_of` is the number of the item of which it is a copy; `primary`: it is a company's own word.
    """

    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime
    primary: bool
    copy_of: int | None
    added: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryReport:
    """One story: a summary, its articles in order of arrival, the first of them first, and its timeline.

    `written` is the summary of the language model, where one was asked, and `struck` what was struck from it.
    `before` are the older stories that it came of, oldest first, `after` those that came of it.
    """

    story: StoryLine
    summary: tuple[Quoted, ...]
    arrivals: tuple[Arrival, ...]
    before: tuple[StoryLine, ...]
    after: tuple[StoryLine, ...]
    written: tuple[str, ...] = ()
    struck: tuple[Struck, ...] = ()


def story_lines(
    engine: Engine, knowledge: Knowledge, which: StoryFilter, limit: int | None = 50
) -> list[StoryLine]:
    """Return the stories of the filter, those told last first."""
    return named_stories(engine, knowledge, stories(engine, which, limit))


def named_stories(engine: Engine, knowledge: Knowledge, rows: Sequence[StoryRow]) -> list[StoryLine]:
    """Return the stories with the companies that most of their items name."""
    members = items_of_stories(engine, [row.id for row in rows])
    mentions = mentions_of(engine, [item for each in members.values() for item in each])
    lines = []
    for row in rows:
        counts: dict[str, int] = {}
        in_title = {each.slug for each in mentions.get(row.title.id, ()) if each.start < len(row.title.title)}
        for item_id in members.get(row.id, ()):
            for slug in {each.slug for each in mentions.get(item_id, ()) if each.kind == "company"}:
                counts[slug] = counts.get(slug, 0) + 1
        order = sorted(counts, key=lambda slug: (slug not in in_title, -counts[slug], slug))
        companies = tuple(company_named(knowledge, slug) for slug in order[:MOST_COMPANIES])
        lines.append(_line(row, companies))
    return lines


def story_report(engine: Engine, knowledge: Knowledge, story_id: int) -> StoryReport:
    """Return the report of one story. Raises UnknownName."""
    found = story(engine, story_id)
    if found is None:
        raise UnknownName("story", str(story_id))
    rows = story_items(engine, story_id)
    sentences = {row.item.id: _sentences(engine, row) for row in rows[:MOST_ITEMS_READ]}
    before, after = _before(engine, found), _after(engine, found)
    (line, *others) = named_stories(engine, knowledge, [found, *before, *after])
    return StoryReport(
        story=line,
        summary=_summary(found, rows, sentences),
        arrivals=_arrivals(rows, sentences),
        before=tuple(others[: len(before)]),
        after=tuple(others[len(before) :]),
    )


def written_report(report: StoryReport, settings: SummariesSettings) -> StoryReport:
    """Return the report with a summary by the language model of the settings.

    Raises SettingsError where none is named, SummaryFailed where it does not answer.
    """
    if not settings.endpoint or not settings.model:
        raise SettingsError(
            "No language model is named: set endpoint and model under [summaries] in the settings."
        )
    sources = [each.text for each in report.summary]
    sources += [text for arrival in report.arrivals for text in (arrival.title, *arrival.added)]
    rewritten = rewrite(settings, report.story.title, list(dict.fromkeys(sources)), _split)
    return replace(report, written=rewritten.sentences, struck=rewritten.struck)


def summary_of_story(engine: Engine, row: StoryRow, most: int = 2) -> tuple[Quoted, ...]:
    """Return the sentences that tell the story best."""
    rows = [each for each in story_items(engine, row.id) if each.duplicate_of is None][:MOST_ITEMS_READ]
    return _summary(row, rows, {each.item.id: _sentences(engine, each) for each in rows}, most)


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _line(row: StoryRow, companies: tuple[Named, ...]) -> StoryLine:
    return StoryLine(
        id=row.id,
        title=row.title.title,
        outlet=row.title.outlet,
        url=row.title.url,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        items=row.item_count,
        outlets=row.outlet_count,
        companies=companies,
        follows=row.follows,
    )


def _sentences(engine: Engine, row: StoryItemRow) -> list[Sentence]:
    item = row.item
    figures, mentions = queries.item_figures(engine, item.id), queries.item_mentions(engine, item.id)
    return stored_sentences(item.id, item.title, row.text, figures, mentions)


def _summary(
    found: StoryRow, rows: Sequence[StoryItemRow], sentences: dict[int, list[Sentence]], most: int = 3
) -> tuple[Quoted, ...]:
    items = {row.item.id: row.item for row in rows}
    originals = [row.item.id for row in rows if row.duplicate_of is None]
    material = [sentence for item_id in originals for sentence in sentences.get(item_id, ())]
    return quoted(summarise(material, found.title.title, most), items)


def _arrivals(rows: Sequence[StoryItemRow], sentences: dict[int, list[Sentence]]) -> tuple[Arrival, ...]:
    known: set[str] = set()
    said: list[str] = []
    arrivals = []
    for place, row in enumerate(rows):
        mine = sentences.get(row.item.id, [])
        added = [
            each.text
            for each in mine
            if each.figures - known
            or (each.names - known and not any(repeats_text(each.text, one) for one in said))
        ]
        known |= {fact for each in mine for fact in each.figures | each.names}
        said += [each.text for each in mine]
        original = row.duplicate_of is None
        arrivals.append(
            Arrival(
                item_id=row.item.id,
                title=row.item.title,
                outlet=row.item.outlet,
                url=row.item.url,
                published_at=row.item.published_at,
                primary=row.primary_company is not None,
                copy_of=row.duplicate_of,
                added=tuple(added[:MOST_ADDED]) if place and original else (),
            )
        )
    return tuple(arrivals)


def _before(engine: Engine, found: StoryRow) -> list[StoryRow]:
    rows: list[StoryRow] = []
    seen, older = {found.id}, found.follows
    while older is not None and older not in seen and len(rows) < MOST_TIMELINE:
        seen.add(older)
        row = story(engine, older)
        if row is None:
            break
        rows.insert(0, row)
        older = row.follows
    return rows


def _after(engine: Engine, found: StoryRow) -> list[StoryRow]:
    rows: list[StoryRow] = []
    waiting, seen = [found.id], {found.id}
    while waiting and len(rows) < MOST_TIMELINE:
        for row in following(engine, waiting.pop(0)):
            if row.id not in seen:
                seen.add(row.id)
                rows.append(row)
                waiting.append(row.id)
    return sorted(rows, key=lambda row: (row.first_seen, row.id))
