"""Knows how a value is tested: the cells of a decision table, the tests after ``in``, and interval literals."""

from __future__ import annotations

from collections.abc import Callable

from zoutong.rules.feel import ast
from zoutong.rules.feel.compare import COMPARISONS, any_of, order, passes
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.values import Null, Range, Unknown, kind, null

Code = Callable[[Scope], object]
Compiler = Callable[[ast.Node], Code]
Test = Callable[[object, Scope], object]
UNDER_TEST = "?"


def _mentions_value(node: ast.Node) -> bool:
    return any(isinstance(part, ast.Name) and part.name == UNDER_TEST for part in ast.walk(node))


def _comparison(node: ast.Comparison, compiler: Compiler) -> Test:
    operand, compare = compiler(node.operand), COMPARISONS[node.op]

    def run(value: object, scope: Scope) -> object:
        try:
            return compare(value, operand(scope))
        except Null as reason:
            return scope.env.fail(reason)

    return run


def _expression(node: ast.Node, compiler: Compiler) -> Test:
    code, whole = compiler(node), _mentions_value(node)
    literal = isinstance(node, ast.Literal)  # null is not true: a cell that says true asks for the value true

    def run(value: object, scope: Scope) -> object:
        found = code(scope)
        try:
            if whole and (found is None or isinstance(found, bool | Unknown)):
                return found
            if found is True and not literal and not isinstance(value, bool | Unknown):
                return True
            return passes(value, found)
        except Null as reason:
            return scope.env.fail(reason)

    return run


def compile_test(node: ast.Node, compiler: Compiler) -> Test:
    """Compile one positive unary test to a closure of the value and the scope in which ``?`` stands for it."""
    if isinstance(node, ast.Comparison):
        return _comparison(node, compiler)
    if isinstance(node, ast.AnyValue):
        return lambda value, scope: True
    return _expression(node, compiler)


def in_tests(node: ast.In, compiler: Compiler) -> Code:
    """Compile ``value in tests``."""
    source, tests = compiler(node.value), tuple(compile_test(test, compiler) for test in node.tests)

    def run(scope: Scope) -> object:
        value = source(scope)
        inner = scope.child({UNDER_TEST: value})
        return any_of(test(value, inner) for test in tests)

    return run


def unary_tests(node: ast.UnaryTests, compiler: Compiler) -> Code:
    """Compile the content of an input cell; ``?`` in the scope is the value under test."""
    tests, negated = tuple(compile_test(test, compiler) for test in node.tests), node.negated

    def run(scope: Scope) -> object:
        value = scope.get(UNDER_TEST)
        found = any_of(test(value, scope) for test in tests)
        return (not found) if negated and isinstance(found, bool) else found

    return run


def interval(node: ast.Interval, compiler: Compiler) -> Code:
    """Compile ``[low..high]``."""
    low, high, low_closed, high_closed = compiler(node.low), compiler(node.high), node.low_closed, node.high_closed

    def run(scope: Scope) -> object:
        first, last = low(scope), high(scope)
        if isinstance(first, Unknown):
            return first | last
        if isinstance(last, Unknown):
            return last
        try:
            return make_range(first, last, low_closed=low_closed, high_closed=high_closed)
        except Null as reason:
            return scope.env.fail(reason)

    return run


def make_range(low: object, high: object, *, low_closed: bool, high_closed: bool) -> Range:
    """Make a range of two ends that can be put in order; null else."""
    if low is None and high is None:
        null("区间的两端都是空值")
    if low is not None and high is not None:
        order(low, high)
    elif isinstance(low, bool | list | dict) or isinstance(high, bool | list | dict):
        null(f"{kind(low)} 与 {kind(high)} 不能组成区间")
    return Range(low, high, low_closed, high_closed)
