"""Knows the half-written page of a case: kept encrypted at every pause of the hand, without an event, until it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases import dossier, keys
from zoutong.web.cases.models import Dossier
from zoutong.web.cases.reading import load
from zoutong.web.cases.shapes import Case

PART = "draft"


def draft(case_id: str, actor: Actor) -> tuple[Case, Mapping[str, object]]:
    """Give a case with its dossier as its handler works on it; whoever opened the page called ``look`` before.

    Fault ``case.absent``, or ``case.not_yours`` for somebody who does not handle the case: what is masked cannot be written on.
    """
    case = load(case_id)
    _handled(case, actor)
    return case, dossier.opened(keys.ring(), case.run)


def keep_draft(case_id: str, actor: Actor, content: Mapping[str, object], now: datetime | None = None) -> datetime:
    """Keep what was written so far and give the moment; Faults as ``draft``, and ``case.part`` when it is too long."""
    moment = now or clock.now()
    case = load(case_id)
    _handled(case, actor)
    ring = keys.ring()
    kept = dossier.checked({PART: content})
    blob = dossier.sealed(ring, case.run.walk, PART, kept.get(PART, {}))
    Dossier.every.update_or_create(
        run=case.run, part=PART, defaults={"mode": case.run.mode, "key_id": ring.current, "blob": blob, "at": clock.micros(moment)}
    )
    return moment


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
