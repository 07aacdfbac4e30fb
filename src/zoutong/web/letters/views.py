"""Knows the pages of letters: the list, a new draft, one letter with its sign-off, the file in docx and pdf, and the lists in Excel."""

from __future__ import annotations

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.documents.letter import Letter
from zoutong.documents.official import typeset
from zoutong.kernel.error import Fault
from zoutong.walk import Actor
from zoutong.web.letters import preview, sheets, store
from zoutong.web.letters.models import LetterRow
from zoutong.web.people.acting import acting
from zoutong.web.people.models import Account

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WRONG = 422
PER_PAGE = 50


@never_cache
@require_safe
def listed(request: HttpRequest, lang: str) -> HttpResponse:
    rows = LetterRow.objects.defer("body")
    state = request.GET.get("state", "")
    if state in preview.STATES:
        rows = rows.filter(state=state)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    shown = {"page": page, "lines": [preview.line(r, lang) for r in page], "states": preview.states(lang), "state": state}
    return render(request, "letters/all.html", shown)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, lang: str) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    kind, about = asked.get("kind", ""), asked.get("about", "")
    wrong = ""
    if request.method == "POST":
        try:
            row = store.draft(kind, about, _actor(request))
        except Fault as fault:
            wrong = preview.sentence(fault, lang)
        else:
            return redirect(reverse("letters:one", kwargs={"lang": lang, "pk": row.pk}))
    shown = {"kinds": preview.kinds(lang), "kind": kind, "about": about[:400], "wrong": wrong}
    return render(request, "letters/new.html", shown, status=WRONG if wrong else 200)


@never_cache
@require_safe
def one(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    return _page(request, lang, pk)


@never_cache
@require_POST
def move(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    typed = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    revision = typed.get("revision", "")
    try:
        store.move(
            pk,
            typed.get("move", ""),
            _actor(request),
            int(revision) if revision.isdecimal() and len(revision) < 9 else -1,
            words=typed.get("words", ""),
            typed=typed,
        )
    except Fault as fault:
        return _page(request, lang, pk, wrong=preview.sentence(fault, lang), typed=typed)
    return redirect(f"{reverse('letters:one', kwargs={'lang': lang, 'pk': pk})}?said={typed['move']}")


@never_cache
@require_safe
def docx(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    return _file(pk, "docx")


@never_cache
@require_safe
def pdf(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    try:
        return _file(pk, "pdf")
    except Fault as fault:
        return _page(request, lang, pk, wrong=preview.sentence(fault, lang))


@never_cache
@require_safe
def excel(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    row, letter = _read(pk)
    return _download(sheets.workbook(letter), XLSX, f"{row.title}.xlsx") if row and letter else HttpResponse(status=404)


def _file(pk: int, form: str) -> HttpResponse:
    row, letter = _read(pk)
    if row is None or letter is None:
        return HttpResponse(status=404)
    data = typeset(letter)
    if form == "pdf":
        return _download(preview.as_pdf(data), "application/pdf", f"{row.title}.pdf", show=True)
    return _download(data, DOCX, f"{row.title}.docx")


def _read(pk: int) -> tuple[LetterRow, Letter] | tuple[None, None]:
    try:
        return store.read(pk)
    except Fault:
        return None, None


def _download(data: bytes, kind: str, name: str, *, show: bool = False) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f"{'inline' if show else 'attachment'}; filename*=UTF-8''{quote(name)}"
    return answer


def _page(request: HttpRequest, lang: str, pk: int, *, wrong: str = "", typed: dict[str, str] | None = None) -> HttpResponse:
    row, letter = _read(pk)
    if row is None or letter is None:
        return render(request, "letters/absent.html", status=404)
    people = dict(
        Account.objects.filter(pk__in=[s for s in row.steps.values_list("actor", flat=True) if s.isdecimal()]).values_list("pk", "shown")
    )
    shown = {
        "row": row,
        "line": preview.line(row, lang),
        "sheet": preview.sheet(letter, typed or {}),
        "fields": preview.fields(letter, typed or {}, lang),
        "steps": [preview.step(s, people, lang) for s in row.steps.all()],
        "way": preview.way(row.state, lang),
        "moves": store.may(row, _actor(request)),
        "has_lists": sheets.has_lists(letter),
        "can_pdf": preview.writer() is not None,
        "words": (typed or {}).get("words", ""),
        "wrong": wrong,
        "said": request.GET.get("said", "") if request.GET.get("said", "") in preview.SAID else "",
    }
    return render(request, "letters/one.html", shown, status=WRONG if wrong else 200)


def _actor(request: HttpRequest) -> Actor:
    who = acting(request)
    return Actor(who.id, who.role, who.unit, who.on_behalf_of) if who is not None else Actor("", "", "")
