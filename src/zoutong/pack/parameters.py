"""Knows figures that differ by place and date: which one applies on a day, and whether it was published by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.law import Grade
from zoutong.kernel.words import Words
from zoutong.pack.rows import Record, each, read_rows

COLUMNS = ("name", "place", "from", "to", "published", "value", "unit", "zh", "en", "source", "grade", "last_checked")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure with its place, its days in force, the day on which it was published, its source and grade.

    ``value`` is a Decimal where the cell is a number, else the text. ``late`` is True when a newer figure for this very
    day exists in law but was not yet published, so that this older one is used: the answer has to say so.
    """

    name: str
    place: str
    since: date | None
    until: date | None
    published: date | None
    value: Decimal | str
    unit: str
    title: Words
    source: str
    grade: Grade
    last_checked: date | None
    row: int
    late: bool = False


class Parameters:
    """All figures of a pack and of the packs that it requires."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._by_name: dict[str, list[Parameter]] = {}
        for p in parameters:
            self._by_name.setdefault(p.name, []).append(p)

    def __iter__(self) -> Iterator[Parameter]:
        """Go over every row."""
        return (p for rows in self._by_name.values() for p in rows)

    def names(self) -> tuple[str, ...]:
        """Name every parameter."""
        return tuple(self._by_name)

    def find(self, name: str, place: str, on: date) -> Parameter | None:
        """Give the figure for a place (``上海市/徐汇区``) on a day: the most exact place wins, then the latest start.

        A figure whose publication lies after ``on`` is not used yet: the last published one is, marked ``late``
        (what a window can know on the day; labour-rights brief, point on average wages). None when there is none.
        """
        for scope in scopes(place):
            rows = [p for p in self._by_name.get(name, ()) if p.place == scope and (p.since is None or p.since <= on)]
            known = [p for p in rows if p.published is None or p.published <= on]
            current = [p for p in known if p.until is None or on <= p.until]
            if not current and len(rows) > len(known):
                current = known  # the figure in force is not published yet: the last known one applies
            if current:
                best = max(current, key=lambda p: p.since or date.min)
                newest = max(rows, key=lambda p: p.since or date.min)
                late = newest is not best and (newest.until is None or on <= newest.until)
                return replace(best, late=late)
        return None

    def all_on(self, place: str, on: date) -> dict[str, Parameter]:
        """Give every figure that applies at a place on a day."""
        found = ((name, self.find(name, place, on)) for name in self._by_name)
        return {name: p for name, p in found if p is not None}


def scopes(place: str) -> tuple[str, ...]:
    """Give the places in which to look, the most exact first, the whole country ("") last."""
    parts = [p for p in place.split("/") if p]
    return (*("/".join(parts[:n]) for n in range(len(parts), 0, -1)), "")


def read_parameters(path: Path, faults: list[Fault] | None = None) -> tuple[Parameter, ...]:
    """Read ``parameters.csv``; Fault (or one more in ``faults``) where a row lacks its source or ends before it begins."""
    return tuple(parameter for _, parameter in each(read_rows(path, COLUMNS, optional=True), _parameter, faults))


def _parameter(r: Record) -> Parameter:
    since, until = r.day("from"), r.day("to")
    if since and until and until < since:
        raise r.fault(
            "pack.parameter.dates", "结束日期早于开始日期。", "It ends before it begins.", "请改正 from 或 to。", "Mend “from” or “to”."
        )
    text = r.need("value")
    value: Decimal | str
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = text
    grade = r.one_of("grade", ("verified", "secondary", "unverified"), "unverified")
    return Parameter(
        r.need("name"),
        r["place"],
        since,
        until,
        r.day("published"),
        value,
        r["unit"],
        Words(r.need("zh"), r.need("en")),
        r.need("source"),
        grade,  # type: ignore[arg-type]
        r.day("last_checked"),
        r.number,
    )
