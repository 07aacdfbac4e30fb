"""What worklists, counts, the board and the search show, and to whom, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.web.cases.people import (
    COLLEAGUE,
    ELSEWHERE,
    INSPECTOR,
    KEEPER,
    LEADER,
    MEDIATOR,
    MORNING,
    PERSON,
    RECEPTION,
    at,
    done,
    ended,
    opened,
    sentence_of,
    split,
    token,
)  # fmt: skip

from zoutong.walk import Act, Actor
from zoutong.web import clock
from zoutong.web.cases import searching, terms
from zoutong.web.cases import store as door
from zoutong.web.cases.models import SearchRow, TaskRow
from zoutong.web.cases.shapes import CAP, Filters

pytestmark = pytest.mark.both


@pytest.fixture(autouse=True)
def morning(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: at(300))


def cases(page) -> list[str]:
    return [row.case for row in page.rows]


def test_a_worklist_shows_what_my_role_may_take_and_nothing_else(store):
    waits, mine = opened(), split()
    assert cases(door.worklist(RECEPTION)) == [waits.id]
    assert [(line.case, line.node, line.person, line.claims) for line in door.worklist(INSPECTOR).rows] == [
        (mine.id, "inspect", "王**", ("unpaid_wages",))
    ]
    assert cases(door.worklist(LEADER)) == []


def test_what_somebody_took_leaves_the_others_in_her_unit_a_line_with_its_holder(store):
    case = split()
    door.act(case.id, Act("claim", INSPECTOR, "", token(case, "inspect")), at(20))
    assert cases(door.worklist(INSPECTOR, Filters("mine"))) == [case.id]
    assert [line.holder for line in door.worklist(COLLEAGUE).rows] == ["i01"]
    assert cases(door.worklist(COLLEAGUE, Filters(unclaimed=True))) == []
    assert cases(door.worklist(ELSEWHERE)) == []
    assert cases(door.worklist(COLLEAGUE, Filters("unit"))) == [case.id]


def test_pages_follow_each_other_without_a_gap_or_a_double(store):
    made = [opened().id for _ in range(7)]
    seen, mark = [], ""
    while True:
        page = door.worklist(RECEPTION, page=mark, size=3)
        seen += cases(page)
        mark = page.next
        if not mark:
            break
    assert seen == made


def test_a_mark_that_nobody_gave_out_shows_the_first_page(store):
    case = opened()
    assert cases(door.worklist(RECEPTION, page="' OR 1=1")) == [case.id]


def test_urgent_tasks_come_first_and_then_those_that_are_due_first(store):
    TaskRow.every.all().delete()
    plain, late, urgent = opened(), opened(), opened()
    soon = clock.micros(at(600))
    TaskRow.every.filter(run=late.run).update(due=soon, rank=soon)
    TaskRow.every.filter(run=urgent.run).update(rank=-5)
    assert cases(door.worklist(RECEPTION)) == [urgent.id, late.id, plain.id]
    assert cases(door.worklist(RECEPTION, Filters(urgent=True))) == [urgent.id]
    assert cases(door.worklist(RECEPTION, Filters(due_until=MORNING.date()))) == [late.id]


def test_counts_say_what_is_mine_free_late_and_due_today_and_stop_at_a_thousand(store):
    case = split()
    split()
    door.act(case.id, Act("claim", INSPECTOR, "", token(case, "inspect")), at(20))
    TaskRow.every.filter(run=case.run, node="inspect").update(due=clock.micros(at(200)), rank=clock.micros(at(200)))
    counts = door.counts(INSPECTOR)
    assert (counts.mine, counts.free, counts.overdue, counts.today, counts.urgent) == (1, 1, 1, 0, 0)
    row = TaskRow.every.filter(node="mediate").first()
    TaskRow.every.bulk_create(
        TaskRow(run=row.run, mode="case", token=100 + n, part="do", node="mediate", role="mediator", since=1, rank=n) for n in range(CAP + 5)
    )
    assert door.counts(MEDIATOR).free == CAP


def test_a_board_counts_the_day(store):
    ended(), split(), opened(now=MORNING - timedelta(days=3))
    board = door.board(MORNING.date())
    assert (board.opened, board.ended, board.open) == (2, 1, 2)
    assert {load.unit: load.open for load in board.units} == {"": 3}


@pytest.mark.parametrize("words", ["工资", "拖欠", "拖欠、克扣工资", "马饭馆", "上海老马", "unpaid", "王小明", "138 1234 0000", "310104199001010011", "0001", "ZT20261123-0001"])
def test_a_case_is_found_by(store, words):
    case = split()
    other = opened(dossier={"person": {"name": "赵六"}})
    assert cases(door.search(INSPECTOR, words)) == [case.id]
    assert other.id not in cases(door.search(RECEPTION, words))


def test_a_door_is_found_by_all_its_pieces(store):
    assert terms.pairs("劳动监察") == {"w劳动", "w动监", "w监察"}
    assert terms.pairs("工资 福利") == {"w工资", "w福利"}


@pytest.mark.parametrize("words", ["小明", "王小", "13812", "两个月", "0002", "ZT20261123-9999", "社会保险"])
def test_a_case_is_not_found_by_pieces_of_a_name_nor_by_words_of_the_statement_nor_by(store, words):
    split()
    assert cases(door.search(RECEPTION, words)) == []


def test_the_newest_come_first_and_pages_follow_each_other(store):
    made = [split().id for _ in range(7)]
    first = door.search(INSPECTOR, "工资", size=3)
    second = door.search(INSPECTOR, "工资", first.next, size=3)
    third = door.search(INSPECTOR, "工资", second.next, size=3)
    assert [*cases(first), *cases(second), *cases(third)] == made[::-1]
    assert not third.next


def test_a_question_looks_for_so_long_and_the_next_page_goes_on_from_there(store, monkeypatch):
    monkeypatch.setattr(searching, "FIRST_LOOK", 1)
    monkeypatch.setattr(searching, "PATIENCE_S", 0)
    monkeypatch.setattr(searching, "FEW", 1)
    hit = split(key="hit")
    for _ in range(6):
        done(opened(dossier={}), RECEPTION, "register", 10, {"claims": ["social_insurance"]})
    split_of_all = terms.grams(searching.keys.ring(), {"wxy"})
    SearchRow.objects.bulk_create(SearchRow(gram=next(iter(split_of_all)), run=n) for n in range(hit.run.serial, hit.run.serial + 7))
    seen, mark, questions = [], "", 0
    while questions < 9:
        page = door.search(LEADER, "xy 老马", mark)
        seen, mark, questions = seen + cases(page), page.next, questions + 1
        if not mark:
            break
    assert seen == [hit.id]


def test_nobody_finds_what_she_may_not_see(store):
    case = split()
    assert cases(door.search(ELSEWHERE, "工资")) == [case.id]  # it waits for anybody of her role
    door.act(case.id, Act("claim", INSPECTOR, "", token(case, "inspect")), at(20))
    assert cases(door.search(ELSEWHERE, "工资")) == [] == cases(door.search(ELSEWHERE, "王小明")) == cases(door.search(ELSEWHERE, case.id))
    assert cases(door.search(LEADER, "工资")) == [case.id] == cases(door.search(KEEPER, "王小明")) == cases(door.search(LEADER, case.id))
    assert cases(door.search(Actor("x", "admin", "bureau"), "工资")) == []


@pytest.mark.parametrize("words", ["", "工", " ", "%", "_", "'"])
def test_too_little_to_search_for_is_said_in_a_sentence(store, words):
    assert sentence_of(lambda: door.search(RECEPTION, words)).code == "search.short"


def test_a_changed_dossier_is_found_by_what_it_says_now(store):
    case = split()
    new = {**PERSON["facts"], "employer_name": {"value": "滨江快递站"}}
    done(case, INSPECTOR, "inspect", 60, dossier_change={"person": {"name": "李四"}, "facts": new})
    assert cases(door.search(INSPECTOR, "李四")) == [case.id] == cases(door.search(INSPECTOR, "快递"))
    assert cases(door.search(INSPECTOR, "王小明")) == [] == cases(door.search(INSPECTOR, "老马"))


def test_rehearsals_are_not_found(store):
    opened(mode="rehearsal")
    assert cases(door.search(RECEPTION, "王小明")) == []
