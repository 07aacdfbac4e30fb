"""Knows how an XPath regular expression is said in Python, and how much work it may take."""

from __future__ import annotations

from zoutong.rules.feel.builtins.unicode_sets import NAME_PART, NAME_START, class_body, complement, named_set

EXPONENTIAL = -1
_PLAIN_ESCAPES = frozenset("nrt\\|.?*+(){}$-[]^")
_CLASS_ESCAPES = frozenset("sSdDwW")
_MANY = 10


def translate(pattern: str, *, free: bool, dot_all: bool, multiline: bool) -> tuple[str, int]:
    """Give the Python pattern and its steepness: n means work grows like length to the n, EXPONENTIAL means even faster. ValueError when wrong."""
    return _Translator(_without_space(pattern) if free else pattern, dot_all, multiline).whole()


def _without_space(pattern: str) -> str:
    kept: list[str] = []
    level, escaped = 0, False
    for char in pattern:
        if level == 0 and char in " \t\n\r":
            continue
        level += 0 if escaped else (char == "[") - (char == "]")
        escaped = char == "\\" and not escaped
        kept.append(char)
    return "".join(kept)


class _Translator:
    def __init__(self, pattern: str, dot_all: bool, multiline: bool) -> None:
        self.pattern, self.dot_all, self.multiline = pattern, dot_all, multiline
        self.at = 0
        self.groups = 0
        self.closed = 0
        self.loops = {"space": 0, "char": 0, "wide": 0}
        self.maybes = 0
        self.exponential = False

    def whole(self) -> tuple[str, int]:
        text, _ = self.alternatives(0)
        if self.at < len(self.pattern):
            raise ValueError(")")
        if self.exponential or self.maybes > 15:
            return text, EXPONENTIAL
        return text, self.loops["wide"] + max(self.loops["space"], self.loops["char"])

    def peek(self) -> str:
        return self.pattern[self.at : self.at + 1]

    def take(self) -> str:
        self.at += 1
        if self.at > len(self.pattern):
            raise ValueError("unfinished")
        return self.pattern[self.at - 1]

    def alternatives(self, level: int) -> tuple[str, bool]:
        """Translate up to the closing parenthesis; tells whether what was read can match in several ways."""
        if level > 30:
            raise ValueError("nesting")
        text, loose = "", False
        while (char := self.peek()) and char != ")":
            if char == "|":
                self.at += 1
                text, loose = text + "|", True
                continue
            atom, sort, varies = self.atom(level)
            count, many = self.quantifier()
            if count:
                if many and varies:
                    self.exponential = True
                elif many and sort == "group":
                    self.loops["char"] += 1
                elif many:
                    self.loops[sort] += 1
                else:
                    self.maybes += 1
                loose = True
            text, loose = text + atom + count, loose or varies
        return text, loose

    def quantifier(self) -> tuple[str, bool]:
        char = self.peek()
        if char not in ("?", "*", "+", "{") or not char:
            return "", False
        self.at += 1
        text, many = char, char != "?"
        if char == "{":
            end = self.pattern.find("}", self.at)
            low, comma, high = self.pattern[self.at : end].partition(",")
            if end < 0 or not low.isdecimal() or (high and not high.isdecimal()):
                raise ValueError("{")
            text, many = "{" + self.pattern[self.at : end] + "}", (bool(comma) and not high) or int(high or low) > 1
            if int(high or low) > 1_000:
                raise ValueError("{")
            self.at = end + 1
        if self.peek() == "?":
            self.at += 1
            text += "?"
        return text, many

    def atom(self, level: int) -> tuple[str, str, bool]:
        """Translate one atom; its sort says which characters a loop over it shares with other loops."""
        char = self.take()
        if char == "(":
            return self.group(level)
        if char == "[":
            return self.char_class(0), "char", False
        if char == ".":
            return ("." if self.dot_all else "[^\n\r]"), "wide", False
        if char == "$":
            return ("$" if self.multiline else "\\Z"), "char", False
        if char == "^":
            return "^", "char", False
        if char == "\\":
            return self.escape()
        if char in "?*+{}]":
            raise ValueError(char)
        return ("\\" + char if char in "#&~- " else char), "char", False

    def group(self, level: int) -> tuple[str, str, bool]:
        opening = "("
        if self.peek() == "?":
            if self.pattern[self.at : self.at + 2] != "?:":
                raise ValueError("(?")
            self.at += 2
            opening = "(?:"
        else:
            self.groups += 1
        inner, loose = self.alternatives(level + 1)
        if self.take() != ")":
            raise ValueError("(")
        if opening == "(":
            self.closed += 1
        return f"{opening}{inner})", "group", loose

    def escape(self) -> tuple[str, str, bool]:
        char = self.take()
        if char in "123456789":
            if int(char) > self.closed:
                raise ValueError("\\" + char)
            return f"(?:\\{char})", "wide", True
        if char in "pPiIcC":
            body = self.named(char)
            return f"[{body}]", "wide" if char.isupper() else "char", False
        if char in _CLASS_ESCAPES:
            return "\\" + char, "space" if char == "s" else "wide" if char.isupper() else "char", False
        if char in _PLAIN_ESCAPES:
            return "\\" + char, "char", False
        raise ValueError("\\" + char)

    def named(self, char: str) -> str:
        """Give the inside of a class for p{..}, i, c and their opposites, which a backslash begins."""
        if char in "ic":
            return NAME_START if char == "i" else NAME_PART
        if char in "IC":
            raise ValueError("\\" + char)
        end = self.pattern.find("}", self.at)
        if self.take() != "{" or end < 0:
            raise ValueError("\\" + char)
        ranges = named_set(self.pattern[self.at : end])
        self.at = end + 1
        return class_body(ranges if char == "p" else complement(ranges))

    def char_class(self, level: int) -> str:
        """Translate a class after its ``[``; a subtraction becomes a look-ahead that must fail."""
        if level > 5:
            raise ValueError("[")
        body, minus = "", ""
        if self.peek() == "^":
            self.at += 1
            body = "^"
        empty = len(body)
        while (char := self.take()) != "]" or (len(body) == empty and not minus):
            if char == "-" and self.peek() == "[" and len(body) > empty:
                self.at += 1
                minus = f"(?!{self.char_class(level + 1)})"
                if self.peek() != "]":
                    raise ValueError("[")
            elif char == "\\":
                body += self.class_escape()
            elif char in "[]":
                raise ValueError(char)
            else:
                body += "\\" + char if char in "&~|^" or (char == "-" and (self.peek() == "]" or len(body) == empty)) else char
        return f"{minus}[{body}]"

    def class_escape(self) -> str:
        char = self.take()
        if char in "pPic":
            return self.named(char)
        if char in _CLASS_ESCAPES or char in _PLAIN_ESCAPES:
            return "\\" + char
        raise ValueError("\\" + char)
