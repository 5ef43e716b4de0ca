"""No server can make a run last, grow or reach further than the settings say."""

import gzip
import ipaddress
import time
import tracemalloc

import brotli
import pytest
import zstandard

from chipnews.fetching.addresses import is_public
from chipnews.fetching.decompression import decompress
from chipnews.fetching.values import FetchFailed
from tests.fetching.conftest import Command
from tests.fetching.faults import Reply, Server, bomb, closed_port, entry, rss

FEED = rss(entry(1))
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"


def test_a_gzip_bomb_stops_at_the_cap(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(bomb(200), headers={"Content-Encoding": "gzip"})
    chipnews.setting("FETCH__MAX_BYTES", 1_000_000)
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "larger than 1,000,000 bytes" in ran.err


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        pytest.param("gzip", bomb(100), id="gzip"),
        pytest.param("br", brotli.compress(b"\0" * (100 << 20), quality=5), id="brotli"),
        pytest.param("zstd", zstandard.compress(b"\0" * (100 << 20)), id="zstd"),
        pytest.param("gzip, gzip", gzip.compress(bomb(100)), id="a bomb in a bomb"),
    ],
)
def test_decompression_needs_no_more_memory_than_the_cap(encoding: str, packed: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(FetchFailed, match="larger"):
            decompress(packed, encoding, 1_000_000)
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()


def test_a_body_that_never_ends_stops_at_the_cap(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = server.send_raw([OK + b"\r\n", *[b"x" * 50_000] * 1000])
    chipnews.setting("FETCH__MAX_WIRE_BYTES", 200_000)
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert "larger than 200,000 bytes" in ran.err


def test_headers_that_never_end_are_refused(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = server.send_raw([OK, *[b"X-Padding: " + b"x" * 10_000 + b"\r\n"] * 1000])
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "against the rules of HTTP" in ran.err


def test_a_server_that_sends_a_byte_at_a_time_is_left_after_the_total_time(
    chipnews: Command, server: Server
) -> None:
    server.routes["/feed"] = server.send_raw([OK + b"\r\n", *[b"x"] * 600], pause_s=0.1)
    chipnews.setting("FETCH__TOTAL_TIMEOUT_S", 0.8)
    chipnews.follow(server.url())
    started = time.monotonic()
    ran = chipnews.fetch()
    assert time.monotonic() - started < 30, "the server would have gone on for a minute"
    assert "longer than 0.8 seconds in all" in ran.err


def test_a_server_that_falls_silent_is_left_after_the_read_time(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = server.send_raw([OK + b"\r\n<rss"], pause_s=2)
    chipnews.setting("FETCH__READ_TIMEOUT_S", 0.3)
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert "sent nothing for 0.3 seconds" in ran.err


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        pytest.param(b"", "against the rules of HTTP", id="nothing"),
        pytest.param(b"garbage\r\n\r\n", "against the rules of HTTP", id="no HTTP"),
        pytest.param(OK + b"Content-Length: 1000\r\n\r\n<rss", "against the rules of HTTP", id="half a body"),
        pytest.param(
            OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", "against the rules of HTTP", id="a bad chunk"
        ),
    ],
)
def test_an_answer_that_is_cut_or_broken_is_a_failure_in_words(
    chipnews: Command, server: Server, sent: bytes, words: str
) -> None:
    server.routes["/feed"] = server.send_raw([sent])
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert words in ran.err
    assert chipnews.titles() == []


def test_only_so_many_entries_are_taken_and_these_are_the_newest(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(rss(*(entry(number) for number in range(30))))
    chipnews.setting("FETCH__MAX_ENTRIES", 10)
    chipnews.follow(server.url())
    chipnews.fetch()
    assert sorted(int(title.split()[-1]) for title in chipnews.titles()) == list(range(20, 30))


def test_one_feed_that_fails_does_not_stop_the_others(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(FEED)
    chipnews.follow(f"http://127.0.0.1:{closed_port()}/feed", server.url("/missing"), server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert len(chipnews.titles()) == 1
    assert "the server is down" in ran.err


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::",
        "192.0.2.1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_public_is_known(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_an_address_that_is_public_is_known(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "127.1", "0x7f.1"]
)
def test_private_addresses_are_refused_when_connecting(chipnews: Command, server: Server, host: str) -> None:
    server.routes["/feed"] = Reply(FEED)
    chipnews.setting("FETCH__ALLOW_PRIVATE_ADDRESSES", "false")
    chipnews.follow(server.url(host=host))
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "private network" in ran.err
    assert not server.asked()


def test_a_name_is_checked_after_it_is_resolved_and_after_a_redirect(
    chipnews: Command, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The name is public at first, and private once it redirects to a host that resolves to this machine.
    loopback = ipaddress.ip_address("127.0.0.1")
    monkeypatch.setattr("chipnews.fetching.addresses.is_public", lambda address: address == loopback)
    chipnews.setting("FETCH__ALLOW_PRIVATE_ADDRESSES", "false")
    server.routes["/feed"] = Reply(status=302, headers={"Location": server.url("/inner", host="127.0.0.2")})
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert [each.path for each in server.asked()] == ["/feed"]
    assert "127.0.0.2 is an address of a private network" in ran.err


def test_an_address_is_checked_once_more_where_the_connection_is_opened(
    chipnews: Command, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fooled(host: str, *, allow_private: bool) -> list[ipaddress.IPv4Address]:
        return [ipaddress.IPv4Address("127.0.0.1")]

    monkeypatch.setattr("chipnews.fetching.transfer.checked_addresses", fooled)
    chipnews.setting("FETCH__ALLOW_PRIVATE_ADDRESSES", "false")
    server.routes["/feed"] = Reply(FEED)
    chipnews.follow(server.url(host="paper.test"))
    assert chipnews.fetch().code == 3
    assert not server.asked()


def test_a_refusal_with_a_long_page_is_a_refusal_all_the_same(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(b"x" * 5_000_000, status=404)
    chipnews.setting("FETCH__MAX_WIRE_BYTES", 1_000_000)
    chipnews.follow(server.url())
    assert "There is no such page (404)" in chipnews.fetch().err


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://127.0.0.1/feed", "gopher://127.0.0.1/", "//x/feed"]
)
def test_only_http_and_https_are_fetched(chipnews: Command, url: str) -> None:
    assert chipnews("feeds", "add", url).code == 1
    chipnews.follow(url)
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "must begin with http:// or https://" in ran.err


def test_a_slow_feed_does_not_hold_up_the_others(chipnews: Command, server: Server) -> None:
    server.routes["/slow"] = server.once(lambda: len(chipnews.titles()) == 9, Reply(FEED))
    server.routes |= {f"/{number}": Reply(rss(entry(number))) for number in range(9)}
    chipnews.follow(server.url("/slow"), *(server.url(f"/{n}", host=f"paper{n}.test") for n in range(9)))
    assert chipnews.fetch().code == 0, "the others were not stored while the slow one was waited for"
    assert len(chipnews.titles()) == 10
