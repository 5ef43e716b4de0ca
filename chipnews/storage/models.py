"""The tables. Rows do not leave `storage/` and `queries.py` but as values; no logic here.

All times are UTC. Amounts are whole units of their currency, exact. Offsets are Unicode code points
into `item.text`.
"""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from chipnews.storage.types import ExactDecimal, UtcDateTime


def _time(*, nullable: bool = True, index: bool = False) -> Column[datetime]:
    return Column(UtcDateTime(), nullable=nullable, index=index)


def _amount(*, nullable: bool = True) -> Column[Decimal]:
    return Column(ExactDecimal(), nullable=nullable)


def _parent(target: str, *, nullable: bool = False, ondelete: str = "CASCADE") -> Column[int]:
    return Column(ForeignKey(target, ondelete=ondelete), nullable=nullable, index=True)


class Feed(SQLModel, table=True):
    """A feed that is followed, with its HTTP validators and its health.

    `origin_url` is the address as it was first given: a list that names it again means this feed, wherever it
    has moved since. `asked_interval_s`, `skip_hours` (UTC, "0,1,23") and `skip_days` (UTC, Monday is 0) are
    what the feed itself asks for.
    """

    __tablename__ = "feed"

    id: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    origin_url: str | None = Field(default=None, index=True)
    outlet: str
    title: str | None = None
    homepage: str | None = None
    topic: str | None = None
    country: str | None = None
    primary_company: str | None = None
    kind: str | None = None
    builtin: bool = False
    enabled: bool = True
    disabled_reason: str | None = None
    full_text: bool | None = None
    added_at: datetime = Field(sa_column=_time(nullable=False))
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    malformed: str | None = None
    asked_interval_s: int | None = None
    skip_hours: str | None = None
    skip_days: str | None = None
    failures: int = 0
    last_error: str | None = None
    last_attempt_at: datetime | None = Field(default=None, sa_column=_time())
    last_success_at: datetime | None = Field(default=None, sa_column=_time())
    next_due_at: datetime | None = Field(default=None, sa_column=_time())


class Item(SQLModel, table=True):
    """One article, from a feed or imported. `duplicate_of` is the item that reports show instead.

    `entry_hash` is that of the entry as the feed gave it, so that an unchanged one is known at a glance.
    """

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("feed_id", "guid"),
        Index("ix_item_shown_published", "relevant", "duplicate_of", "published_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    feed_id: int | None = Field(
        default=None, sa_column=_parent("feed.id", nullable=True, ondelete="SET NULL")
    )
    guid: str
    outlet: str
    url: str | None = None
    canonical_url: str | None = Field(default=None, index=True)
    title: str
    author: str | None = None
    published_at: datetime = Field(sa_column=_time(nullable=False, index=True))
    published_raw: str | None = None
    fetched_at: datetime = Field(sa_column=_time(nullable=False, index=True))
    updated_at: datetime | None = Field(default=None, sa_column=_time())
    language: str | None = None
    text: str = Field(sa_column=Column(Text, nullable=False))
    text_source: str
    content_hash: str = Field(index=True)
    entry_hash: str | None = None
    article_state: str | None = Field(default=None, index=True)
    primary_company: str | None = None
    relevant: bool | None = None
    tagger_version: str | None = Field(default=None, index=True)
    duplicate_of: int | None = Field(
        default=None, sa_column=_parent("item.id", nullable=True, ondelete="SET NULL")
    )


class ItemRevision(SQLModel, table=True):
    """The former title and text of an item whose content changed."""

    __tablename__ = "item_revision"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=_parent("item.id"))
    replaced_at: datetime = Field(sa_column=_time(nullable=False))
    title: str
    text: str = Field(sa_column=Column(Text, nullable=False))


class Mention(SQLModel, table=True):
    """One place where an item names a company or a chip."""

    __tablename__ = "mention"
    __table_args__ = (Index("ix_mention_slug_kind_item", "slug", "kind", "item_id"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=_parent("item.id"))
    kind: str
    slug: str
    name: str
    vendor: str | None = None
    listed: bool = True
    start: int
    end: int
    surface: str


class Candidate(SQLModel, table=True):
    """A company that no list knows, found in an item."""

    __tablename__ = "candidate"

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=_parent("item.id"))
    name: str = Field(index=True)
    start: int
    end: int
    sentence: str
    evidence: str


class Fact(SQLModel, table=True):
    """One entry of the ledger: what figures of several items state alike, or one figure alone.

    A rejected one is kept, so that it can be restored, and is in no report. A stale one has lost a figure
    since it was merged: triggers mark it.
    """

    __tablename__ = "fact"
    __table_args__ = (
        Index("ix_fact_company_kind_period", "company", "kind", "period_start"),
        Index("ix_fact_outlets_last_seen", "outlets", "last_seen"),
        # The most important facts of one company or chip, read from the first on.
        Index("ix_fact_company_importance", "company", "outlets", "last_seen"),
        Index("ix_fact_counterparty_importance", "counterparty", "outlets", "last_seen"),
        Index("ix_fact_chip_importance", "chip", "outlets", "last_seen"),
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    company: str | None = None
    counterparty: str | None = None
    chip: str | None = None
    kind: str | None = None
    low: Decimal = Field(sa_column=_amount(nullable=False))
    high: Decimal = Field(sa_column=_amount(nullable=False))
    currency: str
    usd_low: Decimal | None = Field(default=None, sa_column=_amount())
    usd_high: Decimal | None = Field(default=None, sa_column=_amount())
    usd_converted: bool = False
    qualifier: str
    unit: str
    period: str | None = None
    period_start: date | None = Field(default=None, sa_column=Column(Date))
    period_end: date | None = Field(default=None, sa_column=Column(Date))
    status: str
    direction: str | None = None
    confidence: float
    sources: int
    outlets: int
    first_seen: datetime = Field(sa_column=_time(nullable=False, index=True))
    last_seen: datetime = Field(sa_column=_time(nullable=False, index=True))
    by_hand: bool = False
    rejected: bool = False
    stale: bool = Field(default=False, index=True)


class Figure(SQLModel, table=True):
    """One amount of money of an item, with what it is about."""

    __tablename__ = "figure"
    __table_args__ = (
        Index("ix_figure_company_kind_period", "company", "kind", "period_start"),
        CheckConstraint('start < "end"', name="ck_figure_span"),
    )

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=_parent("item.id"))
    fact_id: int | None = Field(
        default=None, sa_column=_parent("fact.id", nullable=True, ondelete="SET NULL")
    )
    start: int
    end: int
    surface: str
    low: Decimal = Field(sa_column=_amount(nullable=False))
    high: Decimal = Field(sa_column=_amount(nullable=False))
    currency: str
    usd_low: Decimal | None = Field(default=None, sa_column=_amount())
    usd_high: Decimal | None = Field(default=None, sa_column=_amount())
    usd_converted: bool = False
    qualifier: str
    unit: str
    kind: str | None = None
    company: str | None = None
    counterparty: str | None = Field(default=None, index=True)
    chip: str | None = None
    period: str | None = None
    period_start: date | None = Field(default=None, sa_column=Column(Date))
    period_end: date | None = Field(default=None, sa_column=Column(Date))
    direction: str | None = None
    status: str
    compared_to: int | None = Field(
        default=None, sa_column=_parent("figure.id", nullable=True, ondelete="SET NULL")
    )
    part_of: int | None = Field(
        default=None, sa_column=_parent("figure.id", nullable=True, ondelete="SET NULL")
    )
    cites: str | None = None
    sentence: str = Field(sa_column=Column(Text, nullable=False))
    confidence: float


class Correction(SQLModel, table=True):
    """What a person said of a figure; survives re-tagging, as it is tied to content and not to a row.

    `figure_key` is what the ledger derives from the item's identity and the figure's surface and place; the
    columns up to `surface` are what it is made of. `changes` is a JSON object of the fields set by hand.
    """

    __tablename__ = "correction"

    id: int | None = Field(default=None, primary_key=True)
    figure_key: str = Field(unique=True)
    canonical_url: str | None = None
    outlet: str
    guid: str
    sentence: str = Field(sa_column=Column(Text, nullable=False))
    surface: str
    rejected: bool = False
    changes: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    made_at: datetime = Field(sa_column=_time(nullable=False))


class Story(SQLModel, table=True):
    """A group of items that tell of the same event."""

    __tablename__ = "story"

    id: int | None = Field(default=None, primary_key=True)
    title_item_id: int = Field(sa_column=_parent("item.id"))
    follows: int | None = Field(
        default=None, sa_column=_parent("story.id", nullable=True, ondelete="SET NULL")
    )
    first_seen: datetime = Field(sa_column=_time(nullable=False, index=True))
    last_seen: datetime = Field(sa_column=_time(nullable=False, index=True))
    item_count: int
    outlet_count: int


class ItemStory(SQLModel, table=True):
    """Which story an item belongs to."""

    __tablename__ = "item_story"

    item_id: int = Field(sa_column=Column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True))
    story_id: int = Field(sa_column=_parent("story.id"))


class StoryDue(SQLModel, table=True):
    """An item whose place among the stories is to be looked at. Triggers write it: nobody need search.

    It is new, or it became or ceased to be a copy or about the field, or its story is gone.
    """

    __tablename__ = "story_due"

    item_id: int = Field(sa_column=Column(ForeignKey("item.id", ondelete="CASCADE"), primary_key=True))


class StoryBand(SQLModel, table=True):
    """The keys by which a new item finds the stories that it may belong to, without reading the past."""

    __tablename__ = "story_band"
    __table_args__ = (Index("ix_story_band_key", "key", "seen_at"),)

    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(sa_column=_parent("item.id"))
    key: str
    seen_at: datetime = Field(sa_column=_time(nullable=False))


class FetchRun(SQLModel, table=True):
    """One run of `chipnews fetch`."""

    __tablename__ = "fetch_run"

    id: int | None = Field(default=None, primary_key=True)
    started_at: datetime = Field(sa_column=_time(nullable=False, index=True))
    finished_at: datetime | None = Field(default=None, sa_column=_time())
    feeds: int = 0
    unchanged: int = 0
    failed: int = 0
    items_new: int = 0
    items_updated: int = 0
    articles: int = 0
    tagged: int = 0
    errors: str = Field(default="[]", sa_column=Column(Text, nullable=False))


class DigestRun(SQLModel, table=True):
    """When the digest of a name was last made, for `--since last`."""

    __tablename__ = "digest_run"

    name: str = Field(primary_key=True)
    made_at: datetime = Field(sa_column=_time(nullable=False))


class AlertSent(SQLModel, table=True):
    """What an alert has sent already, so that it sends it once."""

    __tablename__ = "alert_sent"

    alert: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    sent_at: datetime = Field(sa_column=_time(nullable=False))


# Plain tables, which only SQL counts and reads: a class for each would make every command start later.

named_day = Table(
    "named_day",
    SQLModel.metadata,
    Column("kind", String, primary_key=True),
    Column("slug", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("items", Integer, nullable=False),
    Index("ix_named_day_day", "day", "items"),
    sqlite_with_rowid=False,
)
"""How many items of one day (UTC) name a company or chip: of those that reports show.

`kind` is company, chip, family (a company with all below it, `slug` being its own) or all (any item, no
slug). Counted anew for the days of `day_due`, and right for all others.
"""

figure_day = Table(
    "figure_day",
    SQLModel.metadata,
    Column("scope", String, primary_key=True),
    Column("slug", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("items", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("largest_usd", Float),
    Index("ix_figure_day_day", "day"),
    sqlite_with_rowid=False,
)
"""How many figures the items of one day (UTC) state, and how many items: of those that reports show.

`scope` is company (as either party), family, chip, about (the company that the figure is about) or all, as in
`named_day`. `kind` is that of the figures, empty for any. `largest_usd` is the largest whole sum, to be drawn
and not to be reckoned with. Counted anew for the days of `day_due`, and right for all others.
"""

family_member = Table(
    "family_member",
    SQLModel.metadata,
    Column("company", String, primary_key=True),
    Column("member", String, primary_key=True, index=True),
)
"""A company that has others below it, with itself and each of these, as the days were last counted."""

day_due = Table(
    "day_due",
    SQLModel.metadata,
    Column("id", Integer, primary_key=True),
    Column("day", Date, nullable=False, index=True),
)
"""A day (UTC) whose counts are no longer right, perhaps twice. Triggers write it: nobody need search."""
