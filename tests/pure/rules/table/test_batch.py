"""Knows what a run over a frame promises: line by line what a single decision says, and null where that is open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.rules.table.random_tables import cases, domain, tables

from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.table import compile_table
from zoutong.rules.table.batch import batch

TYPES = {"number": pl.Int64(), "string": pl.String(), "boolean": pl.Boolean(), "date": pl.Date()}


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_a_batch_says_line_by_line_what_a_single_decision_says(data: st.DataObject) -> None:
    table = data.draw(tables())
    lines = data.draw(st.lists(cases(table), min_size=1, max_size=12))
    number = data.draw(st.sampled_from([pl.Int64(), pl.Int8(), pl.Float64(), pl.Decimal(10, 2)]))
    names = list(domain(table))
    types = {clause.expression: number if clause.type_ref == "number" else TYPES[clause.type_ref] for clause in table.inputs}
    frame = pl.DataFrame({name: pl.Series([_plain(line.get(name), types[name]) for line in lines], dtype=types[name]) for name in names})
    compiled = compile_table(table)
    found = batch(compiled, frame)
    singles = [compiled.decide(line) for line in lines]
    assert found.values.to_list() == [single.value for single in singles]
    for row, single in zip(found.rows.tolist(), singles, strict=True):
        settled = len(single.possible) == 1 and not single.errors
        assert (row == -1) is not settled
        assert row <= 0 or row in {reason.row for reason in single.because} or not single.because


def _plain(value: object, dtype: pl.DataType) -> object:
    return (
        (value if isinstance(dtype, pl.Decimal) else float(value) if dtype == pl.Float64 else int(value))
        if isinstance(value, Decimal)
        else value
    )


def _table(policy: str = "FIRST", count: int = 3) -> DecisionTable:
    rows = tuple(Row(at + 1, (f"[{at}..{at + 1})", "-"), (f'"去向{at}"',)) for at in range(count))
    return DecisionTable("t", (InputClause("月数", "number"), InputClause("单位", "string")), (OutputClause("x"),), rows, policy)  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", ("FIRST", "UNIQUE", "ANY", "COLLECT"))
@pytest.mark.parametrize("count", (31, 64, 65, 200))
def test_tables_of_any_length_run_over_frames(policy: str, count: int) -> None:
    compiled = compile_table(_table(policy, count))
    values = [at / 4 for at in range(-4, 4 * count + 8)]
    found = batch(compiled, pl.DataFrame({"月数": values, "单位": ["x"] * len(values)}))
    assert found.values.to_list() == [compiled.decide({"月数": value, "单位": "x"}).value for value in values]


def test_a_column_that_is_missing_or_null_is_unknown_in_every_line() -> None:
    compiled = compile_table(_table())
    assert batch(compiled, pl.DataFrame({"月数": [0, 1, 9, None]})).values.to_list() == ["去向0", "去向1", None, None]
    assert batch(compiled, pl.DataFrame({"月数": [0, 1, 9, None]})).rows.tolist() == [1, 2, 0, -1]


def test_a_value_that_cannot_stand_in_its_column_gives_null_and_is_marked() -> None:
    compiled = compile_table(_table())
    found = batch(compiled, pl.DataFrame({"月数": [0.5, float("nan")], "单位": ["x", "y"]}))
    assert found.values.to_list() == ["去向0", None]
    assert found.rows.tolist() == [1, -1]
    assert batch(compiled, pl.DataFrame({"月数": ["三"], "单位": ["x"]})).rows.tolist() == [-1]


def test_categories_decimals_and_days_are_read_like_plain_ones() -> None:
    rows = (Row(1, ('"公司"', "> 0.1", '> date("2026-01-31")'), ('"甲"',)), Row(2, ("-", "-", "-"), ('"乙"',)))
    table = DecisionTable(
        "t",
        (InputClause("单位", "string"), InputClause("比例", "number"), InputClause("日期", "date")),
        (OutputClause("x"),),
        rows,
        "FIRST",
    )
    frame = pl.DataFrame({"单位": ["公司", "公司", "别处"], "比例": ["0.2", "0.1", "0.2"], "日期": [date(2026, 2, 1)] * 3})
    typed = frame.with_columns(pl.col("单位").cast(pl.Categorical), pl.col("比例").cast(pl.Decimal(5, 2)))
    assert batch(compile_table(table), typed).values.to_list() == ["甲", "乙", "乙"]


def test_rows_out_of_force_do_not_count_in_a_batch() -> None:
    rows = (Row(1, ("-",), ("1",), {"in_force": "/2025-12-31"}), Row(2, ("-",), ("2",), {"in_force": "2026-01-01/"}))
    compiled = compile_table(DecisionTable("t", (InputClause("x", "number"),), (OutputClause("y"),), rows, "UNIQUE"))
    assert batch(compiled, pl.DataFrame({"x": [1]}), date(2025, 5, 1)).values.to_list() == [1]
    assert batch(compiled, pl.DataFrame({"x": [1]}), date(2026, 5, 1)).values.to_list() == [2]


def test_a_table_with_formulas_runs_over_a_frame_too() -> None:
    rows = (Row(1, ("> 标准",), ("工资 - 标准",)), Row(2, ("-",), ("0",)))
    compiled = compile_table(DecisionTable("t", (InputClause("工资", "number"),), (OutputClause("y"),), rows, "FIRST"))
    frame = pl.DataFrame({"工资": [3000, 2000, None], "标准": [2740, 2740, 2740]})
    assert batch(compiled, frame).values.to_list() == [260, 0, None]
