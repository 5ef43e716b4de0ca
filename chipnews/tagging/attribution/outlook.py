"""Tells a company's own outlook, and what analysts expect of it, from what has come about."""

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.agents import subject
from chipnews.tagging.attribution.context import Context
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.positions import clause_start
from chipnews.tagging.attribution.words import Sentence

_EXPECTING = frozenset(
    {
        "expect",
        "look",
        "forecast",
        "estimate",
        "project",
        "predict",
        "anticipate",
        "model",
        "hope",
        "pencil",
        "put",
    }
)


def is_consensus(s: Sentence, at: int) -> bool:
    """Return whether the amount is what analysts looked for: "Analysts had expected $43 billion"."""
    low = clause_start(s, at)
    since = next((k + 1 for k in range(at - 1, low - 1, -1) if s.tokens[k].tag == "money"), low)
    told = s.words[since:at]
    if "consensus" in told or ("average" in told and "estimate" in told):
        return True
    expecting = any(s.verbs[k].lemma in _EXPECTING for k in range(since, at) if k in s.verbs)
    return bool(set(s.words[low:at]) & lx.ANALYST_WORDS) and (expecting or "estimates" in told)


def is_outlook(c: Context, s: Sentence, at: int, evidence: Evidence) -> bool:
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
