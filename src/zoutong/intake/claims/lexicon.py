"""Knows the phrases of a pack: which words give which sign, which signs give which claim, and which claim opens which door."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from zoutong.intake.claims.pattern import Pattern, PatternError, Piece, compile_pattern
from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

NOT_LABOUR = "not_labour"
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_TERM = re.compile(r"!?[@=]?[a-z][a-z0-9_]*(\|[@=]?[a-z][a-z0-9_]*)*\Z")
_MISTAKES = {
    "class": Words("没有叫“{0}”的词类。", "There is no class of words called {0}."),
    "circle": Words("词类“{0}”直接或间接地用到了自己。", "The class {0} uses itself."),
    "bracket": Words("括号不成对：{0}", "A bracket has no partner: {0}"),
    "before": Words("(<…) 里只能写普通的字：{0}", "Only plain words may stand in (<…): {0}"),
    "gap": Words("间隔 {0} 太大，最多 30 个字。", "The gap {0} is too wide; 30 characters at most."),
    "gaps": Words("一个说法里的间隔太多，最多 5 个：{0}", "Too many gaps in one phrase, 5 at most: {0}"),
    "sign": Words("这里不认识符号：{0}", "A sign is not known here: {0}"),
    "length": Words("说法是空的或太长：{0}", "The phrase is empty or too long: {0}"),
    "empty": Words("这个说法什么都不写也算命中：{0}", "The phrase would match nothing at all: {0}"),
    "kind": Words("不认识的行类型“{0}”。", "The kind of row {0} is not known."),
    "name": Words("名称“{0}”只能用小写字母、数字和下划线。", "The name {0} may hold small letters, digits and underscores only."),
    "weight": Words("分量“{0}”不是数。", "The weight {0} is not a number."),
    "term": Words("条件“{0}”写得不对。", "The condition {0} is not written well."),
    "unknown": Words("条件里的“{0}”没有任何一行给出。", "Nothing gives the sign {0} that the condition names."),
    "column": Words("缺少一列：{0}", "A column is missing: {0}"),
    "route": Words("没有写去向。", "The route is missing."),
    "text": Words("文件不是 UTF-8 编码的表格。", "The file is not a table in UTF-8."),
}
_CURE = Words("写法见 docs/reference/phrases.md。", "docs/reference/phrases.md shows how it is written.")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One row of phrases: any of its patterns gives the sign with the weight, unless another pattern is in the text too."""

    sign: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Term:
    """One condition: any of the names holds, or with ``negated`` none does."""

    names: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of claim rules: when every term holds it gives (or takes away) a claim or a further sign."""

    gives: str
    takes: bool
    terms: tuple[Term, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Door:
    """One row of the table from words to routes; the first row whose terms all hold is the advice."""

    terms: tuple[Term, ...]
    route: str
    alternatives: tuple[str, ...]
    why: Words
    row: int


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that a pack knows of people's words; ``order`` ranks claims, ``signs`` are all names a condition may use."""

    phrases: tuple[Phrase, ...]
    rules: tuple[Rule, ...]
    doors: tuple[Door, ...]
    order: Mapping[str, int]
    characters: Mapping[str, str] = field(default_factory=dict)
    slips: re.Pattern[str] | None = None
    right: Mapping[str, str] = field(default_factory=dict)
    classes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The plain words of each class; words with gaps or choices in them are left to the phrases."""

    @classmethod
    def read(cls, path: Path) -> Lexicon:
        """Read ``phrases.csv`` and the tables in the folder ``phrases`` beside it; a row that cannot be used is a Fault with its place."""
        folder = path.parent / "phrases"
        rows = [*_rows(path, ("kind", "name", "pattern")), *_words(folder)]
        phrases, right = _phrases(rows)
        characters: dict[str, str] = {}
        for row in _rows(folder / "characters.csv", ("old", "plain")):
            characters.update(zip(row.cells["old"], row.cells["plain"], strict=False))
        slips = re.compile("|".join(re.escape(w) for w in sorted(right, key=len, reverse=True))) if right else None
        rules = tuple(_rule(r) for r in _rows(folder / "claim_rules.csv", ("gives", "when")))
        door_rows = list(_rows(folder / "text_routes.csv", ("when", "route", "alternatives", "why_zh", "why_en")))
        doors = tuple(_door(r) for r in door_rows)
        order = {r.cells["claim"]: int(_number(r, r.cells["rank"])) for r in _rows(folder / "claim_order.csv", ("claim", "rank"))}
        lexicon = cls(tuple(phrases), rules, doors, order, characters, slips, right, _classes(rows))
        _known(lexicon, [*_rows(folder / "claim_rules.csv", ()), *door_rows])
        return lexicon


@dataclass(frozen=True, slots=True)
class _Row:
    cells: Mapping[str, str]
    file: str
    number: int

    def fault(self, code: str, detail: str = "") -> Fault:
        """Make the sentence that names this row."""
        what = _MISTAKES[code]
        said = Words(what.zh.replace("{0}", detail), what.en.replace("{0}", detail))
        return Fault(f"pack.phrases.{code}", said, cure=_CURE, file=self.file, row=self.number)


def _words(folder: Path) -> Iterator[_Row]:
    for path in sorted(folder.glob("words*.csv")) if folder.is_dir() else ():
        yield from _rows(path, ("kind", "name", "pattern"))


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[_Row]:
    if not path.is_file():
        return
    name = path.name if path.parent.name != "phrases" else f"phrases/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            for column in columns:
                if column not in (reader.fieldnames or ()):
                    raise _Row({}, name, 1).fault("column", column)
            for cells in reader:
                if (next(iter(cells.values())) or "").startswith("//"):
                    continue
                yield _Row({k: (v or "").strip() for k, v in cells.items() if k and isinstance(v, str | None)}, name, reader.line_num)
    except (UnicodeDecodeError, csv.Error) as bad:
        raise _Row({}, name, 1).fault("text") from bad


def _phrases(rows: Iterable[_Row]) -> tuple[list[Phrase], dict[str, str]]:
    rows = list(rows)
    classes = {r.cells["name"]: "|".join(_split(r.cells["pattern"])) for r in rows if r.cells["kind"] == "class"}
    known: dict[str, Piece] = {}
    right: dict[str, str] = {}
    phrases: list[Phrase] = []
    for row in rows:
        kind, name = row.cells["kind"], row.cells["name"]
        if not kind:
            continue
        if kind == "slip":
            right.update(dict.fromkeys(_split(row.cells["pattern"]), name))
        elif not _NAME.match(name):
            raise row.fault("name", name)
        elif kind == "class":
            _compile(row, row.cells["pattern"], classes, known)
        elif kind == "sign":
            weight = _number(row, row.cells.get("weight", ""))
            patterns = _compile(row, row.cells["pattern"], classes, known)
            if not patterns:
                raise row.fault("length")
            phrases.append(Phrase(name, patterns, _compile(row, row.cells.get("unless", ""), classes, known), weight))
        else:
            raise row.fault("kind", kind)
    return phrases, right


def _classes(rows: Iterable[_Row]) -> dict[str, tuple[str, ...]]:
    found = {r.cells["name"]: _split(r.cells["pattern"]) for r in rows if r.cells["kind"] == "class"}
    return {name: tuple(w for w in words if w.isalnum()) for name, words in found.items()}


def _split(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("；", ";").split(";") if part.strip()]


def _compile(row: _Row, cell: str, classes: Mapping[str, str], known: dict[str, Piece]) -> tuple[Pattern, ...]:
    try:
        return tuple(compile_pattern(part, classes, known) for part in _split(cell))
    except PatternError as bad:
        raise row.fault(bad.code, bad.detail) from bad


def _number(row: _Row, cell: str) -> float:
    try:
        return float(cell or 1)
    except ValueError as bad:
        raise row.fault("weight", cell) from bad


def _terms(row: _Row) -> tuple[Term, ...]:
    terms = []
    for word in row.cells["when"].split():
        if not _TERM.match(word):
            raise row.fault("term", word)
        terms.append(Term(tuple(word.removeprefix("!").split("|")), word.startswith("!")))
    return tuple(terms)


def _rule(row: _Row) -> Rule:
    gives = row.cells["gives"]
    if not _NAME.match(gives.lstrip("-@")):
        raise row.fault("name", gives)
    return Rule(gives.lstrip("-"), gives.startswith("-"), _terms(row), _number(row, row.cells.get("weight", "")))


def _door(row: _Row) -> Door:
    if not row.cells["route"]:
        raise row.fault("route")
    why = Words(row.cells["why_zh"], row.cells["why_en"])
    return Door(_terms(row), row.cells["route"], tuple(_split(row.cells["alternatives"])), why, row.number)


def _known(lexicon: Lexicon, rows: Iterable[_Row]) -> None:
    signs = {p.sign for p in lexicon.phrases} | {r.gives for r in lexicon.rules}
    signs |= {f"{mark}{c}" for mark in "@=" for c in (*lexicon.order, NOT_LABOUR)}
    signs |= {"labour", "single", "many"}
    for row in rows:
        for term in _terms(row):
            for name in term.names:
                if name not in signs:
                    raise row.fault("unknown", name)
