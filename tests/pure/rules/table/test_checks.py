"""Knows what the checks of a table promise: a gap is a real gap, a missing row is found, and no check hangs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date

import pytest
from bench.tables import complete_table
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.rules.table.random_tables import completions, tables

from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.table import compile_table


def _matcher(table: DecisionTable) -> Callable[[dict[str, object]], set[int]]:
    """Tell which rows match, by the row numbers that a collecting twin of the table gives."""
    rows = tuple(Row(row.number, row.inputs, (str(row.number),)) for row in table.rows)
    twin = compile_table(DecisionTable(table.name, table.inputs, (OutputClause("row"),), rows, "COLLECT"))
    return lambda facts: set(map(int, twin.decide(facts).value))  # type: ignore[call-overload]


@given(tables(policies=["UNIQUE", "FIRST", "ANY"]))
@settings(max_examples=40, deadline=None)
def test_gaps_are_real_and_none_is_missed(table: DecisionTable) -> None:
    found = compile_table(table).check()
    gaps = [finding for finding in found if finding.code == "table.gap"]
    matching = _matcher(table)
    for gap in gaps:
        assert matching(dict(gap.example)) == set()
    uncovered = any(not matching(facts) for facts in completions(table, {})) if not table.outputs[0].default else False
    assert bool(gaps) == uncovered


@given(tables(policies=["UNIQUE"]))
@settings(max_examples=40, deadline=None)
def test_overlaps_are_real_and_none_is_missed(table: DecisionTable) -> None:
    found = [finding for finding in compile_table(table).check() if finding.code == "table.overlap"]
    matching = _matcher(table)
    for overlap in found:
        assert set(overlap.rows) <= matching(dict(overlap.example))
    truth = {tuple(sorted(pair)) for facts in completions(table, {}) if len(rows := matching(facts)) > 1 for pair in _pairs(rows)}
    assert {overlap.rows for overlap in found} == truth or len(truth) > 20


def _pairs(rows: set[int]) -> list[tuple[int, int]]:
    return [(one, other) for one in rows for other in rows if one < other]


@given(tables(policies=["FIRST", "PRIORITY"]))
@settings(max_examples=40, deadline=None)
def test_a_row_called_dead_never_decides_and_every_such_row_is_named(table: DecisionTable) -> None:
    compiled = compile_table(table)
    dead = {finding.row for finding in compiled.check() if finding.code == "table.row.dead"}
    deciding = {reason.row for facts in completions(table, {}) for reason in compiled.decide(facts).because}
    assert dead == {row.number for row in table.rows} - deciding


@given(st.integers(0, 10_000), st.data())
@settings(max_examples=12, deadline=None)
def test_deleting_a_row_from_a_complete_table_is_always_found(seed: int, data: st.DataObject) -> None:
    table = complete_table(30, random.Random(seed))
    assert [finding for finding in compile_table(table).check() if finding.severity == "error"] == []
    gone = data.draw(st.integers(0, len(table.rows) - 1))
    kept = DecisionTable(table.name, table.inputs, table.outputs, table.rows[:gone] + table.rows[gone + 1 :], table.hit_policy)
    gaps = [finding for finding in compile_table(kept).check() if finding.code == "table.gap"]
    assert gaps
    whole = compile_table(table)
    assert all(whole.decide(gap.example).because[0].row == gone + 1 for gap in gaps)


def test_42_and_43_leave_no_gap_in_whole_numbers_but_one_in_money() -> None:
    rows = (Row(1, ("<= 42",), ('"短"',)), Row(2, (">= 43",), ('"长"',)))
    whole = DecisionTable("天", (InputClause("天数", "number", step="1"),), (OutputClause("x"),), rows, "UNIQUE")
    money = DecisionTable("钱", (InputClause("金额", "number", step="0.01"),), (OutputClause("x"),), rows, "UNIQUE")
    days = DecisionTable(
        "日",
        (InputClause("日期", "date"),),
        (OutputClause("x"),),
        (Row(1, ('<= date("2026-03-31")',), ('"a"',)), Row(2, ('>= date("2026-04-01")',), ('"b"',))),
        "UNIQUE",
    )
    assert compile_table(whole).check() == []
    assert compile_table(days).check() == []
    gap = compile_table(money).check()[0]
    assert gap.words.zh == "没有一行管这种情况：金额 > 42 且 < 43。"
    assert gap.words.en == "No row covers this case: 金额 > 42 and < 43."


def test_allowed_values_bound_what_must_be_covered() -> None:
    rows = (Row(1, ('"公司"',), ('"a"',)), Row(2, ('"个体户", "工厂"',), ('"b"',)))
    free = DecisionTable("t", (InputClause("单位", "string"),), (OutputClause("x"),), rows, "UNIQUE")
    bound = DecisionTable("t", (InputClause("单位", "string", allowed='"公司", "个体户"'),), (OutputClause("x"),), rows, "UNIQUE")
    assert [finding.code for finding in compile_table(free).check()] == ["table.gap"]
    assert [finding.code for finding in compile_table(bound).check()] == ["table.cell.value"]


@pytest.mark.parametrize(
    ("rows", "policy", "code"),
    (
        ((("-", '"a"'), ("> 3", '"b"')), "FIRST", "table.row.dead"),
        ((("> 3", '"a"'), ("> 3", '"a"'), ("<= 3", '"b"')), "ANY", "table.row.identical"),
        ((("> 3", '"a"'), ("> 5", '"b"'), ("<= 3", '"b"')), "ANY", "table.overlap"),
        ((('"三"', '"a"'), ("-", '"b"')), "FIRST", "table.cell.type"),
        ((("> 标准", '"a"'), ("-", '"b"')), "FIRST", "table.cell.opaque"),
        ((("-", '"c"'),), "FIRST", "table.output.value"),
        ((("-", "12"),), "FIRST", "table.output.type"),
        ((("-", '"a"'),), "FIRST", "table.row.catch_all"),
    ),
)
def test_each_kind_of_flaw_is_named_with_its_row(rows: tuple[tuple[str, str], ...], policy: str, code: str) -> None:
    made = tuple(Row(at + 1, (cell,), (out,)) for at, (cell, out) in enumerate(rows))
    table = DecisionTable("t", (InputClause("月数", "number"),), (OutputClause("x", "string", allowed='"a", "b"'),), made, policy)  # type: ignore[arg-type]
    found = [finding for finding in compile_table(table).check() if finding.code == code]
    assert found
    assert all(finding.row is not None and finding.words.zh and finding.words.en for finding in found)


def test_rows_of_different_periods_do_not_overlap_and_a_lapsed_row_leaves_a_dated_gap() -> None:
    rows = (Row(1, ("-",), ("2590",), {"in_force": "/2025-06-30"}), Row(2, ("-",), ("2740",), {"in_force": "2025-07-01/2026-06-30"}))
    compiled = compile_table(DecisionTable("最低工资", (InputClause("地区"),), (OutputClause("amount"),), rows, "UNIQUE"))
    assert [finding.code for finding in compiled.check() if finding.severity == "error"] == []
    codes = {finding.code for finding in compiled.check(date(2026, 11, 23))}
    assert "table.row.expired" in codes
    assert compiled.decide({}, date(2025, 8, 1)).value == 2740


def test_a_check_that_is_too_large_says_so_in_time() -> None:
    choice = random.Random(7)
    names = [f"事实{at}" for at in range(12)]
    rows = tuple(
        Row(at + 1, tuple(choice.choice(["-", "-", f"> {choice.randrange(9)}", f"< {choice.randrange(9)}"]) for _ in names), (str(at),))
        for at in range(90)
    )
    compiled = compile_table(
        DecisionTable("大表", tuple(InputClause(name, "number") for name in names), (OutputClause("x"),), rows, "FIRST")
    )
    started = time.perf_counter()
    found = compiled.check(budget=3_000)
    assert "table.unchecked" in {finding.code for finding in found}
    assert time.perf_counter() - started < 5


def test_a_table_that_gives_lists_has_no_gaps() -> None:
    rows = (Row(1, ("> 3",), ('"a"',)),)
    table = DecisionTable("t", (InputClause("月数", "number"),), (OutputClause("x"),), rows, "COLLECT")
    assert compile_table(table).check() == []
    assert compile_table(table).decide({"月数": 1}).value == []
