"""Knows how to go over a text once and take from it every quantity that does not overlap another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from zoutong.intake.words.dates import READERS, Reading
from zoutong.intake.words.tokens import Token

Form = tuple[re.Pattern[str], Callable[[re.Match[str], Reading], Token | None]]


class Ground:
    """Which characters of a text are already taken by a token."""

    __slots__ = ("taken", "tokens")

    def __init__(self, length: int) -> None:
        self.taken = bytearray(length)
        self.tokens: list[Token] = []

    def free(self, start: int, end: int) -> bool:
        """Tell whether nothing stands there yet."""
        return end > start and not any(self.taken[start:end])

    def put(self, token: Token) -> bool:
        """Keep the token when its ground is free."""
        if not self.free(token.start, token.end):
            return False
        self.taken[token.start : token.end] = b"\x01" * (token.end - token.start)
        self.tokens.append(token)
        return True


def scan_dates(text: str, on: date, ground: Ground, forms: Iterable[Form] = READERS) -> None:
    """Put every day, month and stretch of months on the ground, read from left to right so that years carry over."""
    found: list[tuple[int, int, int, re.Match[str], Callable[[re.Match[str], Reading], Token | None]]] = []
    for rank, (pattern, reader) in enumerate(forms):
        found += [(m.start(), rank, -m.end(), m, reader) for m in pattern.finditer(text)]
    reading = Reading(on, text)
    for start, _, minus_end, match, reader in sorted(found, key=lambda f: f[:3]):
        if ground.free(start, -minus_end):
            token = reader(match, reading)
            if token is not None:
                ground.put(token)
