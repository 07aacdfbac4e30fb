from __future__ import annotations

import re

import pytest
from tests.web.desk.desk import Desk
from tests.web.visitor import WAGES, Visitor

from zoutong.web.cases import store


@pytest.fixture
def desk(house):
    return Desk(house.client("receptionist"))


def text(answer) -> str:
    return answer.content.decode()


def test_a_visitor_takes_a_number_is_called_and_received(desk):
    number = desk.take(name="王小红")
    assert "A001" in desk.get("queue")
    assert "A001" in desk.get(f"queue/slip/{number}")
    assert desk.call(number).headers["Location"].endswith(f"/reception/{number}")
    assert "A001" in desk.get("hall")
    assert "王小红" not in desk.get("hall")


def test_what_she_says_becomes_facts_questions_and_doors(desk):
    number = desk.received()
    page = desk.get(f"reception/{number}")
    assert "欠薪" in page
    assert 'name="door-unpaid_wages"' in page
    assert "5,200元" in page


def test_nothing_typed_is_lost_whatever_button_is_pressed(desk):
    number = desk.received()
    desk.post(f"reception/{number}", do="update", note="她赶下午的火车", **{"p-applicant_address": "宛平南路1号"})
    page = desk.get(f"reception/{number}")
    assert "她赶下午的火车" in page
    assert "宛平南路1号" in page
    assert WAGES[:12] in page


def test_half_typed_words_are_kept_at_a_pause_and_make_no_event(desk):
    number = desk.received()
    before = len(store.events(number))
    answer = desk.post(f"reception/{number}/draft", statement=WAGES + "还有一句", note="半句")
    assert "已保存" in text(answer)
    assert len(store.events(number)) == before
    assert "还有一句" in desk.get(f"reception/{number}")


def test_a_day_that_cannot_be_read_stays_in_its_field_with_a_sentence(desk):
    number = desk.received()
    desk.post(f"reception/{number}", **{"f-end_date": "前年热天"})
    page = desk.get(f"reception/{number}")
    assert "前年热天" in page
    assert "日期看不懂" in page


def test_correcting_a_fact_changes_the_answer_at_once(desk):
    number = desk.received()
    answer = desk.client.post(desk.at(f"reception/{number}"), {"f-monthly_wage": "6800"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "6,800元" in text(answer)


def test_another_door_needs_a_reason(house, desk):
    number = desk.received()
    desk.finish(number, "k1", **{"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"})
    guide = Desk(house.client("guide"))
    guide.finish(number, "k2")
    guide.finish(number, "k3")
    router = Desk(house.client("router"))
    refused = router.finish(number, "k4", **{"door-unpaid_wages": "arbitration", "proposed-unpaid_wages": "inspection"})
    assert refused.status_code == 422
    assert "要选理由" in text(refused)


def test_the_story_goes_from_the_queue_to_the_inspector(house, desk):
    number = desk.received()
    done = desk.finish(number, "k1", **{"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"})
    assert done.status_code == 302, text(done)[:3000]
    guide = Desk(house.client("guide"))
    assert guide.finish(number, "k2").status_code == 302
    assert guide.finish(number, "k3", **{"paper-wage_slips": "here"}).status_code == 302
    router = Desk(house.client("router"))
    settled = router.finish(number, "k4", **{"paper-identity": "need"})
    assert settled.status_code == 302, text(settled)
    assert settled.headers["Location"].endswith(f"/case/{number}/notice")
    notice = router.get(f"case/{number}/notice")
    assert "身份证" in notice
    case = store.load(number)
    assert [d.name for d in case.walk.doors] == ["inspection"]
    assert case.walk.notices


def test_the_notice_offers_no_paper_that_may_not_be_asked_for(desk):
    number = desk.received()
    page = desk.get(f"reception/{number}")
    assert 'name="paper-attendance_books"' not in page
    assert "不得要求提供" in page


def test_a_story_told_on_the_phone_is_fetched_by_its_code_once(desk, client):
    visitor = Visitor(client)
    visitor.tell(WAGES)
    code = re.search(r'id="code">([A-Z2-9-]+)<', visitor.get("result"))
    assert code
    number = desk.take()
    desk.call(number)
    desk.post(f"reception/{number}", do="fetch", code=code[1].lower())
    assert "欠薪" in desk.get(f"reception/{number}")
    again = desk.post(f"reception/{number}", do="fetch", code=code[1])
    assert again.status_code == 422
    assert "取件码" in text(again)


def test_who_did_not_come_goes_back_behind_the_others(desk):
    first, second = desk.take(name="甲甲"), desk.take(name="乙乙", phone="1")
    desk.call(first)
    token = next(iter(store.load(first).walk.tasks))
    assert desk.post("queue/skip", row=f"{first}.{token}", key="s1").status_code == 302
    page = desk.get("queue")
    assert page.index(second) < page.rindex(first)


def test_danger_stands_first_in_the_queue(desk):
    desk.take(name="甲甲")
    urgent = desk.take(name="乙乙", danger="1")
    page = desk.get("queue")
    assert "▲" in page
    assert urgent in page[: page.index("正在等候") + 2500]


def test_a_number_is_called_only_once(house, desk):
    number = desk.take()
    row = f"{number}.{next(iter(store.load(number).walk.tasks))}"
    assert desk.post("queue/call", row=row, key="a").status_code == 302
    other = Desk(house.client("duty_chief"))
    assert other.post("queue/call", row=row, key="b").status_code in (403, 409)


def test_whoever_needs_only_advice_gets_no_door_and_no_notice(house, desk):
    number = desk.received()
    desk.finish(number, "k1", **{"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"})
    for key in ("k2", "k3"):
        Desk(house.client("guide")).finish(number, key)
    router = Desk(house.client("router"))
    router.finish(number, "k4", **{"v-routing": "advice_only", "paper-identity": "need"})
    case = store.load(number)
    assert not case.walk.doors
    assert not case.walk.notices
    router.finish(number, "k5", **{"v-advice_given": "rules_explained"})
    assert [t.node for t in store.load(number).walk.tasks.values()] == ["rate"]


def test_what_was_not_asked_is_said_and_the_step_stays(desk):
    number = desk.received()
    answer = desk.finish(number, "k1", **{"v-group_size": "1"})
    page = desk.client.get(answer.headers["Location"]).content.decode()
    assert "还没问清" in page
    assert [t.node for t in store.load(number).walk.tasks.values()] == ["reception"]


def test_what_she_answered_among_the_facts_is_not_asked_a_second_time(desk):
    number = desk.received()
    desk.post(f"reception/{number}", do="update", **{"f-urgent_situation": "none"})
    desk.finish(number, "k1", **{"v-group_size": "1", "v-danger": "", "v-child": ""})
    case = store.load(number)
    assert [t.node for t in case.walk.tasks.values()] == ["hear_story"]
    assert case.walk.state.data["danger"] is False


def test_a_danger_that_is_not_clear_is_never_taken_for_none(desk):
    number = desk.received()
    desk.post(f"reception/{number}", do="update", **{"f-urgent_situation": "?"})
    desk.finish(number, "k1", **{"v-group_size": "1", "v-danger": "unclear", "v-child": ""})
    assert [t.node for t in store.load(number).walk.tasks.values()] == ["reception"]
