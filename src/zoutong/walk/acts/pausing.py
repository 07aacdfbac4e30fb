"""Knows the acts that hold time: suspend and resume a walk or a branch, and lengthen a clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from zoutong.kernel.clock import Clock
from zoutong.process import Alarm, State
from zoutong.process.step import hold, release
from zoutong.walk.acts.checking import reason_given
from zoutong.walk.clocks import citations, mark
from zoutong.walk.course import end_of_day, term_of
from zoutong.walk.draft import Draft
from zoutong.walk.faults import refuse
from zoutong.walk.house import rule
from zoutong.walk.model import Pause, Running
from zoutong.walk.moving import branch_of
from zoutong.walk.ready import extendable


def suspend(draft: Draft) -> None:
    """Suspend (挂起) the walk, or the branch of a task: timers of the process stand still; of the clocks only those that the law lets stop."""
    reason_given(draft)
    act = draft.act
    task = draft.task() if act.token is not None else None
    draft.did(task.node if task else "suspend", "suspended", (rule("law_stops_clock"),))
    door, strand = (task.door, task.strand) if task else ("", 0)
    if strand:
        state, alarms = _without_alarms(draft, strand)
        draft.state = state
        draft.pauses = (*draft.pauses, Pause(door, strand, draft.now, act.reason, alarms))
        draft.tasks = {t: replace(one, held=True) if one.strand == strand else one for t, one in draft.tasks.items()}
        draft.doors = tuple(replace(d, status="suspended") if d.strand == strand else d for d in draft.doors)
        mark(draft, f"{door}_suspended", act.token, door, strand, act.reason)
        return
    draft.state = hold(draft.at_work(), draft.now)
    draft.status = "suspended"
    draft.pauses = (*draft.pauses, Pause("", 0, draft.now, act.reason))
    _mark_all(draft, "suspended", act.reason)


def resume(draft: Draft) -> None:
    """Resume (恢复) what was suspended: timers and clocks go on with the time that was left."""
    reason_given(draft, needed=False)
    act = draft.act
    task = draft.task() if act.token is not None else None
    strand = task.strand if task else 0
    pause = next(p for p in draft.pauses if p.strand == strand)
    draft.did(task.node if task else "resume", "resumed")
    draft.pauses = tuple(p for p in draft.pauses if p is not pause)
    if strand:
        draft.state = _with_alarms(draft, pause)
        draft.tasks = {t: replace(one, held=False, due=_due(draft, t)) if one.strand == strand else one for t, one in draft.tasks.items()}
        draft.doors = tuple(replace(d, status="open") if d.strand == strand else d for d in draft.doors)
        mark(draft, f"{pause.door}_resumed", act.token, pause.door, strand)
        return
    draft.state = release(draft.at_work(), draft.now)
    draft.status = "open"
    draft.tasks = {t: replace(one, due=_due(draft, t)) if t > 0 else one for t, one in draft.tasks.items()}
    _mark_all(draft, "resumed", "")


def _mark_all(draft: Draft, what: str, reason: str) -> None:
    mark(draft, what, None, "", 0, reason)
    for door in draft.doors:
        if door.status == "open" and door.strand:
            mark(draft, f"{door.name}_{what}", None, door.name, door.strand, reason)


def _due(draft: Draft, token: int) -> datetime | None:
    found = draft.at_work().tokens.get(token)
    return found.due if found else None


def _inside(draft: Draft, state: State, alarm: Alarm, strand: int) -> bool:
    return branch_of(draft.course, state, state.tokens[alarm.token].scope)[1] == strand


def _without_alarms(draft: Draft, strand: int) -> tuple[State, tuple[Alarm, ...]]:
    """Take the timers of a branch out of the process, so that they stand still."""
    state = draft.at_work()
    taken = tuple(alarm for alarm in state.alarms if _inside(draft, state, alarm, strand))
    kept = tuple(alarm for alarm in state.alarms if alarm not in taken)
    return _with_dues(replace(state, alarms=kept), {a.token for a in taken}), taken


def _with_alarms(draft: Draft, pause: Pause) -> State:
    """Put the timers of a branch back, later by as long as it was suspended."""
    state = draft.at_work()
    later = draft.now - pause.since
    back = tuple(alarm._replace(due=alarm.due + later) for alarm in pause.alarms if alarm.token in state.tokens)
    return _with_dues(replace(state, alarms=(*state.alarms, *back)), {a.token for a in back})


def _with_dues(state: State, tokens: set[int]) -> State:
    """Let tokens tell their earliest timer."""
    changed = {t: state.tokens[t]._replace(due=min((a.due for a in state.alarms if a.token == t), default=None)) for t in tokens}
    return replace(state, tokens={t: changed.get(t, token) for t, token in state.tokens.items()})


def extend(draft: Draft) -> None:
    """Lengthen a clock (延期) once, by the length that the law gives, before it runs out; ``to`` names the clock."""
    reason_given(draft)
    act, course = draft.act, draft.course
    task = draft.task() if act.token is not None else None
    running = next(
        (
            r
            for r in draft.clocks
            if r.name == act.to and extendable(draft.walk, r, draft.today) and (task is None or r.strand == task.strand)
        ),
        None,
    )
    if running is None:
        raise refuse(
            "act.extend",
            "这个期限不能延长：法律没有规定、已经到期、已经中止或者已经延长过。",
            "This clock cannot be lengthened: the law does not say so, it is over, stopped, or was lengthened before.",
            because=(rule("extend_once"),),
        )
    longer = course.extensions[running.name]
    due = course.due_of(running.clock)
    if due is None:
        return
    clock = Clock.start(term_of(longer), due.nominal, course.calendar)
    rolled = course.last_day(clock.since, clock.left).rolled
    draft.did(running.name, "extended", (rule("extend_once"), *citations(longer.citation)), due=rolled.isoformat())
    draft.clocks = tuple(replace(r, clock=clock, extended=longer.name) if r is running else r for r in draft.clocks)
    _lengthen_timers(draft, running)


def _lengthen_timers(draft: Draft, running: Running) -> None:
    """Let the timers of the process that stand for the clock fire at its new end."""
    state = draft.at_work()
    moved: dict[Alarm, Alarm] = {}
    for alarm in state.alarms:
        token = state.tokens[alarm.token]
        node = draft.course.processes[state.scopes[token.scope].process].nodes[alarm.node]
        if node.timer and node.timer.clock == running.name and _inside(draft, state, alarm, running.strand):
            fresh = next(r for r in draft.clocks if r.name == running.name and r.strand == running.strand and r.extended)
            due = draft.course.due_of(fresh.clock)
            if due is not None:
                moved[alarm] = alarm._replace(due=max(alarm.due, end_of_day(due.rolled, alarm.due)))
    if moved:
        changed = replace(state, alarms=tuple(moved.get(a, a) for a in state.alarms))
        draft.state = _with_dues(changed, {a.token for a in moved.values()})
        draft.tasks = {t: replace(one, due=_due(draft, t)) if t > 0 else one for t, one in draft.tasks.items()}
