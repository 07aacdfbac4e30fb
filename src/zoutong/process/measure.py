"""Knows how much room words need in a drawing: widths by estimate, and lines that break where a reader expects it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

NARROW = frozenset("iljtfrI.,:;'|!()[] ")
BROAD = frozenset("mwMW@%—…")
NEVER_FIRST = frozenset("，。、；：！？）】》”’,.;:!?)]}%…")
"""Marks that may not begin a line of Chinese."""
NEVER_LAST = frozenset("（【《“‘([{")
LINE = 1.3
"""Height of a line, in sizes of its letters."""


def width(text: str, size: float) -> float:
    """Estimate the width of a text in pixels at a size of letters in pixels; rather too wide than too narrow."""
    return sum(_share(mark) for mark in text) * size


@lru_cache(maxsize=4096)
def _share(mark: str) -> float:
    if unicodedata.east_asian_width(mark) in "WF" or mark in "“”‘’":
        return 1.0
    if mark in NARROW:
        return 0.36
    if mark in BROAD:
        return 0.92
    return 0.7 if mark.isupper() else 0.6


@lru_cache(maxsize=4096)
def wrap(text: str, limit: float, size: float) -> tuple[str, ...]:
    """Break a text into lines of about one length, none wider than ``limit`` pixels; Latin words stay whole unless one alone is too wide."""
    best = _wrapped(text, limit, size)
    narrower = limit
    longest = max((width(piece.rstrip(), size) for piece in pieces(text)), default=0.0)
    while len(best) > 1 and narrower - size / 2 > max(limit / 2, longest):
        narrower -= size / 2
        tried = _wrapped(text, narrower, size)
        if len(tried) > len(best) or max(width(line, size) for line in tried) > limit:
            break
        best = tried
    return best


def _wrapped(text: str, limit: float, size: float) -> tuple[str, ...]:
    lines, line = [], ""
    for whole in pieces(text):
        piece = whole
        hangs = piece in NEVER_FIRST and width(line, size) <= limit
        if line and width((line + piece).rstrip(), size) > limit and not hangs:
            last = line[-1] if line[-1] in NEVER_LAST and len(line) > 1 else ""
            lines.append(line[: len(line) - len(last)].rstrip())
            line, piece = "", (last + piece).lstrip()
        while width(piece.rstrip(), size) > limit and len(piece) > 1:
            cut = max(1, next(i for i in range(1, len(piece)) if width(piece[: i + 1], size) > limit))
            lines.append(line + piece[:cut])
            line, piece = "", piece[cut:]
        line += piece
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def pieces(text: str) -> list[str]:
    """Part a text where a line may break: after every Chinese character, after the space that follows a Latin word."""
    found: list[str] = []
    word = ""
    for mark in text:
        if unicodedata.east_asian_width(mark) in "WF":
            found += [word] if word else []
            found.append(mark)
            word = ""
        elif mark.isspace():
            found.append(word + " ")
            word = ""
        else:
            word += mark
    return found + ([word] if word else [])


def block(text: str, limit: float, size: float) -> tuple[float, float]:
    """Give width and height of a text when wrapped."""
    lines = wrap(text, limit, size)
    return max((width(line, size) for line in lines), default=0.0), len(lines) * size * LINE
