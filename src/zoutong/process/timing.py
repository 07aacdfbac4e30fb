"""Knows when a timer of a process fires."""

from __future__ import annotations

import datetime as dt

from zoutong.kernel.clock import add_months
from zoutong.process.condition import Condition
from zoutong.process.model import Node
from zoutong.process.run import Run
from zoutong.rules.feel import YearsMonths


def due_of(run: Run, node: Node, scope: int) -> dt.datetime | None:
    """Give the moment at which a timer event that is reached now fires; None when its length or date is unknown or no such thing."""
    timer = node.timer
    if timer is None or run.around is None:
        return None
    if timer.clock:
        return run.around.due(timer.clock, run.now)
    if timer.duration is not None:
        return _after(run.now, _value(run, timer.duration, scope))
    return _moment(_value(run, timer.date, scope), run.now.tzinfo) if timer.date is not None else None


def _value(run: Run, condition: Condition, scope: int) -> object:
    return condition.value(lambda name: run.look(scope, name), run.now)


def _after(now: dt.datetime, length: object) -> dt.datetime | None:
    try:
        if isinstance(length, dt.timedelta):
            return now + length
        if isinstance(length, YearsMonths):
            return dt.datetime.combine(add_months(now.date(), length.months), now.timetz())
    except (OverflowError, ValueError):
        return None
    return None


def _moment(value: object, zone: dt.tzinfo | None) -> dt.datetime | None:
    """Give a date's first moment, or a moment, in the zone in which the bureau reckons."""
    if isinstance(value, dt.datetime):
        if zone is None:
            return value.replace(tzinfo=None)
        return value if value.tzinfo else value.replace(tzinfo=zone)
    return dt.datetime.combine(value, dt.time(), zone) if isinstance(value, dt.date) else None
