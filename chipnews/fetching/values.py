"""The values that pass between the rooms of fetching. No behaviour beyond what their fields say."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from chipnews.errors import FetchError

FeedKind = Literal["rss", "atom", "rdf", "json", "cdf", "unknown"]
OutcomeState = Literal["stored", "unchanged", "failed", "postponed", "disabled"]


class FetchFailed(FetchError):
    """One URL gave nothing that can be used; the message says why in words that a person can act on.

    `status` is that of HTTP where there was an answer; `retry_after_s` is what the server asked for;
    `suggestion` is the URL to use instead, where the answer named one; `unreachable`: no connection came
    about.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after_s: float | None = None,
        suggestion: str | None = None,
        unreachable: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_s = retry_after_s
        self.suggestion = suggestion
        self.unreachable = unreachable


@dataclass(frozen=True, slots=True)
class FetchedEntry:
    """One entry as the feed gives it. `html` is its fullest text, still a fragment of HTML.

    `url` is absolute. `original_url` is where a feed that links through a counter says the article really is.
    `published_at` is UTC, None where the feed has no date that can be read.
    """

    guid: str | None
    url: str | None
    title: str
    html: str
    author: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    original_url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedFeed:
    """One feed document. `malformed` says what was wrong with it, None where nothing was.

    `interval_s` is how often the feed asks to be read at most; `skip_hours` and `skip_days` are hours and
    days of the week (UTC, 0 is Monday) to leave it alone.
    """

    kind: FeedKind
    title: str | None
    homepage: str | None
    entries: tuple[FetchedEntry, ...]
    language: str | None = None
    interval_s: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    malformed: str | None = None


@dataclass(frozen=True, slots=True)
class FeedState:
    """What the database knows of a feed when a run begins."""

    id: int
    url: str
    outlet: str
    primary_company: str | None = None
    full_text: bool | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    asked_interval_s: int | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()
    failures: int = 0
    last_success_at: datetime | None = None
    next_due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """What one run is asked to do.

    `feeds` are ids, URLs or outlets (empty: all that are due). `force` asks again whatever caching and
    schedule say. `full_text` overrides the settings. Entries published before `since` are not stored.
    """

    feeds: Sequence[str] = ()
    force: bool = False
    full_text: bool | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What became of one feed in a run. `message` explains a failure, `moved_to` names a new address."""

    feed_id: int
    url: str
    outlet: str
    state: OutcomeState
    items_new: int = 0
    items_updated: int = 0
    message: str | None = None
    moved_to: str | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What one run did. Times are UTC; `failures` holds the outcomes that a person should see.

    `run_id` is the row of `fetch_run`; `not_due` counts the feeds whose time had not come.
    """

    run_id: int
    started_at: datetime
    finished_at: datetime
    feeds: int = 0
    not_due: int = 0
    unchanged: int = 0
    failed: int = 0
    postponed: int = 0
    items_new: int = 0
    items_updated: int = 0
    articles: int = 0
    failures: tuple[FeedOutcome, ...] = ()
    moved: tuple[FeedOutcome, ...] = ()


@dataclass(slots=True)
class Tally:
    """Counts a run as it goes; the one value here that changes."""

    feeds: int = 0
    unchanged: int = 0
    failed: int = 0
    postponed: int = 0
    items_new: int = 0
    items_updated: int = 0
    articles: int = 0
    failures: list[FeedOutcome] = field(default_factory=list)
    moved: list[FeedOutcome] = field(default_factory=list)

    def add(self, outcome: FeedOutcome) -> None:
        """Count one outcome."""
        self.feeds += 1
        self.unchanged += outcome.state == "unchanged"
        self.postponed += outcome.state == "postponed"
        self.failed += outcome.state in ("failed", "disabled")
        self.items_new += outcome.items_new
        self.items_updated += outcome.items_updated
        if outcome.state in ("failed", "disabled"):
            self.failures.append(outcome)
        if outcome.moved_to:
            self.moved.append(outcome)
