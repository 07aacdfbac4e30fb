"""Knows how a rehearsal is played: the script's own acts, the machine in the other seats, the rules of traces beside, and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.trace import Breach, Rules, Watch, judge
from zoutong.walk.act import SYSTEM, Act, Actor, Event
from zoutong.walk.course import Course
from zoutong.walk.crowd import Crowded, crowded
from zoutong.walk.expect import met
from zoutong.walk.habit import completed
from zoutong.walk.model import Task, Walk
from zoutong.walk.perform import perform, refused
from zoutong.walk.script import Line, Script

PAUSE = timedelta(minutes=5)
MAX_ACTS = 400
"""More acts than any visit needs: a script that the machine cannot finish ends here."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a line expected, whether it was met, and what was there instead."""

    row: int
    expected: Mapping[str, object]
    met: bool
    found: object


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rehearsal gave: the events of its walk (of all walks of a crowd), the expectations, and the rules that were broken."""

    script: str
    events: tuple[Event, ...]
    expectations: tuple[Expectation, ...]
    breaches: tuple[Breach, ...]

    @property
    def passed(self) -> bool:
        """Tell whether every expectation was met."""
        return all(expectation.met for expectation in self.expectations)


@dataclass(slots=True)
class Play:
    """A rehearsal while it is played."""

    walk: Walk
    script: Script
    rules: Rules
    now: datetime
    watch: Watch = field(default_factory=Watch)
    events: list[Event] = field(default_factory=list)
    breaches: list[Breach] = field(default_factory=list)
    refusal: str = ""

    def do(self, act: Act) -> None:
        """Do one act, or keep its refusal; each event is judged as it happens."""
        self.refusal = ""
        try:
            self.walk, happened = perform(self.walk, act, self.now)
        except Fault as fault:
            self.refusal = fault.code
            self.walk, happened = refused(self.walk, act, fault, self.now)
        for event in happened:
            self.watch, found = judge(self.rules, self.watch, event)
            self.breaches += found
        self.events += happened

    def wait(self, until: datetime) -> None:
        """Let time pass, day by day, so that timers and clocks run out when they do."""
        while self.now < until:
            midnight = (self.now + timedelta(days=1)).replace(hour=0, minute=0)
            self.now = min(midnight, until)
            self.do(Act("tick", SYSTEM))
            if self.walk.status == "new":
                self.now = until
        self.refusal = ""

    def seat(self, role: str) -> Actor:
        """Give who sits in a seat; a seat that the script leaves open is taken by the machine."""
        return SYSTEM if role == "system" else self.script.cast.get(role, Actor(f"machine_{role}", role, ""))


def play(course: Course, script: Script, rules: Rules) -> Outcome:
    """Play a script from its first line to its last; the same script on the same course always gives the same outcome.

    Fault ``rehearsal.…`` with file and row where a line cannot be played at all; an act that the house refuses is kept as a
    refusal, which a script may well expect.
    """
    if script.crowd is not None:
        return _crowd(course, script, rules)
    playing = Play(Walk.fresh(course, f"RH-{script.name}", "rehearsal"), script, rules, script.moment(timedelta(hours=9)))
    told: list[Expectation] = []
    for line in script.lines:
        if line.at is not None:
            playing.wait(script.moment(line.at))
        if line.expect is not None:
            for name, wanted in line.expect.items():
                good, found = met(name, wanted, playing.walk, playing.events, playing.breaches, playing.refusal)
                told.append(Expectation(line.row, {name: wanted}, good, found))
        elif line.until:
            _until(playing, line)
        else:
            _act(playing, line)
    return Outcome(script.name, tuple(playing.events), tuple(told), tuple(playing.breaches))


def _act(playing: Play, line: Line) -> None:
    said: dict[str, object] = dict(line.fields or {})
    token = _task(playing, line).token if line.step else None
    who = playing.seat(line.by)
    playing.do(Act(line.act, replace(who, on_behalf_of=line.helps) if line.helps else who, token=token, **said))  # type: ignore[arg-type]
    playing.now += PAUSE


def _task(playing: Play, line: Line) -> Task:
    tasks = sorted(playing.walk.tasks.values(), key=lambda task: (task.token < 0, abs(task.token)))
    found = next((task for task in tasks if task.node == line.step), None)
    if found is None:
        names = ", ".join(sorted(task.node for task in playing.walk.tasks.values())) or "-"
        raise Fault(
            "rehearsal.step",
            Words(f"演到这里，“{line.step}”没有待办；待办的是：{names}。", f"at this point “{line.step}” is not open; open are {names}."),
            cure=Words("请改脚本，或者看流程改了什么。", "Change the script, or see what changed in the process."),
            file=playing.script.file,
            row=line.row,
        )
    return found


def _until(playing: Play, line: Line) -> None:
    """Let the machine play every seat by the habits of the script until a step is open, or until the walk has ended (``end``)."""
    for _ in range(MAX_ACTS):
        if playing.walk.over or any(task.node == line.until for task in playing.walk.tasks.values()):
            return
        task = next((t for t in playing.walk.tasks.values() if t.token > 0 and not t.held), None)
        if task is None:
            return
        playing.do(completed(playing.walk, task, playing.seat(task.role), playing.script.habits))
        if playing.refusal:
            raise Fault(
                "rehearsal.habit",
                Words(
                    f"机器在“{task.node}”办不下去：{playing.refusal}。", f"the machine cannot go on at “{task.node}”: {playing.refusal}."
                ),
                cure=Words(
                    "请在脚本第一行的 habits 里写上这一步怎么填。", "Say in habits of the first line what is filled in at this step."
                ),
                file=playing.script.file,
                row=line.row,
            )
        playing.now += PAUSE


def _crowd(course: Course, script: Script, rules: Rules) -> Outcome:
    result: Crowded = crowded(course, script, rules)
    told = [
        Expectation(line.row, {name: wanted}, *result.met(name, wanted))
        for line in script.lines
        if line.expect is not None
        for name, wanted in line.expect.items()
    ]
    return Outcome(script.name, result.events, tuple(told), result.breaches)
