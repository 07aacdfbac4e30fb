"""Knows what a page shows of the clocks of a walk on a day."""

from __future__ import annotations

from datetime import date, datetime

from zoutong.kernel.words import Words
from zoutong.process import Process
from zoutong.walk.course import end_of_day
from zoutong.walk.model import ClockView, Running, Task, Walk


def clock_views(walk: Walk, on: date) -> tuple[ClockView, ...]:
    """Give every clock of the walk as a page shows it on that day, running ones first, the nearest last day first."""
    views = [_view(walk, running, on) for running in walk.clocks]
    return tuple(sorted(views, key=lambda v: (v.done is not None, v.rolled is None, v.rolled or date.max)))


def due_of(walk: Walk, task: Task) -> datetime | None:
    """Give the moment by which a task has to be done: the end of the last day of the clock under which it stands, also when that is over.

    None while the clock is stopped. A task without a clock of the law has the moment of its next timer, if it has one.
    """
    running = next((r for r in walk.clocks if r.name == task.clock and r.strand == task.strand and r.done is None), None) if task.clock else None
    if running is None:
        return task.due
    last = walk.course.due_of(running.clock)
    return end_of_day(last.rolled, task.since) if last else None


def nodes_gone(walk: Walk) -> tuple[str, ...]:
    """Name the nodes (or whole processes) on which a walk stands and which its course does not have: it was changed without a new version."""
    state = walk.state
    if state is None:
        return ()
    processes = walk.course.processes
    at = [(scope.process, scope.node) for scope in state.scopes.values()]
    at += [(state.scopes[token.scope].process, token.node) for token in state.tokens.values()]
    at += [(state.scopes[state.tokens[alarm.token].scope].process, alarm.node) for alarm in state.alarms]
    lost = (process if process not in processes else node for process, node in at if process not in processes or _lacks(processes[process], node))
    return tuple(dict.fromkeys(lost))


def _lacks(process: Process, node: str) -> bool:
    return bool(node) and node not in process.nodes


def _view(walk: Walk, running: Running, on: date) -> ClockView:
    course, clock = walk.course, running.clock
    spec = course.clocks[running.name]
    due = course.due_of(clock)
    resumed = course.due_of(clock.resume(on)) if clock.stopped else None
    late = -due.days_left(on) if due and due.expired(on) and running.done is None else 0
    longer = course.clocks.get(running.extended)
    citation = "；".join(dict.fromkeys(filter(None, (running.article, longer.citation if longer else ""))))
    return ClockView(
        running.name,
        running.door,
        spec.title,
        due.nominal if due else None,
        due.rolled if due else None,
        due.days_left(on) if due else None,
        (due or resumed).provisional if due or resumed else False,  # type: ignore[union-attr]
        clock.stopped,
        _reason(walk, running) if clock.stopped else None,
        resumed.rolled if resumed else None,
        late,
        citation,
        spec.explain,
        running.done,
    )


def _reason(walk: Walk, running: Running) -> Words | None:
    reason = walk.course.pack.reasons.get(running.stop_reason)
    return reason.title if reason else None
