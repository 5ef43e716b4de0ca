"""When the digest of a name was last made, for `chipnews digest --since last`."""

from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from chipnews.storage.models import DigestRun


def last_made(engine: Engine, name: str) -> datetime | None:
    """Return up to when (UTC) the last digest of this name told, None if there was none."""
    with Session(engine) as session:
        found = session.get(DigestRun, name)
        return found.made_at if found else None


def remember_digest(engine: Engine, name: str, made_at: datetime) -> None:
    """Remember that a digest of this name told everything up to `made_at` (UTC)."""
    with Session(engine) as session, session.begin():
        session.merge(DigestRun(name=name, made_at=made_at))
