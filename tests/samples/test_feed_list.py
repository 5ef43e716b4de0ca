"""The built-in list of feeds: well-formed, long enough, without duplicates."""

import re
import tomllib
from importlib.resources import files

import pytest

TOPICS = {
    "hardware",
    "data-centre",
    "semiconductors",
    "business",
    "general",
    "vendor",
    "filings",
    "research",
}
KEYS = {"url", "outlet", "homepage", "topic", "country", "primary", "full_text"}


@pytest.fixture(scope="module")
def feeds() -> list[dict[str, object]]:
    text = files("chipnews.knowledge").joinpath("feeds.toml").read_text("utf-8")
    listed: list[dict[str, object]] = tomllib.loads(text)["feed"]
    return listed


def test_there_are_at_least_sixty_feeds(feeds: list[dict[str, object]]) -> None:
    assert len(feeds) >= 60


def test_no_url_is_listed_twice_however_it_is_written(feeds: list[dict[str, object]]) -> None:
    urls = [re.sub(r"^https?://(www\.)?", "", str(feed["url"])).rstrip("/").lower() for feed in feeds]
    assert sorted(urls) == sorted(set(urls))


def test_every_topic_is_known_and_none_is_without_a_feed(feeds: list[dict[str, object]]) -> None:
    assert {feed["topic"] for feed in feeds} == TOPICS


def test_every_feed_has_the_four_required_keys_and_no_unknown_one(feeds: list[dict[str, object]]) -> None:
    for feed in feeds:
        assert {"url", "outlet", "homepage", "topic"} <= feed.keys() <= KEYS, feed


def test_every_address_is_an_https_url(feeds: list[dict[str, object]]) -> None:
    for feed in feeds:
        for key in ("url", "homepage"):
            assert re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]+/\S*", str(feed[key])), feed


def test_newsrooms_and_filings_say_whose_they_are(feeds: list[dict[str, object]]) -> None:
    for feed in feeds:
        is_own = feed["topic"] in {"vendor", "filings"}
        assert is_own == ("primary" in feed), feed


def test_filings_are_atom_with_a_ten_digit_number_of_their_own(feeds: list[dict[str, object]]) -> None:
    filings = [str(feed["url"]) for feed in feeds if feed["topic"] == "filings"]
    numbers = [re.findall(r"[?&]CIK=(\d{10})&type=(?:8|6)-K&.*output=atom$", url) for url in filings]
    assert all(len(found) == 1 for found in numbers)
    assert len({found[0] for found in numbers}) == len(filings) >= 15
