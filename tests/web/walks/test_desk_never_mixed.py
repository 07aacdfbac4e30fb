from __future__ import annotations

from datetime import timedelta

import openpyxl
import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk
from tests.web.personas import make_house
from tests.web.visitor import text_of
from tests.web.walks.test_walks import begun, hand_in

from zoutong.web import clock
from zoutong.web.desk import exporting
from zoutong.web.desk.models import Call, Export
from zoutong.web.desk.queue import wait_minutes

pytestmark = pytest.mark.django_db


def seat(house, key="k"):
    client, walk, _ = begun(house)
    hand_in(client)
    client.post(f"/zh/walks/{walk.number}/sit", {"role": "receptionist"})
    assert client.post("/zh/desk/queue/call", {"row": f"{walk.number}.3", "window": "7", "key": key}).status_code == 302
    return client, walk


def test_calls_of_walks_do_not_move_the_waiting_estimate_of_real_visitors(db):
    house = make_house()
    before = wait_minutes(1, 1)
    for n in range(3):
        client, walk = seat(house, f"k{n}")
        Call.objects.filter(case=walk.number).update(done=clock.now() + timedelta(minutes=50))
        client.post(f"/zh/walks/{walk.number}/end")
    assert wait_minutes(1, 1) == before


def test_the_hall_screen_shows_no_call_of_a_walk(db):
    house = make_house()
    desk = Desk(house.client("receptionist"))
    number = desk.take(name="真来访")
    desk.call(number, "3")
    before = text_of(house.client("").get("/zh/desk/hall").content.decode())
    seat(house)
    assert text_of(house.client("").get("/zh/desk/hall").content.decode()) == before


@pytest.mark.parametrize("whose", ["all"])
def test_an_export_asked_for_in_a_seat_holds_no_real_case(db, whose):
    house = make_house()
    real = Desk(house.client("receptionist")).take(name="真来访")
    client, walk = seat(house)
    client.post("/zh/desk/export", {"key": "x", "whose": whose})
    exporting.write_waiting()
    book = openpyxl.load_workbook(exporting.file_of(Export.objects.get()))
    cells = [c for row in book.active.iter_rows(min_row=2, values_only=True) for c in row]
    assert real not in cells
    assert walk.number in cells


def test_an_export_asked_for_in_a_seat_is_not_among_those_of_the_own_desk(db):
    house = make_house()
    client, walk = seat(house)
    client.post("/zh/desk/export", {"key": "x", "whose": "lane"})
    client.post(f"/zh/walks/{walk.number}/end")
    assert client.get("/zh/desk/exports").context["exports"] == []
