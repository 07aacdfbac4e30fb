"""Knows for, some, every and filters: who is visited, in which scope, and what unknown and null do to the result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from decimal import Decimal

from zoutong.rules.feel import ast
from zoutong.rules.feel.compare import joined
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.values import Null, Range, Unknown, kind, null

Code = Callable[[Scope], object]
Compiler = Callable[[ast.Node], Code]
Source = tuple[str, Code, Code | None]


class NotYet(Exception):  # noqa: N818 - it is no error
    """Carries an unknown out of a loop."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__()
        self.unknown = unknown


def steps(low: object, high: object, scope: Scope) -> Iterator[object]:
    """Go from one whole number or date to another, both included, up or down."""
    if isinstance(low, Decimal) and isinstance(high, Decimal):
        if low != low.to_integral_value() or high != high.to_integral_value():
            null("循环的两端应是整数")
        first, last = int(low), int(high)
        for number in range(first, last + 1) if first <= last else range(first, last - 1, -1):
            scope.env.tick()
            yield Decimal(number)
    elif type(low) is dt.date and type(high) is dt.date:
        first, last = low.toordinal(), high.toordinal()
        for number in range(first, last + 1) if first <= last else range(first, last - 1, -1):
            scope.env.tick()
            yield dt.date.fromordinal(number)
    else:
        null(f"不能从 {kind(low)} 数到 {kind(high)}")


def items_of(value: object, scope: Scope) -> Iterator[object]:
    """Go over a list, the whole values of a range, or a single value."""
    if isinstance(value, Unknown):
        raise NotYet(value)
    if value is None:
        null("不能在空值上循环")
    if isinstance(value, list):
        for item in value:
            scope.env.tick()
            yield item
    elif isinstance(value, Range):
        one = dt.timedelta(days=1) if isinstance(value.low, dt.date) else Decimal(1)
        if not value.low_ended or not value.high_ended:
            null("不能在没有尽头的区间上循环")
        low = value.low if value.low_closed else value.low + one  # type: ignore[operator]
        high = value.high if value.high_closed else value.high - one  # type: ignore[operator]
        if kind(low) == kind(high) and low > high:  # type: ignore[operator]
            null("区间的起点在终点之后")
        yield from steps(low, high, scope)
    else:
        yield value


def sources(bindings: tuple[ast.Binding, ...], compiler: Compiler) -> tuple[Source, ...]:
    """Compile the iterators of a loop."""
    return tuple((b.name, compiler(b.source), compiler(b.high) if b.high is not None else None) for b in bindings)


def visits(where: tuple[Source, ...], scope: Scope) -> Iterator[Scope]:
    """Give one scope per combination; later iterators see the earlier ones."""
    if not where:
        yield scope
        return
    name, source, high = where[0]
    if high is None:
        found = items_of(source(scope), scope)
    else:
        ends = source(scope), high(scope)
        for end in ends:
            if isinstance(end, Unknown):
                raise NotYet(end)
        found = steps(*ends, scope)
    for item in found:
        yield from visits(where[1:], scope.child({name: item}))


def for_each(node: ast.For, compiler: Compiler) -> Code:
    """Compile ``for``; ``partial`` is the list of the results so far."""
    where, body = sources(node.iterators, compiler), compiler(node.body)

    def run(scope: Scope) -> object:
        results: list[object] = []
        try:
            results.extend(body(inner) for inner in visits(where, scope.child({"partial": results})))
        except Null as reason:
            return scope.env.fail(reason)
        except NotYet as stop:
            return stop.unknown
        return results

    return run


def quantified(node: ast.Quantified, compiler: Compiler) -> Code:
    """Compile ``some`` (or) and ``every`` (and) over all combinations, three-valued."""
    where, condition, winner = sources(node.iterators, compiler), compiler(node.condition), node.kind == "some"

    def truths(scope: Scope) -> Iterator[object]:
        for inner in visits(where, scope):
            truth = condition(inner)
            yield truth if isinstance(truth, bool | Unknown) else scope.env.fail("“satisfies”之后不是真或假")

    def run(scope: Scope) -> object:
        try:
            return joined(truths(scope), winner)
        except Null as reason:
            return scope.env.fail(reason)
        except NotYet as stop:
            return stop.unknown

    return run


def item_scope(item: object, scope: Scope) -> Scope:
    """Open the scope of a filter's condition: ``item`` and, for a context, its entries."""
    return scope.child({"item": item, **item} if isinstance(item, dict) else {"item": item})


def at_index(items: list[object], index: Decimal, scope: Scope) -> object:
    """Give the item at a 1-based place, counted from the end when negative; null outside the list."""
    if index != index.to_integral_value() or index == 0 or abs(index) > len(items):
        return scope.env.fail(f"列表有 {len(items)} 项，没有第 {index} 项")
    place = int(index)
    return items[place - 1 if place > 0 else place]


def filtered(node: ast.Filter, compiler: Compiler) -> Code:
    """Compile ``source[condition]``: a number picks one item, a condition keeps those for which it is true."""
    source, condition = compiler(node.source), compiler(node.condition)
    literal = isinstance(node.condition, ast.Literal) and isinstance(node.condition.value, Decimal)

    def run(scope: Scope) -> object:
        value = source(scope)
        if isinstance(value, Unknown):
            return value
        items = value if isinstance(value, list) else [] if value is None else [value]
        if not items and literal:
            return at_index(items, Decimal(1), scope)
        return keep(items, condition, scope)

    return run


def keep(items: list[object], condition: Code, scope: Scope) -> object:
    """Filter a list; unknown when the condition is unknown for one item."""
    kept: list[object] = []
    unknown: Unknown | None = None
    for item in items:
        scope.env.tick()
        truth = condition(item_scope(item, scope))
        if truth is True:
            kept.append(item)
        elif isinstance(truth, Decimal):
            return at_index(items, truth, scope)
        elif isinstance(truth, Unknown):
            unknown = truth | unknown
        elif truth is not False and truth is not None:
            return scope.env.fail(f"过滤条件是 {kind(truth)}，不是真或假")
    return kept if unknown is None else unknown
