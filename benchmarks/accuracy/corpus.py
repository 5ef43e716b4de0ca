"""Read the labelled texts: from the markup a person writes to plain text with exact offsets and labels.

The markup is described in README.md beside this file. The parser is strict: a label that it does not
understand is an error with file and line, never skipped. Offsets are Unicode code points into the plain text.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Literal

CORPUS = Path(__file__).parent / "corpus"
SPLITS = ("dev", "test")

KINDS = frozenset(
    "revenue profit loss capex investment funding valuation market_cap acquisition deal price cost "
    "market_size debt subsidy fine share_price guidance other".split()
)
QUALIFIERS = frozenset(("exact", "about", "over", "up to"))
UNITS = frozenset(
    (
        "total",
        "per hour",
        "per day",
        "per month",
        "per year",
        "per share",
        "per chip",
        "per unit",
        "per watt",
        "per kilowatt",
        "per megawatt",
        "per gigawatt",
        "per kilowatt-hour",
        "per million tokens",
        "per user",
    )
)
STATUSES = frozenset(("actual", "planned", "rumoured", "denied"))
DIRECTIONS = frozenset(("up", "down"))

MentionKind = Literal["company", "chip"]
RegionKind = Literal["candidate", "skip"]


class CorpusError(ValueError):
    """A labelled text that breaks the rules of the markup; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """The right answers for one attribute; `None` among them means that null is right. Empty: not scored."""

    values: tuple[str | None, ...]

    @property
    def scored(self) -> bool:
        """Whether an answer is compared at all."""
        return bool(self.values)

    @property
    def has_value(self) -> bool:
        """Whether an answer is wanted: scored, and null is not among the right answers."""
        return self.scored and None not in self.values


@dataclass(frozen=True, slots=True)
class LabelledMention:
    """A company or chip named in the text. An optional one may be found or missed; it does not count."""

    kind: MentionKind
    slug: str
    start: int
    end: int
    surface: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch where predictions are not scored: a company in no list, or a name left out on purpose."""

    kind: RegionKind
    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class LabelledFigure:
    """An amount of money in the text with its value and the accepted answers for each attribute.

    Periods are written as `YYYY-MM-DD..YYYY-MM-DD`, both days included.
    """

    start: int
    end: int
    surface: str
    low: Decimal
    high: Decimal
    currency: str
    qualifier: Accepted
    unit: Accepted
    kind: Accepted
    company: Accepted
    counterparty: Accepted
    chip: Accepted
    period: Accepted
    status: Accepted
    direction: Accepted


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One text with its header and its labels, in the order of the text; `relevant` None is not scored."""

    id: str
    style: str
    published: date
    outlet: str | None
    trap: bool
    relevant: bool | None
    text: str
    mentions: tuple[LabelledMention, ...]
    regions: tuple[Region, ...]
    figures: tuple[LabelledFigure, ...]


def load_corpus(splits: Sequence[str] = SPLITS, root: Path = CORPUS) -> tuple[LabelledText, ...]:
    """Return the texts of the named splits in the order of file names and positions.

    Raises CorpusError where a file breaks the rules or an id occurs twice.
    """
    texts = [
        text
        for split in splits
        for path in sorted((root / split).glob("*.txt"))
        for text in parse_texts(path.read_text(encoding="utf-8"), source=f"{split}/{path.name}")
    ]
    seen: set[str] = set()
    for text in texts:
        if text.id in seen:
            raise CorpusError(f"the id {text.id} is used twice; give each text its own")
        seen.add(text.id)
    return tuple(texts)


def parse_texts(source_text: str, source: str) -> Iterator[LabelledText]:
    """Yield each text of one file; `source` is named in errors."""
    lines = source_text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("=== ")]
    if any(line.strip() for line in lines[: starts[0] if starts else None]):
        raise CorpusError(f"{source}:1: text before the first '=== id' line")
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield _parse_text(lines[start:end], f"{source}:{start + 1}")


def _parse_text(lines: Sequence[str], where: str) -> LabelledText:
    text_id = lines[0].removeprefix("=== ").strip()
    where = f"{where} ({text_id})"
    header: dict[str, str] = {}
    body_at = len(lines)
    for number, line in enumerate(lines[1:], start=1):
        if not line.strip():
            body_at = number + 1
            break
        key, colon, value = line.partition(":")
        if not colon or key in header or key not in ("style", "date", "outlet", "trap", "relevant"):
            raise CorpusError(f"{where}: bad header line {line!r}")
        header[key] = value.strip()
    body = "\n".join(lines[body_at:]).strip()
    if not body:
        raise CorpusError(f"{where}: no text after the header")
    if "style" not in header or "date" not in header:
        raise CorpusError(f"{where}: the header needs style and date")
    text, mentions, regions, figures = parse_markup(body, where)
    return LabelledText(
        id=text_id,
        style=header["style"],
        published=_day(header["date"], where),
        outlet=header.get("outlet"),
        trap=_yes(header.get("trap", "no"), where),
        relevant=_yes(header["relevant"], where) if "relevant" in header else None,
        text=text,
        mentions=mentions,
        regions=regions,
        figures=figures,
    )


Markup = tuple[str, tuple[LabelledMention, ...], tuple[Region, ...], tuple[LabelledFigure, ...]]


def parse_markup(body: str, where: str) -> Markup:
    """Return the plain text and the labels of a marked-up body; raises CorpusError."""
    plain: list[str] = []
    length = 0
    mentions: list[LabelledMention] = []
    regions: list[Region] = []
    figures: list[LabelledFigure] = []
    position = 0
    for found in re.finditer(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]", body):
        before, surface, label = body[position : found.start()], found[1], found[2]
        plain += [before, surface]
        start = length + len(before)
        end = start + len(surface)
        length, position = end, found.end()
        if surface != surface.strip():
            raise CorpusError(f"{where}: white space at the edge of {surface!r}")
        kind, *words = label.split()
        if kind in ("company", "chip"):
            mentions.append(_mention(kind, words, start, end, surface, where))
        elif kind == "money":
            figures.append(_figure(words, start, end, surface, where))
        elif kind == "candidate" and not words:
            regions.append(Region("candidate", start, end, surface))
        elif kind == "skip" and not words:
            regions.append(Region("skip", start, end, surface))
        else:
            raise CorpusError(f"{where}: unknown label {label!r}")
    plain.append(body[position:])
    text = "".join(plain)
    if "[[" in text or "]]" in text:
        raise CorpusError(f"{where}: brackets that are no label")
    return text, tuple(mentions), tuple(regions), tuple(figures)


def _mention(kind: str, words: list[str], start: int, end: int, surface: str, where: str) -> LabelledMention:
    if not words or words[1:] not in ([], ["optional"]):
        raise CorpusError(f"{where}: {kind} {surface!r} needs one slug, then nothing or 'optional'")
    return LabelledMention(
        "company" if kind == "company" else "chip",
        _slug(words[0], where),
        start,
        end,
        surface,
        optional=len(words) > 1,
    )


_KEYS = ("qualifier", "unit", "kind", "company", "counterparty", "chip", "period", "status", "direction")
_DEFAULTS = {
    "qualifier": "exact",
    "unit": "total",
    "counterparty": "-",
    "chip": "-",
    "status": "actual",
    "direction": "-",
}
_VOCABULARY = {
    "qualifier": QUALIFIERS,
    "unit": UNITS,
    "kind": KINDS,
    "status": STATUSES,
    "direction": DIRECTIONS,
}
assert set(_KEYS) <= {field.name for field in fields(LabelledFigure)}


def _figure(words: list[str], start: int, end: int, surface: str, where: str) -> LabelledFigure:
    where = f"{where}: {surface!r}"
    if len(words) < 2 or not re.fullmatch(r"[A-Z]{3}", words[1]):
        raise CorpusError(f"{where}: money needs an amount, a currency code and attributes")
    low, dots, high = words[0].partition("..")
    given = dict(_DEFAULTS)
    for word in words[2:]:
        key, equals, value = word.partition("=")
        if not equals or key not in _KEYS:
            raise CorpusError(f"{where}: unknown attribute {word!r}")
        given[key] = value
    missing = [key for key in _KEYS if key not in given]
    if missing:
        raise CorpusError(f"{where}: {', '.join(missing)} must be given ('-' for none, '?' for not scored)")
    accepted = {key: _accepted(key, given[key], where) for key in _KEYS}
    figure = LabelledFigure(
        start, end, surface, _amount(low, where), _amount(high if dots else low, where), words[1], **accepted
    )
    if figure.low > figure.high:
        raise CorpusError(f"{where}: the range runs backwards")
    return figure


def _accepted(key: str, written: str, where: str) -> Accepted:
    parts = written.split("/")
    if "?" in parts:
        return Accepted(())
    return Accepted(tuple(None if part == "-" else _value(key, part, where) for part in parts))


def _value(key: str, part: str, where: str) -> str:
    if key == "period":
        return period(part, where)
    if key in _VOCABULARY:
        value = next((word for word in _VOCABULARY[key] if word.replace(" ", "-") == part), part)
        if value not in _VOCABULARY[key]:
            raise CorpusError(f"{where}: {key} has no value {part!r}")
        return value
    return _slug(part, where)


def period(written: str, where: str) -> str:
    """Return `start..end` in ISO days for 2024, 2024Q2, 2024H1, 2024-05, 2024-05-23, or two with `..`."""
    first, dots, last = written.partition("..")
    start, end = _bounds(first, where)[0], _bounds(last if dots else first, where)[1]
    if start > end:
        raise CorpusError(f"{where}: the period {written} runs backwards")
    return f"{start}..{end}"


def _bounds(written: str, where: str) -> tuple[date, date]:
    found = re.fullmatch(r"(\d{4})(?:Q([1-4])|H([12])|-(\d{2}))?", written)
    if not found:
        day = _day(written, where)
        return day, day
    year, quarter, half, month = found.groups()
    if quarter:
        first, last = 3 * int(quarter) - 2, 3 * int(quarter)
    elif half:
        first, last = 6 * int(half) - 5, 6 * int(half)
    elif month:
        first = last = int(month)
    else:
        first, last = 1, 12
    if not 1 <= first <= 12:
        raise CorpusError(f"{where}: no such month in {written!r}")
    return date(int(year), first, 1), date(int(year), last, calendar.monthrange(int(year), last)[1])


def _amount(written: str, where: str) -> Decimal:
    try:
        return Decimal(written)
    except InvalidOperation as error:
        raise CorpusError(f"{where}: {written!r} is no number") from error


def _slug(written: str, where: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", written):
        raise CorpusError(f"{where}: {written!r} is no slug (small letters, digits, hyphens)")
    return written


def _day(written: str, where: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise CorpusError(f"{where}: {written!r} is no day; write YYYY-MM-DD") from error


def _yes(written: str, where: str) -> bool:
    if written not in ("yes", "no"):
        raise CorpusError(f"{where}: write yes or no, not {written!r}")
    return written == "yes"
