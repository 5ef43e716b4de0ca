"""The shapes of the knowledge: companies, chips, series and feeds, as they stand in the TOML files.

Unknown keys and wrong values are refused here; what concerns several entries is checked in `loader.py`.
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Names = tuple[Annotated[str, Field(min_length=1)], ...]

CompanyKind = Literal[
    "chip-designer",
    "startup",
    "foundry",
    "memory",
    "equipment",
    "packaging",
    "materials",
    "eda-ip",
    "interconnect",
    "optics",
    "hyperscaler",
    "ai-lab",
    "neocloud",
    "server-maker",
    "device-maker",
    "carmaker",
    "data-centre",
    "power",
    "software",
    "state",
    "investor",
    "research",
    "telecom",
    "semiconductor",
    "other",
]
ChipKind = Literal[
    "GPU",
    "TPU",
    "ASIC",
    "NPU",
    "CPU",
    "LPU",
    "IPU",
    "wafer-scale",
    "SoC",
    "FPGA",
    "DPU",
    "NIC",
    "switch",
    "architecture",
    "system",
    "memory",
    "interconnect",
    "packaging",
    "photonic",
    "neuromorphic",
    "instance",
]
Topic = Literal[
    "hardware", "data-centre", "semiconductors", "business", "general", "vendor", "filings", "research"
]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(_Entry):
    """A company or organisation. `ambiguous` names count only with one of `context` near them."""

    slug: Slug
    name: str
    kind: CompanyKind = "other"
    country: str | None = None
    parent: Slug | None = None
    aliases: Names = ()
    ambiguous: Names = ()
    context: Names = ()
    never: Names = ()
    tickers: tuple[Annotated[str, Field(pattern=r"^[A-Z]+:[A-Z0-9.\-]+$")], ...] = ()
    former: Names = ()
    website: str | None = None
    newsroom: Names = ()
    fiscal_year_end: Annotated[int, Field(ge=1, le=12)] = 12
    fiscal_year_named_by: Literal["start", "end"] = "end"
    names_products: bool = False


class Chip(_Entry):
    """A chip, family, architecture, system, memory kind or interconnect. No vendor: made by many."""

    slug: Slug
    name: str
    vendor: Slug | None = None
    family: str | None = None
    kind: ChipKind
    year: Annotated[int, Field(ge=1950, le=2100)] | None = None
    aliases: Names = ()
    ambiguous: Names = ()
    context: Names = ()
    never: Names = ()


def _compiles(pattern: str) -> str:
    re.compile(pattern)
    return pattern


class Series(_Entry):
    """A pattern that recognises products of a series which are not listed yet.

    `name` and `slug` are templates: {} is the matched text.
    """

    vendor: Slug | None = None
    family: str | None = None
    kind: ChipKind
    pattern: Annotated[str, BeforeValidator(_compiles)]
    name: str = "{}"
    slug: str
    needs_context: bool = False
    context: Names = ()


class KnownFeed(_Entry):
    """A feed of the built-in list. `primary` is the company whose own newsroom or filings it carries."""

    url: Annotated[str, Field(pattern=r"^https?://")]
    outlet: str
    homepage: Annotated[str, Field(pattern=r"^https?://")]
    topic: Topic
    country: str | None = None
    primary: Slug | None = None
    full_text: bool | None = None
