"""Knows a walk while one act is being done: what may still change, and the events said so far."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from zoutong.process import State
from zoutong.walk.act import NOTHING, SYSTEM, Act, Event, act_to_json
from zoutong.walk.faults import no_token
from zoutong.walk.model import Door, Notice, Pause, Rating, Running, Status, Task, Walk


class Draft:
    """A walk being changed by one act. It lives inside one call of ``perform`` and is never shared."""

    __slots__ = (
        "act",
        "applicant",
        "clocks",
        "closed",
        "course",
        "doors",
        "events",
        "marks",
        "notices",
        "now",
        "opened",
        "pauses",
        "people",
        "ratings",
        "seq",
        "state",
        "status",
        "tasks",
        "today",
        "trips",
        "unit",
        "units",
        "urgency",
        "walk",
    )  # fmt: skip

    def __init__(self, walk: Walk, act: Act, now: datetime) -> None:
        self.walk = walk
        self.act = act
        self.now = now
        self.today: date = now.date()
        self.course = walk.course
        self.seq = walk.seq
        self.events: list[Event] = []
        self.state: State | None = walk.state
        self.status: Status = walk.status
        self.opened = walk.opened
        self.closed = walk.closed
        self.applicant = walk.applicant
        self.unit = walk.unit
        self.units = walk.units
        self.people = walk.people
        self.tasks: Mapping[int, Task] = walk.tasks
        self.clocks: tuple[Running, ...] = walk.clocks
        self.doors: tuple[Door, ...] = walk.doors
        self.notices: tuple[Notice, ...] = walk.notices
        self.ratings: tuple[Rating, ...] = walk.ratings
        self.pauses: tuple[Pause, ...] = walk.pauses
        self.marks: Mapping[str, date] = walk.marks
        self.urgency = walk.urgency
        self.trips = walk.trips

    def did(self, activity: str, phase: str, because: tuple[str, ...] = (), **more: object) -> None:
        """Say the act itself: its first event, which carries the whole act."""
        act, actor = self.act, self.act.actor
        self.seq += 1
        data: dict[str, object] = {"act": act_to_json(act), **more}
        self.events.append(
            Event(
                self.walk.id, self.seq, self.walk.mode, self.walk.process, self.walk.version, activity, act.token, phase, self.now,
                actor.id, actor.role, actor.unit, actor.on_behalf_of, act.kind, act.key, because, data,
            )
        )  # fmt: skip

    def follows(
        self, activity: str, phase: str, token: int | None = None, because: tuple[str, ...] = (), data: Mapping[str, object] = NOTHING
    ) -> None:
        """Say a consequence of the act: nobody did it, it followed."""
        self.seq += 1
        self.events.append(
            Event(
                self.walk.id, self.seq, self.walk.mode, self.walk.process, self.walk.version, activity, token, phase, self.now,
                SYSTEM.id, SYSTEM.role, SYSTEM.unit, "", self.act.kind, self.act.key, because, data,
            )
        )  # fmt: skip

    def at_work(self) -> State:
        """Give where the process stands; only for a walk that has begun."""
        if self.state is None:
            raise no_token(None)
        return self.state

    def task(self) -> Task:
        """Give the open task that the act means; Fault ``act.token`` when there is none."""
        task = self.tasks.get(self.act.token) if self.act.token is not None else None
        if task is None:
            raise no_token(self.act.token)
        return task

    def put_task(self, task: Task) -> None:
        """Put a task in the place of the one with its number, or beside the others."""
        self.tasks = {**self.tasks, task.token: task}

    def drop_task(self, token: int) -> None:
        """Take a task away."""
        self.tasks = {t: task for t, task in self.tasks.items() if t != token}

    def touched(self, unit: str, person: str) -> None:
        """Remember that a unit and a person had a part in the walk."""
        if unit and unit not in self.units:
            self.units = (*self.units, unit)
        if person and person not in self.people:
            self.people = (*self.people, person)

    def frozen(self) -> tuple[Walk, tuple[Event, ...]]:
        """Give the walk as it is now, and what was said."""
        before, act = self.walk, self.act
        keys = before.keys
        if act.key and self.events:
            keys = {**keys, act.key: self.events[0].seq}
        walk = Walk(
            before.course, before.id, before.mode, before.pack, before.version, before.process, self.state, self.seq, self.status, self.opened,
            self.closed, self.applicant, self.unit, self.units, self.people, self.tasks, self.clocks, self.doors, self.notices, self.ratings,
            self.pauses, self.marks, self.urgency, self.trips, keys,
        )  # fmt: skip
        return walk, tuple(self.events)
