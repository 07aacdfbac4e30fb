"""Knows the small language in which a bureau writes the phrases people use, and compiles it to bounded regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

MAX_GAP = 30
MAX_GAPS = 5
MAX_LENGTH = 600
DEFAULT_GAP = 6
NUMBER = r"[0-9零〇一二两三四五六七八九十百千万半几多.]{1,8}"
ANY = r"[^。！？；!?;\n]"
_WORD = re.compile(r"[a-z]+")
_CLASS = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_GAP = re.compile(r"~([0-9]{0,2})")
_RANGE = re.compile(r"(\w)-(\w)")
_SET = re.compile(r"\[(\w(?:-\w)?)+\]")


class PatternError(ValueError):
    """A phrase is not written in the language; ``code`` names the mistake for the words that a person reads."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Pattern:
    """One compiled phrase; ``every`` are characters that a text must hold, ``one_of`` sets of which it must hold one each."""

    source: str
    expression: str
    every: frozenset[str]
    one_of: tuple[frozenset[str], ...]

    def find(self, text: str, characters: frozenset[str]) -> tuple[int, int] | None:
        """Give the first half-open range of ``text`` that matches; ``characters`` are those of the text."""
        if not self.every <= characters:
            return None
        for group in self.one_of:
            if group.isdisjoint(characters):
                return None
        match = _compiled(self.expression).search(text)
        return None if match is None else match.span()

    def prepare(self) -> None:
        """Compile it before anybody needs it."""
        _compiled(self.expression)


@lru_cache(maxsize=16_384)
def _compiled(expression: str) -> re.Pattern[str]:
    # Most phrases never meet a text that has all their characters: compiling at first use keeps a pack quick to load.
    return re.compile(expression)


@dataclass(frozen=True, slots=True)
class Piece:
    """A compiled part: its expression, the characters it cannot do without, its gaps, and the fewest characters it matches."""

    expression: str
    every: frozenset[str] = frozenset()
    one_of: tuple[frozenset[str], ...] = ()
    gaps: int = 0
    least: int = 0


class _Reader:
    """Reads one pattern from left to right."""

    def __init__(self, source: str, classes: Mapping[str, str], inside: tuple[str, ...], known: dict[str, Piece]) -> None:
        self.source = source
        self.classes = classes
        self.inside = inside
        self.known = known
        self.at = 0

    def alternatives(self, closing: bool) -> Piece:
        """Read ``a|b|c`` up to the end or to the bracket that closes."""
        branches = [self.sequence()]
        while self.at < len(self.source) and self.source[self.at] == "|":
            self.at += 1
            branches.append(self.sequence())
        ended = self.at >= len(self.source)
        if closing and (ended or self.source[self.at] != ")"):
            raise PatternError("bracket", self.source)
        if not closing and not ended:
            raise PatternError("bracket", self.source)
        return _either(branches)

    def sequence(self) -> Piece:
        """Read pieces one after the other."""
        pieces: list[Piece] = []
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            piece = self.piece()
            if self.at < len(self.source) and self.source[self.at] == "?":
                self.at += 1
                piece = Piece(f"(?:{piece.expression})?", gaps=piece.gaps)
            pieces.append(piece)
        every = frozenset[str]().union(*(p.every for p in pieces))
        one_of = tuple(group for p in pieces for group in p.one_of)
        return Piece("".join(p.expression for p in pieces), every, one_of, sum(p.gaps for p in pieces), sum(p.least for p in pieces))

    def piece(self) -> Piece:
        """Read one word, gap, number, class or bracket."""
        rest = self.source[self.at :]
        if match := _CLASS.match(rest):
            self.at += match.end()
            return self.named(match.group(1))
        if match := _GAP.match(rest):
            self.at += match.end()
            size = int(match.group(1)) if match.group(1) else DEFAULT_GAP
            if size > MAX_GAP:
                raise PatternError("gap", match.group(0))
            return Piece(f"{ANY}{{0,{size}}}", gaps=1)
        if match := _WORD.match(rest):
            self.at += match.end()
            return self.word(match.group(0))
        if match := _SET.match(rest):
            self.at += match.end()
            if any(a > b for a, b in _RANGE.findall(match.group(0))):
                raise PatternError("sign", match.group(0))
            return Piece(match.group(0), least=1)
        character = rest[0]
        self.at += 1
        if character == "(":
            return self.bracket()
        if character == "#":
            return Piece(NUMBER, least=1)
        if character == ".":
            return Piece(ANY, least=1)
        if character in "^$":
            return Piece(r"\A" if character == "^" else r"\Z")
        if character in "{}?*[]\\":
            raise PatternError("sign", character)
        return Piece(re.escape(character), frozenset(character), least=1)

    def word(self, letters: str) -> Piece:
        """Read a word in Latin letters: a whole word, or with a star its beginning."""
        ending = "(?![a-z])"
        if self.at < len(self.source) and self.source[self.at] == "*":
            self.at += 1
            ending = "[a-z]{0,15}"
        return Piece(f"(?<![a-z]){letters}{ending}", frozenset(letters), least=1)

    def bracket(self) -> Piece:
        """Read what stands in brackets: alternatives, ``(!not after)`` or ``(<not before)``."""
        sign = self.source[self.at : self.at + 1]
        if sign not in ("!", "<"):
            piece = self.alternatives(closing=True)
            self.at += 1
            return Piece(f"(?:{piece.expression})", piece.every, piece.one_of, piece.gaps, piece.least)
        self.at += 1
        if sign == "!":
            piece = self.alternatives(closing=True)
            self.at += 1
            return Piece(f"(?!{piece.expression})", gaps=piece.gaps)
        end = self.source.find(")", self.at)
        words = self.source[self.at : end].split("|") if end > 0 else []
        if not words or not all(words) or any(c in "{}(?~#.*" for w in words for c in w):
            raise PatternError("before", self.source)
        self.at = end + 1
        return Piece("".join(f"(?<!{re.escape(w)})" for w in words))

    def named(self, name: str) -> Piece:
        """Read a class of words by its name."""
        if name in self.inside:
            raise PatternError("circle", name)
        if name not in self.classes:
            raise PatternError("class", name)
        if name not in self.known:
            piece = _Reader(self.classes[name], self.classes, (*self.inside, name), self.known).alternatives(closing=False)
            self.known[name] = Piece(f"(?:{piece.expression})", piece.every, piece.one_of, piece.gaps, piece.least)
        return self.known[name]


def _either(branches: list[Piece]) -> Piece:
    if len(branches) == 1:
        return branches[0]
    common = frozenset[str].intersection(*(b.every for b in branches))
    one_of: tuple[frozenset[str], ...] = ()
    if all(b.every for b in branches):
        one_of = (frozenset(min(b.every) for b in branches),)
    return Piece("|".join(b.expression for b in branches), common, one_of, max(b.gaps for b in branches), min(b.least for b in branches))


def compile_pattern(source: str, classes: Mapping[str, str], known: dict[str, Piece] | None = None) -> Pattern:
    """Compile one phrase; PatternError when it is not of the language or when its work would not be bounded.

    ``known`` keeps the classes read so far, for whoever compiles many phrases with the same classes.
    """
    if not source or len(source) > MAX_LENGTH:
        raise PatternError("length", source[:20])
    piece = _Reader(source, classes, (), {} if known is None else known).alternatives(closing=False)
    if piece.gaps > MAX_GAPS:
        raise PatternError("gaps", source)
    if piece.least == 0:
        raise PatternError("empty", source)
    return Pattern(source, piece.expression, piece.every, piece.one_of)
