"""The values that tagging gives: mentions, figures and candidates of one text. Data only, no logic.

Offsets are Unicode code points into the text that was tagged: `text[start:end] == surface`.
Amounts are whole currency units. Dates of a period are inclusive.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Qualifier = Literal["exact", "about", "over", "up to"]
Unit = Literal[
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
]
FigureKind = Literal[
    "revenue",
    "profit",
    "loss",
    "capex",
    "investment",
    "funding",
    "valuation",
    "market_cap",
    "acquisition",
    "deal",
    "price",
    "cost",
    "market_size",
    "debt",
    "subsidy",
    "fine",
    "share_price",
    "guidance",
    "other",
]
Status = Literal["actual", "planned", "rumoured", "denied"]
Direction = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a text names a company or a chip.

    `vendor` is the slug of a chip's vendor, None for companies and for standards such as HBM3E.
    `listed` is False for a product that only a series pattern recognised.
    """

    kind: Literal["company", "chip"]
    slug: str
    name: str
    start: int
    end: int
    surface: str
    vendor: str | None = None
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount of money of a text, with what it is about. None means not known, never a guess.

    `compared_to` and `part_of` are indexes into the same text's figures: the figure that this one is
    compared with ("up from $48.4 billion"), and the figure that it is a part of.
    `period` names the period as a reader would: "2024", "Q2 FY2024", "2025-2028".
    `cites` is the outlet or source that the sentence gives it on the authority of, if it does.
    """

    start: int
    end: int
    surface: str
    low: Decimal
    high: Decimal
    currency: str
    qualifier: Qualifier
    unit: Unit
    sentence: str
    kind: FigureKind | None = None
    company: str | None = None
    counterparty: str | None = None
    chip: str | None = None
    period: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    direction: Direction | None = None
    status: Status = "actual"
    compared_to: int | None = None
    part_of: int | None = None
    cites: str | None = None
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A company that no list knows, found in a text, with the sentence and why it was taken for one."""

    name: str
    start: int
    end: int
    sentence: str
    evidence: str


@dataclass(frozen=True, slots=True)
class TaggedText:
    """All tags of one text, each tuple in text order. `relevant` says whether it is news of this field."""

    relevant: bool
    companies: tuple[Mention, ...] = ()
    chips: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    candidates: tuple[Candidate, ...] = ()
