"""Knows how variables are kept: as JSON values, dates as ISO text, decimals as numbers that lose nothing."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.process.model import Data

MAX_DEPTH = 8
_PLAIN = frozenset({str, int, bool, type(None)})


def kept(data: Data) -> dict[str, object]:
    """Give the variables as they are stored; Fault process.data for a value that JSON cannot hold exactly."""
    return {name: value if type(value) in _PLAIN else _plain(name, value, 0) for name, value in data.items()}


def _deeper(name: str, value: list[object] | dict[object, object], depth: int) -> object:
    if isinstance(value, list):
        return [_plain(name, item, depth) for item in value]
    return {str(key): _plain(name, item, depth) for key, item in value.items()}


def _plain(name: str, value: object, depth: int) -> object:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, list | dict) and depth < MAX_DEPTH:
        return _deeper(name, value, depth + 1)
    if isinstance(value, float) and math.isfinite(value):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if isinstance(value, Decimal) and value.is_finite():
        whole = int(value) if abs(value) < Decimal(10) ** 34 else 0
        if whole == value:
            return whole
        if Decimal(repr(float(value))) == value:
            return float(value)
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, tuple) and depth < MAX_DEPTH:
        return _deeper(name, list(value), depth + 1)
    raise Fault(
        "process.data",
        Words(f"变量“{name}”的值不能保存。", f'The value of the variable "{name}" cannot be kept.'),
        cure=Words("请用文字、数、日期、是或否，或它们的列表。", "Use a text, a number, a date, a truth value, or a list of them."),
    )
