"""Alerts: what matches a saved query and was not sent yet. Sends nothing.

An alert with a kind or a least amount is about figures of the ledger, any other about items.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import get_args

from sqlalchemy import Engine, select
from sqlmodel import col

from chipnews.config import AlertSettings
from chipnews.errors import SettingsError, UnknownName
from chipnews.knowledge.loader import Knowledge, nearest
from chipnews.queries import ItemFilter, ItemRow, items
from chipnews.queries.ledger import FactFilter
from chipnews.reports.figures import FactLine, fact_lines
from chipnews.storage.alerts import mark_sent, sent_keys
from chipnews.storage.models import Fact
from chipnews.tagging.values import FigureKind

# More than this in one message would not be read; the rest follows at the next run.
MOST_IN_ONE = 50
_MOST_READ = 5_000


@dataclass(frozen=True, slots=True)
class Match:
    """A figure or an item that matches; `key` names it whatever becomes of its number."""

    key: str
    figure: FactLine | None
    item: ItemRow | None


@dataclass(frozen=True, slots=True)
class AlertMatches:
    """The matches of one alert that were not sent to one target yet, oldest first."""

    alert: str
    target: str | None
    matches: tuple[Match, ...]


def chosen_alerts(alerts: Sequence[AlertSettings], names: Sequence[str]) -> tuple[AlertSettings, ...]:
    """Return the alerts of these names, all of them without any. Raises UnknownName."""
    by_name = {alert.name.casefold(): alert for alert in alerts}
    for name in names:
        if name.casefold() not in by_name:
            raise UnknownName("alert", name, nearest(name, by_name))
    return tuple(by_name[name.casefold()] for name in names) if names else tuple(alerts)


def due(
    engine: Engine, knowledge: Knowledge, alert: AlertSettings, *, since: datetime
) -> tuple[AlertMatches, ...]:
    """Return for each target of the alert (None: stdout) what is new for it since a time (UTC).

    Raises SettingsError for a kind or company that is not known.
    """
    sent = sent_keys(engine, alert.name)
    matches = _matches(engine, knowledge, alert, since)
    found = []
    for target in dict.fromkeys(alert.targets) or (None,):
        new = [match for match in matches if _sent_key(target, match.key) not in sent]
        if new:
            found.append(AlertMatches(alert.name, target, tuple(new[:MOST_IN_ONE])))
    return tuple(found)


def note_sent(engine: Engine, sent: AlertMatches, now: datetime) -> None:
    """Remember that these matches went to their target, so that they never go there again."""
    mark_sent(engine, sent.alert, [_sent_key(sent.target, match.key) for match in sent.matches], now)


def _matches(
    engine: Engine, knowledge: Knowledge, alert: AlertSettings, since: datetime
) -> tuple[Match, ...]:
    family = _family(knowledge, alert)
    if alert.kind is None and alert.min_usd is None:
        found = items(engine, ItemFilter(companies=family, since=since), _MOST_READ)
        return tuple(Match(f"item {item.url or item.id}", None, item) for item in reversed(found))
    if alert.kind is not None and alert.kind not in get_args(FigureKind):
        known = ", ".join(get_args(FigureKind))
        raise SettingsError(f"The alert '{alert.name}' asks for the kind '{alert.kind}'; known are {known}.")
    which = FactFilter(
        parties=family,
        kinds=(alert.kind,) if alert.kind else (),
        since=since,
        least=_least(alert),
        sort="date",
    )
    lines = fact_lines(engine, knowledge, which, _MOST_READ)
    keys = _fact_keys(engine, [line.id for line in lines])
    # A fact that was told before and is told again is no news.
    new = [line for line in lines if line.first_seen >= since]
    return tuple(Match(f"fact {keys[line.id]}", line, None) for line in reversed(new))


def _family(knowledge: Knowledge, alert: AlertSettings) -> tuple[str, ...]:
    if alert.company is None:
        return ()
    try:
        return knowledge.family_of(knowledge.find_company(alert.company).slug)
    except UnknownName as error:
        raise SettingsError(
            f"The alert '{alert.name}' is about a company that is not known. {error}"
        ) from None


def _least(alert: AlertSettings) -> Decimal | None:
    return alert.min_usd or None


def _fact_keys(engine: Engine, ids: Iterable[int]) -> dict[int, str]:
    query = select(col(Fact.id), col(Fact.key)).where(col(Fact.id).in_(list(ids)))
    with engine.connect() as connection:
        return {row.id: row.key for row in connection.execute(query)}


def _sent_key(target: str | None, key: str) -> str:
    """Return the key of a match at a target, whose own text, which may hold a password, is not kept."""
    where = "stdout" if target is None else sha256(target.encode("utf-8")).hexdigest()[:16]
    return f"{where} {key}"
