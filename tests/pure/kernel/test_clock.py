"""Statutory clocks: how a term is counted, stopped, taken up again and begun anew."""

from __future__ import annotations

import calendar as gregorian
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.kernel.days import CALENDAR, DAYS

from zoutong.kernel.clock import UNITS, Clock, Term, add_months, last_day
from zoutong.kernel.error import Fault

YEAR = Term(1, "year")
TERMS = st.builds(Term, st.integers(0, 48), st.sampled_from(UNITS))


@pytest.mark.parametrize(
    ("start", "term", "nominal", "rolled"),
    [
        ("2025-11-23", Term(1, "year"), "2026-11-23", "2026-11-23"),
        ("2024-02-29", Term(1, "year"), "2025-02-28", "2025-02-28"),
        ("2026-01-31", Term(1, "month"), "2026-02-28", "2026-02-28"),
        ("2024-01-31", Term(1, "month"), "2024-02-29", "2024-02-29"),
        ("2025-10-01", Term(1, "year"), "2026-10-01", "2026-10-08"),
        ("2026-09-10", Term(30, "day"), "2026-10-10", "2026-10-10"),
        ("2026-04-24", Term(15, "day"), "2026-05-09", "2026-05-09"),
        ("2026-09-30", Term(5, "workday"), "2026-10-13", "2026-10-13"),
    ],
)
def test_a_term_ends_as_the_civil_code_counts(start: str, term: Term, nominal: str, rolled: str) -> None:
    due = last_day(date.fromisoformat(start), term, CALENDAR)
    assert (due.nominal.isoformat(), due.rolled.isoformat()) == (nominal, rolled)


@given(DAYS, TERMS)
def test_the_rolled_day_is_never_earlier_and_never_before_the_start(start: date, term: Term) -> None:
    due = last_day(start, term, CALENDAR)
    assert start <= due.nominal <= due.rolled
    assert CALENDAR.is_workday(due.rolled)


@given(DAYS, st.integers(0, 60))
def test_months_go_to_the_same_day_or_to_the_end_of_the_month(start: date, months: int) -> None:
    first = start.replace(day=1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    length = gregorian.monthrange(first.year, first.month)[1]
    assert add_months(start, months) == first.replace(day=min(start.day, length))


def test_a_person_is_in_time_on_the_rolled_day_and_late_on_the_next() -> None:
    due = last_day(date(2025, 10, 1), YEAR, CALENDAR)
    assert not due.expired(date(2026, 10, 8))
    assert due.expired(date(2026, 10, 9))
    assert (due.days_left(date(2026, 10, 8)), due.days_left(date(2026, 10, 9))) == (0, -1)


@given(DAYS, st.integers(1, 400), st.integers(0, 400), st.integers(0, 200))
def test_stopping_and_going_on_gives_back_exactly_the_days_that_were_left(start: date, length: int, after: int, pause: int) -> None:
    clock = Clock.start(Term(length, "day"), start, CALENDAR)
    stop = start + timedelta(days=min(after, length))
    stopped = clock.stop(stop)
    assert stopped.due() is None
    due = stopped.resume(stop + timedelta(days=pause)).due()
    assert due is not None
    assert due.nominal == start + timedelta(days=length + pause)


@given(DAYS, st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_clock_in_working_days_keeps_its_working_days(start: date, length: int, after: int, pause: int) -> None:
    stop = CALENDAR.add_workdays(start, min(after, length)).date
    again = stop + timedelta(days=pause)
    due = Clock.start(Term(length, "workday"), start, CALENDAR).stop(stop).resume(again).due()
    assert due is not None
    assert CALENDAR.workdays_between(again, due.nominal).days == length - min(after, length)


def test_a_stopped_clock_names_no_last_day() -> None:
    assert Clock.start(YEAR, date(2026, 1, 1), CALENDAR).stop(date(2026, 3, 1)).due() is None


def test_an_interruption_inside_the_year_gives_a_whole_new_year() -> None:
    due = Clock.start(YEAR, date(2025, 3, 1), CALENDAR).interrupt(date(2025, 12, 24)).due()
    assert due is not None
    assert due.nominal == date(2026, 12, 24)


def test_an_interruption_after_the_year_changes_nothing() -> None:
    clock = Clock.start(YEAR, date(2025, 3, 3), CALENDAR)
    assert clock.interrupt(date(2026, 3, 4)) == clock
    assert clock.interrupt(date(2025, 3, 2)) == clock


def test_an_interruption_of_a_stopped_clock_gives_all_its_time_back_when_it_goes_on() -> None:
    clock = Clock.start(YEAR, date(2025, 3, 1), CALENDAR).stop(date(2025, 6, 1)).interrupt(date(2025, 7, 1))
    assert clock.due() is None
    due = clock.resume(date(2025, 8, 1)).due()
    assert due is not None
    assert due.nominal == date(2026, 8, 1)


def test_time_that_is_over_cannot_be_stopped() -> None:
    clock = Clock.start(Term(15, "day"), date(2026, 6, 1), CALENDAR)
    assert clock.stop(date(2026, 7, 1)) == clock
    assert clock.resume(date(2026, 7, 1)) == clock


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(Fault, match="负数"):
        Term(-1, "day")
