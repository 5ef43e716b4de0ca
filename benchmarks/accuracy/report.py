"""Write the totals of a run as plain text: one table a layer, targets beside the numbers."""

import itertools
from collections.abc import Mapping, Sequence

from benchmarks.accuracy.corpus import LabelledText
from benchmarks.accuracy.scoring import ATTRIBUTES, CLAIMS, Counts, Problem, Totals

F1_TARGETS = {"companies": 0.97, "chips": 0.97, "money": 0.99}
ACCURACY_TARGETS = {"kind": 0.90, "company": 0.90, "period": 0.90, "counterparty": 0.85}
WRONG_AT_MOST = 0.07
BIN_EDGES = (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 1.0)
CONTEXT = 60

_COUNTS_HEAD = f"{'':<24}{'precision':>10}{'recall':>8}{'F1':>8}{'right':>7}{'spurious':>10}{'missed':>8}"


def render(totals: Totals, layers: Sequence[str]) -> str:
    """Return the tables of the chosen layers."""
    sections = {
        "companies": _mentions,
        "chips": _mentions,
        "money": _money,
        "attribution": _attribution,
    }
    parts = []
    for layer in layers:
        if layer in sections:
            parts.append(sections[layer](totals, layer))
        elif layer == "relevance":
            parts.append(_table("relevance", {"relevance": totals.relevance}))
        else:
            parts.append(_table("discovery of unlisted companies", {"discovery": totals.discovery}))
    return "\n\n".join(parts)


def render_peers(peers: Mapping[str, Counts | str]) -> str:
    """Return the table of the peers on money; a peer that could not run has its reason instead of counts."""
    rows = [_row(name, counts) for name, counts in peers.items() if isinstance(counts, Counts)]
    skipped = [f"{name:<24}  skipped: {reason}" for name, reason in peers.items() if isinstance(reason, str)]
    return "\n".join(["money, peers in the same run", _COUNTS_HEAD, *rows, *skipped])


def render_problems(problems: Sequence[Problem], texts: Sequence[LabelledText], layers: Sequence[str]) -> str:
    """Return every error of the chosen layers with the text around it."""
    by_id = {text.id: text for text in texts}
    lines = []
    for layer in layers:
        chosen = [problem for problem in problems if problem.layer == layer]
        lines.append(f"{layer}: {len(chosen)} errors")
        for problem in chosen:
            text = by_id[problem.text_id].text
            before = text[max(0, problem.start - CONTEXT) : problem.start]
            after = text[problem.end : problem.end + CONTEXT]
            around = f"{before}»{text[problem.start : problem.end]}«{after}".replace("\n", " ")
            lines.append(f"  {problem.text_id}: {problem.message}\n      …{around}…")
    return "\n".join(lines)


def _mentions(totals: Totals, layer: str) -> str:
    rows = {name: counts for name, counts in totals.mentions.items() if name.split(",")[0] == layer}
    return _table(f"{layer}: span and slug, then less strictly", rows)


def _money(totals: Totals, layer: str) -> str:
    lines = [_table("money: span overlaps; low, high and currency equal", {layer: totals.money})]
    for attribute in ("qualifier", "unit"):
        outcomes = totals.outcomes(attribute)
        asked = sum(outcomes.values())
        lines.append(f"{attribute + ' of those found':<24}{_share(outcomes['right'], asked):>10}  of {asked}")
    return "\n".join(lines)


def _attribution(totals: Totals, layer: str) -> str:
    lines = [
        f"{layer} of the figures found: is null right where the label is null",
        f"{'':<14}{'accuracy':>9}{'target':>8}{'answered':>10}{'precision':>11}{'wrong':>7}{'found':>7}"
        f"{'right':>7}{'null ok':>9}{'bad':>5}{'silent':>8}",
    ]
    for attribute in ATTRIBUTES:
        outcomes = totals.outcomes(attribute)
        right, wrong = outcomes["right"], outcomes["wrong"]
        silent, null_right = outcomes["null wrong"], outcomes["null right"]
        asked = right + wrong + silent + null_right
        wanted = sum(answer.attribute == attribute and answer.wanted for answer in totals.answers)
        found = sum(
            answer.attribute == attribute and answer.wanted and answer.outcome == "right"
            for answer in totals.answers
        )
        target = ACCURACY_TARGETS.get(attribute)
        lines.append(
            f"{attribute:<14}{_share(right + null_right, asked):>9}{f'{target:.2f}' if target else '':>8}"
            f"{_share(right + wrong, asked):>10}{_share(right, right + wrong):>11}"
            f"{_share(wrong, right + wrong):>7}{_share(found, wanted):>7}"
            f"{right:>7}{null_right:>9}{wrong:>5}{silent:>8}"
        )
    claims = [totals.outcomes(attribute) for attribute in CLAIMS]
    right, wrong = sum(outcome["right"] for outcome in claims), sum(outcome["wrong"] for outcome in claims)
    lines += [
        f"wrong where it answers, {', '.join(CLAIMS)} together: {_share(wrong, right + wrong)}"
        f" (target at most {WRONG_AT_MOST:.2f})",
        "",
        _curve(totals),
    ]
    return "\n".join(lines)


def _curve(totals: Totals) -> str:
    lines = [
        f"confidence against correctness ({', '.join(CLAIMS)})",
        f"{'confidence':<14}{'answers':>9}{'right':>8}",
    ]
    given = [
        answer
        for answer in totals.answers
        if answer.attribute in CLAIMS and answer.outcome in ("right", "wrong")
    ]
    for low, high in itertools.pairwise(BIN_EDGES):
        last = high == BIN_EDGES[-1]
        chosen = [
            answer for answer in given if low <= answer.confidence and (answer.confidence < high or last)
        ]
        right = sum(answer.outcome == "right" for answer in chosen)
        bar = "█" * round(20 * right / len(chosen)) if chosen else ""
        lines.append(
            f"{f'{low:.1f} to {high:.1f}':<14}{len(chosen):>9}{_share(right, len(chosen)):>8}  {bar}"
        )
    return "\n".join(lines)


def _table(title: str, rows: Mapping[str, Counts]) -> str:
    return "\n".join([title, _COUNTS_HEAD, *(_row(name, counts) for name, counts in rows.items())])


def _row(name: str, counts: Counts) -> str:
    target = F1_TARGETS.get(name)
    return (
        f"{name:<24}{counts.precision:>10.3f}{counts.recall:>8.3f}{counts.f1:>8.3f}"
        f"{counts.right:>7}{counts.spurious:>10}{counts.missed:>8}"
        + (f"  target {target:.2f}" if target else "")
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "-"
