"""What a command gets from the global options: settings, database, consoles, each opened when first used."""

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console
    from sqlalchemy import Engine

    from chipnews.config import LoadedSettings, Settings
    from chipnews.knowledge.loader import Knowledge


@dataclass
class State:
    """The global options, and what follows from them."""

    config_file: Path | None = None
    db: str | None = None
    quiet: bool = False
    verbose: bool = False

    @cached_property
    def loaded(self) -> "LoadedSettings":
        """The settings in force with the origin of each. Raises SettingsError."""
        from chipnews.config import load_settings

        return load_settings(file=self.config_file, flags={} if self.db is None else {"db": self.db})

    @property
    def settings(self) -> "Settings":
        """The settings in force. Raises SettingsError."""
        return self.loaded.settings

    @cached_property
    def knowledge(self) -> "Knowledge":
        """The shipped knowledge with the user's own. Raises KnowledgeError."""
        from chipnews.knowledge.loader import load_knowledge

        return load_knowledge(self.settings.knowledge_file)

    @cached_property
    def engine(self) -> "Engine":
        """The database, created and upgraded where need be. Raises StorageError."""
        from chipnews.storage.database import open_database

        return open_database(self.settings.database)

    @cached_property
    def out(self) -> "Console":
        """The console of the answer: no colour and no wrapping at a screen's edge when it is no terminal."""
        return console(stderr=False)

    @cached_property
    def err(self) -> "Console":
        """The console of everything else."""
        return console(stderr=True)

    def say(self, message: str) -> None:
        """Tell the user something that is not the answer, unless --quiet."""
        if not self.quiet:
            from chipnews.rendering.terminal_text import plain

            self.err.print(plain(message), markup=False, highlight=False, soft_wrap=True)

    def print_text(self, text: str) -> None:
        """Write text to stdout as it is, ended by a newline."""
        sys.stdout.write(text if text.endswith("\n") else f"{text}\n")

    def print_json(self, value: object) -> None:
        """Write a report, or any value made of dataclasses, to stdout as JSON."""
        self.print_text(self.as_json(value))

    def as_json(self, value: object) -> str:
        """Return a report, or any value made of dataclasses, as JSON text."""
        import json

        from chipnews.rendering.json_value import json_value

        return json.dumps(json_value(value), ensure_ascii=False, indent=2) + "\n"


def current(ctx: typer.Context) -> State:
    """Return the state of this run."""
    state = ctx.find_root().obj
    if not isinstance(state, State):
        raise TypeError("a command was called without the global options")
    return state


def console(*, stderr: bool) -> "Console":
    """Return a console on stdout or stderr; rich obeys NO_COLOR, and leaves colours out of a pipe."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    # What is piped is read by a program or a file viewer: a width of its own, whatever the terminal's is.
    width = None if stream.isatty() else 120
    return Console(stderr=stderr, highlight=False, width=width, emoji=False)
