"""Knows where everything of a process stands on paper: pools, lanes, shapes, lines and names, from the file or laid out afresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from zoutong.process.grid import Cell, cells
from zoutong.process.measure import width
from zoutong.process.model import ACTIVITIES, GATEWAYS, Bounds, Flow, Node, Point, Process
from zoutong.process.names import place_names
from zoutong.process.paths import Ask, Paths, Side
from zoutong.process.sizes import FOOT, HEAD, PAD, TASK, TASK_TEXT, flow_size, label_of, reach, side_size, size

POOL_HEAD = 30.0
LANE_HEAD = 96.0
GAP = 46.0
ROW_GAP = 34.0
LANE_PAD = 26.0
EMPTY_LANE = 72.0
SEAT = 43.0
"""How far from the left corner of an activity its first boundary event stands: right of the picture of its kind."""
BORDER_ROOM = 12.0
EDGE = 12.0
"""Width of the paper's margin."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands, in pixels from the upper left corner; ``names`` are those beside nodes and flows, by id."""

    width: float
    height: float
    shapes: Mapping[str, Bounds]
    lines: Mapping[str, tuple[Point, ...]]
    names: Mapping[str, Bounds] = field(default_factory=dict)
    lanes: Mapping[str, Bounds] = field(default_factory=dict)
    pool: Bounds | None = None


def layout(process: Process) -> Layout:
    """Give the file's own drawing when it is complete, else one laid out afresh."""
    return from_file(process) or lay_out(process)


def lay_out(process: Process) -> Layout:
    """Lay a process out afresh: lanes above each other, columns from left to right, sub-processes open, loops led back around."""
    level = _level(process, "")
    lanes: dict[str, Bounds] = {}
    pool = None
    dx, dy = EDGE, EDGE
    if process.lanes:
        dx += POOL_HEAD + LANE_HEAD
        pool = Bounds(EDGE, EDGE, level.width + POOL_HEAD + LANE_HEAD, level.height)
        lanes = {name: Bounds(EDGE + POOL_HEAD, dy + top, level.width + LANE_HEAD, tall) for name, (top, tall) in level.bands.items()}
        lanes |= _outer_lanes(process, lanes)
    shapes = {n: Bounds(b.x + dx, b.y + dy, b.width, b.height) for n, b in level.shapes.items()}
    lines = {f: tuple(Point(p.x + dx, p.y + dy) for p in ps) for f, ps in level.lines.items()}
    beside = {n: Bounds(b.x + dx, b.y + dy, b.width, b.height) for n, b in level.names.items()}
    wide, tall = level.width + dx + EDGE, level.height + dy + EDGE
    names = beside | place_names(process, shapes, lines, beside, (wide, tall))
    return Layout(wide, tall, shapes, lines, names, lanes, pool)


def from_file(process: Process) -> Layout | None:
    """Give the drawing that stands in the file, moved to the upper left corner; None when a shape or line is missing in it."""
    nodes = process.nodes.values()
    if not process.nodes or any(n.bounds is None for n in nodes) or any(len(f.waypoints) < 2 for f in process.flows.values()):
        return None
    pool = next((p.bounds for p in process.pools.values() if p.process == process.id and p.bounds), None)
    lanes = {lane.id: lane.bounds for lane in process.lanes.values() if lane.bounds}
    shapes = {n.id: n.bounds for n in nodes if n.bounds}
    names = {n.id: n.label or label_of(n, shapes[n.id], above=_above(n, shapes)) for n in nodes if side_size(n)[0]}
    known = {k: b for k, b in names.items() if b}
    known |= {f.id: f.label for f in process.flows.values() if f.label and f.words.zh}
    every = [*shapes.values(), *lanes.values(), *known.values(), *([pool] if pool else [])]
    points = [p for f in process.flows.values() for p in f.waypoints]
    left = min([*(b.x for b in every), *(p.x for p in points)]) - EDGE
    top = min([*(b.y for b in every), *(p.y for p in points)]) - EDGE
    wide = max([*(b.x + b.width for b in every), *(p.x for p in points)]) - left + EDGE
    tall = max([*(b.y + b.height for b in every), *(p.y for p in points)]) - top + EDGE

    def moved(group: Mapping[str, Bounds]) -> dict[str, Bounds]:
        return {k: Bounds(b.x - left, b.y - top, b.width, b.height) for k, b in group.items()}

    lines = {f.id: tuple(Point(p.x - left, p.y - top) for p in f.waypoints) for f in process.flows.values()}
    placed, kept = moved(shapes), moved(known)
    kept |= place_names(process, placed, lines, kept, (wide, tall))
    return Layout(wide, tall, placed, lines, kept, moved(lanes), moved({"": pool})[""] if pool else None)


def _above(node: Node, shapes: Mapping[str, Bounds]) -> bool:
    host = shapes.get(node.attached_to)
    at = shapes[node.id]
    return bool(host) and host is not None and at.y + at.height / 2 < host.y + host.height / 2


def _outer_lanes(process: Process, inner: Mapping[str, Bounds]) -> dict[str, Bounds]:
    """Give lanes that hold lanes the room of those they hold."""
    found: dict[str, Bounds] = {}
    for lane in process.lanes.values():
        held = [b for name, b in inner.items() if lane.id in _around(process, name)]
        if lane.id not in inner and held:
            top, bottom = min(b.y for b in held), max(b.y + b.height for b in held)
            found[lane.id] = Bounds(held[0].x, top, held[0].width, bottom - top)
    return found


def _around(process: Process, lane: str) -> list[str]:
    found: list[str] = []
    at = process.lanes[lane].parent if lane in process.lanes else ""
    while at in process.lanes and at not in found:
        found.append(at)
        at = process.lanes[at].parent
    return found


@dataclass(slots=True)
class _Level:
    """One level laid out, with its own upper left corner at (0, 0)."""

    width: float
    height: float
    shapes: dict[str, Bounds]
    lines: dict[str, tuple[Point, ...]]
    names: dict[str, Bounds]
    bands: dict[str, tuple[float, float]]


def _level(process: Process, level: str) -> _Level:
    inner = {n.id: _level(process, n.id) for n in process.inside.get(level, ()) if process.inside.get(n.id)}
    grid = cells(process, level)
    sizes = {name: _size(process, process.nodes[name], inner.get(name)) for name in grid}
    flows = [f for f in process.flows.values() if f.source in process.nodes and process.nodes[f.source].parent == level]
    left, columns, wide, gaps = _columns(process, grid, sizes, flows)
    middles, bands, tall, channels = _rows(process, level, grid, sizes)
    shapes = {
        name: Bounds(
            left[cell.column] + _inset(columns[cell.column], sizes[name][0]),
            middles[cell.lane, cell.row] - sizes[name][1] / 2,
            *sizes[name],
        )
        for name, cell in grid.items()
    }
    up = _borders(process, shapes)
    names = {n: b for n in shapes if (b := label_of(process.nodes[n], shapes[n], above=n in up))}
    finder = Paths(shapes, names.values(), gaps, channels)
    lines = {f.id: finder.find(_ask(process, f, shapes, up)) for f in _nearest_first(flows, shapes)}
    for name, part in inner.items():
        dx, dy = shapes[name].x + PAD, shapes[name].y + HEAD + 4
        shapes |= {k: Bounds(b.x + dx, b.y + dy, b.width, b.height) for k, b in part.shapes.items()}
        lines |= {k: tuple(Point(p.x + dx, p.y + dy) for p in ps) for k, ps in part.lines.items()}
        names |= {k: Bounds(b.x + dx, b.y + dy, b.width, b.height) for k, b in part.names.items()}
    return _Level(wide, tall, shapes, lines, names, bands)


def _inset(column: float, wide: float) -> float:
    """Centre a shape in its column; beside an open sub-process it stands at the left, near what leads to it."""
    return max(0.0, (min(column, 2 * TASK) - wide) / 2)


def _size(process: Process, node: Node, inner: _Level | None) -> tuple[float, float]:
    if inner is None:
        wide, tall = size(node)
        # An event on the border reaches into the task: the words make room for it.
        return wide, tall + (BORDER_ROOM if process.borders.get(node.id) else 0.0)
    return max(size(node)[0], inner.width + 2 * PAD), inner.height + HEAD + 4 + FOOT


def _columns(
    process: Process, grid: Mapping[str, Cell], sizes: Mapping[str, tuple[float, float]], flows: Sequence[Flow]
) -> tuple[dict[int, float], dict[int, float], float, list[float]]:
    """Give the left edges and widths of the columns, the width of all, and the channels that run down between them."""
    count = max((c.column for c in grid.values()), default=0) + 1
    wide = {c: max([sizes[n][0] for n, cell in grid.items() if cell.column == c] + [30.0]) for c in range(count)}
    gaps = dict.fromkeys(range(count), GAP)
    for flow in flows:
        cell = grid.get(flow.source)
        if cell and flow.words.zh:
            gaps[cell.column] = max(gaps[cell.column], flow_size(flow.words.zh, flow.words.en)[0] + 30)
    for name, cell in grid.items():
        over = max(side_size(process.nodes[name])[0] + 20 - wide[cell.column], 0)
        gaps[cell.column] = max(gaps[cell.column], GAP + over / 2)
        if process.nodes[name].kind in GATEWAYS:
            before = max(0.0, side_size(process.nodes[name])[0] + 7 - wide[cell.column] / 2)
            gaps[cell.column - 1] = max(gaps.get(cell.column - 1, GAP), before + 16)
    x = max(GAP, gaps.pop(-1, GAP))
    left, channels = {}, _spread(4, GAP - 8)
    for c in range(count):
        left[c] = x
        x += wide[c]
        channels += _spread(x + 8, x + gaps[c] - 8)
        x += gaps[c]
    return left, wide, x, channels


def _rows(
    process: Process, level: str, grid: Mapping[str, Cell], sizes: Mapping[str, tuple[float, float]]
) -> tuple[dict[tuple[str, int], float], dict[str, tuple[float, float]], float, list[float]]:
    """Give the middle lines of the rows, the bands of the lanes, the height of all, and the channels that run across."""
    used = {cell.lane for cell in grid.values()}
    holding = {lane.parent for lane in process.lanes.values()}
    lanes = [lane.id for lane in process.lanes.values() if lane.id not in holding or lane.id in used] if not level else []
    lanes += [name for name in dict.fromkeys(c.lane for c in grid.values()) if name not in lanes]
    middles: dict[tuple[str, int], float] = {}
    bands: dict[str, tuple[float, float]] = {}
    channels: list[float] = []
    y = 0.0
    for lane in lanes or [""]:
        top = y
        channels += _spread(y + 5, y + LANE_PAD - 7)
        y += LANE_PAD
        rows = sorted({c.row for c in grid.values() if c.lane == lane})
        for place, row in enumerate(rows):
            if place:
                channels += _spread(y + 7, y + ROW_GAP - 7)
                y += ROW_GAP
            held = [_reach(process, n, sizes[n]) for n, c in grid.items() if c.lane == lane and c.row == row]
            middles[lane, row] = y + max(h[0] for h in held)
            y = middles[lane, row] + max(h[1] for h in held)
        y = y if rows else y + EMPTY_LANE - 2 * LANE_PAD
        channels += _spread(y + 7, y + LANE_PAD - 5)
        y += LANE_PAD
        bands[lane] = (top, y - top)
    return middles, bands, y, channels


def _reach(process: Process, name: str, measured: tuple[float, float]) -> tuple[float, float]:
    up, down = reach(process.nodes[name])
    up, down = max(up, measured[1] / 2), max(down, measured[1] / 2)
    border = max((side_size(b)[1] for b in process.borders.get(name, ())), default=-1.0)
    return (up + 18, measured[1] / 2 + 10 + max(border, 8.0)) if border >= 0 else (up, down)


def _spread(low: float, high: float) -> list[float]:
    """Give channels between two lines, about ten pixels apart."""
    count = max(1, int((high - low) // 10))
    return [low + (high - low) * (i + 0.5) / count for i in range(count)]


def _borders(process: Process, shapes: dict[str, Bounds]) -> set[str]:
    """Put boundary events onto the border that faces what they lead to; give those that stand on an upper one."""
    up: set[str] = set()
    for host in [n for n in list(shapes) if process.borders.get(n)]:
        at = shapes[host]
        name = process.nodes[host].words
        title = max(width(name.zh, TASK_TEXT), width(name.en, TASK_TEXT)) if process.inside.get(host) else 0.0
        seats = {True: at.x + SEAT + 1.1 * title, False: at.x + SEAT}
        for event in process.borders[host]:
            goals = [shapes[f.target] for f in process.after.get(event.id, ()) if f.target in shapes]
            above = bool(goals) and goals[0].y + goals[0].height < at.y
            wide, tall = size(event)
            if above:
                up.add(event.id)
            y = at.y if above else at.y + at.height
            shapes[event.id] = Bounds(seats[above] - wide / 2, y - tall / 2, wide, tall)
            seats[above] += wide + max(side_size(event)[0], 10) + 6
    return up


def _nearest_first(flows: Iterable[Flow], shapes: Mapping[str, Bounds]) -> list[Flow]:
    """Give the short lines first, so that the long ones run around them; flows that lead to no shape are left out."""
    known = [f for f in flows if f.source in shapes and f.target in shapes]

    def far(flow: Flow) -> float:
        a, b = shapes[flow.source], shapes[flow.target]
        back = 2000.0 if b.x < a.x else 0.0
        return back + abs(a.x + a.width - b.x) + 2 * abs(a.y + a.height / 2 - b.y - b.height / 2)

    return sorted(known, key=far)


def _ask(process: Process, flow: Flow, shapes: Mapping[str, Bounds], up: set[str]) -> Ask:
    source, target = process.nodes[flow.source], process.nodes[flow.target]
    leave: dict[Side, float] = {"right": 0.0, "bottom": 60.0, "top": 60.0, "left": 220.0}
    if source.kind == "boundary":
        leave = {"top": 0.0} if source.id in up else {"bottom": 0.0}
    elif source.kind in GATEWAYS:
        leave = {"right": 0.0, "bottom": 12.0, "top": 12.0, "left": 240.0}
    arrive: dict[Side, float] = {"left": 0.0, "top": 50.0, "bottom": 50.0, "right": 220.0}
    if target.kind in GATEWAYS:
        arrive = {"left": 0.0, "top": 14.0, "bottom": 14.0, "right": 200.0}
    far = abs(shapes[source.id].y - shapes[target.id].y) > ROW_GAP + TASK
    early = source.kind in GATEWAYS or (source.kind == "boundary" and far)
    return Ask(flow.id, flow.source, flow.target, leave, arrive, flow.source if early else flow.target)


__all__ = ["ACTIVITIES", "Layout", "from_file", "lay_out", "layout"]
