"""Decides the status and the period of each figure, from its own words and those of its report."""

import re
from datetime import timedelta

from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.context import RESULTS, Context, Draft, in_order
from chipnews.tagging.attribution.status import status_of
from chipnews.tagging.attribution.timing import choose_periods, fiscal_year_of, resolve_choice
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.periods import Expression, Period, find_periods, resolve_period, shift_years


def decide_status(c: Context, s: Sentence, number: int, draft: Draft, drafts: dict[int, Draft]) -> None:
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
        if base is None and choice is not None and choice.expression.form == "earlier":
            base = _counted_from(c, number, draft, drafts)
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
        bare = compared and choice is None and draft.period is None
        if bare and base is not None and _of_year_before(c, s, number, draft):
            draft.period = shift_years(base, 1, fiscal_year_of(company))
        elif bare and draft.kind == "guidance":
            draft.period = base
        starts = draft.period.start if draft.period is not None else None
        if (
            draft.status == "actual"
            and starts is not None
            and c.published is not None
            and starts >= c.published
        ):
            draft.status = "planned"
        if draft.period is None and (choice is None or _means_the_report(choice.expression)):
            draft.period = _carried(c, s, number, draft)
        if choice is None or choice.expression.form != "earlier":
            _remember(c, number, draft)
    for at, draft in drafts.items():
        if draft.period is None and at not in choices and draft.link is None and draft.kind in _RESULTS:
            draft.period = _told_beside(draft, drafts)


_RESULTS = frozenset({"revenue", "profit", "loss"})
_LOOKING_AHEAD = re.compile(r"forecast|expect|guid|outlook|project|sees\b|predict|will\b", re.IGNORECASE)
_RATES = ("annualized", "annualised", "run rate", "recurring revenue", "arr")
_HEAD = 700  # characters


def _of_report(c: Context, s: Sentence, number: int, draft: Draft) -> Period | None:
    """Return what the report before is of; else, for what is no rate, what the text or its date tells."""
    reported = _reported(c, number, draft)
    if reported is not None or _is_rate(c, s, draft):
        return reported
    return _of_document(c, draft) or _just_ended(c, draft)


def _of_document(c: Context, draft: Draft) -> Period | None:
    """Return the quarter that the text as a whole reports: the first that its beginning names."""
    known = c.known.get(draft.company or "")
    if c.reporting_company not in (draft.company, known.parent if known is not None else None):
        return None
    head = c.text[:_HEAD]
    for expression in find_periods(head):
        whole_year = expression.grain == "year" and expression.fiscal
        if expression.form not in ("span", "ended") or not (expression.grain == "quarter" or whole_year):
            continue
        if _LOOKING_AHEAD.search(head[max(0, expression.start - 60) : expression.start]):
            continue
        company = c.known.get(draft.company) if draft.company else None
        return resolve_period(
            expression, published=c.published, fiscal_year=fiscal_year_of(company), own_result=True
        )
    return None


def _is_rate(c: Context, s: Sentence, draft: Draft) -> bool:
    """Return whether it is a rate, which is of no quarter: "sales now run at $6 billion a year"."""
    return s.has(*_RATES) or c.money[draft.index].unit == "per year"


def _told_beside(draft: Draft, drafts: dict[int, Draft]) -> Period | None:
    """Return the one period of the sentence's other results ("a profit of ... on sales of ...")."""
    told = {
        other.period
        for other in drafts.values()
        if other.kind in _RESULTS
        and other.company == draft.company
        and other.future == draft.future
        and other.period is not None
        and other.link is None
    }
    return next(iter(told)) if len(told) == 1 else None


_SEQUENTIAL = re.compile(
    r"sequential|(?:previous|prior|preceding|last) (?:quarter|three months|month)|(?:quarter|three months) "
    r"(?:before|earlier|ago)|quarter[- ]on[- ]quarter|month (?:before|earlier)",
    re.IGNORECASE,
)


def _of_year_before(c: Context, s: Sentence, number: int, draft: Draft) -> bool:
    """Return whether a result is compared with the year before, as reports do unless they say otherwise."""
    if draft.future or _SEQUENTIAL.search(s.text):
        return False
    return draft.kind in _RESULTS | {"capex", "cost"} or 0 <= number - c.year_on_year <= 3


_WHOLE_YEAR = re.compile(r"\b(?:year|annual|fiscal 20\d\d|20\d\d)", re.I)


def _counted_from(c: Context, number: int, draft: Draft, drafts: dict[int, Draft]) -> Period | None:
    """Return the period that "a year earlier" counts from: that of the same result told just before."""
    told = [each for each in drafts.values() if each.at < draft.at and each.kind == draft.kind]
    return told[-1].period if told else _reported(c, number, draft)


def _next_quarter(c: Context, s: Sentence, number: int, draft: Draft) -> Period | None:
    """Return the quarter after the one reported, which an outlook that names no other is for."""
    if _WHOLE_YEAR.search(s.text) or _is_rate(c, s, draft):
        return None
    told = _of_report(c, s, number, draft)
    if told is None or told.grain != "quarter" or told.end is None:
        return None
    fiscal = fiscal_year_of(c.known.get(draft.company or ""))
    current = Expression(0, 0, "relative", "quarter", shift=0)
    return resolve_period(
        current, published=told.end + timedelta(days=20), fiscal_year=fiscal, own_result=True
    )


def _means_the_report(expression: Expression) -> bool:
    """Return whether the phrase points back at what is reported: "in the period", "in the half"."""
    return expression.form == "relative" and expression.shift is None and not expression.fiscal


def _carried(c: Context, s: Sentence, number: int, draft: Draft) -> Period | None:
    """Return the period that the sentences before told, and that this one goes on with."""
    if draft.link is not None and draft.link.relation == "compared":
        return None
    if draft.kind == "market_size":
        told = c.markets
        return told[1] if told is not None and number - told[0] <= _MARKET_REACH else None
    if draft.kind == "capex" and c.spent is not None and number - c.spent[0] <= _MARKET_REACH:
        return c.spent[1]
    if draft.kind == "guidance":
        return c.guided.get(draft.company or "") or _next_quarter(c, s, number, draft)
    of_results = draft.kind in _RESULTS or (draft.kind == "other" and s.has("cash flow"))
    if draft.company is None or draft.future or c.money[draft.index].unit == "per year":
        return None
    if of_results:
        return _of_report(c, s, number, draft)
    return _reported(c, number, draft) if draft.kind in ("capex", "cost") else None


_MARKET_REACH = 3  # sentences


def _remember(c: Context, number: int, draft: Draft) -> None:
    """Keep the period told of a result, an outlook or a market for the sentences that go on with it."""
    if draft.period is None or draft.link is not None:
        return
    if draft.kind == "market_size":
        c.markets = (number, draft.period)
    elif draft.kind == "capex" and draft.period.grain == "year":
        c.spent = (number, draft.period)
    elif draft.kind == "guidance" and draft.company is not None:
        c.guided[draft.company] = draft.period
    elif draft.kind in _RESULTS and draft.company is not None and not draft.future:
        c.reports[draft.company] = (number, draft.period)


def _reported(c: Context, number: int, draft: Draft) -> Period | None:
    """Return the period of the report that this sentence goes on with: the company's, or its parent's."""
    known = c.known.get(draft.company or "")
    for slug in (draft.company, known.parent if known is not None else None):
        if slug in c.reports:
            sentence, period = c.reports[slug]
            near = number - sentence <= (_YEAR_REACH if period.grain == "year" else _QUARTER_REACH)
            return period if near else None
    return None


_QUARTER_REACH, _YEAR_REACH = 8, 2  # sentences


_OF_QUARTER = re.compile(r"quarter", re.IGNORECASE)
_REPORTED_WITHIN = 75  # days after its end in which a quarter is reported


def _just_ended(c: Context, draft: Draft) -> Period | None:
    """Return the company's quarter that ended last, where the text speaks of quarters and is fresh."""
    company = c.known.get(draft.company or "")
    if c.published is None or company is None or not _OF_QUARTER.search(c.text):
        return None
    last = Expression(0, 0, "relative", "quarter", shift=-1)
    period = resolve_period(last, published=c.published, fiscal_year=fiscal_year_of(company), own_result=True)
    if period is None or period.end is None:
        return None
    return period if (c.published - period.end).days <= _REPORTED_WITHIN else None
