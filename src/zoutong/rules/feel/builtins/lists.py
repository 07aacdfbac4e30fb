"""Knows the builtins that search and rebuild lists."""

from __future__ import annotations

import functools
from collections.abc import Callable
from decimal import Decimal

from zoutong.rules.feel.builtins.define import as_function, as_list, as_whole, define
from zoutong.rules.feel.calls import invoke
from zoutong.rules.feel.compare import any_of, order, safely_equal
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.values import Function, Unknown, kind, null


def _place(items: list[object], position: object, *, beyond: int = 0) -> int:
    """Turn a 1-based or negative place into an index; null outside the list."""
    place = as_whole(position)
    if place == 0 or place > len(items) + beyond or -place > len(items):
        null(f"列表有 {len(items)} 项，没有第 {place} 项")
    return place - 1 if place > 0 else len(items) + place


def _contains(items: object, element: object) -> object:
    return any_of(safely_equal(item, element) for item in as_list(items))


def _sublist(items: object, start: object, length: object = None) -> list[object]:
    whole = as_list(items)
    first = _place(whole, start)
    if length is None:
        return whole[first:]
    size = as_whole(length)
    return whole[first : first + size] if size >= 1 and first + size <= len(whole) else null("子列表超出了列表")


def _insert_before(items: object, position: object, new: object) -> list[object]:
    whole = as_list(items)
    place = _place(whole, position)
    return [*whole[:place], new, *whole[place:]]


def _remove(items: object, position: object) -> list[object]:
    whole = as_list(items)
    place = _place(whole, position)
    return [*whole[:place], *whole[place + 1 :]]


def _replace(scope: Scope, items: object, where: object, new: object) -> list[object]:
    whole = as_list(items)
    if isinstance(where, Function):
        scope.env.tick(len(whole))
        answers = [invoke(where, [item, new], (), scope) for item in whole]
        if not all(isinstance(answer, bool) for answer in answers):
            null("用来挑选的函数没有给出真或假")
        return [new if answer else item for item, answer in zip(whole, answers, strict=True)]
    place = _place(whole, where)
    return [*whole[:place], new, *whole[place + 1 :]]


def _index_of(items: object, match: object) -> list[object]:
    if not isinstance(items, list):
        null(f"这里应是列表，却是 {kind(items)}")
    return [Decimal(place) for place, item in enumerate(items, 1) if safely_equal(item, match) is True]


def _distinct(scope: Scope, items: object) -> list[object]:
    found: list[object] = []
    for item in as_list(items):
        scope.env.tick(1 + len(found) // 10)
        if not any(safely_equal(item, other) is True for other in found):
            found.append(item)
    return found


def _concatenate(*lists: object) -> list[object]:
    return [item for items in lists for item in as_list(items)]


def flatten(items: object, level: int = 0) -> list[object]:
    """Take the lists inside a list apart, however deep."""
    if level > 100:
        null("列表嵌套太深")
    flat: list[object] = []
    for item in as_list(items):
        if isinstance(item, list):
            flat.extend(flatten(item, level + 1))
        else:
            flat.append(item)
    return flat


def _sort(scope: Scope, items: object, precedes: object = None) -> list[object]:
    whole = as_list(items)
    scope.env.tick(len(whole) * 4)
    if precedes is None:
        return sorted(whole, key=functools.cmp_to_key(order))
    function = as_function(precedes)

    def first(left: object, right: object) -> bool:
        answer = invoke(function, [left, right], (), scope)
        if isinstance(answer, Unknown):
            raise _Undecided(answer)
        return answer is True

    try:
        return sorted(whole, key=functools.cmp_to_key(lambda a, b: -1 if first(a, b) else 1 if first(b, a) else 0))
    except _Undecided as stop:
        return stop.unknown  # type: ignore[return-value]


class _Undecided(Exception):  # noqa: N818 - it carries an unknown out of a sort
    def __init__(self, unknown: Unknown) -> None:
        super().__init__()
        self.unknown = unknown


def _keeping(name: str, signature: str, run: Callable[..., object], **options: bool | int) -> Function:
    return define(name, signature, run, keeps_unknown=True, **options)  # type: ignore[arg-type]


FUNCTIONS = (
    _keeping("list contains", "list, element", _contains),
    _keeping("count", "list", lambda *values: Decimal(len(as_list(values[0]) if len(values) == 1 else values)), variadic=True),
    _keeping("sublist", "list, start position, length", _sublist, optional=1),
    _keeping("append", "list, item", lambda items, *more: [*as_list(items), *more], variadic=True),
    _keeping("concatenate", "list", _concatenate, variadic=True),
    _keeping("insert before", "list, position, newItem", _insert_before),
    _keeping("remove", "list, position", _remove),
    _keeping("reverse", "list", lambda items: as_list(items)[::-1]),
    _keeping("list replace", "list, position, newItem; list, match, newItem", _replace, scoped=True),
    define("index of", "list, match", _index_of),
    define("union", "list", lambda scope, *lists: _distinct(scope, _concatenate(*lists)), variadic=True, scoped=True),
    define("distinct values", "list", _distinct, scoped=True),
    _keeping("flatten", "list", flatten),
    define("sort", "list, precedes", _sort, optional=1, scoped=True),
)
