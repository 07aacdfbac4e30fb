"""Knows a visitor who walks the pages, and what she may say."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.test import Client

DAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
WAGES = "我在徐汇区一家小饭馆端盘子，老板9月和10月的工资都没给，一个月5200元。我还在这里上班，想请你们去查一查。"
LAST_DAYS = "2025年11月25日我从公司离职，公司欠我两个月工资一共11000元，我一直没有去要过。"
DANGER = "老板动手打我，把我锁在仓库里不让走，工资也不给。"
CHILD = "我弟弟今年15岁，在一家电子厂上班，厂里不发工资。"


class Visitor:
    """Somebody who walks the pages in one language."""

    def __init__(self, client: Client, lang: str = "zh") -> None:
        self.client, self.lang = client, lang

    def at(self, place: str) -> str:
        return f"/{self.lang}/{place}"

    def get(self, place: str) -> str:
        answer = self.client.get(self.at(place))
        assert answer.status_code == 200, (place, answer.status_code, answer.headers.get("Location"))
        return answer.content.decode()

    def tell(self, words: str):
        return self.client.post(self.at("statement"), {"statement": words})

    def answer(self, fact: str, **sent: object):
        return self.client.post(self.at(f"question/{fact}"), sent)

    def walk(self, choose: Callable[[str, str], dict[str, object]]) -> list[str]:
        """Answer every question as ``choose(fact, page)`` says; give the questions in their sequence."""
        asked: list[str] = []
        for _ in range(60):
            place = self.client.get(self.at("next")).headers["Location"]
            if "/question/" not in place:
                assert place == self.at("check")
                return asked
            fact = place.rsplit("/", 1)[1]
            assert fact not in asked, f"{fact} is asked twice"
            asked.append(fact)
            sent = choose(fact, self.client.get(place).content.decode())
            assert self.client.post(place, sent).status_code == 302, (fact, sent)
        raise AssertionError(f"the questions do not end: {asked}")


def unclear(_fact: str, _page: str) -> dict[str, object]:
    return {"unclear": "1"}


def text_of(page: str) -> str:
    """Give what a person reads: no tags, no script, spaces made one."""
    page = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
