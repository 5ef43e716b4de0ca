"""`chipnews stories`: what happened, each event once, however many outlets tell of it."""

from enum import StrEnum
from typing import Annotated

import typer

from chipnews.cli.context import current
from chipnews.cli.options import Company, JsonFlag, Limit, Since, Until

app = typer.Typer(
    add_completion=False,
    help="List and show stories told by several outlets.",
    invoke_without_command=True,
    no_args_is_help=False,
)


class StoryFormat(StrEnum):
    """The forms in which stories can be had."""

    rich = "rich"
    html = "html"
    json = "json"


Form = Annotated[StoryFormat, typer.Option("--format", help="The form of the answer.")]
Outlets = Annotated[
    int, typer.Option("--outlets", min=1, metavar="N", help="Only stories of at least so many outlets.")
]


@app.callback()
def stories(
    ctx: typer.Context,
    company: Company = None,
    since: Since = None,
    until: Until = None,
    outlets: Outlets = 1,
    limit: Limit = 50,
    form: Form = StoryFormat.rich,
    as_json: JsonFlag = False,
) -> None:
    """List stories, those told last first.

    Example: chipnews stories --company nvidia --since 7d
    """
    if ctx.invoked_subcommand is None:
        list_(ctx, company, since, until, outlets, limit, form, as_json)


@app.command("list")
def list_(
    ctx: typer.Context,
    company: Company = None,
    since: Since = None,
    until: Until = None,
    outlets: Outlets = 1,
    limit: Limit = 50,
    form: Form = StoryFormat.rich,
    as_json: JsonFlag = False,
) -> None:
    """List stories, those told last first."""
    from chipnews.queries import ItemFilter
    from chipnews.queries.stories import StoryFilter
    from chipnews.rendering.stories import stories_table
    from chipnews.reports.advice import why_nothing
    from chipnews.reports.stories import story_lines

    state = current(ctx)
    knowledge = state.knowledge
    family = knowledge.family_of(knowledge.find_company(company).slug) if company else ()
    found = story_lines(state.engine, knowledge, StoryFilter(family, since, until, outlets), limit)
    if as_json or form is StoryFormat.json:
        state.print_json(found)
    elif form is StoryFormat.html:
        from chipnews.rendering.html import stories_html

        state.print_text(stories_html(found))
    elif found:
        state.out.print(stories_table(found))
    else:
        which = ItemFilter(companies=family, since=since, until=until)
        state.print_text(why_nothing(state.engine, "is part of such a story", which))


@app.command()
def show(
    ctx: typer.Context,
    story: Annotated[
        int, typer.Argument(metavar="STORY", help="The number of a story, as `chipnews stories` gives it.")
    ],
    model: Annotated[
        bool, typer.Option("--model", help="Let the language model of the settings write the summary.")
    ] = False,
    form: Form = StoryFormat.rich,
    as_json: JsonFlag = False,
) -> None:
    """Show one story: who was first, what each article added, what it came of and what came of it.

    Example: chipnews stories show 12
    """
    from chipnews.rendering.stories import story_terminal
    from chipnews.reports.stories import story_report, written_report

    state = current(ctx)
    found = story_report(state.engine, state.knowledge, story)
    if model:
        found = written_report(found, state.settings.summaries)
    if as_json or form is StoryFormat.json:
        state.print_json(found)
    elif form is StoryFormat.html:
        from chipnews.rendering.html import story_html

        state.print_text(story_html(found))
    else:
        state.out.print(story_terminal(found))
