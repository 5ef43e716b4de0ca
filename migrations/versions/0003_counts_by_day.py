"""Counts by day, so that reports of large archives need not count, and what marks the days to count anew.

Facts are indexed in the order in which reports take them.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

# One mark of a day is enough in SQLite, where only one writes at a time.
_MARK = """
    INSERT INTO day_due(day) SELECT DISTINCT date(published_at) FROM item
    WHERE {which} AND relevant AND duplicate_of IS NULL
    AND NOT EXISTS (SELECT 1 FROM day_due WHERE day = date(item.published_at));
"""
_MARK_OLD = (
    "INSERT INTO day_due(day) SELECT date(old.published_at) WHERE old.relevant AND old.duplicate_of IS NULL;"
)
_MARK_NEW = (
    "INSERT INTO day_due(day) SELECT date(new.published_at) WHERE new.relevant AND new.duplicate_of IS NULL;"
)


def _sqlite_mark(when: str, which: str) -> str:
    return f"{when} BEGIN {_MARK.format(which=which)} END"


SQLITE_DUE = (
    *(
        _sqlite_mark(f"CREATE TRIGGER {table}_day_{verb} AFTER {verb} ON {table}", f"id = {row}.item_id")
        for table in ("mention", "figure")
        for verb, row in (("insert", "new"), ("delete", "old"))
    ),
    _sqlite_mark(
        "CREATE TRIGGER mention_day_update AFTER UPDATE OF item_id, kind, slug ON mention",
        "id IN (old.item_id, new.item_id)",
    ),
    _sqlite_mark(
        """
        CREATE TRIGGER figure_day_update
        AFTER UPDATE OF item_id, company, counterparty, chip, kind, unit, usd_high ON figure
        """,
        "id IN (old.item_id, new.item_id)",
    ),
    # Most figures come to a fact that is not rejected, which changes no count.
    _sqlite_mark(
        """
        CREATE TRIGGER figure_day_rejected AFTER UPDATE OF fact_id ON figure
        WHEN coalesce((SELECT rejected FROM fact WHERE id = old.fact_id), 0)
            <> coalesce((SELECT rejected FROM fact WHERE id = new.fact_id), 0)
        """,
        "id = new.item_id",
    ),
    _sqlite_mark(
        """
        CREATE TRIGGER fact_day_rejected AFTER UPDATE OF rejected ON fact WHEN old.rejected <> new.rejected
        """,
        "id IN (SELECT item_id FROM figure WHERE fact_id = new.id)",
    ),
    # Its figures are let go only after that, when nobody can tell any longer that it was rejected.
    _sqlite_mark(
        "CREATE TRIGGER fact_day_delete BEFORE DELETE ON fact WHEN old.rejected",
        "id IN (SELECT item_id FROM figure WHERE fact_id = old.id)",
    ),
    f"CREATE TRIGGER item_day_insert AFTER INSERT ON item BEGIN {_MARK_NEW} END",
    f"CREATE TRIGGER item_day_delete AFTER DELETE ON item BEGIN {_MARK_OLD} END",
    f"""
    CREATE TRIGGER item_day_update AFTER UPDATE OF relevant, duplicate_of, published_at ON item
    WHEN old.relevant IS NOT new.relevant OR old.duplicate_of IS NOT new.duplicate_of
        OR old.published_at <> new.published_at
    BEGIN {_MARK_OLD} {_MARK_NEW} END
    """,
)

# A transaction that is not over yet must leave a mark of its own: one that is there may be taken meanwhile.
_POSTGRES_BODIES = {
    "day_of_rows": """
        INSERT INTO day_due(day) SELECT DISTINCT date(published_at) FROM item
        WHERE relevant AND duplicate_of IS NULL AND id IN (SELECT item_id FROM changed);
    """,
    "day_of_row": """
        INSERT INTO day_due(day) SELECT DISTINCT date(published_at) FROM item
        WHERE relevant AND duplicate_of IS NULL AND id IN (OLD.item_id, NEW.item_id);
    """,
    "day_of_figure_rejected": """
        IF coalesce((SELECT rejected FROM fact WHERE id = OLD.fact_id), FALSE)
            <> coalesce((SELECT rejected FROM fact WHERE id = NEW.fact_id), FALSE) THEN
            INSERT INTO day_due(day) SELECT date(published_at) FROM item
            WHERE relevant AND duplicate_of IS NULL AND id = NEW.item_id;
        END IF;
    """,
    "day_of_fact": """
        INSERT INTO day_due(day) SELECT DISTINCT date(published_at) FROM item
        WHERE relevant AND duplicate_of IS NULL
            AND id IN (SELECT item_id FROM figure WHERE fact_id = OLD.id);
    """,
    "day_of_item": """
        IF TG_OP <> 'INSERT' AND OLD.relevant AND OLD.duplicate_of IS NULL THEN
            INSERT INTO day_due(day) VALUES (date(OLD.published_at));
        END IF;
        IF TG_OP <> 'DELETE' AND NEW.relevant AND NEW.duplicate_of IS NULL THEN
            INSERT INTO day_due(day) VALUES (date(NEW.published_at));
        END IF;
    """,
}
POSTGRES_DUE = (
    *(
        f"""
        CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            {body}
            RETURN {"OLD" if name == "day_of_fact" else "NULL"};
        END $$
        """
        for name, body in _POSTGRES_BODIES.items()
    ),
    *(
        f"""
        CREATE TRIGGER {table}_day_{verb} AFTER {verb} ON {table} REFERENCING {row} TABLE AS changed
        FOR EACH STATEMENT EXECUTE FUNCTION day_of_rows()
        """
        for table in ("mention", "figure")
        for verb, row in (("insert", "NEW"), ("delete", "OLD"))
    ),
    """
    CREATE TRIGGER mention_day_update AFTER UPDATE OF item_id, kind, slug ON mention
    FOR EACH ROW EXECUTE FUNCTION day_of_row()
    """,
    """
    CREATE TRIGGER figure_day_update
    AFTER UPDATE OF item_id, company, counterparty, chip, kind, unit, usd_high ON figure
    FOR EACH ROW EXECUTE FUNCTION day_of_row()
    """,
    """
    CREATE TRIGGER figure_day_rejected AFTER UPDATE OF fact_id ON figure
    FOR EACH ROW EXECUTE FUNCTION day_of_figure_rejected()
    """,
    """
    CREATE TRIGGER fact_day_rejected AFTER UPDATE OF rejected ON fact
    FOR EACH ROW WHEN (OLD.rejected <> NEW.rejected) EXECUTE FUNCTION day_of_fact()
    """,
    """
    CREATE TRIGGER fact_day_delete BEFORE DELETE ON fact
    FOR EACH ROW WHEN (OLD.rejected) EXECUTE FUNCTION day_of_fact()
    """,
    """
    CREATE TRIGGER item_day_insert AFTER INSERT OR DELETE ON item
    FOR EACH ROW EXECUTE FUNCTION day_of_item()
    """,
    """
    CREATE TRIGGER item_day_update AFTER UPDATE OF relevant, duplicate_of, published_at ON item FOR EACH ROW
    WHEN (OLD.relevant IS DISTINCT FROM NEW.relevant OR OLD.duplicate_of IS DISTINCT FROM NEW.duplicate_of
        OR OLD.published_at <> NEW.published_at)
    EXECUTE FUNCTION day_of_item()
    """,
)

# Counting takes a while in a large archive, and needs the families of companies, which the program knows:
# until its next run, every day is counted when it is asked for.
MARK_ALL = """
    INSERT INTO day_due(day) SELECT DISTINCT date(published_at) FROM item
    WHERE relevant AND duplicate_of IS NULL
"""


def upgrade() -> None:
    op.create_table(
        "named_day",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "slug", "day"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_named_day_day", "named_day", ["day", "items"], unique=False)
    op.create_table(
        "figure_day",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("figures", sa.Integer(), nullable=False),
        sa.Column("largest_usd", sa.Float(), nullable=True),
        sa.PrimaryKeyConstraint("scope", "slug", "kind", "day"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_figure_day_day", "figure_day", ["day"], unique=False)
    op.create_table(
        "family_member",
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("company", "member"),
    )
    op.create_index("ix_family_member_member", "family_member", ["member"], unique=False)
    op.create_table(
        "day_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_day_due_day", "day_due", ["day"], unique=False)
    for column in ("company", "counterparty", "chip"):
        op.drop_index(f"ix_fact_{column}", "fact")
        op.create_index(
            f"ix_fact_{column}_importance", "fact", [column, "outlets", "last_seen"], unique=False
        )
    postgres = op.get_bind().dialect.name == "postgresql"
    for statement in (MARK_ALL, *(POSTGRES_DUE if postgres else SQLITE_DUE)):
        op.execute(statement)
