"""Knows how one flow element of a BPMN file becomes a node or a flow, and which elements cannot be executed and why."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from zoutong.kernel.words import Words
from zoutong.process.condition import Condition, condition_of
from zoutong.process.model import EventKind, Flow, Many, Node, NodeKind, Timer
from zoutong.process.xml import Element, local, squeezed

TASKS: dict[str, NodeKind] = {
    "task": "manual", "manualTask": "manual", "userTask": "user", "receiveTask": "receive", "serviceTask": "service", "sendTask": "send",
    "businessRuleTask": "rule", "subProcess": "subprocess", "callActivity": "call",
}  # fmt: skip
GATEWAYS: dict[str, NodeKind] = {
    "exclusiveGateway": "exclusive", "parallelGateway": "parallel", "inclusiveGateway": "inclusive", "eventBasedGateway": "event_gateway",
}  # fmt: skip
EVENTS: dict[str, tuple[NodeKind, frozenset[str]]] = {
    "startEvent": ("start", frozenset({"", "timer", "message"})),
    "endEvent": ("end", frozenset({"", "terminate", "error", "message"})),
    "intermediateCatchEvent": ("catch", frozenset({"timer", "message"})),
    "intermediateThrowEvent": ("throw", frozenset({"", "message"})),
    "boundaryEvent": ("boundary", frozenset({"timer", "message", "error"})),
}
OTHERS = frozenset({
    "scriptTask", "complexGateway", "adHocSubProcess", "transaction", "implicitThrowEvent", "event", "choreographyTask", "subChoreography",
    "callChoreography",
})  # fmt: skip
NODES = frozenset(TASKS) | frozenset(GATEWAYS) | frozenset(EVENTS) | OTHERS
_EVENT_WORDS = {
    "signal": ("信号", "signals"), "escalation": ("升级", "escalations"), "compensate": ("补偿", "compensation"), "link": ("链接", "links"),
    "conditional": ("条件", "conditions"), "cancel": ("取消", "cancelling of transactions"), "error": ("错误", "errors"),
    "timer": ("定时", "timers"), "message": ("消息", "messages"), "terminate": ("终止", "termination"),
}  # fmt: skip
_ISO_LENGTH = re.compile(r"P[0-9YMWDTHS.]+", re.ASCII)
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d([T].*)?", re.ASCII)
_WEEKS = re.compile(r"P(\d{1,6})W", re.ASCII)


class Declared(NamedTuple):
    """What the file declares outside its processes: event definitions by id, error codes by id."""

    events: Mapping[str, Element]
    errors: Mapping[str, str]


def words_of(element: Element, fallback: str) -> Words:
    """Give the name of an element in both languages; the English one is the other one where the file gives none."""
    name = squeezed(element.get("name"))
    return Words(name or fallback, squeezed(element.house("name_en")) or name or fallback)


def node_of(element: Element, identity: str, parent: str, declared: Declared) -> tuple[Node, Words | None]:
    """Make a node; with it why it is refused, None when it can be executed."""
    event, definition, why = _event(element, declared)
    kind = _kind(element)
    many, unrepeatable = _many(element)
    why = why or unrepeatable or _refusal(element, kind)
    note = element.first("documentation")
    node = Node(
        id=identity,
        kind="refused" if why else kind,
        event=event,
        words=words_of(element, identity),
        named=bool(squeezed(element.get("name"))),
        parent=parent,
        role=element.house("role"),
        form=tuple(element.house("form").split()),
        clock=element.house("clock"),
        marks=tuple(element.house("marks").split()),
        table=element.house("table"),
        document=element.house("document"),
        receiver=element.house("receiver"),
        service=element.house("service"),
        optional=_true(element.house("optional")),
        waits=_true(element.house("waits")),
        gives=tuple(element.house("gives").split()),
        timer=_timer(element, definition) if event == "timer" else None,
        message=_message(element, definition, identity) if event == "message" or kind in ("receive", "send") else "",
        error=_error(definition, declared) if event == "error" else "",
        attached_to=local(element.get("attachedToRef")),
        interrupting=event == "error" or element.get("cancelActivity", "true") not in ("false", "0"),
        many=many,
        called=local(element.get("calledElement")),
        default=local(element.get("default")),
        tag=element.name,
        note=note.text.strip() if note is not None else "",
        line=element.line,
    )
    return node, why


def flow_of(element: Element, identity: str, parent: str) -> Flow:
    """Make a sequence flow."""
    written = element.first("conditionExpression")
    condition = condition_of(written.text) if written is not None and written.text.strip() else None
    name = squeezed(element.get("name"))
    words = Words(name, squeezed(element.house("name_en")) or name)
    return Flow(identity, local(element.get("sourceRef")), local(element.get("targetRef")), words, condition, parent, line=element.line)


def _true(text: str) -> bool:
    return text.lower() in ("true", "1", "yes")


def _kind(element: Element) -> NodeKind:
    name = element.name
    return TASKS.get(name) or GATEWAYS.get(name) or (EVENTS[name][0] if name in EVENTS else "refused")


def _refusal(element: Element, kind: NodeKind) -> Words | None:
    if element.name == "scriptTask":
        return Words("流程里不放程序代码，请改用决策表。", "A process holds no program code; use a decision table.")
    if kind == "refused":
        return Words("走通不支持这种元素。", "Zoutong does not support this element.")
    if kind == "subprocess" and _true(element.get("triggeredByEvent")):
        return Words("走通不支持事件子流程，请改用边界事件。", "Event sub-processes are not supported; use a boundary event.")
    if _true(element.get("isForCompensation")):
        return Words("走通不支持补偿。", "Compensation is not supported.")
    if kind == "event_gateway" and element.get("eventGatewayType") == "Parallel":
        return Words("走通不支持并行的事件网关。", "Parallel event-based gateways are not supported.")
    return None


def _event(element: Element, declared: Declared) -> tuple[EventKind, Element | None, Words | None]:
    """Give what an event is about, its definition, and why it cannot be executed."""
    if element.name not in EVENTS:
        return "", None, None
    definitions = [child for child in element.bpmn() if child.name.endswith("EventDefinition")]
    for reference in element.bpmn("eventDefinitionRef"):
        found = declared.events.get(local(reference.text))
        definitions += [found] if found is not None else []
    if len(definitions) > 1:
        return "", None, Words("走通不支持一个事件有多个触发条件。", "An event with several definitions is not supported.")
    kind = definitions[0].name.removesuffix("EventDefinition") if definitions else ""
    definition = definitions[0] if definitions else None
    if kind in EVENTS[element.name][1]:
        if kind == "timer" and definition is not None and definition.first("timeCycle") is not None:
            return "timer", definition, Words("走通不支持循环定时。", "Repeating timers are not supported.")
        return kind, definition, None  # type: ignore[return-value]
    zh, en = _EVENT_WORDS.get(kind, (kind, kind))
    if not kind:
        return "", None, Words("它没有说明等什么。", "It does not say what it waits for.")
    return "", definition, Words(f"走通不支持这里的“{zh}”。", f"Here {en} are not supported.")


def _timer(element: Element, definition: Element | None) -> Timer:
    clock = element.house("clock")
    length = date = None
    text = ""
    if definition is not None:
        clock = clock or definition.house("clock")
        for name in ("timeDuration", "timeDate", "timeCycle"):
            child = definition.first(name)
            if child is not None and child.text.strip():
                text = child.text.strip()
                length = timed(text) if name == "timeDuration" else length
                date = timed(text) if name == "timeDate" else date
    return Timer(length, date, clock, text)


def timed(text: str) -> Condition:
    """Read a length of time or a moment: ISO 8601 as it stands, anything else is FEEL."""
    weeks = _WEEKS.fullmatch(text)
    if weeks:
        text = f"P{int(weeks[1]) * 7}D"
    if _ISO_LENGTH.fullmatch(text) or _ISO_DATE.fullmatch(text):
        return condition_of(f'@"{text}"')
    return condition_of(text)


def _message(element: Element, definition: Element | None, identity: str) -> str:
    """Give the id of the message that an element names; an element that names none waits for its own id."""
    holder = definition if definition is not None else element
    return local(holder.get("messageRef")) or (identity if definition is not None or element.name == "receiveTask" else "")


def _error(definition: Element | None, declared: Declared) -> str:
    reference = local(definition.get("errorRef")) if definition is not None else ""
    return declared.errors.get(reference, reference)


def _many(element: Element) -> tuple[Many | None, Words | None]:
    if element.first("standardLoopCharacteristics") is not None:
        return None, Words("走通不支持循环标记，请把循环画出来。", "The loop marker is not supported; draw the loop.")
    marker = element.first("multiInstanceLoopCharacteristics")
    if marker is None:
        return None, None

    def house(name: str) -> str:
        return element.house(name) or marker.house(name)

    def written(name: str) -> Condition | None:
        child = marker.first(name)
        return condition_of(child.text) if child is not None and child.text.strip() else None

    return Many(
        _true(marker.get("isSequential")),
        house("collection"),
        house("item"),
        written("loopCardinality"),
        written("completionCondition"),
        house("collect"),
    ), None
