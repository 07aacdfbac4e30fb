"""Knows the pages of the recorder: the phone page, the taps that come in, the list of walks, and the pictures for touchpoints."""

from __future__ import annotations

import json
import uuid
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.web import clock, served
from zoutong.web.cases.links import picture_of
from zoutong.web.catalogue import catalogue, say
from zoutong.web.desk.seat import actor_of
from zoutong.web.people.models import Account
from zoutong.web.recorder import store
from zoutong.web.recorder.guide import guide_of, known_steps
from zoutong.web.recorder.guide import touchpoints as places
from zoutong.web.recorder.models import Tap
from zoutong.web.recorder.screen import device_of, screen, state_of
from zoutong.web.walks import store as walks

FORM_ERROR = 422
CODES = {"tap.walk": 404, "tap.part": 403}


@never_cache
@require_safe
def every(request: HttpRequest, lang: str) -> HttpResponse:
    """List the walks that are under way, the newest first; with one only there is nothing to choose."""
    step = request.GET.get("step", "")
    return render(request, "recorder/all.html", {"walks": _open_walks(request, lang), "step": step if step in known_steps() else ""})


def _takes_part(request: HttpRequest, number: str) -> bool:
    return isinstance(request.user, Account) and walks.takes_part(number, request.user)


def _seat(request: HttpRequest, number: str) -> str:
    """Give the seat in which she sits on this walk; the visitor's is one too, though no post goes with it."""
    seat = getattr(request, "walk_seat", None)
    return seat.role if seat is not None and seat.walk == number else ""


def _seat_page(request: HttpRequest, number: str) -> str:
    """Give the page of the seat from which she came, so that she goes on where she was; "" when she came from elsewhere."""
    came = urlsplit(request.headers.get("Referer", ""))
    of_house = came.netloc != request.get_host() or "/recorder/" in came.path or "/staff/" in came.path
    return "" if of_house or not _seat(request, number) or "X-Recorder" in request.headers else came.path


def _check(request: HttpRequest, number: str) -> None:
    """Refuse whoever has no part in a walk. Fault ``tap.walk|part``."""
    store.walk_of(number)
    if not _takes_part(request, number):
        raise Fault("tap.part", catalogue()["recorder.wrong.part"], cure=catalogue()["recorder.wrong.part.cure"])


def _open_walks(request: HttpRequest, lang: str) -> list[dict[str, str]]:
    return [
        {"number": walk.number, "title": served.course_version(walk.version).title(walk.process).in_language(lang), "mode": walk.mode}
        for walk in store.under_way()
        if _takes_part(request, walk.number)
    ]


@never_cache
@require_safe
def page(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    return _page(request, lang, number)


def _page(request: HttpRequest, lang: str, number: str, wrong: str = "", status: int = 200) -> HttpResponse:
    try:
        _check(request, number)
        shown = screen(number, actor_of(request), lang, request.GET.get("step", "") or request.POST.get("step", ""), _seat(request, number))
        if request.headers.get("X-Recorder") == "keep":
            # A page that a phone keeps says nothing of what was tapped: it may be looked at by whoever holds the phone.
            shown |= {"said": [], "findings": 0}
    except Fault as fault:
        return _sorry(request, lang, fault)
    answer = render(
        request,
        "recorder/page.html",
        {**shown, "wrong": wrong, "seat_page": _seat_page(request, number), "key": str(uuid.uuid4())},
        status=status,
    )
    # By this mark the service worker knows a page that it may keep, from a sign-in page or a sentence of regret.
    answer["X-Recorder"] = "page" if status == 200 else "mistake"
    return answer


def _sorry(request: HttpRequest, lang: str, fault: Fault) -> HttpResponse:
    return render(request, "recorder/sorry.html", {"what": fault.what, "cure": fault.cure}, status=CODES.get(fault.code, FORM_ERROR))


@never_cache
@require_safe
def state(request: HttpRequest, lang: str, number: str) -> JsonResponse:
    """Tell a page that is open where the live walk stands, and give it a fresh mark against forged forms."""
    try:
        _check(request, number)
        guide = guide_of(store.walk_of(number))
        return JsonResponse({**state_of(guide, lang), "guard": get_token(request), "account": actor_of(request).id})
    except Fault as fault:
        return JsonResponse({"wrong": fault.what.in_language(lang)}, status=CODES.get(fault.code, 404))


@never_cache
@require_POST
def batch(request: HttpRequest, lang: str, number: str) -> JsonResponse:
    """Take in a batch of taps; the answer names those that the device may forget."""
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError):
        sent = None
    if not isinstance(sent, dict) or not isinstance(sent.get("taps"), list):
        return JsonResponse({"wrong": say(lang, "recorder.wrong.batch")}, status=400)
    try:
        _check(request, number)
        if sent.get("account") != actor_of(request).id:
            return _other_person(lang)
        taken = store.take_in(number, actor_of(request), sent["taps"], sent.get("sent"))
    except Fault as fault:
        return JsonResponse({"wrong": fault.what.in_language(lang)}, status=CODES.get(fault.code, 400))
    return JsonResponse({"kept": taken.kept, "refused": [{"uuid": u, "wrong": f.what.in_language(lang)} for u, f in taken.refused]})


def _other_person(lang: str) -> JsonResponse:
    """Refuse taps of somebody else who used this phone before: they wait there until she signs in again."""
    return JsonResponse({"wrong": say(lang, "recorder.wrong.person")}, status=409)


@never_cache
@require_POST
def photo(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """Take in one photo: from the queue of a device (which asks for JSON), or from the plain form."""
    of_queue = "tap" in request.POST
    actor, file = actor_of(request), request.FILES.get("file")
    try:
        _check(request, number)
        if of_queue and request.POST.get("account") != actor.id:
            return _other_person(lang)
        if file is None:
            raise Fault("tap.photo", catalogue()["recorder.wrong.no_file"])
        sent = json.loads(request.POST["tap"]) if of_queue else _form_tap(request, lang, number, actor.id, "photo", "")
        kept = store.take_photo(number, actor, sent, file, _whole(request.POST.get("sent", "")))
    except ValueError:
        return JsonResponse({"wrong": say(lang, "recorder.wrong.batch")}, status=400)
    except Fault as fault:
        if of_queue:
            return JsonResponse({"wrong": fault.what.in_language(lang)}, status=403 if fault.code == "tap.part" else FORM_ERROR)
        if fault.code in CODES:
            return _sorry(request, lang, fault)
        return _page(request, lang, number, fault.what.in_language(lang), FORM_ERROR)
    return JsonResponse({"kept": [kept], "refused": []}) if of_queue else _back(lang, number, request)


@never_cache
@require_POST
def tap(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """Take in one tap from the plain form, where the page's own program does not run."""
    actor = actor_of(request)
    kind, _, value = request.POST.get("press", "").partition(":")
    try:
        _check(request, number)
        taken = store.take_in(number, actor, [_form_tap(request, lang, number, actor.id, kind, value)])
    except Fault as fault:
        return _sorry(request, lang, fault)
    if taken.refused:
        return _page(request, lang, number, taken.refused[0][1].what.in_language(lang), FORM_ERROR)
    return _back(lang, number, request)


def _form_tap(request: HttpRequest, lang: str, number: str, account: str, kind: str, value: str) -> dict[str, object]:
    """Make a tap of what the form sent; the hidden key is its uuid, so that a form sent twice is one tap."""
    step = request.POST.get("step", "")
    quote = request.POST.get("other" if kind == "paper" else "quote", "") if value == "other" or kind not in ("paper", "word") else ""
    if kind == "word":
        quote, value = _sentence(number, step, value, lang), ""
    elif kind == "mood":
        quote = ""
    device, now = device_of(account), clock.micros(clock.now())
    last = Tap.every.filter(device=device).order_by("-counter").values_list("counter", flat=True).first()
    return {
        "uuid": request.POST.get("key", ""), "device": device, "counter": 0 if last is None else last + 1, "at": now // 1000,
        "step": step, "role": _seat(request, number), "kind": kind, "value": value, "quote": quote,
    }  # fmt: skip


def _sentence(number: str, step: str, place: str, lang: str) -> str:
    """Give the sentence that was pressed, in the language in which it stood on the page; "" when the step has no such sentence."""
    guide = guide_of(store.walk_of(number))
    found = next((s.sentences for s in guide.steps if s.name == step), ())
    return found[int(place)].in_language(lang) if place.isdecimal() and len(place) < 4 and int(place) < len(found) else ""


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 16 else None


def _back(lang: str, number: str, request: HttpRequest) -> HttpResponse:
    url = reverse("recorder:page", kwargs={"lang": lang, "number": number})
    step = request.POST.get("step", "")
    return redirect(f"{url}?step={step}#said" if step in known_steps() else f"{url}#said")


@never_cache
@require_safe
def at_touchpoint(request: HttpRequest, lang: str, step: str) -> HttpResponse:
    """Go on with the walk that this person recorded last, at the step whose picture was scanned; let her choose when there is none."""
    if step not in known_steps():
        raise Http404
    mine = Tap.every.filter(account=actor_of(request).id).exclude(mode="case").order_by("-received").first()
    going = [w["number"] for w in _open_walks(request, lang)]
    number = mine.number if mine is not None and mine.number in going else going[0] if len(going) == 1 else ""
    url = reverse("recorder:page", kwargs={"lang": lang, "number": number}) if number else reverse("recorder:all", kwargs={"lang": lang})
    return redirect(f"{url}?step={step}")


@never_cache
@require_safe
def touchpoints(request: HttpRequest, lang: str) -> HttpResponse:
    """Give a sheet to print: one picture for each step, to be put up where the step happens."""
    sheets = []
    for step, title, process in places():
        address = request.build_absolute_uri(reverse("recorder:at", kwargs={"lang": lang, "step": step}))
        sheets.append({"title": title.in_language(lang), "process": process.in_language(lang), "picture": picture_of(address)})
    return render(request, "recorder/touchpoints.html", {"sheets": sheets})


@require_safe
def worker(request: HttpRequest, lang: str) -> HttpResponse:
    """Give the program that answers without a signal, from below the addresses of the recorder: it can reach no others."""
    answer = HttpResponse(_program(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@cache
def _program() -> str:
    found = finders.find("built/recorder-worker.js")
    if found is None:
        raise Http404
    return Path(str(found)).read_text(encoding="utf-8")
