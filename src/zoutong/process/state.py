"""Knows where a process stands: tokens, scopes with their variables, timers; a small frozen value that goes to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, NamedTuple

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.model import Data

Rest = Literal["open", "waiting", "joining", "inside", "stuck", "unready", "dead"]
"""How a token rests: ``open`` task; ``waiting`` for a timer or message; ``joining`` at a gateway that still waits for others; ``inside``
a sub-process, called process or several instances; ``stuck``: done, but no way out holds; ``unready``: cannot begin, because a list, number or
date is unknown; ``dead``: joining, and nobody else can come."""
Status = Literal["running", "complete", "terminated", "cancelled", "error"]
STATUSES: frozenset[str] = frozenset({"running", "complete", "terminated", "cancelled", "error"})
Phase = Literal[
    "enabled", "completed", "cancelled", "passed", "waiting", "fired", "opened", "closed", "stuck", "ended", "error"
]  # fmt: skip


class Token(NamedTuple):
    """One token at rest. ``flow`` is the sequence flow it came by, ``due`` the earliest timer that stands on it (also of its border).

    ``line`` tells its descent: one number for every split it came through and that is not joined yet.
    """

    id: int
    node: str
    scope: int
    since: datetime
    rest: Rest
    due: datetime | None = None
    flow: str = ""
    line: tuple[int, ...] = ()


class Scope(NamedTuple):
    """A level of the process at work: the process itself (id 0), an open sub-process, a called process, or one of several instances.

    ``node`` is the sub-process in whose inside its tokens stand ("" for a whole process), ``host`` the token outside that waits
    for it, ``parent`` the scope outside; ``passed`` are the activities and events that were done here, with the line of who did them.
    """

    id: int
    process: str
    node: str
    host: int
    parent: int
    data: Data
    passed: Mapping[str, tuple[int, ...]]


class Alarm(NamedTuple):
    """A timer that is set: ``node`` is the timer event, ``token`` the token that it wakes or on whose border it stands."""

    due: datetime
    token: int
    node: str
    since: datetime


class Progress(NamedTuple):
    """How far several instances have come: the items they are for (None without a list), how many were begun and are done."""

    items: tuple[object, ...] | None
    total: int
    begun: int
    done: int


@dataclass(frozen=True, slots=True)
class State:
    """Where one process stands. Equality is structural; nothing in it is ever changed in place.

    ``error`` is the code with which it ended, when its status says so. ``held`` is since when its timers stand still.
    """

    process: str
    status: Status
    tokens: Mapping[int, Token]
    scopes: Mapping[int, Scope]
    alarms: tuple[Alarm, ...] = ()
    many: Mapping[int, Progress] = field(default_factory=dict)
    next: int = 1
    held: datetime | None = None
    error: str = ""

    @property
    def data(self) -> Data:
        """Give the variables of the process itself."""
        return self.scopes[0].data

    def look(self, scope: int, name: str) -> object:
        """Give a variable as seen from a scope: the innermost one that has the name; None when unknown."""
        while True:
            at = self.scopes[scope]
            if name in at.data:
                return at.data[name]
            if scope == 0:
                return None
            scope = at.parent

    def visible(self, scope: int = 0) -> dict[str, object]:
        """Give all variables in sight of a scope; the inner ones cover the outer ones."""
        chain = [self.scopes[scope]]
        while chain[-1].id != 0:
            chain.append(self.scopes[chain[-1].parent])
        return {name: value for at in reversed(chain) for name, value in at.data.items()}

    def to_json(self) -> dict[str, object]:
        """Give a plain dict; ``from_json`` gives an equal state back."""
        json: dict[str, object] = {
            "process": self.process,
            "status": self.status,
            "next": self.next,
            "tokens": [
                [t.id, t.node, t.scope, t.since.isoformat(), t.rest, _iso(t.due), t.flow, list(t.line)] for t in self.tokens.values()
            ],
            "scopes": [[s.id, s.process, s.node, s.host, s.parent, s.data, _grouped(s.passed)] for s in self.scopes.values()],
        }
        if self.alarms:
            json["alarms"] = [[a.due.isoformat(), a.token, a.node, a.since.isoformat()] for a in self.alarms]
        if self.many:
            json["many"] = [[token, None if p.items is None else list(p.items), *p[1:]] for token, p in self.many.items()]
        if self.held:
            json["held"] = self.held.isoformat()
        if self.error:
            json["error"] = self.error
        return json

    @classmethod
    def from_json(cls, json: Mapping[str, object]) -> State:
        """Read what ``to_json`` gave; Fault process.state when it is something else."""
        try:
            return _read(json)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Fault(
                "process.state",
                Words("这份流程状态读不出来。", "This state of a process cannot be read."),
                cure=Words("请从留痕重建。", "Rebuild it from its events."),
            ) from error


class Happening(NamedTuple):
    """What happened in a step: at which node (the process's own id for the whole), in which phase, to which token, when.

    ``data`` is small: the variables written by a completed task, the message, error or due moment of an event.
    """

    node: str
    phase: Phase
    token: int
    at: datetime
    data: Data


class Step(NamedTuple):
    """The state after a call, and what happened on the way, in order."""

    state: State
    happenings: tuple[Happening, ...]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _grouped(passed: Mapping[str, tuple[int, ...]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for node, line in passed.items():
        groups.setdefault(".".join(map(str, line)), []).append(node)
    return groups


def _read(json: Mapping[str, Any]) -> State:
    moment = datetime.fromisoformat
    tokens = [
        Token(int(i), str(node), int(scope), moment(since), rest, moment(due) if due else None, str(flow), tuple(map(int, line)))
        for i, node, scope, since, rest, due, flow, line in json["tokens"]
    ]
    scopes = [
        Scope(int(i), str(process), str(node), int(host), int(parent), dict(data), _ungrouped(passed))
        for i, process, node, host, parent, data, passed in json["scopes"]
    ]
    if 0 not in {s.id for s in scopes} or not {t.scope for t in tokens} <= {s.id for s in scopes} or json["status"] not in STATUSES:
        raise ValueError
    return State(
        str(json["process"]),
        json["status"],
        {t.id: t for t in tokens},
        {s.id: s for s in scopes},
        tuple(Alarm(moment(due), int(token), str(node), moment(since)) for due, token, node, since in json.get("alarms", ())),
        {
            int(token): Progress(None if items is None else tuple(items), int(total), int(begun), int(done))
            for token, items, total, begun, done in json.get("many", ())
        },
        int(json["next"]),
        moment(json["held"]) if json.get("held") else None,
        str(json.get("error", "")),
    )


def _ungrouped(groups: Mapping[str, list[str]]) -> dict[str, tuple[int, ...]]:
    return {node: tuple(map(int, line.split("."))) if line else () for line, nodes in groups.items() for node in nodes}
