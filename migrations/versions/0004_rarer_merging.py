"""The full-text index is merged less often: that took more time than all else when items were stored.

SQLite keeps it as segments, and merges so many of one size into one of the next: each word is written once
for every size. With 16 instead of 4 there are half as many sizes, and a search looks into some more segments.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("INSERT INTO item_search(item_search, rank) VALUES ('automerge', 16)")
