"""`chipnews trends`: what is named and stated, week by week or month by month."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, get_args

import typer

from chipnews.cli.context import current
from chipnews.cli.options import Chip, Company, JsonFlag, Since, Until
from chipnews.tagging.values import FigureKind


class By(StrEnum):
    """What one bar stands for."""

    week = "week"
    month = "month"


def complete_kind(incomplete: str) -> list[str]:
    """Return the kinds of figures that begin so, for the shell's completion."""
    return [kind for kind in get_args(FigureKind) if kind.startswith(incomplete)]


def _kind(text: str) -> str:
    if text not in get_args(FigureKind):
        raise typer.BadParameter(
            f"'{text}' is no kind of figure; known are {', '.join(get_args(FigureKind))}."
        )
    return text


def trends(
    ctx: typer.Context,
    company: Company = None,
    chip: Chip = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            parser=_kind,
            autocompletion=complete_kind,
            help="Only figures of this kind, such as capex.",
        ),
    ] = None,
    by: Annotated[By, typer.Option("--by", help="What one bar stands for.")] = By.week,
    since: Since = None,
    until: Until = None,
    as_json: JsonFlag = False,
) -> None:
    """Draw items and figures over time.

    By default the last 26 weeks, or two years by month. Example: chipnews trends --company nvidia --by month
    """
    from chipnews.queries import ItemFilter
    from chipnews.rendering.trends_terminal import trends_terminal, trends_title
    from chipnews.reports.advice import why_nothing
    from chipnews.reports.trends import make_trends

    state = current(ctx)
    found = make_trends(
        state.engine,
        state.knowledge,
        now=datetime.now(UTC).replace(microsecond=0),
        step=by.value,
        company=company,
        chip=chip,
        kind=kind,
        since=since,
        until=until,
    )
    if as_json:
        state.print_json(found)
    elif not found.points:
        what = "matches" if trends_title(found) == "All news" else f"is about {trends_title(found)}"
        state.print_text(why_nothing(state.engine, what, ItemFilter(since=found.since, until=until)))
    else:
        state.out.print(trends_terminal(found, state.out.width))
