"""Knows the builtins for contexts."""

from __future__ import annotations

from zoutong.rules.feel.builtins.define import as_context, as_list, as_text, define
from zoutong.rules.feel.values import kind, null


def _get_value(context: object, key: object) -> object:
    entries = as_context(context)
    name = as_text(key)
    return entries[name] if name in entries else null(f"没有“{name}”这一项")


def _get_entries(context: object) -> list[object]:
    return [{"key": key, "value": value} for key, value in as_context(context).items()]


def _context(entries: object) -> dict[str, object]:
    made: dict[str, object] = {}
    for entry in as_list(entries):
        pair = as_context(entry)
        if "key" not in pair or "value" not in pair:
            null("每一项都应有 key 和 value")
        key = as_text(pair["key"])
        if key in made:
            null(f"键“{key}”出现了两次")
        made[key] = pair["value"]
    return made


def _put(context: object, key: object, value: object) -> dict[str, object]:
    entries = as_context(context)
    if not isinstance(key, list):
        return {**entries, as_text(key): value}
    if not key:
        null("键的列表是空的")
    name = as_text(key[0])
    if len(key) == 1:
        return {**entries, name: value}
    inner = entries.get(name)
    if not isinstance(inner, dict):
        null(f"“{name}”不是上下文，却是 {kind(inner)}")
    return {**entries, name: _put(inner, key[1:], value)}


def _merge(*contexts: object) -> dict[str, object]:
    merged: dict[str, object] = {}
    for context in as_list(contexts[0]) if len(contexts) == 1 else contexts:
        merged.update(as_context(context))
    return merged


FUNCTIONS = (
    define("get value", "m, key", _get_value, keeps_unknown=True),
    define("get entries", "m", _get_entries, keeps_unknown=True),
    define("context", "entries", _context, keeps_unknown=True),
    define("context put", "context, key, value; context, keys, value", _put, keeps_unknown=True),
    define("context merge", "contexts", _merge, keeps_unknown=True),
)
