"""Knows how coming in, going out and being refused are written down."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.http import HttpRequest

from zoutong.web.people.models import AccessEvent, Account


def address_of(request: HttpRequest) -> str:
    """Give the address from which a request comes; behind a proxy the one that the nearest proxy saw."""
    if settings.SECURE_PROXY_SSL_HEADER:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if seen:
            return seen[:64]
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def digest(text: str) -> str:
    """Give a short keyed digest: two entries of one address can be matched, the address itself cannot be read."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()[:24]


def record(
    request: HttpRequest,
    act: str,
    outcome: str,
    account: Account | None = None,
    *,
    about: Account | None = None,
    detail: str = "",
    role: str = "",
) -> None:
    """Write one entry; ``act``, ``outcome`` and ``detail`` are codes, never free text."""
    match = request.resolver_match
    AccessEvent.objects.create(
        account=account,
        act=act,
        outcome=outcome,
        place=match.view_name if match else "",
        role=role,
        about=about,
        detail=detail,
        address_digest=digest(address_of(request)),
    )
