"""Knows what would change the answer: the facts that are not known or can still be changed, and the door that each would open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zoutong.intake.advice import Change
from zoutong.intake.ask import askable
from zoutong.intake.grounds import Matter, Values, matter
from zoutong.intake.judge import GATES, PLACE, chain, verdict_of
from zoutong.kernel.facts import Facts
from zoutong.pack import Pack

MOST = 6


def changes(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> tuple[Change, ...]:
    """Give the single facts that would open another door for the main claim: unknown, disputed, or changeable ones.

    A change of what is settled and past (a birthday, a last day) is never proposed: it would not be advice. What nobody has
    told yet comes first, then what the person can still decide.
    """
    return changes_of(matter(pack, facts, claims, on)) if claims else ()


def changes_of(case: Matter) -> tuple[Change, ...]:
    """Give what would change the door of a matter's main claim; see ``changes``."""
    claim = case.claims[0]
    known, values = case.known[claim], case.usual[claim]
    now = verdict_of(case.pack, values, claim, case.on).route
    found: dict[tuple[str, str], Change] = {}
    for fact, value in _moves(case, known, values, claim):
        gives = verdict_of(case.pack, {**values, fact: value}, claim, case.on).route
        if gives != now:
            found.setdefault((fact, gives), Change({fact: value}, claim, gives))
    return tuple(sorted(found.values(), key=lambda c: any(n in known for n in c.changes)))[:MOST]


def _moves(case: Matter, known: Facts, values: Values, claim: str) -> Iterator[tuple[str, object]]:
    """Go over the facts of the claim's tables that may still turn out otherwise, with one value for every way.

    Who somebody is and what is urgent are left to the questions: nobody needs to read that violence would change the door.
    """
    pack = case.pack
    for name in (chain(pack, claim)[-1], PLACE, GATES[0]):
        for column in pack.tables[name].columns:
            fact = column.name
            if fact is None or fact not in pack.facts or not _movable(case, known, values, fact, gate=name == GATES[0]):
                continue
            for branch in column.branches:
                value = column.sample(branch.codes[0]) if branch.codes else None
                if value is not None and value != values.get(fact):
                    yield fact, value


def _movable(case: Matter, known: Facts, values: Values, fact: str, *, gate: bool) -> bool:
    """Tell whether a fact may still turn out otherwise: changeable by the person, or unknown and a question can settle it."""
    if fact in known:
        return case.pack.facts[fact].changeable
    return not gate and fact in values and bool(askable(case.pack, dict(known), fact, (), case.on))
