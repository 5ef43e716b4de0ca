"""The sample site, served as of one fixed moment."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chipnews.samples.articles import Outlet, load_outlets
from chipnews.samples.server import SampleSite, serve_samples

NOW = datetime(2026, 11, 20, 12, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def site() -> Iterator[SampleSite]:
    with serve_samples(NOW) as running:
        yield running


@pytest.fixture(scope="session")
def outlets() -> tuple[Outlet, ...]:
    return load_outlets(NOW)
