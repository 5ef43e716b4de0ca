"""One HTTP client for feeds and pages: bounded in time, bytes and redirects, to public addresses only.

Redirects are followed by hand, so that each one is checked and the permanent ones are known.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit, urlunsplit

from chipnews import __version__
from chipnews.config import FetchSettings
from chipnews.fetching.decompression import ACCEPTED, decompress
from chipnews.fetching.transfer import Answer, Transfers
from chipnews.fetching.urls import is_web, redact
from chipnews.fetching.values import FetchFailed

FEED_TYPES = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
)
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_PAUSES = (429, 503)
_WORDS = {
    400: "The server does not understand the request (400).",
    401: "The server asks for a user name and password (401): put them into the feed's URL.",
    402: "The server asks for payment (402).",
    403: "The server refuses access (403): it may block readers. Setting fetch.contact can help.",
    404: "There is no such page (404): look for the feed's new address on its site.",
    406: "The server has no feed in a form that can be read (406).",
    410: "The feed is gone for good (410).",
    429: "The server asks to be left alone for a while (429).",
    451: "The page may not be shown for legal reasons (451).",
    500: "The server has an error of its own (500).",
    502: "The server behind the site does not answer (502).",
    503: "The site is out of service for now (503).",
    504: "The server behind the site takes too long (504).",
}


@dataclass(frozen=True, slots=True)
class Response:
    """A good answer. `url` is where it came from in the end; `moved_to` is the permanent new address."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    moved_to: str | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the server says that nothing changed since the last time."""
        return self.status == 304


class Client:
    """The HTTP client of one run; an asynchronous context manager."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._transfers = Transfers(settings)
        self._headers = {
            "User-Agent": user_agent(settings.contact),
            "Accept-Encoding": ACCEPTED,
            "Accept": FEED_TYPES,
        }

    async def __aenter__(self) -> Self:
        await self._transfers.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._transfers.__aexit__(kind, error, trace)

    async def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Response:
        """Return the answer (200 or 304) to a request with all its redirects.

        Raises FetchFailed for everything else, in words that a person can act on.
        """
        try:
            async with asyncio.timeout(self._settings.total_timeout_s):
                return await self._follow(url, self._headers | dict(headers or {}))
        except TimeoutError:
            raise FetchFailed(
                f"The server took longer than {self._settings.total_timeout_s:g} seconds in all."
            ) from None

    async def _follow(self, url: str, headers: dict[str, str]) -> Response:
        seen = [url]
        moved_to: str | None = None
        permanent = True
        while True:
            answer = await self._once(url, headers)
            if isinstance(answer, Response):
                return Response(answer.url, answer.status, answer.headers, answer.body, moved_to)
            permanent = permanent and answer.permanent
            url = _with_credentials(answer.url, url)
            if url in seen:
                raise FetchFailed(f"The server redirects in a circle (back to {redact(url)}).")
            if len(seen) > self._settings.max_redirects:
                raise FetchFailed(
                    f"More than {self._settings.max_redirects} redirects (fetch.max_redirects)."
                )
            seen.append(url)
            moved_to = url if permanent else moved_to

    async def _once(self, url: str, headers: Mapping[str, str]) -> "Response | _Redirect":
        if not is_web(url):
            raise FetchFailed(
                "This is no web address that can be fetched: it must begin with http:// or https://."
            )
        answer = await self._transfers.get(url, headers)
        if answer.status in _REDIRECTS:
            return _redirect(url, answer)
        if answer.status == 304:
            return Response(url, 304, answer.headers, b"")
        if answer.status != 200:
            raise _refused(answer)
        encoding = answer.headers.get("content-encoding", "")
        return Response(url, 200, answer.headers, decompress(answer.body, encoding, self._settings.max_bytes))


async def server_date(settings: FetchSettings, url: str) -> str:
    """Return the Date header of a server's answer, "" where it gives none. Raises FetchFailed."""
    async with Client(settings) as client:
        return (await client.get(url)).headers.get("date", "")


def user_agent(contact: str) -> str:
    """Return who we are, with the contact from the settings."""
    who = "".join(character for character in contact if character.isascii() and character.isprintable())
    return f"chipnews/{__version__} (feed reader{f'; {who}' if who else ''})"


def retry_after(value: str | None, now: datetime) -> float | None:
    """Return the seconds that a Retry-After header asks for, in either of its forms.

    None for no such header.
    """
    value = (value or "").strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), 7 * 86_400))
    try:
        until = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    seconds = (until - now).total_seconds() if until.tzinfo else None
    return None if seconds is None else min(max(seconds, 0.0), 7 * 86_400.0)


@dataclass(frozen=True, slots=True)
class _Redirect:
    url: str
    permanent: bool


def _redirect(url: str, answer: Answer) -> _Redirect:
    location = answer.headers.get("location", "")
    try:
        target = urljoin(url, location).partition("#")[0]
    except ValueError:
        target = ""
    if not location or not is_web(target):
        raise FetchFailed("The server redirects to what is no web address.")
    if url.lower().startswith("https:") and target.lower().startswith("http:"):
        raise FetchFailed(
            f"The server redirects from https to plain http ({redact(target)}), which is refused. "
            "If you trust it, follow that address instead."
        )
    return _Redirect(target, answer.status in _PERMANENT)


def _with_credentials(url: str, former: str) -> str:
    """Return the new URL with the user name and password of the former one, on the same host only."""
    new, old = urlsplit(url), urlsplit(former)
    if "@" in new.netloc or "@" not in old.netloc or (new.hostname, new.port) != (old.hostname, old.port):
        return url
    return urlunsplit(new._replace(netloc=f"{old.netloc.rpartition('@')[0]}@{new.netloc}"))


def _refused(answer: Answer) -> FetchFailed:
    from datetime import UTC

    status = answer.status
    words = _WORDS.get(status) or f"The server answers with status {status}."
    wait = retry_after(answer.headers.get("retry-after"), datetime.now(UTC)) if status in _PAUSES else None
    return FetchFailed(words, status=status, retry_after_s=wait)
