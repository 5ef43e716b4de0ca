"""`chipnews help`: pages that explain more than one command."""

from typing import TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import current
from chipnews.errors import UnknownName

if TYPE_CHECKING:
    from rich.console import RenderableType


def complete_topic(incomplete: str) -> list[tuple[str, str]]:
    """Return the topics that begin so, for the shell's completion."""
    from chipnews.cli.topics import topics

    return [(name, title) for name, title in topics().items() if name.startswith(incomplete)]


def help_(
    ctx: typer.Context,
    topic: Annotated[
        str | None,
        typer.Argument(metavar="[TOPIC]", help="A topic or a command.", autocompletion=complete_topic),
    ] = None,
) -> None:
    """Explain a topic, or a command; without either, list the topics.

    Example: chipnews help alerts
    """
    from chipnews.cli.main import COMMANDS
    from chipnews.cli.topics import topic_text, topics

    state = current(ctx)
    known = topics()
    if topic is None:
        state.out.print(_list(known))
    elif topic in known:
        text = topic_text(topic)
        if topic in COMMANDS:
            text += f"\n`chipnews {topic} --help` lists the options of the command.\n"
        if state.out.is_terminal:
            from rich.markdown import Markdown

            state.out.print(Markdown(text))
        else:
            state.print_text(text)
    else:
        state.print_text(_command_help(ctx, topic, tuple(known)))


def _list(known: dict[str, str]) -> "RenderableType":
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, title_justify="left")
    table.add_column(style="bold")
    table.add_column()
    for name, title in known.items():
        table.add_row(name, title)
    table.caption = "Show one: chipnews help TOPIC. Every command has --help, too."
    table.caption_justify = "left"
    return table


def _command_help(ctx: typer.Context, name: str, known: tuple[str, ...]) -> str:
    """Return the help of a command. Raises UnknownName."""
    from chipnews.cli.main import COMMANDS
    from chipnews.knowledge.loader import nearest

    if name not in COMMANDS:
        raise UnknownName("help topic or command", name, nearest(name, (*known, *COMMANDS)))
    command = COMMANDS[name].load(name)
    with command.make_context(name, [], parent=ctx.parent, resilient_parsing=True) as context:
        return command.get_help(context)
