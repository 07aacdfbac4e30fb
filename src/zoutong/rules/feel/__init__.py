"""Knows FEEL: text to syntax tree to closures; nothing is ever executed as Python."""

from zoutong.rules.feel.ast import Node
from zoutong.rules.feel.compile import Code, compile_node
from zoutong.rules.feel.parser import parse, parse_unary_tests
from zoutong.rules.feel.reading import constant, feel, free_names, new_scope
from zoutong.rules.feel.scope import Calendar, Environment, Scope
from zoutong.rules.feel.values import Function, Range, Unknown, YearsMonths

__all__ = [
    "Calendar", "Code", "Environment", "Function", "Node", "Range", "Scope", "Unknown", "YearsMonths",
    "compile_node", "constant", "feel", "free_names", "new_scope", "parse", "parse_unary_tests",
]  # fmt: skip
