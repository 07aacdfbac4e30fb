"""Knows a DMN model at work: which parts a decision needs, in which order, and what it says on given facts."""

from __future__ import annotations

import datetime as dt
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from functools import cached_property

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.rules.decision import Decision, Reason
from zoutong.rules.dmn.boxed import Boxes
from zoutong.rules.dmn.document import Document, Part
from zoutong.rules.dmn.evaluation import Evaluation
from zoutong.rules.dmn.policy import Fired
from zoutong.rules.dmn.tables import read_table
from zoutong.rules.dmn.types import Types
from zoutong.rules.feel import Calendar, Code, Unknown
from zoutong.rules.feel.scope import too_much
from zoutong.rules.model import DecisionTable
from zoutong.rules.table import CompiledTable, compile_table


class Model:
    """A DMN model that was read; its parts are compiled when they are first used, and kept."""

    def __init__(self, document: Document | Callable[[], Document], imported: Mapping[tuple[str, str], Model] | None = None) -> None:
        """Hold the document and the models it imports, by import name and namespace."""
        self._document = document
        self.imported: Mapping[tuple[str, str], Model] = imported or {}
        self.codes: dict[str, Code] = {}
        self.alone: dict[str, CompiledTable] = {}

    @cached_property
    def document(self) -> Document:
        """Give the document, which may be taken apart only now."""
        return self._document if isinstance(self._document, Document) else self._document()

    @cached_property
    def types(self) -> Types:
        """Give the types that the document defines and imports."""
        return Types(self.document, self.imported)

    @cached_property
    def decisions(self) -> tuple[str, ...]:
        """Name the decisions, then the decision services."""
        kinds = ("decision", "service")
        return tuple(part.name for kind in kinds for part in self.document.parts.values() if part.kind == kind)

    @cached_property
    def inputs(self) -> Mapping[str, str]:
        """Give the declared inputs with their types ("" when none is given)."""
        return {part.name: part.type_ref for part in self.document.parts.values() if part.kind == "input"}

    @cached_property
    def tables(self) -> dict[str, DecisionTable]:
        """Give the decision tables by the name of the decision or knowledge model whose logic they are."""
        found = {}
        for part in self.document.parts.values():
            element = self.table_element(part)
            if element is not None:
                found[part.name] = read_table(element, self.document.ns, part.name, self.document.file)
        return found

    def table_element(self, part: Part) -> ET.Element | None:
        """Give the decisionTable element that is the whole logic of a part."""
        tag = f"{{{self.document.ns}}}decisionTable"
        if part.logic is None:
            return None
        return part.logic if part.logic.tag == tag else part.logic.find(tag) if part.kind == "knowledge" else None

    @cached_property
    def boxes(self) -> Boxes:
        """Give the compiler of this document's logic."""
        names = (
            element.get("name", "") for tag in ("itemComponent",) for element in self.document.root.iter(f"{{{self.document.ns}}}{tag}")
        )
        return Boxes(self.types, frozenset(" ".join(name.split()) for name in names if name and not name.isidentifier()))

    def part(self, name: str) -> Part:
        """Give a decision or decision service by name (or id); Fault when there is none."""
        wanted = " ".join(name.split())
        parts = self.document.parts.values()
        for kind in ("decision", "service", "knowledge"):
            for part in parts:
                if part.kind == kind and wanted in (part.name, part.id):
                    return part
        raise Fault(
            "dmn.no_decision",
            Words(f"没有名为“{name}”的决策。", f'There is no decision named "{name}".'),
            cure=Words(f"可用的决策：{'、'.join(self.decisions) or '无'}。", f"The decisions are: {', '.join(self.decisions) or 'none'}."),
            file=self.document.file,
        )

    def resolve(self, href: str) -> tuple[str, Model, Part] | None:
        """Follow a reference: the import name it goes through ("" for this file), the model, the part; None when it leads nowhere."""
        namespace, _, part_id = href.rpartition("#")
        if not namespace or namespace == self.document.namespace:
            part = self.document.parts.get(part_id)
            if part is not None:
                return "", self, part
        for (name, imported), model in self.imported.items():
            if namespace == imported and part_id in model.document.parts:
                return name, model, model.document.parts[part_id]
        return None

    def stands_alone(self, part: Part) -> bool:
        """Tell whether a decision is a table in a file that declares no inputs: its columns then name the facts themselves.

        Read in any other way they would be null, and what nobody said would count as no.
        """
        bare = part.kind == "decision" and not (part.requires or part.knowledge or self.inputs)
        return bare and part.name in self.tables

    def decide(
        self,
        name: str,
        facts: Mapping[str, object],
        on: dt.date | None = None,
        *,
        calendar: Calendar | None = None,
        now: dt.datetime | None = None,
    ) -> Decision:
        """Decide by name on given facts: None is FEEL's null, an input that is absent is unknown.

        ``on`` picks the rows in force on that day. Fault for a name that is not there or a model that never ends.
        """
        part = self.part(name)
        if self.stands_alone(part):
            if calendar is not None:  # a calendar belongs to one call and is not kept
                return compile_table(self.tables[part.name], calendar).decide(facts, on)
            if part.name not in self.alone:
                self.alone[part.name] = compile_table(self.tables[part.name])
            return self.alone[part.name].decide(facts, on)
        evaluation = Evaluation(facts, on, calendar, now)
        try:
            value = evaluation.value_of(self, part, asked=True)
        except RecursionError as error:
            raise too_much() from error
        return _decision(value, evaluation, part.name)


def _decision(value: object, evaluation: Evaluation, name: str) -> Decision:
    """Put together what was found."""
    trail = [fired for fired in evaluation.env.trail if isinstance(fired, Fired)]
    last = next((fired for fired in reversed(trail) if fired.table == name), None)
    because: dict[tuple[str, int], Reason] = {}
    for fired in reversed(trail):
        for reason in fired.reasons():
            because.setdefault((reason.table, reason.row), reason)
    missing = unknowns(value)
    errors = tuple(evaluation.env.errors)
    if not missing:
        return Decision(value, tuple(because.values()), (), (value,), errors)
    possible = tuple(other for other in last.outcome.possible if not unknowns(other)) if last and isinstance(value, Unknown) else ()
    return Decision(None, tuple(because.values()), missing, possible, errors)


def unknowns(value: object) -> tuple[str, ...]:
    """Name the unknown facts that a value depends on, also inside lists and contexts."""
    if isinstance(value, Unknown):
        return value.names or ("?",)
    parts = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else []
    return tuple(dict.fromkeys(name for part in parts for name in unknowns(part)))
