"""What waits to be written is written at once, and whatever goes wrong harms nothing but itself."""

import asyncio
import threading
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Connection, Engine, text

from chipnews.fetching.new_items import NewItems
from chipnews.fetching.writer import Writer

WRITTEN = "INSERT INTO digest_run (name, made_at) VALUES (:name, '2026-01-01')"


def note(connection: Connection, name: str) -> str:
    connection.execute(text(WRITTEN), {"name": name})
    return name


def noted(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(text("SELECT name FROM digest_run ORDER BY name")).scalars())


async def all_at_once(writer: Writer, *names: str) -> list[str | BaseException]:
    """Write all of these while the writer is held up, so that they wait together; "bad" ones fail."""
    held_up = threading.Event()

    async def one(name: str) -> str:
        def writing(connection: Connection) -> str:
            note(connection, name)
            if name.startswith("bad"):
                raise ValueError(name)
            return name

        return await writer.write(writing)

    async def hold_up() -> None:
        await writer.compute(lambda: held_up.wait(10))

    async def let_go() -> None:
        await asyncio.sleep(0.05)
        held_up.set()

    results = await asyncio.gather(hold_up(), *map(one, names), let_go(), return_exceptions=True)
    return [each for each in results if each is not None]


@pytest.fixture
def writer(engine: Engine) -> Writer:
    return Writer(engine)


def test_works_that_wait_share_a_transaction_and_each_gets_its_own_result(
    engine: Engine, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = []
    transaction = Writer._transaction

    def counted(self: Writer, works: Sequence[Callable[[NewItems], object]]) -> list[object]:
        sizes.append(len(works))
        return transaction(self, works)

    monkeypatch.setattr(Writer, "_transaction", counted)
    assert asyncio.run(all_at_once(writer, "a", "b", "c")) == ["a", "b", "c"]
    writer.close()
    assert sizes == [3]
    assert noted(engine) == ["a", "b", "c"]


def test_one_that_fails_loses_only_what_it_wrote_itself(engine: Engine, writer: Writer) -> None:
    results = asyncio.run(all_at_once(writer, "a", "bad", "c"))
    writer.close()
    assert [str(each) for each in results] == ["a", "bad", "c"]
    assert isinstance(results[1], ValueError)
    assert noted(engine) == ["a", "c"]
