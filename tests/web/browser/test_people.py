from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import expect
from tests.web.personas import PASSWORD, PERSONAS, UNITS, make_house
from tests.web.visitor import DAY

from zoutong.web.people import factor
from zoutong.web.people.models import Deputy, Post

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = [(1280, 860), (390, 844)]


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def house(transactional_db):
    return make_house()


def sign_in(page, live_server, lang: str, role: str) -> None:
    page.goto(f"{live_server.url}/{lang}/staff/sign-in")
    page.fill("#name", PERSONAS[role][0])
    page.fill("#password", PASSWORD)
    page.click("main .btn-primary")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", SIZES, ids=["1280", "390"])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(browser, live_server, axe, house, settings, lang, size):
    settings.ZOUTONG_SECOND_FACTOR = frozenset({"inspector"})
    Deputy.objects.create(of=house.accounts["inspector"], by=house.accounts["mediator"], since=DAY)
    Post.objects.create(account=house.accounts["admin"], role="supervisor", unit=house.units["bureau"], since=DAY)
    house.away("inspector")
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    page, found = context.new_page(), []

    def look(name: str) -> None:
        found.extend(f"{name}: {line}" for line in axe(page))
        if page.evaluate("document.documentElement.scrollWidth") > size[0]:
            found.append(f"{name}: scrolls sideways")

    page.goto(f"{live_server.url}/{lang}/staff/sign-in?ended=idle")
    look("sign-in")
    page.click("main .btn-primary")
    look("sign-in with a mistake")
    sign_in(page, live_server, lang, "inspector")
    look("enrolment")
    secret = page.inner_text(".zt-mono").replace(" ", "")
    page.fill("#code", "000000")
    page.click("main .btn-primary")
    look("enrolment with a mistake")
    page.fill("#code", pyotp.TOTP(secret).now())
    page.click("main .btn-primary")
    look("recovery codes")
    page.click("main a.btn-primary")
    look("today")
    page.goto(f"{live_server.url}/{lang}/staff/units")
    look("refusal")
    context.clear_cookies()
    sign_in(page, live_server, lang, "inspector")
    look("second factor")
    context.clear_cookies()
    sign_in(page, live_server, lang, "admin")
    for place in ("me", "accounts", "accounts/new", f"accounts/{house.accounts['inspector'].pk}", "units", "access", "journal", "me/password"):
        page.goto(f"{live_server.url}/{lang}/staff/{place}")
        look(place)
    page.goto(f"{live_server.url}/{lang}/staff/accounts/new")
    page.click("main .btn-primary")
    look("new account with mistakes")
    for fold in page.locator("header details").all():
        if fold.is_visible():
            fold.locator("summary").click()
            look("open sheet")
            fold.locator("summary").click()
    context.close()
    assert not found


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_whole_way_in_and_out_works_with_and_without_script(browser, live_server, house, script):
    phone = pyotp.TOTP(factor.new_secret())
    factor.set_up(house.accounts["guide"], phone.secret, phone.now())
    house.accounts["guide"].__class__.objects.update(factor_step=0)
    Post.objects.create(account=house.accounts["guide"], role="supervisor", unit=house.units["bureau"], since=DAY)
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=script)
    page = context.new_page()
    sign_in(page, live_server, "zh", "guide")
    page.fill("#code", phone.now())
    page.click("main .btn-primary")
    expect(page.locator("h1")).to_have_text("今天")
    page.locator("header details", has_text="引导岗").first.locator("summary").click()
    page.get_by_role("button", name="分管督办").click()
    expect(page.locator("header")).to_contain_text("分管督办")
    page.locator(".zt-small > summary").click()
    page.get_by_role("link", name="我的账号").first.click()
    expect(page.locator("h1")).to_have_text("我的账号")
    page.locator("header details").last.locator("summary").click()
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.locator("main")).to_contain_text("已退出")
    context.close()


def test_a_mistake_is_read_first_and_leads_to_its_field(browser, live_server, house):
    page = browser.new_page()
    sign_in(page, live_server, "zh", "admin")
    page.goto(f"{live_server.url}/zh/staff/accounts/new")
    page.fill("#shown", "写好的名字")
    page.click("main .btn-primary")
    expect(page.locator(".zt-say--bad")).to_be_focused()
    expect(page.locator("#shown")).to_have_value("写好的名字")
    page.click(".zt-say--bad a[href='#name']")
    expect(page.locator("#name")).to_be_focused()
    page.close()


def test_the_keyboard_goes_past_the_frame_and_shows_where_it_is(browser, live_server, house):
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    sign_in(page, live_server, "zh", "admin")
    expect(page.locator("h1")).to_have_text("账号")
    page.keyboard.press("Tab")
    expect(page.locator(".zt-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Tab")
        shown = page.evaluate("() => {const c = getComputedStyle(document.activeElement); return c.outlineStyle !== 'none' || c.boxShadow !== 'none'}")
        assert shown, page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
    page.close()


def test_escape_closes_an_open_sheet(browser, live_server, house):
    page = browser.new_page(viewport={"width": 1280, "height": 860})
    sign_in(page, live_server, "zh", "admin")
    fold = page.locator("header details").last
    fold.locator("summary").click()
    expect(page.get_by_role("button", name="退出", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="退出", exact=True)).to_be_hidden()
    expect(fold.locator("summary")).to_be_focused()
    page.close()


def test_nothing_of_a_staff_page_comes_from_another_host(browser, live_server, house):
    page = browser.new_page()
    asked, wrong = [], []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    sign_in(page, live_server, "zh", "admin")
    for place in ("accounts", "access", "me"):
        page.goto(f"{live_server.url}/zh/staff/{place}")
    page.close()
    assert all(url.startswith(live_server.url) for url in asked)
    assert not wrong


def test_a_printed_page_has_no_frame(browser, live_server, house):
    page = browser.new_page()
    sign_in(page, live_server, "zh", "admin")
    page.emulate_media(media="print")
    expect(page.locator(".zt-bar")).to_be_hidden()
    expect(page.locator(".zt-side")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    page.close()


def test_names_of_thirty_characters_and_rare_characters_stay_inside_a_phone(browser, live_server, house):
    admin = house.accounts["admin"]
    admin.shown = "𠮷龘·" * 10
    admin.save()
    page = browser.new_page(viewport={"width": 390, "height": 844})
    sign_in(page, live_server, "zh", "admin")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert UNITS["office"][0] in page.content()
    page.close()
