"""Knows the digests, the three lists, and what the public sees of the ledger."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zoutong.improve import lacking
from zoutong.improve.alike import recurrences
from zoutong.improve.digest import PERIODS, Line, digest, period
from zoutong.improve.item import Item
from zoutong.web import clock
from zoutong.web.ledger import plans, show, store
from zoutong.web.ledger.words import Tongue

COLUMNS = (
    "found", "judged", "assigned", "finished", "waiting", "closed_with_proof", "recurring", "reopened", "overdue", "parked", "declined",
)  # fmt: skip


def _asked(request: HttpRequest) -> tuple[str, date, date]:
    """Give the period that is asked for: its kind, its first and its last day; today's month when nothing readable is asked for."""
    kind = request.GET.get("period", "")
    kind = kind if kind in PERIODS else "month"
    try:
        day = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        day = clock.today()
    return kind, *period(kind, day)


@never_cache
@require_safe
def digested(request: HttpRequest, lang: str) -> HttpResponse:
    tongue = Tongue.of(lang)
    kind, since, until = _asked(request)
    every = store.items()
    made = digest(every, since, until)

    def row(name: str, line: Line) -> tuple[str, tuple[int, ...]]:
        return name, tuple(getattr(line, c) for c in COLUMNS)

    shown = {
        "periods": [(p, tongue.say(f"ledger.period.{p}")) for p in PERIODS],
        "period": kind,
        "month": f"{since:%Y-%m}",
        "span": tongue.say("ledger.span", since=tongue.day(since), until=tongue.day(until)),
        "columns": [tongue.say(f"ledger.sum.{c}") for c in COLUMNS],
        "tables": [
            (tongue.say("ledger.sum.whole"), [row(tongue.say("ledger.sum.all"), made.whole)]),
            (tongue.say("ledger.sum.kind"), [row(tongue.kind(k.code), k) for k in made.by_kind]),
            (tongue.say("ledger.sum.cause"), [row(tongue.cause(k.code), k) for k in made.by_cause]),
            (tongue.say("ledger.sum.lead"), [row(tongue.unit(k.code), k) for k in made.by_lead]),
        ],
        "recurring": recurrences(every),
    }
    return render(request, "ledger/digest.html", shown)


def within(items: tuple[Item, ...], since: date, until: date) -> list[Item]:
    """Give the items that were registered within a period; merged ones stand with the item they went into."""
    return [i for i in items if i.state != "merged" and i.registered_at is not None and since <= i.registered_at.date() <= until]


@never_cache
@require_safe
def lists(request: HttpRequest, lang: str) -> HttpResponse:
    tongue = Tongue.of(lang)
    kind, since, until = _asked(request)
    found = within(store.items(), since, until)
    lines = [(i, show.line(i, tongue, clock.today()), tongue.cause(i.cause)) for i in found]
    shown = {
        "periods": [(p, tongue.say(f"ledger.period.{p}")) for p in PERIODS],
        "period": kind,
        "month": f"{since:%Y-%m}",
        "span": tongue.say("ledger.span", since=tongue.day(since), until=tongue.day(until)),
        "lists": [
            (tongue.say("ledger.list.blockages"), [x for x in lines if x[0].what == "blockage"]),
            (tongue.say("ledger.list.needs"), [x for x in lines if x[0].what == "need"]),
        ],
        "measures": [x for x in lines if x[0].measure_now or x[0].measure_lasting],
    }
    return render(request, "ledger/lists.html", shown)


@require_safe
def walked(request: HttpRequest, lang: str) -> HttpResponse:
    """Show the public what was found and changed: only what was published, only its public words."""
    tongue = Tongue.of(lang)
    shown = {
        "items": [
            (
                i.number,
                tongue.words(i.published),
                tongue.say(f"ledger.public.{_standing(i)}"),
                _standing(i),
                tongue.day(i.published_at.date()),
            )
            for i in store.items(store.Filters(public=True))
            if i.published is not None and i.published_at is not None
        ],
        "consultations": [
            (p.title, tongue.day(p.closes), (p.closes - clock.today()).days)
            for _, p, _ in plans.all_plans()
            if p.state == "consulting" and p.closes is not None and p.closes >= clock.today()
        ],
    }
    return render(request, "ledger/walked.html", shown)


def _standing(item: Item) -> str:
    """Say how far it is as the public is told: proved only with its proof, never because somebody closed it."""
    if item.state == "closed" and not lacking(item):
        return "proved"
    return "changed" if item.state in ("done", "called_back") else "found"
