"""Knows the pages that belong to no task: a wrong address, a stale form, a failure, the pulse, and what robots may read."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from zoutong import __version__
from zoutong.web.language import language_of


@require_safe
@vary_on_headers("Accept-Language")
def front(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the start page in a language that she reads."""
    return redirect(f"/{language_of(request)}/")


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell a watcher whether the pages and the database work; old sessions are erased on the way."""
    try:
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
    except DatabaseError:
        return JsonResponse({"status": "error", "database": "unreachable", "version": __version__}, status=503)
    return JsonResponse({"status": "ok", "version": __version__})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read the start page and the notices; what a person said is nobody else's."""
    rules = "User-agent: *\nAllow: /zh/$\nAllow: /en/$\nAllow: /*/privacy\nAllow: /*/accessibility\nAllow: /static/\nDisallow: /\n"
    return HttpResponse(rules, content_type="text/plain; charset=utf-8")


def _sorry(request: HttpRequest, what: str, status: int) -> HttpResponse:
    return render(request, "sorry.html", {"what": what, "title_key": f"sorry.{what}.title"}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Say that there is no such page, and where to go on."""
    return _sorry(request, "404", 404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Say that what was sent cannot be read (most often: far too much of it)."""
    return _sorry(request, "400", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponseBase:
    """Say that this door is closed."""
    return _sorry(request, "404", 403)


def failure(request: HttpRequest) -> HttpResponseBase:
    """Say that the mistake is ours, that nothing is lost, and how to reach a person."""
    return _sorry(request, "500", 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """Say that the page was open for too long or cookies are off, keeping what was typed on the screen to copy."""
    typed = request.POST.get("statement", "")
    return render(request, "sorry.html", {"what": "403", "title_key": "sorry.403.title", "typed": typed}, status=403)
