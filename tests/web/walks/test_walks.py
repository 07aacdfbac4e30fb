from __future__ import annotations

import re
from datetime import timedelta

import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk
from tests.web.personas import make_house

from zoutong.web import clock
from zoutong.web.cases import jobs
from zoutong.web.cases.models import Outbox, Run, SearchRow
from zoutong.web.walks.models import SeatRow, Walking

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    return make_house()


def begun(house, role="applicant", who="leader"):
    """Begin a walk with one tap and give the browser and the walk."""
    client = house.client(who)
    answer = client.post("/zh/walks/now", {"role": role})
    assert answer.status_code == 302
    return client, Walking.objects.first(), answer["Location"]


def hand_in(client):
    page = client.get("/zh/visit").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    answer = client.post("/zh/visit", {"name": "王试走", "phone": "13800000000", "contact": "call", "share": "1", "key": key})
    return answer["Location"]


def test_a_leader_sits_in_the_applicants_seat_with_one_tap_and_every_page_says_that_it_is_a_walk(house):
    client, walk, place = begun(house)
    page = client.get(place).content.decode()
    assert "zw-band" in page
    assert "申请人" in page
    assert walk.number.startswith("LD")
    assert "zw-band" in client.get("/zh/walks/").content.decode()


def test_handing_in_on_a_walk_opens_a_run_of_the_walk_under_its_own_number(house):
    client, walk, _ = begun(house)
    place = hand_in(client)
    assert walk.number in place
    run = Run.every.get()
    assert (run.walk, run.mode) == (walk.number, "leader")
    assert "zw-band" in client.get(place).content.decode()


def test_a_walk_changes_no_figure_list_search_number_or_notice_of_real_cases(house):
    desk = Desk(house.client("receptionist"))
    first = desk.take(name="真来访")
    before = {p: house.client("supervisor").get(p).content.decode() for p in ("/zh/desk/board", "/zh/desk/hall")}
    client, walk, _ = begun(house)
    hand_in(client)
    client.post(f"/zh/walks/{walk.number}/sit", {"role": "receptionist"})
    after = {p: house.client("supervisor").get(p).content.decode() for p in before}
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|\d+\s*(秒|分钟)前')
    assert {p: strip.sub("", t) for p, t in before.items()} == {p: strip.sub("", t) for p, t in after.items()}
    assert walk.number not in house.client("receptionist").get("/zh/desk/queue").content.decode()
    assert walk.number not in house.client("receptionist").get("/zh/desk/search?q=王试走").content.decode()
    assert not SearchRow.objects.filter(run=Run.every.get(walk=walk.number).serial).exists()
    assert not Outbox.every.filter(run__walk=walk.number).exists()
    second = desk.take(name="又一位")
    assert int(second[-4:]) == int(first[-4:]) + 1
    queues = sorted(Run.objects.values_list("queue", flat=True))
    assert queues == ["A001", "A002"]


def test_from_the_seat_of_a_walk_only_that_walk_is_seen_and_no_real_case_can_be_touched(house):
    real = Desk(house.client("receptionist")).take(name="真来访")
    client, walk, _ = begun(house)
    hand_in(client)
    client.post(f"/zh/walks/{walk.number}/sit", {"role": "receptionist"})
    queue = client.get("/zh/desk/queue").content.decode()
    assert walk.number in queue
    assert real not in queue
    assert client.get(f"/zh/desk/case/{real}/").status_code == 404
    seen = Run.every.get(walk=real).revision
    client.post(f"/zh/desk/case/{real}/act", {"kind": "note", "note": "x"})
    assert Run.every.get(walk=real).revision == seen


def test_nobody_reaches_the_run_of_a_walk_from_outside_its_seats(house):
    client, walk, _ = begun(house)
    hand_in(client)
    assert house.client("receptionist").get(f"/zh/desk/case/{walk.number}/").status_code == 404


def test_the_leader_receives_herself_at_the_window_and_the_record_shows_both_sides(house):
    client, walk, _ = begun(house)
    hand_in(client)
    client.post(f"/zh/walks/{walk.number}/sit", {"role": "receptionist"})
    client.get("/zh/desk/queue")
    assert client.post("/zh/desk/queue/call", {"row": f"{walk.number}.3", "key": "k"}).status_code == 302
    client.post(f"/zh/walks/{walk.number}/end")
    page = client.get(f"/zh/walks/{walk.number}/").content.decode()
    assert "zw-step--left" in page
    assert "zw-step--right" in page
    assert "知道：已办完取号" in page
    assert "要做：接待登记" in page
    assert "登记受理" in page or "接待" in page
    assert "zw-band" not in page


def test_a_second_person_joins_by_the_secret_and_they_swap_seats(house):
    client, walk, _ = begun(house)
    other = house.client("receptionist")
    answer = other.post(f"/zh/walks/join/{walk.secret}", {"role": "receptionist"})
    assert "/desk/queue" in answer["Location"]
    assert other.post(f"/zh/walks/{walk.number}/swap").status_code == 302
    sits = {s.account: s.role for s in SeatRow.objects.filter(until=None)}
    assert sits == {str(house.accounts["leader"].pk): "receptionist", str(house.accounts["receptionist"].pk): "applicant"}
    assert client.get("/zh/desk/queue").status_code == 200
    assert other.get("/zh/desk/queue").status_code == 403


def test_two_people_cannot_sit_in_one_seat(house):
    _, walk, _ = begun(house)
    answer = house.client("receptionist").post(f"/zh/walks/join/{walk.secret}", {"role": "applicant"})
    assert answer.status_code == 409
    assert "已经有人坐了" in answer.content.decode()


def test_ending_gives_everybody_her_own_seat_back(house):
    client, walk, _ = begun(house, "inspector")
    assert client.get("/zh/desk/board").status_code == 403
    client.post(f"/zh/walks/{walk.number}/end")
    assert client.get("/zh/desk/board").status_code == 200
    assert client.post(f"/zh/walks/{walk.number}/sit", {"role": "guide"}).status_code == 409


def test_accompanying_a_real_person_needs_her_consent(house):
    answer = house.client("leader").post("/zh/walks/plan", {"kind": "accompany", "role": "applicant", "place": "窗口"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "先征得本人同意" in page
    assert 'value="窗口"' in page


def test_the_must_walk_list_covers_four_fifths_of_the_real_cases(house):
    desk = Desk(house.client("receptionist"))
    for claims in ("unpaid_wages", "unpaid_wages", "unpaid_wages", "unpaid_wages", "overtime_pay"):
        Run.objects.filter(walk=desk.take()).update(claims=claims)
    page = house.client("leader").get("/zh/walks/plan").content.decode()
    assert "必走清单" in page
    assert "80%" in page
    assert "100%" not in page


def test_a_receptionist_cannot_begin_a_walk_of_her_own(house):
    assert house.client("receptionist").post("/zh/walks/now", {"role": "applicant"}).status_code == 403


def test_the_clock_of_a_walk_runs_but_nothing_of_it_leaves_the_house(house):
    client, walk, _ = begun(house)
    hand_in(client)
    later = clock.now() + timedelta(days=40)
    jobs.fire_timers(later)
    jobs.send_notices(later)
    assert Run.every.get(walk=walk.number).mode == "leader"
    assert not Outbox.every.exists()
    assert not Run.objects.exists()
