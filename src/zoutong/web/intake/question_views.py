"""Knows the questions: one a page, why it is asked, back and forth without loss, and the list to check at the end."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from zoutong.pack.specs import FactSpec
from zoutong.web.intake import present, service
from zoutong.web.intake.answers import Control, Mistake, control, month_choices, read_answer, sent_control
from zoutong.web.intake.story import Story, keep
from zoutong.web.intake.views import FORM_ERROR, with_story

RETURNS = ("check", "understood")


@require_safe
@with_story
def onward(request: HttpRequest, lang: str, story: Story) -> HttpResponse:
    """Go to the next question, or to the list to check when there is none."""
    fact = service.next_fact(story, service.judge(story))
    return redirect("intake:question", lang=lang, fact=fact) if fact else redirect("intake:check", lang=lang)


@require_http_methods(["GET", "HEAD", "POST"])
@with_story
def question(request: HttpRequest, lang: str, story: Story, fact: str) -> HttpResponse:
    spec = service.served_pack().facts.get(fact)
    if spec is None or not spec.askable or spec.type == "object":
        raise Http404
    came_from = (request.POST if request.method == "POST" else request.GET).get("from", "")
    came_from = came_from if came_from in RETURNS else ""
    if request.method == "POST":
        given = read_answer(spec, request.POST, service.today())
        if isinstance(given, Mistake):
            return _question(request, lang, story, spec, came_from, sent_control(request.POST), given)
        note = "about" if given.about else ""
        value = given.value
        if spec.type == "list" and isinstance(value, list):
            # Her lines are read like a statement: “on 3 May I asked by message” is an event with its day, not only a sentence.
            note = "\n".join(value)
            value = service.read(note).facts.get(fact) or value
        story.answer(fact, value, note)
        keep(request, story)
        return redirect("intake:understood" if came_from == "understood" else "intake:next", lang=lang)
    known = story.facts().fact(fact)
    typed = known.source.note if known and known.source.kind == "answered" and spec.type == "list" else ""
    kept = control(
        typed or (present.events(known.value) if known and fact in story.facts() else None),
        unclear=fact in story.unclear,
        about=bool(known and known.source.note == "about"),
    )
    return _question(request, lang, story, spec, came_from, kept, None)


def _question(
    request: HttpRequest, lang: str, story: Story, spec: FactSpec, came_from: str, kept: Control, mistake: Mistake | None
) -> HttpResponse:
    before = story.before(spec.name)
    if came_from:
        back = reverse(f"intake:{came_from}", kwargs={"lang": lang})
    elif before:
        back = reverse("intake:question", kwargs={"lang": lang, "fact": before})
    else:
        back = reverse("intake:understood", kwargs={"lang": lang})
    advice = service.judge(story)
    near, far = month_choices(service.today(), kept.chosen)
    page = {
        "spec": spec,
        "because": next((a.because for a in advice.ask if a.fact == spec.name), spec.why),
        "kept": kept,
        "mistake": mistake,
        "back": back,
        "came_from": came_from,
        "left": len([n for n in service.open_facts(story, advice) if n != spec.name]),
        "new": spec.name not in story.trail,
        "near": present.by_year(near),
        "far": present.by_year(far),
        "far_open": any(m in kept.chosen for m in far),
        "is_text": spec.type in ("text", "list"),
        "is_number": spec.type in ("integer", "number", "money"),
        "suffix": present.unit(spec, lang),
        "disagrees": spec.name in story.facts().contradictory(),
        "leave": True,
    }
    return render(request, "intake/question.html", page, status=FORM_ERROR if mistake else 200)


@require_safe
@with_story
def check(request: HttpRequest, lang: str, story: Story) -> HttpResponse:
    last = story.trail[-1] if story.trail else None
    page = {
        "story": story,
        "claims": present.claims(service.judge(story, asking=False).claims),
        "rows": present.fact_rows(story, story.facts(), lang, answered_only=False),
        "back": reverse("intake:question", kwargs={"lang": lang, "fact": last})
        if last
        else reverse("intake:understood", kwargs={"lang": lang}),
        "leave": True,
    }
    return render(request, "intake/check.html", page)
