"""Knows the shape of a process: nodes, flows, lanes and pools as read from BPMN, with everything a step looks up ready at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from zoutong.kernel.words import Words
from zoutong.process.condition import Condition
from zoutong.process.present import Present

Data = Mapping[str, object]
"""Variables of a process: JSON values; Decimal and date are allowed on input and stored as JSON. Never personal data."""
NodeKind = Literal[
    "start", "end", "catch", "throw", "boundary",
    "manual", "user", "receive", "service", "send", "rule", "subprocess", "call",
    "exclusive", "parallel", "inclusive", "event_gateway", "refused",
]  # fmt: skip
"""``manual`` is also a plain task; ``rule`` is a business-rule task; ``refused`` is drawn but cannot be run."""
EventKind = Literal["", "timer", "message", "error", "terminate"]
"""What an event is about; "" for none."""
TASKS: frozenset[str] = frozenset({"manual", "user", "receive", "service", "send", "rule"})
ACTIVITIES: frozenset[str] = TASKS | {"subprocess", "call"}
GATEWAYS: frozenset[str] = frozenset({"exclusive", "parallel", "inclusive", "event_gateway"})
NO_WORDS = Words("", "")


class Bounds(NamedTuple):
    """A rectangle of the drawing, in the file's own units (pixels); x and y are the upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Point(NamedTuple):
    """One corner of a line of the drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Timer:
    """When a timer fires: ``duration`` and ``date`` are ISO 8601 or FEEL, ``clock`` is the name of a clock of the pack; one of them is set."""

    duration: Condition | None = None
    date: Condition | None = None
    clock: str = ""
    text: str = ""
    """What the file says, for people; also what of it is not understood."""


@dataclass(frozen=True, slots=True)
class Many:
    """Several instances of an activity: one for each item of a list variable, or so many as ``cardinality`` says."""

    sequential: bool
    collection: str = ""
    item: str = ""
    cardinality: Condition | None = None
    completion: Condition | None = None
    collect: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """One flow node. ``parent`` is the id of the sub-process around it, "" at the top; ``line`` is the line in the file.

    ``words`` is never empty: a node without a name is called by its id. ``named`` tells whether the file gives it a name.
    """

    id: str
    kind: NodeKind
    event: EventKind = ""
    words: Words = NO_WORDS
    named: bool = False
    parent: str = ""
    lane: str = ""
    role: str = ""
    form: tuple[str, ...] = ()
    clock: str = ""
    marks: tuple[str, ...] = ()
    table: str = ""
    document: str = ""
    receiver: str = ""
    service: str = ""
    optional: bool = False
    waits: bool = False
    """A service task that stays open until somebody says that it is done (``zt:waits``)."""
    gives: tuple[str, ...] = ()
    """Variables that a sub-process or called process hands to the outside (``zt:gives``)."""
    timer: Timer | None = None
    message: str = ""
    error: str = ""
    """The code of the error thrown or caught; "" at a boundary event catches every error."""
    attached_to: str = ""
    interrupting: bool = True
    many: Many | None = None
    called: str = ""
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str = ""
    tag: str = ""
    """The name of the element in the file: userTask, exclusiveGateway …"""
    note: str = ""
    """The documentation element's text."""
    bounds: Bounds | None = None
    label: Bounds | None = None
    expanded: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class Flow:
    """One sequence flow; ``condition`` is None when there is none."""

    id: str
    source: str
    target: str
    words: Words = NO_WORDS
    condition: Condition | None = None
    parent: str = ""
    waypoints: tuple[Point, ...] = ()
    label: Bounds | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane with the ids of the nodes that stand in it; ``parent`` is the lane around it, "" for the outermost."""

    id: str
    words: Words = NO_WORDS
    role: str = ""
    nodes: tuple[str, ...] = ()
    parent: str = ""
    bounds: Bounds | None = None
    horizontal: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class Pool:
    """A participant of the collaboration; ``process`` is "" for one whose inside is not shown."""

    id: str
    words: Words = NO_WORDS
    process: str = ""
    bounds: Bounds | None = None
    horizontal: bool = True
    line: int = 0


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is only drawn: annotations, data objects and stores, groups, associations, message flows.

    A line has ``source``, ``target`` and waypoints, a shape has bounds.
    """

    id: str
    tag: str
    words: Words = NO_WORDS
    bounds: Bounds | None = None
    source: str = ""
    target: str = ""
    waypoints: tuple[Point, ...] = ()
    parent: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Message:
    """A message that the file declares; nodes name it by id."""

    id: str
    words: Words = NO_WORDS
    line: int = 0


class Entry(NamedTuple):
    """One line of the import report: what becomes of one element of the file, in a sentence."""

    outcome: Literal["executed", "drawn", "refused"]
    tag: str
    element: str
    line: int
    words: Words


@dataclass(frozen=True, slots=True)
class Process:
    """One process of a file. Equal when its parts are equal; the tables for stepping are made from them at once.

    ``after`` gives the flows out of a node in the file's order, ``borders`` the boundary events of an activity, ``starts`` the
    nodes at which a process ("") or sub-process begins, ``reach`` for an inclusive gateway a bit set per node of the same
    level: which incoming flows of the gateway (by place) a token at that node can still reach without passing the gateway.
    """

    id: str
    words: Words
    nodes: Mapping[str, Node]
    flows: Mapping[str, Flow]
    lanes: Mapping[str, Lane] = field(default_factory=dict)
    pools: Mapping[str, Pool] = field(default_factory=dict)
    """Every pool of the collaboration in which this process stands."""
    drawn: tuple[Drawn, ...] = ()
    messages: Mapping[str, Message] = field(default_factory=dict)
    report: tuple[Entry, ...] = ()
    file: str = ""
    line: int = 0
    after: Mapping[str, tuple[Flow, ...]] = field(init=False, repr=False, compare=False)
    borders: Mapping[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)
    starts: Mapping[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)
    inside: Mapping[str, tuple[Node, ...]] = field(init=False, repr=False, compare=False)
    """The nodes directly in a sub-process, "" for the top."""
    reach: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)
    roles: Mapping[str, str] = field(init=False, repr=False, compare=False)
    """The role of each node, as ``role_of`` finds it."""
    straight: Mapping[str, tuple[Node, str]] = field(init=False, repr=False, compare=False)
    """Where the only way out of a node leads, and its flow, when it has one way without a condition."""

    def __post_init__(self) -> None:
        """Make the tables for stepping."""
        put = object.__setattr__
        put(self, "nodes", Present(self.nodes))
        put(self, "after", Present({n.id: tuple(self.flows[f] for f in n.outgoing) for n in self.nodes.values()}))
        put(self, "roles", {n.id: self._role(n) for n in self.nodes.values()})
        only = {name: out[0] for name, out in self.after.items() if len(out) == 1 and out[0].condition is None}
        put(self, "straight", {name: (self.nodes[flow.target], flow.id) for name, flow in only.items()})
        inside: dict[str, list[Node]] = {"": []}
        borders: dict[str, list[Node]] = {}
        for node in self.nodes.values():
            inside.setdefault(node.parent, []).append(node)
            if node.kind == "boundary":
                borders.setdefault(node.attached_to, []).append(node)
        put(self, "inside", {parent: tuple(nodes) for parent, nodes in inside.items()})
        put(self, "borders", {host: tuple(nodes) for host, nodes in borders.items()})
        put(self, "starts", {parent: starts_of(nodes) for parent, nodes in self.inside.items()})
        put(self, "reach", {n.id: self._reach_of(n) for n in self.nodes.values() if n.kind == "inclusive" and len(n.incoming) > 1})

    def role_of(self, node: Node) -> str:
        """Give the role of a task: its own, else that of its lane or of the lanes and sub-processes around it, "" when none says."""
        return self.roles[node.id]

    def _role(self, node: Node) -> str:
        at: Node | None = node
        while at is not None:
            if at.role:
                return at.role
            lane = self.lanes.get(at.lane)
            while lane is not None:
                if lane.role:
                    return lane.role
                lane = self.lanes.get(lane.parent)
            at = self.nodes.get(at.parent)
        return ""

    def message_named(self, name: str) -> str:
        """Give the id of a message by its id or by one of its names; the word itself when the file declares no such message."""
        if name in self.messages:
            return name
        return next((m.id for m in self.messages.values() if name in (m.words.zh, m.words.en)), name)

    def _reach_of(self, gateway: Node) -> Mapping[str, int]:
        found: dict[str, int] = {}
        for place, flow in enumerate(gateway.incoming):
            bit, todo = 1 << place, [self.flows[flow].source]
            while todo:
                at = todo.pop()
                if at == gateway.id or found.get(at, 0) & bit:
                    continue
                found[at] = found.get(at, 0) | bit
                node = self.nodes[at]
                todo += [self.flows[f].source for f in node.incoming]
                todo += [node.attached_to] if node.kind == "boundary" else []
        return found


def starts_of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Give where a level begins: its start events, or where there is none, every node that nothing leads to (BPMN 2.0, 13.2)."""
    events = tuple(n for n in nodes if n.kind == "start")
    return events or tuple(n for n in nodes if not n.incoming and n.kind != "boundary")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everything a step may ask of the world; the functions are pure."""

    processes: Mapping[str, Process]
    decide: Callable[[str, Data, datetime], Data]
    """Name of a decision and the variables in sight → the variables to write."""
    due: Callable[[str, datetime], datetime]
    """Name of a clock and when it starts → the moment at which it runs out."""
