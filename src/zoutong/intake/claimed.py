"""Knows which claims follow from facts, and how they join those that a person named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zoutong.intake.grounds import Values, presumed, ready, surely
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Facts
from zoutong.kernel.words import Words
from zoutong.pack import Pack

PREFIX = "claims_"
ONLY = "claims_only"
ELSE = "claims_else"
ALONE = "not_labour"


OFFICE = frozenset({"intake_date", "city", "intake_district", "params", "claims"})
"""What the office knows by itself, or what names no circumstance."""


def claims_of(pack: Pack, facts: Facts, on: date, said: Sequence[str] = ()) -> tuple[str, ...]:
    """Give the claims of a person, most important first: those that she named and those that the facts show.

    The tables ``claims_…`` each add what their facts show; ``claims_only`` says when a matter is of one kind alone, and
    ``claims_else`` what to begin with when nothing else can be seen. Never empty while the pack has such a table.
    """
    values = presumed(pack, ready(pack, facts, said, on), "claims", on)
    if only := _shown(pack, ONLY, values, on):
        return tuple(dict.fromkeys(only))
    found = dict.fromkeys([*said, *_seen(pack, values, on)])
    if not found:
        found = dict.fromkeys(_shown(pack, ELSE, values, on))
    if len(found) > 1:
        found.pop(ALONE, None)
    return tuple(sorted(found, key=lambda claim: pack.claims[claim].rank))


def claims_heard(pack: Pack, facts: Facts, on: date, heard: Sequence[str]) -> tuple[str, ...]:
    """Give the claims where words were read beside facts that were filled in: the table ``heard`` says which of them count.

    Words are read with doubt; facts that somebody filled in are not. With much filled in the facts decide alone.
    """
    filled = Facts({f.name: f for f in facts.records() if f.source.kind != "said"})
    values = presumed(pack, ready(pack, filled, (), on), "claims", on)
    if pack.tables["heard"].decide({"told": told(facts)}, on).value == "facts" and (_shown(pack, ONLY, values, on) or _seen(pack, values, on)):
        return claims_of(pack, filled, on)
    return claims_of(pack, facts, on, [claim for claim in heard if claim in pack.claims])


def told(facts: Facts) -> int:
    """Count the facts that somebody filled in: not those read from words, nor those that the office knows."""
    return sum(1 for f in facts.records() if f.name in facts and f.source.kind != "said" and f.name not in OFFICE)


def said(facts: Facts) -> int:
    """Count the facts that were read from words."""
    return sum(1 for f in facts.records() if f.name in facts and f.source.kind == "said")


def _seen(pack: Pack, values: Values, on: date) -> list[str]:
    """Give what all tables of claims but the two special ones show."""
    return [claim for name in pack.tables if name.startswith(PREFIX) and name not in (ONLY, ELSE) for claim in _shown(pack, name, values, on)]


def _shown(pack: Pack, table: str, values: Values, on: date) -> list[str]:
    """Give the claims that one table shows for sure; Fault when it names one that the pack does not have."""
    rows, _ = surely(pack, table, values, on)
    for row in rows:
        if row not in pack.claims:
            raise Fault(
                "intake.claim",
                Words(f"表“{table}”写的诉求“{row}”不在 claims.csv 里。", f"The table “{table}” names the claim “{row}”, which claims.csv does not have."),
                file=pack.tables[table].table.file,
            )
    return [str(row) for row in rows]
