"""Finds the phrases of a sentence that name a time: "the second fiscal quarter of 2024", "by 2030". Pure.

What days they mean is for `periods.py` to say.
"""
# ruff: noqa: E501  (the alternatives of the pattern read better unbroken)

import re
from dataclasses import dataclass
from typing import Literal

Form = Literal[
    "span", "ended", "months", "range", "duration", "until", "since", "month", "day", "relative", "earlier"
]
Grain = Literal["year", "half", "quarter", "month"]

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


# What a phrase can begin with: one cheap look for each word instead of every alternative.
_AFTER = (
    r"(?:\d|['’]\d|the\b|this|last|next|a\b|fiscal|financial|FY|CY|calendar|early|late|mid|end|full|year|its\b|fourth"
    r"|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|fifteen|eighteen|twenty|coming|following|past|previous|decade|year|current|start|beginning|middle|of\b)"
)
_START = (
    r"\d|[FHQC][QY\d]|(?i:the\ (?!compan)|its\ |same\ |corresponding|comparable|year|prior|previous|last|one\ |two\ |three"
    r"|four|five\ |six|nine|twelve|a\ (?:year|quarter)|first|second|third|final|fiscal|financial|quarter|half"
    r"|latter|back|front|spread|mid|late|early|cal|full|this|next|current|coming|past|preceding|most\ recent"
    r"|ongoing|upcoming|month|[1-4](?:st|nd|rd|th)|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    rf"|(?:in|for|during|from|between|over|across|through|within|by|until|before|till|since)[ -]{_AFTER})"
)


def _year_tail(prefix: str) -> str:
    return _OF_YEAR.format(prefix)


_PATTERN = re.compile(
    rf"""(?<![\w$€£¥-])(?={_START})(?:
    (?P<earlier>(?i:(?:(?:the\ )?(?:same|corresponding|comparable|year-ago|year-earlier)\ (?:period|quarter|three\ months|time)
        (?:\ (?:of|in)\ (?P<e_y>20\d\d)\b|\ (?:of|in|a)?\ ?(?:the\ )?(?:last|prior|previous|preceding|year)(?:[- ](?:year|before|earlier|ago))?)?)
        |(?:a|one|the)\ year\ (?:earlier|ago|before|prior|previously)|(?:the\ )?(?:year-ago|year-earlier|prior[- ]year|previous[- ]year|last\ year['’]s)
        [- ](?:period|quarter|figure|level)|(?:the\ )?(?:year-ago|year-earlier|prior-year|previous-year)
        |(?:a|one)\ (?P<e_q>quarter)\ (?:earlier|ago|before)
        |(?P<e_n>two|three|four|five)\ years\ (?:earlier|ago|before)))
    |(?P<months>(?i:the\ )?(?i:first)\ (?P<x_n>(?i:three|six|nine|3|6|9))\ (?i:months)(?:(?i:\ of\ )(?:(?P<x_f>(?i:fiscal(?:\ year)?|FY)\ )?(?P<x_y>{_Y})\b|(?i:the|this)\ (?P<x_t>(?i:year)))|(?=[,.;]|\ (?:on|to|by|with|was|were|rose|fell|reached|came)\b)))
    |(?P<ended>(?i:the\ )?(?:(?i:(?P<n_m>three|six|nine|twelve|3|6|9|12)[- ]months?(?:\ period)?)
        |(?:{_ORD}[- ])?(?i:(?P<n_f>fiscal|financial)\ )?(?:{_ORD}[- ])?(?i:(?P<n_g>quarter|half|year)(?:\ of\ (?:fiscal\ )?(?:year\ )?20\d\d)?))
        ,?\ (?i:(?:that\ |which\ )?(?:ended|ending|ends|to|through)\ (?:in\ |on\ )?(?:the\ end\ of\ |end-|late\ |(?P<n_e>early\ ))?)
        (?P<n_mo>{_MONTH})(?:\ (?P<n_d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!,\d))?(?:,?\ (?P<n_y>{_Y})\b)?)
    |(?P<mquarter>(?i:(?:for|in|during)\ (?=the|{_MONTH}[-–]))?(?i:the\ )?(?:{_MONTH}(?:[-–]|\ to\ ))?(?P<mq_mo>{_MONTH})[- ](?i:quarter)(?:\ (?:of\ )?(?P<mq_y>{_Y})\b)?)
    |(?P<mperiod>(?i:(?:for|in|during|from)\ )?(?i:the\ )?(?P<mp_m1>{_MONTH})(?:[-–]|\ (?:to|through)\ )(?P<mp_mo>{_MONTH})(?:[- ](?i:period))?(?:\ (?:of\ )?(?P<mp_y>{_Y})\b)?)
    |(?P<quarter>(?:(?P<q_y0>{_Y})(?:['’]s)?\ )?(?:(?P<q_f0>(?i:fiscal|FY))[- ]?(?P<q_yf>(?:20)?\d\d\b)?[- ]?)?
        (?:(?P<q_o>{_ORD})[- ](?:(?P<q_f1>(?i:fiscal))[- ]|(?P<q_c1>(?i:calendar))[- ])?(?i:quarter)(?!\ (?:with|ever|in\ which|in\ a\ row)\b)|F?Q(?P<q_n>[1-4])(?![^\W_])|(?P<q_n2>[1-4])Q(?![^\W\d_])(?!\d\d\d[^\d]))(?:(?P<q_yy>\d\d)\b|{_year_tail("q_")}))
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
    |(?P<month>(?P<m_mo>{_MONTH}),?\ (?:of\ )?(?P<m_y>{_Y})\b|(?:(?i:in|during|for|this|last|since|early|late|mid|until|by|month\ of)[- ])(?P<m_mo2>{_MONTH})(?:\ (?P<m_y2>{_Y})\b)?|(?P<m_mo3>{_MONTH})(?=\ (?:sales|revenue|exports)))
    |(?P<relative>(?i:(?:the\ |its\ )?)(?P<l_s>{_SHIFT})[- ](?P<l_c>(?i:full\ |calendar\ |reported\ |reporting\ ))?(?P<l_f>(?i:fiscal|financial)[- ])?(?P<l_g>(?i:year|quarter|month|half))(?![\w]|-ag|-ear|-old)
        |(?i:(?:the|same)\ )(?P<l_c2>(?i:full\ |calendar\ |reported\ |reporting\ |three-month\ |same\ ))?(?P<l_f2>(?i:fiscal|financial)[- ])?(?P<l_g2>(?i:year|quarter|period|half))(?![\w]|-|\ (?:ag|earl|befor|prior))
        |(?P<l_fy>(?i:full[- ]year))(?!\ \d))
    |(?P<year>(?:(?i:mid|late|early)-)?(?:(?P<a_c>CY(?=\d)|(?i:calendar(?:\ year)?|full[- ]year|full\ year))\ )?(?P<a_y>{_Y})E?(?![\w%]|[.,]\d|-\w))
    )""",
    re.VERBOSE,
)

# Cheap words one of which every phrase above holds: most sentences need no search at all.
_HINT = re.compile(
    r"20[0-5]\d|19[89]\d|year|quarter|period|month|half|decade|the (?:first|second|third|fourth|final)\b|\b[QH]\d|\d[QH]|FY|fiscal|"
    r"[JFMASOND][a-z]+ (?:sales|revenue|exports)\b|\b(?:of|in|last|since|this|for|during|until|by|early|late|mid|to|ended|ending)[- ](?:the end of )?[JFMASOND][a-z]",
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
        opens, month = _month(part["mp_m1"]), _month(part["mp_mo"])
        size = ((month or 0) - (opens or 0)) % 12 + 1
        size_grain: Grain = "quarter" if size == 3 else "half" if size == 6 else "year"
        return Expression(start, end, "ended", size_grain, number=month, year=_year(part["mp_y"]), last=size)
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
            start,
            end,
            "span",
            "quarter",
            number,
            _year(said),
            None,
            None,
            fiscal,
            bool(part["q_cal"] or part["q_c1"]),
            shift,
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
    day = int(part["n_d"]) if part["n_d"] else 1 if part["n_e"] else None
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
