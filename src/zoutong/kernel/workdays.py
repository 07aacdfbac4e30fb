"""Knows which days are working days: Monday to Friday, changed by the published holiday table of a year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Dated:
    """A day that was counted out; ``provisional`` when the count touched a year whose holidays are not yet published."""

    date: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A number of working days; ``provisional`` as in ``Dated``."""

    days: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days as far as they are known.

    ``exceptions`` holds only days that differ from Monday to Friday (True: working). ``statutory`` holds the paid public
    holidays (法定节假日), also those on a weekend. ``published`` names the years whose table is complete; every other
    year is taken as plain weeks, and what is counted through it is provisional.
    """

    exceptions: Mapping[date, bool] = field(default_factory=dict)
    statutory: frozenset[date] = frozenset()
    published: frozenset[int] = frozenset()

    @classmethod
    def from_rows(cls, rows: Iterable[Mapping[str, str]], file: str = "calendar.csv") -> Calendar:
        """Read the rows of ``calendar.csv``: ``date`` (a day, or a year alone: "this year is published"), ``working``, ``kind``.

        Raises Fault ``calendar.date`` or ``calendar.working`` with the row as a spreadsheet counts it (the header is row 1).
        """
        exceptions: dict[date, bool] = {}
        statutory: set[date] = set()
        published: set[int] = set()
        for number, row in enumerate(rows, start=2):
            cell = row.get("date", "").strip()
            if len(cell) == len("2026") and cell.isdigit():
                published.add(int(cell))
                continue
            day = _day(cell, file, number)
            if row.get("working", "") not in {"yes", "no"}:
                what = Words("working 一栏只能写 yes 或 no。", "The column working takes yes or no only.")
                raise Fault("calendar.working", what, file=file, row=number)
            exceptions[day] = row["working"] == "yes"
            if row.get("kind", "") == "statutory":
                statutory.add(day)
        return cls(exceptions, frozenset(statutory), frozenset(published))

    def is_published(self, day: date) -> bool:
        """Tell whether the holiday table of that day's year is known."""
        return day.year in self.published

    def is_workday(self, day: date) -> bool:
        """Tell whether people work that day, as far as is known."""
        return self.exceptions.get(day, day.weekday() < SATURDAY)

    def is_statutory(self, day: date) -> bool:
        """Tell whether that day is a paid public holiday of a published year."""
        return day in self.statutory

    def add_workdays(self, start: date, count: int) -> Dated:
        """Go ``count`` working days forward (backward when negative); the start day itself is not counted.

        Zero gives the start day. Provisional when any day that was looked at lies in a year not published.
        """
        step = ONE_DAY if count >= 0 else -ONE_DAY
        day, left, provisional = start, abs(count), False
        while left:
            day += step
            provisional = provisional or not self.is_published(day)
            left -= self.is_workday(day)
        return Dated(day, provisional)

    def roll(self, day: date) -> Dated:
        """Move a last day that falls on a rest day to the next working day (Civil Code 民法典 第203条)."""
        provisional = not self.is_published(day)
        while not self.is_workday(day):
            day += ONE_DAY
            provisional = provisional or not self.is_published(day)
        return Dated(day, provisional)

    def workdays_between(self, start: date, end: date) -> Counted:
        """Count the working days after ``start`` up to and including ``end``; negative when ``end`` comes first."""
        if end < start:
            back = self.workdays_between(end, start)
            return Counted(-back.days, back.provisional)
        days, provisional, day = 0, False, start
        while day < end:
            day += ONE_DAY
            days += self.is_workday(day)
            provisional = provisional or not self.is_published(day)
        return Counted(days, provisional)


@dataclass(frozen=True, slots=True)
class PlainCalendar:
    """The same calendar for FEEL, whose functions give plain dates and numbers and know no provisional days."""

    calendar: Calendar

    def is_workday(self, day: date) -> bool:
        """Tell whether people work that day."""
        return self.calendar.is_workday(day)

    def add_workdays(self, start: date, count: int) -> date:
        """Go that many working days on; see ``Calendar.add_workdays``."""
        return self.calendar.add_workdays(start, count).date

    def roll(self, day: date) -> date:
        """Move a rest day to the next working day; see ``Calendar.roll``."""
        return self.calendar.roll(day).date

    def workdays_between(self, start: date, end: date) -> int:
        """Count working days; see ``Calendar.workdays_between``."""
        return self.calendar.workdays_between(start, end).days


def _day(cell: str, file: str, row: int) -> date:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        what = Words(f"“{cell}”不是日期。", f"“{cell}” is not a date.")
        cure = Words(
            "日期写成 2026-11-23；只写年份表示该年放假安排已公布。", "Write 2026-11-23; a year alone says that its holidays are published."
        )
        raise Fault("calendar.date", what, cure=cure, file=file, row=row) from None
