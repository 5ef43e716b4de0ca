"""Chooses the time that each amount of a sentence belongs to, and resolves it to days."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from chipnews.knowledge.entries import Company
from chipnews.tagging.attribution import lexicon as lx
from chipnews.tagging.attribution.comparison import Link
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.periods import Expression, FiscalYear, Period, resolve_period, shift_years


class PeriodChoice(NamedTuple):
    """A time phrase given to an amount; `near` is False where only the sentence's opening gives it."""

    expression: Expression
    near: bool


_EVENT = frozenset(
    """
    founded launched established started created incorporated born formed listed public introduced
    unveiled
    """.split()
)


def choose_periods(s: Sentence, amounts: list[int], links: dict[int, Link | None]) -> dict[int, PeriodChoice]:
    """Return the time phrase of each amount that has one.

    A phrase after an amount and before the next one is that amount's; else one before it in the same clause;
    else the phrase that opens the sentence.
    """
    times = [
        (k, _as_end(s, k, s.periods[token.ref]))
        for k, token in enumerate(s.tokens)
        if token.tag == "period" and s.periods[token.ref].form not in ("day", "since") and not _is_event(s, k)
    ]
    if not times:
        return {}
    aligned = _aligned(s, amounts, times)
    if aligned:
        return aligned
    chosen: dict[int, PeriodChoice] = {}
    taken: set[int] = set()
    for position, at in enumerate(amounts):
        stop = amounts[position + 1] if position + 1 < len(amounts) else len(s.tokens)
        link = links.get(at)
        right = _right(s, at, stop, times)
        if right is not None and right not in taken:
            chosen[at] = PeriodChoice(_expression(times, right), True)
            taken.add(right)
            continue
        start = amounts[position - 1] if position else -1
        summed = "total" in s.words[max(0, at - 5) : at] and position > 0
        left = None if summed else _left(s, at, start, times)
        if left is not None and link is not None and link.relation in ("compared", "estimate"):
            cues = ("from", "versus", "vs", "against", "than", "with", "to", "compared")
            if not any(word in cues for word in s.words[start + 1 : left]):
                left = None
        if left is not None and left not in taken:
            chosen[at] = PeriodChoice(_expression(times, left), True)
            taken.add(left)
        elif link is None or link.relation not in ("compared",):
            shared = _shared(s, at, amounts, times, taken)
            if shared is not None:
                chosen[at] = PeriodChoice(_expression(times, shared), False)
    return chosen


def _as_end(s: Sentence, at: int, expression: Expression) -> Expression:
    """Return the month as an end where the words say so: "through October 2030"."""
    before = s.words[at - 1] if at else ""
    ends = before in ("through", "until", "till") or s.words[at].startswith(("until", "by", "through"))
    if expression.form == "month" and expression.year is not None and ends:
        return replace(expression, form="until", grain="year")
    return expression


def _aligned(s: Sentence, amounts: list[int], times: list[tuple[int, Expression]]) -> dict[int, PeriodChoice]:
    """Share out as many times over as many amounts: "$8bn and $28bn for Q4 and 2023, respectively"."""
    if len(amounts) < 2 or "respectively" not in s.words:
        return {}
    after = [(k, each) for k, each in times if k > amounts[-1]]
    if len(after) != len(amounts):
        return {}
    last = after[-1][1]
    return {
        at: PeriodChoice(
            replace(each, year=last.year, fiscal=each.fiscal or last.fiscal)
            if each.form == "span" and each.year is None and last.form == "span"
            else each,
            True,
        )
        for at, (_, each) in zip(amounts, after, strict=True)
    }


def _expression(times: list[tuple[int, Expression]], at: int) -> Expression:
    return next(expression for k, expression in times if k == at)


def _is_event(s: Sentence, at: int) -> bool:
    """Return whether the phrase dates something else than the amount ("founded in 2016")."""
    said = s.verbs.get(at - 1) or s.verbs.get(at - 2)
    told = said is not None and said.frame == "say" and s.periods[s.tokens[at].ref].form != "span"
    if said is not None and told and s.words[at - 1] in ("in", "on", "last", s.words[said.at]):
        return True
    words = s.words[max(0, at - 4) : at]
    dated = s.periods[s.tokens[at].ref]
    if dated.form == "month" or (dated.form == "relative" and dated.grain == "month"):
        # "It had told investors in July to expect $30 billion": when it was said.
        telling = (s.verbs[k] for k in range(max(0, at - 4), at) if k in s.verbs)
        if any(verb.frame == "say" or verb.lemma in ("report", "tell") for verb in telling):
            return True
    if words[-1:] in (("due",), ("maturing",)) or words[-2:] in (("due", "in"), ("maturing", "in")):
        return True
    return (
        bool(set(words) & _EVENT) and s.words[at - 1] in ("in", "since", "on") and words[-2:-1] != ("year",)
    )


_CLOSE = frozenset(
    "in for during of at the its fiscal by over through calendar full year to from as up".split()
)


def _right(s: Sentence, at: int, stop: int, times: list[tuple[int, Expression]]) -> int | None:
    """Return the first time phrase after the amount that belongs to it."""
    for k, expression in times:
        if k <= at or k >= stop:
            continue
        first = _after_margin(s, at)
        between = s.tokens[first:k]
        words = [token.word for token in between]
        if any(word in (";", "—", "while", "whereas", "but", "although", "after") for word in words):
            return None
        if "," in words:
            tail = words[words.index(",") + 1 :]
            # ", up 94% from a year earlier", ", in 2024,": still the same clause; a new verb is another one.
            if any(
                index in s.verbs and s.verbs[index].frame not in ("up", "down") for index in range(at + 1, k)
            ):
                return None
            if tail and tail[0] in ("with", "which", "and", "compared", "versus", "up", "down"):
                return None
            if len(tail) > 5:
                return None
        if any(word == "and" and first + j + 1 in s.verbs for j, word in enumerate(words)):
            return None  # "posted a profit of $18 billion and said expenses this year ..."
        if stop < len(s.tokens) and _belongs_to_next(s, k, stop):
            return None
        if expression.form == "earlier" and any(
            word in ("from", "than", "over", "on", "compared") for word in words
        ):
            return None
        if sum(1 for index in range(at + 1, k) if index in s.verbs) > 1:
            return None
        if "since" in words[-2:]:
            return None
        return k
    return None


def _after_margin(s: Sentence, at: int) -> int:
    """Return the index after "plus or minus 2%" behind the amount, if that stands there."""
    index = at + 1
    if (
        index + 4 < len(s.words)
        and s.words[index] == ","
        and s.words[index + 1 : index + 4] == ("plus", "or", "minus")
    ):
        index += 5
        while index < len(s.words) and s.words[index] in ("%", "percent", ","):
            index += 1
    return index


def _belongs_to_next(s: Sentence, time: int, following: int) -> bool:
    """Return whether the time phrase opens the next amount's part: "and in 2023 $4 billion"."""
    before = s.words[time - 1] if time else ""
    start = time - 1 if before in ("in", "for", "during", "by") else time
    joiner = s.words[start - 1] if start else ""
    words = s.words[time + 1 : following]
    if joiner in ("and", ",", "but", "while") and len(words) <= 3 and "," not in words and "and" not in words:
        return True
    # "$5 billion, against third-quarter sales of $4 billion"
    noun = next((noun for noun in s.nouns if time < noun.first <= time + 3), None)
    if noun is None or before in ("in", "for", "during") or noun.last >= following:
        return False
    return not any(word in lx.PREPOSITIONS for word in s.words[time + 1 : noun.first])


def _left(s: Sentence, at: int, start: int, times: list[tuple[int, Expression]]) -> int | None:
    for k, expression in reversed(times):
        if not start < k < at:
            continue
        if expression.form == "earlier":
            continue
        words = s.words[k + 1 : at]
        if (
            "," in words
            and k > 3
            and any(index in s.verbs and s.verbs[index].shape != "ing" for index in range(k + 1, at))
            and s.words[k - 1] != ","
        ):
            return None
        if any(word in (";", "—", "while", "whereas", "but") for word in words):
            return None
        if (
            start >= 0
            and start + 1 < k
            and not _belongs_to_next(s, k, at)
            and "," not in s.words[start:k]
            and "and" not in s.words[start:k]
        ):
            return None
        return k
    return None


def _shared(
    s: Sentence, at: int, amounts: list[int], times: list[tuple[int, Expression]], taken: set[int]
) -> int | None:
    """Return the phrase that dates the whole sentence: its opening, or one after the last of a list."""
    first = amounts[0]
    opening = [k for k, expression in times if k < first and expression.form != "earlier"]
    if opening and at != first:
        words = s.words[opening[-1] : at]
        if not any(word in (";", "while", "whereas", "but", "—") for word in words):
            return opening[-1]
        return None
    later = [k for k, expression in times if k > amounts[-1] and expression.form != "earlier"]
    if later and at != amounts[-1]:
        between = s.words[at + 1 : amounts[-1]]
        only_list = all(
            word in (",", "and", "or", "to")
            or word in lx.QUALIFIERS
            or s.tokens[at + 1 + i].tag in ("money", "company", "name")
            for i, word in enumerate(between)
        )
        if only_list and _right(s, amounts[-1], len(s.tokens), times) == later[0]:
            return later[0]
    return None


_REVISED = frozenset(
    """
    forecast forecasts guidance outlook target projection projected prior previous previously raised cut
    lowered lifted trimmed hiked seen revised range estimate
    """.split()
)


def fiscal_year_of(company: Company | None) -> FiscalYear | None:
    """Return the company's fiscal calendar, None where there is no company."""
    return FiscalYear(company.fiscal_year_end, company.fiscal_year_named_by) if company is not None else None


def resolve_choice(
    s: Sentence,
    choice: PeriodChoice | None,
    base: Period | None,
    link: Link | None,
    company: Company | None,
    own_result: bool,
    future: bool,
    published: date | None,
) -> Period | None:
    """Return the days of the chosen phrase; without one, those of the figure that this one hangs on."""
    fiscal = fiscal_year_of(company)
    compared = link is not None and link.relation == "compared"
    if link is not None and link.relation == "estimate" and base is not None:
        return base
    if choice is None:
        if compared and future:
            revised = any(word in s.words for word in _REVISED)
            return base if revised else None
        if link is not None and link.relation in ("listed", "estimate", "same"):
            return base
        return None
    expression = choice.expression
    if compared and base is not None and expression.form == "relative" and expression.shift == -1:
        if (
            expression.grain == "year"
            and base.grain in ("quarter", "half", "month")
            and not expression.fiscal
        ):
            return shift_years(base, 1, fiscal)
        if (
            expression.grain == "year"
            and base.grain == "year"
            and any(word in s.joined for word in (" previous ", " prior ", " preceding "))
        ):
            return shift_years(base, 1, fiscal)
    if compared and base is None and expression.form == "relative" and expression.shift == -1 and own_result:
        return None
    quarter_before = expression.grain == "quarter" and expression.shift == -1
    if (
        compared
        and base is not None
        and base.grain == "quarter"
        and expression.form == "relative"
        and quarter_before
    ):
        before = Expression(0, 0, "earlier", "quarter", number=1)
        return resolve_period(before, published=published, fiscal_year=fiscal, base=base)
    if compared and base is not None and expression.form == "relative" and expression.shift is None:
        return None
    return resolve_period(
        expression,
        published=published,
        fiscal_year=fiscal,
        own_result=own_result,
        future=future,
        base=base,
    )
