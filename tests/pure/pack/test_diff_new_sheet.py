"""Packs compared, begun, and taken to a spreadsheet and back."""

import io
import json
import shutil
from dataclasses import replace as changed
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from zoutong.cli import main
from zoutong.kernel.error import Fault
from zoutong.pack.new import new_pack
from zoutong.pack.sheet import from_sheets, to_sheets
from zoutong.rules import read_dmn

ROOT = Path(__file__).resolve().parents[3]
PACKS = ROOT / "packs"
DOOR = "tables/route_training_place.dmn"
TABLES = sorted((PACKS / "labour-rights" / "tables").glob("*.dmn"))


@pytest.fixture
def two(tmp_path):
    for place in ("old", "new"):
        for name in ("common", "_template"):
            shutil.copytree(PACKS / name, tmp_path / place / name)
    return tmp_path / "old" / "_template", tmp_path / "new" / "_template"


def replace(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def compared(two, capsys):
    code = main(["pack", "diff", *map(str, two)])
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_two_equal_packs_have_nothing_between_them(two, capsys):
    assert compared(two, capsys)[:2] == (0, [])


def test_a_changed_cell_is_named_with_old_and_new(two, capsys):
    replace(two[1] / "facts.csv", "您今年多大？", "您的年龄是？")
    _, (found,), _ = compared(two, capsys)
    assert (found["file"], found["row"], found["kind"], found["what"]) == ("facts.csv", 5, "changed", "age.question_zh")
    assert (found["old"], found["new"]) == ("您今年多大？", "您的年龄是？")
    assert "您的年龄是？" in found["message"]


def test_rows_that_came_and_went_are_named(two, capsys):
    replace(two[1] / "papers.csv", "identity,training_place", "photo,training_place")
    _, found, _ = compared(two, capsys)
    assert [(f["kind"], f["what"]) for f in found] == [("removed", "identity training_place"), ("added", "photo training_place")]


def test_a_changed_rule_is_named_by_its_row_together_with_the_cases_that_it_turns(two, capsys):
    replace(two[1] / DOOR, '"training_centre"</dmn:text>', '"guidance"</dmn:text>')
    _, found, _ = compared(two, capsys)
    rule = next(f for f in found if f["kind"] == "changed")
    assert (rule["file"], rule["row"]) == (DOOR, "route_training_place#1")
    turned = [f for f in found if f["kind"] == "answer" and f["what"] == "T001.primary_route"]
    assert [(json.loads(f["old"]), json.loads(f["new"])) for f in turned] == [("training_centre", "guidance")]


def test_a_hostile_pack_is_not_compared(two, capsys):
    (two[1] / "more").symlink_to("/etc")
    code, found, error = compared(two, capsys)
    assert (code, found) == (2, [])
    assert "more" in error


def test_a_new_pack_passes_the_check(tmp_path, capsys, monkeypatch):
    shutil.copytree(PACKS / "common", tmp_path / "packs" / "common")
    monkeypatch.chdir(tmp_path)
    assert main(["pack", "new", "skills-training"]) == 0
    assert main(["pack", "check", "packs/skills-training"]) == 0
    assert 'name = "skills-training"' in (tmp_path / "packs" / "skills-training" / "pack.toml").read_text(encoding="utf-8")
    assert sorted(p.name for p in (tmp_path / "packs").iterdir()) == ["common", "skills-training"]


@pytest.mark.parametrize("name", ["", "..", "../x", "A", "a b", "a/b", "-a", "a" * 61, "培训"])
def test_a_pack_needs_a_name_that_every_system_can_write(tmp_path, name):
    with pytest.raises(Fault):
        new_pack(name, PACKS / "_template", tmp_path, date(2026, 11, 23))
    assert list(tmp_path.iterdir()) == []


def test_a_pack_that_is_there_is_never_overwritten(tmp_path):
    new_pack("one", PACKS / "_template", tmp_path, date(2026, 11, 23))
    (tmp_path / "one" / "facts.csv").write_text("mine")
    with pytest.raises(Fault):
        new_pack("one", PACKS / "_template", tmp_path, date(2026, 11, 23))
    assert (tmp_path / "one" / "facts.csv").read_text() == "mine"


@pytest.mark.parametrize("file", TABLES, ids=lambda p: p.stem)
def test_a_table_goes_to_a_spreadsheet_and_back_without_loss(file, tmp_path):
    book = tmp_path / "book.xlsx"
    to_sheets(file).save(book)
    before, after = read_dmn(file).tables, read_dmn(from_sheets(book, file)).tables
    assert {n: changed(t, file="") for n, t in after.items()} == {n: changed(t, file="") for n, t in before.items()}


@pytest.fixture
def book(tmp_path):
    target = tmp_path / "door.dmn"
    shutil.copy(PACKS / "_template" / DOOR, target)
    held = io.BytesIO()
    to_sheets(target).save(held)
    return load_workbook(held), tmp_path / "door.xlsx", target


def taken_back(book, capsys):
    workbook, file, target = book
    workbook.save(file)
    before = target.read_bytes()
    code = main(["pack", "sheet", str(file), str(target)])
    return code, target.read_bytes() != before, capsys.readouterr().err


def test_what_a_spreadsheet_program_makes_of_a_cell_is_understood(book, capsys):
    sheet = book[0].worksheets[0]
    sheet.cell(3, 2).value = True
    sheet.cell(3, 3).value = None
    assert taken_back(book, capsys)[0] == 0
    row = read_dmn(book[2]).tables["route_training_place"].rows[0]
    assert row.inputs == ("true", "-")


def test_rows_may_be_added_and_removed(book, capsys):
    sheet = book[0].worksheets[0]
    sheet.delete_rows(3)
    for at, text in enumerate(["", "true", "false", '"guidance"', "[]"], 1):
        sheet.cell(5, at).value = text
    assert taken_back(book, capsys)[0] == 0
    rows = read_dmn(book[2]).tables["route_training_place"].rows
    assert [r.number for r in rows] == [1, 2, 3]
    assert rows[2].outputs[0] == '"guidance"'


@pytest.mark.parametrize(
    "row, column, value, says",
    [(3, 2, "=1+1", "公式"), (3, 2, ">= (", "3"), (2, 2, "age", "第 2 列"), (1, 1, "other", "other"), (3, 4, '"unclosed', "3")],
)
def test_a_broken_sheet_changes_nothing_and_is_named(book, capsys, row, column, value, says):
    book[0].worksheets[0].cell(row, column).value = value
    code, written, error = taken_back(book, capsys)
    assert (code, written) == (2, False)
    assert "door.xlsx" in error
    assert says in error
    assert not list(book[2].parent.glob(".*.new"))
