"""`chipnews list`, `chipnews search` and `chipnews show`."""

from typing import TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import State, current
from chipnews.cli.options import Chip, Company, JsonFlag, Limit, Outlet, Since, Until

if TYPE_CHECKING:
    from datetime import datetime

    from chipnews.queries import ItemFilter


def list_(
    ctx: typer.Context,
    company: Company = None,
    chip: Chip = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Also items that are not about the field or not tagged yet.")
    ] = False,
    limit: Limit = 50,
    as_json: JsonFlag = False,
) -> None:
    """List the newest items.

    Example: chipnews list --company nvidia --since 7d
    """
    from chipnews.queries import items
    from chipnews.rendering.terminal_parts import item_table
    from chipnews.reports.advice import why_nothing

    state = current(ctx)
    which = _filter(state, company, chip, outlet, since, until, every=every)
    found = items(state.engine, which, limit)
    if as_json:
        state.print_json(found)
    elif found:
        state.out.print(item_table(found))
    else:
        state.print_text(why_nothing(state.engine, "matches", which))


def search(
    ctx: typer.Context,
    query: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='Words, "a phrase", word OR word, -word.')
    ],
    company: Company = None,
    chip: Chip = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Also items that are not about the field or not tagged yet.")
    ] = False,
    limit: Limit = 20,
    as_json: JsonFlag = False,
) -> None:
    """Search the text of all items.

    Put -- before a word that begins with a minus. Example: chipnews search trainium -- -inferentia
    """
    from chipnews.queries import search
    from chipnews.rendering.item_terminal import search_terminal
    from chipnews.reports.advice import why_nothing

    state = current(ctx)
    which = _filter(state, company, chip, outlet, since, until, every=every)
    found = search(state.engine, " ".join(query), which, limit)
    if as_json:
        state.print_json(found)
    elif found:
        state.out.print(search_terminal(found))
    else:
        state.print_text(why_nothing(state.engine, "holds these words", which))


def show(
    ctx: typer.Context,
    item: Annotated[
        int, typer.Argument(metavar="ITEM", help="The number of an item, as `chipnews list` gives it.")
    ],
    as_json: JsonFlag = False,
) -> None:
    """Show one item with its tags highlighted.

    Example: chipnews show 12
    """
    from chipnews.rendering.item_terminal import item_terminal
    from chipnews.reports.item import item_report

    state = current(ctx)
    found = item_report(state.engine, state.knowledge, item)
    if as_json:
        state.print_json(found)
    else:
        state.out.print(item_terminal(found))


def _filter(
    state: State,
    company: str | None,
    chip: str | None,
    outlet: str | None,
    since: "datetime | None",
    until: "datetime | None",
    *,
    every: bool,
) -> "ItemFilter":
    """Return the filter that the options ask for. Raises UnknownName."""
    from chipnews.queries import ItemFilter

    knowledge = state.knowledge
    return ItemFilter(
        companies=knowledge.family_of(knowledge.find_company(company).slug) if company else (),
        chips=(knowledge.find_chip(chip).slug,) if chip else (),
        outlet=outlet,
        since=since,
        until=until,
        relevant=None if every else True,
    )
