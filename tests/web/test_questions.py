from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from tests.web.visitor import WAGES, Visitor, text_of, unclear

from zoutong.web.intake import service

pytestmark = pytest.mark.django_db


def test_not_sure_everywhere_still_ends_in_a_result(visitor):
    visitor.tell(WAGES)
    asked = visitor.walk(unclear)
    assert asked
    assert "您的事" in visitor.get("result")


def test_every_question_says_why_it_is_asked_and_offers_not_sure(visitor):
    visitor.tell(WAGES)

    def look(_fact: str, page: str) -> dict[str, object]:
        assert "为什么问：" in page
        assert "不清楚" in page
        return {"unclear": "1"}

    visitor.walk(look)


@pytest.mark.parametrize("fact", sorted(n for n, s in service.served_pack().facts.items() if s.askable and s.type != "object"))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_of_the_pack_has_a_page_in_both_languages(client, fact, lang):
    visitor = Visitor(client, lang)
    visitor.tell(WAGES)
    page = visitor.get(f"question/{fact}")
    assert page.count("<h1") == 1
    assert html.escape(service.served_pack().facts[fact].question.in_language(lang), quote=True).replace("&#x27;", "&#x27;") in page


def test_an_answer_is_there_when_she_comes_back(visitor):
    visitor.tell(WAGES)
    visitor.answer("group_size", answer="12")
    assert 'value="12"' in visitor.get("question/group_size")
    visitor.answer("want", answer="money")
    assert re.search(r'value="money" checked', visitor.get("question/want"))


def test_not_sure_is_remembered_too(visitor):
    visitor.tell(WAGES)
    visitor.answer("want", answer="unclear")
    assert re.search(r'value="unclear" checked', visitor.get("question/want"))


def test_what_was_read_in_her_words_can_be_taken_back(visitor):
    visitor.tell(WAGES)
    visitor.answer("monthly_wage", unclear="1")
    page = visitor.get("understood")
    assert "5,200元" not in page


def test_a_correction_stands_above_what_was_read(visitor):
    visitor.tell(WAGES)
    visitor.answer("monthly_wage", answer="6,800元")
    assert "6,800元" in visitor.get("check")


def test_back_leads_through_the_questions_in_reverse(visitor):
    visitor.tell(WAGES)
    asked = visitor.walk(unclear)
    assert f'govuk-back-link" href="/zh/question/{asked[-1]}"' in visitor.get("check")
    for before, fact in pairwise(asked):
        assert f'govuk-back-link" href="/zh/question/{before}"' in visitor.get(f"question/{fact}")
    assert 'govuk-back-link" href="/zh/understood"' in visitor.get(f"question/{asked[0]}")


def test_a_mistake_is_said_above_and_beside_and_nothing_typed_is_lost(visitor):
    visitor.tell(WAGES)
    answer = visitor.answer("unpaid_amount", answer="一万多吧")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#answer"' in page
    assert 'value="一万多吧"' in page
    assert page.count("这里要填数字") == 2
    assert "<title>有一处要改：" in page


def test_a_wrong_date_keeps_all_three_fields(visitor):
    visitor.tell(WAGES)
    page = visitor.client.post("/zh/question/end_date", {"answer-year": "2026", "answer-month": "2", "answer-day": "30"}).content.decode()
    assert 'href="#answer-day"' in page
    assert [re.search(rf'name="answer-{p}"[^>]*value="(\d*)"', page)[1] for p in ("year", "month", "day")] == ["2026", "2", "30"]


def test_a_month_without_its_day_is_kept_as_about(visitor):
    visitor.tell(WAGES)
    visitor.client.post("/zh/question/hire_date", {"answer-year": "2024", "answer-month": "3", "answer-day": ""})
    page = text_of(visitor.get("check"))
    assert "2024年3月1日" in page
    assert "（大约）" in page


def test_a_change_from_the_list_comes_back_to_the_list(visitor):
    visitor.tell(WAGES)
    visitor.walk(unclear)
    answer = visitor.client.post("/zh/question/want", {"answer": "unclear", "from": "check"})
    assert visitor.client.get(answer.headers["Location"]).headers["Location"] == "/zh/check"


def test_how_many_questions_are_left_is_said_in_words(visitor):
    visitor.tell(WAGES)
    place = visitor.client.get("/zh/next").headers["Location"]
    assert re.search(r"大约还有\d+个问题|最后一个问题", visitor.client.get(place).content.decode())


@pytest.mark.parametrize("fact", ["params", "days_left", "intake_date", "nothing_like_it"])
def test_what_nobody_can_be_asked_has_no_page(visitor, fact):
    visitor.tell(WAGES)
    assert visitor.client.get(f"/zh/question/{fact}").status_code == 404


def test_a_demand_with_its_day_is_read_as_an_event(visitor):
    visitor.tell(WAGES)
    visitor.answer("interruptions", answer="2026年5月3日我在微信上向老板要过工资")
    page = visitor.get("check")
    assert "2026年5月3日我在微信上" in page
    assert "2026年5月3日我在微信上" in visitor.get("question/interruptions")


def test_the_same_place_is_one_link_away_in_the_other_language(visitor):
    visitor.tell(WAGES)
    page = visitor.get("question/want?from=check")
    assert 'href="/en/question/want?from=check"' in page
