"""Knows the way in: name and password, then the second factor; and the way out."""

from __future__ import annotations

import time
from collections.abc import Mapping

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, user_login_failed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zoutong.web.catalogue import say
from zoutong.web.language import language_of
from zoutong.web.people import factor
from zoutong.web.people.acting import acting
from zoutong.web.people.changes import number_of
from zoutong.web.people.gate import opened
from zoutong.web.people.journal import record
from zoutong.web.people.mistake import Mistake
from zoutong.web.people.models import Account

HALF = "people_half"
"""Where the session keeps who has shown a password and still owes the second factor: she is not signed in."""
HALF_LASTS_S = 600
BACKEND = "django.contrib.auth.backends.ModelBackend"
LONGEST = 200


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, lang: str) -> HttpResponse:
    """Ask for name and password; in a demo offer the demo people."""
    if request.method == "POST":
        account = _demo_account(request) or _by_password(request)
        if account is not None:
            return _first_half(request, account, lang)
        if getattr(request, "axes_locked_out", False):
            return locked(request)
        record(request, "sign_in", "failed", Account.objects.filter(name=_typed(request, "name")).first())
        return _form(request, [Mistake("name", say(lang, "people.sign_in.wrong"))], status=422)
    if acting(request) is not None:
        return redirect("people:home", lang=lang)
    return _form(request, [])


def _form(request: HttpRequest, mistakes: list[Mistake], status: int = 200) -> HttpResponse:
    one_each, others = _demo_people()
    ended = request.GET.get("ended", "")
    context = {
        "mistakes": mistakes,
        "name": _typed(request, "name"),
        "next": _next(request),
        "ended": ended if ended in ("idle", "day", "out", "everywhere") else "",
        "idle": settings.ZOUTONG_STAFF_IDLE_MINUTES,
        "hours": settings.ZOUTONG_STAFF_HOURS,
        "demo": one_each,
        "demo_others": others,
    }
    return render(request, "people/sign_in.html", context, status=status)


def _demo_people() -> tuple[list[Account], list[Account]]:
    """Give one demo person of each role, and the others; nobody where real people are served."""
    if settings.PRODUCTION:
        return [], []
    seen: set[str] = set()
    one_each: list[Account] = []
    others: list[Account] = []
    for person in Account.objects.filter(demo=True, is_active=True).prefetch_related("posts__unit").order_by("pk"):
        roles = {post.role for post in person.posts.all()}
        (others if roles <= seen else one_each).append(person)
        seen |= roles
    return one_each, others


def _typed(request: HttpRequest, field: str) -> str:
    return request.POST.get(field, "").replace("\0", "").strip()[:LONGEST]


def _by_password(request: HttpRequest) -> Account | None:
    found = authenticate(request, username=_typed(request, "name"), password=request.POST.get("password", "")[:LONGEST])
    return found if isinstance(found, Account) else None


def _demo_account(request: HttpRequest) -> Account | None:
    """Give the demo person who was tapped: never where real people are served."""
    if settings.PRODUCTION:
        return None
    return Account.objects.filter(pk=number_of(request.POST.get("demo", "")), demo=True, is_active=True).first()


def _next(request: HttpRequest) -> str:
    """Give the address to go on to, when it is one of ours."""
    wanted = (request.POST.get("next") or request.GET.get("next") or "")[:2000]
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else ""


def _first_half(request: HttpRequest, account: Account, lang: str) -> HttpResponse:
    wanted = _next(request)
    if not factor.has(account) and not factor.must_have(account):
        return _in(request, account, wanted, "password" if request.POST.get("password") else "demo")
    return owe_factor(request, account, wanted, lang)


def owe_factor(request: HttpRequest, account: Account, wanted: str, lang: str) -> HttpResponse:
    """Hold somebody who has shown her password between the doors: nobody is signed in until the second factor is shown or set up."""
    # What a visitor said on this machine before is not carried over.
    request.session.flush()
    request.session[HALF] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "at": int(time.time()),
        "next": wanted,
    }
    return redirect("people:second_factor" if factor.has(account) else "people:enrol", lang=lang)


def _half(request: HttpRequest) -> tuple[Account, str] | None:
    """Give who owes the second factor and where she wants to go; None when nobody does, or for too long."""
    half = request.session.get(HALF)
    if not isinstance(half, Mapping) or int(time.time()) - half["at"] > HALF_LASTS_S:
        return None
    account = Account.objects.filter(pk=half["account"], is_active=True).first()
    return (account, half["next"]) if account and account.get_session_auth_hash() == half["hash"] else None


def _in(request: HttpRequest, account: Account, wanted: str, way: str) -> HttpResponse:
    request.session.flush()
    login(request, account, backend=BACKEND)
    opened(request)
    record(request, "sign_in", "in", account, detail=way)
    return redirect(wanted or reverse("people:home", kwargs={"lang": language_of(request)}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest, lang: str) -> HttpResponse:
    """Ask for the code of the phone, or one of the recovery codes."""
    half = _half(request)
    if half is None or not factor.has(half[0]):
        return redirect("people:sign_in", lang=lang)
    account, wanted = half
    if request.method == "POST":
        known_as = {"username": account.name}
        if not AxesProxyHandler.is_allowed(request, known_as):
            return locked(request)
        if factor.passes(account, _typed(request, "code")):
            return _in(request, account, wanted, "factor")
        user_login_failed.send(sender=__name__, credentials=known_as, request=request)
        record(request, "second_factor", "failed", account)
        if getattr(request, "axes_locked_out", False):
            return locked(request)
        wrong = [Mistake("code", say(lang, "people.factor.wrong"))]
        return render(request, "people/second_factor.html", {"mistakes": wrong}, status=422)
    return render(request, "people/second_factor.html", {})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, lang: str) -> HttpResponse:
    """Set up the second factor with the first sign-in that needs one, then show the recovery codes once."""
    half = _half(request)
    if half is None or factor.has(half[0]):
        return redirect("people:sign_in", lang=lang)
    account, wanted = half
    state = request.session[HALF]
    secret = state.get("secret") or factor.new_secret()
    request.session[HALF] = {**state, "secret": secret}
    mistakes: list[Mistake] = []
    if request.method == "POST":
        codes = factor.set_up(account, secret, _typed(request, "code"))
        if codes:
            _in(request, account, wanted, "enrolled")
            going = wanted or reverse("people:home", kwargs={"lang": lang})
            return render(request, "people/recovery_codes.html", {"codes": codes, "going": going})
        record(request, "second_factor", "failed", account, detail="enrol")
        mistakes = [Mistake("code", say(lang, "people.factor.wrong"))]
    context = {"mistakes": mistakes, "secret": _in_fours(secret), "picture": factor.picture(account, secret)}
    return render(request, "people/enrol.html", context, status=422 if mistakes else 200)


def _in_fours(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def locked(request: HttpRequest, *_: object, **__: object) -> HttpResponse:
    """Say that there were too many wrong tries from this place, and the way on."""
    name = _typed(request, "name")
    half = _half(request)
    account = half[0] if half else Account.objects.filter(name=name).first()
    if not getattr(request, "_locked_noted", False):
        request._locked_noted = True  # type: ignore[attr-defined] # noqa: SLF001 - the lockout is told twice: by us and by axes
        record(request, "sign_in", "locked", account)
    context = {"minutes": settings.ZOUTONG_LOCKOUT_MINUTES}
    return render(request, "people/locked.html", context, status=429)


@require_POST
def sign_out(request: HttpRequest, lang: str) -> HttpResponse:
    """Go out."""
    record(request, "sign_out", "out", request.user if request.user.is_authenticated else None)
    logout(request)
    return redirect(reverse("people:sign_in", kwargs={"lang": lang}) + "?ended=out")
