from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.visitor import WAGES, Visitor, text_of

from zoutong.web.cases import store
from zoutong.web.cases.links import number_of

PERSON = {"name": "王小梅", "phone": "13800000000", "contact": "text", "share": "1", "key": "a-form"}


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.ZOUTONG_KEYS = tmp_path / "keys"
    settings.ZOUTONG_PAPERS = tmp_path / "papers"


def hand_in(visitor: Visitor, **changed: str):
    return visitor.client.post(visitor.at("visit"), PERSON | changed)


@pytest.fixture
def mine(visitor):
    """Give the address of a case that was just handed in."""
    visitor.tell(WAGES)
    return hand_in(visitor).headers["Location"].split("?")[0]


def number(address: str) -> str:
    found = number_of(address.rstrip("/").rsplit("/", 1)[1])
    assert found is not None
    return found


def test_who_told_her_story_hands_it_in_without_telling_it_again(visitor, mine):
    case = store.load(number(mine))
    assert case.run.status == "open"
    assert case.run.queue == "A001"
    page = text_of(visitor.client.get(mine + "?done=new").content.decode())
    assert case.number in page
    assert "已经登记" in page


def test_the_same_form_sent_twice_opens_one_case(visitor):
    first, second = hand_in(visitor), hand_in(visitor)
    assert first.headers["Location"] == second.headers["Location"]


def test_nothing_personal_is_in_the_events(visitor, mine):
    told = str([e.data for e in store.events(number(mine))])
    assert "王小梅" not in told
    assert "13800000000" not in told
    assert "饭馆" not in told


def test_a_wrong_telephone_number_is_told_and_nothing_typed_is_lost(visitor):
    answer = hand_in(visitor, phone="是一三八")
    assert answer.status_code == 422
    assert "王小梅" in answer.content.decode()
    assert "是一三八" in answer.content.decode()


def test_an_address_that_was_not_made_here_opens_nothing(visitor, mine):
    wrong = mine.rstrip("/")[:-1] + ("a" if mine.rstrip("/")[-1] != "a" else "b")
    answer = visitor.client.get(wrong + "/")
    assert answer.status_code == 404
    assert "王" not in text_of(answer.content.decode()).replace("网", "")


def test_a_paper_is_taken_in_and_shown(visitor, mine):
    sent = visitor.client.post(mine + "paper", {"paper": SimpleUploadedFile("工资条.txt", "九月没有发".encode()), "key": "p1"})
    assert sent.status_code == 302
    assert "工资条.txt" in visitor.client.get(mine).content.decode()


def test_a_file_that_is_not_taken_is_told_why_and_the_case_goes_on(visitor, mine):
    before = store.load(number(mine)).revision
    sent = visitor.client.post(mine + "paper", {"paper": SimpleUploadedFile("工资条.jpg", b"MZ\x90\x00" + b"\x00" * 200), "key": "p2"})
    assert sent.status_code == 422
    assert store.load(number(mine)).revision == before


def test_withdrawing_needs_a_reason_and_is_said_on_the_page(visitor, mine):
    assert visitor.client.post(mine + "withdraw", {"key": "w1"}).status_code == 422
    assert visitor.client.post(mine + "withdraw", {"reason": "paid", "key": "w1"}).status_code == 302
    assert store.load(number(mine)).walk.status == "withdrawn"
    assert "您已经撤回" in visitor.client.get(mine).content.decode()


def test_nobody_rates_before_the_result_is_told(visitor, mine):
    assert visitor.client.get(mine + "rate").status_code == 302


@pytest.mark.parametrize("place", ("", "withdraw"))
def test_an_english_page_says_nothing_in_chinese(english, place):
    english.tell(WAGES)
    address = english.client.post(english.at("visit"), PERSON | {"name": "Mei", "key": "e"}).headers["Location"].split("?")[0]
    page = re.sub(r"<(\w+)[^>]*\blang=\"zh-CN\"[^>]*>.*?</\1>", " ", english.client.get(address + place).content.decode(), flags=re.DOTALL)
    assert not re.findall("[\u3400-\u9fff]+", text_of(page))
