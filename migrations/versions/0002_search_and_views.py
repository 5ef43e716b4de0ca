"""Full-text search, what marks stale facts and due items, and the named views for people who open the file.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE_SEARCH = (
    """
    CREATE VIRTUAL TABLE item_search USING fts5(
        title, text, content='item', content_rowid='id', tokenize='porter unicode61'
    )
    """,
    "INSERT INTO item_search(item_search) VALUES ('rebuild')",
    """
    CREATE TRIGGER item_search_insert AFTER INSERT ON item BEGIN
        INSERT INTO item_search(rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER item_search_delete AFTER DELETE ON item BEGIN
        INSERT INTO item_search(item_search, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
    END
    """,
    """
    CREATE TRIGGER item_search_update AFTER UPDATE OF title, text ON item BEGIN
        INSERT INTO item_search(item_search, rowid, title, text)
        VALUES ('delete', old.id, old.title, old.text);
        INSERT INTO item_search(rowid, title, text) VALUES (new.id, new.title, new.text);
    END
    """,
)

POSTGRES_SEARCH = (
    """
    ALTER TABLE item ADD COLUMN search tsvector
        GENERATED ALWAYS AS (to_tsvector('english', title || ' ' || text)) STORED
    """,
    "CREATE INDEX ix_item_search ON item USING gin (search)",
)

SQLITE_STALE = (
    """
    CREATE TRIGGER figure_left AFTER DELETE ON figure WHEN old.fact_id IS NOT NULL BEGIN
        UPDATE fact SET stale = 1 WHERE id = old.fact_id;
    END
    """,
    """
    CREATE TRIGGER item_counts AFTER UPDATE OF duplicate_of, relevant ON item
    WHEN old.duplicate_of IS NOT new.duplicate_of OR old.relevant IS NOT new.relevant BEGIN
        UPDATE fact SET stale = 1 WHERE id IN (SELECT fact_id FROM figure WHERE item_id = new.id);
    END
    """,
)

POSTGRES_STALE = (
    """
    CREATE FUNCTION figure_left() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE fact SET stale = TRUE WHERE id = OLD.fact_id;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER figure_left AFTER DELETE ON figure
    FOR EACH ROW WHEN (OLD.fact_id IS NOT NULL) EXECUTE FUNCTION figure_left()
    """,
    """
    CREATE FUNCTION item_counts() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE fact SET stale = TRUE WHERE id IN (SELECT fact_id FROM figure WHERE item_id = NEW.id);
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER item_counts AFTER UPDATE OF duplicate_of, relevant ON item FOR EACH ROW
    WHEN (OLD.duplicate_of IS DISTINCT FROM NEW.duplicate_of OR OLD.relevant IS DISTINCT FROM NEW.relevant)
    EXECUTE FUNCTION item_counts()
    """,
)

SQLITE_DUE = (
    """
    CREATE TRIGGER item_due AFTER INSERT ON item WHEN new.relevant AND new.duplicate_of IS NULL BEGIN
        INSERT OR IGNORE INTO story_due(item_id) VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER item_due_again AFTER UPDATE OF duplicate_of, relevant ON item
    WHEN old.duplicate_of IS NOT new.duplicate_of OR old.relevant IS NOT new.relevant BEGIN
        INSERT OR IGNORE INTO story_due(item_id) VALUES (new.id);
    END
    """,
    """
    CREATE TRIGGER item_story_left AFTER DELETE ON item_story BEGIN
        INSERT OR IGNORE INTO story_due(item_id) SELECT id FROM item WHERE id = old.item_id;
    END
    """,
)

POSTGRES_DUE = (
    """
    CREATE FUNCTION item_due() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO story_due(item_id) VALUES (NEW.id) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER item_due AFTER INSERT ON item
    FOR EACH ROW WHEN (NEW.relevant AND NEW.duplicate_of IS NULL) EXECUTE FUNCTION item_due()
    """,
    """
    CREATE TRIGGER item_due_again AFTER UPDATE OF duplicate_of, relevant ON item FOR EACH ROW
    WHEN (OLD.duplicate_of IS DISTINCT FROM NEW.duplicate_of OR OLD.relevant IS DISTINCT FROM NEW.relevant)
    EXECUTE FUNCTION item_due()
    """,
    """
    CREATE FUNCTION item_story_left() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO story_due(item_id) SELECT id FROM item WHERE id = OLD.item_id ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER item_story_left AFTER DELETE ON item_story FOR EACH ROW EXECUTE FUNCTION item_story_left()
    """,
)

VIEWS = (
    """
    CREATE VIEW v_items AS
        SELECT item.id, item.published_at, item.outlet, item.title, item.url, item.author, item.relevant,
               item.text_source, item.fetched_at, item_story.story_id, item.text
        FROM item LEFT JOIN item_story ON item_story.item_id = item.id
        WHERE item.duplicate_of IS NULL
    """,
    """
    CREATE VIEW v_mentions AS
        SELECT mention.id, mention.kind, mention.slug, mention.name, mention.vendor, mention.surface,
               mention.item_id, item.published_at, item.outlet, item.title, item.url, item.relevant
        FROM mention JOIN item ON item.id = mention.item_id
        WHERE item.duplicate_of IS NULL
    """,
    # SQLite keeps amounts as text, to lose nothing; whoever opens the database wants to sort and add them.
    """
    CREATE VIEW v_figures AS
        SELECT figure.id, figure.fact_id, figure.company, figure.kind, CAST(figure.low AS NUMERIC) AS low,
               CAST(figure.high AS NUMERIC) AS high, figure.currency, figure.qualifier, figure.unit,
               CAST(figure.usd_low AS NUMERIC) AS usd_low, CAST(figure.usd_high AS NUMERIC) AS usd_high,
               figure.usd_converted, figure.counterparty, figure.chip, figure.period, figure.period_start,
               figure.period_end, figure.status, figure.direction, figure.confidence, figure.surface,
               figure.sentence, figure.item_id, item.published_at, item.outlet, item.title, item.url,
               item.relevant
        FROM figure JOIN item ON item.id = figure.item_id LEFT JOIN fact ON fact.id = figure.fact_id
        WHERE item.duplicate_of IS NULL AND fact.rejected IS NOT TRUE
    """,
    """
    CREATE VIEW v_stories AS
        SELECT story.id, item.title, item.url, story.first_seen, story.last_seen, story.item_count,
               story.outlet_count, story.follows
        FROM story JOIN item ON item.id = story.title_item_id
    """,
)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    sqlite = (*SQLITE_SEARCH, *SQLITE_STALE, *SQLITE_DUE)
    for statement in (*((*POSTGRES_SEARCH, *POSTGRES_STALE, *POSTGRES_DUE) if postgres else sqlite), *VIEWS):
        op.execute(statement)
