"""Knows how a condition is said: "≥ 15", "是", "不是：公司", in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from zoutong.kernel.words import Words
from zoutong.rules.feel import YearsMonths
from zoutong.rules.feel.temporal import temporal_text
from zoutong.rules.table.axis import Section
from zoutong.rules.table.cells import Shape, Span
from zoutong.rules.table.column import Cell, Column

ANYTHING = Words("不限", "any")
NOTHING = Words("空值", "null")


def said(value: object) -> Words:
    """Say one value."""
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return Words("是", "yes") if value else Words("否", "no")
    if isinstance(value, Decimal):
        text = f"{value.normalize():f}" if value else "0"
        return Words(text, text)
    if isinstance(value, date | timedelta | YearsMonths):
        text = temporal_text(value)
        return Words(text, text)
    if isinstance(value, list | tuple):
        return _listed([said(item) for item in value])
    return Words(str(value), str(value))


def _listed(parts: Sequence[Words]) -> Words:
    """Join alternatives."""
    return Words(" 或 ".join(part.zh for part in parts), " or ".join(part.en for part in parts))


def span_words(span: Span) -> Words:
    """Say one span."""
    if span.single:
        return said(span.low)
    low, high = said(span.low), said(span.high)
    parts_zh, parts_en = [], []
    if span.low is not None:
        sign = "≥" if span.low_closed else ">"
        parts_zh.append(f"{sign} {low.zh}")
        parts_en.append(f"{sign} {low.en}")
    if span.high is not None:
        sign = "≤" if span.high_closed else "<"
        parts_zh.append(f"{sign} {high.zh}")
        parts_en.append(f"{sign} {high.en}")
    return Words(" 且 ".join(parts_zh), " and ".join(parts_en))


def shape_words(shape: Shape) -> Words:
    """Say what a cell accepts."""
    if shape.any:
        return ANYTHING
    parts = [span_words(span) for span in shape.spans] + ([NOTHING] if shape.null else [])
    if shape.negated:
        joined = _list_of(parts)
        return Words(f"不是：{joined.zh}", f"not: {joined.en}")
    parts += [Words(f"不是：{said(span.low).zh}", f"not: {said(span.low).en}") for span in shape.excepted]
    return _listed(parts)


def _list_of(parts: Sequence[Words]) -> Words:
    """Join excluded values."""
    return Words("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def cell_words(cell: Cell) -> Words:
    """Say one cell; an opaque one is shown as it is written."""
    if cell.shape is None:
        return Words(f"符合 {cell.text}", f"meets {cell.text}")
    return shape_words(cell.shape)


def region_words(column: Column, codes: Iterable[int]) -> Words:
    """Say a set of codes of a column: neighbours are joined to one span."""
    wanted = set(codes)
    parts: list[Words] = []
    for section in column.sections:
        inside = [code for code in range(section.base, section.base + section.size) if code in wanted]
        parts.extend(_ordered(section, inside, column) if section.ordered else _unordered(section, inside))
    if column.null_code in wanted:
        parts.append(NOTHING)
    if column.foreign_code in wanted:
        parts.append(ANYTHING)
    return _listed(parts) if parts else ANYTHING


def _unordered(section: Section, inside: Sequence[int]) -> list[Words]:
    """Say codes of a kind without order."""
    names = [said(section.points[code - section.base]) for code in inside if code - section.base < len(section.points)]
    if section.kind == "string" and inside and inside[-1] - section.base == len(section.points):
        left_out = [said(point) for at, point in enumerate(section.points) if section.base + at not in inside]
        if not left_out:
            return [ANYTHING]
        joined = _list_of(left_out)
        return [Words(f"不是：{joined.zh}", f"not: {joined.en}")]
    return names


def _ordered(section: Section, inside: Sequence[int], column: Column) -> list[Words]:
    """Say codes of an ordered kind; a gap that the step leaves empty does not cut a run."""
    parts: list[Words] = []
    run: list[int] = []
    for code in inside:
        if run and any(between in column.domain for between in range(run[-1] + 1, code)):
            parts.append(_run(section, run))
            run = []
        run.append(code)
    if run:
        parts.append(_run(section, run))
    return parts


def _run(section: Section, run: Sequence[int]) -> Words:
    """Say one run of neighbouring codes."""
    low, _ = section.bounds(run[0])
    _, high = section.bounds(run[-1])
    if low is None and high is None:
        return ANYTHING
    first, last = (run[0] - section.base) % 2 == 1, (run[-1] - section.base) % 2 == 1
    return span_words(Span(section.kind, low, high, first, last))
