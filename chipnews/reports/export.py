"""Export: the rows of a dataset that a user asks for, with names resolved. They are read as a stream."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Engine

from chipnews.knowledge.loader import Knowledge
from chipnews.queries.rows import Dataset, RowFilter, Rows, open_rows


@contextmanager
def exported(
    engine: Engine,
    knowledge: Knowledge,
    dataset: Dataset,
    *,
    company: str | None = None,
    chip: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    every: bool = False,
) -> Iterator[Rows]:
    """Yield the rows of a dataset, of one company with its subsidiaries or one chip where named.

    Raises UnknownName.
    """
    which = RowFilter(
        companies=knowledge.family_of(knowledge.find_company(company).slug) if company else (),
        chips=(knowledge.find_chip(chip).slug,) if chip else (),
        since=since,
        until=until,
        every=every,
    )
    with open_rows(engine, dataset, which) as rows:
        yield rows
