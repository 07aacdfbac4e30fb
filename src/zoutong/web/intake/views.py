"""Knows the pages around the questions: start, statement, what was understood, claims, erasing, leaving, the notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.web.intake import handover, present, service
from zoutong.web.intake.answers import Mistake
from zoutong.web.intake.story import DRAFT, Story, keep, story_of

P = ParamSpec("P")
FORM_ERROR = 422


def with_story(view: Callable[Concatenate[HttpRequest, str, Story, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the story; without one, lead to the page where it begins."""

    @wraps(view)
    @never_cache
    def inner(request: HttpRequest, lang: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        story = story_of(request)
        if story is None:
            return redirect("intake:statement", lang=lang)
        return view(request, lang, story, *args, **kwargs)

    return inner


@require_safe
def start(request: HttpRequest, lang: str) -> HttpResponse:
    return render(request, "intake/start.html", {"going_on": story_of(request) is not None})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def statement(request: HttpRequest, lang: str) -> HttpResponse:
    story = story_of(request)
    if request.method != "POST":
        text = request.session.get(DRAFT) or (story.text if story else "")
        return _statement(request, text, None)
    text = request.POST.get("statement", "").replace("\x00", "").strip()
    mistake = _cannot_read(text)
    if mistake is None:
        read = service.read(text)
        kinds = {"empty": "empty", "unreadable": "unreadable", "abuse": "abuse"}
        mistake = Mistake("statement", f"statement.{kinds[read.kind]}") if read.kind in kinds else None
    if mistake is not None:
        # A language link or a reload must not lose what cannot be used yet.
        request.session[DRAFT] = text[: 4 * settings.ZOUTONG_LONGEST_STATEMENT]
        return _statement(request, text, mistake)
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    story = story or Story()
    story.understand(read, text)
    keep(request, story)
    return redirect("intake:understood", lang=lang)


def _cannot_read(text: str) -> Mistake | None:
    if not text:
        return Mistake("statement", "statement.empty")
    if len(text) > settings.ZOUTONG_LONGEST_STATEMENT:
        return Mistake("statement", "statement.too_long", {"typed": len(text), "most": settings.ZOUTONG_LONGEST_STATEMENT})
    return None


def _statement(request: HttpRequest, text: str, mistake: Mistake | None) -> HttpResponse:
    page = {"text": text, "mistake": mistake, "most": settings.ZOUTONG_LONGEST_STATEMENT, "leave": True}
    return render(request, "intake/statement.html", page, status=FORM_ERROR if mistake else 200)


@require_safe
@with_story
def understood(request: HttpRequest, lang: str, story: Story) -> HttpResponse:
    advice = service.judge(story)
    page = {
        "story": story,
        "claims": present.claims(advice.claims),
        "outside": present.only_outside(advice.claims),
        "rows": present.fact_rows(story, story.facts(), lang, answered_only=False),
        "left": len(service.open_facts(story, advice)),
        "leave": True,
    }
    return render(request, "intake/understood.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@with_story
def claims(request: HttpRequest, lang: str, story: Story) -> HttpResponse:
    known = service.served_pack().claims
    mistake = None
    chosen = list(service.judge(story, asking=False).claims)
    if request.method == "POST":
        chosen = [c for c in request.POST.getlist("claim") if c in known]
        if chosen:
            story.claims = [*(c for c in story.read_claims if c in chosen), *(c for c in chosen if c not in story.read_claims)]
            keep(request, story)
            return redirect("intake:check" if request.POST.get("from") == "check" else "intake:understood", lang=lang)
        mistake = Mistake("claim-1", "claims.none")
    page = {
        "all": sorted(known.values(), key=lambda c: (c.name not in story.read_claims, c.rank)),
        "chosen": chosen,
        "mistake": mistake,
        "came_from": request.POST.get("from") or request.GET.get("from", ""),
        "leave": True,
    }
    return render(request, "intake/claims.html", page, status=FORM_ERROR if mistake else 200)


@require_POST
@never_cache
def erase(request: HttpRequest, lang: str) -> HttpResponse:
    handover.forget(request)
    request.session.flush()
    return redirect("intake:erased", lang=lang)


@require_safe
@never_cache
def erased(request: HttpRequest, lang: str) -> HttpResponse:
    return render(request, "intake/erased.html")


@require_safe
@never_cache
def leave(request: HttpRequest, lang: str) -> HttpResponse:
    """Erase everything and go to a page that looks like nothing; only a link on our own pages may do so."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none"):
        handover.forget(request)
        request.session.flush()
    return redirect(settings.ZOUTONG_LEAVE_TO)


@require_safe
def privacy(request: HttpRequest, lang: str) -> HttpResponse:
    return render(request, "intake/privacy.html")


@require_safe
def accessibility(request: HttpRequest, lang: str) -> HttpResponse:
    return render(request, "intake/accessibility.html")
