"""Knows the sets of characters that XPath patterns name: Unicode categories, some blocks, and the characters of XML names."""

from __future__ import annotations

import sys
import unicodedata
from functools import lru_cache

_NAME_START = (":", "A-Z", "_", "a-z", "\u00c0-\u00d6", "\u00d8-\u00f6", "\u00f8-\u02ff", "\u0370-\u037d", "\u037f-\u1fff", "\u200c-\u200d",
               "\u2070-\u218f", "\u2c00-\u2fef", "\u3001-\ud7ff", "\uf900-\ufdcf", "\ufdf0-\ufffd", "\U00010000-\U000effff")  # fmt: skip
NAME_START = "".join(_NAME_START)
NAME_PART = NAME_START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_BLOCKS = {
    "BasicLatin": (0x0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F), "LatinExtended-B": (0x180, 0x24F),
    "GreekandCoptic": (0x370, 0x3FF), "Greek": (0x370, 0x3FF), "Cyrillic": (0x400, 0x4FF), "Hebrew": (0x590, 0x5FF), "Arabic": (0x600, 0x6FF),
    "GeneralPunctuation": (0x2000, 0x206F), "CurrencySymbols": (0x20A0, 0x20CF), "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F), "Katakana": (0x30A0, 0x30FF), "CJKUnifiedIdeographs": (0x4E00, 0x9FFF), "HangulSyllables": (0xAC00, 0xD7A3),
}  # fmt: skip
_CATEGORIES = frozenset(
    "L Lu Ll Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf Po Z Zs Zl Zp S Sm Sc Sk So C Cc Cf Co Cn".split()  # noqa: SIM905
)
Ranges = tuple[tuple[int, int], ...]


@lru_cache(maxsize=128)
def named_set(name: str) -> Ranges:
    """Give the code points of a category (Lu) or block (IsBasicLatin) as ranges; ValueError when there is none of that name."""
    if name.startswith("Is"):
        if name[2:] not in _BLOCKS:
            raise ValueError(f"unknown block {name}")
        return (_BLOCKS[name[2:]],)
    if name not in _CATEGORIES:
        raise ValueError(f"unknown category {name}")
    ranges: list[tuple[int, int]] = []
    start = -1
    for point in range(sys.maxunicode + 2):
        inside = point <= sys.maxunicode and unicodedata.category(chr(point)).startswith(name)
        if inside and start < 0:
            start = point
        elif not inside and start >= 0:
            ranges.append((start, point - 1))
            start = -1
    return tuple(ranges)


def complement(ranges: Ranges) -> Ranges:
    """Give every code point that is not in the ranges."""
    found: list[tuple[int, int]] = []
    at = 0
    for low, high in ranges:
        if low > at:
            found.append((at, low - 1))
        at = high + 1
    if at <= sys.maxunicode:
        found.append((at, sys.maxunicode))
    return tuple(found)


def class_body(ranges: Ranges) -> str:
    """Write ranges as the inside of a Python character class."""
    return "".join(f"\\U{low:08x}-\\U{high:08x}" for low, high in ranges)
