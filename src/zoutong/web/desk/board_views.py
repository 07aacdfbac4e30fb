"""Knows the supervisor's board and the page of keys."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zoutong.web import clock
from zoutong.web.cases import store
from zoutong.web.desk.acts import SHORTCUTS
from zoutong.web.desk.board import Group, by_role, by_step, hand_overs
from zoutong.web.desk.list_views import Count
from zoutong.web.desk.queue import hall_of
from zoutong.web.desk.seat import actor_of, tongue_of
from zoutong.web.desk.tongue import Tongue

FEW = 5
"""Figures of other units below this are not shown: they would point at single people."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table of the board; ``share`` is the length of its bar in percent."""

    title: str
    cells: tuple[str, ...]
    share: int = 0
    url: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the board."""

    id: str
    title: str
    what: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str


@never_cache
@require_safe
def board(request: HttpRequest, lang: str) -> HttpResponse:
    actor, tongue, now = actor_of(request), tongue_of(lang), clock.now()
    day = store.board()
    waiting = hall_of(actor, tongue, now)
    cases = reverse("desk:work", kwargs={"lang": lang})
    units = tuple(Group(load.unit, load.open, load.overdue, None) for load in day.units if load.unit)
    shown = {
        "day": tongue.day(clock.today()),
        "numbers": (
            Count(str(day.opened), tongue.say("desk.board.opened"), ""),
            Count(str(day.ended), tongue.say("desk.board.closed"), ""),
            Count(str(day.open), tongue.say("desk.board.open"), f"{cases}?whose=all"),
            Count(str(day.overdue), tongue.say("desk.board.overdue"), f"{cases}?whose=all&when=overdue", "bad", "!"),
            Count(str(len(waiting.rows)), tongue.say("desk.board.waiting"), reverse("desk:queue", kwargs={"lang": lang})),
        ),
        "tables": (
            _table("unit", tongue, [(g, tongue.unit(g.code)) for g in units], own=actor.unit),
            _table("role", tongue, [(g, tongue.role(g.code)) for g in by_role()]),
            _table("hand_overs", tongue, [(g, tongue.unit(g.code)) for g in hand_overs()], own=actor.unit, longest=True),
            _table("step", tongue, [(g, tongue.node_in(g.code)) for g in by_step()], longest=True, lists=f"{cases}?whose=all&step="),
        ),
    }
    return render(request, "desk/board.html", shown)


TITLES = {
    "unit": ("desk.board.load_unit", "desk.board.unit"),
    "role": ("desk.board.load_role", "desk.board.role"),
    "step": ("desk.board.steps", "desk.board.step"),
    "hand_overs": ("desk.board.hand_overs", "desk.board.unit"),
}


def _table(
    name: str, tongue: Tongue, lines: list[tuple[Group, str]], *, own: str | None = None, longest: bool = False, lists: str = ""
) -> Table:
    """Lay out one table; ``own`` is the unit whose small figures may be seen, None where the rows are no units; ``lists`` leads to the cases."""
    title, what = TITLES[name]
    most = max((g.tasks for g, _ in lines), default=1) or 1
    heads = ("desk.board.tasks", "desk.board.late", "desk.board.longest") if longest else ("desk.board.tasks", "desk.board.late")
    now = clock.now()
    rows = []
    for group, words in lines:
        hidden = own is not None and group.code != own and group.tasks < FEW
        cells: tuple[str, ...] = (shown(group.tasks, hidden, tongue), "–" if hidden else str(group.late))
        if longest:
            cells += (tongue.waited(group.oldest, now) if group.oldest and not hidden else "–",)
        rows.append(Row(words, cells, 0 if hidden else round(100 * group.tasks / most), f"{lists}{group.code}" if lists else ""))
    return Table(
        name, tongue.say(title), tongue.say(what), tuple(tongue.say(h) for h in heads), tuple(rows), tongue.say("desk.board.nothing")
    )


def shown(figure: int, hidden: bool, tongue: Tongue) -> str:
    """Write a figure; a small one of another unit only as small."""
    return tongue.say("desk.board.few") if hidden and figure else str(figure)


@require_safe
def keys(request: HttpRequest, lang: str) -> HttpResponse:
    tongue = tongue_of(lang)

    def one(key: str, name: str) -> tuple[str, str]:
        return key, tongue.say(f"desk.keys.{name}")

    everywhere = [one("/", "search"), one("?", "help"), one("Q", "queue"), one("W", "work"), one("Esc", "escape")]
    lists = [one("↑ ↓", "row"), one("Enter", "open"), one("X", "select"), one(".", "next_page"), one("N", "next_visitor")]
    acts = [(key.upper(), tongue.say(f"desk.act.{kind}")) for kind, key in SHORTCUTS.items()]
    case = [one("R", "reception"), *acts, one("L", "read"), one("S", "save"), one("E", "finish"), one("P", "print")]
    groups = [(tongue.say(f"desk.keys.{name}"), rows) for name, rows in (("everywhere", everywhere), ("lists", lists), ("case", case))]
    return render(request, "desk/keys.html", {"groups": groups})
