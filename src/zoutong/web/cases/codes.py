"""Knows the whole number of each activity, actor and unit; a number once given never changes its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from zoutong.web.cases.models import Code

Named = tuple[str, str]


def numbers(wanted: Iterable[Named]) -> Mapping[Named, int]:
    """Give the numbers of (kind, text), making those that are new in the transaction that asks.

    What this connection knows is kept with it, and only from the moment at which it is committed: a number that was made in
    a transaction that failed is given to something else.
    """
    known = _known()
    asked = set(wanted)
    lacking = sorted(asked - known.keys())
    if not lacking:
        return known
    found = _read(lacking)
    if new := [named for named in lacking if named not in found]:
        # Sorted, so that two who make the same new codes wait for each other in one sequence only.
        Code.objects.bulk_create([Code(kind=kind, text=text) for kind, text in new], ignore_conflicts=True)
        found |= _read(new)
    transaction.on_commit(lambda: known.update(found))
    return {**{named: known[named] for named in asked & known.keys()}, **found}


def text(number: int) -> str:
    """Give the text of a number."""
    known = _known()
    found = next((named[1] for named, n in known.items() if n == number), None)
    if found is None:
        code = Code.objects.get(id=number)
        found = code.text
        transaction.on_commit(lambda: known.update({(code.kind, code.text): number}))
    return found


def _known() -> dict[Named, int]:
    """Give what this thread's own connection knows; it goes when the connection goes."""
    known: dict[Named, int] = vars(connections[DEFAULT_DB_ALIAS]).setdefault("zoutong_codes", {})
    return known


def _read(wanted: list[Named]) -> dict[Named, int]:
    rows: Any = Code.objects.filter(text__in={text for _, text in wanted}).values_list("kind", "text", "id")
    every = {(kind, text): number for kind, text, number in rows}
    return {named: every[named] for named in wanted if named in every}
