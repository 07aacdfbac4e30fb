"""Knows how all rules are run over many traces at once: rows as they are stored, of which only those that a rule hears are opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from zoutong.trace.checks import CARRIES
from zoutong.trace.event import TraceEvent
from zoutong.trace.rules import Rules
from zoutong.trace.watch import NEW, Breach, Watch, heard, judge

ONLY_PAYS = frozenset(("given", "noted", "extended"))
"""Phases that only settle what is owed."""


class Row(NamedTuple):
    """An event as columns: the walk, its phase and activity, its moment, whether it opens an act, and what it is opened from."""

    walk: str
    phase: str
    activity: str
    at: datetime
    first: bool
    raw: object


def over(rules: Rules, rows: Iterable[Row], opened: Callable[[object], TraceEvent]) -> Iterator[Breach]:
    """Give the breaches of many traces; rows of one walk stand in the order of its events, walks may be mixed.

    ``opened`` makes the event of a row's ``raw``; it is called only where a rule listens or something is owed.
    """
    watches: dict[str, Watch] = {}
    phases = heard(rules)
    steps = frozenset(rule.parameters["step"] for rule in rules.rules if "step" in rule.parameters)
    owing: set[str] = set()
    for row in rows:
        walk, phase = row.walk, row.phase
        if walk not in owing and (
            phase not in phases
            or (phase == "completed" and not (row.first and _carries(row.raw)))
            or (phase == "enabled" and row.activity not in steps)
            or phase in ONLY_PAYS
        ):
            continue
        before = watches.get(walk, NEW)
        after, found = judge(rules, before, opened(row.raw))
        if after is not before:
            watches[walk] = after
            if after.owed:
                owing.add(walk)
            else:
                owing.discard(walk)
        yield from found


def _carries(raw: object) -> bool:
    """Tell whether a completed step may say what a rule hears; one that is no text is opened to see."""
    return not isinstance(raw, str) or any(word in raw for word in CARRIES)
