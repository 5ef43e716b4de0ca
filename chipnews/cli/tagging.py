"""`chipnews extract` and `chipnews tag`."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import State, current
from chipnews.errors import ImportFailed, UsageError

if TYPE_CHECKING:
    from chipnews.tagging.pipeline import Tagger
    from chipnews.tagging.values import TaggedText

STDIN = "-"


def extract(
    ctx: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE]...", help="Texts to tag; - or none is stdin.")
    ] = None,
    jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read lines {"id", "text", "date"?, "outlet"?}, print a line for each.'),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, a line for each text.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="With JSON: every field, also those outside the stable format.")
    ] = False,
    day: Annotated[
        str | None, typer.Option("--date", metavar="DATE", help='The texts\' date, for "this year".')
    ] = None,
    outlet: Annotated[
        str | None, typer.Option("--outlet", metavar="NAME", help="Their outlet, for a bare $.")
    ] = None,
) -> None:
    """Print the companies, chips and figures of a text. Reads and writes no database.

    Examples:

      chipnews extract article.txt

      chipnews extract --jsonl < articles.jsonl > tags.jsonl
    """
    from chipnews.tagging.pipeline import load_tagger

    published = _day(day, "--date") if day else None
    tagger = load_tagger(current(ctx).settings)
    sources = files or [STDIN]
    if jsonl:
        wrong = sum(_extract_lines(tagger, source, full=full) for source in sources)
        if wrong:
            raise ImportFailed(f"{wrong} of the lines could not be read; the others were tagged.")
        return
    for source in sources:
        text = "".join(_lines(source))
        tags = tagger.tag(text, published=published, outlet=outlet)
        if as_json or full:
            _print_line(source, tags, full=full)
        else:
            _print_tags(current(ctx), source if len(sources) > 1 else None, tags)


def tag(
    ctx: typer.Context,
    every: Annotated[
        bool, typer.Option("--all", help="Tag all items anew, not only the stale ones.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, max=256, help="Processes that tag at once.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON.")] = False,
) -> None:
    """Tag the stored items whose tags are missing, or were made by other rules or knowledge.

    Example:

      chipnews tag --all --workers 4
    """
    from chipnews.ingest import retag

    state = current(ctx)
    report = retag(state.engine, state.settings, every=every, workers=workers)
    if as_json:
        state.print_json(report)
    else:
        state.say(
            f"Tagged {report.tagged} items ({report.relevant} relevant): "
            f"{report.mentions} mentions, {report.figures} figures."
        )


def _extract_lines(tagger: "Tagger", source: str, *, full: bool) -> int:
    """Print the tags of each line of a source; return how many lines could not be read."""
    wrong = 0
    for number, line in enumerate(_lines(source), 1):
        if not line.strip():
            continue
        try:
            identity, text, published, outlet = _record(line)
        except (ValueError, UsageError) as error:
            sys.stderr.write(f"{source}: line {number} is left out: {error}\n")
            wrong += 1
            continue
        _print_line(identity, tagger.tag(text, published=published, outlet=outlet), full=full)
    return wrong


def _record(line: str) -> tuple[object, str, date | None, str | None]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError:
        raise ValueError("it is no JSON") from None
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ValueError('it is no JSON object with a "text"')
    given, outlet = record.get("date"), record.get("outlet")
    if outlet is not None and not isinstance(outlet, str):
        raise ValueError('its "outlet" is no string')
    return record.get("id"), record["text"], _day(given, '"date"') if given else None, outlet


def _day(text: object, what: str) -> date:
    try:
        return datetime.fromisoformat(str(text)).date()
    except ValueError:
        raise UsageError(f"{what} '{text}' is no date; write it as 2026-11-23.") from None


def _lines(source: str) -> Iterator[str]:
    """Yield the lines of a file or of stdin, line ends as they are. Raises ImportFailed."""
    try:
        if source == STDIN:
            yield from _decoded(sys.stdin.buffer)
        else:
            with Path(source).open("rb") as file:
                yield from _decoded(file)
    except OSError as error:
        raise ImportFailed(f"{source} cannot be read: {error.strerror}. Check its name.") from None


def _decoded(file: IO[bytes]) -> Iterator[str]:
    for line in file:
        yield line.decode("utf-8", errors="replace")


def _print_line(identity: object, tags: "TaggedText", *, full: bool) -> None:
    from chipnews.rendering.json_value import json_value
    from chipnews.tagging.extract import FullText, extracted

    value = FullText(identity, tags) if full else extracted(identity, tags)
    # ASCII, as a text may hold halves of surrogate pairs, which UTF-8 cannot.
    sys.stdout.write(json.dumps(json_value(value)) + "\n")
    sys.stdout.flush()


def _print_tags(state: State, source: str | None, tags: "TaggedText") -> None:
    from chipnews.rendering.tags import tags_table

    state.out.print(tags_table(source, tags, state.knowledge))
