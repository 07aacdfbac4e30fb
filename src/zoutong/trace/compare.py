"""Knows the figures of one walk (四减: steps, papers, working days, trips; clicks, minutes, waits) and how they lie beside the model and others."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import count
from statistics import quantiles

from zoutong.kernel.words import Words
from zoutong.kernel.workdays import Calendar
from zoutong.process import Node, Process
from zoutong.trace.event import TraceEvent, codes, said

COUNTER = "counter"
WORK = frozenset(("userTask", "manualTask", "task", "receiveTask"))
HANDED = frozenset(("referred", "returned", "assigned", "taken_over"))
QUARTERS = 4

MEASURES: Mapping[str, Words] = {
    "steps": Words("环节", "Steps"),
    "papers": Words("材料", "Papers"),
    "workdays": Words("工作日", "Working days"),
    "trips": Words("跑动", "Trips"),
    "clicks": Words("操作次数", "Acts on the screen"),
    "minutes": Words("办理分钟", "Minutes of work"),
    "waits": Words("等候分钟", "Minutes of waiting"),
    "returns": Words("退回", "Times sent back"),
    "handovers": Words("转手", "Handovers"),
}
"""What is measured, in the order in which it is shown; less is better for each."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one walk, or of a model; None where it is not known (a model knows no minutes), which is never zero."""

    steps: float | None = None
    papers: float | None = None
    workdays: float | None = None
    trips: float | None = None
    clicks: float | None = None
    minutes: float | None = None
    waits: float | None = None
    returns: float | None = None
    handovers: float | None = None

    def of(self, measure: str) -> float | None:
        """Give one figure by its name in MEASURES."""
        value = getattr(self, measure)
        return value if value is None else float(value)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a figure lies over many walks: its quartiles and how many walks knew it."""

    low: float
    middle: float
    high: float
    walks: int


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a before/after sheet; ``better`` is None where one side is unknown or both are equal."""

    measure: str
    before: float | None
    after: float | None
    better: bool | None


def figures(events: Iterable[TraceEvent], calendar: Calendar) -> Figures:
    """Measure one walk from its events in order; nothing is known of a walk without events.

    A step is a task that somebody completed; its minutes run from the claim (where there is one) to its completion and its wait
    from its opening to the claim. A click is an act of a person that was not refused.
    """
    trail = list(events)
    if not trail:
        return Figures()
    opened: dict[int, datetime] = {}
    claimed: dict[int, datetime] = {}
    papers: set[str] = set()
    steps = trips = clicks = returns = handovers = 0
    work = waits = 0.0
    for event in trail:
        first, token = "act" in event.data, event.token
        if first and event.phase != "refused" and event.role != "system":
            clicks += 1
        if event.phase in ("told", "supplemented"):
            papers.update(codes(said(event, "papers")))
        if event.phase in ("started", "supplemented"):
            trips += said(event, "channel") == COUNTER
        returns += event.phase == "sent_back"
        handovers += event.phase in HANDED and (event.phase != "taken_over" or "from" in event.data)
        if token is None:
            continue
        if event.phase == "enabled":
            opened[token] = event.at
        elif event.phase in ("claimed", "accepted", "taken_over"):
            waits += _minutes(opened.pop(token, event.at), event.at)
            claimed[token] = event.at
        elif event.phase == "completed" and first and event.role != "system":
            steps += 1
            since = claimed.pop(token, None)
            if since is not None:
                work += _minutes(since, event.at)
            else:
                waits += _minutes(opened.pop(token, event.at), event.at)
    days = calendar.workdays_between(trail[0].at.date(), trail[-1].at.date()).days
    return Figures(steps, len(papers), days, trips, clicks, round(work, 1), round(waits, 1), returns, handovers)


def _minutes(start: datetime, end: datetime) -> float:
    return max((end - start).total_seconds(), 0) / 60


def of_model(processes: Mapping[str, Process], process: str, through: Collection[str] = ()) -> tuple[str, ...]:
    """Give the tasks on the shortest way through a process that passes the nodes named, called processes opened up; () when there is none."""
    return _way(processes, process, "", frozenset(through), ())


def _way(processes: Mapping[str, Process], name: str, level: str, through: frozenset[str], above: tuple[str, ...]) -> tuple[str, ...]:
    process = processes.get(name)
    if process is None or (f"{name} {level}") in above:
        return ()
    here = frozenset(node.id for node in process.inside.get(level, ()) if _leads(processes, name, node, through, ()))
    number = count()
    waiting: list[tuple[int, int, str, frozenset[str], tuple[str, ...]]] = [
        (0, next(number), node.id, frozenset(), ()) for node in process.starts.get(level, ())
    ]
    known: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        _, _, at, passed, trail = heapq.heappop(waiting)
        passed = passed | ({at} & here)
        if (at, passed) in known:
            continue
        known.add((at, passed))
        node = process.nodes[at]
        trail += _tasks(processes, name, node, through, (*above, f"{name} {level}"))
        if node.kind == "end" and passed == here:
            return trail
        for flow in process.after.get(at, ()):
            heapq.heappush(waiting, (len(trail), next(number), flow.target, passed, trail))
    return ()


def _leads(processes: Mapping[str, Process], name: str, node: Node, through: frozenset[str], above: tuple[str, ...]) -> bool:
    """Tell whether a node is one that must be passed, or holds one."""
    if node.id in through:
        return True
    within = (node.called, "") if node.called else (name, node.id)
    if within[0] not in processes or f"{within[0]} {within[1]}" in above or (not node.called and node.tag != "subProcess"):
        return False
    inner = processes[within[0]].inside.get(within[1], ())
    return any(_leads(processes, within[0], one, through, (*above, f"{within[0]} {within[1]}")) for one in inner)


def _tasks(processes: Mapping[str, Process], name: str, node: Node, through: frozenset[str], above: tuple[str, ...]) -> tuple[str, ...]:
    if node.called:
        return _way(processes, node.called, "", through, above)
    if node.tag == "subProcess":
        return _way(processes, name, node.id, through, above)
    return (node.id,) if node.tag in WORK else ()


def spread(walks: Sequence[Figures]) -> dict[str, Spread]:
    """Give the quartiles of each figure over walks; a figure known in fewer than two walks has none."""
    found: dict[str, Spread] = {}
    for measure in MEASURES:
        known = [value for walk in walks if (value := walk.of(measure)) is not None]
        if len(known) > 1:
            low, middle, high = quantiles(known, n=QUARTERS, method="inclusive")
            found[measure] = Spread(low, middle, high, len(known))
    return found


def sheet(before: Figures, after: Figures) -> tuple[Change, ...]:
    """Give the before/after sheet of an improvement: one line for each figure."""
    lines = []
    for one in fields(Figures):
        was, now = before.of(one.name), after.of(one.name)
        better = None if was is None or now is None or was == now else now < was
        lines.append(Change(one.name, was, now, better))
    return tuple(lines)
