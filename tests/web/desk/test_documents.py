"""What the office hands out on the way of a case: filled at its step, masked for others, and its handing over recorded."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from pypdf.generic import DictionaryObject, NameObject, TextStringObject
from tests.web.desk.desk import Desk, advised, at_her_turn
from tests.web.visitor import DAY

from zoutong.web.cases import store
from zoutong.web.cases.models import Outbox, PaperRow


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-500:]
    document = Document(io.BytesIO(answer.content))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def fetch(desk: Desk, number: str, name: str, process: str):
    return desk.client.get(desk.at(f"case/{number}/document/{name}?of={process}"))


@pytest.fixture
def failed(house):
    """Bring a case to where the employer refused to be mediated with."""
    return at_her_turn(house)


def test_the_file_offers_what_was_handed_out_and_fills_it_from_the_walk(house, failed):
    mediator = Desk(house.client("mediator"))
    page = mediator.get(f"case/{failed}/")
    assert "document/mediation_failure?of=mediation" in page
    text = text_of(fetch(mediator, failed, "mediation_failure", "mediation"))
    assert failed in text
    assert "王小红：" in text
    assert "■ 单位不愿意调解" in text
    assert f"{DAY.year}年{DAY.month}月{DAY.day}日" in text
    assert "拖欠、克扣工资" in text


def test_opening_a_document_is_a_look(house, failed):
    before = sum(e.act == "look" for e in store.events(failed))
    fetch(Desk(house.client("mediator")), failed, "mediation_failure", "mediation")
    assert sum(e.act == "look" for e in store.events(failed)) == before + 1


def test_who_does_not_handle_the_case_gets_a_sentence_and_no_document(house, failed):
    supervisor = Desk(house.client("supervisor"))
    answer = fetch(supervisor, failed, "mediation_failure", "mediation")
    assert answer.status_code != 200
    assert "王小红" not in answer.content.decode()
    assert "document/mediation_failure" not in supervisor.get(f"case/{failed}/")


def test_a_document_of_a_step_that_never_came_is_not_there(house, failed):
    assert fetch(Desk(house.client("mediator")), failed, "award", "arbitration").status_code == 404


def test_a_case_that_is_over_still_gives_its_receipt(house):
    number = advised(house)
    text = text_of(fetch(Desk(house.client("receptionist")), number, "receipt", "labour_rights"))
    assert "登记回执" in text
    assert "讲清了规定" in text


def test_an_english_page_says_that_the_documents_are_chinese(house, failed):
    assert "The law asks for these documents in Chinese." in Desk(house.client("mediator"), "en").get(f"case/{failed}/")


def test_a_handing_over_is_recorded_once_with_its_way_and_day(house, failed):
    mediator = Desk(house.client("mediator"))
    page = mediator.get(f"case/{failed}/")
    assert "等待发出" in page
    row = Outbox.every.get(run__walk=failed, kind="mediation_failure")
    sent = {"how": "person", "on": DAY.isoformat(), "key": "handed-1"}
    assert mediator.post(f"case/{failed}/handed/{row.id}", **sent).status_code == 302
    page = mediator.get(f"case/{failed}/")
    assert "已送达：当面" in page
    assert "送达：调解不成告知书，当面，" in page
    again = mediator.post(f"case/{failed}/handed/{row.id}", **{**sent, "how": "post", "key": "handed-2"})
    assert "已经登记过送达" in again.content.decode()
    assert Outbox.every.get(id=row.id).handed_how == "person"


@pytest.mark.parametrize(
    "sent", [{"how": "person", "on": "2031-01-01"}, {"how": "pigeon", "on": DAY.isoformat()}, {"how": "post", "on": "x"}]
)
def test_a_day_or_way_that_cannot_be_is_told_and_nothing_is_kept(house, failed, sent):
    row = Outbox.every.get(run__walk=failed, kind="mediation_failure")
    answer = Desk(house.client("mediator")).post(f"case/{failed}/handed/{row.id}", key="h", **sent)
    assert answer.status_code == 422
    assert "请选送达方式" in answer.content.decode()
    assert Outbox.every.get(id=row.id).handed_on is None


def test_a_notice_that_could_not_be_sent_says_so_in_the_file(house, failed):
    Outbox.every.filter(run__walk=failed).update(trouble="disk full")
    page = Desk(house.client("mediator")).get(f"case/{failed}/")
    assert "没有发出，一小时后再试" in page
    assert "disk full" in page


def test_a_pdf_with_a_script_is_kept_with_its_warning(house, failed):
    writer, kept = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.write(kept)
    mediator = Desk(house.client("mediator"))
    answer = mediator.post(f"case/{failed}/papers", file=SimpleUploadedFile("a.pdf", kept.getvalue()), key="p1", paper="identity")
    assert answer.status_code == 302, re.sub(r"<[^>]+>", " ", answer.content.decode())[-800:]
    assert "script" in PaperRow.every.get(run__walk=failed).minded.split()
    assert "文件里有脚本，先不要打开" in mediator.get(f"case/{failed}/")


def test_every_document_that_is_to_be_handed_over_can_be_opened_from_its_line(house, failed):
    mediator = Desk(house.client("mediator"))
    page = mediator.get(f"case/{failed}/")
    part = page[page.index('id="h-sendings"') :]
    links = re.findall(r'<li><p><a href="(/zh/desk/case/[^"]+)"', part)
    assert links
    assert all(mediator.client.get(link).status_code == 200 for link in links)
