from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.management import call_command

from zoutong.kernel.error import Fault
from zoutong.web.people.demo import PASSWORD, make_people
from zoutong.web.people.models import Account, Post, Unit
from zoutong.web.people.roles import ROLES

pytestmark = pytest.mark.django_db


def test_the_demo_has_thirty_staff_and_more_at_least_one_of_each_role_and_thirteen_subdistricts():
    assert make_people() >= 30
    assert set(Post.objects.values_list("role", flat=True)) == set(ROLES)
    assert Unit.objects.filter(kind="subdistrict").count() == 13
    assert not Account.objects.filter(demo=False).exists()


def test_making_them_twice_makes_nobody_twice():
    assert make_people() == make_people()
    assert Post.objects.filter(account__name="duty-chief-1").count() == 3


def test_a_demo_person_who_was_changed_stays_changed():
    make_people()
    Account.objects.filter(name="guide-1").update(shown="改过的名字")
    make_people()
    assert Account.objects.get(name="guide-1").shown == "改过的名字"


def test_one_tap_signs_a_demo_person_in(client):
    make_people()
    page = client.get("/en/staff/sign-in").content.decode()
    person = Account.objects.get(name="inspector-1")
    assert f'name="demo" value="{person.pk}"' in page
    client.post("/en/staff/sign-in", {"demo": person.pk})
    assert client.get("/en/staff/me").status_code == 200


def test_the_printed_password_works_too(client, capsys):
    call_command("demo_people")
    assert PASSWORD in capsys.readouterr().out
    assert client.post("/zh/staff/sign-in", {"name": "inspector-1", "password": PASSWORD}).status_code == 302


def test_real_people_are_never_served_with_demo_people(client, settings):
    make_people()
    person = Account.objects.get(name="admin-1")
    settings.PRODUCTION = True
    assert "zoutong.E006" in {m.id for m in run_checks()}
    with pytest.raises(Fault):
        make_people()
    assert "林小满" not in client.get("/zh/staff/sign-in", secure=True).content.decode()
    assert client.post("/zh/staff/sign-in", {"demo": person.pk}, secure=True).status_code == 422
    Account.objects.all().delete()
    assert "zoutong.E006" not in {m.id for m in run_checks()}


def test_a_real_account_is_not_opened_by_a_tap(client):
    unit = Unit.objects.create(code="office", zh="办公室", en="Office", kind="section")
    real = Account.objects.make("real", "真人", unit, must_change=False)
    assert client.post("/zh/staff/sign-in", {"demo": real.pk}).status_code == 422


def test_the_first_administrator_is_made_from_a_terminal_and_changes_the_password_at_once(client, capsys):
    call_command("first_admin", "head", "第一位")
    password = capsys.readouterr().out.split("：")[0].split(": ")[1].split("（")[0]
    assert client.post("/zh/staff/sign-in", {"name": "head", "password": password}).status_code == 302
    assert client.get("/zh/staff/accounts").headers["Location"] == "/zh/staff/me/password"
    with pytest.raises(Fault) as fault:
        call_command("first_admin", "head", "又一位")
    assert fault.value.code == "account.taken"
