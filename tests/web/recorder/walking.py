"""Knows how a walk begins in the tests, and what a phone sends of it."""

from __future__ import annotations

import json
import uuid

from django.test import Client
from tests.web.personas import House
from tests.web.visitor import MORNING

from zoutong.walk import Actor
from zoutong.web.cases import store
from zoutong.web.clock import micros

DEVICE = "11111111-2222-4333-8444-555555555555"


def leader(house: House) -> Actor:
    return Actor(str(house.accounts["leader"].pk), "leader", "bureau")


def begun(house: House, key: str = "walk-1", mode: str = "leader") -> str:
    """Begin a walk through the front door, as nobody's real case."""
    lin = Actor(str(house.accounts["receptionist"].pk), "receptionist", "window")
    return store.open_case(lin, {"person": {"name": "走流程"}}, {}, key, MORNING, mode=mode).id


def tap(counter: int, kind: str = "tag", value: str = "", **more: object) -> dict[str, object]:
    """Make one tap as a phone sends it."""
    value = value or ("stuck" if kind == "tag" else "")
    made = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, f"tap {counter} {more.get('device', '')}")), "device": DEVICE, "counter": counter,
        "at": micros(MORNING) // 1000 + counter * 1000, "step": "reception", "role": "", "kind": kind, "value": value, "quote": "",
    }  # fmt: skip
    return made | more


def sent(client: Client, number: str, taps: list[dict[str, object]], **more: object):
    account = client.session["_auth_user_id"]
    body = {"taps": taps, "account": account} | more
    return client.post(f"/zh/recorder/{number}/taps", json.dumps(body), content_type="application/json")
