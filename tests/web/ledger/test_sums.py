from __future__ import annotations

import pytest
from tests.web.test_catalogue import CHINESE, english_only
from tests.web.visitor import DAY, text_of

from zoutong.improve import Mover
from zoutong.improve.candidate import Candidate
from zoutong.kernel.error import Fault
from zoutong.web import clock, joined
from zoutong.web.ledger import plans, store
from zoutong.web.ledger.models import ItemRow
from zoutong.web.ledger.seed import make_items

pytestmark = pytest.mark.django_db
HEAD = Mover("h", "supervisor", "bureau")


def test_the_demos_items_name_their_sources_and_none_claims_to_be_closed(house, settings):
    assert make_items() == 6
    assert make_items() == 0
    for item in store.items():
        assert any(e.kind == "link" and "http" in e.ref for e in item.evidence)
        assert item.state in ("registered", "judged", "done")
        assert item.before is None
    settings.PRODUCTION = True
    with pytest.raises(Fault):
        make_items()


def test_the_public_sees_only_what_was_published_and_only_in_its_public_words(house, client):
    make_items()
    store.move("WT2026-0004", "judge", HEAD, {"kind": "pain", "cause": "policy_not_understood", "harmed": "firm"})
    page = text_of(client.get("/zh/walked/").content.decode())
    assert "不同窗口对同一事项要求不一样" in page
    assert "企业知道新型学徒制政策" not in page
    assert "已经改了，还要再走一遍看效果" in page
    assert "又走了一遍" not in page
    assert text_of(client.get("/en/walked/").content.decode()).count("not yet walked again") == 3


def test_no_english_page_of_the_ledger_speaks_chinese_by_itself(house, monkeypatch):
    number = store.register(Candidate("visit", "", "leader", "", "", "", "", (), "A", "A", "k"), HEAD).number
    store.move(number, "judge", HEAD, {"kind": "hard", "cause": "manner"})
    store.move(number, "assign", HEAD, {"lead": "window", "due": "2026-11-20"})
    client = house.client("supervisor")
    for place in ("", "?view=board", f"{number}/", "new", "candidates", "digest", "lists", "plans/"):
        page = english_only(client.get(f"/en/ledger/{place}").content.decode())
        assert not CHINESE.findall(text_of(page).replace("中文", "")), (place, CHINESE.findall(text_of(page)))


def test_a_plan_goes_from_items_through_its_consultation_back_into_the_ledger(house, monkeypatch):
    make_items()
    client = house.client("leader")
    place = client.post("/zh/ledger/plans/", {"title": "听得懂专项方案", "items": "WT2026-0004"})["Location"]

    def change(revision, **sent):
        return client.post(place, {"revision": revision, **sent})

    assert change(0, change="task", what="重写办事指南", lead="office").status_code == 302
    assert change(0, change="task", what="慢了一步").status_code == 422
    short = change(1, change="consult", closes="2026-12-01")
    assert "不得少于30日" in text_of(short.content.decode())
    assert change(1, change="consult", closes="2026-12-23").status_code == 302
    assert "听得懂专项方案" in text_of(client.get("/zh/walked/").content.decode())
    assert change(2, change="hear", group="企业", text="配例子").status_code == 302
    assert change(3, change="answer", opinion="0", answer="adopted").status_code == 302
    assert change(4, change="settle").status_code == 422
    later = clock.now().replace(year=2027)
    monkeypatch.setattr(clock, "now", lambda: later)
    number = int(place.rstrip("/").rsplit("/", 1)[1])
    plan, revision = plans.one(number)
    from zoutong.improve.plan import settle

    plans.change(number, revision, lambda p: settle(p, later.date()))
    assert [c.text_zh for _, c in store.candidates()] == ["重写办事指南"]
    assert plan.items == ("WT2026-0004",)


def test_letters_are_drafted_from_the_ledger(house):
    make_items()
    month = f"{DAY:%Y-%m}"
    number = ItemRow.objects.get(state__title__zh__startswith="不同窗口").number
    assert number in str(joined.three_lists(month, "示范区人社局"))
    assert "一口受理窗口" in joined.rectify_notice(f"{number} WT2026-0001", "示范区人社局").to
    assert number in str(joined.chase_letter(number, "示范区人社局").parts)
    assert "有证据销号" in str(joined.circular(month, "示范区人社局").parts)
    assert joined.minutes(number, "示范区人社局").form == "minutes"
    with pytest.raises(Fault):
        joined.chase_letter("没有编号", "示范区人社局")
    with pytest.raises(Fault):
        joined.special_plan("七", "示范区人社局")


def test_a_digest_never_counts_what_is_only_reported_as_done(house):
    make_items()
    page = text_of(house.client("supervisor").get("/zh/ledger/digest").content.decode())
    head, row = page.split("合计", 1)
    assert "有证据销号" in head
    assert row.split()[:6] == ["6", "4", "3", "3", "3", "0"]
