"""`chipnews feeds`: which feeds are followed, and how they do."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import State, current
from chipnews.cli.options import JsonFlag, OutletToNote, Since
from chipnews.errors import FetchRunning

if TYPE_CHECKING:
    from chipnews.fetching.following import Switched
    from chipnews.fetching.overview import FeedHealth

app = typer.Typer(
    add_completion=False,
    help="List, add, check and exchange feeds.",
    invoke_without_command=True,
    no_args_is_help=False,
)

Names = Annotated[list[str], typer.Argument(metavar="FEED...", help="Number, URL or outlet of a feed.")]
Url = Annotated[str, typer.Argument(metavar="URL", help="A feed, or a page that names one.")]


Failing = Annotated[bool, typer.Option("--failing", help="Only feeds that need attention.")]


@app.callback()
def feeds(ctx: typer.Context, failing: Failing = False, as_json: JsonFlag = False) -> None:
    """List the feeds, or add, check and exchange them.

    Example: chipnews feeds --failing
    """
    if ctx.invoked_subcommand is None:
        list_(ctx, failing, as_json)


@app.command("list")
def list_(ctx: typer.Context, failing: Failing = False, as_json: JsonFlag = False) -> None:
    """Show every feed with its last success, what is wrong with it, and when it is due."""
    from datetime import UTC

    from chipnews.fetching.builtin import followed_with_builtin
    from chipnews.fetching.overview import feeds_health

    state = current(ctx)
    now = datetime.now(UTC)
    followed_with_builtin(state.engine, state.settings, now)
    feeds = feeds_health(state.engine, now, builtin=state.settings.feeds.builtin)
    if failing:
        feeds = [feed for feed in feeds if feed.failures or not feed.enabled or feed.malformed]
    if as_json:
        state.print_json(feeds)
    elif feeds:
        state.out.print(_feeds_table(feeds, now))
    else:
        state.say(
            "No feed needs attention." if failing else "No feed is followed. Add one: chipnews feeds add URL"
        )


@app.command()
def add(
    ctx: typer.Context,
    url: Url,
    outlet: OutletToNote = None,
    full_text: Annotated[
        bool | None, typer.Option("--full-text/--no-full-text", help="Fetch its article pages or never do.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Follow a feed, or the one that a web page names; store and tag what it holds."""
    from chipnews.fetching.following import add_feed

    state = current(ctx)
    added = add_feed(state.engine, state.settings, url, outlet=outlet, full_text=full_text)
    if added.items_new:
        _tag(state)
    if as_json:
        state.print_json(added)
    elif not added.new:
        state.say(f"{added.outlet} ({added.url}) is followed already, as number {added.id}.")
    else:
        state.say(f"Following {added.outlet} ({added.url}) as number {added.id}: {added.items_new} items.")
        for other in added.others:
            state.say(f"The page names another feed, too: {other}")


@app.command()
def remove(
    ctx: typer.Context,
    feeds: Names,
    with_items: Annotated[bool, typer.Option("--with-items", help="Delete its items, too.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Stop following feeds; their items are kept."""
    from chipnews.fetching.following import remove_feeds

    state = current(ctx)
    _tell(state, remove_feeds(state.engine, feeds, with_items=with_items), as_json=as_json)


@app.command()
def enable(ctx: typer.Context, feeds: Names, as_json: JsonFlag = False) -> None:
    """Fetch feeds again that were disabled."""
    from chipnews.fetching.following import switch_feeds

    state = current(ctx)
    _tell(state, switch_feeds(state.engine, feeds, enabled=True), as_json=as_json)


@app.command()
def disable(ctx: typer.Context, feeds: Names, as_json: JsonFlag = False) -> None:
    """Leave feeds alone, without forgetting them."""
    from chipnews.fetching.following import switch_feeds

    state = current(ctx)
    _tell(state, switch_feeds(state.engine, feeds, enabled=False), as_json=as_json)


@app.command()
def check(ctx: typer.Context, url: Url, as_json: JsonFlag = False) -> None:
    """Fetch a feed once and say what was found; stores nothing."""
    from chipnews.fetching.checking import check_feed

    state = current(ctx)
    found = check_feed(state.settings, url)
    if as_json:
        state.print_json(found)
        return
    if found.discovered:
        state.print_text(f"{url} is a page; its feed is {found.url}")
    state.print_text(f"{found.title or '(no title)'}: {found.kind}, {found.entries} entries, {found.url}")
    if found.newest_at and found.oldest_at:
        state.print_text(f"From {found.oldest_at:%Y-%m-%d} to {found.newest_at:%Y-%m-%d %H:%M} UTC.")
    for fault in found.faults:
        state.print_text(f"- {fault}")
    for title in found.titles:
        state.print_text(f"  {title}")


@app.command("import")
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An OPML file, as other readers export it.")],
    as_json: JsonFlag = False,
) -> None:
    """Follow the feeds of an OPML file; they are asked at the next fetch."""
    from chipnews.fetching.exchange import import_opml

    state = current(ctx)
    done = import_opml(state.engine, file)
    if as_json:
        state.print_json(done)
    else:
        state.say(f"{done.new} new feeds, {done.known} followed already.")


@app.command()
def export(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
    ] = None,
) -> None:
    """Write the feeds as OPML, for any other reader. Passwords in URLs are left out."""
    from chipnews.fetching.exchange import export_opml

    state = current(ctx)
    document = export_opml(state.engine, state.settings, output)
    if output is None:
        state.print_text(document)
    else:
        state.say(f"Wrote {output}.")


@app.command()
def fetch(
    ctx: typer.Context,
    feeds: Annotated[
        list[str] | None, typer.Argument(metavar="[FEED...]", help="Only these; default: all that are due.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Ask whatever schedule, caches and pauses say.")
    ] = False,
    no_tag: Annotated[bool, typer.Option("--no-tag", help="Store only.")] = False,
    since: Since = None,
    as_json: JsonFlag = False,
) -> None:
    """Fetch feeds now; the same as `chipnews fetch`."""
    from chipnews.cli.fetch import run_fetch

    run_fetch(current(ctx), feeds or [], force=force, tag=not no_tag, since=since, as_json=as_json)


def _tag(state: State) -> None:
    from chipnews.ingest import retag

    try:
        retag(state.engine, state.settings, every=False, workers=None)
    except FetchRunning:
        state.say("Another fetch is running: its end tags the new items, too.")


def _tell(state: State, done: "list[Switched]", *, as_json: bool) -> None:
    if as_json:
        state.print_json(done)
        return
    for feed in done:
        note = " (it is of the built-in list, which would bring it back)" if feed.kept else ""
        state.say(f"{feed.outlet} ({feed.url}) is {feed.what}{note}.")


def _feeds_table(feeds: "list[FeedHealth]", now: datetime) -> object:
    from rich.text import Text

    from chipnews.rendering.terminal_parts import plain_table
    from chipnews.rendering.terminal_text import one_line

    table = plain_table(">number", "outlet", "last success", "due", ">a week", "health")
    for column in table.columns[2:4]:
        column.no_wrap = True
    for feed in feeds:
        style = (
            ""
            if feed.health == "ok"
            else "dim"
            if not feed.enabled
            else "yellow"
            if not feed.failures
            else "red"
        )
        table.add_row(
            str(feed.id),
            Text(one_line(feed.outlet)),
            f"{feed.last_success_at:%Y-%m-%d %H:%M}" if feed.last_success_at else "never",
            "-" if not feed.enabled else _due(feed.next_due_at, now),
            f"{feed.items_per_week:g}",
            Text(one_line(feed.health), style=style),
        )
    return table


def _due(when: datetime | None, now: datetime) -> str:
    if when is None or when <= now:
        return "now"
    minutes = int((when - now).total_seconds() // 60) + 1
    return f"in {minutes} min" if minutes < 120 else f"in {minutes // 60} h"
