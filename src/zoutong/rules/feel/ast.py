"""Knows the shapes of a FEEL expression after parsing: frozen nodes that can be compared, walked and printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as Choice

CompareOp = Choice["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number (Decimal), string, true, false or null."""

    value: object


@dataclass(frozen=True, slots=True)
class AtLiteral(Node):
    """A temporal literal: @"2026-11-23"."""

    text: str


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, a builtin, or ``?`` (the value under test)."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``source.name``."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """``source[condition]``."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """``function(a, b)`` or ``function(name: a)``; ``names`` is empty for positional arguments."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left op right`` with op one of + - * / **."""

    op: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``left op right`` with a comparison operator."""

    op: CompareOp
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class And(Node):
    """All parts hold (three-valued)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """One of the parts holds (three-valued)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """``value between low and high``, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """``value in tests``; a test is a Comparison, an Interval, or any expression."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type: its name, its parameters (list<number>, function<a>->b: the result is the last) and, for contexts, their keys."""

    name: str
    parameters: tuple[TypeName, ...] = ()
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if condition then yes else no``."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Binding(Node):
    """``name in source`` or ``name in low..high`` (then ``source`` is the low end and ``high`` is set)."""

    name: str
    source: Node
    high: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """``for iterators return body``."""

    iterators: tuple[Binding, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """``some|every iterators satisfies condition``."""

    kind: Choice["some", "every"]
    iterators: tuple[Binding, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """``[a, b, c]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """``{key: value}``; later entries see earlier ones."""

    keys: tuple[str, ...]
    values: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """``function(a, b: type) body``; ``external`` functions are read but never run."""

    parameters: tuple[str, ...]
    types: tuple[TypeName | None, ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """``[low..high]`` with open or closed ends."""

    low: Node
    high: Node
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """``< 5``: a test of the value ``?`` (in unary tests and after ``in``), or the range literal ``(< 5)``."""

    op: CompareOp
    operand: Node


@dataclass(frozen=True, slots=True)
class AnyValue(Node):
    """``-``: every value passes, also an unknown one."""


@dataclass(frozen=True, slots=True)
class UnaryTests(Node):
    """The content of an input cell: one of the tests holds for ``?``; ``negated`` for ``not(...)``."""

    tests: tuple[Node, ...]
    negated: bool = False


def children(node: Node) -> tuple[Node, ...]:
    """Give the direct parts of a node, in the order in which they are written."""
    found: list[Node] = []
    for field in node.__dataclass_fields__:
        part = getattr(node, field)
        if isinstance(part, Node):
            found.append(part)
        elif isinstance(part, tuple):
            found.extend(item for item in part if isinstance(item, Node))
    return tuple(found)


def walk(node: Node) -> Iterator[Node]:
    """Go over a node and everything below it."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(children(current)))
