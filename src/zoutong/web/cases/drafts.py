"""Knows the half-written page of a case: kept encrypted at every pause of the hand, without an event, until it is sent."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import IntegrityError, OperationalError

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases import dossier, keys
from zoutong.web.cases.models import Dossier
from zoutong.web.cases.reading import load
from zoutong.web.cases.shapes import Case
from zoutong.web.cases.turn import Moved, written
from zoutong.web.cases.words import busy

PART = "draft"
TRIES = 12


def draft(case_id: str, actor: Actor) -> tuple[Case, Mapping[str, object]]:
    """Give a case with its dossier as its handler works on it; whoever opened the page called ``look`` before.

    Fault ``case.absent``, or ``case.not_yours`` for somebody who does not handle the case: what is masked cannot be written on.
    """
    case = load(case_id)
    _handled(case, actor)
    return case, dossier.opened(keys.ring(), case.run)


def revise_draft(
    case_id: str, actor: Actor, revise: Callable[[Mapping[str, object]], Mapping[str, object]], now: datetime | None = None
) -> datetime:
    """Keep what was written so far and give the moment; Faults as ``draft``, and ``case.part`` when it is too long.

    ``revise`` gives the new draft for the parts of the dossier as they are; when somebody else keeps hers meanwhile it is asked
    again with those, so that neither loses what the other wrote.
    """
    moment = now or clock.now()
    for attempt in range(TRIES):
        case = load(case_id)
        _handled(case, actor)
        ring = keys.ring()
        rows = {row.part: row for row in Dossier.every.filter(run=case.run)}
        kept = dossier.checked({PART: revise({part: dossier.of_row(ring, case.run, row) for part, row in rows.items()})})
        blob = dossier.sealed(ring, case.run.walk, PART, kept.get(PART, {}))
        try:
            with written():
                _keep(case, rows.get(PART), ring.current, blob, clock.micros(moment))
        except (Moved, IntegrityError):
            time.sleep(0.002 * attempt)
        except OperationalError as trouble:
            raise busy() from trouble
        else:
            return moment
    raise busy()


def _keep(case: Case, known: Dossier | None, key_id: str, blob: bytes, at: int) -> None:
    """Write the draft in the place of the one that was read; Moved when that one is not there any more."""
    if known is None:
        Dossier.every.create(run=case.run, mode=case.run.mode, part=PART, key_id=key_id, blob=blob, at=at)
    elif not Dossier.every.filter(pk=known.pk, blob=bytes(known.blob)).update(key_id=key_id, blob=blob, at=at):
        raise Moved


def _handled(case: Case, actor: Actor) -> None:
    if case.walk.over or case.run.erased_at is not None or not dossier.sees_all(case.walk, actor):
        raise Fault(
            "case.not_yours",
            Words(
                "这件事不由您办，或者已经结束，这里不能写。",
                "This case is not yours to handle, or it has ended: nothing can be written here.",
            ),
            cure=Words("可以看案件页；要接手请先转办。", "You can read its file; take it over first if it should be yours."),
        )
