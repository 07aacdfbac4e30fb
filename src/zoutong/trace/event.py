"""Knows what a trace is made of, as far as rules and figures look at it; the events of walks have this shape."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol


class TraceEvent(Protocol):
    """One event of a trace: what happened to which activity, when and by whom; ``data["act"]`` is the act that it came from."""

    @property
    def walk(self) -> str:
        """Give the number of the walk."""
        ...

    @property
    def seq(self) -> int:
        """Give its number in the walk, from 1."""
        ...

    @property
    def mode(self) -> str:
        """Give the mode: case, leader, rehearsal or simulated."""
        ...

    @property
    def activity(self) -> str:
        """Give the node, or the kind of act that concerns none."""
        ...

    @property
    def token(self) -> int | None:
        """Give the number of the open task, None for the walk as a whole."""
        ...

    @property
    def phase(self) -> str:
        """Give what happened to the activity."""
        ...

    @property
    def at(self) -> datetime:
        """Give the moment, in the bureau's own time."""
        ...

    @property
    def role(self) -> str:
        """Give the role of who acted."""
        ...

    @property
    def unit(self) -> str:
        """Give the unit of who acted."""
        ...

    @property
    def act(self) -> str:
        """Give the kind of act that led to it."""
        ...

    @property
    def because(self) -> tuple[str, ...]:
        """Give the articles and rules on which it stands."""
        ...

    @property
    def data(self) -> Mapping[str, object]:
        """Give what it says; codes, numbers and dates only."""
        ...


def said(event: TraceEvent, name: str) -> object:
    """Give a value of the act's own data; None when the event carries no act or the act does not say it."""
    act = event.data.get("act")
    data = act.get("data") if isinstance(act, Mapping) else None
    return data.get(name) if isinstance(data, Mapping) else None


def of_act(event: TraceEvent, name: str) -> str:
    """Give a field of the act itself (``reason``, ``to``); "" when the event carries no act or the act leaves it open."""
    act = event.data.get("act")
    value = act.get(name) if isinstance(act, Mapping) else None
    return value if isinstance(value, str) else ""


def codes(value: object) -> tuple[str, ...]:
    """Read a list of codes; nothing when it is none."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list | tuple) else ()
