"""Facts as CSV, and corrections as labelled texts of the accuracy benchmark."""

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from chipnews.ledger.labelled import LabelledSentence, LabelledSpan
from chipnews.rendering.json_value import json_value
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.figures import Comparison, FactLine, Series

_COLUMNS = (
    "id", "company", "kind", "counterparty", "chip", "low", "high", "currency", "usd_low", "usd_high",
    "usd_converted", "qualifier", "unit", "period", "period_start", "period_end", "status", "direction",
    "sources", "outlets", "first_seen", "last_seen", "compared_to", "part_of", "by_hand", "confidence",
    "outlet", "title", "url",
)  # fmt: skip
_SHARED = ("kind", "company", "counterparty", "chip", "status", "qualifier", "unit", "direction")


def facts_csv(lines: Sequence[FactLine]) -> str:
    """Return facts as CSV with a head; text of others cannot become a formula of a spreadsheet."""
    return _csv(_COLUMNS, [[_cell(line, column) for column in _COLUMNS] for line in lines])


def series_csv(found: Series) -> str:
    """Return a series as CSV with a head."""
    rows: list[list[object]] = [
        [found.company.slug, found.kind, grain, point.period, point.start, point.end, *_worth(point.fact)]
        for grain, points in found.by_grain.items()
        for point in points
    ]
    return _csv(("company", "kind", "length", "period", "start", "end", *_WORTH), rows)


def comparison_csv(found: Comparison) -> str:
    """Return a comparison as CSV with a head, one line for each company and period."""
    rows: list[list[object]] = [
        [row.period, company.slug, found.kind, *_worth(fact)]
        for row in found.periods
        for company, fact in zip(found.companies, row.facts, strict=True)
        if fact
    ]
    return _csv(("period", "company", "kind", *_WORTH), rows)


def labels_text(sentences: Sequence[LabelledSentence]) -> str:
    """Return corrected sentences in the markup of the labelled texts.

    What a person set is the label; what only the tagger says is left unscored, and so are the names. The
    surface of a rejected figure stays unlabelled: it is no figure. Sentences that the markup cannot hold
    (with its own brackets in them) are left out.
    """
    return "\n".join(text for each in sentences if (text := _labelled(each)))


_WORTH = ("low", "high", "currency", "usd_low", "usd_high", "status", "sources", "outlets", "id")


def _worth(fact: FactLine) -> list[object]:
    return [_cell(fact, column) for column in _WORTH]


def _cell(line: FactLine, column: str) -> object:
    match column:
        case "low" | "high" | "currency" | "usd_low" | "usd_high" | "qualifier" | "unit":
            return getattr(line.amount, column)
        case "company" | "counterparty" | "chip":
            named = getattr(line, column)
            return named.slug if named else None
        case "outlet" | "title" | "url":
            return getattr(line.source, column)
    return getattr(line, column)


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_written(value) for value in row] for row in rows)
    return written.getvalue()


def _written(value: object) -> object:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value.normalize():f}"
        case bool():
            return str(value).lower()
        case str():
            line = one_line(value)
            return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line
    return json_value(value)


def _labelled(sentence: LabelledSentence) -> str:
    parts, at = [], 0
    for span in sentence.spans:
        surface = sentence.sentence[span.start : span.end]
        parts += [sentence.sentence[at : span.start], _marked(surface, span)]
        at = span.end
        if any(mark in surface for mark in "[]|") or surface != surface.strip():
            return ""
    body = one_line("".join([*parts, sentence.sentence[at:]]))
    if any(mark in sentence.sentence for mark in ("[[", "]]")) or body.startswith("==="):
        return ""
    name = hashlib.sha256(sentence.key.encode()).hexdigest()[:10]
    head = ("style: article", f"date: {sentence.published_at.date()}", f"outlet: {one_line(sentence.outlet)}")
    return "\n".join((f"=== own-{name}", *head, "", body, ""))


def _marked(surface: str, span: LabelledSpan) -> str:
    if span.figure is None or span.correction is None:
        return f"[[{surface}|skip]]"
    if span.correction.rejected:
        return surface
    figure, changes = span.figure, span.correction.changes
    amounts = [f"{amount.normalize():f}" for amount in dict.fromkeys((figure.low, figure.high))]
    labels = [f"{name}={_label(changes[name]) if name in changes else '?'}" for name in _SHARED]
    start, end = changes.get("period_start"), changes.get("period_end")
    period = "?" if "period_end" not in changes or (end and not start) else f"{start}..{end}" if end else "-"
    return f"[[{surface}|money {'..'.join(amounts)} {figure.currency} {' '.join(labels)} period={period}]]"


def _label(value: str | date | None) -> str:
    return "-" if value is None else str(value).replace(" ", "-")
