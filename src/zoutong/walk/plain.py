"""Knows what an act may carry: JSON values of bounded size, and no prose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

MAX_TEXT = 80
MAX_ITEMS = 200
MAX_DEPTH = 6


def plain_data(data: Mapping[str, object]) -> dict[str, object]:
    """Give data as JSON keeps it: dates as text, exact numbers as numbers; Fault ``act.data`` for anything else or too much of it."""
    return {_name(name): _plain(value, 0) for name, value in data.items()}


def _name(name: object) -> str:
    if type(name) is not str or not name or len(name) > MAX_TEXT:
        raise _bad("名称")
    return name


def _plain(value: object, depth: int) -> object:
    kind = type(value)
    if value is None or kind is bool or kind is int:
        return value
    if isinstance(value, str):
        if len(value) > MAX_TEXT or "\n" in value:
            raise _bad(value[:20])
        return value
    if kind is list and depth < MAX_DEPTH and len(value) <= MAX_ITEMS:  # type: ignore[arg-type]
        return [_plain(one, depth + 1) for one in value]  # type: ignore[attr-defined]
    if isinstance(value, float):
        if not math.isfinite(value):
            raise _bad(str(value))
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise _bad(str(value))
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if depth >= MAX_DEPTH or not isinstance(value, list | tuple | Mapping) or len(value) > MAX_ITEMS:
        raise _bad(kind.__name__)
    if isinstance(value, Mapping):
        return {_name(name): _plain(one, depth + 1) for name, one in value.items()}
    return [_plain(one, depth + 1) for one in value]


def _bad(what: str) -> Fault:
    return Fault(
        "act.data",
        Words(f"随办理提交的数据里有不能保存的内容（{what}）。", f"What came with the act holds something that cannot be kept ({what})."),
        cure=Words(
            f"这里只存代码、数字、日期和它们的清单，文字不超过{MAX_TEXT}个字；说明请写进案卷备注。",
            f"Only codes, numbers, dates and lists of them are kept here, texts up to {MAX_TEXT} characters; write prose into a note of the file.",
        ),
    )
