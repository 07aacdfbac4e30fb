"""Knows which question to ask next: the one whose answer is expected to leave the fewest doors open."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zoutong.intake.advice import Ask
from zoutong.intake.grounds import Matter, Values, matter, surely
from zoutong.intake.judge import GO_ON, PLACE, Reached, chain, possible
from zoutong.kernel.facts import Facts
from zoutong.pack import Pack
from zoutong.rules.table.column import Column

URGENT = 101
"""Questions whose order in ``facts.csv`` lies below come first while they are open: safety is never the second question."""
USUAL = 4
"""How much more often a fact is taken to be as presumed than otherwise."""
MOST = 12


@dataclass(frozen=True, slots=True)
class _Open:
    """One claim that is not settled yet: its values, the doors still possible, and what can still be asked."""

    claim: str
    values: Values
    usual: Values
    doors: tuple[str, ...]


def next_questions(pack: Pack, facts: Facts, claims: Sequence[str], on: date, asked: Collection[str] = ()) -> tuple[Ask, ...]:
    """Give the questions that could still change a door, the most telling first; those of the main claim before the others'.

    ``asked`` names facts of which the person said that she does not know; a fact with the value None means the same.
    Empty when the doors are settled, or when nothing is left that she could know.
    """
    return questions(matter(pack, facts, claims, on), asked)[0]


def questions(case: Matter, asked: Collection[str] = ()) -> tuple[tuple[Ask, ...], dict[str, tuple[str, ...]]]:
    """Give the next questions of a matter, and for every claim the doors that answers still to come could open."""
    closed = closed_facts(case.said, asked)
    found: dict[str, Ask] = {}
    doors: dict[str, tuple[str, ...]] = {}
    seen: Reached = {}
    for claim in case.claims:
        part = _open(case, claim, closed, seen)
        doors[claim] = part.doors
        for ask in _asks(case.pack, part, closed, case.on, seen):
            found.setdefault(ask.fact, ask)
    ordered = sorted(found.values(), key=lambda ask: case.pack.facts[ask.fact].order >= URGENT)
    return tuple(ordered)[:MOST], doors


def closed_facts(facts: Facts, asked: Collection[str] = ()) -> frozenset[str]:
    """Name the facts that need not be asked again: those that the person does not know."""
    return frozenset(asked) | {fact.name for fact in facts.records() if fact.value is None and fact.source.kind == "answered"}


def askable(pack: Pack, facts: Values, name: str, closed: Collection[str], on: date) -> tuple[str, ...]:
    """Name the questions that can still bring light into a fact: itself, or those that the table ``ask_for`` names."""
    rows, _ = surely(pack, "ask_for", {**facts, "fact": name}, on)
    named = [str(row) for row in rows] or [name]
    return tuple(n for n in named if n in pack.facts and pack.facts[n].askable and n not in facts and n not in closed)


def _open(case: Matter, claim: str, closed: Collection[str], seen: Reached) -> _Open:
    """Close every fact that nobody can be asked for any more with its presumption, and see which doors remain."""
    pack, known, usual = case.pack, case.known[claim], case.usual[claim]
    values: Values = dict(known)
    for name, value in usual.items():
        if name not in known and not askable(pack, values, name, closed, case.on):
            values[name] = value
    return _Open(claim, values, usual, possible(pack, values, claim, case.on, seen))


def _asks(pack: Pack, case: _Open, closed: Collection[str], on: date, seen: Reached) -> Iterator[Ask]:
    """Rank what can be asked for one claim by the doors that each answer is expected to leave."""
    if len(case.doors) < 2:
        return
    ranked: dict[str, float] = {}
    for fact, samples in _candidates(pack, case, on).items():
        left = sum(weight * len(possible(pack, {**case.values, fact: sample}, case.claim, on, seen)) for sample, weight in samples)
        settles = 1 - left / sum(weight for _, weight in samples) / len(case.doors)
        for name in askable(pack, case.values, fact, closed, on)[:1]:
            ranked[name] = max(ranked.get(name, 0.0), settles)
    # What settles nothing by itself waits: it matters only after another answer, most often not at all.
    telling = {n: share for n, share in ranked.items() if share > 0} or ranked
    for name in sorted(telling, key=lambda n: (-ranked[n], pack.facts[n].order)):
        spec = pack.facts[name]
        yield Ask(name, spec.question, spec.why, round(max(0.0, ranked[name]), 3))


def _candidates(pack: Pack, case: _Open, on: date) -> dict[str, list[tuple[object, int]]]:
    """Name the unknown facts that still matter in the tables that can be reached, each with a value for every way it may turn out."""
    found: dict[str, list[tuple[object, int]]] = {}

    def look(name: str, values: Values) -> None:
        table = pack.tables[name]
        for question in table.ask(values, on):
            samples = [s for column in table.columns if column.name == question.fact for s in _samples(column, case.usual)]
            if samples:
                found.setdefault(question.fact, []).extend(samples)

    for name in chain(pack, case.claim):
        values = {**case.values, "claim": case.claim}
        look(name, values)
        outcomes = [str(v["route"]) for v in pack.tables[name].decide(values, on).possible if isinstance(v, dict)]
        for route in dict.fromkeys(outcomes):
            if route != GO_ON and name != "gate":
                look(PLACE, {**values, "route": route})
        if GO_ON not in outcomes:
            break
    return found


def _samples(column: Column, usual: Values) -> list[tuple[object, int]]:
    """Give one value for every branch of a column, with its weight."""
    presumed_code = column.code_of(usual[column.name]) if column.name in usual else -1
    values = [(column.sample(branch.codes[0]), USUAL if presumed_code in branch.codes else 1) for branch in column.branches if branch.codes]
    return [(value, weight) for value, weight in values if value is not None]
