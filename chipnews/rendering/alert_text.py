"""The message of an alert: plain text, a line for each figure or item and its address below."""

from chipnews.rendering.labels import counted, day_label, source_label, what_label, who_label
from chipnews.rendering.markdown_text import safe_url
from chipnews.rendering.money import money
from chipnews.rendering.terminal_text import one_line
from chipnews.reports.alerts import AlertMatches, Match


def alert_title(found: AlertMatches) -> str:
    """Return the subject of the message: "chipnews: Amazon's spending (2 figures)"."""
    noun = "figure" if found.matches and found.matches[0].figure else "item"
    return f"chipnews: {one_line(found.alert)} ({counted(len(found.matches), noun)})"


def alert_text(found: AlertMatches) -> str:
    """Return the body of the message."""
    return "\n\n".join(_entry(match) for match in found.matches)


def _entry(match: Match) -> str:
    if match.figure is not None:
        line = match.figure
        head = f"{money(line.amount)}: {what_label(line)} - {who_label(line)} ({source_label(line)})"
        parts = [head, line.sentence, safe_url(line.source.url)]
    elif match.item is not None:
        item = match.item
        parts = [f"{item.title} ({item.outlet}, {day_label(item.published_at)})", safe_url(item.url)]
    else:
        parts = []
    return "\n".join(one_line(part) for part in parts if part)
