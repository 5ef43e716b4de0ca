"""Finds every place where a text may name a company or a chip that is listed. Decides no ambiguity.

The aliases stand in a trie over runs of letters and digits. That costs a look-up a word, however many aliases
there are, and gives offsets into the text itself, which no tokenizer can shift.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from chipnews.knowledge.entries import Chip, Company
from chipnews.knowledge.loader import Knowledge
from chipnews.tagging.wordlists import WORD_TICKERS
from chipnews.tagging.words import Run, gap_fits, runs_of

# Names that are no words of English, which blogs also write in lower case.
LOWERCASE_NAMES = frozenset(
    """nvidia tsmc asml qualcomm broadcom huawei samsung microsoft anthropic alibaba tencent baidu cerebras
    sambanova graphcore nebius foxconn supermicro marvell""".split()
)
EXCHANGES = (
    "NASDAQ|Nasdaq|NYSE|AMEX|LSE|TSE|TYO|TWSE|TPE|KRX|KOSPI|HKEX|HKG|SEHK|SSE|SZSE|SHA|SHE|ASX|TSX|"
    "Euronext|AMS|FRA|ETR|XETRA"
)
_TICKER = re.compile(
    rf"\b(?:{EXCHANGES})\s?:\s?([A-Z0-9][A-Z0-9.]{{0,8}}[A-Z0-9]|[A-Z])\b|(?<![\w$])\$([A-Z]{{2,6}})\b"
)
_NO_PROSE = re.compile(
    r"https?://[^\s)\]>]+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.\w+|(?<![\w@])@\w+|"
    r"(?<![\w-])[\w-]+\.(?:com|org|net|io|ai|dev)/[^\s)\]>]+|(?<![\w-])[a-z0-9-]+\.(?:com|org|net|io)\b|"
    r"`[^`\nA-Z]{1,80}`"
)
# "nvidia-smi", "nvidia/cuda" and "lib.nvidia.x" are code, "nvidia-backed" is prose.
_CODE_AFTER = re.compile(
    r"[-/.:_][a-z0-9](?!\w*(?:ed|led|based|built|made|owned|run|like|style|class|free|only)\b)"
)
# What a company may leave off its name once it has been named in full: "Scale AI", then "Scale".
_TRADE = re.compile(
    r"(?<=\w) (?:AI|Labs?|Systems|Technolog(?:y|ies)|Semiconductors?|Networks|Computing|Robotics|Photonics|"
    r"Energy|Capital|Ventures|Power|Silicon|Electronics|Microelectronics|Microsystems|Therapeutics|Cloud)$"
)
LEAST_SHORT = 4
# A word that says what the thing is, and belongs to its name only in capitals: "Grace Hopper superchips".
_TAIL = re.compile(
    r"(?<=\w)\s+(?:(?:fabric|quantum|server|security|optical circuit|AI) )?"
    r"(?:superchips?|chips?|instances?|modules?|switch|switches|computers?|modems?|platforms?|racks?|"
    r"GPUs?|accelerators?|cards?|VMs?|CPUs?|DPUs?|SuperNICs?|Ethernet|Tensor Cores?|[48]0GB)$"
)
# In the knowledge the word may have a capital that writers leave out.
_LISTED_TAIL = re.compile(_TAIL.pattern, re.IGNORECASE)
LEAST_BARE_TICKER = 4


@dataclass(frozen=True, slots=True)
class Sense:
    """What an alias may stand for. A short form counts only behind a mention in full."""

    entry: Company | Chip
    ambiguous: bool
    is_short: bool = False

    @property
    def kind(self) -> Literal["company", "chip"]:
        """What it is."""
        return "chip" if isinstance(self.entry, Chip) else "company"

    @property
    def slug(self) -> str:
        """The slug of the company or chip."""
        return self.entry.slug

    @property
    def vendor(self) -> str | None:
        """The slug of the chip's vendor; None for a company or a standard."""
        return self.entry.vendor if isinstance(self.entry, Chip) else None

    @property
    def maker(self) -> str | None:
        """The slug of the company that is named or makes what is named."""
        return self.vendor if isinstance(self.entry, Chip) else self.entry.slug


@dataclass(frozen=True, slots=True)
class Match:
    """A place where an alias stands, and what it may mean there.

    `tail` is the length of a common noun at the end of the place that is no part of the name.
    """

    start: int
    end: int
    alias: str
    sense: Sense
    tail: int = 0


@dataclass(frozen=True, slots=True)
class _Alias:
    """An alias, what stands between its runs, and whether it is a ticker symbol, whose case never varies.

    `has_tail` says that it ends with a common noun, and that the entry is known without it too.
    """

    written: str
    gaps: tuple[str, ...]
    sense: Sense
    is_symbol: bool = False
    has_tail: bool = False


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    ends: list["_Alias"] = field(default_factory=list)


class Gazetteer:
    """All aliases of the knowledge, ready to be found."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._root = _Node()
        self._symbols: dict[str, Sense] = {}
        for company in knowledge.companies.values():
            self._add_company(company)
        self._add_short_forms(knowledge)
        entries: tuple[Company | Chip, ...] = (*knowledge.companies.values(), *knowledge.chips.values())
        self.doubtful = frozenset(
            name.lower() for entry in entries for name in entry.ambiguous if name.isalpha()
        )
        for chip in knowledge.chips.values():
            self._add(chip, (chip.name, *chip.aliases))

    def matches(self, text: str, runs: Sequence[Run]) -> list[Match]:
        """Return all matches in `text`, in order of start, longer ones first; they may overlap."""
        has_marks = any(
            mark in text for mark in ("@", "`", "www.", "://", ".com", ".org", ".net", ".io", ".ai/")
        )
        skipped = [match.span() for match in _NO_PROSE.finditer(text)] if has_marks else []
        found = [
            match
            for match in (*self._listed(text, runs), *self._tickers(text))
            if not any(start <= match.start and match.end <= end for start, end in skipped)
        ]
        return sorted(found, key=lambda match: (match.start, -match.end))

    def _add_company(self, company: Company) -> None:
        self._add(company, (company.name, *company.aliases, *company.former))
        sense = Sense(company, ambiguous=False)
        for ticker in company.tickers:
            symbol = ticker.partition(":")[2]
            self._symbols.setdefault(symbol, sense)
            known = symbol.lower() == company.slug or symbol.lower() in WORD_TICKERS
            if len(symbol) >= LEAST_BARE_TICKER and symbol.isalpha() and not known:
                self._plant(symbol, sense, is_symbol=True)

    def _add_short_forms(self, knowledge: Knowledge) -> None:
        """Plant the companies' names without the word for their trade, where no one else has that name."""
        entries: tuple[Company | Chip, ...] = (*knowledge.companies.values(), *knowledge.chips.values())
        taken = {name.lower() for each in entries for name in (each.name, *each.aliases, *each.ambiguous)}
        for company in knowledge.companies.values():
            short = _TRADE.sub("", company.name)
            if len(short) >= LEAST_SHORT and short.lower() not in taken:
                taken.add(short.lower())
                self._plant(short, Sense(company, ambiguous=True, is_short=True))

    def _add(self, entry: Company | Chip, names: Sequence[str]) -> None:
        every = dict.fromkeys((*names, *entry.ambiguous))
        for alias in every:
            has_tail = _LISTED_TAIL.sub("", alias) in every and _LISTED_TAIL.search(alias) is not None
            self._plant(alias, Sense(entry, ambiguous=alias in entry.ambiguous), has_tail=has_tail)

    def _plant(self, alias: str, sense: Sense, *, is_symbol: bool = False, has_tail: bool = False) -> None:
        runs = runs_of(alias)
        node = self._root
        for run in runs:
            node = node.children.setdefault(run.lower, _Node())
        gaps = tuple(alias[a.end : b.start] for a, b in pairwise(runs))
        node.ends.append(_Alias(alias, gaps, sense, is_symbol, has_tail))

    def _listed(self, text: str, runs: Sequence[Run]) -> Iterator[Match]:
        top = self._root.children
        for first, run in enumerate(runs):
            children = top
            if (run.lower not in top and run.lower[:-1] not in top) or not _begins(text, run.start):
                continue
            for last in range(first, len(runs)):
                lower = runs[last].lower
                if lower.endswith("s") and lower[:-1] in children and not _goes_on(text, runs[last].end):
                    node = children[lower[:-1]]
                    yield from _ends(text, runs, (first, last), node, runs[last].end - 1, plural=True)
                if lower not in children:
                    break
                node = children[lower]
                if node.ends:
                    yield from _at_word_end(text, runs, (first, last), node)
                children = node.children

    def _tickers(self, text: str) -> Iterator[Match]:
        for match in _TICKER.finditer(text):
            sense = self._symbols.get(match.group(1) or match.group(2))
            if sense is not None:
                yield Match(match.start(), match.end(), match.group(), sense)


def _goes_on(text: str, at: int) -> bool:
    """Return whether a word goes on at this offset, so that no name ends before it."""
    if at >= len(text):
        return False
    return text[at].isalnum() or (text[at] == "_" and text[at + 1 : at + 2].isalnum())


def _begins(text: str, start: int) -> bool:
    """Return whether a name may begin here: not inside a word, a contraction or a path."""
    if start == 0:
        return True
    before, earlier = text[start - 1], text[start - 2 : start - 1]
    if before.isalnum():
        return before in "xX" and earlier.isdigit()
    if before in "'’_":
        return not earlier.isalnum()
    if before == "-" and text[start].islower() and not text[start + 1 : start + 2].isalnum():
        return not earlier.isalnum()
    return before != "\\"


def _at_word_end(text: str, runs: Sequence[Run], span: tuple[int, int], node: _Node) -> Iterator[Match]:
    """Yield the aliases that end with the last run of `span`, where a word or its plural ends there."""
    last = span[1]
    end = runs[last].end
    if not _goes_on(text, end):
        yield from _ends(text, runs, span, node, end, plural=False)
    elif text[end] == "s" and runs[last].lower.isdigit() and not _goes_on(text, end + 1):
        yield from _ends(text, runs, span, node, end, plural=True)


def _ends(
    text: str, runs: Sequence[Run], span: tuple[int, int], node: _Node, end: int, *, plural: bool
) -> Iterator[Match]:
    """Yield the aliases of `node` with which spacing and case agree. A plural is one of a chip."""
    within = runs[span[0] : span[1] + 1]
    gaps = [text[a.end : b.start] for a, b in pairwise(within)]
    surface = text[within[0].start : end]
    measured = span[0] > 0 and runs[span[0] - 1].lower.isdigit() and text[within[0].start - 1].isspace()
    for alias in node.ends:
        if plural and alias.sense.kind != "chip":
            continue
        parted = any(gap.isspace() and not wanted for gap, wanted in zip(gaps, alias.gaps, strict=True))
        # "512 GB 200 W" has no GB200 in it, and who writes "AI 5" need not mean the AI5.
        if parted and (measured or alias.sense.ambiguous):
            continue
        fits = all(
            gap_fits(wanted, gap, within[index].lower, within[index + 1].lower)
            for index, (wanted, gap) in enumerate(zip(alias.gaps, gaps, strict=True))
        )
        if fits and (
            surface == alias.written
            if alias.is_symbol
            else case_fits(alias.written, surface, alias.sense.ambiguous)
        ):
            if surface.islower() and _CODE_AFTER.match(text, end):
                continue
            if alias.written.endswith("+"):
                if text[end : end + 1] != "+":
                    continue
                yield Match(within[0].start, end + 1, alias.written, alias.sense)
                continue
            tail = _TAIL.search(text[within[0].start : end + plural]) if alias.has_tail else None
            length = tail.end() - tail.start() if tail else 0
            yield Match(within[0].start, end + plural, alias.written, alias.sense, length)


def case_fits(alias: str, surface: str, ambiguous: bool) -> bool:
    """Return whether `surface` may be `alias` in other capitals, such as a headline's or a blog's."""
    wanted = "".join(filter(str.isalnum, alias))
    given = "".join(filter(str.isalnum, surface))
    if wanted == given:
        return True
    if wanted[:1].isdigit() and not any(map(str.isupper, given)):
        return False
    letters = sum(map(str.isalpha, wanted))
    has_digit = letters < len(wanted)
    if given.isupper():
        return letters >= LEAST_BARE_TICKER or has_digit
    if given.islower():
        camel = not wanted.isupper() and wanted[1:] != wanted[1:].lower() and " " not in alias
        return not ambiguous and (has_digit or camel or given in LOWERCASE_NAMES)
    if wanted.isupper() and letters < LEAST_BARE_TICKER and not has_digit:
        return False
    if has_digit:
        return True
    return all(
        mine[0].isupper() or not theirs[0].isupper()
        for mine, theirs in zip(
            surface.replace("-", " ").split(), alias.replace("-", " ").split(), strict=False
        )
    )
