"""Knows what can be told about an expression without facts: the names it needs, and its value when it needs none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.rules.feel import ast
from zoutong.rules.feel.builtins import BUILTINS
from zoutong.rules.feel.compile import Code, compile_node
from zoutong.rules.feel.parser import parse
from zoutong.rules.feel.scope import Calendar, Environment, Scope, too_much
from zoutong.rules.feel.values import Unknown, to_feel

_IMPURE = frozenset({"now", "today", "add workdays", "workdays between", "is workday", "roll", "加工作日", "工作日数", "是工作日", "顺延"})


def free_names(node: ast.Node) -> frozenset[str]:
    """Give the names that an expression needs from outside; builtins and the value under test (``?``) are not among them."""
    return frozenset(name for name in _free(node, frozenset()) if name not in BUILTINS and name != "?")


def _free(node: ast.Node, bound: frozenset[str]) -> set[str]:
    if isinstance(node, ast.Name):
        return set() if node.name in bound else {node.name}
    found: set[str] = set()
    if isinstance(node, ast.For | ast.Quantified):
        for binding in node.iterators:
            found |= _free(binding.source, bound) | (_free(binding.high, bound) if binding.high else set())
            bound |= {binding.name}
        return found | _free(node.body if isinstance(node, ast.For) else node.condition, bound | {"partial"})
    if isinstance(node, ast.ContextOf):
        for key, value in zip(node.keys, node.values, strict=True):
            found |= _free(value, bound)
            bound |= {key}
        return found
    if isinstance(node, ast.FunctionOf):
        return _free(node.body, bound | set(node.parameters))
    if isinstance(node, ast.Filter):
        return _free(node.source, bound) | _free(node.condition, bound | {"item"})
    for part in ast.children(node):
        found |= _free(part, bound)
    return found


def constant(node: ast.Node) -> object:
    """Give the value of an expression that needs nothing from outside; Fault when it needs a name, the clock or the calendar, or has no value."""
    names = _free(node, frozenset())
    if not names & _IMPURE and names <= set(BUILTINS):
        env = Environment(BUILTINS, steps=10_000)
        value = run(compile_node(node), Scope({}, env))
        if not isinstance(value, Unknown) and not env.errors:
            return value
    raise Fault(
        "feel.not_constant",
        Words("这个单元格的值不是常数。", "The value of this cell is not a constant."),
        cure=Words("请写成数、字符串、日期或它们的区间。", "Write a number, a string, a date, or a range of them."),
    )


def run(code: Code, scope: Scope) -> object:
    """Run a closure; an evaluation that goes too deep ends in a Fault."""
    try:
        return code(scope)
    except RecursionError as error:
        raise too_much() from error


def new_scope(
    values: Mapping[str, object],
    *,
    declared: frozenset[str] = frozenset(),
    calendar: Calendar | None = None,
    now: dt.datetime | None = None,
) -> Scope:
    """Open the outermost scope over plain or FEEL values; a declared name that is absent from them is unknown."""
    feel_values = {name: to_feel(value) for name, value in values.items()}
    return Scope(feel_values, Environment(BUILTINS, declared, calendar, now))


@lru_cache(maxsize=4096)
def compiled(text: str, names: frozenset[str] = frozenset()) -> Code:
    """Parse and compile one expression, once."""
    return compile_node(parse(text, names))


def feel(
    text: str, context: Mapping[str, object] | None = None, *, calendar: Calendar | None = None, now: dt.datetime | None = None
) -> object:
    """Evaluate one expression on the given values; None for null. Fault when the text is not FEEL or takes too much work."""
    scope = new_scope(context or {}, calendar=calendar, now=now)
    value = run(compiled(text, frozenset(name for name in scope.values if not name.isidentifier())), scope)
    return None if isinstance(value, Unknown) else value
