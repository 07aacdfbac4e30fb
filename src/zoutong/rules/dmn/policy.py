"""Knows what a decision table says by its hit policy: on known facts one answer, on unknown ones the answers still possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from zoutong.kernel.error import Fault
from zoutong.rules.decision import Reason
from zoutong.rules.dmn.types import Types
from zoutong.rules.feel import Code, Scope, Unknown, ast, compile_node, parse, parse_unary_tests
from zoutong.rules.feel.builtins.totals import extreme, total
from zoutong.rules.feel.compare import passes, safely_equal
from zoutong.rules.feel.values import Null
from zoutong.rules.model import DecisionTable, Row
from zoutong.rules.table import CompiledTable, compile_table

IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a table says: the value (Unknown while open), the rows that fired, the values still possible."""

    value: object
    rows: tuple[Row, ...] = ()
    possible: tuple[object, ...] = ()


def in_force(row: Row, on: dt.date | None) -> bool:
    """Tell whether a row exists on a day: its ``in_force`` is FROM/TO, both included, either side may be empty."""
    span = row.annotations.get(IN_FORCE, "").strip()
    if on is None or not span:
        return True
    first, _, last = (part.strip() for part in span.partition("/"))
    day = on.isoformat()
    return (not first or first <= day) and (not last or day <= last)


class Line:
    """One row, whose cells are compiled when they are first looked at."""

    def __init__(self, row: Row, table: Table) -> None:
        """Compile nothing yet."""
        self.row = row
        self.table = table

    @cached_property
    def tests(self) -> tuple[tuple[int, Code], ...]:
        """Give the tests of the columns in which the row asks for something."""
        return tuple((place, self.table.test(text, self.row)) for place, text in enumerate(self.row.inputs) if text not in ("", "-"))

    @cached_property
    def outputs(self) -> tuple[Code, ...]:
        """Give the conclusions."""
        return tuple(self.table.expression(text, f"第 {self.row.number} 行的结论") for text in self.row.outputs)

    def truth(self, scopes: Sequence[Scope]) -> object:
        """Tell whether the row fires: True, False, or Unknown; null counts as False."""
        found: object = True
        for place, test in self.tests:
            cell = test(scopes[place])
            if isinstance(cell, Unknown):
                found = cell | found
            elif cell is not True:
                return False
        return found


class Table:
    """A decision table that is compiled cell by cell as it is used."""

    def __init__(self, table: DecisionTable, names: frozenset[str], types: Types) -> None:
        """Compile nothing yet."""
        self.table = table
        self.names = names
        self.types = types

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Give the rows."""
        return tuple(Line(row, self) for row in self.table.rows)

    @cached_property
    def columns(self) -> tuple[tuple[Code, Code | None], ...]:
        """Give per input column its expression and the test of its allowed values."""
        return tuple(
            (
                self.expression(clause.expression, clause.label or clause.expression),
                self.test(clause.allowed, None) if clause.allowed else None,
            )
            for clause in self.table.inputs
        )

    @cached_property
    def defaults(self) -> tuple[Code, ...]:
        """Give the default conclusions, none when no column has one."""
        texts = [clause.default for clause in self.table.outputs]
        return tuple(self.expression(text or "null", "默认的结论") for text in texts) if any(texts) else ()

    @cached_property
    def ranks(self) -> tuple[tuple[Code, ...], ...]:
        """Give per output column its allowed values, the most important first."""
        found = []
        for clause in self.table.outputs:
            node = parse_unary_tests(clause.allowed, self.names) if clause.allowed else ast.AnyValue()
            found.append(tuple(compile_node(test) for test in node.tests) if isinstance(node, ast.UnaryTests) else ())
        return tuple(found)

    def expression(self, text: str, what: str) -> Code:
        """Compile a FEEL expression of the table; one that is wrong gives null with its reason."""
        if not text:
            return lambda scope: None
        try:
            return compile_node(parse(text, self.names))
        except Fault as wrong:
            sentence = f"表“{self.table.name}”{what}：{wrong.what.zh}"
            return lambda scope: scope.env.fail(sentence)

    def test(self, text: str, row: Row | None) -> Code:
        """Compile an input cell."""
        try:
            return compile_node(parse_unary_tests(text, self.names))
        except Fault as wrong:
            sentence = f"表“{self.table.name}”第 {row.number if row else 0} 行：{wrong.what.zh}"
            return lambda scope: scope.env.fail(sentence)

    def decide(self, scope: Scope) -> Outcome:
        """Decide on what the scope knows, by the compiled table where it can hold this one."""
        if self.compiled is not None:
            values = {name: scope.get(name) for name in self.compiled.needs}
            found = self.compiled.decide(values, scope.env.on)
            for sentence in found.errors:
                scope.env.fail(f"表“{self.table.name}”：{sentence}")
            rows = tuple(self.table.rows[reason.row - 1] for reason in found.because)
            return Outcome(Unknown(found.missing) if found.missing else found.value, rows, found.possible)
        return self.by_closures(scope)

    @cached_property
    def compiled(self) -> CompiledTable | None:
        """Give the bitmap form of the table; None when a cell, a column or a conclusion must be computed."""
        try:
            compiled = compile_table(self.table, names=self.names)
        except Fault:
            return None
        plain = compiled.fixed and all(
            column.name is not None and not any(cell.opaque for cell in column.cells) for column in compiled.columns
        )
        return compiled if plain and not any(clause.type_ref for clause in self.table.outputs if self.types.find(clause.type_ref)) else None

    def by_closures(self, scope: Scope) -> Outcome:
        """Decide row by row."""
        scopes: list[Scope] = []
        for (code, allowed), clause in zip(self.columns, self.table.inputs, strict=True):
            value = code(scope)
            under = scope.child({"?": value})
            if allowed is not None and value is not None and allowed(under) is False:
                return Outcome(scope.env.fail(f"“{clause.label or clause.expression}”的值不在允许的范围内"))
            scopes.append(under)
        fired: list[Line] = []
        open_: list[tuple[Line, Unknown]] = []
        single = self.table.hit_policy == "FIRST"
        for line in self.lines:
            if not in_force(line.row, scope.env.on):
                continue
            scope.env.tick()
            truth = line.truth(scopes)
            if truth is True:
                fired.append(line)
                if single:
                    break
            elif isinstance(truth, Unknown):
                open_.append((line, truth))
        return self.outcome(fired, open_, scope)

    def outcome(self, fired: list[Line], open_: list[tuple[Line, Unknown]], scope: Scope) -> Outcome:
        """Join the rows that fired and those that still could."""
        if not open_:
            return self.settled(fired, scope)
        policy = self.table.hit_policy
        unknown = _asked([truth for _, truth in open_])
        if policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
            return Outcome(unknown, tuple(line.row for line in fired))
        without = self.settled(fired, scope)
        values = [] if policy == "FIRST" else [without.value]
        values += [self.settled([line] if policy == "FIRST" else [*fired, line], scope).value for line, _ in open_]
        values += [without.value] if policy == "FIRST" else []
        if policy in ("UNIQUE", "ANY") and len(open_) > 1:
            # Row by row nobody sees whether two open rows exclude each other: what follows if they do not is possible, too.
            values += [self.settled([*fired, one, other], scope).value for (one, _), (other, _) in pairwise(open_)]
        possible = distinct(values)
        if len(possible) == 1 and not isinstance(possible[0], Unknown):
            return Outcome(possible[0], without.rows, possible)
        return Outcome(unknown, without.rows, possible)

    def settled(self, fired: list[Line], scope: Scope) -> Outcome:
        """Apply the hit policy to the rows that fired."""
        policy, rows = self.table.hit_policy, tuple(line.row for line in fired)
        if not fired and policy not in ("COLLECT", "RULE ORDER", "OUTPUT ORDER"):
            return Outcome(self.default(scope))
        results = [self.conclusion(line, scope) for line in fired]
        several = len(fired) > 1 and policy in ("UNIQUE", "ANY")
        if several and (policy == "UNIQUE" or not all(safely_equal(results[0], other) is True for other in results[1:])):
            numbers = "、".join(str(row.number) for row in rows)
            return Outcome(scope.env.fail(f"表“{self.table.name}”的第 {numbers} 行同时成立而结论应只有一个"), rows)
        if policy in ("UNIQUE", "ANY", "FIRST"):
            return Outcome(results[0], rows[:1] if policy == "FIRST" else rows)
        if policy in ("PRIORITY", "OUTPUT ORDER"):
            order = sorted(range(len(results)), key=lambda place: self.rank(results[place], scope))
            if policy == "PRIORITY":
                return Outcome(results[order[0]], (rows[order[0]],))
            results = [results[place] for place in order]
            rows = tuple(rows[place] for place in order)
        return Outcome(self.collected(results, scope), rows)

    def collected(self, results: list[object], scope: Scope) -> object:
        """Gather or aggregate the conclusions."""
        if not results and self.defaults:
            return self.default(scope)
        if not self.table.aggregation:
            return results
        if len(self.table.outputs) > 1:
            return scope.env.fail(f"表“{self.table.name}”有几列结论，不能汇总")
        for result in results:
            if isinstance(result, Unknown):
                return result
        try:
            return _AGGREGATES[self.table.aggregation](results)
        except Null as reason:
            return scope.env.fail(reason)

    def default(self, scope: Scope) -> object:
        """Give the default conclusion, null when there is none."""
        return self.shaped([code(scope) for code in self.defaults], scope) if self.defaults else None

    def conclusion(self, line: Line, scope: Scope) -> object:
        """Give what one row concludes."""
        return self.shaped([code(scope) for code in line.outputs], scope)

    def shaped(self, values: list[object], scope: Scope) -> object:
        """Give one value, or a context when the table has several output columns."""
        typed: list[object] = []
        for value, clause in zip(values, self.table.outputs, strict=False):
            try:
                typed.append(self.types.coerce(value, clause.type_ref, what=clause.name or self.table.name))
            except Null as reason:
                typed.append(scope.env.fail(reason))
        if len(self.table.outputs) == 1:
            return typed[0] if typed else None
        return {clause.name: value for clause, value in zip(self.table.outputs, typed, strict=False)}

    def rank(self, result: object, scope: Scope) -> tuple[int, ...]:
        """Give the place of a conclusion in the order of the output values."""
        values = (
            [result.get(clause.name) for clause in self.table.outputs]
            if isinstance(result, dict) and len(self.table.outputs) > 1
            else [result]
        )
        return tuple(_place(value, codes, scope) for value, codes in zip(values, self.ranks, strict=False))


def _place(value: object, codes: tuple[Code, ...], scope: Scope) -> int:
    for place, code in enumerate(codes):
        wanted = code(scope)
        try:
            if passes(value, wanted) is True:
                return place
        except Null:
            continue
    return len(codes)


def _asked(unknowns: list[Unknown]) -> Unknown:
    """Name the unknown facts, those that keep the most rows open first."""
    counts: dict[str, int] = {}
    for unknown in unknowns:
        for name in unknown.names:
            counts[name] = counts.get(name, 0) + 1
    return Unknown(tuple(sorted(counts, key=lambda name: -counts[name])))


def distinct(values: Sequence[object]) -> tuple[object, ...]:
    """Give the different values in the order in which they first occur."""
    found: list[object] = []
    for value in values:
        if not any(value is other or safely_equal(value, other) is True for other in found):
            found.append(value)
    return tuple(found)


def _counted(results: list[object]) -> object:
    return Decimal(len(results))


_AGGREGATES: dict[str, Callable[[list[object]], object]] = {
    "SUM": lambda results: total(results) if results else None,
    "COUNT": _counted,
    "MIN": lambda results: extreme(-1, results) if results else None,
    "MAX": lambda results: extreme(1, results) if results else None,
}


def table_code(table: DecisionTable, names: frozenset[str], types: Types) -> Code:
    """Compile a table to a closure that leaves the rows that fired in ``scope.env.trail``."""
    compiled = Table(table, names, types)

    def run(scope: Scope) -> object:
        outcome = compiled.decide(scope)
        scope.env.trail.append(Fired(table.name, outcome))
        return outcome.value

    return run


@dataclass(frozen=True, slots=True)
class Fired:
    """One use of a table while a decision was made."""

    table: str
    outcome: Outcome

    def reasons(self) -> tuple[Reason, ...]:
        """Give the rows that fired as reasons."""
        return tuple(Reason(self.table, row.number, row.annotations) for row in self.outcome.rows)
