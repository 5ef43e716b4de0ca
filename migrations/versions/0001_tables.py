"""The tables.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Exact everywhere: SQLite's NUMERIC is a float, so amounts are text there.
AMOUNT = sa.Numeric(38, 10).with_variant(sa.String(48), "sqlite")


def upgrade() -> None:
    op.create_table(
        "alert_sent",
        sa.Column("alert", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("alert", "key"),
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("figure_key", sa.String(), nullable=False),
        sa.Column("canonical_url", sa.String(), nullable=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("figure_key"),
    )
    op.create_table(
        "digest_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("counterparty", sa.String(), nullable=True),
        sa.Column("chip", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("low", AMOUNT, nullable=False),
        sa.Column("high", AMOUNT, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("usd_low", AMOUNT, nullable=True),
        sa.Column("usd_high", AMOUNT, nullable=True),
        sa.Column("usd_converted", sa.Boolean(), nullable=False),
        sa.Column("qualifier", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("sources", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("rejected", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_fact_chip", "fact", ["chip"], unique=False)
    op.create_index("ix_fact_company", "fact", ["company"], unique=False)
    op.create_index("ix_fact_company_kind_period", "fact", ["company", "kind", "period_start"], unique=False)
    op.create_index("ix_fact_counterparty", "fact", ["counterparty"], unique=False)
    op.create_index("ix_fact_first_seen", "fact", ["first_seen"], unique=False)
    op.create_index("ix_fact_last_seen", "fact", ["last_seen"], unique=False)
    op.create_index("ix_fact_outlets_last_seen", "fact", ["outlets", "last_seen"], unique=False)
    op.create_index("ix_fact_stale", "fact", ["stale"], unique=False)
    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("origin_url", sa.String(), nullable=True),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=True),
        sa.Column("homepage", sa.String(), nullable=True),
        sa.Column("topic", sa.String(), nullable=True),
        sa.Column("country", sa.String(), nullable=True),
        sa.Column("primary_company", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("builtin", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("disabled_reason", sa.String(), nullable=True),
        sa.Column("full_text", sa.Boolean(), nullable=True),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("etag", sa.String(), nullable=True),
        sa.Column("last_modified", sa.String(), nullable=True),
        sa.Column("body_hash", sa.String(), nullable=True),
        sa.Column("malformed", sa.String(), nullable=True),
        sa.Column("asked_interval_s", sa.Integer(), nullable=True),
        sa.Column("skip_hours", sa.String(), nullable=True),
        sa.Column("skip_days", sa.String(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("last_attempt_at", sa.DateTime(), nullable=True),
        sa.Column("last_success_at", sa.DateTime(), nullable=True),
        sa.Column("next_due_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("url"),
    )
    op.create_index("ix_feed_origin_url", "feed", ["origin_url"], unique=False)
    op.create_table(
        "fetch_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("feeds", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("items_new", sa.Integer(), nullable=False),
        sa.Column("items_updated", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.Column("tagged", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_fetch_run_started_at", "fetch_run", ["started_at"], unique=False)
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=True),
        sa.Column("guid", sa.String(), nullable=False),
        sa.Column("outlet", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=True),
        sa.Column("canonical_url", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=True),
        sa.Column("published_at", sa.DateTime(), nullable=False),
        sa.Column("published_raw", sa.String(), nullable=True),
        sa.Column("fetched_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_source", sa.String(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("entry_hash", sa.String(), nullable=True),
        sa.Column("article_state", sa.String(), nullable=True),
        sa.Column("primary_company", sa.String(), nullable=True),
        sa.Column("relevant", sa.Boolean(), nullable=True),
        sa.Column("tagger_version", sa.String(), nullable=True),
        sa.Column("duplicate_of", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["duplicate_of"], ["item.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("feed_id", "guid"),
    )
    op.create_index("ix_item_article_state", "item", ["article_state"], unique=False)
    op.create_index("ix_item_canonical_url", "item", ["canonical_url"], unique=False)
    op.create_index("ix_item_content_hash", "item", ["content_hash"], unique=False)
    op.create_index("ix_item_duplicate_of", "item", ["duplicate_of"], unique=False)
    op.create_index("ix_item_feed_id", "item", ["feed_id"], unique=False)
    op.create_index("ix_item_fetched_at", "item", ["fetched_at"], unique=False)
    op.create_index("ix_item_published_at", "item", ["published_at"], unique=False)
    op.create_index(
        "ix_item_shown_published", "item", ["relevant", "duplicate_of", "published_at"], unique=False
    )
    op.create_index("ix_item_tagger_version", "item", ["tagger_version"], unique=False)
    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_candidate_item_id", "candidate", ["item_id"], unique=False)
    op.create_index("ix_candidate_name", "candidate", ["name"], unique=False)
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.Column("low", AMOUNT, nullable=False),
        sa.Column("high", AMOUNT, nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("usd_low", AMOUNT, nullable=True),
        sa.Column("usd_high", AMOUNT, nullable=True),
        sa.Column("usd_converted", sa.Boolean(), nullable=False),
        sa.Column("qualifier", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("company", sa.String(), nullable=True),
        sa.Column("counterparty", sa.String(), nullable=True),
        sa.Column("chip", sa.String(), nullable=True),
        sa.Column("period", sa.String(), nullable=True),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("compared_to", sa.Integer(), nullable=True),
        sa.Column("part_of", sa.Integer(), nullable=True),
        sa.Column("cites", sa.String(), nullable=True),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.CheckConstraint('start < "end"', name="ck_figure_span"),
        sa.ForeignKeyConstraint(["compared_to"], ["figure.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["part_of"], ["figure.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_figure_company_kind_period", "figure", ["company", "kind", "period_start"], unique=False
    )
    op.create_index("ix_figure_compared_to", "figure", ["compared_to"], unique=False)
    op.create_index("ix_figure_counterparty", "figure", ["counterparty"], unique=False)
    op.create_index("ix_figure_fact_id", "figure", ["fact_id"], unique=False)
    op.create_index("ix_figure_item_id", "figure", ["item_id"], unique=False)
    op.create_index("ix_figure_part_of", "figure", ["part_of"], unique=False)
    op.create_table(
        "item_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_item_revision_item_id", "item_revision", ["item_id"], unique=False)
    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("vendor", sa.String(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("surface", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_mention_item_id", "mention", ["item_id"], unique=False)
    op.create_index("ix_mention_slug_kind_item", "mention", ["slug", "kind", "item_id"], unique=False)
    op.create_table(
        "story",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title_item_id", sa.Integer(), nullable=False),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.Column("first_seen", sa.DateTime(), nullable=False),
        sa.Column("last_seen", sa.DateTime(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("outlet_count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["follows"], ["story.id"], ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["title_item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_story_first_seen", "story", ["first_seen"], unique=False)
    op.create_index("ix_story_follows", "story", ["follows"], unique=False)
    op.create_index("ix_story_last_seen", "story", ["last_seen"], unique=False)
    op.create_index("ix_story_title_item_id", "story", ["title_item_id"], unique=False)
    op.create_table(
        "story_band",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_story_band_item_id", "story_band", ["item_id"], unique=False)
    op.create_index("ix_story_band_key", "story_band", ["key", "seen_at"], unique=False)
    op.create_table(
        "story_due",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_table(
        "item_story",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("story_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id"),
    )
    op.create_index("ix_item_story_story_id", "item_story", ["story_id"], unique=False)
