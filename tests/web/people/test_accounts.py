from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from tests.web.personas import PASSWORD, signed_in
from tests.web.visitor import DAY

from zoutong.kernel.error import Fault
from zoutong.web.people import changes, factor
from zoutong.web.people.models import AccessEvent, Account, Deputy, Post, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(house):
    return house.client("admin")


def change(client, account: Account, what: str, **fields: object):
    return client.post(f"/zh/staff/accounts/{account.pk}/change", {"what": what, **fields})


def test_a_new_account_gets_a_password_that_is_shown_once_and_must_be_changed(house, admin, client):
    answer = admin.post("/zh/staff/accounts/new", {"name": "new.one", "shown": "𠮷龘·新", "unit": "window", "role": "guide"})
    page = answer.content.decode()
    password = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    account = Account.objects.get(name="new.one")
    assert password not in admin.get(f"/zh/staff/accounts/{account.pk}").content.decode()
    assert client.post("/zh/staff/sign-in", {"name": "new.one", "password": password}).status_code == 302
    for place in ("", "me", "seat"):
        assert client.get(f"/zh/staff/{place}").headers["Location"] == "/zh/staff/me/password"
    sent = {"old": password, "new": "qing-feng-shan-9", "again": "qing-feng-shan-9"}
    assert client.post("/zh/staff/me/password", sent).status_code == 302
    assert "𠮷龘·新" in client.get("/zh/staff/me").content.decode()


@pytest.mark.parametrize(
    "sent, words",
    [
        ({"name": "x"}, "2到60个字"),
        ({"name": "a b"}, "2到60个字"),
        ({"name": "lin"}, "已经有人用了"),
        ({"shown": ""}, "请写姓名"),
        ({"shown": "名" * 61}, "请写姓名"),
        ({"unit": "nowhere"}, "请选择机构"),
        ({"role": "king"}, "请选择岗位"),
        ({"name": "\0\0\0"}, "2到60个字"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said_and_the_typed_words_stay(house, admin, sent, words):
    full = {"name": "new.one", "shown": "新来的", "unit": "window", "role": "guide"} | sent
    answer = admin.post("/zh/staff/accounts/new", full)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert sent.get("shown") == "" or full["shown"] in answer.content.decode()
    assert Account.objects.count() == len(house.accounts)


def test_the_list_filters_by_words_role_unit_and_state(house, admin):
    def found(query: str) -> set[str]:
        return set(re.findall(r'zt-mono">([a-z]+)</td>', admin.get(f"/zh/staff/accounts?{query}").content.decode()))

    Account.objects.filter(name="cao").update(is_active=False)
    assert found("q=小满") == {"lin"}
    assert found("role=admin") == {"jiang"}
    assert found("unit=window") == {"lin", "tang", "fang", "zheng"}
    assert found("state=out") == {"cao"}
    assert found("unit=window&role=guide") == {"tang"}
    assert len(found("")) == len(house.accounts)
    assert "没有符合条件的账号" in admin.get("/zh/staff/accounts?q=nobody").content.decode()


def test_a_long_list_is_turned_page_by_page_and_keeps_its_filter(house, admin):
    Account.objects.bulk_create([Account(name=f"n{i:04}", shown="甲", unit=house.units["office"], password="!") for i in range(120)])
    page = admin.get("/zh/staff/accounts?unit=office&page=2").content.decode()
    assert "第2页，共3页" in page
    assert "unit=office&amp;page=3" in page
    for strange in ("0", "x", "-1", "999999999999999999999"):
        assert admin.get(f"/zh/staff/accounts?page={strange}").status_code == 200


def test_a_role_is_given_and_ended(house, admin):
    who = house.accounts["guide"]
    assert change(admin, who, "role", role="router", unit="window", since="2026-11-20").status_code == 302
    assert {post.role for post in who.posts_on(DAY)} == {"guide", "router"}
    change(admin, who, "end_post", post=Post.objects.get(role="guide", account=who).pk)
    assert {post.role for post in who.posts_on(DAY)} == {"router"}


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"role": "king"}, "没有这个岗位"),
        ({"unit": "nowhere"}, "请选择机构"),
        ({"since": "yesterday"}, "不是日期"),
        ({"since": ""}, "不是日期"),
        ({"until": "2026-11-01"}, "最后一天早于第一天"),
        ({"role": "guide"}, "已经有这个岗位"),
    ],
)
def test_a_role_that_cannot_be_given_is_refused_with_a_sentence(house, admin, fields, words):
    sent = {"role": "router", "unit": "window", "since": "2026-11-20"} | fields
    answer = change(admin, house.accounts["guide"], "role", **sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Post.objects.count() == len(house.accounts)


def test_nobody_gives_himself_a_role_or_ends_his_own(house, admin):
    me = house.accounts["admin"]
    assert change(admin, me, "role", role="leader", unit="bureau", since="2026-11-20").status_code == 422
    assert change(admin, me, "end_post", post=me.posts.get().pk).status_code == 422
    assert {post.role for post in me.posts_on(DAY)} == {"admin"}
    assert AccessEvent.objects.filter(act="account", outcome="refused").count() == 2


def test_nobody_gives_himself_a_role_by_making_himself_a_deputy(house, admin):
    answer = change(admin, house.accounts["leader"], "deputy", by=house.accounts["admin"].pk, since="2026-11-20")
    assert answer.status_code == 422
    assert not Deputy.objects.exists()


def test_the_last_administrator_stays(house):
    other = Account.objects.make("other", "另一位", house.units["office"], must_change=False)
    post = Post.objects.create(account=other, role="admin", unit=house.units["office"], since=DAY)
    jiang = house.accounts["admin"]
    changes.set_active(other, jiang, active=False)
    guide = house.accounts["guide"]
    with pytest.raises(Fault) as fault:
        changes.set_active(guide, other, active=False)
    assert fault.value.code == "account.last_admin"
    with pytest.raises(Fault):
        changes.end_post(guide, post)
    other.refresh_from_db()
    assert other.is_active
    assert other.posts_on(DAY).exists()


def test_who_is_deactivated_is_out_at_once(house, admin):
    working = house.client("inspector")
    assert working.get("/zh/staff/me").status_code == 200
    change(admin, house.accounts["inspector"], "keep_out")
    assert working.get("/zh/staff/me").status_code == 302
    change(admin, house.accounts["inspector"], "let_in")
    assert Account.objects.get(name="he").is_active


def test_nobody_deactivates_himself(house, admin):
    assert change(admin, house.accounts["admin"], "keep_out").status_code == 422
    assert Account.objects.get(name="jiang").is_active


def test_a_lost_phone_is_mended_by_the_administrator(house, admin):
    he = house.accounts["inspector"]
    secret = factor.new_secret()
    factor.set_up(he, secret, pyotp.TOTP(secret).now())
    change(admin, he, "factor")
    he.refresh_from_db()
    assert not factor.has(he)
    assert not he.recovery_codes.exists()


def test_a_one_time_password_replaces_the_forgotten_one(house, admin, client):
    page = change(admin, house.accounts["inspector"], "password").content.decode()
    fresh = re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", page)[0]
    assert client.post("/zh/staff/sign-in", {"name": "he", "password": PASSWORD}).status_code == 422
    assert client.post("/zh/staff/sign-in", {"name": "he", "password": fresh}).status_code == 302
    assert not AccessEvent.objects.filter(detail__contains=fresh[:4]).exists()


def test_every_change_says_who_changed_what_about_whom(house, admin):
    he = house.accounts["inspector"]
    change(admin, he, "unit", unit="office", shown="何正")
    change(admin, he, "leave", since="2026-11-23", until="2026-11-24")
    written = AccessEvent.objects.filter(act="account").order_by("id")
    assert [(e.account.name, e.outcome, e.about.name) for e in written] == [("jiang", "unit", "he"), ("jiang", "leave", "he")]
    page = admin.get("/zh/staff/journal?act=account").content.decode()
    assert "登记了请假" in page


@pytest.mark.parametrize("what", ["", "nothing", "__class__", "role\0"])
def test_a_change_that_does_not_exist_gets_the_page_of_wrong_addresses(house, admin, what):
    assert change(admin, house.accounts["guide"], what).status_code == 404


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "²", "1 or 1=1"])
@pytest.mark.parametrize("what, field", [("end_post", "post"), ("deputy", "by"), ("end", "period")])
def test_a_strange_number_gets_a_sentence(house, admin, what, field, number):
    answer = change(admin, house.accounts["guide"], what, **{field: number, "since": "2026-11-23"})
    assert answer.status_code == 422


def test_units_are_listed_and_made(house, admin):
    sent = {"code": "street-02", "zh": "示范二街道", "en": "Demo Sub-district 2", "kind": "subdistrict", "parent": "bureau"}
    assert admin.post("/zh/staff/units", sent).status_code == 302
    assert Unit.objects.get(code="street-02").parent == house.units["bureau"]
    again = admin.post("/zh/staff/units", sent)
    assert again.status_code == 422
    assert "已经有了" in again.content.decode()
    empty = admin.post("/zh/staff/units", {}).content.decode()
    assert empty.count('class="zt-wrong"') >= 3


def test_the_journal_shows_refusals_to_records_and_to_the_administrator_only(house):
    house.client("guide").get("/zh/staff/units")
    for role in ("records", "admin"):
        page = house.client(role).get("/zh/staff/journal?outcome=refused").content.decode()
        assert "唐小溪" in page
        assert "people:units" in page
    assert house.client("leader").get("/zh/staff/journal").status_code == 403


class TestOneself:
    def test_a_new_password_ends_the_other_sessions(self, house):
        here, there = house.client("guide"), house.client("guide")
        sent = {"old": PASSWORD, "new": "qing-feng-shan-9", "again": "qing-feng-shan-9"}
        assert here.post("/zh/staff/me/password", sent).status_code == 302
        assert here.get("/zh/staff/me").status_code == 200
        assert there.get("/zh/staff/me").status_code == 302

    @pytest.mark.parametrize(
        "sent, words",
        [
            ({"old": "wrong"}, "现在的密码不对"),
            ({"new": "short", "again": "short"}, "至少要10个字符"),
            ({"new": "20261123202611", "again": "20261123202611"}, "不能全是数字"),
            ({"new": "password123", "again": "password123"}, "太常见"),
            ({"new": "tang-tang-1", "again": "tang-tang-2"}, "不一样"),
            ({"new": PASSWORD, "again": PASSWORD}, "和现在的一样"),
            ({"new": "", "again": ""}, "太短"),
        ],
    )
    def test_each_broken_rule_of_passwords_gets_its_sentence(self, house, sent, words):
        full = {"old": PASSWORD, "new": "qing-feng-shan-9", "again": "qing-feng-shan-9"} | sent
        answer = house.client("guide").post("/zh/staff/me/password", full)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert house.accounts["guide"].check_password(PASSWORD)

    def test_a_password_like_the_name_is_refused(self, house):
        long = Account.objects.make("guideatwindow", "长名", house.units["window"], PASSWORD, must_change=False)
        sent = {"old": PASSWORD, "new": "guideatwindow1", "again": "guideatwindow1"}
        assert "太像" in signed_in(long).post("/zh/staff/me/password", sent).content.decode()

    def test_one_notes_ones_own_leave_and_ends_it(self, house):
        client = house.client("guide")
        client.post("/zh/staff/me/leave", {"since": "2026-11-20", "until": ""})
        leave = house.accounts["guide"].leaves.get()
        assert house.accounts["guide"].is_away(DAY)
        client.post("/zh/staff/me/end", {"what": f"leave-{leave.pk}"})
        assert not house.accounts["guide"].is_away(DAY)
        leave.refresh_from_db()
        assert leave.until == DAY - timedelta(days=1)

    def test_nobody_ends_the_leave_of_another(self, house):
        leave = house.away("inspector")
        house.client("guide").post("/zh/staff/me/end", {"what": f"leave-{leave.pk}"})
        assert house.accounts["inspector"].is_away(DAY)

    @pytest.mark.parametrize("sent", [{"since": "x"}, {"since": "2026-11-23", "until": "2026-11-22"}, {}])
    def test_days_that_do_not_fit_get_a_sentence(self, house, sent):
        assert house.client("guide").post("/zh/staff/me/leave", sent).status_code == 422

    def test_nobody_stands_in_for_himself(self, house):
        sent = {"by": house.accounts["guide"].pk, "since": "2026-11-23"}
        assert house.client("guide").post("/zh/staff/me/deputy", sent).status_code == 422


def test_a_name_that_was_typed_stays_when_the_unit_is_not_known(house, admin):
    answer = change(admin, house.accounts["guide"], "unit", shown="唐<小溪>", unit="nowhere")
    assert answer.status_code == 422
    assert 'value="唐&lt;小溪&gt;"' in answer.content.decode()
