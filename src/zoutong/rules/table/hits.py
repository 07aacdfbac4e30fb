"""Knows the hit policies: what a table says when a given set of rows matches."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zoutong.rules.feel.compare import order
from zoutong.rules.feel.values import DECIMAL, Null, Unknown, kind
from zoutong.rules.model import Aggregation, HitPolicy

LISTS = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one set of matching rows gives; ``key`` is equal exactly when the outcome is, ``rows`` are indices from 0."""

    value: object
    key: Hashable
    rows: tuple[int, ...] = ()
    error: str = ""


def key_of(value: object) -> Hashable:
    """Give something that can be compared and hashed: equal values equal keys, true is not 1."""
    if isinstance(value, list | tuple):
        return ("list", tuple(key_of(item) for item in value))
    if isinstance(value, dict):
        return ("context", tuple(sorted((name, key_of(item)) for name, item in value.items())))
    if isinstance(value, bool | Decimal | int | str) or value is None:
        return (kind(value), value)
    try:
        hash(value)
    except TypeError:
        return (kind(value), repr(value))
    return (kind(value), value)


def rows_of(bits: int) -> tuple[int, ...]:
    """List the set bits, lowest first."""
    found = []
    while bits:
        low = bits & -bits
        found.append(low.bit_length() - 1)
        bits ^= low
    return tuple(found)


class Hits:
    """One hit policy over rows whose values are asked for when needed."""

    def __init__(
        self,
        policy: HitPolicy,
        aggregation: Aggregation,
        defaults: object,
        ranks: Sequence[tuple[int, ...]] | None,
        first_number: Sequence[int],
    ) -> None:
        """Hold the policy; ``ranks`` orders rows by output priority (None where outputs cannot be ranked), ``defaults`` is the value without a hit."""
        self.policy = policy
        self.aggregation = aggregation
        self.defaults = defaults
        self.ranks = ranks or [()] * len(first_number)
        self.numbers = first_number
        self.single = policy not in LISTS
        self.order = (
            sorted(range(len(first_number)), key=lambda row: (self.ranks[row], row)) if policy in ("PRIORITY", "OUTPUT ORDER") else None
        )

    def keeps(self) -> list[int] | None:
        """Give for each row the rows that still count once it is certain; None when every row always counts."""
        count = len(self.numbers)
        if self.policy == "FIRST":
            return [(2 << row) - 1 for row in range(count)]
        if self.policy != "PRIORITY" or self.order is None:
            return None
        found, bits = [0] * count, 0
        for row in self.order:
            bits |= 1 << row
            found[row] = bits
        return found

    def settle(self, bits: int, value_of: Callable[[int], object]) -> Verdict:
        """Say what the table gives when exactly these rows match."""
        rows = rows_of(bits)
        if not rows:
            return self._nothing()
        if self.single:
            return self._one(rows, value_of)
        if self.order is not None:
            rows = tuple(row for row in self.order if bits >> row & 1)
        values = [value_of(row) for row in rows]
        if (unknown := _unknown(values)) is not None:
            return Verdict(unknown, ("pending", rows), rows)
        if not self.aggregation:
            return Verdict(values, key_of(values), rows)
        return self._aggregated(rows, values)

    def _nothing(self) -> Verdict:
        """Give the default of the table, or what the policy gives for no row at all."""
        value = self.defaults
        if value is None and not self.single:
            value = Decimal(0) if self.aggregation == "COUNT" else None if self.aggregation else []
        return Verdict(value, key_of(value))

    def _one(self, rows: tuple[int, ...], value_of: Callable[[int], object]) -> Verdict:
        """Decide between the rows of a policy with one outcome."""
        if len(rows) == 1 or self.policy == "FIRST":
            return self._of(rows[0], value_of)
        if self.policy == "PRIORITY":
            return self._of(min(rows, key=lambda row: (self.ranks[row], row)), value_of)
        named = "、".join(str(self.numbers[row]) for row in rows)
        if self.policy == "UNIQUE":
            return Verdict(None, ("error", "unique"), rows, f"第 {named} 行同时命中，而命中策略是唯一（UNIQUE）")
        values = [value_of(row) for row in rows]
        if (unknown := _unknown(values)) is not None:
            return Verdict(unknown, ("pending", rows), rows)
        if len({key_of(value) for value in values}) > 1:
            return Verdict(None, ("error", "any"), rows, f"第 {named} 行同时命中而结论不同，命中策略是任意（ANY）")
        return Verdict(values[0], key_of(values[0]), rows)

    def _of(self, row: int, value_of: Callable[[int], object]) -> Verdict:
        """Give the verdict of one row."""
        value = value_of(row)
        return Verdict(value, ("pending", row) if isinstance(value, Unknown) else key_of(value), (row,))

    def _aggregated(self, rows: tuple[int, ...], values: list[object]) -> Verdict:
        """Add up, count, or take the smallest or largest of the outputs."""
        try:
            value = _aggregate(self.aggregation, values)
        except Null as reason:
            return Verdict(None, ("error", "aggregate"), rows, str(reason))
        return Verdict(value, key_of(value), rows)


def _unknown(values: Sequence[object]) -> Unknown | None:
    """Join what is unknown among values; None when all are known."""
    found: Unknown | None = None
    for value in values:
        if isinstance(value, Unknown):
            found = value if found is None else found | value
    return found


def _aggregate(aggregation: Aggregation, values: list[object]) -> object:
    """Apply one aggregation; Null when the values cannot be added or ordered."""
    if aggregation == "COUNT":
        return Decimal(len(values))
    if aggregation == "SUM":
        total = Decimal(0)
        for value in values:
            if not isinstance(value, Decimal):
                raise Null(f"不能求和：{value!r} 不是数")
            total = DECIMAL.add(total, value)
        return total
    best = values[0]
    for value in values[1:]:
        sign = order(value, best)
        if sign < 0 if aggregation == "MIN" else sign > 0:
            best = value
    return best
