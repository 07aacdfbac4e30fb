"""Knows what is known: facts whose value may be unknown and which remember where they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

SourceKind = Literal["said", "answered", "document", "register", "derived", "parameter"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from; ``span`` is the half-open range of characters of the statement, for what was said."""

    kind: SourceKind
    span: tuple[int, int] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One known value with its source. An unknown fact has no ``Fact``: absence is never a value."""

    name: str
    value: object
    source: Source = field(default_factory=lambda: Source("answered"))


CONTRADICTORY = "contradictory"
"""The value of a fact on which the person's own words disagree: known to be unknown, and to be asked about."""


class Facts(Mapping[str, object]):
    """An immutable collection of facts; reading it gives plain values, absent and contradictory ones are not in it."""

    __slots__ = ("_facts", "_values")

    def __init__(self, facts: Mapping[str, Fact] | None = None) -> None:
        self._facts = dict(facts or {})
        self._values = {n: f.value for n, f in self._facts.items() if f.value is not None and f.value != CONTRADICTORY}

    @classmethod
    def of(cls, values: Mapping[str, object], kind: SourceKind = "answered") -> Facts:
        """Make facts of plain values; None, the empty string and "unknown" stay unknown."""
        return cls({n: Fact(n, v, Source(kind)) for n, v in values.items() if v is not None and v not in ("", "unknown")})

    def __getitem__(self, name: str) -> object:
        """Give the plain value; KeyError when unknown."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Go over the names of the known facts."""
        return iter(self._values)

    def __len__(self) -> int:
        """Count the known facts."""
        return len(self._values)

    def fact(self, name: str) -> Fact | None:
        """Give the fact with its source, also a contradictory one; None when nothing was ever said of it."""
        return self._facts.get(name)

    def contradictory(self) -> tuple[str, ...]:
        """Name the facts on which the person's words disagree."""
        return tuple(n for n, f in self._facts.items() if f.value == CONTRADICTORY)

    def with_facts(self, *new: Fact) -> Facts:
        """Give a new collection in which the later word stands; nothing is changed in place."""
        return Facts({**self._facts, **{f.name: f for f in new}})

    def without(self, *names: str) -> Facts:
        """Give a new collection that no longer knows these names."""
        return Facts({n: f for n, f in self._facts.items() if n not in names})

    def records(self) -> tuple[Fact, ...]:
        """Give every fact with its source, in the order in which they became known."""
        return tuple(self._facts.values())
