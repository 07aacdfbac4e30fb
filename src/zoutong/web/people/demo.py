"""Knows the invented people of a demo: a district bureau with its sections and sub-districts, thirty staff, and who stands outside."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.web import clock
from zoutong.web.people.models import Account, Post, Unit

PASSWORD = "zoutong-demo-2026"  # noqa: S105 - printed at the start of a demo, impossible where real people are served
UNITS = Path(__file__).with_name("demo_units.csv")
PEOPLE = Path(__file__).with_name("demo_people.csv")


@transaction.atomic
def make_people() -> int:
    """Make the demo's units and people where they are missing and give how many people there are; Fault where real people are served."""
    if settings.PRODUCTION:
        raise Fault(
            "account.demo",
            Words("正式运行不能建立演示人员。", "Demo people are never made where real people are served."),
            cure=Words("去掉 ZOUTONG_PRODUCTION，并换一个 ZOUTONG_DATA。", "Unset ZOUTONG_PRODUCTION and use another ZOUTONG_DATA."),
        )
    units = _units()
    # One hash for all: the password is the same, and thirty slow hashes would hold up the first look.
    hashed = make_password(PASSWORD)
    # They have been here for a year: the demo's cases reach back.
    since = clock.today() - timedelta(days=365)
    with PEOPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            unit = units[row["unit"]]
            account, new = Account.objects.get_or_create(
                name=row["name"],
                defaults={"shown": row["shown"], "unit": unit, "password": hashed, "must_change_password": False, "demo": True},
            )
            if new:
                Post.objects.bulk_create([Post(account=account, role=role, unit=unit, since=since) for role in row["roles"].split()])
    return Account.objects.filter(demo=True).count()


def _units() -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    with UNITS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            parent = units.get(row["parent"])
            units[row["code"]], _ = Unit.objects.get_or_create(
                code=row["code"], defaults={"zh": row["zh"], "en": row["en"], "kind": row["kind"], "parent": parent}
            )
    return units
