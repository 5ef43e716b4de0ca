"""Decides whether what is told has happened, is to come, is only rumoured or denied, and who says so."""

import re

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.context import Draft, Reading
from chipnews.tagging.attribution.frames import Evidence
from chipnews.tagging.attribution.lexicon import phrases
from chipnews.tagging.attribution.positions import clause_start
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.values import Status

_RUMOUR = phrases(
    """
    in talks, in advanced talks, in discussions, in early talks, reportedly, is said to, are said to,
    was said to, people familiar, person familiar, sources familiar, source familiar, sources said,
    according to sources, in negotiations, is considering, are considering, is weighing, was
    considering, is exploring, exploring a, rumored, rumoured, rumors, rumours, allegedly, mulling,
    mulls, weighs, eyes, is mulling, people with knowledge, people briefed, is negotiating, in
    preliminary talks, talks to, talks with, talks for, discussing, considers, has held talks, held
    talks, negotiating, unconfirmed, is nearing, nears, close to a deal, sources say, weighing, reported
    to be, believed to, is understood to, could be worth, people close, person close, sources tell
    """
)
_DENIAL = phrases(
    """
    denied, denies, denying, dismissed, refuted, no plans to, not planning to, not in talks, untrue,
    abandoned, walked away, called off, scrapped, cancelled, canceled, rejected, no truth
    """
)
_PLAN_VERBS = frozenset(
    "plan intend aim expect forecast project anticipate commit pledge agree propose promise guide "
    "predict target".split()
)
_PLAN_WITH_TO = _PLAN_VERBS | frozenset("want offer seek set prepare look hope vow continue".split())
_PLAN_PHRASES = phrases(
    """
    set to, poised to, due to, slated to, on track, going to, scheduled to, about to, likely to,
    preparing to, looking to, wants to, hopes to
    """
)
_PLAN_KINDS = frozenset({"guidance"})
_TO_COME = frozenset({"investment", "capex", "acquisition", "subsidy", "cost", "deal"})


def is_future(s: Sentence, at: int) -> bool:
    """Return whether the words about the amount at `at` tell of something to come."""
    low = clause_start(s, at)
    stop = at
    for k in range(at + 1, min(len(s.tokens), at + 14)):
        if s.tokens[k].tag == "money" or s.words[k] in (
            ";",
            "—",
            "while",
            "but",
            "which",
            "after",
            "as",
            ",",
            "and",
        ):
            break
        stop = k
    steps_back = max(low, at - 22)
    for k in range(at - 1, low - 1, -1):
        if (
            s.tokens[k].tag == "money"
            and k < at - 1
            and any(word in (",", "while", "after", "as", "which") for word in s.words[k:at])
        ):
            steps_back = max(steps_back, k)
            break
    reached_past = False
    for k in range(at - 1, steps_back - 1, -1):
        word = s.words[k]
        if (
            word in ("after", "because", "since", "as")
            and k < at - 2
            and any(j in s.verbs for j in range(k, at))
        ):
            return False
        if word in lx.MODAL_FUTURE or word in ("could", "may", "might", "would", "should"):
            if word in ("may", "might", "could", "would") and s.words[k + 1] == "have":
                return False
            return not reached_past
        verb = s.verbs.get(k)
        if verb is None:
            if word in lx.OUTLOOK or word in ("plan", "plans"):
                return True
            if word == "to" and k + 1 in s.verbs and s.verbs[k + 1].shape == "base":
                before = s.tokens[k - 1] if k else None
                if before is not None and before.tag in ("company",) and s.words[k + 1] not in ("be",):
                    return True
                if before is not None and k - 1 in s.verbs and s.verbs[k - 1].lemma in _PLAN_WITH_TO:
                    return True
                if k == 0:
                    return False
            continue
        if verb.lemma in _PLAN_VERBS:
            return not (verb.lemma == "expect" and _was_compared(s, k))
        if (
            verb.shape in ("past", "s")
            and verb.frame not in ("say", "value", "back")
            and not _participle(s, k)
        ):
            reached_past = True
    if not reached_past and _PLANNED.search(f" {' '.join(s.words[low : stop + 1])} "):
        return True
    return any(
        s.words[k] in ("will", "planned")
        or (k in s.verbs and s.verbs[k].lemma == "expect" and s.words[k - 1] in lx.BE)
        for k in range(at + 1, min(stop, at + 7) + 1)
    )


def _was_compared(s: Sentence, at: int) -> bool:
    return s.words[at] == "expected" and s.words[at - 1] in ("than", "analysts", "had")


def _participle(s: Sentence, at: int) -> bool:
    following = s.words[at + 1] if at + 1 < len(s.words) else ""
    return following in ("by", "with", "in") or s.tokens[at].glued


def _any_of(listed: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(" (?:" + "|".join(map(re.escape, listed)) + ") ")


_RUMOURED, _DENIED, _PLANNED = _any_of(_RUMOUR), _any_of(_DENIAL), _any_of(_PLAN_PHRASES)


def _doubt(s: Sentence) -> Status | None:
    """Return whether the sentence as a whole denies or only passes on what it tells."""
    if _DENIED.search(s.joined) and not s.has("not denied", "rejected claims"):
        return "denied"
    return "rumoured" if _RUMOURED.search(s.joined) else None


def decide_status(reading: Reading, draft: Draft) -> None:
    """Settle whether the figure has come about, with regard to the one that it hangs on."""
    s, link = reading.sentence, draft.link
    draft.status = status_of(s, draft.at, draft.evidence, draft.future)
    base = reading.drafts[link.to] if link is not None else None
    if link is not None and base is not None:
        if link.relation == "compared" and draft.status == "planned":
            revised = base.future and (
                base.kind == "guidance" or bool(set(s.words) & (lx.OUTLOOK | {"seen"}))
            )
            draft.future = revised
            draft.status = base.status if revised else "actual"
        if link.relation in ("listed", "same", "part") and base.status != "actual":
            draft.status, draft.future = base.status, base.future
        if link.relation == "estimate":
            draft.status, draft.future = "planned", False
    if draft.kind == "guidance" or draft.expected:
        draft.status, draft.future = "planned", True


def status_of(s: Sentence, at: int, evidence: Evidence | None, future: bool) -> Status:
    """Return what the sentence says of the truth of the amount at `at`."""
    doubt = s.once("doubt", _doubt)
    if doubt is not None:
        return doubt
    if future:
        return "planned"
    if (
        evidence is not None
        and evidence.kind in _TO_COME
        and s.has(
            "announces",
            "announced",
            "unveils",
            "unveiled",
            "pledges",
            "commits",
            "planned",
            "proposed",
            "preliminary",
        )
        and not s.has("completed")
    ):
        return "planned" if evidence.kind != "deal" else "actual"
    if evidence is not None and evidence.kind in _PLAN_KINDS:
        return "planned"
    return "actual"


_NAME = r"((?:the )?[A-Z][\w&.'’-]*(?: (?:of |for )?[A-Z][\w&'’-]*){0,4})"
_REPORTED = (
    r"(?:first |has |also |had |previously )?"
    r"(?:reported|reports|wrote|said in a report|estimates|estimated|cited)"
)
_LED_TO = (
    r"(?:a |an |the |new |recent |data from |estimates from |figures from |research from |research firm |"
    r"market researcher |analysts at |analyst firm |report (?:by|from|in) |reports (?:by|from|in) |"
    r"market research firm |sources cited by |people cited by )*"
)
_CITES = [
    re.compile(pattern)
    for pattern in (
        rf"[Aa]ccording to {_LED_TO}{_NAME}",
        rf"{_NAME} {_REPORTED}",
        rf"(?:told|tells) (?:the )?{_NAME}",
        rf"(?:report|reports|reporting|scoop|story|article|interview) (?:by|from|in|with) (?:the )?{_NAME}",
        rf"(?:reported|seen|cited|compiled|polled|surveyed) by (?:the )?{_NAME}",
        rf"(?:[Aa]nalysts|[Rr]esearchers|[Aa]nalyst|[Ee]conomists) at (?:the )?{_NAME}",
        rf"[Pp]er (?:a )?(?:report from )?(?:the )?({_NAME[1:-1]})(?=[,.;)]|$)",
    )
]
_CUE = re.compile(
    r"[Aa]ccording to|report|told|tells|wrote|cited|seen by|compiled|polled|surveyed|estimate|scoop|nalyst|"
    r"[Pp]er |interview|esearchers at|conomists at"
)
_NOT_SOURCES = frozenset(
    "the it he she they we company its a i in on at reuters' people sources documents filings monday "
    "tuesday wednesday "
    "thursday friday ceo cfo this that q1 q2 q3 q4 analysts congress".split()
)
OUTLETS = frozenset(
    """
    reuters bloomberg cnbc techcrunch axios wsj forbes fortune nikkei semafor wired politico digitimes
    barron's businessweek cnn bbc yahoo marketwatch information times journal post verge register
    semianalysis gartner idc trendforce counterpoint omdia pitchbook crunchbase jpmorgan goldman stanley
    citi ubs barclays bernstein jefferies lseg factset dell'oro mckinsey sia semi yonhap xinhua caixin
    handelsblatt guardian press insider news herald daily economist research analytics intelligence
    partners securities capital bank epoch newcomer
    """.split()
)


def cites_of(s: Sentence, names: frozenset[str] = frozenset()) -> str | None:
    """Return the source that the sentence relies on ("Reuters reported"), None where it speaks for itself.

    `names` are the names of companies that speak of themselves: of these only known outlets and houses cite.
    """
    if not _CUE.search(s.text):
        return None
    for order, pattern in enumerate(_CITES):
        for match in pattern.finditer(s.text):
            name = (
                re.sub(r"['’]s?$", "", match.group(1)).removeprefix("the ").removeprefix("The ").strip(" .,")
            )
            words = name.lower().split()
            if not words or (words[0] in _NOT_SOURCES and len(words) == 1):
                continue
            known = any(word.strip(".'’") in OUTLETS for word in words)
            if known or (order in (0, 4, 5) and name not in names and len(name) > 2):
                return ("The " + name) if name in ("Information", "Verge", "Register", "Guardian") else name
    return None
