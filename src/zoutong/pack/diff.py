"""Knows how to tell in words what changed between two packs: rows, cells, figures, texts, tables, forms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.rows import Record, read_rows, read_text
from zoutong.pack.safety import unsafe
from zoutong.rules import read_dmn
from zoutong.rules.model import DecisionTable, Row

Kind = Literal["added", "removed", "changed", "answer"]

KEYS = {
    "facts.csv": ("fact",),
    "claims.csv": ("claim",),
    "routes.csv": ("route",),
    "clocks.csv": ("clock",),
    "documents.csv": ("document",),
    "laws.csv": ("law",),
    "articles.csv": ("law", "article"),
    "papers.csv": ("paper", "claim"),
    "parameters.csv": ("name", "place", "from"),
    "calendar.csv": ("date",),
}
"""The columns that say which row is which; rows of other files are matched by what stands in them."""

TEXTS = frozenset({".toml", ".md", ".txt", ".jsonl", ".bpmn"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed: where (row of the new file, of the old one for what was removed), what, and a sentence."""

    file: str
    row: int | str | None
    kind: Kind
    what: str
    old: str | None
    new: str | None
    message: Words


def diff(old: Path, new: Path) -> Iterator[Difference]:
    """Give every difference between two packs in the order of file names; Fault when one of them is not safe to read or cannot be read."""
    before, after = _files(old), _files(new)
    for name in sorted(before | after):
        if name not in after:
            yield Difference(name, None, "removed", "file", None, None, Words(f"删去文件 {name}。", f"The file {name} was removed."))
        elif name not in before:
            yield Difference(name, None, "added", "file", None, None, Words(f"新增文件 {name}。", f"The file {name} was added."))
        elif (old / name).read_bytes() != (new / name).read_bytes():
            yield from _file(old / name, new / name, name)


def _files(folder: Path) -> set[str]:
    """Name the files of a pack; Fault when it holds what no pack may hold."""
    if not (folder / "pack.toml").is_file():
        raise Fault(
            "pack.absent",
            Words("这里没有内容包。", "there is no pack here."),
            cure=Words("请核对路径。", "Check the path."),
            file=str(folder),
        )
    for found in unsafe(folder):
        raise Fault(found.code, found.message, file=str(folder / found.file), row=found.row)
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _file(old: Path, new: Path, name: str) -> Iterator[Difference]:
    """Compare two versions of one file in the way that its kind allows."""
    if name.endswith(".csv"):
        yield from _csv(read_rows(old, ()), read_rows(new, ()), name)
    elif name.endswith(".dmn"):
        yield from _dmn(old, new, name)
    elif new.suffix in TEXTS:
        yield from _lines(read_text(old).splitlines(), read_text(new).splitlines(), name)
    else:
        one, two = (hashlib.sha256(p.read_bytes()).hexdigest()[:12] for p in (old, new))
        yield Difference(name, None, "changed", "file", one, two, Words(f"文件 {name} 换了内容。", f"The file {name} has new content."))


def _csv(old: Sequence[Record], new: Sequence[Record], name: str) -> Iterator[Difference]:
    """Compare rows: by their key columns where the file has them, else by what stands in them."""
    keys = KEYS.get(name)
    if keys is None:
        yield from _lines([_written(r) for r in old], [_written(r) for r in new], name, [r.number for r in old], [r.number for r in new])
        return
    before, after = ({tuple(r[k] for k in keys): r for r in rows} for rows in (old, new))
    for key, record in before.items():
        if key not in after:
            yield _row(name, record.number, "removed", _called(key), _written(record), None)
    for key, record in after.items():
        if key not in before:
            yield _row(name, record.number, "added", _called(key), None, _written(record))
            continue
        columns = dict.fromkeys([*before[key].cells, *record.cells])
        for column in columns:
            if before[key][column] != record[column]:
                yield _cell(name, record.number, _called(key), column, before[key][column], record[column])


def _dmn(old: Path, new: Path, name: str) -> Iterator[Difference]:
    """Compare decision tables row by row and cell by cell; what is no table by its text."""
    before, after = read_dmn(old).tables, read_dmn(new).tables
    found = False
    for table in dict.fromkeys([*before, *after]):
        if table not in after or table not in before:
            found = True
            kind: Kind = "removed" if table in before else "added"
            word = "删去" if kind == "removed" else "新增"
            yield Difference(name, table, kind, "table", None, None, Words(f"{word}决策表“{table}”。", f"The table “{table}” was {kind}."))
            continue
        for difference in _table(before[table], after[table], name):
            found = True
            yield difference
    if not found:
        yield from _lines(read_text(old).splitlines(), read_text(new).splitlines(), name)


def _table(old: DecisionTable, new: DecisionTable, name: str) -> Iterator[Difference]:
    if old.hit_policy != new.hit_policy:
        yield _cell(name, new.name, new.name, "hit policy", old.hit_policy, new.hit_policy)
    if _columns(old) != _columns(new):
        yield _cell(name, new.name, new.name, "columns", " · ".join(_columns(old)), " · ".join(_columns(new)))
    one, two = [_cells(old, r) for r in old.rows], [_cells(new, r) for r in new.rows]
    matcher = SequenceMatcher(None, [tuple(c.items()) for c in one], [tuple(c.items()) for c in two], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        paired = min(b - a, d - c)
        for i in range(paired):
            before, after = one[a + i], two[c + i]
            place = f"{new.name}#{new.rows[c + i].number}"
            for column in dict.fromkeys([*before, *after]):
                if before.get(column, "") != after.get(column, ""):
                    yield _cell(name, place, place, column, before.get(column, ""), after.get(column, ""))
        for i in range(a + paired, b):
            place = f"{old.name}#{old.rows[i].number}"
            yield _row(name, place, "removed", place, _joined(one[i]), None)
        for i in range(c + paired, d):
            place = f"{new.name}#{new.rows[i].number}"
            yield _row(name, place, "added", place, None, _joined(two[i]))


def _columns(table: DecisionTable) -> list[str]:
    return [*(i.label or i.expression for i in table.inputs), *(o.name or o.label or table.name for o in table.outputs)]


def _cells(table: DecisionTable, row: Row) -> dict[str, str]:
    """Give a row by column, empty conditions as the dash that they are."""
    inputs = {i.expression: text or "-" for i, text in zip(table.inputs, row.inputs, strict=False)}
    outputs = {f"→ {o.name or table.name}": text for o, text in zip(table.outputs, row.outputs, strict=False)}
    return {**inputs, **outputs, **row.annotations}


def _lines(old: Sequence[str], new: Sequence[str], name: str, one: Sequence[int] = (), two: Sequence[int] = ()) -> Iterator[Difference]:
    """Compare texts line by line; ``one`` and ``two`` are the numbers of the lines where they are not 1, 2, 3."""
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        paired = min(b - a, d - c)
        for i in range(paired):
            number = two[c + i] if two else c + i + 1
            yield _cell(name, number, str(number), "", old[a + i], new[c + i])
        for i in range(a + paired, b):
            yield _row(name, one[i] if one else i + 1, "removed", "", old[i], None)
        for i in range(c + paired, d):
            yield _row(name, two[i] if two else i + 1, "added", "", None, new[i])


def _row(file: str, row: int | str, kind: Kind, called: str, old: str | None, new: str | None) -> Difference:
    word, text = ("删去", old) if kind == "removed" else ("新增", new)
    name = f"“{called}”" if called else ""
    return Difference(file, row, kind, called, old, new, Words(f"{word}{name}：{text}", f"{kind.capitalize()} {name or 'line'}: {text}"))


def _cell(file: str, row: int | str, called: str, column: str, old: str, new: str) -> Difference:
    zh = f"“{called}”的{column}" if column else f"第 {called} 行"
    en = f"{column} of “{called}”" if column else f"Line {called}"
    what = f"{called}.{column}" if column else called
    message = Words(f"{zh}由“{old}”改为“{new}”。", f"{en} changed from “{old}” to “{new}”.")
    return Difference(file, row, "changed", what, old, new, message)


def _called(key: tuple[str, ...]) -> str:
    return " ".join(filter(None, key))


def _written(record: Record) -> str:
    return _joined(record.cells)


def _joined(cells: dict[str, str]) -> str:
    return "; ".join(f"{column}={text}" for column, text in cells.items() if text)
