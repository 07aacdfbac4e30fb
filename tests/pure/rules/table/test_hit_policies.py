"""Knows what each hit policy gives, and that a compiled cell accepts exactly what FEEL accepts."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoutong.kernel.error import Fault
from zoutong.rules.feel import YearsMonths
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.table import compile_table

VALUES = [
    None, True, False, Decimal(0), Decimal(3), Decimal("3.5"), Decimal(9), 3, 2.5, "a", "b", "", "z", date(2026, 1, 1), date(2026, 5, 1),
    timedelta(days=2), timedelta(days=9), YearsMonths(2), YearsMonths(14), ["a"], [Decimal(3)], [3],
]  # fmt: skip
CELLS = [
    "-", "3", "< 3", "(0..9]", "not(3)", "3, 9", '"a"', 'not("a", "b")', "true", "not(true)", "null", "not(null)", 'date("2026-03-01")', '>= date("2026-03-01")',
    '[date("2026-01-01")..date("2026-04-01"))', '< @"P5D"', '@"P1Y2M"', '"a", 3', 'not("a", 3)', '["a", "b"]', "!= 3", '? != "a"', "> ? - 1", "null, 3", "? = 3", "list contains(?, 3)",
]  # fmt: skip


@given(
    st.lists(st.sampled_from(CELLS), min_size=1, max_size=6),
    st.sampled_from(VALUES),
    st.sampled_from(["", "number", "string", "date", "boolean"]),
)
@settings(max_examples=200, deadline=None)
def test_a_compiled_cell_accepts_exactly_what_feel_accepts(cells: list[str], value: object, type_ref: str) -> None:
    rows = tuple(Row(at + 1, (cell,), (str(at),)) for at, cell in enumerate(cells))
    compiled = compile_table(DecisionTable("t", (InputClause("x", type_ref),), (OutputClause("y"),), rows, "COLLECT"))
    decision = compiled.decide({"x": value})
    scope = compiled.scope({"x": value}, None)
    column = compiled.columns[0]
    truth = [at for at in range(len(rows)) if column.cells[column.of_row[at]].code(scope.child({"?": scope.values["x"]})) is True]
    if decision.errors and decision.value is None:
        assert column.fault(value)
    else:
        assert decision.value == truth
        for at, row in enumerate(compiled.explain({"x": value}).rows):
            assert row.fires is (at in truth)


def test_a_formula_cell_reads_plain_numbers_as_feel_does() -> None:
    compiled = compile_table(DecisionTable("t", (InputClause("x"),), (OutputClause("y"),), (Row(1, ("> ? - 1",), ("1",)),), "FIRST"))
    assert [compiled.decide({"x": value}).value for value in (3, 2.5, Decimal(3))] == [1, 1, 1]


def _scored(policy: str, aggregation: str = "", allowed: str = "", default: str = "") -> DecisionTable:
    rows = (Row(1, (">= 1",), ("10",)), Row(2, (">= 2",), ("30",)), Row(3, (">= 3",), ("20",)))
    outputs = (OutputClause("分", "number", allowed=allowed, default=default),)
    return DecisionTable("分", (InputClause("x", "number"),), outputs, rows, policy, aggregation)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("policy", "aggregation", "all_hit", "none_hit"),
    (
        ("FIRST", "", 10, None),
        ("PRIORITY", "", 30, None),
        ("RULE ORDER", "", [10, 30, 20], []),
        ("OUTPUT ORDER", "", [30, 20, 10], []),
        ("COLLECT", "", [10, 30, 20], []),
        ("COLLECT", "SUM", 60, None),
        ("COLLECT", "MIN", 10, None),
        ("COLLECT", "MAX", 30, None),
        ("COLLECT", "COUNT", 3, 0),
    ),
)
def test_each_hit_policy_gives_what_it_is_for(policy: str, aggregation: str, all_hit: object, none_hit: object) -> None:
    compiled = compile_table(_scored(policy, aggregation, "30, 20, 10"))
    assert compiled.decide({"x": 5}).value == all_hit
    assert compiled.decide({"x": 0}).value == none_hit
    with_default = compile_table(_scored(policy, aggregation, "30, 20, 10", "7"))
    assert with_default.decide({"x": 0}).value == 7


def test_rows_that_clash_are_an_error_with_their_numbers_never_a_guess() -> None:
    for policy in ("UNIQUE", "ANY"):
        decision = compile_table(_scored(policy)).decide({"x": 2})
        assert decision.value is None
        assert "1、2" in decision.errors[0]


def test_unknown_in_a_first_table_is_cut_off_by_a_certain_row_but_not_in_a_unique_one() -> None:
    rows = (Row(1, ("true", "-"), ('"甲"',)), Row(2, ("-", "true"), ('"乙"',)), Row(3, ("false", "false"), ('"丙"',)))
    inputs = (InputClause("a", "boolean"), InputClause("b", "boolean"))
    assert compile_table(DecisionTable("t", inputs, (OutputClause("x"),), rows, "FIRST")).decide({"a": True}).value == "甲"
    unique = compile_table(DecisionTable("t", inputs, (OutputClause("x"),), rows, "UNIQUE")).decide({"a": True})
    assert unique.value is None
    assert unique.missing == ("b",)
    priority = DecisionTable("t", inputs, (OutputClause("x", allowed='"乙", "甲", "丙"'),), rows, "PRIORITY")
    assert compile_table(priority).decide({"b": True}).value == "乙"
    assert set(compile_table(priority).decide({"a": True}).possible) == {"甲", "乙"}


def test_several_conclusions_make_a_context() -> None:
    rows = (Row(1, ("true",), ('"监察"', "1")), Row(2, ("false",), ('"仲裁"', "2")))
    table = DecisionTable("t", (InputClause("a", "boolean"),), (OutputClause("route"), OutputClause("rank")), rows, "UNIQUE")
    compiled = compile_table(table)
    assert compiled.decide({"a": True}).value == {"route": "监察", "rank": 1}
    assert len(compiled.decide({}).possible) == 2


def test_a_computed_condition_waits_for_its_facts_and_names_them() -> None:
    rows = (Row(1, ("> 30",), ('"迟"',)), Row(2, ("<= 30",), ('"不迟"',)))
    compiled = compile_table(DecisionTable("t", (InputClause("甲 + 乙", "number"),), (OutputClause("x"),), rows, "UNIQUE"))
    assert compiled.decide({"甲": 20}).missing == ("乙",)
    assert compiled.decide({"甲": 20, "乙": 20}).value == "迟"
    assert compiled.needs == {"甲", "乙"}


def test_answers_that_are_frequent_weigh_more_in_what_is_asked() -> None:
    rows = (Row(1, ("true", "-"), ('"甲"',)), Row(2, ("false", "true"), ('"乙"',)), Row(3, ("false", "false"), ('"丙"',)))
    compiled = compile_table(
        DecisionTable("t", (InputClause("a", "boolean"), InputClause("b", "boolean")), (OutputClause("x"),), rows, "UNIQUE")
    )
    assert compiled.ask({})[0].fact == "a"
    rare = compiled.ask({}, weights={"a": {True: 1, False: 99}})
    assert rare[0].fact == "b"


@pytest.mark.parametrize(
    ("table", "row"),
    (
        (DecisionTable("t", (InputClause("x"),), (OutputClause("y"),), (Row(1, ("-",), ("1",)), Row(2, ("> > 3",), ("1",)))), 2),
        (DecisionTable("t", (InputClause("x"),), (OutputClause("y"),), (Row(1, ("-",), ("1 +",)),)), 1),
        (DecisionTable("t", (InputClause("x"),), (OutputClause("y"),), (Row(1, ("-", "-"), ("1",)),)), 1),
        (DecisionTable("t", (InputClause("x"),), (OutputClause("y"),), (Row(1, ("-",), ("1",), {"in_force": "去年/"}),)), 1),
        (DecisionTable("t", (InputClause("x", "number", step="-1"),), (OutputClause("y"),), ()), None),
    ),
)
def test_what_cannot_be_read_is_refused_with_its_row_in_a_sentence(table: DecisionTable, row: int | None) -> None:
    with pytest.raises(Fault) as caught:
        compile_table(table)
    assert caught.value.row == row
    assert caught.value.what.zh
    assert caught.value.what.en
