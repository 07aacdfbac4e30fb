"""The office's own documents: built by the tool that is kept, and every blank stays a blank where nothing is known."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document

from zoutong.documents.fill import fill, names
from zoutong.pack import load
from zoutong.pack.checks.walks import walks
from zoutong.pack.forms import names_of_case

ROOT = Path(__file__).parents[3]
PACK = ROOT / "packs" / "labour-rights"
OFFICE = (
    "receipt", "decline_notice", "acceptance_notice", "may_sue_notice", "hearing_notice", "award", "inspection_decision",
    "mediation_agreement", "mediation_failure", "transfer_note", "referral_notice",
)  # fmt: skip


def text_of(data):
    document = Document(io.BytesIO(data))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def of(name, **known):
    return text_of(fill(PACK / "documents" / f"{name}.docx", known))


@pytest.fixture(scope="module")
def pack():
    return load(PACK)


def test_every_form_is_what_the_tool_builds(tmp_path):
    subprocess.run([sys.executable, str(ROOT / "tools" / "forms"), str(tmp_path)], check=True, capture_output=True)
    built = sorted(tmp_path.glob("*.docx"))
    assert [f.name for f in built] == sorted(f.name for f in (PACK / "documents").glob("*.docx"))
    for file in built:
        kept = PACK / "documents" / file.name
        assert text_of(file.read_bytes()) == text_of(kept.read_bytes()), file.name


@pytest.mark.parametrize("name", OFFICE)
def test_what_is_not_known_leaves_a_rule_or_an_empty_box_and_nothing_else(name):
    text = of(name)
    assert "{" not in text
    assert "None" not in text
    assert "■" not in text
    assert "（）" not in text


def test_a_process_that_names_an_unknown_document_is_an_error(pack):
    assert not [f for f in walks(pack) if f.code == "pack.process.document"]
    without = {name: spec for name, spec in pack.documents.items() if name != "award"}
    found = [f for f in walks(replace(pack, documents=without)) if f.code == "pack.process.document"]
    assert [(f.severity, f.file) for f in found] == [("error", "processes/arbitration.bpmn")]


def test_a_document_may_name_variables_boxes_clocks_and_articles_of_the_pack(pack):
    known = names_of_case(pack)
    assert {"decided_on", "settled_is_yes", "measure_is_order", "clock_award", "law_award", "of_arbitration"} <= known
    assert "decline_ground_is_yes" not in known
    assert names(PACK / "documents" / "award.docx") - known


def test_refusals_of_arbitration_and_inspection_name_different_ways_on():
    arbitration, inspection = of("decline_notice", of_arbitration=True), of("decline_notice", decline_ground_is_not_here=True)
    assert "仲裁申请不予受理通知书" in arbitration
    assert "向人民法院起诉" in arbitration
    assert "投诉不予受理告知书" in inspection
    assert "■ 不归本区管辖" in inspection
    assert "□ 超过法定时限" in inspection
    assert "待核" in inspection


def test_an_award_tells_the_rights_of_both_kinds_and_a_settlement_none_of_them():
    award, settled = of("award", award_final_is_no=True), of("award", settled_is_yes=True)
    assert "□ 终局裁决" in award
    assert "■ 非终局裁决" in award
    assert "仲裁调解书" in settled
    assert "终局裁决" not in settled
    assert "签收" in settled


def test_an_inspection_decision_never_names_who_complained():
    assert "王小红" not in of("inspection_decision", applicant_name="王小红", applicant_phone="13800000000", employer_name="甲公司")
    assert not {n for n in names(PACK / "documents" / "inspection_decision.docx") if n.startswith("applicant")}


def test_an_agreement_names_both_ways_to_secure_it_with_their_days():
    text = of("mediation_agreement", secure_by_is_confirmation=True)
    assert "■ 双方自协议生效之日起三十日内，共同向人民法院申请司法确认" in text
    assert "□ 双方自协议生效之日起十五日内" in text
