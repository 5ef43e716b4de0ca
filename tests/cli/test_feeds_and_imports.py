"""`chipnews feeds` and `chipnews import`, as a person uses them."""

import json
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.pool import Pool

from tests.fetching.conftest import Command, chipnews, server
from tests.fetching.faults import Reply, Server, entry, rss

__all__ = ["chipnews", "server"]


def imported(command: Command, *arguments: str) -> None:
    ran = command("import", "--no-tag", *arguments)
    assert ran.code == 0, ran.err


def test_check_says_what_is_there_and_stores_nothing(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1), entry(2, date=None)))
    ran = chipnews("feeds", "check", server.url())
    assert ran.code == 0
    assert "A feed: rss, 2 entries" in ran.out
    assert "1 of 2 entries have no date" in ran.out
    assert chipnews.rows("SELECT * FROM feed") == chipnews.rows("SELECT * FROM item") == []


def test_a_feed_is_disabled_enabled_and_removed_by_number_url_or_outlet(
    chipnews: Command, server: Server
) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    assert chipnews("feeds", "add", server.url(), "--outlet", "My Paper").code == 0
    assert "My Paper" in chipnews("feeds", "disable", "my paper").err
    assert chipnews.one("SELECT enabled FROM feed") == 0
    assert chipnews("feeds", "enable", server.url()).code == 0
    assert chipnews.one("SELECT enabled FROM feed") == 1
    assert chipnews("feeds", "remove", "1").code == 0
    assert chipnews.rows("SELECT feed_id FROM item") == [(None,)]


def test_an_unknown_feed_answers_with_the_nearest(chipnews: Command, server: Server) -> None:
    chipnews.follow(server.url())
    ran = chipnews("feeds", "disable", "Outlt 1")
    assert ran.code == 1
    assert "Did you mean Outlet 1" in ran.err


def test_a_feed_of_the_built_in_list_is_disabled_rather_than_removed(chipnews: Command) -> None:
    chipnews.setting("FEEDS__BUILTIN", "true")
    listed = json.loads(chipnews("feeds", "list", "--json").out)
    assert len(listed) >= 40
    assert "would bring it back" in chipnews("feeds", "remove", str(listed[0]["id"])).err
    again = json.loads(chipnews("feeds", "list", "--json").out)
    assert [feed["enabled"] for feed in again].count(False) == 1
    assert len(again) == len(listed)


def test_a_database_that_can_only_be_read_shows_the_list_as_it_was_stored(chipnews: Command) -> None:
    chipnews.setting("FEEDS__BUILTIN", "true")
    listed = json.loads(chipnews("feeds", "list", "--json").out)
    # The list of a newer version: it would be written.
    chipnews.rows("DELETE FROM feed WHERE id = ?", listed[0]["id"])

    def only_read(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("PRAGMA query_only = ON")

    event.listen(Pool, "connect", only_read)
    try:
        shown = chipnews("feeds", "list", "--json")
    finally:
        event.remove(Pool, "connect", only_read)
    assert shown.code == 0, shown.err
    assert len(json.loads(shown.out)) == len(listed) - 1


def test_an_article_that_is_not_there_is_not_spoken_of_as_a_feed(chipnews: Command, server: Server) -> None:
    ran = chipnews("import", "--no-tag", server.url("/missing"))
    assert ran.code == 1
    assert "There is no such page (404)" in ran.err
    assert "feed" not in ran.err


def test_a_list_of_feeds_survives_export_and_import(
    chipnews: Command, server: Server, tmp_path: Path
) -> None:
    chipnews.follow(server.url("/a"), server.url("/b?x=1&y=2"))
    file = tmp_path / "feeds.opml"
    assert chipnews("feeds", "export", "-o", str(file)).code == 0
    chipnews.rows("DELETE FROM feed")
    assert "2 new feeds" in chipnews("feeds", "import", str(file)).err
    assert "2 followed already" in chipnews("feeds", "import", str(file)).err
    assert [row[0] for row in chipnews.rows("SELECT url FROM feed")] == [
        server.url("/a"),
        server.url("/b?x=1&y=2"),
    ]


def test_feeds_alone_lists_them(chipnews: Command, server: Server) -> None:
    chipnews.follow(server.url("/a"))
    assert chipnews("feeds").out == chipnews("feeds", "list").out != ""
    assert json.loads(chipnews("feeds", "--json").out)[0]["url"] == server.url("/a")


def test_what_an_added_feed_holds_is_tagged_at_once(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    assert chipnews("feeds", "add", server.url()).code == 0
    assert chipnews.one("SELECT count(*) FROM item WHERE relevant IS NOT NULL") == 1


def test_where_every_feed_is_disabled_a_fetch_says_where_to_see_that(
    chipnews: Command, server: Server
) -> None:
    chipnews.follow(server.url())
    chipnews("feeds", "disable", "1")
    ran = chipnews.fetch()
    assert ran.code == 0
    assert "all are disabled (see `chipnews feeds`)" in ran.err


def test_an_unknown_feed_without_a_like_says_where_they_are_listed(chipnews: Command) -> None:
    assert "There is no feed 'zzz'. `chipnews feeds` lists them." in chipnews("feeds", "disable", "zzz").err


@pytest.mark.parametrize("content", ["", "no xml", "<opml><body/></opml>", '{"a": 1}'])
def test_what_is_no_opml_is_refused_in_words(chipnews: Command, tmp_path: Path, content: str) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(content)
    ran = chipnews("feeds", "import", str(file))
    assert ran.code == 1
    assert "feeds.opml" in ran.err


def test_the_list_shows_health_in_words(chipnews: Command, server: Server) -> None:
    server.routes["/good"] = Reply(rss(entry(1)))
    chipnews.follow(server.url("/good"), server.url("/missing"))
    chipnews.fetch()
    good, bad = json.loads(chipnews("feeds", "list", "--json").out)
    assert good["health"] == "ok"
    assert good["items"] == 1
    assert "failed once: There is no such page (404)" in bad["health"]
    assert "failed once" in chipnews("feeds", "list", "--failing").out


def test_a_quiet_run_prints_nothing_and_another_one_line(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    ran = chipnews("--quiet", "fetch", "--no-tag")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    ran = chipnews.fetch()
    assert (ran.out, ran.err.count("\n")) == ("", 1)


def test_history_and_json_are_for_machines(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url(), server.url("/missing"))
    report = json.loads(chipnews.fetch("--json").out)
    assert report["fetch"]["items_new"] == 1
    assert report["fetch"]["failures"][0]["message"].startswith("There is no such page")
    [past] = json.loads(chipnews("fetch", "--history", "--json").out)
    assert (past["feeds"], past["failed"], past["items_new"]) == (2, 1, 1)
    assert past["errors"][0]["outlet"] == "Outlet 2"


def test_doctor_names_what_is_wrong_and_what_to_do(chipnews: Command, server: Server) -> None:
    chipnews.follow(server.url("/missing"))
    for _ in range(3):
        chipnews.fetch("--force")
    ran = chipnews("doctor", "--offline")
    assert ran.code == 0
    assert "failed 3 times in a row" in ran.out
    assert "chipnews feeds disable 1" in ran.out


def test_doctor_does_not_call_a_feed_well_that_was_never_asked(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(entry(1)))
    chipnews.follow(server.url())
    assert "1 are followed, 0 do well, 1 were not fetched yet" in chipnews("doctor", "--offline").out
    chipnews.fetch()
    assert "1 are followed, 1 do well\n" in chipnews("doctor", "--offline").out


def test_a_network_that_is_down_is_told_once_however_many_feeds(chipnews: Command) -> None:
    chipnews.follow("http://a.test:1/feed", "http://b.test:1/feed")
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "No host can be reached (2 feeds tried): check your network." in ran.err
    assert "a.test" not in ran.err


def test_one_host_that_is_down_is_named(chipnews: Command) -> None:
    chipnews.follow("http://a.test:1/feed", "http://a.test:1/other")
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "2 feeds failed" in ran.err
    assert "a.test:1/other" in ran.err


def test_doctor_tells_of_a_model_that_is_missing(chipnews: Command) -> None:
    chipnews.setting("TAGGING__MODEL", "no_such_model")
    ran = chipnews("doctor", "--offline")
    assert ran.code == 1
    assert "pip install no-such-model" in ran.out


MARKDOWN = (
    "---\ntitle: From the front\ndate: 2026-11-02\nurl: https://a.example/x\n---\n\n"
    "# Head\n\nA *word* of [a](b).\n"
)
HTML = (
    "<html><head><title>A page</title></head><body><article><h1>A page</h1><p>"
    "The foundry said on Monday that its plant would make wafers for many customers, and hire.</p></article>"
    "</body></html>"
)


@pytest.mark.parametrize(
    ("name", "content", "title", "part"),
    [
        pytest.param("a-story.txt", "One long sentence that is no title.", "A story", "no title.", id="text"),
        pytest.param("a.txt", "A title\n\nThe body.", "A title", "The body.", id="text with a title"),
        pytest.param("a.md", MARKDOWN, "From the front", "A word of a.", id="markdown"),
        pytest.param("a.html", HTML, "A page", "make wafers", id="HTML"),
        pytest.param("a.jsonl", '{"id": 1, "title": "J", "text": "Body"}\n', "J", "Body", id="JSON lines"),
        pytest.param(
            "a.jsonl", '{"title": "J", "html": "<p>B<script>x</script></p>"}', "J", "B", id="HTML in JSON"
        ),
    ],
)
def test_every_kind_of_file_is_imported_once(
    chipnews: Command, tmp_path: Path, name: str, content: str, title: str, part: str
) -> None:
    file = tmp_path / name
    file.write_text(content)
    imported(chipnews, str(file), "--outlet", "My Paper", "--date", "2026-11-01")
    imported(chipnews, str(file), "--outlet", "My Paper", "--date", "2026-11-01")
    found = chipnews.one("SELECT title, text, outlet, date(published_at), text_source FROM item")
    assert found[0] == title
    assert found[1].startswith(f"{title}\n\n") and part in found[1]
    assert found[2:] == ("My Paper", "2026-11-01", "file")


def test_a_folder_is_imported_and_what_cannot_be_read_is_named(chipnews: Command, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text("First\n\nBody")
    (folder / "deeper" / "two.md").write_text("# Second\n\nBody of it")
    (folder / "bad.jsonl").write_text("{not json}\n")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    ran = chipnews("import", "--no-tag", str(folder))
    assert ran.code == 3
    assert "bad.jsonl, line 1" in ran.err
    assert sorted(chipnews.titles()) == ["First", "Second"]


def test_an_article_is_imported_from_the_web(chipnews: Command, server: Server) -> None:
    server.routes["/x"] = Reply(HTML)
    imported(chipnews, server.url("/x"))
    assert chipnews.one("SELECT title, url FROM item") == ("A page", server.url("/x"))
    assert chipnews.one("SELECT outlet FROM item").startswith("127.0.0.1")


@pytest.mark.parametrize("source", ["missing.txt", "https://", "."])
def test_a_source_that_is_not_there_is_an_error(chipnews: Command, tmp_path: Path, source: str) -> None:
    place = source if "://" in source else str(tmp_path / source)
    assert chipnews("import", "--no-tag", place).code == 1


def test_an_edited_file_updates_its_item_and_keeps_the_former_text(chipnews: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Title\n\nBefore")
    imported(chipnews, str(file))
    file.write_text("Title\n\nAfter")
    imported(chipnews, str(file))
    assert chipnews.one("SELECT text FROM item") == "Title\n\nAfter"
    assert chipnews.one("SELECT text FROM item_revision") == "Title\n\nBefore"


def test_a_bad_line_of_json_lines_is_told_and_the_others_are_imported(
    chipnews: Command, tmp_path: Path
) -> None:
    lines = tmp_path / "a.jsonl"
    lines.write_text('{"title": "One", "text": "Body"}\nnot json\n{"title": "Two", "text": "Body too"}\n')
    ran = chipnews("import", "--no-tag", str(lines))
    assert "line 2: this is no JSON" in ran.err
    assert chipnews.rows("SELECT title FROM item ORDER BY id") == [("One",), ("Two",)]


def test_a_few_accents_are_no_reason_to_read_east_asian_text(chipnews: Command, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_bytes("A chip\n\nLéa paid £5 million for it, she told the reporters.".encode("cp1252"))
    imported(chipnews, str(article))
    assert "Léa paid £5 million" in str(chipnews.one("SELECT text FROM item"))


def test_a_year_in_the_prose_of_a_page_is_no_date_of_it(chipnews: Command, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    prose = "Nvidia will ship the chip in 2031, and not one day before that, its maker told the trade press."
    page.write_text(
        f"<html><body><article><h1>Later</h1><p>{prose}</p><p>{prose}</p></article></body></html>"
    )
    imported(chipnews, str(page))
    assert "2031" not in str(chipnews.one("SELECT published_at FROM item"))
