"""Knows how a receptionist works the pages, as short words for the tests."""

from __future__ import annotations

import re

from django.test import Client
from tests.web.visitor import WAGES

from zoutong.web.cases import store

TOKEN = re.compile(r'value="finish-(\d+)"')


class Desk:
    """One person at the desk, in one language."""

    def __init__(self, client: Client, lang: str = "zh") -> None:
        self.client, self.lang = client, lang

    def at(self, place: str) -> str:
        return f"/{self.lang}/desk/{place}"

    def get(self, place: str) -> str:
        answer = self.client.get(self.at(place))
        assert answer.status_code == 200, (place, answer.status_code, answer.headers.get("Location"))
        return answer.content.decode()

    def post(self, place: str, **sent: object):
        return self.client.post(self.at(place), sent)

    def take(self, **sent: object) -> str:
        """Take a number and give the case's number."""
        answer = self.post("queue/take", channel="counter", key=f"take-{len(sent)}-{store.board().opened}", **sent)
        assert answer.status_code == 302, answer.content.decode()[-2000:]
        return answer.headers["Location"].rsplit("/", 1)[1]

    def call(self, number: str, window: str = "3"):
        case = store.load(number)
        token = next(iter(case.walk.tasks))
        return self.post("queue/call", row=f"{number}.{token}", window=window, key=f"call-{number}")

    def finish(self, number: str, key: str, **sent: object):
        """Press the button that completes the step at hand."""
        page = self.get(f"reception/{number}")
        token = TOKEN.search(page)
        assert token, "nothing to complete here"
        return self.post(f"reception/{number}", do=f"finish-{token[1]}", key=key, **sent)

    def received(self) -> str:
        """Take in one visitor who is owed wages, up to the point at which her story is known."""
        number = self.take(name="王小红", phone="13800000000")
        self.call(number)
        self.post(f"reception/{number}", do="read", statement=WAGES, **{"p-applicant_name": "王小红", "p-applicant_phone": "13800000000"})
        return number
