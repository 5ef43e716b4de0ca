#!/usr/bin/env python3
"""Write docs/commands.md from the program itself; with --check, fail if it is not what the program says."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from chipnews.cli.main import COMMANDS, app

FILE = Path(__file__).parent.parent / "docs" / "commands.md"
HEAD = """\
# The commands

Made from the program by `scripts/command_reference.py`; `chipnews COMMAND --help` says the same.
"""


def main() -> int:
    """Write or check the file; return the exit code."""
    made = reference()
    if "--check" not in sys.argv[1:]:
        FILE.write_text(made, encoding="utf-8")
        return 0
    if FILE.exists() and FILE.read_text(encoding="utf-8") == made:
        return 0
    sys.stderr.write(f"{FILE.name} is not what the program says. Run: scripts/command_reference.py\n")
    return 1


def reference() -> str:
    """Return the reference of all commands as markdown."""
    parts = [HEAD, *_index(), *_command("chipnews", get_command(app), own=True)]
    for name, entry in COMMANDS.items():
        parts += _command(f"chipnews {name}", entry.load(name))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts)).rstrip() + "\n"


def _index() -> Iterator[str]:
    for name, entry in COMMANDS.items():
        yield f"- [`{name}`](#chipnews-{name}): {entry.help}"


def _command(path: str, command, parent=None, *, own: bool = False) -> Iterator[str]:
    """Yield the section of a command and of those below it; `own`: only of the group itself."""
    context = command.make_context(path, [], parent=parent, resilient_parsing=True)
    yield f"\n## {path}\n" if path.count(" ") < 2 else f"\n### {path}\n"
    yield _text(command.help or "")
    arguments = " ".join(command.collect_usage_pieces(context))
    yield f"\n```text\n{path} {arguments}\n```\n"
    records = [record for each in command.get_params(context) if (record := each.get_help_record(context))]
    for names, told in records:
        yield f"- `{names}`: {_text(told)}" if told else f"- `{names}`"
    if own:
        yield "\n" + _text(command.epilog or "")
        return
    for name in getattr(command, "commands", {}):
        yield from _command(f"{path} {name}", command.get_command(context, name), context)


def _text(told: str) -> str:
    """Return a help text as markdown; an example of a command becomes code."""
    lines = []
    for paragraph in told.strip().split("\n\n"):
        words = " ".join(paragraph.split())
        if re.match(r"chipnews [a-z]", words):
            lines.append(f"```sh\n{words}\n```")
            continue
        words = re.sub(r"((?:Example|fetch|from files): )(chipnews [^`]+)$", r"\1`\2`", words)
        lines.append(words.replace("<", "&lt;").replace("*", "\\*"))
    return "\n\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
