"""Knows how events hold each other fast: canonical text, links of a chain, and the running hash of a trace."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping


def canonical(plain: Mapping[str, object]) -> str:
    """Give the one way in which an event is written: sorted keys, no spaces, characters as they are."""
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def origin(walk: str) -> bytes:
    """Give what the first event of a walk is linked to; it differs from walk to walk, so that no chain fits another's start."""
    return hashlib.sha256(b"zoutong walk " + walk.encode()).digest()


def link(prev: bytes, body: str) -> bytes:
    """Give the hash of an event from the hash of the one before it and its canonical text."""
    return hashlib.sha256(prev + body.encode()).digest()


def trace(before: int, activity: str) -> int:
    """Give the running hash of a sequence of activities, as a signed whole number of 64 bits; 0 is the empty sequence."""
    mixed = hashlib.sha256(before.to_bytes(8, "big", signed=True) + activity.encode()).digest()
    return int.from_bytes(mixed[:8], "big", signed=True)
