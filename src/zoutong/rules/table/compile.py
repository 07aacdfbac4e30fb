"""Knows how a decision table becomes a compiled one: cells parsed once, columns cut, outputs turned into values or closures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.rules.feel import Calendar, Code, Environment, Node, Scope, ast, compile_node, constant, free_names, parse, parse_unary_tests
from zoutong.rules.feel.builtins import BUILTINS
from zoutong.rules.model import DecisionTable, InputClause, Row
from zoutong.rules.table.axis import Section, codes_of, sections_of, separable
from zoutong.rules.table.cells import Shape, shape_of
from zoutong.rules.table.column import Cell, Column


@dataclass(frozen=True, slots=True)
class Output:
    """One output entry: its constant value, or the closure that gives it and the names that it needs."""

    value: object = None
    code: Code | None = None
    needs: frozenset[str] = frozenset()


def in_table(table: DecisionTable, where: Words, row: int | None, cause: Fault) -> Fault:
    """Say where in a table a fault of FEEL lies."""
    return Fault(
        cause.code,
        Words(f"表“{table.name}”{where.zh}：{cause.what.zh}", f"Table “{table.name}”, {where.en}: {cause.what.en}"),
        cure=cause.cure, file=table.file, row=row,
    )  # fmt: skip


def fixed(node: Node) -> object:
    """Give the constant of a node; LookupError when it is none."""
    try:
        return constant(node)
    except Fault:
        raise LookupError from None


def column_of(table: DecisionTable, index: int, names: Iterable[str], calendar: Calendar | None) -> Column:
    """Compile one column; Fault (with the row) when a cell, the expression or the step cannot be read."""
    clause = table.inputs[index]
    names = tuple(names)
    rows_with: dict[str, int] = {}
    for at, row in enumerate(table.rows):
        text = row.inputs[index].strip()
        rows_with[text] = rows_with.get(text, 0) | 1 << at
    nodes = {text: _tests(table, text, index, rows, names) for text, rows in rows_with.items()}
    shapes = {text: shape_of(node, fixed) for text, node in nodes.items()}
    allowed = _allowed(table, clause, names)
    known = [shape for shape in (*shapes.values(), allowed) if shape is not None]
    try:
        sections = sections_of(known, clause.type_ref, clause.step)
    except ValueError:
        raise _bad_step(table, clause) from None
    cells = [_cell(text, nodes[text], shapes[text], sections, rows) for text, rows in rows_with.items()]
    place = {text: at for at, text in enumerate(rows_with)}
    of_row = [place[row.inputs[index].strip()] for row in table.rows]
    permitted = codes_of(allowed, sections) if allowed is not None and not allowed.any and separable(allowed, sections) else None
    column = Column(clause, sections, cells, of_row, permitted)
    expression = _expression(table, clause, names)
    name = expression.name if isinstance(expression, ast.Name) else None
    null_scope = Scope({"?": None}, Environment(BUILTINS, calendar=calendar))
    nulls = column.open_rows
    for cell in cells:
        if not cell.opaque and not cell.any and cell.code(null_scope) is True:
            nulls |= cell.rows
    column.finish(name, None if name else compile_node(expression), frozenset({name}) if name else free_names(expression), nulls)
    return column


def _tests(table: DecisionTable, text: str, index: int, rows: int, names: tuple[str, ...]) -> Node:
    """Parse one cell."""
    try:
        return parse_unary_tests(text, names)
    except Fault as cause:
        row = table.rows[(rows & -rows).bit_length() - 1].number
        label = table.inputs[index].label or table.inputs[index].expression
        raise in_table(table, Words(f"第 {row} 行的条件“{label}”", f"row {row}, condition “{label}”"), row, cause) from None


def _cell(text: str, node: Node, shape: Shape | None, sections: tuple[Section, ...], rows: int) -> Cell:
    """Compile one distinct cell; constants of a kind that the column does not have make no code and are told apart by the checks."""
    kinds = {section.kind for section in sections}
    mixed: tuple[str, ...] = ()
    if shape is not None:
        mixed = tuple(sorted({span.kind for span in (*shape.spans, *shape.excepted)} - kinds))
        if not separable(shape, sections) or (shape.negated and mixed):
            shape = None
    codes = codes_of(shape, sections) if shape is not None else 0
    return Cell(text, compile_node(node), shape, codes, free_names(node), rows, mixed)


def _allowed(table: DecisionTable, clause: InputClause, names: tuple[str, ...]) -> Shape | None:
    """Read the allowed values of a column; None when any value is, or when they are no constants."""
    if not clause.allowed.strip():
        return None
    try:
        return shape_of(parse_unary_tests(clause.allowed, names), fixed)
    except Fault as cause:
        label = clause.label or clause.expression
        raise in_table(table, Words(f"条件“{label}”的允许值", f"the allowed values of condition “{label}”"), None, cause) from None


def _expression(table: DecisionTable, clause: InputClause, names: tuple[str, ...]) -> Node:
    """Parse the expression of a column."""
    try:
        return parse(clause.expression, names)
    except Fault as cause:
        raise in_table(table, Words(f"条件“{clause.expression}”", f"condition “{clause.expression}”"), None, cause) from None


def _bad_step(table: DecisionTable, clause: InputClause) -> Fault:
    """Say that a step cannot be read."""
    return Fault(
        "table.step",
        Words(
            f"条件“{clause.expression}”的最小差“{clause.step}”读不懂。",
            f"The step “{clause.step}” of condition “{clause.expression}” cannot be read.",
        ),
        cure=Words("请写成 1、0.01 或 P1D。", "Write 1, 0.01 or P1D."),
        file=table.file,
    )


def output_of(table: DecisionTable, text: str, row: Row | None, index: int, names: Iterable[str]) -> Output:
    """Compile one output entry or default; an empty one is null."""
    if not text.strip() or text.strip() == "-":
        return Output()
    label = table.outputs[index].label or table.outputs[index].name or table.name
    try:
        node = parse(text, names)
    except Fault as cause:
        number = row.number if row else None
        where = (
            Words(f"第 {number} 行的结论“{label}”", f"row {number}, conclusion “{label}”")
            if row
            else Words(f"结论“{label}”的默认值", f"the default of “{label}”")
        )
        raise in_table(table, where, number, cause) from None
    try:
        return Output(fixed(node))
    except LookupError:
        return Output(None, compile_node(node), free_names(node))


def priorities(table: DecisionTable, names: Iterable[str]) -> list[list[object]]:
    """Read the allowed values of each output, in order of priority; empty when they are not listed one by one."""
    found: list[list[object]] = []
    for clause in table.outputs:
        if not clause.allowed.strip():
            found.append([])
            continue
        try:
            shape = shape_of(parse_unary_tests(clause.allowed, names), fixed)
        except Fault as cause:
            where = Words(f"结论“{clause.label or clause.name}”的允许值", f"the allowed values of “{clause.label or clause.name}”")
            raise in_table(table, where, None, cause) from None
        listed = shape is not None and not shape.any and not shape.negated and all(span.single for span in shape.spans)
        found.append([span.low for span in shape.spans] if shape is not None and listed else [])
    return found


def period_of(table: DecisionTable, row: Row) -> tuple[date, date]:
    """Read a row's ``in_force``: the first and the last day; open sides reach to the ends of the calendar. Fault when it is unreadable."""
    text = row.annotations.get("in_force", "").strip()
    if not text:
        return date.min, date.max
    first, _, last = text.partition("/")
    try:
        since = date.fromisoformat(first.strip()) if first.strip() else date.min
        until = date.fromisoformat(last.strip()) if last.strip() else date.max
    except ValueError:
        raise Fault(
            "table.in_force",
            Words(f"表“{table.name}”第 {row.number} 行的施行期“{text}”读不懂。", f"Table “{table.name}”, row {row.number}: the period “{text}” cannot be read."),
            cure=Words("请写成 2025-09-01/2026-06-30，任一边可空。", "Write 2025-09-01/2026-06-30; either side may be empty."),
            file=table.file, row=row.number,
        ) from None  # fmt: skip
    return since, until


def seasons(periods: list[tuple[date, date]]) -> tuple[list[date], list[int]]:
    """Cut time where rows come into force or end: the first day of each season, and the rows that exist in it."""
    starts = {date.min}
    for since, until in periods:
        starts.add(since)
        if until < date.max:
            starts.add(until + timedelta(days=1))
    days = sorted(starts)
    alive = [sum(1 << at for at, (since, until) in enumerate(periods) if since <= day <= until) for day in days]
    return days, alive
