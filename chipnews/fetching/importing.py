"""Imports articles from files, folders and web addresses. One transaction per source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, Engine, insert, select, update
from sqlmodel import col

from chipnews.config import Settings
from chipnews.errors import ImportFailed
from chipnews.fetching.articles_read import SUFFIXES, Article, read_file, read_html
from chipnews.fetching.client import Client
from chipnews.fetching.dates import sane
from chipnews.fetching.entries import content_hash, joined
from chipnews.fetching.new_items import find_originals
from chipnews.fetching.store import keep_revision
from chipnews.fetching.transfer import run
from chipnews.fetching.urls import canonical, host_of, identifies_a_page, is_web, redact, without_tracking
from chipnews.fetching.values import FetchFailed
from chipnews.storage.models import Item

Became = Literal["new", "updated", "unchanged"]
NO_OUTLET = "imported"


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `failures` are sentences that name the source."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    failures: tuple[str, ...] = ()


def import_articles(
    engine: Engine,
    sources: Sequence[str],
    *,
    settings: Settings,
    outlet: str | None = None,
    date: datetime | None = None,
) -> ImportReport:
    """Store the articles of files, folders and web addresses, and return what came of it.

    `outlet` and `date` (UTC) override what the articles say of themselves. A source that cannot be read is
    part
    of the report; ImportFailed is raised where none could be. Raises StorageError.
    """
    counts: dict[Became, int] = {"new": 0, "updated": 0, "unchanged": 0}
    failures: list[str] = []
    now = datetime.now(UTC)
    for source in sources:
        try:
            for file in _files(source):
                try:
                    articles = list(_read(file, settings))
                except (ImportFailed, FetchFailed) as error:
                    failures.append(
                        str(error) if isinstance(error, ImportFailed) else f"{redact(file)}: {error}"
                    )
                    continue
                failures += [str(article) for article in articles if isinstance(article, ImportFailed)]
                with engine.begin() as connection:
                    for article in articles:
                        if isinstance(article, ImportFailed):
                            continue
                        given = replace(
                            article,
                            outlet=outlet or article.outlet,
                            published_at=date or article.published_at,
                        )
                        counts[_store(connection, given, now)] += 1
        except ImportFailed as error:
            failures.append(str(error))
    if failures and not any(counts.values()):
        raise ImportFailed("\n".join(failures))
    return ImportReport(counts["new"], counts["updated"], counts["unchanged"], tuple(failures))


# What a status means for an article, where it means something else for a feed.
_OF_A_PAGE = {
    401: "The server asks for a user name and password (401): put them into the address.",
    404: "There is no such page (404): check the address.",
    406: "The server has no page in a form that can be read (406).",
    410: "The page is gone for good (410).",
}


def _files(source: str) -> Iterator[str]:
    """Yield the web address, the file, or the files of a folder. Raises ImportFailed."""
    if is_web(source):
        yield source
        return
    path = Path(source).expanduser()
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES and each.is_file())
        if not found:
            raise ImportFailed(f"{path} holds no article: no file ends in {', '.join(sorted(SUFFIXES))}.")
        yield from (str(each) for each in found)
    elif path.is_file():
        yield str(path)
    else:
        raise ImportFailed(f"There is no file, folder or web address '{source}'.")


def _read(source: str, settings: Settings) -> Iterator[Article | ImportFailed]:
    if is_web(source):
        answer = run(_page(source, settings))
        article = read_html(redact(source), canonical(source) or source, answer, url=redact(source))
        yield replace(article, outlet=article.outlet or host_of(source).removeprefix("www."))
        return
    path = Path(source)
    try:
        size = path.stat().st_size
        if path.suffix.lower() not in (".jsonl", ".ndjson") and size > settings.fetch.max_bytes:
            raise ImportFailed(f"{path} is larger than {settings.fetch.max_bytes:,} bytes (fetch.max_bytes).")
        raw = path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{path} cannot be read: {error.strerror}.") from None
    if not raw.strip():
        raise ImportFailed(f"{path} is empty.")
    yield from read_file(path.name, path.resolve().as_uri(), raw)


async def _page(url: str, settings: Settings) -> bytes:
    async with Client(settings.fetch) as client:
        try:
            return (await client.get(url, headers={"Accept": "text/html, */*;q=0.5"})).body
        except FetchFailed as error:
            raise FetchFailed(_OF_A_PAGE.get(error.status or 0, str(error)), status=error.status) from None


def _store(connection: Connection, article: Article, now: datetime) -> Became:
    hashed = content_hash(article.title, article.body)
    text = joined(article.title, article.body)
    stored = connection.execute(
        select(col(Item.id), col(Item.title), col(Item.text), col(Item.outlet), col(Item.published_at))
        .where(
            col(Item.feed_id).is_(None), (col(Item.guid) == article.guid) | (col(Item.content_hash) == hashed)
        )
        .order_by((col(Item.guid) != article.guid), col(Item.id))
    ).first()
    if stored is None:
        _insert(connection, article, text, hashed, now)
        return "new"
    values: dict[str, object] = {}
    if article.outlet and article.outlet != stored.outlet:
        values["outlet"] = article.outlet
    if article.published_at and article.published_at != stored.published_at:
        values["published_at"] = article.published_at
    if text != stored.text:
        keep_revision(connection, stored.id, stored.title, stored.text, now)
        values |= {"title": article.title, "text": text, "content_hash": hashed, "updated_at": now}
    if not values:
        return "unchanged"
    # Relative periods and bare dollar signs depend on date and outlet, so these re-tag too.
    connection.execute(update(Item).where(col(Item.id) == stored.id).values(**values, tagger_version=None))
    return "updated"


def _insert(connection: Connection, article: Article, text: str, hashed: str, now: datetime) -> None:
    url = canonical(article.url)
    url = url if url and identifies_a_page(url) else None
    when = sane(article.published_at, now)
    connection.execute(
        insert(Item),
        {
            "feed_id": None, "guid": article.guid, "outlet": article.outlet or NO_OUTLET,
            "url": without_tracking(article.url) if article.url else None,
            "canonical_url": url, "title": article.title, "author": article.author, "published_at": when,
            "published_raw": article.published_raw, "fetched_at": now, "text": text, "text_source": "file",
            "content_hash": hashed, "duplicate_of": find_originals(connection, [(url, hashed, when)])[0],
        },
    )  # fmt: skip
