"""Knows how a builtin is declared and how its arguments are checked: unknown goes through, a wrong type is null with a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from zoutong.rules.feel.far import Far
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.values import Function, Unknown, kind, null


def define(
    name: str,
    signatures: str,
    run: Callable[..., object],
    *,
    optional: int = 0,
    variadic: bool = False,
    scoped: bool = False,
    keeps_unknown: bool = False,
) -> Function:
    """Declare a builtin: signatures as ``a, b; c``; ``keeps_unknown`` for those that may carry unknown items of a list along."""

    def guarded(scope: Scope, *values: object) -> object:
        unknown = unknown_in(values, deep=not keeps_unknown)
        if unknown is not None:
            return unknown
        try:
            return run(scope, *values) if scoped else run(*values)
        except (InvalidOperation, DivisionByZero, Overflow, OverflowError):
            null(f"函数“{name}”的结果超出了数的范围")

    names = tuple(tuple(part.strip() for part in one.split(",")) if one.strip() else () for one in signatures.split(";"))
    return Function(name, names, guarded, optional, variadic, builtin=True)


def unknown_in(values: tuple[object, ...], *, deep: bool) -> Unknown | None:
    """Give the unknown among the values (or among the items of their lists), None when there is none."""
    found: Unknown | None = None
    for value in values:
        if isinstance(value, Unknown):
            found = value | found
        elif deep and isinstance(value, list):
            for item in value:
                if isinstance(item, Unknown):
                    found = item | found
    return found


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def as_number(value: object) -> Decimal:
    """Give the number; null for anything else."""
    value = _single(value)
    if not isinstance(value, Decimal):
        null(f"这里应是数，却是 {kind(value)}")
    return value


def as_whole(value: object) -> int:
    """Give the whole number; null for anything else, also for one too large to count with."""
    number = as_number(value)
    if number != number.to_integral_value() or abs(number) > 10**12:
        null(f"这里应是整数，却是 {number}")
    return int(number)


def as_text(value: object) -> str:
    """Give the string; null for anything else."""
    value = _single(value)
    if not isinstance(value, str):
        null(f"这里应是字符串，却是 {kind(value)}")
    return value


def as_truth(value: object) -> bool:
    """Give the boolean; null for anything else."""
    value = _single(value)
    if not isinstance(value, bool):
        null(f"这里应是真或假，却是 {kind(value)}")
    return value


def as_list(value: object) -> list[object]:
    """Give the list; a single value becomes a list of one, null has no list."""
    if value is None:
        null("这里应是列表，却是空值")
    return value if isinstance(value, list) else [value]


def as_context(value: object) -> dict[str, object]:
    """Give the context; null for anything else."""
    value = _single(value)
    if not isinstance(value, dict):
        null(f"这里应是上下文，却是 {kind(value)}")
    return value


def as_day(value: object) -> dt.date | Far:
    """Give the date of a date or moment; null for anything else."""
    value = _single(value)
    if isinstance(value, dt.datetime | Far):
        return value.date()
    if not isinstance(value, dt.date):
        null(f"这里应是日期，却是 {kind(value)}")
    return value


def as_near_day(value: object) -> dt.date:
    """Give the date of a date or moment of the years 1 to 9999; null for anything else."""
    day = as_day(value)
    return null("年份不在 1 到 9999 之间") if isinstance(day, Far) else day


def as_function(value: object) -> Function:
    """Give the function; null for anything else."""
    if not isinstance(value, Function):
        null(f"这里应是函数，却是 {kind(value)}")
    return value


def items_given(values: tuple[object, ...]) -> list[object]:
    """Give the items of ``f(list)`` or ``f(a, b, c)``."""
    return as_list(values[0]) if len(values) == 1 else list(values)
