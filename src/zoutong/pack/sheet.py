"""Knows decision tables as spreadsheets: one sheet per table, one line per row, every cell as it stands in the DMN file, and back without loss."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.safety import unpacked
from zoutong.rules import Model, read_dmn, with_tables, write_dmn
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.table import compile_table

CONDITION, CONCLUSION, NOTE, MARK = "? ", "→ ", "· ", "id"
"""How the second line of a sheet says what a column is."""
COLOURS = {CONDITION: "DCE6F5", CONCLUSION: "E2F0D9", NOTE: "F2F2F2"}
LONGEST_TITLE = 31
MAX_ROWS, MAX_COLUMNS = 5_000, 200


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    name: str
    label: str


def to_sheets(source: Path) -> Workbook:
    """Give every decision table of a DMN file as a sheet of a workbook. Fault when the file cannot be read or holds no table."""
    tables = read_dmn(source).tables
    if not tables:
        raise Fault("sheet.none", Words("这个文件里没有决策表。", "there is no decision table in this file."), file=str(source))
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables.values():
        _fill(book.create_sheet(_title(table.name, [s.title for s in book.worksheets])), table)
    return book


def from_sheets(source: Path, target: Path) -> bytes:
    """Give the DMN file ``target`` with the rows that a workbook says; what sheets do not show (types, steps, layout) stays as it was.

    Fault, with sheet and line, when a sheet is no table of the file, or a cell cannot be read.
    """
    model = read_dmn(target)
    new = [compiled for sheet in _sheets(source) if (compiled := _read(sheet, model, source)) is not None]
    for table in new:
        try:
            compile_table(table)
        except Fault as fault:
            row = fault.row + 2 if isinstance(fault.row, int) else None
            raise Fault(fault.code, fault.what, cure=fault.cure, file=str(source), row=row) from None
    return write_dmn(with_tables(model, new))


def _title(name: str, taken: Sequence[str]) -> str:
    """Give a sheet's title: at most 31 characters, none of those that spreadsheets refuse, none twice."""
    title = "".join("_" if c in "[]:*?/\\" else c for c in name)[:LONGEST_TITLE]
    return title if title not in taken else f"{title[:28]}_{len(taken)}"


def _columns(table: DecisionTable) -> list[_Column]:
    conditions = [_Column(CONDITION, i.expression, i.label or i.expression) for i in table.inputs]
    conclusions = [_Column(CONCLUSION, o.name, o.label or o.name or table.name) for o in table.outputs]
    return [*conditions, *conclusions, *(_Column(NOTE, name, name) for name in table.annotation_names)]


def _fill(sheet: Worksheet, table: DecisionTable) -> None:
    """Write the two heading lines, then one line per row; the table's own name stands in the first cell."""
    columns = _columns(table)
    _text(sheet.cell(1, 1), table.name)
    _text(sheet.cell(2, 1), MARK)
    for at, column in enumerate(columns, 2):
        for line, text in ((1, column.label), (2, column.kind + column.name)):
            cell = sheet.cell(line, at)
            _text(cell, text)
            cell.fill = PatternFill("solid", fgColor=COLOURS[column.kind])
            cell.font = Font(bold=line == 1, color="000000" if line == 1 else "666666", size=11 if line == 1 else 9)
        sheet.column_dimensions[get_column_letter(at)].width = 40 if column.kind == NOTE else 22
    for line, row in enumerate(table.rows, 3):
        notes = [row.annotations.get(name, "") for name in table.annotation_names]
        for at, text in enumerate([row.id, *row.inputs, *row.outputs, *notes], 1):
            _text(sheet.cell(line, at), text)
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "B3"


def _text(cell: Cell | object, text: str) -> None:
    """Write a text as a text: a spreadsheet program shall neither compute it nor take it for a date."""
    if isinstance(cell, Cell):
        cell.value = text
        cell.data_type = "s"
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")


def _sheets(source: Path) -> list[Worksheet]:
    for found in unpacked(source, str(source)):
        raise Fault(found.code, found.message, file=str(source))
    try:
        return list(load_workbook(source, data_only=False).worksheets)
    except (OSError, KeyError, ValueError, InvalidFileException, zipfile.BadZipFile, ParseError, DefusedXmlException):
        raise Fault(
            "sheet.unreadable",
            Words("表格文件打不开。", "the workbook cannot be opened."),
            cure=Words("请另存为 .xlsx。", "Save it as .xlsx."),
            file=str(source),
        ) from None


def _read(sheet: Worksheet, model: Model, source: Path) -> DecisionTable | None:
    """Read one sheet as the new rows of the table whose name stands in its first cell."""
    name = str(sheet.cell(1, 1).value or "")
    old = model.tables.get(name)
    if old is None:
        raise _fault(
            source,
            sheet,
            1,
            f"文件里没有决策表“{name}”",
            f"the file has no table “{name}”",
            "请不要改左上角的名字。",
            "Leave the name in the first cell.",
        )
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise _fault(source, sheet, None, "表太大", "the sheet is too large", "请删去空行空列。", "Delete empty lines and columns.")
    columns = _heading(sheet, source)
    inputs = tuple(_clause(column.name, column.label, old.inputs) for column in columns if column.kind == CONDITION)
    outputs = tuple(_conclusion(column, old) for column in columns if column.kind == CONCLUSION)
    notes = tuple(column.name for column in columns if column.kind == NOTE)
    described = {row.id: row.description for row in old.rows if row.id}
    rows: list[Row] = []
    for line in range(3, sheet.max_row + 1):
        cells = [_cell(sheet, line, at, column, source) for at, column in enumerate(columns, 2)]
        if not any(text.strip() not in {"", "-"} for text in cells):
            continue
        told = dict(
            zip(
                (c.name for c in columns if c.kind == NOTE), (t for c, t in zip(columns, cells, strict=True) if c.kind == NOTE), strict=True
            )
        )
        mark = str(sheet.cell(line, 1).value or "")
        mark = "" if any(row.id == mark for row in rows) else mark
        conditions, conclusions = (
            tuple(t for c, t in zip(columns, cells, strict=True) if c.kind == kind) for kind in (CONDITION, CONCLUSION)
        )
        rows.append(Row(len(rows) + 1, conditions, conclusions, told, mark, described.get(mark, "")))
    if not rows:
        raise _fault(source, sheet, None, "没有一行规则", "there is no row", "请至少留一行。", "Leave at least one.")
    return replace(old, inputs=inputs, outputs=outputs, rows=tuple(rows), annotation_names=notes)


def _heading(sheet: Worksheet, source: Path) -> list[_Column]:
    """Read what each column is from the second line, and its label from the first."""
    columns: list[_Column] = []
    for at in range(2, sheet.max_column + 1):
        said = str(sheet.cell(2, at).value or "")
        kind = next((k for k in (CONDITION, CONCLUSION, NOTE) if said.startswith(k.strip())), None)
        if kind is None:
            if not said and not sheet.cell(1, at).value:
                continue
            raise _fault(
                source,
                sheet,
                2,
                f"第 {at} 列没有写明是什么",
                f"column {at} does not say what it is",
                "请写成“? 事实”“→ 结论”或“· 说明”。",
                "Write “? fact”, “→ conclusion” or “· note”.",
            )
        columns.append(_Column(kind, said[len(kind.strip()) :].strip(), str(sheet.cell(1, at).value or "")))
    return columns


def _clause(expression: str, label: str, old: Sequence[InputClause]) -> InputClause:
    same = next((clause for clause in old if clause.expression == expression), None)
    if same is None:
        return InputClause(expression, label=label)
    return same if label in {same.label, same.expression} else replace(same, label=label)


def _conclusion(column: _Column, table: DecisionTable) -> OutputClause:
    return next((clause for clause in table.outputs if clause.name == column.name), OutputClause(column.name, label=column.label))


def _cell(sheet: Worksheet, line: int, at: int, column: _Column, source: Path) -> str:
    """Give a cell as the text that a DMN file holds, also where a spreadsheet program made a number, a date or a truth value of it."""
    cell = sheet.cell(line, at)
    value = cell.value
    if getattr(cell, "data_type", "") == "f":
        raise _fault(
            source,
            sheet,
            line,
            f"“{column.label}”是公式",
            f"“{column.label}” holds a formula",
            "请写成普通文字。",
            "Write it as plain text.",
        )
    if value is None:
        return "-" if column.kind == CONDITION else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f'date("{value.date().isoformat()}")'
    if isinstance(value, date):
        return f'date("{value.isoformat()}")'
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _fault(source: Path, sheet: Worksheet, line: int | None, zh: str, en: str, cure_zh: str, cure_en: str) -> Fault:
    said: Mapping[str, str] = {"zh": f"工作表“{sheet.title}”：{zh}。", "en": f"sheet “{sheet.title}”: {en}."}
    return Fault("sheet.read", Words(said["zh"], said["en"]), cure=Words(cure_zh, cure_en), file=str(source), row=line)
