"""Knows the dates that Python's calendar does not reach: years below 1 and above 9999, kept as a near date and a count of 400-year eras."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from zoutong.rules.feel.values import null

ERA_YEARS = 400
ERA_DAYS = 146_097
MAX_YEAR = 999_999_999
_BASE = 2000


@dataclass(frozen=True, slots=True)
class Far:
    """A far date or moment: ``near`` has a year from 2000 to 2399, the true year is so many eras of 400 years away.

    The Gregorian calendar repeats itself every 400 years, so months, leap days and weekdays are those of ``near``.
    """

    near: dt.date
    eras: int

    @property
    def kind(self) -> str:
        """Name the FEEL type."""
        return "date and time" if isinstance(self.near, dt.datetime) else "date"

    @property
    def year(self) -> int:
        """Give the true year; 0 is the year before 1."""
        return self.near.year + self.eras * ERA_YEARS

    def date(self) -> dt.date | Far:
        """Give the day of a moment."""
        return settle(self.near.date(), self.eras) if isinstance(self.near, dt.datetime) else self


def split(value: dt.date | Far) -> tuple[dt.date, int]:
    """Give any date or moment as a near one and its eras."""
    if isinstance(value, Far):
        return value.near, value.eras
    eras = (value.year - _BASE) // ERA_YEARS
    return value.replace(year=value.year - eras * ERA_YEARS), eras


def settle(near: dt.date, eras: int) -> dt.date | Far:
    """Give Python's own date where the year allows it, else a far one; null beyond the years of FEEL."""
    year = near.year + eras * ERA_YEARS
    if dt.MINYEAR <= year <= dt.MAXYEAR:
        return near.replace(year=year)
    if abs(year) > MAX_YEAR:
        null(f"年份 {year} 超出了 -{MAX_YEAR} 到 {MAX_YEAR}")
    shift = (near.year - _BASE) // ERA_YEARS
    return Far(near.replace(year=near.year - shift * ERA_YEARS), eras + shift)


def shifted(value: dt.date | Far, length: dt.timedelta) -> dt.date | Far:
    """Move a date or moment by a duration, however far."""
    near, eras = split(value)
    more, days = divmod(length.days, ERA_DAYS)
    return settle(near + dt.timedelta(days, length.seconds, length.microseconds), eras + more)


def between(later: dt.date | Far, earlier: dt.date | Far) -> dt.timedelta:
    """Give the time from one to the other; null when it is too long."""
    (last, after), (first, before) = split(later), split(earlier)
    try:
        return (last - first) + dt.timedelta(days=(after - before) * ERA_DAYS)
    except OverflowError:
        null("两个日期相差太远")


def same(left: dt.date | Far, right: dt.date | Far) -> bool:
    """Tell whether both are the same day or moment."""
    return not between(left, right)


def date_text(value: dt.date | Far) -> str:
    """Write the day; years of more than four digits are written out, those before 0 with a minus."""
    year = value.year
    near = value.near if isinstance(value, Far) else value
    return f"{'-' if year < 0 else ''}{abs(year):04}-{near.month:02}-{near.day:02}"
