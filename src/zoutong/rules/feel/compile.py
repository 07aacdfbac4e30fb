"""Knows how a syntax tree becomes a closure: every node once, each closure takes a scope and gives a value."""

from __future__ import annotations

from collections.abc import Callable

from zoutong.rules.feel import ast
from zoutong.rules.feel.arithmetic import OPERATIONS, negate
from zoutong.rules.feel.calls import call, user_function
from zoutong.rules.feel.compare import COMPARISONS, all_of, safely_equal, span_of
from zoutong.rules.feel.loops import filtered, for_each, quantified
from zoutong.rules.feel.paths import path
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.temporal import parse_at
from zoutong.rules.feel.tests import in_tests, interval, unary_tests
from zoutong.rules.feel.types import instance_of
from zoutong.rules.feel.values import Null, Unknown, kind

Code = Callable[[Scope], object]


def compile_node(node: ast.Node) -> Code:
    """Compile a node; unknown goes through, an operation without a value gives None and leaves its reason in ``scope.env.errors``."""
    return _COMPILERS[type(node)](node)


def _literal(node: ast.Literal) -> Code:
    value = node.value
    return lambda scope: value


def _at(node: ast.AtLiteral) -> Code:
    try:
        value = parse_at(node.text)
    except Null as reason:
        why = str(reason)
        return lambda scope: scope.env.fail(why)
    return lambda scope: value


def _name(node: ast.Name) -> Code:
    name = node.name
    return lambda scope: scope.get(name)


def _path(node: ast.Path) -> Code:
    source, name = compile_node(node.source), node.name

    def run(scope: Scope) -> object:
        try:
            return path(source(scope), name, scope)
        except Null as reason:
            return scope.env.fail(reason)

    return run


def _negate(node: ast.Negate) -> Code:
    operand = compile_node(node.operand)

    def run(scope: Scope) -> object:
        try:
            return negate(operand(scope))
        except Null as reason:
            return scope.env.fail(reason)

    return run


def _pair(op: Callable[[object, object], object], left: Code, right: Code) -> Code:
    def run(scope: Scope) -> object:
        try:
            return op(left(scope), right(scope))
        except Null as reason:
            return scope.env.fail(reason)

    return run


def _arithmetic(node: ast.Arithmetic) -> Code:
    return _pair(OPERATIONS[node.op], compile_node(node.left), compile_node(node.right))


def _compare(node: ast.Compare) -> Code:
    return _pair(COMPARISONS[node.op], compile_node(node.left), compile_node(node.right))


def _logic(parts: tuple[ast.Node, ...], winner: bool) -> Code:
    codes = tuple(compile_node(part) for part in parts)

    def run(scope: Scope) -> object:
        found: object = not winner
        for code in codes:
            truth = code(scope)
            if truth is winner:
                return winner
            if isinstance(truth, Unknown):
                found = truth | found
            elif not isinstance(truth, bool):
                if truth is not None:
                    scope.env.fail(f"“与”“或”的一边是 {kind(truth)}，不是真或假")
                if not isinstance(found, Unknown):
                    found = None
        return found

    return run


def _between(node: ast.Between) -> Code:
    value, low, high = compile_node(node.value), compile_node(node.low), compile_node(node.high)

    def run(scope: Scope) -> object:
        actual = value(scope)
        try:
            return all_of((COMPARISONS[">="](actual, low(scope)), COMPARISONS["<="](actual, high(scope))))
        except Null as reason:
            return scope.env.fail(reason)

    return run


def _if(node: ast.If) -> Code:
    condition, yes, no = compile_node(node.condition), compile_node(node.yes), compile_node(node.no)

    def run(scope: Scope) -> object:
        truth = condition(scope)
        if isinstance(truth, Unknown):
            first, second = yes(scope), no(scope)
            return first if safely_equal(first, second) is True else truth | first | second
        if truth is not None and not isinstance(truth, bool):
            return scope.env.fail(f"“if”的条件是 {kind(truth)}，不是真或假")
        return yes(scope) if truth is True else no(scope)

    return run


def _list(node: ast.ListOf) -> Code:
    codes = tuple(compile_node(item) for item in node.items)
    return lambda scope: [code(scope) for code in codes]


def _context(node: ast.ContextOf) -> Code:
    entries = tuple(zip(node.keys, (compile_node(value) for value in node.values), strict=True))

    def run(scope: Scope) -> object:
        values: dict[str, object] = {}
        inner = scope.child(values)
        for key, code in entries:
            values[key] = code(inner)
        return values

    return run


def _comparison(node: ast.Comparison) -> Code:
    operand, op = compile_node(node.operand), node.op

    def run(scope: Scope) -> object:
        end = operand(scope)
        return end if isinstance(end, Unknown) else span_of(op, end)

    return run


_COMPILERS: dict[type[ast.Node], Callable[..., Code]] = {
    ast.Literal: _literal,
    ast.AtLiteral: _at,
    ast.Name: _name,
    ast.Path: _path,
    ast.Filter: lambda node: filtered(node, compile_node),
    ast.Call: lambda node: call(node, compile_node),
    ast.Negate: _negate,
    ast.Arithmetic: _arithmetic,
    ast.Compare: _compare,
    ast.And: lambda node: _logic(node.parts, winner=False),
    ast.Or: lambda node: _logic(node.parts, winner=True),
    ast.Between: _between,
    ast.In: lambda node: in_tests(node, compile_node),
    ast.InstanceOf: lambda node: instance_of(node, compile_node),
    ast.If: _if,
    ast.For: lambda node: for_each(node, compile_node),
    ast.Quantified: lambda node: quantified(node, compile_node),
    ast.ListOf: _list,
    ast.ContextOf: _context,
    ast.FunctionOf: lambda node: user_function(node, compile_node),
    ast.Interval: lambda node: interval(node, compile_node),
    ast.Comparison: _comparison,
    ast.AnyValue: lambda node: lambda scope: True,
    ast.UnaryTests: lambda node: unary_tests(node, compile_node),
}
