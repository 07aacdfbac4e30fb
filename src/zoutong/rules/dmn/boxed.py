"""Knows boxed expressions: how each kind of logic element in a DMN file becomes a closure over a scope."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping

from zoutong.kernel.error import Fault
from zoutong.rules.dmn.document import MAX_DEPTH, logic_of, text_of, type_ref_of
from zoutong.rules.dmn.policy import table_code
from zoutong.rules.dmn.tables import read_table
from zoutong.rules.dmn.types import Types
from zoutong.rules.dmn.xml import fault, local
from zoutong.rules.feel import Code, Function, Scope, Unknown, compile_node, parse
from zoutong.rules.feel.calls import invoke
from zoutong.rules.feel.compare import joined, safely_equal
from zoutong.rules.feel.loops import NotYet, items_of, keep
from zoutong.rules.feel.values import Null, kind, null

Names = frozenset[str]


class Boxes:
    """Compiles the logic of one document; ``what`` names the decision for sentences."""

    def __init__(self, types: Types, spoken: Names) -> None:
        """Know the types, and the names of components that hold symbols."""
        self.types = types
        self.ns = types.document.ns
        self.file = types.document.file
        self.spoken = spoken

    def compile(self, element: ET.Element, names: Names, what: str, level: int = 0) -> Code:
        """Compile an expression element; Fault when it is nested beyond reason, else an expression that is wrong gives null with its reason."""
        if level > MAX_DEPTH:
            raise fault("too_deep", f"“{what}”嵌套太深。", f'"{what}" is nested too deeply.', self.file)
        found = _COMPILERS.get(local(element))
        if found is None:
            return _reason(f"“{what}”里有不认识的表达式 {local(element)}")
        return found(self, element, names, what, level + 1)

    def inner(self, element: ET.Element | None, names: Names, what: str, level: int) -> Code:
        """Compile the one expression inside a wrapper element."""
        logic = logic_of(element, self.ns) if element is not None else None
        return self.compile(logic, names, what, level) if logic is not None else _reason(f"“{what}”缺少表达式")

    def child(self, element: ET.Element, tag: str) -> ET.Element | None:
        """Give the first child with this name."""
        return element.find(f"{{{self.ns}}}{tag}")

    def text(self, text: str, names: Names, what: str) -> Code:
        """Compile FEEL text."""
        try:
            return compile_node(parse(text, names | self.spoken))
        except Fault as wrong:
            return _reason(f"“{what}”：{wrong.what.zh}")

    def typed(self, code: Code, type_ref: str, what: str) -> Code:
        """Make what a closure gives conform to a type."""
        if not type_ref or self.types.simple(type_ref) == "Any":
            return code

        def run(scope: Scope) -> object:
            value = code(scope)
            try:
                return self.types.coerce(value, type_ref, what=what)
            except Null as reason:
                return scope.env.fail(reason)

        return run


def _reason(sentence: str) -> Code:
    return lambda scope: scope.env.fail(sentence)


def _literal(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    language = element.get("expressionLanguage", "")
    if language and "FEEL" not in language.upper():
        return _reason(f"“{what}”不是用 FEEL 写的（{language}）")
    text = text_of(element, boxes.ns)
    return boxes.text(text, names, what) if text else _reason(f"“{what}”的表达式是空的")


def _table(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    return table_code(read_table(element, boxes.ns, what, boxes.file), names | boxes.spoken, boxes.types)


def _context(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    entries: list[tuple[str, Code]] = []
    for entry in element.findall(f"{{{boxes.ns}}}contextEntry"):
        variable = boxes.child(entry, "variable")
        name = " ".join(variable.get("name", "").split()) if variable is not None else ""
        code = boxes.inner(entry, names, f"{what}.{name}" if name else what, level)
        entries.append((name, boxes.typed(code, type_ref_of(variable, boxes.ns), name or what)))
        names |= {name} if name else frozenset()

    def run(scope: Scope) -> object:
        values: dict[str, object] = {}
        inner = scope.child(values)
        for name, code in entries:
            if not name:
                return code(inner)
            values[name] = code(inner)
        return values

    return run


def _list(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    codes = [boxes.compile(child, names, what, level) for child in element if local(child) in _COMPILERS]
    return lambda scope: [code(scope) for code in codes]


def _relation(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    columns = [" ".join(column.get("name", "").split()) for column in element.findall(f"{{{boxes.ns}}}column")]
    rows = [
        [boxes.compile(cell, names, what, level) for cell in row if local(cell) in _COMPILERS]
        for row in element.findall(f"{{{boxes.ns}}}row")
    ]
    return lambda scope: [{name: code(scope) for name, code in zip(columns, row, strict=False)} for row in rows]


def _invocation(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    target = boxes.inner(element, names, what, level)
    given: list[tuple[str, Code]] = []
    for binding in element.findall(f"{{{boxes.ns}}}binding"):
        parameter = boxes.child(binding, "parameter")
        name = " ".join(parameter.get("name", "").split()) if parameter is not None else ""
        code = boxes.inner(binding, names, f"{what}({name})", level)
        given.append((name, boxes.typed(code, type_ref_of(parameter, boxes.ns), name)))

    def run(scope: Scope) -> object:
        try:
            return invoke(target(scope), [code(scope) for _, code in given], [name for name, _ in given], scope)
        except Null as reason:
            return scope.env.fail(reason)

    return run


def function_of(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int, result_type: str = "") -> Code:
    """Compile a functionDefinition or encapsulatedLogic element to a closure that gives a function value."""
    parameters = [
        (" ".join(p.get("name", "").split()), type_ref_of(p, boxes.ns)) for p in element.findall(f"{{{boxes.ns}}}formalParameter")
    ]
    own = tuple(name for name, _ in parameters)
    external = element.get("kind", "FEEL") not in ("FEEL", "")
    body = (
        _reason(f"“{what}”是外部函数（Java、PMML），不会被执行") if external else boxes.inner(element, names | frozenset(own), what, level)
    )
    logic = logic_of(element, boxes.ns)
    inner_type = logic.get("typeRef", "") if logic is not None else ""
    code = boxes.typed(boxes.typed(body, inner_type, what), result_type, what)

    def make(scope: Scope) -> object:
        def run(caller: Scope, *values: object) -> object:
            typed = {name: boxes.types.coerce(value, kind_, what=name) for (name, kind_), value in zip(parameters, values, strict=True)}
            return code(scope.child(typed))

        return Function(what, (own,), run)

    return make


def _function(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    return function_of(boxes, element, names, what, level)


def _conditional(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    condition, yes, no = (boxes.inner(boxes.child(element, tag), names, what, level) for tag in ("if", "then", "else"))

    def run(scope: Scope) -> object:
        truth = condition(scope)
        if isinstance(truth, Unknown):
            first, second = yes(scope), no(scope)
            return first if safely_equal(first, second) is True else truth | first | second
        if truth is not None and not isinstance(truth, bool):
            return scope.env.fail(f"“{what}”的条件是 {kind(truth)}，不是真或假")
        return yes(scope) if truth is True else no(scope)

    return run


def _filter(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    source = boxes.inner(boxes.child(element, "in"), names, what, level)
    condition = boxes.inner(boxes.child(element, "match"), names | {"item"}, what, level)

    def run(scope: Scope) -> object:
        value = source(scope)
        if isinstance(value, Unknown):
            return value
        if value is None:
            return scope.env.fail(f"“{what}”要过滤的是空值")
        return keep(value if isinstance(value, list) else [value], condition, scope)

    return run


def _iterator(boxes: Boxes, element: ET.Element, names: Names, what: str, level: int) -> Code:
    name, word = " ".join(element.get("iteratorVariable", "").split()), local(element)
    source = boxes.inner(boxes.child(element, "in"), names, what, level)
    tag = "return" if word == "for" else "satisfies"
    body = boxes.inner(boxes.child(element, tag), names | {name, "partial"}, what, level)

    def run(scope: Scope) -> object:
        results: list[object] = []
        try:
            found = items_of(source(scope), scope)
            if word != "for":
                return joined([_truth(body(scope.child({name: item}))) for item in found], word == "some")
            for item in found:
                results.append(body(scope.child({name: item, "partial": results})))
        except Null as reason:
            return scope.env.fail(reason)
        except NotYet as stop:
            return stop.unknown
        return results

    return run


def _truth(value: object) -> object:
    return value if isinstance(value, bool | Unknown) else null(f"“satisfies”之后是 {kind(value)}，不是真或假")


_COMPILERS: Mapping[str, Callable[[Boxes, ET.Element, Names, str, int], Code]] = {
    "literalExpression": _literal, "decisionTable": _table, "context": _context, "list": _list, "relation": _relation,
    "invocation": _invocation, "functionDefinition": _function, "conditional": _conditional, "filter": _filter,
    "for": _iterator, "some": _iterator, "every": _iterator,
}  # fmt: skip
