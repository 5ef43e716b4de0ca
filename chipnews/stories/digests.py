"""How far the last digest of a name told, for `chipnews digest --since last`, and how far one can."""

from datetime import datetime

from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from chipnews.storage.models import DigestRun, FetchRun, Item


def last_made(engine: Engine, name: str) -> datetime | None:
    """Return up to when (UTC) the last digest of this name told, None if there was none."""
    with Session(engine) as session:
        found = session.get(DigestRun, name)
        return found.made_at if found else None


def complete_until(engine: Engine, now: datetime) -> datetime:
    """Return up to when (UTC) every item is stored and tagged: `now`, unless a run is not done yet.

    What a digest tells up to then it will not have missed, whatever a run that is under way still brings.
    """
    untagged = select(func.min(col(Item.fetched_at))).where(
        col(Item.relevant).is_(None), col(Item.duplicate_of).is_(None)
    )
    runs = select(col(FetchRun.started_at), col(FetchRun.finished_at)).order_by(col(FetchRun.id).desc())
    with engine.connect() as connection:
        oldest = connection.execute(untagged).scalar()
        last = connection.execute(runs.limit(1)).first()
    under_way = last.started_at if last is not None and last.finished_at is None else None
    return min(each for each in (now, oldest, under_way) if each is not None)


def remember_digest(engine: Engine, name: str, made_at: datetime) -> None:
    """Remember that a digest of this name told everything up to `made_at` (UTC)."""
    with Session(engine) as session, session.begin():
        session.merge(DigestRun(name=name, made_at=made_at))
