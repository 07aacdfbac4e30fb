from __future__ import annotations

import pytest
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk
from tests.web.personas import make_house

pytestmark = pytest.mark.django_db(transaction=True)
ROUTED = {"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"}


@pytest.fixture
def cases():
    """Bring a house, a case at reception and one that waits for its hand-over."""
    house = make_house()
    desk = Desk(house.client("receptionist"))
    waiting = desk.take(name="欧阳长青", danger="1")
    here, routed = desk.received(), desk.received()
    desk.finish(routed, "k1", **ROUTED)
    Desk(house.client("guide")).finish(routed, "k2")
    Desk(house.client("guide")).finish(routed, "k3")
    Desk(house.client("router")).finish(routed, "k4", **{"paper-identity": "need"})
    desk.post("work/keep", whose="role", when="urgent", name="紧急的")
    return house, waiting, here, routed


def page_of(browser, live_server, client, width, height):
    context = browser.new_context(viewport={"width": width, "height": height})
    context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()])
    return context.new_page()


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_any_page_of_the_desk(browser, live_server, axe, cases, lang, width, height):
    house, waiting, here, routed = cases
    found: dict[str, list[str]] = {}
    places = {
        "receptionist": [
            "", "queue", f"queue/slip/{waiting}", "hall", f"reception/{here}", f"reception/{here}?edit=monthly_wage",
            "keys", "exports", "search?q=工资", "search?q=查不到的", "work?whose=mine", "work?whose=lane",
        ],
        "router": [f"case/{routed}/", f"case/{routed}/?looks=1", f"case/{routed}/receipt", f"case/{routed}/notice", "work?whose=role"],
        "supervisor": ["board", f"case/{routed}/", "case/ZT20200101-0001/"],
    }  # fmt: skip
    for role, pages in places.items():
        page = page_of(browser, live_server, house.client(role), width, height)
        for place in pages:
            page.goto(f"{live_server.url}/{lang}/desk/{place}")
            page.eval_on_selector_all("details:not(.zt-fold):not([name])", "all => all.forEach(d => d.open = true)")
            if wrong := axe(page):
                found[f"{role} {place}"] = wrong
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                found[f"{role} {place} (width)"] = [f"{wide} px wider than the screen"]
        page.close()
    assert not found


def test_correcting_a_fact_on_the_screen_changes_the_answer_without_a_new_page(browser, live_server, cases):
    house, _, here, _ = cases
    page = page_of(browser, live_server, house.client("receptionist"), 1280, 900)
    page.goto(f"{live_server.url}/zh/desk/reception/{here}?edit=monthly_wage")
    page.fill("#note", "她赶下午的火车")
    page.fill("[name=f-monthly_wage]", "6800")
    page.press("[name=f-monthly_wage]", "Tab")
    page.wait_for_selector("text=6,800元")
    assert page.input_value("#note") == "她赶下午的火车"
    page.wait_for_selector("[data-saved]:has-text('已保存')")
    page.reload()
    assert page.input_value("#note") == "她赶下午的火车"
    page.close()


def test_one_key_calls_the_next_visitor(browser, live_server, cases):
    house, waiting, _, _ = cases
    page = page_of(browser, live_server, house.client("receptionist"), 1280, 900)
    page.goto(f"{live_server.url}/zh/desk/queue")
    page.keyboard.press("n")
    page.wait_for_url(f"**/desk/reception/{waiting}")
    page.close()


def test_rows_are_walked_chosen_and_opened_by_keys(browser, live_server, cases):
    house, *_ = cases
    page = page_of(browser, live_server, house.client("receptionist"), 1280, 900)
    page.goto(f"{live_server.url}/zh/desk/work?whose=role")
    assert not page.is_visible("[data-bulk]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    assert page.is_visible("[data-bulk]")
    assert "已选1件" in page.inner_text("[data-bulk]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/case/**")
    page.close()
