"""Holds the checks that keep a pack walkable, each told by a pack that breaks it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from zoutong.kernel.error import Fault
from zoutong.pack import load
from zoutong.pack.check import check
from zoutong.pack.checks.walks import walks
from zoutong.pack.desk import read_acts, read_reasons

PACKS = Path(__file__).resolve().parents[3] / "packs"
ROLES = "role,zh,en,unit_kind,process_lane\nclerk,窗口,Clerk,reception,yes\n"
ACTS = "act,clerk\nstart,yes\ncomplete,lane\n"
PROCESS = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zt="https://zoutong.dev/bpmn" targetNamespace="test">
<process id="small" name="小流程"><startEvent id="begin"/>
<userTask id="work" name="办理" {more}/>
<endEvent id="end"/><sequenceFlow id="f1" sourceRef="begin" targetRef="work"/><sequenceFlow id="f2" sourceRef="work" targetRef="end"/>
</process></definitions>"""


@pytest.fixture
def folder(tmp_path):
    """A small pack with one process, sound."""
    shutil.copytree(PACKS / "common", tmp_path / "common")
    folder = tmp_path / "small"
    shutil.copytree(PACKS / "_template", folder)
    (folder / "roles.csv").write_text(ROLES, encoding="utf-8")
    (folder / "acts.csv").write_text(ACTS, encoding="utf-8")
    (folder / "processes").mkdir(exist_ok=True)
    draw(folder, 'zt:role="clerk"')
    return folder


def draw(folder, more):
    (folder / "processes" / "small.bpmn").write_text(PROCESS.format(more=more), encoding="utf-8")


def found(folder):
    small = {"pack.acts.row", "process.no_form", "process.no_clock", "process.no_english"}
    return {(f.code, f.severity, f.row) for f in walks(load(folder)) if f.code not in small}


def test_a_sound_pack_is_told_nothing(folder):
    assert found(folder) == set()


@pytest.mark.parametrize(
    "more, code",
    [
        ('zt:role="wizard"', "process.role"),
        ('zt:role="clerk" zt:clock="never"', "process.clock"),
        ('zt:role="clerk" zt:form="shoe_size"', "pack.process.form"),
    ],
)
def test_a_name_that_the_pack_does_not_have_is_told_with_file_and_line(folder, more, code):
    draw(folder, more)
    assert found(folder) == {(code, "error", 3)}
    assert {f.file for f in walks(load(folder)) if f.code == code} == {"processes/small.bpmn"}


def test_a_rule_task_needs_a_table_of_the_pack(folder):
    text = PROCESS.format(more='zt:role="clerk"').replace(
        "<endEvent", '<businessRuleTask id="judge" name="判定" zt:role="clerk" zt:table="oracle"/><endEvent'
    )
    (folder / "processes" / "small.bpmn").write_text(text, encoding="utf-8")
    assert ("process.table", "error", 4) in found(folder)


def test_a_mark_that_is_almost_that_of_a_clock_is_taken_for_a_slip(folder):
    (folder / "clocks.csv").write_text(
        "clock,zh,en,length,unit,starts_at,citation\nanswer,答复,Answer,5,workday,@papers_received,劳动法 第1条\n", encoding="utf-8"
    )
    draw(folder, 'zt:role="clerk" zt:marks="paper_received"')
    assert found(folder) == {("pack.process.mark", "warning", 3)}


def test_a_clock_that_nothing_starts_is_told(folder):
    (folder / "clocks.csv").write_text(
        "clock,zh,en,length,unit,starts_at,citation\nanswer,答复,Answer,5,workday,@papers_received,劳动法 第1条\n", encoding="utf-8"
    )
    draw(folder, 'zt:role="clerk" zt:clock="answer"')
    assert found(folder) == {("pack.process.start", "warning", 3)}
    draw(folder, 'zt:role="clerk" zt:clock="answer" zt:marks="papers_received"')
    assert found(folder) == set()


def test_the_table_of_acts_names_acts_and_roles_that_exist(folder):
    (folder / "acts.csv").write_text("act,clerk,ghost\nstart,yes,no\ndance,yes,no\n", encoding="utf-8")
    assert found(folder) == {("pack.acts.act", "error", 3), ("pack.acts.role", "error", 1)}


def test_a_role_without_a_column_is_told(folder):
    (folder / "roles.csv").write_text(ROLES + "guest,来客,Guest,,yes\n", encoding="utf-8")
    assert found(folder) == {("pack.acts.column", "warning", 1)}


def test_a_pack_with_processes_but_no_table_of_acts_is_an_error(folder):
    (folder / "acts.csv").unlink()
    assert ("pack.acts.absent", "error", None) in found(folder)


def test_a_reason_for_an_act_that_does_not_exist_is_told(folder):
    (folder / "reasons.csv").write_text("reason,act,zh,en\nbored,dance,无聊,Bored\n", encoding="utf-8")
    assert found(folder) == {("pack.reasons.act", "error", 2)}


def test_a_cell_is_one_of_five_words(tmp_path):
    (tmp_path / "acts.csv").write_text("act,clerk\nstart,perhaps\n", encoding="utf-8")
    with pytest.raises(Fault) as told:
        read_acts(tmp_path / "acts.csv")
    assert (told.value.code, told.value.row) == ("pack.cell.choice", 2)


def test_an_empty_cell_means_no(tmp_path):
    (tmp_path / "acts.csv").write_text("act,clerk,chief\nstart,,yes\n", encoding="utf-8")
    assert read_acts(tmp_path / "acts.csv")["start"].cells == {"clerk": "no", "chief": "yes"}


def test_a_reason_may_serve_several_acts_but_stands_once(tmp_path):
    path = tmp_path / "reasons.csv"
    path.write_text("reason,act,zh,en\naway,assign;take_over,不在,Away\n", encoding="utf-8")
    assert read_reasons(path)["away"].acts == ("assign", "take_over")
    path.write_text("reason,act,zh,en\naway,assign,不在,Away\naway,take_over,不在,Away\n", encoding="utf-8")
    with pytest.raises(Fault):
        read_reasons(path)


def test_a_process_that_cannot_be_read_is_told_by_the_check_and_does_not_stop_it(folder):
    (folder / "processes" / "small.bpmn").write_text("<definitions", encoding="utf-8")
    told = [f for f in check(folder, date(2026, 11, 23)) if f.file == "processes/small.bpmn"]
    assert [f.severity for f in told] == ["error"]


def test_two_files_with_one_process_are_told(folder):
    shutil.copy(folder / "processes" / "small.bpmn", folder / "processes" / "twin.bpmn")
    assert "pack.process.twice" in {code for code, _, _ in found(folder)}


def test_what_the_lint_finds_in_a_process_is_shown_with_its_line(folder):
    text = PROCESS.format(more='zt:role="clerk"').replace("</process>", '<userTask id="lonely" name="孤岛" zt:role="clerk"/></process>')
    (folder / "processes" / "small.bpmn").write_text(text, encoding="utf-8")
    told = [f for f in walks(load(folder)) if f.file == "processes/small.bpmn"]
    assert ("process.dead_end", 5) in {(f.code, f.row) for f in told}


def test_the_labour_rights_pack_can_be_walked():
    assert [f for f in walks(load(PACKS / "labour-rights")) if f.severity == "error"] == []
