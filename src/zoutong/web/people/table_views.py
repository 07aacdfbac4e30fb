"""Knows the pages that show tables of the house: units, permissions, and the journal of coming in and being refused."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zoutong.kernel.words import Words
from zoutong.web.catalogue import catalogue, say
from zoutong.web.people.journal import record
from zoutong.web.people.mistake import Mistake
from zoutong.web.people.models import AccessEvent, Unit
from zoutong.web.people.roles import ROLES
from zoutong.web.people.table import COLUMNS, table

PAGE = 100
KINDS = ("section", "subdistrict", "external", "bureau")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest, lang: str) -> HttpResponse:
    """List the units, and make a new one."""
    mistakes: list[Mistake] = []
    if request.method == "POST":
        typed = {field: request.POST.get(field, "").replace("\0", "").strip() for field in ("code", "zh", "en", "kind", "parent")}
        mistakes = _unit_mistakes(typed, lang)
        if not mistakes:
            parent = Unit.objects.filter(code=typed["parent"]).first()
            Unit.objects.create(code=typed["code"], zh=typed["zh"], en=typed["en"], kind=typed["kind"], parent=parent)
            record(request, "unit", "made", request.user, detail=typed["code"])  # type: ignore[arg-type]
            return redirect(reverse("people:units", kwargs={"lang": lang}) + "?done=unit")
    every = Unit.objects.select_related("parent").annotate(people=Count("accounts", filter=Q(accounts__is_active=True)))
    said = say(lang, "people.unit.made") if request.GET.get("done") == "unit" else ""
    context = {
        "units": every,
        "mistakes": mistakes,
        "typed": request.POST,
        "kinds": [(kind, f"people.kind.{kind}") for kind in KINDS],
        "said": said,
    }
    return render(request, "people/units.html", context, status=422 if mistakes else 200)


def _unit_mistakes(typed: dict[str, str], lang: str) -> list[Mistake]:
    found: list[Mistake] = []
    code = typed["code"]
    if not (0 < len(code) <= 40 and code.isascii() and all(c.isalnum() or c in "_-" for c in code)):
        found.append(Mistake("code", say(lang, "people.unit.code")))
    elif Unit.objects.filter(code=code).exists():
        found.append(Mistake("code", say(lang, "people.unit.taken")))
    if not 0 < len(typed["zh"]) <= 80:
        found.append(Mistake("zh", say(lang, "people.unit.zh_wrong")))
    if not 0 < len(typed["en"]) <= 120:
        found.append(Mistake("en", say(lang, "people.unit.en_wrong")))
    if typed["kind"] not in KINDS:
        found.append(Mistake("kind", say(lang, "people.unit.kind_wrong")))
    return found


def page_words(name: str) -> Words | None:
    """Give the words for a row of the access table, ``page.…`` in the catalogue of its app; None where there are none."""
    return catalogue().get(f"page.{name.removesuffix(':*').replace(':', '.')}")


@never_cache
@require_safe
def access(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the whole table of permissions."""
    heads = [catalogue()["people.access.anyone"], catalogue()["people.access.seatless"], *ROLES.values()]
    rows = [(name, page_words(name), [cells[column] for column in COLUMNS]) for name, cells in table().items()]
    return render(request, "people/access.html", {"rows": rows, "columns": heads})


@never_cache
@require_safe
def journal(request: HttpRequest, lang: str) -> HttpResponse:
    """Show who came in, went out, was refused or was changed, newest first."""
    found = AccessEvent.objects.select_related("account", "about")
    act, outcome = (request.GET.get(name, "").replace("\0", "")[:30] for name in ("act", "outcome"))
    if act:
        found = found.filter(act=act)
    if outcome == "refused":
        found = found.filter(outcome__in=("refused", "failed", "locked", "not_signed_in"))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "page": page,
        "acts": [(act, f"people.act.{act}") for act in ACTS],
        "chosen": {"act": act, "outcome": outcome},
        "query": query.urlencode(),
    }
    return render(request, "people/journal.html", context)


ACTS = ("sign_in", "sign_out", "second_factor", "password", "open", "seat", "account", "unit", "leave", "deputy")
