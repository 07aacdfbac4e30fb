"""Knows how items are shown: a line of the table, a card of the board, the way to the end with what is missing, the history in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from zoutong.improve import Item, ItemEvent, lacking
from zoutong.improve.item import OPEN
from zoutong.web.ledger.words import Tongue

BOARD = (
    ("new", ("registered", "judged")),
    ("given", ("assigned", "accepted", "returned")),
    ("work", ("rectifying",)),
    ("proof", ("done", "called_back")),
    ("rest", ("parked",)),
    ("end", ("closed",)),
)
ROAD = ("registered", "judged", "assigned", "accepted", "rectifying", "done", "rewalk", "figures", "callback", "closed")


@dataclass(frozen=True, slots=True)
class Line:
    """One item in a table or on a board."""

    number: str
    url: str
    title: str
    kind: str
    kind_code: str
    step: str
    lead: str
    due: str
    told: str
    shade: str
    state: str
    state_code: str
    proof: str
    proved: bool


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way to the end: done, here or ahead; ``missing`` says what is lacking there."""

    title: str
    how: str
    missing: tuple[str, ...]


def line(item: Item, tongue: Tongue, on: date) -> Line:
    """Lay out one item."""
    due, told, shade = tongue.due(item, on)
    lacks = len(lacking(item))
    proof = tongue.say("ledger.proof.end") if item.state not in (OPEN | {"closed"}) else ""
    proof = proof or (tongue.say("ledger.proof.whole") if not lacks else tongue.say("ledger.proof.lacks", n=lacks))
    return Line(
        item.number,
        reverse("ledger:one", kwargs={"lang": tongue.lang, "number": item.number}),
        tongue.words(item.title),
        tongue.kind(item.kind),
        item.kind,
        tongue.step(item.step),
        tongue.unit(item.lead),
        due,
        told,
        shade,
        tongue.state(item.state),
        item.state,
        proof,
        not lacks,
    )


def board(items: Iterable[Item], tongue: Tongue, on: date) -> list[tuple[str, list[Line]]]:
    """Lay out the board: one column for each stage of the way."""
    every = list(items)
    return [(tongue.say(f"ledger.board.{name}"), [line(i, tongue, on) for i in every if i.state in states]) for name, states in BOARD]


PLACES = {
    "finish": "done", "rewalk": "rewalk", "rewalk_failed": "rewalk", "rewalk_doer": "rewalk", "before": "figures", "after": "figures",
    "compare": "figures", "better": "figures", "callback": "callback",
}  # fmt: skip


def road(item: Item, tongue: Tongue) -> list[Stage]:
    """Draw the way to the end (销号) with what is missing at each step."""
    lacks = lacking(item)
    names = [n for n in ROAD if n != "callback" or item.reporter]
    missing = {n: tuple(tongue.words(k.words) for k in lacks if PLACES[k.code] == n) for n in names}
    passed = _passed(item)
    here = next((n for n in names if n not in passed), "") if item.state in OPEN else ""
    return [
        Stage(
            tongue.say(f"ledger.road.{n}"), "done" if n in passed else "here" if n == here else "ahead", () if n in passed else missing[n]
        )
        for n in names
    ]


def _passed(item: Item) -> set[str]:
    """Name the steps of the way that lie behind; what was taken away by a return or a reopening lies ahead again."""
    reached = {
        "registered": 1, "judged": 2, "assigned": 3, "accepted": 4, "rectifying": 4, "returned": 4, "done": 6, "called_back": 6, "closed": 10,
    }.get(item.state, 1)  # fmt: skip
    passed = set(ROAD[:reached])
    if reached < 6:
        return passed
    lacks = {PLACES[k.code] for k in lacking(item)}
    return passed | ({"rewalk", "figures"} - lacks) | ({"callback"} if item.answered_at else set())


@dataclass(frozen=True, slots=True)
class Told:
    """One event of an item in words: who by role and unit, never by name."""

    at: str
    what: str
    who: str
    more: str


def history(events: Iterable[ItemEvent], tongue: Tongue) -> list[Told]:
    """Tell what happened, the latest first."""
    return [
        Told(
            tongue.at(e.at), tongue.say(f"ledger.did.{e.kind}"), f"{tongue.role(e.who.role)} · {tongue.unit(e.who.unit)}", _more(e, tongue)
        )
        for e in reversed(list(events))
    ]


def _more(event: ItemEvent, tongue: Tongue) -> str:
    said = [str(event.data[n]) for n in ("walk", "into", "note", "measure_now", "text", "due") if n in event.data]
    if event.kind == "measure":
        said = [tongue.say(f"ledger.which.{event.data['which']}"), *(str(event.data[n]) for n in ("name", "value", "unit"))]
    if event.kind in ("rewalk", "callback"):
        name = "passed" if event.kind == "rewalk" else "content"
        said.append(tongue.say(f"ledger.{name}.{'yes' if event.data[name] is True else 'no'}"))
    return " · ".join([*said, *([event.reason] if event.reason else [])])
