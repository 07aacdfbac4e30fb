from __future__ import annotations

import re
import shutil

import pytest
from openpyxl import load_workbook
from tests.web.desk.desk import Desk

from zoutong.web import served
from zoutong.web.cases import searching, store
from zoutong.web.cases.models import SearchRow
from zoutong.web.desk import exporting
from zoutong.web.desk.models import Export

ROUTED = {"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"}
TOKEN = re.compile(r'name="token" value="(-?\d+)"')


def fields(page: str, form: str) -> dict[str, str]:
    """Give the hidden fields of one act's form."""
    part = page[page.index(f'id="{form}"') :] if f'id="{form}"' in page else page[page.index(f'name="kind" value="{form}"') - 400 :]
    return dict(re.findall(r'<input type="hidden" name="(kind|token|key|revision|seen)" value="([^"]*)"', part)[:5])


@pytest.fixture
def desk(house):
    return Desk(house.client("receptionist"))


@pytest.fixture
def routed(house, desk):
    """Bring a case to the hand-over to inspection."""
    number = desk.received()
    desk.finish(number, "k1", **ROUTED)
    guide = Desk(house.client("guide"))
    guide.finish(number, "k2")
    guide.finish(number, "k3")
    Desk(house.client("router")).finish(number, "k4")
    return number


def test_today_shows_what_waits_for_me_and_where_to_go_on(desk):
    desk.take(name="王小红")
    page = desk.get("")
    assert "王**" in page
    assert "手里没有待办的事" in page


def test_a_list_says_itself_in_a_sentence_and_is_honest_when_empty(desk):
    assert "我手里，已经超期。共0件。" in desk.get("work?whose=mine&when=overdue")
    assert "没有超期的案件" in desk.get("work?whose=mine&when=overdue")
    assert "今天没有到期的案件" in desk.get("work?whose=mine&when=due_today")


def test_a_list_can_be_kept_under_a_name_and_forgotten(desk):
    desk.post("work/keep", whose="role", when="urgent", name="紧急的")
    page = desk.get("work")
    assert "紧急的" in page
    pk = re.search(r'name="saved" value="(\d+)"', page)
    desk.post("work/forget", saved=pk[1])
    assert "紧急的" not in desk.get("work")


def test_a_kept_list_is_nobody_elses(house, desk):
    desk.post("work/keep", whose="role", when="urgent", name="紧急的")
    assert "紧急的" not in Desk(house.client("inspector")).get("work")


def test_many_cases_are_taken_at_once_and_each_row_tells_what_became_of_it(desk):
    numbers = [desk.take(name=name) for name in ("甲甲", "乙乙")]
    rows = [f"{n}.{next(iter(store.load(n).walk.tasks))}" for n in numbers]
    desk.post("work/many", kind="claim", row=[*rows, "ZT20200101-0001.1"], key="b1")
    page = desk.get("work?whose=mine")
    assert "办成2件，没办成1件" in page
    assert "没有编号是" in page


def test_a_bulk_act_without_a_choice_says_so(desk):
    desk.post("work/many", kind="claim", key="b2")
    assert "请先勾选案件" in desk.get("work")


def test_two_characters_find_a_case_as_well_as_four(desk, routed):
    assert routed in desk.get("search?q=工资")
    assert routed in desk.get("search?q=劳动保障")
    assert "没有找到" in desk.get("search?q=工伤认定书")


def test_a_search_that_has_not_looked_at_all_cases_says_so_and_leads_on(desk, routed, monkeypatch):
    monkeypatch.setattr(searching, "FIRST_LOOK", 1)
    monkeypatch.setattr(searching, "PATIENCE_S", 0)
    grams = searching.terms.grams(searching.keys.ring(), {"wxy"})
    SearchRow.objects.bulk_create(SearchRow(gram=gram, run=serial) for gram in grams for serial in (10_001, 10_002))
    page = desk.get("search?q=xy")
    for _ in range(2):
        assert "没有找到" not in page and "接着往前找" in page
        page = desk.get("search?q=xy&page=" + re.search(r'page=(\d+)" data-key', page)[1])
    assert "没有找到" in page


def test_a_search_for_one_character_is_told_what_to_do(desk):
    assert "至少输入两个字" in desk.get("search?q=工")


def test_an_inspector_takes_over_the_file_and_the_clock_stands_in_it(house, routed):
    case = store.load(routed)
    router = Desk(house.client("router"))
    token = next(iter(case.walk.tasks))
    form = fields(router.get(f"case/{routed}/"), f"complete-{token}")
    assert router.post(f"case/{routed}/act", **form, **{"v-door": "inspection"}).status_code == 302
    inspector = Desk(house.client("inspector"))
    page = inspector.get(f"case/{routed}/")
    assert "登记投诉举报" in page
    assert "你在这里" in page
    assert "王小红" in page


def test_a_step_of_one_name_in_two_processes_cites_its_own_law(house, routed):
    router = Desk(house.client("router"))
    token = next(iter(store.load(routed).walk.tasks))
    router.post(f"case/{routed}/act", **fields(router.get(f"case/{routed}/"), f"complete-{token}"), **{"v-door": "inspection"})
    inspector = Desk(house.client("inspector"))
    token = next(iter(store.load(routed).walk.tasks))
    page = inspector.get(f"case/{routed}/")
    sent = {"v-complaint_kind": "complaint", "v-complaint_received_on": "2026-11-23"}
    assert inspector.post(f"case/{routed}/act", **fields(page, f"complete-{token}"), **sent).status_code == 302
    assert "《调解仲裁法》" not in inspector.get("work?whose=role")


def test_what_is_lacking_in_a_form_is_said_beside_its_field_and_the_rest_is_kept(house, routed):
    router = Desk(house.client("router"))
    token = next(iter(store.load(routed).walk.tasks))
    form = fields(router.get(f"case/{routed}/"), f"send_back-{token}")
    answer = router.post(f"case/{routed}/act", **form, to="confirm_route")
    assert answer.status_code == 422
    assert "请选一个" in answer.content.decode()
    assert re.search(r'value="confirm_route" selected', answer.content.decode())


def test_what_cannot_be_taken_back_is_asked_once_more(desk, routed):
    form = fields(desk.get(f"case/{routed}/"), "withdraw-case")
    asked = desk.post(f"case/{routed}/act", **form, reason="settled")
    assert "办了就不能撤回" in asked.content.decode()
    assert store.load(routed).walk.status == "open"
    done = desk.post(f"case/{routed}/act", **form, reason="settled", sure="1")
    assert done.status_code == 302
    assert store.load(routed).walk.status == "withdrawn"


def test_the_slower_of_two_is_told_who_was_faster(house, desk):
    number = desk.take(name="王小红")
    token = next(iter(store.load(number).walk.tasks))
    form = fields(desk.get(f"case/{number}/"), "claim")
    chief = Desk(house.client("duty_chief"))
    other = Desk(house.client("receptionist"))
    assert desk.post(f"case/{number}/act", **{**form, "kind": "claim", "token": str(token)}).status_code == 302
    late = other.post(f"case/{number}/act", **{**form, "kind": "claim", "token": str(token), "key": "other"})
    assert late.status_code == 409
    assert "领取了" in late.content.decode()
    assert chief.client.get(chief.at(f"case/{number}/")).status_code == 200


def test_an_act_pressed_twice_is_done_once(desk):
    number = desk.take(name="王小红")
    form = fields(desk.get(f"case/{number}/"), "note-case")
    for _ in range(2):
        assert desk.post(f"case/{number}/act", **form, text="等她的电话").status_code == 302
    assert sum(e.act == "note" for e in store.events(number)) == 1
    assert "等她的电话" in desk.get(f"case/{number}/")


def test_opening_a_file_is_an_event_and_is_shown_only_when_asked_for(desk):
    number = desk.take(name="王小红")
    desk.get(f"case/{number}/")
    assert any(e.act == "look" for e in store.events(number))
    assert "看了材料" not in desk.get(f"case/{number}/")
    assert "看了材料" in desk.get(f"case/{number}/?looks=1")


def test_somebody_who_does_not_handle_a_case_sees_no_name(house, desk):
    number = desk.take(name="王小红")
    page = Desk(house.client("supervisor")).get(f"case/{number}/")
    assert "王小红" not in page
    assert "王**" in page


def test_only_who_handles_a_case_can_hand_out_its_secret_address(house, desk):
    number = desk.take(name="王小红")
    assert f"/mine/{number}-" in desk.get(f"case/{number}/receipt")
    assert "/mine/" not in Desk(house.client("supervisor")).get(f"case/{number}/receipt")


def test_a_case_that_is_not_there_gets_a_sentence(desk):
    answer = desk.client.get(desk.at("case/ZT20200101-9999/"))
    assert answer.status_code == 404
    assert "没有编号是" in answer.content.decode()


def test_a_list_becomes_an_excel_table_with_masked_names(desk):
    desk.take(name="王小红")
    desk.post("export", whose="lane", when="all", key="e1")
    desk.post("export", whose="lane", when="all", key="e1")
    assert Export.objects.count() == 1
    assert "排队中" in desk.get("exports")
    assert exporting.write_waiting() == 1
    assert "写好了" in desk.get("exports")
    answer = desk.client.get(desk.at(f"exports/{Export.objects.get().pk}.xlsx"))
    place = exporting.folder() / "got.xlsx"
    place.write_bytes(b"".join(answer.streaming_content))
    rows = list(load_workbook(place).active.iter_rows(values_only=True))
    assert rows[0][0] == "编号"
    assert rows[1][2] == "王**"


def test_a_cancelled_export_leaves_no_file(desk):
    desk.post("export", q="工资", key="e2")
    pk = Export.objects.get().pk
    desk.post(f"exports/{pk}/cancel")
    assert exporting.write_waiting() == 0
    assert desk.client.get(desk.at(f"exports/{pk}.xlsx")).status_code == 404


def test_an_export_is_only_for_whoever_asked(house, desk):
    desk.post("export", whose="lane", key="e3")
    exporting.write_waiting()
    pk = Export.objects.get().pk
    other = Desk(house.client("inspector"))
    assert other.client.get(other.at(f"exports/{pk}.xlsx")).status_code == 404


def test_no_cell_of_a_table_is_taken_for_a_formula():
    assert exporting._safe("=1+1") == "'=1+1"
    assert exporting._safe("王**") == "王**"


def test_the_board_shows_load_but_ranks_nobody(house, desk):
    desk.take(name="王小红")
    page = Desk(house.client("supervisor")).get("board")
    assert "各岗位在办" in page
    assert "林小满" not in page


def test_the_keys_are_listed(desk):
    assert "叫下一位" in desk.get("keys")


def test_a_case_whose_step_is_gone_from_the_process_is_still_shown_and_the_act_says_why_it_does_not_go(house, routed, settings, tmp_path):
    packs = tmp_path / "packs"
    shutil.copytree(settings.ZOUTONG_PACK.parent / "common", packs / "common")
    shutil.copytree(settings.ZOUTONG_PACK, packs / settings.ZOUTONG_PACK.name)
    case = store.load(routed)
    (task,) = case.walk.tasks.values()
    for drawing in (packs / settings.ZOUTONG_PACK.name / "processes").glob("*.bpmn"):
        drawing.write_text(drawing.read_text().replace(f'"{task.node}"', '"elsewhere"').replace(f">{task.node}<", ">elsewhere<"))
    kept = (served.pack, served.course, served.pack_version, served.course_version)
    settings.ZOUTONG_PACK = packs / settings.ZOUTONG_PACK.name
    for known in kept:
        known.cache_clear()
    try:
        router = Desk(house.client("router"))
        assert "王小红" in router.get(f"case/{routed}/")
        sent = {"kind": "complete", "token": str(task.token), "key": "x1", "revision": str(case.revision), "v-door": "inspection"}
        answer = router.post(f"case/{routed}/act", **sent)
        assert answer.status_code == 422
        assert "现在的流程里没有它" in answer.content.decode()
    finally:
        for known in kept:
            known.cache_clear()
