"""The text of an article: from the feed or from its page, whichever is better, and never a cookie notice."""

import pytest

from chipnews.fetching.text import better_text, html_to_text, is_stub, is_summary, without_tail
from tests.fetching.conftest import Command
from tests.fetching.faults import Reply, Server, entry, rss

SENTENCES = [
    f"In part {number} of the story the foundry said that its plant would make wafers for many customers."
    for number in range(30)
]
STORY = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)


def page(article: str) -> str:
    return (
        "<!DOCTYPE html><html><head><title>T</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/about'>About us</a>"
        f"</nav><main><article><h1>A plant</h1>{article}</article></main>"
        "<footer>All rights reserved</footer></body></html>"
    )


@pytest.fixture
def full(chipnews: Command) -> Command:
    chipnews.setting("FETCH__FULL_TEXT", "true")
    return chipnews


def follow(chipnews: Command, server: Server, *, text: str = "Only a summary …", count: int = 1) -> None:
    entries = [
        entry(n, link=server.url(f"/story/{n}"), text=text if count == 1 else f"{text} {n}")
        for n in range(count)
    ]
    server.routes["/feed"] = Reply(rss(*entries))
    chipnews.follow(server.url())


def test_the_page_is_read_where_the_feed_gives_only_a_summary(full: Command, server: Server) -> None:
    follow(full, server)
    server.routes["/story/0"] = Reply(page(STORY))
    assert full.fetch().code == 0
    text, source, state = full.one("SELECT text, text_source, article_state FROM item")
    assert (source, state) == ("article", "read")
    assert SENTENCES[29] in text
    assert "All rights reserved" not in text and "About us" not in text
    assert full.one("SELECT articles FROM fetch_run") == 1


def test_an_item_that_got_its_page_is_tagged_again(full: Command, server: Server) -> None:
    follow(full, server)
    server.routes["/story/0"] = [Reply(status=503), Reply(page(STORY))]
    full.fetch()
    full.rows("UPDATE item SET tagger_version = 'current'")
    full.rows("UPDATE feed SET next_due_at = NULL")
    full.fetch()
    assert full.one("SELECT tagger_version, article_state FROM item") == (None, "read")


def test_a_feed_with_the_whole_text_costs_no_page(full: Command, server: Server) -> None:
    follow(full, server, text=STORY)
    full.fetch()
    assert not server.asked("/story/0")
    assert full.one("SELECT text_source, article_state FROM item") == ("feed", None)


def test_full_text_can_be_had_and_left_for_each_feed_and_each_run(chipnews: Command, server: Server) -> None:
    server.routes["/story/0"] = Reply(page(STORY))
    follow(chipnews, server)
    chipnews.fetch()
    assert not server.asked("/story/0"), "the settings of this test say no"
    chipnews.rows("DELETE FROM item"), chipnews.rows("UPDATE feed SET full_text = 1, body_hash = NULL")
    chipnews.fetch("--no-full-text")
    assert not server.asked("/story/0")
    chipnews.rows("DELETE FROM item"), chipnews.rows("UPDATE feed SET body_hash = NULL")
    chipnews.fetch()
    assert server.asked("/story/0")


COOKIES = (
    "<p>We and our partners use cookies. Accept all cookies or manage your privacy choices to go on.</p>"
)
PAYWALL = "<p>The foundry said so.</p><p>Subscribe now to continue reading. Already a subscriber?</p>"
ROBOT = "<p>Please verify that you are a human. Enable JavaScript and cookies to continue on this site.</p>"


@pytest.mark.parametrize(
    "stub", [COOKIES, PAYWALL, ROBOT, "<p></p>"], ids=["cookies", "paywall", "robot check", "empty"]
)
def test_a_stub_is_never_stored_as_the_text(full: Command, server: Server, stub: str) -> None:
    follow(full, server, text="A summary of what the foundry said, in the words of the feed.")
    server.routes["/story/0"] = Reply(page(stub))
    full.fetch()
    text, source, state = full.one("SELECT text, text_source, article_state FROM item")
    assert (source, state) == ("feed", "kept")
    assert "in the words of the feed" in text


def test_robots_txt_is_obeyed_and_asked_once(full: Command, server: Server) -> None:
    follow(full, server, count=3)
    server.routes |= {f"/story/{n}": Reply(page(STORY)) for n in range(3)}
    server.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /story/1\n")
    full.fetch()
    assert len(server.asked("/robots.txt")) == 1
    assert not server.asked("/story/1")
    assert [row[0] for row in full.rows("SELECT article_state FROM item ORDER BY id")] == [
        "read",
        "refused",
        "read",
    ]


def test_a_site_whose_robots_txt_fails_is_left_for_later(full: Command, server: Server) -> None:
    follow(full, server)
    server.routes["/robots.txt"] = Reply(status=500)
    full.fetch()
    assert not server.asked("/story/0")
    assert full.one("SELECT article_state FROM item") == "wanted"


def test_pages_of_one_host_are_read_one_after_the_other_and_spaced(
    full: Command, server: Server, turns: list[tuple[str, float]]
) -> None:
    full.setting("FETCH__ARTICLE_DELAY_S", 0.01)
    follow(full, server, count=4)
    server.routes |= {f"/story/{n}": Reply(page(STORY)) for n in range(4)}
    full.fetch()
    stories = [server.url(f"/story/{n}") for n in range(4)]
    assert sorted(each for each in turns if each[0] in stories) == [(story, 0.01) for story in stories]
    assert server.most_at_once == 1


def test_only_so_many_pages_are_read_for_one_feed_in_one_run(full: Command, server: Server) -> None:
    full.setting("FETCH__ARTICLES_PER_FEED", 2)
    follow(full, server, count=5)
    server.routes |= {f"/story/{n}": Reply(page(STORY)) for n in range(5)}
    full.fetch()
    assert sorted(each.path for each in server.asked() if each.path.startswith("/story")) == [
        "/story/3",
        "/story/4",
    ]


def test_a_page_that_is_gone_is_given_up_and_one_that_fails_is_tried_again(
    full: Command, server: Server
) -> None:
    follow(full, server, count=2)
    server.routes |= {"/story/0": Reply(status=404), "/story/1": Reply(status=500)}
    full.fetch()
    assert [row[0] for row in full.rows("SELECT article_state FROM item ORDER BY id")] == ["failed", "wanted"]


def test_a_summary_that_is_edited_leaves_the_text_of_the_page_until_it_is_read_again(
    full: Command, server: Server
) -> None:
    follow(full, server)
    server.routes["/story/0"] = [
        Reply(page(STORY)),
        Reply(page(STORY + "<p>A later addition to the story of the plant.</p>")),
    ]
    full.fetch()
    server.routes["/feed"] = Reply(
        rss(entry(0, link=server.url("/story/0"), text="Another summary …", title="New title"))
    )
    full.fetch()
    text = full.one("SELECT text FROM item")
    assert text.startswith("New title\n\nA plant\n\nIn part 0")
    assert "A later addition" in text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain words", "plain words"),
        ("R&amp;D &lt;b&gt;", "R&D <b>"),
        ("<p>One\n two</p><p>Three</p>", "One two\n\nThree"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>a <b>bold</b> word</p>", "a bold word"),
        ("<div><script>x</script>kept<style>y</style></div>", "kept"),
        ("<!-- gone -->kept", "kept"),
        ("a&nbsp;&nbsp;b", "a b"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1\n2"),
        ("unclosed <p>para", "unclosed\n\npara"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("", ""),
    ],
)
def test_html_becomes_text(html: str, text: str) -> None:
    assert html_to_text(html) == text


@pytest.mark.parametrize(
    "tail",
    [
        "The post A story appeared first on A Paper.", "Continue reading A story at A Paper", "Read more",
        "Comments",
        "This article originally appeared on A Paper.",
    ],
)  # fmt: skip
def test_what_publishing_tools_add_is_cut_off(tail: str) -> None:
    assert without_tail(f"The story as it is.\n\n{tail}") == "The story as it is."


def test_a_sentence_that_only_mentions_reading_more_is_kept() -> None:
    text = "People read more since the change. The comments are in."
    assert without_tail(text) == text


def test_the_better_text_wins() -> None:
    long, short = " ".join(SENTENCES), SENTENCES[0]
    assert better_text(short, long) == long
    assert better_text(long, short) == long
    assert better_text(f"{long[:500]} …", long[:501]) == long[:501]
    assert is_summary(short) and not is_summary(long)


def test_a_long_article_about_cookies_is_no_stub() -> None:
    assert not is_stub(" ".join(SENTENCES * 2) + " The firm said we use cookies.")


def test_hosts_are_read_side_by_side(full: Command, server: Server) -> None:
    entries = [
        entry(n, link=server.url(f"/story/{n}", host=f"paper{n}.test"), text=f"Short {n} …") for n in range(6)
    ]
    server.routes["/feed"] = Reply(rss(*entries))
    for n in range(6):
        story = Reply(page(STORY.replace("part", f"chapter {n}")))
        server.routes[f"/story/{n}"] = server.once(lambda: server.most_at_once >= 6, story)
    full.follow(server.url())
    full.fetch()
    assert [row[0] for row in full.rows("SELECT article_state FROM item")] == ["read"] * 6
