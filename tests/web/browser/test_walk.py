from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect
from tests.web.visitor import WAGES

pytestmark = pytest.mark.django_db(transaction=True)
MOST_STEPS = 40


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; every stop must show it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement?.matches(s)", selector):
            shown = page.evaluate(
                """() => {const e = document.activeElement, c = getComputedStyle(e), l = getComputedStyle(e.nextElementSibling ?? e, '::before');
                return c.outlineStyle !== 'none' || c.boxShadow !== 'none' || l.boxShadow !== 'none'}"""
            )
            assert shown, f"{selector} has the focus and does not show it"
            return
    raise AssertionError(f"Tab does not reach {selector}")


def answer_by_keyboard(page: Page) -> None:
    """Answer whatever is asked: the first choice where there is one, else “not sure”."""
    if page.query_selector("input[type=radio]"):
        tab_to(page, "input[type=radio]")
        page.keyboard.press("Space")
        tab_to(page, "form button:not([name])")
    else:
        tab_to(page, "form button[name=unclear]")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_whole_way_is_walked_by_keyboard_alone(browser, live_server, script):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=True)
    page = context.new_page()
    if not script:
        page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{live_server.url}/zh/")
    tab_to(page, ".govuk-button--start")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/statement$"))
    tab_to(page, "#statement")
    page.keyboard.insert_text(WAGES)
    tab_to(page, "form .govuk-button")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/understood$"))
    tab_to(page, ".govuk-button-group .govuk-button")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/question/|/check$"))
    for _ in range(MOST_STEPS):
        page.wait_for_load_state()
        if "/question/" not in page.url:
            break
        before = page.url
        answer_by_keyboard(page)
        page.wait_for_url(lambda url, before=before: url != before and not url.endswith("/next"))
    expect(page).to_have_url(re.compile("/check$"))
    tab_to(page, ".govuk-button-group .govuk-button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("您的事")
    context.close()


def test_the_way_works_with_scripts_switched_off(browser, live_server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/zh/statement")
    page.click("form .govuk-button")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    page.fill("#statement", WAGES)
    page.click("form .govuk-button")
    page.click(".govuk-button-group .govuk-button")
    for _ in range(MOST_STEPS):
        page.wait_for_url(re.compile("/question/|/check$"))
        if "/question/" not in page.url:
            break
        page.check("#answer-unclear") if page.query_selector("#answer-unclear") else None
        page.click("form button[name=unclear]" if page.query_selector("form button[name=unclear]") else "form button")
    expect(page).to_have_url(re.compile("/check$"))
    page.click(".govuk-button-group .govuk-button")
    expect(page.locator("h1")).to_contain_text("您的事")
    expect(page.locator("[data-print]")).to_be_hidden()
    context.close()


def test_a_mistake_takes_the_focus_and_its_link_goes_to_the_field(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/zh/statement")
    page.fill("#statement", WAGES)
    page.click("form .govuk-button")
    page.goto(f"{live_server.url}/zh/question/unpaid_amount")
    page.fill("#answer", "说不准")
    page.click("form button:not([name])")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.click(".govuk-error-summary a")
    expect(page.locator("#answer")).to_be_focused()
    expect(page.locator("#answer")).to_have_value("说不准")
    page.close()


def test_the_browsers_back_button_loses_nothing(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/zh/statement")
    page.fill("#statement", WAGES)
    page.click("form .govuk-button")
    page.click(".govuk-button-group .govuk-button")
    first = page.url
    page.check("#answer")
    page.click("form button")
    page.wait_for_url(lambda url: url != first)
    page.go_back()
    assert page.url == first
    expect(page.locator("#answer")).to_be_checked()
    page.go_back()
    page.go_back()
    expect(page.locator("#statement")).to_have_value(WAGES)
    page.close()


def test_words_that_were_not_sent_survive_a_reload_and_are_erased_on_leaving(browser, live_server):
    context = browser.new_context()
    page = context.new_page()
    page.route("https://**", lambda route: route.fulfill(body="weather"))
    page.goto(f"{live_server.url}/zh/statement")
    page.fill("#statement", "写到一半的话")
    page.reload()
    expect(page.locator("#statement")).to_have_value("写到一半的话")
    page.click("[data-leave]")
    page.wait_for_url("https://**")
    page.goto(f"{live_server.url}/zh/statement")
    expect(page.locator("#statement")).to_have_value("")
    context.close()


def test_a_second_press_is_not_a_second_answer(browser, live_server):
    page = browser.new_page()
    posts: list[str] = []
    page.on("request", lambda r: posts.append(r.url) if r.method == "POST" else None)
    page.goto(f"{live_server.url}/zh/statement")
    page.fill("#statement", WAGES)
    page.dblclick("form .govuk-button")
    page.wait_for_url("**/understood")
    page.close()
    assert len(posts) == 1


def test_a_very_long_text_is_counted_while_typing(browser, live_server):
    page = browser.new_page()
    page.goto(f"{live_server.url}/zh/statement")
    page.fill("#statement", "工" * 10_050)
    expect(page.locator("[data-count-for]")).to_have_text("超出了50个字")
    page.close()
