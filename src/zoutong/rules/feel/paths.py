"""Knows what ``value.name`` gives: an entry of a context, a part of a date, an end of a range, or all of these over a list."""

from __future__ import annotations

from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.temporal import property_of
from zoutong.rules.feel.values import Range, Unknown, null


def path(source: object, name: str, scope: Scope) -> object:
    """Give a part of a value by name; null when there is none."""
    if isinstance(source, dict):
        if name not in source:
            null(f"没有“{name}”这一项")
        return source[name]
    if isinstance(source, Unknown):
        return source
    if isinstance(source, list):
        scope.env.tick(len(source))
        return [path(item, name, scope) for item in source]
    if isinstance(source, Range):
        ends = {"start": source.low, "end": source.high, "start included": source.low_closed, "end included": source.high_closed}
        if name in ends:
            return ends[name]
    if source is None:
        null(f"空值没有“{name}”这一项")
    return property_of(source, name)
