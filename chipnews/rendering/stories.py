"""Stories for the terminal: a list of them, and one with its articles and its timeline."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from chipnews.rendering.labels import counted, day_label
from chipnews.rendering.terminal_parts import heading, plain_table, quotations, text, title
from chipnews.reports.stories import Arrival, StoryLine, StoryReport


def stories_table(lines: Sequence[StoryLine]) -> Table:
    """Return stories, one line each, with their number for `chipnews stories show`."""
    table = plain_table("told last", "story", "companies", ">outlets", ">items", ">number")
    for line in lines:
        mark = "↳ " if line.follows is not None else ""
        table.add_row(
            Text(day_label(line.last_seen), "dim"),
            title(line.title, line.url, mark),
            text(", ".join(each.name for each in line.companies), "dim"),
            str(line.outlets),
            str(line.items),
            Text(str(line.id), "dim"),
        )
    return table


def story_terminal(report: StoryReport) -> RenderableType:
    """Return one story: summary, articles in order of arrival with what each added, timeline."""
    line = report.story
    about = ", ".join(each.name for each in line.companies)
    facts = f"{counted(line.items, 'item')} of {counted(line.outlets, 'outlet')}"
    facts += f", {day_label(line.first_seen)}"
    if day_label(line.last_seen) != day_label(line.first_seen):
        facts += f" to {day_label(line.last_seen)}"
    head = Group(text(about), text(facts, "dim")) if about else text(facts, "dim")
    parts: list[RenderableType] = [
        Panel(head, title=text(line.title, "bold"), title_align="left", border_style="cyan")
    ]
    if report.written:
        parts.append(heading("Summary by the language model", text(" ".join(report.written))))
    if report.summary:
        parts.append(heading("Summary", quotations(report.summary)))
    if report.struck:
        struck = [text(f"{each.sentence} (no source has {each.because})", "red") for each in report.struck]
        parts.append(heading("Struck from the language model's answer", *struck))
    parts.append(
        heading(
            "Articles in order of arrival", *(_arrival(each, at) for at, each in enumerate(report.arrivals))
        )
    )
    timeline = (*report.before, line, *report.after)
    if len(timeline) > 1:
        table = plain_table("date", "story", ">number")
        for each in timeline:
            style = "bold" if each.id == line.id else ""
            table.add_row(Text(day_label(each.first_seen), "dim"), text(each.title, style), str(each.id))
        parts.append(heading("Timeline", table))
    return Group(*parts)


def _arrival(arrival: Arrival, place: int) -> RenderableType:
    notes = [f"{arrival.published_at:%Y-%m-%d %H:%M}", arrival.outlet]
    notes += ["first"] * (place == 0) + ["the company's own word"] * arrival.primary
    notes += [f"a copy of {arrival.copy_of}"] * (arrival.copy_of is not None)
    head = Text.assemble(text(arrival.title, "bold", arrival.url), "  ", text(", ".join(notes), "dim"))
    added = [Padding(text(f"+ {sentence}", "green"), (0, 0, 0, 2)) for sentence in arrival.added]
    return Group(head, *added)
