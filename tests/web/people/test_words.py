from __future__ import annotations

import re

import pytest
from tests.web.personas import PASSWORD
from tests.web.test_catalogue import CHINESE, english_only
from tests.web.visitor import DAY

from zoutong.web.people.models import Account, Deputy

pytestmark = pytest.mark.django_db
PLACES = ("me", "me/password", "accounts", "accounts/new", "accounts/{inspector}", "units", "access", "journal")


@pytest.fixture
def busy(house):
    """A house in which something has happened, so that no list is empty."""
    house.away("inspector")
    Deputy.objects.create(of=house.accounts["inspector"], by=house.accounts["mediator"], since=DAY)
    house.client("guide").get("/zh/staff/units")
    Account.objects.filter(name="cao").update(is_active=False)
    return house


def pages(house, lang: str) -> dict[str, str]:
    client = house.client("admin")
    place = {p: f"/{lang}/staff/{p.format(inspector=house.accounts['inspector'].pk)}" for p in PLACES}
    shown = {p: client.get(url).content.decode() for p, url in place.items()}
    shown["refused"] = house.client("guide").get(f"/{lang}/staff/units").content.decode()
    shown["sign-in"] = client.__class__().get(f"/{lang}/staff/sign-in?ended=idle").content.decode()
    shown["wrong"] = client.post(f"/{lang}/staff/accounts/new", {}).content.decode()
    shown["locked"] = [client.__class__().post(f"/{lang}/staff/sign-in", {"name": "x", "password": PASSWORD}) for _ in range(5)][
        -1
    ].content.decode()
    return shown


def test_no_english_page_speaks_chinese(busy):
    mixed = {
        place: "".join(CHINESE.findall(english_only(re.sub(' value="[^"]*"', " ", page))))[:60] for place, page in pages(busy, "en").items()
    }
    assert not {place: marks for place, marks in mixed.items() if marks}


def test_no_chinese_page_speaks_english(busy):
    for place, whole in pages(busy, "zh").items():
        page = re.sub(
            r"<(\w+)[^>]*\blang=\"en\"[^>]*>.*?</\1>|<code>.*?</code>|<(\w+)[^>]*zt-mono[^>]*>.*?</\2>", " ", whole, flags=re.DOTALL
        )
        shown = re.sub(r"<[^>]+>", " ", re.sub(r"<(style|script|svg).*?</\1>", " ", page, flags=re.DOTALL))
        assert not set(re.findall("[A-Za-z]{3,}", shown)), place


def test_every_page_of_the_house_allows_nothing_from_elsewhere(busy):
    for place, page in pages(busy, "zh").items():
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', page), place
        assert not re.findall(r"\sstyle=|\son[a-z]+=|<script>", page), place
