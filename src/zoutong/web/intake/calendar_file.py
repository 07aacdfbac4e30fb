"""Knows how a deadline is written as a calendar entry that every phone reads (iCalendar, RFC 5545)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LINE_OCTETS = 75
DAYS_AHEAD = (7, 3, 1)


@dataclass(frozen=True, slots=True)
class Entry:
    """A whole-day entry with reminders; it says nothing of the person."""

    uid: str
    day: date
    title: str
    text: str
    reminder: str


def write_calendar(entry: Entry, now: datetime, product: str) -> bytes:
    """Write one entry, with reminders at nine in the morning some days ahead; ``now`` is in UTC."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//zoutong//{escape(product)}//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escape(entry.uid)}@zoutong",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escape(entry.title)}",
        f"DESCRIPTION:{escape(entry.text)}",
        "TRANSP:TRANSPARENT",
    ]
    for days in DAYS_AHEAD:
        # The entry begins at midnight, so nine in the morning N days ahead is N-1 days and 15 hours before it.
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escape(entry.reminder)}", f"TRIGGER:-P{days - 1}DT15H", "END:VALARM"]
    lines += ["END:VEVENT", "END:VCALENDAR"]
    return b"".join(fold(line) + b"\r\n" for line in lines)


def escape(text: str) -> str:
    """Escape what the format gives a meaning."""
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")


def fold(line: str) -> bytes:
    """Break a line after 75 octets, never inside a character."""
    parts: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > LINE_OCTETS - (1 if parts else 0):
            parts.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*parts, piece])
