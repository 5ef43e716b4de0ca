"""An item that is due already may be due again: deleting what it is a copy of failed.

Where a foreign key makes SQLite change a row, the "OR IGNORE" of a trigger's INSERT gives way to the policy
of the outer statement. So these triggers ask first.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

revision = "0005"
down_revision = "0004"

TRIGGERS = {
    "item_due": """
    CREATE TRIGGER item_due AFTER INSERT ON item WHEN new.relevant AND new.duplicate_of IS NULL BEGIN
        INSERT INTO story_due(item_id)
        SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM story_due WHERE item_id = new.id);
    END
    """,
    "item_due_again": """
    CREATE TRIGGER item_due_again AFTER UPDATE OF duplicate_of, relevant ON item
    WHEN old.duplicate_of IS NOT new.duplicate_of OR old.relevant IS NOT new.relevant BEGIN
        INSERT INTO story_due(item_id)
        SELECT new.id WHERE NOT EXISTS (SELECT 1 FROM story_due WHERE item_id = new.id);
    END
    """,
    "item_story_left": """
    CREATE TRIGGER item_story_left AFTER DELETE ON item_story BEGIN
        INSERT INTO story_due(item_id)
        SELECT id FROM item WHERE id = old.item_id
        AND NOT EXISTS (SELECT 1 FROM story_due WHERE item_id = old.item_id);
    END
    """,
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, trigger in TRIGGERS.items():
            op.execute(f"DROP TRIGGER {name}")
            op.execute(trigger)
