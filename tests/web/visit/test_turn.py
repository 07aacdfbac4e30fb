from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.desk.conftest import house, no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk, advised, at_her_turn
from tests.web.visitor import MORNING, Visitor, text_of

from zoutong.walk import SYSTEM, Act
from zoutong.web.cases import store
from zoutong.web.cases.links import secret_of


@pytest.fixture
def number(house):  # noqa: F811 - the fixture of the desk
    return at_her_turn(house)


def address(number: str) -> str:
    return f"/zh/mine/{secret_of(number)}/"


def token_of(page: str) -> str:
    found = re.search(r'name="token" value="(\d+)"', page)
    assert found
    return found[1]


def test_a_visitor_sees_that_it_is_her_turn_and_decides_on_her_phone(visitor, number):
    page = visitor.client.get(address(number)).content.decode()
    assert "轮到您了" in page
    assert 'value="mediation"' not in page, "the door she comes from is not offered again"
    assert "这一路的结果" not in page, "what the office writes is not asked of her"
    sent = {"token": token_of(page), "key": "t1", "v-next_door": "arbitration"}
    assert visitor.client.post(address(number) + "answer", sent).status_code == 302
    assert [t.node for t in store.load(number).walk.tasks.values()] == ["hand_over"]
    assert visitor.client.post(address(number) + "answer", {**sent, "key": "t2"}).status_code == 422


def test_nothing_chosen_is_told_beside_the_question(visitor, number):
    page = visitor.client.get(address(number)).content.decode()
    answer = visitor.client.post(address(number) + "answer", {"token": token_of(page), "key": "t1"})
    assert answer.status_code == 422
    assert "请选一个或者填写" in answer.content.decode()


def test_the_window_does_her_step_for_her_and_the_file_says_for_whom(house, visitor, number):  # noqa: F811 - the fixture of the desk
    lin = Desk(house.client("receptionist"))
    page = lin.get(f"case/{number}/")
    assert "替来访人办：要不要转仲裁" in page
    form = re.search(r'<form method="post"[^>]*id="complete-(\d+)"', page)
    assert form
    done = lin.post(
        f"case/{number}/act", kind="complete", token=form[1], key="h1", **{"v-next_door": "arbitration", "v-door_result": "not_agreed"}
    )
    assert done.status_code == 302
    event = next(e for e in store.events(number) if e.key == "h1")
    assert (event.actor, event.on_behalf_of) == (str(house.accounts["receptionist"].pk), store.load(number).walk.applicant)
    assert "替来访人办" not in Desk(house.client("supervisor")).get(f"case/{number}/")
    page = Desk(house.client("router")).get(f"case/{number}/")
    assert re.search(r'value="arbitration" selected', page), "the next door stands in the form of the hand-over"


def test_nobody_rates_for_her(house, number):  # noqa: F811 - the fixture of the desk
    rated = advised(house)
    assert "替来访人办" not in Desk(house.client("receptionist")).get(f"case/{rated}/")


def test_a_paper_that_was_asked_for_is_ticked_off_by_whoever_brings_it(visitor, number):
    page = visitor.client.get(address(number)).content.decode()
    assert '<option value="identity">' in page
    sent = {"paper": SimpleUploadedFile("证件.txt", "王小红".encode()), "which": "identity", "key": "p1"}
    assert visitor.client.post(address(number) + "paper", sent).status_code == 302
    assert "identity" in store.load(number).walk.notices[0].came


def test_somebody_who_waits_reads_how_many_are_before_her(house, client):  # noqa: F811 - the fixture of the desk
    lin = Desk(house.client("receptionist"))
    first, second = lin.take(name="甲甲"), lin.take(name="乙乙", phone="1")
    her = Visitor(client)
    assert "下一位就是您" in text_of(her.client.get(address(first)).content.decode())
    assert "您前面还有1人" in text_of(her.client.get(address(second)).content.decode())
    lin.call(first, window="5")
    assert "请到5号窗口" in text_of(her.client.get(address(first)).content.decode())


def test_the_house_chasing_itself_is_not_the_visitors_worry(house, client):  # noqa: F811 - the fixture of the desk
    number = Desk(house.client("receptionist")).take(name="甲甲")
    store.act(number, Act("tick", SYSTEM), MORNING + timedelta(minutes=30))
    assert {t.node for t in store.load(number).walk.tasks.values()} == {"reception", "add_hands"}
    page = text_of(client.get(address(number)).content.decode())
    assert "加派人手" not in page
    assert "值班长" not in page
