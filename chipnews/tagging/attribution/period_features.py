"""What a text shows of each time that an amount may belong to, as features for the scorer. Pure.

The candidates are the times that the sentence, the one before it and the beginning of the text name, those of
the figures told before, and those that a report is of without saying so; None stands for no time at all. A
phrase that can mean two times ("the third quarter" of this year or the last, fiscal or not) gives a
candidate for each.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from chipnews.tagging.attribution.context import RESULTS, Context, Draft, Reading
from chipnews.tagging.attribution.kind_features import Features
from chipnews.tagging.attribution.reports import (
    Named,
    as_said_in,
    fiscal_year_of,
    periods_around,
    report_periods,
)
from chipnews.tagging.attribution.words import Sentence
from chipnews.tagging.periods import Expression, FiscalYear, Period, resolve_period, shift_years

Days = tuple[date | None, date]
"""The first and the last day of a period; two periods of the same days are one candidate."""


@dataclass(slots=True)
class PeriodCandidate:
    """One time that an amount may belong to, None for no time, with what speaks for it."""

    period: Period | None
    features: Features = field(default_factory=dict)


class _Candidates:
    """The candidates by their days, in the making."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.by_days: dict[Days | None, PeriodCandidate] = {None: PeriodCandidate(None)}

    def at(self, period: Period | None) -> Features:
        """Return the features of the candidate of these days."""
        days = (period.start, period.end) if period is not None else None
        candidate = self.by_days.get(days)
        if candidate is None:
            candidate = self.by_days[days] = PeriodCandidate(period)
        return candidate.features

    def add(self, period: Period | None, names: Iterable[str]) -> None:
        """Add the features, alone and joined to the kind, to the candidate of these days."""
        features, kind = self.at(period), self.kind
        for name in names:
            features[name] = 1.0
            features[f"{kind}&{name}"] = 1.0

    def add_alone(self, period: Period | None, names: Iterable[str]) -> None:
        """Add the features without joining them to the kind."""
        self.at(period).update(dict.fromkeys(names, 1.0))

    def add_time(self, period: Period | None, *names: str) -> None:
        """Add the features to the candidate of these days, if there is such a period."""
        if period is not None:
            self.add(period, names)


_STEPS = (1, 2, 3, 5, 8, 12, 20)
_REACH = 4  # sentences back in which a figure's time is still a candidate
_LOOKING = frozenset(
    """
    will would expects expected forecast forecasts plans planned sees expect guidance outlook could projected
    aims target
    """.split()
)
_JOINTS = frozenset({",", ";", "and", "but", "while"})
_RATES = ("annualized", "annualised", "run rate", "recurring revenue", "arr")
_LISTING = frozenset("and or , to on in of for at the capex".split())
_LISTED = frozenset({"money", "company", "name"})


def _step(value: int) -> str:
    return next((str(step) for step in _STEPS if value <= step), "more")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What all candidates of one amount share."""

    c: Context
    reading: Reading
    draft: Draft
    fiscal: FiscalYear | None
    link: str
    reports: list[Named]

    def days(self, said: Expression, *, own: bool, future: bool, base: Period | None = None) -> Period | None:
        """Return the days that a phrase means for this amount."""
        return resolve_period(
            said,
            published=self.c.published,
            fiscal_year=self.fiscal,
            own_result=own,
            future=future,
            base=base,
        )


def period_features(c: Context, reading: Reading, draft: Draft) -> dict[Days | None, PeriodCandidate]:
    """Return each time that the amount may belong to, by its days, and none."""
    found = _Candidates(draft.kind or "-")
    fiscal = fiscal_year_of(c.known.get(draft.company or ""))
    link = draft.link.relation if draft.link is not None else "-"
    asked = _Asked(c, reading, draft, fiscal, link, report_periods(c, reading.number, draft))
    form = _add_here(found, asked)
    _add_before(found, asked, form)
    _add_beside(found, asked)
    _add_told(found, asked)
    rate = reading.sentence.has(*_RATES) or c.money[draft.index].unit == "per year"
    for name, period in (*asked.reports, *periods_around(c, fiscal, asked.reports)):
        found.add(period, (name, f"{name}, {link}", f"{name}, {form}", f"{name}, rate {rate}"))
    _add_none(found, asked, form)
    if rate:
        found.add(None, ("none, rate",))
    _add_distance(found, c.published, draft)
    return found.by_days


def _form(expression: Expression) -> str:
    shift = "" if expression.shift is None else f"{expression.shift:+d}"
    year = " year told" if expression.year is not None else ""
    return f"{expression.form} {expression.grain}{shift}{year}"


def _readings(asked: _Asked, expression: Expression) -> list[tuple[str, Period]]:
    """Return the times that a phrase may mean, the likeliest first, by how it is read."""
    own, future = asked.draft.kind in RESULTS, asked.draft.future
    read = [("", asked.days(expression, own=own, future=future))]
    if asked.fiscal is not None and asked.fiscal.differs:
        read.append(("other calendar", asked.days(expression, own=not own, future=future)))
    if expression.year is None:
        read.append(("other way", asked.days(expression, own=own, future=not future)))
    if expression.form == "until" and expression.year is not None:
        whole = Expression(0, 0, "span", "year", year=expression.year, fiscal=expression.fiscal)
        read.append(("whole year", asked.days(whole, own=own, future=future)))
    found: list[tuple[str, Period]] = []
    for name, period in read:
        if period is not None and all((p.start, p.end) != (period.start, period.end) for _, p in found):
            found.append((name, period))
    return found


def _add_here(found: _Candidates, asked: _Asked) -> str:
    """Add the times that the sentence names; return the form of the nearest."""
    s, at = asked.reading.sentence, asked.draft.at
    times = [k for k, token in enumerate(s.tokens) if token.tag == "period"]
    if not times:
        return "silent"
    nearest = (max((k for k in times if k < at), default=-1), min((k for k in times if k > at), default=-1))
    ordered = _aligned(s, asked.reading, times)
    for k in times:
        place, near = _place(s, k, at), k in nearest
        names = [*_names(s, asked.draft, k, place), f"here, nearest {near}, {place}"]
        if len(times) == 1:
            names.append(f"here only, {place}")
        if ordered.get(k) == at:
            names.append("here in order")
        _add_named(found, asked, k, place, names)
        _add_counted(found, asked, s.periods[s.tokens[k].ref], place, near=near)
    closest = min(times, key=lambda k: abs(k - at))
    return _form(s.periods[s.tokens[closest].ref])


def _add_named(found: _Candidates, asked: _Asked, k: int, place: str, names: list[str]) -> None:
    """Add what the phrase of this token says in itself."""
    s = asked.reading.sentence
    expression = s.periods[s.tokens[k].ref]
    for way, period in _readings(asked, expression):
        if way:
            found.add(period, (way, f"{way}, {_form(expression)}", f"{way}, {place}", *names[2:4]))
        else:
            found.add(period, names)
            found.add_alone(period, _words(s, k, place))


def _add_counted(
    found: _Candidates, asked: _Asked, expression: Expression, place: str, *, near: bool
) -> None:
    """Add what a phrase means that counts from a report ("next quarter") or another sum ("a year ago")."""
    if expression.form == "relative" and expression.shift is not None:
        name = "counted from report"
        for _, base in asked.reports:
            period = as_said_in(base, expression, asked.fiscal)
            names = (name, f"{name} {_form(expression)}", f"{name} {place}", f"{name}, near {near}")
            found.add_time(period, *names)
    if expression.form == "earlier":
        for told, base in (*asked.reports, *_told_beside(asked)):
            period = asked.days(expression, own=True, future=False, base=base)
            name = f"earlier than {told}"
            found.add_time(period, name, f"{name}, {place}", f"{name}, near {near}")


def _told_beside(asked: _Asked) -> list[Named]:
    """Return the time of the last sum before this one in its sentence, if that is told."""
    draft = asked.draft
    before = [o for o in asked.reading.drafts.values() if o.at < draft.at]
    told = [(o.kind == draft.kind, o.period) for o in before if o.period is not None]
    return [(f"beside, alike {alike}", period) for alike, period in told[-1:]]


def _place(s: Sentence, k: int, at: int) -> str:
    crossed = sum(s.tokens[j].tag == "money" for j in range(min(k, at) + 1, max(k, at)))
    return f"{'before' if k < at else 'after'}, {min(crossed, 2)} money"


def _aligned(s: Sentence, reading: Reading, times: list[int]) -> dict[int, int]:
    """Return the amount of each time where as many follow: "$8bn and $28bn for Q4 and 2023, respectively"."""
    amounts = list(reading.drafts)
    after = [k for k in times if k > amounts[-1]]
    if "respectively" not in s.words or len(after) != len(amounts):
        return {}
    return dict(zip(after, amounts, strict=True))


def _names(s: Sentence, draft: Draft, k: int, place: str) -> Iterator[str]:
    """Return where a time stands from the amount, and what lies between."""
    at = draft.at
    form = _form(s.periods[s.tokens[k].ref])
    side = "before" if k < at else "after"
    between = range(min(k, at) + 1, max(k, at))
    yield from ("here", f"here {form}", f"here {place}", f"here {side} {_step(abs(k - at))}")
    yield from (f"here {form}, {place}", f"here {place}, future={draft.future}")
    yield f"here {side}, {min(sum(j in s.verbs for j in between), 3)} verbs"
    if k <= 1:
        yield f"here opens, {place}"
    if any(s.words[j] in _JOINTS for j in between):
        yield f"here {side}, joint"
    if all(s.words[j] in _LISTING or s.tokens[j].tag in _LISTED for j in between):
        yield f"here {place}, past a list"


def _words(s: Sentence, k: int, place: str) -> Iterator[str]:
    """Return the words around a time."""
    prior = s.words[k - 1] if k else "^"
    lead = s.words[k].split()[0] if " " in s.words[k] else prior
    yield from (f"lead={lead}", f"prior={prior}", f"next={s.word_at(k + 1)}", f"lead={lead}, {place}")
    verb = next((s.verbs[j] for j in range(k - 1, max(-1, k - 5), -1) if j in s.verbs), None)
    if verb is not None:
        yield f"here after {verb.frame}"
        yield f"here after {verb.lemma}"


def _add_before(found: _Candidates, asked: _Asked, form: str) -> None:
    """Add the times that the sentence before and the beginning of the text name."""
    number = asked.reading.number
    for other, where in ((number - 1, "sentence before"), (0, "title"), (1, "second sentence")):
        if not 0 <= other < number:
            continue
        for expression in asked.c.read(other).periods:
            if expression.form in ("day", "since", "earlier"):
                continue
            for _, period in _readings(asked, expression)[:1]:
                silent, future = f"{where}, {form == 'silent'}", f"{where}, future={asked.draft.future}"
                found.add(period, (where, future, silent))
                found.add_alone(period, (f"{where} {_form(expression)}",))


def _alike(one: Draft, other: Draft) -> str:
    return f"kind {one.kind == other.kind}, company {one.company == other.company}"


def _add_beside(found: _Candidates, asked: _Asked) -> None:
    """Add the times of the other figures of the sentence, so far as they are told."""
    draft = asked.draft
    for other in asked.reading.drafts.values():
        if other is draft or other.period is None:
            continue
        if draft.link is not None and draft.link.to == other.at:
            found.add(other.period, ("base", f"base {asked.link}"))
            before = shift_years(other.period, 1, asked.fiscal)
            found.add_time(before, "year before base", f"year before base {asked.link}")
        else:
            alike, side = _alike(draft, other), "before" if other.at < draft.at else "after"
            found.add(other.period, (f"beside, {alike}", f"beside {side}, {alike}"))


def _add_told(found: _Candidates, asked: _Asked) -> None:
    """Add the times of the figures told before: those near, that of the same sum, the last of its sort."""
    draft, dated = asked.draft, asked.c.dated
    lately = [(number, other) for number, other in dated.lately() if other.period is not None]
    for number, other in lately:
        back = asked.reading.number - number
        if 0 < back <= _REACH:
            alike, owner = _alike(draft, other), f"company {other.company == draft.company}"
            names = (f"told before, {alike}", f"told {back} before, {alike}")
            found.add(other.period, (*names, f"told before {other.kind}, {owner}"))
    same = dated.first.get(asked.c.money[draft.index].sum)
    if same is not None:
        found.add(same.period, ("the same sum", f"the same sum, kind {same.kind == draft.kind}"))
    sort = (draft.kind, draft.company)
    last = next((other for _, other in lately if (other.kind, other.company) == sort), None)
    if last is not None:
        found.add(last.period, ("last alike", f"last alike, future {last.future == draft.future}"))


def _add_distance(found: _Candidates, published: date | None, draft: Draft) -> None:
    """Add whether each time is over, to come, or runs on the day of the text."""
    for days, candidate in found.by_days.items():
        if days is None or candidate.period is None or published is None:
            continue
        begins, ends = days
        if begins is None:
            when = "open"
        else:
            when = "past" if ends < published else "to come" if begins > published else "now"
        grain = candidate.period.grain
        found.add(
            candidate.period,
            (when, f"{when}, future={draft.future}", f"{grain} {when}", f"{when}, {draft.status}"),
        )


def _add_none(found: _Candidates, asked: _Asked, form: str) -> None:
    """Add what speaks for the amount belonging to no time."""
    s, draft = asked.reading.sentence, asked.draft
    times = sum(token.tag == "period" for token in s.tokens)
    names = [
        "none",
        f"none, {asked.link}",
        f"none, {min(times, 3)} times",
        f"none, {form}",
        f"none, {draft.status}",
        f"none, future={draft.future}",
        f"none, unit={asked.c.money[draft.index].unit}",
        f"none, candidates={min(len(found.by_days), 6)}",
    ]
    if s.headline:
        names.append("none, headline")
    if _LOOKING & set(s.words):
        names.append("none, looking ahead")
    verbs = [verb for k, verb in s.verbs.items() if k < draft.at]
    if verbs:
        names += (f"none, verb={verbs[-1].lemma}", f"none, frame={verbs[-1].frame} {verbs[-1].shape}")
    if draft.company is None:
        names.append("none, nobody")
    if draft.evidence is not None and draft.evidence.noun is not None:
        names.append(f"none, noun={draft.evidence.noun.phrase}")
    names.append(f"none, issuer={asked.c.reporting_company == draft.company}")
    found.add(None, names)
    told = {token.word for token in s.tokens if token.tag == "word"}
    found.add_alone(None, (f"none, s={word}" for word in told))
    for step in range(1, 4):
        left = s.words[draft.at - step] if draft.at >= step else "^"
        found.add_alone(None, (f"none, L{step}={left}", f"none, R{step}={s.word_at(draft.at + step)}"))
