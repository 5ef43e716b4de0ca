"""The settings in force and the state of the database, for the terminal."""

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chipnews.config import LoadedSettings
from chipnews.rendering.terminal_text import one_line


def settings_table(loaded: LoadedSettings) -> RenderableType:
    """Return each setting with its value, and where that came from."""
    table = Table(box=None, pad_edge=False)
    for heading in ("setting", "value", "from"):
        table.add_column(heading, overflow="fold")
    for setting in loaded.in_force:
        source = f"{setting.origin} ({setting.source})" if setting.source else setting.origin
        style = "" if setting.origin == "default" else "bold"
        value = loaded.settings.database if setting.key == "db" else _written(setting.value)
        table.add_row(setting.key, Text(one_line(value), style), Text(one_line(source)))
    file = f"Settings file: {loaded.file}" if loaded.file else "There is no settings file."
    return Group(table, Text(f"\n{one_line(file)}"))


def _written(value: object) -> str:
    match value:
        case None:
            return "—"
        case bool():
            return str(value).lower()
        case list():
            return ", ".join(map(str, value)) or "—"
    return str(value) or "—"
