"""Knows the builtins that compare points and ranges on a line: before, meets, overlaps, during (DMN 1.5, 10.3.4.9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from zoutong.rules.feel.builtins.define import define
from zoutong.rules.feel.compare import contains, order
from zoutong.rules.feel.values import Function, Range, null


@dataclass(frozen=True, slots=True)
class _End:
    value: object
    side: int
    """-1 or 1 for an end without limit, 0 else."""


def _order(left: _End, right: _End) -> int:
    if left.side or right.side:
        return (left.side > right.side) - (left.side < right.side)
    return order(left.value, right.value)


def _low(span: Range) -> _End:
    return _End(span.low, 0 if span.low_ended else -1)


def _high(span: Range) -> _End:
    return _End(span.high, 0 if span.high_ended else 1)


def _span(value: object) -> Range:
    return value if isinstance(value, Range) else null("这里应是区间")


def before(first: object, second: object) -> bool:
    """Tell whether the first lies wholly before the second."""
    one = first if isinstance(first, Range) else Range(first, first)
    two = second if isinstance(second, Range) else Range(second, second)
    gap = _order(_high(one), _low(two))
    return gap < 0 or (gap == 0 and not (one.high_closed and two.low_closed))


def meets(first: object, second: object) -> bool:
    """Tell whether the first ends where the second begins, both ends included."""
    one, two = _span(first), _span(second)
    return one.high_closed and two.low_closed and _order(_high(one), _low(two)) == 0


def overlaps(first: object, second: object) -> bool:
    """Tell whether two ranges share a value."""
    return not before(_span(first), _span(second)) and not before(second, first)


def overlaps_before(first: object, second: object) -> bool:
    """Tell whether the first begins before the second and ends inside it."""
    one, two = _span(first), _span(second)
    start, end = _order(_low(one), _low(two)), _order(_high(one), _high(two))
    begins = start < 0 or (start == 0 and one.low_closed and not two.low_closed)
    return begins and not before(one, two) and (end < 0 or (end == 0 and (not one.high_closed or two.high_closed)))


def finishes(first: object, second: object) -> bool:
    """Tell whether the first ends with the second."""
    two = _span(second)
    if not isinstance(first, Range):
        return two.high_closed and _order(_End(first, 0), _high(two)) == 0
    start = _order(_low(first), _low(two))
    same_end = _order(_high(first), _high(two)) == 0 and first.high_closed == two.high_closed
    return same_end and (start > 0 or (start == 0 and (not first.low_closed or two.low_closed)))


def includes(first: object, second: object) -> bool:
    """Tell whether the second lies wholly in the first."""
    one = _span(first)
    if not isinstance(second, Range):
        return contains(one, second) is True
    start, end = _order(_low(one), _low(second)), _order(_high(one), _high(second))
    return (start < 0 or (start == 0 and (one.low_closed or not second.low_closed))) and (
        end > 0 or (end == 0 and (one.high_closed or not second.high_closed))
    )


def starts(first: object, second: object) -> bool:
    """Tell whether the first begins with the second."""
    two = _span(second)
    if not isinstance(first, Range):
        return two.low_closed and _order(_End(first, 0), _low(two)) == 0
    end = _order(_high(first), _high(two))
    same_start = _order(_low(first), _low(two)) == 0 and first.low_closed == two.low_closed
    return same_start and (end < 0 or (end == 0 and (not first.high_closed or two.high_closed)))


def coincides(first: object, second: object) -> bool:
    """Tell whether both are the same point or the same range."""
    if isinstance(first, Range) != isinstance(second, Range):
        null("点与区间不能重合")
    if not isinstance(first, Range) or not isinstance(second, Range):
        return order(first, second) == 0
    return includes(first, second) and includes(second, first)


def _both(name: str, signatures: str, test: Callable[[object, object], bool], *, swapped: bool = False) -> Function:
    def run(first: object, second: object) -> bool:
        if first is None or second is None:
            null("点或区间是空值")
        return test(second, first) if swapped else test(first, second)

    return define(name, signatures, run)


_RANGES = "range1, range2"
_POINT_RANGE = "point, range; range1, range2"
_RANGE_POINT = "range, point; range1, range2"
_ALL = "point1, point2; point, range; range, point; range1, range2"
FUNCTIONS = (
    _both("before", _ALL, before),
    _both("after", _ALL, before, swapped=True),
    _both("meets", _RANGES, meets),
    _both("met by", _RANGES, meets, swapped=True),
    _both("overlaps", _RANGES, overlaps),
    _both("overlaps before", _RANGES, overlaps_before),
    _both("overlaps after", _RANGES, overlaps_before, swapped=True),
    _both("finishes", _POINT_RANGE, finishes),
    _both("finished by", _RANGE_POINT, finishes, swapped=True),
    _both("includes", _RANGE_POINT, includes),
    _both("during", _POINT_RANGE, includes, swapped=True),
    _both("starts", _POINT_RANGE, starts),
    _both("started by", _RANGE_POINT, starts, swapped=True),
    _both("coincides", "point1, point2; range1, range2", coincides),
)
