"""Knows the gate before every page: what the access table does not allow is refused and written down."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from zoutong.web.language import language_of
from zoutong.web.people.acting import acting
from zoutong.web.people.journal import record
from zoutong.web.people.roles import ANYONE, SEATLESS
from zoutong.web.people.table import may

SINCE, SEEN = "people_since", "people_seen"
SEEN_EVERY_S = 60
WITHOUT_NEW_PASSWORD = ("people:password", "people:sign_out")
"""What a person may open before she has changed the password that somebody else gave her."""


class Gate:
    """Middleware: asks the access table before a view runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if may(name, ANYONE):
            return None
        if not request.user.is_authenticated:
            record(request, "open", "not_signed_in")
            return to_sign_in(request)
        if reason := outlived(request):
            record(request, "sign_out", reason, request.user)
            logout(request)
            return to_sign_in(request, reason)
        if request.user.must_change_password and name not in WITHOUT_NEW_PASSWORD:
            return redirect("people:password", lang=language_of(request))
        who = acting(request)
        if who is None or not may(name, who.role or SEATLESS):
            record(request, "open", "refused", request.user, role=who.role if who else "")
            return refusal(request, name)
        return None


def opened(request: HttpRequest) -> None:
    """Note in a new session when it began."""
    request.session[SINCE] = request.session[SEEN] = int(time.time())


def outlived(request: HttpRequest) -> str:
    """Say why a session of staff has ended: ``idle`` or ``day``; "" while it lasts, which is noted once a minute."""
    now = int(time.time())
    since, seen = request.session.get(SINCE, 0), request.session.get(SEEN, 0)
    if now - since > settings.ZOUTONG_STAFF_HOURS * 3600:
        return "day"
    if now - seen > settings.ZOUTONG_STAFF_IDLE_MINUTES * 60:
        return "idle"
    if now - seen >= SEEN_EVERY_S:
        request.session[SEEN] = now
    return ""


def to_sign_in(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Send to the sign-in page, which leads back here afterwards."""
    back = {"next": request.get_full_path()} if request.method in ("GET", "HEAD") else {}
    query = urlencode(back | ({"ended": reason} if reason else {}))
    url = reverse("people:sign_in", kwargs={"lang": language_of(request)})
    answer: HttpResponse = redirect(f"{url}?{query}" if query else url)
    if request.headers.get("HX-Request"):
        # A part of a page cannot show the sign-in page: the whole page goes there.
        answer = HttpResponse(status=401, headers={"HX-Redirect": url})
    return answer


def refusal(request: HttpRequest, name: str) -> HttpResponse:
    """Say that this page belongs to another role, and whether another seat of the same person may open it."""
    who = acting(request)
    others = [seat for seat in who.seats if may(name, seat.role)] if who else []
    return render(request, "people/refused.html", {"others": others}, status=403)
