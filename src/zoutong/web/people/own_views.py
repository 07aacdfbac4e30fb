"""Knows one's own account: the seat, the password, the second factor, leave and deputies."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.web import clock
from zoutong.web.catalogue import say
from zoutong.web.people import changes, factor
from zoutong.web.people.acting import CHOSEN, acting
from zoutong.web.people.journal import record
from zoutong.web.people.mistake import Mistake, mistake_of
from zoutong.web.people.models import Account
from zoutong.web.people.password import broken_rules
from zoutong.web.people.shell import shell_of
from zoutong.web.people.sign_in import owe_factor


@never_cache
@require_safe
def home(request: HttpRequest, lang: str) -> HttpResponse:
    """Go to the first way of the seat."""
    around = shell_of(request)
    return redirect(around.ways[0].url if around and around.ways else reverse("people:me", kwargs={"lang": lang}))


@require_POST
def seat(request: HttpRequest, lang: str) -> HttpResponse:
    """Take another seat; the first page of the new seat opens, because the old page may not be its own."""
    who = acting(request)
    chosen = request.POST.get("seat", "")
    taken = next((s for s in who.seats if str(s.post) == chosen), None) if who else None
    if taken is not None:
        request.session[CHOSEN] = taken.post
        record(request, "seat", "taken", request.user, role=taken.role)  # type: ignore[arg-type]
    back = request.POST.get("next", "")
    return redirect(
        back if url_has_allowed_host_and_scheme(back, None) and back.startswith("/") else reverse("people:home", kwargs={"lang": lang})
    )


@never_cache
@require_safe
def me(request: HttpRequest, lang: str) -> HttpResponse:
    """Show one's own account."""
    return _me(request, [])


def _me(request: HttpRequest, mistakes: list[Mistake], said: str = "") -> HttpResponse:
    account = _own(request)
    context = {
        "account": account,
        "mistakes": mistakes,
        "said": said or _said(request),
        "factor": factor.has(account),
        "codes_left": account.recovery_codes.filter(used_at__isnull=True).count(),
        "leaves": account.leaves.all()[:20],
        "deputies": account.deputies.select_related("by")[:20],
        "colleagues": Account.objects.filter(is_active=True).exclude(pk=account.pk).select_related("unit").order_by("unit_id", "shown"),
        "typed": request.POST,
        "today": clock.today(),
    }
    return render(request, "people/me.html", context, status=422 if mistakes else 200)


def _own(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - the gate lets nobody else through
    return request.user


SAID = ("password", "leave", "deputy", "ended")


def _said(request: HttpRequest) -> str:
    done = request.GET.get("done", "")
    return say("en" if request.path.startswith("/en/") else "zh", f"people.done.{done}") if done in SAID else ""


def _done(lang: str, what: str) -> HttpResponse:
    return redirect(reverse("people:me", kwargs={"lang": lang}) + f"?done={what}")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, lang: str) -> HttpResponse:
    """Change one's password; every other session ends."""
    account = _own(request)
    mistakes: list[Mistake] = []
    if request.method == "POST":
        mistakes = _password_mistakes(request, account, lang)
        if not mistakes:
            account.set_password(request.POST["new"])
            account.must_change_password = False
            account.save(update_fields=["password", "must_change_password"])
            update_session_auth_hash(request, account)
            record(request, "password", "changed", account, about=account)
            return _done(lang, "password")
        record(request, "password", "failed", account, about=account)
    context = {"mistakes": mistakes, "must": account.must_change_password, "shortest": settings.ZOUTONG_SHORTEST_PASSWORD}
    return render(request, "people/password.html", context, status=422 if mistakes else 200)


def _password_mistakes(request: HttpRequest, account: Account, lang: str) -> list[Mistake]:
    old, new, again = (request.POST.get(name, "") for name in ("old", "new", "again"))
    found: list[Mistake] = []
    if not account.check_password(old):
        found.append(Mistake("old", say(lang, "people.password.old_wrong")))
    found += [Mistake("new", text) for text in broken_rules(new, account, lang)]
    if old == new:
        found.append(Mistake("new", say(lang, "people.password.same")))
    if new != again:
        found.append(Mistake("again", say(lang, "people.password.not_again")))
    return found


@require_POST
def renew_factor(request: HttpRequest, lang: str) -> HttpResponse:
    """Set up a second factor, or a new one in place of the old; the password is asked for first."""
    account = _own(request)
    if not account.check_password(request.POST.get("password", "")):
        record(request, "second_factor", "failed", account, about=account, detail="renew")
        return _me(request, [Mistake("factor-password", say(lang, "people.password.old_wrong"))])
    factor.take_away(account)
    record(request, "second_factor", "taken_away", account, about=account)
    logout(request)
    return owe_factor(request, account, reverse("people:me", kwargs={"lang": lang}), lang)


@require_POST
def sign_out_everywhere(request: HttpRequest, lang: str) -> HttpResponse:
    """End all sessions, this one too."""
    account = _own(request)
    record(request, "sign_out", "everywhere", account)
    account.sign_out_everywhere()
    logout(request)
    return redirect(reverse("people:sign_in", kwargs={"lang": lang}) + "?ended=everywhere")


@require_POST
def leave(request: HttpRequest, lang: str) -> HttpResponse:
    """Note one's own leave."""
    try:
        since, until = changes.days_of(request.POST)
        changes.note_leave(_own(request), since, until)
    except Fault as fault:
        return _me(request, [mistake_of(fault, lang, "leave-since")])
    record(request, "leave", "noted", _own(request), about=_own(request))
    return _done(lang, "leave")


@require_POST
def deputy(request: HttpRequest, lang: str) -> HttpResponse:
    """Name one's own deputy."""
    chosen = Account.objects.filter(pk=changes.number_of(request.POST.get("by", ""))).first()
    if chosen is None:
        return _me(request, [Mistake("deputy-by", say(lang, "people.deputy.choose"))])
    try:
        since, until = changes.days_of(request.POST)
        changes.name_deputy(_own(request), _own(request), chosen, since, until)
    except Fault as fault:
        return _me(request, [mistake_of(fault, lang, "deputy-since")])
    record(request, "deputy", "named", _own(request), about=chosen)
    return _done(lang, "deputy")


@require_POST
def end(request: HttpRequest, lang: str) -> HttpResponse:
    """End one's own leave or deputyship today."""
    kind, _, number = request.POST.get("what", "").partition("-")
    account = _own(request)
    found = changes.period_of(account, kind, changes.number_of(number))
    if found is not None:
        changes.end_now(found)
        record(request, kind, "ended", account, about=account)
    return _done(lang, "ended")
