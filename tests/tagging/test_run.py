"""Tagging what is stored: what is stale is tagged once, and nothing is doubled or lost."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import Session, col

from chipnews.config import KnowledgeSettings, RelevanceSettings, Settings
from chipnews.storage.models import Feed, Figure, Item, Mention
from chipnews.tagging.run import tag_stale

WHEN = datetime(2025, 3, 3, 9, tzinfo=UTC)
TEXT = "Nvidia and Meta\n\nNvidia sold H100 chips to Meta for $4 billion in 2024, up from $3 billion in 2023."


@pytest.fixture
def mine(tmp_path: Path) -> Settings:
    return Settings(knowledge=KnowledgeSettings(file=tmp_path / "none.toml"))


def store(engine: Engine, text: str = TEXT, country: str | None = None) -> int:
    with Session(engine) as session:
        feed = Feed(url=f"https://feed.example/{country}/{hash(text)}", outlet="Wire", added_at=WHEN)
        feed.country = country
        session.add(feed)
        session.flush()
        item = Item(
            feed_id=feed.id, guid="1", outlet="Wire", title=text.split("\n")[0], published_at=WHEN,
            fetched_at=WHEN, text=text, text_source="feed", content_hash=str(hash(text)),
        )  # fmt: skip
        session.add(item)
        session.commit()
        assert item.id is not None
        return item.id


def rows(engine: Engine) -> list[tuple[object, ...]]:
    with Session(engine) as session:
        mentions = session.execute(select(Mention.slug, Mention.start, Mention.end)).all()
        figures = session.execute(select(Figure.surface, Figure.low, Figure.kind, Figure.company)).all()
    return sorted(map(tuple, (*mentions, *figures)), key=str)


def test_what_is_new_is_tagged_with_mentions_and_figures(engine: Engine, mine: Settings) -> None:
    number = store(engine)
    report = tag_stale(engine, mine)
    assert report.item_ids == (number,)
    assert (report.tagged, report.relevant, report.figures) == (1, 1, 2)
    with Session(engine) as session:
        slugs = set(session.execute(select(Mention.slug)).scalars())
        text = session.execute(select(Item.text)).scalar_one()
        spans = session.execute(select(Mention.start, Mention.end, Mention.surface)).all()
    assert slugs == {"nvidia", "meta", "nvidia-h100"}
    assert all(text[start:end] == surface for start, end, surface in spans)


def test_a_second_run_finds_nothing_to_do(engine: Engine, mine: Settings) -> None:
    store(engine)
    tag_stale(engine, mine)
    before = rows(engine)
    assert tag_stale(engine, mine).tagged == 0
    assert rows(engine) == before


def test_tagging_everything_anew_doubles_nothing(engine: Engine, mine: Settings) -> None:
    store(engine)
    tag_stale(engine, mine)
    before = rows(engine)
    assert tag_stale(engine, mine, every=True).tagged == 1
    assert rows(engine) == before


def test_other_settings_make_items_stale(engine: Engine, mine: Settings) -> None:
    store(engine)
    tag_stale(engine, mine)
    other = mine.model_copy(update={"relevance": RelevanceSettings(never=["Nvidia and Meta"])})
    assert tag_stale(engine, other).relevant == 0
    with Session(engine) as session:
        assert session.execute(select(Item.relevant)).scalar_one() is False


def test_an_item_that_changes_while_it_is_tagged_stays_stale(
    engine: Engine, mine: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chipnews.tagging import run

    store(engine)
    tag_batch = run._tag_batch

    def tag_and_change(*arguments: object) -> object:
        with Session(engine) as session, session.begin():
            session.execute(update(Item).values(content_hash="changed"))
        return tag_batch(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(run, "_tag_batch", tag_and_change)
    assert tag_stale(engine, mine).tagged == 0
    with Session(engine) as session:
        assert session.execute(select(Item.tagger_version)).scalar_one() is None


def test_the_compared_figure_is_linked_by_row(engine: Engine, mine: Settings) -> None:
    store(engine, "TSMC\n\nTSMC's revenue rose to $4 billion in 2024 from $3 billion in 2023.")
    tag_stale(engine, mine)
    with Session(engine) as session:
        by_amount = {figure.low: figure for figure in session.execute(select(Figure)).scalars()}
    assert by_amount[Decimal(4 * 10**9)].compared_to == by_amount[Decimal(3 * 10**9)].id


def test_other_currencies_are_converted_and_marked(engine: Engine, mine: Settings) -> None:
    store(engine, "ASML\n\nASML sold €2 billion of equipment and paid $1 million.")
    tag_stale(engine, mine)
    with Session(engine) as session:
        found = {figure.currency: figure for figure in session.execute(select(Figure)).scalars()}
    assert found["EUR"].usd_converted and found["EUR"].usd_low is not None
    assert not found["USD"].usd_converted and found["USD"].usd_low == Decimal(1_000_000)


def test_a_feeds_country_tells_whose_dollar_it_is(engine: Engine, mine: Settings) -> None:
    store(engine, "Tenstorrent\n\nTenstorrent raised $5 million.", country="CA")
    tag_stale(engine, mine)
    with Session(engine) as session:
        assert session.execute(select(col(Figure.currency))).scalar_one() == "CAD"


def test_workers_give_what_one_process_gives(engine: Engine, mine: Settings) -> None:
    for number in range(3):
        store(engine, f"{TEXT} Also in {2020 + number} Groq raised $6{number} million.")
    tag_stale(engine, mine)
    alone = rows(engine)
    assert tag_stale(engine, mine, every=True, workers=2).tagged == 3
    assert rows(engine) == alone
