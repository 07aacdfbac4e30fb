"""Knows the house that is tried: its people, cases at every stage, and what may stand for each part of an address."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from tests.web.desk.desk import Desk
from tests.web.people.addresses import patterns
from tests.web.personas import House, make_house, signed_in
from tests.web.visitor import WAGES, Visitor

from zoutong.web.cases import store
from zoutong.web.cases.links import secret_of
from zoutong.web.desk.models import Export, SavedList

ROUTED = {"v-danger": "no", "v-child": "no", "v-group_size": "1", "v-consent_share": "yes"}


@dataclass(frozen=True, slots=True)
class World:
    """The house, its cases, and every address with the names of its parts."""

    house: House
    cases: tuple[str, ...]
    addresses: tuple[tuple[str, tuple[str, ...]], ...]
    told: str
    """The session of a visitor who has told her story."""

    def client(self, role: str) -> Client:
        """Give a browser of a role, "" for a visitor who told her story; a fault of the house is an answer to look at, not an exception."""
        client = signed_in(self.house.accounts[role]) if role in self.house.accounts else Client()
        if not role:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.told
        client.raise_request_exception = False
        return client

    def url(self, luck: random.Random, name: str, parts: tuple[str, ...], odd: float = 0.1) -> str:
        """Give an address with a sample for each part, now and then an odd one."""
        chosen = {part: self._part(luck, part, odd) for part in parts}
        try:
            return reverse(name, kwargs=chosen)
        except NoReverseMatch:
            return reverse(name, kwargs={part: self._part(luck, part, 0) for part in parts})

    def _part(self, luck: random.Random, part: str, odd: float) -> object:
        if part == "lang":
            return luck.choice(("zh", "en"))
        known: Mapping[str, tuple[object, ...]] = {
            "number": self.cases,
            "secret": tuple(secret_of(number) for number in self.cases),
            "account": tuple(a.pk for a in self.house.accounts.values()),
            "pk": (1, 2),
            "paper": (1, 2),
            "sending": (1, 2),
            "fact": ("want", "monthly_wage", "unpaid_months", "end_date", "group_size"),
            "document": ("inspection_complaint", "one_time_notice"),
            "name": ("inspection_complaint", "one_time_notice"),
            "clock": ("arbitration", "inspection"),
            "claim": ("unpaid_wages", "all"),
        }
        if luck.random() < odd:
            strange: tuple[object, ...] = ("²", "%00", "工" * 300, "-", "a.b", "ZT20200101-9999", "x" * 2000)
            return luck.choice((0, 2**31, 2**63, 2**64, 10**40) if part in ("account", "pk", "paper", "sending") else strange)
        return luck.choice(known.get(part, ("x",)))


def make_world() -> World:
    """Make the house with a case that waits, one at reception, one routed, one that an inspector has, one withdrawn."""
    house = make_house()
    lin = Desk(house.client("receptionist"))
    waiting, here, routed, split, ended = (
        lin.take(name="欧阳长青", danger="1"),
        lin.received(),
        lin.received(),
        lin.received(),
        lin.received(),
    )
    for number in (routed, split):
        lin.finish(number, f"{number}-1", **ROUTED)
        tang = Desk(house.client("guide"))
        tang.finish(number, f"{number}-2")
        tang.finish(number, f"{number}-3")
    fang = Desk(house.client("router"))
    fang.finish(split, f"{split}-4", **{"paper-identity": "need"})
    token = next(iter(store.load(split).walk.tasks))
    fang.post(f"case/{split}/act", kind="complete", token=token, key="handed", **{"v-door": "inspection"})
    lin.post(f"case/{ended}/act", kind="withdraw", key="ended", reason="settled", sure="1")
    lin.post("work/keep", whose="role", when="urgent", name="紧急的")
    lin.post("export", whose="lane", when="all", key="e1")
    assert SavedList.objects.exists() and Export.objects.exists()
    found = {name: tuple(converters) for name, converters in patterns(get_resolver().url_patterns)}
    visitor = Visitor(Client())
    visitor.tell(WAGES)
    visitor.get("result")
    told = visitor.client.cookies[settings.SESSION_COOKIE_NAME].value
    return World(house, (waiting, here, routed, split, ended), tuple(sorted(found.items())), told)
