"""Knows every builtin function of FEEL by name, and the house's own for working days."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from zoutong.rules.feel.builtins import contexts, conversions, lists, numbers, spans, text, totals, workdays
from zoutong.rules.feel.values import Function

_FAMILIES: tuple[tuple[Function, ...], ...] = (
    contexts.FUNCTIONS, conversions.FUNCTIONS, lists.FUNCTIONS, numbers.FUNCTIONS, spans.FUNCTIONS, text.FUNCTIONS, totals.FUNCTIONS, workdays.FUNCTIONS,
)  # fmt: skip
BUILTINS: Mapping[str, object] = MappingProxyType({function.name: function for family in _FAMILIES for function in family})
