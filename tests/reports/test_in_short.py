"""A company's week in short: which sentences tell it, whose they are, and what is never read for it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, event

from chipnews.config import Settings
from chipnews.rendering.markdown import company_markdown
from chipnews.reports import in_short as module
from chipnews.reports.company import company_report
from chipnews.reports.in_short import InShort
from chipnews.stories.run import group_items
from tests.builders import KNOWLEDGE, NOW, add_item, money

BILLION = 10**9
INVESTS = "Amazon invests $6 billion in Anthropic, the maker of Claude, both said on Monday."


def tell(engine: Engine, title: str, body: str, hours_ago: float, outlet: str = "First Wire") -> int:
    amount = [money("$6 billion", 6 * BILLION, kind="investment", company="amazon")]
    return add_item(
        engine,
        title,
        body,
        companies={"amazon": "Amazon"} if "Amazon" in title + body else {"aws": "AWS"},
        figures=amount if "$6 billion" in body else (),
        outlet=outlet,
        published=NOW - timedelta(hours=hours_ago),
        url=f"https://news.example/{hours_ago}",
    )


@pytest.fixture
def week(engine: Engine) -> Engine:
    """A story of two outlets, one of a subsidiary, and one of the month before."""
    tell(engine, "Amazon puts money into Anthropic", INVESTS, 50)
    tell(engine, "Anthropic takes money", f"{INVESTS} It did not say when.", 48, "Second Wire")
    tell(engine, "AWS opens a region", "AWS opened a region with Trainium in Norway on Friday.", 20)
    tell(engine, "Amazon in summer", "Amazon sold its old servers to a school in Ohio.", 24 * 40)
    group_items(engine, Settings())
    return engine


def short(engine: Engine, *, since: float | None = None, until: float | None = None) -> InShort:
    found = company_report(
        engine,
        KNOWLEDGE,
        "amazon",
        since=None if since is None else NOW - timedelta(days=since),
        until=None if until is None else NOW - timedelta(days=until),
    ).in_short
    assert found is not None
    return found


def told(found: InShort) -> list[str]:
    return [each.text for each in found.sentences]


def test_the_newest_week_is_told_once_each_with_its_source(week: Engine) -> None:
    found = short(week)
    assert told(found) == [INVESTS, "AWS opened a region with Trainium in Norway on Friday."]
    assert [(each.outlet, each.url) for each in found.sentences] == [
        ("First Wire", "https://news.example/50"),
        ("First Wire", "https://news.example/20"),
    ]
    assert found.until - found.since == timedelta(days=7)
    assert found.until == NOW.replace(hour=0)


def test_a_span_of_up_to_a_month_is_told_as_it_was_asked(week: Engine) -> None:
    assert told(short(week, since=1)) == ["AWS opened a region with Trainium in Norway on Friday."]
    found = short(week, since=45, until=30)
    assert told(found) == ["Amazon sold its old servers to a school in Ohio."]
    assert (found.since, found.until) == (NOW - timedelta(days=45), NOW - timedelta(days=30))


def test_of_a_longer_span_the_newest_week_with_items_is_told(week: Engine) -> None:
    assert told(short(week, since=300)) == told(short(week))
    assert told(short(week, since=300, until=10)) == ["Amazon sold its old servers to a school in Ohio."]


def test_a_company_without_a_sentence_of_its_own_has_no_summary(engine: Engine) -> None:
    add_item(engine, "Prices rise", "Memory costs more. Makers of it smile.", companies={"amazon": "Memory"})
    report = company_report(engine, KNOWLEDGE, "amazon")
    assert report.items == 1
    assert report.in_short is None
    assert "In short" not in company_markdown(report)
    assert company_report(engine, KNOWLEDGE, "nvidia").in_short is None


def test_one_story_does_not_drive_out_the_others(engine: Engine) -> None:
    deeds = (
        "hires engineers in Ohio|closes warehouses near Lyon|rents turbines from Siemens|paints robots green"
    )
    body = " ".join(f"Amazon {deed} this autumn." for deed in deeds.split("|"))
    for number, outlet in enumerate(("A", "B", "C")):
        tell(engine, "Amazon hires and closes and rents", body, number, outlet)
    tell(engine, "Amazon sells a lake", "Amazon sold a lake of cooling water to a village in Peru.", 30)
    group_items(engine, Settings())
    found = short(engine)
    assert len(found.sentences) == module.MOST_OF_STORY + 1
    assert "Amazon sold a lake of cooling water to a village in Peru." in told(found)


def test_the_sentences_are_quoted_in_markdown(week: Engine) -> None:
    written = company_markdown(company_report(week, KNOWLEDGE, "amazon"))
    assert written.index("## In short") < written.index("## Activity")
    assert "the maker of Claude, both said on Monday. ([First Wire](<https://news.example/50>))" in written


def test_however_many_items_there_are_few_texts_are_read(engine: Engine) -> None:
    for number in range(module.MOST_READ + 20):
        tell(engine, f"Amazon number {number}", f"Amazon sold {number} racks to a school in Ohio.", number)
    read: list[int] = []

    @event.listens_for(engine, "before_cursor_execute")
    def count(
        connection: object, cursor: object, statement: str, parameters: object, context: object, many: bool
    ) -> None:
        if "substr(item.text" in statement and isinstance(parameters, tuple):
            read.append(len(parameters) - 2)

    assert len(short(engine).sentences) <= module.SENTENCES
    assert read == [module.MOST_READ]
