"""Knows how the house's values look as JSON: exact decimals, ISO dates, Chinese as it is, one line each."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal

from zoutong.kernel.words import Words


def to_json(value: object) -> str:
    """Write one value as one line of JSON.

    A Decimal is written digit by digit (the json module would make a float of it); dates and times in ISO form;
    what JSON has no word for (durations, ranges) as its FEEL text.
    """
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Decimal):
        return format(value, "f") if value.is_finite() else "null"
    if isinstance(value, int | float):
        return json.dumps(value) if value == value and abs(value) != float("inf") else "null"  # noqa: PLR0124 - NaN
    if isinstance(value, date | datetime | time):
        return json.dumps(value.isoformat())
    if isinstance(value, Words):
        return to_json({"zh": value.zh, "en": value.en})
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json.dumps(str(k), ensure_ascii=False)}: {to_json(v)}" for k, v in value.items()) + "}"
    if is_dataclass(value) and not isinstance(value, type):
        return to_json({f.name: getattr(value, f.name) for f in fields(value)})
    if isinstance(value, Sequence | AbstractSet):
        return "[" + ", ".join(to_json(v) for v in value) + "]"
    return json.dumps(str(value), ensure_ascii=False)
