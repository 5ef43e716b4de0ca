"""The one composition of the stages that `chipnews fetch` runs: fetch, tag, ledger, stories, under one lock."""

from dataclasses import dataclass, field
from importlib.util import find_spec

from sqlalchemy import Engine

from chipnews.config import Settings
from chipnews.fetching.lock import fetch_lock
from chipnews.fetching.run import fetch
from chipnews.fetching.values import FetchOptions, FetchReport, Progress


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
        tagged = process(engine, settings, progress=progress) if options.tag else 0
    return IngestReport(fetched, tagged)


def process(engine: Engine, settings: Settings, *, progress: Progress | None = None) -> int:
    """Tag what is stale, bring ledger and stories up to date, and return how many items were tagged."""
    if find_spec("chipnews.tagging.run") is None:
        return 0
    from chipnews.tagging.run import tag_stale

    report = tag_stale(engine, settings, workers=settings.tagging.workers, progress=progress)
    return int(getattr(report, "tagged", 0))
