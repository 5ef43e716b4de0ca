"""`chipnews report` and `chipnews digest`."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import Company, Format, JsonFlag, ReportFormat, Since, Until, complete_company
from chipnews.errors import UsageError

DIGEST_DAYS = 7


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
    since: Since = None,
    until: Until = None,
    company: Company = None,
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

    By default the last seven days. Example: chipnews digest --since 1d -o today.md
    """
    from chipnews.rendering.files import write_whole
    from chipnews.reports.digest import make_digest

    state = current(ctx)
    form = DigestFormat.json if as_json else form
    if template is not None and form is not DigestFormat.markdown:
        raise UsageError("A template of your own makes markdown: leave out --format and --json.")
    now = datetime.now(UTC).replace(microsecond=0)
    begin = since or (until or now) - timedelta(days=DIGEST_DAYS)
    found = make_digest(state.engine, state.knowledge, now=now, since=begin, until=until, company=company)
    match form:
        case DigestFormat.json:
            written = state.as_json(found)
        case DigestFormat.html:
            from chipnews.rendering.html import digest_html

            written = digest_html(found)
        case DigestFormat.markdown:
            from chipnews.rendering.markdown import digest_markdown

            written = digest_markdown(found, template)
    if output is None:
        state.print_text(written)
    else:
        write_whole(output, written)
        state.say(f"Wrote {output}.")
