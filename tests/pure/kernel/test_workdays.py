"""Working days: the published table, the weeks beyond it, and what may not be said for certain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.pure.kernel.days import CALENDAR, DAYS

from zoutong.kernel.error import Fault
from zoutong.kernel.workdays import Calendar, PlainCalendar

ONE_DAY = timedelta(days=1)


def test_four_years_are_published_and_the_law_gives_eleven_then_thirteen_statutory_days() -> None:
    assert CALENDAR.published == {2023, 2024, 2025, 2026}
    assert [sum(day.year == year for day in CALENDAR.statutory) for year in (2023, 2024, 2025, 2026)] == [11, 11, 13, 13]


@pytest.mark.parametrize(
    ("day", "works"),
    [("2026-05-09", True), ("2026-10-10", True), ("2026-10-07", False), ("2026-11-23", True), ("2026-11-22", False), ("2025-10-06", False)],
)
def test_days_moved_by_the_state_council_are_followed(day: str, works: bool) -> None:
    assert CALENDAR.is_workday(date.fromisoformat(day)) is works


def test_no_statutory_day_is_worked() -> None:
    assert not [day for day in CALENDAR.statutory if CALENDAR.is_workday(day)]


def test_a_last_day_in_the_national_holiday_rolls_to_the_eighth() -> None:
    rolled = CALENDAR.roll(date(2026, 10, 1))
    assert (rolled.date, rolled.provisional) == (date(2026, 10, 8), False)


def test_a_last_day_on_a_saturday_that_is_worked_does_not_roll() -> None:
    assert CALENDAR.roll(date(2026, 5, 9)).date == date(2026, 5, 9)


def test_a_count_that_reaches_a_year_not_published_says_so() -> None:
    assert CALENDAR.roll(date(2027, 5, 1)).provisional
    assert CALENDAR.add_workdays(date(2026, 12, 30), 2).provisional
    assert not CALENDAR.add_workdays(date(2026, 12, 30), 1).provisional


def test_a_bad_date_is_refused_with_its_row() -> None:
    with pytest.raises(Fault) as caught:
        Calendar.from_rows([{"date": "2026-01-01", "working": "no"}, {"date": "2026-13-01", "working": "no"}])
    assert (caught.value.code, caught.value.row) == ("calendar.date", 3)


def test_a_word_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(Fault, match="yes 或 no"):
        Calendar.from_rows([{"date": "2026-01-01", "working": "maybe"}])


@given(DAYS, st.integers(0, 90))
def test_counting_forward_agrees_with_going_day_by_day(start: date, count: int) -> None:
    day, found = start, 0
    while found < count:
        day += ONE_DAY
        if CALENDAR.is_workday(day):
            found += 1
    assert CALENDAR.add_workdays(start, count).date == day


@given(DAYS, st.integers(1, 60))
def test_going_forward_and_counting_back_agree(start: date, count: int) -> None:
    end = CALENDAR.add_workdays(start, count).date
    assert CALENDAR.workdays_between(start, end).days == count
    assert CALENDAR.workdays_between(end, start).days == -count


@given(DAYS)
def test_rolling_never_goes_back_and_always_ends_on_a_working_day(day: date) -> None:
    rolled = CALENDAR.roll(day).date
    assert rolled >= day
    assert CALENDAR.is_workday(rolled)
    assert not any(CALENDAR.is_workday(day + timedelta(n)) for n in range((rolled - day).days))


def test_feel_is_given_plain_dates() -> None:
    plain = PlainCalendar(CALENDAR)
    assert plain.add_workdays(date(2026, 9, 30), 1) == plain.roll(date(2026, 10, 1)) == date(2026, 10, 8)
    assert plain.workdays_between(date(2026, 9, 30), date(2026, 10, 8)) == 1
    assert plain.is_workday(date(2026, 10, 10))
