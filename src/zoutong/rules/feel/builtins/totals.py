"""Knows the builtins that make one value of many: sums, means, extremes, all and any."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from zoutong.rules.feel.builtins.define import as_truth, define, items_given
from zoutong.rules.feel.compare import joined, order
from zoutong.rules.feel.values import DECIMAL, Unknown, kind, null


def _numbers(values: tuple[object, ...]) -> list[Decimal]:
    items = items_given(values)
    return [item if isinstance(item, Decimal) else null(f"列表里应都是数，却有 {kind(item)}") for item in items]


def _some(numbers: Sequence[Decimal]) -> Sequence[Decimal]:
    return numbers or null("列表是空的")


def total(*values: object) -> Decimal:
    """Add up."""
    result = Decimal(0)
    for number in _some(_numbers(values)):
        result = DECIMAL.add(result, number)
    return result


def _product(*values: object) -> Decimal:
    result = Decimal(1)
    for number in _some(_numbers(values)):
        result = DECIMAL.multiply(result, number)
    return result


def _mean(*values: object) -> Decimal:
    numbers = _some(_numbers(values))
    return DECIMAL.divide(total(numbers), Decimal(len(numbers)))


def _median(*values: object) -> Decimal:
    numbers = sorted(_some(_numbers(values)))
    middle = len(numbers) // 2
    return numbers[middle] if len(numbers) % 2 else DECIMAL.divide(DECIMAL.add(numbers[middle - 1], numbers[middle]), Decimal(2))


def _stddev(*values: object) -> Decimal:
    numbers = _numbers(values)
    if len(numbers) < 2:
        null("标准差至少要两个数")
    mean = _mean(numbers)
    squares = [DECIMAL.multiply(d, d) for d in (DECIMAL.subtract(n, mean) for n in numbers)]
    return DECIMAL.sqrt(DECIMAL.divide(total(squares), Decimal(len(numbers) - 1)))


def _mode(*values: object) -> list[object]:
    counts: dict[Decimal, int] = {}
    for number in _numbers(values):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)  # type: ignore[return-value]


def extreme(sign: int, *values: object) -> object:
    """Give the largest (1) or the smallest (-1) item."""
    items = items_given(values) or null("列表是空的")
    best = items[0]
    if len(items) == 1:
        order(best, best)
    for item in items[1:]:
        if order(item, best) == sign:
            best = item
    return best


def _judged(winner: bool, *values: object) -> object:
    items = items_given(values)
    return joined((item if isinstance(item, Unknown) or item is None else as_truth(item) for item in items), winner)


FUNCTIONS = (
    define("sum", "list", total, variadic=True),
    define("product", "list", _product, variadic=True),
    define("mean", "list", _mean, variadic=True),
    define("median", "list", _median, variadic=True),
    define("stddev", "list", _stddev, variadic=True),
    define("mode", "list", _mode, variadic=True),
    define("min", "list", lambda *values: extreme(-1, *values), variadic=True),
    define("max", "list", lambda *values: extreme(1, *values), variadic=True),
    define("all", "list", lambda *values: _judged(False, *values), variadic=True, keeps_unknown=True),
    define("any", "list", lambda *values: _judged(True, *values), variadic=True, keeps_unknown=True),
    define("not", "negand", lambda value: None if value is None else not as_truth(value)),
)
