"""Knows the pages of items: the table and the board, one item with its moves, and a new one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.improve import Mover, allowed
from zoutong.improve.alike import alike, recurrences
from zoutong.improve.candidate import Candidate
from zoutong.improve.item import KINDS, OPEN, STATES, Item
from zoutong.improve.moves import RULES
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.ledger import forms, show, store
from zoutong.web.ledger.words import Tongue
from zoutong.web.marks import whole
from zoutong.web.people.acting import acting
from zoutong.web.people.table import may

WRONG, CONFLICT = 422, 409
TYPED = frozenset({"leader", "measure_now", "measure_lasting", "before", "after"})
WHOSE = ("all", "ours", "late")


def mover_of(request: HttpRequest) -> Mover:
    """Give who looks; from a seat of a walk nobody may move anything, for the ledger is real and the seat is not."""
    who = acting(request)
    seated = getattr(request, "walk_seat", None) is not None
    return Mover("", "", "") if who is None or seated else Mover(who.id, who.role, who.unit)


def writer_of(request: HttpRequest) -> Mover:
    """Give who writes; Fault ``item.seat`` from a seat of a walk."""
    who = mover_of(request)
    if not who.id:
        raise Fault(
            "item.seat",
            Words("您正坐在走流程的座位上，台账不能从这里动。", "You sit in a seat of a walk: the ledger cannot be changed from there."),
            cure=Words("请先离开座位。", "Leave the seat first."),
        )
    return who


def sentence(fault: Fault, lang: str) -> str:
    return f"{fault.what.in_language(lang)}{' ' if lang == 'en' else ''}{fault.cure.in_language(lang) if fault.cure else ''}"


@never_cache
@require_safe
def listed(request: HttpRequest, lang: str) -> HttpResponse:
    tongue, today = Tongue.of(lang), clock.today()
    who = mover_of(request)
    state, kind, whose = (request.GET.get(n, "") for n in ("state", "kind", "whose"))
    states = (state,) if state in STATES else tuple(sorted(OPEN)) if state != "every" else ()
    as_board = request.GET.get("view") == "board"
    if as_board:
        states = ()
    wanted = store.Filters(states, kind if kind in KINDS else "", who.unit if whose == "ours" else "", today if whose == "late" else None)
    page = max(whole(request.GET.get("page", "1")) or 1, 1)
    found = store.items(wanted, 0 if as_board else page)
    shown = {
        "view": "board" if as_board else "table",
        "lines": [show.line(i, tongue, today) for i in found],
        "board": show.board(found, tongue, today) if as_board else [],
        "states": [
            ("", tongue.say("ledger.filter.open")),
            ("every", tongue.say("ledger.filter.every")),
            *((s, tongue.state(s)) for s in STATES),
        ],
        "kinds": [("", tongue.say("ledger.filter.kinds")), *((k, tongue.kind(k)) for k in KINDS)],
        "whoses": [(w, tongue.say(f"ledger.whose.{w}")) for w in WHOSE],
        "asked": {"state": state, "kind": kind, "whose": whose or "all"},
        "count": tongue.say("ledger.count", n=store.count(wanted)),
        "page": page,
        "more": len(found) == store.PAGE and not as_board,
        "alike": alike(store.items(store.Filters(tuple(sorted(OPEN))))) if not as_board else (),
        "demo": store.demo_numbers(),
    }
    return render(request, "ledger/all.html", shown)


@never_cache
@require_safe
def one(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    return page_of(request, lang, number)


def page_of(request: HttpRequest, lang: str, number: str, *, wrong: str = "", status: int = 200) -> HttpResponse:
    """Show an item; after a move that was refused, with its sentence and everything typed."""
    try:
        item = store.item(number)
    except Fault as fault:
        return render(request, "ledger/absent.html", {"wrong": sentence(fault, lang)}, status=404)
    tongue, who = Tongue.of(lang), mover_of(request)
    tried = request.POST.get("kind", "") if wrong else ""
    made = [forms.form_of(k, tongue, item, request.POST if k == tried else None) for k in allowed(item, who, clock.now())]
    made = [forms.form_without(f, "source") if f.kind == "measure" else f for f in made]
    same = [s for s in alike(store.items(store.Filters(tuple(sorted(OPEN))))) if any(i.number == number for i in s.items)]
    back = [s for s in recurrences(store.items()) if any(i.number == number for i in s.items)]
    shown = {
        "item": item,
        "line": show.line(item, tongue, clock.today()),
        "road": show.road(item, tongue),
        "facts": facts(item, tongue),
        "forms": [f for f in made if f.kind not in ("reply", "publish", "measure", "chase")],
        "others": [f for f in made if f.kind in ("reply", "publish", "measure", "chase")],
        "history": show.history(store.events(number), tongue),
        "replies": [(tongue.role(r.role), tongue.unit(r.unit), tongue.say(f"ledger.accepts.{'yes' if r.accepts else 'no'}"), r.text,
                     tongue.at(r.at)) for r in item.replies],
        "same": [i for s in same for i in s.items if i.number != number],
        "recurring": [i for s in back for i in s.items if i.number != number],
        "wrong": wrong,
        "said": request.GET.get("said", "") if request.GET.get("said", "") in RULES else "",
        "may_write": may("letters:new", who.role),
        "demo": number in store.demo_numbers(),
    }  # fmt: skip
    return render(request, "ledger/one.html", shown, status=status)


def facts(item: Item, tongue: Tongue) -> list[tuple[str, str, bool]]:
    """Lay out what is known of an item, each with its name, and whether people typed it; the unknown is told as unknown."""
    unknown = tongue.say("ledger.unknown")
    return [
        (tongue.say(f"ledger.field.{name}"), text or unknown, bool(text) and name in TYPED)
        for name, text in (
            ("kind", tongue.kind(item.kind) if item.kind else ""),
            ("cause", f"{tongue.cause(item.cause)} · {tongue.cause_class(item.cause)}" if item.cause else ""),
            ("step", tongue.step(item.step) if item.step else ""),
            ("source", tongue.say(f"ledger.source.{item.source}") if item.source else ""),
            ("harmed", tongue.say(f"ledger.harmed.{item.harmed}") if item.harmed in forms.HARMED else item.harmed),
            ("cases", tongue.few(item.cases)),
            ("severity", tongue.say(f"ledger.severity.{item.severity}") if item.severity else ""),
            ("lead", tongue.unit(item.lead) if item.lead else ""),
            ("support", tongue.say("ledger.comma").join(tongue.unit(u) for u in item.support)),
            ("leader", tongue.people.get(item.leader, "")),
            ("measure_now", item.measure_now),
            ("measure_lasting", item.measure_lasting),
            ("before", tongue.figure(item.before) if item.before else ""),
            ("after", tongue.figure(item.after) if item.after else ""),
            ("rewalk", item.rewalk and f"{item.rewalk} · {tongue.say('ledger.passed.yes' if item.rewalk_passed else 'ledger.passed.no')}"),
        )
    ]


@never_cache
@require_POST
def move(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    kind = request.POST.get("kind", "")
    try:
        data = forms.read(kind, request.POST)
        store.move(number, kind, writer_of(request), data, request.POST.get("reason", ""), whole(request.POST.get("revision", "")))
    except Fault as fault:
        return page_of(request, lang, number, wrong=sentence(fault, lang), status=CONFLICT if fault.code == "item.conflict" else WRONG)
    return redirect(f"{reverse('ledger:one', kwargs={'lang': lang, 'number': number})}?said={kind}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, lang: str) -> HttpResponse:
    tongue, wrong = Tongue.of(lang), ""
    if request.method == "POST":
        try:
            data = forms.read("new", request.POST)
            empty = Candidate(str(data.get("source", "visit")), "", "leader", "", "", "", "", (), "", "", "")
            item = store.register(empty, writer_of(request), data)
        except Fault as fault:
            wrong = sentence(fault, lang)
        else:
            return redirect(f"{reverse('ledger:one', kwargs={'lang': lang, 'number': item.number})}?said=register")
    form = forms.form_of("new", tongue, None, request.POST if request.method == "POST" else None)
    return render(request, "ledger/new.html", {"form": form, "wrong": wrong}, status=WRONG if wrong else 200)
