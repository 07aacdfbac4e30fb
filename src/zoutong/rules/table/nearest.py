"""Knows what would have to be different: the smallest change of changeable facts that gives a wanted outcome."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, islice, product

from zoutong.rules.decision import Decision, Nearest
from zoutong.rules.feel.values import to_feel
from zoutong.rules.table.axis import exact
from zoutong.rules.table.core import Core
from zoutong.rules.table.hits import key_of

TRIES = 3_000
"""Changes that are decided anew before the search gives up."""
_CONSIDERED = 60_000


@dataclass(frozen=True, slots=True)
class Move:
    """One fact set to a new value: the rows that then may match, and how far it goes (codes crossed, then distance)."""

    fact: str
    value: object
    mask: int
    far: int
    distance: float


def nearest(
    core: Core,
    values: Mapping[str, object],
    wanted: object,
    changeable: Collection[str],
    on: date | None = None,
    most: int = 4,
    tries: int = TRIES,
) -> Nearest | None:
    """Find the fewest changes, then the smallest, after which the decision is settled as ``wanted``; None when none is found within the bounds.

    Only facts in ``changeable`` are ever changed. For tables that give lists, ``wanted`` may be one of the list.
    """
    goal = to_feel(wanted)
    now = core.decide(values, on)
    if _gives(core, now, goal):
        return Nearest({}, now.value, now.because[0].row if now.because else 0)
    moves = _moves(core, values, changeable)
    useful, free = _useful_rows(core, values, set(moves), goal, on)
    stay = _staying(core, values, moves)
    for count in range(1, min(most, len(moves)) + 1):
        every = (pick for facts in combinations(moves, count) for pick in product(*(moves[fact] for fact in facts)))
        picks = [pick for pick in islice(every, _CONSIDERED) if free or _kept(useful, pick, stay)]
        picks.sort(key=lambda pick: (sum(move.far for move in pick), sum(move.distance for move in pick)))
        for pick in picks:
            tries -= 1
            if tries < 0:
                return None
            change = {move.fact: move.value for move in pick}
            decision = core.decide({**values, **change}, on)
            if _gives(core, decision, goal):
                return Nearest(change, decision.value, decision.because[0].row if decision.because else 0)
    return None


def _gives(core: Core, decision: Decision, goal: object) -> bool:
    """Tell whether a decision is settled as wanted."""
    if len(decision.possible) != 1 or decision.missing or decision.errors:
        return False
    if key_of(decision.value) == key_of(goal):
        return True
    return not core.hits.single and isinstance(decision.value, list) and key_of(goal) in {key_of(item) for item in decision.value}


def _moves(core: Core, values: Mapping[str, object], changeable: Collection[str]) -> dict[str, list[Move]]:
    """List for each changeable fact the values it may be set to: for each set of accepting rows the closest one."""
    found: dict[str, dict[object, Move]] = {}
    for column in core.columns:
        if column.name is None or column.name not in changeable:
            continue
        old = exact(values.get(column.name))
        old_code = column.code_of(old) if column.name in values else -1
        options = found.setdefault(column.name, {})
        for branch in column.branches:
            best: Move | None = None
            for code in branch.codes:
                value = column.sample(code, old)
                section = column.section(code)
                if value is None or code == old_code:
                    continue
                near = section is not None and section.ordered and section is column.section(old_code)
                far = abs(code - old_code) if near else 1
                move = Move(column.name, value, branch.mask, far, _distance(old, value))
                if best is None or (move.far, move.distance) < (best.far, best.distance):
                    best = move
            if best is not None:
                options[key_of(best.value)] = best
    return {fact: list(options.values()) for fact, options in found.items() if options}


def _distance(old: object, new: object) -> float:
    """Measure a step relative to where it starts; what has no order is one step away."""
    if isinstance(old, Decimal) and isinstance(new, Decimal):
        return float(abs(new - old) / (1 + abs(old)))
    if isinstance(old, date) and isinstance(new, date):
        return abs((new - old) / timedelta(days=365)) if type(old) is type(new) else 1.0
    return 1.0


def _useful_rows(core: Core, values: Mapping[str, object], moved: set[str], goal: object, on: date | None) -> tuple[int, bool]:
    """Give the rows with the wanted outcome that the facts left alone do not exclude; True when no row can be told to be useful."""
    constants = core.constant_outcomes()
    if not core.hits.single or not core.fixed or key_of(core.hits.defaults) == key_of(goal):
        return core.everything, True
    survey = core.survey({**{name: value for name, value in values.items() if name not in moved}}, on)
    wanted = sum(1 << row for row, outcome in enumerate(constants) if key_of(outcome) == key_of(goal))
    return survey.active & wanted, False


def _staying(core: Core, values: Mapping[str, object], moves: Collection[str]) -> dict[str, int]:
    """Give for each movable fact the rows that may match while it stays as it is; facts in several columns are left to the full decision."""
    names = [column.name for column in core.columns]
    survey = core.survey(values, None)
    return {
        column.name: survey.masks.get(at, column.any_mask)
        for at, column in enumerate(core.columns)
        if column.name is not None and column.name in moves and names.count(column.name) == 1
    }


def _kept(useful: int, pick: tuple[Move, ...], stay: Mapping[str, int]) -> bool:
    """Tell whether a useful row outlives the new values and the facts that stay."""
    moved = {move.fact for move in pick}
    for move in pick:
        if move.fact in stay:
            useful &= move.mask
    for fact, mask in stay.items():
        if fact not in moved:
            useful &= mask
    return useful != 0
