"""PostgreSQL does what SQLite does. Skipped unless CHIPNEWS_TEST_POSTGRES names a server for new databases.

CHIPNEWS_TEST_POSTGRES=postgresql+psycopg://user@host:5432/postgres pytest tests/storage/test_postgres.py
"""

import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, delete, select, text, update
from sqlalchemy.engine import make_url
from sqlmodel import Session, SQLModel, col

from chipnews.config import Settings
from chipnews.errors import FetchRunning, UsageError
from chipnews.fetching.importing import import_articles
from chipnews.fetching.lock import fetch_lock
from chipnews.ledger.run import update_ledger
from chipnews.queries.items import ItemFilter
from chipnews.queries.search import search
from chipnews.queries.stories import StoryFilter, stories
from chipnews.storage.database import HEAD, current_revision, open_database, upgrade
from chipnews.storage.models import Fact, Figure, Item, StoryDue
from chipnews.stories.run import group_items
from chipnews.tagging.run import tag_stale

# Read before the tests take such names out of the environment.
SERVER = os.environ.get("CHIPNEWS_TEST_POSTGRES", "")
pytestmark = pytest.mark.skipif(not SERVER, reason="CHIPNEWS_TEST_POSTGRES names no PostgreSQL server")
ARTICLES = """\
{"url": "https://a.example/1", "title": "Amazon invests another $4 billion in Anthropic", "outlet": "A", \
"published": "2026-01-12T14:00:00+00:00", "text": "Amazon said on Monday that it will invest $4 billion in \
Anthropic, the maker of Claude. Its shares rose to $231.55 each."}
{"url": "https://b.example/1", "title": "Anthropic takes $4 billion from Amazon", "outlet": "B", \
"published": "2026-01-12T16:00:00+00:00", "text": "The investment of $4 billion makes Amazon the largest \
backer of Anthropic, the maker of Claude."}
{"url": "https://b.example/2", "title": "SK Hynix begins mass production of HBM4", "outlet": "B", \
"published": "2026-02-19T05:00:00+00:00", "text": "The chip maker said that HBM4 is in volume production."}
{"url": "https://b.example/3", "title": "Samsung ships HBM4 to Nvidia", "outlet": "B", \
"published": "2026-02-21T05:00:00+00:00", "text": "Nvidia's H100 uses older memory, said Samsung."}
"""


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a new database on the server."""
    admin = create_engine(SERVER, isolation_level="AUTOCOMMIT")
    name = f"chipnews_test_{uuid4().hex[:12]}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        # Far from UTC, so that a time without its zone shows.
        connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'America/New_York'"))
    yield make_url(SERVER).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def postgres(address: str) -> Iterator[Engine]:
    """An engine on a new database."""
    engine = open_database(address)
    yield engine
    engine.dispose()


def filled(engine: Engine, folder: Path) -> Engine:
    """Import, tag and group the articles."""
    source = folder / "articles.jsonl"
    source.write_text(ARTICLES, encoding="utf-8")
    assert import_articles(engine, [str(source)], settings=Settings()).new == 4
    tag_stale(engine, Settings())
    update_ledger(engine)
    group_items(engine, Settings())
    return engine


def test_the_migrations_give_what_the_models_say(postgres: Engine) -> None:
    with postgres.connect() as connection:
        assert current_revision(connection) == HEAD
        found = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    told = [str(each) for each in found if "search" not in str(each)]
    assert told == []


def test_rows_from_before_the_search_was_added_are_found_by_it(address: str) -> None:
    engine = create_engine(address)
    upgrade(engine, "0001")
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO item (guid, outlet, title, published_at, fetched_at, text, text_source, "
                "content_hash, relevant) "
                "VALUES ('1', 'A', 'Trainium', now(), now(), 'Trainium', 'feed', 'x', TRUE)"
            )
        )
    upgrade(engine)
    assert len(search(engine, "trainium", ItemFilter())) == 1
    engine.dispose()


def test_figures_facts_and_stories_are_those_of_sqlite(
    postgres: Engine, engine: Engine, tmp_path: Path
) -> None:
    told = []
    for each in (filled(postgres, tmp_path), filled(engine, tmp_path)):
        with Session(each) as session:
            figures = session.execute(
                select(col(Figure.surface), col(Figure.low), col(Figure.kind), col(Figure.company)).order_by(
                    col(Figure.item_id), col(Figure.start)
                )
            ).all()
            facts = session.execute(
                select(col(Fact.company), col(Fact.kind), col(Fact.low), col(Fact.outlets)).order_by(
                    col(Fact.first_seen), col(Fact.company), col(Fact.id)
                )
            ).all()
        rows = [
            (row.title.title, row.first_seen, row.last_seen, row.item_count)
            for row in stories(each, StoryFilter())
        ]
        told.append(([tuple(row) for row in figures], sorted(map(str, facts)), rows))
    assert told[0] == told[1]
    assert any(row[3] == 2 for row in told[0][2])


def test_an_amount_reads_as_it_was_written(postgres: Engine, tmp_path: Path) -> None:
    filled(postgres, tmp_path)
    with Session(postgres) as session:
        amounts = {str(figure.low) for figure in session.scalars(select(Figure))}
    assert amounts == {"4000000000", "231.55"}
    assert Decimal("231.55") in {Decimal(amount) for amount in amounts}


SEARCHES = (
    "hbm4",
    "HBM4 -Samsung",
    'HBM4 OR "mass production" -Samsung',
    '"mass production"',
    "investing Anthropic",
    "H100 OR Claude",
    "it's \"open -- ; quote",
    "nvidia:*",
)


@pytest.mark.parametrize("query", SEARCHES)
def test_a_search_finds_what_it_finds_in_sqlite(
    postgres: Engine, engine: Engine, tmp_path: Path, query: str
) -> None:
    found = [
        {hit.item.title for hit in search(filled(each, tmp_path), query, ItemFilter())}
        for each in (postgres, engine)
    ]
    assert found[0] == found[1]


def test_a_search_marks_what_it_found_and_refuses_to_look_for_nothing(
    postgres: Engine, tmp_path: Path
) -> None:
    (hit,) = search(filled(postgres, tmp_path), "mass production", ItemFilter())
    assert [hit.snippet[start:end] for start, end in hit.highlights]
    with pytest.raises(UsageError):
        search(postgres, "-nvidia", ItemFilter())


def test_what_becomes_of_an_item_marks_its_facts_and_its_place(postgres: Engine, tmp_path: Path) -> None:
    filled(postgres, tmp_path)
    with Session(postgres) as session, session.begin():
        first = session.scalars(select(Item).order_by(col(Item.id))).first()
        assert first is not None
        session.execute(update(Item).where(col(Item.id) == first.id).values(relevant=False))
        assert list(session.scalars(select(col(StoryDue.item_id)))) == [first.id]
        assert any(session.scalars(select(col(Fact.stale))))
    assert group_items(postgres, Settings()).removed == 1
    with Session(postgres) as session, session.begin():
        session.execute(delete(Item))
    assert stories(postgres, StoryFilter()) == []


def test_only_one_fetch_runs_at_a_time(postgres: Engine, address: str) -> None:
    other = open_database(address)
    with fetch_lock(postgres), pytest.raises(FetchRunning), fetch_lock(other):
        pass
    with fetch_lock(other):
        pass
    other.dispose()
