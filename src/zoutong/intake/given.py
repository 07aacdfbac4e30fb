"""Knows how facts handed in as JSON become typed facts, and what to say when a value does not fit its fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from zoutong.kernel.error import Fault
from zoutong.kernel.facts import CONTRADICTORY, Facts, SourceKind
from zoutong.kernel.words import Words
from zoutong.pack import Pack
from zoutong.pack.specs import FactSpec

_EXPECTED = {
    "boolean": Words("请写 true 或 false。", "Write true or false."),
    "integer": Words("请写整数。", "Write a whole number."),
    "number": Words("请写数字。", "Write a number."),
    "money": Words("请写数字，单位是元。", "Write a number, in yuan."),
    "date": Words("日期请写成 2026-11-23 这样。", "Write dates like 2026-11-23."),
    "list": Words("请写成列表。", "Write a list."),
    "month_list": Words('请写成月份的列表，例如 ["2026-08"]。', 'Write a list of months such as ["2026-08"].'),
    "object": Words("请写成对象。", "Write an object."),
}


def given(pack: Pack, values: Mapping[str, object], kind: SourceKind = "answered", file: str = "", row: int | None = None) -> Facts:
    """Make typed facts of plain JSON values; null and "unknown" stay unknown, names that the pack does not know are kept as they are.

    Fault (``intake.fact``, with file and row) when a value does not fit the type of its fact.
    """
    typed: dict[str, object] = {}
    for name, value in values.items():
        spec = pack.facts.get(name)
        typed[name] = value if spec is None or value in (None, "", "unknown", CONTRADICTORY) else _typed(spec, value, file, row)
    return Facts.of(typed, kind)


def _typed(spec: FactSpec, value: object, file: str, row: int | None) -> object:
    """Give the value in the type of its fact."""
    try:
        found = _read(spec, value)
    except (ValueError, InvalidOperation):
        found = None
    if found is None:
        raise _misfit(spec, value, file, row)
    return found


def _read(spec: FactSpec, value: object) -> object:
    """Read a value by the type of its fact; None when it does not fit."""
    if spec.type == "boolean":
        return value if isinstance(value, bool) else None
    if spec.type in ("integer", "number", "money"):
        return _number(spec, value)
    if spec.type == "date":
        return value if isinstance(value, date) else date.fromisoformat(value) if isinstance(value, str) else None
    if spec.type in ("list", "month_list"):
        return value if isinstance(value, list | tuple) else None
    if spec.type == "object":
        return value if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else None


def _number(spec: FactSpec, value: object) -> object:
    """Read a number exactly; whole facts take no fractions, and nobody is owed a negative sum."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    number = Decimal(str(value))
    if not number.is_finite() or (spec.type == "integer" and number != number.to_integral_value()):
        return None
    return number if number >= 0 or spec.known_by == "system" else None


def _misfit(spec: FactSpec, value: object, file: str, row: int | None) -> Fault:
    """Say that a value does not fit."""
    choices = "、".join(code for code, _ in spec.options)
    cure = Words(f"可以写：{choices}。", f"It can be one of: {', '.join(code for code, _ in spec.options)}.") if spec.options else _EXPECTED.get(spec.type)
    text = str(value)[:40]
    return Fault(
        "intake.fact",
        Words(f"“{spec.name}”（{spec.label.zh}）的值“{text}”读不懂。", f"The value “{text}” of “{spec.name}” ({spec.label.en}) cannot be read."),
        cure=cure,
        file=file,
        row=row,
    )
