"""A headless Chromium, where there is one: CHIPNEWS_TEST_BROWSER names it, or it is on the path."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


# Read when pytest starts: each test has an environment without settings of ours.
GIVEN = os.environ.get("CHIPNEWS_TEST_BROWSER")


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """A running browser; the tests are skipped with the reason where there is none.

    It ends with the module: while it runs, no other test of this process can run an event loop.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="the extra browser is not installed")
    path = GIVEN or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip(f"no browser is installed: none of {', '.join(NAMES)} is on the path")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()
