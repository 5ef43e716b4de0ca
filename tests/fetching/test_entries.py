"""Which entry is which item, and what is stored of it."""

import pytest

from chipnews.fetching.identity import core
from chipnews.fetching.urls import canonical
from tests.fetching.conftest import Command
from tests.fetching.faults import Entry, Reply, Server, entry, rss


@pytest.fixture
def publish(chipnews: Command, server: Server):  # type: ignore[no-untyped-def]
    """Serve these entries at /feed and fetch them."""
    chipnews.follow(server.url())

    def publish(*entries: Entry) -> None:
        server.routes["/feed"] = Reply(rss(*entries))
        ran = chipnews.fetch()
        assert ran.code == 0, ran.err

    return publish


def test_an_entry_without_guid_is_known_by_its_link(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1, guid=None))
    publish(entry(1, guid=None, title="Another headline"))
    assert chipnews.titles() == ["Another headline"]


def test_an_entry_with_neither_is_known_by_title_and_date(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1, guid=None, link=None))
    publish(entry(2), entry(1, guid=None, link=None))
    assert len(chipnews.titles()) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("http://news.example/s/{}", "https://news.example/s/{}", id="moved to https"),
        pytest.param(
            "http://news.example/s/{}", "https://www.news2.example/s/{}/", id="moved to another host"
        ),
        pytest.param(
            "http://news.example/?p={}", "https://news.example/2026/11/story-{}", id="a new path scheme"
        ),
        pytest.param(
            "tag:news.example,2026:{}", "tag:www.news.example,2026-11:{}", id="a tag URI reformatted"
        ),
        pytest.param("{}", "urn:uuid:0000-{}", id="numbers become names"),
    ],
)
@pytest.mark.parametrize("link", ["the same", "new"])
def test_a_feed_that_changes_all_its_guids_does_not_double_its_items(
    chipnews: Command,
    publish,  # type: ignore[no-untyped-def]
    before: str,
    after: str,
    link: str,
) -> None:
    publish(*(entry(n, guid=before.format(n)) for n in range(20)))
    moved = "https://news.example/story/{}" if link == "the same" else "https://new.example/a/b-{}"
    publish(*(entry(n, guid=after.format(n), link=moved.format(n)) for n in range(22)))
    assert len(chipnews.titles()) == 22
    assert chipnews.one("SELECT count(*) FROM item WHERE guid = ?", after.format(3)) == 1
    assert [row[0] for row in chipnews.rows("SELECT items_new FROM fetch_run")] == [20, 2]


def test_two_entries_with_one_guid_stay_two_whatever_their_order(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    one, two = entry(1, guid="same"), entry(2, guid="same")
    publish(one, two)
    publish(two, one)
    publish(entry(3, guid="same"), two, one)
    assert len(chipnews.titles()) == 3
    assert chipnews.one("SELECT count(*) FROM item_revision") == 0


def test_of_two_with_one_guid_the_one_that_remains_is_known_again(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1, guid="same"), entry(2, guid="same"))
    publish(entry(2, guid="same"), entry(3))
    assert len(chipnews.titles()) == 3


def test_the_same_entry_twice_in_a_feed_is_one_item(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1), entry(1), entry(2))
    assert len(chipnews.titles()) == 2


def test_a_weekly_column_of_one_title_is_an_item_each_week(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    week = [
        entry(n, title="The week in chips", date=f"Mon, {2 + 7 * n:02d} Nov 2026 09:00:00 GMT")
        for n in range(3)
    ]
    publish(week[0])
    publish(week[1], week[0])
    publish(week[2], week[1], week[0])
    assert len(chipnews.titles()) == 3


def test_links_that_all_lead_to_the_home_page_identify_nothing(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(*(entry(n, link="https://news.example/") for n in range(5)))
    publish(*(entry(n, link="https://news.example/") for n in range(3, 8)))
    assert len(chipnews.titles()) == 8
    assert chipnews.one("SELECT count(*) FROM item WHERE duplicate_of IS NOT NULL") == 0


def test_a_headline_edited_after_publishing_stays_one_item_and_the_former_is_kept(
    chipnews: Command, publish
) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1))
    chipnews.rows("UPDATE item SET tagger_version = 'current'")
    former = chipnews.one("SELECT title, text FROM item")
    publish(entry(1, title="A better headline"))
    assert chipnews.titles() == ["A better headline"]
    assert chipnews.one("SELECT title, text FROM item_revision") == former
    assert chipnews.one("SELECT text FROM item").startswith("A better headline\n\nBody 1")
    assert chipnews.one("SELECT tagger_version, updated_at IS NOT NULL FROM item") == (None, 1)


def test_an_edited_body_is_replaced_and_tagged_again(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1), entry(2))
    chipnews.rows("UPDATE item SET tagger_version = 'current'")
    publish(entry(1, text="<p>Corrected: it cost $5 million.</p>"), entry(2))
    assert chipnews.rows("SELECT tagger_version, text LIKE '%Corrected%' FROM item ORDER BY id") == [
        (None, 1),
        ("current", 0),
    ]
    assert chipnews.one("SELECT items_updated FROM fetch_run ORDER BY id DESC LIMIT 1") == 1


def test_markup_alone_that_changed_is_no_change(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1, text="<p>Words</p><img src='https://count.example/1.gif'>"))
    chipnews.rows("UPDATE item SET tagger_version = 'current'")
    publish(entry(1, text="<p>Words</p><img src='https://count.example/2.gif'>"))
    assert chipnews.one("SELECT tagger_version, updated_at FROM item") == ("current", None)
    assert chipnews.one("SELECT count(*) FROM item_revision") == 0


def test_the_same_article_from_two_feeds_is_one_in_reports(chipnews: Command, server: Server) -> None:
    server.routes["/a"] = Reply(rss(entry(1, link="https://www.news.example/x?utm_source=rss#top")))
    server.routes["/b"] = Reply(rss(entry(2, link="http://news.example/x/")))
    chipnews.follow(server.url("/a"), server.url("/b"))
    chipnews.fetch()
    assert sorted(chipnews.rows("SELECT duplicate_of IS NULL FROM item")) == [(0,), (1,)]


def test_the_same_text_under_two_links_is_one_in_reports_within_days(
    chipnews: Command, server: Server
) -> None:
    same = entry(1).text
    server.routes["/a"] = Reply(rss(entry(1)))
    server.routes["/b"] = Reply(rss(entry(2, text=f"<div><b>{same}</b></div>")))
    server.routes["/c"] = Reply(rss(entry(3, text=same, date="Mon, 02 Mar 2026 09:00:00 GMT")))
    chipnews.follow(*(server.url(path) for path in ("/a", "/b", "/c")))
    chipnews.fetch()
    assert chipnews.one("SELECT count(*) FROM item WHERE duplicate_of IS NULL") == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x"),
        ("https://a.example/x?id=3&fbclid=abc", "https://a.example/x?id=3"),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?a=1&b=2"),
        ("https://a.example/x#comments", "https://a.example/x"),
        ("http://www.a.example:80/x/", "https://a.example/x"),
        ("HTTPS://A.Example/x", "https://a.example/x"),
        ("https://user:pass@a.example/x", "https://a.example/x"),
        ("https://a.example/caf%C3%A9", "https://a.example/caf%c3%a9"),
        (
            "https://www.google.com/url?rct=j&sa=t&url=https://a.example/x%3Futm_source%3Dg&ct=ga",
            "https://a.example/x",
        ),
        (
            "https://www.bing.com/news/apiclick.aspx?ref=F&url=https%3a%2f%2fa.example%2fx",
            "https://a.example/x",
        ),
        ("https://r.search.yahoo.com/a/RV=2/RU=https%3a%2f%2fa.example%2fx/RK=2", "https://a.example/x"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fa.example%2Fx&h=z", "https://a.example/x"),
        ("https://a.example/x/amp/", "https://a.example/x"),
        ("https://a.example/x/index.html", "https://a.example/x"),
        ("http://[2001:db8::1]:80/x/", "https://[2001:db8::1]/x"),
    ],
)
def test_links_to_one_page_are_one(one: str, other: str) -> None:
    assert canonical(one) == canonical(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://a.example/x?id=3", "https://a.example/x?id=4"),
        ("https://a.example/X", "https://a.example/x"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/go?url=https://b.example/x", "https://b.example/x"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("https://a.example/list?ref=42", "https://a.example/list?ref=43"),
    ],
)
def test_links_to_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_what_is_no_web_link_has_no_canonical_form() -> None:
    assert [
        canonical(each)
        for each in (None, "", "urn:x", "http://[", "mailto:a@b.example", "http://a.example:x/")
    ] == [None] * 6


def test_the_core_of_a_guid_survives_a_move() -> None:
    assert core("http://a.example/x/1") == core("https://www.b.example/x/1/")
    assert core("tag:a.example,2020:x/1") == core("tag:b.example,2021-02:x/1")
    assert core("http://a.example/?p=1") != core("http://a.example/?p=2")


def test_relative_links_are_resolved_against_the_feed(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://news.example/blog/"><title>A</title><entry>'
        '<id>1</id><title>T</title><link href="post/1"/></entry></feed>'
    )
    chipnews.follow(server.url())
    chipnews.fetch()
    assert chipnews.one("SELECT url FROM item") == "https://news.example/blog/post/1"


def test_a_date_that_is_missing_or_in_the_future_becomes_now_and_the_original_is_kept(
    chipnews: Command, publish
) -> None:  # type: ignore[no-untyped-def]
    publish(entry(1, date=None), entry(2, date="Fri, 01 Jan 2100 00:00:00 GMT"), entry(3, date="gibberish"))
    assert chipnews.rows("SELECT published_at = fetched_at, published_raw FROM item ORDER BY id") == [
        (1, None),
        (1, "Fri, 01 Jan 2100 00:00:00 GMT"),
        (1, "gibberish"),
    ]


def test_control_characters_and_markup_never_reach_the_database(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(
        entry(
            1,
            title="A <b>bold</b> \u009b31m claim",
            text="<script>alert(1)</script><p>One&#27;[31m</p><p>two</p>",
        )
    )
    title, text = chipnews.one("SELECT title, text FROM item")
    assert title == "A bold 31m claim"
    assert text == "A bold 31m claim\n\nOne[31m\n\ntwo"


def test_a_long_feed_gone_by_is_not_taken_for_its_successor(chipnews: Command, publish) -> None:  # type: ignore[no-untyped-def]
    publish(*(entry(n) for n in range(10)))
    publish(*(entry(n) for n in range(50, 60)))
    assert len(chipnews.titles()) == 20


def test_since_leaves_older_entries_out_and_a_later_run_takes_them(chipnews: Command, server: Server) -> None:
    old = entry(1, date="Mon, 06 Jan 2025 09:00:00 GMT")
    server.routes["/feed"] = Reply(rss(entry(2), old))
    chipnews.follow(server.url())
    chipnews.fetch("--since", "2026-01-01")
    assert len(chipnews.titles()) == 1
    chipnews.fetch()
    assert len(chipnews.titles()) == 2
