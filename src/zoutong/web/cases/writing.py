"""Knows the one transaction of an act: running row, events, steps, tasks, timer, search rows and what must be sent, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import F

from zoutong.walk import Actor, Course, Event, Walk
from zoutong.walk import to_json as walk_to_json
from zoutong.web import served
from zoutong.web.cases import chain, codes, dossier, keys, rows, statements, terms
from zoutong.web.cases.models import Counter, Dossier, EventRow, Note, Outbox, Run, SearchRow, StepRow, TaskRow, TimerRow
from zoutong.web.cases.papers import Filed, file_papers
from zoutong.web.cases.signals import happened
from zoutong.web.cases.turn import Moved
from zoutong.web.clock import micros

SENT = frozenset(("given", "told", "declined"))
"""Phases of which the applicant is told: a receipt, what is lacking, that it is not accepted."""


COUNTED = (
    "INSERT INTO cases_counter (name, value) VALUES (%s, 1) ON CONFLICT (name) DO UPDATE SET value = cases_counter.value + 1 RETURNING value"
)
"""One statement where the database can answer with what it wrote (PostgreSQL; SQLite since 3.35): everybody who opens a case waits here."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an act brings along that is not in its events: new parts of the dossier, a note in free text, papers."""

    parts: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    papers: tuple[Filed, ...] = ()
    stands: Mapping[str, object] = field(default_factory=dict)
    """Parts of the dossier on which all this rests: Moved when they are not what was read."""


NO_CHANGE = Change()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an act writes, worked out before the transaction begins: nobody waits at the database's door while hashes are made."""

    after: Walk
    events: Sequence[Event]
    chained: tuple[rows.Linked, ...]
    stepped: Sequence[rows.Stepped]
    trail: rows.Trail
    standing: Mapping[str, object]
    tasks_gone: frozenset[int]
    tasks: tuple[rows.Waiting, ...]
    due_before: int | None
    due: int | None
    grams: frozenset[int]
    grams_gone: frozenset[int]


def planned(run: Run, before: Walk, after: Walk, events: Sequence[Event]) -> Plan:
    """Work out what an act writes to a walk that is kept already."""
    last_activity = codes.text(run.last_activity) if run.last_activity is not None else ""
    known = rows.Trail(run.steps, run.trace, run.last_step_at, last_activity)
    return _plan(before, after, events, known, run.first_at, bytes(run.head))


def _plan(before: Walk | None, after: Walk, events: Sequence[Event], known: rows.Trail, first_at: int, head: bytes) -> Plan:
    trail, stepped = rows.steps(known, first_at, events, served.office_hours())
    chained = tuple(rows.linked(head, events))
    waited = rows.waiting(before) if before is not None else frozenset()
    waits = rows.waiting(after)
    gone = frozenset(w.token for w in waited - waits)
    tasks = sorted((w for w in waits if w.token in gone or w not in waited), key=lambda w: (w.token, w.part, w.holder, w.role, w.unit))
    grams: frozenset[int] = frozenset()
    lost: frozenset[int] = frozenset()
    if before is not None and after.mode == "case":
        fresh, pools = terms.of_walk(after.course, after) - terms.of_walk(before.course, before), terms.pools(before) - terms.pools(after)
        grams = frozenset(terms.grams(keys.ring(), fresh) if fresh else ())
        lost = frozenset(terms.grams(keys.ring(), pools) if pools else ())
    due_before = rows.next_due(before) if before is not None else None
    standing = _standing(after, chained[-1])
    return Plan(after, events, chained, stepped, trail, standing, gone, tuple(tasks), due_before, rows.next_due(after), grams, lost)


def begin(walk: Walk, events: Sequence[Event], opening: str | None, change: Change, queue: str, now: datetime) -> Run:
    """Write a new walk; the caller holds the transaction."""
    ring = keys.ring()
    parts = dossier.checked(change.parts)
    plan = _plan(None, walk, events, rows.Trail(), micros(now), chain.origin(walk.id))
    numbers = _numbers(plan.trail, plan.stepped)
    run = Run(
        walk=walk.id,
        opening=opening,
        mode=walk.mode,
        process=walk.process,
        pack=walk.pack,
        version=walk.version,
        revision=1,
        first_at=plan.chained[0].at,
        day=now.date(),
        queue=queue,
        person=dossier.masked_name(_name(parts)),
        **plan.standing,
        **_trail(plan.trail, numbers),
    )
    run.save(force_insert=True)
    _append(run, plan.chained, 1, events[0].key or None)
    _step(run, plan.stepped, numbers)
    _tasks(run, plan)
    _timer(run, plan)
    columns = ("run", "mode", "part", "key_id", "blob", "at")
    sealed = [(run.serial, run.mode, part, ring.current, dossier.sealed(ring, run.walk, part, said), micros(now)) for part, said in parts.items()]
    statements.insert(Dossier, columns, sealed)
    if run.mode == "case":
        _found_by(run, terms.grams(ring, terms.of_walk(walk.course, walk) | terms.of_dossier(parts)))
    _outbox(run, walk.course, events)
    happened.send(sender=Run, run=run, events=events)
    return run


def go_on(run: Run, plan: Plan, key: str | None, change: Change, now: datetime) -> Run:
    """Write what an act did to a walk; Moved when the row is no longer what was read. The caller holds the transaction."""
    numbers = _numbers(plan.trail, plan.stepped)
    fields: dict[str, object] = {"revision": run.revision + 1, **plan.standing, **_trail(plan.trail, numbers)}
    if "person" in change.parts:
        fields["person"] = dossier.masked_name(_name(change.parts))
    if not statements.change(Run, {"serial": run.serial, "revision": run.revision}, fields):
        raise Moved
    for name, value in fields.items():
        setattr(run, name, value)
    _append(run, plan.chained, run.revision, key)
    _step(run, plan.stepped, numbers)
    _tasks(run, plan)
    _timer(run, plan)
    _found_by(run, plan.grams)
    if plan.grams_gone:
        statements.drop(SearchRow, {"run": run.serial}, "gram", sorted(plan.grams_gone))
    if change.parts:
        replace_parts(run, change.parts, now, change.stands)
    if change.note:
        _note(run, change.note, plan.events[0])
    file_papers(run, change.papers, plan.events[0])
    _outbox(run, plan.after.course, plan.events)
    happened.send(sender=Run, run=run, events=plan.events)
    return run


def replace_parts(run: Run, change: Mapping[str, object], now: datetime, stands: Mapping[str, object]) -> None:
    """Put new parts of a dossier in the place of the old ones, and let the case be found by what they say now."""
    ring = keys.ring()
    # A half-written page is kept without an act: only the rows themselves can hold it still until the end of the transaction.
    known = dossier.opened(ring, run, held=True)
    if any(known.get(part) != content for part, content in stands.items()):
        raise Moved
    parts = dossier.checked(change)
    after = {part: content for part, content in {**known, **parts}.items() if part in parts or part not in change}
    for part in change:
        if part in parts:
            Dossier.every.update_or_create(
                run=run,
                part=part,
                defaults={"mode": run.mode, "key_id": ring.current, "blob": dossier.sealed(ring, run.walk, part, parts[part]), "at": micros(now)},
            )
        else:
            Dossier.every.filter(run=run, part=part).delete()
    old, new = terms.of_dossier(known), terms.of_dossier(after)
    if run.mode == "case" and old != new:
        SearchRow.objects.filter(run=run.serial, gram__in=terms.grams(ring, old - new)).delete()
        _found_by(run, terms.grams(ring, new - old))


def counted(name: str) -> int:
    """Give the next number under a name; the row is held until the transaction ends, so that no number is lost or given twice."""
    if connection.features.can_return_columns_from_insert:
        with connection.cursor() as cursor:
            cursor.execute(COUNTED, (name,))
            return int(cursor.fetchone()[0])
    Counter.objects.bulk_create([Counter(name=name, value=0)], ignore_conflicts=True)
    Counter.objects.filter(name=name).update(value=F("value") + 1)
    return Counter.objects.get(name=name).value


def opening_of(actor: Actor, key: str) -> str | None:
    """Give the digest under which an opening with this key by this actor is known."""
    return hashlib.sha256(f"{actor.id}\n{key}".encode()).hexdigest() if key else None


def _standing(walk: Walk, last: rows.Linked) -> dict[str, object]:
    """Give what the running row says of a walk as it stands."""
    return {
        "status": walk.status,
        "state": chain.canonical(walk_to_json(walk)),
        "seq": walk.seq,
        "head": last.hash,
        "last_at": last.at,
        "unit": walk.unit,
        "urgent": walk.pressing,
        "claims": " ".join(rows.claims_of(walk))[:400],
        "due": rows.soonest(walk),
    }


def _trail(trail: rows.Trail, numbers: Mapping[codes.Named, int]) -> dict[str, object]:
    return {
        "steps": trail.steps,
        "trace": trail.trace,
        "last_step_at": trail.last_at,
        "last_activity": numbers[("activity", trail.last_activity)] if trail.last_activity else None,
    }


def _numbers(trail: rows.Trail, stepped: Sequence[rows.Stepped]) -> Mapping[codes.Named, int]:
    """Give the codes that the rows of these steps need."""
    wanted = {("activity", s.activity) for s in stepped} | {("activity", s.predecessor) for s in stepped if s.predecessor}
    wanted |= {("actor", s.actor) for s in stepped} | {("unit", s.unit) for s in stepped}
    if trail.last_activity:
        wanted.add(("activity", trail.last_activity))
    return codes.numbers(wanted) if wanted else {}


def _append(run: Run, chained: Sequence[rows.Linked], revision: int, key: str | None) -> None:
    columns = ("run", "mode", "seq", "revision", "key", "at", "phase", "activity", "act", "actor", "prev", "hash", "body")
    statements.insert(
        EventRow,
        columns,
        [
            (
                run.serial, run.mode, one.event.seq, revision, key if n == 0 else None, one.at, one.event.phase, one.event.activity, one.event.act,
                one.event.actor, one.prev, one.hash, one.body,
            )
            for n, one in enumerate(chained)
        ],
    )  # fmt: skip


def _step(run: Run, stepped: Sequence[rows.Stepped], numbers: Mapping[codes.Named, int]) -> None:
    columns = ("run", "mode", "seq", "activity", "predecessor", "actor", "unit", "at", "wait_s", "wait_office_s")
    statements.insert(
        StepRow,
        columns,
        [
            (
                run.serial, run.mode, s.seq, numbers[("activity", s.activity)], numbers[("activity", s.predecessor)] if s.predecessor else None,
                numbers[("actor", s.actor)], numbers[("unit", s.unit)], s.at, s.wait_s, s.wait_office_s,
            )
            for s in stepped
        ],
    )  # fmt: skip


def _tasks(run: Run, plan: Plan) -> None:
    """Bring the worklist rows of a walk from one state to the other."""
    if plan.tasks_gone:
        statements.drop(TaskRow, {"run": run.serial}, "token", sorted(plan.tasks_gone))
    columns = ("run", "mode", "token", "part", "node", "role", "unit", "holder", "since", "due", "rank", "held")
    statements.insert(
        TaskRow,
        columns,
        [(run.serial, run.mode, w.token, w.part, w.node, w.role, w.unit, w.holder, w.since, w.due, w.rank, w.held) for w in plan.tasks],
    )


def _timer(run: Run, plan: Plan) -> None:
    if plan.due_before == plan.due:
        return
    if plan.due is None:
        TimerRow.every.filter(run=run).delete()
    elif plan.due_before is None or not statements.change(TimerRow, {"run": run.serial}, {"due": plan.due, "lease": 0}):
        statements.insert(TimerRow, ("run", "mode", "due", "lease"), [(run.serial, run.mode, plan.due, 0)])


def _found_by(run: Run, grams: Collection[int]) -> None:
    statements.insert(SearchRow, ("gram", "run"), [(gram, run.serial) for gram in sorted(grams)], known=True)


def _note(run: Run, text: str, event: Event) -> None:
    ring = keys.ring()
    blob = dossier.sealed(ring, run.walk, f"note{event.seq}", text)
    Note.every.create(run=run, mode=run.mode, seq=event.seq, actor=event.actor, key_id=ring.current, blob=blob, at=micros(event.at))


def _outbox(run: Run, course: Course, events: Sequence[Event]) -> None:
    if run.mode != "case":
        return
    sent = [
        Outbox(run=run, mode=run.mode, seq=event.seq, kind=kind, due=micros(event.at)) for event in events if (kind := _document(course, event))
    ]
    if sent:
        Outbox.every.bulk_create(sent)


def _document(course: Course, event: Event) -> str:
    """Give what the applicant gets because of an event: the document of a send task, or a receipt, a notice, a refusal; "" for nothing."""
    if event.phase in SENT:
        return event.activity
    node = course.node(event.activity) if event.phase == rows.STEP else None
    return node.document if node is not None else ""


def _name(parts: Mapping[str, object]) -> str:
    person = parts.get("person")
    return str(person.get("name", "") or "") if isinstance(person, Mapping) else ""
