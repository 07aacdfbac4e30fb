"""Knows a decision table in XML: from its element to plain data and back, with nothing lost."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import cast

from zoutong.rules.dmn.document import text_of, type_ref_of
from zoutong.rules.dmn.xml import HOUSE
from zoutong.rules.model import Aggregation, DecisionTable, HitPolicy, InputClause, OutputClause, Row

STEP = f"{{{HOUSE}}}step"
_POLICIES = frozenset({"UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"})


def _input(element: ET.Element, ns: str) -> InputClause:
    expression = element.find(f"{{{ns}}}inputExpression")
    return InputClause(
        text_of(expression, ns),
        type_ref_of(expression, ns),
        element.get("label", ""),
        text_of(element.find(f"{{{ns}}}inputValues"), ns),
        element.get(STEP, ""),
        element.get("id", ""),
    )


def _output(element: ET.Element, ns: str) -> OutputClause:
    return OutputClause(
        element.get("name", ""),
        element.get("typeRef", ""),
        element.get("label", ""),
        text_of(element.find(f"{{{ns}}}outputValues"), ns),
        text_of(element.find(f"{{{ns}}}defaultOutputEntry"), ns),
        element.get("id", ""),
    )


def read_table(element: ET.Element, ns: str, name: str, file: str) -> DecisionTable:
    """Read a decisionTable element; cells stay text."""
    text = f"{{{ns}}}text"
    annotations = tuple(child.get("name", "") for child in element.findall(f"{{{ns}}}annotation"))
    rows = []
    for number, rule in enumerate(element.findall(f"{{{ns}}}rule"), 1):
        notes = [(child.findtext(text) or "").strip() for child in rule.findall(f"{{{ns}}}annotationEntry")]
        rows.append(
            Row(
                number,
                tuple((child.findtext(text) or "").strip() for child in rule.findall(f"{{{ns}}}inputEntry")),
                tuple((child.findtext(text) or "").strip() for child in rule.findall(f"{{{ns}}}outputEntry")),
                dict(zip(annotations, notes, strict=False)),
                rule.get("id", ""),
                (rule.findtext(f"{{{ns}}}description") or "").strip(),
            )
        )
    policy = element.get("hitPolicy", "UNIQUE")
    return DecisionTable(
        name,
        tuple(_input(child, ns) for child in element.findall(f"{{{ns}}}input")),
        tuple(_output(child, ns) for child in element.findall(f"{{{ns}}}output")),
        tuple(rows),
        cast("HitPolicy", policy if policy in _POLICIES else "UNIQUE"),
        cast("Aggregation", element.get("aggregation", "")),
        annotations,
        file,
    )


def _texted(parent: ET.Element, ns: str, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{ns}}}{tag}", {key: value for key, value in attributes.items() if value})
    ET.SubElement(element, f"{{{ns}}}text").text = text
    return element


def write_table(table: DecisionTable, ns: str, element_id: str) -> ET.Element:
    """Write a decisionTable element; what has no id gets one made from the table's."""
    top = ET.Element(f"{{{ns}}}decisionTable", {"id": element_id, "hitPolicy": table.hit_policy})
    if table.aggregation:
        top.set("aggregation", table.aggregation)
    for place, clause in enumerate(table.inputs, 1):
        column = ET.SubElement(top, f"{{{ns}}}input", {"id": clause.id or f"{element_id}_i{place}"})
        if clause.label:
            column.set("label", clause.label)
        if clause.step:
            column.set(STEP, clause.step)
        _texted(column, ns, "inputExpression", clause.expression, id=f"{clause.id or f'{element_id}_i{place}'}_e", typeRef=clause.type_ref)
        if clause.allowed:
            _texted(column, ns, "inputValues", clause.allowed)
    for place, out in enumerate(table.outputs, 1):
        attributes = {"id": out.id or f"{element_id}_o{place}", "name": out.name, "label": out.label, "typeRef": out.type_ref}
        column = ET.SubElement(top, f"{{{ns}}}output", {key: value for key, value in attributes.items() if value})
        if out.allowed:
            _texted(column, ns, "outputValues", out.allowed)
        if out.default:
            _texted(column, ns, "defaultOutputEntry", out.default)
    for name in table.annotation_names:
        ET.SubElement(top, f"{{{ns}}}annotation", {"name": name})
    for row in table.rows:
        top.append(_write_row(row, table, ns, row.id or f"{element_id}_r{row.number}"))
    return top


def _write_row(row: Row, table: DecisionTable, ns: str, row_id: str) -> ET.Element:
    rule = ET.Element(f"{{{ns}}}rule", {"id": row_id})
    if row.description:
        ET.SubElement(rule, f"{{{ns}}}description").text = row.description
    for place, cell in enumerate(row.inputs, 1):
        _texted(rule, ns, "inputEntry", cell, id=f"{row_id}_i{place}")
    for place, cell in enumerate(row.outputs, 1):
        _texted(rule, ns, "outputEntry", cell, id=f"{row_id}_o{place}")
    for name in table.annotation_names:
        _texted(rule, ns, "annotationEntry", row.annotations.get(name, ""))
    return rule
