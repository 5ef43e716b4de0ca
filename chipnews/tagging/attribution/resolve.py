"""Resolves "it", "the company", "the chipmaker" to the company just spoken of, where that is certain."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from chipnews.knowledge.entries import Company
from chipnews.tagging.attribution import agents
from chipnews.tagging.attribution.words import DESCRIPTORS, Sentence
from chipnews.tagging.values import Mention

_REACH = 4  # sentences
BY_PRODUCT = {
    "chatgpt maker": "openai",
    "chatgpt developer": "openai",
    "iphone maker": "apple",
    "facebook parent": "meta",
    "google parent": "alphabet",
    "claude maker": "anthropic",
    "windows maker": "microsoft",
    "tiktok owner": "bytedance",
}
"""Whom a product of theirs names beyond doubt."""

_NATIONS: dict[str, str] = {
    "american": "US", "u.s.": "US", "us": "US", "australian": "AU", "austrian": "AT",
    "belgian": "BE", "british": "GB", "u.k.": "GB", "uk": "GB", "canadian": "CA", "chinese": "CN",
    "danish": "DK", "dutch": "NL", "emirati": "AE", "finnish": "FI", "french": "FR", "german": "DE",
    "indian": "IN", "irish": "IE", "israeli": "IL", "italian": "IT", "japanese": "JP",
    "korean": "KR", "malaysian": "MY", "norwegian": "NO", "saudi": "SA", "singaporean": "SG",
    "spanish": "ES", "swedish": "SE", "swiss": "CH", "taiwanese": "TW",
}  # fmt: skip
"""Countries of head offices (ISO 3166 alpha-2) by the adjectives that stand before "company" and its like."""
_BEFORE_DESCRIPTOR = 4  # words between the adjective and "maker" in "the Dutch chip equipment maker"

_ASIDES = (
    "declined to comment", "did not respond", "did not immediately respond", "had no comment", "took part",
    "also participated", "participated in the round", "joined the round", "led the round", "leads the round",
)  # fmt: skip
"""What is said of one in passing: the sentence after goes on about somebody else."""

_SPEAKERS = frozenset({"research", "state"})


class Focus(NamedTuple):
    """The company that a pronoun stands for, with how certain that is, 0..1."""

    slug: str
    certainty: float


def country_named(s: Sentence, at: int) -> str | None:
    """Return the country (ISO 3166 alpha-2) named right before a descriptor: "the Dutch equipment maker"."""
    if s.words[at] not in DESCRIPTORS:
        return None
    near = s.words[max(0, at - _BEFORE_DESCRIPTOR) : at]
    return next((_NATIONS[word] for word in reversed(near) if word in _NATIONS), None)


class Resolver:
    """Knows the order of the text's sentences; a sentence is read only when it is asked for."""

    def __init__(
        self,
        spans: Sequence[tuple[int, int]],
        companies: Sequence[Mention],
        known: Mapping[str, Company],
        read: Callable[[int], Sentence],
        title_end: int,
        first_person: bool,
    ) -> None:
        self._spans = spans
        self._mentions = companies
        self._known = known
        self._read = read
        self._title_end = title_end
        self._subjects: dict[int, Focus | None] = {}
        counts: dict[str, int] = {}
        for mention in companies:
            if not self._is_speaker(mention.slug):
                counts[mention.slug] = counts.get(mention.slug, 0) + 1
        self._counts = counts
        titled = {
            mention.slug
            for mention in companies
            if mention.end <= title_end and not self._is_speaker(mention.slug)
        }
        self.title_company = next(iter(titled)) if len(titled) == 1 else None
        self.text_company = self._of_text()
        self.first_person = first_person

    def _is_speaker(self, slug: str) -> bool:
        company = self._known.get(slug)
        return company is not None and company.kind in _SPEAKERS

    def _of_text(self) -> Focus | None:
        """Return the company that the text begins with, where it is named as often as any other."""
        first = min(
            (m for m in self._mentions if not self._is_speaker(m.slug)), key=lambda m: m.start, default=None
        )
        if first is None:
            return None
        most = max(self._counts.values())
        share = self._counts[first.slug] / sum(self._counts.values())
        if self._counts[first.slug] < most:
            return Focus(first.slug, 0.45) if first.start < 200 and share >= 0.3 else None
        return Focus(first.slug, 0.5 + 0.3 * share)

    def issuer(self) -> Focus | None:
        """Return the company that says "we" in this text, as a filing or a press release does."""
        if self.title_company is not None:
            return Focus(self.title_company, 0.85)
        if self.text_company is not None:
            return Focus(self.text_company.slug, max(0.72, self.text_company.certainty))
        return None

    def share_of(self, slug: str) -> float:
        """Return the share of this company among the text's mentions of companies, 0..1."""
        total = sum(self._counts.values())
        return self._counts.get(slug, 0) / total if total else 0.0

    def in_sentence(self, s: Sentence, at: int) -> Focus | None:
        """Return the company before the pronoun at `at` in its own sentence that it must stand for."""
        phrase = s.words[at]
        before = [
            k
            for k in range(at)
            if s.tokens[k].tag == "company"
            and not agents.is_modifier(s, k)
            and not (k and s.words[k - 1] in ("its", "their"))
        ]
        fitting = [k for k in before if self._fits(self._mentions[s.tokens[k].ref].slug, phrase)]
        if not fitting:
            return None
        slugs = {self._mentions[s.tokens[k].ref].slug for k in fitting}
        described = [
            k for k in range(fitting[0]) if s.tokens[k].tag == "pronoun" and s.words[k] in DESCRIPTORS
        ]
        if described and len(slugs) == 1:
            # "The company, which says that its chip rivals Nvidia's": the sentence is about somebody else.
            return None
        object_of = s.verbs.get(at - 1)
        if object_of is not None and object_of.frame == "value":
            # "a round led by Fidelity that values it": the one that the sentence is about.
            first = [k for k in fitting if agents.preposition_before(s, k) is None]
            return Focus(self._mentions[s.tokens[first[0]].ref].slug, 0.8) if first else None
        nearest = agents.subject(s, at)
        if len(slugs) > 1 and nearest is not None and nearest.tag == "company" and nearest.at in fitting:
            return Focus(self._mentions[s.tokens[nearest.at].ref].slug, 0.78)
        if (
            nearest is not None
            and nearest.tag == "name"
            and s.tokens[nearest.at].tag == "name"
            and len(slugs) == 1
        ):
            return Focus(next(iter(slugs)), 0.5)
        if len(slugs) == 1:
            only = next(iter(slugs))
            unknown = any(s.tokens[k].tag == "name" for k in range(at))
            return Focus(only, 0.8 if unknown else 0.9)
        for index in fitting:
            if agents.preposition_before(s, index) is None:
                return Focus(self._mentions[s.tokens[index].ref].slug, 0.7)
        return None

    def of_nation(self, s: Sentence, at: int, country: str) -> Focus | None:
        """Return the company of the country just spoken of that "the Dutch company" at `at` stands for."""
        start = s.tokens[at].start
        told = [
            mention.slug
            for mention in self._mentions
            if mention.start < start
            and mention.slug in self._known
            and self._known[mention.slug].country == country
            and self._fits(mention.slug, s.words[at])
        ]
        return Focus(told[-1], 0.85) if told else None

    def before(self, sentence: int, phrase: str = "it") -> Focus | None:
        """Return the company in focus when the sentence of this index begins."""
        if phrase in BY_PRODUCT and BY_PRODUCT[phrase] in self._known:
            return Focus(BY_PRODUCT[phrase], 0.9)
        if phrase in ("we", "our") or (self.first_person and not phrase):
            issuer = self.issuer()
            if issuer is not None:
                return issuer
        for back in range(1, _REACH + 1):
            if sentence - back < 0:
                break
            found = self._subject_of(sentence - back, phrase)
            if found is not None and self._fits(found.slug, phrase):
                if self._spans[sentence - back][1] <= self._title_end:
                    break
                certainty = found.certainty - 0.07 * (back - 1) + self._bonus(found.slug)
                return Focus(found.slug, min(0.93, certainty)) if certainty >= 0.4 else None
            if found is not None and phrase in ("it", "its", "they", "their", ""):
                break
        if self.title_company is not None and self._fits(self.title_company, phrase):
            return Focus(self.title_company, 0.65 + self._bonus(self.title_company))
        if self.text_company is not None and self._fits(self.text_company.slug, phrase):
            return self.text_company
        dominant = [slug for slug, count in self._counts.items() if count >= 3 and self._bonus(slug) > 0.1]
        if len(dominant) == 1 and self._fits(dominant[0], phrase):
            return Focus(dominant[0], 0.6)
        if len(self._counts) == 1 and self._fits(next(iter(self._counts)), phrase):
            return Focus(next(iter(self._counts)), 0.7)
        return None

    def _bonus(self, slug: str) -> float:
        share = self.share_of(slug)
        return 0.12 if share >= 0.6 else 0.05 if share >= 0.4 else 0.0

    def _fits(self, slug: str, phrase: str) -> bool:
        if self._is_speaker(slug):
            return False
        kinds = DESCRIPTORS.get(phrase, ())
        company = self._known.get(slug)
        young = (
            phrase.endswith(("startup", "start up"))
            and company is not None
            and not company.tickers
            and company.kind != "investor"
        )
        return not kinds or company is None or company.kind in kinds or company.kind == "other" or young

    def _subject_of(self, index: int, phrase: str) -> Focus | None:
        start, end = self._spans[index]
        inside = [
            m for m in self._mentions if start <= m.start and m.end <= end and not self._is_speaker(m.slug)
        ]
        fitting = {m.slug for m in inside if self._fits(m.slug, phrase)}
        if not inside:
            return None
        only = next(iter(fitting)) if len(fitting) == 1 else None
        if only is not None and DESCRIPTORS.get(phrase):
            return Focus(only, 0.85)
        if index not in self._subjects:
            s = self._read(index)
            agent = agents.main_subject(s)
            if agent is None or agent.tag != "company" or s.has(*_ASIDES):
                self._subjects[index] = None
            else:
                self._subjects[index] = Focus(self._mentions[s.tokens[agent.at].ref].slug, agent.certainty)
        found = self._subjects[index]
        if only is not None and len({m.slug for m in inside}) == 1:
            # One company alone: certain where it is the subject, unlikely where "it" or "we" is.
            if found is None:
                return None
            return Focus(only, 0.87) if found.certainty > 0.5 else None
        return found if found is not None and found.certainty > 0.5 else None
