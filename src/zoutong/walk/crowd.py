"""Knows a surge: many visitors at once on a few seats, minute by minute, each task to the first free seat of its role."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.trace import Breach, Rules, Watch, judge
from zoutong.walk.act import SYSTEM, Act, Actor, Event
from zoutong.walk.course import Course
from zoutong.walk.habit import completed
from zoutong.walk.model import Task, Walk
from zoutong.walk.perform import perform
from zoutong.walk.script import Crowd, Script

OPEN, SHUT = 9, 17
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Crowded:
    """What came of a surge: all events, how many reached the step at which serving ends, and the longest wait for a seat in minutes."""

    events: tuple[Event, ...]
    breaches: tuple[Breach, ...]
    served: int
    longest: int
    chased: int

    def met(self, name: str, wanted: object) -> tuple[bool, object]:
        """Tell whether an expectation is met: so many served, no longer wait than so many minutes, so many calls for more staff."""
        found: dict[str, int] = {"served": self.served, "longest_wait": self.longest, "chased": self.chased}
        if name in found and isinstance(wanted, int):
            return (found[name] <= wanted if name == "longest_wait" else found[name] >= wanted), found[name]
        broken = sorted({breach.rule for breach in self.breaches})
        if name == "no_breach":
            return (not broken) if wanted is True else wanted not in broken, broken
        return (wanted in broken if name == "breach" else False), broken


@dataclass(slots=True)
class _Hall:
    """The hall at one minute: walks by number, who is busy until when, since when each task waits."""

    script: Script
    rules: Rules
    crowd: Crowd
    walks: dict[str, Walk] = field(default_factory=dict)
    watches: dict[str, Watch] = field(default_factory=dict)
    busy: dict[tuple[str, int], tuple[datetime, str, int]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    longest: int = 0

    def do(self, number: str, act: Act, now: datetime) -> None:
        try:
            self.walks[number], happened = perform(self.walks[number], act, now)
        except Fault as fault:
            raise Fault(
                "rehearsal.habit",
                Words(f"机器办不下去：{fault.what.zh}", f"the machine cannot go on: {fault.what.en}"),
                cure=Words(
                    "请在脚本第一行的 habits 里写上这一步怎么填。", "Say in habits of the first line what is filled in at this step."
                ),
                file=self.script.file,
                row=1,
            ) from None
        for event in happened:
            self.watches[number], found = judge(self.rules, self.watches.get(number, Watch()), event)
            self.breaches += found
        self.events += happened


def crowded(course: Course, script: Script, rules: Rules) -> Crowded:
    """Play one day with a crowd; what is still open when the hall shuts was not served."""
    if script.crowd is None:
        raise Fault("rehearsal.crowd", Words("脚本没有写来访人数。", "The script names no crowd."), file=script.file, row=1)
    hall = _Hall(script, rules, script.crowd)
    now, shut = script.moment(timedelta(hours=OPEN)), script.moment(timedelta(hours=SHUT))
    opened = now
    while now < shut:
        came = len(hall.walks)
        while came < hall.crowd.visitors and opened + came * hall.crowd.every * MINUTE <= now:
            number = f"RH-{script.name}-{came + 1:03d}"
            hall.walks[number] = Walk.fresh(course, number, "rehearsal")
            who = replace(script.cast["applicant"], id=f"visitor{came + 1}")
            hall.do(number, Act("start", who, data=script.habits.get("start", {}), unit=script.cast["receptionist"].unit), now)
            came += 1
        for number, walk in list(hall.walks.items()):
            if not walk.over:
                hall.do(number, Act("tick", SYSTEM), now)
        _finish(hall, now)
        _seat(hall, now)
        now += MINUTE
    stops = frozenset(script.habits.get("stop", {}))
    served = sum(walk.over or any(task.node in stops for task in walk.tasks.values()) for walk in hall.walks.values())
    chased = sum(event.activity == "add_hands" and event.phase == "enabled" for event in hall.events)
    return Crowded(tuple(hall.events), tuple(hall.breaches), served, hall.longest, chased)


def _finish(hall: _Hall, now: datetime) -> None:
    for seat, (until, number, token) in list(hall.busy.items()):
        if until > now:
            continue
        del hall.busy[seat]
        task = hall.walks[number].tasks.get(token)
        if task is not None:
            hall.do(number, completed(hall.walks[number], task, _who(hall, seat, number), hall.script.habits), now)


def _seat(hall: _Hall, now: datetime) -> None:
    """Give each free seat the task of its role that has waited longest; the visitor and the machine wait for nobody."""
    stops = hall.script.habits.get("stop", {})
    at_work = {(number, token) for _, number, token in hall.busy.values()}
    waiting: list[tuple[datetime, str, Task]] = sorted(
        (
            (task.since, number, task)
            for number, walk in hall.walks.items()
            for task in walk.tasks.values()
            if task.token > 0 and (number, task.token) not in at_work and task.node not in stops
        ),
        key=lambda one: (one[0], one[1], one[2].token),
    )
    for since, number, task in waiting:
        if task.role in ("applicant", "system"):
            hall.do(number, completed(hall.walks[number], task, _who(hall, (task.role, 0), number), hall.script.habits), now)
            continue
        free = next((n for n in range(hall.crowd.seats.get(task.role, 0)) if (task.role, n) not in hall.busy), None)
        if free is not None:
            hall.longest = max(hall.longest, int((now - since).total_seconds() // 60))
            hall.busy[task.role, free] = (now + hall.crowd.minutes * MINUTE, number, task.token)


def _who(hall: _Hall, seat: tuple[str, int], number: str) -> Actor:
    role, place = seat
    if role == "system":
        return SYSTEM
    if role == "applicant":
        return Actor(hall.walks[number].applicant, "applicant", "")
    known = hall.script.cast.get(role, Actor(f"machine_{role}", role, ""))
    return replace(known, id=f"{known.id}{place + 1}")
