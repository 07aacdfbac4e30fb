"""Knows how a statutory clock runs: it starts, stops, goes on with the time that was left, or begins anew."""

from __future__ import annotations

import calendar as gregorian
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.kernel.workdays import Calendar

Unit = Literal["day", "workday", "month", "year"]
UNITS: tuple[Unit, ...] = ("day", "workday", "month", "year")
MONTHS_PER_YEAR = 12


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time as a law gives it; ``length`` is never negative."""

    length: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse a negative length: no law runs backwards."""
        if self.length < 0:
            raise Fault("clock.length", Words("期限不能是负数。", "A term cannot be negative."))


@dataclass(frozen=True, slots=True)
class Due:
    """The last day: as counted, and moved off a rest day. People should act by ``nominal``; ``rolled`` is the outer limit."""

    nominal: date
    rolled: date
    provisional: bool

    def expired(self, on: date) -> bool:
        """Tell whether that day comes after the last one."""
        return on > self.rolled

    def days_left(self, on: date) -> int:
        """Count the days from that day to the rolled last day: 0 on the day itself, negative afterwards."""
        return (self.rolled - on).days


def add_months(day: date, months: int) -> date:
    """Give the corresponding day so many months on, or the month's end where it has no such day (民法典 第202条)."""
    years, month = divmod(day.year * MONTHS_PER_YEAR + day.month - 1 + months, MONTHS_PER_YEAR)
    return date(years, month + 1, min(day.day, gregorian.monthrange(years, month + 1)[1]))


def last_day(start: date, term: Term, calendar: Calendar) -> Due:
    """Count a term out: the start day is not counted, a rest day at the end rolls to the next working day (民法典 第201-203条).

    A term in working days always ends on one, so both days are the same unless its length is zero.
    """
    if term.unit == "workday":
        reached = calendar.add_workdays(start, term.length)
        rolled = calendar.roll(reached.date)
        return Due(reached.date, rolled.date, reached.provisional or rolled.provisional)
    if term.unit == "day":
        nominal = start + timedelta(days=term.length)
    else:
        nominal = add_months(start, term.length * (MONTHS_PER_YEAR if term.unit == "year" else 1))
    rolled = calendar.roll(nominal)
    return Due(nominal, rolled.date, rolled.provisional)


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock at one moment. Every change gives a new clock.

    ``since`` is the day from which ``left`` is counted; ``stopped`` is the day on which it was suspended, None while it
    runs. ``term`` is the whole length, which an interruption gives back.
    """

    term: Term
    since: date
    left: Term
    calendar: Calendar
    stopped: date | None = None

    @classmethod
    def start(cls, term: Term, day: date, calendar: Calendar) -> Clock:
        """Start it; ``day`` itself is not counted."""
        return cls(term, day, term, calendar)

    def due(self) -> Due | None:
        """Give the last day; None while the clock is stopped, for then nobody can know it."""
        return None if self.stopped else last_day(self.since, self.left, self.calendar)

    def stop(self, day: date) -> Clock:
        """Suspend it (中止): what is left on that day is kept. No effect when stopped already or when the time is over."""
        due = self.due()
        if due is None or day < self.since or due.expired(day):
            return self
        if self.left.unit == "workday":
            left = Term(self.calendar.workdays_between(day, due.nominal).days, "workday")
        else:
            left = Term(max((due.nominal - day).days, 0), "day")
        return replace(self, left=left, stopped=day)

    def resume(self, day: date) -> Clock:
        """Go on with what was left, counted from the day on which the obstacle fell away. No effect on a running clock."""
        if self.stopped is None:
            return self
        return replace(self, since=max(day, self.stopped), stopped=None)

    def interrupt(self, day: date) -> Clock:
        """Begin the whole term anew (中断): only from a day inside the term. A stopped clock stays stopped, with all its time."""
        if day < self.since:
            return self
        if self.stopped is not None:
            return replace(self, left=self.term)
        due = last_day(self.since, self.left, self.calendar)
        return self if due.expired(day) else Clock.start(self.term, day, self.calendar)
