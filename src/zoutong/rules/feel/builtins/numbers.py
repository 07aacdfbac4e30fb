"""Knows the builtins for numbers: rounding, roots, remainders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Context, Decimal

from zoutong.rules.feel.builtins.define import as_number, as_whole, define
from zoutong.rules.feel.values import DECIMAL, YearsMonths, null

_WIDE = Context(prec=12_500, Emin=-999_999, Emax=999_999)


def rounded(value: Decimal, scale: int, rounding: str) -> Decimal:
    """Round to so many places after the point (before it when negative)."""
    if not -6111 <= scale <= 6176:
        null(f"小数位数 {scale} 超出 -6111 到 6176")
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -scale:
        return value
    return DECIMAL.plus(value.quantize(Decimal(1).scaleb(-scale, _WIDE), rounding, _WIDE))


def _rounder(rounding: str) -> Callable[..., object]:
    def run(value: object, scale: object = Decimal(0)) -> Decimal:
        return rounded(as_number(value), as_whole(scale), rounding)

    return run


def modulo(dividend: object, divisor: object) -> Decimal:
    """Give dividend - divisor * floor(dividend / divisor)."""
    number, by = as_number(dividend), as_number(divisor)
    if by == 0:
        null("除数是零")
    rest = _WIDE.remainder(number, by) if abs(number.adjusted() - by.adjusted()) < 6_200 else null("两数相差太大")
    if rest and (rest < 0) != (by < 0):
        rest += by
    return DECIMAL.plus(rest)


def _root(value: object) -> Decimal:
    return DECIMAL.sqrt(as_number(value))


def _log(value: object) -> Decimal:
    number = as_number(value)
    return DECIMAL.ln(number) if number > 0 else null("只有正数有对数")


def _parity(rest: int) -> Callable[..., object]:
    def run(value: object) -> bool:
        number = as_number(value)
        if number != number.to_integral_value():
            null(f"{number} 不是整数，没有奇偶")
        return int(_WIDE.remainder(number, Decimal(2))) % 2 == rest

    return run


def _absolute(value: object) -> object:
    """Give the size of a number or a duration without its sign."""
    if isinstance(value, YearsMonths):
        return YearsMonths(abs(value.months))
    return abs(value) if isinstance(value, dt.timedelta) else DECIMAL.abs(as_number(value))


FUNCTIONS = (
    define("decimal", "n, scale", _rounder(ROUND_HALF_EVEN)),
    define("floor", "n, scale", _rounder(ROUND_FLOOR), optional=1),
    define("ceiling", "n, scale", _rounder(ROUND_CEILING), optional=1),
    define("round up", "n, scale", _rounder(ROUND_UP)),
    define("round down", "n, scale", _rounder(ROUND_DOWN)),
    define("round half up", "n, scale", _rounder(ROUND_HALF_UP)),
    define("round half down", "n, scale", _rounder(ROUND_HALF_DOWN)),
    define("abs", "n", _absolute),
    define("modulo", "dividend, divisor", modulo),
    define("sqrt", "number", _root),
    define("log", "number", _log),
    define("exp", "number", lambda value: DECIMAL.exp(as_number(value))),
    define("odd", "number", _parity(1)),
    define("even", "number", _parity(0)),
)
