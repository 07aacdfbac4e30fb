"""Knows what an explanation promises: it agrees with the decision, and the nearest change really gives what was wanted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.pure.rules.table.random_tables import cases, tables

from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.table import compile_table
from zoutong.rules.table.hits import key_of

INPUTS = (InputClause("拖欠月数", "number", step="1"), InputClause("单位", "string"), InputClause("有合同", "boolean"))
ROWS = (
    Row(1, (">= 3", '"公司"', "true"), ('"监察"',), {"citation": "劳动合同法 第85条；劳动法 第50条"}),
    Row(2, ("-", 'not("公司")', "-"), ('"仲裁"',), {"citation": "调解仲裁法 第5条", "in_force": "2008-05-01/"}),
    Row(3, ("-", "-", "-"), ('"调解"',), {"in_force": "/2025-12-31"}),
)
TABLE = DecisionTable("去向", INPUTS, (OutputClause("route"),), ROWS, "FIRST")


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_explain_agrees_with_decide(data: st.DataObject) -> None:
    table = data.draw(tables())
    facts = data.draw(cases(table))
    compiled = compile_table(table)
    explanation = compiled.explain(facts)
    decision = compiled.decide(facts)
    assert explanation.decision == decision
    fired = {row.row for row in explanation.rows if row.fires}
    assert {reason.row for reason in decision.because} <= fired
    for row in explanation.rows:
        states = [cell.met for cell in row.cells]
        assert row.fires == (False if False in states else None if None in states else True)
    assert {(item.row, item.cell) for item in explanation.unmet()} == {
        (row.row, cell.cell) for row in explanation.rows for cell in row.cells if cell.met is not True
    }


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_nearest_change_really_gives_the_wanted_outcome_and_touches_nothing_else(data: st.DataObject) -> None:
    table = data.draw(tables(policies=["UNIQUE", "FIRST", "PRIORITY", "ANY"]))
    facts = data.draw(cases(table, full=True))
    names = [clause.expression for clause in table.inputs]
    changeable = set(data.draw(st.lists(st.sampled_from(names), unique=True)))
    wanted = data.draw(st.sampled_from(["监察", "仲裁", "调解", "指引"]))
    compiled = compile_table(table)
    found = compiled.nearest(facts, wanted, changeable)
    reachable = _fewest(compiled, table, facts, changeable, wanted)
    if found is None:
        assert reachable is None
    else:
        assert set(found.change) <= changeable
        assert compiled.decide({**facts, **found.change}).value == wanted
        assert len(found.change) == reachable


def _fewest(compiled: object, table: DecisionTable, facts: dict[str, object], changeable: set[str], wanted: str) -> int | None:
    from itertools import product

    from tests.pure.rules.table.random_tables import domain

    choices = [values if name in changeable else [facts[name]] for name, values in domain(table).items()]
    counts = [
        sum(key_of(new) != key_of(facts[name]) for name, new in zip(facts, case, strict=True))
        for case in product(*choices)
        if compiled.decide(dict(zip(facts, case, strict=True))).value == wanted  # type: ignore[attr-defined]
    ]
    return min(counts, default=None)


def test_every_cell_says_what_it_wanted_in_both_languages() -> None:
    explanation = compile_table(TABLE).explain({"拖欠月数": 2, "单位": "公司"}, date(2025, 6, 1))
    first = explanation.rows[0]
    assert [cell.wanted.zh for cell in first.cells] == ["≥ 3", "公司", "是"]
    assert [cell.wanted.en for cell in first.cells] == ["≥ 3", "公司", "yes"]
    assert [cell.met for cell in first.cells] == [False, True, None]
    assert explanation.rows[1].cells[1].wanted.zh == "不是：公司"
    assert explanation.actual[0] == 2
    assert explanation.unmet()[0].actual == 2


def test_the_articles_of_the_rows_that_fired_are_listed_once() -> None:
    explanation = compile_table(TABLE).explain({"拖欠月数": 5, "单位": "公司", "有合同": True}, date(2025, 6, 1))
    assert explanation.citations() == ("劳动合同法 第85条", "劳动法 第50条")
    assert explanation.decision.because[0].reference == "去向#1"


def test_a_row_outside_its_period_does_not_exist_on_that_day() -> None:
    compiled = compile_table(TABLE)
    assert compiled.decide({"单位": "公司", "拖欠月数": 1, "有合同": True}, date(2025, 12, 31)).value == "调解"
    assert compiled.decide({"单位": "公司", "拖欠月数": 1, "有合同": True}, date(2026, 1, 1)).value is None
    assert [row.row for row in compiled.explain({}, date(2026, 1, 1)).rows] == [1, 2]
    assert compiled.decide({"单位": "店铺"}, date(2008, 4, 30)).possible == ("调解",)


def test_facts_that_are_not_changeable_are_never_proposed() -> None:
    compiled = compile_table(TABLE)
    facts = {"拖欠月数": 1, "单位": "公司", "有合同": True}
    found = compiled.nearest(facts, "监察", {"拖欠月数", "有合同"})
    assert found is not None
    assert dict(found.change) == {"拖欠月数": Decimal(3)}
    assert found.row == 1
    assert compiled.nearest(facts, "监察", {"有合同"}) is None


def test_what_is_already_so_needs_no_change() -> None:
    found = compile_table(TABLE).nearest({"单位": "店铺", "拖欠月数": 1}, "仲裁", set())
    assert found is not None
    assert dict(found.change) == {}
