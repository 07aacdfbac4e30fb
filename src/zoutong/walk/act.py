"""Knows what people do on a walk and what is kept of it: actors, acts and events, with their JSON both ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from zoutong.pack.desk import ACTS

Mode = Literal["case", "leader", "rehearsal", "simulated"]
MODES: tuple[Mode, ...] = ("case", "leader", "rehearsal", "simulated")

KINDS: tuple[str, ...] = ACTS

NOTHING: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a code for the person, the role in which she acts, her unit, and for whom she stands in (代办) if she does."""

    id: str
    role: str
    unit: str
    on_behalf_of: str = ""

    @property
    def stands_for(self) -> str:
        """Give the person whose work it is: the one stood in for, else the actor herself."""
        return self.on_behalf_of or self.id


SYSTEM = Actor("system", "system", "")
"""Who acts when nobody does: the clock, a message from outside, a consequence of somebody's act."""


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody wants to do to a walk.

    ``token`` is the open task meant, None for the walk as a whole; ``to`` is what the kind leads to (a node to send back to, a
    door, a clock, a message); ``role``, ``unit`` and ``person`` say who gets the work. ``reason`` is a code of the pack's
    reasons.csv, never free text. ``key`` is the caller's own mark against doing a thing twice. ``data`` holds JSON values only.
    """

    kind: str
    actor: Actor
    key: str = ""
    token: int | None = None
    data: Mapping[str, object] = field(default_factory=dict)
    to: str = ""
    role: str = ""
    unit: str = ""
    person: str = ""
    reason: str = ""


class Event(NamedTuple):
    """One thing that happened, as it is kept for ever; no personal data and no free text.

    ``seq`` counts from 1 in each walk. ``activity`` is the node or, for what concerns no node, the kind of act; ``phase`` says
    what happened to it. ``because`` names articles (``行政许可法 第32条``), rows of tables (``gate#3``) and rules of the house
    (``house:one_notice``). The first event of an act carries the whole act in ``data["act"]``; the others are its consequences.
    """

    walk: str
    seq: int
    mode: Mode
    process: str
    version: str
    activity: str
    token: int | None
    phase: str
    at: datetime
    actor: str
    role: str
    unit: str
    on_behalf_of: str
    act: str
    key: str
    because: tuple[str, ...]
    data: Mapping[str, object]


def act_to_json(act: Act) -> dict[str, object]:
    """Give an act as a plain JSON object; what is empty is left out."""
    actor = act.actor
    plain: dict[str, object] = {"kind": act.kind, "actor": [actor.id, actor.role, actor.unit, actor.on_behalf_of]}
    if act.key:
        plain["key"] = act.key
    if act.token is not None:
        plain["token"] = act.token
    if act.data:
        plain["data"] = dict(act.data)
    if act.to:
        plain["to"] = act.to
    if act.role:
        plain["role"] = act.role
    if act.unit:
        plain["unit"] = act.unit
    if act.person:
        plain["person"] = act.person
    if act.reason:
        plain["reason"] = act.reason
    return plain


def act_from_json(plain: Mapping[str, object]) -> Act:
    """Read an act from the object that ``act_to_json`` gave."""
    rest = {name: value for name, value in plain.items() if name != "actor"}
    return Act(actor=Actor(*plain["actor"]), **rest)  # type: ignore[arg-type,misc]


def to_json(event: Event) -> dict[str, object]:
    """Give an event as a plain JSON object with every field; the moment is written in ISO 8601."""
    return {
        "walk": event.walk,
        "seq": event.seq,
        "mode": event.mode,
        "process": event.process,
        "version": event.version,
        "activity": event.activity,
        "token": event.token,
        "phase": event.phase,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "role": event.role,
        "unit": event.unit,
        "on_behalf_of": event.on_behalf_of,
        "act": event.act,
        "key": event.key,
        "because": list(event.because),
        "data": dict(event.data),
    }


def from_json(plain: Mapping[str, object]) -> Event:
    """Read an event from the object that ``to_json`` gave."""
    fields = dict(plain)
    fields["at"] = datetime.fromisoformat(str(plain["at"]))
    fields["because"] = tuple(plain["because"])  # type: ignore[arg-type]
    return Event(**fields)  # type: ignore[arg-type]
