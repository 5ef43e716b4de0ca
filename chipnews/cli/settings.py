"""`chipnews config` and `chipnews db`: the settings in force, and the care of the database."""

from pathlib import Path
from typing import Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import JsonFlag
from chipnews.errors import StorageError


def config(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the settings in force and their origin."""
    from chipnews.rendering.settings import settings_table

    state = current(ctx)
    if as_json:
        state.print_json({"file": state.loaded.file, "settings": state.loaded.in_force})
    else:
        state.out.print(settings_table(state.loaded))


db = typer.Typer(
    add_completion=False, help="Upgrade, back up, check or locate the database.", no_args_is_help=True
)


@db.command()
def path(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Print where the database is."""
    from chipnews.storage.database import connect, describe

    state = current(ctx)
    where = describe(connect(state.settings.database))
    if as_json:
        state.print_json({"path": where})
    else:
        state.print_text(where)


@db.command()
def upgrade(ctx: typer.Context) -> None:
    """Create the database or bring it up to date, after a backup."""
    from chipnews.storage.database import HEAD, describe

    state = current(ctx)
    state.say(f"{describe(state.engine)} is at revision {HEAD}, the newest.")


@db.command()
def backup(
    ctx: typer.Context,
    target: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it must not exist.")],
) -> None:
    """Copy an SQLite database to a file, even while it is in use."""
    from chipnews.storage.database import copy_database, sqlite_path

    state = current(ctx)
    source = sqlite_path(state.engine)
    if source is None:
        raise StorageError("Only an SQLite database is backed up here; use pg_dump for PostgreSQL.")
    if target.exists():
        raise StorageError(f"{target} exists already; name another file.")
    copy_database(source, target)
    state.say(f"Wrote {target}.")


@db.command()
def check(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Look for damage in the database, and count what it holds."""
    from chipnews.queries import check_database
    from chipnews.rendering.settings import database_check

    state = current(ctx)
    found = check_database(state.engine)
    if as_json:
        state.print_json(found)
    else:
        state.out.print(database_check(found))
    if found.problems:
        raise typer.Exit(1)
