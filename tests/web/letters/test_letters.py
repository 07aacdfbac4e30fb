from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import load_workbook
from tests.pure.documents.test_letters import LETTERS
from tests.web.desk.conftest import own_folder  # noqa: F401 - keys and papers out of the way
from tests.web.personas import make_house

from zoutong.kernel.error import Fault
from zoutong.walk import Actor
from zoutong.web import joined
from zoutong.web.letters import store

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(monkeypatch):
    """Bring the people, and a source that writes without a ledger."""
    monkeypatch.setattr(joined, "rectify_notice", lambda about, office: LETTERS["rectify_notice"], raising=False)
    return make_house()


def drafted(house, role="supervisor"):
    client = house.client(role)
    answer = client.post("/zh/letters/new", {"kind": "rectify_notice", "about": "WT2026-0003"})
    return answer["Location"]


def step(house, role, place, move, revision, **more):
    return house.client(role).post(f"{place}move", {"move": move, "revision": revision, **more})


def test_a_letter_goes_its_whole_way_and_gets_the_next_number_of_its_series(house):
    first, second = drafted(house), drafted(house)
    for place in (first, second):
        assert step(house, "duty_chief", place, "review", 0).status_code == 302
        assert step(house, "leader", place, "sign", 1).status_code == 302
        assert step(house, "supervisor", place, "issue", 2).status_code == 302
    page = house.client("supervisor").get(second).content.decode()
    assert "示人社督〔2026〕2号" in page
    assert "2026年11月23日" in page


def test_the_drafter_cannot_review_and_nobody_but_a_leader_signs(house):
    place = drafted(house)
    answer = step(house, "supervisor", place, "review", 0)
    assert answer.status_code == 422
    assert "拟稿人不能核自己的稿" in answer.content.decode()
    step(house, "duty_chief", place, "review", 0)
    assert step(house, "supervisor", place, "sign", 1).status_code == 422


def test_two_people_on_one_draft_do_not_lose_each_others_change(house):
    place = drafted(house)
    assert step(house, "supervisor", place, "edit", 0, title="改过的标题").status_code == 302
    late = step(house, "duty_chief", place, "edit", 0, title="别人的标题")
    assert late.status_code == 422
    page = late.content.decode()
    assert "别人刚刚动过" in page
    assert "别人的标题" in page


def test_a_return_needs_a_reason_and_keeps_the_record(house):
    place = drafted(house)
    step(house, "duty_chief", place, "review", 0)
    assert step(house, "leader", place, "return", 1).status_code == 422
    assert step(house, "leader", place, "return", 1, words="时限写清楚").status_code == 302
    assert "时限写清楚" in house.client("supervisor").get(place).content.decode()


def test_the_files_open_in_a_word_processor_and_in_a_spreadsheet(house):
    place = drafted(house)
    client = house.client("supervisor")
    file = Document(io.BytesIO(client.get(f"{place}letter.docx").content))
    assert any("关于整改走流程发现堵点的通知" in p.text for p in file.paragraphs)
    assert load_workbook(io.BytesIO(client.get(f"{place}lists.xlsx").content)).active["C2"].value == "同一事项两次要求补材料"


def test_a_letter_that_is_not_there_is_told_in_a_sentence(house):
    answer = house.client("supervisor").get("/zh/letters/99/")
    assert answer.status_code == 404
    assert "没有这份公文" in answer.content.decode()
    assert house.client("supervisor").get("/en/letters/99/letter.docx").status_code == 404


def test_an_unknown_kind_is_refused_in_a_sentence(house):
    with pytest.raises(Fault, match="没有这种公文"):
        store.draft("poem", "", Actor("1", "supervisor", "bureau"))


def test_an_empty_list_says_how_a_letter_comes_to_be(house):
    assert "还没有公文" in house.client("leader").get("/zh/letters/").content.decode()
