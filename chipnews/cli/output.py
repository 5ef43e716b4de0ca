"""`chipnews export`, `chipnews site` and `chipnews alert`: how data goes out."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import Chip, Company, Since, Until
from chipnews.errors import UsageError


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
