"""Knows how a case is read: its row and walk, its events, what a key once answered, and whether somebody was faster."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Event, perform, rebuild
from zoutong.walk import from_json as walk_from_json
from zoutong.walk.act import from_json as event_from_json
from zoutong.web import served
from zoutong.web.cases import dossier, keys, statements
from zoutong.web.cases.models import Dossier, EventRow, Run
from zoutong.web.cases.scope import here
from zoutong.web.cases.shapes import Case
from zoutong.web.cases.words import absent, conflict, rewritten, used_key


def load(case_id: str) -> Case:
    """Read a case; Fault ``case.absent`` when there is none of that number."""
    run = statements.first(Run, "walk", case_id)
    if run is None or not here().shows(run.mode, run.walk):
        raise absent(case_id)
    return case_of(run)


def case_of(run: Run) -> Case:
    """Make the walk of a running row."""
    return Case(run, walk_from_json(served.course_version(run.version), json.loads(run.state)))


def events(case_id: str) -> tuple[Event, ...]:
    """Give all events of a case in their sequence; Fault ``case.absent``."""
    run = Run.every.filter(walk=case_id).only("serial", "mode", "walk").first()
    if run is None or not here().shows(run.mode, run.walk):
        raise absent(case_id)
    return events_of(EventRow.every.filter(run=run.serial).order_by("seq"))


def events_of(rows: Iterable[EventRow]) -> tuple[Event, ...]:
    """Read events from their rows."""
    return tuple(event_from_json(json.loads(row.body)) for row in rows)


def of_opening(opening: str) -> Case | None:
    """Give the case that was opened with a key before; None when there is none."""
    run = statements.first(Run, "opening", opening)
    if run is None:
        return None
    case = case_of(run)
    return Case(case.run, case.walk, events_of(EventRow.every.filter(run=run, revision=1).order_by("seq")), repeated=True)


def answered(case: Case, act: Act) -> Case | None:
    """Give the first answer to an act with this key, None when the key is new; Fault ``case.key`` when it was another act."""
    first = case.walk.keys.get(act.key) if act.key else None
    if first is None:
        return None
    row = EventRow.every.get(run=case.run, seq=first)
    if (row.act, row.actor) != (act.kind, act.actor.id):
        raise used_key()
    same = EventRow.every.filter(run=case.run, revision=row.revision).order_by("seq")
    return Case(case.run, case.walk, events_of(same), repeated=True)


def conflicting(case: Case, act: Act, moment: datetime, seen: int, no: Fault) -> Fault:
    """Give the Fault for somebody whose act is not allowed: that she lost a race when it was allowed on what she saw."""
    if seen >= case.revision:
        return no
    rows = list(EventRow.every.filter(run=case.run).order_by("seq"))
    then = [row for row in rows if row.revision <= seen]
    meanwhile = events_of(row for row in rows if row.revision > seen)
    if not then or not meanwhile:
        return no
    try:
        perform(rebuild(case.walk.course, events_of(then)), act, moment)
    except Fault:
        return no
    return conflict(case.walk.course, meanwhile, act.token, no)


def overwriting(case: Case, act: Act, parts: Mapping[str, object], seen: int, stands: Mapping[str, object]) -> Fault | None:
    """Give the Fault for somebody who would write over what another wrote after she had read it; None when nothing is in the way.

    ``parts``: what she writes. ``seen``: the revision that she read. ``stands``: parts of the dossier as she read them.
    """
    if not stands and (not parts or seen >= case.revision):
        return None
    known = dossier.opened(keys.ring(), case.run)
    if any(known.get(part) != content for part, content in stands.items()):
        return rewritten()
    differ = {part for part, content in parts.items() if part not in stands and known.get(part) != (content or None)}
    if not differ or seen >= case.revision:
        return None
    # A part is as old as the act that wrote it: one of the moments since then is a change that she has not seen.
    later = list(EventRow.every.filter(run=case.run, revision__gt=seen).order_by("seq"))
    moments = {row.at for row in later}
    touched = set(Dossier.every.filter(run=case.run, part__in=differ, at__in=moments).values_list("at", flat=True))
    return conflict(case.walk.course, events_of(row for row in later if row.at in touched), act.token, rewritten()) if touched else None
