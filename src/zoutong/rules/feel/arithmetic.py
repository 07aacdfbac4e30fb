"""Knows what + - * / ** mean for numbers, strings, dates and durations; unknown goes through, what makes no sense is null."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import NoReturn

from zoutong.rules.feel.far import ERA_YEARS, Far, between, settle, shifted, split
from zoutong.rules.feel.temporal import from_seconds, moment_of, seconds_of
from zoutong.rules.feel.values import DECIMAL, Unknown, YearsMonths, kind, null

MAX_TEXT = 1_000_000
Operation = Callable[[object, object], object]
_DAY = dt.timedelta(days=1)


def add_months(day: dt.date | Far, months: int) -> dt.date | Far:
    """Move a date by months; the day is held back to the end of a shorter month."""
    near, eras = split(day)
    years, month = divmod(near.month - 1 + months, 12)
    more, year = divmod(near.year - 2000 + years, ERA_YEARS)
    return settle(
        near.replace(year=2000 + year, month=month + 1, day=min(near.day, calendar.monthrange(2000 + year, month + 1)[1])), eras + more
    )


def _senseless(op: str, left: object, right: object) -> NoReturn:
    null(f"{kind(left)} 与 {kind(right)} 之间不能做“{op}”运算")


def _shift(value: object, length: object) -> object:
    """Move a date, moment or time by a duration."""
    if isinstance(length, YearsMonths):
        if isinstance(value, dt.date | Far):
            return add_months(value, length.months)
        if isinstance(value, YearsMonths):
            return YearsMonths(value.months + length.months)
    elif isinstance(length, dt.timedelta):
        if isinstance(value, dt.timedelta):
            return value + length
        if isinstance(value, dt.datetime) or (isinstance(value, Far) and isinstance(value.near, dt.datetime)):
            return shifted(value, length)
        if isinstance(value, dt.date | Far):
            return shifted(value, dt.timedelta(days=length // _DAY))
        if isinstance(value, dt.time):
            return (
                dt.datetime.combine(dt.date(2000, 1, 2), value) + dt.timedelta(seconds=length.seconds, microseconds=length.microseconds)
            ).timetz()
    _senseless("+", value, length)


def add(left: object, right: object) -> object:
    """Add; strings are joined."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.add(left, right)
    if isinstance(left, str) and isinstance(right, str):
        if len(left) + len(right) > MAX_TEXT:
            null("字符串太长")
        return left + right
    if isinstance(left, dt.timedelta | YearsMonths) and not isinstance(right, dt.timedelta | YearsMonths):
        return _shift(right, left)
    return _shift(left, right)


def subtract(left: object, right: object) -> object:
    """Subtract; two dates give the days and time between them."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.subtract(left, right)
    if isinstance(left, dt.date | Far) and isinstance(right, dt.date | Far):
        first, second = (left, right) if kind(left) == kind(right) else (moment_of(left), moment_of(right))
        if zoned(first) != zoned(second):
            null("一个时刻有时区，另一个没有，不能相减")
        return between(first, second)
    if isinstance(left, dt.time) and isinstance(right, dt.time):
        if (left.tzinfo is None) != (right.tzinfo is None):
            null("一个时刻有时区，另一个没有，不能相减")
        return _clock(left) - _clock(right)
    if isinstance(right, YearsMonths):
        return _shift(left, YearsMonths(-right.months))
    if isinstance(right, dt.timedelta):
        return _shift(left, -right)
    _senseless("-", left, right)


def zoned(value: dt.date | Far) -> bool:
    """Tell whether a moment has a zone; a date has none."""
    near = value.near if isinstance(value, Far) else value
    return isinstance(near, dt.datetime) and near.utcoffset() is not None


def _clock(value: dt.time) -> dt.timedelta:
    since = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    return since - (value.utcoffset() or dt.timedelta())


def multiply(left: object, right: object) -> object:
    """Multiply numbers, or a duration by a number."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.multiply(left, right)
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(right, Decimal) and abs(right) < 10**15:
        if isinstance(left, YearsMonths):
            return YearsMonths(int(left.months * right))
        if isinstance(left, dt.timedelta):
            return from_seconds(DECIMAL.multiply(seconds_of(left), right))
    _senseless("*", left, right)


def divide(left: object, right: object) -> object:
    """Divide numbers, a duration by a number, or two durations of one kind."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.divide(left, right)
    if isinstance(left, YearsMonths) and isinstance(right, Decimal):
        return YearsMonths(int(DECIMAL.divide(Decimal(left.months), right)))
    if isinstance(left, dt.timedelta) and isinstance(right, Decimal):
        return from_seconds(DECIMAL.divide(seconds_of(left), right))
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return DECIMAL.divide(Decimal(left.months), Decimal(right.months))
    if isinstance(left, dt.timedelta) and isinstance(right, dt.timedelta):
        return DECIMAL.divide(seconds_of(left), seconds_of(right))
    _senseless("/", left, right)


def power(left: object, right: object) -> object:
    """Raise a number to a power."""
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return DECIMAL.power(left, right)
    _senseless("**", left, right)


def negate(value: object) -> object:
    """Turn the sign of a number or a duration."""
    if isinstance(value, Unknown):
        return value
    if isinstance(value, Decimal):
        return DECIMAL.minus(value)
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    if isinstance(value, dt.timedelta):
        return -value
    return null(f"{kind(value)} 没有相反数")


def guarded(operation: Operation) -> Operation:
    """Let unknown through an operation and turn what arithmetic cannot do into null with its reason."""

    def run(left: object, right: object) -> object:
        if isinstance(left, Unknown):
            return left | right
        if isinstance(right, Unknown):
            return right
        try:
            return operation(left, right)
        except DivisionByZero:
            null("除数是零")
        except (InvalidOperation, Overflow, OverflowError):
            null("结果超出了数或日期的范围")

    return run


OPERATIONS: dict[str, Operation] = {
    "+": guarded(add), "-": guarded(subtract), "*": guarded(multiply), "/": guarded(divide), "**": guarded(power),
}  # fmt: skip
