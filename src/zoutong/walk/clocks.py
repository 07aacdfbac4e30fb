"""Knows how the clocks of a walk follow its marks: they start, stop, go on, begin anew and end; and what happens when one runs out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from zoutong.kernel.clock import Clock
from zoutong.pack.specs import ClockSpec
from zoutong.walk.course import ESCALATES_TO, SILENCE, term_of
from zoutong.walk.draft import Draft
from zoutong.walk.house import rule
from zoutong.walk.model import Running, Task

CHASE = "chase"
"""The node of the house's own task to chase what is overdue."""


def mark(draft: Draft, name: str, token: int | None = None, door: str = "", strand: int = 0, reason: str = "") -> None:
    """Let a milestone happen today: what starts, stops, resumes, begins anew or ends with it does so."""
    course, today = draft.course, draft.today
    draft.marks = {**draft.marks, name: today}
    for spec in course.starts.get(name, ()):
        start_clock(draft, spec, token, door, strand)
    stops, resumes = course.stops.get(name), course.resumes.get(name)
    anew, ends = course.anew.get(name), course.ends.get(name)
    if not (stops or resumes or anew or ends):
        return
    changed: list[Running] = []
    for running in draft.clocks:
        one = running
        if one.done is None and (not one.strand or one.strand == strand):
            if stops and one.name in stops and not one.clock.stopped:
                one = _stopped(one, today, reason)
            elif resumes and one.name in resumes and one.clock.stopped:
                one = replace(one, clock=one.clock.resume(today), stop_reason="")
            if anew and one.name in anew:
                one = replace(one, clock=Clock.start(one.clock.term, today, course.calendar), overdue=None)
            if ends and one.name in ends:
                one = one.ended(today)
            if one is not running:
                _tell(draft, running, one)
        changed.append(one)
    draft.clocks = tuple(changed)


def _stopped(running: Running, today: date, reason: str) -> Running:
    clock = running.clock.stop(today)
    return running if clock is running.clock else replace(running, clock=clock, stop_reason=reason)


def _tell(draft: Draft, before: Running, after: Running) -> None:
    """Say what became of a clock."""
    if after.done:
        phase = "clock_ended"
    elif after.clock.stopped and not before.clock.stopped:
        phase = "clock_stopped"
    elif before.clock.stopped and not after.clock.stopped:
        phase = "clock_resumed"
    else:
        phase = "clock_anew"
    because = (rule("law_stops_clock"), *citations(after.article)) if phase == "clock_stopped" else citations(after.article)
    draft.follows(after.name, phase, after.token, because, {"door": after.door} if after.door else {})


def start_clock(draft: Draft, spec: ClockSpec, token: int | None, door: str, strand: int) -> None:
    """Start a clock, unless it runs already in this branch: a step that is done again does not give the office new time."""
    for running in draft.clocks:
        if running.name == spec.name and running.strand == strand and running.door == door and running.done is None:
            return
    clock = Clock.start(term_of(spec), draft.today, draft.course.calendar)
    draft.clocks = (
        *draft.clocks,
        Running(spec.name, token, _only_claim(draft, door, strand), clock, draft.today, None, spec.citation, door, strand),
    )
    due = draft.course.last_day(clock.since, clock.left)
    said: dict[str, object] = {"due": due.rolled.isoformat()}
    if due.provisional:
        said["provisional"] = True
    if door:
        said["door"] = door
    draft.follows(spec.name, "clock_started", token, citations(spec.citation), said)


def _only_claim(draft: Draft, door: str, strand: int) -> str:
    """Give the claim of a branch that has but one, "" otherwise."""
    claims = next((d.claims for d in draft.doors if (strand and d.strand == strand) or (not strand and d.name == door)), ())
    return claims[0] if len(claims) == 1 else ""


def end_clocks(draft: Draft, *, name: str = "", strand: int | None = None) -> None:
    """End what still runs: the clocks of a name, of a branch, or all; tasks to chase them fall away with them."""
    changed: list[Running] = []
    for running in draft.clocks:
        hit = running.done is None and (not name or running.name == name) and (strand is None or running.strand == strand)
        changed.append(running.ended(draft.today) if hit else running)
        if hit:
            draft.follows(
                running.name, "clock_ended", running.token, citations(running.article), {"door": running.door} if running.door else {}
            )
            _drop_chases(draft, running)
    draft.clocks = tuple(changed)


def end_if_done(draft: Draft, name: str, strand: int) -> None:
    """End a clock whose task was completed, when no other open task of the branch stands under it and no mark of its own ends it."""
    spec = draft.course.clocks.get(name)
    if spec is None or spec.ends_at:
        return
    for task in draft.tasks.values():
        if task.clock == name and task.strand == strand and task.node != CHASE:
            return
    for running in draft.clocks:
        if running.name == name and running.done is None and running.strand == strand:
            end_clocks(draft, name=name, strand=strand)
            return


def _drop_chases(draft: Draft, running: Running) -> None:
    for task in tuple(draft.tasks.values()):
        if task.node == CHASE and task.token < 0 and task.clock == running.name and task.strand == running.strand:
            draft.drop_task(task.token)
            draft.follows(CHASE, "cancelled", task.token)


def run_out(draft: Draft) -> None:
    """Say of every clock whose last day is over that it has run out, once, and have the duty chief chase it."""
    course, today = draft.course, draft.today
    for running in draft.clocks:
        if running.done or running.overdue or running.clock.stopped:
            continue
        due = course.due_of(running.clock)
        if due is None or not due.expired(today):
            continue
        if running.name == SILENCE:
            _silence(draft, running, due.rolled)
            continue
        draft.clocks = tuple(replace(r, overdue=today) if r is running else r for r in draft.clocks)
        said = {"due": due.rolled.isoformat(), "days": -due.days_left(today), **({"door": running.door} if running.door else {})}
        draft.follows(running.name, "overdue", running.token, (rule("escalation"), *citations(running.article)), said)
        draft.urgency += 1
        at_rest = draft.status == "suspended" or any(p.strand == running.strand for p in draft.pauses)
        if running.name not in course.escalated or at_rest:
            house_task(draft, CHASE, ESCALATES_TO, running.name, running.door, running.strand)


def _silence(draft: Draft, running: Running, due: date) -> None:
    """Nobody said in time what was lacking: the papers count as complete from the day on which they were handed in."""
    draft.clocks = tuple(r.ended(draft.today) if r is running else r for r in draft.clocks)
    said: dict[str, object] = {"due": due.isoformat(), "accepted_on": running.since.isoformat()}
    if running.door:
        said["door"] = running.door
    draft.follows("notice", "accepted_as_complete", None, (rule("silence"), *citations(running.article)), said)
    mark(draft, "accepted_as_complete", None, running.door, running.strand)


def house_task(draft: Draft, node: str, role: str, clock: str, door: str, strand: int) -> None:
    """Open a task of the house itself, which no process draws; its number is negative. Nothing where the pack has no such role."""
    if role not in draft.course.roles:
        return
    token = -(draft.seq + 1)
    draft.follows(node, "enabled", token, (), {"clock": clock})
    draft.put_task(Task(token, node, role, "", "", (), draft.now, None, door, strand, clock))


@lru_cache(maxsize=1024)
def citations(article: str) -> tuple[str, ...]:
    """Split the citations of a cell."""
    return tuple(part.strip() for part in article.replace(";", "；").split("；") if part.strip())
