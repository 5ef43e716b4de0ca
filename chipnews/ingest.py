"""The one composition of the stages: fetch, tag, ledger, stories, under one lock."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from chipnews.config import Settings
from chipnews.fetching.lock import fetch_lock
from chipnews.fetching.run import fetch, note_tagged
from chipnews.fetching.values import FetchOptions, FetchReport
from chipnews.progress import Progress

if TYPE_CHECKING:
    from chipnews.tagging.run import TagReport


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What one run is asked to do."""

    fetch: FetchOptions = field(default_factory=FetchOptions)
    tag: bool = True


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one run did. `tagged` counts the items that were tagged."""

    fetch: FetchReport
    tagged: int = 0


def ingest(
    engine: Engine, settings: Settings, options: IngestOptions, *, progress: Progress | None = None
) -> IngestReport:
    """Run the stages and return what they did. Raises FetchRunning where another run is under way."""
    with fetch_lock(engine):
        fetched = fetch(engine, settings, options.fetch, progress=progress)
        tagged = process(engine, settings, progress=progress).tagged if options.tag else 0
        if tagged:
            note_tagged(engine, fetched.run_id, tagged)
    return IngestReport(fetched, tagged)


def retag(engine: Engine, settings: Settings, *, every: bool, workers: int | None) -> "TagReport":
    """Tag what is stale, or every item, and bring the ledger and the stories up to date; return the report.

    Raises FetchRunning where another run is under way.
    """
    with fetch_lock(engine):
        return process(engine, settings, every=every, workers=workers)


def process(
    engine: Engine,
    settings: Settings,
    *,
    every: bool = False,
    workers: int | None = None,
    progress: Progress | None = None,
) -> "TagReport":
    """Tag what is stale, bring ledger, stories and counts up to date, and return what was tagged."""
    # A run that only fetches is over sooner than these are imported.
    from chipnews.knowledge.loader import load_knowledge
    from chipnews.ledger.run import update_ledger
    from chipnews.storage.daily import count_days
    from chipnews.storage.database import refresh_statistics
    from chipnews.stories.run import group_items
    from chipnews.tagging.run import tag_stale

    report = tag_stale(
        engine, settings, every=every, workers=workers or settings.tagging.workers, progress=progress
    )
    # All look for themselves what is not done yet, so that a run that was killed is mended by the next.
    update_ledger(engine)
    group_items(engine, settings, retagged=report.item_ids)
    count_days(engine, load_knowledge(settings.knowledge_file).families)
    refresh_statistics(engine)
    return report
