"""Knows the page of a case: its file, with the acts that the reader may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zoutong.kernel.error import Fault
from zoutong.pack.specs import DocumentSpec
from zoutong.papers.scan import may_download
from zoutong.walk import Actor, Walk, clock_views
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.cases.handing import WAYS, sendings
from zoutong.web.desk.acts import ActForm, Choices
from zoutong.web.desk.answer_pages import sorry
from zoutong.web.desk.casefile import CaseFile
from zoutong.web.desk.draft import Draft, of_dossier
from zoutong.web.desk.drawing import drawing_of
from zoutong.web.desk.handed import handed
from zoutong.web.desk.reception import fact_lines
from zoutong.web.desk.registering import before_split
from zoutong.web.desk.seat import actor_of, choices_of, fresh_key, may_do, may_open, tongue_of
from zoutong.web.desk.timeline import Line
from zoutong.web.desk.tongue import Tongue, zone

SCAN_BADGE = {"clean": "good", "waiting": "soon", "unchecked": "soon", "infected": "bad"}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper in the file."""

    title: str
    url: str
    state: str
    badge: str
    kind: str
    size: str
    ago: str
    exact: str
    who: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody was faster: the sentence, and the act that came first."""

    text: str
    line: Line | None


@never_cache
@require_safe
def case(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    actor = actor_of(request)
    try:
        dossier = store.look(number, actor)
        found = store.load(number)
    except Fault as fault:
        return sorry(request, lang, fault)
    return page(request, lang, found, actor, dossier, said=request.GET.get("said", ""))


def file_of(request: HttpRequest, lang: str, found: store.Case, actor: Actor, now: datetime, dossier: Mapping[str, Any] | None) -> CaseFile:
    """Lay out a case for the person who acts; the look was recorded before."""
    tongue = tongue_of(lang, found.walk.course)
    may = may_do(found.walk, actor, now)
    gives = any(a.kind in ("assign", "add_signer", "refer") for a in may)
    choices = choices_of(tongue, {t.role for t in found.walk.tasks.values()}) if gives else Choices()
    return CaseFile(
        found.walk,
        store.events(found.number),
        clock_views(found.walk, now.date()),
        may,
        actor.on_behalf_of or actor.id,
        tongue,
        choices,
        now,
        looks=request.GET.get("looks") == "1",
        dossier=dossier,
    )


def page(
    request: HttpRequest,
    lang: str,
    found: store.Case,
    actor: Actor,
    dossier: Mapping[str, Any],
    *,
    form: ActForm | None = None,
    conflict: Conflict | None = None,
    wrong: str = "",
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the file of a case; ``form`` is one act's form as it was filled in."""
    now = clock.now()
    file = file_of(request, lang, found, actor, now, dossier)
    if form is not None:
        file = with_form(file, form)
    # What is masked is no longer a fact: days and numbers in it are covered.
    draft = Draft() if dossier.get("masked", True) else of_dossier(dossier)
    shown = {
        "file": file,
        "number": found.number,
        "revision": found.revision,
        "key": fresh_key(),
        "open": form.id if form else "",
        "person": _person(dossier),
        "employer": _employer(dossier, draft),
        "urgent": found.run.urgent,
        "masked": dossier.get("masked", True),
        "facts": fact_lines(draft, found.walk.course.pack, lang) if not dossier.get("masked", True) else (),
        "statement": dossier.get("statement") or "",
        "papers": papers_of(found, file.tongue, now),
        "upload": upload_choices(found.walk, file.tongue) if not found.walk.over and may_open(request, "desk:paper_add") else (),
        "documents": documents_of(found.walk) if not dossier.get("masked", True) else (),
        "handed": handed(found.walk, file.history) if not dossier.get("masked", True) else (),
        "sendings": sendings_of(found.number, file.tongue),
        "hand_over": any(a.kind == "note" for a in file.may) and not dossier.get("masked", True),
        "ways": tuple((way, file.tongue.say(f"desk.sending.how.{way}")) for way in WAYS),
        "today": now.astimezone(zone()).date().isoformat(),
        "notes": notes_of(dossier, file.tongue, now),
        "drawing": drawing_of(file),
        "reception": before_split(found.walk) and may_open(request, "desk:reception"),
        "may_queue": may_open(request, "desk:call"),
        "conflict": conflict,
        "wrong": wrong,
        "said": _said(said, file.tongue),
    }
    return render(request, "desk/case.html", shown, status=status)


def with_form(file: CaseFile, form: ActForm) -> CaseFile:
    """Put a form that was filled in into the place of the empty one."""
    filled = replace(file)
    tasks = tuple(replace(t, acts=tuple(form if a.id == form.id else a for a in t.acts)) for t in file.tasks)
    filled.__dict__["tasks"] = tasks
    filled.__dict__["acts"] = tuple(form if a.id == form.id else a for a in file.acts)
    return filled


def _said(what: str, tongue: Tongue) -> str:
    key = f"desk.act.{what}"
    if tongue.knows(key):
        return tongue.say("desk.case.done", act=tongue.say(key))
    return tongue.say({"paper": "desk.papers.taken", "handed": "desk.sending.kept"}[what]) if what in ("paper", "handed") else ""


def _person(dossier: Mapping[str, Any]) -> str:
    person = dossier.get("person") or {}
    return str(person.get("name", "")) if isinstance(person, Mapping) else ""


def _employer(dossier: Mapping[str, Any], draft: Draft) -> str:
    employer = dossier.get("employer") or {}
    return str(employer.get("name", "")) or str(draft.story.facts().get("employer_name", ""))


def documents_of(walk: Walk) -> tuple[DocumentSpec, ...]:
    """Name the forms of the doors of a case, and those for every door; they are filled when somebody asks for one."""
    doors = {d.name for d in walk.doors}
    return tuple(d for d in walk.course.pack.documents.values() if not d.by_office and (d.route == "*" or d.route in doors))


def papers_of(found: store.Case, tongue: Tongue, now: datetime) -> tuple[PaperRow, ...]:
    return tuple(
        PaperRow(
            tongue.paper(p.paper) if p.paper else p.name,
            reverse("desk:paper", kwargs={"lang": tongue.lang, "number": found.number, "paper": p.id}) if may_download(p.state) else "",
            tongue.say(f"desk.papers.state.{p.state}"),
            SCAN_BADGE.get(p.state, ""),
            p.kind.upper(),
            filesizeformat(p.size),
            tongue.ago(p.at, now),
            tongue.moment(p.at),
            tongue.person(p.actor),
            warnings_of(p, tongue),
        )
        for p in store.papers(found.number)
    )


def warnings_of(paper: store.PaperView, tongue: Tongue) -> tuple[str, ...]:
    """Say what may act in a paper when it is opened, and where a PDF was not looked through."""
    if paper.minded is None:
        return (tongue.say("desk.papers.minded.unknown"),) if paper.kind == "pdf" else ()
    return tuple(tongue.say(f"desk.papers.minded.{code}") for code in paper.minded if tongue.knows(f"desk.papers.minded.{code}"))


def sendings_of(number: str, tongue: Tongue) -> tuple[dict[str, object], ...]:
    """Lay out what the case has to send and how far each has come."""
    found = []
    for s in sendings(number):
        spec = tongue.pack.documents.get(s.kind)
        key = f"desk.sending.{s.standing}"
        title = (
            tongue.of(spec.title) if spec else tongue.say(f"desk.act.{s.kind}", step="") if tongue.knows(f"desk.act.{s.kind}") else s.kind
        )
        how = tongue.say(f"desk.sending.how.{s.how}") if s.how else ""
        found.append(
            {
                "id": s.id,
                "document": spec.name if spec else "",
                "title": title,
                "state": tongue.say(key, how=how, day=tongue.day(s.on) if s.on else "", at=tongue.moment(s.at) if s.at else ""),
                "badge": {"handed": "good", "laid": "info", "failed": "bad"}.get(s.standing, ""),
                "trouble": s.trouble if s.standing == "failed" else "",
                "open": s.standing not in ("handed", "unneeded"),
                "first": s.since.astimezone(zone()).date().isoformat(),
            }
        )
    return tuple(found)


def upload_choices(walk: Walk, tongue: Tongue) -> tuple[tuple[str, str], ...]:
    """Give what an uploaded file may be: papers still lacking first, then those of the guide that belong to the claims."""
    lacking = dict.fromkeys(p for n in walk.notices for p in n.lacking)
    claims = {c for d in walk.doors for c in d.claims}
    known = dict.fromkeys(p.name for p in tongue.pack.papers if p.need != "never" and (p.claim == "*" or not claims or p.claim in claims))
    return tuple((p, tongue.paper(p)) for p in {**lacking, **known})


def notes_of(dossier: Mapping[str, Any], tongue: Tongue, now: datetime) -> tuple[dict[str, str], ...]:
    notes = dossier.get("notes") or ()
    found = []
    for note in reversed(list(notes)):
        at = clock.moment(int(note["at"]))
        found.append(
            {"text": str(note["text"]), "who": tongue.person(str(note["actor"])), "ago": tongue.ago(at, now), "exact": tongue.moment(at)}
        )
    return tuple(found)
