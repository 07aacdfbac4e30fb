"""Knows what would change the answer: the facts that are not known or can still be changed, and the door that each would open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zoutong.intake.advice import Change
from zoutong.intake.ask import askable
from zoutong.intake.grounds import Values, for_claim, presumed, ready
from zoutong.intake.judge import chain, verdict_of
from zoutong.kernel.facts import Facts
from zoutong.pack import Pack

MOST = 6


def changes(pack: Pack, facts: Facts, claims: Sequence[str], on: date) -> tuple[Change, ...]:
    """Give the single facts that would open another door for the main claim: unknown, disputed, or changeable ones.

    A change of what is settled and past (a birthday, a last day) is never proposed: it would not be advice. The nearest
    changes come first: those of what the person can still decide, then those of what nobody has told yet.
    """
    if not claims:
        return ()
    claim = min(claims, key=lambda c: pack.claims[c].rank)
    known = for_claim(pack, ready(pack, facts, claims, on), claim, claims, on)
    values = presumed(pack, known, "door", on)
    now = verdict_of(pack, values, claim, on).route
    found: dict[tuple[str, str], Change] = {}
    for fact, value in _moves(pack, known, values, claim, on):
        gives = verdict_of(pack, {**values, fact: value}, claim, on).route
        if gives != now:
            found.setdefault((fact, gives), Change({fact: value}, claim, gives))
    decided = [c for c in found.values() if all(n in known for n in c.changes)]
    open_yet = [c for c in found.values() if c not in decided]
    return (*decided, *open_yet)[:MOST]


def _moves(pack: Pack, known: Facts, values: Values, claim: str, on: date) -> Iterator[tuple[str, object]]:
    """Go over the facts of the claim's tables that may still turn out otherwise, with one value for every way."""
    for name in (*chain(pack, claim)[::-1], "place"):
        for column in pack.tables[name].columns:
            fact = column.name
            spec = pack.facts.get(fact) if fact else None
            if fact is None or spec is None or not _movable(pack, known, values, fact, on):
                continue
            for branch in column.branches:
                value = column.sample(branch.codes[0]) if branch.codes else None
                if value is not None and value != values.get(fact):
                    yield fact, value


def _movable(pack: Pack, known: Facts, values: Values, fact: str, on: date) -> bool:
    """Tell whether a fact may still turn out otherwise: changeable by the person, or unknown and a question can settle it."""
    if fact in known:
        return pack.facts[fact].changeable
    return bool(askable(pack, dict(known), fact, (), on)) and fact in values
