"""Knows which values one cell accepts, as spans between constants; a cell that is no set of constants is opaque."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from zoutong.rules.feel import ast
from zoutong.rules.feel.values import YearsMonths

Constant = Callable[[ast.Node], object]
"""Gives the value of an expression that depends on nothing, or raises LookupError."""


@dataclass(frozen=True, slots=True)
class Span:
    """All values of one kind between two ends; an end that is None has no limit. A single value is a closed span."""

    kind: str
    low: object
    high: object
    low_closed: bool = True
    high_closed: bool = True

    @property
    def single(self) -> bool:
        """Tell whether the span is one value."""
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class Shape:
    """What a cell accepts: any value, or spans; ``negated`` turns it round, ``null`` is listed, ``except_`` are values of ``!=``."""

    any: bool = False
    spans: tuple[Span, ...] = ()
    null: bool = False
    negated: bool = False
    excepted: tuple[Span, ...] = ()


ANY = Shape(any=True)


def kind_of(value: object) -> str:
    """Name the kind of a value as a column orders it; "other" for what no column can order (lists, contexts …)."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, Decimal | int | float):
        return "number" if value == value else "other"  # noqa: PLR0124 - only "not a number" differs from itself
    if isinstance(value, str):
        return "string"
    if isinstance(value, date) and not isinstance(value, datetime):
        return "date"
    if isinstance(value, timedelta):
        return "days and time duration"
    if isinstance(value, YearsMonths):
        return "years and months duration"
    if isinstance(value, datetime) and value.tzinfo is None:
        return "date and time"
    return "other"


ORDERED = frozenset({"number", "date", "days and time duration", "years and months duration", "date and time"})


class _Opaque(Exception):  # noqa: N818 - it ends the reading, it is no error
    """The cell is not a set of constants."""


def shape_of(tests: ast.Node, constant: Constant) -> Shape | None:
    """Read parsed unary tests as a shape; None when a test is not made of constants alone."""
    if isinstance(tests, ast.AnyValue):
        return ANY
    negated = isinstance(tests, ast.UnaryTests) and tests.negated
    parts = tests.tests if isinstance(tests, ast.UnaryTests) else (tests,)
    if any(isinstance(part, ast.AnyValue) for part in parts):
        return None if negated else ANY
    spans: list[Span] = []
    excepted: list[Span] = []
    null = False
    try:
        for part in parts:
            kind, span = _read(part, constant)
            if kind == "null":
                null = True
            elif kind == "except":
                excepted.extend(span)
            else:
                spans.extend(span)
    except _Opaque:
        return None
    return Shape(False, tuple(spans), null, negated, tuple(excepted))


def _read(part: ast.Node, constant: Constant) -> tuple[str, tuple[Span, ...]]:
    """Read one test: its sort ("span", "null", "except") and its spans."""
    if isinstance(part, ast.Comparison):
        return _compared(part.op, _value(part.operand, constant))
    if isinstance(part, ast.Compare) and part.left == ast.Name("?"):
        return _compared(part.op, _value(part.right, constant))
    if isinstance(part, ast.Interval):
        low, high = _value(part.low, constant), _value(part.high, constant)
        kind = kind_of(low)
        if kind not in ORDERED or kind != kind_of(high):
            raise _Opaque
        return "span", (Span(kind, low, high, part.low_closed, part.high_closed),)
    value = _value(part, constant)
    if value is None:
        return "null", ()
    return "span", tuple(_point(item) for item in (value if isinstance(value, list) else [value]))


def _compared(op: str, value: object) -> tuple[str, tuple[Span, ...]]:
    """Read ``op value``."""
    if op in ("=", "!="):
        if value is None:
            if op == "=":
                return "null", ()
            raise _Opaque
        return ("span" if op == "=" else "except"), (_point(value),)
    kind = kind_of(value)
    if kind not in ORDERED:
        raise _Opaque
    if op in ("<", "<="):
        return "span", (Span(kind, None, value, False, op == "<="),)
    return "span", (Span(kind, value, None, op == ">=", False),)


def _point(value: object) -> Span:
    """Make the span of one value."""
    kind = kind_of(value)
    if kind in ("other", "null"):
        raise _Opaque
    return Span(kind, value, value)


def _value(node: ast.Node, constant: Constant) -> object:
    """Give the constant that a node stands for."""
    try:
        return constant(node)
    except LookupError:
        raise _Opaque from None


def ends(shapes: Iterable[Shape]) -> dict[str, set[object]]:
    """Collect the values at which the shapes change, by kind."""
    found: dict[str, set[object]] = {}
    for shape in shapes:
        for span in (*shape.spans, *shape.excepted):
            found.setdefault(span.kind, set()).update(end for end in (span.low, span.high) if end is not None)
    return found
