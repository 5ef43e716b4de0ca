"""What people said of figures, as labelled sentences. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlmodel import col

from chipnews.ledger import store
from chipnews.ledger.run import resolve_corrections
from chipnews.ledger.values import Correction, FigureRecord
from chipnews.storage.models import Mention


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A place in the sentence: a figure that a person judged, or what nobody judged (no figure)."""

    start: int
    end: int
    figure: FigureRecord | None = None
    correction: Correction | None = None


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with at least one figure that a person judged; spans in its order, without overlap."""

    key: str
    sentence: str
    outlet: str
    published_at: datetime
    spans: tuple[LabelledSpan, ...]


def labelled_sentences(engine: Engine) -> tuple[LabelledSentence, ...]:
    """Return the sentences of stored items whose figures people corrected, oldest first, each once."""
    with engine.connect() as connection:
        said = resolve_corrections(connection)
        items = sorted({figure.item_id for figure in said.figures})
        figures = store.figures_of_items(connection, items)
        places: dict[int, list[tuple[int, int]]] = {}
        for some in store.batches(items):
            query = select(col(Mention.item_id), col(Mention.start), col(Mention.end))
            for item_id, start, end in connection.execute(query.where(col(Mention.item_id).in_(some))):
                places.setdefault(item_id, []).append((start, end))
    found: dict[str, LabelledSentence] = {}
    for figure in sorted(said.figures, key=lambda each: (each.published_at, each.identity, each.start)):
        begin = _begin(figure)
        if begin is None:
            continue
        last = begin + len(figure.sentence)
        within = [each for each in figures if each.item_id == figure.item_id and begin <= each.start < last]
        spans = [
            LabelledSpan(
                each.start - begin,
                each.start - begin + len(each.surface),
                each if each.id in said.by_figure else None,
                said.by_figure.get(each.id),
            )
            for each in within
        ]
        spans += [
            LabelledSpan(start - begin, end - begin)
            for start, end in places.get(figure.item_id, [])
            if begin <= start and end <= last
        ]
        key = f"{figure.identity}\n{begin}"
        found[key] = LabelledSentence(
            key, figure.sentence, figure.outlet, figure.published_at, _without_overlap(spans)
        )
    return tuple(found.values())


def _begin(figure: FigureRecord) -> int | None:
    """Return where the sentence begins in the item's text, None where the surface is not once in it."""
    if figure.sentence.count(figure.surface) != 1:
        return None
    return figure.start - figure.sentence.index(figure.surface)


def _without_overlap(spans: list[LabelledSpan]) -> tuple[LabelledSpan, ...]:
    kept: list[LabelledSpan] = []
    for span in sorted(spans, key=lambda each: (each.figure is None, each.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda each: each.start))
