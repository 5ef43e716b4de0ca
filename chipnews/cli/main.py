"""The entry point: global options, the table of commands, and what becomes of errors. No work is done here.

To add a command, write it in a module of `chipnews.cli` and list it in COMMANDS with its one line of help.
"""

import gc
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from chipnews import __version__
from chipnews.cli.context import State
from chipnews.cli.lazy import CONTEXT_SETTINGS, LazyCommand, LazyGroup
from chipnews.errors import ChipnewsError

EPILOGUE = (
    "Exit codes: 0 done; 1 an error, told on stderr; 2 the command line makes no sense; 3 some feeds failed, "
    "the rest is stored; 4 another fetch is running on this database; 130 interrupted.\n\n"
    "The answer goes to stdout, everything else to stderr. Every setting can be given in config.toml or in "
    "the environment: `chipnews config` lists them."
)

COMMANDS = {
    "fetch": LazyCommand("chipnews.cli.fetch:fetch", "Fetch the feeds, tag what is new."),
    "import": LazyCommand("chipnews.cli.fetch:import_", "Import local or remote articles."),
    "feeds": LazyCommand("chipnews.cli.feeds:app", "List, add, check and exchange feeds."),
    "tag": LazyCommand("chipnews.cli.tagging:tag", "Tag the stored items that are stale."),
    "extract": LazyCommand("chipnews.cli.tagging:extract", "Print the tags of a text; touches no database."),
    "report": LazyCommand("chipnews.cli.reports:report", "Show what is known of one company."),
    "digest": LazyCommand("chipnews.cli.reports:digest", "Write what happened, as markdown."),
    "figures": LazyCommand("chipnews.cli.figures:app", "Ask the ledger of figures, and correct it."),
    "graph": LazyCommand("chipnews.cli.figures:graph", "Show who invests in, supplies or buys from whom."),
    "search": LazyCommand("chipnews.cli.items:search", "Search the text of all items."),
    "list": LazyCommand("chipnews.cli.items:list_", "List the newest items."),
    "show": LazyCommand("chipnews.cli.items:show", "Show one item with its tags highlighted."),
    "companies": LazyCommand("chipnews.cli.knowledge:companies", "List, show and add companies."),
    "chips": LazyCommand("chipnews.cli.knowledge:chips", "List and show chips."),
    "stories": LazyCommand("chipnews.cli.stories:app", "List and show stories told by several outlets."),
    "trends": LazyCommand("chipnews.cli.trends:trends", "Draw mentions and figures over time."),
    "site": LazyCommand("chipnews.cli.output:site", "Write the archive as a static web site."),
    "export": LazyCommand("chipnews.cli.output:export", "Write items, mentions, figures or stories as data."),
    "alert": LazyCommand("chipnews.cli.output:alert", "Send what matches a saved query, once."),
    "config": LazyCommand("chipnews.cli.settings:config", "Show the settings in force and their origin."),
    "db": LazyCommand("chipnews.cli.settings:db", "Upgrade, back up, check or locate the database."),
    "doctor": LazyCommand("chipnews.cli.doctor:doctor", "Check the installation and say what to mend."),
    "demo": LazyCommand("chipnews.cli.demo:demo", "Run everything on sample feeds, without internet."),
    "help": LazyCommand("chipnews.cli.help:help_", "Explain a topic."),
}


class Commands(LazyGroup):
    """All commands of chipnews."""

    table = COMMANDS


app = typer.Typer(
    name="chipnews",
    cls=Commands,
    no_args_is_help=True,
    context_settings=CONTEXT_SETTINGS,
    pretty_exceptions_enable=False,
    epilog=EPILOGUE,
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"chipnews {__version__}\n")
        raise typer.Exit


@app.callback()
def chipnews(
    ctx: typer.Context,
    db: Annotated[
        str | None,
        typer.Option("--db", metavar="PATH_OR_URL", help="The database: an SQLite file or a SQLAlchemy URL."),
    ] = None,
    config: Annotated[
        Path | None, typer.Option("--config", metavar="FILE", help="Read the settings from this file.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing but answers, warnings and errors.")
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Say on stderr what is done.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Track AI-hardware news: fetch, tag and summarise it, with a ledger of every figure and its source."""
    from chipnews.cli.log import log_to_stderr

    log_to_stderr(verbose=verbose)
    ctx.obj = State(config_file=config, db=db, quiet=quiet, verbose=verbose)


def main() -> None:
    """Run the command line and exit with its code."""
    _start_quickly()
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character must not end the program.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read stdout has gone, as in `| head`. Python would complain again while shutting down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    # Python looks for garbage in all that was ever imported before it ends; nothing of it matters any more.
    gc.freeze()
    sys.exit(code)


def _start_quickly() -> None:
    """Leave out what costs a start more than it gives."""
    # Imports make many objects and hardly any garbage.
    gc.set_threshold(500_000, 20, 20)
    # Looking for pydantic's plugins reads the metadata of everything that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def _run() -> int:
    try:
        app(prog_name="chipnews")
    except ChipnewsError as error:
        return _tell(error)
    except KeyboardInterrupt:
        return 130
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    except Exception as error:
        known = _of_the_database(error)
        if known is None:
            raise
        return _tell(known)
    return 0


def _tell(error: ChipnewsError) -> int:
    from chipnews.rendering.terminal_text import plain

    sys.stderr.write(f"chipnews: {plain(str(error))}\n")
    return error.exit_code


def _of_the_database(error: Exception) -> ChipnewsError | None:
    """Return a failure of the database as an error for the user, None for any other failure."""
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import OperationalError

    if not isinstance(error, OperationalError):
        return None
    from chipnews.storage.database import storage_error

    return storage_error(None, error)
