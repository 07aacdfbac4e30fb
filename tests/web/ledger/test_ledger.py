from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from tests.web.visitor import MORNING, text_of

from zoutong.improve import Evidence, Mover
from zoutong.improve.candidate import Candidate
from zoutong.kernel.error import Fault
from zoutong.web import clock, served
from zoutong.web.ledger import store, verifying, views
from zoutong.web.ledger.models import ItemEventRow, ItemRow
from zoutong.web.people.acting import WalkSeat, acting
from zoutong.web.walks.models import SeatRow, Walking

pytestmark = pytest.mark.django_db
HEAD = Mover("h", "supervisor", "bureau")
DOER = Mover("d", "receptionist", "window")


def candidate(key="k1", **more):
    said = {"source": "walk", "walk": "LD20261120-0001", "mode": "leader", "process": "labour_rights", "step": "reception",
            "kind": "stuck", "cause": "notice_unclear", "text_zh": "告知单没有写全", "text_en": "The notice was not complete", "key": key}  # fmt: skip
    return Candidate(evidence=(Evidence("quote", "我跑了三趟", "LD20261120-0001", 4),), **(said | more))


def registered(**more):
    return store.register(candidate(), DOER, more)


def post(house, role, number, kind, lang="zh", **fields):
    return house.client(role).post(f"/{lang}/ledger/{number}/move", {"kind": kind, **fields})


def walked(number, state="ended", account="99", began=None):
    """Bring a walk that was walked to its end by somebody who mended nothing."""
    now = clock.micros(clock.now())
    row = Walking.objects.create(
        number=number,
        mode="leader",
        kind="in_person",
        service="s",
        version=served.pack().about.version,
        leader=account,
        secret=number,
        state=state,
        began=began or now,
    )
    SeatRow.objects.create(walking=row, account=account, role="applicant", since=now, until=now)
    return number


def to_done(house, number):
    before = {"which": "before", "name": "往返次数", "value": "3", "unit": "次", "on": "2026-11-20", "source": "走流程", "better": "lower"}
    for role, kind, fields in (
        ("supervisor", "judge", {"blockage": "stuck", "cause": "notice_unclear", "step": "reception", "severity": "3"}),
        ("supervisor", "measure", before),
        ("supervisor", "assign", {"lead": "window", "support": ["office"], "due": "2026-11-25"}),
        ("receptionist", "accept", {}),
        ("receptionist", "progress", {"note": "重写告知单"}),
        ("receptionist", "finish", {"measure_now": "告知单一页写全"}),
    ):
        answer = post(house, role, number, kind, **fields)
        assert answer.status_code == 302, (kind, text_of(answer.content.decode())[:2000])


def test_an_item_goes_the_whole_way_on_the_pages_and_is_closed_only_with_its_proof(house):
    number = registered().number
    to_done(house, number)
    early = post(house, "supervisor", number, "close")
    assert early.status_code == 422
    assert "还没有复走" in text_of(early.content.decode())
    nowhere = post(house, "supervisor", number, "rewalk", walk="LD20261123-0002", passed="yes")
    assert "没有这次走流程" in text_of(nowhere.content.decode())
    walked("LD20261123-0002")
    assert post(house, "supervisor", number, "rewalk", walk="LD20261123-0002", passed="yes").status_code == 302
    after = {"which": "after", "name": "往返次数", "value": "1", "unit": "次", "on": "2026-11-23", "source": "复走"}
    assert post(house, "supervisor", number, "measure", **after).status_code == 302
    assert post(house, "receptionist", number, "close").status_code == 422
    assert post(house, "supervisor", number, "close").status_code == 302
    assert store.item(number).state == "closed"
    assert "已销号" in text_of(house.client("supervisor").get(f"/zh/ledger/{number}/").content.decode())
    assert list(verifying.verify()) == []


def _add(number):
    last = ItemEventRow.objects.filter(item_id=number).last()
    ItemEventRow.objects.create(item_id=number, seq=last.seq + 1, kind=last.kind, body=last.body, prev=last.hash, hash=last.hash)


def _forget(number):
    ItemEventRow.objects.filter(item_id=number).delete()
    ItemRow.objects.filter(pk=number).delete()


TAMPERED = {
    "chain.changed": lambda n: ItemEventRow.objects.filter(item_id=n, seq=1).update(
        body=ItemEventRow.objects.get(item_id=n, seq=1).body.replace("告知单", "登记表")
    ),
    "chain.missing": lambda n: ItemEventRow.objects.filter(item_id=n, seq=1).delete(),
    "chain.ends": lambda n: ItemEventRow.objects.filter(item_id=n, seq=2).delete(),
    "chain.changed#3": _add,
    "item.columns": lambda n: ItemEventRow.objects.filter(item_id=n, seq=2).update(kind="close"),
    "item.state": lambda n: ItemRow.objects.filter(pk=n).update(status="closed"),
    "item.gone": _forget,
}


@pytest.mark.parametrize("code", TAMPERED)
def test_whatever_is_changed_in_the_ledger_by_hand_is_found_out_and_named(house, code, capsys):
    number = registered().number
    store.move(number, "judge", HEAD, {"kind": "pain", "cause": "manner"})
    assert list(verifying.verify()) == []
    TAMPERED[code](number)
    assert [(b.walk, b.code) for b in verifying.verify()] == [(number, code.partition("#")[0])]
    assert call_command("verify_store", stdout=io.StringIO(), stderr=io.StringIO()) == "1"
    assert number in capsys.readouterr().out


def test_two_people_on_one_item_do_not_lose_each_others_move(house):
    number = registered().number
    store.move(number, "judge", HEAD, {"kind": "pain", "cause": "manner"}, expected_revision=1)
    with pytest.raises(Fault) as told:
        store.move(number, "decline", HEAD, reason="不属实", expected_revision=1)
    assert told.value.code == "item.conflict"
    late = post(house, "supervisor", number, "decline", reason="写了很久的理由", revision="1")
    assert late.status_code == 409
    assert "写了很久的理由" in late.content.decode()


def test_the_same_candidate_twice_is_one_and_becomes_one_item(house):
    assert store.suggest(candidate()) is True
    assert store.suggest(candidate()) is False
    [(row, _)] = store.candidates()
    answer = house.client("supervisor").post("/zh/ledger/candidates", {"candidate": row.pk, "outcome": "item"})
    assert answer.status_code == 302
    item = store.item(ItemRow.objects.get().number)
    assert item.title.zh == "告知单没有写全"
    assert item.evidence[0].ref == "我跑了三趟"
    again = house.client("supervisor").post("/zh/ledger/candidates", {"candidate": row.pk, "outcome": "item"})
    assert again.status_code == 422
    assert ItemRow.objects.count() == 1


def test_a_candidate_is_dismissed_only_with_a_reason_and_merged_with_its_evidence(house):
    number = registered().number
    store.suggest(candidate("k2"))
    [(row, _)] = store.candidates()
    client = house.client("leader")
    assert client.post("/zh/ledger/candidates", {"candidate": row.pk, "outcome": "dismissed"}).status_code == 422
    assert client.post("/zh/ledger/candidates", {"candidate": row.pk, "outcome": "merged", "into": number}).status_code == 302
    assert len(store.item(number).evidence) == 2


def test_a_blockage_that_comes_back_names_the_item_that_was_closed(house):
    first = registered().number
    to_done(house, first)
    store.move(first, "rewalk", HEAD, {"walk": walked("LD2"), "passed": True})
    figure = {"which": "after", "name": "往返次数", "value": 1, "unit": "次", "on": "2026-11-23", "source": "复走"}
    store.move(first, "measure", HEAD, figure)
    store.move(first, "close", HEAD)
    assert registered().recurrence_of == first


def test_merging_takes_the_evidence_along_and_leaves_a_trail(house):
    first, second = registered().number, registered().number
    assert "可能是同一件事" in text_of(house.client("supervisor").get("/zh/ledger/").content.decode())
    assert post(house, "supervisor", second, "merge", into=first, reason="同一件事").status_code == 302
    assert store.item(second).merged_into == first
    assert len(store.item(first).evidence) == 2
    assert post(house, "supervisor", first, "merge", into="WT2026-9999", reason="x").status_code == 422


def test_no_text_of_the_ledger_names_one_of_the_staff(house):
    shown = house.accounts["receptionist"].shown
    answer = house.client("guide").post("/zh/ledger/new", {"title": f"{shown}态度不好", "source": "visit"})
    assert answer.status_code == 422
    assert "对事不对人" in text_of(answer.content.decode())
    assert not ItemRow.objects.exists()


def test_small_numbers_are_hidden_and_the_unknown_is_told_as_unknown(house):
    number = registered().number
    client = house.client("supervisor")
    assert "还不知道" in text_of(client.get(f"/zh/ledger/{number}/").content.decode())
    store.move(number, "judge", HEAD, {"kind": "pain", "cause": "manner", "cases": 3})
    page = text_of(client.get(f"/zh/ledger/{number}/").content.decode())
    assert "涉及件数 少于5" in page


@pytest.mark.parametrize("sent", [{"kind": "nonsense"}, {"kind": "judge", "cause": "\x00"}, {"kind": "measure", "value": "NaN"}, {}])
def test_nonsense_gets_a_sentence_not_a_failure(house, sent):
    number = registered().number
    answer = house.client("supervisor").post(f"/en/ledger/{number}/move", sent)
    assert answer.status_code == 422
    assert store.item(number).revision == 1
    assert house.client("supervisor").get("/zh/ledger/WT0000-0000/").status_code == 404


def test_numbers_run_on_within_the_year(house):
    assert [registered().number for _ in range(3)] == [f"WT{MORNING.year}-000{n}" for n in (1, 2, 3)]


def test_from_a_seat_of_a_walk_the_real_ledger_cannot_be_moved(house, monkeypatch):
    number = registered().number
    seat = WalkSeat("LD20261123-0001", "supervisor", "bureau", "in_person")

    def seated(request):
        request.walk_seat = seat
        return acting(request)

    monkeypatch.setattr(views, "acting", seated)
    client = house.client("guide")
    for place, sent in ((f"{number}/move", {"kind": "reply", "text": "说明", "accepts": "yes"}), ("new", {"title": "新的一项"})):
        answer = client.post(f"/zh/ledger/{place}", sent)
        assert answer.status_code == 422
        assert "座位" in text_of(answer.content.decode())
    assert [i.revision for i in store.items()] == [1]


@pytest.mark.parametrize("how, code", [({"state": "walking"}, "running"), ({"began": 1}, "early"), ({"account": "mender"}, "doer")])
def test_a_walk_that_proves_nothing_is_refused_as_a_rewalk(house, how, code):
    number = registered().number
    to_done(house, number)
    if "account" in how:
        how = {"account": store.item(number).doers[0]}
    walked("LD7", **how)
    with pytest.raises(Fault) as refused:
        store.move(number, "rewalk", HEAD, {"walk": "LD7", "passed": True})
    assert refused.value.code == f"rewalk.{code}"
    assert store.item(number).rewalk_passed is None
