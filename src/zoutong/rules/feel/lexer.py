"""Knows how FEEL text falls into tokens: numbers, strings, names in any script, and symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

MAX_LENGTH = 20_000
MAX_TOKENS = 8_000
KEYWORDS = frozenset({
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance", "of",
    "function", "external", "not", "true", "false", "null",
})  # fmt: skip

_START = (
    "?A-Z_a-zªµº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = _START + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = "\\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_TOKEN = re.compile(
    rf"(?P<space>(?:[{_SPACE}]+|//[^\n\r]*|/\*(?s:.*?)\*/)+)"
    r"|(?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r'|(?P<string>"(?:[^"\\]|\\.)*")'
    rf"|(?P<name>[{_START}][{_PART}]*)"
    r"|(?P<symbol>\.\.|\*\*|->|<=|>=|!=|[-+*/=<>()\[\]{},:.@'|])"
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{6})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token: kind is number, string, name, symbol or end; start and end are positions in the text."""

    kind: str
    text: str
    start: int
    end: int


def syntax_fault(text: str, at: int, zh: str, en: str) -> Fault:
    """Make the fault for text that is not FEEL, with the place and what stands there."""
    around = text[at : at + 20].replace("\n", " ")
    spot_zh, spot_en = (f"“{around}”之前", f'before "{around}"') if around else ("末尾", "at the end")
    return Fault(
        "feel.syntax",
        Words(
            f"表达式第 {at + 1} 个字符处（{spot_zh}）写法有误：{zh}。", f"The expression is wrong at character {at + 1} ({spot_en}): {en}."
        ),
        cure=Words("请按 FEEL 的写法改正这个单元格或表达式。", "Correct this cell or expression so that it is FEEL."),
    )


def tokens(text: str) -> list[Token]:
    """Split the text; Fault when it is too long or holds a character that FEEL does not know."""
    if len(text) > MAX_LENGTH:
        raise Fault(
            "feel.too_long",
            Words(
                f"表达式有 {len(text)} 个字符，超过 {MAX_LENGTH} 个。",
                f"The expression has {len(text)} characters, more than {MAX_LENGTH}.",
            ),
            cure=Words("请拆成几个决策。", "Split it into several decisions."),
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise syntax_fault(text, at, "这里有不认识的字符或没有写完的字符串", "there is an unknown character or an unfinished string")
        if match.lastgroup != "space":
            found.append(Token(match.lastgroup or "", match.group(), at, match.end()))
        at = match.end()
    if len(found) > MAX_TOKENS:
        raise syntax_fault(text, 0, "内容太多", "there is too much of it")
    found.append(Token("end", "", len(text), len(text)))
    return found


def unescape(quoted: str) -> str:
    """Give the characters that a string literal stands for; surrogate pairs written as two escapes are joined."""
    if "\\" not in quoted:
        return quoted[1:-1]

    def one(match: re.Match[str]) -> str:
        code = match.group(1) or match.group(2)
        if code:
            point = int(code, 16)
            return chr(point) if point <= 0x10FFFF else match.group()
        return _ESCAPES.get(match.group(3), match.group())

    plain = _ESCAPE.sub(one, quoted[1:-1])
    if any("\ud800" <= c <= "\udfff" for c in plain):
        return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return plain
