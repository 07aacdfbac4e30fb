"""Knows how a column of a frame becomes classes of values that a compiled column cannot tell apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from zoutong.rules.table.axis import Section
from zoutong.rules.table.column import Column

Codes = NDArray[np.uint16]
_TABLE = 4_096
"""The widest span of whole numbers or days that is looked up instead of searched."""


@dataclass(frozen=True, slots=True)
class Coded:
    """One class per line; the class after the last known one is "unknown", the next "cannot stand here"."""

    codes: Codes
    nulls: bool
    wrongs: bool


def code_series(column: Column, series: pl.Series) -> Coded | None:
    """Code a series by its type; None when only the cells themselves can tell."""
    classes = _classes(column)
    if series.dtype == pl.Null:
        return Coded(np.full(len(series), len(column.branch_masks), dtype=np.uint16), True, False)
    kind = _kind(series.dtype)
    section = next((section for section in column.sections if section.kind == kind), None)
    if section is None:
        if not column.sections:
            codes = np.full(len(series), column.class_of_mask(column.open_rows), dtype=np.uint16)
        elif column.typed or column.allowed is not None:
            codes = np.full(len(series), len(column.branch_masks) + 1, dtype=np.uint16)
        else:
            return None
    else:
        codes = _coder(kind)(classes[section.base : section.base + section.size], section, series, column)
    missing = series.null_count() > 0
    if missing:
        codes = np.where(series.is_null().to_numpy(), np.uint16(len(column.branch_masks)), codes).astype(np.uint16)
    return Coded(codes, missing, bool((classes >= len(column.branch_masks)).any()) or section is None or series.dtype.is_float())


def _kind(dtype: pl.DataType) -> str:
    """Name the kind of a series as a column orders it."""
    if dtype == pl.Boolean:
        return "boolean"
    if dtype.is_numeric():
        return "number"
    if dtype == pl.Date:
        return "date"
    if dtype == pl.String or isinstance(dtype, pl.Categorical | pl.Enum):
        return "string"
    return (
        "date and time"
        if dtype == pl.Datetime and getattr(dtype, "time_zone", None) is None
        else "days and time duration"
        if dtype == pl.Duration
        else "other"
    )


def _classes(column: Column) -> Codes:
    """Give the class of each code: codes that the same rows accept are one class; codes that are not allowed are wrong."""
    wrong = len(column.branch_masks) + 1
    found = [
        wrong if column.allowed is not None and not column.allowed >> code & 1 else column.class_of_mask(column.masks[code])
        for code in range(column.size)
    ]
    return np.array(found, dtype=np.uint16)


def _coder(kind: str) -> Callable[[Codes, Section, pl.Series, Column], Codes]:
    """Choose how a kind is coded."""
    return {"boolean": _booleans, "number": _numbers, "date": _days, "string": _strings}.get(kind, _each)


def _booleans(classes: Codes, section: Section, series: pl.Series, column: Column) -> Codes:
    """Code truth values: code 0 is true, code 1 false."""
    return classes[::-1].take(series.fill_null(False).to_numpy().view(np.uint8))


def _strings(classes: Codes, section: Section, series: pl.Series, column: Column) -> Codes:
    """Code strings through their dictionary."""
    if not section.points:
        return np.full(len(series), classes[0], dtype=np.uint16)
    listed = pl.Enum([str(point) for point in section.points])
    places = series.cast(pl.String).cast(listed, strict=False).to_physical().fill_null(len(section.points)).to_numpy()
    return classes.take(places)


def _days(classes: Codes, section: Section, series: pl.Series, column: Column) -> Codes:
    """Code dates as numbers of days."""
    epoch = date(1970, 1, 1).toordinal()
    points = np.array([point.toordinal() - epoch for point in section.points if isinstance(point, date)], dtype=np.int64)
    return _whole(classes, points, series.to_physical().fill_null(0).to_numpy())


def _numbers(classes: Codes, section: Section, series: pl.Series, column: Column) -> Codes:
    """Code numbers exactly; where 64 bits cannot hold an end point each distinct value is coded by itself."""
    points = [point for point in section.points if isinstance(point, Decimal)]
    if series.dtype.is_integer() and series.dtype != pl.UInt64 and all(point == int(point) and abs(point) < 2**62 for point in points):
        return _whole(classes, np.array([int(point) for point in points], dtype=np.int64), series.fill_null(0).to_numpy())
    if series.dtype == pl.Float64 and all(Decimal(repr(float(point))) == point for point in points):
        values = series.fill_null(0.0).to_numpy()
        codes = _search(classes, np.array([float(point) for point in points], dtype=np.float64), values)
        odd = np.isnan(values)
        if odd.any():
            codes[odd] = len(column.branch_masks) + 1
        return codes
    return _each(classes, section, series, column)


def _whole(classes: Codes, points: NDArray[np.int64], values: NDArray[Any]) -> Codes:
    """Code whole numbers: looked up when the points lie close together, searched else."""
    if not len(points):
        return np.full(len(values), classes[0], dtype=np.uint16)
    low, high = int(points[0]) - 1, int(points[-1]) + 1
    limits = np.iinfo(values.dtype)
    if high - low >= min(_TABLE, limits.max) or low < limits.min or high > limits.max:
        return _search(classes, points, values)
    table = _search(classes, points, np.arange(low, high + 1, dtype=np.int64))
    places = np.clip(values, low, high)
    codes: Codes = table.take(np.subtract(places, low, out=places))
    return codes


def _search(classes: Codes, points: NDArray[Any], values: NDArray[Any]) -> Codes:
    """Code by comparison with every point, which is faster than a binary search for the few points that a table has."""
    if len(points) > 48:
        at = np.searchsorted(points, values)
        equal = points[np.minimum(at, len(points) - 1)] == values
        return np.asarray(classes.take(2 * at + equal), dtype=np.uint16)
    codes = np.zeros(len(values), dtype=np.uint8)
    for point in points:
        codes += values >= point
        codes += values > point
    return classes.take(codes)


def _each(classes: Codes, section: Section, series: pl.Series, column: Column) -> Codes:
    """Code each distinct value by itself."""
    distinct = series.drop_nulls().unique()
    if not len(distinct):
        return np.zeros(len(series), dtype=np.uint16)
    known = len(column.branch_masks)
    coded = []
    for value in distinct.to_list():
        code = column.code_of(value)
        coded.append(known + 1 if code >= column.size else int(classes[code - section.base]))
    return series.replace_strict(distinct, pl.Series(coded, dtype=pl.UInt16), default=0).to_numpy().astype(np.uint16)
