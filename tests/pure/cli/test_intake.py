"""One line in, one line out."""

import io
import json
from pathlib import Path

import pytest

from zoutong.cli import main

ROOT = Path(__file__).resolve().parents[3]
PACK = str(ROOT / "packs" / "labour-rights")
TEMPLATE = str(ROOT / "packs" / "_template")


def asked(tmp_path, capsys, content, pack=TEMPLATE, *more):
    file = tmp_path / "in.jsonl"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    code = main(["intake", "--pack", pack, "--in", str(file), *more])
    said = capsys.readouterr()
    return code, [json.loads(line) for line in said.out.splitlines()], said.err


def test_lines_come_out_in_the_order_in_which_they_went_in(tmp_path, capsys):
    lines = [{"id": n, "facts": {"situation": s}} for n, s in enumerate(["other", "unemployed", "student", "other"])]
    code, answers, _ = asked(tmp_path, capsys, "\n".join(json.dumps(line) for line in lines) + "\n\n")
    assert code == 0
    assert [a["id"] for a in answers] == [0, 1, 2, 3]
    assert [a["claims"] for a in answers] == [["other_matter"], ["training_place"], ["training_place"], ["other_matter"]]


@pytest.mark.parametrize(
    "line",
    [
        {"text": "公司拖欠我八月的工资六千元，我还在上班"},
        {"facts": {"city": "上海市", "still_employed": True, "monthly_wage": 6000, "unpaid_months": ["2026-08"]}},
        {"text": "公司拖欠我八月的工资", "facts": {"monthly_wage": 6000, "still_employed": True}},
    ],
    ids=["words", "facts", "both"],
)
def test_words_facts_and_both_are_answered_in_the_same_form(tmp_path, capsys, line):
    code, (answer,), _ = asked(tmp_path, capsys, json.dumps({"id": "a", **line}), PACK, "--on", "2026-11-23")
    assert code == 0
    assert answer["id"] == "a"
    assert "unpaid_wages" in answer["claims"]
    assert answer["primary_route"]
    assert answer["routes"][0].keys() >= {"claim", "route", "why", "citations", "row"}
    limits = {
        "arbitration_deadline",
        "arbitration_deadline_rolled",
        "inspection_deadline",
        "inspection_deadline_rolled",
        "expired",
        "inspection_expired",
    }
    assert answer["limitation"].keys() >= limits
    for said in answer["said"]:
        begin, end = said["span"]
        assert 0 <= begin < end <= len(line["text"])


def test_a_fact_that_was_handed_in_goes_before_the_words(tmp_path, capsys):
    line = json.dumps({"id": 1, "text": "公司拖欠我八月的工资，每月6000元", "facts": {"monthly_wage": 7000}})
    _, (answer,), _ = asked(tmp_path, capsys, line, PACK)
    assert answer["facts"]["monthly_wage"] == 7000


def test_the_answer_is_given_on_the_day_that_is_asked_for(tmp_path, capsys):
    facts = {"workplace_city": "上海市", "city": "上海市", "still_employed": True, "paid_wage": 2500, "months_underpaid": 1}
    line = json.dumps({"id": 1, "facts": facts})
    amounts = [
        asked(tmp_path, capsys, line, PACK, "--on", day)[1][0]["amounts"]["below_minimum_wage"] for day in ("2025-06-30", "2025-07-01")
    ]
    assert amounts == [190.0, 240.0]


GOOD = b'{"id": 1, "facts": {"situation": "other"}}\n'


@pytest.mark.parametrize(
    "second, says",
    [
        (b'{"id": 2, "facts": {', "JSON"),
        (b"[1, 2]", "JSON"),
        (b'{"id": 2}', "text"),
        (b'{"id": 2, "text": 5}', "text"),
        (b'{"id": 2, "facts": [1]}', "facts"),
        (b'{"id": 2, "facts": {"age": "many"}}', "many"),
        (b'{"id": 2, "facts": {"age": NaN}}', "JSON"),
        ('{"id": 2, "text": "工资"}'.encode("gbk"), "UTF-8"),
        (b"\n" + GOOD, "空"),
        (b"[" * 100_000, "嵌套"),
    ],
    ids=["cut", "list", "nothing", "number", "list of facts", "bad value", "nan", "gbk", "empty line", "nested"],
)
def test_a_bad_line_is_named_and_nothing_is_printed(tmp_path, capsys, second, says):
    code, answers, error = asked(tmp_path, capsys, GOOD + second)
    assert code == 2
    assert answers == []
    assert "in.jsonl:2" in error
    assert says in error
    assert error.count("\n") == 1


def test_a_file_from_a_spreadsheet_program_with_a_byte_order_mark_is_read(tmp_path, capsys):
    assert asked(tmp_path, capsys, b"\xef\xbb\xbf" + GOOD)[0] == 0


def test_no_line_in_is_no_line_out(tmp_path, capsys):
    assert asked(tmp_path, capsys, b"")[:2] == (0, [])


@pytest.mark.parametrize("text", ["", " ", "\u0000\ufffd", "😀" * 50, "啊" * 30_000, "<script>alert(1)</script>", "{{7*7}}"])
def test_any_text_gets_an_answer(tmp_path, capsys, text):
    code, (answer,), _ = asked(tmp_path, capsys, json.dumps({"id": 1, "text": text}), PACK)
    assert code == 0
    assert answer["primary_route"]


def test_it_reads_what_is_piped_in(monkeypatch, capsys):
    class Piped:
        buffer = io.BytesIO(GOOD)

    monkeypatch.setattr("sys.stdin", Piped())
    assert main(["intake", "--pack", TEMPLATE]) == 0
    assert json.loads(capsys.readouterr().out)["claims"] == ["other_matter"]


@pytest.mark.parametrize("words", [["--pack", "/nowhere"], ["--in", "/nowhere.jsonl"]])
def test_a_path_that_is_not_there_is_named(capsys, words):
    assert main(["intake", *words]) == 2
    assert "/nowhere" in capsys.readouterr().err
