"""The tagger: one text in, all its tags out. Rules over the whole text, the model on few sentences.

    sentences -> companies and chips (gazetteer, series, context) -> amounts -> attribution -> relevance
                                                                             -> discovery (optional)

What it gives depends on the text, its date and its outlet alone, never on what was tagged before.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chipnews import __version__
from chipnews.config import Settings
from chipnews.knowledge.loader import Knowledge, load_feeds, load_knowledge
from chipnews.tagging.attribution import attribute
from chipnews.tagging.attribution.context import Context
from chipnews.tagging.attribution.scorer import Scorer, load_scorer
from chipnews.tagging.context import Judge
from chipnews.tagging.discovery import find_candidates
from chipnews.tagging.gazetteer import Gazetteer, Match
from chipnews.tagging.model import StatisticalModel
from chipnews.tagging.money import dollar_of, find_money
from chipnews.tagging.relevance import is_relevant
from chipnews.tagging.sentences import Span, split_sentences
from chipnews.tagging.series import SeriesFinder, SeriesMatch
from chipnews.tagging.values import Candidate, Mention, TaggedText
from chipnews.tagging.words import runs_of

# Raised whenever the rules change what the tagger gives, so that stored items are re-tagged.
RULES = 3
# What a register adds to a name is no part of it.
_LEGAL_FORM = re.compile(
    r"(?<=\w),?\s+(?:Inc|Incorporated|Corp|Corporation|Ltd|Limited|LLC|L\.P|LP|PLC|plc|N\.V|S\.A|AG|SE|Co|Company)"
    r"\.?(?:,?\s+(?:Inc|Ltd|Limited))?\.?$"
)
# An article is seldom longer than 50,000 characters; what is longer is no prose, and could hold up a run.
LONGEST_TEXT = 200_000
DOLLARS = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "TW": "TWD"}


@dataclass(frozen=True)
class Tagger:
    """Everything that tagging needs, loaded once."""

    settings: Settings
    knowledge: Knowledge
    gazetteer: Gazetteer
    series: SeriesFinder
    model: StatisticalModel
    scorer: Scorer
    countries: dict[str, str]

    @property
    def version(self) -> str:
        """A hash of rules, weights, knowledge and settings: what was tagged with another is stale."""
        parts = (
            __version__,
            str(RULES),
            self.knowledge.fingerprint,
            self.scorer.fingerprint,
            self.settings.tagging.model,
            str(self.settings.tagging.discovery),
            self.settings.relevance.model_dump_json(),
        )
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    def tag(
        self,
        text: str,
        *,
        published: date | None = None,
        outlet: str | None = None,
        country: str | None = None,
    ) -> TaggedText:
        """Return all tags of `text`, or of its first LONGEST_TEXT characters.

        `published` is what "this year" counts from; `outlet`, or its `country`, tells whose dollar a
        bare $ is.
        """
        with self.model.memory():
            return self._tag(text[:LONGEST_TEXT], published, outlet, country)

    def _tag(self, text: str, published: date | None, outlet: str | None, country: str | None) -> TaggedText:
        c = self.context(text, published=published, outlet=outlet, country=country)
        companies, chips = tuple(c.companies), tuple(c.chips)
        figures = attribute(c, self.scorer)
        kinds = {slug: self.knowledge.companies[slug].kind for slug in {each.slug for each in companies}}
        relevant = is_relevant(text, companies, chips, bool(figures), kinds, self.settings.relevance)
        candidates: tuple[Candidate, ...] = ()
        if self.settings.tagging.discovery:
            taken = [(mention.start, mention.end) for mention in (*companies, *chips)]
            candidates = find_candidates(text, c.spans, taken, self.model.entities)
        return TaggedText(relevant, companies, chips, figures, candidates)

    def context(
        self,
        text: str,
        *,
        published: date | None = None,
        outlet: str | None = None,
        country: str | None = None,
    ) -> Context:
        """Return the sentences, mentions and amounts of `text`, before anything is attributed."""
        sentences = split_sentences(text)
        home = country or self.countries.get((outlet or "").casefold(), "US")
        dollar = dollar_of(text)
        money = find_money(text, dollar=DOLLARS.get(home, "USD") if dollar == "USD" else dollar)
        companies, chips = self._mentions(text, sentences, [(each.start, each.end) for each in money])
        return Context(text, sentences, money, companies, chips, published, self.knowledge)

    def _mentions(
        self, text: str, sentences: Sequence[Span], amounts: Sequence[Span]
    ) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        # "$3M" is an amount, and no mention of the company.
        matches = [
            match
            for match in self.gazetteer.matches(text, runs_of(text))
            if not any(match.start < end and start < match.end for start, end in amounts)
        ]
        judge = Judge(text, sentences, matches, self.gazetteer.doubtful)
        listed = [_listed(text, match) for match in judge.mentions()]
        unlisted = [
            _unlisted(text, match)
            for match in self.series.matches(text)
            if judge.allows(match) and not _is_listed(match, listed)
        ]
        taken = [(mention.start, mention.end) for mention in unlisted]
        kept = [each for each in listed if not any(a <= each.start and each.end <= b for a, b in taken)]
        every = sorted((*kept, *unlisted), key=lambda mention: mention.start)
        return (
            tuple(mention for mention in every if mention.kind == "company"),
            tuple(mention for mention in every if mention.kind == "chip"),
        )


def load_tagger(settings: Settings | None = None) -> Tagger:
    """Return a tagger; the model itself is loaded when first needed. Raises ModelMissing, KnowledgeError."""
    settings = settings or Settings()
    knowledge = load_knowledge(settings.knowledge_file)
    countries = {feed.outlet.casefold(): feed.country for feed in load_feeds() if feed.country}
    return Tagger(
        settings,
        knowledge,
        Gazetteer(knowledge),
        SeriesFinder(knowledge.series),
        StatisticalModel(settings.tagging.model),
        load_scorer(),
        countries,
    )


def _listed(text: str, match: Match) -> Mention:
    sense = match.sense
    surface = text[match.start : match.end]
    if sense.kind == "company":
        surface = _LEGAL_FORM.sub("", surface)
    end = match.start + len(surface)
    return Mention(sense.kind, sense.slug, sense.entry.name, match.start, end, surface, vendor=sense.vendor)


def _unlisted(text: str, match: SeriesMatch) -> Mention:
    surface = text[match.start : match.end]
    return Mention(
        "chip",
        match.slug,
        match.name,
        match.start,
        match.end,
        surface,
        vendor=match.series.vendor,
        listed=False,
    )


def _is_listed(match: SeriesMatch, listed: Sequence[Mention]) -> bool:
    """Return whether a listed mention covers all that the pattern found, or more than it."""
    return any(
        mention.start < match.end
        and match.start < mention.end
        and mention.end - mention.start >= match.end - match.start
        for mention in listed
    )
