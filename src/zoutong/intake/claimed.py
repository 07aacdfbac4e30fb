"""Knows which claims follow from facts, and how they join those that a person named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from zoutong.intake.grounds import presumed, ready, surely
from zoutong.kernel.facts import Facts
from zoutong.pack import Pack

PREFIX = "claims_"
ONLY = "claims_only"
ELSE = "claims_else"
ALONE = "not_labour"


def claims_of(pack: Pack, facts: Facts, on: date, said: Sequence[str] = (), *, begin: bool = True) -> tuple[str, ...]:
    """Give the claims of a person, most important first: those that she named and those that the facts show.

    The tables ``claims_…`` each add what their facts show; ``claims_only`` says when a matter is of one kind alone, and
    ``claims_else`` what to begin with when nothing else can be seen: then it is never empty, unless ``begin`` is False.
    """
    values = presumed(pack, ready(pack, facts, said, on), "claims", on)

    def shown(table: str) -> list[str]:
        rows, _ = surely(pack, table, values, on)
        return [str(row) for row in rows]

    if only := shown(ONLY):
        return tuple(dict.fromkeys(only))
    tables = [name for name in pack.tables if name.startswith(PREFIX) and name not in (ONLY, ELSE)]
    found = dict.fromkeys([*said, *(claim for table in tables for claim in shown(table))])
    if not found and begin:
        found = dict.fromkeys(shown(ELSE))
    if len(found) > 1:
        found.pop(ALONE, None)
    return tuple(sorted(found, key=lambda claim: pack.claims[claim].rank))
