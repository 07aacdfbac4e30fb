"""One decision of a DMN file: what it says, why, what is missing, what would change it."""

import json
from pathlib import Path

import pytest

from zoutong.cli import main
from zoutong.rules import model_of, write_dmn
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row

NOTES = ("citation", "in_force")
TABLE = DecisionTable(
    "door",
    (
        InputClause("age", "number", "年龄", step="1"),
        InputClause("member", "boolean", "会员", "true,false"),
        InputClause("joined", "date", "入会"),
    ),
    (OutputClause("route", "string", "去向"),),
    (
        Row(1, (">= 60", "-", "-"), ('"left"',), {"citation": "示例法 第1条；示例法 第2条", "in_force": ""}),
        Row(2, ("< 60", "true", '>= date("2026-01-01")'), ('"right"',), {"citation": "示例法 第3条", "in_force": ""}),
        Row(3, ("< 60", "true", '< date("2026-01-01")'), ('"middle"',), {"citation": "", "in_force": ""}),
        Row(4, ("< 60", "false", "-"), ('"back"',), {"citation": "", "in_force": ""}),
    ),
    annotation_names=NOTES,
)


@pytest.fixture
def decided(tmp_path, capsys):
    model = tmp_path / "door.dmn"
    model.write_bytes(write_dmn(model_of("door", [TABLE], {"age": "number", "member": "boolean", "joined": "date"})))

    def decide(facts, *more):
        (tmp_path / "facts.json").write_text(facts if isinstance(facts, str) else json.dumps(facts), encoding="utf-8")
        code = main(["decide", str(model), "--decision", "door", "--facts", str(tmp_path / "facts.json"), *more])
        said = capsys.readouterr()
        return code, json.loads(said.out) if said.out else None, said.err

    return decide


def test_a_settled_decision_names_its_row_and_its_articles(decided):
    code, said, _ = decided({"age": 70})
    assert code == 0
    assert said["value"] == "left"
    assert said["rows"] == ["door#1"]
    assert said["citations"] == ["示例法 第1条", "示例法 第2条"]
    assert said["missing"] == []


def test_an_open_decision_says_what_is_possible_and_what_is_missing_and_never_guesses(decided):
    _, said, _ = decided({"age": 30, "member": None})
    assert said["value"] is None
    assert set(said["possible"]) == {"right", "middle", "back"}
    assert said["missing"][0] == "member"


def test_it_says_which_cell_kept_a_row_from_firing_and_what_would_change_the_outcome(decided):
    _, said, _ = decided({"age": 30, "member": False})
    assert said["value"] == "back"
    first = next(cell for cell in said["unmet"] if cell["row"] == 1)
    assert first == {"row": 1, "cell": 0, "fact": "age", "is": 30, "wanted": first["wanted"]}
    assert {"change": {"age": 60}, "gives": "left"} in said["nearest"]


def test_days_are_read_as_days(decided):
    assert [decided({"age": 30, "member": True, "joined": day})[1]["value"] for day in ("2025-12-31", "2026-01-01")] == ["middle", "right"]


def test_without_facts_everything_is_unknown(tmp_path, capsys):
    model = tmp_path / "door.dmn"
    model.write_bytes(write_dmn(model_of("door", [TABLE])))
    assert main(["decide", str(model), "--decision", "door"]) == 0
    assert json.loads(capsys.readouterr().out)["value"] is None


@pytest.mark.parametrize("facts", ['{"age": ', "[1]", '{"age": Infinity}'])
def test_facts_that_are_no_object_are_named(decided, facts):
    code, said, error = decided(facts)
    assert (code, said) == (2, None)
    assert "facts.json" in error


def test_a_decision_that_is_not_there_is_answered_with_those_that_are(decided, tmp_path, capsys):
    decided({})
    assert main(["decide", str(tmp_path / "door.dmn"), "--decision", "window"]) == 2
    assert "door" in capsys.readouterr().err


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize("content", [b"", b"not xml", b"\x00\x01", f"{BOMB}<definitions>&b;</definitions>".encode(), b"<a/>"])
def test_what_is_no_dmn_file_is_refused_with_a_sentence(tmp_path, capsys, content):
    file = tmp_path / "bad.dmn"
    file.write_bytes(content)
    assert main(["decide", str(file), "--decision", "x"]) == 2
    said = capsys.readouterr()
    assert "bad.dmn" in said.err
    assert said.err.count("\n") == 1


def test_a_table_of_a_pack_reads_the_facts_by_name(tmp_path, capsys):
    table = Path(__file__).resolve().parents[3] / "packs" / "labour-rights" / "tables" / "route_agency_fraud.dmn"
    (tmp_path / "f.json").write_text('{"agency_status": "absconded", "inspection_expired": false}')
    assert main(["decide", str(table), "--decision", "route_agency_fraud", "--facts", str(tmp_path / "f.json"), "--on", "2026-11-23"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["value"]["route"] == "inspection"
    assert said["citations"]
