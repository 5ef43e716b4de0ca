"""What alerts have sent: read before, written after each sending."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlmodel import Session, col

from chipnews.storage.models import AlertSent


def sent_keys(engine: Engine, alert: str) -> frozenset[str]:
    """Return the keys of all that the alert has sent."""
    with engine.connect() as connection:
        rows = connection.execute(select(col(AlertSent.key)).where(col(AlertSent.alert) == alert))
        return frozenset(rows.scalars())


def mark_sent(engine: Engine, alert: str, keys: Iterable[str], now: datetime) -> None:
    """Note that the alert has sent what these keys stand for, at `now` (UTC)."""
    with Session(engine) as session:
        for key in keys:
            session.merge(AlertSent(alert=alert, key=key, sent_at=now))
        session.commit()
