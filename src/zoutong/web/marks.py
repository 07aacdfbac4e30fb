"""Knows how the small hidden parts of a form are read: its mark against being sent twice, and whole numbers; whatever else stands there does no harm."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

MARK = re.compile(r"[\w.:@#/+-]{1,60}", re.ASCII)
WHOLE = re.compile(r"-?[0-9]{1,18}", re.ASCII)
"""What a database keeps as a number, with room to spare."""


def mark_of(sent: Mapping[str, str], name: str = "key") -> str:
    """Give the mark of a form; one that we did not make stands as its digest, so that the same form sent twice is still one."""
    text = sent.get(name, "")
    if not text or MARK.fullmatch(text):
        return text
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def whole(text: str) -> int | None:
    """Read a whole number written in plain digits; None for anything else."""
    return int(text) if WHOLE.fullmatch(text) else None
