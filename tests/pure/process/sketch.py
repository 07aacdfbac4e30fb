"""Knows a short way of writing down a process for a test, and turns it into BPMN."""

from __future__ import annotations

import datetime as dt
from xml.sax.saxutils import escape, quoteattr

from zoutong.process import Process, State, Step, Surroundings, begin, complete, open_tasks, read_bpmn

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
TAGS = {
    "start": "startEvent", "end": "endEvent", "catch": "intermediateCatchEvent", "throw": "intermediateThrowEvent", "border": "boundaryEvent",
    "user": "userTask", "manual": "manualTask", "task": "task", "receive": "receiveTask", "service": "serviceTask", "send": "sendTask",
    "rule": "businessRuleTask", "script": "scriptTask", "sub": "subProcess", "call": "callActivity", "xor": "exclusiveGateway",
    "and": "parallelGateway", "or": "inclusiveGateway", "first": "eventBasedGateway", "complex": "complexGateway",
}  # fmt: skip
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zt="https://zoutong.dev/bpmn" '
    'targetNamespace="https://zoutong.dev/test" id="definitions">'
)


def bpmn(sketch: str, name: str = "p") -> str:
    """Write a sketch as BPMN.

    One thing a line: ``user a role=x form=one,two``; ``a -> b``; ``a -> b : condition``; ``a => b`` for the default; ``sub s {`` … ``}``.
    Events: ``start s message=m``, ``border b on=a timer=PT1H keeps`` (not interrupting), ``end e error=x``, ``end e terminate``.
    Several: ``user a many=items item=x collect=y times=3 sequential until=n>=2`` (spaces in expressions are written ``_``).
    """
    body: list[str] = []
    flows = 0
    messages: set[str] = set()
    errors: set[str] = set()
    for raw in sketch.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line == "}":
            body.append("</subProcess>")
        elif "->" in line or "=>" in line:
            flows += 1
            ends, _, condition = line.partition(" : ")
            source, target = (end.strip() for end in ends.replace("=>", "->").split("->"))
            inner = f"<conditionExpression>{escape(condition)}</conditionExpression>" if condition else ""
            body.append(f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>')
        else:
            body.append(element(line, sketch, messages, errors))
    root = [f'<message id="{m}" name="消息{m}"/>' for m in sorted(messages)] + [
        f'<error id="{e}" errorCode="{e}"/>' for e in sorted(errors)
    ]
    return f"{HEAD}{''.join(root)}<process id={quoteattr(name)}>{''.join(body)}</process></definitions>"


def element(line: str, sketch: str, messages: set[str], errors: set[str]) -> str:
    """Write one node."""
    kind, identity, *words = line.removesuffix("{").split()
    given = dict(w.split("=", 1) if "=" in w else (w, "") for w in words)
    attributes, inner = [f'id="{identity}" name="{identity}"'], []
    own = ("role", "form", "clock", "marks", "table", "document", "service", "waits", "gives", "collect", "item")
    attributes += [f"zt:{key}={quoteattr(given[key].replace(',', ' '))}" for key in own if key in given]
    if "many" in given or "times" in given:
        attributes += [f'zt:collection="{given["many"]}"'] if "many" in given else []
        times = f"<loopCardinality>{escape(given['times'])}</loopCardinality>" if "times" in given else ""
        until = f"<completionCondition>{escape(given['until'].replace('_', ' '))}</completionCondition>" if "until" in given else ""
        marker = f'isSequential="{"true" if "sequential" in given else "false"}"'
        inner.append(f"<multiInstanceLoopCharacteristics {marker}>{times}{until}</multiInstanceLoopCharacteristics>")
    attributes += [f'attachedToRef="{given["on"]}"'] if "on" in given else []
    attributes += ['cancelActivity="false"'] if "keeps" in given else []
    attributes += [f'calledElement="{given["calls"]}"'] if "calls" in given else []
    attributes += [f'default="{d}"'] if (d := default_of(identity, sketch)) else []
    event = kind in ("start", "end", "catch", "throw", "border")
    if "timer" in given:
        tag = "timeDuration" if given["timer"].startswith("P") else "timeDate"
        inner.append(
            f"<timerEventDefinition><{tag}>{given['timer']}</{tag}></timerEventDefinition>" if given["timer"] else "<timerEventDefinition/>"
        )
    if "message" in given:
        messages.add(given["message"])
        reference = f'messageRef="{given["message"]}"'
        inner += [f"<messageEventDefinition {reference}/>"] if event else []
        attributes += [] if event else [reference]
    if "error" in given:
        errors |= {given["error"]} - {""}
        inner.append(f"<errorEventDefinition errorRef={quoteattr(given['error'])}/>" if given["error"] else "<errorEventDefinition/>")
    inner += ["<terminateEventDefinition/>"] if "terminate" in given else []
    opened = f"<{TAGS[kind]} {' '.join(attributes)}>{''.join(inner)}"
    return opened if line.endswith("{") else f"{opened}</{TAGS[kind]}>"


def default_of(identity: str, sketch: str) -> str:
    """Give the id of a node's default flow."""
    for line in sketch.splitlines():
        source, arrow, target = line.partition("=>")
        if arrow and source.strip() == identity:
            return f"{identity}_{target.strip()}"
    return ""


def process(sketch: str, name: str = "p") -> Process:
    """Read a sketch."""
    return read_bpmn(bpmn(sketch, name).encode(), file="sketch.bpmn")[name]


def world(*others: Process, decide=lambda name, data, now: {}, due=lambda name, start: start + dt.timedelta(days=15)) -> Surroundings:
    """Give surroundings in which these processes may be called."""
    return Surroundings({p.id: p for p in others}, decide, due)


class Case:
    """A process under way, with its clock at noon; every call asks that the state goes to JSON and back."""

    def __init__(self, sketch: str | Process, *others: Process, data=None, start=None, **around) -> None:
        """Begin it."""
        self.process = process(sketch) if isinstance(sketch, str) else sketch
        self.around = world(*others, **around)
        self.now = NOON
        self.phases: list[str] = []
        self.take(begin(self.process, data or {}, self.now, self.around, start))

    def take(self, step: Step) -> Case:
        """Go on from a step."""
        self.state, self.last = step
        self.phases += [f"{h.phase} {h.node}" for h in self.last]
        assert State.from_json(self.state.to_json()) == self.state
        return self

    def later(self, **length: float) -> Case:
        """Let time pass."""
        self.now += dt.timedelta(**length)
        return self

    @property
    def open(self) -> list[str]:
        """Name the open tasks."""
        return sorted(t.node for t in open_tasks(self.process, self.state))

    def token(self, node: str, place: int = 0) -> int:
        """Give the token at a node."""
        return [t.id for t in self.state.tokens.values() if t.node == node][place]

    def do(self, node: str, place: int = 0, **data: object) -> Case:
        """Do an open task."""
        return self.take(complete(self.process, self.state, self.token(node, place), data, self.now, self.around))

    def call(self, function, *rest: object) -> Case:
        """Call any other function of the step."""
        return self.take(function(self.process, self.state, *rest, self.now, self.around))


BOTH_VENDORS = (
    """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zt="https://zoutong.dev/bpmn">
<bpmn:collaboration id="c"><bpmn:participant id="us" name="中心" processRef="p"/><bpmn:participant id="them" name="来访人"/>
<bpmn:messageFlow id="m" sourceRef="them" targetRef="t"/></bpmn:collaboration>
<bpmn:process id="p" name="受理"><bpmn:laneSet id="set">
<bpmn:lane id="outer" name="窗口" zt:name_en="Counter" zt:role="receptionist"><bpmn:flowNodeRef>t</bpmn:flowNodeRef>
<bpmn:childLaneSet id="kids"><bpmn:lane id="inner" name="接待"><bpmn:flowNodeRef>t</bpmn:flowNodeRef></bpmn:lane></bpmn:childLaneSet>
</bpmn:lane></bpmn:laneSet>
<bpmn:startEvent id="s"><bpmn:outgoing>f1</bpmn:outgoing></bpmn:startEvent>
<bpmn:userTask id="t" name="接待&#10;登记"><bpmn:incoming>f1</bpmn:incoming></bpmn:userTask><bpmn:endEvent id="e"/>
<bpmn:dataObjectReference id="data" name="材料"/>
<bpmn:scriptTask id="script"/>
<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
<bpmn:sequenceFlow id="astray" sourceRef="t" targetRef="nowhere"/>
<bpmn:textAnnotation id="note"><bpmn:text>带身份证</bpmn:text></bpmn:textAnnotation><bpmn:association id="line" sourceRef="note" targetRef="t"/>
</bpmn:process>
<bpmndi:BPMNDiagram id="d"><bpmndi:BPMNPlane id="pl" bpmnElement="c">
<bpmndi:BPMNShape id="x1" bpmnElement="t"><dc:Bounds x="100" y="80" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="x2" bpmnElement="inner"><dc:Bounds x="30" y="0" width="600" height="200"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="x4" bpmnElement="e"><dc:Bounds x="many" y="0" width="6" height="nan"/></bpmndi:BPMNShape>
<bpmndi:BPMNEdge id="x3" bpmnElement="f1"><di:waypoint x="136" y="120"/><di:waypoint x="200" y="120.5"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>""",
    """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tns="urn:x"><process id="p">
<sequenceFlow id="f1" sourceRef="tns:s" targetRef="tns:t"/><sequenceFlow id="f2" sourceRef="t" targetRef="e"/>
<startEvent id="s"/><userTask id="t" name=" 接待  登记 "/><endEvent id="e"/></process></definitions>""",
)
"""The same process as two editors write it; the first with lanes, pools, a drawing, a note, and two things that cannot be executed."""
