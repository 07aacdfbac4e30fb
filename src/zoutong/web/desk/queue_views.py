"""Knows the pages of the queue: call the next visitor, take a number for somebody, the slip, and the screen in the hall."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor
from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.cases.links import picture_of, secret_of
from zoutong.web.desk.answer_pages import sentence, sorry
from zoutong.web.desk.models import Call
from zoutong.web.desk.queue import absent, called, estimate_words, hall_of
from zoutong.web.desk.seat import actor_of, fresh_key, number_steps, tongue_of
from zoutong.web.marks import mark_of, whole

WINDOW = "desk_window"
CALLED_SHOWN, NEXT_SHOWN = 4, 8
RENEWED_S = 15
"""How often the screen in the hall renews itself, by a header that needs no script."""
LINE = "A"
NO_SHOW = "no_show"
CONFLICT, LONGEST_NAME = 409, 60


@never_cache
@require_safe
def queue(request: HttpRequest, lang: str) -> HttpResponse:
    return _queue(request, lang, said=request.GET.get("said", ""), number=request.GET.get("number", ""))


def _queue(request: HttpRequest, lang: str, *, wrong: str = "", said: str = "", number: str = "", status: int = 200) -> HttpResponse:
    tongue, now = tongue_of(lang), clock.now()
    hall = hall_of(actor_of(request), tongue, now)
    channels = tongue.pack.variables["channel"].options if "channel" in tongue.pack.variables else ()
    shown = {
        "waiting": hall,
        "at_desks": hall.desks,
        "estimate": estimate_words(hall.minutes, tongue),
        "channels": [(code, tongue.of(words)) for code, words in channels],
        "window": request.session.get(WINDOW, ""),
        "key": fresh_key(),
        "wrong": wrong,
        "said": tongue.say(f"desk.queue.{said}", queue=number) if said in ("called", "skipped") else "",
    }
    return render(request, "desk/queue.html", shown, status=status)


def _row(request: HttpRequest) -> tuple[str, int]:
    """Read which number is meant: the case and its token."""
    case, _, token = request.POST.get("row", "").rpartition(".")
    found = whole(token)
    return case, -1 if found is None else found


@never_cache
@require_POST
def call(request: HttpRequest, lang: str) -> HttpResponse:
    """Call a number: the step is taken into hand, and its window stands on the screen."""
    actor = actor_of(request)
    case, token = _row(request)
    window = "".join(ch for ch in request.POST.get("window", "") if ch.isalnum())[:6]
    request.session[WINDOW] = window
    try:
        done = store.act(case, Act("claim", actor, mark_of(request.POST), token))
    except Fault as fault:
        gone = fault.code in ("case.conflict", "act.claimed", "act.in_hand", "act.token")
        return _queue(request, lang, wrong=tongue_of(lang).say("desk.queue.gone") if gone else sentence(fault, lang), status=CONFLICT)
    called(actor, case, done.run.queue, window)
    return redirect("desk:reception", lang=lang, number=case)


@never_cache
@require_POST
def skip(request: HttpRequest, lang: str) -> HttpResponse:
    """Nobody came: the step goes back to the pool, and the number stands behind those who wait."""
    actor = actor_of(request)
    case, token = _row(request)
    try:
        done = store.act(case, Act("assign", actor, mark_of(request.POST), token, role=actor.role, unit=actor.unit, reason=NO_SHOW))
    except Fault as fault:
        return _queue(request, lang, wrong=sentence(fault, lang), status=CONFLICT)
    absent(case)
    return redirect(f"{reverse('desk:queue', kwargs={'lang': lang})}?said=skipped&number={done.run.queue}")


@never_cache
@require_POST
def take(request: HttpRequest, lang: str) -> HttpResponse:
    """Take a number for somebody who stands at the counter or is on the telephone, and show the slip to print."""
    actor, sent = actor_of(request), request.POST
    tongue = tongue_of(lang)
    key = mark_of(sent) or fresh_key()
    person = {"name": sent.get("name", "").strip()[:LONGEST_NAME], "phone": sent.get("phone", "").strip()[:30]}
    codes = {code for code, _ in tongue.pack.variables["channel"].options}
    channel = sent.get("channel", "") if sent.get("channel") in codes else "counter"
    first = {"danger": True} if sent.get("danger") == "1" else {}
    try:
        opened = store.open_case(
            actor,
            {"person": {k: v for k, v in person.items() if v}},
            first,
            key,
            start=Act("start", actor, key, data=first, unit=actor.unit),
            queue=LINE,
        )
        helper = Actor(actor.id, actor.role, actor.unit, opened.walk.applicant)
        for task in opened.walk.tasks.values():
            if task.node in number_steps():
                store.act(opened.number, Act("complete", helper, f"{key}-number", task.token, {"channel": channel}))
    except Fault as fault:
        return _queue(request, lang, wrong=sentence(fault, lang), status=422)
    return redirect("desk:slip", lang=lang, number=opened.number)


@never_cache
@require_safe
def slip(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    try:
        found = store.load(number)
    except Fault as fault:
        return sorry(request, lang, fault)
    tongue, now = tongue_of(lang), clock.now()
    hall = hall_of(actor_of(request), tongue, now)
    before = next((n for n, row in enumerate(hall.rows) if row.number == number), len(hall.rows))
    link = request.build_absolute_uri(reverse("visit:case", kwargs={"lang": lang, "secret": secret_of(number)}))
    shown = {
        "queue": found.run.queue or found.number,
        "number": number,
        "before": before,
        "estimate": estimate_words(hall.minutes, tongue) if hall.minutes else "",
        "time": tongue.moment(found.walk.opened or now),
        "picture": picture_of(link),
        "address": link,
    }
    return render(request, "desk/slip.html", shown)


@never_cache
@require_safe
def hall(request: HttpRequest, lang: str) -> HttpResponse:
    """The screen in the hall: numbers only, nothing of a person; it renews itself without script."""
    tongue, now = tongue_of(lang), clock.now()
    waiting = hall_of(Actor("", "", ""), tongue, now)
    # By case, not by number of the queue: a walk has an A001 of its own.
    numbers = {d.number for d in waiting.desks}
    calls = [c for c in Call.objects.filter(day=clock.today(), here=True, done=None).order_by("-at") if c.case in numbers]
    shown = {
        "called": [{"queue": c.queue, "window": c.window} for c in calls[:CALLED_SHOWN]],
        "next": [row.queue for row in waiting.rows if row.queue][:NEXT_SHOWN],
        "waiting": len(waiting.rows),
        "estimate": estimate_words(waiting.minutes, tongue),
        "time": tongue.clock_time(now),
    }
    answer = render(request, "desk/hall.html", shown)
    answer["Refresh"] = str(RENEWED_S)
    return answer
