from __future__ import annotations

import json

import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk
from tests.web.personas import make_house

from zoutong.improve import Mover
from zoutong.improve.candidate import Candidate
from zoutong.web import clock, served
from zoutong.web.cases.models import EventRow, Run
from zoutong.web.joined import walk_report
from zoutong.web.ledger import store as ledger
from zoutong.web.walks import store
from zoutong.web.walks.models import Walking
from zoutong.web.walks.must import must_walk
from zoutong.web.watching.models import BreachRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db):
    return make_house()


def rate(run, level):
    """Lay a rating into a case as its store writes one."""
    first = EventRow.every.filter(run=run).order_by("seq").first()
    body = json.loads(first.body)
    body["data"] = {"act": {"kind": "rate", "data": {"level": level}}}
    EventRow.every.create(
        run=run, mode="case", seq=900, revision=900, at=clock.micros(clock.now()), phase="rated", activity="rate", act="rate",
        actor="x", prev=b"", hash=b"", body=json.dumps(body),
    )  # fmt: skip
    Run.every.filter(pk=run.pk).update(last_at=clock.micros(clock.now()))


def of(name):
    return {r.code: r.figure for m in must_walk() if m.name == name for r in m.why}


def test_every_reason_to_walk_is_named_with_its_figure_and_small_numbers_of_people_are_hidden(house):
    desk = Desk(house.client("receptionist"))
    runs = []
    for claims in (*["unpaid_wages"] * 8, "overtime_pay", "work_injury"):
        run = Run.every.get(walk=desk.take())
        Run.every.filter(pk=run.pk).update(claims=claims)
        runs.append(run)
    rate(runs[8], 1)
    rate(runs[9], 5)
    BreachRow.every.create(run=runs[8], mode="case", rule="one_notice", step="accept", seq=3, at=clock.micros(clock.now()), evidence="3")
    said = Candidate("visit", "", "case", served.course().process.id, "reception", "pain", "notice_unclear", (), "说不清", "Unclear", "k")
    ledger.register(said, Mover("1", "supervisor", "hrss_bureau"))
    assert of("unpaid_wages") == {"volume": 0, "never": 0}
    assert of("overtime_pay") == {"bad_ratings": 1, "breaches": 1, "never": 0}
    assert of("work_injury") == {"never": 0}
    assert of("reception") == {"complaints": 1}
    page = house.client("leader").get("/zh/walks/").content.decode()
    assert "近30天差评少于5件" in page
    assert "近30天违反留痕规则1次" in page
    assert "占80%" in page


def test_a_claim_counts_as_walked_only_when_its_own_run_was_walked_and_a_new_version_must_be_walked_again(house):
    run = Run.every.get(walk=Desk(house.client("receptionist")).take())
    Run.every.filter(pk=run.pk).update(claims="unpaid_wages")
    walk = store.plan(house.accounts["leader"], "in_person", "applicant")
    Walking.objects.update(state="ended")
    assert "never" in of("unpaid_wages")
    other = Run.every.get(walk=Desk(house.client("receptionist")).take())
    Run.every.filter(pk=other.pk).update(claims="unpaid_wages", walk=walk.number, mode="leader")
    assert "never" not in of("unpaid_wages")
    assert "changed" not in of(served.pack().about.name)
    Walking.objects.update(version="0.0.1")
    assert "changed" in of(served.pack().about.name)
    assert f"上次走的是0.0.1版，现在是{served.pack().about.version}版" in house.client("leader").get("/zh/walks/plan").content.decode()


def test_a_rewalk_stands_beside_the_walk_that_found_the_item_on_its_page_and_in_its_report(house):
    desk, walks = Desk(house.client("receptionist")), []
    for number in [desk.take(name="甲来访"), desk.take(name="乙来访")]:
        walk = store.plan(house.accounts["leader"], "in_person", "applicant")
        Run.every.filter(walk=number).update(walk=walk.number, mode="leader")
        EventRow.every.filter(run__walk=walk.number).update(mode="leader")
        walks.append(walk)
    said = Candidate("walk", walks[0].number, "leader", served.course().process.id, "reception", "pain", "", (), "跑两趟", "Two trips", "k")
    item = ledger.register(said, Mover("1", "supervisor", "hrss_bureau"))
    Walking.objects.filter(pk=walks[1].pk).update(rewalk_of=item.number, state="ended")
    page = house.client("leader").get(f"/zh/walks/{walks[1].number}/").content.decode()
    assert f"整改前后（与发现它的{walks[0].number}比）" in page
    assert "整改前那一趟" in page
    assert "整改前那一趟" not in house.client("leader").get(f"/zh/walks/{walks[0].number}/").content.decode()
    assert any("整改前" in getattr(part, "heads", ()) for part in walk_report(walks[1].number, "区人社局").parts)
