"""Knows what a month, a quarter, half a year or a year of the ledger adds up to; closed is never counted as fixed unless it is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from zoutong.improve.alike import came_back
from zoutong.improve.item import OPEN, Item
from zoutong.improve.move import lacking

PERIODS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: how many items were found, judged, assigned, reported as rectified, closed with proof, and came back.

    ``waiting`` are rectified and not yet walked again on the last day; ``overdue`` are late on that day; ``parked`` and ``declined`` say their name.
    """

    code: str
    found: int
    judged: int
    assigned: int
    finished: int
    closed_with_proof: int
    waiting: int
    recurring: int
    reopened: int
    overdue: int
    parked: int
    declined: int


@dataclass(frozen=True, slots=True)
class Digest:
    """A period with its lines: all together, by kind, by cause, by lead unit. Lines name no person."""

    since: date
    until: date
    whole: Line
    by_kind: tuple[Line, ...]
    by_cause: tuple[Line, ...]
    by_lead: tuple[Line, ...]


def period(kind: str, day: date) -> tuple[date, date]:
    """Give the first and the last day of the month, quarter, half or year in which a day lies; KeyError for another kind."""
    months = PERIODS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = date(day.year + 1, 1, 1) if first.month + months > 12 else date(day.year, first.month + months, 1)
    return first, date.fromordinal(after.toordinal() - 1)


def digest(items: Sequence[Item], since: date, until: date) -> Digest:
    """Add up the items from the first to the last day, both counted; merged items count with the one they went into."""
    counted = [i for i in items if i.state != "merged"]

    def by(key: Callable[[Item], str]) -> tuple[Line, ...]:
        codes = sorted({key(i) for i in counted} - {""})
        return tuple(_line(c, [i for i in counted if key(i) == c], counted, since, until) for c in codes)

    return Digest(
        since,
        until,
        _line("", counted, counted, since, until),
        by(lambda i: i.kind),
        by(lambda i: i.cause),
        by(lambda i: i.lead),
    )


def _line(code: str, items: Sequence[Item], every: Sequence[Item], since: date, until: date) -> Line:
    def within(moment: datetime | None) -> bool:
        return moment is not None and since <= moment.date() <= until

    def many(kept: Iterable[bool]) -> int:
        return sum(kept)

    found = [i for i in items if within(i.registered_at)]
    return Line(
        code,
        found=len(found),
        judged=many(within(i.judged_at) for i in items),
        assigned=many(within(i.assigned_at) for i in items),
        finished=many(within(i.finished_at) for i in items),
        closed_with_proof=many(i.state == "closed" and within(i.closed_at) and not lacking(i) for i in items),
        waiting=many(i.state in ("done", "called_back") for i in items),
        recurring=many(bool(i.recurrence_of) or came_back(i, every) is not None for i in found),
        reopened=many(i.reopened > 0 and i.state in OPEN for i in items),
        overdue=many(late(i, until) for i in items),
        parked=many(i.state == "parked" for i in items),
        declined=many(i.state == "declined" for i in items),
    )


def late(item: Item, on: date) -> bool:
    """Tell whether an item's day has passed while it is neither rectified nor at an end."""
    return item.due is not None and item.due < on and item.state in OPEN - {"done", "called_back", "parked"}


def colour(item: Item, on: date) -> str:
    """Give ``red`` when an item is late, ``yellow`` when it is due within five days, else ""."""
    if late(item, on):
        return "red"
    near = item.due is not None and (item.due - on).days <= 5 and item.state in OPEN - {"done", "called_back", "parked"}
    return "yellow" if near else ""
