"""Decides the kind of each figure: its own evidence, or that of the figure which it hangs on."""

from itertools import pairwise

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import Agent, after_word, subject
from chipnews.tagging.attribution.comparison import Link
from chipnews.tagging.attribution.context import DEALINGS, LEAST_PARTY, Context, Draft
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.positions import clause_start
from chipnews.tagging.attribution.words import Sentence, Token
from chipnews.tagging.values import FigureKind

_LEAST = 0.24
"""Evidence below this tells nothing: the kind stays unknown."""


def decide_kind(c: Context, s: Sentence, number: int, draft: Draft, drafts: dict[int, Draft]) -> None:
    evidence, link = draft.evidence, draft.link
    if link is not None:
        base = drafts[link.to]
        own = (
            evidence is not None and evidence.weight >= 0.78 and evidence.relation in ("modifier", "in", "of")
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
            if base.kind == "guidance" and (link.relation == "estimate" or _year_before(s, draft.at)):
                draft.kind = "revenue"
            draft.evidence = base.evidence if evidence is None or link.relation != "part" else evidence
            return
    if (evidence is None or evidence.weight < 0.5) and _elliptic(c, s, number, draft, drafts):
        return
    if (evidence is None or evidence.weight < 0.55) and _carries_on(c, s, draft):
        return
    if evidence is None or evidence.weight < _LEAST:
        _goes_on(s, draft, drafts, c.last_kind)
        return
    draft.kind = _refined(c, s, draft, evidence)
    draft.kind_certainty = (
        min(0.97, 0.3 + 0.68 * evidence.weight)
        if evidence.weight < 0.75
        else min(0.97, 0.55 + 0.42 * evidence.weight)
    )


_SHARING = frozenset({"account", "accounts", "accounted", "accounting"})


def _goes_on(s: Sentence, draft: Draft, drafts: dict[int, Draft], last: FigureKind | None) -> None:
    """Read what goes on without a verb of its own ("sales were $9 million; gaming, $4 million")."""
    before = [at for at in drafts if at < draft.at]
    previous = drafts[max(before)] if before else None
    low = previous.at if previous is not None else 0
    between = range(low + 1, draft.at)
    if previous is None:
        shared = any(s.words[k] in _SHARING and s.words[k + 1] == "for" for k in between)
        near = s.words[max(0, draft.at - 4) : draft.at]
        # "A year ago it was $6 billion."
        shared |= "it" in near and bool({"was", "stood", "is", "reached"} & set(near)) and draft.at < 10
        if shared and last in ("revenue", "profit", "capex", "loss", "debt", "market_cap", "valuation"):
            draft.kind, draft.kind_certainty = last, 0.6
            draft.evidence = Evidence(last, 0.6, "verb", None, None)
        return
    if previous.kind is None or not between or len(between) > 9:
        return
    if any(
        k in s.verbs or s.words[k] in lx.BE or s.words[k] in lx.AUX or s.words[k] in _ENDS for k in between
    ):
        return
    if not any(s.words[k] in (",", ";", "and") for k in between):
        return
    draft.kind, draft.kind_certainty = previous.kind, previous.kind_certainty * 0.85
    draft.link = Link("listed", previous.at)


_ENDS = frozenset(
    {"while", "but", "which", "who", "whose", "that", "than", "against", "from", "versus", "of", "("}
)


def _year_before(s: Sentence, at: int) -> bool:
    """Return whether the amount is told of a year earlier, and so has happened."""
    near = s.tokens[at + 1 : at + 5]
    return any(token.tag == "period" and s.periods[token.ref].form == "earlier" for token in near)


_INSTALMENTS = frozenset({"first", "initial", "remaining", "final", "second"})


def _instalment(c: Context, s: Sentence, draft: Draft) -> bool:
    """Read "The first $10 billion will be paid when ...": a part of what was told just before."""
    if (
        draft.at > 3
        or draft.at < 1
        or s.words[draft.at - 1] not in _INSTALMENTS
        or c.last_kind not in DEALINGS
    ):
        return False
    whole = c.last_dealing
    if whole is None or whole.kind != c.last_kind:
        return False
    draft.kind, draft.kind_certainty = c.last_kind, 0.75
    draft.evidence = None
    draft.company, draft.company_certainty = whole.company, min(whole.company_certainty, 0.8)
    draft.counterparty = whole.counterparty
    return True


_EXPECTING = frozenset(
    {"expect", "look", "forecast", "estimate", "project", "predict", "anticipate", "model"}
)
_REVISING = frozenset(
    {
        "raise",
        "lift",
        "narrow",
        "cut",
        "lower",
        "boost",
        "hike",
        "trim",
        "increase",
        "bump",
        "widen",
        "repeat",
        "reiterate",
        "maintain",
        "reaffirm",
        "keep",
    }
)
_RANGES = frozenset({"forecast", "guidance", "outlook", "range", "target", "projection", "estimate", "plan"})


def _carries_on(c: Context, s: Sentence, draft: Draft) -> bool:
    """Read what an earlier figure tells the kind of: "Analysts had looked for $43 billion"."""
    before = c.last_kind
    low = clause_start(s, draft.at)
    verb = next((s.verbs[k] for k in range(draft.at - 1, low - 1, -1) if k in s.verbs), None)
    if _instalment(c, s, draft):
        return True
    words = s.words
    if (
        words[draft.at + 1 : draft.at + 3] in (("of", "it"), ("of", "that"), ("of", "them"))
        and before in DEALINGS
    ):
        draft.kind, draft.kind_certainty = before, 0.7
        draft.evidence = None
        if c.last_dealing is not None and c.last_dealing.kind == before:
            draft.company, draft.company_certainty = c.last_dealing.company, 0.7
        return True
    if before is None or verb is None or any(s.tokens[k].tag == "money" for k in range(verb.at, draft.at)):
        return False
    known = draft.evidence.kind if draft.evidence is not None else None
    if verb.lemma in _EXPECTING and set(s.words[low : verb.at]) & lx.ANALYST_WORDS:
        result = c.last_result.kind if c.last_result is not None else None
        if result not in ("revenue", "profit", "loss", "guidance", "capex"):
            return False
        draft.kind, draft.kind_certainty = "revenue" if result == "guidance" else result, 0.75
        draft.expected = True
        return True
    if verb.lemma in _REVISING and known in (None, "guidance"):
        if not set(s.words[verb.at : draft.at]) & (_RANGES | {"own"}) or before not in (
            "capex",
            "cost",
            "investment",
        ):
            return False
        draft.kind, draft.kind_certainty = before, 0.72
        draft.evidence = Evidence(before, 0.6, "verb", None, verb)
        return True
    if (
        verb.frame == "receive"
        and draft.at - verb.at <= 4
        and before in ("funding", "subsidy")
        and known in (None, before)
    ):
        draft.kind, draft.kind_certainty = before, 0.68
        draft.evidence = Evidence(before, 0.6, "verb", None, verb)
        return True
    if verb.lemma in ("follow", "contribute", "chip", "add") and s.words[draft.at - 1] == "with":
        if before not in ("investment", "funding", "subsidy", "debt"):
            return False
        draft.kind, draft.kind_certainty = before, 0.65
        draft.evidence = Evidence(before, 0.6, "verb", None, verb)
        if c.last_dealing is not None and c.last_dealing.kind == before:
            draft.counterparty = c.last_dealing.counterparty
        return True
    return False


_TAKEOVER_WORDS = frozenset({"deal", "transaction", "offer", "price", "purchase price", "cash deal"})


def _of_takeover(c: Context, s: Sentence, draft: Draft, phrase: str) -> bool:
    """Return whether "the deal" is the takeover that this sentence or the one before tells of."""
    if phrase not in _TAKEOVER_WORDS:
        return False
    after = s.tokens[draft.at + 1 : draft.at + 5]
    if any(one.word == "for" and two.tag == "company" for one, two in pairwise(after)):
        return True
    bought = any(
        verb.frame in ("acquire", "buy")
        and k + 1 < len(s.tokens)
        and any(token.tag in ("company", "name") for token in s.tokens[k + 1 : k + 5])
        for k, verb in s.verbs.items()
    )
    goods = s.has("chips", "gpus", "servers", "compute", "capacity")
    alone = not any(token.tag == "company" for token in s.tokens[: draft.at])
    return (bought and not goods) or (c.last_kind == "acquisition" and alone)


def _does_business(c: Context, s: Sentence, token: Token) -> bool:
    if token.tag != "company":
        return False
    company = c.known.get(c.companies[token.ref].slug)
    return company is None or company.kind not in ("research", "state")


_STAND_INS = frozenset({"figure", "number", "total", "bill", "tab", "tally", "own", ","})
"""What stands for the thing that was told of somebody else: "Amazon's figure is $100 billion"."""


def _elliptic(c: Context, s: Sentence, number: int, draft: Draft, drafts: dict[int, Draft]) -> bool:
    """Read "Microsoft's stood at $3 trillion": the kind is that of the figure before, with a new owner."""
    before = c.last_kind
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
            and (
                k + 2 in s.verbs
                or s.words[k + 2] in lx.AUX
                or s.words[k + 2] in _STAND_INS
                or k + 2 == draft.at
            )
        )
        stands_in = token.word == "that" and k + 1 < draft.at and s.words[k + 1] in ("of", "at", "for")
        if owned or stands_in:
            party = Agent("company", k, 0.85) if owned else after_word(s, k + 1, 5)
            draft.kind, draft.kind_certainty = before, 0.8
            known = c.company_of(s, number, party)
            draft.owned = True
            if known is not None and known.certainty >= LEAST_PARTY:
                draft.company, draft.company_certainty = known.slug, min(0.85, known.certainty)
            draft.evidence = None
            previous = [at for at in drafts if at < k and drafts[at].kind == before]
            if previous:
                draft.link = Link("listed", previous[-1])
            return True
    return False


def _refined(c: Context, s: Sentence, draft: Draft, evidence: Evidence) -> FigureKind:
    kind = evidence.kind
    if kind == "revenue" and not any(_does_business(c, s, token) for token in s.tokens):
        noun = evidence.noun
        if (
            noun is not None
            and set(s.words[max(0, noun.first - 5) : noun.first])
            & {"global", "worldwide", "industry", "semiconductor"}
            and not s.has("the company", "its", "our", "their")
        ):
            return "market_size"
    if kind in ("revenue", "profit", "loss") and _is_outlook(c, s, draft.at, evidence):
        return "guidance"
    if (
        kind in ("deal", "price")
        and evidence.noun is not None
        and _of_takeover(c, s, draft, evidence.noun.phrase)
    ):
        return "acquisition"
    return kind


def _is_outlook(c: Context, s: Sentence, at: int, evidence: Evidence) -> bool:
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
    if noun is not None and noun.last < at and {"will", "would", "should"} & set(s.words[noun.last : at]):
        # "It said third-quarter revenue would be $31 billion".
        saying = next((k for k in range(low, noun.first) if k in s.verbs and s.verbs[k].frame == "say"), None)
        teller = subject(s, saying) if saying is not None else None
        if teller is not None and teller.tag in ("company", "pronoun"):
            return not any(s.tokens[k].tag == "company" for k in range(saying or 0, at))
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
        if verb.lemma == "see" and s.words[index - 1 if index else 0] in lx.BE:
            return True
        if s.words[index - 1 if index else 0] in lx.BE:
            if c.resolver.first_person or (s.has("said") and any(t.tag == "company" for t in s.tokens[at:])):
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
            owner_slug = c.companies[s.tokens[agent.at].ref].slug
            known = c.known.get(owner_slug)
            if known is not None and known.kind in ("investor", "research", "state"):
                return False
            # "Goldman expects Nvidia to report": somebody else's forecast.
            return not any(
                s.tokens[k].tag == "company" and c.companies[s.tokens[k].ref].slug != owner_slug
                for k in range(index + 1, at)
            )
        return True
    return False
