"""The checks of `chipnews doctor`: each looks at one thing and returns what it found and what to do."""

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

from chipnews.cli.context import State
from chipnews.errors import ChipnewsError

Verdict = Literal["good", "warning", "bad"]
LITTLE_SPACE_BYTES = 200_000_000
CLOCK_TOLERANCE = timedelta(minutes=5)
STALE = timedelta(days=2)
FAILING = 3


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, what was found, and what to do; `advice` is None where there is nothing to do."""

    what: str
    verdict: Verdict
    found: str
    advice: str | None = None


def run_checks(state: State, *, offline: bool) -> list[Check]:
    """Return all checks; one that fails does not stop the others."""
    checks: list[tuple[str, Callable[[], Iterator[Check]]]] = [
        ("settings", lambda: _settings(state)),
        ("database", lambda: _database(state)),
        ("disk", lambda: _disk(state)),
        ("model", lambda: _model(state)),
        ("knowledge", lambda: _knowledge(state)),
        ("feeds", lambda: _feeds(state)),
        ("runs", lambda: _runs(state)),
    ]
    if not offline:
        checks.append(("clock", lambda: _clock(state)))
    found: list[Check] = []
    for what, check in checks:
        try:
            found += check()
        except ChipnewsError as error:
            found.append(Check(what, "bad", str(error)))
            if what == "settings":
                break
    return found


def _settings(state: State) -> Iterator[Check]:
    loaded = state.loaded
    yield Check("settings", "good", f"read from {loaded.file}" if loaded.file else "all defaults, no file")
    if not loaded.settings.fetch.contact:
        yield Check(
            "contact",
            "warning",
            "no contact is sent to the sites",
            "Set fetch.contact to a mail address or a URL: sec.gov and others refuse readers without.",
        )


def _database(state: State) -> Iterator[Check]:
    from chipnews.queries import check_database

    checked = check_database(state.engine)
    if checked.problems:
        yield Check(
            "database",
            "bad",
            f"{checked.where}: {'; '.join(checked.problems[:3])}",
            "Restore a backup (chipnews db backup makes one), or delete the file and fetch anew.",
        )
    else:
        yield Check("database", "good", f"{checked.where}: {checked.rows['items']} items, no damage")


def _disk(state: State) -> Iterator[Check]:
    from chipnews.storage.database import connect, sqlite_path

    path = sqlite_path(connect(state.settings.database))
    if path is None:
        return
    folder = path.parent
    free = shutil.disk_usage(folder).free
    little = free < LITTLE_SPACE_BYTES
    yield Check(
        "disk",
        "bad" if little else "good",
        f"{free / 1e9:.1f} GB are free at {folder}",
        "Free some space, or move the database with --db." if little else None,
    )
    if not _writable(folder):
        yield Check(
            "disk", "bad", f"{folder} cannot be written", "Mend its permissions, or name another with --db."
        )


def _writable(folder: Path) -> bool:
    import tempfile

    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _model(state: State) -> Iterator[Check]:
    name = state.settings.tagging.model
    if importlib.util.find_spec(name.replace("-", "_")) is not None or Path(name).is_dir():
        yield Check("model", "good", f"{name} is installed")
    else:
        yield Check(
            "model", "bad", f"{name} is not installed", f"Install it: pip install {name.replace('_', '-')}"
        )


def _knowledge(state: State) -> Iterator[Check]:
    known = state.knowledge
    yield Check("knowledge", "good", f"{len(known.companies)} companies, {len(known.chips)} chips")


def _feeds(state: State) -> Iterator[Check]:
    from chipnews.fetching.builtin import followed_with_builtin
    from chipnews.fetching.overview import feeds_health

    now = datetime.now(UTC)
    followed_with_builtin(state.engine, state.settings, now)
    feeds = feeds_health(state.engine, now, builtin=state.settings.feeds.builtin)
    followed = [feed for feed in feeds if feed.enabled]
    failing = [feed for feed in followed if feed.failures >= FAILING]
    if not followed:
        yield Check("feeds", "warning", "no feed is followed", "Add one: chipnews feeds add URL")
        return
    new = sum(feed.last_success_at is None and not feed.failures for feed in followed)
    counts = f"{len(followed)} are followed, {len(followed) - len(failing) - new} do well"
    yield Check("feeds", "good", f"{counts}, {new} were not fetched yet" if new else counts)
    for feed in failing:
        yield Check(
            f"feed {feed.id}",
            "warning",
            f"{feed.outlet} ({feed.url}) {feed.health}",
            f"Look: chipnews feeds check {feed.url}; or leave it alone: chipnews feeds disable {feed.id}",
        )


def _runs(state: State) -> Iterator[Check]:
    from chipnews.fetching.overview import past_runs

    runs = past_runs(state.engine, 1)
    if not runs:
        yield Check("last fetch", "warning", "nothing was fetched yet", "Run: chipnews fetch")
        return
    last = runs[0]
    late = datetime.now(UTC) - last.started_at > STALE
    yield Check(
        "last fetch",
        "warning" if late else "good",
        f"{last.started_at:%Y-%m-%d %H:%M} UTC, {last.items_new} new items",
        "Is your cron job or timer still running?" if late else None,
    )


def _clock(state: State) -> Iterator[Check]:
    """Compare the clock with what the server of a feed says, within minutes."""
    from chipnews.fetching.client import server_date
    from chipnews.fetching.health import followed_feeds
    from chipnews.fetching.transfer import run
    from chipnews.fetching.values import FetchFailed

    with state.engine.connect() as connection:
        feeds = followed_feeds(connection, builtin=state.settings.feeds.builtin)
    healthy = [feed for feed in feeds if not feed.failures]
    if not healthy:
        return
    try:
        told = parsedate_to_datetime(run(server_date(state.settings.fetch, healthy[0].url)))
    except (FetchFailed, ValueError, TypeError):
        yield Check("clock", "good", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; no server could be asked")
        return
    off = abs(datetime.now(UTC) - told)
    wrong = off > CLOCK_TOLERANCE
    yield Check(
        "clock",
        "bad" if wrong else "good",
        f"it differs by {off.total_seconds():.0f} seconds from that of {healthy[0].outlet}",
        "Set the time of this machine: dates and pauses depend on it." if wrong else None,
    )
