"""Knows one column cut at the end points of its cells: every value has a code, every code the rows that accept it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from zoutong.rules.feel.temporal import parse_duration
from zoutong.rules.feel.values import Null, YearsMonths
from zoutong.rules.table.cells import ORDERED, Shape, Span, ends, kind_of

KINDS = ("number", "date", "date and time", "days and time duration", "years and months duration", "string", "boolean")
TYPES = {
    "number": "number", "string": "string", "boolean": "boolean", "date": "date",
    "date and time": "date and time", "dateTime": "date and time",
    "days and time duration": "days and time duration", "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration", "yearMonthDuration": "years and months duration",
}  # fmt: skip
"""What a column's type_ref says about its values; a type that is not here says nothing."""

Step = Decimal | timedelta | YearsMonths | None


@dataclass(frozen=True, slots=True)
class Section:
    """The codes of one kind: for ordered kinds gap, point, gap, point … gap; for strings the points and "any other"."""

    kind: str
    points: tuple[object, ...]
    base: int
    step: Step = None

    @property
    def ordered(self) -> bool:
        """Tell whether the values between two points have a place of their own."""
        return self.kind in ORDERED

    @property
    def size(self) -> int:
        """Count the codes."""
        if self.ordered:
            return 2 * len(self.points) + 1
        return 2 if self.kind == "boolean" else len(self.points) + 1

    def code(self, value: object) -> int:
        """Give the code of a value of this kind, which must be exact (no float)."""
        if self.ordered:
            points: tuple[Any, ...] = self.points
            at = bisect_left(points, value)
            return self.base + 2 * at + int(at < len(points) and bool(points[at] == value))
        if value in self.points:
            return self.base + self.points.index(value)
        return self.base + len(self.points)

    def cover(self, span: Span) -> Iterable[int]:
        """Give the codes inside a span whose ends are points of this section."""
        if span.kind != self.kind:
            return ()
        if not self.ordered:
            return (self.code(span.low),)
        first = self.base if span.low is None else self.code(span.low) + (not span.low_closed)
        last = self.base + self.size - 1 if span.high is None else self.code(span.high) - (not span.high_closed)
        return range(first, last + 1)

    def bounds(self, code: int) -> tuple[object, object]:
        """Give the points around an open code, None where there is none; the same point twice for a point."""
        at, point = divmod(code - self.base, 2)
        if point:
            return self.points[at], self.points[at]
        return (self.points[at - 1] if at else None), (self.points[at] if at < len(self.points) else None)

    def sample(self, code: int, near: object = None) -> object:
        """Give a value with that code, the one closest to ``near`` where it is ordered; None when the step leaves none."""
        if not self.ordered:
            at = code - self.base
            return self.points[at] if at < len(self.points) else (self._other() if self.kind == "string" else None)
        low, high = self.bounds(code)
        if low is not None and low == high:
            return low if self._on_grid(low) else None
        if near is not None and self.code(near) == code:
            return near
        if low is None and high is None:
            return _zero(self.kind)
        step = self.step if self.step is not None else _unit(self.kind)
        from_high = low is None or (high is not None and near is not None and self.code(near) > code)
        return self._beside(low, high, step, from_high)

    def _beside(self, low: Any, high: Any, step: Step, from_high: bool) -> object:
        """Give the value next to one end of an open gap, on the grid when there is one."""
        start, sign = (high, -1) if from_high else (low, 1)
        value: Any = _moved(start, step, sign)
        if isinstance(value, Decimal) and isinstance(step, Decimal) and value % step:
            value = (value // step + (1 if value > 0 and sign < 0 else -1 if value < 0 and sign > 0 else 0)) * step
        if value is not None and (low is None or value > low) and (high is None or value < high):
            return value
        if self.step is None and None not in (low, high):
            return low + (high - low) / 2
        return None

    def _on_grid(self, value: object) -> bool:
        """Tell whether a value can occur at the declared step."""
        return not (isinstance(self.step, Decimal) and isinstance(value, Decimal) and value % self.step)

    def _other(self) -> str:
        """Give a string that the column does not list."""
        text = "其他"
        while text in self.points:
            text += "…"
        return text


def _zero(kind: str) -> object:
    """Give some value of a kind in which nothing is cut."""
    moment = datetime(2000, 1, 1)  # noqa: DTZ001 - FEEL has moments without a zone
    some = {"number": Decimal(0), "date": moment.date(), "days and time duration": timedelta(0), "date and time": moment}
    return some.get(kind, YearsMonths(0))


def _unit(kind: str) -> Step:
    """Give the step at which values of a kind are shown when none is declared; dates have no smaller one than a day."""
    if kind == "number":
        return Decimal(1)
    return YearsMonths(1) if kind == "years and months duration" else timedelta(days=1)


def _moved(value: object, step: Step, sign: int) -> object:
    """Give the value one step further; None at the end of the calendar or where a kind has no steps."""
    try:
        if isinstance(value, Decimal) and isinstance(step, Decimal):
            return value + sign * step
        if isinstance(value, YearsMonths) and isinstance(step, YearsMonths):
            return YearsMonths(value.months + sign * step.months)
        if isinstance(step, timedelta) and isinstance(value, date | timedelta):
            return value + sign * step
    except OverflowError:
        return None
    return None


def step_of(text: str, kind: str) -> Step:
    """Read a declared step; days are whole, so a date has one even when none is declared. ValueError when it is unreadable."""
    if text:
        if kind == "number":
            try:
                step = Decimal(text)
            except ArithmeticError:
                raise ValueError(text) from None
            if not step > 0:
                raise ValueError(text)
            return step
        try:
            return parse_duration(text)
        except Null:
            raise ValueError(text) from None
    return timedelta(days=1) if kind == "date" else YearsMonths(1) if kind == "years and months duration" else None


def sections_of(shapes: Sequence[Shape], type_ref: str, step: str) -> tuple[Section, ...]:
    """Cut a column: one section for the declared type, or one for every kind that its cells mention."""
    points = ends(shapes)
    kinds = [TYPES[type_ref]] if type_ref in TYPES else [kind for kind in KINDS if kind in points]
    found: list[Section] = []
    base = 0
    for kind in kinds:
        listed = points.get(kind, set())
        values = (True, False) if kind == "boolean" else tuple(sorted(listed)) if kind in ORDERED else tuple(sorted(map(str, listed)))  # type: ignore[type-var]
        section = Section(kind, values, base, step_of(step if kind in ("number", "date") else "", kind))
        found.append(section)
        base += section.size
    return tuple(found)


def codes_of(shape: Shape, sections: Sequence[Section]) -> int:
    """Give the set of codes that a shape accepts, as bits; null is not among them, it is asked of the cell itself."""
    size = sum(section.size for section in sections)
    if shape.any:
        return (1 << size) - 1
    kinds = {span.kind for span in shape.spans}
    bits = 0
    for section in sections:
        inside = 0
        for span in shape.spans:
            for code in section.cover(span):
                inside |= 1 << code
        whole = ((1 << section.size) - 1) << section.base
        if shape.negated and (section.kind in kinds or not kinds):
            inside = whole & ~inside
        for span in shape.excepted:
            if span.kind == section.kind:
                inside |= whole & ~(1 << section.code(span.low))
        bits |= inside
    return bits


def separable(shape: Shape, sections: Sequence[Section]) -> bool:
    """Tell whether the set of codes says all; FEEL's rules for values of mixed kinds are left to the cell itself."""
    kinds = {span.kind for span in (*shape.spans, *shape.excepted)}
    if shape.negated and (len(kinds) > 1 or shape.excepted):
        return False
    return not ("boolean" in kinds and any(section.kind != "boolean" for section in sections))


def exact(value: object) -> object:
    """Give the value as codes compare it: numbers as Decimal, a float by the digits it prints."""
    if type(value) is float:
        return Decimal(repr(value))
    if type(value) is int:
        return Decimal(value)
    return value


def section_for(value: object, sections: Sequence[Section]) -> Section | None:
    """Find the section that orders a value."""
    kind = kind_of(value)
    for section in sections:
        if section.kind == kind:
            return section
    return None
