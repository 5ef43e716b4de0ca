"""Facts, one fact, series and comparisons for the terminal and as markdown."""

from collections.abc import Sequence

from rich.bar import Bar
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chipnews.rendering.labels import counted, day_label, kind_label
from chipnews.rendering.markdown_text import inline, link
from chipnews.rendering.money import dollars, money
from chipnews.rendering.terminal_parts import Fitted, heading, plain_table, text
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.figures import (
    Comparison,
    EvidenceLine,
    FactDetail,
    FactLine,
    Grain,
    Said,
    Series,
    worth,
)

GRAIN_LABELS: dict[Grain, str] = {
    "year": "Years",
    "half": "Half years",
    "quarter": "Quarters",
    "month": "Months",
    "other": "Other periods",
}
BAR_WIDTH = 30
# A narrow screen folds amounts at their unit.
_LEAST_WIDTHS = {"amount": 13, "who": 9, "what": 12, "period": 9, "note": 7}
INDEPENDENT = "In brackets: how many of the sources are independent."


def facts_table(lines: Sequence[FactLine]) -> RenderableType:
    """Return facts, one line each; who they are about only where that differs."""
    several = len({line.company for line in lines}) > 1
    table = plain_table(">id", ">amount", *(["who"] if several else []), "what", "period", ">sources", "note")
    for line in lines:
        amount = Text(money(line.amount), "bold")
        if converted := dollars(line.amount):
            amount.append(f"\n≈ {converted}", "dim")
        who = [text(line.company.name if line.company else "—")] if several else []
        table.add_row(
            Text(str(line.id), "dim"),
            amount,
            *who,
            text(what(line)),
            text(line.period or "—"),
            _sources(line),
            text(note(line), "yellow" if line.contradicted_by else "dim"),
        )
    parts: list[RenderableType] = []
    if not several and lines and lines[0].company:
        parts.append(Text(one_line(lines[0].company.name), "bold cyan"))
    parts.append(Fitted(table, _LEAST_WIDTHS))
    if any(line.outlets != line.sources for line in lines):
        parts.append(Text(INDEPENDENT, "dim"))
    return Group(*parts)


def facts_markdown(lines: Sequence[FactLine]) -> str:
    """Return facts as a markdown table."""
    rows = [
        "| id | amount | who | what | period | sources | note | said by |",
        "| --: | --: | --- | --- | --- | --: | --- | --- |",
    ]
    for line in lines:
        amount = money(line.amount) + (f" (≈ {converted})" if (converted := dollars(line.amount)) else "")
        cells = (amount, line.company.name if line.company else "—", what(line), line.period or "—")
        said_by = link(line.source.outlet, line.source.url)
        plain = " | ".join(inline(cell) for cell in cells)
        rows.append(f"| {line.id} | {plain} | {_sources(line)} | {inline(note(line))} | {said_by} |")
    return "\n".join(rows) + "\n"


def what(line: FactLine) -> str:
    """Return what a fact is: "investment in Anthropic, planned"."""
    words = kind_label(line.kind) if line.kind else "amount"
    if line.chip:
        words += f" of {line.chip.name}"
    if line.counterparty:
        words += f" → {line.counterparty.name}"
    return words if line.status == "actual" else f"{words}, {line.status}"


def note(line: FactLine) -> str:
    """Return what is to be known beside the amount: how it compares, what contradicts it, whose hand."""
    arrow = {"up": "up ", "down": "down "}.get(line.direction or "", "")
    notes = []
    if line.compared_to:
        notes.append(f"{arrow}from #{line.compared_to}")
    elif arrow:
        notes.append(arrow.strip())
    if line.part_of:
        notes.append(f"part of #{line.part_of}")
    if line.contradicted_by:
        notes.append("against " + " ".join(f"#{each}" for each in line.contradicted_by))
    if line.source.primary:
        notes.append("own word")
    if line.rejected:
        notes.append("rejected by hand")
    elif line.by_hand:
        notes.append("by hand")
    return ", ".join(notes)


def fact_terminal(detail: FactDetail) -> RenderableType:
    """Return a fact with every sentence that states it, and the facts it belongs with."""
    fact = detail.fact
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim")
    table.add_column(overflow="fold")
    for name, value in fact_fields(detail):
        table.add_row(name, text(value))
    parts: list[RenderableType] = [Text(f"#{fact.id}  {money(fact.amount)}", "bold cyan"), table]
    if detail.contradictions:
        parts.append(heading("Told otherwise", facts_table((fact, *detail.contradictions))))
    related = [each for each in (detail.compared_to, detail.part_of) if each]
    if related:
        parts.append(heading("Told beside it", facts_table(related)))
    if detail.parts:
        parts.append(heading("Parts of it", facts_table(detail.parts)))
    sentences = [part for each in detail.evidence for part in _evidence(each)]
    return Group(*parts, heading("Who says so", *sentences))


def fact_markdown(detail: FactDetail) -> str:
    """Return a fact with every sentence that states it as markdown."""
    lines = [f"# {inline(money(detail.fact.amount))}", ""]
    lines += [f"- {inline(name)}: {inline(value)}" for name, value in fact_fields(detail)]
    for title, facts in (
        ("Told otherwise", detail.contradictions),
        ("Told beside it", tuple(each for each in (detail.compared_to, detail.part_of) if each)),
        ("Parts of it", detail.parts),
    ):
        if facts:
            lines += ["", f"## {title}", "", facts_markdown(facts).rstrip()]
    lines += ["", "## Who says so", ""]
    for each in detail.evidence:
        before, amount, after = cut(each)
        sentence = f"{inline(before)} **{inline(amount)}** {inline(after)}" if amount else inline(before)
        lines.append(f"- {link(each.title, each.url)}, {inline(byline(each))}: {' '.join(sentence.split())}")
    return "\n".join(lines) + "\n"


def series_terminal(found: Series) -> RenderableType:
    """Return a series with a bar for each period."""
    parts: list[RenderableType] = [
        Text(one_line(f"{found.company.name}: {kind_label(found.kind)}"), "bold cyan")
    ]
    for grain, points in found.by_grain.items():
        most = max((worth(point.fact.amount) for point in points), default=0) or 1
        table = plain_table("period", ">amount", "", ">id", "note")
        for point in points:
            size = max(float(worth(point.fact.amount) / most), 0.0)
            planned = point.fact.status != "actual"
            table.add_row(
                text(point.period),
                Text(money(point.fact.amount), "bold"),
                Bar(1.0, 0.0, size, width=BAR_WIDTH, color="yellow" if planned else "green"),
                Text(str(point.fact.id), "dim"),
                text(point_note(point.fact, point.others), "dim"),
            )
        parts.append(heading(GRAIN_LABELS[grain], table))
    return Group(*parts)


def series_markdown(found: Series) -> str:
    """Return a series as markdown tables."""
    lines = [f"# {inline(found.company.name)}: {inline(kind_label(found.kind))}"]
    for grain, points in found.by_grain.items():
        lines += [
            "",
            f"## {GRAIN_LABELS[grain]}",
            "",
            "| period | amount | id | note |",
            "| --- | --: | --: | --- |",
        ]
        lines += [
            f"| {inline(point.period)} | {inline(money(point.fact.amount))} | {point.fact.id} "
            f"| {inline(point_note(point.fact, point.others))} |"
            for point in points
        ]
    return "\n".join(lines) + "\n"


def comparison_terminal(found: Comparison) -> RenderableType:
    """Return companies side by side."""
    table = plain_table("period", *(f">{one_line(company.name)}" for company in found.companies))
    for row in found.periods:
        table.add_row(text(row.period), *(text(compared(fact)) for fact in row.facts))
    return Group(Text(kind_label(found.kind), "bold cyan"), table)


def comparison_markdown(found: Comparison) -> str:
    """Return companies side by side as a markdown table."""
    lines = [
        f"# {inline(kind_label(found.kind))}",
        "",
        "| period | " + " | ".join(inline(company.name) for company in found.companies) + " |",
        "| --- |" + " --: |" * len(found.companies),
    ]
    lines += [
        f"| {inline(row.period)} | " + " | ".join(inline(compared(fact)) for fact in row.facts) + " |"
        for row in found.periods
    ]
    return "\n".join(lines) + "\n"


def compared(fact: FactLine | None) -> str:
    """Return what stands in a comparison for a company: "$75 billion (FY, planned)"."""
    if fact is None:
        return "—"
    marks = ["FY"] if (fact.period or "").find("FY") >= 0 else []
    if fact.status != "actual":
        marks.append(fact.status)
    return f"{money(fact.amount)} ({', '.join(marks)})" if marks else money(fact.amount)


def point_note(fact: FactLine, others: int) -> str:
    """Return what is to be known beside a point of a series: "planned, 2 others told"."""
    notes = [fact.status] if fact.status != "actual" else []
    if others:
        notes.append(f"{counted(others, 'other')} told")
    return ", ".join(notes)


def _sources(line: FactLine) -> str:
    return str(line.sources) if line.sources == line.outlets else f"{line.sources} ({line.outlets})"


def fact_fields(detail: FactDetail) -> list[tuple[str, str]]:
    """Return what is known of a fact, by name."""
    fact = detail.fact
    days = f"{fact.period_start or '…'} to {fact.period_end}" if fact.period_end else ""
    found = [
        ("company", fact.company.name if fact.company else "not known"),
        ("what", what(fact)),
        ("period", f"{fact.period} ({days})" if fact.period else "not known"),
        ("in dollars", f"{converted} (converted)" if (converted := dollars(fact.amount)) else ""),
        ("note", note(fact)),
        ("sources", f"{counted(fact.sources, 'article')}, {counted(fact.outlets, 'independent source')}"),
        ("first told", byline(detail.first)),
        ("last told", byline(detail.latest) if fact.sources > 1 else ""),
        ("own word", byline(detail.primary) if detail.primary else ""),
        ("set by hand", ", ".join(_said(each) for each in detail.set_by_hand if "_" not in each.field)),
        ("confidence", f"{fact.confidence:.2f}"),
    ]
    return [(name, value) for name, value in found if value]


def _said(said: Said) -> str:
    return f"{said.field}={said.value or '-'}"


def byline(each: EvidenceLine) -> str:
    """Return who says it and when: "Example Wire, 2026-11-20, citing Reuters"."""
    cites = f", citing {each.cites}" if each.cites else ""
    return f"{each.outlet}, {day_label(each.published_at)}{cites}"


def cut(each: EvidenceLine) -> tuple[str, str, str]:
    """Return the sentence before, at and after the amount."""
    if each.end <= each.start:
        return each.sentence, "", ""
    return each.sentence[: each.start], each.sentence[each.start : each.end], each.sentence[each.end :]


def _evidence(each: EvidenceLine) -> tuple[Text, ...]:
    sentence = Text()
    for part, style in zip(cut(each), ("", "bold reverse", ""), strict=True):
        # Spaces at the edges of a part belong to the sentence.
        left = " " if part[:1].isspace() else ""
        right = " " if part[-1:].isspace() and part.strip() else ""
        sentence.append(f"{left}{one_line(part)}{right}", style)
    where = text(each.title, "", each.url)
    where.append(f" · {one_line(byline(each))}", "dim")
    if each.primary:
        where.append(" · own word", "green")
    return (where, Text.assemble("  ", sentence, "\n"))
