"""Knows the table of fact phrases: which words, with which quantities in them, say which fact."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from zoutong.intake.words.pattern import Pattern, PatternError, compile_pattern
from zoutong.intake.words.places import Places, read_places
from zoutong.intake.words.tokens import PLACEHOLDERS
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

COLUMNS = ("kind", "pattern", "facts", "rank", "unless", "allow")
GUARDS = frozenset({"negated", "asked", "supposed", "other"})
_FACT = re.compile(r"([a-z][a-z0-9_]*)=(.+)")
_SLOT = re.compile(r"\{([a-z_]+)(?:#([1-9]))?(?::([a-z_]+))?\}")


@dataclass(frozen=True, slots=True)
class Assignment:
    """One fact of a row: a plain ``value``, or the ``slot`` and its ``turn`` (1 is the first) read in the way ``form``."""

    fact: str
    value: object = None
    slot: str = ""
    turn: int = 1
    form: str = ""


@dataclass(frozen=True, slots=True)
class FactPhrase:
    """One row: any of the patterns says the facts, unless a word of ``unless`` stands in the clause; ``allow`` lifts guards."""

    patterns: tuple[Pattern, ...]
    facts: tuple[Assignment, ...]
    rank: int
    unless: tuple[Pattern, ...]
    allow: frozenset[str]
    row: int


@dataclass(frozen=True, slots=True)
class FactLexicon:
    """What a pack knows of people's words: the rows, and the places that they name."""

    rows: tuple[FactPhrase, ...]
    places: Places

    @classmethod
    def read(cls, folder: Path) -> FactLexicon:
        """Read ``fact_phrases.csv`` and ``places.csv`` of a pack's folder; a Fault names the row that cannot be used."""
        return cls(
            read_fact_phrases(_text(folder / "fact_phrases.csv")),
            read_places(_text(folder / "places.csv")),
        )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as bad:
        what = Words("文件读不出来，或不是 UTF-8。", "The file cannot be read, or is not UTF-8.")
        raise Fault("pack.fact_phrases.file", what, file=path.name) from bad


def read_fact_phrases(text: str, file: str = "fact_phrases.csv") -> tuple[FactPhrase, ...]:
    """Read the table ``kind,pattern,facts,rank,unless,allow``; rows that begin with ``//`` are remarks."""
    reader = csv.DictReader(io.StringIO(text))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        what = Words("表头应为 kind,pattern,facts,rank,unless,allow。", "The header must be kind,pattern,facts,rank,unless,allow.")
        raise Fault("pack.fact_phrases.header", what, file=file, row=1)
    classes: dict[str, str] = {}
    rows: list[FactPhrase] = []
    for cells in reader:
        if (cells["kind"] or "").startswith("//"):
            continue
        try:
            if cells["kind"] == "class":
                classes[cells["facts"]] = "|".join(w.strip() for w in cells["pattern"].split(";") if w.strip())
                compile_pattern(f"{{{cells['facts']}}}", classes)
            else:
                rows.append(_row(cells, classes, reader.line_num))
        except (PatternError, re.error, KeyError, TypeError, ValueError) as bad:
            what = Words(f"这一行不能用：{bad}。", f"This row cannot be used: {bad}.")
            cure = Words("写法见 docs/reference/fact-phrases.md。", "docs/reference/fact-phrases.md shows how it is written.")
            raise Fault("pack.fact_phrases.row", what, cure=cure, file=file, row=reader.line_num) from bad
    return tuple(rows)


def _row(cells: dict[str, str], classes: dict[str, str], number: int) -> FactPhrase:
    if cells["kind"] != "fact":
        raise PatternError("kind must be class or fact")
    patterns = tuple(compile_pattern(p, classes) for p in _split(cells["pattern"]))
    facts = tuple(_assignment(f) for f in _split(cells["facts"]))
    allow = frozenset(_split(cells["allow"]))
    if not patterns or not facts or not allow <= GUARDS:
        raise PatternError("a pattern, a fact or a known guard is missing")
    for fact in facts:
        if fact.slot and all(p.slots.count(fact.slot) < fact.turn for p in patterns):
            raise PatternError(f"no pattern has {{{fact.slot}}}")
    unless = tuple(compile_pattern(p, classes) for p in _split(cells["unless"]))
    return FactPhrase(patterns, facts, int(cells["rank"] or 1), unless, allow, number)


def _split(cell: str | None) -> list[str]:
    return [part.strip() for part in (cell or "").split(";") if part.strip()]


def _assignment(words: str) -> Assignment:
    match = _FACT.fullmatch(words)
    if match is None:
        raise PatternError(f"not fact=value: {words}")
    name, value = match.groups()
    slot = _SLOT.fullmatch(value)
    if slot is None:
        plain: object = {"true": True, "false": False, "[]": []}.get(value, int(value) if value.isdigit() else value)
        return Assignment(name, plain)
    if slot.group(1) not in PLACEHOLDERS:
        raise PatternError(f"unknown placeholder {slot.group(1)}")
    return Assignment(name, None, slot.group(1), int(slot.group(2) or 1), slot.group(3) or "")
