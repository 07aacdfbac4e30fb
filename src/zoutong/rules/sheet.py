"""Knows a decision table as an Excel sheet that a clerk can read and change: out and back without loss."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast, get_args
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.rules.model import Aggregation, DecisionTable, HitPolicy, InputClause, OutputClause, Row

POLICIES: tuple[HitPolicy, ...] = get_args(HitPolicy)
AGGREGATIONS: tuple[Aggregation, ...] = get_args(Aggregation)
TOP = ("决策表 / Table", "命中策略 / Hit policy", "汇总 / Aggregation")
HEAD = (
    "列 / Column", "名称 / Label", "事实或算式 / Fact or expression", "类型 / Type",
    "允许值 / Allowed values", "最小差 / Step", "默认值 / Default", "标识 / Id",
)  # fmt: skip
IF, THEN, NOTE, TEXT, IDENTITY = "条件 / If", "结论 / Then", "注记 / Note", "说明 / Description", "标识 / Id"
FIRST_HEAD = len(TOP) + 2
FIRST_ROW = FIRST_HEAD + len(HEAD)
MAX_UNPACKED = 50_000_000
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 400, 32_000
_FILLS = {IF: "DDEBF7", THEN: "E2EFDA", NOTE: "FFF2CC", TEXT: "F2F2F2", IDENTITY: "F2F2F2"}
_UNSAFE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATE = re.compile("[\ud800-\udfff]")
_THIN = Side(style="thin", color="BFBFBF")


def to_sheet(table: DecisionTable) -> bytes:
    """Write a table as an xlsx file. Every cell is text, so that nothing in it is ever calculated. Fault when a text cannot stand in a sheet."""
    book = Workbook()
    sheet = cast("Worksheet", book.active)
    sheet.title = "Table"
    for at, (label, value) in enumerate(zip(TOP, (table.name, table.hit_policy, table.aggregation), strict=True), 1):
        _put(table, sheet, at, 1, label).font = Font(bold=True)
        _put(table, sheet, at, 2, value)
    for at, label in enumerate(HEAD):
        _put(table, sheet, FIRST_HEAD + at, 1, label).font = Font(bold=True)
    columns = _columns(table)
    for at, (head, cells) in enumerate(columns, 2):
        for offset, text in enumerate(head):
            cell = _put(table, sheet, FIRST_HEAD + offset, at, text)
            cell.fill = PatternFill("solid", start_color=_FILLS[head[0]])
            cell.font = Font(bold=offset < 2)
            cell.border = Border(_THIN, _THIN, _THIN, _THIN)
        for offset, text in enumerate(cells):
            _put(table, sheet, FIRST_ROW + offset, at, text).border = Border(_THIN, _THIN, _THIN, _THIN)
        sheet.column_dimensions[get_column_letter(at)].width = 14 if head[0] in (IF, THEN) else 28
    for offset, row in enumerate(table.rows):
        sheet.cell(FIRST_ROW + offset, 1, row.number)
    _finish(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _columns(table: DecisionTable) -> list[tuple[tuple[str, ...], list[str]]]:
    """Lay the table out column by column: the head, then the text of each row."""
    columns: list[tuple[tuple[str, ...], list[str]]] = [
        (
            (IF, clause.label, clause.expression, clause.type_ref, clause.allowed, clause.step, "", clause.id),
            [row.inputs[at] for row in table.rows],
        )
        for at, clause in enumerate(table.inputs)
    ]
    columns += [
        (
            (THEN, clause.label, clause.name, clause.type_ref, clause.allowed, "", clause.default, clause.id),
            [row.outputs[at] for row in table.rows],
        )
        for at, clause in enumerate(table.outputs)
    ]
    for name in table.annotation_names:
        columns.append(((NOTE, "", name, "", "", "", "", ""), [row.annotations.get(name, "") for row in table.rows]))
    loose = dict.fromkeys(name for row in table.rows for name in row.annotations if name not in table.annotation_names)
    for name in loose:
        columns.append(((NOTE, "*", name, "", "", "", "", ""), [row.annotations.get(name, "") for row in table.rows]))
    columns.append(((TEXT, "", "", "", "", "", "", ""), [row.description for row in table.rows]))
    columns.append(((IDENTITY, "", "", "", "", "", "", ""), [row.id for row in table.rows]))
    return columns


def _put(table: DecisionTable, sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """Write one text as text: a leading = + - @ is no formula, neither for Excel nor for who exports the sheet again."""
    cell: Cell = sheet.cell(row, column)
    if text:
        escaped = _UNSAFE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
        if len(escaped) > MAX_CELL or _SURROGATE.search(text):
            raise Fault(
                "sheet.text", Words(f"表“{table.name}”有一格的文字不能写入工作表。", f"A text of table “{table.name}” cannot be written to a sheet."),
                cure=Words("请缩短它，或去掉残缺的字符。", "Shorten it, or take out broken characters."), file=table.file, row=row,
            )  # fmt: skip
        cell.value = escaped
        cell.data_type = "s"
        cell.quotePrefix = True
    cell.number_format = "@"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _finish(sheet: Worksheet) -> None:
    """Make the sheet easy to read: the head stays in sight, hit policies are chosen from a list."""
    sheet.column_dimensions["A"].width = 30
    sheet.freeze_panes = sheet.cell(FIRST_ROW, 2)
    choice = DataValidation(type="list", formula1='"' + ",".join(POLICIES) + '"', allow_blank=False)
    sheet.add_data_validation(choice)
    choice.add("B2")
    sheet.row_dimensions[FIRST_ROW - 1].hidden = True


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of the sheet: its place and its head."""

    place: int
    kind: str
    label: str
    name: str
    type_ref: str
    allowed: str
    step: str
    default: str
    id: str


def from_sheet(content: bytes, file: str = "") -> DecisionTable:
    """Read a table from an xlsx file; rows are numbered by their place. Fault naming the sheet's row when something is not as it should be."""
    lines = _lines(content, file)
    for at, label in enumerate(TOP):
        if len(lines) <= at or _text(lines[at], 0).strip() != label:
            raise _fault(file, at + 1, f"第一列应是“{label}”", f"the first column should say “{label}”")
    for at, label in enumerate(HEAD):
        if len(lines) < FIRST_HEAD + at or _text(lines[FIRST_HEAD + at - 1], 0).strip() != label:
            raise _fault(file, FIRST_HEAD + at, f"第一列应是“{label}”", f"the first column should say “{label}”")
    name, policy, aggregation = (_text(lines[at], 1) for at in range(3))
    if policy not in POLICIES:
        raise _fault(
            file,
            2,
            f"命中策略“{policy}”不存在，可用：{'、'.join(POLICIES)}",
            f"there is no hit policy “{policy}”; there are {', '.join(POLICIES)}",
        )
    if aggregation not in AGGREGATIONS:
        raise _fault(file, 3, f"汇总“{aggregation}”不存在", f"there is no aggregation “{aggregation}”")
    columns = _read_head(lines[FIRST_HEAD - 1 : FIRST_ROW - 1], file)
    inputs, outputs = [one for one in columns if one.kind == IF], [one for one in columns if one.kind == THEN]
    notes = [one for one in columns if one.kind == NOTE]
    rows = _read_rows(lines[FIRST_ROW - 1 :], columns, file)
    return DecisionTable(
        name,
        tuple(InputClause(one.name, one.type_ref, one.label, one.allowed, one.step, one.id) for one in inputs),
        tuple(OutputClause(one.name, one.type_ref, one.label, one.allowed, one.default, one.id) for one in outputs),
        rows, policy, aggregation, tuple(one.name for one in notes if one.label != "*"), file,
    )  # fmt: skip


def _lines(content: bytes, file: str) -> list[Sequence[Cell | MergedCell]]:
    """Open the file within bounds and give the cells of its first sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(item.file_size for item in packed.infolist()) > MAX_UNPACKED:
                raise _fault(file, None, "文件展开后太大", "the file is too large when unpacked")
        sheet = load_workbook(io.BytesIO(content), data_only=False, keep_links=False).worksheets[0]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        OSError,
        ParseError,
        NotImplementedError,
    ) as error:
        raise _fault(file, None, "不是能打开的 Excel（xlsx）文件", "it is no Excel file (xlsx) that can be opened") from error
    if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
        raise _fault(file, None, f"超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列", f"it has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns")
    lines: list[Sequence[Cell | MergedCell]] = list(sheet.iter_rows())
    for number, line in enumerate(lines, 1):
        if any(cell.data_type == "f" for cell in line):
            raise _fault(file, number, "有一格是 Excel 公式", "one cell is an Excel formula")
        if any(cell.data_type == "e" for cell in line):
            raise _fault(file, number, "有一格是 Excel 错误值", "one cell is an Excel error")
    return lines


def _read_head(lines: Sequence[Sequence[Cell | MergedCell]], file: str) -> list[_Column]:
    """Read the head of every column that has one."""
    found: list[_Column] = []
    for place in range(1, max(len(line) for line in lines)):
        texts = [_text(line, place) for line in lines]
        if not any(texts):
            continue
        kind = texts[0].strip()
        if kind not in _FILLS:
            letter = get_column_letter(place + 1)
            raise _fault(file, FIRST_HEAD, f"{letter} 列的种类“{kind}”不存在，应是 {'、'.join(dict.fromkeys(_FILLS))} 之一",
                         f"column {letter} is of no known sort: “{kind}”; write one of {', '.join(dict.fromkeys(_FILLS))}")  # fmt: skip
        if kind in (IF, NOTE) and not texts[2].strip():
            letter = get_column_letter(place + 1)
            raise _fault(file, FIRST_HEAD + 2, f"{letter} 列没有写事实或名称", f"column {letter} names no fact")
        found.append(_Column(place, kind, *texts[1:8]))
    if not any(one.kind == THEN for one in found):
        raise _fault(file, FIRST_HEAD, "没有结论列", "there is no column with a conclusion")
    names = [one.name for one in found if one.kind == NOTE]
    if len(set(names)) < len(names):
        raise _fault(file, FIRST_HEAD + 2, "有两个注记列同名", "two note columns bear the same name")
    return found


def _read_rows(lines: Sequence[Sequence[Cell | MergedCell]], columns: Sequence[_Column], file: str) -> tuple[Row, ...]:
    """Read the rows; an empty line is skipped, a text outside the columns is refused."""
    rows: list[Row] = []
    known = {one.place for one in columns} | {0}
    for at, line in enumerate(lines):
        stray = next((place for place in range(len(line)) if place not in known and _text(line, place)), None)
        if stray is not None:
            raise _fault(
                file,
                FIRST_ROW + at,
                f"{get_column_letter(stray + 1)} 列有内容，但没有表头",
                f"column {get_column_letter(stray + 1)} has a text but no head",
            )
        texts = {one.place: _text(line, one.place, feel=one.kind in (IF, THEN)) for one in columns}
        if not any(texts.values()) and not _text(line, 0):
            continue
        notes = {one.name: texts[one.place] for one in columns if one.kind == NOTE and (texts[one.place] or one.label != "*")}
        rows.append(
            Row(
                len(rows) + 1,
                tuple(texts[one.place] for one in columns if one.kind == IF),
                tuple(texts[one.place] for one in columns if one.kind == THEN),
                notes,
                "".join(texts[one.place] for one in columns if one.kind == IDENTITY),
                "".join(texts[one.place] for one in columns if one.kind == TEXT),
            )
        )
    return tuple(rows)


def _text(line: Sequence[Cell | MergedCell], place: int, *, feel: bool = False) -> str:
    """Give a cell as text; numbers, truth values and days that a clerk typed become what FEEL writes for them."""
    value = line[place].value if place < len(line) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(int(value)) if value == int(value) else repr(value)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return f'date("{day}")' if feel else str(day)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(value))


def _fault(file: str, row: int | None, zh: str, en: str) -> Fault:
    """Say what is wrong with a sheet and in which of its rows."""
    where_zh, where_en = (f"工作表第 {row} 行：", f"sheet row {row}: ") if row is not None else ("", "")
    return Fault(
        "sheet.form", Words(f"{where_zh}{zh}。", f"{where_en}{en}."),
        cure=Words("请从系统重新导出工作表，在导出的那一份上修改。", "Export the sheet again and change that copy."), file=file, row=row,
    )  # fmt: skip
