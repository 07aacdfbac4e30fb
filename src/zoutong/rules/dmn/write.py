"""Knows how a model is written: DMN 1.3, which dmn-js reads, with everything that was read still in it."""

from __future__ import annotations

import copy
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping

from zoutong.rules.dmn.decide import Model
from zoutong.rules.dmn.document import document_of
from zoutong.rules.dmn.tables import write_table
from zoutong.rules.dmn.xml import HOUSE, WRITTEN, namespace_of
from zoutong.rules.feel import free_names, parse
from zoutong.rules.model import DecisionTable

_DI = "https://www.omg.org/spec/DMN/20191111/DMNDI/"
_PREFIXES = {
    "": WRITTEN, "dmndi": _DI, "dc": "http://www.omg.org/spec/DMN/20180521/DC/", "di": "http://www.omg.org/spec/DMN/20180521/DI/", "zoutong": HOUSE,
}  # fmt: skip
_ASCII_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OLD_DI = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/DMNDI/")


def write_dmn(model: Model) -> bytes:
    """Write a model as DMN 1.3 in UTF-8; ids become ASCII, names stay as they are."""
    root = copy.deepcopy(model.document.root)
    _renamed(root, model.document.ns)
    _ascii_ids(root, model.document.namespace)
    for prefix, uri in _PREFIXES.items():
        ET.register_namespace(prefix or "dmn", uri)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _renamed(root: ET.Element, old: str) -> None:
    """Move every DMN element into the written namespace."""
    for element in root.iter():
        if isinstance(element.tag, str):
            space = namespace_of(element)
            if space == old:
                element.tag = f"{{{WRITTEN}}}{element.tag.rpartition('}')[2]}"
            elif _OLD_DI.fullmatch(space):
                element.tag = f"{{{_DI}}}{element.tag.rpartition('}')[2]}"


def _ascii_ids(root: ET.Element, namespace: str) -> None:
    """Replace ids that dmn-js refuses, and the references to them."""
    taken = {element.get("id") for element in root.iter()}
    renamed: dict[str, str] = {}
    for element in root.iter():
        old = element.get("id")
        if old and not _ASCII_ID.fullmatch(old):
            number = len(renamed) + 1
            while f"id_{number}" in taken:
                number += 1
            taken.add(f"id_{number}")
            renamed[old] = f"id_{number}"
            element.set("id", renamed[old])
    if not renamed:
        return
    for element in root.iter():
        for key in ("href", "dmnElementRef"):
            space, mark, target = element.get(key, "").rpartition("#")
            if target in renamed and space in ("", namespace):
                element.set(key, f"{space}{mark}{renamed[target]}")


def with_tables(model: Model, tables: Iterable[DecisionTable]) -> Model:
    """Give a model in which these tables stand in place of those with the same name; the others stay as they were."""
    root = copy.deepcopy(model.document.root)
    fresh = Model(document_of(root, model.document.file), model.imported)
    wanted = {table.name: table for table in tables}
    for part in fresh.document.parts.values():
        element = fresh.table_element(part)
        if element is not None and part.name in wanted:
            new = write_table(wanted[part.name], fresh.document.ns, element.get("id") or f"{part.id}_table")
            keep = dict(element.attrib)
            element.clear()
            element.attrib.update({**keep, **new.attrib})
            element.extend(new)
    return Model(document_of(root, model.document.file), model.imported)


def model_of(name: str, tables: Iterable[DecisionTable], types: Mapping[str, str] | None = None) -> Model:
    """Make a model of tables alone: a decision per table, an input per fact that they name; ``types`` gives the facts' types."""
    held = tuple(tables)
    root = ET.Element(f"{{{WRITTEN}}}definitions", {"id": "definitions", "name": name, "namespace": f"{HOUSE}/{_ascii(name)}"})
    named = {table.name: f"decision_{place}" for place, table in enumerate(held, 1)}
    inputs: dict[str, str] = {}
    for table in held:
        top = ET.SubElement(root, f"{{{WRITTEN}}}decision", {"id": named[table.name], "name": table.name})
        ET.SubElement(top, f"{{{WRITTEN}}}variable", {"id": f"{named[table.name]}_v", "name": table.name})
        for fact, kind in _needed(table).items():
            requirement = ET.SubElement(top, f"{{{WRITTEN}}}informationRequirement")
            if fact in named and fact != table.name:
                ET.SubElement(requirement, f"{{{WRITTEN}}}requiredDecision", {"href": f"#{named[fact]}"})
                continue
            inputs.setdefault(fact, (types or {}).get(fact, kind))
            place = list(inputs).index(fact) + 1
            ET.SubElement(requirement, f"{{{WRITTEN}}}requiredInput", {"href": f"#input_{place}"})
        top.append(write_table(table, WRITTEN, f"{named[table.name]}_t"))
    for place, (fact, kind) in enumerate(inputs.items(), 1):
        data = ET.Element(f"{{{WRITTEN}}}inputData", {"id": f"input_{place}", "name": fact})
        ET.SubElement(data, f"{{{WRITTEN}}}variable", {"id": f"input_{place}_v", "name": fact, **({"typeRef": kind} if kind else {})})
        root.insert(place - 1, data)
    return Model(document_of(root, f"{name}.dmn"))


def _ascii(name: str) -> str:
    return "".join(char if char.isascii() and char.isalnum() else f"-{ord(char):x}" for char in name)


def _needed(table: DecisionTable) -> dict[str, str]:
    """Give the facts that the columns and conclusions of a table name, with the type of the column where it is the fact itself."""
    found: dict[str, str] = {}
    for clause in table.inputs:
        for fact in sorted(free_names(parse(clause.expression))):
            found[fact] = clause.type_ref if fact == clause.expression.strip() else found.get(fact, "")
    for row in table.rows:
        for cell in row.outputs:
            for fact in sorted(free_names(parse(cell))) if cell else ():
                found.setdefault(fact, "")
    return found
