"""Walks one story through the pages as each of the people in it, each in a browser of her own."""

from __future__ import annotations

from datetime import datetime, timedelta
import re

import pytest
from playwright.sync_api import Page, expect
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.personas import make_house
from tests.web.visitor import MORNING

from zoutong.web import clock

pytestmark = pytest.mark.django_db(transaction=True)
STORY = "我在徐汇区一家小饭馆端盘子，老板9月和10月的工资都没给，一个月5200元。来了八个月一直没有和我签劳动合同。我还在这里上班，想请你们帮帮我。"


class Time:
    def __init__(self):
        self.at = MORNING
    def later(self, **by):
        self.at += timedelta(**by)


@pytest.fixture
def time(monkeypatch):
    held = Time()
    monkeypatch.setattr(clock, "now", lambda: held.at)
    return held

N = [0]
class Person:
    def __init__(self, browser, live_server, client=None, width=1280, lang="zh"):
        self.url = live_server.url + f"/{lang}/"
        context = browser.new_context(viewport={"width": width, "height": 844 if width < 500 else 900})
        if client:
            context.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url} for name, cookie in client.cookies.items()])
        self.page = context.new_page()
        self.page.set_default_timeout(5000)
    def shot(self, name):
        N[0] += 1
        self.page.screenshot(path=f"/work/tmp/shots/story/{N[0]:02d}_{name}.png", full_page=True)
        print(N[0], name, self.page.url, self.page.title())
    def go(self, place):
        return self.page.goto(self.url + place)


def test_story(browser, live_server, time):
    house = make_house()
    her = Person(browser, live_server, width=390)
    her.go("")
    her.shot("start")
    her.page.click(".govuk-button--start")
    her.page.fill("#statement", STORY)
    her.page.click("form .govuk-button")
    her.shot("understood")
    her.page.click(".govuk-button-group .govuk-button")
    for n in range(40):
        her.page.wait_for_load_state()
        if "/question/" not in her.page.url:
            break
        print("   Q", her.page.url.rsplit("/",1)[1], her.page.inner_text("h1"))
        if n < 4: her.shot("question")
        if her.page.query_selector("input[type=radio]"):
            her.page.check("input[type=radio] >> nth=0")
            her.page.click("form button:not([name])")
        else:
            her.page.click("form button[name=unclear]")
    her.shot("check")
    her.page.click(".govuk-button-group .govuk-button")
    her.shot("result")
    print([ (a.inner_text(), a.get_attribute("href")) for a in her.page.query_selector_all("main a")])
    p = her.page
    p.click("text=交给窗口，取一个号")
    her.shot("hand_in")
    p.fill("#name", "王小红"); p.fill("#phone", "13800000000"); p.check("#share")
    p.click("form .govuk-button")
    her.shot("mine")
    mine = p.url
    # reception
    time.later(minutes=4)
    lin = Person(browser, live_server, house.client("receptionist"))
    lin.go("desk/"); lin.shot("lin_today")
    lin.go("desk/queue"); lin.shot("queue")
    lin.page.fill("#window", "3")
    lin.page.keyboard.press("Escape")
    lin.page.click(".zd-call__button"); lin.page.wait_for_url("**/reception/**"); lin.shot("reception")
    p.reload(); her.shot("called")
    hall = Person(browser, live_server, house.client("receptionist")); hall.go("desk/hall"); hall.shot("hall")
    time.later(minutes=6)
    q = lin.page
    print(q.inner_text(".zd-told"))
    for f in ("danger","child"): print(f, q.eval_on_selector_all(f"[name=v-{f}]", "e => e.map(x => [x.type, x.value, x.tagName])"))
    q.select_option("[name=v-danger]", "no") if q.query_selector("select[name=v-danger]") else q.check("[name=v-danger][value=no]", force=True)
    q.select_option("[name=v-child]", "no") if q.query_selector("select[name=v-child]") else q.check("[name=v-child][value=no]", force=True)
    q.fill("[name=v-group_size]", "1")
    q.click("button[name=do][value^=finish]")
    q.wait_for_load_state(); lin.shot("reception_done")
    number = re.search(r"ZT\d{8}-\d{4}", q.url)[0]
    tang = Person(browser, live_server, house.client("guide"))
    tang.go("desk/"); tang.shot("guide_today")
    g = tang.page
    g.click("a.zd-row"); g.wait_for_load_state(); tang.shot("guide_opens")
    tang.go(f"desk/reception/{number}"); tang.shot("guide_reception")
    g.click("button[name=do][value^=finish]"); g.wait_for_load_state(); tang.shot("guide_heard")
    print(g.url)
    if g.query_selector("button[name=do][value^=finish]"):
        g.click("button[name=do][value^=finish]"); g.wait_for_load_state(); tang.shot("guide_seen")
    p.reload(); her.shot("after_guide")
    fang = Person(browser, live_server, house.client("router"))
    fang.go("desk/"); fang.shot("router_today")
    fang.go(f"desk/reception/{number}"); fang.shot("router_reception")
    print(fang.page.inner_text("#judged"))
