"""`chipnews figures` and `chipnews graph`: ask the ledger, see what is behind it, and correct it."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from chipnews.cli.context import State, current
from chipnews.cli.options import Chip, Company, JsonFlag, Limit, Since, Until, complete_company
from chipnews.errors import UsageError

if TYPE_CHECKING:
    from decimal import Decimal

    from chipnews.queries.ledger import FactFilter


class FigureFormat(StrEnum):
    """The forms in which figures can be had."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"
    html = "html"


class GraphFormat(StrEnum):
    """The forms in which relations can be had."""

    table = "table"
    json = "json"
    mermaid = "mermaid"
    graphml = "graphml"


class Sort(StrEnum):
    """The orders of a list of figures."""

    amount = "amount"
    date = "date"
    period = "period"
    sources = "sources"


class By(StrEnum):
    """What a series runs over."""

    period = "period"


Number = Annotated[int, typer.Argument(metavar="ID", min=1, help="The number that `chipnews figures` shows.")]

app = typer.Typer(
    add_completion=False, help="Ask the ledger of figures, and correct it.", invoke_without_command=True
)


@app.callback()
def figures(
    ctx: typer.Context,
    company: Company = None,
    kind: Annotated[
        str | None,
        typer.Option("--kind", "-k", metavar="KIND", help="Only this kind: capex, revenue, deal ..."),
    ] = None,
    counterparty: Annotated[
        str | None,
        typer.Option(metavar="NAME", autocompletion=complete_company, help="Only with this other side."),
    ] = None,
    chip: Chip = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", "-p", metavar="WHEN", help="About it: 2025, Q3 2025, 2025-03, FY2025, 2024-2026."
        ),
    ] = None,
    least: Annotated[
        str | None, typer.Option("--min", metavar="AMOUNT", help="At least so many dollars: 1bn, 500m.")
    ] = None,
    most: Annotated[
        str | None, typer.Option("--max", metavar="AMOUNT", help="At most so many dollars.")
    ] = None,
    status: Annotated[
        str | None, typer.Option(metavar="STATUS", help="actual, planned, rumoured or denied.")
    ] = None,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only told in this currency, such as USD.")
    ] = None,
    since: Since = None,
    until: Until = None,
    sort: Annotated[Sort | None, typer.Option(help="The largest, newest or best told first.")] = None,
    by: Annotated[
        By | None, typer.Option(help="One company and kind over time, without its subsidiaries.")
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(metavar="NAMES", help="Companies side by side, without subsidiaries: amazon,google."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", "-a", help="Also figures of which neither company nor kind is known.")
    ] = False,
    limit: Limit = 50,
    form: Annotated[
        FigureFormat, typer.Option("--format", help="The form of the answer.")
    ] = FigureFormat.table,
    as_json: JsonFlag = False,
) -> None:
    """Ask the ledger of figures: one line a fact, with the number of its sources.

    The figures of subsidiaries are counted in. `chipnews figures show ID` gives what is behind a line.

    Example: chipnews figures --company amazon --kind capex --period 2025
    """
    if ctx.invoked_subcommand:
        return
    from chipnews.queries.ledger import FactFilter
    from chipnews.reports.asked_period import asked_period

    state = current(ctx)
    found = state.knowledge.find_company(company) if company else None
    asked = asked_period(period, found) if period else None
    which = FactFilter(
        companies=state.knowledge.family_of(found.slug) if found else (),
        counterparties=state.knowledge.family_of(state.knowledge.find_company(counterparty).slug)
        if counterparty
        else (),
        chips=(state.knowledge.find_chip(chip).slug,) if chip else (),
        kinds=(_word("kind", kind),) if kind else (),
        status=_word("status", status) if status else None,
        currency=currency.strip().upper() if currency else None,
        since=since,
        until=until,
        period_start=asked.start if asked else None,
        period_end=asked.end if asked else None,
        period_label=asked.label if asked and asked.label.rpartition(" ")[2].startswith("FY") else None,
        least=_dollars(least) if least else None,
        most=_dollars(most) if most else None,
        attributed=not every,
        sort=sort.value if sort else "importance",
    )
    form = FigureFormat.json if as_json else form
    if by and compare:
        raise UsageError("Give either --by or --compare.")
    if compare:
        _compare(state, which, compare, form)
    elif by:
        if found is None or not which.kinds:
            raise UsageError("A series needs --company and --kind.")
        _series(state, which, found.slug, form)
    else:
        _list(state, which, limit, form)


@app.command()
def show(
    ctx: typer.Context,
    number: Number,
    form: Annotated[
        FigureFormat, typer.Option("--format", help="The form of the answer.")
    ] = FigureFormat.table,
    as_json: JsonFlag = False,
) -> None:
    """Show every sentence, article, outlet and link behind a figure."""
    from chipnews.rendering.figures import fact_markdown, fact_terminal
    from chipnews.reports.figures import fact_detail

    state = current(ctx)
    found = fact_detail(state.engine, state.knowledge, number)
    match FigureFormat.json if as_json else form:
        case FigureFormat.json:
            state.print_json(found)
        case FigureFormat.markdown:
            state.print_text(fact_markdown(found))
        case FigureFormat.html:
            from chipnews.rendering.figures_html import fact_html

            state.print_text(fact_html(found))
        case FigureFormat.csv:
            raise UsageError("One figure is no table: use --format json, markdown or html.")
        case _:
            state.out.print(fact_terminal(found))


@app.command(name="set")
def set_(
    ctx: typer.Context,
    number: Number,
    changes: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE...", help="kind=capex period=2025 counterparty=- ...")
    ],
) -> None:
    """Say what a figure is really.

    The fields are kind, company, counterparty, chip, period, status, unit, qualifier and direction; "-" means
    none. It is remembered when items are tagged again.

    Example: chipnews figures set 12 kind=capex period=2025
    """
    from chipnews.ledger.corrections import set_fields
    from chipnews.reports.corrections import read_changes
    from chipnews.reports.figures import fact_detail

    state = current(ctx)
    fact = fact_detail(state.engine, state.knowledge, number).fact
    wanted = read_changes(changes, state.knowledge, fact.company.slug if fact.company else None)
    _tell(state, "Set", number, set_fields(state.engine, number, wanted, now=datetime.now(UTC)))


@app.command()
def reject(ctx: typer.Context, number: Number) -> None:
    """Say that a figure is none, so that no report shows it.

    What is only attributed wrongly is mended with `chipnews figures set`.
    """
    from chipnews.ledger.corrections import reject as reject_fact

    state = current(ctx)
    _tell(state, "Rejected", number, reject_fact(state.engine, number, now=datetime.now(UTC)))


@app.command()
def restore(ctx: typer.Context, number: Number) -> None:
    """Forget what was set or rejected by hand of a figure."""
    from chipnews.ledger.corrections import restore as restore_fact

    state = current(ctx)
    _tell(state, "Restored", number, restore_fact(state.engine, number))


@app.command(name="export-labels")
def export_labels(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
    ] = None,
) -> None:
    """Write what was corrected by hand as labelled examples for the accuracy benchmark."""
    from chipnews.ledger.labelled import labelled_sentences
    from chipnews.rendering.figures_data import labels_text
    from chipnews.rendering.files import write_whole

    state = current(ctx)
    written = labels_text(labelled_sentences(state.engine))
    if not written:
        state.say("Nothing is corrected by hand yet: see `chipnews figures set --help`.")
    elif output is None:
        state.print_text(written)
    if output is not None:
        write_whole(output, written)
        state.say(f"Wrote {output}.")


def graph(
    ctx: typer.Context,
    company: Company = None,
    since: Since = None,
    until: Until = None,
    form: Annotated[
        GraphFormat, typer.Option("--format", help="The form of the answer.")
    ] = GraphFormat.table,
    as_json: JsonFlag = False,
) -> None:
    """Show who invests in, acquires, supplies, lends to or competes with whom, and who says so.

    A company's subsidiaries are counted in. Example: chipnews graph --company anthropic --format mermaid
    """
    from chipnews.queries import ItemFilter
    from chipnews.rendering.graph import graph_graphml, graph_mermaid, graph_table
    from chipnews.reports.advice import why_nothing
    from chipnews.reports.graph import graph as read_graph

    state = current(ctx)
    family = state.knowledge.family_of(state.knowledge.find_company(company).slug) if company else ()
    found = read_graph(state.engine, state.knowledge, family, since=since, until=until)
    match GraphFormat.json if as_json else form:
        case GraphFormat.json:
            state.print_json(found)
        case GraphFormat.mermaid:
            state.print_text(graph_mermaid(found))
        case GraphFormat.graphml:
            state.print_text(graph_graphml(found))
        case _ if found.edges:
            state.out.print(graph_table(found))
        case _:
            what = "tells how two companies stand to each other"
            state.print_text(why_nothing(state.engine, what, ItemFilter(since=since, until=until)))


def _list(state: State, which: "FactFilter", limit: int, form: FigureFormat) -> None:
    from chipnews.rendering.figures import facts_markdown, facts_table
    from chipnews.rendering.figures_data import facts_csv
    from chipnews.reports.figures import fact_lines

    found = fact_lines(state.engine, state.knowledge, which, limit + 1)
    lines, more = found[:limit], len(found) > limit
    match form:
        case FigureFormat.json:
            state.print_json(lines)
        case FigureFormat.csv:
            state.print_text(facts_csv(lines))
        case FigureFormat.markdown:
            state.print_text(facts_markdown(lines))
        case FigureFormat.html:
            from chipnews.rendering.html import figures_html

            state.print_text(figures_html(lines))
        case _ if lines:
            state.out.print(facts_table(lines))
        case _:
            state.print_text(_nothing(state))
    if more:
        state.say(f"There are more than {limit}: see them with --limit.")


def _series(state: State, which: "FactFilter", slug: str, form: FigureFormat) -> None:
    from dataclasses import replace

    from chipnews.rendering.figures import series_markdown, series_terminal
    from chipnews.rendering.figures_data import series_csv
    from chipnews.reports.figures import series

    found = series(state.engine, state.knowledge, replace(which, companies=(slug,)))
    match form:
        case FigureFormat.json:
            state.print_json(found)
        case FigureFormat.csv:
            state.print_text(series_csv(found))
        case FigureFormat.markdown:
            state.print_text(series_markdown(found))
        case FigureFormat.html:
            from chipnews.rendering.figures_html import series_html

            state.print_text(series_html(found))
        case _ if found.by_grain:
            state.out.print(series_terminal(found))
        case _:
            state.print_text(_nothing(state))


def _compare(state: State, which: "FactFilter", names: str, form: FigureFormat) -> None:
    from dataclasses import replace

    from chipnews.rendering.figures import comparison_markdown, comparison_terminal
    from chipnews.rendering.figures_data import comparison_csv
    from chipnews.reports.figures import comparison

    if not which.kinds:
        raise UsageError("A comparison needs --kind.")
    slugs = [state.knowledge.find_company(name.strip()).slug for name in names.split(",") if name.strip()]
    if which.companies or not slugs:
        raise UsageError("Name the companies with --compare alone: --compare amazon,microsoft.")
    found = comparison(state.engine, state.knowledge, replace(which, companies=tuple(dict.fromkeys(slugs))))
    match form:
        case FigureFormat.json:
            state.print_json(found)
        case FigureFormat.csv:
            state.print_text(comparison_csv(found))
        case FigureFormat.markdown:
            state.print_text(comparison_markdown(found))
        case FigureFormat.html:
            from chipnews.rendering.figures_html import comparison_html

            state.print_text(comparison_html(found))
        case _ if found.periods:
            state.out.print(comparison_terminal(found))
        case _:
            state.print_text(_nothing(state))


def _nothing(state: State) -> str:
    from chipnews.queries import ItemFilter
    from chipnews.queries.ledger import FactFilter, facts
    from chipnews.reports.advice import why_nothing

    if facts(state.engine, FactFilter(), 1):
        return (
            "No figure fits. Ask for less: leave out --period, --status or --min, or name the parent company."
        )
    return why_nothing(state.engine, "holds a figure", ItemFilter())


def _word(field: str, value: str) -> str:
    from chipnews.reports.corrections import word

    return word(field, value)


def _dollars(text: str) -> "Decimal":
    """Return an amount of dollars as a person writes it: 1bn, $500m, 2.5 billion. Raises UsageError."""
    from chipnews.tagging.money import find_money

    for written in (text.strip(), f"${text.strip()}"):
        found = find_money(written)
        if len(found) == 1 and (found[0].start, found[0].end) == (0, len(written)):
            [money] = found
            if money.currency == "USD" and money.low == money.high:
                return money.low
    raise UsageError(f"'{text}' is no amount of dollars; write 1bn, 500m or 2.5 billion.")


def _tell(state: State, done: str, number: int, now: tuple[int, ...]) -> None:
    numbers = ", ".join(f"#{each}" for each in now)
    state.say(f"{done} #{number}." if now == (number,) else f"{done} #{number}, which is {numbers} now.")
