"""Knows one compiled column: how its value is read from the facts, and which rows accept it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from zoutong.rules.feel import Code, Scope, Unknown
from zoutong.rules.feel.values import to_feel
from zoutong.rules.model import InputClause
from zoutong.rules.table.axis import TYPES, Section, exact, section_for
from zoutong.rules.table.cells import Shape

ScopeOf = Callable[[], Scope]


@dataclass(frozen=True, slots=True)
class Cell:
    """One distinct cell text of a column: its closure, and the codes it accepts (None when it is opaque)."""

    text: str
    code: Code
    shape: Shape | None
    codes: int
    needs: frozenset[str]
    rows: int
    mixed: tuple[str, ...] = ()

    @property
    def opaque(self) -> bool:
        """Tell whether the cell is no set of constants and must be evaluated."""
        return self.shape is None

    @property
    def any(self) -> bool:
        """Tell whether every value passes, null included."""
        return self.shape is not None and self.shape.any


@dataclass(frozen=True, slots=True)
class Branch:
    """The codes of the domain that the same rows accept."""

    mask: int
    codes: tuple[int, ...]


class Column:
    """One input of a compiled table."""

    def __init__(
        self, clause: InputClause, sections: Sequence[Section], cells: Sequence[Cell], of_row: Sequence[int], allowed: int | None
    ) -> None:
        """Take the cut column; ``of_row`` says which cell stands in which row, ``allowed`` the codes that may occur."""
        self.clause = clause
        self.sections = tuple(sections)
        self.cells = tuple(cells)
        self.of_row = tuple(of_row)
        self.size = sum(section.size for section in sections)
        self.null_code, self.foreign_code = self.size, self.size + 1
        self.everything = (1 << len(of_row)) - 1
        self.open_rows = 0
        for cell in cells:
            if cell.any or cell.opaque:
                self.open_rows |= cell.rows
        self.typed = clause.type_ref in TYPES
        self.opaque = tuple(cell for cell in cells if cell.opaque)
        self.masks = [self._mask_of_code(code) for code in range(self.size)]
        self.allowed = allowed
        nulls = any(cell.shape is not None and (cell.shape.null) for cell in cells)
        self.domain = self._domain(nulls)
        self.name: str | None = None
        self.code: Code | None = None
        self.needs: frozenset[str] = frozenset()
        self._prepare_lookup()
        self.null_mask = self.everything

    def finish(self, name: str | None, code: Code | None, needs: frozenset[str], null_mask: int) -> None:
        """Set how the value is read, and the rows that accept null."""
        self.name, self.code, self.needs, self.null_mask = name, code, needs, null_mask
        grouped: dict[int, list[int]] = {}
        for one in self.domain:
            grouped.setdefault(self.mask_of_code(one), []).append(one)
        self.branches = tuple(Branch(mask, tuple(codes)) for mask, codes in grouped.items())
        self.any_mask, self.all_mask = 0, self.everything
        for branch in self.branches:
            self.any_mask |= branch.mask
            self.all_mask &= branch.mask

        distinct = dict.fromkeys([*self.masks, self.open_rows])
        self.branch_masks = tuple(distinct)
        self._class = {mask: at for at, mask in enumerate(self.branch_masks)}

    def class_of_mask(self, mask: int) -> int:
        """Give the class of the codes that exactly these rows accept."""
        return self._class[mask]

    def _mask_of_code(self, code: int) -> int:
        """Collect the rows that accept a code; opaque cells are let through here and asked later."""
        mask = self.open_rows
        for cell in self.cells:
            if cell.codes >> code & 1:
                mask |= cell.rows
        return mask

    def mask_of_code(self, code: int) -> int:
        """Give the rows that accept a code, null and "something else" included."""
        if code < self.size:
            return self.masks[code]
        return self.null_mask if code == self.null_code else self.open_rows

    def _domain(self, nulls: bool) -> tuple[int, ...]:
        """List the codes that an unknown value may turn out to have."""
        codes = [
            code
            for section in self.sections
            for code in range(section.base, section.base + section.size)
            if (self.allowed is None or self.allowed >> code & 1) and section.sample(code) is not None
        ]
        if nulls:
            codes.append(self.null_code)
        return tuple(codes) if codes else (self.foreign_code,)

    def _prepare_lookup(self) -> None:
        """Lay the masks out by Python type, so that a known value costs one search."""
        self.words: dict[str, int] | None = None
        self.truths: tuple[int, int] | None = None
        self.numbers: tuple[list[int | Decimal], list[int]] | None = None
        self.days: tuple[list[date], list[int]] | None = None
        if self.allowed is not None:
            return
        for section in self.sections:
            masks = self.masks[section.base : section.base + section.size]
            if section.kind == "string":
                self.words = {str(point): mask for point, mask in zip(section.points, masks, strict=False)}
                self.other_word = masks[-1]
            elif section.kind == "boolean":
                self.truths = (masks[1], masks[0])
            elif section.kind == "number":
                points = [p for p in section.points if isinstance(p, Decimal)]
                self.numbers = ([int(p) if p == int(p) and abs(p) < 10**15 else p for p in points], masks)
            elif section.kind == "date":
                self.days = ([p for p in section.points if isinstance(p, date)], masks)

    def code_of(self, value: object) -> int:
        """Give the code of a known value: null, one of the column's sections, or "something else"."""
        if value is None:
            return self.null_code
        value = exact(value)
        section = section_for(value, self.sections)
        return self.foreign_code if section is None else section.code(value)

    def mask(self, value: Any, scope_of: ScopeOf) -> int:
        """Give the rows that accept a known value, opaque cells let through."""
        try:
            return self._fast_mask(value, scope_of)
        except InvalidOperation:
            return self._slow_mask(value, scope_of)

    def _fast_mask(self, value: Any, scope_of: ScopeOf) -> int:
        sort = type(value)
        if sort is str:
            if self.words is not None:
                return self.words.get(value, self.other_word)
        elif sort is bool:
            if self.truths is not None:
                return self.truths[value]
        elif sort is int or sort is Decimal:
            if self.numbers is not None:
                points, masks = self.numbers
                at = bisect_left(points, value)
                return masks[2 * at + 1] if at < len(points) and points[at] == value else masks[2 * at]
        elif sort is date and self.days is not None:
            days, masks = self.days
            at = bisect_left(days, value)
            return masks[2 * at + 1] if at < len(days) and days[at] == value else masks[2 * at]
        return self._slow_mask(value, scope_of)

    def _slow_mask(self, value: object, scope_of: ScopeOf) -> int:
        """Give the rows for null, for values of another kind (asked of the cells themselves), and in restricted columns."""
        code = self.code_of(value)
        if code != self.foreign_code:
            return self.mask_of_code(code)
        mask = self.open_rows
        scope = scope_of().child({"?": to_feel(value)})
        for cell in self.cells:
            if not cell.opaque and not cell.any and cell.code(scope) is True:
                mask |= cell.rows
        return mask

    def fault(self, value: object) -> str:
        """Say why a known value cannot stand in this column; empty when it can. Null always can."""
        if value is None or (self.allowed is None and not self.typed):
            return ""
        code = self.code_of(value)
        label = self.clause.label or self.clause.expression
        if self.typed and code == self.foreign_code:
            return f"“{label}”的值 {value} 不是 {self.clause.type_ref}"
        if self.allowed is not None and (code == self.foreign_code or not self.allowed >> code & 1):
            return f"“{label}”的值 {value} 不在允许范围内"
        return ""

    def value(self, values: Mapping[str, object], scope_of: ScopeOf) -> object:
        """Read the column's value from the facts; Unknown when it is not settled."""
        if self.name is not None:
            found = values.get(self.name, _ABSENT)
            return Unknown((self.name,)) if found is _ABSENT else found
        if self.code is None:
            return None
        return self.code(scope_of())

    def section(self, code: int) -> Section | None:
        """Find the section of a code; None for null and "something else"."""
        for section in self.sections:
            if section.base <= code < section.base + section.size:
                return section
        return None

    def sample(self, code: int, near: object = None) -> object:
        """Give a value that has the code; None for null and "something else"."""
        section = self.section(code)
        if section is None:
            return None
        near = exact(near)
        return section.sample(code, near if near is not None and section_for(near, (section,)) else None)


_ABSENT = object()
