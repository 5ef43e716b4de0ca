"""`chipnews demo`: the main job from end to end on sample feeds, without internet."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import State, current
from chipnews.errors import ChipnewsError, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from chipnews.config import Settings
    from chipnews.samples.server import SampleSite

COMPANY = "amazon"
DIGEST_DAYS = 30


def demo(
    ctx: typer.Context,
    company: Annotated[
        str, typer.Option("--company", "-c", metavar="NAME", help="The company to report on.")
    ] = COMPANY,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write the digest to this file.")
    ] = None,
) -> None:
    """Run everything on sample feeds, without internet.

    Your own database is left alone: the demo's is in a temporary folder, or in the new file that --db
    names: chipnews --db demo.db demo
    """
    from chipnews.queries import ItemFilter, count_items
    from chipnews.rendering.company_terminal import company_terminal
    from chipnews.rendering.files import write_whole
    from chipnews.rendering.markdown import digest_markdown
    from chipnews.reports.company import company_report
    from chipnews.reports.digest import make_digest
    from chipnews.samples.server import serve_samples
    from chipnews.storage.database import describe, open_database

    state = current(ctx)
    folder = Path(mkdtemp(prefix="chipnews-demo-"))
    settings = _settings(state, folder)
    engine = open_database(settings.database)
    if count_items(engine, ItemFilter(relevant=None)):
        raise UsageError(
            f"{describe(engine)} holds items already, and the demo would mix invented news into them. "
            "Name a new file with --db, or leave it out."
        )
    now = datetime.now(UTC).replace(microsecond=0)
    with serve_samples(now) as site:
        _fetch(state, engine, settings, site, folder)
    state.out.print(company_terminal(company_report(engine, state.knowledge, company)))
    digest = output or folder / "digest.md"
    since = now - timedelta(days=DIGEST_DAYS)
    write_whole(digest, digest_markdown(make_digest(engine, state.knowledge, now=now, since=since)))
    where = describe(engine)
    state.print_text(f"\nThe digest is in {digest}, the database is {where}. Go on with it, for example:")
    state.print_text(f"  chipnews --db {where} search trainium")


def _settings(state: State, folder: Path) -> "Settings":
    """Return the user's settings with the demo's database, its feeds alone, and loopback allowed."""
    from chipnews.config import FeedsSettings, FetchSettings

    changes = {
        "db": state.db or str(folder / "demo.db"),
        "feeds": FeedsSettings(builtin=False),
        "fetch": FetchSettings(allow_private_addresses=True, interval_minutes=0),
    }
    return state.settings.model_copy(update=changes)


def _fetch(state: State, engine: "Engine", settings: "Settings", site: "SampleSite", folder: Path) -> None:
    """Follow the feeds of the sample site and run all stages on them."""
    from chipnews.cli.progress import shown_progress
    from chipnews.fetching.exchange import import_opml
    from chipnews.fetching.opml import Outline, write_opml
    from chipnews.fetching.values import FetchOptions
    from chipnews.ingest import IngestOptions, ingest
    from chipnews.rendering.files import write_whole

    opml = folder / "feeds.opml"
    outlines = [Outline(feed.url, feed.outlet, feed.homepage, feed.topic) for feed in site.feeds]
    write_whole(opml, write_opml(outlines))
    import_opml(engine, opml)
    options = IngestOptions(FetchOptions(tuple(feed.url for feed in site.feeds), force=True))
    with shown_progress(state) as progress:
        report = ingest(engine, settings, options, progress=progress)
    if report.fetch.failures:
        told = "\n".join(f"  {each.outlet}: {each.message}" for each in report.fetch.failures)
        raise ChipnewsError(f"The sample feeds could not be fetched from this machine itself:\n{told}")
    state.say(f"Fetched {report.fetch.items_new} items of {len(site.feeds)} outlets, tagged {report.tagged}.")
