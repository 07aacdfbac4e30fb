"""Promises about reading claims from words: any input is safe, looks do not matter, and a broken table says where."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zoutong.intake.claims import Lexicon, advise_route, read_claims
from zoutong.intake.claims.pattern import PatternError, compile_pattern
from zoutong.kernel.error import Fault

PHRASES = Path(__file__).resolve().parents[3] / "packs" / "labour-rights" / "phrases.csv"
LEXICON = Lexicon.read(PHRASES)
SAYINGS = [
    "公司拖欠我三个月工资",
    "怀孕了被辞退，怎么办",
    "在工地摔断了腿，老板不管",
    "My boss has not paid my salary",
    "我想离婚，孩子归谁",
]


def codes(text: str) -> tuple[str, ...]:
    return read_claims(text, LEXICON).codes


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_raises_and_every_text_gets_a_claim_and_a_door(text: str) -> None:
    reading = read_claims(text, LEXICON)
    route, _, why = advise_route(text, reading, LEXICON)
    assert reading.codes
    assert route
    assert why.zh
    assert why.en


@pytest.mark.parametrize("piece", ["欠", "工资不发", "\u202e公司", "😀", "\x00\x01", "没没没没不不", "a ", "公司说没签合同，", "\n"])
def test_a_megabyte_of_anything_is_read_in_half_a_second(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    begun = time.perf_counter()
    reading = read_claims(text, LEXICON)
    assert time.perf_counter() - begun < 0.5
    assert reading.kind in ("too_long", "empty", "unreadable")


@pytest.mark.parametrize("text", SAYINGS)
def test_a_full_stop_and_stray_spaces_do_not_change_the_claims(text: str) -> None:
    assert codes(text + "。") == codes(text)
    assert codes("  " + text + "　") == codes(text)
    if not text.isascii():
        assert codes(" ".join(text)) == codes(text)


def test_old_characters_wide_forms_and_common_slips_are_understood() -> None:
    assert codes("公司拖欠工資三個月") == codes("公司拖欠工资三个月") == ("unpaid_wages",)
    assert codes("ＢＯＳＳ　ｈａｓ　ｎｏｔ　ｐａｉｄ　ｍｙ　ｓａｌａｒｙ") == ("unpaid_wages",)
    assert codes("老班托欠我共资") == ("unpaid_wages",)


def test_the_words_behind_a_claim_are_ranges_of_the_statement_itself() -> None:
    text = "您好， 公司 拖 欠 工资三个月"
    reading = read_claims(text, LEXICON)
    start, end = reading.spans["unpaid_wages"][0]
    assert text[start:end].replace(" ", "") == "拖欠工资"


def test_the_main_claim_comes_first() -> None:
    assert codes("怀孕了公司无故把我辞退，还拖欠工资")[0] == "illegal_termination"


def test_what_is_not_labour_stands_alone() -> None:
    assert codes("老公在外面打工，我想离婚，孩子的抚养费怎么算") == ("not_labour",)


@pytest.mark.parametrize(
    ("text", "kind"), [("", "empty"), (" \n\t", "empty"), ("😀😀😀", "unreadable"), ("傻逼去死", "abuse"), ("公司欠薪" * 2000, "too_long")]
)
def test_what_is_no_statement_says_of_which_kind_it_is(text: str, kind: str) -> None:
    assert read_claims(text, LEXICON).kind == kind


def test_an_employer_is_heard_as_one() -> None:
    assert read_claims("我司想辞退一名员工，怎么办理", LEXICON).perspective == "employer"


@pytest.mark.parametrize(
    ("pattern", "code"),
    [("没{nobody}签", "class"), ("没(签", "bracket"), ("没)签", "bracket"), ("没~99签", "gap"), ("没*签", "sign"), ("签?", "empty"), ("", "length"),
     ("a~~~~~~b", "gaps"), ("{a}", "circle"), ("(<没~)签", "before"), ("签" * 700, "length")],
)  # fmt: skip
def test_a_phrase_that_is_not_well_written_is_named(pattern: str, code: str) -> None:
    with pytest.raises(PatternError) as caught:
        compile_pattern(pattern, {"a": "{b}", "b": "{a}"})
    assert caught.value.code == code


def test_gaps_stay_inside_a_sentence_and_negation_can_be_asked_for() -> None:
    gap = compile_pattern("没~4签", {})
    assert gap.find("一直没有跟我签", frozenset("一直没有跟我签")) == (2, 7)
    assert gap.find("没有。我签", frozenset("没有。我签")) is None
    before = compile_pattern("(<不)拖欠(!过)", {})
    assert before.find("不拖欠", frozenset("不拖欠")) is None
    assert before.find("拖欠过", frozenset("拖欠过")) is None
    assert before.find("老拖欠", frozenset("老拖欠")) == (1, 3)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("sign,pay,没(发", "bracket"),
        ("sign,Pay,没发", "name"),
        ("verb,pay,没发", "kind"),
        ("sign,pay,没发,heavy", "weight"),
        ("sign,pay,{who}没发", "class"),
    ],
)
def test_a_broken_row_is_a_fault_with_file_and_row(tmp_path: Path, row: str, code: str) -> None:
    file = tmp_path / "phrases.csv"
    file.write_text(f"kind,name,pattern,weight,unless\nsign,ok,好,1,\n{row}\n", "utf-8")
    with pytest.raises(Fault) as caught:
        Lexicon.read(file)
    assert caught.value.code == f"pack.phrases.{code}"
    assert caught.value.file == "phrases.csv"
    assert caught.value.row == 3


def test_a_condition_that_nothing_can_meet_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases.csv").write_text("kind,name,pattern\nsign,unpaid,欠薪\n", "utf-8")
    (tmp_path / "phrases" / "claim_order.csv").write_text("claim,rank\nunpaid_wages,1\n", "utf-8")
    (tmp_path / "phrases" / "claim_rules.csv").write_text("gives,when\n@unpaid_wages,unpayed\n", "utf-8")
    with pytest.raises(Fault) as caught:
        Lexicon.read(tmp_path / "phrases.csv")
    assert (caught.value.code, caught.value.row) == ("pack.phrases.unknown", 2)


def test_a_table_that_is_not_utf8_is_a_fault_and_not_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "phrases.csv"
    file.write_bytes("kind,name,pattern\nsign,a,工资".encode("gbk"))
    with pytest.raises(Fault):
        Lexicon.read(file)


def test_a_bureau_adds_a_phrase_with_one_row(tmp_path: Path) -> None:
    folder = tmp_path / "phrases"
    folder.mkdir()
    for table in PHRASES.with_suffix("").glob("*.csv"):
        (folder / table.name).write_bytes(table.read_bytes())
    text = "俺们的汗珠子钱让人吞了，在砖窑上"
    assert "unpaid_wages" not in read_claims(text, LEXICON).codes
    (tmp_path / "phrases.csv").write_text(PHRASES.read_text("utf-8").rstrip("\n") + "\nsign,unpaid,汗珠子钱~6吞,1,\n", "utf-8")
    assert read_claims(text, Lexicon.read(tmp_path / "phrases.csv")).codes == ("unpaid_wages",)


def test_every_phrase_of_the_pack_can_be_found_in_the_shape_it_is_written() -> None:
    names = {p.sign for p in LEXICON.phrases}
    assert {"unpaid", "injury", "fired", "labour", "other", "own"} <= names
    assert {r.gives for r in LEXICON.rules if r.gives.startswith("@")} >= {f"@{c}" for c in LEXICON.order if c != "not_labour"}
