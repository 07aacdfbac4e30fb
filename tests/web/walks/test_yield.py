from __future__ import annotations

import io
import uuid
from datetime import UTC, datetime

import openpyxl
import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.personas import make_house
from tests.web.visitor import text_of

from zoutong.improve import Mover
from zoutong.walk import Actor
from zoutong.web import clock
from zoutong.web.cases.scope import CASES, within
from zoutong.web.joined import walk_ended
from zoutong.web.joined_yield import yielded
from zoutong.web.ledger import store as ledger
from zoutong.web.ledger.models import CandidateRow
from zoutong.web.recorder import store as recorder
from zoutong.web.walks import store

pytestmark = pytest.mark.django_db


def tag(walk, account, role, kind, counter):
    """Note one thing on a walk from a seat."""
    at = clock.micros(clock.now()) // 1000
    tap = {
        "uuid": str(uuid.uuid4()), "device": str(uuid.UUID(int=1)), "counter": counter, "at": at, "step": "", "role": role, "kind": "tag", "value": kind, "quote": "",
    }  # fmt: skip
    taken = recorder.take_in(walk.number, Actor(str(account.pk), role, ""), [tap])
    assert taken.kept, taken.refused


def test_the_page_adds_up_each_walk_and_seat_and_leaves_other_periods_out(db):
    house = make_house()
    leader, day = house.accounts["leader"], clock.now()
    walk = store.plan(leader, "in_person", "applicant")
    store.start(walk, leader)
    for n, (role, kind) in enumerate((*[("applicant", "pain")] * 5, *[("receptionist", "stuck")] * 6, ("guide", "blind")), 1):
        tag(walk, leader, role, kind, n)
    store.end(walk)
    walk.refresh_from_db()
    assert "未提交" in text_of(house.client("leader").get(f"/zh/walks/yield?month={day:%Y-%m}").content.decode())
    walk_ended(walk)
    by = Mover("9", "supervisor", "hrss_bureau")
    rows = sorted(CandidateRow.objects.all(), key=lambda row: row.body["kind"])
    ledger.settle(rows[0].pk, "item", by)
    ledger.settle(rows[1].pk, "dismissed", by, "重复")
    with within(CASES):
        made = yielded(day.date().replace(day=1), day.date())
        assert yielded(day.date().replace(year=day.year - 1, day=1), day.date().replace(year=day.year - 1)).walks == 0
    assert (made.walks, made.whole.noted, made.whole.confirmed, made.whole.dismissed, made.whole.waiting) == (1, 12, 1, 1, 10)
    assert (made.whole.items, made.whole.proved) == (1, 0)
    assert {line.code: line.noted for line in made.by_seat} == {"applicant": 5, "receptionist": 6, "guide": 1}
    place = f"yield?period=quarter&month={day:%Y-%m}"
    tables = {t.key: t for t in house.client("leader").get(f"/zh/walks/{place}").context["tables"]}
    seats = {row.name: [c for c, _ in row.cells] for row in tables["seat-found"].rows}
    # One note of the guide's seat is one person's: it is not told what became of it, nor can it be found from the others.
    assert seats["申请人"][6:] == ["不单列"]
    assert [cells[6] for cells in seats.values()].count("少于5") == 1
    assert seats["合计"][6:] == ["1", "0", "1", "10"]
    assert list(seats) == ["申请人", "接待岗", "引导岗", "合计"]
    book = openpyxl.load_workbook(io.BytesIO(house.client("leader").get(f"/en/walks/{place.replace('yield', 'yield.xlsx', 1)}").content))
    assert [cell.value for cell in book["By seat  findings"][1]][:3] == ["Seat", "Taken", "Stuck"]
    assert book["By walk  ledger"]["A2"].value.startswith(walk.number)
    assert leader.shown not in " ".join(str(c) for sheet in book for line in sheet.values for c in line)


@pytest.mark.parametrize("lang, says", [("zh", "这个时段没有走流程"), ("en", "Nobody walked in this period")])
def test_an_empty_period_says_so_and_leads_to_the_current_one_and_nonsense_gives_the_last_whole_quarter(db, lang, says, monkeypatch):
    house = make_house()
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 24, 4, tzinfo=UTC))
    answer = house.client("leader").get(f"/{lang}/walks/yield?period=x&month=99999-77")
    assert answer.context["month"] == "2026-07"
    page = answer.content.decode()
    assert says in page
    assert "month=2026-10" in page
    assert house.client("receptionist").get(f"/{lang}/walks/yield").status_code in (403, 404)
