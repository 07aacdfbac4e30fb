from __future__ import annotations

import gzip

import pytest
from tests.web.browser.conftest import STYLE
from tests.web.visitor import DANGER, LAST_DAYS

pytestmark = pytest.mark.django_db(transaction=True)

STORY = LAST_DAYS
# One question of each kind of control.
QUESTIONS = ("urgent_situation", "still_employed", "end_date", "unpaid_months", "unpaid_amount", "group_size", "employer_name", "evidence")
KIB = 1024


@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_any_page(browser, live_server, axe, lang, width, height):
    page = browser.new_page(viewport={"width": width, "height": height})
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        if wrong := axe(page):
            found[name] = wrong
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            found[f"{name} (width)"] = [f"{wide} px wider than the screen"]

    def see(place: str) -> None:
        page.goto(f"{live_server.url}/{lang}/{place}")
        look(place)

    for place in ("", "statement", "privacy", "accessibility", "erased", "nothing-here"):
        see(place)
    page.goto(f"{live_server.url}/{lang}/statement")
    page.click("form .govuk-button")
    look("statement with a mistake")
    page.fill("#statement", STORY)
    page.click("form .govuk-button")
    for place in ("understood", "claims", *(f"question/{q}" for q in QUESTIONS), "question/want?from=check", "check", "result"):
        see(place)
    page.eval_on_selector_all("details", "all => all.forEach(d => d.open = true)")
    look("result unfolded")
    page.goto(page.url.replace("result", "question/end_date"))
    page.fill("#answer-year", "20")
    page.click("form .govuk-button:not(.govuk-button--secondary)")
    look("question with a mistake")
    see("result")
    form = page.get_attribute("#files a", "href")
    page.goto(f"{live_server.url}{form}")
    look("form")
    page.goto(f"{live_server.url}/{lang}/statement")
    page.fill("#statement", DANGER)
    page.click("form .govuk-button")
    see("result")
    page.close()
    assert not found


@pytest.mark.parametrize("place", ["", "statement", "privacy"])
def test_targets_are_large_enough_for_a_thumb(browser, live_server, place):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/zh/{place}")
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input')].filter(e => e.offsetParent && !e.closest('p.govuk-body, .govuk-skip-link'))
        .filter(e => !e.classList.contains('govuk-skip-link') && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 120))"""
    )
    page.close()
    assert not small


def test_text_is_large_and_its_lines_are_apart(browser, live_server):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/zh/privacy")
    size, line = page.eval_on_selector(
        "p.govuk-body", "e => [parseFloat(getComputedStyle(e).fontSize), parseFloat(getComputedStyle(e).lineHeight)]"
    )
    page.close()
    assert size >= 19
    assert line / size >= 1.6


def test_style_and_script_are_light():
    sizes = [len(gzip.compress(f.read_bytes())) for f in (STYLE, STYLE.with_name("public.js"))]
    assert sum(sizes) <= 60 * KIB


def test_nothing_comes_from_another_host(browser, live_server):
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    page.on("console", lambda m: wrong.append(m.text) if m.type == "error" else None)
    for place in ("zh/", "zh/statement", "en/privacy"):
        page.goto(f"{live_server.url}/{place}")
    page.close()
    assert all(url.startswith(live_server.url) for url in asked)
    assert not wrong


def test_the_answer_prints_on_one_page(browser, live_server, tmp_path):
    page = browser.new_page()
    page.goto(f"{live_server.url}/zh/statement")
    page.fill("#statement", STORY)
    page.click("form .govuk-button")
    page.goto(f"{live_server.url}/zh/result")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    (tmp_path / "result.pdf").write_bytes(printed)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page /") == 1
