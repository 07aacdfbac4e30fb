"""Knows the small language of fact phrases and compiles it to expressions whose work is bounded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zoutong.intake.words.tokens import DATED, PLACEHOLDERS

MAX_LENGTH, MAX_GAP, MAX_GAPS, MAX_DEPTH = 1500, 40, 3, 6
_NEAR = f"[^吗嘛，,。；;！!？?…\n{DATED}]"
_FAR = "[^。！!？?…\n]"
_NAME = re.compile(r"\{([a-z_]{1,20})\}")
_GAP = re.compile(r"(~~?)([0-9]{1,2})")
_LATIN = re.compile(r"[a-z]+")
_KEEP = "，、。：:（）()/%'-."


class PatternError(ValueError):
    """A phrase is not of the language; the text says what is wrong."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled phrase. ``slots`` names the placeholder of each group; a text lacking one of ``needs`` cannot match."""

    source: str
    regex: re.Pattern[str]
    slots: tuple[str, ...]
    needs: tuple[frozenset[str], ...]

    def possible(self, signs: frozenset[str]) -> bool:
        """Tell quickly whether a text with these characters may match."""
        return all(not need.isdisjoint(signs) for need in self.needs)


class _Reader:
    """Reads one phrase from left to right into an expression."""

    def __init__(self, source: str, classes: Mapping[str, str]) -> None:
        self.source, self.classes, self.at, self.gaps = source, classes, 0, 0
        self.slots: list[str] = []

    def branches(self, depth: int) -> tuple[str, list[frozenset[str]]]:
        """Read alternatives up to a closing bracket or the end; give the expression and what it cannot do without."""
        if depth > MAX_DEPTH:
            raise PatternError("too deep")
        parts = [self.sequence(depth)]
        while self.peek() == "|":
            self.at += 1
            parts.append(self.sequence(depth))
        expression = "|".join(p for p, _ in parts)
        if len(parts) == 1:
            return expression, parts[0][1]
        needs = [need for _, need in parts]
        merged = frozenset().union(*(n[0] for n in needs)) if all(needs) else frozenset[str]()
        return expression, [merged] if merged else []

    def sequence(self, depth: int) -> tuple[str, list[frozenset[str]]]:
        """Read pieces one after the other."""
        parts: list[str] = []
        needs: list[frozenset[str]] = []
        while self.peek() not in ("", "|", ")"):
            expression, need = self.piece(depth)
            if self.peek() == "?":
                self.at += 1
                expression, need = f"(?:{expression})?", []
            parts.append(expression)
            needs += need
        return "".join(parts), needs

    def peek(self) -> str:
        """Give the sign that is read next, empty at the end."""
        return self.source[self.at : self.at + 1]

    def piece(self, depth: int) -> tuple[str, list[frozenset[str]]]:
        """Read one sign, gap, placeholder, class, word or bracket."""
        if match := _GAP.match(self.source, self.at):
            self.at = match.end()
            return self.gap(match.group(1) == "~~", int(match.group(2)))
        if match := _NAME.match(self.source, self.at):
            self.at = match.end()
            return self.named(match.group(1), depth)
        if match := _LATIN.match(self.source, self.at):
            self.at = match.end()
            return rf"(?<![a-z]){match.group()}(?![a-z])", [frozenset(match.group()[0])]
        sign = self.peek()
        self.at += 1
        if sign == "(":
            return self.bracket(depth)
        if sign == "^":
            return r"(?:(?<=[，,。；;！!？?…\n])|\A)", []
        if sign == "$":
            return r"(?=[，,。；;！!？?…\n]|\Z)", []
        if sign == " ":
            return " ", [frozenset(" ")]
        if sign.isalnum() or sign in _KEEP:
            return re.escape(sign), [frozenset(sign)]
        raise PatternError(f"unknown sign {sign}")

    def gap(self, far: bool, size: int) -> tuple[str, list[frozenset[str]]]:
        """Read a gap: ``~N`` stays inside a clause and skips no date, ``~~N`` may pass commas and dates."""
        self.gaps += size > 3
        if size > MAX_GAP or self.gaps > 40:
            raise PatternError("gap too wide")
        return f"{_FAR if far else _NEAR}{{0,{size}}}?", []

    def named(self, name: str, depth: int) -> tuple[str, list[frozenset[str]]]:
        """Read a placeholder for a quantity, or a class of words."""
        if name in PLACEHOLDERS:
            self.slots.append(name)
            return f"([{PLACEHOLDERS[name]}])", [frozenset(PLACEHOLDERS[name])]
        if name not in self.classes:
            raise PatternError(f"unknown name {name}")
        inner = _Reader(self.classes[name], self.classes)
        expression, needs = inner.branches(depth + 1)
        if inner.at != len(inner.source):
            raise PatternError("bracket")
        self.slots += inner.slots
        self.gaps += inner.gaps
        return f"(?:{expression})", needs

    def bracket(self, depth: int) -> tuple[str, list[frozenset[str]]]:
        """Read a group, ``(!not followed by)`` or ``(<not preceded by)``."""
        sign = self.peek()
        if sign == "<":
            end = self.source.find(")", self.at)
            words = self.source[self.at + 1 : end].split("|") if end > 0 else []
            if not words or not all(w and all(c.isalnum() or c in _KEEP for c in w) for w in words):
                raise PatternError("only plain words may stand in (<")
            self.at = end + 1
            return "".join(f"(?<!{re.escape(w)})" for w in words), []
        self.at += sign == "!"
        expression, needs = self.branches(depth + 1)
        if self.peek() != ")":
            raise PatternError("a bracket has no partner")
        self.at += 1
        return (f"(?!{expression})", []) if sign == "!" else (f"(?:{expression})", needs)


def compile_pattern(source: str, classes: Mapping[str, str]) -> Pattern:
    """Compile one phrase; PatternError when it is not of the language or its work would not be bounded."""
    if not source or len(source) > MAX_LENGTH:
        raise PatternError("empty or too long")
    reader = _Reader(source, classes)
    expression, needs = reader.branches(0)
    if reader.at != len(source):
        raise PatternError("a bracket has no partner")
    regex = re.compile(expression)
    if regex.search("") is not None:
        raise PatternError("it would match nothing at all")
    return Pattern(source, regex, tuple(reader.slots), tuple(needs))
