"""`chipnews fetch` and `chipnews import`: how items come in."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from chipnews.cli.context import State, current
from chipnews.cli.options import JsonFlag, OutletToNote, Since
from chipnews.errors import SomeFeedsFailed

if TYPE_CHECKING:
    from chipnews.fetching.overview import PastRun
    from chipnews.fetching.values import FetchReport
    from chipnews.ingest import IngestReport

FeedNames = Annotated[
    list[str] | None,
    typer.Option(
        "--feed", "-f", metavar="FEED", help="Only this feed: its number, URL or outlet. Repeatable."
    ),
]
FullText = Annotated[
    bool | None,
    typer.Option("--full-text/--no-full-text", help="Fetch article pages, whatever the settings say."),
]


def fetch(
    ctx: typer.Context,
    feed: FeedNames = None,
    full_text: FullText = None,
    no_tag: Annotated[
        bool, typer.Option("--no-tag", help="Store only; tag later by `chipnews tag`.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Ask every feed, due or not, and read it again even if unchanged.")
    ] = False,
    since: Since = None,
    history: Annotated[bool, typer.Option("--history", help="Show the last runs instead.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Fetch the feeds that are due, and tag what is new."""
    state = current(ctx)
    if history:
        _show_history(state, as_json=as_json)
        return
    run_fetch(
        state, feed or [], full_text=full_text, tag=not no_tag, force=force, since=since, as_json=as_json
    )


def run_fetch(
    state: State,
    feeds: list[str],
    *,
    full_text: bool | None = None,
    tag: bool = True,
    force: bool = False,
    since: datetime | None = None,
    as_json: bool = False,
) -> None:
    """Run the stages, tell what they did, and raise SomeFeedsFailed where some feeds failed."""
    from chipnews.cli.progress import shown_progress
    from chipnews.fetching.values import FetchOptions
    from chipnews.ingest import IngestOptions, ingest

    options = IngestOptions(FetchOptions(tuple(feeds), force, full_text, since), tag=tag)
    with shown_progress(state) as progress:
        report = ingest(state.engine, state.settings, options, progress=progress)
    if as_json:
        state.print_json(report)
    else:
        state.say(_summary(report))
    failed = report.fetch.failures
    if _nothing_reached(report.fetch):
        raise SomeFeedsFailed(
            f"No host can be reached ({_count(len(failed), 'feed')} tried): check your network."
        )
    if failed:
        lines = [f"  {each.outlet} ({each.url}): {each.message}" for each in failed]
        raise SomeFeedsFailed(f"{_count(len(failed), 'feed')} failed:\n" + "\n".join(lines))


def import_(
    ctx: typer.Context,
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH|URL...", help="Text, markdown, HTML or JSON-lines files, folders, or URLs."
        ),
    ],
    outlet: OutletToNote = None,
    date: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="When they were published (UTC)."
        ),
    ] = None,
    no_tag: Annotated[
        bool, typer.Option("--no-tag", help="Store only; tag later by `chipnews tag`.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Import local or remote articles, and tag them."""
    from datetime import UTC

    from chipnews.fetching.importing import import_articles
    from chipnews.fetching.lock import fetch_lock
    from chipnews.ingest import process

    state = current(ctx)
    when = date.replace(tzinfo=UTC) if date else None
    with fetch_lock(state.engine):
        report = import_articles(state.engine, sources, settings=state.settings, outlet=outlet, date=when)
        if not no_tag:
            process(state.engine, state.settings)
    if as_json:
        state.print_json(report)
    else:
        parts = [f"{report.new} new", f"{report.updated} updated", f"{report.unchanged} unchanged"]
        state.say(f"Imported: {', '.join(parts)}.")
    if report.failures:
        raise SomeFeedsFailed("Not imported:\n" + "\n".join(f"  {line}" for line in report.failures))


def _summary(report: "IngestReport") -> str:
    """Return what a run did in one line."""
    fetched = report.fetch
    if not fetched.feeds and fetched.not_due:
        return f"No feed is due yet ({fetched.not_due} wait); --force asks them all the same."
    if not fetched.feeds:
        return (
            "No feed is followed, or all are disabled (see `chipnews feeds`). Add one: chipnews feeds add URL"
        )
    parts = [
        f"{_count(fetched.feeds, 'feed')} ({fetched.unchanged} unchanged"
        + (f", {fetched.failed} failed" if fetched.failed else "")
        + (f", {fetched.postponed} postponed" if fetched.postponed else "")
        + (f", {fetched.not_due} not due" if fetched.not_due else "")
        + ")",
        f"{_count(fetched.items_new, 'new item')}",
    ]
    if fetched.items_updated:
        parts.append(f"{fetched.items_updated} updated")
    if fetched.articles:
        parts.append(_count(fetched.articles, "article page"))
    if report.tagged:
        parts.append(f"{report.tagged} tagged")
    return f"{', '.join(parts)} in {_seconds(fetched):.1f} s."


def _nothing_reached(report: "FetchReport") -> bool:
    """Return whether it is the network that failed: several hosts were tried, and none was reached."""
    hosts = {urlsplit(each.url).hostname for each in report.failures}
    return report.failed == report.feeds and len(hosts) > 1 and all(e.unreachable for e in report.failures)


def _seconds(report: "FetchReport") -> float:
    return (report.finished_at - report.started_at).total_seconds()


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _show_history(state: State, *, as_json: bool) -> None:
    from chipnews.fetching.overview import past_runs

    runs = past_runs(state.engine)
    if as_json:
        state.print_json(runs)
    elif runs:
        state.out.print(_history_table(runs))
    else:
        state.say("Nothing was fetched yet. Run `chipnews fetch`.")


def _history_table(runs: "list[PastRun]") -> object:
    from chipnews.rendering.terminal_parts import plain_table

    counts_of = ("feeds", "unchanged", "failed", "new", "updated", "pages", "tagged")
    table = plain_table("started (UTC)", ">took", *(f">{name}" for name in counts_of))
    for run in runs:
        took = f"{(run.finished_at - run.started_at).total_seconds():.1f} s" if run.finished_at else "killed"
        counts = (
            run.feeds,
            run.unchanged,
            run.failed,
            run.items_new,
            run.items_updated,
            run.articles,
            run.tagged,
        )
        table.add_row(f"{run.started_at:%Y-%m-%d %H:%M:%S}", took, *(str(count) for count in counts))
    return table
