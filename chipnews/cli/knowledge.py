"""`chipnews companies` and `chipnews chips`: what is known, what was found, and how to add to it."""

import re
from typing import Annotated

import typer

from chipnews.cli.context import State, current
from chipnews.cli.options import JsonFlag, Limit, complete_chip, complete_company
from chipnews.errors import UsageError

companies = typer.Typer(
    add_completion=False, help="List, show and add companies.", invoke_without_command=True
)
chips = typer.Typer(add_completion=False, help="List and show chips.", invoke_without_command=True)

Name = Annotated[
    str,
    typer.Argument(metavar="NAME", help="Slug, name, alias or ticker.", autocompletion=complete_company),
]


@companies.callback()
def _companies(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List, show and add companies."""
    if ctx.invoked_subcommand is None:
        _list_companies(current(ctx), None, None, as_json)


@companies.command("list")
def list_companies(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind, such as hyperscaler.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="Only this country, such as TW.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the companies that are known."""
    _list_companies(current(ctx), kind, country, as_json)


@companies.command("show")
def show_company(ctx: typer.Context, name: Name, as_json: JsonFlag = False) -> None:
    """Show what is known of one company."""
    from chipnews.rendering.known_terminal import company_card
    from chipnews.reports.known import known_company

    state = current(ctx)
    found = known_company(state.knowledge, name)
    if as_json:
        state.print_json(found)
    else:
        state.out.print(company_card(found))


@companies.command("candidates")
def list_candidates(ctx: typer.Context, limit: Limit = 50, as_json: JsonFlag = False) -> None:
    """List companies that the items name and no list knows."""
    from chipnews.queries import candidates
    from chipnews.rendering.known_terminal import candidates_table

    state = current(ctx)
    found = candidates(state.engine, limit)
    if as_json:
        state.print_json(found)
    elif found:
        state.out.print(candidates_table(found))
        state.say("Add one with `chipnews companies add NAME`.")
    else:
        state.print_text("No unknown company was found. They are looked for when items are tagged.")


@companies.command("add")
def add_company(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The name, as the press writes it.")],
    slug: Annotated[str | None, typer.Option("--slug", help="By default made from the name.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="What it is, such as startup.")] = "other",
    country: Annotated[str | None, typer.Option("--country", help="Two letters.")] = None,
    parent: Annotated[str | None, typer.Option("--parent", help="The company that it belongs to.")] = None,
    alias: Annotated[list[str] | None, typer.Option("--alias", help="Another name; repeatable.")] = None,
    ticker: Annotated[
        list[str] | None, typer.Option("--ticker", help="Such as NASDAQ:NVDA; repeatable.")
    ] = None,
) -> None:
    """Add a company to your own knowledge file."""
    from pydantic import ValidationError

    from chipnews.knowledge.entries import Company
    from chipnews.knowledge.own import with_company
    from chipnews.rendering.files import write_whole

    state = current(ctx)
    fields = {
        "slug": slug or re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-"),
        "name": name,
        "kind": kind,
        "country": country,
        "parent": state.knowledge.find_company(parent).slug if parent else None,
        "aliases": alias or [],
        "tickers": ticker or [],
    }
    try:
        company = Company.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        raise UsageError(f"'{first['loc'][0]}' is wrong: {first['msg']}.") from None
    file = state.settings.knowledge_file
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    extended = with_company(text, str(file), company, state.knowledge)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, extended)
    state.say(
        f"Added {company.name} ({company.slug}) to {file}. Run `chipnews tag` to find it in stored items."
    )


@chips.callback()
def _chips(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List and show chips."""
    if ctx.invoked_subcommand is None:
        _list_chips(current(ctx), None, None, as_json)


@chips.command("list")
def list_chips(
    ctx: typer.Context,
    vendor: Annotated[
        str | None,
        typer.Option("--vendor", help="Only of this company.", autocompletion=complete_company),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind, such as GPU.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List the chips that are known."""
    _list_chips(current(ctx), vendor, kind, as_json)


@chips.command("show")
def show_chip(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Slug, name or alias.", autocompletion=complete_chip)
    ],
    as_json: JsonFlag = False,
) -> None:
    """Show what is known of one chip."""
    from chipnews.rendering.known_terminal import chip_card
    from chipnews.reports.known import known_chip

    state = current(ctx)
    found = known_chip(state.knowledge, name)
    if as_json:
        state.print_json(found)
    else:
        state.out.print(chip_card(found))


def _list_companies(state: State, kind: str | None, country: str | None, as_json: bool) -> None:
    from chipnews.rendering.known_terminal import companies_table
    from chipnews.reports.known import known_companies

    found = known_companies(state.knowledge, kind=kind, country=country)
    if as_json:
        state.print_json(found)
    elif found:
        state.out.print(companies_table(found))
    else:
        state.print_text("No known company is of this kind and country. `chipnews companies list` gives all.")


def _list_chips(state: State, vendor: str | None, kind: str | None, as_json: bool) -> None:
    from chipnews.rendering.known_terminal import chips_table
    from chipnews.reports.known import known_chips

    found = known_chips(state.knowledge, vendor=vendor, kind=kind)
    if as_json:
        state.print_json(found)
    elif found:
        state.out.print(chips_table(found))
    else:
        state.print_text("No known chip is of this vendor and kind. `chipnews chips list` gives all.")
