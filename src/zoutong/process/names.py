"""Knows where the name of a flow stands: beside its line, near where the choice is made, on nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from zoutong.process.model import Bounds, Flow, Point, Process
from zoutong.process.sizes import flow_size


def place_names(
    process: Process,
    shapes: Mapping[str, Bounds],
    lines: Mapping[str, Sequence[Point]],
    taken: Mapping[str, Bounds],
    paper: tuple[float, float],
) -> dict[str, Bounds]:
    """Give the place of every flow's name that has none yet; of several places the first on which least else stands."""
    open_shapes = {n.id for n in process.nodes.values() if process.inside.get(n.id)}
    solid = [b for name, b in shapes.items() if name not in open_shapes]
    frames = [b for name, b in shapes.items() if name in open_shapes]
    strokes = {name: list(_strokes(points)) for name, points in lines.items()}
    found: dict[str, Bounds] = {}
    for flow in process.flows.values():
        wide, tall = flow_size(flow.words.zh, flow.words.en)
        if not wide or flow.id in taken or flow.id not in lines:
            continue
        names = [*taken.values(), *found.values()]
        best: tuple[float, int, Bounds] | None = None
        for place, spot in enumerate(_spots(lines[flow.id], wide, tall)):
            cost = _cost(spot, flow, solid, frames, names, strokes, paper)
            if best is None or (cost, place) < best[:2]:
                best = (cost, place, spot)
            if not cost:
                break
        if best:
            found[flow.id] = best[2]
    return found


def _spots(points: Sequence[Point], wide: float, tall: float) -> Iterator[Bounds]:
    for a, b in pairwise(points):
        if abs(a.y - b.y) < abs(a.x - b.x):
            low, high = min(a.x, b.x), max(a.x, b.x)
            start = low + 14 if b.x > a.x else high - wide - 14
            middle = (low + high - wide) / 2
            end = high - wide - 12 if b.x > a.x else low + 12
            for x in dict.fromkeys((start, middle, end)):
                yield Bounds(x, a.y - tall - 2, wide, tall)
                yield Bounds(x, a.y + 3, wide, tall)
        else:
            low, high = min(a.y, b.y), max(a.y, b.y)
            near = low + 3 if b.y > a.y else high - tall - 3
            for y in dict.fromkeys((near, (low + high - tall) / 2)):
                yield Bounds(a.x + 7, y, wide, tall)
                yield Bounds(a.x - wide - 7, y, wide, tall)


def _strokes(points: Sequence[Point]) -> Iterator[Bounds]:
    for a, b in pairwise(points):
        yield Bounds(min(a.x, b.x), min(a.y, b.y), abs(a.x - b.x), abs(a.y - b.y))


def overlap(a: Bounds, b: Bounds) -> bool:
    """Tell whether two rectangles share more than a border."""
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


def _cost(
    spot: Bounds,
    flow: Flow,
    solid: Sequence[Bounds],
    frames: Sequence[Bounds],
    names: Sequence[Bounds],
    strokes: Mapping[str, Sequence[Bounds]],
    paper: tuple[float, float],
) -> float:
    """Weigh what a name would cover: shapes and names most, its own line a little less than others."""
    cost = 100.0 * sum(overlap(spot, b) for b in solid) + 100.0 * sum(overlap(spot, b) for b in names)
    cost += 60.0 * sum(_cuts(spot, b) for b in frames)
    for name, rects in strokes.items():
        cost += (10.0 if name == flow.id else 12.0) * sum(_touched(spot, b, 1.0) for b in rects)
        # A name beside a stretch that several lines share would not say whose it is.
        cost += 6.0 * any(_touched(spot, b, 9.0) for b in rects) if name != flow.id else 0.0
    outside = spot.x < 0 or spot.y < 0 or spot.x + spot.width > paper[0] or spot.y + spot.height > paper[1]
    return cost + (200.0 if outside else 0.0)


def _touched(spot: Bounds, stroke: Bounds, near: float) -> bool:
    return (
        spot.x - near < stroke.x + stroke.width
        and stroke.x < spot.x + spot.width + near
        and spot.y - near < stroke.y + stroke.height
        and stroke.y < spot.y + spot.height + near
    )


def _cuts(spot: Bounds, frame: Bounds) -> bool:
    """Tell whether a name would stand on the border of an open sub-process."""
    inside = (
        frame.x <= spot.x
        and frame.y <= spot.y
        and spot.x + spot.width <= frame.x + frame.width
        and spot.y + spot.height <= frame.y + frame.height
    )
    return overlap(spot, frame) and not inside
