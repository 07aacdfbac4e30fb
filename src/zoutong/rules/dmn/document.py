"""Knows the parts of a DMN file by id: inputs, decisions, knowledge, services, types, imports. Logic stays XML until it is used."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from zoutong.rules.dmn.xml import fault, local, namespace_of

LOGIC = frozenset({
    "literalExpression", "decisionTable", "context", "list", "relation", "invocation", "functionDefinition", "conditional", "filter",
    "for", "some", "every",
})  # fmt: skip
MAX_DEPTH = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A decision, an input, a knowledge model or a service: ``requires`` and ``knowledge`` are hrefs, ``logic`` its expression."""

    kind: str
    id: str
    name: str
    type_ref: str
    requires: tuple[str, ...] = ()
    knowledge: tuple[str, ...] = ()
    logic: ET.Element | None = None
    outputs: tuple[str, ...] = ()
    encapsulated: tuple[str, ...] = ()
    input_decisions: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """An item definition: a name for a type, possibly a collection, with allowed values or components."""

    name: str
    type_ref: str
    collection: bool
    allowed: str
    components: tuple[Item, ...] = ()
    function: bool = False
    result: str = ""
    """The type of what a function gives."""


@dataclass(frozen=True, slots=True)
class Document:
    """A DMN file as read."""

    root: ET.Element
    ns: str
    file: str
    name: str
    namespace: str
    parts: Mapping[str, Part]
    items: Mapping[str, Item]
    imports: tuple[tuple[str, str], ...]
    """Import names and namespaces; what is imported without a name is spoken of as if it were written here."""


def text_of(element: ET.Element | None, ns: str) -> str:
    """Give the text of an expression, unary tests or description element."""
    if element is None:
        return ""
    inner = element.find(f"{{{ns}}}text")
    return ((inner if inner is not None else element).text or "").strip()


def logic_of(element: ET.Element, ns: str) -> ET.Element | None:
    """Give the first child that is an expression."""
    return next((child for child in element if local(child) in LOGIC and namespace_of(child) == ns), None)


def type_ref_of(element: ET.Element | None, ns: str) -> str:
    """Give the type of a variable, parameter or component: an attribute, or an element in item definitions."""
    if element is None:
        return ""
    return (element.get("typeRef") or element.findtext(f"{{{ns}}}typeRef") or "").strip()


def _hrefs(element: ET.Element, ns: str, outer: str, inner: tuple[str, ...]) -> Iterator[str]:
    for requirement in element.findall(f"{{{ns}}}{outer}") if outer else [element]:
        for child in requirement:
            if local(child) in inner:
                yield child.get("href", "").strip()


def _part(element: ET.Element, kind: str, ns: str) -> Part:
    variable = element.find(f"{{{ns}}}variable")
    name = (variable.get("name", "") if variable is not None else "") or element.get("name", "")
    return Part(
        kind,
        element.get("id") or name,
        " ".join(name.split()),
        type_ref_of(variable, ns),
        tuple(_hrefs(element, ns, "informationRequirement", ("requiredInput", "requiredDecision"))),
        tuple(_hrefs(element, ns, "knowledgeRequirement", ("requiredKnowledge",))),
        element.find(f"{{{ns}}}encapsulatedLogic") if kind == "knowledge" else logic_of(element, ns),
        tuple(_hrefs(element, ns, "", ("outputDecision",))),
        tuple(_hrefs(element, ns, "", ("encapsulatedDecision",))),
        tuple(_hrefs(element, ns, "", ("inputDecision",))),
        tuple(_hrefs(element, ns, "", ("inputData",))),
    )


def _item(element: ET.Element, ns: str, file: str, level: int = 0) -> Item:
    if level > MAX_DEPTH:
        raise fault("too_deep", "类型定义嵌套太深。", "An item definition is nested too deeply.", file)
    function = element.find(f"{{{ns}}}functionItem")
    return Item(
        " ".join(element.get("name", "").split()),
        type_ref_of(element, ns),
        element.get("isCollection") == "true",
        text_of(element.find(f"{{{ns}}}allowedValues"), ns) or text_of(element.find(f"{{{ns}}}typeConstraint"), ns),
        tuple(_item(child, ns, file, level + 1) for child in element.findall(f"{{{ns}}}itemComponent")),
        function is not None,
        function.get("outputTypeRef", "") if function is not None else "",
    )


_KINDS = {"inputData": "input", "decision": "decision", "businessKnowledgeModel": "knowledge", "decisionService": "service"}


def document_of(root: ET.Element, file: str) -> Document:
    """Sort the parts of a parsed file; Fault when two parts have one id."""
    ns = namespace_of(root)
    parts: dict[str, Part] = {}
    for element in root:
        kind = _KINDS.get(local(element))
        if kind and namespace_of(element) == ns:
            part = _part(element, kind, ns)
            if part.id in parts:
                raise fault("duplicate_id", f"标识“{part.id}”出现了两次。", f'The id "{part.id}" occurs twice.', file)
            parts[part.id] = part
    items = (_item(element, ns, file) for element in root.findall(f"{{{ns}}}itemDefinition"))
    imports = tuple(
        (" ".join(element.get("name", "").split()), element.get("namespace", "")) for element in root.findall(f"{{{ns}}}import")
    )
    return Document(root, ns, file, root.get("name", ""), root.get("namespace", ""), parts, {item.name: item for item in items}, imports)
