"""Knows how a walk is written as a plain JSON object and read back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from zoutong.kernel.clock import Clock, Term
from zoutong.process import Alarm, State
from zoutong.walk.course import Course
from zoutong.walk.faults import other_version
from zoutong.walk.model import Door, Notice, Pause, Rating, Referral, Running, Signer, Task, Walk


def to_json(walk: Walk) -> dict[str, object]:
    """Give a walk as a plain JSON object, without its course; what is empty is left out."""
    whole: dict[str, object] = {
        "id": walk.id,
        "mode": walk.mode,
        "pack": walk.pack,
        "version": walk.version,
        "process": walk.process,
        "seq": walk.seq,
        "status": walk.status,
    }
    parts: dict[str, object] = {
        "state": walk.state.to_json() if walk.state else None,
        "opened": _at(walk.opened),
        "closed": _at(walk.closed),
        "applicant": walk.applicant,
        "unit": walk.unit,
        "units": list(walk.units),
        "people": list(walk.people),
        "tasks": [_task(task) for task in walk.tasks.values()],
        "clocks": [_running(running) for running in walk.clocks],
        "doors": [[d.name, list(d.claims), d.status, list(d.withdrawn), d.strand] for d in walk.doors],
        "notices": [[n.door, list(n.papers), _at(n.at), list(n.came)] for n in walk.notices],
        "ratings": [[r.door, r.level, dict(r.parts), _at(r.at), _at(r.contacted)] for r in walk.ratings],
        "pauses": [
            [p.door, p.strand, _at(p.since), p.reason, [[_at(a.due), a.token, a.node, _at(a.since)] for a in p.alarms]] for p in walk.pauses
        ],
        "marks": {name: _at(day) for name, day in walk.marks.items()},
        "urgency": walk.urgency,
        "trips": walk.trips,
        "keys": dict(walk.keys),
    }
    whole.update((name, value) for name, value in parts.items() if value)
    return whole


def from_json(course: Course, plain: Mapping[str, Any]) -> Walk:
    """Read a walk from the object that ``to_json`` gave; Fault ``act.version`` when it belongs to another pack, version or process."""
    mine = (course.pack.about.name, course.pack.about.version, course.process.id)
    its = (plain["pack"], plain["version"], plain["process"])
    if mine != its:
        raise other_version(" ".join(its), " ".join(mine))
    get = plain.get
    return Walk(
        course=course,
        id=plain["id"],
        mode=plain["mode"],
        pack=plain["pack"],
        version=plain["version"],
        process=plain["process"],
        state=State.from_json(plain["state"]) if get("state") else None,
        seq=plain["seq"],
        status=plain["status"],
        opened=_moment(get("opened")),
        closed=_moment(get("closed")),
        applicant=get("applicant", ""),
        unit=get("unit", ""),
        units=tuple(get("units", ())),
        people=tuple(get("people", ())),
        tasks={task.token: task for task in map(_read_task, get("tasks", ()))},
        clocks=tuple(_read_running(course, one) for one in get("clocks", ())),
        doors=tuple(Door(name, tuple(claims), status, tuple(gone), strand) for name, claims, status, gone, strand in get("doors", ())),
        notices=tuple(
            Notice(door, tuple(papers), datetime.fromisoformat(at), tuple(came)) for door, papers, at, came in get("notices", ())
        ),
        ratings=tuple(
            Rating(door, level, parts, datetime.fromisoformat(at), _day(day)) for door, level, parts, at, day in get("ratings", ())
        ),
        pauses=tuple(_read_pause(one) for one in get("pauses", ())),
        marks={name: date.fromisoformat(day) for name, day in get("marks", {}).items()},
        urgency=get("urgency", 0),
        trips=get("trips", 0),
        keys=get("keys", {}),
    )


def _at(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _task(task: Task) -> list[object]:
    signers = [[s.person, s.role, s.unit, s.signed, _at(s.at), s.opinion] for s in task.signers]
    r = task.referral
    referral = [r.from_role, r.from_unit, r.from_holder, _at(r.since), _at(r.due), r.overdue] if r else None
    return [
        task.token, task.node, task.role, task.unit, task.holder, signers, _at(task.since), _at(task.claimed), task.door, task.strand, task.clock,
        _at(task.due), task.held, referral,
    ]  # fmt: skip


def _read_task(plain: Any) -> Task:
    token, node, role, unit, holder, signers, since, claimed, door, strand, clock, due, held, referral = plain
    return Task(
        token, node, role, unit, holder,
        tuple(Signer(person, of, at_unit, signed, _moment(at), opinion) for person, of, at_unit, signed, at, opinion in signers),
        datetime.fromisoformat(since), _moment(claimed), door, strand, clock, _moment(due), held,
        Referral(referral[0], referral[1], referral[2], datetime.fromisoformat(referral[3]), _day(referral[4]), referral[5]) if referral else None,
    )  # fmt: skip


def _running(running: Running) -> list[object]:
    clock = running.clock
    return [
        running.name, running.token, running.claim,
        [clock.term.length, clock.term.unit, _at(clock.since), clock.left.length, clock.left.unit, _at(clock.stopped)],
        _at(running.since), _at(running.done), running.article, running.door, running.strand, running.stop_reason, running.extended,
        _at(running.overdue),
    ]  # fmt: skip


def _read_running(course: Course, plain: Any) -> Running:
    name, token, claim, (length, unit, since, left, left_unit, stopped), begun, done, article, door, strand, reason, extended, overdue = (
        plain
    )
    clock = Clock(Term(length, unit), date.fromisoformat(since), Term(left, left_unit), course.calendar, _day(stopped))
    return Running(name, token, claim, clock, date.fromisoformat(begun), _day(done), article, door, strand, reason, extended, _day(overdue))


def _read_pause(plain: Any) -> Pause:
    door, strand, since, reason, alarms = plain
    moment = datetime.fromisoformat
    return Pause(
        door, strand, moment(since), reason, tuple(Alarm(moment(due), token, node, moment(start)) for due, token, node, start in alarms)
    )
