"""Knows how a pressed button becomes an act: read, confirmed where it cannot be taken back, done once, or told why not."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zoutong.kernel.error import Fault
from zoutong.walk import Actor
from zoutong.walk.may import APPLICANT
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.desk.acts import ActForm, Sent, read_act, with_sent
from zoutong.web.desk.answer_pages import sentence, sorry
from zoutong.web.desk.case_views import Conflict, file_of, page
from zoutong.web.desk.casefile import CaseFile
from zoutong.web.desk.seat import actor_of, helping
from zoutong.web.desk.timeline import Line, timeline
from zoutong.web.marks import mark_of, whole

FORM_ERROR, CONFLICT = 422, 409


@never_cache
@require_POST
def act(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    actor, now, sent = actor_of(request), clock.now(), request.POST
    try:
        found = store.load(number)
    except Fault as fault:
        return sorry(request, lang, fault)
    file = file_of(request, lang, found, actor, now, None)
    form = file.form(f"{sent.get('kind', '')}-{sent.get('token') or 'case'}")
    if form is None:
        return _too_late(request, lang, found, actor, file, sent)
    task = found.walk.tasks.get(form.token) if form.token is not None else None
    does = helping(actor, found.walk) if task is not None and task.role == APPLICANT and form.kind == "complete" else actor
    read = read_act(form, sent, does, mark_of(sent), found.walk, file.tongue, now.date())
    if read.act is None:
        return _again(request, lang, found, actor, with_sent(form, sent, read.wrong), status=FORM_ERROR)
    if form.final and sent.get("sure") != "1":
        return _confirm(request, number, form, sent, file)
    return _do(request, lang, found, actor, form, read, sent, now)


def _do(
    request: HttpRequest, lang: str, found: store.Case, actor: Actor, form: ActForm, read: Sent, sent: QueryDict, now: datetime
) -> HttpResponse:
    if read.act is None:
        raise ValueError
    try:
        store.act(
            found.number, read.act, expected_revision=_revision(sent, found), dossier_change={"note": read.note} if read.note else None
        )
    except Fault as fault:
        if fault.code == "case.conflict":
            fresh = store.load(found.number)
            return page(
                request,
                lang,
                fresh,
                actor,
                store.look(found.number, actor),
                conflict=_conflict(fresh, lang, fault, request, actor),
                status=CONFLICT,
            )
        filled = with_sent(form, sent, {"": sentence(fault, lang)})
        return _again(request, lang, store.load(found.number), actor, filled, status=FORM_ERROR)
    url = reverse("desk:case", kwargs={"lang": lang, "number": found.number})
    if form.kind == "notice":
        url = reverse("desk:notice", kwargs={"lang": lang, "number": found.number})
    return redirect(f"{url}?said={form.kind}")


def _revision(sent: QueryDict, found: store.Case) -> int:
    seen = whole(sent.get("revision", ""))
    return found.revision if seen is None else seen


def _again(request: HttpRequest, lang: str, found: store.Case, actor: Actor, form: ActForm, *, status: int) -> HttpResponse:
    return page(request, lang, found, actor, store.look(found.number, actor), form=form, wrong="".join(form.wrong), status=status)


def _too_late(request: HttpRequest, lang: str, found: store.Case, actor: Actor, file: CaseFile, sent: QueryDict) -> HttpResponse:
    """The act is not to be had (any more): say who did what since the page was opened, if somebody did."""
    try:
        dossier = store.look(found.number, actor)
    except Fault as fault:
        return sorry(request, lang, fault)
    line = _since(file, sent)
    conflict = Conflict(file.tongue.say("desk.case.changed" if line else "desk.mistake.not_allowed"), line)
    return page(request, lang, found, actor, dossier, conflict=conflict, status=CONFLICT)


def _since(file: CaseFile, sent: QueryDict) -> Line | None:
    """Give the last act that was done after the page was made, on the same task if there was one."""
    seen = whole(sent.get("seen", ""))
    if seen is None:
        return None
    later = [line for line in file.lines if line.seq > seen and not line.refused]
    return later[0] if later else None


def _conflict(found: store.Case, lang: str, fault: Fault, request: HttpRequest, actor: Actor) -> Conflict:
    file = file_of(request, lang, found, actor, clock.now(), None)
    lines = timeline(file.history, file.tongue, file.now)
    return Conflict(sentence(fault, lang), next((line for line in lines if not line.refused), None))


def _confirm(request: HttpRequest, number: str, form: ActForm, sent: QueryDict, file: CaseFile) -> HttpResponse:
    """Ask once more before what cannot be taken back; everything that was filled in goes along."""
    chosen = []
    for control in form.fields:
        words = dict(control.options)
        values = [words.get(v, v) for v in sent.getlist(control.name) if v]
        if values:
            chosen.append((control.label, file.tongue.listed(values)))
    fields = [(name, value) for name, values in sent.lists() for value in values if name not in ("csrfmiddlewaretoken", "sure")]
    return render(request, "desk/confirm.html", {"form": form, "number": number, "chosen": chosen, "sent": fields})
