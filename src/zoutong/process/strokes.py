"""Knows the small strokes on the lines of a drawing: the head, and the stroke across the way that is taken when nothing else holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from zoutong.process.model import Point
from zoutong.process.svg import element

INK = "#475467"


def arrow(a: Point, b: Point) -> str:
    """Draw the head of a line that ends at b."""
    length = ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5 or 1.0
    ux, uy = (b.x - a.x) / length, (b.y - a.y) / length
    base = Point(b.x - 9 * ux, b.y - 9 * uy)
    d = f"M{b.x:g} {b.y:g}L{base.x - 4 * uy:g} {base.y + 4 * ux:g}L{base.x + 4 * uy:g} {base.y - 4 * ux:g}z"
    return element("path", d=d, fill=INK)


def own_stretch(points: Sequence[Point], others: Sequence[Sequence[Point]]) -> tuple[Point, Point]:
    """Give the first stretch of a line that it shares with none of the others from the same shape."""
    for a, b in pairwise(points):
        stretches = [(p, q) for line in others for p, q in pairwise(line)]
        ends = [e for p, q in stretches if _along(a, b, p, q) for e in (p, q)]
        if not ends:
            return a, b
        start = max((e for e in ends if _between(a, e, b)), key=lambda e: abs(e.x - a.x) + abs(e.y - a.y), default=b)
        if abs(start.x - b.x) + abs(start.y - b.y) > 24:
            return start, b
    return points[-2], points[-1]


def _along(a: Point, b: Point, p: Point, q: Point) -> bool:
    """Tell whether two upright or level stretches lie on one line and share a part of it."""
    if abs(a.x - b.x) < 0.1 and abs(p.x - q.x) < 0.1 and abs(a.x - p.x) < 0.1:
        return min(a.y, b.y) < max(p.y, q.y) - 1 and min(p.y, q.y) < max(a.y, b.y) - 1
    if abs(a.y - b.y) < 0.1 and abs(p.y - q.y) < 0.1 and abs(a.y - p.y) < 0.1:
        return min(a.x, b.x) < max(p.x, q.x) - 1 and min(p.x, q.x) < max(a.x, b.x) - 1
    return False


def _between(a: Point, e: Point, b: Point) -> bool:
    return min(a.x, b.x) - 0.1 <= e.x <= max(a.x, b.x) + 0.1 and min(a.y, b.y) - 0.1 <= e.y <= max(a.y, b.y) + 0.1


def slash(a: Point, b: Point) -> str:
    """Draw a stroke across a line near its point a."""
    length = ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5 or 1.0
    x, y = a.x + 11 * (b.x - a.x) / length, a.y + 11 * (b.y - a.y) / length
    return element("path", d=f"M{x - 4:g} {y + 5:g}l8-10", fill="none", stroke=INK, stroke_width=1.4)
