"""Knows the builtins for strings; lengths and places are counted in characters (code points)."""

from __future__ import annotations

from decimal import Decimal

from zoutong.rules.feel.arithmetic import MAX_TEXT
from zoutong.rules.feel.builtins import regex
from zoutong.rules.feel.builtins.define import as_list, as_number, as_text, as_whole, define
from zoutong.rules.feel.printing import value_text
from zoutong.rules.feel.values import null


def substring(text: object, start: object, length: object = None) -> str:
    """Give the part that begins at a 1-based place, counted from the end when negative."""
    whole, place = as_text(text), as_whole(start)
    if place == 0 or abs(place) > len(whole):
        null(f"字符串有 {len(whole)} 个字符，没有第 {place} 个")
    first = place - 1 if place > 0 else len(whole) + place
    if length is None:
        return whole[first:]
    size = int(as_number(length))
    return whole[first : first + size] if size >= 1 else null("长度应至少是 1")


def _before(text: object, match: object) -> str:
    head, found, _ = as_text(text).partition(as_text(match)) if match != "" else ("", "", "")
    return head if found else ""


def _after(text: object, match: object) -> str:
    if match == "":
        return as_text(text)
    return as_text(text).partition(as_text(match))[2]


def string_join(items: object, delimiter: object = None) -> str:
    """Join strings; null items are left out."""
    texts = [as_text(item) for item in as_list(items) if item is not None]
    between = "" if delimiter is None else as_text(delimiter)
    if sum(map(len, texts)) + len(between) * len(texts) > MAX_TEXT:
        null("字符串太长")
    return between.join(texts)


def _string(value: object) -> str | None:
    return None if value is None else value_text(value)


FUNCTIONS = (
    define("string", "from", _string),
    define("substring", "string, start position, length", substring, optional=1),
    define("string length", "string", lambda text: Decimal(len(as_text(text)))),
    define("upper case", "string", lambda text: as_text(text).upper()),
    define("lower case", "string", lambda text: as_text(text).lower()),
    define("substring before", "string, match", _before),
    define("substring after", "string, match", _after),
    define("contains", "string, match", lambda text, match: as_text(match) in as_text(text)),
    define("starts with", "string, match", lambda text, match: as_text(text).startswith(as_text(match))),
    define("ends with", "string, match", lambda text, match: as_text(text).endswith(as_text(match))),
    define("string join", "list, delimiter", string_join, optional=1),
    define("matches", "input, pattern, flags", regex.matches, optional=1),
    define("replace", "input, pattern, replacement, flags", regex.replace, optional=1),
    define("split", "string, delimiter", regex.split),
)
