"""Knows how a compiled table runs over a whole frame: columns to codes, codes to row sets, row sets to outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zoutong.rules.decision import Decision
from zoutong.rules.table.coding import Coded, code_series
from zoutong.rules.table.column import Column
from zoutong.rules.table.core import Core, Survey
from zoutong.rules.table.reach import unsure

Words64 = NDArray[np.uint64]
_BLOCK = 65_536


@dataclass(frozen=True, slots=True)
class Batch:
    """One outcome for each line of a frame.

    ``values`` is null where the table gives null, where a missing fact could still change the outcome, and where a value cannot stand in its column.
    ``rows`` has the number of the deciding row; 0 where no single row decided (no hit, default, lists), -1 where the line is not settled or in error.
    """

    values: pl.Series
    rows: NDArray[np.int32]


def batch(core: Core, frame: Any, on: date | None = None) -> Batch:
    """Decide every line of a Polars frame or of anything that speaks Arrow. A null is an unknown fact, as is a column that is not there."""
    lines = frame if isinstance(frame, pl.DataFrame) else pl.DataFrame(frame)
    if not core.fixed or any(column.name is None or column.opaque for column in core.columns):
        return _one_by_one(core, lines, on)
    coded = [_coded(column, lines) for column in core.columns]
    if any(column is None for column in coded):
        return _one_by_one(core, lines, on)
    return _Run(core, lines.height, [column for column in coded if column is not None], on).result()


def _coded(column: Column, lines: pl.DataFrame) -> Coded | None:
    """Code one column of the frame; a column that is not there is unknown in every line."""
    name = column.name or ""
    if name not in lines.columns:
        return Coded(np.full(lines.height, len(column.branch_masks), dtype=np.uint16), True, False)
    return code_series(column, lines[name])


class _Run:
    """One pass over coded columns."""

    def __init__(self, core: Core, height: int, coded: Sequence[Coded], on: date | None) -> None:
        self.core = core
        self.height = height
        self.coded = coded
        self.alive = core.alive(on)
        count = len(core.table.rows)
        self.order = core.hits.order if core.hits.policy == "PRIORITY" and core.hits.order is not None else list(range(count))
        self.words = max(1, -(-count // 64))
        self.luts = [self._lut(column) for column in core.columns]
        self.outcomes: list[object] = []
        self.places: dict[object, int] = {}
        self.index = np.zeros(height, dtype=np.int32)
        self.rows = np.zeros(height, dtype=np.int32)

    def _bits(self, mask: int) -> list[int]:
        """Lay a row set out in words, in the order of precedence."""
        if self.order != list(range(len(self.order))):
            mask = sum(1 << place for place, row in enumerate(self.order) if mask >> row & 1)
        return [mask >> (64 * word) & 0xFFFF_FFFF_FFFF_FFFF for word in range(self.words)]

    def _lut(self, column: Column) -> Words64:
        """Give for each class of a column its row set; an unknown and a wrong value keep every row and are looked at afterwards."""
        masks = [mask & self.alive for mask in column.branch_masks] + [self.alive, self.alive]
        return np.array([self._bits(mask) for mask in masks], dtype=np.uint64).T.copy()

    def _place(self, decision: Decision) -> int:
        """Give the place of an outcome in the list of outcomes."""
        return self._value_place(decision.value)

    def _value_place(self, value: object) -> int:
        key = repr(value)
        if key not in self.places:
            self.places[key] = len(self.outcomes)
            self.outcomes.append(value)
        return self.places[key]

    def result(self) -> Batch:
        """Run block by block, then settle the lines with unknown or wrong values."""
        single = self.core.hits.policy in ("UNIQUE", "FIRST", "PRIORITY")
        odd = [at for at, coded in enumerate(self.coded) if coded.nulls or coded.wrongs]
        if single:
            self._prepare_single()
        for start in range(0, self.height, _BLOCK):
            block = slice(start, min(start + _BLOCK, self.height))
            words = self._matched(block)
            if single:
                self._single(block, words)
            else:
                self._grouped(block, words)
        if odd:
            self._odd_lines(odd)
        return Batch(_series(self.core.table.name, self.outcomes, self.index), self.rows)

    def _matched(self, block: slice) -> list[Words64]:
        """Give the rows that match each line of a block, word by word."""
        found = []
        for word in range(self.words):
            matched: Words64 | None = None
            for lut, coded in zip(self.luts, self.coded, strict=True):
                one = lut[word].take(coded.codes[block])
                matched = one if matched is None else np.bitwise_and(matched, one, out=matched)
            if matched is None:
                matched = np.full(block.stop - block.start, self._bits(self.alive)[word], dtype=np.uint64)
            found.append(matched)
        return found

    def _prepare_single(self) -> None:
        """Settle each row alone, and no row at all, once: place 0 is no row, place n the n-th in precedence."""
        nothing = self.core.conclude(Survey(0))
        outcomes = self.core.constant_outcomes()
        self.place_of = np.array([self._place(nothing)] + [self._value_place(outcomes[row]) for row in self.order], dtype=np.int32)
        self.number_of = np.array([0] + [self.core.hits.numbers[row] for row in self.order], dtype=np.int32)
        self.null_place = self._value_place(None)

    def _single(self, block: slice, words: list[Words64]) -> None:
        """Take the first matching row in precedence; several under UNIQUE are an error."""
        first = words[0]
        low = np.bitwise_count((first & (~first + np.uint64(1))) - np.uint64(1)).astype(np.int16) + np.int16(1)
        low[low == 65] = 0
        several = (first & (first - np.uint64(1))) != 0 if self.core.hits.policy == "UNIQUE" else None
        for at, word in enumerate(words[1:], 1):
            here = word != 0
            bit = np.bitwise_count((word & (~word + np.uint64(1))) - np.uint64(1)).astype(np.int16) + np.int16(64 * at + 1)
            if several is not None:
                several |= here & ((low > 0) | ((word & (word - np.uint64(1))) != 0))
            low = np.where((low == 0) & here, bit, low)
        self.index[block] = self.place_of.take(low)
        self.rows[block] = self.number_of.take(low)
        if several is not None and several.any():
            self.index[block][several] = self.null_place
            self.rows[block][several] = -1

    def _grouped(self, block: slice, words: list[Words64]) -> None:
        """Settle each distinct set of matching rows once."""
        sets, which = _distinct(words)
        places = np.empty(len(sets), dtype=np.int32)
        numbers = np.empty(len(sets), dtype=np.int32)
        for at, parts in enumerate(sets):
            decision = self.core.conclude(Survey(sum(int(part) << (64 * word) for word, part in enumerate(parts))))
            places[at], numbers[at] = self._place(decision), _number(decision)
        self.index[block], self.rows[block] = places[which], numbers[which]

    def _odd_lines(self, odd: list[int]) -> None:
        """Settle the lines in which something is unknown or wrong, each distinct pattern once."""
        lines = np.zeros(self.height, dtype=bool)
        for at in odd:
            lines |= self.coded[at].codes >= len(self.core.columns[at].branch_masks)
        where = np.flatnonzero(lines)
        if not len(where):
            return
        patterns, which = _distinct([coded.codes[where] for coded in self.coded])
        places = np.empty(len(patterns), dtype=np.int32)
        numbers = np.empty(len(patterns), dtype=np.int32)
        for at, pattern in enumerate(patterns):
            decision = self._pattern(pattern)
            places[at], numbers[at] = self._place(decision), _number(decision)
        self.index[where], self.rows[where] = places[which], numbers[which]

    def _pattern(self, pattern: Sequence[int]) -> Decision:
        """Decide one pattern of classes, unknown ones swept over."""
        survey = Survey(self.alive)
        for at, (column, one) in enumerate(zip(self.core.columns, pattern, strict=True)):
            known = len(column.branch_masks)
            if one < known:
                survey.active &= column.branch_masks[one]
            elif one == known:
                ways = [(branch.mask, float(len(branch.codes))) for branch in column.branches]
                survey.unknowns.append(unsure((column.name or "",), ways, at))
            else:
                return Decision(None, errors=("错误",))
        return self.core.conclude(survey)


def _distinct(columns: Sequence[NDArray[Any]]) -> tuple[list[tuple[int, ...]], NDArray[np.int64]]:
    """Give the distinct combinations of parallel arrays, and for each place which one stands there."""
    frame = pl.DataFrame({str(at): column for at, column in enumerate(columns)})
    if not frame.width:
        return [()], np.zeros(0, dtype=np.int64)
    groups = frame.unique(maintain_order=True).with_row_index("which")
    which = (
        frame.join(groups, on=[str(at) for at in range(len(columns))], how="left", maintain_order="left")["which"]
        .to_numpy()
        .astype(np.int64)
    )
    return [tuple(line) for line in groups.drop("which").iter_rows()], which


def _number(decision: Decision) -> int:
    """Give the number of the deciding row, 0 for none or several, -1 when open or in error."""
    if decision.errors or len(decision.possible) != 1 or decision.missing:
        return -1
    return decision.because[0].row if len(decision.because) == 1 else 0


def _series(name: str, outcomes: list[object], index: NDArray[np.int32]) -> pl.Series:
    """Spread the outcomes over the lines; outcomes of several kinds become Python objects."""
    try:
        values = pl.Series(name, outcomes)
    except (TypeError, pl.exceptions.PolarsError):
        values = pl.Series(name, outcomes, dtype=pl.Object)
        return pl.Series(name, [outcomes[place] for place in index], dtype=pl.Object)
    return values.gather(pl.Series(index))


def _one_by_one(core: Core, lines: pl.DataFrame, on: date | None) -> Batch:
    """Decide each distinct line by itself: for tables with formulas, which no code can stand for."""
    names = [name for name in lines.columns if name in core.needs]
    if not names:
        decision = core.decide({}, on)
        index = np.zeros(lines.height, dtype=np.int32)
        return Batch(_series(core.table.name, [decision.value], index), np.full(lines.height, _number(decision), dtype=np.int32))
    groups = lines.select(names).unique(maintain_order=True).with_row_index("#")
    which = lines.select(names).join(groups, on=names, how="left", nulls_equal=True, maintain_order="left")["#"].to_numpy().astype(np.int32)
    decisions = [
        core.decide({name: value for name, value in line.items() if value is not None and name != "#"}, on)
        for line in groups.iter_rows(named=True)
    ]
    numbers = np.array([_number(decision) for decision in decisions], dtype=np.int32)
    return Batch(_series(core.table.name, [decision.value for decision in decisions], which), numbers[which])
