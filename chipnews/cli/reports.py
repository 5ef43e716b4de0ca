"""`chipnews report` and `chipnews digest`."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import (
    ALLOWED_TIMES,
    Company,
    Format,
    JsonFlag,
    ReportFormat,
    Since,
    Until,
    complete_company,
    parse_since,
)
from chipnews.errors import UsageError

LAST = "last"


class DigestPeriod(StrEnum):
    """How far back a digest goes."""

    daily = "daily"
    weekly = "weekly"
    monthly = "monthly"


DIGEST_DAYS = {
    DigestPeriod.daily: timedelta(days=1),
    DigestPeriod.weekly: timedelta(days=7),
    DigestPeriod.monthly: timedelta(days=30),
}


class DigestFormat(StrEnum):
    """The forms in which a digest can be had."""

    markdown = "markdown"
    html = "html"
    json = "json"


def report(
    ctx: typer.Context,
    company: Annotated[
        str,
        typer.Option(
            "--company",
            "-c",
            metavar="NAME",
            autocompletion=complete_company,
            help="Slug, name, alias or ticker.",
        ),
    ],
    since: Since = None,
    until: Until = None,
    form: Format = ReportFormat.rich,
    as_json: JsonFlag = False,
) -> None:
    """Show what is known of one company.

    Its subsidiaries are counted in. Example: chipnews report --company amazon --since 30d
    """
    from chipnews.queries import ItemFilter
    from chipnews.reports.advice import why_nothing
    from chipnews.reports.company import company_report

    state = current(ctx)
    found = company_report(state.engine, state.knowledge, company, since=since, until=until)
    if as_json or form is ReportFormat.json:
        state.print_json(found)
    elif not found.items:
        state.print_text(
            why_nothing(state.engine, f"names {found.name}", ItemFilter(since=since, until=until))
        )
    elif form is ReportFormat.html:
        from chipnews.rendering.html import company_html

        state.print_text(company_html(found))
    elif form is ReportFormat.markdown:
        from chipnews.rendering.markdown import company_markdown

        state.print_text(company_markdown(found))
    else:
        from chipnews.rendering.company_terminal import company_terminal

        state.out.print(company_terminal(found))


def digest(
    ctx: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="WHEN",
            help=f"Only from then on: {ALLOWED_TIMES} (UTC), or last: since the last digest of this name.",
        ),
    ] = None,
    until: Until = None,
    period: Annotated[
        DigestPeriod, typer.Option("--period", help="How far back, where --since says nothing.")
    ] = DigestPeriod.weekly,
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="The digest's name, for --since last.")
    ] = "default",
    company: Company = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each story why it stands where it does.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to this file.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="FILE", help="Use this Jinja2 template.")
    ] = None,
    form: Annotated[
        DigestFormat, typer.Option("--format", help="The form of the answer.")
    ] = DigestFormat.markdown,
    as_json: JsonFlag = False,
) -> None:
    """Write what happened, as markdown or as an HTML page.

    By default the last seven days. With --since last it goes on where the last such digest of the name ended.
    Example: chipnews digest --since last --name team -o today.md
    """
    from chipnews.rendering.files import write_whole
    from chipnews.reports.digest import make_digest
    from chipnews.stories.digests import complete_until, last_made, remember_digest

    state = current(ctx)
    form = DigestFormat.json if as_json else form
    if form is not DigestFormat.markdown and template is not None:
        raise UsageError("--template is for markdown: leave out --format and --json.")
    now = datetime.now(UTC).replace(microsecond=0)
    going_on = since is not None and since.strip().lower() == LAST
    asked = parse_since(since, now) if since and not going_on else None
    before = last_made(state.engine, name) if going_on else None
    begin = asked or before or (until or now) - DIGEST_DAYS[period]
    # By when items were stored, as some come late with an older date; the first digest has no such beginning.
    end = max(begin, min(until or now, complete_until(state.engine, now))) if going_on else until
    found = make_digest(
        state.engine,
        state.knowledge,
        now=now,
        since=begin,
        until=end if before else until,
        company=company,
        stored=before is not None,
    )
    match form:
        case DigestFormat.json:
            written = state.as_json(found)
        case DigestFormat.html:
            from chipnews.rendering.html import digest_html

            written = digest_html(found, explain=explain)
        case DigestFormat.markdown:
            from chipnews.rendering.markdown import digest_markdown

            written = digest_markdown(found, template, explain=explain)
    if output is None:
        state.print_text(written)
    else:
        write_whole(output, written)
        state.say(f"Wrote {output}.")
    if going_on and end is not None:
        remember_digest(state.engine, name, end)
