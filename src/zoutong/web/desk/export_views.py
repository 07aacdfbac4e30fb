"""Knows the pages of exports: ask for one, see how far it is, cancel it, fetch it."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zoutong.web import clock
from zoutong.web.cases.scope import here
from zoutong.web.desk import exporting
from zoutong.web.desk.lists import Asked, title_of
from zoutong.web.desk.models import Export
from zoutong.web.desk.seat import actor_of, fresh_key, tongue_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 30


@never_cache
@require_POST
def export(request: HttpRequest, lang: str) -> HttpResponse:
    """Ask for a table of a list or a search; the same form sent twice asks once."""
    actor, tongue, sent = actor_of(request), tongue_of(lang), request.POST
    words = sent.get("q", "").strip()[:200]
    asked = Asked.of(sent)
    title = tongue.say("desk.exports.search", words=words) if words else title_of(asked, tongue)
    values = {
        "account": actor.id,
        "role": actor.role,
        "unit": actor.unit,
        "on_behalf_of": actor.on_behalf_of,
        "mode": here().mode,
        "walk": here().walk,
        "lang": lang,
        "words": words,
        "query": urlencode(asked.pairs()),
        "title": title[:300],
        "made": clock.now(),
    }
    Export.objects.get_or_create(key=f"{actor.id}:{here().walk}:{sent.get('key', '')[:60] or fresh_key()}", defaults=values)
    exporting.sweep()
    exporting.start()
    return redirect(f"{reverse('desk:exports', kwargs={'lang': lang})}?said=begun")


@never_cache
@require_safe
def exports(request: HttpRequest, lang: str) -> HttpResponse:
    tongue, now = tongue_of(lang), clock.now()
    rows = list(Export.objects.filter(account=actor_of(request).id, mode=here().mode, walk=here().walk).order_by("-pk")[:SHOWN])
    shown = {
        "exports": [
            {
                "pk": e.pk,
                "title": e.title,
                "state": e.state,
                "words": tongue.say(f"desk.exports.{e.state}", n=e.rows)
                if e.state in ("running", "done")
                else tongue.say(f"desk.exports.{e.state}"),
                "ago": tongue.ago(e.made, now),
                "exact": tongue.moment(e.made),
            }
            for e in rows
        ],
        "running": any(e.state in ("waiting", "running") for e in rows),
        "said": tongue.say("desk.exports.begun") if request.GET.get("said") == "begun" else "",
    }
    answer = render(request, "desk/exports.html", shown)
    if shown["running"]:
        answer["Refresh"] = "3"
    return answer


@never_cache
@require_POST
def export_cancel(request: HttpRequest, lang: str, pk: int) -> HttpResponse:
    Export.objects.filter(pk=pk, account=actor_of(request).id, mode=here().mode, walk=here().walk, state__in=("waiting", "running")).update(
        state="cancelled"
    )
    return redirect("desk:exports", lang=lang)


@never_cache
@require_safe
def export_file(request: HttpRequest, lang: str, pk: int) -> HttpResponseBase:
    found = get_object_or_404(Export, pk=pk, account=actor_of(request).id, mode=here().mode, walk=here().walk, state="done")
    place = exporting.file_of(found)
    if not place.is_file():
        raise Http404
    answer = FileResponse(place.open("rb"), content_type=XLSX)
    name = f"{tongue_of(lang).say('desk.exports.list')}-{clock.today():%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
