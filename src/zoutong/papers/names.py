"""Knows how the name that somebody gave a file may be shown: never as a path, never as a trick on the eye."""

from __future__ import annotations

import re
import unicodedata

from zoutong.papers.kinds import KINDS, Kind

LONGEST = 120
"""Characters of a shown name with its suffix; the longest that a person reads in a list, and short enough (in UTF-8) for any disk."""
LONGEST_BYTES = 240
NAMELESS = "材料"
_SUFFIXES = {kind.suffix for kind in KINDS} | {"jpeg", "jpe", "jfif", "heif", "text", "m4v", "3gp", "qt"}
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_SELECTORS = range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)


def shown_name(claimed: str, kind: Kind) -> str:
    """Give the name under which a paper is shown and downloaded: the person's own words, the suffix by content.

    Path parts, control characters, bidi overrides and characters that no disk takes are dropped; rare Han characters stay,
    also those beyond the first plane, with their variation selectors and private codes of older name registers.
    """
    stem = clean(re.split(r"[/\\]", claimed.replace("\0", ""))[-1])
    head, dot, tail = stem.rpartition(".")
    if dot and tail.lower() in _SUFFIXES:
        stem = head
    stem = _short(stem.strip(" ."), LONGEST - len(kind.suffix) - 1, LONGEST_BYTES - len(kind.suffix) - 1).strip(" .") or NAMELESS
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}.{kind.suffix}"


def clean(text: str) -> str:
    """Drop from one line what cannot be seen or turns the reading direction; keep every character that a name may be written with."""
    kept = (c if _readable(c) else " " if c.isspace() else "" for c in text)
    return re.sub(r" {2,}", " ", re.sub(r'[<>:"|?*]', "_", "".join(kept))).strip()


def _readable(character: str) -> bool:
    """Tell whether a character may stand in a shown name: no control, format, surrogate, unassigned or line-breaking one."""
    if any(ord(character) in block for block in _SELECTORS):
        return True
    category = unicodedata.category(character)
    # Unassigned to this Python may be a Han character of a newer Unicode; only the Han planes get that benefit of the doubt.
    return category == "Co" or (category[0] not in "CZ" or character == " ") or (category == "Cn" and 0x20000 <= ord(character) <= 0x3FFFD)


def _short(text: str, characters: int, size: int) -> str:
    """Cut a text to so many characters and bytes of UTF-8, never in the middle of either."""
    return text[:characters].encode()[:size].decode(errors="ignore")
