"""Knows the one transaction of an act: running row, events, steps, tasks, timer, search rows and what must be sent, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from zoutong.walk import Actor, Course, Event, Walk
from zoutong.walk import to_json as walk_to_json
from zoutong.web import served
from zoutong.web.cases import chain, codes, dossier, keys, rows, terms
from zoutong.web.cases.models import Counter, Dossier, EventRow, Note, Outbox, Run, SearchRow, StepRow, TaskRow, TimerRow
from zoutong.web.cases.papers import Filed, file_papers
from zoutong.web.cases.turn import Moved
from zoutong.web.clock import micros

SENT = frozenset(("given", "told", "declined"))
"""Phases of which the applicant is told: a receipt, what is lacking, that it is not accepted."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an act brings along that is not in its events: new parts of the dossier, a note in free text, papers."""

    parts: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    papers: tuple[Filed, ...] = ()


NO_CHANGE = Change()


def begin(walk: Walk, events: Sequence[Event], opening: str | None, change: Change, queue: str, now: datetime) -> Run:
    """Write a new walk; the caller holds the transaction."""
    ring = keys.ring()
    parts = dossier.checked(change.parts)
    trail, stepped = rows.steps(rows.Trail(), micros(now), events, served.office_hours())
    chained = list(rows.linked(chain.origin(walk.id), events))
    numbers = _numbers(trail, stepped)
    run = Run(
        walk=walk.id,
        opening=opening,
        mode=walk.mode,
        process=walk.process,
        pack=walk.pack,
        version=walk.version,
        revision=1,
        first_at=chained[0].at,
        day=now.date(),
        queue=queue,
        person=dossier.masked_name(_name(parts)),
        **_standing(walk, chained[-1]),
        **_trail(trail, numbers),
    )
    run.save(force_insert=True)
    _append(run, chained, 1, events[0].key or None)
    _step(run, stepped, numbers)
    _tasks(run, frozenset(), rows.waiting(walk))
    _timer(run, None, rows.next_due(walk))
    Dossier.every.bulk_create(
        Dossier(run=run, mode=run.mode, part=part, key_id=ring.current, blob=dossier.sealed(ring, run.walk, part, content), at=micros(now))
        for part, content in parts.items()
    )
    if run.mode == "case":
        _found_by(run, terms.grams(ring, terms.of_walk(walk.course, walk) | terms.of_dossier(parts)))
    _outbox(run, walk.course, events)
    return run


def go_on(run: Run, before: Walk, after: Walk, events: Sequence[Event], key: str | None, change: Change, now: datetime) -> Run:
    """Write what an act did to a walk; Moved when the row is no longer what was read. The caller holds the transaction."""
    last_activity = codes.text(run.last_activity) if run.last_activity is not None else ""
    known = rows.Trail(run.steps, run.trace, run.last_step_at, last_activity)
    trail, stepped = rows.steps(known, run.first_at, events, served.office_hours())
    chained = list(rows.linked(bytes(run.head), events))
    numbers = _numbers(trail, stepped)
    fields: dict[str, object] = {"revision": run.revision + 1, **_standing(after, chained[-1]), **_trail(trail, numbers)}
    if "person" in change.parts:
        fields["person"] = dossier.masked_name(_name(change.parts))
    if not Run.every.filter(serial=run.serial, revision=run.revision).update(**fields):
        raise Moved
    due = rows.next_due(before)
    for name, value in fields.items():
        setattr(run, name, value)
    _append(run, chained, run.revision, key)
    _step(run, stepped, numbers)
    _tasks(run, rows.waiting(before), rows.waiting(after))
    _timer(run, due, rows.next_due(after))
    if run.mode == "case":
        if fresh := terms.of_walk(after.course, after) - terms.of_walk(before.course, before):
            _found_by(run, terms.grams(keys.ring(), fresh))
        if gone := terms.pools(before) - terms.pools(after):
            SearchRow.objects.filter(run=run.serial, gram__in=terms.grams(keys.ring(), gone)).delete()
    if change.parts:
        replace_parts(run, change.parts, now)
    if change.note:
        _note(run, change.note, events[0])
    file_papers(run, change.papers, events[0])
    _outbox(run, after.course, events)
    return run


def replace_parts(run: Run, change: Mapping[str, object], now: datetime) -> None:
    """Put new parts of a dossier in the place of the old ones, and let the case be found by what they say now."""
    ring = keys.ring()
    known = dossier.opened(ring, run)
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
    EventRow.every.bulk_create(
        EventRow(
            run=run,
            mode=run.mode,
            seq=one.event.seq,
            revision=revision,
            key=key if n == 0 else None,
            at=one.at,
            phase=one.event.phase,
            activity=one.event.activity,
            act=one.event.act,
            actor=one.event.actor,
            prev=one.prev,
            hash=one.hash,
            body=one.body,
        )
        for n, one in enumerate(chained)
    )


def _step(run: Run, stepped: Sequence[rows.Stepped], numbers: Mapping[codes.Named, int]) -> None:
    if stepped:
        StepRow.every.bulk_create(
            StepRow(
                run=run.serial,
                mode=run.mode,
                seq=s.seq,
                activity=numbers[("activity", s.activity)],
                predecessor=numbers[("activity", s.predecessor)] if s.predecessor else None,
                actor=numbers[("actor", s.actor)],
                unit=numbers[("unit", s.unit)],
                at=s.at,
                wait_s=s.wait_s,
                wait_office_s=s.wait_office_s,
            )
            for s in stepped
        )


def _tasks(run: Run, before: frozenset[rows.Waiting], after: frozenset[rows.Waiting]) -> None:
    """Bring the worklist rows of a walk from one state to the other."""
    if gone := before - after:
        TaskRow.every.filter(run=run, token__in={w.token for w in gone}).delete()
    touched = {w.token for w in gone}
    if fresh := [w for w in after if w.token in touched or w not in before]:
        TaskRow.every.bulk_create(
            TaskRow(
                run=run, mode=run.mode, token=w.token, part=w.part, node=w.node, role=w.role, unit=w.unit, holder=w.holder,
                since=w.since, due=w.due, rank=w.rank, held=w.held,
            )
            for w in sorted(fresh, key=lambda w: (w.token, w.part, w.holder, w.role, w.unit))
        )  # fmt: skip


def _timer(run: Run, before: int | None, after: int | None) -> None:
    if before == after:
        return
    if after is None:
        TimerRow.every.filter(run=run).delete()
    elif before is None or not TimerRow.every.filter(run=run).update(due=after, lease=0):
        TimerRow.every.bulk_create([TimerRow(run=run, mode=run.mode, due=after)])


def _found_by(run: Run, grams: set[int]) -> None:
    SearchRow.objects.bulk_create([SearchRow(gram=gram, run=run.serial) for gram in sorted(grams)], ignore_conflicts=True)


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
