"""The table of fact phrases: what it may say, what is refused, and how said facts meet given ones."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from zoutong.intake.understand import Heard, merge_said, understand
from zoutong.intake.words.pattern import PatternError, compile_pattern
from zoutong.intake.words.phrases import FactLexicon, read_fact_phrases
from zoutong.intake.words.places import read_places
from zoutong.kernel.error import Fault
from zoutong.kernel.facts import Facts

ROOT = Path(__file__).parents[3]
PACK = ROOT / "packs" / "labour-rights"
LEXICON = FactLexicon.read(PACK)
ON = date(2026, 11, 23)
HEAD = "kind,pattern,facts,rank,unless,allow\n"
GOLDEN = ROOT.parent / "shared" / "data" / "golden-labour.jsonl"


def test_every_row_names_a_fact_of_the_pack_and_one_of_its_options() -> None:
    with (PACK / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        specs = {row["fact"]: row for row in csv.DictReader(file)}
    for row in LEXICON.rows:
        for said in row.facts:
            assert said.fact in specs, f"row {row.row}: the pack has no fact {said.fact}"
            spec = specs[said.fact]
            options = {option.split("=")[0].strip() for option in spec["options"].split(";")}
            if not said.slot and spec["type"] == "choice":
                assert str(said.value) in options, f"row {row.row}: {said.fact} has no option {said.value}"
            if not said.slot and spec["type"] == "boolean":
                assert isinstance(said.value, bool), f"row {row.row}: {said.fact} is true or false"


@pytest.mark.parametrize(
    "pattern",
    ["(辞退", "辞退)", "辞退*", "辞[退]", "a{2,}", "{nobody}", "~99辞退", "辞?", "(<(a|b))辞退", "(((((((((辞)))))))))", "", "\\d+"],
)
def test_a_phrase_that_is_not_of_the_language_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, {})


@pytest.mark.parametrize(
    "row",
    [
        "fact,被辞退,end_mode,,,",
        "fact,被辞退,end_mode=x,,,nobody",
        "fact,被辞退,end_date={date},,,",
        "fact,被辞退,end_mode=x,one,,",
        "word,被辞退,end_mode=x,,,",
        "fact,,end_mode=x,,,",
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_place(row: str) -> None:
    with pytest.raises(Fault) as caught:
        read_fact_phrases(f"{HEAD}fact,辞退,end_mode=x,,,\n{row}\n")
    assert caught.value.row == 3
    assert caught.value.cure is not None


def test_a_table_with_another_header_is_refused() -> None:
    with pytest.raises(Fault):
        read_fact_phrases("pattern,fact\n")
    with pytest.raises(Fault):
        read_places("place,city\n")
    with pytest.raises(Fault):
        read_places("place,district,city\n徐汇,徐汇区,上海市\n徐汇,徐汇区,上海市\n")


def test_what_is_answered_stands_over_what_was_said_and_both_are_kept() -> None:
    said = understand("我月薪6500，老板欠我3000元", LEXICON, on=ON).facts
    merged, differing = merge_said(said, Facts.of({"monthly_wage": 7000, "city": "上海市"}))
    assert merged["monthly_wage"] == 7000
    assert merged["unpaid_amount"] == 3000
    assert merged["city"] == "上海市"
    fact = merged.fact("monthly_wage")
    assert fact is not None
    assert fact.source.kind == "answered"
    assert fact.source.note == "said: 6500"
    assert fact.source.span == (3, 7)
    assert len(differing) == 1


def test_an_answer_that_agrees_with_the_words_asks_nothing() -> None:
    said = understand("我月薪6500", LEXICON, on=ON).facts
    assert merge_said(said, Facts.of({"monthly_wage": 6500}))[1] == ()


def test_an_impossible_day_and_an_open_year_are_asked_about() -> None:
    assert "2月30日" in understand("我2月30日入职的", LEXICON, on=ON).contradictions[0].zh
    open_year = understand("我去年3月入职，8月离职", LEXICON, on=ON)
    assert "end_date" not in open_year.facts
    assert "8月" in open_year.contradictions[0].zh


def test_each_contradiction_has_one_question_in_both_languages() -> None:
    understood = understand("公司从来没跟我签过合同，合同下个月到期。我5月就不干了，7月工资没发。", LEXICON, on=date(2026, 9, 9))
    assert set(understood.facts.contradictory()) == {"contract_signed", "end_date"}
    assert len(understood.contradictions) == 2
    assert all(words.zh.endswith("？") and words.en.endswith("?") for words in understood.contradictions)


def test_names_and_places_stand_apart_from_facts() -> None:
    understood = understand("我叫张三，在徐汇的上海甲子商贸有限公司上班，老板叫李四海。", LEXICON, on=ON, place="上海市/徐汇区")
    assert understood.names == ("张三", "李四海", "上海甲子商贸有限公司")
    assert "徐汇区" in understood.places
    assert understood.facts["employer_name"] == "上海甲子商贸有限公司"


def test_a_demand_keeps_its_day_and_what_shows_it() -> None:
    facts = understand("2026年3月5日我发微信要过工资", LEXICON, on=ON).facts
    assert facts["interruptions"] == [{"date": date(2026, 3, 5), "type": "demand", "evidence": "微信"}]


def test_the_claims_come_from_the_one_who_is_asked() -> None:
    heard = Heard((("unpaid_wages", 1.0),), "inspection", "")
    understood = understand("公司欠我3000元", LEXICON, on=ON, claims=lambda _: heard)
    assert understood.claims == (("unpaid_wages", 1.0),)
    assert understood.route_hint == "inspection"


@pytest.mark.parametrize(
    ("text", "kind"),
    [("", "empty"), (" \n\t", "empty"), ("？？？", "unreadable"), ("工资" * 10_001, "too_long"), ("没发工资", "statement")],
)
def test_each_kind_of_text_is_called_by_its_name(text: str, kind: str) -> None:
    assert understand(text, LEXICON, on=ON).kind == kind


@pytest.mark.shared
def test_the_worked_stories_say_what_their_facts_say() -> None:
    if not GOLDEN.is_file():
        pytest.skip("The worked cases do not lie beside the checkout.")
    right, wrong = 0, []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        known = case["facts"]
        understood = understand(case["story_zh"], LEXICON, on=date.fromisoformat(known["intake_date"]), place="上海市/徐汇区")
        for fact in understood.facts.records():
            if fact.value is None or known.get(fact.name) is None:
                continue
            value = fact.value.isoformat() if isinstance(fact.value, date) else fact.value
            if value == known[fact.name]:
                right += 1
            else:
                wrong.append((case["id"], fact.name, value))
    assert right >= 150
    assert right / (right + len(wrong)) >= 0.95, wrong
