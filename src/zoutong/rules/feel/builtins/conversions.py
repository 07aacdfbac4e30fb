"""Knows the builtins that make numbers, dates, times, durations and ranges of text or of parts, and those that read calendars."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

from zoutong.kernel.error import Fault
from zoutong.rules.feel import ast
from zoutong.rules.feel.builtins.define import as_day, as_number, as_text, as_whole, define
from zoutong.rules.feel.compare import safely_equal
from zoutong.rules.feel.far import ERA_YEARS, Far, split
from zoutong.rules.feel.parser import parse
from zoutong.rules.feel.scope import Scope
from zoutong.rules.feel.temporal import (
    combine,
    make_date,
    make_time,
    offset_zone,
    parse_at,
    parse_date,
    parse_duration,
    parse_moment,
    parse_time,
    temporal_text,
    zone,
)  # fmt: skip
from zoutong.rules.feel.tests import make_range
from zoutong.rules.feel.values import Range, YearsMonths, kind, null, number

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,5})?", re.ASCII)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SEPARATORS = frozenset({" ", ",", "."})


def to_number(text: object, grouping: object = None, point: object = None) -> Decimal:
    """Read a number, with the separators that are given."""
    if isinstance(text, Decimal) and grouping is None and point is None:
        return text
    plain = as_text(text)
    if grouping is not None:
        if grouping not in _SEPARATORS or grouping == point:
            null("分组符只能是空格、逗号或句点，且不同于小数点")
        plain = plain.replace(as_text(grouping), "")
    if point is not None:
        if point not in (".", ","):
            null("小数点只能是句点或逗号")
        plain = plain.replace(".", "x").replace(as_text(point), ".") if point != "." else plain
    return number(plain) if _NUMBER.fullmatch(plain) else null(f"“{as_text(text)}”不是数")


def _date(*parts: object) -> dt.date | Far:
    if len(parts) == 3:
        year, month, day = parts
        return make_date(as_whole(year), as_whole(month), as_whole(day))
    if len(parts) != 1:
        null("date 要一个或三个参数")
    return parse_date(parts[0]) if isinstance(parts[0], str) else as_day(parts[0])


def _seconds(value: object) -> tuple[int, int]:
    exact = as_number(value)
    whole = int(exact)
    return whole, int((exact - whole).scaleb(6))


def _time(*parts: object) -> dt.time:
    if len(parts) == 1:
        value = parts[0]
        if isinstance(value, dt.datetime):
            return value.timetz()
        if isinstance(value, dt.date):
            return dt.time(0, 0, tzinfo=dt.UTC)
        return value if isinstance(value, dt.time) else parse_time(as_text(value))
    if len(parts) not in (3, 4):
        null("time 要一个、三个或四个参数")
    offset = parts[3] if len(parts) > 3 else None
    if offset is not None and not isinstance(offset, dt.timedelta):
        null("时差应是期间")
    return make_time(as_whole(parts[0]), as_whole(parts[1]), *_seconds(parts[2]), offset_zone(offset))


def _moment(*parts: object) -> dt.datetime | Far:
    if len(parts) == 1:
        value = parts[0]
        if isinstance(value, str):
            return parse_moment(value)
        if isinstance(value, Far) and value.kind == "date and time":
            return value
        return value if isinstance(value, dt.datetime) else combine(as_day(value), dt.time())
    if len(parts) == 2:
        clock = parts[1] if isinstance(parts[1], dt.time) else null("第二个参数应是时刻")
        return combine(as_day(parts[0]), clock)
    if len(parts) not in (6, 7):
        null("date and time 要一个、两个、六个或七个参数")
    where = parts[6] if len(parts) > 6 else None
    tz = offset_zone(where) if where is None or isinstance(where, dt.timedelta) else zone("@" + as_text(where) if where != "Z" else "Z")
    clock = make_time(as_whole(parts[3]), as_whole(parts[4]), *_seconds(parts[5]), tz)
    return combine(make_date(as_whole(parts[0]), as_whole(parts[1]), as_whole(parts[2])), clock)


def _duration(value: object) -> object:
    return value if isinstance(value, dt.timedelta | YearsMonths) else parse_duration(as_text(value))


def months_between(first: object, last: object) -> YearsMonths:
    """Count the whole months from one date to another."""
    (start, before), (end, after) = split(as_day(first)), split(as_day(last))
    months = (end.year - start.year + (after - before) * ERA_YEARS) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    elif months < 0 and end.day > start.day:
        months += 1
    return YearsMonths(months)


def _endpoint(node: ast.Node) -> object:
    """Give the value of an end written as a literal or a date function of literals."""
    match node:
        case ast.Literal(value):
            return value
        case ast.AtLiteral(text):
            return parse_at(text)
        case ast.Negate(ast.Literal(Decimal() as value)):
            return -value
        case ast.Call(ast.Name(name), (ast.Literal(str() as text),)) if name in _MAKERS:
            return _MAKERS[name](text)
    return null("区间的两端应是常数")


def _range(text: object) -> Range:
    try:
        node = parse(as_text(text))
    except Fault:
        null(f"“{text}”不是区间")
    if not isinstance(node, ast.Interval):
        null(f"“{text}”不是区间")
    low, high = _endpoint(node.low), _endpoint(node.high)
    return make_range(low, high, low_closed=node.low_closed, high_closed=node.high_closed)


_MAKERS: dict[str, Callable[[str], object]] = {
    "date": parse_date,
    "time": parse_time,
    "date and time": parse_moment,
    "duration": parse_duration,
}


def _same(first: object, second: object) -> bool:
    if kind(first) != kind(second):
        return False
    if isinstance(first, dt.date | dt.time | Far):
        return temporal_text(first) == temporal_text(second)
    return safely_equal(first, second) is True


def _near(day: object) -> dt.date:
    return split(as_day(day))[0]


def _now(scope: Scope) -> dt.datetime:
    return scope.env.now or dt.datetime.now(dt.UTC).astimezone()


FUNCTIONS = (
    define("number", "from, grouping separator, decimal separator", to_number, optional=2),
    define("date", "from; year, month, day", _date),
    define("time", "from; hour, minute, second; hour, minute, second, offset", _time),
    define(
        "date and time",
        "from; date, time; year, month, day, hour, minute, second; year, month, day, hour, minute, second, offset;"
        "year, month, day, hour, minute, second, timezone",
        _moment,
    ),
    define("duration", "from", _duration),
    define("years and months duration", "from, to", months_between),
    define("range", "from", _range),
    define("is", "value1, value2", _same),
    define("day of year", "date", lambda day: Decimal(_near(day).timetuple().tm_yday)),
    define("day of week", "date", lambda day: _WEEKDAYS[_near(day).weekday()]),
    define("month of year", "date", lambda day: _MONTHS[_near(day).month - 1]),
    define("week of year", "date", lambda day: Decimal(_near(day).isocalendar().week)),
    define("now", "", _now, scoped=True),
    define("today", "", lambda scope: _now(scope).date(), scoped=True),
)
