"""Knows the shape of a judgement: the value, the rows and articles behind it, what is missing, what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reason:
    """One row that fired: table name, 1-based row number, and the row's annotations (citation, why_zh, why_en, grade …)."""

    table: str
    row: int
    annotations: Mapping[str, str] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """Give the row as CONTRACTS writes it: ``table#row``."""
        return f"{self.table}#{self.row}"


@dataclass(frozen=True, slots=True)
class Unmet:
    """One cell that kept a row from firing; ``met`` is False when it failed and None when the fact is unknown."""

    row: int
    cell: int
    fact: str
    actual: object
    wanted: str
    met: bool | None = False


@dataclass(frozen=True, slots=True)
class Nearest:
    """The smallest change of changeable facts found that would give ``gives``."""

    change: Mapping[str, object]
    gives: object
    row: int


@dataclass(frozen=True, slots=True)
class Decision:
    """What a decision says on given facts.

    ``value`` is a FEEL value (Decimal, str, bool, date, time, datetime, duration, list, dict, None). It is None as long as
    a missing fact could still change it: unknown never reads as no. ``possible`` lists the values that are still possible
    (exactly one when settled), ``missing`` the unknown facts, the most telling first.
    """

    value: object
    because: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    possible: tuple[object, ...] = ()
    errors: tuple[str, ...] = ()
