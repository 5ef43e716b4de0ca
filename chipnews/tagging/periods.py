"""Finds the times that a sentence names, and says which days they are.

Two steps, both pure: `find_periods` reads the phrases ("the second fiscal quarter of 2024", "by 2030"),
`resolve_period` turns one into days, against the article's date and a company's fiscal calendar. Periods
are whole months, both ends inclusive. What cannot be known without the article's date is None.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Form = Literal["span", "ended", "months", "range", "duration", "until", "since", "month", "day", "relative", "earlier"]
Grain = Literal["year", "half", "quarter", "month"]

_MONTHS_IN: dict[Grain, int] = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_NUMBERS = {
    word: number
    for number, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)
} | {"a": 1, "couple": 2, "decade": 10, "fifteen": 15, "twenty": 20, "eighteen": 18}


@dataclass(frozen=True, slots=True)
class Expression:
    """A phrase that names a time. `number` is the quarter, half or month in question, or a count.

    `shift` counts grains from the article's date (this: 0, last: -1, next: 1); `years` does so for the
    year of a quarter ("the third quarter of last year").
    """

    start: int
    end: int
    form: Form
    grain: Grain = "year"
    number: int | None = None
    year: int | None = None
    last: int | None = None
    day: int | None = None
    fiscal: bool = False
    calendar: bool = False
    shift: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Inclusive days with the name that a reader would give them. A start may be unknown ("by 2030")."""

    label: str
    start: date | None
    end: date
    grain: Grain | None = None
    number: int | None = None
    year: int | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """A company's fiscal calendar: the month it ends in, and whether it is named by its start or its end."""

    end_month: int = 12
    named_by: Literal["start", "end"] = "end"

    @property
    def differs(self) -> bool:
        """Return whether it is another year than the calendar's."""
        return self.end_month != 12

    def first_month(self, year: int) -> int:
        """Return the first month of the fiscal year of this name, counted in months since year 0."""
        if not self.differs:
            return year * 12
        return (year - (self.named_by == "end")) * 12 + self.end_month

    def name_at(self, month: int) -> int:
        """Return the name of the fiscal year that this month (counted since year 0) lies in."""
        if not self.differs:
            return month // 12
        return (month - self.end_month) // 12 + (self.named_by == "end")


_CALENDAR = FiscalYear()
_Y = r"(?:19[89]\d|20[0-5]\d)"
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sep(?:tember|t\.?|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![\w])"
)
_ORD = r"(?i:first|second|third|fourth|final|1st|2nd|3rd|4th)"
_COUNT = (
    r"(?i:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty)"
)
_SHIFT = (
    r"(?i:this|last|next|current|coming|previous|prior|past|preceding|latest|most\ recent|ongoing|upcoming)"
)
_OF_YEAR = rf"""(?:[ ,]*(?i:(?:of|in|for)\ )?(?i:(?:its|the\ company['’]s|the)\ )?
    (?:(?P<{{0}}fy>(?i:fiscal(?:\ year)?|financial\ year)\ |FY[ -]?)|(?P<{{0}}cal>(?i:calendar)(?i:\ year)?\ ))?
    (?P<{{0}}y>{_Y}|(?<=FY)\d\d|(?<=fiscal\ )\d\d|['’]\d\d)\b
    |\ (?i:of|in)\ (?i:the\ )?(?P<{{0}}s>{_SHIFT})\ (?P<{{0}}sf>(?i:fiscal)\ )?(?i:year))?"""


def _year_tail(prefix: str) -> str:
    return _OF_YEAR.format(prefix)


_PATTERN = re.compile(
    rf"""(?<![\w$€£¥-])(?:
    (?P<earlier>(?i:(?:(?:the\ )?(?:same|corresponding|comparable|year-ago|year-earlier)\ (?:period|quarter|three\ months|time)
        (?:\ (?:of|in)\ (?P<e_y>20\d\d)\b|\ (?:of|in|a)?\ ?(?:the\ )?(?:last|prior|previous|preceding|year)(?:[- ](?:year|before|earlier|ago))?)?)
        |(?:a|one|the)\ year\ (?:earlier|ago|before|prior|previously)|(?:the\ )?(?:year-ago|year-earlier|prior[- ]year|previous[- ]year|last\ year['’]s)
        [- ](?:period|quarter|figure|level)|(?:the\ )?(?:year-ago|year-earlier|prior-year|previous-year)
        |(?:a|one)\ (?P<e_q>quarter)\ (?:earlier|ago|before)
        |(?P<e_n>two|three|four|five)\ years\ (?:earlier|ago|before)))
    |(?P<months>(?i:the\ )?(?i:first)\ (?P<x_n>(?i:three|six|nine|3|6|9))\ (?i:months\ of\ )(?:(?P<x_f>(?i:fiscal(?:\ year)?|FY)\ )?(?P<x_y>{_Y})\b|(?i:the|this)\ (?P<x_t>(?i:year))))
    |(?P<ended>(?i:the\ )?(?:(?i:(?P<n_m>three|six|nine|twelve|3|6|9|12)[- ]months?(?:\ period)?)
        |(?:{_ORD}[- ])?(?i:(?P<n_f>fiscal|financial)\ )?(?:{_ORD}[- ])?(?i:(?P<n_g>quarter|half|year)(?:\ of\ (?:fiscal\ )?(?:year\ )?20\d\d)?))
        ,?\ (?i:(?:that\ |which\ )?(?:ended|ending|ends|to|through)\ (?:in\ |on\ )?(?:the\ end\ of\ |end-|late\ |early\ )?)
        (?P<n_mo>{_MONTH})(?:\ (?P<n_d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d))?(?:,?\ (?P<n_y>{_Y})\b)?)
    |(?P<mquarter>(?i:the\ )?(?:{_MONTH}(?:[-–]|\ to\ ))?(?P<mq_mo>{_MONTH})[- ](?i:quarter)(?:\ (?:of\ )?(?P<mq_y>{_Y})\b)?)
    |(?P<mperiod>(?i:the\ )?{_MONTH}(?:[-–]|\ to\ )(?P<mp_mo>{_MONTH})[- ](?i:period)(?:\ (?:of\ )?(?P<mp_y>{_Y})\b)?)
    |(?P<quarter>(?:(?P<q_y0>{_Y})(?:['’]s)?\ )?(?:(?P<q_f0>(?i:fiscal|FY))[- ]?(?P<q_yf>(?:20)?\d\d\b)?[- ]?)?
        (?:(?P<q_o>{_ORD})[- ](?P<q_f1>(?i:fiscal)[- ])?(?i:quarter)|F?Q(?P<q_n>[1-4])(?![^\W_])|(?P<q_n2>[1-4])Q(?![^\W\d_])(?!\d\d\d[^\d]))(?:(?P<q_yy>\d\d)\b|{_year_tail("q_")}))
    |(?P<ordinal>(?i:(?:in|for|during)\ the\ (?P<o_o>second|third|fourth|final|first))(?=[,.;)]|$|\ from\ |\ versus\ ))
    |(?P<half>(?:(?P<h_o>(?i:first|second|latter|back|front))[- ](?i:half)(?=\ of\ (?:20|the\ year|fiscal|calendar|last|this|next)|[- ]year|[,.]|\ revenue|\ sales|\ profit)|H(?P<h_n>[12])(?!\w)|(?P<h_n2>[12])H(?![^\W\d_])(?!\d{{3}}[^\d]))
        (?:(?P<h_yy>\d\d)\b|{_year_tail("h_")}))
    |(?P<range>(?i:(?P<r_b>between|from|over|during|in|through|across)\ )?(?i:(?P<r_f>fiscal|FY)\ ?)?(?P<r_1>{_Y})(?:\ (?P<r_and>and)\ |\ (?:to|through|until)\ |\ ?[-–—]\ ?)(?P<r_2>{_Y}|\d\d)\b(?!\d))
    |(?P<duration>(?i:(?:over|in|within|during|for|across|through)\ )?(?i:the\ )(?P<d_s>(?i:next|coming|following|past|last|previous))\ (?i:several\ |few\ |(?P<d_n>{_COUNT}|decade)\ ?)(?P<d_g>(?i:years|quarters|months|year|decade))?\b
        |(?i:over|across|spread\ over)\ (?i:a\ )?(?P<d_n2>{_COUNT})[- ](?P<d_g2>(?i:years|months|year|decade))\b(?i:\ period)?)
    |(?P<until>(?i:by|through|until|before|till)\ (?i:the\ )?(?P<u_at>(?i:end\ of\ |end-of-|end-?\ ?|late\ |early\ |mid-?\ ?|middle\ of\ |start\ of\ ))?(?i:the\ )?(?:(?P<u_f>(?i:fiscal(?:\ year)?|FY)\ ?)?(?i:calendar\ )?(?P<u_y>{_Y})\b|(?P<u_d>(?i:decade(?:['’]s\ end)?))|(?P<u_s>(?i:this|next|current|(?<=of\ the\ )|(?<=of\ )))\ ?(?i:year)\b|(?P<u_e>(?i:year-?\ ?end|year['’]s\ end)))(?i:\ or\ sooner)?)
    |(?P<since>(?i:since)\ (?i:early\ |late\ |mid-?\ ?|the\ start\ of\ |the\ beginning\ of\ )?(?:(?P<s_mo>{_MONTH})\ ?)?(?:\d{{1,2}},\ )?(?P<s_y>{_Y})\b)
    |(?P<fiscal>(?i:(?:fiscal|financial)(?:[- ]year)?|FY)[- ]?['’]?(?P<f_y>{_Y}|\d\d)E?\b(?:[-/–]\d\d\b)?|(?P<f_y2>{_Y})\ (?i:fiscal|financial)\ (?i:year)\b)
    |(?P<day>(?P<y_mo>{_MONTH})\ \d{{1,2}}(?:st|nd|rd|th)?\b(?!,\d{{3}})(?:,?\ (?P<y_y>{_Y})\b)?|\d{{1,2}}\ (?P<y_mo2>{_MONTH})(?:\ {_Y}\b)?)
    |(?P<month>(?P<m_mo>{_MONTH}),?\ (?:of\ )?(?P<m_y>{_Y})\b|(?:(?i:in|during|for|this|last|since|early|late|mid|until|by)[- ])(?P<m_mo2>{_MONTH})(?:\ (?P<m_y2>{_Y})\b)?|(?P<m_mo3>{_MONTH})(?=\ (?:sales|revenue|exports)))
    |(?P<relative>(?i:(?:the\ |its\ )?)(?P<l_s>{_SHIFT})\ (?P<l_c>(?i:full\ |calendar\ |reported\ |reporting\ ))?(?P<l_f>(?i:fiscal|financial)[- ])?(?P<l_g>(?i:year|quarter|month|half))(?![\w]|-ag|-ear|-old)
        |(?i:(?:the|same)\ )(?P<l_c2>(?i:full\ |calendar\ |reported\ |reporting\ |three-month\ |same\ ))?(?P<l_f2>(?i:fiscal|financial)[- ])?(?P<l_g2>(?i:year|quarter|period))(?![\w]|-|\ (?:ag|earl|befor|prior))
        |(?P<l_fy>(?i:full[- ]year))(?!\ \d))
    |(?P<year>(?:(?i:mid|late|early)-)?(?:(?P<a_c>CY(?=\d)|(?i:calendar(?:\ year)?|full[- ]year|full\ year))\ )?(?P<a_y>{_Y})E?(?![\w%]|[.,]\d|-\w))
    )""",
    re.VERBOSE,
)

# Cheap words one of which every phrase above holds: most sentences need no search at all.
_HINT = re.compile(
    r"20[0-5]\d|19[89]\d|year|quarter|month|half|decade|the (?:first|second|third|fourth|final)\b|\b[QH]\d|\d[QH]|FY|fiscal|"
    r"\b(?:in|last|since|this|for|during|until|by|early|late|mid|to|ended|ending)[- ](?:the end of )?[JFMASOND][a-z]",
    re.IGNORECASE,
)


def find_periods(text: str) -> list[Expression]:
    """Return the phrases that name a time, in text order, as they stand and not yet resolved."""
    if not _HINT.search(text):
        return []
    found: list[Expression] = []
    for match in _PATTERN.finditer(text):
        expression = _read(match)
        # "for the fourth" names a quarter only where one was named before it.
        if match.lastgroup == "ordinal" and "quarter" not in text[: match.start()]:
            continue
        if expression is not None:
            found.append(expression)
    return found


def _read(match: re.Match[str]) -> Expression | None:
    part = match.groupdict()
    start, end = match.span()
    form = str(match.lastgroup)
    if form == "earlier":
        if part["e_y"]:
            return Expression(start, end, "earlier", "year", year=_year(part["e_y"]))
        if part["e_q"]:
            return Expression(start, end, "earlier", "quarter", number=1)
        return Expression(
            start, end, "earlier", "year", number=_NUMBERS.get((part["e_n"] or "one").lower(), 1)
        )
    if form == "months":
        return _read_first_months(start, end, part)
    if form == "ended":
        return _read_ended(start, end, part)
    if form == "mperiod":
        month, year = _month(part["mp_mo"]), _year(part["mp_y"])
        return Expression(start, end, "ended", "quarter", number=month, year=year, last=3)
    if form == "mquarter":
        return Expression(
            start, end, "ended", "quarter", number=_month(part["mq_mo"]), year=_year(part["mq_y"]), last=3
        )
    if form == "quarter":
        number = _ORDINALS.get((part["q_o"] or "").lower()) or int(part["q_n"] or part["q_n2"] or 0)
        said = part["q_y"] or part["q_yy"] or part["q_y0"] or part["q_yf"]
        fiscal = bool(part["q_f0"] or part["q_f1"] or part["q_fy"] or part["q_sf"])
        shift = _shift(part["q_s"]) if part["q_s"] else None
        return Expression(
            start, end, "span", "quarter", number, _year(said), None, None, fiscal, bool(part["q_cal"]), shift
        )
    if form == "ordinal":
        return Expression(start, end, "span", "quarter", number=_ORDINALS[str(part["o_o"]).lower()])
    if form == "half":
        word = (part["h_o"] or "").lower()
        number = {"first": 1, "front": 1}.get(word, 2) if word else int(part["h_n"] or part["h_n2"])
        fiscal = bool(part["h_fy"] or part["h_sf"])
        shift = _shift(part["h_s"]) if part["h_s"] else None
        year_ = _year(part["h_y"] or part["h_yy"])
        return Expression(
            start, end, "span", "half", number, year_, None, None, fiscal, bool(part["h_cal"]), shift
        )
    if form == "range":
        return _read_range(start, end, part)
    if form == "duration":
        return _read_duration(start, end, part)
    if form == "until":
        return _read_until(start, end, part)
    if form == "since":
        return Expression(start, end, "since", number=_month(part["s_mo"]), year=_year(part["s_y"]))
    if form == "fiscal":
        return Expression(start, end, "span", "year", year=_year(part["f_y"] or part["f_y2"]), fiscal=True)
    if form == "day":
        return Expression(
            start, end, "day", "month", _month(part["y_mo"] or part["y_mo2"]), _year(part["y_y"])
        )
    if form == "month":
        return Expression(
            start,
            end,
            "month",
            "month",
            _month(part["m_mo"] or part["m_mo2"] or part["m_mo3"]),
            _year(part["m_y"] or part["m_y2"]),
        )
    if form == "relative":
        grain = (part["l_g"] or part["l_g2"] or "year").lower()
        fiscal = bool(part["l_f"] or part["l_f2"])
        known: Grain = (
            "quarter"
            if grain == "quarter"
            else "month"
            if grain == "month"
            else "half"
            if grain == "half"
            else "year"
        )
        if grain == "period":
            return Expression(start, end, "relative", "quarter", number=0)
        shift = _shift(part["l_s"]) if part["l_s"] else None
        is_calendar = "calendar" in (part["l_c"] or part["l_c2"] or "").lower()
        return Expression(start, end, "relative", known, fiscal=fiscal, calendar=is_calendar, shift=shift)
    return Expression(
        start, end, "span", "year", year=_year(part["a_y"]), calendar="cal" in (part["a_c"] or "").lower()
    )


def _read_first_months(start: int, end: int, part: dict[str, str | None]) -> Expression:
    said = str(part["x_n"]).lower()
    count = int(said) if said.isdigit() else _NUMBERS[said]
    grain: Grain = "quarter" if count == 3 else "half" if count == 6 else "year"
    return Expression(start, end, "months", grain, count, _year(part["x_y"]), fiscal=bool(part["x_f"]))


def _read_ended(start: int, end: int, part: dict[str, str | None]) -> Expression:
    months = part["n_m"]
    grain = (part["n_g"] or "").lower()
    count = {"quarter": 3, "half": 6, "year": 12}.get(grain, 0)
    if months:
        count = int(months) if months.isdigit() else _NUMBERS[months.lower()]
    known: Grain = "quarter" if count == 3 else "half" if count == 6 else "year"
    day = int(part["n_d"]) if part["n_d"] else None
    return Expression(start, end, "ended", known, _month(part["n_mo"]), _year(part["n_y"]), count, day)


def _read_range(start: int, end: int, part: dict[str, str | None]) -> Expression | None:
    first, last = _year(part["r_1"]), _year(part["r_2"])
    opener = (part["r_b"] or "").lower()
    if part["r_and"] and opener not in ("between", "over", "during", "across", "through"):
        return Expression(start, end, "day")
    if first is None or last is None or not 0 < last - first <= 40:
        return None
    return Expression(start, end, "range", year=first, last=last, fiscal=bool(part["r_f"]))


def _read_duration(start: int, end: int, part: dict[str, str | None]) -> Expression | None:
    said = (part["d_n"] or part["d_n2"] or "").lower()
    grain = (part["d_g"] or part["d_g2"] or said).lower()
    count = int(said) if said.isdigit() else _NUMBERS.get(said)
    if grain == "decade" and said != "decade":
        count = 10 * (count or 1)
    known: Grain = (
        "month" if grain.startswith("month") else "quarter" if grain.startswith("quarter") else "year"
    )
    shift = _shift(part["d_s"]) if part["d_s"] else None
    return Expression(start, end, "duration", known, number=count, shift=shift) if count else None


def _read_until(start: int, end: int, part: dict[str, str | None]) -> Expression:
    at = (part["u_at"] or "").lower()
    if part["u_d"]:
        return Expression(start, end, "until", number=12, last=1)
    month = 6 if at.startswith("mid") else 3 if at.startswith(("early", "start")) else 12
    shift = None if part["u_y"] else 1 if (part["u_s"] or "").lower() == "next" else 0
    return Expression(
        start, end, "until", "year", month, _year(part["u_y"]), fiscal=bool(part["u_f"]), shift=shift
    )


def _month(name: str | None) -> int | None:
    return _MONTHS.index(name[:3].lower()) + 1 if name else None


def _year(said: str | None) -> int | None:
    if not said:
        return None
    number = int(said.lstrip("'’"))
    return number + 2000 if number < 100 else number


def _shift(word: str) -> int:
    word = word.lower()
    if word in ("next", "coming", "upcoming", "following"):
        return 1
    return 0 if word in ("this", "current", "ongoing") else -1


def resolve_period(
    expression: Expression,
    *,
    published: date | None,
    fiscal_year: FiscalYear | None = None,
    own_result: bool = False,
    future: bool = False,
    base: Period | None = None,
) -> Period | None:
    """Return the days that the phrase means, None where they cannot be known.

    `fiscal_year` is the calendar of the company that the figure belongs to, `own_result` says that the
    figure is that company's own result: its quarters are then fiscal ones. `future` says that what is told
    is to come. `base` is the period of the figure that this one is compared with ("a year earlier").
    """
    if expression.fiscal and fiscal_year is None:
        return None
    years = fiscal_year or _CALENDAR
    quarterly = own_result and not expression.calendar and expression.grain in ("quarter", "half")
    used = years if (expression.fiscal or quarterly) and years.differs else _CALENDAR
    now = published.year * 12 + published.month - 1 if published else None
    match expression.form:
        case "span":
            return _resolve_span(expression, used, now, future)
        case "months" if expression.number and (expression.year or published):
            year = expression.year or years.name_at(now or 0)
            first = used.first_month(year)
            label = f"{expression.number} months of {'FY' if used.differs else ''}{year}"
            return Period(label, _first(first), _last(first + expression.number - 1))
        case "ended":
            return _resolve_ended(expression, now, years, future)
        case "relative":
            bare_year = expression.grain == "year" and expression.shift is None and (own_result or expression.fiscal)
            if bare_year and not expression.calendar:
                return _resolve_bare_year(years, now, future)
            return _resolve_relative(expression, used, now, base)
        case "month":
            return _resolve_month(expression, now, future)
        case "range" if expression.year and expression.last:
            first, after = used.first_month(expression.year), used.first_month(expression.last + 1)
            return Period(f"{expression.year}-{expression.last}", _first(first), _last(after - 1))
        case "duration":
            return _resolve_duration(expression, published, future)
        case "until":
            return _resolve_until(expression, used, published)
        case "since" if expression.year and published:
            start = date(expression.year, expression.number or 1, 1)
            return Period(f"since {expression.year}", start, published) if start <= published else None
        case "earlier" if base is not None:
            return _earlier(base, expression, years if years.differs and base.fiscal else _CALENDAR)
    return None


def _resolve_span(said: Expression, years: FiscalYear, now: int | None, future: bool) -> Period | None:
    size = _MONTHS_IN[said.grain]
    offset = ((said.number or 1) - 1) * size
    year = said.year
    if year is None and said.shift is not None and now is not None:
        year = years.name_at(now) + said.shift
    if year is None:
        if now is None:
            return None
        year = years.name_at(now) + 1
        ends = years.first_month(year) + offset + size - 1
        while ends >= now if not future else ends - 12 >= now:
            year, ends = year - 1, ends - 12
    first = years.first_month(year) + offset
    return _named(said.grain, said.number, year, first, size, said.fiscal or years.differs)


def _named(grain: Grain, number: int | None, year: int, first: int, size: int, fiscal: bool) -> Period:
    name = f"FY{year}" if fiscal else str(year)
    if grain in ("quarter", "half") and number:
        name = f"{'Q' if grain == 'quarter' else 'H'}{number} {name}"
    return Period(name, _first(first), _last(first + size - 1), grain, number, year, fiscal)


def _resolve_ended(said: Expression, now: int | None, years: FiscalYear, future: bool) -> Period | None:
    size, year = said.last or 3, said.year
    if said.number is None:
        return None
    if year is None:
        if now is None:
            return None
        year = now // 12
        if year * 12 + said.number - 1 > now and not future:
            year -= 1
        elif future and year * 12 + said.number - 1 < now:
            year += 1
    last = year * 12 + said.number - 1
    # A year of 52 weeks may end on the first days of the month that follows.
    if said.day is not None and said.day <= 7:
        last -= 1
    first = last - size + 1
    name = years.name_at(last)
    within = first - years.first_month(name)
    grain = said.grain
    if size in (3, 6, 12) and within % size == 0 and years.differs:
        return _named(grain, within // size + 1 if size < 12 else None, name, first, size, True)
    if size in (3, 6, 12) and first % 12 % size == 0:
        return _named(grain, first % 12 // size + 1 if size < 12 else None, last // 12, first, size, False)
    label = f"{size} months to {calendar.month_name[last % 12 + 1]} {last // 12}"
    return Period(label, _first(first), _last(last), grain if size in (3, 6, 12) else None)


def _resolve_relative(
    said: Expression, years: FiscalYear, now: int | None, base: Period | None
) -> Period | None:
    if said.shift is None and base is not None and (said.grain == base.grain or said.number == 0):
        return base
    if now is None or said.number == 0:
        return None
    size = _MONTHS_IN[said.grain]
    # "the quarter" alone is the one last reported; "the year" alone is not certain enough.
    if said.shift is None and said.grain != "quarter":
        return None
    shift = -1 if said.shift is None else said.shift
    start = years.first_month(years.name_at(now))
    first = start + ((now - start) // size + shift) * size
    if said.grain == "month":
        return Period(
            f"{calendar.month_name[first % 12 + 1]} {first // 12}", _first(first), _last(first), "month"
        )
    year = years.name_at(first)
    number = (first - years.first_month(year)) // size + 1 if size < 12 else None
    return _named(said.grain, number, year, first, size, said.fiscal or years.differs)


def _resolve_bare_year(years: FiscalYear, now: int | None, future: bool) -> Period | None:
    """Return the year that a company's report calls "the year": the one just ended, or the one it looks to."""
    if now is None:
        return None
    year = years.name_at(now)
    if not future:
        year -= 1
        if now - years.first_month(year + 1) > 4:
            return None
    return _named("year", None, year, years.first_month(year), 12, years.differs)


def _resolve_month(said: Expression, now: int | None, future: bool) -> Period | None:
    if said.number is None or (said.year is None and now is None):
        return None
    if said.year is not None:
        month = said.year * 12 + said.number - 1
    else:
        assert now is not None
        month = now - (now - said.number + 1) % 12
        if future and month < now:
            month += 12
    return Period(
        f"{calendar.month_name[month % 12 + 1]} {month // 12}", _first(month), _last(month), "month"
    )


def _resolve_duration(said: Expression, published: date | None, future: bool) -> Period | None:
    if published is None or said.number is None or (said.shift is None and not future):
        return None
    months = said.number * _MONTHS_IN[said.grain]
    back = said.shift is not None and said.shift < 0
    other = _moved(published, -months if back else months)
    start, end = (other, published) if back else (published, other)
    return Period(f"{start.year}-{end.year}" if start.year != end.year else str(end.year), start, end)


def _resolve_until(said: Expression, years: FiscalYear, published: date | None) -> Period | None:
    year = said.year
    if year is None:
        if published is None:
            return None
        year = (published.year // 10 + 1) * 10 if said.last else published.year + (said.shift or 0)
    last = years.first_month(year) + (said.number or 12) - 1
    end = _last(last)
    if published is not None and published > end:
        return None
    return Period(f"by {year}" if not years.differs else f"by FY{year}", published, end)


def _earlier(base: Period, said: Expression, years: FiscalYear) -> Period | None:
    if base.start is None or base.grain is None:
        return None
    back = (said.number or 1) * _MONTHS_IN[said.grain]
    if said.year is not None:
        back = ((base.year or base.start.year) - said.year) * 12
        if back <= 0:
            return None
    first = base.start.year * 12 + base.start.month - 1 - back
    size = _MONTHS_IN[base.grain]
    if base.grain == "month":
        return Period(
            f"{calendar.month_name[first % 12 + 1]} {first // 12}", _first(first), _last(first), "month"
        )
    year = years.name_at(first)
    number = (first - years.first_month(year)) // size + 1 if size < 12 else None
    if (first - years.first_month(year)) % size:
        return replace(base, label="a year earlier", start=_first(first), end=_last(first + size - 1))
    return _named(base.grain, number, year, first, size, base.fiscal)


def shift_years(base: Period, years: int, fiscal_year: FiscalYear | None = None) -> Period | None:
    """Return the same period this many years before."""
    expression = Expression(0, 0, "earlier", "year", number=years)
    return resolve_period(expression, published=None, fiscal_year=fiscal_year, base=base)


def _first(month: int) -> date:
    return date(min(max(month // 12, 1), 9999), month % 12 + 1, 1)


def _last(month: int) -> date:
    year = min(max(month // 12, 1), 9999)
    return date(year, month % 12 + 1, calendar.monthrange(year, month % 12 + 1)[1])


def _moved(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 + months
    last = _last(month)
    return last.replace(day=min(day.day, last.day))
