"""Knows what one way on the left of a staff page is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One way on the left. An app lists its own in ``staff_entries`` of its AppConfig; a seat sees those that it may open.

    ``name`` is the name of an address that takes only the language; ``key`` a sentence of the catalogue; ``place`` sorts (10, 20 …);
    ``group`` is the key of the heading above, "" for none; ``count`` is the dotted name of a function ``(Acting) -> int | None``
    whose number stands beside the way.
    """

    name: str
    key: str
    place: int
    group: str = ""
    count: str = ""
