"""Knows the types that a DMN file defines: whether a value conforms, and how a given or found value is made to conform."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Protocol

from zoutong.rules.dmn.document import Document, Item
from zoutong.rules.feel import Code, Environment, Scope, Unknown, compile_node, parse_unary_tests
from zoutong.rules.feel.builtins import BUILTINS
from zoutong.rules.feel.temporal import moment_of, parse_date, parse_duration, parse_moment, parse_time
from zoutong.rules.feel.types import SIMPLE
from zoutong.rules.feel.values import Function, kind, null

_FROM_TEXT: Mapping[str, Callable[[str], object]] = {
    "date": parse_date, "time": parse_time, "date and time": parse_moment,
    "days and time duration": parse_duration, "years and months duration": parse_duration,
}  # fmt: skip
MAX_LEVEL = 40


class Imported(Protocol):
    """Another model, seen under an import name."""

    @property
    def types(self) -> Types:
        """Give its types."""
        ...


class Types:
    """The item definitions of one document and of those it imports."""

    def __init__(self, document: Document, imported: Mapping[tuple[str, str], Imported]) -> None:
        """Compile nothing yet."""
        self.document = document
        self.imported = imported
        self.allowed: dict[str, Code] = {}

    def find(self, name: str) -> tuple[Types, Item] | None:
        """Give the item definition of a type name with the types it belongs to."""
        item = self.document.items.get(name)
        if item is not None:
            return self, item
        for (through, _), model in self.imported.items():
            inner = name if not through else name.removeprefix(f"{through}.")
            found = model.types.find(inner) if not through or inner != name else None
            if found:
                return found
        tail = name.rpartition(":")[2]
        return self.find(tail) if tail != name else None

    def simple(self, name: str) -> str:
        """Give the FEEL name of a built-in type, "" when it is none; 1.1 writes feel:string."""
        bare = name.rpartition(":")[2]
        return "" if self.find(name) else SIMPLE.get(bare, bare if bare in ("Any", "list", "context", "function", "range") else "")

    def check(self, name: str, value: object) -> bool | None:
        """Tell whether a value is of a type of this document; None when there is no such type."""
        found = self.find(name)
        return found[0].conforms(value, found[1]) if found else self.is_simple(value, self.simple(name)) if self.simple(name) else None

    def is_simple(self, value: object, name: str) -> bool:
        """Tell whether a value is of a built-in type; null and unknown are of every type."""
        return value is None or isinstance(value, Unknown) or name in ("Any", "", kind(value))

    def conforms(self, value: object, item: Item, level: int = 0) -> bool:
        """Tell whether a value conforms to an item definition."""
        if level > MAX_LEVEL:
            null(f"类型“{item.name}”的定义没有尽头")
        if value is None or isinstance(value, Unknown):
            return True
        if item.collection:
            return isinstance(value, list) and all(self._one(entry, item, level) for entry in value)
        return self._one(value, item, level)

    def _one(self, value: object, item: Item, level: int) -> bool:
        if value is None or isinstance(value, Unknown):
            return True
        if item.function:
            return isinstance(value, Function)
        if item.components:
            return (
                isinstance(value, dict)
                and all(self.conforms(value[part.name], part, level + 1) for part in item.components if part.name in value)
                and all(part.name in value for part in item.components)
            )
        return self.is_type(value, item.type_ref, level) and self.is_allowed(value, item)

    def is_type(self, value: object, type_ref: str, level: int = 0) -> bool:
        """Tell whether a value is of the named type; an unknown name accepts everything."""
        found = self.find(type_ref) if type_ref else None
        if found:
            return found[0].conforms(value, found[1], level + 1)
        return self.is_simple(value, self.simple(type_ref))

    def is_allowed(self, value: object, item: Item) -> bool:
        """Tell whether a value is among the allowed ones."""
        if not item.allowed:
            return True
        code = self.allowed.get(item.allowed)
        if code is None:
            code = self.allowed[item.allowed] = compile_node(parse_unary_tests(item.allowed))
        env = Environment(BUILTINS)
        if isinstance(value, list):
            return all(code(Scope({"?": entry}, env)) is True for entry in value) or code(Scope({"?": value}, env)) is True
        return code(Scope({"?": value}, env)) is True

    def coerce(self, value: object, type_ref: str, *, what: str) -> object:
        """Make a result conform: one-item lists and single values change places, a date becomes its midnight; null when it cannot."""
        if not type_ref or value is None or isinstance(value, Unknown) or self.is_type(value, type_ref):
            return value
        if isinstance(value, list) and len(value) == 1 and self.is_type(value[0], type_ref):
            return value[0]
        if not isinstance(value, list) and self.is_type([value], type_ref):
            return [value]
        if type(value) is dt.date and self.simple(type_ref) == "date and time":
            return moment_of(value)
        if self.simple(type_ref) or self.find(type_ref):
            null(f"“{what}”的值（{kind(value)}）不符合类型“{type_ref}”")
        return value

    def receive(self, value: object, type_ref: str, what: str, level: int = 0) -> object:
        """Take a given fact: text becomes a date or duration where the type says so, an absent component becomes unknown."""
        if level > MAX_LEVEL or value is None:
            return value
        name = self.simple(type_ref)
        if name in _FROM_TEXT and isinstance(value, str):
            return _FROM_TEXT[name](value)
        found = self.find(type_ref) if type_ref else None
        return found[0].receive_item(value, found[1], what, level + 1) if found else value

    def receive_item(self, value: object, item: Item, what: str, level: int) -> object:
        """Take a given fact of a defined type."""
        if item.collection and isinstance(value, list):
            return [self.receive_one(entry, item, what, level) for entry in value]
        return self.receive_one(value, item, what, level)

    def receive_one(self, value: object, item: Item, what: str, level: int) -> object:
        """Take one value of a defined type, component by component."""
        if not item.components:
            return self.receive(value, item.type_ref, what, level)
        if not isinstance(value, dict):
            return value
        taken = dict(value)
        for part in item.components:
            if part.name in value:
                taken[part.name] = self.receive_item(value[part.name], part, f"{what}.{part.name}", level + 1)
            else:
                taken[part.name] = Unknown((f"{what}.{part.name}",))
        return taken
