"""Knows the people of the tests: one of each role, always under the same name, and how they sign in."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.test import Client
from tests.web.visitor import DAY

from zoutong.web.people.gate import SEEN, SINCE
from zoutong.web.people.models import Account, Leave, Post, Unit

PASSWORD = "ge-mi-hua-yun-7"
PERSONAS = {
    "receptionist": ("lin", "林小满", "window"),
    "guide": ("tang", "唐小溪", "window"),
    "router": ("fang", "方一鸣", "window"),
    "inspector": ("he", "何正义", "inspection"),
    "mediator": ("xie", "谢和", "mediation"),
    "arbitrator": ("cao", "曹衡", "arbitration"),
    "duty_chief": ("zheng", "郑守正", "window"),
    "liaison": ("jia", "贾街", "street-01"),
    "supervisor": ("tian", "田督", "bureau"),
    "leader": ("pan", "潘行远", "bureau"),
    "records": ("yuan", "袁存真", "office"),
    "admin": ("jiang", "蒋管", "office"),
}
UNITS = {
    "bureau": ("示范区人社局", "Demo District Bureau", "bureau"),
    "window": ("一口受理窗口", "One-door window", "section"),
    "inspection": ("监察大队", "Inspection brigade", "section"),
    "mediation": ("调解中心", "Mediation centre", "section"),
    "arbitration": ("仲裁院", "Arbitration court", "section"),
    "office": ("局办公室", "Bureau office", "section"),
    "street-01": ("示范一街道", "Demo Sub-district 1", "subdistrict"),
}


@dataclass(frozen=True, slots=True)
class House:
    """The bureau of the tests: an account for each role, each with one post since the first day of the year."""

    units: dict[str, Unit]
    accounts: dict[str, Account]

    def client(self, role: str) -> Client:
        """Give a browser in which the person of a role is signed in; "" for one in which nobody is."""
        return signed_in(self.accounts[role]) if role else Client()

    def away(self, role: str) -> Leave:
        """Send somebody on leave for today."""
        return Leave.objects.create(account=self.accounts[role], since=DAY, until=DAY)


def make_house() -> House:
    """Make the units and the people of the tests."""
    bureau = Unit.objects.create(code="bureau", zh=UNITS["bureau"][0], en=UNITS["bureau"][1], kind="bureau")
    units = {"bureau": bureau}
    for code, (zh, en, kind) in list(UNITS.items())[1:]:
        units[code] = Unit.objects.create(code=code, zh=zh, en=en, kind=kind, parent=bureau)
    password, accounts = make_password(PASSWORD), {}
    for role, (name, shown, unit) in PERSONAS.items():
        accounts[role] = Account.objects.create(name=name, shown=shown, unit=units[unit], password=password, must_change_password=False)
        Post.objects.create(account=accounts[role], role=role, unit=units[unit], since=DAY.replace(month=1, day=1))
    return House(units, accounts)


def signed_in(account: Account, client: Client | None = None) -> Client:
    """Sign somebody in without the pages of the sign-in."""
    client = client or Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[SINCE] = session[SEEN] = int(time.time())
    session.save()
    return client
