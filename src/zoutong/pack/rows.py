"""Knows how to read a pack's CSV files so that every mistake has a file, a row and a cure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

MAX_BYTES = 8_000_000
MAX_ROWS = 100_000

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a CSV file; ``number`` is the row as a spreadsheet counts it (the header is row 1)."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Give the cell, "" when it is empty."""
        return self.cells.get(column, "")

    def need(self, column: str) -> str:
        """Give the cell; Fault when it is empty."""
        value = self.cells.get(column, "")
        if not value:
            raise self.fault(
                "pack.cell.empty",
                f"“{column}”一栏是空的。",
                f"The cell “{column}” is empty.",
                f"请填写“{column}”。",
                f"Fill in “{column}”.",
            )
        return value

    def one_of(self, column: str, allowed: Sequence[str], default: str = "") -> str:
        """Give the cell when it is one of the allowed words (``default`` when empty); Fault otherwise."""
        value = self.cells.get(column, "") or default
        if value not in allowed:
            choices = "、".join(a for a in allowed if a)
            raise self.fault(
                "pack.cell.choice",
                f"“{column}”一栏写的是“{value}”，这里只能写：{choices}。",
                f"The cell “{column}” says “{value}”; it can only be one of {', '.join(a for a in allowed if a)}.",
            )
        return value

    def day(self, column: str) -> date | None:
        """Give the date in the cell, None when empty; Fault when it is no date."""
        value = self.cells.get(column, "")
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.fault(
                "pack.cell.date",
                f"“{column}”一栏的“{value}”不是日期。",
                f"“{value}” in “{column}” is not a date.",
                "日期请写成 2026-11-23 这样。",
                "Write dates like 2026-11-23.",
            ) from None

    def whole(self, column: str, default: int | None = None) -> int:
        """Give the whole number in the cell; ``default`` when empty; Fault otherwise."""
        value = self.cells.get(column, "")
        if not value and default is not None:
            return default
        try:
            return int(value)
        except ValueError:
            raise self.fault(
                "pack.cell.number", f"“{column}”一栏的“{value}”不是整数。", f"“{value}” in “{column}” is not a whole number."
            ) from None

    def fault(self, code: str, zh: str, en: str, cure_zh: str = "", cure_en: str = "") -> Fault:
        """Make a Fault that points at this row."""
        return Fault(code, Words(zh, en), cure=Words(cure_zh, cure_en) if cure_zh else None, file=self.file, row=self.number)


def read_text(path: Path, max_bytes: int = MAX_BYTES) -> str:
    """Read a UTF-8 text of bounded size; a byte order mark is passed over. Fault when it cannot be read."""
    try:
        if path.stat().st_size > max_bytes:
            raise Fault(
                "pack.file.large",
                Words(f"文件超过 {max_bytes // 1_000_000} MB。", f"The file is larger than {max_bytes // 1_000_000} MB."),
                cure=Words("请拆成几个文件，或删去不用的行。", "Split it, or delete rows that are not used."),
                file=str(path),
            )
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Fault(
            "pack.file.encoding",
            Words("文件不是 UTF-8 编码。", "The file is not UTF-8."),
            cure=Words("请在表格软件里另存为“CSV UTF-8”。", "Save it as “CSV UTF-8” in the spreadsheet program."),
            file=str(path),
            row=path.read_bytes()[: error.start].count(b"\n") + 1,
        ) from None
    except OSError:
        raise Fault("pack.file.unreadable", Words("读不到这个文件。", "The file cannot be read."), file=str(path)) from None


def read_rows(path: Path, columns: Sequence[str], *, optional: bool = False) -> tuple[Record, ...]:
    """Read a CSV file whose header has at least ``columns``; extra columns are kept, wholly empty rows are passed over.

    An absent file gives no rows when ``optional``, else a Fault.
    """
    if optional and not path.exists():
        return ()
    text = read_text(path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    records: list[Record] = []
    header: list[str] = []
    last = 0
    try:
        for cells in reader:
            # A cell may hold line breaks; the row number is that of the line on which the row begins.
            number, last = last + 1, reader.line_num
            if not header:
                header = [c.strip() for c in cells]
                _check_header(path, header, columns)
                continue
            if not any(c.strip() for c in cells):
                continue
            records.append(_record(path, number, header, cells))
            if len(records) > MAX_ROWS:
                raise Fault("pack.file.rows", Words(f"超过 {MAX_ROWS} 行。", f"More than {MAX_ROWS} rows."), file=str(path), row=number)
    except csv.Error as error:
        raise Fault(
            "pack.file.csv",
            Words(f"这一行不是合格的 CSV（{error}）。", f"This row is not valid CSV ({error})."),
            cure=Words("请检查引号是否成对。", "Check that quotation marks come in pairs."),
            file=str(path),
            row=last + 1,
        ) from None
    return tuple(records)


def each(records: Iterable[Record], read: Callable[[Record], Item], faults: list[Fault] | None = None) -> list[tuple[Record, Item]]:
    """Read every record; Fault at the first bad one, or, where ``faults`` is given, pass over bad ones and add their faults."""
    items: list[tuple[Record, Item]] = []
    for record in records:
        try:
            items.append((record, read(record)))
        except Fault as fault:
            if faults is None:
                raise
            faults.append(fault)
    return items


def _check_header(path: Path, header: list[str], columns: Sequence[str]) -> None:
    """Refuse a header that lacks a column or names one twice."""
    lacking = [c for c in columns if c not in header]
    if lacking:
        names = "、".join(lacking)
        raise Fault(
            "pack.file.header",
            Words(f"表头缺少：{names}。", f"The header lacks: {', '.join(lacking)}."),
            cure=Words("请对照 docs/reference/pack-format.md 补上。", "Add it as docs/reference/pack-format.md says."),
            file=str(path),
            row=1,
        )
    twice = {c for c in header if c and header.count(c) > 1}
    if twice:
        names = "、".join(sorted(twice))
        raise Fault("pack.file.header", Words(f"表头重复：{names}。", f"The header names twice: {names}."), file=str(path), row=1)


def _record(path: Path, number: int, header: list[str], cells: list[str]) -> Record:
    """Make one record; a row longer than the header is most often a comma that lacks its quotation marks."""
    if len(cells) > len(header) and any(c.strip() for c in cells[len(header) :]):
        raise Fault(
            "pack.row.long",
            Words(f"这一行有 {len(cells)} 格，表头只有 {len(header)} 格。", f"This row has {len(cells)} cells, the header {len(header)}."),
            cure=Words("文字里有英文逗号时，整格要加引号。", "Put a cell that contains a comma into quotation marks."),
            file=str(path),
            row=number,
        )
    return Record(str(path), number, {h: c.strip() for h, c in zip(header, cells, strict=False) if h})
