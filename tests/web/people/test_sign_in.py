from __future__ import annotations

import re
import time
from datetime import timedelta

import pyotp
import pytest
from django.test import Client
from tests.web.personas import PASSWORD, signed_in
from tests.web.visitor import WAGES

from zoutong.web.people import factor
from zoutong.web.people.gate import SEEN, SINCE
from zoutong.web.people.models import AccessEvent, Account

pytestmark = pytest.mark.django_db
SIGN_IN = "/zh/staff/sign-in"


def give(client: Client, name: str, password: str = PASSWORD, **more: str):
    return client.post(SIGN_IN, {"name": name, "password": password, **more})


def enrol(account: Account) -> pyotp.TOTP:
    secret = factor.new_secret()
    assert factor.set_up(account, secret, pyotp.TOTP(secret).now())
    Account.objects.filter(pk=account.pk).update(factor_step=0)
    return pyotp.TOTP(secret)


def acts() -> list[tuple[str, str]]:
    return [(event.act, event.outcome) for event in AccessEvent.objects.order_by("id")]


def test_name_and_password_open_the_first_page_of_the_seat(house, client):
    answer = give(client, "jiang")
    assert answer.headers["Location"] == "/zh/staff/"
    assert client.get("/zh/staff/").headers["Location"] == "/zh/staff/accounts"
    assert acts() == [("sign_in", "in")]


@pytest.mark.parametrize("name, password", [("jiang", "wrong"), ("nobody", PASSWORD), ("", ""), ("jiang\0", "x"), ("蒋" * 500, "x" * 5000)])
def test_a_wrong_name_and_a_wrong_password_sound_the_same(house, client, name, password):
    answer = give(client, name, password)
    assert answer.status_code == 422
    assert "登录名或密码不对" in answer.content.decode()
    assert acts() == [("sign_in", "failed")]


def test_the_typed_name_stays_and_the_password_does_not(house, client):
    page = give(client, "jiang", "sehr-geheim").content.decode()
    assert 'value="jiang"' in page
    assert "sehr-geheim" not in page


def test_after_five_wrong_tries_the_name_is_locked_here_and_one_sentence_tells_the_way_on(house, client, settings):
    for _ in range(settings.ZOUTONG_LOCKOUT_TRIES):
        answer = give(client, "he", "wrong")
    assert answer.status_code == 429
    assert "15分钟内不能登录" in answer.content.decode()
    assert give(client, "he").status_code == 429
    assert acts()[-1] == ("sign_in", "locked")


def test_a_lock_holds_one_name_at_one_address_only(house, client, settings):
    for _ in range(settings.ZOUTONG_LOCKOUT_TRIES):
        give(client, "he", "wrong")
    assert give(client, "xie").status_code == 302
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert give(elsewhere, "he").status_code == 302


def test_a_lock_ends_by_itself(house, client, settings):
    from axes.models import AccessAttempt

    for _ in range(settings.ZOUTONG_LOCKOUT_TRIES):
        give(client, "he", "wrong")
    for attempt in AccessAttempt.objects.all():
        attempt.attempt_time -= timedelta(minutes=settings.ZOUTONG_LOCKOUT_MINUTES, seconds=1)
        attempt.save()
    assert give(client, "he").status_code == 302


def test_somebody_who_has_left_does_not_get_in(house, client):
    Account.objects.filter(name="he").update(is_active=False)
    assert give(client, "he").status_code == 422
    assert Client().get("/zh/staff/me").status_code == 302


def test_the_key_of_the_session_changes_and_a_visitors_words_stay_outside(house, client):
    client.post("/zh/statement", {"statement": WAGES})
    before = client.cookies["zoutong"].value
    give(client, "he")
    assert client.cookies["zoutong"].value != before
    assert WAGES not in client.get("/zh/statement").content.decode()


def test_the_way_leads_back_to_the_page_that_was_asked_for_and_never_to_another_host(house):
    assert give(Client(), "jiang", next="/zh/staff/units?x=1").headers["Location"] == "/zh/staff/units?x=1"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil.example"):
        assert give(Client(), "jiang", next=elsewhere).headers["Location"] == "/zh/staff/"


def test_a_session_ends_after_idleness_and_says_so(house, settings):
    client = house.client("inspector")
    session = client.session
    session[SEEN] = int(time.time()) - settings.ZOUTONG_STAFF_IDLE_MINUTES * 60 - 1
    session.save()
    answer = client.get("/zh/staff/me", follow=True)
    assert "超过30分钟没有操作" in answer.content.decode()
    assert ("sign_out", "idle") in acts()
    assert client.get("/zh/staff/me").status_code == 302


def test_a_session_lasts_ten_hours_at_most_however_busy(house, settings):
    client = house.client("inspector")
    session = client.session
    session[SINCE] = int(time.time()) - settings.ZOUTONG_STAFF_HOURS * 3600 - 1
    session.save()
    assert "最长10小时" in client.get("/zh/staff/me", follow=True).content.decode()


def test_work_keeps_a_session_alive(house):
    client = house.client("inspector")
    session = client.session
    session[SEEN] = int(time.time()) - 20 * 60
    session.save()
    assert client.get("/zh/staff/me").status_code == 200
    assert client.session[SEEN] > int(time.time()) - 5


def test_signing_out_ends_the_session_and_is_written_down(house):
    client = house.client("inspector")
    assert "已退出" in client.post("/zh/staff/sign-out", follow=True).content.decode()
    assert client.get("/zh/staff/me").status_code == 302
    assert ("sign_out", "out") in acts()


def test_signing_out_everywhere_ends_every_session(house):
    here, there = house.client("inspector"), house.client("inspector")
    here.post("/zh/staff/me/sign-out-everywhere")
    assert there.get("/zh/staff/me").status_code == 302


def test_a_part_of_a_page_takes_the_whole_page_to_the_sign_in(house):
    answer = Client().get("/zh/staff/me", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == SIGN_IN


class TestSecondFactor:
    def test_the_password_alone_opens_nothing(self, house, client):
        enrol(house.accounts["inspector"])
        assert give(client, "he").headers["Location"] == "/zh/staff/second-factor"
        assert client.get("/zh/staff/me").status_code == 302

    def test_the_code_of_the_phone_opens_and_leads_on(self, house, client):
        phone = enrol(house.accounts["admin"])
        give(client, "jiang", next="/zh/staff/units")
        answer = client.post("/zh/staff/second-factor", {"code": phone.now()})
        assert answer.headers["Location"] == "/zh/staff/units"
        assert client.get("/zh/staff/units").status_code == 200

    def test_a_code_opens_once_only(self, house):
        phone = enrol(house.accounts["inspector"])
        first, second = Client(), Client()
        code = phone.now()
        for client, status in ((first, 302), (second, 422)):
            give(client, "he")
            assert client.post("/zh/staff/second-factor", {"code": code}).status_code == status

    @pytest.mark.parametrize("off, opens", [(-30, True), (30, True), (-90, False), (90, False)])
    def test_a_clock_may_be_off_by_half_a_minute(self, house, client, off, opens):
        phone = enrol(house.accounts["inspector"])
        give(client, "he")
        answer = client.post("/zh/staff/second-factor", {"code": phone.at(int(time.time()) + off)})
        assert (answer.status_code == 302) == opens

    @pytest.mark.parametrize("code", ["", "000000", "abc", "１２３４５６", "0" * 5000, "\0", "²²²²²²"])
    def test_a_wrong_code_gets_a_sentence(self, house, client, code):
        enrol(house.accounts["inspector"])
        give(client, "he")
        answer = client.post("/zh/staff/second-factor", {"code": code})
        assert answer.status_code == 422
        assert "这个码不对" in answer.content.decode()

    def test_wrong_codes_lock_like_wrong_passwords(self, house, client, settings):
        phone = enrol(house.accounts["inspector"])
        give(client, "he")
        for _ in range(settings.ZOUTONG_LOCKOUT_TRIES):
            answer = client.post("/zh/staff/second-factor", {"code": "000000"})
        assert answer.status_code == 429
        assert client.post("/zh/staff/second-factor", {"code": phone.now()}).status_code == 429
        assert give(client, "he").status_code == 429

    def test_a_recovery_code_opens_once(self, house):
        account = house.accounts["inspector"]
        enrol(account)
        code = factor.new_recovery_codes(account)[0]
        for status in (302, 422):
            client = Client()
            give(client, "he")
            assert client.post("/zh/staff/second-factor", {"code": code.lower()}).status_code == status

    def test_a_role_that_needs_it_sets_it_up_at_the_first_sign_in(self, house, client, settings):
        settings.ZOUTONG_SECOND_FACTOR = frozenset({"inspector"})
        assert give(client, "he").headers["Location"] == "/zh/staff/second-factor/new"
        page = client.get("/zh/staff/second-factor/new").content.decode()
        assert "<svg" in page
        secret = re.search(r'zt-mono">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
        assert secret not in client.cookies.output()
        wrong = client.post("/zh/staff/second-factor/new", {"code": "000000"})
        assert wrong.status_code == 422
        assert secret[:4] in wrong.content.decode()
        codes = client.post("/zh/staff/second-factor/new", {"code": pyotp.TOTP(secret).now()}).content.decode()
        assert len(re.findall(r"<li>[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}</li>", codes)) == 10
        assert client.get("/zh/staff/me").status_code == 200
        assert client.get("/zh/staff/second-factor/new").status_code == 302

    def test_a_role_that_needs_none_signs_in_without(self, house, client, settings):
        settings.ZOUTONG_SECOND_FACTOR = frozenset({"inspector"})
        assert give(client, "xie").headers["Location"] == "/zh/staff/"

    def test_everybody_needs_it_when_the_setting_says_all(self, house, client, settings):
        settings.ZOUTONG_SECOND_FACTOR = frozenset({"all"})
        assert give(client, "xie").headers["Location"] == "/zh/staff/second-factor/new"

    def test_the_secret_lies_in_the_database_in_no_readable_form(self, house):
        secret = factor.new_secret()
        account = house.accounts["inspector"]
        codes = factor.set_up(account, secret, pyotp.TOTP(secret).now())
        account.refresh_from_db()
        assert secret not in account.factor
        assert not [c for c in codes if account.recovery_codes.filter(digest__icontains=c.replace("-", "")).exists()]

    def test_another_key_of_the_house_opens_no_old_secret_unless_it_is_kept_as_the_former_one(self, house, settings):
        account = house.accounts["inspector"]
        phone = enrol(account)
        account.refresh_from_db()
        former, settings.SECRET_KEY = settings.SECRET_KEY, "another key of the house, long enough"
        assert not factor.passes(account, phone.now())
        settings.SECRET_KEY_FALLBACKS = [former]
        assert factor.passes(account, phone.now())

    def test_a_half_sign_in_grows_old(self, house, client):
        phone = enrol(house.accounts["inspector"])
        give(client, "he")
        session = client.session
        session["people_half"] = {**session["people_half"], "at": int(time.time()) - 601}
        session.save()
        assert client.post("/zh/staff/second-factor", {"code": phone.now()}).headers["Location"] == SIGN_IN

    def test_a_new_phone_is_set_up_with_the_password(self, house):
        account = house.accounts["inspector"]
        enrol(account)
        client = signed_in(account)
        assert client.post("/zh/staff/me/second-factor", {"password": "wrong"}).status_code == 422
        answer = client.post("/zh/staff/me/second-factor", {"password": PASSWORD})
        assert answer.headers["Location"] == "/zh/staff/second-factor/new"
        assert client.get("/zh/staff/me").status_code == 302


def test_access_events_are_never_changed_or_deleted(house, client):
    give(client, "he")
    event = AccessEvent.objects.get()
    event.outcome = "failed"
    for change in (event.save, event.delete, AccessEvent.objects.all().delete, lambda: AccessEvent.objects.update(outcome="x")):
        with pytest.raises(TypeError):
            change()


def test_addresses_are_written_down_as_digests_only(house):
    give(Client(REMOTE_ADDR="203.0.113.9"), "he")
    give(Client(REMOTE_ADDR="203.0.113.9"), "xie")
    give(Client(REMOTE_ADDR="203.0.113.10"), "cao")
    first, second, third = (event.address_digest for event in AccessEvent.objects.order_by("id"))
    assert first == second != third
    assert "203" not in first


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(house, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    for said in ("1.2.3.4, 198.51.100.7", "9.9.9.9, 198.51.100.7"):
        give(Client(headers={"X-Forwarded-For": said}), "he")
    first, second = (event.address_digest for event in AccessEvent.objects.all())
    assert first == second
