"""Knows the values of FEEL that Python lacks: unknown, years-and-months durations, ranges, functions, and exact decimals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import NoReturn

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

DECIMAL = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation, DivisionByZero, Overflow],
)
"""IEEE 754-2008 decimal128, which DMN 1.5 section 10.3.2.3.1 asks for."""


class Null(Exception):  # noqa: N818 - it is not an error of the program but FEEL's null with its reason
    """An operation has no value; the sentence says why. Caught where the expression turns into null."""


def null(reason: str) -> NoReturn:
    """End the operation at hand with null and say why."""
    raise Null(reason)


@dataclass(frozen=True, slots=True)
class Unknown:
    """The value of what nobody has said yet; ``names`` are the facts on which it depends, the first met first."""

    names: tuple[str, ...] = ()

    def __or__(self, other: object) -> Unknown:
        """Depend on both."""
        if not isinstance(other, Unknown) or other.names == self.names:
            return self
        return Unknown(tuple(dict.fromkeys(self.names + other.names)))

    def __bool__(self) -> bool:
        """Refuse to read unknown as yes or no."""
        raise TypeError("unknown is neither true nor false")


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A years-and-months duration as a whole number of months, negative ones included."""

    months: int

    @property
    def years(self) -> int:
        """Give the whole years, truncated towards zero."""
        return abs(self.months) // 12 * (1 if self.months >= 0 else -1)

    def __str__(self) -> str:
        """Give the ISO form: P1Y2M."""
        years, months = divmod(abs(self.months), 12)
        body = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (body or "0M")


@dataclass(frozen=True, slots=True)
class Range:
    """All values between two ends; an end that is None with ``*_open_ended`` has no limit on that side."""

    low: object
    high: object
    low_closed: bool = True
    high_closed: bool = True
    low_ended: bool = True
    high_ended: bool = True
    op: str = ""
    """The operator of a range written as a comparison, such as (< 5)."""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function value: parameter names (the last ``optional`` may be left out) and what it does with positional values."""

    name: str
    signatures: tuple[tuple[str, ...], ...]
    run: Callable[..., object]
    optional: int = 0
    variadic: bool = False
    builtin: bool = False
    types: tuple[object, ...] = ()
    result: object = None


def number(value: str | float | Decimal) -> Decimal:
    """Make a FEEL number, rounded to 34 digits; null when it is beyond them, infinite or not a number at all."""
    try:
        made = DECIMAL.create_decimal(str(value) if isinstance(value, float) else value)
    except (InvalidOperation, Overflow):
        null("数太大")
    return made if made.is_finite() else null("不是一个有限的数")


def kind(value: object) -> str:
    """Name the FEEL type of a value."""
    match value:
        case None:
            return "null"
        case Unknown():
            return "unknown"
        case bool():
            return "boolean"
        case Decimal() | int() | float():
            return "number"
        case str():
            return "string"
        case dt.datetime():
            return "date and time"
        case dt.date():
            return "date"
        case dt.time():
            return "time"
        case dt.timedelta():
            return "days and time duration"
        case YearsMonths():
            return "years and months duration"
        case list() | tuple():
            return "list"
        case dict():
            return "context"
        case Range():
            return "range"
        case Function():
            return "function"
        case _:
            return getattr(value, "kind", "Any")


def to_feel(value: object) -> object:
    """Turn a plain Python value into a FEEL value: int and float become exact decimals, tuples become lists."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float | Decimal):
        try:
            return number(value)
        except Null as reason:
            raise Fault(
                "feel.number",
                Words(f"给出的数不能用：{reason}。", "A given number is infinite, not a number, or too large."),
                cure=Words("请给出不超过 34 位的有限的数。", "Give a finite number of at most 34 digits."),
            ) from reason
    if isinstance(value, list | tuple | set | frozenset):
        return [to_feel(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_feel(item) for key, item in value.items()}
    return value
