"""Knows what a script may expect of a walk, and whether it came true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zoutong.trace import Breach
from zoutong.walk.act import Event
from zoutong.walk.model import Walk


def met(name: str, wanted: object, walk: Walk, events: Sequence[Event], breaches: Sequence[Breach], refusal: str) -> tuple[bool, object]:
    """Tell whether an expectation is met, and what was found; one that only a crowd can meet is not."""
    if name == "open":
        found: object = sorted({task.node for task in walk.tasks.values()})
        return isinstance(wanted, list) and sorted(wanted) == found, found
    if name == "status":
        return walk.status == wanted, walk.status
    if name == "refused":
        return refusal == wanted, refusal
    if name == "trips":
        return walk.trips == wanted, walk.trips
    if name == "lacking":
        lacking = sorted({paper for told in walk.notices for paper in told.lacking})
        return isinstance(wanted, list) and sorted(wanted) == lacking, lacking
    if name == "event":
        hits = [event.seq for event in events if isinstance(wanted, Mapping) and _fits(event, wanted)]
        return bool(hits), hits[:5]
    broken = sorted({breach.rule for breach in breaches})
    if name == "breach":
        return wanted in broken, broken
    if name == "no_breach":
        return (not broken) if wanted is True else wanted not in broken, broken
    return False, None


def _fits(event: Event, wanted: Mapping[str, object]) -> bool:
    said = {**event.data, "activity": event.activity, "phase": event.phase, "act": event.act, "role": event.role}
    return all(said.get(name) == value for name, value in wanted.items())
