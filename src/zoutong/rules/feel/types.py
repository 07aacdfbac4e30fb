"""Knows the types of FEEL: whether a value is an instance of one, and how a value is made to conform to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from zoutong.rules.feel import ast
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.temporal import moment_of
from zoutong.rules.feel.values import Function, Range, Unknown, kind, null

Code = Callable[[Scope], object]
Compiler = Callable[[ast.Node], Code]
SIMPLE = {
    "number": "number", "string": "string", "boolean": "boolean", "date": "date", "time": "time", "date and time": "date and time",
    "dateTime": "date and time", "days and time duration": "days and time duration", "dayTimeDuration": "days and time duration",
    "years and months duration": "years and months duration", "yearMonthDuration": "years and months duration", "integer": "number",
}  # fmt: skip
"""The names of types that are told by the kind of the value alone."""


def instance_of(node: ast.InstanceOf, compiler: Compiler) -> Code:
    """Compile ``value instance of type``."""
    source, wanted = compiler(node.value), node.type

    def run(scope: Scope) -> object:
        value = source(scope)
        if isinstance(value, Unknown):
            return value
        if value is None:
            return wanted.name == "Null"
        found = conforms(value, wanted, scope)
        return scope.env.fail(f"没有名为“{wanted.name}”的类型") if found is None else found

    return run


def conforms(value: object, wanted: ast.TypeName, scope: Scope) -> bool | None:
    """Tell whether a value is of a type; None when there is no such type. Null is of every type."""
    name, parameters = wanted.name, wanted.parameters
    if name == "Any":
        return True
    if value is None or isinstance(value, Unknown):
        return True
    if name in SIMPLE:
        return kind(value) == SIMPLE[name]
    if name == "list":
        return (
            isinstance(value, list) and all(conforms(item, parameters[0], scope) for item in value)
            if parameters
            else isinstance(value, list)
        )
    if name == "context":
        return isinstance(value, dict) and all(
            key in value and conforms(value[key], part, scope) for key, part in zip(wanted.keys, parameters, strict=True)
        )
    if name == "range":
        ends = (value.low, value.high) if isinstance(value, Range) else ()
        return bool(ends) and (not parameters or all(conforms(end, parameters[0], scope) for end in ends))
    if name == "function":
        return isinstance(value, Function) and function_conforms(value, parameters, scope)
    if name == "Null":
        return False
    check = scope.env.check_type
    return check(name, value) if check else None


def function_conforms(value: Function, parameters: tuple[ast.TypeName, ...], scope: Scope) -> bool:
    """Tell whether a function takes so many parameters of these types (DMN 1.5, 10.3.2.9.1)."""
    if not parameters:
        return True
    arity = len(parameters) - 1
    return value.variadic or any(len(signature) - value.optional <= arity <= len(signature) for signature in value.signatures)


def coerce(value: object, wanted: ast.TypeName, scope: Scope) -> object:
    """Make a value conform: a list of one becomes its item, an item becomes a list of one; null with its reason when it cannot."""
    if conforms(value, wanted, scope):
        return value
    if isinstance(value, list) and len(value) == 1 and conforms(value[0], wanted, scope):
        return value[0]
    if wanted.name == "list" and not isinstance(value, list) and conforms([value], wanted, scope):
        return [value]
    if type(value) is dt.date and SIMPLE.get(wanted.name) == "date and time":
        return moment_of(value)
    return null(f"{kind(value)} 不是所要的类型 {wanted.name}")
