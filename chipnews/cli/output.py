"""`chipnews export`, `chipnews site` and `chipnews alert`: how data goes out."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import Chip, Company, JsonFlag, Since, Until
from chipnews.errors import AlertFailed, UsageError

if TYPE_CHECKING:
    from chipnews.reports.alerts import Match

ALERT_WINDOW = timedelta(days=7)


class Dataset(StrEnum):
    """What can be exported."""

    items = "items"
    mentions = "mentions"
    figures = "figures"
    stories = "stories"


class DataFormat(StrEnum):
    """The forms of exported data."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


@dataclass(frozen=True, slots=True)
class Sent:
    """What one alert sent."""

    alert: str
    matches: "tuple[Match, ...]"


_ENDINGS = {".csv": DataFormat.csv, ".jsonl": DataFormat.jsonl, ".parquet": DataFormat.parquet}


def export(
    ctx: typer.Context,
    dataset: Annotated[Dataset, typer.Argument(help="What to write.")],
    form: Annotated[
        DataFormat | None,
        typer.Option("--format", help="By default as the file's name ends, else CSV."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
    ] = None,
    company: Company = None,
    chip: Chip = None,
    since: Since = None,
    until: Until = None,
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Also what is not about the field or not tagged yet.")
    ] = False,
) -> None:
    """Write items, mentions, figures or stories as CSV, JSON lines or Parquet.

    The columns are those of the database's views v_items, v_mentions, v_figures and v_stories.

    Examples:

      chipnews export figures -o figures.csv

      chipnews export items --since 30d --format jsonl | jq .title
    """
    from chipnews.rendering.data_out import csv_lines, jsonl_lines, write_parquet
    from chipnews.rendering.files import open_whole
    from chipnews.reports.export import exported

    state = current(ctx)
    form = form or _ENDINGS.get(output.suffix.lower() if output else "", DataFormat.csv)
    if form is DataFormat.parquet and output is None:
        raise UsageError("Parquet is no text: name a file with -o FILE.")
    with exported(
        state.engine,
        state.knowledge,
        dataset.value,
        company=company,
        chip=chip,
        since=since,
        until=until,
        every=every,
    ) as rows:
        if form is DataFormat.parquet and output is not None:
            with open_whole(output) as file:
                write_parquet(rows, file)
        else:
            lines = csv_lines(rows) if form is DataFormat.csv else jsonl_lines(rows)
            if output is None:
                # Lines end as the format says, on every system.
                sys.stdout.writelines(lines)
                return
            with open_whole(output) as file:
                file.writelines(line.encode("utf-8") for line in lines)
    state.say(f"Wrote {output}.")


def alert(
    ctx: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAME]...", help="Only these alerts; default: all of the settings."),
    ] = None,
    since: Since = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent, and remember nothing.")
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Send what matches the saved queries of the settings, each figure or item once.

    By default what the last seven days told.
    `chipnews help alerts` shows how to save one. For a cron, after the fetch: chipnews --quiet alert
    """
    from chipnews.cli.sending import send
    from chipnews.rendering.alert_text import alert_text, alert_title
    from chipnews.reports.alerts import chosen_alerts, due, note_sent

    state = current(ctx)
    now = datetime.now(UTC).replace(microsecond=0)
    alerts = chosen_alerts(state.settings.alerts, names or [])
    if not alerts:
        state.say("No alert is set up. `chipnews help alerts` shows how to save one.")
    found, failed = [], []
    for saved in alerts:
        for matches in due(state.engine, state.knowledge, saved, since=since or now - ALERT_WINDOW):
            if matches.target is not None and not dry_run:
                try:
                    send(matches.target, alert_title(matches), alert_text(matches))
                except AlertFailed as error:
                    failed.append(f"{saved.name}: {error}")
                    continue
                state.say(f"Sent {alert_title(matches)}.")
            elif not as_json:
                state.print_text(f"{alert_title(matches)}\n\n{alert_text(matches)}\n")
            found.append(matches)
            if not dry_run:
                note_sent(state.engine, matches, now)
    if as_json:
        state.print_json([Sent(each.alert, each.matches) for each in found])
    if failed:
        raise AlertFailed(" ".join(failed))


def site(
    ctx: typer.Context,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write; made if need be.")
    ],
    since: Since = None,
    until: Until = None,
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="Where it will be served, for the feeds' links."),
    ] = None,
) -> None:
    """Write the archive as a static web site, with a search and feeds that need no server.

    A page for each story, company and chip. Example: chipnews site -o public --since 90d
    """
    from chipnews.rendering.folder import write_folder
    from chipnews.rendering.markdown_text import safe_url
    from chipnews.rendering.site import site_files
    from chipnews.reports.site import Site

    state = current(ctx)
    if base_url is not None and safe_url(base_url) is None:
        raise UsageError(f"'{base_url}' is no web address; it begins with http:// or https://.")
    now = datetime.now(UTC).replace(microsecond=0)
    archive = Site(state.engine, state.knowledge, now=now, since=since, until=until)
    count = write_folder(output, site_files(archive, base_url.rstrip("/") if base_url else None))
    state.say(f"Wrote {count:,} files to {output}. Open {output / 'index.html'} in a browser.")
