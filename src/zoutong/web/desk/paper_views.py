"""Knows what a case hands out and takes in: receipt, one-time notice, filled forms, papers."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.papers.scan import may_download
from zoutong.walk import clock_views
from zoutong.web import clock
from zoutong.web.cases import filing, store
from zoutong.web.cases.handing import WAYS, hand_over, sendings
from zoutong.web.cases.links import picture_of, secret_of
from zoutong.web.cases.papers import vault
from zoutong.web.desk.answer_pages import sentence, sorry
from zoutong.web.desk.case_views import documents_of, page
from zoutong.web.desk.clocks import dials
from zoutong.web.desk.draft import of_dossier
from zoutong.web.desk.handed import Known, filled, handed
from zoutong.web.desk.seat import actor_of, case_url, tongue_of
from zoutong.web.desk.tongue import Tongue
from zoutong.web.marks import mark_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORM_ERROR = 422


@never_cache
@require_safe
def receipt(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    return _sheet(request, lang, number, is_notice=False)


@never_cache
@require_safe
def notice(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    return _sheet(request, lang, number, is_notice=True)


def _sheet(request: HttpRequest, lang: str, number: str, *, is_notice: bool) -> HttpResponse:
    """Show a sheet to print: what was taken in and by whom it is dealt with, and (for the notice) what is still needed."""
    try:
        dossier = store.look(number, actor_of(request), "person")
        found = store.load(number)
    except Fault as fault:
        return sorry(request, lang, fault)
    tongue, walk = tongue_of(lang, found.walk.course), found.walk
    claims = {c for d in walk.doors for c in d.claims} | set(found.run.claims.split())
    link = request.build_absolute_uri(reverse("visit:case", kwargs={"lang": lang, "secret": secret_of(number)}))
    shown = {
        "number": number,
        "title": tongue.say("desk.notice.title" if is_notice else "desk.receipt.title"),
        "lead": tongue.say("desk.notice.lead" if is_notice else "desk.receipt.lead"),
        "is_notice": is_notice,
        "day": tongue.day(clock.today()),
        "person": str((dossier.get("person") or {}).get("name", "")),  # type: ignore[attr-defined]
        "doors": [(tongue.route(d.name), tongue.claims(d.claims)) for d in walk.doors],
        "need": _needed(tongue, [p for n in walk.notices for p in n.lacking]) if is_notice else (),
        "came": [tongue.paper(p) for n in walk.notices for p in n.came] or [p.name for p in store.papers(number)],
        "never": [
            (tongue.of(p.title), tongue.of(p.why))
            for p in tongue.pack.papers
            if p.need == "never" and (p.claim == "*" or p.claim in claims)
        ]
        if is_notice
        else (),
        "dials": [d for d in dials(clock_views(walk, clock.today()), tongue) if d.state in ("run", "soon", "over")],
        "documents": [d for d in documents_of(walk) if d.route == "*"]
        if is_notice
        else [h.spec for h in handed(walk, store.events(number)) if h.process == walk.process and h.spec.name == "receipt"],
        "told": bool(walk.notices),
    }
    if not dossier.get("masked", True):
        # The address opens her own pages: only who handles the case may hand it to her.
        shown |= {"picture": picture_of(link), "address": link}
    return render(request, "desk/notice.html", shown)


def not_yours() -> Fault:
    """Say that a document with a person's name in it is only for whoever handles her case."""
    return Fault(
        "case.not_yours",
        Words("这件事不由您办，不能打印它的文书。", "This case is not yours to handle: its documents cannot be printed here."),
        cure=Words("可以看案件页；要接手请先转办。", "You can read its file; take it over first if it should be yours."),
    )


def _needed(tongue: Tongue, papers: list[str]) -> list[dict[str, str]]:
    specs = {p.name: p for p in tongue.pack.papers}
    return [
        {"title": tongue.of(s.title), "why": tongue.of(s.why), "where": tongue.of(s.where)}
        for p in dict.fromkeys(papers)
        if (s := specs.get(p)) is not None
    ]


@never_cache
@require_safe
def document(request: HttpRequest, lang: str, number: str, name: str) -> HttpResponse:
    """Give one document of the pack, filled with what is known of the case; what is not known stays blank.

    It is Chinese in either language. ``?of=PROCESS`` tells apart what two processes hand out under one name.
    """
    try:
        dossier = store.look(number, actor_of(request))
        found = store.load(number)
        if dossier.get("masked", True):
            raise not_yours()
        history = store.events(number)
        of = request.GET.get("of", "")
        at = next((h for h in handed(found.walk, history) if h.spec.name == name and of in ("", h.process)), None)
        spec = at.spec if at else next((d for d in documents_of(found.walk) if d.name == name), None)
        if spec is None:
            raise Http404
        tongue = tongue_of("zh", found.walk.course)
        link = request.build_absolute_uri(reverse("visit:case", kwargs={"lang": "zh", "secret": secret_of(number)}))
        known = Known(found.walk, history, store.papers(number), of_dossier(dossier), tongue, clock.today(), link)
        filled_in = filled(spec, at, known)
    except Fault as fault:
        return sorry(request, lang, fault)
    answer = HttpResponse(filled_in, content_type=DOCX)
    answer["Content-Disposition"] = f"attachment; filename=\"{number}-{name}.docx\"; filename*=UTF-8''{number}-{quote(spec.title.zh)}.docx"
    return answer


@never_cache
@require_POST
def paper_add(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """Take in one paper; what cannot be taken is told in a sentence, and the case goes on."""
    actor, sent = actor_of(request), request.FILES.get("file")
    tongue = tongue_of(lang)
    kind = request.POST.get("paper", "")
    known = {p.name for p in tongue.pack.papers}
    try:
        if sent is not None:
            filing.take_in(number, actor, sent, key=mark_of(request.POST), paper=kind if kind in known else "")
            return redirect(f"{case_url(lang, number)}?said=paper#h-papers")
        wrong = tongue.say("desk.papers.no_file")
    except Fault as fault:
        wrong = sentence(fault, lang)
    try:
        return page(request, lang, store.load(number), actor, store.look(number, actor), wrong=wrong, status=FORM_ERROR)
    except Fault as fault:
        return sorry(request, lang, fault)


@never_cache
@require_POST
def handed_over(request: HttpRequest, lang: str, number: str, sending: int) -> HttpResponse:
    """Keep that a document was handed over in person, by post or electronically, with its day; the note of the case says so too."""
    actor, sent = actor_of(request), request.POST
    tongue = tongue_of("zh")
    how = sent.get("how", "")
    try:
        on = date.fromisoformat(sent.get("on", ""))
    except ValueError:
        on = date.max
    try:
        document_name = next((s.kind for s in sendings(number) if s.id == sending), "")
        spec = tongue.pack.documents.get(document_name)
        said = (
            ""
            if on == date.max or how not in WAYS
            else tongue.say(
                "desk.sending.note",
                document=tongue.of(spec.title) if spec else document_name,
                how=tongue.say(f"desk.sending.how.{how}"),
                day=tongue.day(on),
            )
        )
        hand_over(number, actor, sending, how, on, said, key=mark_of(sent))
        return redirect(f"{case_url(lang, number)}?said=handed#h-sendings")
    except Fault as fault:
        wrong = sentence(fault, lang)
    try:
        return page(request, lang, store.load(number), actor, store.look(number, actor), wrong=wrong, status=FORM_ERROR)
    except Fault as fault:
        return sorry(request, lang, fault)


@never_cache
@require_safe
def paper(request: HttpRequest, lang: str, number: str, paper: int) -> HttpResponseBase:
    """Give one paper to somebody who handles the case; the look is recorded first, and an unchecked file is never opened here."""
    try:
        store.draft(number, actor_of(request))
        store.look(number, actor_of(request), "papers")
        found = next((p for p in store.papers(number) if p.id == paper and may_download(p.state)), None)
        if found is None:
            raise Http404
        pieces = vault().read(found.place)
    except Fault as fault:
        return sorry(request, lang, fault)
    answer = FileResponse(pieces, content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
