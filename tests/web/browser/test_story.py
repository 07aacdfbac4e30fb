from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.personas import make_house
from tests.web.visitor import MORNING

from zoutong.web import clock
from zoutong.web.cases import jobs, store

pytestmark = pytest.mark.django_db(transaction=True)
STORY = (
    "我在徐汇区一家小饭馆端盘子，老板9月和10月的工资都没给，一个月5200元。"
    "来了八个月一直没有和我签劳动合同。我还在这里上班，想请你们帮帮我。"
)  # fmt: skip
ANSWERS = {"urgent_situation": "none", "debt_state": "admitted", "want": "money", "contract_state": "never"}
PHONE, DESK = (390, 844), (1280, 900)


class Day:
    """The calendar of the story: it stands still until somebody lets it go on."""

    def __init__(self) -> None:
        self.at: datetime = MORNING

    def later(self, **by: int) -> None:
        """Let time pass, and the worker do what has become due meanwhile."""
        self.at += timedelta(**by)
        jobs.fire_timers(self.at)


class Person:
    """Somebody of the story with a browser of her own."""

    def __init__(self, browser, url: str, size: tuple[int, int], *, client=None, lang: str = "zh") -> None:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        if client is not None:
            context.add_cookies([{"name": name, "value": cookie.value, "url": url} for name, cookie in client.cookies.items()])
        context.set_default_timeout(8000)
        self.page, self.url, self.number = context.new_page(), f"{url}/{lang}/", ""

    def go(self, place: str) -> None:
        answer = self.page.goto(self.url + place)
        assert answer is not None and answer.status == 200, (place, answer and answer.status)

    def file(self) -> None:
        self.go(f"desk/case/{self.number}/")

    def press(self, selector: str) -> None:
        self.page.click(selector)
        self.page.wait_for_load_state()

    def sees(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("body")).to_contain_text(text)

    def sees_nothing_of(self, *words: str) -> None:
        for text in words:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def next_is(self, step: str) -> None:
        expect(self.page.locator("#h-next")).to_contain_text(step)

    def takes_first(self) -> None:
        """Open what stands first in today's list, and take it in hand."""
        self.go("desk/")
        self.press("a.zd-row >> nth=0")
        self.press(".zd-next form:has([name=kind][value=claim]) button")

    def does(self, kind: str, **filled: str) -> None:
        """Unfold an act on the page of the case, fill its form and press its button."""
        form = self.page.locator(f"form:has([name=kind][value={kind}])").first
        fold = self.page.locator(f"details:has([name=kind][value={kind}])").first
        if fold.count():
            fold.locator("summary").click()
        for name, value in filled.items():
            field = form.locator(f"[name='{name if name in ('reason', 'text') else 'v-' + name}']")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        form.locator("button[type=submit]").click()
        self.page.wait_for_load_state()
        expect(self.page.locator(".zt-say--good")).to_be_visible()


@pytest.fixture
def day(monkeypatch):
    held = Day()
    monkeypatch.setattr(clock, "now", lambda: held.at)
    return held


@pytest.fixture
def bring(browser, live_server):
    """Give a function that brings the person of a role, signed in, at a desk; the visitor comes with her phone."""
    house = make_house()
    come: list[Person] = []

    def one(role: str = "", lang: str = "zh") -> Person:
        client = house.client(role) if role else None
        come.append(Person(browser, live_server.url, DESK if role else PHONE, client=client, lang=lang))
        return come[-1]

    yield one
    for person in come:
        person.page.context.close()


def tell(her: Person, words: str) -> None:
    """The visitor tells her story on the phone, answers what is asked, and hands it in."""
    her.go("")
    her.press(".govuk-button--start")
    her.page.fill("#statement", words)
    her.press("form .govuk-button")
    her.press(".govuk-button-group .govuk-button")
    for _ in range(20):
        fact = her.page.url.rsplit("/question/", 1)[-1]
        if fact == her.page.url:
            break
        if her.page.locator("input[type=radio]").count():
            wanted = her.page.locator(f"input[type=radio][value={ANSWERS.get(fact, 'unclear')}]")
            (wanted if wanted.count() else her.page.locator("input[type=radio]")).first.check()
            her.press("form button:not([name])")
        else:
            her.press("form button[name=unclear]")
    her.press(".govuk-button-group .govuk-button")


def hand_in(her: Person, name: str) -> str:
    """The visitor takes a number over the net; gives the number of her case."""
    her.press("a[href$='/visit']")
    her.page.fill("#name", name)
    her.page.fill("#phone", "13800000000")
    her.page.check("#share")
    her.press("form .govuk-button")
    found = re.search(r"ZT\d{8}-\d{4}", her.page.url)
    assert found
    return found[0]


def receive(lin: Person, number: str) -> None:
    """The receptionist calls the next visitor and takes her in."""
    lin.go("desk/queue")
    lin.page.fill("#window", "3")
    lin.press(".zd-call__button")
    expect(lin.page).to_have_url(re.compile(f"/reception/{number}$"))


def finish(person: Person) -> None:
    person.press("button[name=do][value^=finish]")


def test_a_case_walks_from_the_phone_through_every_office_to_the_rating(bring, day):
    her, lin, tang, fang = bring(), bring("receptionist"), bring("guide"), bring("router")
    he, xie, cao, tian = bring("inspector"), bring("mediator"), bring("arbitrator"), bring("supervisor")

    # She tells it on her phone: both claims stay hers whatever she answers, and she takes a number.
    tell(her, STORY)
    her.sees("没签书面劳动合同", "工资")
    number = hand_in(her, "王小红")
    mine = her.page.url.split("?")[0].removeprefix(her.url)
    for person in (lin, tang, fang, he, xie, cao, tian):
        person.number = number
    her.sees("A001", number, "下一位就是您")

    # The receptionist calls; the phone and the hall say where to go; nothing has to be said twice.
    day.later(minutes=4)
    lin.go("desk/queue")
    lin.sees("A001", "等候1人")
    receive(lin, number)
    lin.sees("没签书面劳动合同", "拖欠、克扣工资")
    expect(lin.page.locator("#statement")).to_have_value(STORY)
    expect(lin.page.locator("[name=v-danger]")).to_have_value("no")
    expect(lin.page.locator("[name=v-consent_share]")).to_have_value("yes")
    her.go(mine)
    her.sees("请到3号窗口")
    lin.page.fill("[name=v-group_size]", "1")
    finish(lin)
    lin.sees("已办")

    # Guide and router; another door than the proposed one wants its reason, and the case is split by claim.
    tang.go("desk/")
    tang.press("a.zd-row >> nth=0")
    tang.press("a[data-key=r]")
    finish(tang)
    finish(tang)
    fang.go(f"desk/reception/{number}")
    fang.page.select_option("#door-no_written_contract", "mediation")
    fang.page.wait_for_selector("#why-no_written_contract")
    finish(fang)
    fang.sees("要选理由")
    fang.page.select_option("#why-no_written_contract", "applicant_chose")
    finish(fang)
    fang.sees("一次性告知书", "身份证", "劳动保障监察", "调解")
    for _ in range(2):
        fang.file()
        fang.next_is("移交承办部门")
        fang.does("complete")
    her.go(mine)
    her.sees("有2个部门同时在处理", "调解员、监察员", "请补这些材料", "身份证")

    # She adds a paper from her phone, and says which one of those asked for it is.
    her.page.select_option("#which", "identity")
    her.page.set_input_files("#paper", {"name": "身份证.txt", "mimeType": "text/plain", "buffer": "王小红".encode()})
    her.press("#add button")
    her.sees("材料收到了")
    assert "identity" in store.load(number).walk.notices[0].came

    # The inspector takes her case in hand and goes on from step to step.
    he.takes_first()
    he.next_is("登记投诉举报")
    he.sees("在我手里", "王小红")
    he.does("complete", complaint_kind="complaint")
    he.next_is("审查是否受理")
    he.does("complete", acceptance="accepted")
    he.does("complete", inspector_count="2")
    he.next_is("调查取证")

    # The mediator hears both sides in vain; she herself decides on her phone to go on to arbitration.
    xie.takes_first()
    xie.next_is("收下调解申请")
    xie.does("complete", application_form="oral")
    xie.does("complete", employer_consents="yes")
    day.later(days=3)
    xie.file()
    xie.does("complete", mediation_outcome="not_agreed")
    her.go(mine)
    her.sees("接下来要等您", "轮到您了")
    her.press("section[id^=turn] button")
    her.sees("请选一个或者填写")
    her.page.check("input[name=v-next_door][value=arbitration]")
    her.press("section[id^=turn] button")
    her.sees("收到了，接着往下办")

    # The supervisor finds what is late on the board and chases it; the router hands on.
    day.later(days=4)
    tian.go("desk/board")
    tian.press(".zd-counts .is-over a")
    tian.press("a.zd-row >> nth=0")
    tian.sees("王**")
    tian.sees_nothing_of("王小红")
    tian.does("chase", reason="overdue")
    fang.file()
    fang.sees("督办")
    fang.does("complete")

    # The arbitrator: every limit of the law stands beside its step; the award comes.
    cao.takes_first()
    cao.next_is("收下仲裁申请")
    cao.does("complete", application_form="oral")
    cao.next_is("审查是否受理")
    cao.does("complete", acceptance="accepted")
    cao.next_is("送达申请书副本")
    cao.sees("最晚2026年12月7日")
    cao.does("complete", copy_served_on="2026-11-30")
    cao.sees("等单位答辩")
    day.later(days=11)
    cao.file()
    cao.next_is("组庭")
    cao.does("complete", panel_kind="sole")
    cao.does("complete", hearing_on="2026-12-20")
    day.later(days=9)
    cao.file()
    cao.does("complete", hearing_held_on="2026-12-20")
    cao.does("complete", settled="no")
    cao.does("complete", award_final="yes", decided_on="2026-12-20", performance_due="2026-12-30", breach_found="no")
    cao.does("complete", performance="full", next_door="none", door_result="paid")

    # The inspector ends too; only now the result is told.
    he.file()
    he.does("complete", finding="breach")
    he.does("complete", countersigned="yes")
    he.does("complete", measure="order", decided_on="2026-12-20", performance_due="2026-12-25")
    he.does("complete", performance="full", next_door="none", door_result="paid")
    lin.file()
    lin.next_is("告知办理结果")
    lin.does("complete", told_on="2026-12-20", told_by="phone")

    # She rates badly on her phone: a contact within one working day is owed to her, and is done.
    her.go(mine)
    her.press(".zt-answer a")
    her.page.check("#level-1")
    her.page.fill("#words", "等得太久")
    her.press("form .govuk-button")
    her.sees("谢谢您的评价")
    lin.go("desk/")
    lin.sees("联系核实差评")
    lin.takes_first()
    lin.next_is("联系核实差评")
    lin.sees("等得太久", "最晚2026年12月21日")
    lin.does("complete", contact_outcome="explained")
    her.go(mine)
    her.sees("您的事已经办结")
    assert store.load(number).walk.status == "complete"


def test_a_foreigner_is_received_in_english_and_reads_where_her_case_is(bring, day):
    her, lin = bring(lang="en"), bring("receptionist", "en")
    tell(her, "My boss has not paid my wages for September and October, 5200 yuan a month. I work in a restaurant in Xuhui District.")
    her.sees("Hand it in and take a number")
    number = hand_in(her, "Mei")
    her.sees("A001", "You are next", "Your case is under way")
    mine = her.page.url.split("?")[0].removeprefix(her.url)
    lin.number = number
    receive(lin, number)
    lin.sees("Unpaid or withheld wages")
    lin.page.fill("[name=v-group_size]", "1")
    finish(lin)
    her.go(mine)
    her.sees("You tell what happened", "It is here now")
    said = her.page.locator("main").evaluate(
        "e => { const c = e.cloneNode(true); c.querySelectorAll('[lang=zh-CN]').forEach(x => x.remove()); return c.innerText; }"
    )
    assert not re.findall("[\u3400-\u9fff]+", said)
    her.press("a[href$='/withdraw']")
    her.page.check("input[name=reason] >> nth=0")
    her.press("form .govuk-button")
    her.sees("You have withdrawn it")
    lin.file()
    lin.sees("Withdrawn")
