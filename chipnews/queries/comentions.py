"""Companies named one right after the other, with the words between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Engine, select
from sqlmodel import col

from chipnews.queries.items import ItemFilter, conditions
from chipnews.storage.models import Item, Mention

LONGEST_GAP = 80
_AROUND = 240


@dataclass(frozen=True, slots=True)
class CoMention:
    """Two companies (slugs) in the order of the text: the words between, and some before and after."""

    first: str
    second: str
    before: str
    between: str
    after: str
    surfaces: tuple[str, str]
    item_id: int
    title: str
    outlet: str
    url: str | None
    published_at: datetime


def co_mentions(engine: Engine, which: ItemFilter, newest: int) -> Iterator[CoMention]:
    """Yield the neighbours in the newest items of the filter, at most LONGEST_GAP characters apart."""
    ids = (
        select(col(Item.id))
        .where(*conditions(which))
        .order_by(col(Item.published_at).desc(), col(Item.id).desc())
        .limit(newest)
    )
    named = (
        select(col(Mention.item_id), col(Mention.slug), col(Mention.start), col(Mention.end))
        .where(col(Mention.kind) == "company", col(Mention.item_id).in_(ids.scalar_subquery()))
        .order_by(col(Mention.item_id), col(Mention.start))
    )
    close: dict[int, list[tuple[str, int, int, str, int, int]]] = {}
    with engine.connect() as connection:
        for (item, slug, start, end), (same, other, begin, stop) in pairwise(connection.execute(named)):
            if item == same and slug != other and 0 < begin - end <= LONGEST_GAP:
                close.setdefault(item, []).append((slug, start, end, other, begin, stop))
        texts = select(
            col(Item.id),
            col(Item.text),
            col(Item.title),
            col(Item.outlet),
            col(Item.url),
            col(Item.published_at),
        )
        wanted = sorted(close)
        for at in range(0, len(wanted), 400):
            rows = connection.execute(texts.where(col(Item.id).in_(wanted[at : at + 400])))
            for item_id, text, title, outlet, url, published_at in rows:
                if item_id is None:
                    continue
                for slug, start, end, other, begin, stop in close[item_id]:
                    yield CoMention(
                        first=slug,
                        second=other,
                        before=text[max(0, start - _AROUND) : start],
                        between=text[end:begin],
                        after=text[stop : stop + _AROUND],
                        surfaces=(text[start:end], text[begin:stop]),
                        item_id=item_id,
                        title=title,
                        outlet=outlet,
                        url=url,
                        published_at=published_at,
                    )
