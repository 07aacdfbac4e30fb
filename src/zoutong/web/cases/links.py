"""Knows the address at which a visitor finds her own case: the number and a mark that only this bureau can make."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

import segno
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

MARK_LENGTH = 16
"""Characters of base 32: 80 bits, far beyond guessing through a door that answers one try at a time."""
SHAPE = re.compile(r"(?P<number>[A-Z]{2}\d{8}-\d{4,6})-(?P<mark>[a-z2-7]{16})", re.ASCII)


def _mark(number: str, key: str) -> str:
    digest = hmac.new(key.encode(), b"zoutong.mine\x00" + number.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().lower()[:MARK_LENGTH]


def secret_of(number: str) -> str:
    """Give the secret part of the address of a case; the same whenever it is asked, so that a receipt can be printed again."""
    return f"{number}-{_mark(number, settings.SECRET_KEY)}"


def number_of(secret: str) -> str | None:
    """Give the number of the case that an address opens; None when the mark was not made here (or with a key no longer known)."""
    found = SHAPE.fullmatch(secret)
    if found is None:
        return None
    number = found["number"]
    keys = (settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS))
    return number if any(hmac.compare_digest(_mark(number, key), found["mark"]) for key in keys) else None


def picture_of(address: str) -> SafeString:
    """Draw an address as a QR code that needs no style of its own."""
    drawn = segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2, dark="#16202c", light="#ffffff", omitsize=False)
    # segno writes the picture itself; the address only decides which squares are dark.
    return mark_safe(drawn)  # noqa: S308
