"""Knows when two values are equal, which comes first, and what lies in a range; None means null, Unknown stays unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from zoutong.rules.feel.far import Far, split
from zoutong.rules.feel.values import Function, Range, Unknown, kind, null

Truth = bool | Unknown | None


def equal(left: object, right: object) -> Truth:
    """Tell whether two values are equal; values of different types have no answer (null)."""
    if isinstance(left, Unknown):
        return left | right
    if isinstance(right, Unknown):
        return right
    if left is None or right is None:
        return left is None and right is None
    first = kind(left)
    if first != kind(right):
        null(f"{first} 与 {kind(right)} 不能比较是否相等")
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all_of(equal(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all_of(equal(value, right[key]) for key, value in left.items())
    if isinstance(left, Range) and isinstance(right, Range):
        return left == right
    if isinstance(left, Function):
        return left is right
    if isinstance(left, dt.datetime | dt.time) and isinstance(right, dt.datetime | dt.time):
        if (left.tzinfo is None) != (right.tzinfo is None):
            return False
        return _whole_millisecond(left) == _whole_millisecond(right)
    return bool(left == right)


def _whole_millisecond(value: dt.datetime | dt.time) -> dt.datetime | dt.time:
    """Cut what is below a millisecond: the compatibility kit holds such times equal."""
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def all_of(truths: Iterable[object]) -> Truth:
    """Join by "and": false wins, then unknown, then null."""
    return joined(truths, False)


def any_of(truths: Iterable[object]) -> Truth:
    """Join by "or": true wins, then unknown, then null."""
    return joined(truths, True)


def joined(truths: Iterable[object], winner: bool) -> Truth:
    """Join truths; the winner decides at once, unknown and null are kept."""
    found: Truth = not winner
    for truth in truths:
        if truth is winner:
            return winner  # the rest is not looked at
        if isinstance(truth, Unknown):
            found = truth | found
        elif truth is not (not winner) and not isinstance(found, Unknown):
            found = None
    return found


def safely_equal(left: object, right: object) -> Truth:
    """Tell whether two values are equal; different types are simply not equal. For list functions and tests."""
    if isinstance(left, Unknown):
        return left | right
    if isinstance(right, Unknown):
        return right
    return kind(left) == kind(right) and equal(left, right)


def order(left: object, right: object) -> int:
    """Give -1, 0 or 1; null when the two cannot be put in order."""
    first = kind(left)
    if first != kind(right) or isinstance(left, bool | list | dict | Range | Function) or left is None:
        null(f"{first} 与 {kind(right)} 不能比较大小")
    if (
        isinstance(left, dt.datetime | dt.time)
        and isinstance(right, dt.datetime | dt.time)
        and (left.tzinfo is None) != (right.tzinfo is None)
    ):
        null("一个时刻有时区，另一个没有，不能比较大小")
    if isinstance(left, Far) or isinstance(right, Far):
        left, right = _far_key(left), _far_key(right)
    return -1 if left < right else 1 if left > right else 0  # type: ignore[operator]


def _far_key(value: object) -> tuple[int, dt.date]:
    near, eras = split(value)  # type: ignore[arg-type]
    return eras, near


def _by(test: Callable[[int], bool]) -> Callable[[object, object], Truth]:
    def run(left: object, right: object) -> Truth:
        if isinstance(left, Unknown):
            return left | right
        if isinstance(right, Unknown):
            return right
        return test(order(left, right))

    return run


def not_equal(left: object, right: object) -> Truth:
    """Tell whether two values differ."""
    same = equal(left, right)
    return (not same) if isinstance(same, bool) else same


COMPARISONS: dict[str, Callable[[object, object], Truth]] = {
    "=": equal, "!=": not_equal, "<": _by(lambda o: o < 0), "<=": _by(lambda o: o <= 0), ">": _by(lambda o: o > 0), ">=": _by(lambda o: o >= 0),
}  # fmt: skip


def contains(span: Range, value: object) -> Truth:
    """Tell whether a value lies in a range."""
    if span.op == "!=":
        return not_equal(value, span.low)
    if value is None:
        null("空值不在任何区间里")
    if (span.low is None and span.low_ended) or (span.high is None and span.high_ended):
        null("区间的一端是空值")
    above = True if not span.low_ended else COMPARISONS[">=" if span.low_closed else ">"](value, span.low)
    if above is False:
        return False
    return all_of((above, True if not span.high_ended else COMPARISONS["<=" if span.high_closed else "<"](value, span.high)))


def passes(value: object, test: object) -> Truth:
    """Tell whether a value passes an evaluated test: lies in the range, is in the list (or in a range in it), or is equal."""
    if isinstance(test, Unknown):
        return test | value
    if isinstance(test, Range):
        return contains(test, value)
    if isinstance(test, list) and not isinstance(value, list):
        return any_of(_in_list(value, item) for item in test)
    if isinstance(test, list):
        return any_of((equal(value, test), any_of(passes(value, item) for item in test if isinstance(item, list | Range))))
    return equal(value, test)


def _in_list(value: object, item: object) -> Truth:
    return (
        passes(value, item) if (isinstance(item, Range) and value is not None) or isinstance(item, Unknown) else safely_equal(value, item)
    )


def span_of(op: str, end: object) -> Range:
    """Give the range of a comparison: (< 5) is everything below five."""
    if op in ("=", "!="):
        return Range(end, end, op=op)
    if op in ("<", "<="):
        return Range(None, end, False, op == "<=", low_ended=False, op=op)
    return Range(end, None, op == ">=", False, high_ended=False, op=op)
