"""Knows in which column and row each node of one level of a process stands, when its file does not say where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zoutong.process.model import Node, Process


class Cell(NamedTuple):
    """Where a node stands: column from the left, lane, row within the lane."""

    column: int
    lane: str
    row: int


class Ways(NamedTuple):
    """The flows between the nodes of one level, with boundary events taken for the activity on whose border they stand."""

    after: Mapping[str, Sequence[str]]
    before: Mapping[str, Sequence[str]]


def cells(process: Process, level: str) -> dict[str, Cell]:
    """Give the cell of every node of a level that is no boundary event; ``level`` is the id of the sub-process, "" for the top."""
    nodes = [n for n in process.inside.get(level, ()) if n.kind != "boundary"]
    every = _ways(process, level, nodes)
    forward = _without_loops(nodes, every)
    columns = _columns(nodes, forward)
    lanes = {n.id: n.lane if not level else "" for n in nodes}
    hosts = {
        f.target: process.nodes[f.source].kind == "boundary"
        for f in process.flows.values()
        if f.target in lanes and f.source in process.nodes
    }
    return _rows(nodes, forward, columns, lanes, {n for n, aside in hosts.items() if aside and level})


def _ways(process: Process, level: str, nodes: Sequence[Node]) -> Ways:
    host = {n.id: n.id for n in nodes} | {n.id: n.attached_to for n in process.inside.get(level, ()) if n.kind == "boundary"}
    after: dict[str, list[str]] = {n.id: [] for n in nodes}
    before: dict[str, list[str]] = {n.id: [] for n in nodes}
    for flow in process.flows.values():
        source, target = host.get(flow.source, ""), host.get(flow.target, "")
        if source in after and target in after and source != target and target not in after[source]:
            after[source].append(target)
            before[target].append(source)
    return Ways(after, before)


def _without_loops(nodes: Sequence[Node], ways: Ways) -> Ways:
    """Drop the flows that lead back, as met on a walk from the starts in the order of the file."""
    starts = {n.id for n in nodes if n.kind == "start"}
    first = [n.id for n in nodes if n.id in starts] + [n.id for n in nodes if n.id not in starts and not ways.before[n.id]]
    state: dict[str, int] = {}
    back: set[tuple[str, str]] = set()
    for root in [*first, *(n.id for n in nodes)]:
        if root in state:
            continue
        state[root] = 1
        stack = [(root, iter(ways.after[root]))]
        while stack:
            at, rest = stack[-1]
            step = next(rest, None)
            if step is None:
                state[at] = 2
                stack.pop()
            elif step not in state:
                state[step] = 1
                stack.append((step, iter(ways.after[step])))
            elif state[step] == 1:
                back.add((at, step))
    after = {a: [b for b in bs if (a, b) not in back] for a, bs in ways.after.items()}
    return Ways(after, {b: [a for a in rs if (a, b) not in back] for b, rs in ways.before.items()})


def _sorted(nodes: Iterable[str], ways: Ways) -> list[str]:
    """Give the nodes so that each stands after those that lead to it."""
    waiting = {n: len(ways.before[n]) for n in nodes}
    ready = [n for n, count in waiting.items() if not count]
    found = []
    while ready:
        at = ready.pop(0)
        found.append(at)
        for step in ways.after[at]:
            waiting[step] -= 1
            if not waiting[step]:
                ready.append(step)
    return found


def _columns(nodes: Sequence[Node], ways: Ways) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at in _sorted([n.id for n in nodes], ways):
        columns[at] = max((columns[b] + 1 for b in ways.before[at]), default=0)
    return columns


def _rows(nodes: Sequence[Node], ways: Ways, columns: Mapping[str, int], lanes: Mapping[str, str], aside: set[str]) -> dict[str, Cell]:
    """Lay chains of nodes into rows: the longest chain into the first one, every branch as near to where it leaves as there is room.

    ``aside`` are nodes to which a border leads: their chain may stand above the first row.
    """
    taken: set[tuple[str, int, int]] = set()
    placed: dict[str, Cell] = {}
    length = _lengths(nodes, ways)
    place = {n.id: i for i, n in enumerate(nodes)}
    while len(placed) < len(nodes):
        seed = min((n.id for n in nodes if n.id not in placed), key=lambda n: (not _led(n, ways, placed), -length[n], columns[n], place[n]))
        chain = _chain(seed, ways, placed, length)
        for lane in dict.fromkeys(lanes[n] for n in chain):
            part = [n for n in chain if lanes[n] == lane]
            span = _span(part, chain, ways, columns, lanes, placed)
            row = _free_row(lane, span, _wanted(seed, lane, ways, placed), taken, lowest=-9 if seed in aside else 0)
            taken.update((lane, row, c) for c in span)
            placed.update({n: Cell(columns[n], lane, row) for n in part})
    return placed


def _led(node: str, ways: Ways, placed: Mapping[str, Cell]) -> bool:
    return any(b in placed for b in ways.before[node])


def _lengths(nodes: Sequence[Node], ways: Ways) -> dict[str, int]:
    """Count for each node the longest way to an end."""
    found: dict[str, int] = {}
    for at in reversed(_sorted([n.id for n in nodes], ways)):
        found[at] = 1 + max((found[a] for a in ways.after[at]), default=0)
    return found


def _chain(seed: str, ways: Ways, placed: Mapping[str, Cell], length: Mapping[str, int]) -> list[str]:
    chain = [seed]
    while True:
        steps = [a for a in ways.after[chain[-1]] if a not in placed]
        if not steps:
            return chain
        chain.append(max(steps, key=lambda a: length[a]))


def _span(
    part: Sequence[str], chain: Sequence[str], ways: Ways, columns: Mapping[str, int], lanes: Mapping[str, str], placed: Mapping[str, Cell]
) -> range:
    """Give the columns that a chain needs in a lane: its own nodes, and the way to what it joins there."""
    low, high = min(columns[n] for n in part), max(columns[n] for n in part)
    for after in ways.after[chain[-1]]:
        if after in placed and lanes[after] == lanes[part[0]] == lanes[chain[-1]]:
            high = max(high, placed[after].column - 1)
    for before in ways.before[chain[0]]:
        if before in placed and lanes[before] == lanes[part[0]] == lanes[chain[0]]:
            low = min(low, placed[before].column + 1)
    return range(low, high + 1)


def _wanted(seed: str, lane: str, ways: Ways, placed: Mapping[str, Cell]) -> int:
    return next((placed[b].row for b in ways.before[seed] if b in placed and placed[b].lane == lane), 0)


def _free_row(lane: str, span: range, wanted: int, taken: set[tuple[str, int, int]], lowest: int) -> int:
    """Give the free row nearest to the wanted one, below before above, but above before below where it may be negative."""
    row = lowest
    best: tuple[int, int] | None = None
    while best is None or row <= wanted + best[0]:
        if all((lane, row, c) not in taken for c in span):
            key = (abs(row - wanted), row if lowest < 0 else -row)
            best = key if best is None or key < best else best
        row += 1
    return best[1] if lowest < 0 else -best[1]
