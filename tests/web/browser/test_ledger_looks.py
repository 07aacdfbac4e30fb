from __future__ import annotations

from datetime import date

import pytest
from tests.web.browser.test_desk_looks import page_of
from tests.web.personas import make_house
from tests.web.visitor import DAY

from zoutong.improve import Evidence, Mover
from zoutong.improve.candidate import Candidate
from zoutong.improve.plan import Opinion, Plan, Task, add_task, consult, hear
from zoutong.web.ledger import plans, store
from zoutong.web.ledger.seed import make_items

pytestmark = pytest.mark.django_db(transaction=True)
SIZES = ((1280, 900), (390, 844))


@pytest.fixture
def house():
    """Bring a house with the demo's items, one of them late and replied to, a candidate, and a plan in consultation."""
    made, head = make_house(), Mover("h", "supervisor", "bureau")
    make_items()
    store.move("WT2026-0004", "assign", head, {"lead": "inspection", "due": "2026-11-20"})
    store.move("WT2026-0004", "reply", Mover("i", "inspector", "inspection"), {"text": "热线由市里统一接听", "accepts": False})
    quote = (Evidence("quote", "又让我跑一趟"),)
    store.suggest(Candidate("rule", "LD20261123-0001", "leader", "labour_rights", "reception", "stuck", "notice_twice", quote, "告知了两次", "Told twice", "k"))  # fmt: skip
    plan = add_task(Plan("政策听得懂专项工作方案", ("WT2026-0004",)), Task("重写办事指南", "office", "window", "2027-01-31", "一页指南"))
    plan = hear(consult(plan, DAY, date(2026, 12, 28)), Opinion("企业", "请配例子"), DAY)
    plans.begin(plan, head)
    return made


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_on_any_page_of_the_ledger(browser, live_server, axe, house, lang):
    number = plans.all_plans()[0][0]
    found: dict[str, list[str]] = {}
    page = page_of(browser, live_server, house.client("supervisor"), *SIZES[0])
    places = ("ledger/", "ledger/?view=board", "ledger/WT2026-0004/", "ledger/new", "ledger/candidates", "ledger/digest?period=year",
              "ledger/lists", "ledger/plans/", f"ledger/plans/{number}/", "walked/", "ledger/WT1999-0001/")  # fmt: skip
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
    page.close()
    assert not found
