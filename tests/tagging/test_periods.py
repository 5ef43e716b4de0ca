"""Which days a phrase of time means, for the calendar's year and for fiscal ones."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chipnews.tagging.periods import FiscalYear, Period, find_periods, resolve_period, shift_years

PUBLISHED = date(2025, 8, 28)
JANUARY = FiscalYear(1, "end")
JUNE = FiscalYear(6, "end")
MARCH_BY_START = FiscalYear(3, "start")


def days(text: str, **how: object) -> str | None:
    """Return "label: start..end" of the first phrase of the text, None where no days are known."""
    how = {"published": PUBLISHED} | how
    for expression in find_periods(text):
        found = resolve_period(expression, **how)  # type: ignore[arg-type]
        return f"{found.label}: {found.start}..{found.end}" if found else None
    return None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("in 2024", "2024: 2024-01-01..2024-12-31", id="a year"),
        pytest.param("calendar 2025", "2025: 2025-01-01..2025-12-31", id="a calendar year"),
        pytest.param("by mid-2026", "by 2026: 2025-08-28..2026-06-30", id="by the middle of a year"),
        pytest.param("third quarter of 2024", "Q3 2024: 2024-07-01..2024-09-30", id="a quarter in words"),
        pytest.param("Q3 2024", "Q3 2024: 2024-07-01..2024-09-30", id="a quarter by its number"),
        pytest.param("3Q24", "Q3 2024: 2024-07-01..2024-09-30", id="a quarter as analysts write it"),
        pytest.param("2024's third quarter", "Q3 2024: 2024-07-01..2024-09-30", id="the year before"),
        pytest.param("third quarter of last year", "Q3 2024: 2024-07-01..2024-09-30", id="of last year"),
        pytest.param("first half of 2025", "H1 2025: 2025-01-01..2025-06-30", id="a half"),
        pytest.param("H2 2025", "H2 2025: 2025-07-01..2025-12-31", id="a half by its number"),
        pytest.param("1H25", "H1 2025: 2025-01-01..2025-06-30", id="a half as analysts write it"),
        pytest.param("the June quarter", "Q2 2025: 2025-04-01..2025-06-30", id="a quarter by its last month"),
        pytest.param(
            "the April-June period", "Q2 2025: 2025-04-01..2025-06-30", id="a quarter by its months"
        ),
        pytest.param(
            "the three months to September", "Q3 2024: 2024-07-01..2024-09-30", id="three months to a month"
        ),
        pytest.param(
            "the nine months ended September 30, 2024",
            "9 months to September 2024: 2024-01-01..2024-09-30",
            id="nine months",
        ),
        pytest.param(
            "the first nine months of 2024",
            "9 months of 2024: 2024-01-01..2024-09-30",
            id="first nine months",
        ),
        pytest.param("in March", "March 2025: 2025-03-01..2025-03-31", id="the latest month of that name"),
        pytest.param("in March 2024", "March 2024: 2024-03-01..2024-03-31", id="a month and a year"),
        pytest.param("this year", "2025: 2025-01-01..2025-12-31", id="this year"),
        pytest.param("last quarter", "Q2 2025: 2025-04-01..2025-06-30", id="last quarter"),
        pytest.param("next month", "September 2025: 2025-09-01..2025-09-30", id="next month"),
        pytest.param("by 2030", "by 2030: 2025-08-28..2030-12-31", id="by a year"),
        pytest.param("through 2029", "by 2029: 2025-08-28..2029-12-31", id="through a year"),
        pytest.param("by the end of next year", "by 2026: 2025-08-28..2026-12-31", id="by next year's end"),
        pytest.param("over the next four years", "2025-2029: 2025-08-28..2029-08-28", id="the next years"),
        pytest.param("between 2024 and 2028", "2024-2028: 2024-01-01..2028-12-31", id="between two years"),
        pytest.param("2025-2028", "2025-2028: 2025-01-01..2028-12-31", id="a range with a hyphen"),
        pytest.param("since 2022", "since 2022: 2022-01-01..2025-08-28", id="since a year"),
        pytest.param("a year", None, id="'a year' is a rate"),
        pytest.param("on March 3, 2025", None, id="a day is an event"),
        pytest.param("the H100s", None, id="a chip is no half"),
        pytest.param("for the second, at", None, id="an ordinal without a quarter before it"),
    ],
)
def test_a_phrase_means_these_days_of_the_calendar(text: str, expected: str | None) -> None:
    assert days(text) == expected


@pytest.mark.parametrize(
    ("text", "calendar", "expected"),
    [
        pytest.param("fiscal 2025", JUNE, "FY2025: 2024-07-01..2025-06-30", id="named by its end"),
        pytest.param("FY25", JANUARY, "FY2025: 2024-02-01..2025-01-31", id="short"),
        pytest.param("FY2024", MARCH_BY_START, "FY2024: 2024-04-01..2025-03-31", id="named by its start"),
        pytest.param(
            "second fiscal quarter of 2024", JANUARY, "Q2 FY2024: 2023-05-01..2023-07-31", id="quarter"
        ),
        pytest.param("Q3 FY25", JANUARY, "Q3 FY2025: 2024-08-01..2024-10-31", id="quarter first"),
        pytest.param("FY25 Q3", JANUARY, "Q3 FY2025: 2024-08-01..2024-10-31", id="year first"),
        pytest.param(
            "the quarter ended October 27, 2024",
            JANUARY,
            "Q3 FY2025: 2024-08-01..2024-10-31",
            id="the quarter that ends on a day",
        ),
        pytest.param(
            "the quarter ended May 3, 2025", JANUARY, "Q1 FY2026: 2025-02-01..2025-04-30", id="of 13 weeks"
        ),
    ],
)
def test_a_fiscal_phrase_follows_the_company_s_calendar(
    text: str, calendar: FiscalYear, expected: str
) -> None:
    assert days(text, fiscal_year=calendar) == expected


def test_a_bare_quarter_of_a_company_s_own_result_is_the_fiscal_one_that_ended_last() -> None:
    assert days("second-quarter", fiscal_year=JANUARY, own_result=True) == "Q2 FY2026: 2025-05-01..2025-07-31"


def test_a_bare_quarter_to_come_is_the_next_one_to_end() -> None:
    told = days("fourth-quarter", fiscal_year=JANUARY, own_result=True, future=True)
    assert told == "Q4 FY2026: 2025-11-01..2026-01-31"


def test_a_quarter_that_is_not_the_company_s_own_result_is_the_calendar_s() -> None:
    assert days("third quarter of 2024", fiscal_year=JANUARY) == "Q3 2024: 2024-07-01..2024-09-30"


def test_a_fiscal_year_without_a_company_is_not_known() -> None:
    assert days("fiscal 2025") is None


@pytest.mark.parametrize(
    "text", ["this year", "last quarter", "in March", "over the next four years", "since 2022"]
)
def test_a_relative_phrase_without_the_article_s_date_is_not_known(text: str) -> None:
    assert days(text, published=None) is None


def test_by_a_year_without_the_article_s_date_has_no_start() -> None:
    assert days("by 2030", published=None) == "by 2030: None..2030-12-31"


def test_a_year_earlier_is_the_same_period_of_the_year_before() -> None:
    base = resolve_period(find_periods("Q3 FY25")[0], published=None, fiscal_year=JANUARY)
    assert base is not None
    assert days("a year earlier", base=base, fiscal_year=JANUARY) == "Q3 FY2024: 2023-08-01..2023-10-31"
    assert (
        days("the same period of 2022", base=base, fiscal_year=JANUARY) == "Q3 FY2022: 2021-08-01..2021-10-31"
    )


def test_shifting_a_year_keeps_its_length() -> None:
    base = Period("2024", date(2024, 1, 1), date(2024, 12, 31), "year", None, 2024)
    moved = shift_years(base, 1)
    assert moved is not None
    assert (moved.label, moved.start, moved.end) == ("2023", date(2023, 1, 1), date(2023, 12, 31))


words = st.sampled_from(
    "in the of fiscal 2024 2025 FY25 Q3 quarter third half first year ended March 31, to by since next last "
    "five years months - a earlier H1 3Q24 through between and ’24 99 May".split()
)


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=12), st.booleans(), st.sampled_from([None, PUBLISHED]), st.integers(1, 12))
def test_whatever_is_written_spans_hold_and_no_period_runs_backwards(
    said: list[str], future: bool, published: date | None, month: int
) -> None:
    text = " ".join(said)
    for expression in find_periods(text):
        assert 0 <= expression.start < expression.end <= len(text)
        found = resolve_period(
            expression,
            published=published,
            fiscal_year=FiscalYear(month, "end"),
            own_result=True,
            future=future,
        )
        assert found is None or found.start is None or found.start <= found.end
