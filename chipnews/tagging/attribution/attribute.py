"""Composes the figures of a text: what each amount of money is about, whose it is, when and on whose word.

Rules over the words of the sentence decide; the statistical parse is asked only where they leave two
candidates close to each other. Pure: the same arguments give the same figures, and no text raises.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from chipnews.knowledge.loader import Knowledge
from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution import status as st
from chipnews.tagging.attribution.agents import Agent, after_word, phrase_agent, preposition_before, subject
from chipnews.tagging.attribution.comparison import Link, direction_of, gapped_company, links_of
from chipnews.tagging.attribution.kinds import Evidence, clause_start, kind_of
from chipnews.tagging.attribution.resolve import Focus, Resolver
from chipnews.tagging.attribution.roles import Roles, roles_of
from chipnews.tagging.attribution.timing import choose_periods, fiscal_year_of, resolve_choice
from chipnews.tagging.attribution.words import Sentence, read_sentence
from chipnews.tagging.money.model import Money
from chipnews.tagging.periods import Period, shift_years
from chipnews.tagging.values import Direction, Figure, FigureKind, Mention, Status

if TYPE_CHECKING:
    from spacy.tokens import Doc

RESULTS: frozenset[str] = frozenset({"revenue", "profit", "loss", "guidance", "capex"})
"""Kinds that are a company's own results: their bare quarters are fiscal, and reports carry them on."""

_LEAST = 0.24
"""Evidence below this tells nothing: the kind stays unknown."""

_LEAST_PARTY = 0.42
"""A party less certain than this stays unknown."""

_CARRIED = RESULTS | {
    "valuation",
    "market_cap",
    "share_price",
    "debt",
    "cost",
    "other",
    "funding",
    "deal",
}
"""Kinds of which a sentence that names no company goes on to speak of the company before."""


_STOCK = frozenset(
    {"charge", "write down", "writedown", "inventory charge", "inventory write down", "impairment"}
)
_OTHER_SIDE = frozenset({"with", "in", "from", "to"})
_FIRST_PERSON = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")


@dataclass(slots=True)
class _Draft:
    """A figure in the making."""

    index: int
    at: int
    evidence: Evidence | None
    link: Link | None
    kind: FigureKind | None = None
    kind_certainty: float = 0.0
    company: str | None = None
    company_certainty: float = 0.0
    counterparty: str | None = None
    chip: str | None = None
    future: bool = False
    status: Status = "actual"
    period: Period | None = None
    owned: bool = False


def attribute(
    text: str,
    sentences: Sequence[tuple[int, int]],
    money: Sequence[Money],
    companies: Sequence[Mention],
    chips: Sequence[Mention],
    *,
    published: date | None,
    knowledge: Knowledge,
    parse: "Callable[[Sequence[str]], Sequence[Doc]] | None" = None,
) -> tuple[Figure, ...]:
    """Return one figure for each amount of money, in text order, with what could be told of it.

    `sentences` are (start, end) offsets into `text`; `published` is the article's date in UTC. Amounts that
    lie in no sentence are given without attribution.
    """
    if not money:
        return ()
    return _Attribution(text, sentences, money, companies, chips, published, knowledge).figures()


class _Attribution:
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
        self._money_in = self._by_sentence(self.money)
        self._companies_in = self._by_sentence(companies)
        self._chips_in = self._by_sentence(chips)
        title_end = text.find("\n\n")
        self.title_end = title_end if 0 <= title_end <= 300 else 0
        said_we = len(_FIRST_PERSON.findall(text)) >= 2
        self.resolver = Resolver(self.spans, companies, self.known, self.read, self.title_end, said_we)
        self._year_on_year = -9
        self._last_kind: FigureKind | None = None
        self._report: tuple[int, str, Period] | None = None

    def _by_sentence(self, items: Sequence[Money] | Sequence[Mention]) -> dict[int, list[int]]:
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
                [(k, self.money[k]) for k in self._money_in.get(index, ())],
                [(k, self.companies[k]) for k in self._companies_in.get(index, ())],
                [(k, self.chips[k]) for k in self._chips_in.get(index, ())],
            )
            self._read[index] = found
        return found

    def figures(self) -> tuple[Figure, ...]:
        """Return all figures in text order."""
        made: dict[int, Figure] = {}
        for sentence in sorted(self._money_in):
            for index, figure in self._of_sentence(sentence):
                made[index] = figure
        return tuple(made.get(index) or self._bare(index) for index in range(len(self.money)))

    def _bare(self, index: int) -> Figure:
        amount = self.money[index]
        return Figure(
            amount.start, amount.end, amount.surface, amount.low, amount.high, amount.currency, amount.qualifier,
            amount.unit, self.text[amount.start : amount.end],
        )  # fmt: skip

    def _of_sentence(self, number: int) -> list[tuple[int, Figure]]:
        s = self.read(number)
        amounts = [k for k, token in enumerate(s.tokens) if token.tag == "money"]
        links = links_of(s, amounts)
        drafts: dict[int, _Draft] = {}
        for at in amounts:
            index = s.tokens[at].ref
            drafts[at] = _Draft(
                index, at, kind_of(s, at, self.money[index].unit, self.money[index].high), links.get(at)
            )
        for at in self._in_order(amounts, links):
            self._decide_kind(s, number, drafts[at], drafts)
            self._last_kind = drafts[at].kind or self._last_kind
        for at in self._in_order(amounts, links):
            self._decide_parties(s, number, drafts[at], drafts)
        self._align(s, amounts, drafts)
        for at in amounts:
            self._decide_status(s, number, drafts[at], drafts)
        self._decide_periods(s, number, amounts, drafts)
        names = frozenset(self.companies[token.ref].surface for token in s.tokens if token.tag == "company")
        cites = st.cites_of(s, names)
        return [(draft.index, self._figure(s, draft, drafts, amounts, cites)) for draft in drafts.values()]

    @staticmethod
    def _in_order(amounts: list[int], links: dict[int, Link]) -> list[int]:
        """Return the amounts so that each comes after the one that it hangs on."""
        ordered: list[int] = []
        pending = list(amounts)
        while pending:
            ready = [at for at in pending if at not in links or links[at].to in ordered] or pending[:1]
            ordered += ready
            pending = [at for at in pending if at not in ready]
        return ordered

    def _decide_kind(self, s: Sentence, number: int, draft: _Draft, drafts: dict[int, _Draft]) -> None:
        evidence, link = draft.evidence, draft.link
        if link is not None:
            base = drafts[link.to]
            own = (
                evidence is not None
                and evidence.weight >= 0.78
                and evidence.relation in ("modifier", "in", "of")
            )
            if link.relation in ("compared", "estimate"):
                own = (
                    own
                    and evidence is not None
                    and evidence.noun is not None
                    and (link.to < evidence.noun.first < draft.at or evidence.relation in ("modifier", "in"))
                )
            if not own and base.kind is not None:
                draft.kind, draft.kind_certainty = base.kind, base.kind_certainty * 0.97
                if base.kind == "guidance" and link.relation == "estimate":
                    draft.kind = "revenue"
                draft.evidence = base.evidence if evidence is None or link.relation != "part" else evidence
                return
        if (evidence is None or evidence.weight < 0.5) and self._elliptic(s, number, draft, drafts):
            return
        if evidence is None or evidence.weight < _LEAST:
            return
        draft.kind = self._refined(s, draft, evidence)
        draft.kind_certainty = (
            min(0.97, 0.3 + 0.68 * evidence.weight)
            if evidence.weight < 0.75
            else min(0.97, 0.55 + 0.42 * evidence.weight)
        )

    def _elliptic(self, s: Sentence, number: int, draft: _Draft, drafts: dict[int, _Draft]) -> bool:
        """Read "Microsoft's stood at $3 trillion": the kind is that of the figure before, with a new owner."""
        before = self._last_kind
        if before is None or draft.link is not None:
            return False
        for k in range(draft.at - 1, max(-1, draft.at - 8), -1):
            token = s.tokens[k]
            if token.tag == "money" or token.word in (";", "—"):
                return False
            owned = (
                token.tag == "company"
                and k + 2 < len(s.tokens)
                and s.words[k + 1] == "'s"
                and (k + 2 in s.verbs or s.words[k + 2] in lx.AUX)
            )
            stands_in = token.word == "that" and k + 1 < draft.at and s.words[k + 1] in ("of", "at", "for")
            if owned or stands_in:
                party = Agent("company", k, 0.85) if owned else after_word(s, k + 1, 5)
                draft.kind, draft.kind_certainty = before, 0.8
                known = self._slug(s, number, party)
                draft.owned = True
                if known is not None and known.certainty >= _LEAST_PARTY:
                    draft.company, draft.company_certainty = known.slug, min(0.85, known.certainty)
                draft.evidence = None
                previous = [at for at in drafts if at < k and drafts[at].kind == before]
                if previous:
                    draft.link = Link("listed", previous[-1])
                return True
        return False

    def _refined(self, s: Sentence, draft: _Draft, evidence: Evidence) -> FigureKind:
        kind = evidence.kind
        if kind == "revenue" and not any(token.tag == "company" for token in s.tokens):
            noun = evidence.noun
            if (
                noun is not None
                and set(s.words[max(0, noun.first - 5) : noun.first])
                & {"global", "worldwide", "industry", "semiconductor"}
                and not s.has("the company", "its", "our", "their")
            ):
                return "market_size"
        if kind in ("revenue", "profit", "loss") and self._is_outlook(s, draft.at, evidence):
            return "guidance"
        return kind

    def _is_outlook(self, s: Sentence, at: int, evidence: Evidence) -> bool:
        """Return whether a result is the company's own outlook rather than what analysts expect."""
        low = clause_start(s, at)
        window = s.words[low : min(len(s.words), at + 10)]
        before = s.words[low:at]
        if set(before) & lx.ANALYST_WORDS:
            return False
        margin = " ".join(s.words[at + 1 : at + 5])
        if "plus or minus" in margin or "give or take" in margin:
            return True
        noun = evidence.noun
        if noun is not None and evidence.weight > 0.5:
            near = s.words[max(0, noun.first - 4) : noun.last + 4]
            if set(near) & {"guidance", "outlook"} or (
                set(near) & {"forecast", "forecasts", "projection", "target"}
                and not set(window) & lx.ANALYST_WORDS
            ):
                return True
        for index in range(at - 1, low - 1, -1):
            verb = s.verbs.get(index)
            if s.tokens[index].tag == "money":
                return False
            if verb is None or verb.lemma not in (
                "expect",
                "forecast",
                "project",
                "anticipate",
                "guide",
                "predict",
                "see",
                "target",
            ):
                continue
            if s.words[index - 1 if index else 0] in lx.BE:
                if self.resolver.first_person or (
                    s.has("said") and any(t.tag == "company" for t in s.tokens[at:])
                ):
                    return True
                return s.has("plus or minus", "outlook", "guidance") or (
                    noun is not None and s.words[noun.first - 1 if noun.first else 0] in ("its", "our")
                )
            if s.words[index] in ("expected", "anticipated", "projected") and s.words[index - 1] in (
                "than",
                "the",
                "analysts",
                "as",
                "had",
            ):
                return False
            agent = subject(s, index)
            if agent is None or agent.tag not in ("company", "pronoun"):
                return index == 0
            if verb.lemma == "see" and verb.shape == "past":
                return False
            if agent.tag == "company":
                owner_slug = self.companies[s.tokens[agent.at].ref].slug
                known = self.known.get(owner_slug)
                if known is not None and known.kind in ("investor", "research", "state"):
                    return False
                # "Goldman expects Nvidia to report": somebody else's forecast.
                return not any(
                    s.tokens[k].tag == "company" and self.companies[s.tokens[k].ref].slug != owner_slug
                    for k in range(index + 1, at)
                )
            return True
        return False

    def _slug(self, s: Sentence, number: int, agent: Agent | None) -> Focus | None:
        """Return the company that an agent is, None where it is nobody known."""
        if agent is None or agent.tag in ("name", "chip"):
            return None
        if agent.tag == "company":
            return Focus(self.companies[s.tokens[agent.at].ref].slug, agent.certainty)
        inside = self.resolver.in_sentence(s, agent.at)
        word = s.words[agent.at]
        if word in ("he", "she", "i"):
            return None
        if inside is None and word in ("we", "our"):
            inside = self._speaker(s, agent.at)
        found = inside or self.resolver.before(number, word)
        if found is None:
            return None
        penalty = 0.1 if word in ("they", "their") else 0.0
        return Focus(found.slug, min(agent.certainty, 1.0) * (found.certainty - penalty))

    def _speaker(self, s: Sentence, at: int) -> Focus | None:
        """Return the company of the one who speaks: "said Colette Kress, chief financial officer of Nvidia"."""
        for index in range(at, len(s.tokens)):
            if (
                s.tokens[index].tag == "company"
                and set(s.words[max(0, index - 9) : index + 4]) & lx.ROLE_NOUNS
            ):
                return Focus(self.companies[s.tokens[index].ref].slug, 0.85)
        return None

    def _decide_parties(self, s: Sentence, number: int, draft: _Draft, drafts: dict[int, _Draft]) -> None:
        link = draft.link
        if draft.kind is None or (draft.evidence is None and link is None):
            return
        base = drafts[link.to] if link is not None else None
        same_fact = base is not None and (
            base.kind == draft.kind or {base.kind, draft.kind} == {"guidance", "revenue"}
        )
        if base is not None and same_fact and link is not None:
            own = gapped_company(s, link.to, draft.at) if link.relation == "listed" else None
            if own is not None:
                if s.tokens[own].tag == "company":
                    draft.company, draft.company_certainty = self.companies[s.tokens[own].ref].slug, 0.85
                return
            if draft.owned:
                return
            draft.company, draft.company_certainty = base.company, base.company_certainty
            draft.counterparty, draft.chip = base.counterparty, base.chip
            if link.relation in ("listed", "part"):
                other = phrase_agent(s, _OTHER_SIDE, draft.at, draft.at + 4, 4)
                if other is not None:
                    party = self._slug(s, number, other)
                    draft.counterparty = (
                        party.slug if party is not None and party.slug != draft.company else None
                    )
                    if draft.kind == "capex" and s.words[other.at - 1] == "with":
                        draft.kind = "deal"
                    return
            if link.relation == "part" and draft.evidence is not None and draft.evidence.relation != "near":
                roles = roles_of(s, draft.at, draft.evidence)
                party = self._slug(s, number, roles.counterparty)
                if party is not None and party.certainty >= 0.6 and party.slug != draft.company:
                    draft.counterparty = party.slug
            return
        if draft.kind == "market_size" or draft.evidence is None:
            return
        roles = roles_of(
            s,
            draft.at,
            draft.evidence if draft.evidence.kind == draft.kind else draft.evidence._replace(kind=draft.kind),
        )
        self._settle(s, number, draft, roles)
        if draft.counterparty is None and draft.kind == "investment" and draft.company is not None:
            # "invested another $4 billion in Anthropic, bringing its total investment to $8 billion".
            told = [
                d
                for d in drafts.values()
                if d.at < draft.at and d.kind == "investment" and d.company == draft.company
            ]
            draft.counterparty = told[-1].counterparty if told else None
        draft.chip = self._chip_of(s, number, draft)
        if (
            draft.company is None
            and draft.kind == "price"
            and draft.chip is not None
            and self.money[draft.index].unit in ("total", "per chip")
            and draft.evidence.relation != "size"
            and not self._blocked(s, roles.company)
        ):
            vendor = next((chip.vendor for chip in self.chips if chip.slug == draft.chip), None)
            if vendor is not None:
                draft.company, draft.company_certainty = vendor, 0.7

    @staticmethod
    def _blocked(s: Sentence, agent: Agent | None) -> bool:
        return agent is not None and agent.tag == "name" and s.tokens[agent.at].tag == "name"

    def _settle(self, s: Sentence, number: int, draft: _Draft, roles: Roles) -> None:
        company = self._slug(s, number, roles.company)
        other = self._slug(s, number, roles.counterparty)
        several = (
            roles.company is not None
            and roles.company.several
            and draft.kind not in ("deal", "investment", "acquisition")
        )
        if several and roles.company is not None and roles.company.tag == "company":
            company = None
        nobody = roles.company is None or (
            roles.company.tag == "name" and self.resolver.first_person and draft.kind in RESULTS
        )
        if company is None and nobody and draft.kind in _CARRIED:
            company = self._carried(s, number, draft)
        if company is not None and (
            self._is_outsider(company.slug, draft.kind) or self._only_says(s, company.slug, draft)
        ):
            company = None
        if company is not None and company.certainty >= _LEAST_PARTY:
            draft.company, draft.company_certainty = company.slug, company.certainty
        if other is not None and other.certainty >= 0.5 and other.slug != draft.company and draft.kind in (
            "investment", "funding", "acquisition", "deal", "subsidy", "debt", "fine",
        ):  # fmt: skip
            draft.counterparty = other.slug
        if draft.kind == "valuation" and draft.company is not None:
            known = self.known.get(draft.company)
            if known is not None and known.tickers:
                draft.kind = "market_cap"
        elif draft.kind == "market_cap" and draft.company is not None:
            known = self.known.get(draft.company)
            if (
                known is not None
                and not known.tickers
                and draft.evidence is not None
                and draft.evidence.noun is not None
                and draft.evidence.noun.phrase == "value"
            ):
                draft.kind = "valuation"

    def _only_says(self, s: Sentence, slug: str, draft: _Draft) -> bool:
        """Return whether an investor or broker is named for its opinion ("Goldman Sachs puts the cost at ...")."""
        company = self.known.get(slug)
        if (
            company is None
            or company.kind not in ("investor", "research")
            or draft.kind in ("investment", "debt", "deal")
        ):
            return False
        said = ("expect", "say", "start")
        return any(
            s.verbs[k].frame in said
            or s.verbs[k].lemma in ("put", "reckon", "think", "see", "believe", "value", "peg")
            for k in s.verbs
            if k < draft.at
        )

    def _is_outsider(self, slug: str, kind: FigureKind | None) -> bool:
        company = self.known.get(slug)
        if company is None:
            return False
        if company.kind == "research" or (
            company.kind == "investor" and kind in ("price", "cost", "market_size", "capex", "guidance")
        ):
            return True
        return company.kind in ("state",) and kind not in (
            "investment",
            "subsidy",
            "deal",
            "cost",
            "capex",
            "other",
        )

    def _carried(self, s: Sentence, number: int, draft: _Draft) -> Focus | None:
        """Return the company that a sentence without one goes on to speak of ("Revenue rose 94% to $35 billion")."""
        if (
            draft.evidence is None
            or draft.evidence.weight < 0.6
            or (draft.kind in ("cost", "deal", "other", "funding", "debt") and draft.evidence.noun is None)
        ):
            return None
        before = [k for k in range(draft.at) if s.tokens[k].tag in ("company", "name")]
        if self.resolver.first_person:
            before = [k for k in before if s.tokens[k].tag == "company"]
        if any(preposition_before(s, k) is None and not _bracketed(s, k) for k in before):
            return None
        noun = draft.evidence.noun
        if noun is not None and noun.first and s.tokens[noun.first - 1].tag == "chip" and draft.future:
            return None
        if s.has(
            "global",
            "worldwide",
            "industry",
            "analysts",
            "companies",
            "hyperscalers",
            "the market",
            "big four",
            "big five",
            "big tech",
        ):
            return None
        found = self.resolver.before(number, "")
        return Focus(found.slug, found.certainty - (0.2 if before else 0.1)) if found is not None else None

    def _chip_of(self, s: Sentence, number: int, draft: _Draft) -> str | None:
        if draft.kind not in ("price", "revenue", "deal", "cost", "guidance"):
            return None
        here = [(k, self.chips[token.ref].slug) for k, token in enumerate(s.tokens) if token.tag == "chip"]
        if draft.kind == "price":
            return self._priced_chip(number, draft, here)
        noun = draft.evidence.noun if draft.evidence is not None else None
        if draft.kind == "cost" and (noun is None or noun.phrase not in _STOCK):
            return None
        anchor = draft.at if noun is None else noun.last
        near = {slug for k, slug in here if abs(k - anchor) <= 5 or abs(k - draft.at) <= 5}
        return next(iter(near)) if len(near) == 1 and len({slug for _, slug in here}) == 1 else None

    def _priced_chip(self, number: int, draft: _Draft, here: list[tuple[int, str]]) -> str | None:
        """Return the chip that a price is of: one near it, else the only one just spoken of."""
        if here:
            near = sorted((abs(k - draft.at) + (0 if k < draft.at else 0.5), slug) for k, slug in here)
            if len({slug for _, slug in here}) == 1:
                return near[0][1] if near[0][0] <= 18 else None
            return near[0][1] if near[0][0] + 3 <= near[1][0] or near[0][0] <= 5 else None
        unit = self.money[draft.index].unit
        if unit not in ("per hour", "per chip"):
            return None
        for back in (1, 2):
            slugs = {self.chips[k].slug for k in self._chips_in.get(number - back, ())}
            if slugs:
                return next(iter(slugs)) if len(slugs) == 1 else None
        return None

    def _align(self, s: Sentence, amounts: list[int], drafts: dict[int, _Draft]) -> None:
        """Share out a list of companies over as many amounts: "A, B and C spent $1, $2 and $3 respectively"."""
        if len(amounts) < 2:
            return
        listed = [
            at for at in amounts[1:] if drafts[at].link is not None and drafts[at].link.relation == "listed"
        ]  # type: ignore[union-attr]
        if len(listed) != len(amounts) - 1:
            return
        owners = [k for k, token in enumerate(s.tokens) if token.tag == "company" and k < amounts[0]]
        run = _company_run(s, owners)
        if len(run) != len(amounts) or any(
            s.tokens[k].tag == "company" for k in range(amounts[0], amounts[-1])
        ):
            return
        if not s.has("respectively") and any(
            s.tokens[k].tag == "period" for k in range(amounts[0], len(s.tokens))
        ):
            return
        for at, owner_at in zip(amounts, run, strict=True):
            drafts[at].company = self.companies[s.tokens[owner_at].ref].slug
            drafts[at].company_certainty = 0.85

    def _decide_status(self, s: Sentence, number: int, draft: _Draft, drafts: dict[int, _Draft]) -> None:
        draft.future = st.is_future(s, draft.at, draft.evidence)
        draft.status = st.status_of(s, draft.at, draft.evidence, draft.future)
        link = draft.link
        if (
            link is not None
            and link.relation == "compared"
            and draft.status == "planned"
            and drafts[link.to].at != draft.at
        ):
            base = drafts[link.to]
            revised = base.future and (
                base.kind == "guidance" or bool(set(s.words) & (lx.OUTLOOK | {"seen"}))
            )
            draft.future = revised
            draft.status = base.status if revised else "actual"
        if (
            link is not None
            and link.relation in ("listed", "same", "part")
            and drafts[link.to].status != "actual"
        ):
            draft.status, draft.future = drafts[link.to].status, drafts[link.to].future
        if link is not None and link.relation == "estimate":
            draft.status = "planned"
            draft.future = False
        if draft.kind == "guidance":
            draft.status, draft.future = "planned", True

    def _decide_periods(
        self, s: Sentence, number: int, amounts: list[int], drafts: dict[int, _Draft]
    ) -> None:
        choices = choose_periods(s, amounts, {at: draft.link for at, draft in drafts.items()})
        for at, draft in drafts.items():
            if draft.link is not None and draft.link.relation == "same" and at in choices:
                choices.setdefault(draft.link.to, choices[at])
        for at in self._in_order(
            amounts, {at: draft.link for at, draft in drafts.items() if draft.link is not None}
        ):
            draft = drafts[at]
            choice = choices.get(at)
            base = drafts[draft.link.to].period if draft.link is not None else None
            company = self.known.get(draft.company) if draft.company else None
            own = draft.kind in RESULTS or (
                draft.kind in ("cost", "other", "deal")
                and choice is not None
                and choice.expression.year is None
            )
            draft.period = resolve_choice(
                s, choice, base, draft.link, company, own, draft.future, self.published
            )
            if (
                choice is not None
                and choice.expression.form == "earlier"
                and choice.expression.grain == "year"
            ):
                self._year_on_year = number
            compared = draft.link is not None and draft.link.relation == "compared"
            if compared and choice is None and base is not None and draft.period is None and not draft.future:
                if 0 <= number - self._year_on_year <= 3:
                    draft.period = shift_years(base, 1, fiscal_year_of(company))
            come = draft.period is not None and self.published is not None
            if come and draft.status == "actual" and (draft.period.start or date.min) >= self.published:
                draft.status = "planned"
            if (
                draft.period is None
                and choice is None
                and draft.company is not None
                and (
                    draft.kind in ("revenue", "profit", "loss")
                    or (draft.kind == "other" and s.has("cash flow"))
                )
            ):
                draft.period = self._reported(number, draft)
            if (
                draft.period is not None
                and draft.company is not None
                and draft.kind in ("revenue", "profit", "loss")
                and not draft.future
                and (draft.link is None or draft.link.relation != "compared")
            ):
                self._report = (number, draft.company, draft.period)

    def _reported(self, number: int, draft: _Draft) -> Period | None:
        """Return the period of the report that this sentence goes on with."""
        if self._report is None or draft.link is not None or draft.future:
            return None
        sentence, company, period = self._report
        reach = 2 if period.grain == "quarter" else 1
        return period if company == draft.company and number - sentence <= reach else None

    @staticmethod
    def _compared(drafts: dict[int, _Draft], at: int) -> int | None:
        """Return the index of the figure that the one at this token is compared with."""
        return next(
            (d.index for d in drafts.values() if d.link is not None and d.link == ("compared", at)), None
        )

    @staticmethod
    def _same_kind(drafts: dict[int, _Draft], draft: _Draft, other: int) -> bool:
        return any(each.index == other and each.kind == draft.kind for each in drafts.values())

    def _moved(self, index: int, before: int) -> Direction | None:
        """Return the direction from the compared figure to this one, where the amounts tell it."""
        new, old = self.money[index], self.money[before]
        if new.currency != old.currency or new.unit != old.unit:
            return None
        return "up" if new.low > old.high else "down" if new.high < old.low else None

    def _figure(
        self, s: Sentence, draft: _Draft, drafts: dict[int, _Draft], amounts: list[int], cites: str | None
    ) -> Figure:
        amount = self.money[draft.index]
        link = draft.link
        compared = self._compared(drafts, draft.at)
        part_of = (
            drafts[link.to].index
            if link is not None and link.relation == "part" and drafts[link.to].kind == draft.kind
            else None
        )
        is_comparison = link is not None and link.relation in ("compared", "estimate")
        earlier = [at for at in amounts if at < draft.at]
        direction = None if is_comparison else direction_of(s, draft.at, earlier[-1] if earlier else None)
        if link is not None and link.relation == "same":
            direction = direction_of(s, link.to, None) or direction
        twin = next((d for d in drafts.values() if d.link is not None and d.link == ("same", draft.at)), None)
        if direction is None and twin is not None:
            direction = direction_of(s, twin.at, draft.at)
            compared = compared if compared is not None else self._compared(drafts, twin.at)
        if (
            direction is None
            and compared is not None
            and draft.kind in RESULTS
            and self._same_kind(drafts, draft, compared)
        ):
            direction = self._moved(draft.index, compared)
        if direction is None and draft.kind == "market_cap" and draft.evidence is not None:
            direction = _gained(s, draft.at)
        certainty = draft.kind_certainty
        if draft.company is not None:
            certainty *= 0.35 + 0.65 * min(1.0, draft.company_certainty + 0.05)
        elif draft.kind != "market_size":
            certainty *= 0.7
        period = draft.period
        return Figure(
            amount.start, amount.end, amount.surface, amount.low, amount.high, amount.currency, amount.qualifier,
            amount.unit, s.text, draft.kind, draft.company, draft.counterparty, draft.chip,
            period.label if period else None, period.start if period else None, period.end if period else None,
            direction, draft.status, compared, part_of, cites, round(max(0.0, min(1.0, certainty)), 3),
        )  # fmt: skip


def _bracketed(s: Sentence, at: int) -> bool:
    """Return whether the token stands inside brackets."""
    return "(" in s.words[max(0, at - 5) : at] and ")" in s.words[at : at + 6]


def _gained(s: Sentence, at: int) -> Direction | None:
    """Return whether a market value was added or lost."""
    verb = next((s.verbs[k] for k in range(at - 1, max(-1, at - 6), -1) if k in s.verbs), None)
    if verb is None:
        return None
    if verb.lemma in ("lose", "wipe", "erase", "shed"):
        return "down"
    return "up" if verb.lemma in ("add", "gain") else None


def _company_run(s: Sentence, owners: list[int]) -> list[int]:
    """Return the companies that stand side by side, as a list names them."""
    run: list[int] = []
    for index in owners:
        if run and all(
            s.words[k] in (",", "and", "&", "'s", "parent", "-") or s.tokens[k].tag == "name"
            for k in range(run[-1] + 1, index)
        ):
            run.append(index)
        else:
            run = [index]
    return run
