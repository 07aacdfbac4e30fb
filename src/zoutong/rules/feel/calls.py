"""Knows how a function is called: arguments by place or by name, singleton lists, unknown arguments, and recursion with an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from zoutong.rules.feel import ast
from zoutong.rules.feel.scope import Scope, too_much
from zoutong.rules.feel.types import coerce
from zoutong.rules.feel.values import Function, Null, Unknown, kind, null

Code = Callable[[Scope], object]
Compiler = Callable[[ast.Node], Code]


def call(node: ast.Call, compiler: Compiler) -> Code:
    """Compile an invocation."""
    function, names = compiler(node.function), node.names
    codes = tuple(compiler(argument) for argument in node.arguments)

    def run(scope: Scope) -> object:
        target = function(scope)
        values = [code(scope) for code in codes]
        try:
            return invoke(target, values, names, scope)
        except Null as reason:
            return scope.env.fail(reason)

    return run


def invoke(target: object, values: Sequence[object], names: Sequence[str], scope: Scope) -> object:
    """Call a function value; null when the arguments do not fit."""
    if isinstance(target, Unknown):
        return target
    if not isinstance(target, Function):
        null(f"{kind(target)} 不是函数，不能调用")
    env = scope.env
    env.tick()
    arguments = by_name(target, dict(zip(names, values, strict=True))) if names else by_place(target, values)
    if target.builtin:
        return target.run(scope, *arguments)
    env.calls -= 1
    if env.calls < 0:
        raise too_much()
    found = target.run(scope, *arguments)
    env.calls += 1
    return found


def by_place(target: Function, values: Sequence[object]) -> Sequence[object]:
    """Check the number of positional arguments."""
    most = max(len(signature) for signature in target.signatures) if target.signatures else 0
    least = min((len(signature) for signature in target.signatures), default=0) - target.optional
    if len(values) < least or (len(values) > most and not target.variadic):
        null(f"函数“{target.name}”不接受 {len(values)} 个参数")
    return values


def by_name(target: Function, given: Mapping[str, object]) -> Sequence[object]:
    """Put named arguments in place by the first signature that knows all the names."""
    for signature in target.signatures:
        needed = signature[: len(signature) - target.optional]
        if set(given) <= set(signature) and set(needed) <= set(given):
            last = max((place for place, name in enumerate(signature) if name in given), default=-1)
            return [given.get(name) for name in signature[: last + 1]]
    return null(f"函数“{target.name}”没有这样一组参数：{'、'.join(given)}")


def user_function(node: ast.FunctionOf, compiler: Compiler) -> Code:
    """Compile a function definition; the function sees the scope in which it was written."""
    if node.external:
        return lambda scope: Function("external", (node.parameters,), _external)
    body = compiler(node.body)

    def make(scope: Scope) -> object:
        def run(caller: Scope, *values: object) -> object:
            typed = [value if kind_ is None else coerce(value, kind_, caller) for value, kind_ in zip(values, node.types, strict=True)]
            return body(scope.child(dict(zip(node.parameters, typed, strict=True))))

        return Function("", (node.parameters,), run, types=node.types)

    return make


def _external(scope: Scope, *values: object) -> object:
    null("外部函数（Java、PMML）不会被执行")
