"""Knows how a person is erased: what is hers goes for good, the events stay and their chain stays whole."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor
from zoutong.web import clock
from zoutong.web.cases import dossier, keys, terms
from zoutong.web.cases.acting import act
from zoutong.web.cases.models import Dossier, Note, PaperRow, Run, SearchRow
from zoutong.web.cases.papers import vault
from zoutong.web.cases.reading import load
from zoutong.web.cases.shapes import Case
from zoutong.web.cases.turn import written


def erase(case_id: str, actor: Actor, now: datetime | None = None) -> Case:
    """Erase what is known of the person in a case that has ended: dossier, notes, papers, what she is found by, her own address.

    An event says who did it. May be called again after a crash: what is gone stays gone. Fault ``act.open`` while it goes on.
    """
    case = load(case_id)
    if case.run.erased_at is None:
        case = act(case_id, Act("erase", actor), now)
    places = [p for row in PaperRow.every.filter(run=case.run) for p in (row.place, row.preview) if p]
    for place in places:
        vault().erase(place)
    with written():
        _unfind(case.run)
        for model in (Dossier, Note, PaperRow):
            model.every.filter(run=case.run).delete()
        at = clock.micros(now or clock.now())
        Run.every.filter(Q(serial=case.run.serial)).update(person="", erased_at=at)
    return load(case_id)


def _unfind(run: Run) -> None:
    """Take away the search rows that the dossier gave; where it cannot be opened any more, every row of the case."""
    ring = keys.ring()
    try:
        gone = terms.of_dossier(dossier.opened(ring, run))
    except Fault:
        SearchRow.objects.filter(run=run.serial).delete()
        return
    SearchRow.objects.filter(run=run.serial, gram__in=terms.grams(ring, gone)).delete()
