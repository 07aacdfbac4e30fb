"""Knows how a long piece of work tells how far it is: on standard error, only once it has taken a second, one line at a time."""

from __future__ import annotations

import sys
import time
from typing import TextIO

from zoutong.cli.speech import language
from zoutong.kernel.words import Words

_FIRST_S = 1.0
_EVERY_S = 1.0


class Progress:
    """Counts bytes and stages of one piece of work and speaks about them; ``close`` leaves the terminal's line clean."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._live = self._out.isatty()
        self._next = time.monotonic() + _FIRST_S
        self._what, self._done, self._spoke = Words("", ""), 0, False

    def stage(self, what: Words) -> None:
        """Begin something else, from nought."""
        self._what, self._done = what, 0
        self._speak()

    def tick(self, size: int) -> None:
        """Some bytes more are done."""
        self._done += size
        self._speak()

    def close(self) -> None:
        """Leave the line."""
        if self._live and self._spoke:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _speak(self) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _EVERY_S
        line = f"zoutong: {self._what.in_language(language())} {self._done / 1_000_000:,.0f} MB"
        self._out.write(f"\r\x1b[K{line}" if self._live else f"{line}\n")
        self._out.flush()
        self._spoke = True
