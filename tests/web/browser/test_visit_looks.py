from __future__ import annotations

import random

import pytest
from django.urls import get_resolver
from tests.web.browser.pages import LOOKED, NO_PAGES
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk, advised, at_her_turn
from tests.web.fuzz.world import make_world
from tests.web.people.addresses import patterns
from tests.web.personas import PERSONAS, make_house
from tests.web.visitor import WAGES

from zoutong.web.cases.links import secret_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def stations():
    """Bring cases at which a visitor has something to read or to do: waiting, her own turn with a paper lacking, to be rated, withdrawn."""
    house = make_house()
    lin = Desk(house.client("receptionist"))
    waiting, ended = lin.take(name="欧阳长青"), lin.received()
    lin.post(f"case/{ended}/act", kind="withdraw", key="ended", reason="settled", sure="1")
    return {"waiting": waiting, "turn": at_her_turn(house), "rated": advised(house), "ended": ended}


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_the_visitors_own_pages(browser, live_server, axe, stations, lang, width, height):
    page = browser.new_page(viewport={"width": width, "height": height})
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
        if wrong := axe(page):
            found[name] = wrong
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[f"{name} (width)"] = [f"{wide} px wider than the screen"]

    def see(place: str) -> None:
        page.goto(f"{live_server.url}/{lang}/{place}")
        look(place)

    see("visit")
    page.fill("#phone", "x")
    page.click("form .govuk-button")
    look("hand in with a mistake")
    page.goto(f"{live_server.url}/{lang}/statement")
    page.fill("#statement", WAGES)
    page.click("form .govuk-button")
    see("visit")
    for number in stations.values():
        see(f"mine/{secret_of(number)}/")
    see(f"mine/{secret_of(stations['turn'])}/")
    page.click("section[id^=turn] button")
    look("a turn with a mistake")
    page.click("#add button")
    look("no file chosen")
    for place in ("withdraw", "rate"):
        see(f"mine/{secret_of(stations['rated'])}/{place}")
        page.click("form .govuk-button")
        look(f"{place} with a mistake")
    see("mine/ZT20200101-0001-aaaaaaaaaaaaaaaa/")
    page.close()
    assert not found


def test_every_page_of_the_house_is_looked_at_by_axe():
    world = make_world()
    asked = {name: list(parts) for name, parts in patterns(get_resolver().url_patterns)}
    pages = {name for name in asked if shows_a_page(world, name, tuple(asked[name]))}
    looked = frozenset[str]().union(*LOOKED.values()) | NO_PAGES
    assert pages <= looked, f"axe does not look at {sorted(pages - looked)}"
    assert looked - NO_PAGES <= set(asked)


def shows_a_page(world, name: str, parts: tuple[str, ...]) -> bool:
    """Tell whether anybody who may open an address gets a page of ours there, and not a file, a form's goal or the way elsewhere."""
    for seed, role in enumerate(("receptionist", "admin", "supervisor", "", "receptionist", *PERSONAS)):
        answer = world.client(role).get(world.url(random.Random(seed), name, parts, odd=0))
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            return True
        if answer.status_code == 405:
            return False
    return False
