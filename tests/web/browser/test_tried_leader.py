from __future__ import annotations

import io
import re
import shutil
import subprocess
import time

import pytest
from docx import Document
from tests.web.browser.test_desk_looks import page_of
from tests.web.browser.test_story import ANSWERS, STORY
from tests.web.desk.conftest import no_child, own_folder  # noqa: F401 - the desk's own fixtures
from tests.web.personas import make_house

from zoutong.web.recorder import store
from zoutong.web.walks.models import Walking

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = (390, 844)
MOST_QUESTIONS = 40
MET = (("pain", "门口看不到该去几号窗口"), ("blind", "没人说要等多久"), ("stuck", "叫号系统今天不行"))


class Thumb:
    """A leader's thumb on a phone: counts its taps, and looks at the width of every page that it meets."""

    def __init__(self, page, url: str) -> None:
        self.page, self.url, self.taps = page, url, 0

    def tap(self, selector: str) -> None:
        self.page.click(selector)
        self.taps += 1
        self.look()

    def look(self) -> None:
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= PHONE[0], self.page.url

    def finds(self, kind: str, said: str) -> None:
        """Note one finding from the page at hand, and come back to it."""
        here, before, began = self.page.url, self.taps, time.monotonic()
        self.tap(".zw-band__mark")
        self.tap("#quote")
        self.page.keyboard.insert_text(said)
        self.tap(f".zr-tag--{kind}")
        self.page.wait_for_selector("[data-sign][data-mood=online]")
        assert self.taps - before <= 4
        assert time.monotonic() - began <= 15
        self.page.click(".zr-back a")
        self.page.wait_for_url(here.split("?")[0])

    def tells_her_story(self) -> None:
        """Say in her own words what happened, answer what is asked, and hand it in."""
        page = self.page
        self.tap(".govuk-button--start")
        page.fill("#statement", STORY)
        self.tap("form .govuk-button")
        self.tap(".govuk-button-group .govuk-button")
        for _ in range(MOST_QUESTIONS):
            page.wait_for_url(re.compile("/question/|/check$"))
            if "/question/" not in page.url:
                break
            before, fact = page.url, page.url.rsplit("/", 1)[1]
            if page.query_selector("input[type=radio]"):
                wish = page.query_selector(f"input[type=radio][value='{ANSWERS.get(fact, '')}']")
                (wish or page.query_selector("input[type=radio]")).check(force=True)
                page.click("form button:not([name]) >> nth=-1")
            else:
                page.click("form button[name=unclear]")
            page.wait_for_url(lambda url, before=before: url != before and not url.endswith("/next"))
            self.look()
        self.tap(".govuk-button-group .govuk-button")
        self.tap("main a[href$='/visit']")
        page.fill("input[name=name]", "王试走")
        self.tap("main form button[type=submit]")
        page.wait_for_url(re.compile("/mine/"))


def test_a_leader_walks_on_a_phone_notes_what_hurts_and_holds_the_report_when_the_walk_ends(browser, live_server, tmp_path):
    house = make_house()
    page = page_of(browser, live_server, house.client("leader"), *PHONE)
    page.set_default_timeout(8000)
    page.goto(f"{live_server.url}/zh/desk/")
    thumb = Thumb(page, live_server.url)
    thumb.tap("summary:has-text('菜单')")
    thumb.tap("a[href='/zh/walks/']:visible")
    thumb.tap("button[name=role][value=applicant]")
    assert thumb.taps <= 3
    assert "申请人" in page.inner_text(".zw-band")
    thumb.finds(*MET[0])
    thumb.tells_her_story()
    thumb.finds(*MET[1])
    walk = Walking.objects.get()
    thumb.tap(".zw-band a:has-text('换座位')")
    thumb.tap("button[name=role][value=receptionist]")
    thumb.tap("text=叫号 >> nth=-1")
    page.wait_for_url(re.compile(f"/desk/reception/{walk.number}"))
    thumb.finds(*MET[2])
    thumb.tap(".zw-band form button")
    page.wait_for_url(re.compile(f"/walks/{walk.number}/"))
    assert [f.kind for f in store.findings(walk.number)] == [kind for kind, _ in MET]
    ended = thumb.taps
    thumb.tap("text=拟走流程报告")
    thumb.tap("main form button.btn-primary")
    assert thumb.taps - ended == 2
    with page.expect_download() as got:
        page.click("text=下载 docx")
    kept = tmp_path / "report.docx"
    got.value.save_as(kept)
    page.context.close()
    file = Document(io.BytesIO(kept.read_bytes()))
    written = "\n".join(p.text for p in file.paragraphs)
    for _, said in MET:
        assert said in written
    assert "在申请人座位现场记录" in written
    assert "在接待岗座位现场记录" in written
    assert house.accounts["leader"].shown not in "".join(c.text for t in file.tables for c in t._cells), "seats, never names"
    if shutil.which("soffice") and shutil.which("pdftotext"):
        profile = f"-env:UserInstallation=file://{tmp_path}/office"
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, kept], check=True, capture_output=True
        )
        shown = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], check=True, capture_output=True, text=True).stdout
        assert shown.count("\f") >= 1
        flat = re.sub(r"\s", "", shown)
        assert all(said in flat for _, said in MET), "no word of a finding is lost in print"
