"""Tags the stored items that are stale: reads a batch, tags it, writes it in one transaction, goes on.

Tagging holds no lock on the database. A batch is written only where its items are still what was read, so
that two runs at once, or a fetch in between, lose and double nothing.
"""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import datetime
from multiprocessing import get_context

from sqlalchemy import ColumnElement, Engine, delete, func, select, true, update
from sqlmodel import Session, col

from chipnews.config import Settings
from chipnews.knowledge.rates import Rates, load_rates
from chipnews.progress import Progress
from chipnews.storage.models import Candidate, Feed, Figure, Item, Mention
from chipnews.tagging.pipeline import Tagger, load_tagger
from chipnews.tagging.values import Figure as TaggedFigure
from chipnews.tagging.values import TaggedText

BATCH = 100
STAGE = "items"


@dataclass(frozen=True, slots=True)
class StaleItem:
    """What of an item is needed to tag it."""

    id: int
    text: str
    content_hash: str
    published_at: datetime
    outlet: str
    country: str | None


@dataclass(frozen=True, slots=True)
class TagReport:
    """What one run of tagging did. `item_ids` are the items that have new tags."""

    item_ids: tuple[int, ...] = ()
    relevant: int = 0
    mentions: int = 0
    figures: int = 0
    candidates: int = 0

    @property
    def tagged(self) -> int:
        """How many items were tagged."""
        return len(self.item_ids)


def tag_stale(
    engine: Engine,
    settings: Settings,
    *,
    every: bool = False,
    workers: int = 1,
    progress: Progress | None = None,
) -> TagReport:
    """Tag all items whose tags are missing or were made otherwise; with `every`, all items.

    Raises ModelMissing, KnowledgeError.
    """
    tagger = load_tagger(settings)
    rates = load_rates(settings.knowledge.rates)
    if progress:
        progress.start(STAGE, count_stale(engine, tagger.version, every=every))
    report = TagReport()
    for batch, tags in _tagged(_batches(engine, tagger.version, every=every), tagger, workers):
        done = _write(engine, batch, tags, tagger.version, rates)
        report = TagReport(
            report.item_ids + done.item_ids,
            report.relevant + done.relevant,
            report.mentions + done.mentions,
            report.figures + done.figures,
            report.candidates + done.candidates,
        )
        if progress:
            for item in batch:
                progress.advance(STAGE, item.outlet)
    return report


def count_stale(engine: Engine, version: str, *, every: bool = False) -> int:
    """Return how many items are to be tagged."""
    with engine.connect() as connection:
        return connection.execute(
            select(func.count()).select_from(Item).where(_is_stale(version, every=every))
        ).scalar_one()


def _is_stale(version: str, *, every: bool) -> ColumnElement[bool]:
    return true() if every else col(Item.tagger_version).is_distinct_from(version)


def _batches(engine: Engine, version: str, *, every: bool) -> Iterator[list[StaleItem]]:
    last = 0
    while True:
        wanted = (
            select(
                col(Item.id),
                col(Item.text),
                col(Item.content_hash),
                col(Item.published_at),
                col(Item.outlet),
                col(Feed.country),
            )
            .join(Feed, col(Feed.id) == col(Item.feed_id), isouter=True)
            .where(col(Item.id) > last, _is_stale(version, every=every))
            .order_by(col(Item.id))
            .limit(BATCH)
        )
        with engine.connect() as connection:
            batch = [StaleItem(row[0] or 0, *row[1:]) for row in connection.execute(wanted)]
        if not batch:
            return
        last = batch[-1].id
        yield batch


def _tagged(
    batches: Iterator[list[StaleItem]], tagger: Tagger, workers: int
) -> Iterator[tuple[list[StaleItem], list[TaggedText]]]:
    """Yield each batch with its tags; more than one worker tags batches side by side, in order."""
    if workers == 1:
        for batch in batches:
            yield batch, _tag_batch(tagger, batch)
        return
    context = get_context("spawn")  # a forked child would share the database's connections
    with ProcessPoolExecutor(workers, context, _prepare_worker, (tagger.settings,)) as pool:
        waiting: deque[tuple[list[StaleItem], Future[list[TaggedText]]]] = deque()
        for batch in batches:
            waiting.append((batch, pool.submit(_tag_in_worker, batch)))
            if len(waiting) > 2 * workers:
                oldest, future = waiting.popleft()
                yield oldest, future.result()
        for batch, future in waiting:
            yield batch, future.result()


def _tag_batch(tagger: Tagger, batch: Sequence[StaleItem]) -> list[TaggedText]:
    return [
        tagger.tag(item.text, published=item.published_at.date(), outlet=item.outlet, country=item.country)
        for item in batch
    ]


_worker_tagger: Tagger | None = None


def _prepare_worker(settings: Settings) -> None:
    global _worker_tagger
    _worker_tagger = load_tagger(settings)


def _tag_in_worker(batch: Sequence[StaleItem]) -> list[TaggedText]:
    if _worker_tagger is None:
        raise RuntimeError("a worker tags before it is prepared")
    return _tag_batch(_worker_tagger, batch)


def _write(
    engine: Engine, batch: Sequence[StaleItem], tags: Sequence[TaggedText], version: str, rates: Rates
) -> TagReport:
    """Write the tags of the items that are still what was tagged; return what was written."""
    ids = [item.id for item in batch]
    with Session(engine) as session, session.begin():
        unchanged = dict(
            session.execute(
                select(col(Item.id), col(Item.content_hash)).where(col(Item.id).in_(ids)).with_for_update()
            ).all()
        )
        written = [
            (item, tagged)
            for item, tagged in zip(batch, tags, strict=True)
            if unchanged.get(item.id) == item.content_hash
        ]
        written_ids = [item.id for item, _ in written]
        for table in (Mention, Figure, Candidate):
            session.execute(delete(table).where(col(table.item_id).in_(written_ids)))
        for item, tagged in written:
            session.execute(
                update(Item)
                .where(col(Item.id) == item.id)
                .values(tagger_version=version, relevant=tagged.relevant)
            )
            session.add_all(_mentions(item, tagged))
            session.add_all(_candidates(item, tagged))
            _add_figures(session, item, tagged.figures, rates)
    return TagReport(
        tuple(written_ids),
        sum(tagged.relevant for _, tagged in written),
        sum(len(tagged.companies) + len(tagged.chips) for _, tagged in written),
        sum(len(tagged.figures) for _, tagged in written),
        sum(len(tagged.candidates) for _, tagged in written),
    )


def _mentions(item: StaleItem, tagged: TaggedText) -> Iterator[Mention]:
    for mention in (*tagged.companies, *tagged.chips):
        yield Mention(item_id=item.id, **asdict(mention))


def _candidates(item: StaleItem, tagged: TaggedText) -> Iterator[Candidate]:
    for candidate in tagged.candidates:
        yield Candidate(item_id=item.id, **asdict(candidate))


def _add_figures(session: Session, item: StaleItem, figures: Sequence[TaggedFigure], rates: Rates) -> None:
    rows = [_figure(item, figure, rates) for figure in figures]
    session.add_all(rows)
    session.flush()  # gives the ids that the links among them need
    for row, figure in zip(rows, figures, strict=True):
        row.compared_to = None if figure.compared_to is None else rows[figure.compared_to].id
        row.part_of = None if figure.part_of is None else rows[figure.part_of].id


def _figure(item: StaleItem, figure: TaggedFigure, rates: Rates) -> Figure:
    fields = asdict(figure) | {"compared_to": None, "part_of": None}
    on = item.published_at.date()
    low, high = rates.to_usd(figure.low, figure.currency, on), rates.to_usd(figure.high, figure.currency, on)
    return Figure(
        item_id=item.id,
        usd_low=low.amount_usd if low else None,
        usd_high=high.amount_usd if high else None,
        usd_converted=figure.currency != "USD" and low is not None,
        **fields,
    )
