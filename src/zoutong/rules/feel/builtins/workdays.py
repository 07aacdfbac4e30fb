"""Knows the house's own builtins for working days; the calendar is handed in with the evaluation."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from zoutong.rules.feel.builtins.define import as_near_day, as_whole, define
from zoutong.rules.feel.scope import Calendar, Scope
from zoutong.rules.feel.values import Function, null

_MAX_DAYS = 100_000


def _calendar(scope: Scope) -> Calendar:
    return scope.env.calendar or null("没有工作日历，不能计算工作日")


def _add(scope: Scope, day: object, count: object) -> object:
    days = as_whole(count)
    if abs(days) > _MAX_DAYS:
        null(f"工作日数不能超过 {_MAX_DAYS}")
    return _calendar(scope).add_workdays(as_near_day(day), days)


def _between(scope: Scope, first: object, last: object) -> object:
    start, end = as_near_day(first), as_near_day(last)
    if abs((end - start).days) > _MAX_DAYS:
        null(f"两个日期相差不能超过 {_MAX_DAYS} 天")
    return Decimal(_calendar(scope).workdays_between(start, end))


def _twice(name: str, alias: str, signature: str, chinese: str, run: Callable[..., object]) -> tuple[Function, Function]:
    both = f"{signature}; {chinese}"
    return define(name, both, run, scoped=True), define(alias, both, run, scoped=True)


FUNCTIONS = (
    *_twice("add workdays", "加工作日", "date, n", "日期, 天数", _add),
    *_twice("workdays between", "工作日数", "from, to", "起, 止", _between),
    *_twice("is workday", "是工作日", "date", "日期", lambda scope, day: _calendar(scope).is_workday(as_near_day(day))),
    *_twice("roll", "顺延", "date", "日期", lambda scope, day: _calendar(scope).roll(as_near_day(day))),
)
