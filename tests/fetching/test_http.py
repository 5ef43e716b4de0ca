"""What HTTP asks of a reader: validators, encodings, redirects, refusals, pauses."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
import zstandard

from tests.fetching.conftest import Command
from tests.fetching.faults import Reply, Server, entry, rss

FEED = rss(entry(1), entry(2))


def test_validators_are_stored_as_received_and_sent_back(chipnews: Command, server: Server) -> None:
    modified = "Mon, 2 Nov 2026 10:00:00 GMT"
    server.routes["/feed"] = [
        Reply(FEED, headers={"ETag": 'W/"odd tag"', "Last-Modified": modified}),
        Reply(status=304),
    ]
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 0
    assert chipnews.fetch().code == 0
    assert server.asked()[1].headers["if-none-match"] == 'W/"odd tag"'
    assert server.asked()[1].headers["if-modified-since"] == modified
    assert chipnews.rows("SELECT unchanged FROM fetch_run ORDER BY id") == [(0,), (1,)]
    assert len(chipnews.titles()) == 2


def test_a_body_that_is_the_same_is_not_read_again(
    chipnews: Command, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.routes["/feed"] = Reply(FEED)
    chipnews.follow(server.url())
    chipnews.fetch()
    monkeypatch.setattr("chipnews.fetching.run.read_feed", pytest.fail)
    assert chipnews.fetch().code == 0
    assert chipnews.rows("SELECT unchanged FROM fetch_run ORDER BY id") == [(0,), (1,)]


def test_force_sends_no_validators_and_reads_an_unchanged_body(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(FEED, headers={"ETag": '"1"', "Cache-Control": "max-age=9000"})
    chipnews.follow(server.url())
    chipnews.fetch()
    assert "not due" not in chipnews("feeds", "fetch", "--force", "--no-tag").err
    assert "if-none-match" not in server.asked()[1].headers
    assert chipnews.rows("SELECT unchanged, items_new FROM fetch_run ORDER BY id") == [(0, 2), (0, 0)]


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param(
            "gzip", lambda body: gzip.compress(body[:99]) + gzip.compress(body[99:]), id="gzip of two members"
        ),
        pytest.param("deflate", zlib.compress, id="deflate"),
        pytest.param("deflate", raw_deflate, id="deflate without its header"),
        pytest.param("br", brotli.compress, id="brotli"),
        pytest.param("zstd", zstandard.compress, id="zstd"),
        pytest.param("identity", lambda body: body, id="none"),
        pytest.param("gzip", lambda body: body, id="called gzip but plain"),
        pytest.param("deflate, gzip", lambda body: gzip.compress(zlib.compress(body)), id="two at once"),
    ],
)
def test_every_usual_content_encoding_is_read(
    chipnews: Command, server: Server, encoding: str, packed: object
) -> None:
    assert callable(packed)
    server.routes["/feed"] = Reply(packed(FEED.encode()), headers={"Content-Encoding": encoding})
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 0
    assert len(chipnews.titles()) == 2
    assert "zstd" in server.asked()[0].headers["accept-encoding"]


def test_a_damaged_encoding_is_a_failure_in_words(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(gzip.compress(FEED.encode())[:-30], headers={"Content-Encoding": "gzip"})
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "damaged" in ran.err


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_updates_the_url(chipnews: Command, server: Server, status: int) -> None:
    server.routes["/feed"] = Reply(status=status, headers={"Location": "/new"})
    server.routes["/new"] = Reply(FEED)
    chipnews.follow(server.url())
    chipnews.fetch()
    assert chipnews.one("SELECT url FROM feed") == server.url("/new")


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_followed_and_not_remembered(
    chipnews: Command, server: Server, status: int
) -> None:
    server.routes["/feed"] = Reply(status=status, headers={"Location": "/new"})
    server.routes["/new"] = Reply(FEED)
    chipnews.follow(server.url())
    chipnews.fetch()
    assert chipnews.one("SELECT url FROM feed") == server.url()
    assert len(chipnews.titles()) == 2


def test_a_permanent_redirect_updates_the_url_only_after_a_valid_feed(
    chipnews: Command, server: Server
) -> None:
    server.routes["/feed"] = Reply(status=301, headers={"Location": "/new"})
    server.routes["/new"] = Reply("<html><body>We have moved</body></html>")
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 3
    assert chipnews.one("SELECT url FROM feed") == server.url()


def test_of_a_chain_only_the_permanent_beginning_is_remembered(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(status=301, headers={"Location": "/b"})
    server.routes["/b"] = Reply(status=302, headers={"Location": "/c"})
    server.routes["/c"] = Reply(FEED)
    chipnews.follow(server.url())
    chipnews.fetch()
    assert chipnews.one("SELECT url FROM feed") == server.url("/b")


def test_a_feed_that_moves_to_one_that_is_followed_is_disabled(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(status=301, headers={"Location": "/new"})
    server.routes["/new"] = Reply(FEED)
    chipnews.follow(server.url(), server.url("/new"))
    chipnews.fetch()
    assert chipnews.rows("SELECT enabled FROM feed ORDER BY id") == [(0,), (1,)]


@pytest.mark.parametrize(
    ("location", "words"),
    [
        pytest.param("/feed", "in a circle", id="a circle"),
        pytest.param("/more?again", "More than 5 redirects", id="without end"),
        pytest.param("ftp://127.0.0.1/feed", "no web address", id="to another scheme"),
        pytest.param("http://[broken/", "no web address", id="to nonsense"),
    ],
)
def test_a_bad_redirect_ends_with_a_clear_error(
    chipnews: Command, server: Server, location: str, words: str
) -> None:
    count = iter(range(1000))
    server.routes["/feed"] = Reply(status=302, headers={"Location": location})
    server.routes["/more"] = lambda request: Reply(status=302, headers={"Location": f"/more?{next(count)}"})
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert words in ran.err


def test_gone_for_good_disables_the_feed_and_says_so(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(status=410)
    chipnews.follow(server.url())
    ran = chipnews.fetch()
    assert ran.code == 3
    assert "gone for good" in ran.err
    assert chipnews.one("SELECT enabled FROM feed") == 0
    assert "disabled: The feed is gone" in chipnews("feeds", "list").out
    chipnews.fetch()
    assert len(server.asked()) == 1


@pytest.mark.parametrize("status", [404, 500, 502])
def test_failures_back_off_and_recover_at_the_first_success(
    chipnews: Command, server: Server, status: int
) -> None:
    server.routes["/feed"] = [Reply(status=status), Reply(status=status), Reply(FEED)]
    chipnews.follow(server.url())
    assert chipnews.fetch().code == 3
    first = chipnews.due_in_s()
    assert chipnews.fetch().code == 0
    assert len(server.asked()) == 1, "it is not due yet"
    assert chipnews.fetch("--force").code == 3
    assert chipnews.due_in_s() > first * 1.3
    assert chipnews.fetch("--force").code == 0
    assert chipnews.one("SELECT failures, last_error FROM feed") == (0, None)
    assert chipnews.due_in_s() == 0


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_retry_after_is_obeyed_in_both_forms_for_the_whole_host(
    chipnews: Command, server: Server, status: int, form: str
) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=7200), usegmt=True)
    server.routes["/feed"] = Reply(
        status=status, headers={"Retry-After": "7200" if form == "seconds" else until}
    )
    server.routes["/other"] = Reply(FEED)
    chipnews.setting("FETCH__PER_HOST", 1)
    chipnews.follow(server.url(), server.url("/other"))
    chipnews.fetch()
    chipnews.fetch()
    assert [each.path for each in server.asked()] == ["/feed"]
    waits = chipnews.rows("SELECT (julianday(next_due_at) - julianday('now')) * 86400 FROM feed")
    assert all(7100 < wait[0] < 7300 for wait in waits)
    chipnews.fetch("--force")
    assert server.asked("/feed")[1:], "force ignores the pause of earlier runs"


@pytest.mark.parametrize(
    ("headers", "head", "seconds"),
    [
        pytest.param({"Cache-Control": "public, max-age=7200"}, "", 7200, id="max-age"),
        pytest.param({"Cache-Control": "no-cache, max-age=7200"}, "", 600, id="max-age that is not meant"),
        pytest.param({}, "<ttl>120</ttl>", 7200, id="ttl"),
        pytest.param({}, "<ttl>5</ttl>", 600, id="a ttl that is shorter"),
        pytest.param(
            {},
            '<p:updatePeriod xmlns:p="http://purl.org/rss/1.0/modules/syndication/">daily</p:updatePeriod>'
            '<p:updateFrequency xmlns:p="http://purl.org/rss/1.0/modules/syndication/">4</p:updateFrequency>',
            21600,
            id="updatePeriod",
        ),
        pytest.param({"Cache-Control": "max-age=99999999"}, "", 604800, id="a wish beyond a week"),
    ],
)
def test_the_interval_can_be_lengthened_and_never_shortened(
    chipnews: Command, server: Server, headers: dict[str, str], head: str, seconds: int
) -> None:
    chipnews.setting("FETCH__INTERVAL_MINUTES", 10)
    server.routes["/feed"] = Reply(rss(entry(1), head=head), headers=headers)
    chipnews.follow(server.url())
    chipnews.fetch()
    assert chipnews.due_in_s() == pytest.approx(seconds, abs=1)


def test_an_unchanged_feed_still_gets_the_interval_it_asked_for(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = [
        Reply(rss(entry(1), head="<ttl>60</ttl>"), headers={"ETag": '"1"'}),
        Reply(status=304),
    ]
    chipnews.follow(server.url())
    chipnews.fetch()
    chipnews.rows("UPDATE feed SET next_due_at = NULL")
    chipnews.fetch()
    assert chipnews.due_in_s() == pytest.approx(3600, abs=1)


def test_skipped_hours_are_skipped(chipnews: Command, server: Server) -> None:
    now = datetime.now(UTC)
    hours = "".join(f"<hour>{(now.hour + step) % 24}</hour>" for step in range(3))
    server.routes["/feed"] = Reply(rss(entry(1), head=f"<skipHours>{hours}</skipHours>"))
    chipnews.follow(server.url())
    chipnews.fetch()
    due = datetime.fromisoformat(chipnews.one("SELECT next_due_at FROM feed")).replace(tzinfo=UTC)
    assert due.hour == (now.hour + 3) % 24
    assert timedelta(hours=2) - timedelta(minutes=1) < due - now <= timedelta(hours=3)


def test_skipped_days_are_skipped(chipnews: Command, server: Server) -> None:
    now = datetime.now(UTC)
    names = [(now + timedelta(days=step)).strftime("%A") for step in range(3)]
    days = "".join(f"<day>{name}</day>" for name in names)
    server.routes["/feed"] = [
        Reply(rss(entry(1), head=f"<skipDays>{days}</skipDays>"), headers={"ETag": '"1"'}),
        Reply(status=304),
    ]
    chipnews.follow(server.url())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=3)
    for run in ("changed", "unchanged"):
        chipnews.rows("UPDATE feed SET next_due_at = NULL")
        chipnews.fetch()
        due = datetime.fromisoformat(chipnews.one("SELECT next_due_at FROM feed")).replace(tzinfo=UTC)
        assert due == midnight, run


def test_adding_a_feed_costs_one_request_and_stores_its_items(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = Reply(FEED, headers={"ETag": '"1"'})
    assert chipnews("feeds", "add", server.url()).code == 0
    assert len(server.asked()) == 1
    assert len(chipnews.titles()) == 2
    assert chipnews.one("SELECT etag, outlet FROM feed") == ('"1"', "A feed")


def test_the_user_agent_is_honest_and_names_the_contact(chipnews: Command, server: Server) -> None:
    chipnews.setting("FETCH__CONTACT", "news@desk.example\r\nX-Evil: 1")
    server.routes["/feed"] = Reply(FEED)
    chipnews.follow(server.url())
    chipnews.fetch()
    agent = server.asked()[0].headers["user-agent"]
    assert agent.startswith("chipnews/")
    assert "news@desk.example" in agent
    assert "x-evil" not in server.asked()[0].headers


def test_credentials_in_a_url_are_used_and_never_shown(chipnews: Command, server: Server) -> None:
    server.routes["/feed"] = [Reply(FEED), Reply(status=500)]
    chipnews.follow(f"http://reader:s3cret@127.0.0.1:{server.port}/feed")
    shown = [chipnews.fetch(), chipnews.fetch("--force"), chipnews.fetch("--force", "--json")]
    shown += [chipnews("feeds", "list", "--json"), chipnews("feeds", "export"), chipnews("feeds", "list")]
    shown += [chipnews("fetch", "--history", "--json"), chipnews("feeds", "disable", "1")]
    assert server.asked()[0].headers["authorization"].startswith("Basic ")
    assert not any("s3cret" in ran.out + ran.err for ran in shown)
    assert "s3cret" not in str(chipnews.rows("SELECT last_error, outlet FROM feed"))


def test_credentials_go_along_on_the_same_host_and_never_to_another(
    chipnews: Command, server: Server
) -> None:
    server.routes["/feed"] = Reply(status=302, headers={"Location": "/here"})
    server.routes["/here"] = Reply(status=302, headers={"Location": server.url("/there", host="other.test")})
    server.routes["/there"] = Reply(FEED)
    chipnews.follow(f"http://reader:s3cret@127.0.0.1:{server.port}/feed")
    chipnews.fetch()
    sent = {each.path: "authorization" in each.headers for each in server.asked()}
    assert sent["/feed"] and sent["/here"]
    assert sent["/there"] is False


def test_requests_to_one_host_are_bounded(chipnews: Command, server: Server) -> None:
    paths = [f"/{number}" for number in range(6)]
    server.routes |= dict.fromkeys(paths, server.once(lambda: server.most_at_once >= 2, Reply(FEED)))
    chipnews.follow(*(server.url(path) for path in paths))
    assert chipnews.fetch().code == 0
    assert len(server.asked()) == 6
    assert server.most_at_once == 2


def test_requests_to_one_host_are_spaced_as_the_settings_say(
    chipnews: Command, server: Server, turns: list[tuple[str, float]]
) -> None:
    chipnews.setting("FETCH__HOST_DELAY_S", 0.01)
    server.routes |= dict.fromkeys(["/1", "/2"], Reply(FEED))
    chipnews.follow(server.url("/1"), server.url("/2"))
    chipnews.fetch()
    assert sorted(turns) == [(server.url("/1"), 0.01), (server.url("/2"), 0.01)]


def test_all_requests_together_are_bounded(chipnews: Command, server: Server) -> None:
    chipnews.setting("FETCH__CONCURRENCY", 3)
    server.routes["/feed"] = server.once(lambda: server.most_at_once >= 3, Reply(FEED))
    chipnews.follow(*(server.url(host=f"paper{number}.test") for number in range(1, 13)))
    assert chipnews.fetch().code == 0
    assert len(server.asked()) == 12
    assert server.most_at_once == 3


def test_when_no_host_at_all_is_reached_nothing_is_held_against_the_feeds(chipnews: Command) -> None:
    chipnews.follow("http://127.0.0.1:9/feed", "http://127.0.0.2:9/feed")
    assert chipnews.fetch().code == 3
    assert chipnews.rows("SELECT failures, next_due_at FROM feed") == [(0, None), (0, None)]
