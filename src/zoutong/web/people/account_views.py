"""Knows the administration of accounts: list, make, roles and unit, in and out, second factor, leave and deputies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zoutong.kernel.error import Fault
from zoutong.web import clock
from zoutong.web.catalogue import catalogue, say
from zoutong.web.people import changes, factor
from zoutong.web.people.journal import record
from zoutong.web.people.mistake import Mistake, mistake_of
from zoutong.web.people.models import Account, Unit
from zoutong.web.people.password import one_time_password
from zoutong.web.people.roles import ROLES

PAGE = 50


@never_cache
@require_safe
def accounts(request: HttpRequest, lang: str) -> HttpResponse:
    """List the accounts, with a filter by words, role, unit and state."""
    words, role, unit, state = (request.GET.get(name, "").replace("\0", "").strip()[:60] for name in ("q", "role", "unit", "state"))
    found = Account.objects.select_related("unit").prefetch_related("posts__unit").order_by("unit_id", "name")
    if words:
        found = found.filter(Q(name__icontains=words) | Q(shown__icontains=words))
    if role:
        found = found.filter(posts__role=role).distinct()
    if unit:
        found = found.filter(unit__code=unit)
    if state in ("in", "out"):
        found = found.filter(is_active=state == "in")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "today": clock.today(),
        "roles": ROLES,
        "units": Unit.objects.all(),
        "chosen": {"q": words, "role": role, "unit": unit, "state": state},
        "query": query.urlencode(),
    }
    return render(request, "people/accounts.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, lang: str) -> HttpResponse:
    """Make an account with one role; its first password is shown once."""
    mistakes: list[Mistake] = []
    if request.method == "POST":
        typed = {field: request.POST.get(field, "").replace("\0", "").strip() for field in ("name", "shown", "unit", "role")}
        mistakes = _new_mistakes(typed, lang)
        if not mistakes:
            try:
                return _made(request, typed)
            except IntegrityError:
                mistakes = [Mistake("name", say(lang, "people.new.taken"))]
    context = {"mistakes": mistakes, "typed": request.POST, "roles": ROLES, "units": Unit.objects.all()}
    return render(request, "people/account_new.html", context, status=422 if mistakes else 200)


def _new_mistakes(typed: Mapping[str, str], lang: str) -> list[Mistake]:
    found: list[Mistake] = []
    if not 2 <= len(typed["name"]) <= 60 or not all(c.isalnum() or c in "._-@" for c in typed["name"]):
        found.append(Mistake("name", say(lang, "people.new.name")))
    elif Account.objects.filter(name=typed["name"]).exists():
        found.append(Mistake("name", say(lang, "people.new.taken")))
    if not 1 <= len(typed["shown"]) <= 60:
        found.append(Mistake("shown", say(lang, "people.new.shown")))
    if not Unit.objects.filter(code=typed["unit"]).exists():
        found.append(Mistake("unit", say(lang, "people.new.unit")))
    if typed["role"] not in ROLES:
        found.append(Mistake("role", say(lang, "people.new.role")))
    return found


def _made(request: HttpRequest, typed: Mapping[str, str]) -> HttpResponse:
    password, unit = one_time_password(), Unit.objects.get(code=typed["unit"])
    with transaction.atomic():
        made = Account.objects.make(typed["name"], typed["shown"], unit, password)
        changes.give_role(_admin(request), made, typed["role"], unit, clock.today(), None)
        record(request, "account", "made", _admin(request), about=made, detail=typed["role"])
    return _page(request, made, password=password)


def _admin(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # noqa: S101 - the gate lets nobody else through
    return request.user


@never_cache
@require_safe
def account(request: HttpRequest, lang: str, account: int) -> HttpResponse:
    """Show one account and everything that may be changed about it."""
    done = request.GET.get("done", "")
    key = f"people.changed.{done}"
    return _page(request, get_object_or_404(Account, pk=account), said=say(lang, key) if key in catalogue() else "")


def _page(
    request: HttpRequest, account: Account, *, mistakes: tuple[Mistake, ...] = (), said: str = "", password: str = ""
) -> HttpResponse:
    today = clock.today()
    context = {
        "account": account,
        "own": account.pk == _admin(request).pk,
        "mistakes": mistakes,
        "said": said,
        "password": password,
        "today": today,
        "posts": account.posts.select_related("unit"),
        "leaves": account.leaves.all()[:20],
        "deputies": account.deputies.select_related("by")[:20],
        "factor": factor.has(account),
        "must_factor": factor.must_have(account),
        "roles": ROLES,
        "units": Unit.objects.all(),
        "colleagues": Account.objects.filter(is_active=True).exclude(pk__in=(account.pk, _admin(request).pk)).order_by("unit_id", "shown"),
        "events": account.access_events.all()[:10],
        "typed": request.POST,
    }
    return render(request, "people/account.html", context, status=422 if mistakes else 200)


@never_cache
@require_POST
def change(request: HttpRequest, lang: str, account: int) -> HttpResponse:
    """Do one change to an account; what does not go is said on the page of the account."""
    who = get_object_or_404(Account, pk=account)
    what = request.POST.get("what", "")
    if what not in CHANGES:
        raise Http404
    try:
        with transaction.atomic():
            detail = CHANGES[what](_admin(request), who, request.POST)
            record(request, "account", what, _admin(request), about=who, detail="" if what == "password" else detail[:60])
    except Fault as fault:
        record(request, "account", "refused", _admin(request), about=who, detail=what)
        return _page(request, who, mistakes=(mistake_of(fault, lang),))
    if what == "password":
        return _page(request, who, password=detail)
    url = redirect("people:account", lang=lang, account=who.pk)
    url["Location"] += f"?done={what}"
    return url


Sent = Mapping[str, str]


def _role(by: Account, who: Account, sent: Sent) -> str:
    unit = Unit.objects.filter(code=sent.get("unit", "").replace("\0", "")).first()
    if unit is None:
        raise changes.fault("unit")
    post = changes.give_role(by, who, sent.get("role", ""), unit, *changes.days_of(sent))
    return post.role


def _end_post(by: Account, who: Account, sent: Sent) -> str:
    post = who.posts.filter(pk=changes.number_of(sent.get("post", ""))).first()
    if post is None:
        raise changes.fault("post")
    changes.end_post(by, post)
    return post.role


def _unit(by: Account, who: Account, sent: Sent) -> str:
    unit = Unit.objects.filter(code=sent.get("unit", "").replace("\0", "")).first()
    shown = sent.get("shown", "").replace("\0", "").strip()
    if unit is None:
        raise changes.fault("unit")
    if not 1 <= len(shown) <= 60:
        raise changes.fault("shown")
    who.unit, who.shown = unit, shown
    who.save(update_fields=["unit", "shown"])
    return unit.code


def _let_in(by: Account, who: Account, sent: Sent) -> str:
    changes.set_active(by, who, active=True)
    return ""


def _keep_out(by: Account, who: Account, sent: Sent) -> str:
    changes.set_active(by, who, active=False)
    return ""


def _factor(by: Account, who: Account, sent: Sent) -> str:
    factor.take_away(who)
    who.sign_out_everywhere()
    return ""


def _password(by: Account, who: Account, sent: Sent) -> str:
    if by.pk == who.pk:
        raise changes.fault("own_password")
    fresh = one_time_password()
    who.set_password(fresh)
    who.must_change_password = True
    who.save(update_fields=["password", "must_change_password"])
    return fresh


def _leave(by: Account, who: Account, sent: Sent) -> str:
    changes.note_leave(who, *changes.days_of(sent))
    return ""


def _deputy(by: Account, who: Account, sent: Sent) -> str:
    chosen = Account.objects.filter(pk=changes.number_of(sent.get("by", ""))).first()
    if chosen is None:
        raise changes.fault("deputy")
    changes.name_deputy(by, who, chosen, *changes.days_of(sent))
    return str(chosen.pk)


def _end(by: Account, who: Account, sent: Sent) -> str:
    kind, _, number = sent.get("period", "").partition("-")
    found = changes.period_of(who, kind, changes.number_of(number))
    if found is None:
        raise changes.fault("period")
    changes.end_now(found)
    return kind


CHANGES: Mapping[str, Callable[[Account, Account, Sent], str]] = {
    "role": _role,
    "end_post": _end_post,
    "unit": _unit,
    "let_in": _let_in,
    "keep_out": _keep_out,
    "factor": _factor,
    "password": _password,
    "leave": _leave,
    "deputy": _deputy,
    "end": _end,
}
"""Every change of an account; each gives a code for the journal (the password: the new one, which is shown and not written down)."""
