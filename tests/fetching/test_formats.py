# ruff: noqa: E501 - rows of a table are read best on one line
"""Every format, and every way in which feeds are broken."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chipnews.fetching.parsing import parse_feed
from chipnews.fetching.parsing.parse import parse_broken
from chipnews.fetching.values import FetchedFeed, FetchFailed
from tests.fetching.conftest import Command
from tests.fetching.faults import Reply, Server, entry, rss

URL = "https://news.example/feed"
NBSP = "\u00a0"


def parsed(body: str | bytes, content_type: str | None = None) -> FetchedFeed:
    return parse_feed(body.encode() if isinstance(body, str) else body, url=URL, content_type=content_type)


ITEM = "<item><title>One</title><link>https://news.example/1</link><description>Text</description></item>"
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "J",
    "home_page_url": "https://news.example/",
    "items": [
        {
            "id": 1,
            "url": "/1",
            "title": "One",
            "content_text": "Text",
            "date_published": "2026-11-02T10:00:00Z",
        }
    ],
}
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}"><channel><title>R</title></channel>'
    + ITEM
    + "</rdf:RDF>"
)
ATOM = (
    '<feed xmlns="{}"><title>A</title><entry><title>One</title><id>urn:x:1</id>'
    '<link rel="self" href="https://news.example/self"/><link href="/1"/><summary>Text</summary>{}</entry></feed>'
)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param(f'<rss version="0.91"><channel>{ITEM}</channel></rss>', "rss", id="RSS 0.91"),
        pytest.param(f'<rss version="0.92"><channel>{ITEM}</channel></rss>', "rss", id="RSS 0.92"),
        pytest.param(f'<rss version="2.0"><channel>{ITEM}</channel></rss>', "rss", id="RSS 2.0"),
        pytest.param(f'<rss version="2.0"><channel/>{ITEM}</rss>', "rss", id="items beside the channel"),
        pytest.param(RDF.format("http://my.netscape.com/rdf/simple/0.9/"), "rdf", id="RSS 0.90"),
        pytest.param(RDF.format("http://purl.org/rss/1.0/"), "rdf", id="RSS 1.0"),
        pytest.param(ATOM.format("http://purl.org/atom/ns#", ""), "atom", id="Atom 0.3"),
        pytest.param(ATOM.format("http://www.w3.org/2005/Atom", ""), "atom", id="Atom 1.0"),
        pytest.param(json.dumps(JSON_FEED), "json", id="JSON Feed 1.1"),
        pytest.param(
            json.dumps(JSON_FEED | {"version": "https://jsonfeed.org/version/1"}), "json", id="JSON Feed 1.0"
        ),
    ],
)
def test_every_format_gives_the_same_entry(body: str, kind: str) -> None:
    feed = parsed(body)
    assert feed.kind == kind
    assert feed.malformed is None
    assert [(each.title, each.url) for each in feed.entries] == [("One", "https://news.example/1")]
    assert "Text" in feed.entries[0].html


GOOD = rss(entry(1), entry(2))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("\ufeff" + GOOD, id="a byte-order mark"),
        pytest.param("\n\n  " + GOOD, id="leading white space"),
        pytest.param("junk before\n" + GOOD, id="text before the first tag"),
        pytest.param(GOOD.replace("Headline", "Head\x0bline\x01"), id="control characters"),
        pytest.param(GOOD.replace("Body 1", "Body&nbsp;1 &mdash; &rsquo;"), id="entities of HTML"),
        pytest.param(GOOD.replace("Body 1", "R&D, AT&T & more"), id="bare ampersands"),
        pytest.param(
            GOOD.replace("<item>", "<item><media:thumb url='x'/><dc:x>y</dc:x>"), id="undeclared namespaces"
        ),
        pytest.param(GOOD.replace("</channel></rss>", ""), id="a document that breaks off"),
        pytest.param(
            GOOD.replace("</description></item></channel>", "<b></description></item></channel>"),
            id="bad nesting",
        ),
        pytest.param(GOOD.replace("Body 1", "&#xFFFF; &#0; &#x80;"), id="impossible references"),
        pytest.param(GOOD.replace("<rss", "<!DOCTYPE rss [<!ENTITY x 'y'>]><rss"), id="its own entities"),
        pytest.param(GOOD.replace('"utf-8"', '"no-such-encoding"'), id="an unknown encoding declared"),
        pytest.param(
            GOOD.replace("?><rss", "?>\n<!-- comment -->\n<?xml-stylesheet href='x'?><rss"),
            id="comments first",
        ),
    ],
)
def test_good_entries_survive_what_is_broken_around_them(body: str) -> None:
    feed = parsed(body)
    assert [each.url for each in feed.entries] == [
        f"https://news.example/story/{number}" for number in (1, 2)
    ]


def test_that_a_feed_was_malformed_is_recorded_and_shown(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(
        GOOD.replace("Body 1", "AT&T").replace("&amp;T", "&T").replace("</rss>", "")
    )
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 0
    assert len(chipnews.titles()) == 2
    assert "malformed" in chipnews("feeds", "list").out


def test_external_entities_and_entity_bombs_are_harmless() -> None:
    bombs = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 20}'>" for n in range(1, 12))
    body = GOOD.replace(
        "<rss", f"<!DOCTYPE rss [<!ENTITY e0 'ha'>{bombs}<!ENTITY f SYSTEM 'file:///etc/passwd'>]><rss"
    )
    feed = parsed(body.replace("Body 1", "&e11;&f;"))
    assert "root:" not in feed.entries[0].html
    assert len(feed.entries[0].html) < 100_000


UMLAUTS = "Grüße aus Köln – „Chip“"


@pytest.mark.parametrize(
    ("encoding", "declared", "header"),
    [
        pytest.param("utf-8", "utf-8", None, id="told truly"),
        pytest.param("utf-8", "iso-8859-1", None, id="the declaration is wrong"),
        pytest.param("utf-8", "utf-8", "text/xml; charset=iso-8859-1", id="the header is wrong"),
        pytest.param("cp1252", "iso-8859-1", None, id="Windows called Latin-1"),
        pytest.param("cp1252", "utf-8", "text/xml; charset=windows-1252", id="the header is right"),
        pytest.param("utf-16", "utf-16", None, id="UTF-16"),
        pytest.param("utf-8-sig", "us-ascii", "text/plain; charset=us-ascii", id="only the mark is right"),
    ],
)
def test_an_encoding_that_is_declared_wrongly_is_read_right(
    encoding: str, declared: str, header: str | None
) -> None:
    body = rss(entry(1, title=UMLAUTS)).replace('"utf-8"', f'"{declared}"').encode(encoding)
    assert parsed(body, header).entries[0].title == UMLAUTS


@pytest.mark.parametrize(
    "content_type", ["text/html", "text/plain", "application/octet-stream", "", "nonsense;;;="]
)
def test_a_wrong_content_type_does_not_matter(chipnews: Command, server: Server, content_type: str) -> None:
    server.routes["/feed"] = Reply(GOOD, headers={"Content-Type": content_type})
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 0
    assert len(chipnews.titles()) == 2


PAGE = (
    "<!DOCTYPE html><html><head><title>A paper</title>"
    '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
    '<link rel="alternate" type="application/rss+xml" title="News" href="/real"></head><body>News</body></html>'
)


def test_a_page_instead_of_a_feed_says_which_url_to_use(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(PAGE)
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert f"Its feed is {server.url('/real')}" in ran.err


def test_adding_a_home_page_finds_its_feed(chipnews: Command, server: Server) -> None:
    server.routes |= {"/": Reply(PAGE), "/real": Reply(GOOD)}
    assert chipnews("feeds", "add", server.url("/")).code == 0
    assert chipnews.one("SELECT url FROM feed") == server.url("/real")
    assert [each.path for each in server.asked()] == ["/", "/real"]


def test_a_page_that_names_no_feed_is_an_error(chipnews: Command, server: Server) -> None:
    server.routes["/"] = Reply("<html><body>Nothing here</body></html>")
    ran = chipnews("feeds", "add", server.url("/"))
    assert ran.code == 1
    assert "names no feed" in ran.err


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b" \n ", id="white space"),
        pytest.param(b"{}", id="an empty object"),
        pytest.param(b'{"items": 3}', id="items that are no list"),
        pytest.param(b"{" * 100_000, id="endless nesting"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 50, id="a picture"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="other XML"),
        pytest.param(b"<rss>" + b"<a>" * 100_000, id="endless depth"),
    ],
)
def test_what_is_no_feed_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(FetchFailed):
        assert parse_feed(body, url=URL).entries == ()
        raise FetchFailed("it is read as an empty feed")


PIECES = st.sampled_from(
    [
        b"<rss>", b"</rss>", b"<channel>", b"<item>", b"</item>", b"<title>", b"</title>", b"<link>", b"<![CDATA[", b"]]>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<content type='html'>", b"<content type='xhtml'>",
        b"<content mode='base64' type='application/x'>", b"<link href='http://[' />", b"<guid>http://[x</guid>", b"&#0;", b"&x;",
        b"<pubDate>32 Foo 99999</pubDate>", b"<updated>0000-00-00T99:99:99Z</updated>", b"<?xml version='1.0' encoding='utf-7'?>",
        b"<?xml version='1.0' encoding='utf-16'?>", b"\xef\xbb\xbf", b"\xff\xfe", b"\x00", b"\x80", b"<!DOCTYPE x [<!ENTITY y '",
        b"{", b"}", b'"items":[', b'{"id":', b'"version":"https://jsonfeed.org/version/1"', b"<rdf:RDF>", b"xml:base='//['", b"<!--",
    ]
)  # fmt: skip


@given(st.one_of(st.binary(max_size=200), st.lists(PIECES, max_size=25).map(b"".join)))
@example(b"<rss><channel><item><link>http://[</link></item></channel></rss>")
@example(b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='//['><entry><link href='x'/></entry></feed>")
@example(b"<rss><![")
@example(b"<rss><!DOCTYPE x [")
def test_no_byte_string_makes_the_parser_raise_anything_but_its_error(body: bytes) -> None:
    try:
        feed = parse_feed(body, url=URL, content_type="text/xml")
    except FetchFailed:
        return
    for each in feed.entries:
        each.title.encode()


@given(st.lists(PIECES, max_size=25).map(b"".join))
def test_nor_does_the_parser_of_last_resort(body: bytes) -> None:
    try:
        parse_broken(body.decode("latin-1"), URL, None)
    except FetchFailed:
        return
