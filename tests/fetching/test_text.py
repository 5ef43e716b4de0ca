"""The short ways through text and URLs give what the long ways give."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipnews.fetching.text import _lines, html_to_text, parsed_text
from chipnews.fetching.urls import canonical, wire_url, without_tracking

PIECES = [
    "<p>", "</p>", "<br>", "<br />", "</br>", "<BR clear=all>", "<div class='a b'>", "</div>", "<b>",
    "</b>", '<a href="', "https://a.example/?b=1&amp;c", '">', "</a>", "<li>", "<ul>", "</ul>", "<h2 id=x>",
    "</h2>", '<img src="x" alt=\'y\'/>', "<script>", "</script>", "<table><tr><td>", "</td>", "</table>",
    "<!-- ", " -->", "<", ">", '"', "'", "&amp;", "&nbsp;", "&#8217;", "&lt;p&gt;", "&notit;", "a",
    "one two ", " ", "\n", "\xe9", "5 < 6", "<p", "p>", '<span title="<p>">', "/",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@settings(max_examples=400, deadline=None)
def test_plain_markup_reads_as_a_parser_would_read_it(html: str) -> None:
    if "<" in html:
        assert html_to_text(html) == _lines(parsed_text(html))


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        pytest.param("https://a.example/x?utm_source=rss&utm_medium=feed", "https://a.example/x", id="alone"),
        pytest.param("https://a.example/x?id=7&gclid=abc", "https://a.example/x?id=7", id="beside another"),
        pytest.param("http://www.A.example/X/?b=%20&a=1&", "http://www.A.example/X/?b=%20&a=1&", id="none"),
        pytest.param("https://a.example/x?fbclid=1#part", "https://a.example/x#part", id="before a fragment"),
        pytest.param("https://a.example/x#xtor=RSS-1", "https://a.example/x", id="as a fragment"),
        pytest.param("https://a.example/x#utm", "https://a.example/x#utm", id="a fragment like one"),
        pytest.param("https://a.example/x?ref=nvidia", "https://a.example/x?ref=nvidia", id="a page's own"),
        pytest.param("https://a.example/x?", "https://a.example/x?", id="an empty query"),
        pytest.param("https://a.example/x?utm_term=%F0&q=a+b", "https://a.example/x?q=a+b", id="as written"),
    ],
)
def test_a_link_is_shown_without_tracking_and_otherwise_as_given(link: str, shown: str) -> None:
    assert without_tracking(link) == shown


HOSTS = [
    "news.example", "WWW.news.example", "www.google.com", "a", "www.www.com", "1.2.3.4", "[::1]",
    "u:p@h.com", "h.com:80", "h.com:8080", "-a.com", "a..com", "a.com.", "x_y.com", "b\xfccher.de",
]  # fmt: skip
PATHS = [
    "", "/", "/a", "/index.html", "/amp", "/b%20c", "//", "/../", "/url", "/\xe9", "/a;b", "/@x", "#f",
    "?q=1", "?", "?utm_source=x", "/~u", "/ a", "\n",
]  # fmt: skip


@given(
    st.sampled_from(["http://", "https://", "HTTP://", "ftp://", ""]),
    st.sampled_from(HOSTS),
    st.lists(st.sampled_from(PATHS), max_size=4).map("".join),
)
@settings(max_examples=300, deadline=None)
def test_a_plain_link_is_as_canonical_the_short_way_as_the_long_way(
    scheme: str, host: str, path: str
) -> None:
    # A fragment makes no difference, and is nothing for the short way.
    assert canonical(scheme + host + path) == canonical(f"{scheme}{host}{path}#")


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        pytest.param("https://a.example/x?b=%20&c=[1]", "https://a.example/x?b=%20&c=[1]", id="as it is"),
        pytest.param("https://a.example/x#part", "https://a.example/x", id="without its fragment"),
        pytest.param("https://b\xfccher.example:81/x", "https://xn--bcher-kva.example:81/x", id="a host"),
        pytest.param("https://a.example/\xe4 b?q=\xfc#c", "https://a.example/%C3%A4%20b?q=%C3%BC", id="path"),
        pytest.param("https://u:p@\xe9.example/", "https://u:p@xn--9ca.example/", id="beside a password"),
        pytest.param("http://[::1]:80/a|b", "http://[::1]:80/a%7Cb", id="beside an address"),
    ],
)
def test_a_url_goes_over_the_wire_in_ascii(url: str, sent: str) -> None:
    assert wire_url(url) == sent
