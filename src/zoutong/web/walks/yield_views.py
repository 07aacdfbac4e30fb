"""Knows the page of what walks yielded, each walk and each seat a line, and the same as an Excel file."""

from __future__ import annotations

from collections.abc import Sequence
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
from zoutong.web.walks.store import SEATS
from zoutong.web.walks.words import seat_words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTED = ("seats", "stuck", "pain", "hard", "blind", "ruled")
COLUMNS = {"found": NOTED, "items": ("items", "assigned", "proved", "rewalks", "recurring")}
"""The columns of each kind of table, but for what became of findings; the rewalks are said as “passed of all”, with the rate."""
PLACES = (*SEATS, RULES, UNKNOWN)
"""Seats in the order of the process."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line as the page shows it: each cell with how many columns it takes; ``number`` leads to the page of a walk."""

    name: str
    cells: tuple[tuple[str, int], ...]
    number: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the page, its last row the whole."""

    key: str
    title: str
    first: str
    heads: tuple[str, ...]
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
        (
            t.title,
            (t.first, *t.heads),
            tuple((f"{row.number} {row.name}".strip(), *(c for c, n in row.cells for _ in range(n))) for row in t.rows),
        )
        for t in _tables(_found(since, until), lang)
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


def _tables(found: Yields, lang: str) -> list[Table]:
    kinds = dict(Walking.objects.filter(number__in=[line.code for line in found.by_walk]).values_list("number", "kind"))
    named = {line.code: say(lang, f"walks.kind.{kinds[line.code]}") for line in found.by_walk}
    seats = sorted(found.by_seat, key=lambda line: PLACES.index(line.code) if line.code in PLACES else len(PLACES))
    few = {"seat": hidden(seats), "walk": hidden(found.by_walk)}
    # Once every walk has ended nothing is unsent, and the column would be empty.
    became = tuple(c for c in OUTCOMES if c != "unsent" or found.whole.unsent)
    # A whole that one table must hide would be told by the other one.
    alone = any("" in codes for codes in few.values())

    def table(by: str, what: str) -> Table:
        def row(line: Line) -> Row:
            name = named[line.code] if by == "walk" else _seat_name(line.code, lang)
            return Row(name, _cells(what, line, became, lang, hide=line.code in few[by]), line.code if by == "walk" else "")

        whole = Row(say(lang, "walks.yield.whole"), _cells(what, found.whole, became, lang, hide=alone))
        title, first = say(lang, f"walks.yield.{by}.{what}"), say(lang, f"walks.yield.{by}")
        heads = tuple(say(lang, f"walks.yield.{c}") for c in (*COLUMNS[what], *(became if what == "found" else ())))
        return Table(f"{by}-{what}", title, first, heads, (*map(row, seats if by == "seat" else found.by_walk), whole))

    return [table(by, what) for by in ("seat", "walk") for what in COLUMNS]


def _seat_name(code: str, lang: str) -> str:
    return say(lang, f"walks.yield.seat.{code}") if code in (RULES, UNKNOWN) else seat_words(code).in_language(lang)


def _cells(what: str, line: Line, became: Sequence[str], lang: str, *, hide: bool) -> tuple[tuple[str, int], ...]:
    """Give the figures of a line; where few notes would point at whoever made them, what became of them is not told."""
    if what == "found":
        shown = tuple((str(getattr(line, c)), 1) for c in NOTED)
        if hide and line.noted:
            return (*shown, (say(lang, "walks.few", n=FEWEST) if line.noted < FEWEST else say(lang, "walks.yield.masked"), len(became)))
        return (*shown, *((str(getattr(line, c)), 1) for c in became))
    passed = {"passed": line.passed, "all": line.rewalks, "share": f"{line.passed / line.rewalks:.0%}"} if line.rewalks else {}
    rate = say(lang, "walks.yield.rate", **passed) if passed else "—"
    return tuple((rate if c == "rewalks" else str(getattr(line, c)), 1) for c in COLUMNS[what])
