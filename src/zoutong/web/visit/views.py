"""Knows the pages of the visitor's own case: hand in, where it is, add a paper, withdraw, rate."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from secrets import token_urlsafe

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.intake.keeping import pack_facts
from zoutong.kernel.error import Fault
from zoutong.walk import Act, Actor
from zoutong.web import clock, served
from zoutong.web.cases import filing, store
from zoutong.web.cases.links import number_of, picture_of, secret_of
from zoutong.web.cases.services import variables_of
from zoutong.web.catalogue import say
from zoutong.web.intake import service
from zoutong.web.intake.answers import Mistake
from zoutong.web.intake.story import Story, story_of
from zoutong.web.marks import mark_of
from zoutong.web.visit.show import may_rate, page_of
from zoutong.web.visit.turn import Turn, hall_words, lacking, read_turn, turns_of

FORM_ERROR = 422
WAYS = ("call", "text", "none")
LEVELS = ("5", "4", "3", "2", "1")
PARTS = ("efficiency", "skill", "attitude", "guidance")
TELEPHONE = re.compile(r"[+]?[\d\-() ]{5,30}", re.ASCII)
LONGEST_NAME = 60
APPLICANT = "applicant"
LONGEST_WORDS = 2000
WINDOW = "window"
"""The unit that takes in what comes over the net."""


def newcomer(key: str) -> Actor:
    """Name a person who hands in: she has no account; the mark of her form is her code, so that a form sent twice is one person."""
    return Actor("p" + hashlib.sha256(key.encode()).hexdigest()[:16], APPLICANT, "")


def applicant(found: store.Case) -> Actor:
    """Name the person whose case it is."""
    return Actor(found.walk.applicant, APPLICANT, "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, lang: str) -> HttpResponse:
    story = story_of(request)
    # Sharing is agreed to by the person, never ticked for her beforehand.
    typed = {"contact": "call", "share": "", "key": token_urlsafe(12)}
    if request.method != "POST":
        return _hand_in(request, typed, story, None)
    typed = {name: request.POST.get(name, "").replace("\x00", "").strip() for name in ("name", "phone", "contact", "share", "key")}
    mistake = _cannot_take(typed)
    if mistake is not None:
        return _hand_in(request, typed, story, mistake)
    case = _open(story, typed)
    request.session["case"] = case.number
    return redirect(f"{reverse('visit:case', kwargs={'lang': lang, 'secret': secret_of(case.number)})}?done=new")


def _cannot_take(typed: Mapping[str, str]) -> Mistake | None:
    if len(typed["name"]) > LONGEST_NAME:
        return Mistake("name", "visit.name.long")
    if typed["phone"] and not TELEPHONE.fullmatch(typed["phone"]):
        return Mistake("phone", "visit.phone.wrong")
    return None


def _open(story: Story | None, typed: Mapping[str, str]) -> store.Case:
    """Open the case: what she told goes into the encrypted dossier, only codes into the process."""
    said = {"name": typed["name"], "phone": typed["phone"]}
    contact = {"way": typed["contact"] if typed["contact"] in WAYS else "call"}
    dossier: dict[str, object] = {"person": {k: v for k, v in said.items() if v}, "contact": contact}
    data: dict[str, object] = {"consent_share": typed["share"] == "1"}
    if story is not None:
        dossier |= {"statement": story.text, "facts": pack_facts(story.facts())}
        data |= {k: v for k, v in variables_of(service.judge(story, asking=False)).items() if k == "claims"}
    key = mark_of(typed) or token_urlsafe(12)
    person = newcomer(key)
    opened = store.open_case(person, dossier, {}, key, start=Act("start", person, key, data=data, unit=WINDOW), queue="A")
    # Handing in over the net is taking a number: the step is hers, and it is done.
    number = next((task.token for task in opened.walk.tasks.values() if task.node == "take_number"), None)
    if number is None:
        return opened
    return store.act(opened.number, Act("complete", person, f"{key}-number", number, {"channel": "online"}))


def _hand_in(request: HttpRequest, typed: Mapping[str, str], story: Story | None, mistake: Mistake | None) -> HttpResponse:
    page = {"typed": typed, "told": story is not None, "ways": WAYS, "key": typed["key"], "mistake": mistake, "leave": True}
    if mistake is not None:
        page["mistake_words"] = say(request.path.split("/")[1], mistake.key)
    return render(request, "visit/hand_in.html", page, status=FORM_ERROR if mistake else 200)


def _case(secret: str) -> store.Case | None:
    """Give the case that an address opens; None for a wrong address and for a case that was erased."""
    number = number_of(secret)
    try:
        found = store.load(number) if number else None
    except Fault:
        return None
    return found if found is not None and found.run.erased_at is None else None


def _absent(request: HttpRequest) -> HttpResponse:
    return render(request, "visit/none.html", status=404)


@never_cache
@require_safe
def case(request: HttpRequest, lang: str, secret: str) -> HttpResponse:
    found = _case(secret)
    if found is None:
        return _absent(request)
    done = request.GET.get("done", "")
    return _page(request, lang, secret, found, done if done in ("new", "paper", "waiting", "withdrawn", "rated", "answered") else "", None)


def _page(
    request: HttpRequest,
    lang: str,
    secret: str,
    found: store.Case,
    done: str,
    wrong: tuple[str, str] | None,
    turn: Turn | None = None,
) -> HttpResponse:
    link = request.build_absolute_uri(reverse("visit:case", kwargs={"lang": lang, "secret": secret}))
    papers = filing.shown(found.number, lang)
    page = {
        "c": page_of(found.walk, store.events(found.number), served.pack(), lang, clock.today(), queue=found.run.queue, papers=papers),
        "secret": secret,
        "turns": [turn if turn is not None and t.token == turn.token else t for t in turns_of(found.walk, lang)],
        "hall": hall_words(found, lang),
        "lacking": lacking(found.walk, lang),
        "link": link,
        "qr": picture_of(link),
        "done": done,
        "key": token_urlsafe(12),
        "most": filing.most_megabytes(),
        "leave": True,
    }
    if wrong is not None:
        page |= {"mistake": {"field": wrong[0]}, "mistake_words": wrong[1]}
    return render(request, "visit/case.html", page, status=FORM_ERROR if wrong else 200)


@never_cache
@require_POST
def paper(request: HttpRequest, lang: str, secret: str) -> HttpResponse:
    """Take in one paper; what cannot be taken is told in a sentence, and the case goes on."""
    found = _case(secret)
    if found is None:
        return _absent(request)
    sent = request.FILES.get("paper")
    if sent is None:
        return _page(request, lang, secret, found, "", ("paper", say(lang, "mine.add.none")))
    which = request.POST.get("which", "")
    which = which if which in dict(lacking(found.walk, lang)) else ""
    try:
        state = filing.take_in(found.number, applicant(found), sent, key=mark_of(request.POST), paper=which)
    except Fault as fault:
        words = fault.what.in_language(lang) + (fault.cure.in_language(lang) if fault.cure else "")
        return _page(request, lang, secret, found, "", ("paper", words))
    return _back(lang, secret, "waiting" if state == "waiting" else "paper")


@never_cache
@require_POST
def answer(request: HttpRequest, lang: str, secret: str) -> HttpResponse:
    """Take in what she answers to a step of her own."""
    found = _case(secret)
    if found is None:
        return _absent(request)
    turn = next((t for t in turns_of(found.walk, lang) if str(t.token) == request.POST.get("token", "")), None)
    if turn is None:
        return _page(request, lang, secret, found, "", ("way", say(lang, "mine.turn.gone")))
    act, filled = read_turn(turn, request.POST, found.walk, applicant(found), mark_of(request.POST), lang)
    if act is None:
        wrong = next(f for f in filled.fields if f.mistake)
        return _page(request, lang, secret, found, "", (f"turn-{turn.token}", wrong.mistake), filled)
    return _do(request, lang, secret, found, act, "answered")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, lang: str, secret: str) -> HttpResponse:
    found = _case(secret)
    if found is None:
        return _absent(request)
    reasons = [reason for reason in served.pack().reasons.values() if "withdraw" in reason.acts]
    page: dict[str, object] = {"secret": secret, "reasons": reasons, "key": token_urlsafe(12), "leave": True}
    if request.method != "POST":
        return render(request, "visit/withdraw.html", page)
    chosen = request.POST.get("reason", "")
    if chosen not in {reason.name for reason in reasons}:
        page |= {"mistake": {"field": f"reason-{reasons[0].name}"}, "mistake_words": say(lang, "withdraw.choose")}
        return render(request, "visit/withdraw.html", page, status=FORM_ERROR)
    act = Act("withdraw", applicant(found), mark_of(request.POST), reason=chosen)
    return _do(request, lang, secret, found, act, "withdrawn")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: HttpRequest, lang: str, secret: str) -> HttpResponse:
    found = _case(secret)
    if found is None:
        return _absent(request)
    if not may_rate(found.walk):
        return redirect("visit:case", lang=lang, secret=secret)
    typed = {"level": request.POST.get("level", ""), "words": request.POST.get("words", "").replace("\x00", "").strip()[:LONGEST_WORDS]}
    page: dict[str, object] = {"secret": secret, "levels": LEVELS, "parts": PARTS, "typed": typed, "key": token_urlsafe(12), "leave": True}
    if request.method != "POST":
        return render(request, "visit/rate.html", page)
    if typed["level"] not in LEVELS:
        page |= {"mistake": {"field": "level-5"}, "mistake_words": say(lang, "rate.choose")}
        return render(request, "visit/rate.html", page, status=FORM_ERROR)
    parts = {part: int(request.POST[part]) for part in PARTS if request.POST.get(part) in LEVELS}
    act = Act("rate", applicant(found), mark_of(request.POST), data={"level": int(typed["level"]), **parts})
    return _do(request, lang, secret, found, act, "rated", note=typed["words"])


def _do(request: HttpRequest, lang: str, secret: str, found: store.Case, act: Act, done: str, note: str = "") -> HttpResponse:
    """Do an act for the visitor; why it cannot be done is a sentence on her page."""
    try:
        store.act(found.number, act, expected_revision=found.revision, dossier_change={"note": note} if note else None)
    except Fault as fault:
        words = fault.what.in_language(lang) + (fault.cure.in_language(lang) if fault.cure else "")
        return _page(request, lang, secret, store.load(found.number), "", ("keep", words))
    return _back(lang, secret, done)


def _back(lang: str, secret: str, done: str) -> HttpResponse:
    return redirect(f"{reverse('visit:case', kwargs={'lang': lang, 'secret': secret})}?done={done}")
