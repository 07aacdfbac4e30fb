"""Knows which outcomes are still possible while facts are missing: a sweep over the unknown columns that remembers row sets."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from math import log2

from zoutong.rules.table.hits import Verdict, rows_of

Chances = dict[Hashable, float]
Settle = Callable[[int], Verdict]


class Exhausted(Exception):  # noqa: N818 - it ends a search in bounds, it is no error of the program
    """The search has used up its nodes."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """One thing that is not known: the ways it may turn out, each as the rows that survive it and its weight (weights sum to 1)."""

    facts: tuple[str, ...]
    ways: tuple[tuple[int, float], ...]
    some: int
    all: int
    column: int = -1


def unsure(facts: tuple[str, ...], ways: Sequence[tuple[int, float]], column: int = -1) -> Unsure:
    """Make an unknown of its ways; ways that keep the same rows are one."""
    merged: dict[int, float] = {}
    for mask, weight in ways:
        merged[mask] = merged.get(mask, 0.0) + weight
    total = sum(merged.values()) or 1.0
    some, every = 0, -1
    for mask in merged:
        some |= mask
        every &= mask
    return Unsure(facts, tuple((mask, weight / total) for mask, weight in merged.items()), some, every, column)


class Reach:
    """The outcomes of a table over a list of unknowns, from any set of rows that still count."""

    def __init__(self, unknowns: Sequence[Unsure], keeps: Sequence[int] | None, settle: Settle, budget: int, most: int) -> None:
        """Hold the unknowns; ``keeps[row]`` are the rows that count beside a certain row (hit policies with one winner).

        ``budget`` bounds the nodes visited, ``most`` the different outcomes told apart.
        """
        self.unknowns = tuple(unknowns)
        self.keeps = keeps
        self.settle = settle
        self.budget = budget
        self.most = most
        self.nodes = 0
        self.verdicts: dict[Hashable, Verdict] = {}
        self._memo: dict[tuple[int, int], Chances] = {}
        self._accepted: dict[tuple[int, int], float] = {}
        count = len(self.unknowns)
        self.sure_from = [-1] * (count + 1)
        self.some_from = [-1] * (count + 1)
        for at in range(count - 1, -1, -1):
            self.sure_from[at] = self.sure_from[at + 1] & self.unknowns[at].all
            self.some_from[at] = self.some_from[at + 1] & self.unknowns[at].some

    def trimmed(self, active: int, at: int = 0) -> int:
        """Leave out the rows that cannot match any more, or that a certain row has beaten."""
        active &= self.some_from[at]
        if self.keeps is not None:
            certain = active & self.sure_from[at]
            while certain:
                low = certain & -certain
                active &= self.keeps[low.bit_length() - 1]
                certain = (certain ^ low) & active
        return active

    def chances(self, active: int, at: int = 0) -> Chances:
        """Give every outcome that can be reached with its weight. Exhausted when it takes too many nodes."""
        active = self.trimmed(active, at)
        found = self._memo.get((at, active))
        if found is not None:
            return found
        self.nodes += 1
        if self.nodes > self.budget:
            raise Exhausted
        count = len(self.unknowns)
        place = at
        while place < count and not self._splits(place, active):
            place += 1
        if place == count:
            verdict = self.settle(active)
            self.verdicts.setdefault(verdict.key, verdict)
            if len(self.verdicts) > self.most:
                raise Exhausted
            result: Chances = {verdict.key: 1.0}
        else:
            result = {}
            for mask, weight in self.unknowns[place].ways:
                for key, chance in self.chances(active & mask, place + 1).items():
                    result[key] = result.get(key, 0.0) + weight * chance
        self._memo[at, active] = result
        return result

    def _splits(self, at: int, active: int) -> bool:
        """Tell whether an unknown still makes a difference to the rows that count."""
        unknown = self.unknowns[at]
        return active & ~unknown.all != 0

    def given(self, which: int, mask: int, active: int, at: int = 0) -> Chances:
        """Give the chances once unknown ``which`` has turned out to keep ``mask``; what lies behind it is shared with ``chances``."""
        if which < at:
            raise ValueError(which)
        return self._given(which, mask, self.trimmed(active & mask, 0), at, {})

    def _given(self, which: int, mask: int, active: int, at: int, memo: dict[tuple[int, int], Chances]) -> Chances:
        if at == which:
            return self.chances(active, at + 1)
        found = memo.get((at, active))
        if found is not None:
            return found
        self.nodes += 1
        if self.nodes > self.budget:
            raise Exhausted
        if not self._splits(at, active):
            result = self._given(which, mask, active, at + 1, memo)
        else:
            result = {}
            for way, weight in self.unknowns[at].ways:
                for key, chance in self._given(which, mask, active & way, at + 1, memo).items():
                    result[key] = result.get(key, 0.0) + weight * chance
        memo[at, active] = result
        return result

    def roughly(self, active: int) -> list[Verdict]:
        """Give outcomes when the sweep is too large: each surviving row alone and no row at all, never too few for one winner."""
        active = self.trimmed(active)
        found: dict[Hashable, Verdict] = {}
        rest = active
        while rest:
            low = rest & -rest
            verdict = self.settle(low)
            found.setdefault(verdict.key, verdict)
            rest ^= low
        if not active & self.sure_from[0]:
            verdict = self.settle(0)
            found.setdefault(verdict.key, verdict)
        return list(found.values())

    def openness(self, active: int, fixed: int = -1) -> float:
        """Measure in bits how open the rows are, each by itself; ``fixed`` leaves out one unknown that has turned out."""
        bits = 0.0
        for row in rows_of(self.trimmed(active)):
            chance = 1.0
            for at, unknown in enumerate(self.unknowns):
                if at != fixed:
                    chance *= self._accepting(at, unknown, row)
            bits -= sum(part * log2(part) for part in (chance, 1 - chance) if part > 1e-12)
        return bits

    def _accepting(self, at: int, unknown: Unsure, row: int) -> float:
        """Give the weight of the ways in which a row survives an unknown."""
        found = self._accepted.get((at, row))
        if found is None:
            found = self._accepted[at, row] = sum(weight for mask, weight in unknown.ways if mask >> row & 1)
        return found
