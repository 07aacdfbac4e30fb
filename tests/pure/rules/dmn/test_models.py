"""A DMN file is read safely, decides with unknown facts, and is written without loss."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal

import pytest

from zoutong.kernel.error import Fault
from zoutong.rules import model_of, read_dmn, with_tables, write_dmn
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row

NS = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def table(policy="UNIQUE", rows=(), **more) -> DecisionTable:
    return DecisionTable(
        "去向",
        (InputClause("月数", "number", "月数", step="1"), InputClause("户籍", "string")),
        (OutputClause("", "string"),),
        tuple(Row(n, ins, outs, notes) for n, (ins, outs, notes) in enumerate(rows, 1)),
        policy, annotation_names=("citation", "in_force"), **more,
    )  # fmt: skip


ROWS = (
    (("< 12", "-"), ('"监察"',), {"citation": "劳动合同法 第85条", "in_force": ""}),
    ((">= 12", '"上海"'), ('"仲裁"',), {"citation": "劳动争议调解仲裁法 第27条", "in_force": "2008-05-01/"}),
    ((">= 12", 'not("上海")'), ('"外地"',), {"citation": "", "in_force": "/2019-12-31"}),
)


def test_a_table_says_which_row_fired_and_why():
    decision = model_of("包", [table(rows=ROWS)]).decide("去向", {"月数": 3, "户籍": "北京"})
    assert decision.value == "监察"
    assert [reason.reference for reason in decision.because] == ["去向#1"]
    assert decision.because[0].annotations["citation"] == "劳动合同法 第85条"


def test_a_missing_fact_leaves_the_answers_that_are_still_possible():
    model = model_of("包", [table(rows=ROWS)])
    decision = model.decide("去向", {"月数": 20})
    assert decision.value is None
    assert decision.missing == ("户籍",)
    assert set(decision.possible) == {"仲裁", "外地"}


def test_a_missing_fact_that_does_not_matter_is_not_asked_for():
    decision = model_of("包", [table(rows=ROWS)]).decide("去向", {"月数": 3})
    assert (decision.value, decision.missing, decision.possible) == ("监察", (), ("监察",))


def test_a_row_outside_its_dates_does_not_exist_on_that_day():
    model = model_of("包", [table(rows=ROWS)])
    facts = {"月数": 20, "户籍": "北京"}
    assert model.decide("去向", facts, dt.date(2019, 12, 31)).value == "外地"
    assert model.decide("去向", facts, dt.date(2020, 1, 1)).value is None


def test_two_rows_of_a_unique_table_at_once_are_an_error_with_a_sentence():
    decision = model_of("包", [table(rows=(*ROWS, (("3", "-"), ('"x"',), {})))]).decide("去向", {"月数": 3, "户籍": "上海"})
    assert decision.value is None
    assert decision.errors


def test_what_is_written_reads_back_the_same():
    model = model_of("包", [table(rows=ROWS)])
    again = read_dmn(write_dmn(model))
    first, second = model.tables["去向"], again.tables["去向"]
    assert (first.inputs, first.outputs, first.rows, first.annotation_names) == (
        second.inputs,
        second.outputs,
        second.rows,
        second.annotation_names,
    )
    assert second.inputs[0].step == "1"
    assert write_dmn(again) == write_dmn(model)


def test_a_changed_table_stands_in_the_written_file():
    model = model_of("包", [table(rows=ROWS)])
    again = read_dmn(write_dmn(with_tables(model, [table(rows=ROWS[:1])])))
    assert len(again.tables["去向"].rows) == 1
    assert again.decide("去向", {"月数": 1}).value == "监察"


def test_ids_that_an_editor_refuses_become_ascii_and_references_follow():
    text = f"""<definitions xmlns="{NS}" id="d" name="m" namespace="n"><inputData id="年龄" name="年龄"><variable name="年龄" typeRef="number"/></inputData>
    <decision id="成年" name="成年"><variable name="成年"/><informationRequirement><requiredInput href="#年龄"/></informationRequirement>
    <literalExpression><text>年龄 &gt;= 18</text></literalExpression></decision></definitions>"""
    data = write_dmn(read_dmn(text.encode()))
    assert read_dmn(data).decide("成年", {"年龄": 20}).value is True
    assert all(part.isascii() for part in read_dmn(data).document.parts)


@pytest.mark.parametrize(
    "text,code",
    [('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><definitions>&b;</definitions>', "dmn.entities"),
     ('<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://example.invalid/x.dtd"><definitions/>', "dmn.entities"),
     ("<definitions", "dmn.not_xml"), ("", "dmn.not_xml"), ("<a/>", "dmn.not_dmn"), ("\x00\x01", "dmn.not_xml")],
)  # fmt: skip
def test_bombs_and_what_is_not_dmn_are_refused_with_a_cure(text, code):
    with pytest.raises(Fault) as wrong:
        read_dmn(text.encode(), file="x.dmn")
    assert wrong.value.code == code
    assert (wrong.value.file, wrong.value.cure is not None) == ("x.dmn", True)


def test_entities_hidden_in_another_encoding_are_refused():
    with pytest.raises(Fault):
        read_dmn('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x [<!ENTITY a "b">]><definitions>&a;</definitions>'.encode("utf-16"))


def test_a_file_that_is_not_there_or_too_large_is_refused(tmp_path):
    with pytest.raises(Fault):
        read_dmn(tmp_path / "no.dmn")
    with pytest.raises(Fault) as wrong:
        read_dmn(b" " * 20_000_001)
    assert wrong.value.code == "dmn.too_large"


def test_a_decision_that_depends_on_itself_is_refused():
    text = f"""<definitions xmlns="{NS}" id="d" name="m" namespace="n"><decision id="a" name="a"><variable name="a"/>
    <informationRequirement><requiredDecision href="#a"/></informationRequirement><literalExpression><text>a</text></literalExpression></decision></definitions>"""
    with pytest.raises(Fault) as wrong:
        read_dmn(text.encode()).decide("a", {})
    assert wrong.value.code == "dmn.circle"


def test_an_unknown_decision_is_answered_with_the_names_there_are():
    with pytest.raises(Fault) as wrong:
        model_of("包", [table(rows=ROWS)]).decide("nothing", {})
    assert "去向" in wrong.value.sentence("en")


def test_many_tables_are_read_quickly():
    rows = [((f"[{n}..{n}]", '"上海"'), ('"x"',), {"citation": "c", "in_force": ""}) for n in range(400)]
    data = write_dmn(model_of("包", [table(rows=rows)]))
    started = time.perf_counter()
    for _ in range(40):
        read_dmn(data)
    assert time.perf_counter() - started < 1.5


def test_collected_numbers_are_added():
    counted = DecisionTable(
        "总数", (InputClause("n", "number"),), (OutputClause("", "number"),),
        (Row(1, ("> 0",), ("1",)), Row(2, ("> 5",), ("n",))), "COLLECT", "SUM",
    )  # fmt: skip
    assert model_of("m", [counted]).decide("总数", {"n": 6}).value == Decimal(7)
    assert model_of("m", [counted]).decide("总数", {}).missing == ("n",)
