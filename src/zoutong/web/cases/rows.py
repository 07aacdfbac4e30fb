"""Knows which rows follow from a walk and its events: everything that the store keeps beside the chain can be made again from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from zoutong.kernel.office import OfficeHours
from zoutong.process import next_timer
from zoutong.walk import Event, Walk
from zoutong.walk.act import to_json as event_to_json
from zoutong.walk.course import end_of_day
from zoutong.walk.view import due_of
from zoutong.web.cases import chain
from zoutong.web.clock import micros, moment

STEP = "completed"
FAR = 9_000_000_000_000_000
"""What has no day is sorted behind every day: the year 2255."""
URGENT = 10**17


@dataclass(frozen=True, slots=True)
class Linked:
    """An event with its place in the chain."""

    event: Event
    at: int
    prev: bytes
    hash: bytes
    body: str


@dataclass(frozen=True, slots=True)
class Trail:
    """What the steps so far come to: how many, the running hash, the last one."""

    steps: int = 0
    trace: int = 0
    last_at: int | None = None
    last_activity: str = ""


@dataclass(frozen=True, slots=True)
class Stepped:
    """A finished step, still by name."""

    seq: int
    activity: str
    predecessor: str
    actor: str
    unit: str
    at: int
    wait_s: int
    wait_office_s: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open task, or an open signature, as a worklist keeps it."""

    token: int
    part: str
    node: str
    role: str
    unit: str
    holder: str
    since: int
    due: int | None
    rank: int
    held: bool


def linked(head: bytes, events: Iterable[Event]) -> Iterator[Linked]:
    """Link events to the head of their chain."""
    for event in events:
        body = chain.canonical(event_to_json(event))
        prev, head = head, chain.link(head, body)
        yield Linked(event, micros(event.at), prev, head, body)


def steps(trail: Trail, first_at: int, events: Iterable[Event], hours: OfficeHours) -> tuple[Trail, tuple[Stepped, ...]]:
    """Give the finished steps among events and what the trail comes to; the wait counts from the step before, at first from the start."""
    found: list[Stepped] = []
    for event in events:
        if event.phase != STEP:
            continue
        at = micros(event.at)
        since = first_at if trail.last_at is None else trail.last_at
        found.append(
            Stepped(
                event.seq,
                event.activity,
                trail.last_activity,
                event.actor,
                event.unit,
                at,
                max(0, at - since) // 1_000_000,
                hours.seconds(moment(since), moment(at)),
            )
        )
        trail = Trail(trail.steps + 1, chain.trace(trail.trace, event.activity), at, event.activity)
    return trail, tuple(found)


def waiting(walk: Walk) -> frozenset[Waiting]:
    """Give the open tasks of a walk, and one more for every signature that is still asked for."""
    found: set[Waiting] = set()
    for task in walk.tasks.values():
        last = due_of(walk, task)
        due = micros(last) if last else None
        rank = (FAR if due is None else due) - (URGENT if walk.pressing else 0)
        held = task.held or walk.status == "suspended"
        since = micros(task.since)
        found.add(Waiting(task.token, "do", task.node, task.role, task.unit, task.holder, since, due, rank, held))
        found.update(
            Waiting(task.token, "sign", task.node, signer.role, signer.unit, signer.person, since, due, rank, held)
            for signer in task.signers
            if not signer.signed
        )
    return frozenset(found)


def next_due(walk: Walk) -> int | None:
    """Give when the clock must look at a walk again: its next timer, or the end of the last day of a clock or a referral."""
    if walk.state is None:
        return None
    moments: list[datetime] = []
    if walk.state.status == "running" and (timer := next_timer(walk.state)) is not None:
        moments.append(timer)
    moments += [end_of_day(t.referral.due, moment(0)) for t in walk.tasks.values() if t.referral and t.referral.due and not t.referral.overdue]
    for running in walk.clocks:
        if running.done is None and running.overdue is None and (last := walk.course.due_of(running.clock)) is not None:
            moments.append(end_of_day(last.rolled, moment(0)))
    return min(map(micros, moments), default=None)


def claims_of(walk: Walk) -> tuple[str, ...]:
    """Give the codes of the claims of a walk: those of its doors, before the split those that it began with."""
    if walk.doors:
        return tuple(dict.fromkeys(claim for door in walk.doors for claim in door.claims))
    said = walk.state.data.get("claims") if walk.state else None
    return tuple(c for c in said if isinstance(c, str)) if isinstance(said, Sequence) and not isinstance(said, str) else ()


def soonest(walk: Walk) -> int | None:
    """Give when the first open task of a walk is due."""
    return min((micros(t.due) for t in walk.tasks.values() if t.due and not t.held), default=None)


