"""Knows what a good password is, and makes one that is typed only once."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from zoutong.web.catalogue import say
from zoutong.web.people.factor import ALPHABET
from zoutong.web.people.models import Account

CODES = ("password_too_short", "password_too_common", "password_entirely_numeric", "password_too_similar")


def one_time_password() -> str:
    """Make a password of 60 bits without letters that look alike."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def broken_rules(new: str, account: Account, lang: str) -> list[str]:
    """Give a sentence for each rule of passwords that a new one breaks."""
    try:
        validate_password(new, account)
    except ValidationError as broken:
        codes = [str(error.code) for error in broken.error_list]
        return [say(lang, f"people.password.{code}", n=settings.ZOUTONG_SHORTEST_PASSWORD) for code in codes if code in CODES]
    return []
