"""Knows every builtin function of FEEL by name, and the house's own for working days."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zoutong.rules.feel.values import Function

_FAMILIES: tuple[tuple[Function, ...], ...] = ()
BUILTINS: Mapping[str, object] = MappingProxyType({function.name: function for family in _FAMILIES for function in family})
