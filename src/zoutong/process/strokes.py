"""Knows the small strokes on the lines of a drawing: the head, and the stroke across the way that is taken when nothing else holds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from zoutong.process.model import Point
from zoutong.process.svg import element

INK = "#475467"
LEAST = 20.0
"""A stretch must be so long to bear a stroke."""
NEAR = 0.1


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
        length = abs(b.x - a.x) + abs(b.y - a.y)
        done = max((_shared(a, b, p, q) for line in others for p, q in pairwise(line)), default=0.0)
        if length - done > LEAST:
            return Point(a.x + (b.x - a.x) * done / length, a.y + (b.y - a.y) * done / length), b
    return points[-2], points[-1]


def _shared(a: Point, b: Point, p: Point, q: Point) -> float:
    """Tell how far from a the level or upright stretch from a to b runs on one line with the stretch from p to q."""
    upright = abs(a.x - b.x) < NEAR
    if abs(p.x - q.x if upright else p.y - q.y) > NEAR or abs(a.x - p.x if upright else a.y - p.y) > NEAR:
        return 0.0
    start, end, one, other = (a.y, b.y, p.y, q.y) if upright else (a.x, b.x, p.x, q.x)
    sign = 1.0 if end >= start else -1.0
    near, far = sorted((sign * (one - start), sign * (other - start)))
    length = abs(end - start)
    return min(far, length) if near < length and far > 0 else 0.0


def slash(a: Point, b: Point) -> str:
    """Draw a stroke across a line near its point a."""
    length = ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5 or 1.0
    x, y = a.x + 8 * (b.x - a.x) / length, a.y + 8 * (b.y - a.y) / length
    return element("path", d=f"M{x - 4:g} {y + 5:g}l8-10", fill="none", stroke=INK, stroke_width=1.4)
