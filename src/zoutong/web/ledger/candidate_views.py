"""Knows the page of candidates: each is confirmed, merged into an item, or dismissed with a reason."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zoutong.improve.item import OPEN
from zoutong.kernel.error import Fault
from zoutong.web import clock
from zoutong.web.ledger import store
from zoutong.web.ledger.views import WRONG, sentence, writer_of
from zoutong.web.ledger.words import Tongue
from zoutong.web.marks import whole

OUTCOMES = ("item", "merged", "dismissed")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def candidates(request: HttpRequest, lang: str) -> HttpResponse:
    tongue, wrong = Tongue.of(lang), ""
    pk = whole(request.POST.get("candidate", ""))
    if request.method == "POST":
        outcome = request.POST.get("outcome", "")
        try:
            if pk is None or outcome not in OUTCOMES:
                raise store.absent()
            number = store.settle(pk, outcome, writer_of(request), request.POST.get("reason", ""), request.POST.get("into", ""))
        except Fault as fault:
            wrong = sentence(fault, lang)
        else:
            if number:
                return redirect("ledger:one", lang=lang, number=number)
            return redirect(f"{reverse('ledger:candidates', kwargs={'lang': lang})}?said=dismissed")
    import_string(settings.LEDGER_FEED)()
    open_items = [(i.number, f"{i.number} {tongue.words(i.title)}") for i in store.items(store.Filters(tuple(sorted(OPEN))))]
    shown = {
        "rows": [
            {
                "pk": row.pk,
                "text": candidate.text_zh if lang == "zh" else candidate.text_en,
                "source": tongue.say(f"ledger.source.{candidate.source}"),
                "walk": candidate.walk,
                "kind": tongue.kind(candidate.kind),
                "cause": tongue.cause(candidate.cause),
                "step": tongue.step(candidate.step),
                "evidence": candidate.evidence,
                "at": tongue.at(clock.moment(row.at)),
                "mine": row.pk == pk and bool(wrong),
            }
            for row, candidate in store.candidates()
        ],
        "items": open_items,
        "wrong": wrong,
        "said": request.GET.get("said") == "dismissed",
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "ledger/candidates.html", shown, status=WRONG if wrong else 200)
