from __future__ import annotations

import io
import json
import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from tests.web.personas import House
from tests.web.recorder.walking import begun, leader, sent, tap
from tests.web.visitor import text_of

from zoutong.kernel.error import Fault
from zoutong.web import joined
from zoutong.web.cases import jobs, keys
from zoutong.web.cases.papers import vault
from zoutong.web.clock import now
from zoutong.web.recorder import store
from zoutong.web.recorder.models import Tap
from zoutong.web.walks.models import Walking

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="key" value="([0-9a-f-]+)"')


def picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(drawn, "JPEG")
    return drawn.getvalue()


def press(client, number: str, what: str, **more: str):
    page = client.get(f"/zh/recorder/{number}/").content.decode()
    return client.post(
        f"/zh/recorder/{number}/tap", {"press": what, "step": "reception", "key": KEY.search(page)[1], "quote": "", "other": ""} | more
    )


def test_without_the_pages_own_program_each_tap_is_a_form(house: House, number):
    pan = house.client("leader")
    for what in ("tag:stuck", "wait:start", "trip:", "returned:", "mood:2", "paper:identity", "paper:other", "word:0"):
        assert press(pan, number, what).status_code == 302, what
    assert press(pan, number, "quote:", quote="她说系统今天不行").status_code == 302
    kinds = [t.kind for t in store.taps(number)]
    assert kinds == ["tag", "wait", "trip", "returned", "mood", "paper", "paper", "word", "quote"]
    shown = text_of(pan.get(f"/zh/recorder/{number}/").content.decode())
    assert "她说系统今天不行" in shown and "不等了" in shown


def test_a_form_sent_twice_is_one_tap(house: House, number):
    pan = house.client("leader")
    form = {"press": "tag:pain", "step": "reception", "key": str(uuid.uuid4()), "quote": ""}
    for _ in range(3):
        assert pan.post(f"/zh/recorder/{number}/tap", form).status_code == 302
    assert len(store.taps(number)) == 1


def test_an_empty_quote_is_told_in_a_sentence(house: House, number):
    answer = press(house.client("leader"), number, "quote:")
    assert answer.status_code == 422
    assert "一句话不能空着" in answer.content.decode()


def test_what_was_tapped_last_is_taken_back_by_whoever_tapped_it_only(house: House, number):
    one = tap(1)
    store.take_in(number, leader(house), [one, tap(2, value="pain")])
    other = tap(3, kind="undo", value=one["uuid"], device="91111111-2222-4333-8444-555555555555")
    tian = house.client("supervisor")
    assert sent(tian, number, [other]).status_code == 200
    assert [t.value for t in store.taps(number)] == ["stuck", "pain"]
    store.take_in(number, leader(house), [tap(4, kind="undo", value=one["uuid"])])
    assert [t.value for t in store.taps(number)] == ["pain"]
    assert Tap.every.count() == 4, "nothing is ever deleted"


def test_a_paper_outside_the_guide_is_a_finding_at_once_and_one_inside_is_none(house: House, number):
    store.take_in(number, leader(house), [tap(1, kind="paper", value="identity")])
    assert store.findings(number) == ()
    store.take_in(number, leader(house), [tap(2, kind="paper", value="residence"), tap(3, kind="paper", value="other", quote="派出所证明")])
    found = store.findings(number)
    assert [(f.kind, f.cause, f.mode) for f in found] == [("stuck", "paper_outside", "leader")] * 2
    assert "派出所证明" in found[1].words.zh and found[1].evidence[0].kind == "paper"


def test_what_was_said_and_photographed_beside_a_tag_is_its_evidence(house: House, number):
    store.take_in(
        number, leader(house), [tap(1, kind="quote", quote="先去二楼盖章"), tap(2, value="hard"), tap(200, kind="quote", quote="后来的话")]
    )
    found = store.findings(number)
    assert [f.kind for f in found] == ["hard"]
    assert [p.quote for p in found[0].evidence] == ["", "先去二楼盖章"]
    assert [f.key for f in store.findings(number)] == [f.key for f in found]


def test_a_real_case_is_never_recorded(house: House, number):
    case = begun(house, "a-case", mode="case")
    pan = house.client("leader")
    assert pan.get(f"/zh/recorder/{case}/").status_code == 404
    assert sent(pan, case, [tap(1)]).status_code == 404
    assert case not in pan.get("/zh/recorder/").content.decode()
    assert number in pan.get("/zh/recorder/").content.decode()
    with pytest.raises(Fault, match="没有走流程"):
        store.taps(case)


def test_taps_of_somebody_else_who_used_this_phone_wait_for_her(house: House, number):
    answer = sent(house.client("leader"), number, [tap(1)], account=str(house.accounts["supervisor"].pk))
    assert answer.status_code == 409
    assert not Tap.every.exists()


def test_one_mark_is_one_tap_on_one_walk(house: House, number):
    second = begun(house, "walk-2")
    store.take_in(number, leader(house), [tap(1)])
    taken = store.take_in(second, leader(house), [tap(1)])
    assert not taken.kept and taken.refused[0][1].code == "tap.uuid"


@pytest.mark.parametrize("body", ["", "{", "[]", '{"taps": 5}', '{"taps": null}', "null", "5", '"taps"'])
def test_a_batch_that_cannot_be_read_is_told_so(house: House, number, body):
    answer = house.client("leader").post(f"/zh/recorder/{number}/taps", body, content_type="application/json")
    assert answer.status_code == 400 and answer.json()["wrong"]


def test_a_photo_is_kept_in_the_vault_once_however_often_it_is_sent(house: House, number):
    pan = house.client("leader")
    for _ in range(3):
        form = {
            "tap": json.dumps(tap(1, kind="photo")),
            "account": str(house.accounts["leader"].pk),
            "file": SimpleUploadedFile("门口.jpg", picture()),
        }
        assert pan.post(f"/zh/recorder/{number}/photo", form).status_code == 200
    photo = store.taps(number)[0]
    assert b"".join(vault().read(photo.photo)) == picture()
    kept = Tap.every.get()
    assert set(vault().ids()) == {kept.place, kept.preview} - {""}


def test_a_photo_that_is_none_is_refused_and_nothing_is_kept(house: House, number):
    form = {
        "tap": json.dumps(tap(1, kind="photo")),
        "account": str(house.accounts["leader"].pk),
        "file": SimpleUploadedFile("a.jpg", b"no picture"),
    }
    answer = house.client("leader").post(f"/zh/recorder/{number}/photo", form)
    assert answer.status_code == 422 and answer.json()["wrong"]
    assert not Tap.every.exists() and not list(vault().ids())
    plain = house.client("leader").post(f"/zh/recorder/{number}/photo", {"key": str(uuid.uuid4()), "step": ""})
    assert plain.status_code == 422 and "没有选照片" in plain.content.decode()


def test_what_was_said_is_encrypted_and_goes_under_a_new_key_with_everything_else(house: House, number, settings):
    store.take_in(number, leader(house), [tap(1, kind="quote", quote="王师傅说明天再来")])
    assert "王师傅".encode() not in bytes(Tap.every.get().blob)
    keys.rotate(settings.ZOUTONG_KEYS)
    while jobs.rekey(now()):
        pass
    assert jobs.old_keys()
    keys.drop(settings.ZOUTONG_KEYS, jobs.old_keys())
    assert store.taps(number)[0].quote == "王师傅说明天再来"


def test_a_picture_at_a_touchpoint_leads_to_the_walk_at_that_step(house: House, number):
    pan = house.client("leader")
    assert pan.get("/zh/recorder/at/confirm_route").headers["Location"] == f"/zh/recorder/{number}/?step=confirm_route"
    second = begun(house, "walk-2")
    assert pan.get("/zh/recorder/at/confirm_route").headers["Location"] == "/zh/recorder/?step=confirm_route"
    store.take_in(second, leader(house), [tap(1)])
    assert pan.get("/zh/recorder/at/confirm_route").headers["Location"] == f"/zh/recorder/{second}/?step=confirm_route"
    assert pan.get("/zh/recorder/at/nowhere").status_code == 404


def test_the_page_that_a_phone_keeps_says_nothing_of_what_was_tapped(house: House, number):
    store.take_in(number, leader(house), [tap(1, kind="quote", quote="王师傅说明天再来")])
    pan = house.client("leader")
    assert "王师傅" in pan.get(f"/zh/recorder/{number}/").content.decode()
    kept = pan.get(f"/zh/recorder/{number}/", headers={"X-Recorder": "keep"})
    assert kept.headers["X-Recorder"] == "page" and "王师傅" not in kept.content.decode()


def test_the_page_asks_where_the_live_walk_stands(house: House, number):
    state = house.client("leader").get(f"/zh/recorder/{number}/state").json()
    assert state["step"] == store.guide_of(store.walk_of(number)).current.name
    assert state["guard"] and state["account"] == str(house.accounts["leader"].pk)


def test_what_hurts_before_anything_is_handed_in_is_noted_at_the_arrival_and_is_found(house: House):
    pan = house.client("leader")
    pan.post("/zh/walks/now", {"role": "applicant"})
    row = Walking.objects.get()
    band = pan.get("/zh/visit").content.decode()
    assert f"/zh/recorder/{row.number}/" in band, "the way to the recorder stands in the band from the first page on"
    assert row.number in pan.get("/zh/recorder/").content.decode()
    assert pan.get("/zh/recorder/at/arrive").headers["Location"] == f"/zh/recorder/{row.number}/?step=arrive"
    assert "来访" in text_of(pan.get(f"/zh/recorder/{row.number}/").content.decode())
    assert press(pan, row.number, "tag:blind", step="arrive").status_code == 302
    assert press(pan, row.number, "paper:residence", step="arrive").status_code == 302
    found = [(f.step, f.kind) for f in store.findings(row.number)]
    assert found[0] == ("arrive", "blind")
    assert joined.walk_ended(row) == len(found)
    assert joined.walk_ended(row) == 0, "the ledger hears of it once"


def test_a_photo_of_a_walk_is_never_swept_away_as_a_paper_without_a_row(house: House, number):
    store.take_photo(number, leader(house), tap(1, kind="photo"), SimpleUploadedFile("门口.jpg", picture()))
    assert jobs.sweep(datetime.now(UTC) + timedelta(days=400)) == 0
    assert b"".join(vault().read(store.taps(number)[0].photo)) == picture()


def test_only_who_leads_or_sits_in_a_walk_notes_anything_on_it(house: House):
    pan, lin = house.client("leader"), house.client("receptionist")
    pan.post("/zh/walks/now", {"role": "applicant"})
    walk = Walking.objects.get()
    place = f"/zh/recorder/{walk.number}/"
    form = {"press": "tag:pain", "step": "reception", "key": str(uuid.uuid4()), "quote": ""}
    photo = {"file": SimpleUploadedFile("a.jpg", picture(), "image/jpeg"), "key": str(uuid.uuid4()), "step": "reception"}
    refused = [sent(lin, walk.number, [tap(1)]), lin.post(f"{place}tap", form), lin.post(f"{place}photo", photo), lin.get(place)]
    assert [a.status_code for a in refused] == [403] * 4
    assert sent(lin, walk.number, [tap(1)]).json()["wrong"] == "您没有参加这次走流程，不能在这里记。"
    assert all("您没有参加这次走流程" in a.content.decode() and "二维码" in a.content.decode() for a in refused[1:])
    assert lin.get(f"{place}state").status_code == 403
    assert walk.number not in lin.get("/zh/recorder/").content.decode()
    assert not Tap.every.exists()
    lin.post(f"/zh/walks/join/{walk.secret}", {"role": "receptionist"})
    assert sent(lin, walk.number, [tap(1)]).status_code == 200
    assert [t.account for t in store.taps(walk.number)] == [str(house.accounts["receptionist"].pk)]
