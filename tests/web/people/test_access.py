from __future__ import annotations

import csv

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from tests.web.people.addresses import addresses, patterns
from tests.web.personas import PERSONAS, signed_in

from zoutong.kernel.error import Fault
from zoutong.web import urls
from zoutong.web.people import table
from zoutong.web.people.models import AccessEvent, Account, Post
from zoutong.web.people.roles import ANYONE, ROLES, SEATLESS

NAMES = [name for name, _ in patterns(get_resolver().url_patterns)]


def test_every_address_has_a_name_and_stands_in_the_table():
    assert not [name for name in NAMES if table.row_of(name) is None]


def test_every_row_of_the_table_has_an_address():
    left = [row for row in table.table() if not any(row == name or (row.endswith(":*") and name.startswith(row[:-1])) for name in NAMES)]
    assert not left


def test_the_roles_of_the_tests_are_the_roles_of_the_house():
    assert set(PERSONAS) == set(ROLES)


def outcome(client: Client, url: str, name: str) -> str:
    """Open an address and say what the gate did: what counts is what was written down."""
    before = AccessEvent.objects.filter(act="open").count()
    answer = client.get(url)
    written = AccessEvent.objects.filter(act="open").first() if AccessEvent.objects.filter(act="open").count() > before else None
    if written is None:
        assert answer.status_code != 403, (name, url)
        return "open"
    assert written.place == name
    assert (written.outcome, answer.status_code) in (("refused", 403), ("not_signed_in", 302)), (name, answer.status_code)
    return "refused"


@pytest.mark.django_db
@pytest.mark.parametrize("address", addresses(), ids=lambda a: a.name)
def test_each_address_opens_for_each_role_exactly_as_the_table_says(house, address):
    people = {role: house.client(role) for role in ROLES}
    nobody = Account.objects.make("nobody", "无岗位", house.units["office"], must_change=False)
    people |= {ANYONE: Client(), SEATLESS: signed_in(nobody)}
    met = {column: outcome(client, address.url, address.name) for column, client in people.items()}
    assert met == {column: "open" if table.may(address.name, column) else "refused" for column in people}


@pytest.mark.django_db
def test_an_address_that_is_not_in_the_table_opens_for_nobody(house, settings):
    new = path("<language:lang>/new", lambda *_, **__: HttpResponse("open"), name="new")
    settings.ROOT_URLCONF = type("Addresses", (), {"urlpatterns": [new, *urls.urlpatterns]})
    assert Client().get("/zh/new").status_code == 302
    for role in ROLES:
        assert house.client(role).get("/zh/new").status_code == 403
        assert AccessEvent.objects.first().outcome == "refused"


@pytest.mark.django_db
def test_a_refusal_tells_the_way_on_and_is_written_down_with_the_role(house):
    answer = house.client("guide").get("/zh/staff/accounts")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "引导岗" in page
    assert "系统管理员" in page
    written = AccessEvent.objects.first()
    assert (written.account, written.role, written.place, written.outcome) == (
        house.accounts["guide"],
        "guide",
        "people:accounts",
        "refused",
    )


@pytest.mark.django_db
def test_whoever_is_not_signed_in_is_led_to_the_sign_in_and_back(client, db):
    answer = client.get("/en/staff/accounts?q=lin")
    assert answer.headers["Location"] == "/en/staff/sign-in?next=%2Fen%2Fstaff%2Faccounts%3Fq%3Dlin"


@pytest.mark.django_db
def test_a_refused_person_may_take_another_seat_that_opens_the_page(house):
    lin = house.accounts["receptionist"]
    post = Post.objects.create(account=lin, role="supervisor", unit=house.units["bureau"], since="2026-01-01")
    client = house.client("receptionist")
    page = client.get("/zh/staff/access").content.decode()
    assert f'value="{post.pk}"' in page
    client.post("/zh/staff/seat", {"seat": post.pk})
    assert client.get("/zh/staff/access").status_code == 200


@pytest.mark.django_db
def test_the_administrator_and_the_supervisor_can_read_the_whole_table(house):
    for role in ("admin", "supervisor"):
        for lang, words in (("zh", "本人的"), ("en", "Own")):
            page = house.client(role).get(f"/{lang}/staff/access").content.decode()
            assert words in page
            assert all(name in page for name in table.table())


def test_a_broken_row_of_the_table_is_named(tmp_path, monkeypatch):
    broken = tmp_path / "access.csv"
    with table.FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    rows[2][3] = "maybe"
    with broken.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    monkeypatch.setattr(table, "FILE", broken)
    table.table.cache_clear()
    with pytest.raises(Fault) as fault:
        table.table()
    table.table.cache_clear()
    assert fault.value.code == "account.table"
    assert fault.value.row == 3
