from __future__ import annotations

import time

import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.personas import make_house
from tests.web.recorder.walking import begun

from zoutong.web.recorder import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def walk(live_server):
    """Give a walk that has begun, and a function that opens a phone in which the leader is signed in."""
    house = make_house()
    number = begun(house)

    def phone(browser, width: int = 390, height: int = 844):
        context = browser.new_context(viewport={"width": width, "height": height}, has_touch=width < 600)
        client = house.client("leader")
        context.add_cookies([{"name": "zoutong", "value": client.cookies["zoutong"].value, "url": live_server.url}])
        return context

    return number, phone


def settled(page) -> None:
    page.wait_for_selector("[data-sign][data-mood=online]", timeout=15000)


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_the_recorder(browser, live_server, axe, walk, lang, width, height):
    number, phone = walk
    context = phone(browser, width, height)
    page = context.new_page()
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        page.eval_on_selector_all("details:not(.zt-fold)", "all => all.forEach(d => d.open = true)")
        if wrong := axe(page):
            found[name] = wrong
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[f"{name} (width)"] = [f"{wide} px wider than the screen"]

    for place in ("", "touchpoints", f"{number}/"):
        page.goto(f"{live_server.url}/{lang}/recorder/{place}")
        look(place or "all")
    settled(page)
    page.fill("#quote", "系统今天不行")
    page.click(".zr-tag--stuck")
    settled(page)
    look("after a tap")
    context.close()
    assert not found


def test_a_leader_in_the_hall_keeps_a_finding_with_two_taps(browser, live_server, walk):
    number, phone = walk
    context = phone(browser)
    page = context.new_page()
    began = time.monotonic()
    page.goto(f"{live_server.url}/zh/recorder/")
    page.tap(f"a[href*='{number}']")
    page.tap(".zr-tag--stuck")
    settled(page)
    assert time.monotonic() - began < 15
    box = page.locator(".zr-tag--blind").bounding_box()
    assert box["y"] + box["height"] <= 844 and box["height"] >= 60 and box["width"] >= 60, "under the thumb without scrolling"
    context.close()
    assert [f.kind for f in store.findings(number)] == ["stuck"]


def test_without_a_signal_the_page_opens_keeps_and_sends_by_itself_when_it_is_back(browser, live_server, walk):
    number, phone = walk
    context = phone(browser)
    page = context.new_page()
    page.goto(f"{live_server.url}/zh/recorder/{number}/")
    settled(page)
    page.wait_for_function("caches.open('zoutong-recorder-1').then(s => s.keys()).then(k => k.length >= 4)")
    context.set_offline(True)
    page.tap(".zr-tag--pain")
    page.wait_for_selector("[data-sign][data-mood=offline] >> text=已保存 1 条")
    page.reload()
    page.wait_for_selector("[data-sign][data-mood=offline] >> text=已保存 1 条")
    page.fill("#quote", "地下一层没有信号")
    page.tap(".zr-tag--blind")
    page.wait_for_selector("text=已保存 2 条")
    page.close()
    assert store.taps(number) == ()
    context.set_offline(False)
    page = context.new_page()
    page.goto(f"{live_server.url}/zh/recorder/{number}/")
    settled(page)
    context.close()
    assert [(t.value, t.quote) for t in store.taps(number)] == [("pain", ""), ("blind", "地下一层没有信号")]
