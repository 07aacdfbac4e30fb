"""Knows which missing fact to ask for next: the one whose answer is expected to settle most."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from math import log2

from zoutong.rules.feel.values import Unknown, to_feel
from zoutong.rules.table.core import Core, Survey
from zoutong.rules.table.hits import key_of
from zoutong.rules.table.reach import Chances, Exhausted, Reach, Unsure, unsure

Weights = Mapping[str, Mapping[object, float]]
"""For each input: how often its values occur; a value that is not listed is taken to be rare."""
_RARE = 0.01
_BUDGET = 4_000


@dataclass(frozen=True, slots=True)
class Question:
    """A fact worth asking: ``settles`` is the share of the open question it is expected to settle (0 to 1), ``rows`` the share of open rows."""

    fact: str
    settles: float
    rows: float


def ask(
    core: Core,
    values: Mapping[str, object],
    on: date | None = None,
    wanted: object = None,
    weights: Weights | None = None,
    budget: int = _BUDGET,
) -> tuple[Question, ...]:
    """Rank the missing facts that still matter, the most telling first; empty when the outcome is settled.

    With ``wanted`` the question is only whether that outcome comes about. Beyond ``budget`` nodes rows are weighed one by one instead of outcomes.
    """
    survey = core.survey(values, on)
    if survey.wrong:
        return ()
    if not survey.unknowns:
        return _all_of(core.conclude(survey).missing)
    if weights:
        survey.unknowns = [_weighted(core, unknown, weights) for unknown in survey.unknowns]
    reach = core.reach(survey, budget)
    goal = key_of(to_feel(wanted)) if wanted is not None else None
    try:
        before = _entropy(reach.chances(survey.active), goal)
        if len(reach.chances(survey.active)) < 2:
            return _pending(reach)
        gains = [_gain(reach, survey, which, before, goal) for which in range(len(reach.unknowns))]
    except Exhausted:
        gains = _row_gains(reach, survey)
    return _ranked(reach, survey, gains)


def _gain(reach: Reach, survey: Survey, which: int, before: float, goal: Hashable) -> float:
    """Give the share of the uncertainty that one unknown is expected to take away."""
    active = reach.trimmed(survey.active)
    unknown = reach.unknowns[which]
    if active & ~unknown.all == 0 or before <= 0:
        return 0.0
    left = sum(weight * _entropy(reach.given(which, mask, active), goal) for mask, weight in unknown.ways)
    return max(0.0, 1 - left / before)


def _row_gains(reach: Reach, survey: Survey) -> list[float]:
    """Give for each unknown the share of the openness of the rows, each taken by itself, that it is expected to take away."""
    before = reach.openness(survey.active)
    if before <= 0:
        return [0.0] * len(reach.unknowns)
    return [
        max(0.0, 1 - sum(weight * reach.openness(survey.active & mask, which) for mask, weight in unknown.ways) / before)
        for which, unknown in enumerate(reach.unknowns)
    ]


def _entropy(chances: Chances, goal: Hashable) -> float:
    """Measure in bits how open the outcome is, or whether the goal comes about."""
    parts = list(chances.values()) if goal is None else [chances.get(goal, 0.0), 1 - chances.get(goal, 0.0)]
    return -sum(part * log2(part) for part in parts if part > 1e-12)


def _ranked(reach: Reach, survey: Survey, gains: list[float]) -> tuple[Question, ...]:
    """Put the facts in order; one that several unknowns need counts with its best."""
    active = reach.trimmed(survey.active)
    count = active.bit_count() or 1
    found: dict[str, tuple[float, float]] = {}
    for unknown, gain in zip(reach.unknowns, gains, strict=True):
        if active & ~unknown.all == 0:
            continue
        rows = sum(weight * (active & ~mask).bit_count() for mask, weight in unknown.ways) / count
        for fact in unknown.facts:
            score = (gain / len(unknown.facts), rows / len(unknown.facts))
            found[fact] = max(found.get(fact, score), score)
    return tuple(Question(fact, *found[fact]) for fact in sorted(found, key=lambda fact: found[fact], reverse=True))


def _pending(reach: Reach) -> tuple[Question, ...]:
    """Ask for what a computed output needs when the row itself is settled."""
    return _all_of(
        dict.fromkeys(name for verdict in reach.verdicts.values() if isinstance(verdict.value, Unknown) for name in verdict.value.names)
    )


def _all_of(names: Collection[str]) -> tuple[Question, ...]:
    """Ask for facts that are all needed."""
    return tuple(Question(name, 1 / len(names), 0.0) for name in names)


def _weighted(core: Core, unknown: Unsure, weights: Weights) -> Unsure:
    """Weigh the ways of a column by how often its values occur."""
    column = core.columns[unknown.column] if unknown.column >= 0 else None
    given = weights.get(column.name) if column is not None and column.name is not None else None
    if column is None or not given:
        return unknown
    by_code: dict[int, float] = {}
    for value, weight in given.items():
        code = column.code_of(to_feel(value))
        by_code[code] = by_code.get(code, 0.0) + weight
    rare = _RARE * sum(by_code.values()) / max(1, len(column.domain))
    return unsure(
        unknown.facts, [(branch.mask, sum(by_code.get(code, rare) for code in branch.codes)) for branch in column.branches], unknown.column
    )
