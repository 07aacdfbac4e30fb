"""Knows how the people of a demo behave: what they choose in a form, how long they take, what visitors come with."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from zoutong.pack import Pack
from zoutong.process import Node
from zoutong.walk import Task, Walk

LATER_DAYS = {"performance_due": 15, "hearing_on": 7}
"""Dates of a form that lie ahead; every other one is the day itself."""
WOULD_RATHER_TALK = 0.35
IN_HAND = 0.55
"""How often somebody has taken a task that is not done yet; the others wait in the pool of their role."""
YES_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Habits:
    """Weights of choices by task and variable, usual and longest hours by role, and the stories with their weights."""

    choices: dict[tuple[str, str], list[tuple[str, float]]]
    hours: dict[str, tuple[float, float]]
    stories: list[tuple[str, float]]


def read_habits(folder: Path) -> Habits:
    """Read ``choices.csv``, ``times.csv`` and ``stories.csv`` of a pack's folder ``demo``."""
    choices: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for row in _rows(folder / "choices.csv"):
        choices.setdefault((row["task"], row["variable"]), []).append((row["value"], float(row["weight"])))
    hours = {row["role"]: (float(row["typical_hours"]), float(row["longest_hours"])) for row in _rows(folder / "times.csv")}
    stories = [(row["text"], float(row["weight"])) for row in _rows(folder / "stories.csv")]
    return Habits(choices, hours, stories)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(habits: Habits, pack: Pack, walk: Walk, task: Task, node: Node, now: datetime, luck: random.Random) -> dict[str, object]:
    """Fill the form of a task: what is known already stays, doors follow the proposal, dates are today's or lie ahead, choices by weight."""
    known = walk.state.visible(walk.state.tokens[task.token].scope) if walk.state else {}
    data: dict[str, object] = {}
    for name in node.form:
        value = _value(habits, pack, node.id, name, known, now, luck)
        if value is not None:
            data[name] = value
    if "routing" in data:
        data = _routing(data, known, luck)
    return data


def _routing(data: dict[str, object], known: dict[str, object], luck: random.Random) -> dict[str, object]:
    """Follow the proposal; where nothing is to be handled, the visit ends with advice; now and then she would rather talk first."""
    doors = known.get("proposed_doors")
    if data["routing"] != "confirmed":
        return {"routing": data["routing"]}
    if not doors:
        return {"routing": "advice_only"}
    if isinstance(doors, list) and len(doors) == 1 and doors[0]["door"] == "arbitration" and luck.random() < WOULD_RATHER_TALK:
        return {"routing": "overridden", "doors": [{**doors[0], "door": "mediation"}], "claims": known.get("claims") or []}
    return {"routing": "confirmed", "doors": doors, "claims": known.get("claims") or []}


def _value(
    habits: Habits, pack: Pack, node: str, name: str, known: dict[str, object], now: datetime, luck: random.Random
) -> object:
    weights = habits.choices.get((node, name)) or habits.choices.get(("*", name))
    spec = pack.variables.get(name)
    if weights:
        chosen = luck.choices([value for value, _ in weights], [weight for _, weight in weights])[0]
        kind = spec.type if spec else "choice"
        return YES_NO[chosen] if kind == "boolean" else int(chosen) if kind == "integer" else chosen
    if name in ("claims", "door", "door_result"):
        return known.get(name) or (_result(known) if name == "door_result" else None)
    if spec is not None and spec.type == "date":
        return (now.date() + timedelta(days=LATER_DAYS.get(name, 0))).isoformat()
    return None


def _result(known: dict[str, object]) -> str:
    """Say the result of a branch from what was written on the way."""
    if known.get("acceptance") == "declined":
        return "declined"
    if known.get("mediation_outcome") in ("not_agreed", "absent"):
        return "not_agreed"
    if known.get("finding") == "no_breach":
        return "no_breach"
    return {"full": "paid", "part": "part_paid", "none": "unpaid"}.get(str(known.get("performance")), "decided")


def patience(habits: Habits, role: str, luck: random.Random) -> timedelta:
    """Give how much office time somebody takes for a task: mostly the usual, now and then very long."""
    usual, longest = habits.hours.get(role, (1.0, 8.0))
    return timedelta(hours=min(longest, luck.gammavariate(1.4, usual / 1.4)))


def taken_at(arrived: datetime, now: datetime, luck: random.Random) -> datetime | None:
    """Give when somebody took a task that is not done yet into hand; None when nobody has."""
    if luck.random() >= IN_HAND or arrived >= now:
        return None
    return arrived + (now - arrived) * luck.uniform(0.1, 0.9)
