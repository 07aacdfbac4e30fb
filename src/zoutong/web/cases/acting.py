"""Knows how a case is opened and acted on: perform, then one transaction, again when somebody else was faster and it is still allowed."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, OperationalError

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor, Mode, Walk, perform, refused
from zoutong.web import clock, served
from zoutong.web.cases import dossier, keys, services, writing
from zoutong.web.cases.models import Refusal, Run
from zoutong.web.cases.papers import Filed
from zoutong.web.cases.reading import answered, conflicting, load, of_opening, overwriting
from zoutong.web.cases.scope import here
from zoutong.web.cases.shapes import Case
from zoutong.web.cases.turn import Moved, written
from zoutong.web.cases.words import busy
from zoutong.web.cases.writing import Change

TRIES = 12
PREFIX = {"case": "ZT", "leader": "LD", "rehearsal": "RH", "simulated": "SM"}


def open_case(
    actor: Actor,
    dossier: Mapping[str, object],
    data: Mapping[str, object],
    key: str,
    now: datetime | None = None,
    mode: Mode | None = None,
    *,
    queue: str = "",
    start: Act | None = None,
) -> Case:
    """Open a walk with its dossier and its first variables; the same key by the same actor gives the same case again.

    Without ``mode`` it belongs to the world of the work in hand: in the seat of a walk it is that walk's own, under its number.
    ``queue``: a letter ("A") when the visitor takes a number for the day's queue. ``start``: the act, where more than ``data``
    is to be said. Fault ``act.…`` or ``case.part`` when it cannot begin; then nothing is written but the refusal.
    """
    moment = now or clock.now()
    mode = mode or here().mode
    act = start or Act("start", actor, key, data=data)
    opening = writing.opening_of(actor, key)
    for attempt in range(TRIES):
        if opening and (known := of_opening(opening)):
            return known
        try:
            with written():
                return _begin(act, opening, dossier, mode, queue, moment)
        except Fault as fault:
            note_refusal(actor, "start", fault.code, now=moment)
            raise
        except IntegrityError:
            if opening is None or of_opening(opening) is None:
                raise
        except Moved:
            time.sleep(0.002 * attempt)
        except OperationalError as trouble:
            raise busy() from trouble
    raise busy()


def act(
    case_id: str,
    act: Act,
    now: datetime | None = None,
    *,
    expected_revision: int | None = None,
    dossier_change: Mapping[str, object] | None = None,
    dossier_seen: Mapping[str, object] | None = None,
    papers: Sequence[Filed] = (),
) -> Case:
    """Do an act in one transaction and give the case after it.

    Somebody else may have acted since ``expected_revision`` was read: the act is done if it is still allowed, and else Fault
    ``case.conflict`` says in one sentence who did what. Every refusal is an event. The same key again gives the first answer.
    ``dossier_change`` replaces parts of the dossier (a part that is None or empty is removed); ``note`` in it is a note in free text.
    A part that somebody else rewrote since ``expected_revision``, or that is not any more what ``dossier_seen`` says was read, is
    never written over: that is a ``case.conflict`` too.
    ``papers`` are papers that were handed in with it and lie in the vault already.
    """
    moment = now or clock.now()
    change = _change(dossier_change, papers, dossier_seen or {})
    seen = expected_revision
    for attempt in range(TRIES):
        case = load(case_id)
        if known := answered(case, act):
            return known
        seen = case.revision if seen is None else seen
        fault: Fault | None = None
        try:
            after, happened = perform(case.walk, act, moment)
        except Fault as no:
            fault = conflicting(case, act, moment, seen, no)
        else:
            fault = overwriting(case, act, change.parts, seen, change.stands)
        if fault is not None:
            after, happened = refused(case.walk, act, fault, moment)
        if not happened:
            return case
        if fault is None:
            after, more = services.go_on(after, lambda run=case.run: {**dossier.opened(keys.ring(), run), **change.parts}, moment)  # type: ignore[misc]
            happened += more
        plan = writing.planned(case.run, case.walk, after, happened)
        try:
            with written():
                key = act.key or None if fault is None else None
                run = writing.go_on(case.run, plan, key, change if fault is None else writing.NO_CHANGE, moment)
        except Moved:
            time.sleep(0.001 * attempt)
            continue
        except OperationalError as trouble:
            raise busy() from trouble
        if fault is not None:
            raise fault
        return Case(run, after, happened)
    raise busy()


def note_refusal(actor: Actor, what: str, code: str, walk: str = "", now: datetime | None = None) -> None:
    """Keep a refusal that belongs to no walk: an address, a case that could not begin, somebody else's case."""
    Refusal.objects.create(
        at=clock.micros(now or clock.now()), actor=actor.id[:64], role=actor.role[:64], unit=actor.unit[:64], what=what[:200], code=code[:64], walk=walk[:64]
    )


def own_number(mode: Mode, moment: datetime) -> str:
    """Give the number of a new walk: that of the seat in which it is opened, if it was given one, else the next of the day."""
    if mode != "case" and mode == here().mode and here().walk and not Run.every.filter(walk=here().walk).exists():
        return here().walk
    day = f"{moment:%Y%m%d}"
    return f"{PREFIX[mode]}{day}-{writing.counted(f'{mode} {day}'):04d}"


def _begin(act: Act, opening: str | None, dossier: Mapping[str, object], mode: Mode, queue: str, moment: datetime) -> Case:
    day = f"{moment:%Y%m%d}"
    number = own_number(mode, moment)
    # A walk that is no case has numbers of its own: those of the day's real visitors go on without a gap.
    line = "queue" if mode == "case" else f"queue {mode}"
    place = f"{queue}{writing.counted(f'{line} {queue} {day}'):03d}" if queue else ""
    walk, happened = perform(Walk.fresh(served.course(), number, mode), act, moment)
    return Case(writing.begin(walk, happened, opening, Change(dossier), place, moment), walk, happened)


def _change(said: Mapping[str, object] | None, papers: Sequence[Filed], stands: Mapping[str, object]) -> Change:
    said = said or {}
    parts = {part: content for part, content in said.items() if part != "note"}
    note = said.get("note")
    return Change(parts, note if isinstance(note, str) else "", tuple(papers), stands)


