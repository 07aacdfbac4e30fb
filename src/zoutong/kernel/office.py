"""Knows when an office is open, and how much of a wait fell into its hours."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.kernel.workdays import ONE_DAY, Calendar

USUAL = "9:00-11:30 13:30-17:00"
"""The hours of a bureau that has said nothing else."""

_SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–—]\s*(\d{1,2}):(\d\d)")


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The open hours of a working day, in the office's own time zone; ``spans`` do not overlap and are in their sequence."""

    calendar: Calendar
    zone: tzinfo
    spans: tuple[tuple[time, time], ...]

    @classmethod
    def of(cls, text: str, calendar: Calendar, zone: tzinfo) -> OfficeHours:
        """Read ``9:00-11:30 13:30-17:00``; Fault ``office.hours`` when it cannot be read or runs backwards."""
        try:
            spans = [(time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in _SPAN.findall(text)]
        except ValueError:
            spans = []
        moments = [moment for span in spans for moment in span]
        if not spans or _SPAN.sub("", text).strip(" ,;，；、") or any(a >= b for a, b in itertools.pairwise(moments)):
            raise Fault(
                "office.hours",
                Words(f"办公时间“{text}”看不懂。", f"The office hours “{text}” cannot be read."),
                cure=Words("写成 9:00-11:30 13:30-17:00。", "Write 9:00-11:30 13:30-17:00."),
            )
        return cls(calendar, zone, tuple(spans))

    def seconds(self, start: datetime, end: datetime) -> int:
        """Count the seconds between two moments in which the office was open; 0 when the end does not come after the start."""
        if end <= start:
            return 0
        a, b = start.astimezone(self.zone), end.astimezone(self.zone)
        if a.date() == b.date():
            return self._on(a.date(), a, b)
        whole = sum(_length(span) for span in self.spans)
        between = whole * sum(self.calendar.is_workday(day) for day in _days(a.date() + ONE_DAY, b.date()))
        return self._on(a.date(), a, None) + between + self._on(b.date(), None, b)

    def after(self, start: datetime, seconds: float) -> datetime:
        """Give the moment at which so many open seconds have passed since ``start``; with none to pass, the first open moment from there on."""
        day, left = start.astimezone(self.zone), max(seconds, 0.0)
        while True:
            for opens, closes in self.spans if self.calendar.is_workday(day.date()) else ():
                first = max(datetime.combine(day.date(), opens, self.zone), day)
                last = datetime.combine(day.date(), closes, self.zone)
                if first < last and left < (last - first).total_seconds():
                    return first + timedelta(seconds=left)
                if first < last:
                    left -= (last - first).total_seconds()
            day = datetime.combine(day.date() + ONE_DAY, time(0), self.zone)

    def _on(self, day: date, start: datetime | None, end: datetime | None) -> int:
        """Count the open seconds of one day from ``start`` (None: its beginning) to ``end`` (None: its end)."""
        if not self.calendar.is_workday(day):
            return 0
        seconds = 0
        for opens, closes in self.spans:
            first = datetime.combine(day, opens, self.zone)
            last = datetime.combine(day, closes, self.zone)
            if start is not None and start > first:
                first = start
            if end is not None and end < last:
                last = end
            if last > first:
                seconds += int((last - first) / timedelta(seconds=1))
        return seconds


def _length(span: tuple[time, time]) -> int:
    opens, closes = span
    return (closes.hour - opens.hour) * 3600 + (closes.minute - opens.minute) * 60


def _days(start: date, end: date) -> Sequence[date]:
    """Give the days from ``start`` up to, not including, ``end``."""
    return [start + timedelta(days=n) for n in range((end - start).days)]
