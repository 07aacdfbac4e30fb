"""Knows how a receptionist works the pages, as short words for the tests."""

from __future__ import annotations

import re

from django.test import Client
from tests.web.personas import House
from tests.web.visitor import DAY, MORNING, WAGES

from zoutong.walk import Act, Actor
from zoutong.web.cases import store

ASKED = {"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"}
BY_CHOICE = {"door-unpaid_wages": "mediation", "proposed-unpaid_wages": "inspection", "why-unpaid_wages": "applicant_chose"}
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


def heard(house: House) -> str:
    """Bring a case to where its door is to be confirmed."""
    lin = Desk(house.client("receptionist"))
    number = lin.received()
    lin.finish(number, f"{number}-1", **ASKED)
    for step in (2, 3):
        Desk(house.client("guide")).finish(number, f"{number}-{step}")
    return number


def at_her_turn(house: House) -> str:
    """Bring a case to where its visitor decides what follows: its mediation was refused by the employer, a paper is still lacking."""
    number = heard(house)
    Desk(house.client("router")).finish(number, f"{number}-4", **{"paper-identity": "need"}, **BY_CHOICE)
    told = {"application_form": "oral", "application_received_on": DAY.isoformat()}
    for role, unit, data in (
        ("router", "window", {"door": "mediation"}),
        ("mediator", "mediation", told),
        ("mediator", "mediation", {"employer_consents": False}),
    ):
        token = next(iter(store.load(number).walk.tasks))
        store.act(number, Act("complete", Actor(str(house.accounts[role].pk), role, unit), token=token, data=data), MORNING)
    return number


def advised(house: House) -> str:
    """Bring a case to where its visitor is asked to rate: it needed only advice."""
    number = heard(house)
    router = Desk(house.client("router"))
    router.finish(number, f"{number}-4", **{"v-routing": "advice_only"})
    router.finish(number, f"{number}-5", **{"v-advice_given": "rules_explained"})
    return number
