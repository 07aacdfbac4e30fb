"""Knows the plain conditions of a process — a variable is a word, or yes, or no — and how they are asked without working out an expression."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from zoutong.rules.feel import ast

Look = Callable[[str], object]
Truth = Callable[[Look], bool]
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


def quick_of(node: ast.Node, names: Collection[str]) -> Truth | None:
    """Give how to ask whether a condition is true, None where only the whole language can tell.

    What is asked is whether it is true, never whether it is false: for that, null and unknown come to the same, and of parts
    joined by "and" all, of parts joined by "or" one must be true. ``names`` are the variables; other names are builtins.
    """
    if isinstance(node, ast.Compare) and node.op == "=":
        left, right = (node.right, node.left) if isinstance(node.left, ast.Literal) else (node.left, node.right)
        if isinstance(left, ast.Name) and left.name in names and isinstance(right, ast.Literal):
            return _is(left.name, right.value)
    if isinstance(node, ast.And | ast.Or):
        parts = tuple(quick_of(part, names) for part in node.parts)
        asked = tuple(part for part in parts if part is not None)
        if len(asked) == len(parts):
            return _every(asked) if isinstance(node, ast.And) else _some(asked)
    return None


def _is(name: str, wanted: object) -> Truth | None:
    if isinstance(wanted, bool):
        return lambda look: look(name) is wanted
    # Text that is written like a date is one, on whichever side it stands.
    if isinstance(wanted, str) and not DATE.fullmatch(wanted) and not MOMENT.fullmatch(wanted):
        return lambda look: look(name) == wanted
    return None


def _every(parts: tuple[Truth, ...]) -> Truth:
    def ask(look: Look) -> bool:
        for part in parts:  # noqa: SIM110 - a generator costs more than the question
            if not part(look):
                return False
        return True

    return ask


def _some(parts: tuple[Truth, ...]) -> Truth:
    def ask(look: Look) -> bool:
        for part in parts:  # noqa: SIM110 - likewise
            if part(look):
                return True
        return False

    return ask
