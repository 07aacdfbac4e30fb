"""Knows the geometry of a table: regions that no row covers, pairs of rows that meet, and rows that others cover whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zoutong.rules.table.column import Column
from zoutong.rules.table.core import Core

Region = dict[int, tuple[int, ...]]
"""Codes by column index; a column that is not in it may have any value."""


@dataclass(slots=True)
class Budget:
    """Nodes that a check may still visit."""

    left: int

    def spend(self, nodes: int = 1) -> bool:
        """Take nodes; False when there are none left."""
        self.left -= nodes
        return self.left >= 0


class Geometry:
    """The rows of a table as boxes of codes; rows with opaque cells are no boxes and stand in ``opaque_rows``."""

    def __init__(self, core: Core) -> None:
        """Collect which columns tell rows apart, the coarsest first, and the codes of each cell within the domain."""
        self.core = core
        self.opaque_rows = 0
        for column in core.columns:
            for cell in column.opaque:
                self.opaque_rows |= cell.rows
        places = [at for at, column in enumerate(core.columns) if len(column.branches) > 1 or column.branches[0].mask != core.everything]
        self.order = tuple(sorted(places, key=lambda at: len(core.columns[at].branches)))
        self.sure_from = [core.everything]
        for at in reversed(self.order):
            self.sure_from.append(self.sure_from[-1] & core.columns[at].all_mask)
        self.sure_from.reverse()
        self.domains = [sum(1 << code for code in column.domain) for column in core.columns]
        self.boxes = [_cell_codes(column) for column in core.columns]

    def box(self, row: int) -> list[int]:
        """Give the codes of each column that a row accepts, within the domain."""
        return [self.boxes[at][column.of_row[row]] for at, column in enumerate(self.core.columns)]

    def gaps(self, active: int, budget: Budget, limit: int) -> list[Region]:
        """List regions that none of the rows covers; at most ``limit``. The budget is overdrawn when the search was cut off."""
        found: list[Region] = []
        covered: set[tuple[int, int]] = set()
        self._gaps(0, active, {}, found, covered, budget, limit)
        return found

    def _gaps(
        self, depth: int, active: int, path: Region, found: list[Region], covered: set[tuple[int, int]], budget: Budget, limit: int
    ) -> bool:
        """Search below one node; True when everything there is covered."""
        if active == 0:
            found.append(dict(path))
            return False
        if active & self.sure_from[depth] or (depth, active) in covered:
            return True
        if len(found) >= limit or not budget.spend():
            return False
        whole = True
        at = self.order[depth]
        for left, codes in _split(self.core.columns[at], active):
            path[at] = codes
            whole &= self._gaps(depth + 1, left, path, found, covered, budget, limit)
            del path[at]
            if len(found) >= limit or budget.left < 0:
                return False
        if whole:
            covered.add((depth, active))
        return whole

    def shadowed(self, row: int, better: int, budget: Budget) -> bool | None:
        """Tell whether the better rows cover the whole box of a row; None when the budget ran out."""
        box = self.box(row)
        covered: set[tuple[int, int]] = set()
        return self._shadowed(0, better & ~self.opaque_rows, box, covered, budget)

    def _shadowed(self, depth: int, better: int, box: Sequence[int], covered: set[tuple[int, int]], budget: Budget) -> bool | None:
        if better == 0:
            return False
        if better & self.sure_from[depth] or (depth, better) in covered:
            return True
        if not budget.spend():
            return None
        at = self.order[depth]
        for left, codes in _split(self.core.columns[at], better):
            if any(box[at] >> code & 1 for code in codes):
                below = self._shadowed(depth + 1, left, box, covered, budget)
                if below is not True:
                    return below
        covered.add((depth, better))
        return True

    def meeting(self, active: int) -> Iterator[tuple[int, int]]:
        """Go over the pairs of rows (without opaque cells) that accept a common case."""
        active &= ~self.opaque_rows
        compatible = [self._compatible(at) for at in range(len(self.core.columns))]
        for row in range(len(self.core.table.rows)):
            if not active >> row & 1:
                continue
            others = active & (-1 << (row + 1))
            for at, column in enumerate(self.core.columns):
                others &= compatible[at][column.of_row[row]]
            while others:
                low = others & -others
                yield row, low.bit_length() - 1
                others ^= low

    def _compatible(self, at: int) -> list[int]:
        """Give for each distinct cell of a column the rows that share a code with it."""
        column = self.core.columns[at]
        found = []
        for codes in self.boxes[at]:
            mask = 0
            for branch in column.branches:
                if any(codes >> code & 1 for code in branch.codes):
                    mask |= branch.mask
            found.append(mask)
        return found

    def common(self, first: int, second: int) -> Region:
        """Give the region that two rows share; columns in which both take anything are left out."""
        region: Region = {}
        for at, (one, other) in enumerate(zip(self.box(first), self.box(second), strict=True)):
            both = one & other
            if both != self.domains[at]:
                region[at] = tuple(code for code in self.core.columns[at].domain if both >> code & 1)
        return region


def _split(column: Column, active: int) -> list[tuple[int, tuple[int, ...]]]:
    """Group the codes of a column by the rows that they leave."""
    grouped: dict[int, tuple[int, ...]] = {}
    for branch in column.branches:
        left = active & branch.mask
        grouped[left] = grouped.get(left, ()) + branch.codes
    return list(grouped.items())


def _cell_codes(column: Column) -> list[int]:
    """Give the codes of the domain that each distinct cell accepts; an opaque cell may accept any."""
    domain = sum(1 << code for code in column.domain)
    found = []
    for cell in column.cells:
        codes = domain if cell.any or cell.opaque else cell.codes & domain
        if domain >> column.null_code & 1 and column.null_mask & cell.rows:
            codes |= 1 << column.null_code
        found.append(codes)
    return found
