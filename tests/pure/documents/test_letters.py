from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Emu
from hypothesis import given
from hypothesis import strategies as st

from zoutong.documents.keeping import letter_from_json, letter_to_json
from zoutong.documents.kinds import (
    Figure,
    Finding,
    Moment,
    Planned,
    Task,
    WalkSheet,
    annex_schedule,
    chase_letter,
    circular,
    minutes,
    rectify_notice,
    special_plan,
    three_lists,
    walk_report,
)  # fmt: skip
from zoutong.documents.letter import Annex, Grid, Head, Letter, Para, arabic, headed, numeral
from zoutong.documents.official import typeset

OFFICE = "示范区人力资源和社会保障局"
DAY = date(2026, 11, 3)
FINDING = Finding(
    "WT2026-0003", "同一事项两次要求补材料", "堵点", "登记受理", "告知不清", "走流程第14步", "来访人", "一口受理窗口", "监察大队", "田督", "当场一次告知",
    "修订一次性告知单", "2026年12月4日", "整改中",
)  # fmt: skip
NEED = replace(FINDING, number="WT2026-0004", title="希望有方言引导", is_need=True, now="", lasting="", due="", lead="")
SHEET = WalkSheet(
    "LD20261103-0001", "劳动者维权一口受理", "亲身办", DAY, "申请人、接待岗", minutes=52,
    moments=(Moment("09:00", "申请人", "取号", "取得A001号"),), figures=(Figure("环节", "9", "7", "8"),), findings=(FINDING, NEED),
)  # fmt: skip
LETTERS = {
    "walk_report": walk_report(OFFICE, SHEET),
    "annex_schedule": annex_schedule(OFFICE, "2026年12月", [Planned("潘行远", "一口受理", "申请人", "亲身办", "窗口", "12月2日")]),
    "three_lists": three_lists(OFFICE, "关于印发三清单的通知", [FINDING, NEED]),
    "rectify_notice": rectify_notice(OFFICE, "一口受理窗口", [FINDING]),
    "chase_letter": chase_letter(OFFICE, "一口受理窗口", FINDING, 3, "2026年11月5日"),
    "circular": circular(OFFICE, "2026年11月", [("登记", "2"), ("销号", "0")], [FINDING], [FINDING]),
    "minutes": minutes(OFFICE, "走流程专题会议纪要", DAY, "三楼会议室", "潘行远", "各科室负责人", [("当场一次告知", "窗口", "12月4日")]),
    "special_plan": special_plan(
        OFFICE, "一次告知专项工作方案", "《优化营商环境条例》", [FINDING], ["一次告知率100%"], [("整改", "12月")],
        [Task("统一告知单", "窗口", "监察大队", "12月4日", "新告知单", "WT2026-0003")], "", ["每周督办"], "田督",
    ),
}  # fmt: skip
texts = st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)
parts = st.one_of(
    st.builds(Para, texts, texts),
    st.builds(Head, st.integers(1, 4), texts),
    st.builds(lambda a, b: Grid((a, b), ((b, a),), (1, 2)), texts, texts),
)
letters = st.builds(
    Letter,
    office=texts,
    title=texts,
    parts=st.lists(parts, max_size=4).map(tuple),
    signed=st.none() | st.dates(),
    annexes=st.lists(st.builds(Annex, texts, st.lists(parts, max_size=2).map(tuple), st.booleans()), max_size=2).map(tuple),
)


def read(letter: Letter):
    return Document(io.BytesIO(typeset(letter)))


@pytest.mark.parametrize("kind", LETTERS)
def test_every_kind_of_letter_opens_as_a_docx_and_holds_its_title(kind):
    file = read(LETTERS[kind])
    assert LETTERS[kind].title in [p.text for p in file.paragraphs]


def test_a_letter_has_the_page_and_the_type_area_of_the_standard():
    section = read(LETTERS["rectify_notice"]).sections[0]
    assert [round(x.mm) for x in (section.page_width, section.page_height, section.top_margin, section.left_margin)] == [210, 297, 37, 28]
    assert round(Emu(section.page_width - section.left_margin - section.right_margin).mm) == 156
    assert round(Emu(section.page_height - section.top_margin - section.bottom_margin).mm) == 225


def test_the_body_is_set_in_fangsong_of_16_points_and_the_title_in_22():
    file = read(LETTERS["rectify_notice"])
    runs = {run.text: run for p in file.paragraphs for run in p.runs}
    title, body = runs[LETTERS["rectify_notice"].title], next(r for t, r in runs.items() if t.startswith("收到本通知"))
    assert (title.font.size.pt, body.font.size.pt) == (22, 16)
    assert body._element.rPr.rFonts.get(qn("w:eastAsia")) == "仿宋_GB2312"


def test_a_draft_says_that_it_has_no_number_and_an_issued_one_shows_it():
    assert any("文号待签发" in p.text for p in read(LETTERS["rectify_notice"]).paragraphs)
    assert any("示人社督〔2026〕3号" in p.text for p in read(replace(LETTERS["rectify_notice"], number="示人社督〔2026〕3号")).paragraphs)


def test_a_long_list_repeats_its_head_on_every_page_and_lies_across():
    letter = three_lists(OFFICE, "清单", [replace(FINDING, number=f"WT2026-{n:04}") for n in range(60)])
    file = read(letter)
    assert file.sections[1].page_width > file.sections[1].page_height
    assert file.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(file.tables[0].rows) == 61


def test_what_is_not_decided_stands_as_open_and_is_never_made_up():
    assert any("待定" in cell.text for row in read(three_lists(OFFICE, "清单", [NEED])).tables[-1].rows for cell in row.cells)


def test_an_empty_list_says_so():
    assert any("没有列入" in p.text for p in read(three_lists(OFFICE, "清单", [])).paragraphs)


def test_a_section_without_content_takes_no_number():
    assert [p.text for p in headed((("甲", [Para("x")]), ("乙", []), ("丙", [Para("y")]))) if isinstance(p, Head)] == ["一、甲", "二、丙"]


def test_numerals_and_days_are_written_as_letters_write_them():
    assert [numeral(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]
    assert arabic(DAY) == "2026年11月3日"
    with pytest.raises(ValueError, match="0"):
        numeral(0)


@given(letters)
def test_a_letter_comes_back_from_json_as_it_was(letter):
    assert letter_from_json(letter_to_json(letter)) == letter
