"""Knows in which world a piece of work happens: the real cases, or one walk of a leader or a rehearsal, so that they never mix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from zoutong.walk import Mode


@dataclass(frozen=True, slots=True)
class Scope:
    """A world: real cases (``case``, all of them), or one walk of another mode, whose number is ``walk``."""

    mode: Mode = "case"
    walk: str = ""

    def shows(self, mode: str, walk: str) -> bool:
        """Tell whether a row belongs to this world."""
        return mode == self.mode and (mode == "case" or walk == self.walk)


CASES = Scope()
_HERE: ContextVar[Scope] = ContextVar("zoutong_scope", default=CASES)


def here() -> Scope:
    """Give the world of the work in hand; real cases where nobody said otherwise."""
    return _HERE.get()


@contextmanager
def within(scope: Scope) -> Iterator[None]:
    """Do a piece of work in a world; the one before comes back however it ends."""
    before = _HERE.set(scope)
    try:
        yield
    finally:
        _HERE.reset(before)
