"""The house's builtins for working days ask the calendar that is handed in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from zoutong.rules import feel


class Weekdays:
    def is_workday(self, day: dt.date) -> bool:
        return day.weekday() < 5

    def add_workdays(self, day: dt.date, count: int) -> dt.date:
        while count:
            day += dt.timedelta(days=1)
            count -= self.is_workday(day)
        return day

    def roll(self, day: dt.date) -> dt.date:
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def workdays_between(self, first: dt.date, last: dt.date) -> int:
        return sum(self.is_workday(first + dt.timedelta(days=n)) for n in range(1, (last - first).days + 1))


def test_chinese_and_english_names_do_the_same():
    for text in (
        '加工作日(@"2026-11-20", 5)',
        'add workdays(@"2026-11-20", 5)',
        '加工作日(日期: @"2026-11-20", 天数: 5)',
        'add workdays(date: @"2026-11-20", n: 5)',
    ):
        assert feel(text, calendar=Weekdays()) == dt.date(2026, 11, 27)
    assert feel('顺延(@"2026-11-21")', calendar=Weekdays()) == dt.date(2026, 11, 23)
    assert feel('是工作日(@"2026-11-21")', calendar=Weekdays()) is False
    assert feel('工作日数(@"2026-11-20", @"2026-11-27")', calendar=Weekdays()) == Decimal(5)


def test_without_a_calendar_there_is_no_answer():
    assert feel('顺延(@"2026-11-21")') is None
