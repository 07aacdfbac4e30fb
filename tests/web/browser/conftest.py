"""Opens the real browser, and looks at a page with axe."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, sync_playwright
from tests.web.browser.pages import LOOKED

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
STYLE = ROOT / "src" / "zoutong" / "web" / "static" / "built" / "public.css"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items):
    """Mark everything in this folder, and skip it with a sentence where a part is missing."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM.exists():
                item.add_marker(pytest.mark.skip(reason="Debian's chromium is not installed"))
            elif not (AXE.is_file() and STYLE.is_file()):
                item.add_marker(pytest.mark.skip(reason="style, script and axe are not built: npm ci && npm run build"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop makes Django believe that it is called from asynchronous code; it is not.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        opened = play.chromium.launch(
            executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture
def axe(request):
    """Give a function that names everything axe finds on a page; a test that promises pages must have looked at each of them."""
    source = AXE.read_text(encoding="utf-8")
    seen: set[str] = set()

    def look(page: Page) -> list[str]:
        try:
            seen.add(resolve(unquote(urlsplit(page.url).path)).view_name)
        except Resolver404:
            seen.add("none")
        page.evaluate(source)
        found = page.evaluate("rules => axe.run({runOnly: {type: 'tag', values: rules}})", RULES)
        return [f"{v['id']}: {v['help']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]

    yield look
    assert not LOOKED.get(request.node.originalname, frozenset()) - seen
