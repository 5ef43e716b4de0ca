"""Decides which matches are mentions: ambiguity by context, then the longest of those that overlap.

The evidence, strongest first: a phrase that is known to be something else, a person's name around it, the
words beside it, the context words of the entry in this sentence or a neighbour, the same company or chip, or
its maker, named without doubt elsewhere in the text.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from chipnews.knowledge.entries import Chip
from chipnews.tagging.gazetteer import Match
from chipnews.tagging.relevance import CORE
from chipnews.tagging.sentences import Span
from chipnews.tagging.series import SeriesMatch
from chipnews.tagging.wordlists import (
    CHIP_NOUNS,
    COMPANY_VERBS,
    FIRST_NAMES,
    HARDWARE_NOUNS,
    ORDINARY,
    PERSON_VERBS,
    PROFESSIONS,
    SENTENCE_OPENERS,
    SHARED,
    TITLES,
    WEAK_VERBS,
)

NEVER_REACH = 48  # code points around a match in which a `never` phrase may begin or end
PERSON_REACH = 24
CERTAIN = 9  # the weight of a match that is not ambiguous
PROOF, HINT = 3, 1

_WORD_AFTER = re.compile(r"[\s\u00a0-]{0,3}(?:['’]s\s+)?(\w[\w-]*)?")
_WORD_BEFORE = re.compile(r"([\w’'-]+\.?)[\s\u00a0]+(?:[A-Z]\.\s+)?$")
_SURNAME = re.compile(r"[ \u00a0]([A-Z][a-z]{2,})\b")
_SENTENCE_LEAD = re.compile(r"^[\s\"'“‘«(\[•*–—-]*$")
_JOINT = re.compile(r"(?:['’]s)?[®™℠]?[\s\u00a0-]*")
# What stands between the names of one list: "Groq, Etched and Cerebras", "H100/H200".
_LINK = r"(?:,?\s+(?:and|or)\s+|,\s+|\s*/\s*|\s+&\s+)(?:the\s+)?"
_LINK_AFTER = re.compile(_LINK)
_LINK_BEFORE = re.compile(_LINK + r"$")
_PERSON_AFTER = re.compile(
    rf",? the (?:[\w-]+ ){{0,4}}?(?:{PROFESSIONS})\b"
    r"|,? (?:who|whose) |,? \(1[89]\d\d"
)
_PERSON_BEFORE = re.compile(
    rf"(?:\bnamed (?:for|after|in honou?r of) |\b(?:{PROFESSIONS}) )(?:[\w’'-]+ )?$", re.IGNORECASE
)
LINK_REACH = 12
LEAST_FIELD = 2  # distinct names without doubt that make a text one of this field
LEAST_REST = 3  # letters that a chip's name has without its maker's
LEAST_TELLING = 5  # letters of a name that seldom is another's


class Judge:
    """Weighs the matches of one text."""

    def __init__(
        self,
        text: str,
        sentences: Sequence[Span],
        matches: Sequence[Match],
        doubtful: frozenset[str] = frozenset(),
    ) -> None:
        """`doubtful` are the names, in lower case, that are ambiguous themselves and so are no context."""
        self._text = text
        self._sentences = sentences
        self._starts = [start for start, _ in sentences]
        self._matches = matches
        self._doubtful = doubtful
        self._lower: dict[tuple[int, int], str] = {}
        self._named: dict[str, list[int]] = defaultdict(list)
        self._made: dict[str, list[int]] = defaultdict(list)
        self._hinted: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._listed: set[tuple[int, int]] = set()
        self._first: dict[str, int] = defaultdict(lambda: len(text))
        self._has_core = False

    def mentions(self) -> list[Match]:
        """Return the matches that are mentions, in order of start, none overlapping another."""
        people = [
            (match.start, match.end)
            for match in self._matches
            if match.sense.ambiguous and match.sense.kind == "chip" and self._is_described(match)
        ]
        possible = [
            match
            for match in self._matches
            if not (people and any(start <= match.start and match.end <= end for start, end in people))
            and not self._is_something_else(match)
        ]
        certain = _longest(match for match in possible if not match.sense.ambiguous)
        for match in certain:
            self._note(match)
        doubted = [match for match in possible if match.sense.ambiguous]
        if doubted:
            self._note_doubted(doubted, certain)
        weighed = [
            (match, self._weight(match) if match.sense.ambiguous else CERTAIN)
            for match in possible
            if not match.sense.is_short
        ]
        for match, weight in weighed:
            if weight > 0:
                self._first[match.sense.slug] = min(self._first[match.sense.slug], match.start)
        weighed += [
            (match, CERTAIN - 1) for match in possible if match.sense.is_short and self._is_short_form(match)
        ]
        backed = {match.sense.slug for match, weight in weighed if 0 < weight < CERTAIN}
        kept = [
            (match, weight)
            for match, weight in weighed
            if weight > 0 or (weight == 0 and match.sense.slug in backed)
        ]
        return [_without_tail(match) for match in _resolved(self._text, kept)]

    def allows(self, match: SeriesMatch) -> bool:
        """Return whether a product of a series is near what its pattern needs, if it needs anything."""
        series = match.series
        if not series.needs_context:
            return True
        here = self._index(match.start)
        made_here = any(abs(here - index) <= 1 for index in self._made.get(series.vendor or "", ()))
        return made_here or self._names_any(series.context, (match.start, match.end), here - 1, here + 1)

    def _note(self, match: Match) -> None:
        index = self._index(match.start)
        self._named[match.sense.slug].append(index)
        if match.sense.maker:
            self._made[match.sense.maker].append(index)
        self._has_core = self._has_core or match.sense.kind == "chip" or match.sense.entry.kind in CORE

    def _note_doubted(self, doubted: Sequence[Match], certain: Sequence[Match]) -> None:
        """Note which ambiguous names stand in one list with certain ones, and who makes what they may be."""
        for kind in ("company", "chip"):
            starts = {match.start for match in certain if match.sense.kind == kind}
            ends = {match.end for match in certain if match.sense.kind == kind}
            starts -= {match.start for match in certain if self._text[match.end : match.end + 1] == "-"}
            mine = [
                match
                for match in doubted
                if match.sense.kind == kind and not match.sense.is_short and self._is_capital(match)
            ]
            for match in (*mine, *reversed(mine)):
                after = _LINK_AFTER.match(self._text, match.end)
                before = _LINK_BEFORE.search(self._text, max(0, match.start - LINK_REACH), match.start)
                if (after and after.end() in starts) or (before and before.start() in ends):
                    starts.add(match.start)
                    ends.add(match.end)
                    self._listed.add((match.start, match.end))
        for match in doubted:
            if match.sense.maker and not match.sense.is_short and self._is_capital(match):
                self._hinted[match.sense.kind, match.sense.maker].add(self._index(match.start))

    def _is_capital(self, match: Match) -> bool:
        return not match.alias[:1].isupper() or self._text[match.start].isupper()

    def _index(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _sentence(self, first: int, last: int) -> str:
        """Return sentences first..last in lower case."""
        first, last = max(0, first), min(last, len(self._sentences) - 1)
        if (first, last) not in self._lower:
            whole = self._text[self._sentences[first][0] : self._sentences[last][1]]
            self._lower[first, last] = whole.lower()
        return self._lower[first, last]

    def _is_something_else(self, match: Match) -> bool:
        """Return whether the match lies in a phrase or in a person's name: not what it stands for."""
        if match.sense.entry.never and self._is_in_phrase(match):
            return True
        surface = self._text[match.start : match.end]
        if match.alias.isalpha() and match.alias[:1].isupper():
            shouted = surface.isupper() and not match.alias.isupper() and surface.lower() in ORDINARY
            return self._is_person(match) or (shouted and not self._is_upper_case(match))
        return False

    def _is_in_phrase(self, match: Match) -> bool:
        start = max(0, match.start - NEVER_REACH)
        around = self._text[start : match.end + NEVER_REACH].lower()
        at, end = match.start - start, match.end - start
        for phrase in match.sense.entry.never:
            wanted = phrase.lower()
            found = around.find(wanted)
            while found >= 0:
                if found < end and at < found + len(wanted):
                    return True
                found = around.find(wanted, found + 1)
        return False

    def _is_upper_case(self, match: Match) -> bool:
        start, end = self._sentences[self._index(match.start)]
        letters = [letter for letter in self._text[start:end] if letter.isalpha()]
        return 2 * sum(map(str.isupper, letters)) > len(letters)

    def _is_person(self, match: Match) -> bool:
        if match.sense.ambiguous and match.alias.lower() in FIRST_NAMES and self._has_surname(match):
            return True
        before = _WORD_BEFORE.search(self._text, max(0, match.start - PERSON_REACH), match.start)
        if before is None or not before.group(1)[0].isupper():
            return False
        word = before.group(1).rstrip(".").lower()
        if before.group(1).endswith(".") and word not in TITLES:
            return False
        if word in TITLES:
            return True
        surname_like = match.sense.ambiguous or match.alias.istitle()
        return (
            word in FIRST_NAMES
            and surname_like
            and not self._text[match.start : match.end].isupper()
            and self._word_after(match) not in CHIP_NOUNS
        )

    def _has_surname(self, match: Match) -> bool:
        """Return whether a capitalised word behind a given name makes a person of it: "Xavier Leroy"."""
        found = _SURNAME.match(self._text, match.end)
        if found is None or self._is_upper_case(match):
            return False
        word = found.group(1).lower()
        return word not in CHIP_NOUNS and word not in HARDWARE_NOUNS and word not in COMPANY_VERBS

    def _is_described(self, match: Match) -> bool:
        """Return whether the text says that this is a person: "Ada Lovelace, the mathematician"."""
        if not match.alias.replace(" ", "").isalpha():
            return False
        start = max(0, match.start - NEVER_REACH)
        return (
            _PERSON_AFTER.match(self._text, match.end) is not None
            or _PERSON_BEFORE.search(self._text[start : match.start]) is not None
        )

    def _word_after(self, match: Match) -> str:
        found = _WORD_AFTER.match(self._text, match.end)
        return (found.group(1) or "").lower() if found else ""

    def _weight(self, match: Match) -> int:
        """Return how much speaks for an ambiguous match; 0 is nothing, below 0 is against it."""
        if match.alias[:1].isupper() and not self._text[match.start].isupper():
            return -1
        beside = self._beside(match)
        if beside < 0 or (beside == 0 and self._opens_sentence(match)):
            return -1
        if beside == 0 and match.sense.kind == "chip" and self._is_possessive(match):
            here = self._index(match.start)
            if not self._names_any(match.sense.entry.context, (match.start, match.end), here, here):
                return -1
        near = self._near(match)
        return near + beside if near or (beside == PROOF and self._is_proven(match)) else 0

    def _is_short_form(self, match: Match) -> bool:
        """Return whether the company is named in full before, and nothing speaks against its short name."""
        surface = self._text[match.start : match.end]
        if self._first[match.sense.slug] >= match.start or surface != match.alias:
            return False
        following = self._word_after(match)
        if self._is_possessive(match) or following in COMPANY_VERBS:
            return True
        sentence = self._text[self._sentences[self._index(match.start)][0] : match.start]
        before, after = sentence.rstrip('"“‘( '), self._text[match.end : match.end + 2].strip()
        last = before.rsplit(None, 1)[-1] if before else ""
        opens = _SENTENCE_LEAD.match(sentence) is not None
        return not (opens or after[:1].isupper() or last[:1].isupper() or after[:1] in ("-", "‑"))

    def _is_proven(self, match: Match) -> bool:
        """Return whether the word behind the match is enough: "a Blackwell GPU", "Etched unveiled"."""
        name = match.alias.lower()
        if match.sense.kind == "chip":
            return name not in ORDINARY
        strong = self._word_after(match) not in WEAK_VERBS
        return strong and self._is_of_field() and name not in FIRST_NAMES and name not in SENTENCE_OPENERS

    def _is_of_field(self) -> bool:
        """Return whether the text names enough without doubt to be one of this field."""
        return self._has_core or len(self._named) >= LEAST_FIELD

    def _is_telling(self, alias: str) -> bool:
        """Return whether a name is seldom anything else, so that a text of this field means it."""
        words = alias.lower().split()
        return (
            len(alias) >= LEAST_TELLING
            and not any(map(str.isdigit, alias))
            and alias.lower() not in ORDINARY
            and words[0] not in SHARED
            and words[0] not in FIRST_NAMES
        )

    def _beside(self, match: Match) -> int:
        """Return what the word behind the match says of it."""
        after = self._word_after(match)
        if match.sense.kind == "company":
            return PROOF if after in COMPANY_VERBS else 0
        if after in PERSON_VERBS:
            return -1
        coded = any(map(str.isdigit, match.alias))
        plural = coded and match.end - match.start > len(match.alias)
        if after in CHIP_NOUNS or plural or (coded and after in HARDWARE_NOUNS):
            return PROOF
        return HINT if after in HARDWARE_NOUNS else 0

    def _is_possessive(self, match: Match) -> bool:
        """Return whether the match owns something: "Hopper's paintings"."""
        return self._text[match.end : match.end + 2] in ("'s", "’s")

    def _near(self, match: Match) -> int:
        """Return what the sentence, its neighbours and the whole text say for the match."""
        entry, maker, here = match.sense.entry, match.sense.maker, self._index(match.start)
        span = (match.start, match.end)
        makers = self._made.get(maker or "", ())
        near = 2 * any(abs(here - index) <= 1 for index in makers) + 2 * (entry.slug in self._named)
        if makers and match.alias.lower() not in ORDINARY:
            near += 1
        if self._is_of_field() and self._is_telling(match.alias):
            near += 1
        if span in self._listed:
            near += PROOF
        other = "company" if match.sense.kind == "chip" else "chip"
        near += 2 * (here in self._hinted.get((other, maker or ""), ()))
        if self._names_any(entry.context, span, here, here):
            return near + PROOF
        return near + self._names_any(entry.context, span, here - 1, here + 1)

    def _opens_sentence(self, match: Match) -> bool:
        """Return whether the match may only be a word that opens a sentence, and so has a capital."""
        if match.alias.lower() not in SENTENCE_OPENERS:
            return False
        start = self._sentences[self._index(match.start)][0]
        return _SENTENCE_LEAD.match(self._text[start : match.start]) is not None

    def _names_any(self, words: tuple[str, ...], own: Span, first: int, last: int) -> bool:
        """Return whether one of `words` begins a word of sentences first..last outside the match itself."""
        if not words:
            return False
        around = self._sentence(first, last)
        surface = self._text[own[0] : own[1]].lower()
        return any(
            found.group() not in surface and found.group() not in self._doubtful
            for found in _context_pattern(words).finditer(around)
        )


@lru_cache(maxsize=4096)
def _context_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word.lower()) for word in words) + ")")


def _longest(matches: Iterable[Match]) -> list[Match]:
    """Return matches without those inside a longer one. They come in order, longer ones first."""
    kept: list[Match] = []
    for match in matches:
        if not kept or match.start >= kept[-1].end:
            kept.append(match)
        elif match.end - match.start > kept[-1].end - kept[-1].start:
            kept[-1] = match
    return kept


def _resolved(text: str, weighed: Sequence[tuple[Match, int]]) -> list[Match]:
    """Return non-overlapping matches: the longer wins, then the weightier, then the earlier in the knowledge.

    A chip's alias that begins with its maker's name leaves the maker its own mention; where the rest is a
    common noun ("Apple silicon"), the maker's alone.
    """
    order = sorted(
        range(len(weighed)),
        key=lambda at: (weighed[at][0].start - weighed[at][0].end, -weighed[at][1], at),
    )
    taken: list[Match] = []
    for at in order:
        match = weighed[at][0]
        if not any(match.start < other.end and other.start < match.end for other in taken):
            taken.append(match)
    kept = [part for match in taken for part in _with_maker(text, match, weighed)]
    return sorted(kept, key=lambda match: match.start)


def _without_tail(match: Match) -> Match:
    return replace(match, end=match.end - match.tail, tail=0) if match.tail else match


def _with_maker(text: str, match: Match, weighed: Sequence[tuple[Match, int]]) -> list[Match]:
    entry = match.sense.entry
    if not isinstance(entry, Chip) or not entry.vendor:
        return [match]
    makers = [
        other
        for other, _ in weighed
        if other.start == match.start and other.end < match.end and other.sense.slug == entry.vendor
    ]
    if not makers:
        return [match]
    maker = max(makers, key=lambda other: other.end)
    joint = _JOINT.match(text, maker.end)
    start = joint.end() if joint else maker.end
    rest = text[start : match.end]
    if len(rest) < LEAST_REST:
        return [match]
    return [maker] if rest.lower() in CHIP_NOUNS else [maker, replace(match, start=start)]
