"""Knows what an expression sees while it is evaluated: names, the calendar, the clock, and the limits that end a runaway."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.rules.feel.values import Unknown

MAX_STEPS = 300_000
MAX_CALLS = 60
MAX_ERRORS = 50


class Calendar(Protocol):
    """A calendar of working days, handed in by the caller."""

    def is_workday(self, day: dt.date, /) -> bool:
        """Tell whether people work on that day."""
        ...

    def add_workdays(self, day: dt.date, count: int, /) -> dt.date:
        """Give the day so many working days later."""
        ...

    def roll(self, day: dt.date, /) -> dt.date:
        """Give the day itself, or the next working day when it is not one."""
        ...

    def workdays_between(self, first: dt.date, last: dt.date, /) -> int:
        """Count the working days after the first day up to the last."""
        ...


def too_much() -> Fault:
    """Make the fault for an evaluation that does not come to an end in reasonable time."""
    return Fault(
        "feel.too_much_work",
        Words("表达式计算量过大，已停止。", "The expression takes too much work and was stopped."),
        cure=Words("请缩小循环或区间，或去掉函数对自身的无尽调用。", "Shorten the loops or ranges, or end the recursion."),
    )


@dataclass(slots=True)
class Environment:
    """What one evaluation shares: builtins, declared inputs, calendar, the present moment, and what went wrong so far."""

    builtins: Mapping[str, object]
    declared: frozenset[str] = frozenset()
    calendar: Calendar | None = None
    now: dt.datetime | None = None
    check_type: Callable[[str, object], bool | None] | None = None
    steps: int = MAX_STEPS
    calls: int = MAX_CALLS
    errors: dict[str, None] = field(default_factory=dict)
    on: dt.date | None = None
    trail: list[object] = field(default_factory=list)

    def fail(self, reason: object) -> object:
        """Keep the reason of a null and give the null, so that it can be returned."""
        if len(self.errors) < MAX_ERRORS:
            self.errors[str(reason)] = None
        return None

    def tick(self, steps: int = 1) -> None:
        """Count work done; Fault when it becomes too much."""
        self.steps -= steps
        if self.steps < 0:
            raise too_much()


class Scope:
    """Names and their values, with the scope around them."""

    __slots__ = ("env", "parent", "values")

    def __init__(self, values: Mapping[str, object], env: Environment, parent: Scope | None = None) -> None:
        """Hold values without copying them."""
        self.values = values
        self.env = env
        self.parent = parent

    def child(self, values: Mapping[str, object]) -> Scope:
        """Open a scope inside this one."""
        return Scope(values, self.env, self)

    def get(self, name: str) -> object:
        """Give the value of a name: the innermost one, else unknown for a declared input, else a builtin, else null with its reason."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.values:
                return scope.values[name]
            scope = scope.parent
        env = self.env
        if name in env.declared:
            return Unknown((name,))
        if name in env.builtins:
            return env.builtins[name]
        return env.fail(f"没有名为“{name}”的事实、决策或函数")
