"""Knows the pages of work: today, the worklists with bulk acts and kept lists, and the search."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor, Walk
from zoutong.walk.ready import extendable
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.desk.answer_pages import sentence
from zoutong.web.desk.lists import WHEN, WHOSE, Asked, Row, found_rows, rows_of, sentence_of, steps_of
from zoutong.web.desk.models import SavedList
from zoutong.web.desk.seat import actor_of, case_url, choices_of, fresh_key, may_open, tongue_of
from zoutong.web.desk.tongue import Tongue
from zoutong.web.marks import mark_of, whole

FIRST_SHOWN, MOST_AT_ONCE = 10, 50
BULK = ("assign", "chase", "extend", "claim")
TOLD = "desk_bulk"


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of the day, with the list behind it."""

    n: str
    title: str
    url: str
    badge: str = ""
    shape: str = ""


@never_cache
@require_safe
def today(request: HttpRequest, lang: str) -> HttpResponse:
    actor, tongue, now = actor_of(request), tongue_of(lang), clock.now()
    mine = store.worklist(actor, store.Filters("mine"), size=FIRST_SHOWN)
    free = store.worklist(actor, store.Filters("lane", unclaimed=True), size=FIRST_SHOWN)
    shown = {
        "day": tongue.day(clock.today()),
        "counts": _counts(actor, tongue),
        "rows": rows_of(mine.rows, tongue, now),
        "more": f"{reverse('desk:work', kwargs={'lang': lang})}?whose=mine" if mine.next else "",
        "pool": rows_of(free.rows, tongue, now),
        "may_queue": may_open(request, "desk:queue"),
    }
    return render(request, "desk/today.html", shown)


def _counts(actor: Actor, tongue: Tongue) -> tuple[Count, ...]:
    found = store.counts(actor)
    base = reverse("desk:work", kwargs={"lang": tongue.lang})

    def one(n: int, key: str, query: dict[str, str], badge: str = "", shape: str = "") -> Count:
        return Count(f"{n}+" if n >= 1000 else str(n), tongue.say(f"desk.count.{key}"), f"{base}?{urlencode(query)}", badge, shape)

    return (
        one(found.overdue, "overdue", {"whose": "role", "when": "overdue"}, "bad", "!"),
        one(found.today, "due_today", {"whose": "role", "when": "due_today"}, "soon", "◆"),
        one(found.mine, "mine", {"whose": "mine"}),
        one(found.free, "pool", {"whose": "lane"}),
    )


@never_cache
@require_safe
def work(request: HttpRequest, lang: str) -> HttpResponse:
    actor, tongue, now = actor_of(request), tongue_of(lang), clock.now()
    asked = Asked.of(request.GET)
    page = store.worklist(actor, asked.filters(), asked.page)
    here = urlencode(asked.pairs())
    base = reverse("desk:work", kwargs={"lang": lang})
    kept = [
        {"pk": s.pk, "name": s.name, "url": f"{base}?{s.query}", "here": s.query == here and not asked.page}
        for s in SavedList.objects.filter(account=actor.id)
    ]
    bulk = bulk_of(tongue, actor)
    shown = {
        "query": None,
        "sentence": sentence_of(asked, len(page.rows), tongue, more=bool(page.next or asked.page)),
        "filters": asked,
        "whose": [(code, tongue.say(f"desk.filter.whose.{code}")) for code in WHOSE],
        "when": [(code, tongue.say(f"desk.filter.when.{code}")) for code in WHEN],
        "steps": steps_of(actor, tongue),
        "saved": kept,
        "rows": rows_of(page.rows, tongue, now),
        "selectable": any(bulk.values()),
        "bulk": bulk,
        "people": choices_of(tongue, [actor.role] if asked.whose != "all" else ()).people if bulk["assign"] else (),
        "empty": tongue.say(asked.empty_key) if tongue.knows(asked.empty_key) else tongue.say("desk.work.empty.all"),
        "after": f"{base}?{here}&page={page.next}" if page.next else "",
        "first": f"{base}?{here}" if asked.page else "",
        "asked": asked.pairs(),
        "key": fresh_key(),
        "told": _told(request, lang),
    }
    return render(request, "desk/work.html", shown)


def bulk_of(tongue: Tongue, actor: Actor) -> dict[str, bool]:
    """Tell which acts a role may do at all on many cases; each row is still looked at by itself."""
    return {kind: tongue.course.acts.get(kind, {}).get(actor.role, "no") != "no" for kind in BULK}


def _told(request: HttpRequest, lang: str) -> dict[str, object] | None:
    """Give what became of the last bulk act, once."""
    told = request.session.pop(TOLD, None)
    if told is None:
        return None
    lines = [{**line, "url": case_url(lang, line["number"]) if line["number"] else ""} for line in told]
    done = sum(line["ok"] for line in lines)
    return {"lines": lines, "done": done, "not_done": len(lines) - done}


@never_cache
@require_POST
def bulk(request: HttpRequest, lang: str) -> HttpResponse:
    """Do one act on many cases; each row tells what became of it, and a row that fails keeps no other from its turn."""
    actor, tongue, sent = actor_of(request), tongue_of(lang), request.POST
    kind, person = sent.get("kind", ""), sent.get("person", "")
    rows = [row.rpartition(".") for row in sent.getlist("row")][:MOST_AT_ONCE]
    key = mark_of(sent)
    told = []
    if kind in BULK and not (kind == "assign" and person not in tongue.people):
        told = [_one(kind, number, token, person, actor, f"{key}-{n}", tongue) for n, (number, _, token) in enumerate(rows)]
    if not told:
        why = "desk.bulk.no_person" if kind == "assign" and rows else "desk.bulk.none"
        request.session[TOLD] = [{"number": "", "ok": False, "text": tongue.say(why)}]
    else:
        request.session[TOLD] = told
    back = sent.get("back", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, {request.get_host()})
    return HttpResponseRedirect(back if ours else reverse("desk:work", kwargs={"lang": lang}))


def _one(kind: str, number: str, token: str, person: str, actor: Actor, key: str, tongue: Tongue) -> dict[str, object]:
    try:
        case = store.load(number)
        act = _act(kind, case.walk, whole(token), person, actor, key, clock.today())
        if act is None:
            return {"number": number, "ok": False, "text": tongue.say("desk.bulk.no_clock" if kind == "extend" else "desk.bulk.gone")}
        store.act(number, act, expected_revision=case.revision)
    except Fault as fault:
        return {"number": number, "ok": False, "text": sentence(fault, tongue.lang)}
    return {"number": number, "ok": True, "text": tongue.say("desk.bulk.ok")}


def _act(kind: str, walk: Walk, token: int | None, person: str, actor: Actor, key: str, on: date) -> Act | None:
    """Make the act of one row; None when there is nothing to do it on."""
    if token is None or token not in walk.tasks:
        return None
    if kind == "extend":
        strand = walk.tasks[token].strand
        running = next((c for c in walk.clocks if extendable(walk, c, on) and c.strand == strand), None)
        return Act(kind, actor, key, token, to=running.name, reason="complex") if running else None
    if kind == "assign":
        return Act(kind, actor, key, token, person=person, reason="workload")
    if kind == "chase":
        due = walk.tasks[token].due
        overdue = due is not None and due < clock.now()
        return Act(kind, actor, key, token, reason="overdue" if overdue else "near_due")
    return Act(kind, actor, key, token)


@never_cache
@require_POST
def saved_new(request: HttpRequest, lang: str) -> HttpResponse:
    """Keep the list of an address under a name; the same name again is the same list, changed."""
    asked, name = Asked.of(request.POST), request.POST.get("name", "").strip()[:40]
    query = urlencode(asked.pairs())
    if name:
        SavedList.objects.update_or_create(account=actor_of(request).id, name=name, defaults={"query": query})
    return redirect(f"{reverse('desk:work', kwargs={'lang': lang})}?{query}")


@never_cache
@require_POST
def saved_forget(request: HttpRequest, lang: str) -> HttpResponse:
    pk = whole(request.POST.get("saved", ""))
    if pk is not None:
        SavedList.objects.filter(account=actor_of(request).id, pk=pk).delete()
    return redirect("desk:work", lang=lang)


@never_cache
@require_safe
def search(request: HttpRequest, lang: str) -> HttpResponse:
    actor, tongue, now = actor_of(request), tongue_of(lang), clock.now()
    words, mark = request.GET.get("q", "").replace("\x00", "").strip()[:200], request.GET.get("page", "")[:60]
    rows: tuple[Row, ...] = ()
    following = wrong = ""
    if words:
        try:
            page = store.search(actor, words, mark)
            rows, following = found_rows(page.rows, tongue, now), page.next
        except Fault as fault:
            wrong = sentence(fault, lang)
    if len(rows) == 1 and rows[0].number == words.upper():
        return redirect(rows[0].url)
    base = f"{reverse('desk:search', kwargs={'lang': lang})}?{urlencode({'q': words})}"
    key = "desk.search.sentence_more" if following or mark else "desk.search.sentence"
    shown = {
        "query": words,
        "searched": words,
        "sentence": tongue.say(key, words=words, n=len(rows)) if rows else tongue.say("desk.search.lead"),
        "rows": rows,
        "empty": wrong or tongue.say("desk.search.not_yet" if following else "desk.search.empty", words=words),
        "after": f"{base}&page={following}" if following else "",
        "first": base if mark else "",
        "asked": (("q", words),),
        "key": fresh_key(),
    }
    return render(request, "desk/work.html", shown)
