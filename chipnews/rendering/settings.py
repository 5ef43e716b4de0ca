"""The settings in force and the state of the database, for the terminal."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.filesize import decimal
from rich.table import Table
from rich.text import Text

from chipnews.config import LoadedSettings, without_password
from chipnews.rendering.terminal_text import one_line

if TYPE_CHECKING:
    from chipnews.queries import DatabaseCheck


def settings_table(loaded: LoadedSettings) -> RenderableType:
    """Return each setting with its value, and where that came from."""
    table = Table(box=None, pad_edge=False)
    for heading in ("setting", "value", "from"):
        table.add_column(heading, overflow="fold")
    for setting in loaded.in_force:
        source = f"{setting.origin} ({setting.source})" if setting.source else setting.origin
        style = "" if setting.origin == "default" else "bold"
        value = without_password(loaded.settings.database) if setting.key == "db" else _written(setting.value)
        table.add_row(setting.key, Text(one_line(value), style), Text(one_line(source)))
    file = f"Settings file: {loaded.file}" if loaded.file else "There is no settings file."
    return Group(table, Text(f"\n{one_line(file)}"))


def database_check(found: "DatabaseCheck") -> RenderableType:
    """Return what the database holds and what is wrong with it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    table.add_row("database", Text(one_line(found.where)))
    table.add_row("revision", found.revision or "—")
    if found.size_bytes is not None:
        table.add_row("size", decimal(found.size_bytes))
    for name, rows in found.rows.items():
        table.add_row(name, f"{rows:,}")
    if not found.problems:
        return Group(table, Text("\nNo damage found.", "green"))
    damages = Text("\n".join(("", *map(one_line, found.problems))), "red")
    return Group(table, damages, Text("Restore a backup (the files named *.backup-* beside the database)."))


def _written(value: object) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return str(value).lower()
        case list():
            return ", ".join(map(str, value)) or "—"
    return str(value) or "—"
