from __future__ import annotations

import re

import pytest
from tests.pure.documents.test_letters import LETTERS
from tests.web.browser.test_desk_looks import page_of
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.desk.desk import Desk
from tests.web.personas import make_house

from zoutong.web import joined
from zoutong.web.walks.models import Walking

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))


def begin(page, url, lang="zh", seat="applicant"):
    page.goto(f"{url}/{lang}/walks/")
    page.click(f"button[name=role][value={seat}]")


def hand_in(page, url, lang="zh"):
    page.goto(f"{url}/{lang}/visit")
    page.fill("input[name=name]", "王试走")
    page.click("main form button[type=submit]")
    page.wait_for_url(re.compile("/mine/"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_walks_and_letters(browser, live_server, axe, monkeypatch, lang):
    monkeypatch.setattr(joined, "rectify_notice", lambda about, office: LETTERS["rectify_notice"])
    house = make_house()
    Desk(house.client("receptionist")).received()
    client = house.client("leader")
    page = page_of(browser, live_server, client, *SIZES[1])
    begin(page, live_server.url, lang)
    hand_in(page, live_server.url, lang)
    walk = Walking.objects.get()
    found: dict[str, list[str]] = {}

    def look(*places):
        for place in places:
            page.goto(f"{live_server.url}/{lang}/{place}")
            page.eval_on_selector_all("details:not(.zt-fold):not([name])", "all => all.forEach(d => d.open = true)")
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                if wrong := axe(page):
                    found[f"{place} {width}"] = wrong
                wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if wide > 0:
                    found[f"{place} {width} (width)"] = [f"{wide} px wider than the screen"]

    look("walks/", f"walks/{walk.number}/", f"walks/join/{walk.secret}", "visit")
    page.click(".zw-band form button")
    letter = client.post("/zh/letters/new", {"kind": "rectify_notice", "about": "WT2026-0001"})["Location"].split("/")[-2]
    look(
        "walks/",
        "walks/plan",
        "walks/yield?period=year&month=2026-11",
        f"walks/{walk.number}/",
        "walks/LD19990101-0001/",
        "letters/",
        "letters/new",
        f"letters/{letter}/",
        "letters/99/",
    )
    page.close()
    assert not found, "\n".join(f"{k}: {v}" for k, v in found.items())


def test_two_people_on_two_devices_walk_one_case_and_swap_seats_at_a_step(browser, live_server):
    house = make_house()
    first = page_of(browser, live_server, house.client("leader"), *SIZES[1])
    begin(first, live_server.url)
    hand_in(first, live_server.url)
    walk = Walking.objects.get()
    second = page_of(browser, live_server, house.client("receptionist"), *SIZES[0])
    second.goto(f"{live_server.url}/zh/walks/join/{walk.secret}")
    second.click("button[value=receptionist]")
    assert "您坐在 接待岗" in second.inner_text(".zw-band").replace("\n", " ")
    second.click("text=叫号 >> nth=-1")
    second.wait_for_url(re.compile(f"/desk/reception/{walk.number}"))
    assert first.goto(f"{live_server.url}/zh/desk/queue").status == 403
    first.goto(f"{live_server.url}/zh/walks/{walk.number}/")
    first.click("text=和对方换位")
    assert "接待岗" in first.inner_text(".zw-band")
    second.goto(f"{live_server.url}/zh/walks/{walk.number}/")
    assert "申请人" in second.inner_text(".zw-band")
    first.goto(f"{live_server.url}/zh/desk/reception/{walk.number}")
    assert "王试走" in first.content()
    first.click(".zw-band form button")
    first.wait_for_url(re.compile(f"/walks/{walk.number}/"))
    assert first.locator(".zw-step--left").count() > 0
    assert first.locator(".zw-step--right").count() > 0
    first.close()
    second.close()
