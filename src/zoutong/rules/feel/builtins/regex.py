"""Knows the regular expressions of FEEL (XPath flavour) and keeps out those that could take for ever."""

from __future__ import annotations

import re
from functools import lru_cache

from zoutong.rules.feel.builtins.define import as_text
from zoutong.rules.feel.builtins.xpath import EXPONENTIAL, translate
from zoutong.rules.feel.values import null

MAX_PATTERN = 1_000
MAX_WORK = 20_000_000
MAX_LOOSE = 22
"""The longest text for a pattern with loops inside loops, whose work may double with every character."""


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str] | str, int]:
    """Give the compiled pattern (or why there is none) and how steeply its work grows with the length of the text."""
    if len(pattern) > MAX_PATTERN:
        return f"正则表达式超过 {MAX_PATTERN} 个字符", 0
    if set(flags) - set("smixq"):
        return f"没有“{flags}”这样的标志", 0
    options = (re.DOTALL if "s" in flags else 0) | (re.MULTILINE if "m" in flags else 0) | (re.IGNORECASE if "i" in flags else 0)
    try:
        text, steepness = (
            (re.escape(pattern), 1) if "q" in flags else translate(pattern, free="x" in flags, dot_all="s" in flags, multiline="m" in flags)
        )
        return re.compile(text, options), steepness
    except (re.error, ValueError, OverflowError, RecursionError) as error:
        return f"“{pattern}”不是正则表达式（{error}）", 0


def pattern_for(pattern: object, flags: object, text: str) -> re.Pattern[str]:
    """Compile a pattern for use on this text; null when it is wrong or could take too long."""
    compiled, steepness = _compiled(as_text(pattern), "" if flags is None else as_text(flags))
    if isinstance(compiled, str):
        null(compiled)
    too_long = len(text) > MAX_LOOSE if steepness == EXPONENTIAL else (len(text) + 1) ** min(steepness, 9) > MAX_WORK and steepness > 1
    if too_long:
        null("这个正则表达式在这样长的文字上可能算不完")
    return compiled


def matches(text: object, pattern: object, flags: object = None) -> bool:
    """Tell whether the pattern occurs in the text."""
    whole = as_text(text)
    return pattern_for(pattern, flags, whole).search(whole) is not None


def replace(text: object, pattern: object, replacement: object, flags: object = None) -> str:
    """Replace every occurrence; ``$1`` stands for a group, a backslash makes a dollar plain."""
    whole, new = as_text(text), as_text(replacement)
    compiled = pattern_for(pattern, flags, whole)
    literal = flags is not None and "q" in as_text(flags)
    pieces = [new] if literal else re.split(r"(\$\d+|\\.)", new)

    def one(match: re.Match[str]) -> str:
        return "".join(_piece(piece, match) for piece in pieces)

    return compiled.sub(one, whole)


def _piece(piece: str, match: re.Match[str]) -> str:
    if piece.startswith("$") and len(piece) > 1:
        digits = piece[1:]
        for size in range(len(digits), 0, -1):
            group = int(digits[:size])
            if group <= (match.re.groups or 0):
                return (match.group(group) or "") + digits[size:]
        return digits[1:]
    return piece[1:] if piece.startswith("\\") and len(piece) > 1 else piece


def split(text: object, delimiter: object) -> list[object]:
    """Cut a text at every occurrence of the delimiter, which is a pattern."""
    whole = as_text(text)
    compiled = pattern_for(delimiter, None, whole)
    found: list[object] = []
    start = 0
    for match in compiled.finditer(whole):
        if match.end() > match.start():
            found.append(whole[start : match.start()])
            start = match.end()
    found.append(whole[start:])
    return found
