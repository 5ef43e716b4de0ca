"""The counts by day: whatever is done to items, mentions, figures and facts, they equal a recount."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, insert, select, update
from sqlmodel import Session, col

from chipnews.queries import ItemFilter, activity
from chipnews.queries import days as kept
from chipnews.queries.trends import FigureDays, figure_company_days, figure_days, named_days
from chipnews.storage.daily import Families, count_days
from chipnews.storage.database import connect
from chipnews.storage.models import Fact, Figure, Item, Mention, day_due, figure_day, named_day

FIRST = datetime(2026, 3, 1, tzinfo=UTC)
COMPANIES, CHIPS, KINDS = ("amazon", "aws", "nvidia"), ("h100", "b200"), ("capex", "deal", None)
FAMILIES: Families = {"amazon": ("amazon", "aws")}
OTHERS: Families = {"nvidia": ("nvidia", "aws"), "aws": ("aws", "amazon")}
Counts = dict[tuple[object, ...], tuple[object, ...]]

days = st.integers(0, 4)
moments = st.builds(lambda day, hour: FIRST + timedelta(days=day, hours=hour), days, st.integers(0, 23))
items = st.integers(1, 4)
companies = st.sampled_from((*COMPANIES, None))
figures = st.fixed_dictionaries(
    {
        "company": companies,
        "counterparty": companies,
        "chip": st.sampled_from((*CHIPS, None)),
        "kind": st.sampled_from(KINDS),
        "unit": st.sampled_from(("total", "per hour")),
        "usd_high": st.sampled_from((Decimal(5), Decimal(70), None)),
        "fact_id": st.sampled_from((1, 2, None)),
    }
)
named = st.lists(
    st.one_of(
        st.tuples(st.just("company"), st.sampled_from(COMPANIES)),
        st.tuples(st.just("chip"), st.sampled_from(CHIPS)),
    ),
    max_size=4,
)
tagging = st.tuples(
    st.just("tag"), items, st.sampled_from((True, True, False)), named, st.lists(figures, max_size=2)
)
operation = st.one_of(
    tagging,
    st.tuples(st.just("store"), items, moments, st.sampled_from((None, True, False))),
    st.tuples(st.just("copy"), items, st.one_of(items, st.none())),
    st.tuples(st.just("date"), items, moments),
    st.tuples(st.just("delete"), items),
    st.tuples(st.just("link"), items, st.sampled_from((1, 2, None))),
    st.tuples(st.just("reject"), st.sampled_from((1, 2)), st.booleans()),
    st.tuples(st.just("drop"), st.sampled_from((1, 2))),
)
# With all marks gone, a mark that is missing is seen at once.
operations = st.lists(
    st.tuples(operation, st.sampled_from((None, FAMILIES, FAMILIES, OTHERS))), min_size=1, max_size=8
)


@given(st.lists(st.tuples(moments, tagging), min_size=2, max_size=4), operations)
@settings(max_examples=30)
def test_the_counts_equal_a_recount_after_any_operations(
    empty_database: Path,
    stored: list[tuple[datetime, tuple[object, ...]]],
    done: list[tuple[tuple[object, ...], Families | None]],
) -> None:
    with _new_engine(empty_database) as engine:
        for number, (when, (_, _, *tags)) in enumerate(stored, 1):
            _do(engine, "store", number, when, None)
            _do(engine, "tag", number, *tags)
        counted = FAMILIES
        count_days(engine, counted)
        for (name, *arguments), families in done:
            _do(engine, str(name), *arguments)
            _what_is_not_marked_is_right(engine, counted)
            if families is not None:
                counted = families
                count_days(engine, counted)
        _asked_is_right(engine, counted)
        count_days(engine, counted)
        assert _marked(engine) == set()
        _what_is_not_marked_is_right(engine, counted)
        _asked_is_right(engine, counted)


def test_what_a_waiting_copy_is_a_copy_of_can_be_deleted(engine: Engine) -> None:
    for number in (1, 2):
        _do(engine, "store", number, FIRST, True)
    _do(engine, "copy", 2, 1)
    _do(engine, "delete", 1)
    with Session(engine) as session:
        assert session.get(Item, 1) is None
        copy = session.get(Item, 2)
        assert copy is not None
        assert copy.duplicate_of is None


def test_a_day_that_nothing_happened_to_is_not_counted_again(engine: Engine) -> None:
    _do(engine, "store", 1, FIRST, True)
    assert count_days(engine, FAMILIES) == 1
    assert count_days(engine, FAMILIES) == 0


def test_an_item_that_no_report_shows_marks_no_day(engine: Engine) -> None:
    _do(engine, "store", 1, FIRST, None)
    _do(engine, "tag", 1, False, [("company", "amazon")], [])
    assert count_days(engine, FAMILIES) == 0


def test_a_figure_that_comes_to_a_fact_marks_no_day(engine: Engine) -> None:
    _do(engine, "store", 1, FIRST, None)
    figure = {**dict.fromkeys(("company", "counterparty", "chip", "kind", "usd_high")), "unit": "total"}
    _do(engine, "tag", 1, True, [], [{**figure, "fact_id": None}])
    count_days(engine, FAMILIES)
    _do(engine, "link", 1, 1)
    assert count_days(engine, FAMILIES) == 0


def test_days_are_counted_in_spans_that_are_not_too_long(engine: Engine) -> None:
    for number in range(40):
        _do(engine, "store", number + 1, FIRST + timedelta(days=number), True)
    assert count_days(engine, FAMILIES) == 40
    assert len(_stored_names(engine)) == 40


def test_many_days_that_are_due_are_counted_all_at_once(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST_DUE", 2)
    for number in range(3):
        _do(engine, "store", number + 1, FIRST + timedelta(days=number), True)
    assert [each.items for each in activity(engine, ItemFilter())] == [1, 1, 1]


@contextmanager
def _new_engine(empty: Path) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(str(shutil.copy(empty, Path(folder) / "chipnews.db")))
        yield engine
        engine.dispose()


def _do(engine: Engine, name: str, *arguments: object) -> None:
    """Do one of the things that the stages and a person do to the database."""
    with Session(engine) as session, session.begin():
        execute = session.execute
        match name, *arguments:
            case "store", int(number), datetime() as when, relevant:
                if session.get(Item, number) is None:
                    session.add(
                        Item(
                            id=number, guid=str(number), outlet="Wire", title="x", published_at=when,
                            fetched_at=FIRST, text="x" * 100, text_source="feed", content_hash=str(number),
                            relevant=relevant,
                        )
                    )  # fmt: skip
            case "tag", int(number), relevant, list(names), list(stated):
                if session.get(Item, number) is None:
                    return
                for table in (Mention, Figure):
                    execute(delete(table).where(col(table.item_id) == number))
                execute(update(Item).where(col(Item.id) == number).values(relevant=relevant))
                for start, (kind, slug) in enumerate(names):
                    place = {"start": start, "end": start + 1, "surface": "x"}
                    session.add(Mention(item_id=number, kind=kind, slug=slug, name=slug, **place))
                for start, figure in enumerate(stated):
                    fact = figure["fact_id"]
                    if fact is not None:
                        _fact(session, fact)
                    session.add(_figure(number, start, figure))
            case "copy", int(number), original:
                if original != number and (original is None or session.get(Item, original)):
                    execute(update(Item).where(col(Item.id) == number).values(duplicate_of=original))
            case "date", int(number), datetime() as when:
                execute(update(Item).where(col(Item.id) == number).values(published_at=when))
            case "delete", int(number):
                execute(delete(Item).where(col(Item.id) == number))
            case "link", int(number), fact:
                if fact is not None:
                    _fact(session, int(str(fact)))
                execute(update(Figure).where(col(Figure.item_id) == number).values(fact_id=fact))
            case "reject", int(number), bool() as rejected:
                execute(update(Fact).where(col(Fact.id) == number).values(rejected=rejected))
            case "drop", int(number):
                execute(delete(Fact).where(col(Fact.id) == number))


def _fact(session: Session, number: int) -> None:
    if session.get(Fact, number) is None:
        amounts = {"low": Decimal(1), "high": Decimal(1), "currency": "USD"}
        kinds = {"qualifier": "exact", "unit": "total", "status": "actual", "confidence": 1.0}
        seen = {"sources": 1, "outlets": 1, "first_seen": FIRST, "last_seen": FIRST}
        session.execute(insert(Fact).values(id=number, key=str(number), **amounts, **kinds, **seen))


def _figure(item: int, start: int, fields: dict[str, object]) -> Figure:
    amounts = {"low": Decimal(1), "high": Decimal(1), "currency": "USD", "qualifier": "exact"}
    place = {"start": start, "end": start + 1, "surface": "x", "sentence": "x"}
    return Figure(item_id=item, status="actual", confidence=1.0, **amounts, **place, **fields)


def _marked(engine: Engine) -> set[object]:
    with Session(engine) as session:
        return set(session.execute(select(day_due.c.day)).scalars())


def _what_is_not_marked_is_right(engine: Engine, families: Families) -> None:
    marked = _marked(engine)
    for stored, recounted in (
        (_stored_names(engine), _recounted_names(engine, families)),
        (_stored_figures(engine), _recounted_figures(engine, families)),
    ):
        # The day is the last of a key.
        right = {key: count for key, count in recounted.items() if key[-1] not in marked}
        assert {key: count for key, count in stored.items() if key[-1] not in marked} == right


def _asked_is_right(engine: Engine, families: Families) -> None:
    """Check that the queries give what a recount gives, whatever is marked."""
    since, until = FIRST + timedelta(days=1, hours=7), FIRST + timedelta(days=3, hours=13)
    for begin, end in ((None, None), (since, until), (since, since + timedelta(hours=2))):
        which = ItemFilter(since=begin, until=end)
        names = _recounted_names(engine, families, begin, end)
        stated = _recounted_figures(engine, families, begin, end)
        for scope, slug, companies, chips in _asked(families):
            got = {each.day: each.items for each in activity(engine, _of(which, companies, chips))}
            assert got == {day: n for (kind, of, day), (n,) in names.items() if (kind, of) == (scope, slug)}
            for kind in ("", "capex"):
                asked = FigureDays(companies, chips, kind or None, begin, end)
                told = {
                    each.day: (each.items, each.figures, _float(each.largest_usd))
                    for each in figure_days(engine, asked)
                }
                of_kind = {
                    key[3]: n for key, n in stated.items() if key[:3] == (scope, slug, kind)
                }  # fmt: skip
                if kind == "" or scope == "all":
                    assert told == of_kind
        found = {
            (n.kind, n.slug, each.day): each.items for n in named_days(engine, which, 9) for each in n.days
        }
        assert found == {key: n for key, (n,) in names.items() if key[0] in ("company", "chip")}
        about = figure_company_days(engine, FigureDays(kind="capex", since=begin, until=end), 9)
        assert {(n.slug, each.day): each.items for n in about for each in n.days} == {
            (slug, day): n[0]
            for (scope, slug, kind, day), n in stated.items()
            if (scope, kind) == ("about", "capex")
        }


def _of(which: ItemFilter, companies: tuple[str, ...], chips: tuple[str, ...]) -> ItemFilter:
    return ItemFilter(companies=companies, chips=chips, since=which.since, until=which.until)


def _asked(families: Families) -> Iterator[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    yield "all", "", (), ()
    for slug in COMPANIES:
        yield "company", slug, (slug,), ()
    for slug, family in families.items():
        yield "family", slug, tuple(family), ()
    for slug in CHIPS:
        yield "chip", slug, (), (slug,)


def _shown(session: Session, since: datetime | None = None, until: datetime | None = None) -> dict[int, date]:
    found = {}
    for item in session.execute(select(Item)).scalars():
        late = since is not None and item.published_at < since
        early = until is not None and item.published_at >= until
        if item.id and item.relevant and item.duplicate_of is None and not late and not early:
            found[item.id] = item.published_at.date()
    return found


def _recounted_names(
    engine: Engine, families: Families, since: datetime | None = None, until: datetime | None = None
) -> Counts:
    found: dict[tuple[object, ...], set[int]] = defaultdict(set)
    with Session(engine) as session:
        shown = _shown(session, since, until)
        for item, day in shown.items():
            found["all", "", day].add(item)
        for mention in session.execute(select(Mention)).scalars():
            if mention.item_id in shown:
                day = shown[mention.item_id]
                found[mention.kind, mention.slug, day].add(mention.item_id)
                for above, family in families.items():
                    if mention.kind == "company" and mention.slug in family:
                        found["family", above, day].add(mention.item_id)
    return {key: (len(of_key),) for key, of_key in found.items()}


def _recounted_figures(
    engine: Engine, families: Families, since: datetime | None = None, until: datetime | None = None
) -> Counts:
    found: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    with Session(engine, expire_on_commit=False) as session:
        shown = _shown(session, since, until)
        for figure in session.execute(select(Figure)).scalars():
            fact = session.get(Fact, figure.fact_id) if figure.fact_id else None
            if figure.item_id not in shown or (fact and fact.rejected):
                continue
            day, parties = shown[figure.item_id], {figure.company, figure.counterparty} - {None}
            keys: set[tuple[object, ...]] = {("all", "", "", day)}
            keys |= {("company", slug, "", day) for slug in parties}
            keys |= {("family", each, "", day) for each, family in families.items() if parties & set(family)}
            if figure.chip:
                keys.add(("chip", figure.chip, "", day))
            if figure.kind:
                keys.add(("all", "", figure.kind, day))
                if figure.company:
                    keys.add(("about", figure.company, figure.kind, day))
            for key in keys:
                found[key].append(figure)
    return {
        key: (len({each.item_id for each in told}), len(told), _largest(told)) for key, told in found.items()
    }


def _largest(told: list[Figure]) -> float | None:
    sums = (float(each.usd_high) for each in told if each.unit == "total" and each.usd_high is not None)
    return max(sums, default=None)


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def _stored_names(engine: Engine) -> Counts:
    with Session(engine) as session:
        return {(kind, slug, day): (items,) for kind, slug, day, items in session.execute(select(named_day))}


def _stored_figures(engine: Engine) -> Counts:
    with Session(engine) as session:
        return {tuple(row[:4]): tuple(row[4:]) for row in session.execute(select(figure_day))}
