"""What the check of a pack finds: each kind of mistake, planted into the template, is named with file and row."""

import json
import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

from zoutong.cli import main

ROOT = Path(__file__).resolve().parents[3]
ON = date(2026, 11, 23)


@pytest.fixture
def pack(tmp_path):
    for name in ("common", "_template"):
        shutil.copytree(ROOT / "packs" / name, tmp_path / name)
    return tmp_path / "_template"


def checked(pack, capsys, on="2026-11-23"):
    code = main(["pack", "check", str(pack), "--on", on])
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def replace(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_template_passes(pack, capsys):
    code, found, _ = checked(pack, capsys)
    assert code == 0
    assert not [f for f in found if f["severity"] == "error"]


def test_every_finding_has_the_five_parts_of_the_contract(pack, capsys):
    replace(pack / "claims.csv", "training_place,1", "training_place,x")
    _, found, _ = checked(pack, capsys)
    assert all(set(f) == {"file", "row", "severity", "code", "message"} for f in found)


DOOR, CASES = "tables/route_training_place.dmn", "cases/first.jsonl"


@pytest.mark.parametrize(
    "file, old, new, code",
    [
        ("facts.csv", "fact,type", "fakt,type", "pack.file.header"),
        ("facts.csv", "age,integer", "age,whole", "pack.cell.choice"),
        ("facts.csv", "age,integer", "situation,integer", "pack.name.twice"),
        ("facts.csv", "unemployed=没有工作，已经登记失业|", "unemployed=没有工作，已经登记失业", "pack.options"),
        ("facts.csv", "How old are you?", "", "pack.text.language"),
        ("facts.csv", "您今年多大？", "您的 birthday 是哪天？", "pack.text.mixed"),
        ("facts.csv", "age,integer", "ages,integer", "pack.fact.unknown"),
        (
            "facts.csv",
            "age,integer",
            "height,number,,1,身高,Height,您多高？,How tall are you?,,,,,,plain,worker,no,9\nage,integer",
            "pack.fact.unused",
        ),
        ("facts.csv", "您今年多大？,How old are you?", ",", "pack.fact.unasked"),
        ("claims.csv", "training_place,1", "training_place,one", "pack.cell.number"),
        ("claims.csv", "我想参加培训。", "", "pack.text.language"),
        ("claims.csv", "other_matter,2", "other_matter,1", "pack.rank.twice"),
        ("routes.csv", "training_centre,1", "training_center,1", "pack.row.route"),
        ("papers.csv", "identity,training_place", "identity,training", "pack.paper.claim"),
        ("papers.csv", "示例办法 第1条", "某某办法 第1条", "pack.citation.unknown"),
        ("papers.csv", "asked", "maybe", "pack.cell.choice"),
        ("laws.csv", "2026-01-01,,", "2026-01-01,2026-06-30,", "pack.citation.expired"),
        ("laws.csv", "2026-01-01,,", "2026-13-01,,", "pack.cell.date"),
        ("pack.toml", 'requires = ["common"]', 'requires = ["nowhere"]', "pack.requires"),
        ("pack.toml", 'requires = ["common"]', 'requires = ["../../etc"]', "pack.requires"),
        ("pack.toml", 'name = "template"', "name = ", "pack.toml"),
        (DOOR, '"training_centre"</dmn:text>', '"training_center"</dmn:text>', "pack.row.route"),
        (DOOR, "<dmn:text>true</dmn:text>", "<dmn:text>false</dmn:text>", "table.gap"),
        (DOOR, "<dmn:text>true</dmn:text>", "<dmn:text>-</dmn:text>", "table.overlap"),
        (DOOR, "<dmn:text>true</dmn:text>", "<dmn:text>__import__('os').system('id')</dmn:text>", "feel."),
        (DOOR, "示例办法 第1条", "示例办法", "pack.citation.article"),
        (DOOR, "示例办法 第1条", "", "pack.row.citation"),
        (DOOR, "示例办法 第1条", "不存在的法 第9条", "pack.citation.unknown"),
        (DOOR, '"training_centre"</dmn:text>', '"online_course"</dmn:text>', "pack.case.differs"),
        (DOOR, "</dmn:definitions>", "", "dmn."),
        (CASES, '"primary_route": "training_centre"', '"primary_route": "guidance"', "pack.case.differs"),
        (CASES, '"claims": ["training_place"]', '"claims": ["other_matter"]', "pack.case.differs"),
        (CASES, '"age": 35', '"shoe_size": 35', "pack.case.fact"),
        (CASES, '"age": 35', '"age": "old"', "pack.case.fault"),
        (CASES, '"expected"', '"wanted"', "pack.case"),
        (CASES, '{"id": "T001"', '{"id": "T001', "pack.case"),
        (CASES, '"T002"', '"T001"', "pack.case.twice"),
    ],
)
def test_a_planted_mistake_is_named_where_it_stands(pack, capsys, file, old, new, code):
    replace(pack / file, old, new)
    _, found, error = checked(pack, capsys)
    assert "Traceback" not in error
    hits = [f for f in found if f["code"].startswith(code)]
    assert hits, found
    assert all(f["message"] for f in hits)


@pytest.mark.parametrize(
    "row, code",
    [
        ("wage,,2026-01-01,,,1,yuan,工资,Wage,,verified,2026-11-23", "pack.cell.empty"),
        ("wage,,2026-01-01,2025-01-01,,1,yuan,工资,Wage,a notice,verified,2026-11-23", "pack.parameter.dates"),
        ("wage,,2025-01-01,2025-12-31,,1,yuan,工资,Wage,a notice,verified,2026-11-23", "pack.parameter.expired"),
        ("wage,,2026-01-01,,,1,yuan,工资,Wage,a notice,verified,", "pack.parameter.unchecked"),
        ("wage,,2026-01-01,,,1,yuan,工资,Wage,a notice,verified,2025-01-01", "pack.parameter.stale"),
        ("wage,,2026-01-01,,,=1+1,yuan,工资,Wage,a notice,verified,2026-11-23", "pack.cell.formula"),
        ('wage,,2026-01-01,,,"1', "pack.file.csv"),
        ("wage,,2026-01-01,,,1,yuan,工资,Wage,a, notice,verified,2026-11-23", "pack.row.long"),
    ],
)
def test_a_figure_needs_a_source_and_days_that_make_sense(pack, capsys, row, code):
    with (pack / "parameters.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    _, found, _ = checked(pack, capsys)
    assert (code, 2) in [(f["code"], f["row"]) for f in found]


def test_all_bad_rows_of_a_file_are_named_at_once(pack, capsys):
    replace(pack / "facts.csv", "age,integer", "age,whole")
    replace(pack / "facts.csv", "wants_online,boolean", "wants_online,yesno")
    code, found, _ = checked(pack, capsys)
    assert code == 1
    assert [f["row"] for f in found if f["code"] == "pack.cell.choice"] == [5, 6]


def test_a_clock_without_an_article_is_an_error(pack, capsys):
    head = "clock,zh,en,length,unit,starts_at,stops_at,resumes_at,explain_zh,explain_en,citation,grade\n"
    (pack / "clocks.csv").write_text(head + "enrol,报名期限,Time to enrol,10,workday,intake_date,,,,,,verified\n", encoding="utf-8")
    assert ("pack.clock.citation", 2) in [(f["code"], f["row"]) for f in checked(pack, capsys)[1]]


def test_a_rule_is_checked_for_the_day_on_which_it_is_to_be_in_force(pack, capsys):
    replace(pack / "laws.csv", "2026-01-01,,", "2026-01-01,2026-12-31,")
    assert checked(pack, capsys, "2026-12-31")[0] == 0
    assert checked(pack, capsys, "2027-01-01")[0] == 1


HOSTILE = {
    "link": lambda p: (p / "facts.csv").rename(p.parent / "out.csv") and (p / "facts.csv").symlink_to(p.parent / "out.csv"),
    "link to a folder": lambda p: (p / "more").symlink_to("/etc"),
    "program": lambda p: (p / "setup.py").write_text("print(1)"),
    "pipe": lambda p: os.mkfifo(p / "claims2.csv"),
    "a thousand million rows": lambda p: os.truncate(p / "parameters.csv", 10**9),
    "entities": lambda p: replace(p / DOOR, "<dmn:definitions", '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><dmn:definitions'),
    "other encoding": lambda p: (p / DOOR).write_bytes((p / DOOR).read_text().encode("utf-16")),
    "bomb": lambda p: bomb(p / "documents" / "form.docx"),
    "no document": lambda p: ((p / "documents").mkdir(), (p / "documents" / "form.docx").write_bytes(b"PK")),
}


def bomb(path):
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 80_000_000)
    return True


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_pack_is_refused_before_it_is_read(pack, capsys, trick):
    HOSTILE[trick](pack)
    code, found, error = checked(pack, capsys)
    assert code == 1
    assert all(f["code"].startswith(("pack.file.", "pack.large")) and f["severity"] == "error" for f in found), found
    assert "Traceback" not in error


def test_a_pack_that_only_lends_is_read_and_not_judged(pack, capsys):
    assert checked(pack.parent / "common", capsys)[0] == 0
    replace(pack.parent / "common" / "laws.csv", "verified", "surely")
    assert checked(pack.parent / "common", capsys)[0] == 1


def test_a_folder_that_is_not_there_is_bad_input(capsys, tmp_path):
    code, found, error = checked(tmp_path / "nowhere", capsys)
    assert (code, found) == (2, [])
    assert "nowhere" in error
