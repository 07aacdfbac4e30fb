"""Knows the figures of the ledger over a period; what is closed is never counted as fixed unless its proof is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zoutong.improve.item import Item
from zoutong.improve.likeness import place


@dataclass(frozen=True, slots=True)
class Digest:
    """A period in figures. ``by_unit`` counts open items of each leading unit, never people; ``recurring`` are places that came back."""

    first: date
    last: date
    registered: int
    open: int
    waiting_for_proof: int
    mended: int
    declined: int
    parked: int
    overdue: int
    reopened: int
    by_kind: Mapping[str, int]
    by_cause: Mapping[str, int]
    by_unit: Mapping[str, int]
    recurring: tuple[tuple[str, str, str], ...]


def period(name: str, year: int, part: int = 1) -> tuple[date, date]:
    """Give the first and last day of a ``month`` (part 1–12), ``quarter`` (1–4), ``half`` (1–2) or ``year``; ValueError for another."""
    months = {"month": 1, "quarter": 3, "half": 6, "year": 12}.get(name)
    if months is None or not 1 <= part <= 12 // months:
        raise ValueError(name, part)
    first = date(year, (part - 1) * months + 1, 1)
    end = (first.year * 12 + first.month - 1) + months
    return first, date.fromordinal(date(end // 12, end % 12 + 1, 1).toordinal() - 1)


def digest(items: Iterable[Item], first: date, last: date) -> Digest:
    """Count the items of a period: registered and mended in it, and what stands open at its end. Merged ones count once, where they went."""
    real = [i for i in items if i.state != "merged" and i.registered is not None and i.registered.date() <= last]
    new = [i for i in real if i.registered is not None and i.registered.date() >= first]
    opened = [i for i in real if i.is_open or (i.closed is not None and i.closed.date() > last)]
    ended = [i for i in real if i.closed is not None and first <= i.closed.date() <= last]
    places = Counter(place(i) for i in real if i.cause)
    return Digest(
        first,
        last,
        registered=len(new),
        open=len(opened),
        waiting_for_proof=sum(i.state in ("done", "called_back") for i in opened),
        mended=sum(i.mended for i in ended),
        declined=sum(i.state == "declined" for i in ended),
        parked=sum(i.state == "parked" for i in opened),
        overdue=sum(bool(i.overdue(last)) for i in opened),
        reopened=sum(bool(i.reopened) for i in real),
        by_kind=dict(Counter(i.kind or "unjudged" for i in new)),
        by_cause=dict(Counter(i.cause or "unjudged" for i in new)),
        by_unit=dict(Counter(i.lead for i in opened if i.lead)),
        recurring=tuple(sorted(p for p, n in places.items() if n > 1)),
    )
