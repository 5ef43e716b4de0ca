"""The sample articles: how many there are, what they cover, and how their files are read."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta

import pytest

from chipnews.samples.articles import Outlet, parse_article
from tests.samples.conftest import NOW

HEAD = '+++\ntitle = "T"\nage = "{age}"\nauthor = "A"\nstory = "s"\nsummary = "S"\n+++\n{body}\n'


def test_there_are_six_outlets_in_three_formats(outlets: tuple[Outlet, ...]) -> None:
    assert sorted(outlet.format for outlet in outlets) == ["atom", "atom", "json", "json", "rss", "rss"]


def test_there_are_at_least_48_articles(outlets: tuple[Outlet, ...]) -> None:
    assert sum(len(outlet.articles) for outlet in outlets) >= 48


def test_at_least_eight_stories_are_told_by_several_outlets_on_different_days(
    outlets: tuple[Outlet, ...],
) -> None:
    told = defaultdict(list)
    for outlet in outlets:
        for article in outlet.articles:
            told[article.story].append((outlet.slug, article.published_at, article.text))
    shared = [tellings for tellings in told.values() if len({outlet for outlet, _, _ in tellings}) > 1]
    assert len(shared) >= 8
    for tellings in shared:
        times = sorted(published_at for _, published_at, _ in tellings)
        assert times[-1] - times[0] < timedelta(days=5)
        assert len({text for _, _, text in tellings}) == len(tellings)


def test_amazon_is_in_at_least_twenty_articles_of_all_outlets(outlets: tuple[Outlet, ...]) -> None:
    naming = [
        outlet.slug
        for outlet in outlets
        for article in outlet.articles
        if "Amazon" in article.text and article.story != "off-topic"
    ]
    assert len(naming) >= 20
    assert len(set(naming)) == len(outlets)


def test_every_article_is_at_most_four_weeks_old_and_none_is_from_the_future(
    outlets: tuple[Outlet, ...],
) -> None:
    for outlet in outlets:
        for article in outlet.articles:
            assert timedelta(0) <= NOW - article.published_at <= timedelta(weeks=4), article.slug


def test_articles_of_an_outlet_come_newest_first(outlets: tuple[Outlet, ...]) -> None:
    for outlet in outlets:
        times = [article.published_at for article in outlet.articles]
        assert times == sorted(times, reverse=True)


def test_every_article_has_between_150_and_400_words(outlets: tuple[Outlet, ...]) -> None:
    for outlet in outlets:
        for article in outlet.articles:
            assert 150 <= len(article.text.split()) <= 400, article.slug


def test_no_placeholder_is_left_in_a_text(outlets: tuple[Outlet, ...]) -> None:
    for outlet in outlets:
        for article in outlet.articles:
            assert "{" not in article.title + article.summary + article.text, article.slug


@pytest.mark.parametrize(
    ("now", "written", "read"),
    [
        pytest.param(NOW, "{year} {year+1} {year-1}", "2026 2027 2025", id="years count from publication"),
        pytest.param(NOW, "{day}", "Wednesday", id="the day is the weekday of publication"),
        pytest.param(
            NOW + timedelta(days=3), "{day}", "Friday", id="what is published on Saturday happened on Friday"
        ),
        pytest.param(
            NOW + timedelta(days=4), "{day}", "Friday", id="what is published on Sunday happened on Friday"
        ),
        pytest.param(NOW, "{quarter}", "third quarter of 2026", id="the last quarter that has been reported"),
        pytest.param(NOW, "{quarter-1}", "third quarter of 2025", id="the same quarter a year earlier"),
        pytest.param(
            datetime(2027, 2, 20, tzinfo=UTC),
            "{quarter}",
            "fourth quarter of 2026",
            id="in February it is last year's fourth",
        ),
        pytest.param(
            datetime(2026, 4, 15, tzinfo=UTC),
            "{quarter}",
            "fourth quarter of 2025",
            id="in mid-April the first is not yet reported",
        ),
    ],
)
def test_placeholders_become_dates_near_the_publication(now: datetime, written: str, read: str) -> None:
    article = parse_article("an-article", HEAD.format(age="2d 0h", body=written), now)
    assert article.text == read


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("No head at all", id="no head"),
        pytest.param(HEAD.format(age="soon", body="text"), id="an age that is none"),
    ],
)
def test_a_file_that_is_not_written_as_it_should_be_is_named(source: str) -> None:
    with pytest.raises(ValueError, match="an-article"):
        parse_article("an-article", source, NOW)
