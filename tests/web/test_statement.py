from __future__ import annotations

import html

import pytest
from tests.web.visitor import WAGES, Visitor, text_of

pytestmark = pytest.mark.django_db


def test_words_lead_to_the_page_that_repeats_what_was_understood(visitor):
    answer = visitor.tell(WAGES)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/zh/understood")
    page = text_of(visitor.get("understood"))
    assert "拖欠、克扣工资" in page
    assert "5,200元" in page
    assert "2026年9月、10月" in page


def test_each_fact_shows_the_words_from_which_it_was_read(visitor):
    visitor.tell(WAGES)
    assert '<q lang="zh-CN">5200' in visitor.get("understood")


@pytest.mark.parametrize("words", ["", "   ", "\n\n"])
def test_an_empty_text_gets_a_kind_sentence_at_the_field(visitor, words):
    answer = visitor.tell(words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#statement"' in page
    assert page.count("请写一句话") == 2


def test_a_text_that_is_too_long_is_kept_whole_and_the_limit_is_named(visitor):
    words = "老板不发工资。" * 2000
    answer = visitor.tell(words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "14000" in page
    assert "10000" in page


def test_a_text_at_the_limit_is_read(visitor, settings):
    assert visitor.tell("老板拖欠工资。" + "啊" * (settings.ZOUTONG_LONGEST_STATEMENT - 7)).status_code == 302


def test_abuse_gets_a_kind_answer_and_nothing_typed_is_lost(visitor):
    words = "操你妈的傻逼"
    answer = visitor.tell(words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "我们愿意帮您" in page


def test_words_that_make_no_sense_are_asked_for_again(visitor):
    answer = visitor.tell("？？？！！！…… 111 ~~~ ###")
    assert answer.status_code == 422
    assert "没看懂" in answer.content.decode()


def test_refused_words_wait_on_the_page_when_she_changes_the_language(client):
    Visitor(client).tell("？？？！！！ 111 ~~~")
    assert "？？？！！！ 111 ~~~" in html.unescape(Visitor(client, "en").get("statement"))


def test_what_is_no_labour_matter_is_said_kindly_with_a_way_to_correct_it(visitor):
    visitor.tell("邻居半夜唱歌太吵，物业也不管。")
    page = text_of(visitor.get("understood"))
    assert "可能不归劳动部门管" in page
    assert "更改" in page
    assert "该找谁" in text_of(visitor.get("result"))


def test_another_district_is_told_where_it_goes_and_that_papers_are_taken(visitor):
    visitor.tell("我在浦东新区一家公司上班，公司注册也在浦东新区，拖欠我9月工资6000元，我还在上班。")
    page = text_of(visitor.get("result"))
    assert "不会拒收" in page


def test_her_words_are_back_on_the_page_when_she_goes_back(visitor):
    visitor.tell(WAGES)
    assert WAGES in html.unescape(visitor.get("statement"))


def test_markup_in_her_words_stays_words(visitor):
    visitor.tell("<script>alert(1)</script>老板不发工资，欠我5000元")
    for place in ("understood", "check", "result"):
        assert "<script>alert" not in visitor.get(place)


def test_rare_characters_and_emoji_pass_through_whole(visitor):
    words = "我叫𠮷龘·买买提，老板拖欠我工资😡5000元"
    visitor.tell(words)
    assert words in html.unescape(visitor.get("statement"))


def test_claims_can_be_corrected(visitor):
    visitor.tell("老板两个月没发工资")
    answer = visitor.client.post("/zh/claims", {"claim": ["unpaid_wages", "housing_fund"], "from": "understood"})
    assert answer.headers["Location"] == "/zh/understood"
    assert "住房公积金" in text_of(visitor.get("understood"))


def test_no_claim_chosen_is_said_at_the_list(visitor):
    visitor.tell(WAGES)
    answer = visitor.client.post("/zh/claims", {})
    assert answer.status_code == 422
    assert 'href="#claim-1"' in answer.content.decode()


@pytest.mark.parametrize("place", ["understood", "claims", "next", "question/want", "check", "result", "forms/one_time_notice"])
def test_without_words_every_later_page_leads_to_the_first(visitor, place):
    answer = visitor.client.get(visitor.at(place))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/zh/statement")
