"""Splits a text into sentences by rules, with exact offsets. Knows nothing of companies or money.

The statistical model splits better in literature, but costs more than all other tagging together; news
prose is regular enough for punctuation, abbreviations and line breaks.
"""

import re
from collections.abc import Iterator

Span = tuple[int, int]

# A full stop after one of these ends no sentence, whatever follows.
NEVER_FINAL = frozenset(
    """mr mrs ms dr prof sen rep gov gen col lt sgt st hon rev vs v fig figs approx est ca cf e.g i.e eg ie al
    rs jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri ave blvd dept assn bros messrs
    reps sens gens""".split()
)
# A full stop after one of these ends a sentence only where the next word is one that starts sentences.
SELDOM_FINAL = frozenset(
    """inc corp co ltd llc plc jr sr u.s u.k u.n e.u d.c a.m p.m n.v s.a a.g l.p cie bhd etc ph.d""".split()
)
STARTERS = frozenset(
    """the it its in a an but and or he she they this that these those on at for with we as if while when
    meanwhile however last since also after before by during under from to our their his her some many most
    both another analysts shares although though despite yet so still now then there here what why how who
    where i you""".split()
)
NUMBERED = frozenset({"no", "nos"})  # "No. 1", but also "He said no. Then"
_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s+[\"'“‘«(\[]*[^\s\"'“‘«(\[])")
_LAST_WORD = re.compile(r"[\w.&'’-]*$")
_NEXT_WORD = re.compile(r"\s+[\"'“‘«(\[]*(\w+)?")
_LINE_BREAK = re.compile(r"[ \t\r\f\v]*\n\s*")
_BULLET = re.compile(r"(?:[-•*–—▪‣·]|\d{1,2}[.)])\s")
_CLOSED = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
WRAP_WIDTH = 100  # lines no longer than this may be hard-wrapped prose
WRAP_LEAST = 45  # a line shorter than this was not broken for its length


def split_sentences(text: str) -> list[Span]:
    """Return the (start, end) of each sentence of `text`, in order, without white space at either end."""
    return [
        sentence
        for start, end in _blocks(text)
        for sentence in _in_block(text, start, end)
        if sentence[0] < sentence[1]
    ]


def _blocks(text: str) -> Iterator[Span]:
    """Yield paragraphs, headings and list entries: what a line break separates."""
    wrapped = "\n" in text and max(map(len, text.split("\n"))) <= WRAP_WIDTH
    start = 0
    for match in _LINE_BREAK.finditer(text):
        if _breaks(text, start, match, wrapped):
            yield start, match.start()
            start = match.end()
    yield start, len(text)


def _breaks(text: str, start: int, match: re.Match[str], wrapped: bool) -> bool:
    """Return whether a line break ends a block, or is only a wrapped line."""
    if match.group().count("\n") > 1 or match.end() >= len(text):
        return True
    line_start = text.rfind("\n", start, match.start()) + 1 or start
    before = text[line_start : match.start()]
    if _BULLET.match(text, match.end()) or _CLOSED.search(before):
        return True
    following = text[match.end()]
    if wrapped and len(before) >= WRAP_LEAST:
        return False
    return not (following.islower() or (wrapped and not following.isupper()))


def _in_block(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences between two offsets."""
    first = start
    for match in _END.finditer(text, start, end):
        if match.end() < end and _is_final(text, first, match):
            yield _stripped(text, first, match.end())
            first = match.end()
    yield _stripped(text, first, end)


def _is_final(text: str, start: int, match: re.Match[str]) -> bool:
    following = _NEXT_WORD.match(text, match.end())
    next_word = following.group(1) if following and following.group(1) else ""
    if next_word and next_word[0].islower():
        return False
    if not match.group().startswith(".") or match.group().startswith(".."):
        return True
    word = _LAST_WORD.search(text, max(start, match.start() - 20), match.start())
    last = word.group().lower().lstrip(".") if word else ""
    if last in NEVER_FINAL or (last in NUMBERED and next_word[:1].isdigit()):
        return False
    if last in SELDOM_FINAL:
        return next_word.lower() in STARTERS
    single_initial = len(last) == 1 and last.isalpha() and word is not None and word.group().isupper()
    return not single_initial


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
