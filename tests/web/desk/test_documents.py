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
from zoutong.web.desk.draft import Draft
from zoutong.web.desk.handed import Handed, Known, values_of
from zoutong.web.desk.seat import tongue_of


def text_of(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[-500:]
    document = Document(io.BytesIO(answer.content))
    cells = (c.text for t in document.tables for r in t.rows for c in r.cells)
    return "\n".join((*(p.text for p in document.paragraphs), *cells))


def fetch(desk: Desk, number: str, name: str, process: str):
    return desk.client.get(desk.at(f"case/{number}/document/{name}?of={process}"))


def looks(number: str) -> int:
    return sum(e.act == "look" for e in store.events(number))


@pytest.fixture
def failed(house):
    """Bring a case to where the employer refused to be mediated with."""
    return at_her_turn(house)


def test_the_file_offers_what_was_handed_out_filled_from_the_walk_and_opening_it_is_a_look(house, failed):
    mediator = Desk(house.client("mediator"))
    page = mediator.get(f"case/{failed}/")
    assert "document/mediation_failure?of=mediation" in page
    links = re.findall(r'<li><p><a href="(/zh/desk/case/[^"]+)"', page[page.index('id="h-sendings"') :])
    assert links
    assert all(mediator.client.get(link).status_code == 200 for link in links)
    before = looks(failed)
    text = text_of(fetch(mediator, failed, "mediation_failure", "mediation"))
    assert looks(failed) == before + 1
    told = (failed, "王小红：", "■ 单位不愿意调解", f"{DAY.year}年{DAY.month}月{DAY.day}日", "拖欠、克扣工资")
    assert [words for words in told if words not in text] == []
    assert fetch(mediator, failed, "award", "arbitration").status_code == 404
    assert "The law asks for these documents in Chinese." in Desk(house.client("mediator"), "en").get(f"case/{failed}/")


def test_who_does_not_handle_the_case_gets_a_sentence_and_no_document(house, failed):
    supervisor = Desk(house.client("supervisor"))
    answer = fetch(supervisor, failed, "mediation_failure", "mediation")
    assert answer.status_code != 200
    assert "王小红" not in answer.content.decode()
    assert "document/mediation_failure" not in supervisor.get(f"case/{failed}/")


def test_a_case_that_needed_only_advice_still_gives_its_receipt(house):
    number = advised(house)
    text = text_of(fetch(Desk(house.client("receptionist")), number, "receipt", "labour_rights"))
    assert "登记回执" in text
    assert "讲清了规定" in text


def test_the_clue_of_arbitration_names_inspection_as_its_receiver_whatever_was_decided_later(house, failed):
    walk, tongue = (found := store.load(failed)).walk, tongue_of("zh", found.walk.course)
    note, known = tongue.pack.documents["transfer_note"], Known(walk, store.events(failed), (), Draft(), tongue, DAY)
    assert values_of(note, Handed(note, "arbitration", "arbitration"), known)["receiver"] == "劳动保障监察"
    assert values_of(note, Handed(note, "referral", "court"), known)["receiver"] == "法院"


def test_a_handing_over_is_recorded_once_with_a_way_and_a_day_that_can_be(house, failed):
    mediator = Desk(house.client("mediator"))
    row, place = Outbox.every.get(run__walk=failed, kind="mediation_failure"), f"case/{failed}/handed/"
    Outbox.every.filter(id=row.id).update(trouble="disk full")
    for how, on in (("person", "2031-01-01"), ("pigeon", DAY.isoformat()), ("post", "x")):
        answer = mediator.post(f"{place}{row.id}", how=how, on=on, key="handed-0")
        assert answer.status_code == 422
        assert "请选送达方式" in answer.content.decode()
    page = mediator.get(f"case/{failed}/")
    assert [words for words in ("等待发出", "没有发出，一小时后再试", "disk full") if words not in page] == []
    assert mediator.post(f"{place}{row.id}", how="person", on=DAY.isoformat(), key="handed-1").status_code == 302
    page = mediator.get(f"case/{failed}/")
    assert "已送达：当面" in page
    assert "送达：调解不成告知书，当面，" in page
    again = mediator.post(f"{place}{row.id}", how="post", on=DAY.isoformat(), key="handed-2")
    assert "已经登记过送达" in again.content.decode()
    assert Outbox.every.get(id=row.id).handed_how == "person"


def test_a_pdf_with_a_script_is_kept_with_its_warning(house, failed):
    writer, kept = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert('x')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    writer.write(kept)
    mediator = Desk(house.client("mediator"))
    sent = SimpleUploadedFile("a.pdf", kept.getvalue())
    assert mediator.post(f"case/{failed}/papers", file=sent, key="p1", paper="identity").status_code == 302
    assert "script" in PaperRow.every.get(run__walk=failed).minded.split()
    assert "文件里有脚本，先不要打开" in mediator.get(f"case/{failed}/")
