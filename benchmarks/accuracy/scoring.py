"""Compare the tags of one text with its labels, and add up the comparisons. Pure; knows no printing.

A mention is right when span and slug agree; a legal form after the name ("Inc.", "Group") may be in the span
or not. A figure is found when its span overlaps the labelled one and low, high and currency are equal; its
attributes are then compared one by one. Predictions in a skipped region, or on an optional mention with the
right slug, are neither right nor wrong.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol, TypeVar

from benchmarks.accuracy.corpus import Accepted, LabelledFigure, LabelledMention, LabelledText
from chipnews.tagging.values import Candidate, Figure, Mention, TaggedText

LAYERS = ("companies", "chips", "money", "attribution", "relevance", "discovery")
ATTRIBUTES = ("kind", "company", "counterparty", "period", "status", "chip", "direction")
CLAIMS = ("kind", "company", "counterparty", "period")

LEGAL_FORM = re.compile(
    r",? (?:Inc|Corp|Corporation|Co|Company|Ltd|Limited|LLC|plc|AG|SE|NV|N\.V|SA|Group|Holdings?)\.?,?|\.",
    re.IGNORECASE,
)

Outcome = Literal["right", "wrong", "null right", "null wrong"]

Label = TypeVar("Label")
Find = TypeVar("Find")


class Spanned(Protocol):
    """Anything with a start and an end in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Amount(Spanned, Protocol):
    """An amount found in a text, by chipnews or by a peer."""

    @property
    def surface(self) -> str: ...
    @property
    def low(self) -> Decimal: ...
    @property
    def high(self) -> Decimal: ...
    @property
    def currency(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """Right, spurious and missed finds."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of the finds that are right; 1 where nothing was found."""
        return _share(self.right, self.right + self.spurious)

    @property
    def recall(self) -> float:
        """Share of the labels that were found; 1 where there was nothing to find."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return _share(2 * self.right, 2 * self.right + self.spurious + self.missed)


@dataclass(frozen=True, slots=True)
class Problem:
    """One disagreement, for the list of errors; start and end are offsets into the text."""

    layer: str
    text_id: str
    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How one attribute of one found figure compares with its label."""

    attribute: str
    outcome: Outcome
    wanted: bool
    confidence: float


@dataclass(frozen=True, slots=True)
class TextScore:
    """Everything measured on one text."""

    mentions: dict[str, Counts]
    money: Counts
    answers: tuple[Answer, ...]
    relevance: Counts
    discovery: Counts
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class Totals:
    """The sum over texts. `mentions` has a row for each way of comparing: "chips", "chips, span only" ..."""

    texts: int = 0
    mentions: dict[str, Counts] = field(default_factory=dict)
    money: Counts = Counts()
    answers: list[Answer] = field(default_factory=list)
    relevance: Counts = Counts()
    discovery: Counts = Counts()
    problems: list[Problem] = field(default_factory=list)

    def add(self, score: TextScore) -> None:
        """Add the score of one more text."""
        self.texts += 1
        for name, counts in score.mentions.items():
            self.mentions[name] = self.mentions.get(name, Counts()) + counts
        self.money += score.money
        self.answers += score.answers
        self.relevance += score.relevance
        self.discovery += score.discovery
        self.problems += score.problems

    def outcomes(self, attribute: str) -> Counter[Outcome]:
        """Return how often each outcome occurred for the attribute."""
        return Counter(answer.outcome for answer in self.answers if answer.attribute == attribute)


def score_text(labels: LabelledText, tags: TaggedText) -> TextScore:
    """Compare the tags of one text with its labels."""
    problems: list[Problem] = []
    mentions: dict[str, Counts] = {}
    for layer, kind, found in (("companies", "company", tags.companies), ("chips", "chip", tags.chips)):
        wanted = [mention for mention in labels.mentions if mention.kind == kind]
        counts, of_layer = score_mentions(labels, wanted, found, layer)
        problems += of_layer
        mentions[layer] = counts
        mentions[f"{layer}, span only"] = _count(labels, wanted, found, _same_span(labels.text))
        mentions[f"{layer}, overlap"] = _count(labels, wanted, found, _overlap_and_slug)
    pairs, money, of_money = score_money(labels, tags.figures)
    answers: list[Answer] = []
    for wanted_figure, figure in pairs:
        for attribute in ("qualifier", "unit", *ATTRIBUTES):
            accepted, given = accepted_values(wanted_figure, attribute), value_of(figure, attribute)
            outcome = compare(accepted, given)
            if outcome is None:
                continue
            answers.append(Answer(attribute, outcome, accepted.has_value, figure.confidence))
            if outcome in ("wrong", "null wrong"):
                right = " or ".join("null" if value is None else value for value in accepted.values)
                message = (
                    f"{attribute}: {given or 'null'}, should be {right} (confidence {figure.confidence:.2f})"
                )
                layer = "money" if attribute in ("qualifier", "unit") else "attribution"
                problems.append(Problem(layer, labels.id, figure.start, figure.end, message))
    relevance, of_relevance = _score_relevance(labels, tags.relevant)
    discovery, of_discovery = _score_discovery(labels, tags.candidates)
    return TextScore(
        mentions,
        money,
        tuple(answers),
        relevance,
        discovery,
        (*problems, *of_money, *of_relevance, *of_discovery),
    )


def overlap(one: Spanned, other: Spanned) -> bool:
    """Return whether two spans share a character."""
    return one.start < other.end and other.start < one.end


def score_mentions(
    labels: LabelledText, wanted: Sequence[LabelledMention], found: Sequence[Mention], layer: str
) -> tuple[Counts, list[Problem]]:
    """Compare mentions by span and slug, and name every disagreement."""
    same = _same_span_and_slug(labels.text)
    right = _pairs(wanted, found, same)
    matched_labels = {id(label) for label, _ in right}
    matched_finds = {id(mention) for _, mention in right}
    problems = []
    for mention in found:
        if id(mention) in matched_finds or _excused(labels, wanted, mention):
            continue
        problems.append(_problem(layer, labels, mention, f"spurious: {mention.surface!r} as {mention.slug}"))
    for label in wanted:
        if id(label) not in matched_labels and not label.optional:
            problems.append(_problem(layer, labels, label, f"missed: {label.surface!r} as {label.slug}"))
    return _count(labels, wanted, found, same), problems


def score_money(
    labels: LabelledText, found: Sequence[Figure]
) -> tuple[list[tuple[LabelledFigure, Figure]], Counts, list[Problem]]:
    """Return the figures that were found with their labels, the counts, and every disagreement."""
    pairs = _pairs(labels.figures, found, same_amount)
    matched_labels = {id(label) for label, _ in pairs}
    matched_finds = {id(figure) for _, figure in pairs}
    problems = [
        _problem("money", labels, figure, f"spurious: {figure.surface!r} as {amount_text(figure)}")
        for figure in found
        if id(figure) not in matched_finds and not _skipped(labels, figure)
    ]
    problems += [
        _problem("money", labels, label, f"missed: {label.surface!r} as {amount_text(label)}")
        for label in labels.figures
        if id(label) not in matched_labels
    ]
    return pairs, count_money(labels, found), problems


def count_money(labels: LabelledText, found: Sequence[Amount]) -> Counts:
    """Count the amounts of a text that were found, by chipnews or by a peer."""
    right = len(_pairs(labels.figures, found, same_amount))
    skipped = sum(_skipped(labels, amount) for amount in found)
    return Counts(right, len(found) - right - skipped, len(labels.figures) - right)


def same_amount(label: Amount, found: Amount) -> bool:
    """Return whether the spans overlap and low, high and currency are equal."""
    return (
        overlap(label, found)
        and label.low == found.low
        and label.high == found.high
        and label.currency == found.currency
    )


def amount_text(amount: Amount) -> str:
    """Return an amount for a person: "26300000000 USD" or "1..2 EUR"."""
    low, high = f"{amount.low:f}", f"{amount.high:f}"
    return f"{low if amount.low == amount.high else f'{low}..{high}'} {amount.currency}"


def accepted_values(label: LabelledFigure, attribute: str) -> Accepted:
    """Return the accepted answers for an attribute of a labelled figure."""
    accepted = getattr(label, attribute)
    assert isinstance(accepted, Accepted)
    return accepted


def value_of(figure: Figure, attribute: str) -> str | None:
    """Return the tagger's answer for an attribute; a period as `start..end` in ISO days."""
    if attribute == "period":
        if figure.period_start is None and figure.period_end is None:
            return None
        return f"{figure.period_start or ''}..{figure.period_end or ''}"
    value = getattr(figure, attribute)
    assert value is None or isinstance(value, str)
    return value


def compare(accepted: Accepted, given: str | None) -> Outcome | None:
    """Return the outcome of one answer, or None where the label is not scored."""
    if not accepted.scored:
        return None
    if given is None:
        return "null right" if None in accepted.values else "null wrong"
    return "right" if given in accepted.values else "wrong"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _problem(layer: str, labels: LabelledText, where: Spanned, message: str) -> Problem:
    return Problem(layer, labels.id, where.start, where.end, message)


def _pairs(
    labels: Iterable[Label], found: Sequence[Find], same: Callable[[Label, Find], bool]
) -> list[tuple[Label, Find]]:
    pairs: list[tuple[Label, Find]] = []
    taken: set[int] = set()
    for label in labels:
        for number, find in enumerate(found):
            if number not in taken and same(label, find):
                taken.add(number)
                pairs.append((label, find))
                break
    return pairs


def _same_span(text: str) -> Callable[[LabelledMention, Mention], bool]:
    def same(label: LabelledMention, mention: Mention) -> bool:
        tail = text[min(label.end, mention.end) : max(label.end, mention.end)]
        return label.start == mention.start and (not tail or LEGAL_FORM.fullmatch(tail) is not None)

    return same


def _same_span_and_slug(text: str) -> Callable[[LabelledMention, Mention], bool]:
    same_span = _same_span(text)
    return lambda label, mention: label.slug == mention.slug and same_span(label, mention)


def _overlap_and_slug(label: LabelledMention, mention: Mention) -> bool:
    return overlap(label, mention) and label.slug == mention.slug


def _skipped(labels: LabelledText, amount: Amount) -> bool:
    inside = any(region.kind == "skip" and overlap(region, amount) for region in labels.regions)
    return inside and not any(overlap(label, amount) for label in labels.figures)


def _excused(labels: LabelledText, wanted: Sequence[LabelledMention], mention: Mention) -> bool:
    return any(overlap(region, mention) for region in labels.regions) or any(
        label.optional and _overlap_and_slug(label, mention) for label in wanted
    )


def _count(
    labels: LabelledText,
    wanted: Sequence[LabelledMention],
    found: Sequence[Mention],
    same: Callable[[LabelledMention, Mention], bool],
) -> Counts:
    firm = [label for label in wanted if not label.optional]
    right = _pairs(firm, found, same)
    matched = {id(mention) for _, mention in right}
    spurious = sum(id(mention) not in matched and not _excused(labels, wanted, mention) for mention in found)
    return Counts(len(right), spurious, len(firm) - len(right))


def _score_relevance(labels: LabelledText, relevant: bool) -> tuple[Counts, list[Problem]]:
    if labels.relevant is None:
        return Counts(), []
    if labels.relevant == relevant:
        return Counts(right=int(relevant)), []
    verdict = "taken for news of this field" if relevant else "not taken for news of this field"
    problem = Problem("relevance", labels.id, 0, min(80, len(labels.text)), verdict)
    return Counts(spurious=int(relevant), missed=int(labels.relevant)), [problem]


def _score_discovery(labels: LabelledText, found: Sequence[Candidate]) -> tuple[Counts, list[Problem]]:
    regions = [region for region in labels.regions if region.kind == "candidate"]
    wanted = {region.surface: region for region in regions}
    problems = []
    right = set()
    for surface in wanted:
        if any(
            candidate.name == surface or (region.surface == surface and overlap(region, candidate))
            for candidate in found
            for region in regions
        ):
            right.add(surface)
        else:
            problems.append(_problem("discovery", labels, wanted[surface], f"missed: {surface!r}"))
    known: tuple[Spanned, ...] = (*labels.regions, *labels.mentions)
    spurious = 0
    for candidate in found:
        if candidate.name in wanted or any(overlap(span, candidate) for span in known):
            continue
        spurious += 1
        problems.append(_problem("discovery", labels, candidate, f"spurious: {candidate.name!r}"))
    return Counts(len(right), spurious, len(wanted) - len(right)), problems
