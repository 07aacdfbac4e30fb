"""Knows what the file of a case shows: who, which doors, the next act, clocks, the way so far, facts, papers, people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from zoutong.pack.specs import DocumentSpec
from zoutong.walk.act import Event
from zoutong.walk.model import Allowed, ClockView, Task, Walk
from zoutong.walk.view import due_of
from zoutong.web.desk.acts import ActForm, Choices, forms_for
from zoutong.web.desk.clocks import Dial, dials
from zoutong.web.desk.handed import send_steps
from zoutong.web.desk.timeline import Line, timeline
from zoutong.web.desk.tongue import Tongue

INSTANT = timedelta(microseconds=1)
"""A last day is kept as the midnight after it."""
STATUS_BADGE = {"open": "info", "new": "info", "suspended": "soon", "complete": "good", "withdrawn": "", "declined": ""}


TAKES_UP = ("claim", "complete", "sign", "contact")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """An open task: the step, who has it, since when, until when, and the acts that the reader may do on it."""

    token: int
    step: str
    role: str
    holder: str
    unit: str
    door: str
    since: str
    since_exact: str
    due: str
    overdue: bool
    mine: bool
    acts: tuple[ActForm, ...]
    signers: tuple[str, ...]
    document: DocumentSpec | None = None
    """What the step hands out, and the process in which it stands."""
    process: str = ""


@dataclass(frozen=True, slots=True)
class DoorLine:
    """A door of the case with its claims and how it stands."""

    title: str
    claims: str
    status: str
    badge: str


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A one-time notice: when, for which door, what was asked for, what has come."""

    day: str
    door: str
    came: tuple[str, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class CaseFile:
    """A case as one person may see it now, in one language."""

    walk: Walk
    history: Sequence[Event]
    views: Sequence[ClockView]
    may: Sequence[Allowed]
    me: str
    tongue: Tongue
    choices: Choices
    now: datetime
    looks: bool = False
    dossier: Mapping[str, Any] | None = None

    @property
    def number(self) -> str:
        return self.walk.id

    @cached_property
    def status(self) -> str:
        return self.tongue.say(f"desk.status.{self.walk.status}")

    @cached_property
    def badge(self) -> str:
        return STATUS_BADGE.get(self.walk.status, "")

    @cached_property
    def doors(self) -> tuple[DoorLine, ...]:
        return tuple(
            DoorLine(
                self.tongue.route(d.name),
                self.tongue.claims(d.claims),
                self.tongue.say(f"desk.status.{d.status}"),
                STATUS_BADGE.get(d.status, ""),
            )
            for d in self.walk.doors
        )

    @cached_property
    def tasks(self) -> tuple[TaskLine, ...]:
        """The open tasks: the reader's own first, then those that she may take up, then what is due first."""
        hers = {a.token for a in self.may if a.kind in TAKES_UP}
        due = {token: due_of(self.walk, t) for token, t in self.walk.tasks.items()}
        ordered = sorted(
            self.walk.tasks.values(), key=lambda t: (not self._mine(t), t.token not in hers, due[t.token] is None, due[t.token] or t.since)
        )
        return tuple(self._task(t, due[t.token]) for t in ordered)

    def _mine(self, task: Task) -> bool:
        return bool(task.holder) and task.holder == self.me

    def _task(self, task: Task, due: datetime | None) -> TaskLine:
        say = self.tongue
        step = send_steps(say.pack).get(task.node)
        return TaskLine(
            task.token,
            say.node(task.node, task.role),
            say.role(task.role) if task.role else "",
            say.person(task.holder) if task.holder else "",
            say.unit(task.unit) if task.unit else "",
            say.route(task.door) if task.door else "",
            say.ago(task.since, self.now),
            say.moment(task.since),
            say.day((due - INSTANT).date()) if due else "",
            due is not None and due < self.now,
            self._mine(task),
            forms_for(self.walk, self.may, say, self.choices, task.token, self.now.date()),
            tuple(say.say("desk.signer.done" if s.signed else "desk.signer.open", who=self._signer(s)) for s in task.signers),
            say.pack.documents.get(step[1].document) if step else None,
            step[0].id if step else "",
        )

    def _signer(self, signer: Any) -> str:
        say = self.tongue
        if signer.person or signer.signed:
            return say.person(signer.signed or signer.person)
        return say.role(signer.role) if signer.role else say.unit(signer.unit)

    @cached_property
    def next_act(self) -> TaskLine | None:
        """What has to happen next: the reader's own task, else the one that is due first."""
        return self.tasks[0] if self.tasks else None

    @cached_property
    def acts(self) -> tuple[ActForm, ...]:
        """The acts on the case as a whole."""
        return forms_for(self.walk, self.may, self.tongue, self.choices, None, self.now.date())

    def form(self, form_id: str) -> ActForm | None:
        """Give one act's form by its id; None when it may not be done (any more)."""
        every = [*self.acts, *(a for t in self.tasks for a in t.acts)]
        return next((a for a in every if a.id == form_id), None)

    @cached_property
    def shortcuts(self) -> tuple[tuple[str, str], ...]:
        """The keys that do something on this page, each with its act."""
        every = [*(self.next_act.acts if self.next_act else ()), *self.acts]
        found: dict[str, str] = {}
        for act in every:
            if act.shortcut:
                found.setdefault(act.shortcut, act.label)
        return tuple(found.items())

    @cached_property
    def dials(self) -> tuple[Dial, ...]:
        return dials(self.views, self.tongue)

    @cached_property
    def first_dial(self) -> Dial | None:
        """The clock of the header: the most pressing one of the next act's door that still runs or stands still, else of any."""
        door = self.next_act.door if self.next_act else ""
        left = [d for d in self.dials if d.state != "done"]
        return next((d for d in left if d.claim_title == door), next(iter(left), None))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return timeline(self.history, self.tongue, self.now, looks=self.looks)

    @cached_property
    def notices(self) -> tuple[NoticeLine, ...]:
        say = self.tongue
        return tuple(
            NoticeLine(
                say.day(n.at.date()),
                say.route(n.door) if n.door else "",
                tuple(say.paper(p) for p in n.papers if p in n.came),
                tuple(say.paper(p) for p in n.lacking),
            )
            for n in self.walk.notices
        )

    @cached_property
    def hand_overs(self) -> tuple[Line, ...]:
        """Every time that the work passed from one hand to another."""
        return tuple(line for line in self.lines if line.kind in ("refer", "assign", "take_over", "send_back"))

    @cached_property
    def people(self) -> tuple[tuple[str, str], ...]:
        """Everybody who ever did something here, with the role in which it was done."""
        found: dict[tuple[str, str], None] = {}
        for event in self.history:
            if event.role not in ("", "system", "applicant") and event.act not in ("look", "tick"):
                found.setdefault((self.tongue.person(event.actor), self.tongue.role(event.role)), None)
        return tuple(found)

    @cached_property
    def here(self) -> tuple[str, ...]:
        """The nodes at which the case stands: for the drawing."""
        return tuple(dict.fromkeys(t.node for t in self.walk.tasks.values()))

    @cached_property
    def open_for(self) -> str:
        return self.tongue.waited(self.walk.opened, self.now) if self.walk.opened else ""
