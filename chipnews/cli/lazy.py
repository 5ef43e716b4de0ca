"""A group of commands whose modules are imported only when a command of theirs is called.

Help, suggestions and completion of command names need no more than the name and one line of help, so they
import nothing. A command whose module is not there is not listed.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command as command_of

from chipnews.errors import UsageError

if TYPE_CHECKING:  # Typer's own base classes, which it does not name in public
    from typer._click import Command, Context, HelpFormatter
    from typer._click.shell_completion import CompletionItem

CONTEXT_SETTINGS = {"help_option_names": ["-h", "--help"]}


class LazyCommand(NamedTuple):
    """Where a command lives ("module:attribute", a function or a Typer app) and its one line of help."""

    target: str
    help: str

    @property
    def module(self) -> str:
        """The module that holds the command."""
        return self.target.partition(":")[0]

    def load(self, name: str) -> "Command":
        """Import the command's module and return the command."""
        module, _, attribute = self.target.partition(":")
        found: object = getattr(import_module(module), attribute)
        if isinstance(found, typer.Typer):
            command = command_of(found)
            command.name = name
            command.context_settings = {**CONTEXT_SETTINGS, **command.context_settings}
            return command
        if not callable(found):
            raise TypeError(f"{self.target} is neither a function nor a Typer app")
        return command_of(_app_of(name, found))


class LazyGroup(TyperGroup):
    """The group of the commands in `table`."""

    table: ClassVar[dict[str, LazyCommand]] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._names_only = False
        for name, entry in self.table.items():
            if find_spec(entry.module) is not None:
                self.add_command(TyperCommand(name=name, help=entry.help, short_help=entry.help))

    def get_command(self, ctx: "Context", cmd_name: str) -> "Command | None":
        """Return the command, imported unless only its name and help are wanted; None if there is none."""
        listed = super().get_command(ctx, cmd_name)
        if listed is None or self._names_only:
            return listed
        return self.table[cmd_name].load(cmd_name)

    def invoke(self, ctx: "Context") -> object:
        """Run the command; say where an option of this group belongs that was given to the command."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            option = getattr(error, "option_name", None)
            if option is None or not any(option in known.opts for known in self.params):
                raise
            raise UsageError(
                f"{option} goes before the command: chipnews {option} … {ctx.invoked_subcommand}"
            ) from None

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help without importing any command."""
        with self._listing():
            super().format_help(ctx, formatter)

    def shell_complete(self, ctx: "Context", incomplete: str) -> "list[CompletionItem]":
        """Return the completions without importing any command."""
        with self._listing():
            return super().shell_complete(ctx, incomplete)

    @contextmanager
    def _listing(self) -> Iterator[None]:
        self._names_only = True
        try:
            yield
        finally:
            self._names_only = False


def _app_of(name: str, function: Callable[..., object]) -> typer.Typer:
    app = typer.Typer(add_completion=False)
    app.command(name, context_settings=CONTEXT_SETTINGS)(function)
    return app
