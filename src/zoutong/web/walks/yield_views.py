"""Knows the page of what walks yielded, each walk and each seat a line, and the same as an Excel file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zoutong.improve.digest import PERIODS, period
from zoutong.improve.yields import FEWEST, OUTCOMES, RULES, UNKNOWN, Line, Yields, hidden
from zoutong.web import clock
from zoutong.web.cases.scope import CASES, within
from zoutong.web.catalogue import say
from zoutong.web.walks.models import Walking
from zoutong.web.walks.words import seat_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTED = ("seats", "stuck", "pain", "hard", "blind", "ruled")
LEDGER = ("items", "assigned", "proved")
COLUMNS = (*NOTED, *OUTCOMES, *LEDGER, "rewalks", "recurring")
"""Columns in their sequence; the rewalks are said as “passed of all”, with the rate."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it; ``number`` leads to the page of a walk."""

    name: str
    cells: tuple[str, ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page, its last row the whole."""

    key: str
    title: str
    rows: tuple[Row, ...]


@never_cache
@require_safe
def yielded(request: HttpRequest, lang: str) -> HttpResponse:
    kind, since, until = _asked(request)
    found = _found(since, until)
    now = period(kind, clock.today())
    shown = {
        "periods": [(p, say(lang, f"walks.yield.period.{p}")) for p in PERIODS],
        "period": kind,
        "month": f"{since:%Y-%m}",
        "span": say(lang, "walks.yield.span", since=since, until=until, n=found.walks),
        "columns": _heads(lang),
        "tables": _tables(found, lang),
        "walks": found.walks,
        "this": "" if (since, until) == now else f"{now[0]:%Y-%m}",
    }
    return render(request, "walks/yield.html", shown)


@never_cache
@require_safe
def book(request: HttpRequest, lang: str) -> HttpResponse:
    _, since, until = _asked(request)
    tables = [
        (t.title, (t.title, *_heads(lang)), tuple((row.name, *row.cells) for row in t.rows)) for t in _tables(_found(since, until), lang)
    ]
    answer = HttpResponse(import_string(settings.WALK_YIELDS_BOOK)(tables), content_type=XLSX)
    name = f"{say(lang, 'walks.yield')} {since}—{until}.xlsx"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


def _found(since: date, until: date) -> Yields:
    with within(CASES):
        made: Yields = import_string(settings.WALK_YIELDS)(since, until)
    return made


def _asked(request: HttpRequest) -> tuple[str, date, date]:
    """Give the period that is asked for; the last whole quarter when nothing readable is asked for."""
    kind = request.GET.get("period", "")
    kind = kind if kind in PERIODS else "quarter"
    try:
        return kind, *period(kind, date.fromisoformat(f"{request.GET.get('month', '')}-01"))
    except (ValueError, OverflowError):
        this, _ = period(kind, clock.today())
        return kind, *period(kind, this - timedelta(days=1))


def _heads(lang: str) -> tuple[str, ...]:
    return tuple(say(lang, f"walks.yield.{c}") for c in COLUMNS)


def _tables(found: Yields, lang: str) -> list[Table]:
    told = {w.number: w for w in Walking.objects.filter(number__in=[line.code for line in found.by_walk])}
    few = {"walk": hidden(found.by_walk), "seat": hidden(found.by_seat)}
    # A whole that one table must hide would tell it from the other one.
    alone = any("" in codes for codes in few.values())
    whole = Row(say(lang, "walks.yield.whole"), _cells(found.whole, lang, hide=alone))
    walks = tuple(
        Row(_walk_name(told[line.code], lang), _cells(line, lang, hide=line.code in few["walk"]), line.code) for line in found.by_walk
    )
    seats = tuple(Row(_seat_name(line.code, lang), _cells(line, lang, hide=line.code in few["seat"])) for line in found.by_seat)
    return [Table("seat", say(lang, "walks.yield.by_seat"), (*seats, whole)), Table("walk", say(lang, "walks.yield.by_walk"), (*walks, whole))]


def _walk_name(row: Walking, lang: str) -> str:
    return f"{row.number} {say(lang, f'walks.kind.{row.kind}')}"


def _seat_name(code: str, lang: str) -> str:
    return say(lang, f"walks.yield.seat.{code}") if code in (RULES, UNKNOWN) else seat_words(code).in_language(lang)


def _cells(line: Line, lang: str, *, hide: bool) -> tuple[str, ...]:
    """Give the figures of a line; where few notes would point at whoever made them, what became of them is not told."""
    masked = say(lang, "walks.few", n=FEWEST) if line.noted < FEWEST else say(lang, "walks.yield.masked")
    outcomes = tuple(masked if hide and line.noted else str(getattr(line, c)) for c in OUTCOMES)
    rate = say(lang, "walks.yield.rate", passed=line.passed, all=line.rewalks, share=f"{line.passed / line.rewalks:.0%}") if line.rewalks else "—"
    return (*(str(getattr(line, c)) for c in NOTED), *outcomes, *(str(getattr(line, c)) for c in LEDGER), rate, str(line.recurring))
