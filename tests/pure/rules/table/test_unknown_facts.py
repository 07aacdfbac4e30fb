"""Knows what the product promises about facts that nobody has said yet."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.rules.table.random_tables import cases, completions, domain, tables

from zoutong.rules.feel import Scope
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.table import compile_table
from zoutong.rules.table.hits import key_of
from zoutong.rules.table.sweep import Budget


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_unknown_never_reads_as_no_and_possible_is_exactly_what_may_come(data: st.DataObject) -> None:
    table = data.draw(tables())
    facts = data.draw(cases(table))
    compiled = compile_table(table)
    decision = compiled.decide(facts)
    outcomes = [compiled.decide(full) for full in completions(table, facts)]
    keys = {key_of(outcome.value) for outcome in outcomes}
    assert {key_of(value) for value in decision.possible} == keys
    assert decision.value is None or keys == {key_of(decision.value)}
    assert len(keys) > 1 or decision.missing == () or any(outcome.errors for outcome in outcomes)


@given(st.data())
@settings(max_examples=33, deadline=None)
def test_adding_a_fact_never_enlarges_the_possible_outcomes(data: st.DataObject) -> None:
    table = data.draw(tables())
    facts = data.draw(cases(table))
    name = data.draw(st.sampled_from(list(domain(table))))
    value = data.draw(st.sampled_from(domain(table)[name]))
    compiled = compile_table(table)
    before = {key_of(value) for value in compiled.decide(facts).possible}
    after = {key_of(value) for value in compiled.decide({**facts, name: facts.get(name, value)}).possible}
    assert after <= before


@given(st.data())
@settings(max_examples=50, deadline=None)
def test_a_compiled_table_decides_as_its_cells_do_one_by_one(data: st.DataObject) -> None:
    table = data.draw(tables(policies=["COLLECT"]))
    facts = data.draw(cases(table, full=True))
    compiled = compile_table(table)
    scope = compiled.scope(facts, None)
    plain = [
        row.outputs[0].strip('"')
        for at, row in enumerate(table.rows)
        if all(
            _accepts(compiled.columns[c].cells[compiled.columns[c].of_row[at]].code, scope, facts[clause.expression])
            for c, clause in enumerate(table.inputs)
        )
    ]
    decision = compiled.decide(facts)
    assert decision.value == (plain or ("指引" if table.outputs[0].default else []))


def _accepts(code: object, scope: Scope, value: object) -> bool:
    return code(scope.child({"?": value})) is True  # type: ignore[operator]


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_asking_what_is_ranked_first_until_nothing_is_asked_settles_every_table(data: st.DataObject) -> None:
    table = data.draw(tables())
    person = data.draw(cases(table, full=True))
    compiled = compile_table(table)
    facts: dict[str, object] = {}
    while questions := compiled.ask(facts):
        assert questions[0].fact not in facts
        facts[questions[0].fact] = person[questions[0].fact]
    assert key_of(compiled.decide(facts).value) == key_of(compiled.decide(person).value)


def test_a_question_that_cannot_change_the_outcome_is_not_asked() -> None:
    rows = (Row(1, ("true", "-"), ('"安全"',)), Row(2, ("false", "> 3"), ('"监察"',)), Row(3, ("false", "<= 3"), ('"仲裁"',)))
    table = DecisionTable(
        "去向", (InputClause("有危险", "boolean"), InputClause("月数", "number")), (OutputClause("route"),), rows, "FIRST"
    )
    compiled = compile_table(table)
    assert compiled.decide({"有危险": True}).value == "安全"
    assert compiled.decide({"有危险": True}).missing == ()
    assert compiled.decide({"有危险": False}).missing == ("月数",)
    assert [question.fact for question in compiled.ask({})] == ["有危险", "月数"]
    assert compiled.ask({}, wanted="安全")[0].settles == 1.0


def test_a_sweep_that_grows_too_large_still_never_guesses() -> None:
    names = [f"事实{at}" for at in range(24)]
    rows = tuple(
        Row(at + 1, tuple("true" if at % 23 == c or (at * 7) % 24 == c else "-" for c in range(24)), ('"监察"' if at % 2 else '"仲裁"',))
        for at in range(40)
    )
    table = DecisionTable("大表", tuple(InputClause(name, "boolean") for name in names), (OutputClause("route"),), rows, "ANY")
    decision = compile_table(table).decide({names[0]: True})
    assert decision.value is None
    assert {"监察", "仲裁"} <= set(map(str, decision.possible))
    assert decision.missing


def test_a_computed_conclusion_waits_for_the_fact_that_it_needs() -> None:
    table = DecisionTable(
        "金额", (InputClause("月数", "number"),), (OutputClause("amount"),), (Row(1, ("-",), ("工资 * 月数",)),), "UNIQUE"
    )
    compiled = compile_table(table)
    decision = compiled.decide({"月数": 2})
    assert decision.value is None
    assert decision.missing == ("工资",)
    assert compiled.ask({"月数": 2})[0].fact == "工资"
    assert compiled.decide({"月数": 2, "工资": 7000}).value == Decimal(14000)


def test_a_cell_with_a_formula_on_a_missing_fact_may_or_may_not_hold() -> None:
    rows = (Row(1, ("> 标准",), ('"够"',)), Row(2, ("-",), ('"不够"',)))
    table = DecisionTable("比", (InputClause("工资", "number"),), (OutputClause("x"),), rows, "FIRST")
    compiled = compile_table(table)
    decision = compiled.decide({"工资": 3000})
    assert decision.value is None
    assert set(decision.possible) == {"够", "不够"}
    assert decision.missing == ("标准",)
    assert compiled.decide({"工资": 3000, "标准": 2740}).value == "够"
    assert compiled.decide({"标准": 2740}).missing == ("工资",)
    assert Budget(0).spend() is False


def test_a_value_of_the_wrong_kind_is_named_and_decides_nothing() -> None:
    table = DecisionTable(
        "去向", (InputClause("月数", "number"),), (OutputClause("x"),), (Row(1, ("> 3",), ('"长"',)), Row(2, ("-",), ('"短"',))), "FIRST"
    )
    decision = compile_table(table).decide({"月数": "三个月"})
    assert decision.value is None
    assert decision.possible == ()
    assert "月数" in decision.errors[0]


def test_a_list_of_computed_conclusions_waits_for_what_they_need() -> None:
    rows = (Row(1, ("> 1",), ("工资 * 月数",)), Row(2, ("> 2",), ("100",)))
    compiled = compile_table(DecisionTable("金额", (InputClause("月数", "number"),), (OutputClause("amount"),), rows, "COLLECT", "SUM"))
    decision = compiled.decide({"月数": 3})
    assert decision.value is None
    assert decision.missing == ("工资",)
    assert compiled.decide({"月数": 3, "工资": 7000}).value == 21100
    assert set(compiled.decide({}).missing) == {"月数", "工资"}


def test_a_list_table_with_very_many_outcomes_answers_in_time_and_still_ranks_what_to_ask() -> None:
    names = [f"事实{at}" for at in range(24)]
    cells = [tuple("true" if c in (at, (at + 1) % 24) else "-" for c in range(24)) for at in range(24)]
    rows = tuple(Row(at + 1, cells[at], (f'"第{at}项"',)) for at in range(24))
    compiled = compile_table(
        DecisionTable("标记", tuple(InputClause(name, "boolean") for name in names), (OutputClause("flag"),), rows, "COLLECT")
    )
    started = time.perf_counter()
    decision, questions = compiled.decide({}), compiled.ask({})
    assert time.perf_counter() - started < 2
    assert decision.value is None
    assert set(decision.missing) == set(names)
    assert questions[0].settles > 0
    assert compiled.decide(dict.fromkeys(names, False)).value == []
