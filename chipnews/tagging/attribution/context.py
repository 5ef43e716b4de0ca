"""What the deciding functions share: the text's tokens, its mentions, and the figures in the making."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from chipnews.knowledge.loader import Knowledge
from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import Agent, preposition_before, subject
from chipnews.tagging.attribution.comparison import Link
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.kinds import Told
from chipnews.tagging.attribution.resolve import BY_PRODUCT, Focus, Resolver, country_named
from chipnews.tagging.attribution.topics import topics_of
from chipnews.tagging.attribution.words import DESCRIPTORS, Sentence, read_sentence
from chipnews.tagging.money.model import Money, Sum
from chipnews.tagging.periods import Expression, Period, find_periods
from chipnews.tagging.values import FigureKind, Mention, Status

RESULTS: frozenset[str] = frozenset({"revenue", "profit", "loss", "guidance", "capex"})
"""Kinds that are a company's own results: their bare quarters are fiscal."""

_LATELY = 30  # figures
_LONGEST_TITLE = 300  # characters
_HEAD = 700  # characters
_LOOKING_AHEAD = re.compile(r"forecast|expect|guid|outlook|project|sees\b|predict|will\b", re.IGNORECASE)
_OF_QUARTER = re.compile(r"quarter", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")


@dataclass(slots=True)
class Draft:
    """A figure in the making: its index among the text's amounts, its token, and what is decided so far."""

    index: int
    at: int
    told: Told
    link: Link | None
    evidence: Evidence | None = None
    kind: FigureKind | None = None
    kind_certainty: float = 0.0
    company: str | None = None
    company_certainty: float = 0.0
    counterparty: str | None = None
    chip: str | None = None
    future: bool = False
    status: Status = "actual"
    period: Period | None = None
    expected: bool = False
    """Whether it is a result that analysts looked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence of a text that holds amounts, with the figures in the making by their tokens."""

    number: int
    sentence: Sentence
    drafts: dict[int, Draft]

    def in_order(self) -> list[Draft]:
        """Return the figures so that each comes after the one that it hangs on."""
        ordered: list[Draft] = []
        pending = list(self.drafts.values())
        while pending:
            told = {draft.at for draft in ordered}
            ready = [d for d in pending if d.link is None or d.link.to in told] or pending[:1]
            ordered += ready
            told |= {draft.at for draft in ready}
            pending = [draft for draft in pending if draft.at not in told]
        return ordered


@dataclass(slots=True)
class Decided:
    """Figures of which something is decided, in that order, each with the number of its sentence."""

    figures: list[tuple[int, Draft]] = field(default_factory=list)
    first: dict[Sum, Draft] = field(default_factory=dict)
    """The first figure of each sum."""

    def add(self, number: int, draft: Draft, amount: Money) -> None:
        """Add one figure."""
        self.figures.append((number, draft))
        self.first.setdefault(amount.sum, draft)

    def lately(self) -> list[tuple[int, Draft]]:
        """Return the last figures, the newest first: so few that a long text costs no more a figure."""
        return self.figures[: -_LATELY - 1 : -1]

    def clear(self) -> None:
        """Forget all figures."""
        self.figures.clear()
        self.first.clear()


def _title_end(text: str) -> int:
    """Return where the headline ends: a first line that is no sentence, with more below it; 0 without one."""
    line, _, rest = text.partition("\n")
    is_title = (
        rest.strip() and len(line) <= _LONGEST_TITLE and not line.rstrip().endswith((".", ";", ",", ":"))
    )
    return len(line) if is_title else 0


class Context:
    """One text: what it names, and what its earlier sentences told."""

    def __init__(
        self,
        text: str,
        spans: Sequence[tuple[int, int]],
        money: Sequence[Money],
        companies: Sequence[Mention],
        chips: Sequence[Mention],
        published: date | None,
        knowledge: Knowledge,
    ) -> None:
        self.text = text
        self.spans = sorted(spans)
        self.money = sorted(money, key=lambda each: each.start)
        self.companies = companies
        self.chips = chips
        self.published = published
        self.known = knowledge.companies
        self._starts = [start for start, _ in self.spans]
        self._read: dict[int, Sentence] = {}
        self.money_in = self._by_sentence(self.money)
        self._companies_in = self._by_sentence(companies)
        self.chips_in = self._by_sentence(chips)
        self.title_end = _title_end(text)
        said_we = len(_FIRST_PERSON.findall(text)) >= 2
        self.resolver = Resolver(self.spans, companies, self.known, self.read, self.title_end, said_we)
        self.sentences_of: dict[str, list[int]] = {}
        for number, mentioned in sorted(self._companies_in.items()):
            for k in mentioned:
                told = self.sentences_of.setdefault(companies[k].slug, [])
                if not told or told[-1] != number:
                    told.append(number)
        self.told: dict[int, FigureKind | None] = {}
        self._topic_shares: dict[str, float] | None = None
        self._kinds_told: Counter[FigureKind] | None = None
        self.owned = Decided()
        """The figures whose parties are decided."""
        self.dated = Decided()
        """The figures whose period is decided."""

    def _by_sentence(self, items: Sequence[Money | Mention]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for index, item in enumerate(items):
            sentence = bisect_right(self._starts, item.start) - 1
            if sentence >= 0 and item.end <= self.spans[sentence][1]:
                found.setdefault(sentence, []).append(index)
        return found

    def read(self, index: int) -> Sentence:
        """Return the tokens of the sentence of this index; each is read once."""
        found = self._read.get(index)
        if found is None:
            found = read_sentence(
                self.text,
                self.spans[index],
                [(k, self.money[k]) for k in self.money_in.get(index, ())],
                [(k, self.companies[k]) for k in self._companies_in.get(index, ())],
                [(k, self.chips[k]) for k in self.chips_in.get(index, ())],
            )
            self._read[index] = found
        return found

    def companies_in(self, index: int) -> list[str]:
        """Return the companies that the sentence of this index names, in its order."""
        return [self.companies[k].slug for k in self._companies_in.get(index, ())]

    def topics_in(self, index: int) -> dict[str, int]:
        """Return what the sentence of this index speaks of, by topic, with how often."""
        return self.read(index).once("topics", lambda s: topics_of(s.words))

    def kinds_told(self) -> Counter[FigureKind]:
        """Return how many amounts of the text the words call by each kind, before anything is weighed."""
        if self._kinds_told is None:
            self._kinds_told = Counter(kind for kind in self.told.values() if kind is not None)
        return self._kinds_told

    def topic_shares(self) -> dict[str, float]:
        """Return the share of the sentences around amounts that speak of each topic."""
        if self._topic_shares is None:
            counts = Counter(topic for number in self.money_in for topic in self.topics_in(number))
            self._topic_shares = {topic: count / len(self.money_in) for topic, count in counts.items()}
        return self._topic_shares

    @cached_property
    def speaks_of_quarters(self) -> bool:
        """Whether the text names a quarter anywhere."""
        return _OF_QUARTER.search(self.text) is not None

    @cached_property
    def report_named(self) -> Expression | None:
        """The quarter or fiscal year that the beginning of the text names first, no outlook."""
        head = self.text[:_HEAD]
        for expression in find_periods(head):
            of_report = expression.grain == "quarter" or (expression.grain == "year" and expression.fiscal)
            before = head[max(0, expression.start - 60) : expression.start]
            if of_report and expression.form in ("span", "ended") and not _LOOKING_AHEAD.search(before):
                return expression
        return None

    @property
    def reporting_company(self) -> str | None:
        """The company whose report the text is, as far as its title or beginning tells."""
        focus = self.resolver.issuer()
        return focus.slug if focus is not None else None

    def company_of(self, s: Sentence, number: int, agent: Agent | None) -> Focus | None:
        """Return the company that an agent is, None where it is nobody known."""
        if agent is None or agent.tag in ("name", "chip"):
            return None
        if agent.tag == "company":
            return Focus(self.companies[s.tokens[agent.at].ref].slug, agent.certainty)
        word = s.words[agent.at]
        country = country_named(s, agent.at)
        if country is not None:
            return self.resolver.of_nation(s, agent.at, country)
        inside = None if word in BY_PRODUCT else self.resolver.in_sentence(s, agent.at)
        banned = self._acting(s, agent.at)
        if inside is not None and inside.slug == banned:
            inside = None
        if word == "i":
            return None
        if word in ("he", "she"):
            # One who was named by office speaks for the company spoken of.
            told = number > 0 and bool(set(self.read(number - 1).words) & lx.ROLE_NOUNS)
            focus = self.resolver.before(number, "") if told else None
            return Focus(focus.slug, 0.6) if focus is not None and focus.certainty > 0.6 else None
        if inside is None and word in ("we", "our"):
            inside = self._speaker(s, agent.at)
            if inside is None and not self._may_speak(s, agent.at):
                return None
        if inside is None and word in ("it", "its", "they", "their") and _after_stranger(s, agent.at):
            return None
        if inside is None and word in ("it", "its"):
            # "The startup closed a round that valued it": the one that the sentence describes.
            described = (
                s.words[k]
                for k in range(agent.at)
                if s.tokens[k].tag == "pronoun" and s.words[k] in DESCRIPTORS
            )
            word = next(described, word)
        found = inside or self.resolver.before(number, word)
        if found is None or found.slug == banned:
            return None
        penalty = 0.1 if word in ("they", "their") else 0.0
        return Focus(found.slug, min(agent.certainty, 1.0) * (found.certainty - penalty))

    def _may_speak(self, s: Sentence, at: int) -> bool:
        """Return whether "we" may be the company of the text: it speaks so often, or is quoted."""
        verb = next((s.verbs[k] for k in range(at + 1, min(at + 4, len(s.tokens))) if k in s.verbs), None)
        if (
            self.resolver.first_person
            or verb is None
            or verb.frame not in ("pay", "buy", "spend", "sign", "order")
        ):
            return True
        quoted = any(word in ("“", '"', "”") for word in s.words)
        said = any(verb.frame == "say" for k, verb in s.verbs.items() if k > at)
        return quoted and not (said and any(token.word in lx.AGENT_NOUNS for token in s.tokens[at:]))

    def _acting(self, s: Sentence, at: int) -> str | None:
        """Return who acts on the party at `at` and so cannot be it: "SoftBank invests in the company"."""
        if s.words[at] in ("its", "their", "our"):
            return None
        taken = s.verbs.get(at - 1)
        bought = taken is not None and taken.frame in ("acquire", "buy", "back", "fine")
        if not bought and preposition_before(s, at) not in ("in", "into", "with", "from", "for", "to"):
            return None
        verb = next((k for k in range(at - 1, -1, -1) if k in s.verbs), None)
        if verb is None or s.verbs[verb].frame in ("say", "up", "down", "measure"):
            return None
        agent = subject(s, verb)
        if agent is None or agent.tag != "company":
            return None
        return self.companies[s.tokens[agent.at].ref].slug

    def _speaker(self, s: Sentence, at: int) -> Focus | None:
        """Return the company of the one who speaks: "said Colette Kress, finance chief of Nvidia"."""
        for index in range(at, len(s.tokens)):
            if (
                s.tokens[index].tag == "company"
                and set(s.words[max(0, index - 9) : index + 4]) & lx.ROLE_NOUNS
            ):
                return Focus(self.companies[s.tokens[index].ref].slug, 0.85)
        return None


def _after_stranger(s: Sentence, at: int) -> bool:
    """Return whether a party that nobody knows opens the sentence, so that "it" is that one."""
    first = min((k for k in s.verbs if k < at), default=None)
    if first is None or (s.words[at] in ("its", "their") and at < first + 3):
        return False
    agent = subject(s, first)
    if agent is None or agent.tag != "name" or agent.at >= first:
        return False
    return s.tokens[agent.at].tag == "word" or (
        s.verbs[first].frame != "say" and " " not in s.words[agent.at]
    )
