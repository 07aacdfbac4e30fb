"""Knows how a BPMN 2.0 file of any vendor becomes processes: namespaces by URI, nothing executed that was not understood, nothing dropped silently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from zoutong.kernel.words import Words
from zoutong.process.diagram import Diagram, diagram_of
from zoutong.process.elements import NODES, Declared, flow_of, node_of, words_of
from zoutong.process.model import ACTIVITIES, Drawn, Entry, Flow, Lane, Message, Node, Pool, Process
from zoutong.process.report import Outcome, entry
from zoutong.process.xml import Element, fault, load, local, parse, squeezed

SHAPES = frozenset({"textAnnotation", "group", "dataObjectReference", "dataObject", "dataStoreReference", "dataInput", "dataOutput"})
LINES = frozenset({"association", "dataInputAssociation", "dataOutputAssociation", "messageFlow", "conversationLink"})
SILENT = frozenset({"documentation", "incoming", "outgoing", "flowNodeRef", "text", "laneSet", "childLaneSet", "process", "collaboration"})
"""Parts that are told of with the element around them."""
DETAILS = frozenset({
    "ioSpecification", "property", "potentialOwner", "performer", "humanPerformer", "resourceRole", "rendering", "dataInput", "dataOutput",
    "extensionElements",
})  # fmt: skip
LEVELS = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})
_NO_HOST = Words("它没有挂在同一层的活动上。", "It is not attached to an activity of the same level.")
_NO_ENDS = Words("它的一端不在同一层里。", "One of its ends is not on the same level.")


def read_bpmn(source: Path | str | bytes, *, file: str = "") -> Mapping[str, Process]:
    """Read a BPMN 2.0 file from a path or from bytes: its processes by id, in the order of the file.

    Fault, naming the file and the cure, for what is not BPMN, is too large, holds entities, holds no process, or uses an id twice. What cannot be
    executed is no Fault: each process tells of every element in ``report``.
    """
    data, name = load(source, file)
    root = parse(data, name)
    document = _Document(root, name)
    found = {}
    for element in root.bpmn("process"):
        process = _Reader(document, element).process()
        found[process.id] = process
    if not found:
        raise fault("no_process", "文件里没有流程。", "The file holds no process.", name)
    return found


class _Document:
    """What the processes of one file share."""

    def __init__(self, root: Element, file: str) -> None:
        self.root = root
        self.file = file
        self.diagram: Diagram = diagram_of(root)
        self.ids: dict[Element, str] = {}
        self._name(root)
        self.declared = Declared(
            {e.get("id"): e for e in root.bpmn() if e.name.endswith("EventDefinition")},
            {e.get("id"): e.get("errorCode") or squeezed(e.get("name")) or e.get("id") for e in root.bpmn("error")},
        )
        self.messages = {self.ids[e]: Message(self.ids[e], words_of(e, self.ids[e]), e.line) for e in root.bpmn("message")}
        collaborations = list(root.bpmn("collaboration"))
        self.pools = {self.ids[e]: self._pool(e) for c in collaborations for e in c.bpmn("participant")}
        self.between = [self.drawn(e) for c in collaborations for e in c.bpmn() if e.name in LINES | SHAPES]
        self.outside = self._outside(collaborations)

    def _name(self, root: Element) -> None:
        """Give every element an id: its own, or one made of its name and line, for ids may be left out."""
        taken: set[str] = set()
        for element in root.every():
            identity = element.get("id")
            if identity and element.space == root.space:
                if identity in taken:
                    raise fault("same_id", f"标识“{identity}”用了两次。", f'The id "{identity}" is used twice.', self.file, element.line)
                taken.add(identity)
                self.ids[element] = identity
        for element in root.every():
            if element not in self.ids and element.space == root.space:
                made = stem = f"{element.name}_{element.line}"
                number = 1
                while made in taken:
                    number += 1
                    made = f"{stem}_{number}"
                taken.add(made)
                self.ids[element] = made

    def _pool(self, element: Element) -> Pool:
        identity = self.ids[element]
        shape = self.diagram.shapes.get(identity)
        words, line = words_of(element, identity), element.line
        inside = local(element.get("processRef"))
        return Pool(identity, words, inside, shape.bounds if shape else None, shape.horizontal if shape else True, line)

    def drawn(self, element: Element, parent: str = "") -> Drawn:
        """Make a part that is only drawn."""
        identity = self.ids[element]
        shape, text = self.diagram.shapes.get(identity), element.first("text")
        name = squeezed(element.get("name")) or (text.text.strip() if text is not None else "")
        source, target = (element.first(end) for end in ("sourceRef", "targetRef"))
        return Drawn(
            identity,
            element.name,
            Words(name, squeezed(element.house("name_en")) or name),
            shape.bounds if shape else None,
            local(element.get("sourceRef") or (source.text if source is not None else "")),
            local(element.get("targetRef") or (target.text if target is not None else "")),
            self.diagram.edges.get(identity, ()),
            parent,
            element.line,
        )

    def _outside(self, collaborations: list[Element]) -> tuple[Entry, ...]:
        """Tell of what stands outside the processes; each process of the file repeats it."""
        found = []
        for element in self.root.bpmn():
            if element.name in ("message", "error") or element.name.endswith("EventDefinition"):
                found.append(entry(element, "executed", self.ids[element]))
            elif element.name not in SILENT:
                refused = element.name.startswith("global") or element.name == "choreography"
                found.append(entry(element, "refused" if refused else "drawn", self.ids[element]))
        inside = (e for c in collaborations for e in c.bpmn() if e.name not in SILENT)
        return (*found, *(entry(e, "drawn", self.ids[e]) for e in inside))


class _Reader:
    """Reads one process."""

    def __init__(self, document: _Document, element: Element) -> None:
        self.document = document
        self.element = element
        self.ids = document.ids
        self.nodes: dict[str, Node] = {}
        self.flows: dict[str, Flow] = {}
        self.lanes: dict[str, Lane] = {}
        self.lane_of: dict[str, str] = {}
        self.drawn: list[Drawn] = []
        self.report: list[Entry] = []

    def process(self) -> Process:
        """Give the process."""
        identity = self.ids[self.element]
        self._level(self.element, "")
        self._wire()
        ours = {*self.nodes, *(p.id for p in self.document.pools.values() if p.process == identity)}
        between = [d for d in self.document.between if not d.source or {d.source, d.target} & ours]
        return Process(
            id=identity,
            words=words_of(self.element, identity),
            nodes=self.nodes,
            flows=self.flows,
            lanes=self.lanes,
            pools=self.document.pools,
            drawn=(*self.drawn, *between),
            messages=self.document.messages,
            report=tuple(sorted((*self.report, *self.document.outside), key=lambda e: e.line)),
            file=self.document.file,
            line=self.element.line,
        )

    def _unhosted(self, node: Node) -> bool:
        host = self.nodes.get(node.attached_to)
        return node.kind == "boundary" and (host is None or host.parent != node.parent or host.kind not in {*ACTIVITIES, "refused"})

    def _say(self, element: Element, outcome: Outcome, why: Words | None = None) -> None:
        self.report.append(entry(element, outcome, self.ids[element], why))

    def _level(self, level: Element, parent: str) -> None:
        for child in level.bpmn():
            name, identity = child.name, self.ids[child]
            if name == "laneSet":
                for lane in child.bpmn("lane"):
                    self._lane(lane, "")
            elif name in NODES:
                self._node(child, identity, parent)
            elif name == "sequenceFlow":
                self.flows[identity] = replace(flow_of(child, identity, parent), waypoints=self.document.diagram.edges.get(identity, ()))
                self.flows[identity] = replace(self.flows[identity], label=self.document.diagram.labels.get(identity))
            elif name in SHAPES | LINES:
                self.drawn.append(self.document.drawn(child, parent))
                self._say(child, "drawn")
            elif name not in SILENT and not name.endswith("Characteristics"):
                self._say(child, "drawn")

    def _node(self, element: Element, identity: str, parent: str) -> None:
        node, why = node_of(element, identity, parent, self.document.declared)
        shape = self.document.diagram.shapes.get(identity)
        if shape:
            node = replace(node, bounds=shape.bounds, label=self.document.diagram.labels.get(identity), expanded=shape.expanded)
        self.nodes[identity] = node
        self._say(element, "refused" if why else "executed", why)
        if element.name in LEVELS:
            self._level(element, identity)
            return
        for child in element.every():
            if child.name in LINES and child is not element and child.space == element.space:
                self.drawn.append(
                    replace(
                        self.document.drawn(child, parent),
                        source=self._end(child, identity, "source"),
                        target=self._end(child, identity, "target"),
                    )
                )
        self._details(element)

    def _end(self, association: Element, host: str, side: str) -> str:
        """Give the end of a data association: the data on one side, the activity itself on the other."""
        inward = association.name == "dataInputAssociation"
        if (side == "target") == inward:
            return host
        found = association.first(f"{side}Ref")
        return local(found.text) if found is not None else ""

    def _details(self, element: Element) -> None:
        """Tell of the parts of a node that play no part in running it."""
        for child in element.bpmn():
            if child.name in DETAILS or child.name in LINES:
                self._say(child, "drawn")

    def _lane(self, element: Element, parent: str) -> None:
        identity = self.ids[element]
        nodes = tuple(local(r.text) for r in element.bpmn("flowNodeRef"))
        shape = self.document.diagram.shapes.get(identity)
        bounds, level = (shape.bounds, shape.horizontal) if shape else (None, True)
        self.lanes[identity] = Lane(
            identity, words_of(element, identity), element.house("role"), nodes, parent, bounds, level, element.line
        )
        self.lane_of.update(dict.fromkeys(nodes, identity))
        self._say(element, "executed")
        for inner in element.bpmn("childLaneSet"):
            for lane in inner.bpmn("lane"):
                self._lane(lane, identity)

    def _wire(self) -> None:
        """Hang the flows on the nodes; a flow whose ends are not two nodes of one level is told of and left out."""
        elements = {self.ids[e]: e for e in self.element.every() if e in self.ids}
        incoming: dict[str, list[str]] = {n: [] for n in self.nodes}
        outgoing: dict[str, list[str]] = {n: [] for n in self.nodes}
        for flow in list(self.flows.values()):
            source, target = self.nodes.get(flow.source), self.nodes.get(flow.target)
            if source is None or target is None or source.parent != target.parent:
                del self.flows[flow.id]
                self._say(elements[flow.id], "refused", _NO_ENDS)
                continue
            self._say(elements[flow.id], "executed")
            outgoing[flow.source].append(flow.id)
            incoming[flow.target].append(flow.id)
        for node in list(self.nodes.values()):
            default = node.default if node.default in outgoing[node.id] else ""
            lane = self.lane_of.get(node.id, "")
            if self._unhosted(node):
                node = replace(node, kind="refused")  # noqa: PLW2901
                self.report = [e for e in self.report if e.element != node.id]
                self._say(elements[node.id], "refused", _NO_HOST)
            ends = {"incoming": tuple(incoming[node.id]), "outgoing": tuple(outgoing[node.id])}
            self.nodes[node.id] = replace(node, lane=lane, default=default, **ends)  # type: ignore[arg-type]
