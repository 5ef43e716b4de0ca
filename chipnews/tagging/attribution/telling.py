"""Decides the status and the period of each figure, from its own words and those of its report."""

import re

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.context import RESULTS, Context, Draft, in_order
from chipnews.tagging.attribution.status import is_future, status_of
from chipnews.tagging.attribution.timing import choose_periods, fiscal_year_of, resolve_choice
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.periods import Period, find_periods, resolve_period, shift_years


def decide_status(c: Context, s: Sentence, number: int, draft: Draft, drafts: dict[int, Draft]) -> None:
    draft.future = is_future(s, draft.at, draft.evidence)
    draft.status = status_of(s, draft.at, draft.evidence, draft.future)
    link = draft.link
    if (
        link is not None
        and link.relation == "compared"
        and draft.status == "planned"
        and drafts[link.to].at != draft.at
    ):
        base = drafts[link.to]
        revised = base.future and (base.kind == "guidance" or bool(set(s.words) & (lx.OUTLOOK | {"seen"})))
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
    if draft.kind == "guidance" or draft.expected:
        draft.status, draft.future = "planned", True


def decide_periods(
    c: Context, s: Sentence, number: int, amounts: list[int], drafts: dict[int, Draft]
) -> None:
    for draft in drafts.values():
        if draft.expected and c.last_result is not None:
            draft.period = c.last_result.period
    choices = choose_periods(s, amounts, {at: draft.link for at, draft in drafts.items()})
    for at, draft in drafts.items():
        if draft.link is not None and draft.link.relation == "same" and at in choices:
            choices.setdefault(draft.link.to, choices[at])
    for at in in_order(amounts, {at: draft.link for at, draft in drafts.items() if draft.link is not None}):
        draft = drafts[at]
        choice = choices.get(at)
        if (
            choice is not None
            and choice.expression.form == "relative"
            and choice.expression.grain == "month"
            and draft.kind in ("deal", "funding", "investment", "acquisition", "subsidy", "fine", "debt")
        ):
            # "won an order last month" says when it was told, not what the order is for.
            choice = None
        if draft.expected and draft.period is not None and choice is None:
            continue
        base = drafts[draft.link.to].period if draft.link is not None else None
        company = c.known.get(draft.company) if draft.company else None
        own = draft.kind in RESULTS or (
            draft.kind in ("cost", "other", "deal") and choice is not None and choice.expression.year is None
        )
        future = draft.future
        if choice is not None and choice.expression.form == "month" and draft.evidence is not None:
            # "In February it committed $1 billion": what is promised is to come, the promise is not.
            verb = draft.evidence.verb
            future = future and (verb is None or verb.shape != "past")
        draft.period = resolve_choice(s, choice, base, draft.link, company, own, future, c.published)
        if choice is not None and choice.expression.form == "earlier" and choice.expression.grain == "year":
            c.year_on_year = number
        compared = draft.link is not None and draft.link.relation == "compared"
        bare = compared and choice is None and draft.period is None and not draft.future
        if bare and base is not None and 0 <= number - c.year_on_year <= 3:
            draft.period = shift_years(base, 1, fiscal_year_of(company))
        starts = draft.period.start if draft.period is not None else None
        if (
            draft.status == "actual"
            and starts is not None
            and c.published is not None
            and starts >= c.published
        ):
            draft.status = "planned"
        if (
            draft.period is None
            and choice is None
            and draft.company is not None
            and (
                draft.kind in ("revenue", "profit", "loss")
                or (draft.kind == "other" and s.has("cash flow"))
                or (draft.kind in ("capex", "cost") and _of_report(draft))
            )
        ):
            of_text = draft.kind not in ("capex", "cost")
            draft.period = _reported(c, number, draft) or (_of_document(c, draft) if of_text else None)
        if (
            draft.period is not None
            and draft.company is not None
            and draft.kind in ("revenue", "profit", "loss")
            and not draft.future
            and (draft.link is None or draft.link.relation == "same")
        ):
            c.report = (number, draft.company, draft.period)
    for at, draft in drafts.items():
        if draft.period is None and at not in choices and draft.link is None and draft.kind in _TOLD_TOGETHER:
            draft.period = _told_beside(draft, drafts)


_REPORTED_COSTS = frozenset(
    {"expense", "operating expense", "interest expense", "depreciation", "r&d", "research and development",
     "capital expenditure", "capex", "capital spending", "operating expenditure", "restructuring charge",
     "charge"}
)  # fmt: skip


def _of_report(draft: Draft) -> bool:
    """Return whether an expense is one that a report of results gives beside its sales."""
    noun = draft.evidence.noun if draft.evidence is not None else None
    return (
        noun is not None
        and noun.phrase in _REPORTED_COSTS
        and draft.evidence is not None
        and (draft.evidence.relation in ("measure", "of"))
    )


_LOOKING_AHEAD = re.compile(r"forecast|expect|guid|outlook|project|sees\b|predict|will\b", re.IGNORECASE)
_RATES = frozenset(
    {"run rate", "run rate revenue", "annualized revenue", "annualised revenue", "recurring revenue", "arr"}
)
_HEAD = 700  # characters


def _of_document(c: Context, draft: Draft) -> Period | None:
    """Return the quarter that the text as a whole reports: the first that its beginning names."""
    if draft.link is not None or draft.future or c.reporting_company != draft.company:
        return None
    # A rate ("sales now run at $6 billion a year") is of no quarter.
    rate = (
        draft.evidence is not None
        and draft.evidence.noun is not None
        and draft.evidence.noun.phrase in _RATES
    )
    if rate or c.money[draft.index].unit == "per year":
        return None
    head = c.text[:_HEAD]
    for expression in find_periods(head):
        whole_year = expression.grain == "year" and expression.fiscal
        if expression.form not in ("span", "ended") or not (expression.grain == "quarter" or whole_year):
            continue
        if _LOOKING_AHEAD.search(head[max(0, expression.start - 60) : expression.start]):
            return None
        company = c.known.get(draft.company) if draft.company else None
        return resolve_period(
            expression, published=c.published, fiscal_year=fiscal_year_of(company), own_result=True
        )
    return None


_TOLD_TOGETHER = frozenset({"revenue", "profit", "loss"})


def _told_beside(draft: Draft, drafts: dict[int, Draft]) -> Period | None:
    """Return the one period of the sentence's other results ("a profit of ... on sales of ...")."""
    told = {
        other.period
        for other in drafts.values()
        if other.kind in _TOLD_TOGETHER
        and other.company == draft.company
        and other.future == draft.future
        and other.period is not None
        and other.link is None
    }
    return next(iter(told)) if len(told) == 1 else None


def _reported(c: Context, number: int, draft: Draft) -> Period | None:
    """Return the period of the report that this sentence goes on with."""
    if c.report is None or draft.link is not None or draft.future:
        return None
    sentence, company, period = c.report
    reach = 2 if period.grain == "quarter" else 1
    return period if company == draft.company and number - sentence <= reach else None
