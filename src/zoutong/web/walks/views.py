"""Knows the pages of walks: begin at once, plan, take and swap seats, and the record of both sides on one time line."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.web import clock
from zoutong.web.cases.links import picture_of, secret_of
from zoutong.web.cases.models import Run
from zoutong.web.cases.scope import CASES, within
from zoutong.web.people.models import Account
from zoutong.web.walks import show, store
from zoutong.web.walks.models import Walking
from zoutong.web.walks.must import must_walk
from zoutong.web.walks.seat import TAKEN

WRONG = 422
FIRST = 8
"""So many lines of the must-walk list stand on the first page; all of them where a walk is planned."""


def _account(request: HttpRequest) -> Account:
    """Give who is signed in; the gate lets nobody else through."""
    if not isinstance(request.user, Account):
        raise store.no_lead()
    return request.user


@never_cache
@require_safe
def listed(request: HttpRequest, lang: str) -> HttpResponse:
    account = _account(request)
    leads = store.leads(account)
    rows = [w for w in store.listed() if leads or store.took_part(w, account)]
    must = _must(lang) if leads else []
    who = show.names()
    shown = {
        "may": leads,
        "must": must[:FIRST],
        "more": len(must) - FIRST,
        "seats": show.seats(lang),
        "going": [show.line(w, lang, who) for w in rows if w.state == "walking"],
        "planned": [show.line(w, lang, who) for w in rows if w.state == "planned"],
        "done": [show.line(w, lang, who) for w in rows if w.state in ("ended", "stopped")],
        "said": request.GET.get("said", "") if request.GET.get("said", "") in show.SAID else "",
    }
    return render(request, "walks/all.html", shown)


def _must(lang: str) -> list[tuple[str, str, str, str, str]]:
    with within(CASES):
        return [show.must(one, lang) for one in must_walk()]


@never_cache
@require_POST
def now(request: HttpRequest, lang: str) -> HttpResponse:
    """Begin a walk at once: one tap says in which seat."""
    if not store.leads(_account(request)):
        return _sorry(request, lang, store.no_lead(), 403)
    role = request.POST.get("role", "")
    kind = "rehearsal" if request.POST.get("kind") == "rehearsal" else ("in_person" if role == store.APPLICANT else "window")
    rewalk = request.POST.get("rewalk_of", "")[:64]
    try:
        row = store.plan(_account(request), kind, role, clock.today(), rewalk_of=rewalk)
        return _begin(request, lang, row)
    except Fault as fault:
        return _sorry(request, lang, fault)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, lang: str) -> HttpResponse:
    if not store.leads(_account(request)):
        return _sorry(request, lang, store.no_lead(), 403)
    typed = {name: request.POST.get(name, "") for name in ("kind", "role", "day", "consent", *store.TEXTS)}
    wrong = ""
    if request.method == "POST":
        try:
            day = date.fromisoformat(typed["day"]) if typed["day"] else None
            store.plan(
                _account(request),
                typed["kind"],
                typed["role"],
                day,
                consent=typed["consent"] == "1",
                **{n: typed[n] for n in store.TEXTS},  # type: ignore[arg-type]
            )
            return redirect(f"{reverse('walks:all', kwargs={'lang': lang})}?said=planned")
        except ValueError:
            wrong = show.words("walks.day.wrong", lang)
        except Fault as fault:
            wrong = show.sentence(fault, lang)
    elif "role" in request.GET:
        typed["role"] = request.GET["role"]
    shown = {
        "typed": typed,
        "wrong": wrong,
        "kinds": show.kinds(lang),
        "seats": show.seats(lang),
        "must": _must(lang),
        "first": clock.today() + timedelta(days=1),
    }
    return render(request, "walks/plan.html", shown, status=WRONG if wrong else 200)


@never_cache
@require_POST
def start(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    try:
        row = store.find(number)
        if not (store.leads(_account(request)) or store.took_part(row, _account(request))):
            return _sorry(request, lang, store.no_lead(), 403)
        return _begin(request, lang, row)
    except Fault as fault:
        return _sorry(request, lang, fault)


@never_cache
@require_POST
def sit(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    try:
        row = _mine(request, number)
        seat = store.sit(row, _account(request), request.POST.get("role", ""))
    except Fault as fault:
        return _sorry(request, lang, fault)
    request.session[TAKEN] = row.number
    return redirect(_screen(lang, row, seat.role))


@never_cache
@require_POST
def swap(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    try:
        row = _mine(request, number)
        seat = store.swap(row, _account(request))
    except Fault as fault:
        return _sorry(request, lang, fault)
    return redirect(_screen(lang, row, seat.role))


@never_cache
@require_POST
def end(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    try:
        row = _mine(request, number)
    except Fault as fault:
        return _sorry(request, lang, fault)
    store.end(row, stopped=request.POST.get("stop") == "1")
    with within(CASES):
        import_string(settings.WALK_ENDED)(row)
    request.session.pop(TAKEN, None)
    return redirect(reverse("walks:one", kwargs={"lang": lang, "number": row.number}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, lang: str, key: str) -> HttpResponse:
    """Let a second person join by the address or its picture: she chooses a seat that is free."""
    try:
        row = store.joined(key)
        if request.method == "POST":
            if row.state == "planned":
                store.begin(row)
            seat = store.sit(row, _account(request), request.POST.get("role", ""))
            request.session[TAKEN] = row.number
            return redirect(_screen(lang, row, seat.role))
    except Fault as fault:
        return _sorry(request, lang, fault)
    return render(
        request, "walks/join.html", {"line": show.line(row, lang), "seats": show.seats(lang), "sits": show.sitting(row, lang), "key": key}
    )


@never_cache
@require_safe
def one(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    try:
        row = store.find(number)
        if not (store.leads(_account(request)) or store.took_part(row, _account(request))):
            return _sorry(request, lang, store.no_lead(), 403)
    except Fault as fault:
        return _sorry(request, lang, fault)
    link = request.build_absolute_uri(reverse("walks:join", kwargs={"lang": lang, "key": row.secret}))
    kept = store.record(row)
    shown = {
        "line": show.line(row, lang),
        "row": row,
        "sheet": show.sheet(kept, lang),
        "sits": show.sitting(row, lang),
        "free": show.free(row, lang),
        "going": row.state in ("planned", "walking"),
        "link": link,
        "picture": picture_of(link),
        **_more(row, lang),
        "here": request.session.get(TAKEN) == row.number,
    }
    return render(request, "walks/one.html", shown)


def _more(row: Walking, lang: str) -> dict[str, object]:
    """Give what other apps know of a walk: findings and comparison."""
    with within(CASES):
        return dict(import_string(settings.WALK_SHOWN)(row, lang))


def _mine(request: HttpRequest, number: str) -> Walking:
    row = store.find(number)
    if not store.took_part(row, _account(request)):
        raise store.no_lead()
    if row.state in ("ended", "stopped"):
        raise store.over()
    return row


def _begin(request: HttpRequest, lang: str, row: Walking) -> HttpResponse:
    seat = store.start(row, _account(request))
    request.session[TAKEN] = row.number
    # A story of an earlier walk, or of her own, is not this applicant's.
    request.session.pop("story", None)
    return redirect(_screen(lang, row, seat.role))


def _screen(lang: str, row: Walking, role: str) -> str:
    """Give the real screen at which a seat begins."""
    if role != store.APPLICANT:
        return reverse("desk:queue" if role == "receptionist" else "desk:work", kwargs={"lang": lang})
    if Run.every.filter(walk=row.number).exists():
        return reverse("visit:case", kwargs={"lang": lang, "secret": secret_of(row.number)})
    return reverse("intake:start", kwargs={"lang": lang})


def _sorry(request: HttpRequest, lang: str, fault: Fault, status: int = 0) -> HttpResponse:
    code = status or (404 if fault.code == "walks.absent" else 409)
    return render(request, "walks/sorry.html", {"text": show.sentence(fault, lang)}, status=code)
