"""Knows the pages of special work plans: the list, one plan with its tasks, its consultation and its table of answers."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zoutong.improve import plan as drafting
from zoutong.improve.plan import ANSWERS, Opinion, Plan, Task
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.ledger import plans
from zoutong.web.ledger.views import WRONG, sentence, writer_of
from zoutong.web.ledger.words import Tongue
from zoutong.web.marks import whole


def _text(typed: QueryDict, name: str) -> str:
    return typed.get(name, "").replace("\x00", "").strip()[:2000]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def listed(request: HttpRequest, lang: str) -> HttpResponse:
    tongue, wrong = Tongue.of(lang), ""
    if request.method == "POST":
        items = tuple(dict.fromkeys(_text(request.POST, "items").split()))
        plan = Plan(_text(request.POST, "title"), items, _text(request.POST, "basis"), _text(request.POST, "goals"))
        try:
            number = plans.begin(plan, writer_of(request))
        except Fault as fault:
            wrong = sentence(fault, lang)
        else:
            return redirect("ledger:plan", lang=lang, pk=number)
    shown = {
        "plans": [(n, p.title, tongue.say(f"ledger.plan.{p.state}"), len(p.tasks), tongue.day(p.closes)) for n, p, _ in plans.all_plans()],
        "typed": request.POST,
        "wrong": wrong,
    }
    return render(request, "ledger/plans.html", shown, status=WRONG if wrong else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    tongue, wrong = Tongue.of(lang), ""
    if request.method == "POST":
        try:
            writer_of(request)
            plans.change(pk, whole(request.POST.get("revision", "")), lambda plan: _changed(plan, request.POST))
        except Fault as fault:
            wrong = sentence(fault, lang)
        else:
            return redirect(f"{reverse('ledger:plan', kwargs={'lang': lang, 'pk': pk})}?said=1")
    try:
        plan, revision = plans.one(pk)
    except Fault as fault:
        return render(request, "ledger/absent.html", {"wrong": sentence(fault, lang)}, status=404)
    left = (plan.closes - clock.today()).days if plan.closes else 0
    shown = {
        "number": pk,
        "plan": plan,
        "revision": revision,
        "state": tongue.say(f"ledger.plan.{plan.state}"),
        "clock": tongue.say("ledger.plan.left", n=left, day=tongue.day(plan.closes)) if plan.state == "consulting" and left >= 0 else "",
        "tasks": [(t, tongue.unit(t.lead), tongue.unit(t.support)) for t in plan.tasks],
        "opinions": [(n, o, tongue.say(f"ledger.answer.{o.answer or 'none'}")) for n, o in enumerate(plan.opinions)],
        "answers": [(a, tongue.say(f"ledger.answer.{a}")) for a in ANSWERS],
        "units": [(code, tongue.words(words)) for code, words in tongue.units.items()],
        "today": clock.today().isoformat(),
        "earliest": date.fromordinal(clock.today().toordinal() + drafting.CONSULT_DAYS).isoformat(),
        "typed": request.POST if wrong else {},
        "wrong": wrong,
        "said": request.GET.get("said") == "1",
    }
    return render(request, "ledger/plan.html", shown, status=WRONG if wrong else 200)


def _day(typed: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(typed.get(name, ""))
    except ValueError as wrong:
        raise Fault("plan.day", Words("日期读不出来。", "The date cannot be read."), cure=Words("请选日期。", "Choose a date.")) from wrong


def _changed(plan: Plan, typed: QueryDict) -> Plan:
    """Make the change that a form asks for; Fault ``plan.…``."""
    asked = typed.get("change", "")
    if asked == "task":
        names = ("what", "lead", "support", "due", "outcome", "items")
        return drafting.add_task(plan, Task(*(_text(typed, n) for n in names)))
    if asked == "consult":
        return drafting.consult(plan, clock.today(), _day(typed, "closes"))
    if asked == "hear":
        return drafting.hear(plan, Opinion(_text(typed, "group"), _text(typed, "text")), clock.today())
    if asked == "answer":
        number = whole(typed.get("opinion", ""))
        return drafting.answer(plan, -1 if number is None else number, typed.get("answer", ""), _text(typed, "reason"))
    if asked == "settle":
        return drafting.settle(plan, clock.today())
    raise Fault(
        "plan.change", Words("没有这种操作。", "There is no such change."), cure=Words("请用页面上的按钮。", "Use a button of the page.")
    )
