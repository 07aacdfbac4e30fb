"""Knows how a story told on the public pages comes to the desk: sealed, under a short code, for a day, once."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.http import HttpRequest

from zoutong.web import clock
from zoutong.web.cases import keys
from zoutong.web.intake.models import Handover
from zoutong.web.intake.story import Story

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No sign that is taken for another when it is read out: no O, 0, I, L, 1."""
LENGTH = 8
LASTS = timedelta(hours=24)
PURPOSE = keys.FOR_SEARCH
KEY = "handover"


def clean(code: str) -> str:
    """Give a code as it was made, however it was typed."""
    return "".join(ch for ch in code.upper() if ch in LETTERS)


def _digest(code: str) -> str:
    return keys.ring().mark(PURPOSE, f"handover:{code}".encode()).hex()


def lay(story: Story, known: str = "") -> str:
    """Seal a story and give its code; ``known`` is the code given before to the same visitor, which stays the same."""
    code = known if len(known) == LENGTH else "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    ring, digest, now = keys.ring(), _digest(code), clock.now()
    Handover.objects.filter(expires__lt=now).delete()
    blob = ring.encrypt(json.dumps(asdict(story), ensure_ascii=False).encode(), digest.encode())
    Handover.objects.update_or_create(code=digest, defaults={"key_id": ring.current, "blob": blob, "expires": now + LASTS})
    return code


def fetch(code: str) -> Story | None:
    """Give the story of a code and let the code be used up; None for one that is wrong, expired or used."""
    digest = _digest(clean(code))
    row = Handover.objects.filter(code=digest, expires__gte=clock.now()).first()
    if row is None:
        return None
    kept: Mapping[str, Any] = json.loads(keys.ring().decrypt(row.key_id, bytes(row.blob), digest.encode()))
    row.delete()
    return Story(**kept)


def shown_to(request: HttpRequest, story: Story) -> str:
    """Give the code that stands on a visitor's result page: made once, its story renewed when she says more."""
    kept = request.session.get(KEY) or {}
    stamp = hashlib.sha256(json.dumps(asdict(story), sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    if kept.get("stamp") != stamp:
        kept = {"code": lay(story, str(kept.get("code", ""))), "stamp": stamp}
        request.session[KEY] = kept
    return pretty(kept["code"])


def forget(request: HttpRequest) -> None:
    """Take away what was laid for a visitor who erases everything."""
    kept = request.session.get(KEY) or {}
    if kept.get("code"):
        Handover.objects.filter(code=_digest(str(kept["code"]))).delete()


def pretty(code: str) -> str:
    """Write a code the way it is read out: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}"
