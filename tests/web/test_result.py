from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from tests.web.visitor import CHILD, DANGER, DAY, LAST_DAYS, WAGES, text_of, unclear

from zoutong.web.intake import service
from zoutong.web.intake.calendar_file import Entry, write_calendar

pytestmark = pytest.mark.django_db


def test_the_conclusion_is_the_first_thing_said(visitor):
    visitor.tell(WAGES)
    visitor.walk(unclear)
    page = visitor.get("result")
    main = page[page.index("<main ") :]
    assert re.search(r"<h1>[^<]+</h1>", main)
    assert main.index("<h1>") < main.index("<h2>")


@pytest.mark.parametrize(
    "words, title",
    [(DANGER, "马上打110"), (CHILD, "今天就处理"), (LAST_DAYS, "今天就提出")],
    ids=["violence", "a child", "the last seven days"],
)
def test_urgent_cases_say_so_before_everything_else(visitor, words, title):
    visitor.tell(words)
    page = visitor.get("result")
    assert page.index(title) < page.index("<h1>")


def test_in_the_last_days_of_a_limitation_the_door_is_arbitration(visitor):
    visitor.tell(LAST_DAYS)
    assert "您的事，去找：劳动人事争议仲裁" in visitor.get("result")


def test_danger_comes_with_the_number_to_call(visitor):
    visitor.tell(DANGER)
    page = visitor.get("result")
    assert page.index('href="tel:110"') < page.index("<h1>")


def test_the_answer_has_every_part(visitor):
    visitor.tell(LAST_DAYS)
    visitor.walk(unclear)
    page = text_of(visitor.get("result"))
    for part in (
        "今天就可以做",
        "最晚什么时候",
        "大约能要多少",
        "带什么来",
        "谁也不能向您要这些",
        "为什么",
        "也可以走的路",
        "不会拒收任何材料",
    ):
        assert part in page


def test_a_deadline_shows_the_day_and_the_days_that_are_left(visitor):
    visitor.tell(LAST_DAYS)
    page = text_of(visitor.get("result"))
    assert "2026年11月25日（周三）" in page
    assert "还剩 2 天" in page


def test_a_deadline_can_be_taken_along_as_a_calendar_file(visitor):
    visitor.tell(LAST_DAYS)
    link = re.search(r'href="([^"]+\.ics)"', visitor.get("result"))
    answer = visitor.client.get(link[1])
    lines = answer.content.decode().split("\r\n")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert "DTSTART;VALUE=DATE:20261125" in lines
    assert lines.count("BEGIN:VALARM") == 3


def test_a_calendar_file_for_no_deadline_is_not_there(visitor):
    visitor.tell(LAST_DAYS)
    assert visitor.client.get("/zh/result/nothing/unpaid_wages.ics").status_code == 404


def test_calendar_lines_are_never_longer_than_the_format_allows_and_never_cut_a_character():
    entry = Entry("one", date(2026, 12, 31), "期限" * 60, "说明, 分号; 反斜杠\\ 换行\n" * 20, "提醒" * 50)
    written = write_calendar(entry, datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC), "包")
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    whole = written.decode().replace("\r\n ", "")
    assert "期限" * 60 in whole
    assert "说明\\, 分号\\; 反斜杠\\\\ 换行\\n" in whole
    assert "DTSTAMP:20261123T010203Z" in whole
    assert "DTEND;VALUE=DATE:20270101" in whole


def test_an_amount_shows_its_arithmetic(visitor):
    visitor.tell(WAGES)
    page = text_of(visitor.get("result"))
    assert "10,400元" in page
    assert "5200 × 2" in page


def test_reasons_name_the_rule_and_the_article(visitor):
    visitor.tell(WAGES)
    page = visitor.get("result")
    assert "规则编号：" in page
    assert "《劳动" in page
    assert "第" in page


def test_english_articles_have_english_names(english):
    english.tell(WAGES)
    assert ", art. " in english.get("result")


def test_what_is_open_is_said_and_leads_back_to_the_questions(visitor):
    visitor.tell(WAGES)
    page = visitor.get("result")
    assert "会更准" in page
    assert 'href="/zh/next"' in page


def test_filled_forms_hold_her_words_and_what_she_typed_for_them(visitor):
    visitor.tell(WAGES)
    links = re.findall(r'href="(/zh/forms/[^"]+)"', visitor.get("result"))
    assert links
    assert 'name="applicant_name"' in visitor.client.get(links[0]).content.decode()
    for link in links:
        answer = visitor.client.post(link, {"applicant_name": "林小满"})
        assert answer.headers["Content-Disposition"].startswith("attachment")
        text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
        assert "林小满" in text


def test_what_is_typed_for_a_form_is_not_kept(visitor):
    visitor.tell(WAGES)
    link = re.search(r'href="(/zh/forms/[^"]+)"', visitor.get("result"))[1]
    visitor.client.post(link, {"applicant_name": "林小满"})
    assert "林小满" not in str(dict(visitor.client.session))


def test_a_form_that_the_answer_does_not_offer_is_not_there(visitor):
    visitor.tell(WAGES)
    assert visitor.client.get("/zh/forms/nothing").status_code == 404


def test_words_are_erased_by_one_button(visitor):
    visitor.tell(WAGES)
    key = visitor.client.session.session_key
    answer = visitor.client.post("/zh/erase")
    assert answer.headers["Location"] == "/zh/erased"
    assert "已经清除" in visitor.get("erased")
    assert visitor.client.get("/zh/result").status_code == 302
    from django.contrib.sessions.models import Session

    assert not Session.objects.filter(session_key=key).exists()


def test_leaving_in_a_hurry_erases_everything(visitor):
    visitor.tell(WAGES)
    answer = visitor.client.get("/zh/leave")
    assert answer.status_code == 302
    assert "weather" in answer.headers["Location"]
    assert visitor.client.get("/zh/result").headers["Location"] == "/zh/statement"


def test_a_link_on_another_site_cannot_erase(visitor):
    visitor.tell(WAGES)
    visitor.client.get("/zh/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert visitor.client.get("/zh/result").status_code == 200


def test_the_day_of_the_visit_is_the_day_of_the_answer(visitor):
    visitor.tell(WAGES)
    assert service.today() == DAY
    assert "2026年11月23日（周一）" in visitor.get("result")
