from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from tests.web.visitor import DAY

from zoutong.web.people.acting import CHOSEN, acting
from zoutong.web.people.models import Deputy, Leave, Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def who(house, rf):
    """Give who acts when the person of a role opens a page, in a chosen seat or the first."""

    def give(role: str, chosen: int | None = None):
        request = rf.get("/zh/staff/")
        request.user = house.accounts[role] if role else AnonymousUser()
        request.session = {CHOSEN: chosen} if chosen else {}
        return acting(request)

    return give


def deputy(house, of: str, by: str, since=DAY, until=DAY) -> Deputy:
    return Deputy.objects.create(of=house.accounts[of], by=house.accounts[by], since=since, until=until)


def test_a_person_with_one_post_sits_in_it(house, who):
    he = who("inspector")
    assert (he.id, he.shown, he.role, he.unit, he.on_behalf_of) == (
        str(house.accounts["inspector"].pk),
        "何正义",
        "inspector",
        "inspection",
        "",
    )


def test_nobody_acts_who_is_not_signed_in(who):
    assert who("") is None


def test_a_person_with_several_posts_chooses_the_seat(house, who):
    other = Post.objects.create(account=house.accounts["inspector"], role="mediator", unit=house.units["mediation"], since=DAY)
    assert who("inspector").role == "inspector"
    assert (who("inspector", other.pk).role, who("inspector", other.pk).unit) == ("mediator", "mediation")
    assert who("inspector").roles == ("inspector", "mediator")


def test_a_seat_of_somebody_else_cannot_be_chosen(house, who):
    foreign = house.accounts["leader"].posts.get()
    assert who("inspector", foreign.pk).role == "inspector"
    assert "leader" not in who("inspector").roles


@pytest.mark.parametrize("since, until, holds", [(0, 0, True), (-5, None, True), (1, None, False), (-5, -1, False)])
def test_a_post_holds_from_its_first_to_its_last_day(house, who, since, until, holds):
    last = DAY + timedelta(days=until) if until is not None else None
    Post.objects.filter(role="inspector").update(since=DAY + timedelta(days=since), until=last)
    assert (who("inspector").seat is not None) == holds


def test_a_person_without_a_post_acts_in_no_seat(house, who):
    Post.objects.filter(role="inspector").delete()
    assert (who("inspector").role, who("inspector").seats, who("inspector").unit) == ("", (), "inspection")


def test_a_deputy_acts_for_whoever_is_on_leave_and_the_record_can_show_both(house, who):
    deputy(house, of="inspector", by="mediator")
    house.away("inspector")
    post = house.accounts["inspector"].posts.get()
    xie = who("mediator", post.pk)
    assert (xie.id, xie.role, xie.unit) == (str(house.accounts["mediator"].pk), "inspector", "inspection")
    assert xie.on_behalf_of == str(house.accounts["inspector"].pk)
    assert who("mediator").on_behalf_of == ""


def test_a_deputy_has_no_seat_while_the_other_is_there(house, who):
    deputy(house, of="inspector", by="mediator")
    assert who("mediator").roles == ("mediator",)


@pytest.mark.parametrize("days", [-1, 1])
def test_a_deputyship_and_a_leave_of_another_day_give_no_seat(house, who, days):
    there = DAY + timedelta(days=days)
    deputy(house, of="inspector", by="mediator", since=there, until=there)
    house.away("inspector")
    assert who("mediator").roles == ("mediator",)
    Deputy.objects.update(since=DAY, until=DAY)
    Leave.objects.update(since=there, until=there)
    assert who("mediator").roles == ("mediator",)


def test_nobody_stands_in_for_somebody_who_has_left(house, who):
    deputy(house, of="inspector", by="mediator")
    house.away("inspector")
    house.accounts["inspector"].is_active = False
    house.accounts["inspector"].save()
    assert who("mediator").roles == ("mediator",)


def test_a_deputy_gives_no_seat_on_to_a_third(house, who):
    deputy(house, of="inspector", by="mediator")
    deputy(house, of="mediator", by="arbitrator")
    house.away("inspector")
    house.away("mediator")
    assert set(who("arbitrator").roles) == {"arbitrator", "mediator"}


def test_when_the_leave_ends_the_deputys_page_closes(house):
    deputy(house, of="admin", by="guide")
    leave = house.away("admin")
    client = house.client("guide")
    assert client.get("/zh/staff/accounts").status_code == 403
    client.post("/zh/staff/seat", {"seat": house.accounts["admin"].posts.get().pk})
    page = client.get("/zh/staff/accounts")
    assert page.status_code == 200
    assert "代 " in page.content.decode()
    leave.delete()
    assert client.get("/zh/staff/accounts").status_code == 403


def test_the_ways_on_the_left_are_those_of_the_seat(house):
    def ways(role: str) -> set[str]:
        page = house.client(role).get("/zh/staff/me").content.decode()
        return {name for name in ("账号", "机构", "权限表", "我的账号") if f"<span>{name}</span>" in page}

    assert ways("admin") == {"账号", "机构", "权限表", "我的账号"}
    assert ways("supervisor") == {"权限表", "我的账号"}
    assert ways("guide") == {"我的账号"}
