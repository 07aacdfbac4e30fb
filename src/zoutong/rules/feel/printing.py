"""Knows how values are written as text, the way FEEL's string() does, and how a syntax tree is written back as FEEL."""

from __future__ import annotations

from decimal import Decimal

from zoutong.rules.feel.temporal import temporal_text
from zoutong.rules.feel.values import Function, Range, Unknown


def number_text(value: Decimal) -> str:
    """Write a number in plain digits."""
    return format(value, "f") if value else "0"


def quoted(text: str) -> str:
    """Write a string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return f'"{escaped}"'


def value_text(value: object, *, inside: bool = False) -> str:
    """Write a value; a string is quoted only inside a list or context."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return quoted(value) if inside else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(value_text(item, inside=True) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(key)}: {value_text(item, inside=True)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        return range_text(value)
    if isinstance(value, Function):
        return f"function({', '.join(value.signatures[0] if value.signatures else ())})"
    if isinstance(value, Unknown):
        return "?"
    text = temporal_text(value)
    return f'@"{text}"' if inside else text


def key_text(key: str) -> str:
    """Write the key of a context."""
    return key if key.isidentifier() else quoted(key)


def range_text(value: Range) -> str:
    """Write a range."""
    low, high = value_text(value.low, inside=True), value_text(value.high, inside=True)
    if not value.low_ended:
        return f"({'<=' if value.high_closed else '<'} {high})"
    if not value.high_ended:
        return f"({'>=' if value.low_closed else '>'} {low})"
    return f"{'[' if value.low_closed else '('}{low}..{high}{']' if value.high_closed else ')'}"
