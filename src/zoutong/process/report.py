"""Knows what is said of every element of a file when it is read: executed, only drawn, or refused, and why."""

from __future__ import annotations

from typing import Literal

from zoutong.kernel.words import Words
from zoutong.process.model import Entry
from zoutong.process.xml import Element, squeezed

Outcome = Literal["executed", "drawn", "refused"]
TAGS: dict[str, tuple[str, str]] = {
    "startEvent": ("开始事件", "start event"), "endEvent": ("结束事件", "end event"), "boundaryEvent": ("边界事件", "boundary event"),
    "intermediateCatchEvent": ("中间捕获事件", "intermediate catch event"), "intermediateThrowEvent": ("中间抛出事件", "intermediate throw event"),
    "task": ("任务", "task"), "userTask": ("用户任务", "user task"), "manualTask": ("手工任务", "manual task"),
    "receiveTask": ("接收任务", "receive task"), "sendTask": ("发送任务", "send task"), "serviceTask": ("服务任务", "service task"),
    "scriptTask": ("脚本任务", "script task"), "businessRuleTask": ("业务规则任务", "business-rule task"),
    "subProcess": ("子流程", "sub-process"), "adHocSubProcess": ("自由子流程", "ad-hoc sub-process"), "transaction": ("事务", "transaction"),
    "callActivity": ("调用活动", "call activity"), "exclusiveGateway": ("排他网关", "exclusive gateway"),
    "parallelGateway": ("并行网关", "parallel gateway"), "inclusiveGateway": ("包容网关", "inclusive gateway"),
    "eventBasedGateway": ("事件网关", "event-based gateway"), "complexGateway": ("复杂网关", "complex gateway"),
    "sequenceFlow": ("顺序流", "sequence flow"), "messageFlow": ("消息流", "message flow"), "association": ("关联", "association"),
    "dataInputAssociation": ("数据输入关联", "data input association"), "dataOutputAssociation": ("数据输出关联", "data output association"),
    "dataObject": ("数据对象", "data object"), "dataObjectReference": ("数据对象", "data object"), "dataStore": ("数据存储", "data store"),
    "dataStoreReference": ("数据存储", "data store"), "dataInput": ("数据输入", "data input"), "dataOutput": ("数据输出", "data output"),
    "textAnnotation": ("文本注释", "text annotation"), "group": ("分组", "group"), "lane": ("泳道", "lane"), "participant": ("泳池", "pool"),
    "message": ("消息", "message"), "error": ("错误", "error"), "signal": ("信号", "signal"), "escalation": ("升级", "escalation"),
    "itemDefinition": ("数据类型", "item definition"), "interface": ("接口", "interface"), "category": ("类别", "category"),
    "resource": ("资源", "resource"), "extensionElements": ("编辑器的扩展内容", "vendor's extension"), "property": ("属性", "property"),
    "ioSpecification": ("输入输出说明", "input and output specification"), "import": ("引用的文件", "import"),
    "globalTask": ("全局任务", "global task"), "globalUserTask": ("全局任务", "global task"), "choreography": ("编排图", "choreography"),
    "conversation": ("会话", "conversation"), "conversationLink": ("会话连线", "conversation link"), "choreographyTask": ("编排任务", "choreography task"),
    "correlationProperty": ("关联属性", "correlation property"), "potentialOwner": ("可能的承办人", "potential owner"),
}  # fmt: skip
"""How each element is called."""


def entry(element: Element, outcome: Outcome, identity: str = "", why: Words | None = None) -> Entry:
    """Say what becomes of one element."""
    zh, en = TAGS.get(element.name, (element.name, element.name))
    name = squeezed(element.get("name")) or identity or element.get("id")
    zh, en = (f"{zh}“{name}”", f'{en} "{name}"') if name else (zh, en)
    if outcome == "executed":
        said = Words(f"{zh}会执行。", f"The {en} is executed.")
    elif outcome == "drawn":
        said = Words(f"{zh}只画出来，不影响办理。", f"The {en} is only drawn; it changes nothing.")
    else:
        said = Words(f"{zh}不能执行。", f"The {en} cannot be executed.")
    if why:
        said = Words(said.zh + why.zh, f"{said.en} {why.en}")
    return Entry(outcome, element.name, identity or element.get("id"), element.line, said)


def counts(report: tuple[Entry, ...]) -> dict[str, int]:
    """Count the elements by outcome."""
    found = {"executed": 0, "drawn": 0, "refused": 0}
    for line in report:
        found[line.outcome] += 1
    return found
