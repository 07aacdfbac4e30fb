"""Knows how lines run in a drawing: along channels, around shapes and names, with few bends, crossings and shared stretches."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise
from typing import Literal, NamedTuple

from zoutong.process.model import Bounds, Point

Side = Literal["left", "right", "top", "bottom"]
STEPS: dict[Side, tuple[int, int]] = {"right": (1, 0), "left": (-1, 0), "bottom": (0, 1), "top": (0, -1)}
NEAR = 7.0
"""How near a line may come to a shape that it does not touch."""
BEND, CROSS, FACE = 26.0, 45.0, 300.0
"""What a bend, a crossing, and a side used both ways cost, in pixels of length."""
DRIFT = 0.0004
SHARE, JOIN = 20.0, 0.7
"""How much dearer a stretch is that a stranger uses, and how much cheaper one that leads to the same shape."""
BUDGET = 60_000
"""Places looked at for one line before the straight way is taken."""


class Ask(NamedTuple):
    """A line to be drawn: its two shapes, and what it costs to leave and to arrive at each side."""

    id: str
    source: str
    target: str
    leave: Mapping[Side, float]
    arrive: Mapping[Side, float]
    anchor: str
    """The shape near which the line had better run up or down."""


class Port(NamedTuple):
    """Where a line touches a shape, and the first crossing of channels outside of it."""

    touch: Point
    place: tuple[int, int]
    side: Side


class Paths:
    """Finds lines one after the other, each knowing those before it."""

    def __init__(self, shapes: Mapping[str, Bounds], names: Iterable[Bounds], xs: Iterable[float], ys: Iterable[float]) -> None:
        """Take the shapes that lines may not cross, the names beside them, and the channels across and down."""
        self.shapes = shapes
        self.names = tuple(names)
        self.xs = sorted({round(x, 1) for x in xs} | {round(b.x + b.width / 2, 1) for b in shapes.values()})
        self.ys = sorted({round(y, 1) for y in ys} | {round(b.y + b.height / 2, 1) for b in shapes.values()})
        self.shut: set[tuple[int, int, int]] = set()
        self.users: dict[tuple[int, int, int], list[tuple[str, str]]] = {}
        self.faces: dict[tuple[str, Side], set[str]] = {}
        for shape in shapes.values():
            self._close(shape, NEAR)
        for name in self.names:
            self._close(name, 1.0)

    def _close(self, at: Bounds, near: float) -> None:
        """Close the stretches that run through a rectangle: (x, y, 0) leads right from a crossing, (x, y, 1) down."""
        left, right, top, bottom = at.x - near, at.x + at.width + near, at.y - near, at.y + at.height + near
        for yi in range(bisect_right(self.ys, top), bisect_left(self.ys, bottom)):
            for xi in range(max(0, bisect_right(self.xs, left) - 1), bisect_left(self.xs, right)):
                self.shut.add((xi, yi, 0))
        for xi in range(bisect_right(self.xs, left), bisect_left(self.xs, right)):
            for yi in range(max(0, bisect_right(self.ys, top) - 1), bisect_left(self.ys, bottom)):
                self.shut.add((xi, yi, 1))

    def find(self, ask: Ask) -> tuple[Point, ...]:
        """Give the corners of one line, from border to border; the straight way when no channel is free."""
        starts = list(self._ports(ask.source, ask.leave, "out"))
        goals = {port.place: (port, cost) for port, cost in sorted(self._ports(ask.target, ask.arrive, "in"), key=lambda p: -p[1])}
        found = self._search(ask, starts, goals) if starts and goals else None
        if found is None:
            return self._straight(ask)
        first, places, last = found
        self._use(ask, first, places, last)
        corners = [first.touch, *(Point(self.xs[x], self.ys[y]) for x, y in places), last.touch]
        return simple(corners)

    def _ports(self, node: str, sides: Mapping[Side, float], way: str) -> Iterable[tuple[Port, float]]:
        at = self.shapes[node]
        cx, cy = round(at.x + at.width / 2, 1), round(at.y + at.height / 2, 1)
        xi, yi = bisect_left(self.xs, cx), bisect_left(self.ys, cy)
        for side, cost in sides.items():
            if side == "right":
                place, touch = (bisect_left(self.xs, at.x + at.width + NEAR), yi), Point(at.x + at.width, cy)
            elif side == "left":
                place, touch = (bisect_right(self.xs, at.x - NEAR) - 1, yi), Point(at.x, cy)
            elif side == "bottom":
                place, touch = (xi, bisect_left(self.ys, at.y + at.height + NEAR)), Point(cx, at.y + at.height)
            else:
                place, touch = (xi, bisect_right(self.ys, at.y - NEAR) - 1), Point(cx, at.y)
            inside = 0 <= place[0] < len(self.xs) and 0 <= place[1] < len(self.ys)
            if not inside:
                continue
            first = Point(self.xs[place[0]], self.ys[place[1]])
            if self._between(touch, first, node):
                continue
            other = self.faces.get((node, side), set()) - {way}
            yield Port(touch, place, side), cost + abs(first.x - touch.x) + abs(first.y - touch.y) + (FACE if other else 0.0)

    def _between(self, a: Point, b: Point, own: str) -> bool:
        """Tell whether another shape or a name stands between a border and its first crossing."""
        left, right, top, bottom = min(a.x, b.x), max(a.x, b.x), min(a.y, b.y), max(a.y, b.y)
        others = [s for name, s in self.shapes.items() if name != own and not self._holds(name, own)]
        return any(
            s.x < right + 0.1 and left - 0.1 < s.x + s.width and s.y < bottom + 0.1 and top - 0.1 < s.y + s.height
            for s in (*others, *self.names)
        )

    def _holds(self, one: str, other: str) -> bool:
        """Tell whether two shapes touch by nature: a boundary event and the activity on whose border it stands."""
        a, b = self.shapes[one], self.shapes[other]
        return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height

    def _search(
        self, ask: Ask, starts: Sequence[tuple[Port, float]], goals: Mapping[tuple[int, int], tuple[Port, float]]
    ) -> tuple[Port, list[tuple[int, int]], Port] | None:
        xs, ys = self.xs, self.ys
        ends = [(xs[x], ys[y]) for x, y in goals]
        opposite = {"right": "left", "left": "right", "top": "bottom", "bottom": "top"}
        heap: list[tuple[float, int, float, tuple[int, int], Side]] = []
        best: dict[tuple[tuple[int, int], Side], float] = {}
        came: dict[tuple[tuple[int, int], Side], tuple[tuple[int, int], Side] | Port] = {}
        serial = 0

        def push(cost: float, place: tuple[int, int], side: Side, origin: tuple[tuple[int, int], Side] | Port) -> None:
            nonlocal serial
            if cost < best.get((place, side), 1e18):
                best[place, side] = cost
                came[place, side] = origin
                serial += 1
                guess = min(abs(xs[place[0]] - x) + abs(ys[place[1]] - y) for x, y in ends)
                heappush(heap, (cost + guess, serial, cost, place, side))

        anchor = self.shapes[ask.anchor].x + self.shapes[ask.anchor].width / 2
        for port, cost in starts:
            push(cost, port.place, port.side, port)
        arrived: tuple[float, tuple[tuple[int, int], Side], Port] | None = None
        looked = 0
        while heap and looked < BUDGET:
            guess, _, cost, place, side = heappop(heap)
            if arrived and guess >= arrived[0]:
                break
            if cost > best[place, side]:
                continue
            looked += 1
            if place in goals:
                port, extra = goals[place]
                turn = 0.0 if side == opposite[port.side] else BEND
                if side != port.side and (arrived is None or cost + extra + turn < arrived[0]):
                    arrived = (cost + extra + turn, (place, side), port)
            for way, (dx, dy) in STEPS.items():
                if way == opposite[side]:
                    continue
                to = (place[0] + dx, place[1] + dy)
                if not (0 <= to[0] < len(xs) and 0 <= to[1] < len(ys)):
                    continue
                stretch = (min(place[0], to[0]), min(place[1], to[1]), 0 if dx else 1)
                if stretch in self.shut:
                    continue
                price = (abs(xs[to[0]] - xs[place[0]]) + abs(ys[to[1]] - ys[place[1]])) * self._shared(ask, stretch)
                price *= 1.0 + (DRIFT * abs(xs[place[0]] - anchor) if dy else 0.0)
                price += self._crossed(ask, place, way) if way == side else BEND
                push(cost + price, to, way, (place, side))
        return _trail(arrived, came) if arrived else None

    def _shared(self, ask: Ask, stretch: tuple[int, int, int]) -> float:
        users = self.users.get(stretch)
        if not users:
            return 1.0
        strangers = sum(source != ask.source and target != ask.target for source, target in users)
        return 1.0 + SHARE * strangers if strangers else JOIN if any(target == ask.target for _, target in users) else 1.0

    def _crossed(self, ask: Ask, place: tuple[int, int], way: Side) -> float:
        x, y = place
        across = ((x, y, 1), (x, y - 1, 1)) if way in ("left", "right") else ((x, y, 0), (x - 1, y, 0))
        strangers = {u for stretch in across for u in self.users.get(stretch, ()) if u[0] != ask.source and u[1] != ask.target}
        return CROSS * len(strangers)

    def _use(self, ask: Ask, first: Port, places: Sequence[tuple[int, int]], last: Port) -> None:
        self.faces.setdefault((ask.source, first.side), set()).add("out")
        self.faces.setdefault((ask.target, last.side), set()).add("in")
        for a, b in pairwise(places):
            self.users.setdefault((min(a[0], b[0]), min(a[1], b[1]), 0 if a[1] == b[1] else 1), []).append((ask.source, ask.target))

    def _straight(self, ask: Ask) -> tuple[Point, ...]:
        """Give a line of two bends from the right border to the left one; it may cross what stands in between."""
        a, b = self.shapes[ask.source], self.shapes[ask.target]
        start, end = Point(a.x + a.width, a.y + a.height / 2), Point(b.x, b.y + b.height / 2)
        middle = (start.x + end.x) / 2
        return simple([start, Point(middle, start.y), Point(middle, end.y), end])


def _trail(
    arrived: tuple[float, tuple[tuple[int, int], Side], Port],
    came: Mapping[tuple[tuple[int, int], Side], tuple[tuple[int, int], Side] | Port],
) -> tuple[Port, list[tuple[int, int]], Port]:
    _, at, last = arrived
    places = [at[0]]
    origin = came[at]
    while not isinstance(origin, Port):
        places.append(origin[0])
        origin = came[origin]
    return origin, places[::-1], last


def simple(corners: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out the points at which a line does not turn."""
    kept: list[Point] = []
    for point in corners:
        if kept and abs(kept[-1].x - point.x) < 0.05 and abs(kept[-1].y - point.y) < 0.05:
            continue
        if len(kept) > 1 and (
            abs(kept[-2].x - kept[-1].x) < 0.05 > abs(kept[-1].x - point.x)
            or abs(kept[-2].y - kept[-1].y) < 0.05 > abs(kept[-1].y - point.y)
        ):
            kept.pop()
        kept.append(point)
    return tuple(kept) if len(kept) > 1 else (corners[0], corners[-1])
