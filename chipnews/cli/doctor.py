"""`chipnews doctor`: is everything fit to run, and what to do where it is not."""

from typing import Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import JsonFlag


def doctor(
    ctx: typer.Context,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no server for the time.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Check settings, database, model, disk, clock and feeds, and say what to do for each."""
    from chipnews.cli.checks import run_checks
    from chipnews.rendering.terminal_text import one_line

    state = current(ctx)
    checks = run_checks(state, offline=offline)
    if as_json:
        state.print_json(checks)
    else:
        for check in checks:
            mark = {"good": "ok  ", "warning": "warn", "bad": "BAD "}[check.verdict]
            state.print_text(f"{mark}  {check.what}: {one_line(check.found)}")
            if check.advice:
                state.print_text(f"      {one_line(check.advice)}")
    if any(check.verdict == "bad" for check in checks):
        raise typer.Exit(1)
