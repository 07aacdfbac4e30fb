"""Knows what the Excel sheet of a table promises: out and back without loss, never a formula, faults that name the row."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.pure.rules.table.random_tables import tables

from zoutong.kernel.error import Fault
from zoutong.rules.model import DecisionTable, InputClause, OutputClause, Row
from zoutong.rules.sheet import FIRST_HEAD, FIRST_ROW, from_sheet, to_sheet

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\n\t\r"), max_size=12) | st.sampled_from(
    ["=1+1", "-", "+1", "@x", "_x000D_", " 空格 ", '"公司"', "=cmd|' /C calc'!A0", "\r\n", "123", "true", "2026-01-01"]
)
TABLE = DecisionTable(
    "去向", (InputClause("拖欠月数", "number", "拖欠几个月", "[0..60]", "1", "i1"),), (OutputClause("route", "string", "去向", '"监察"', '"指引"', "o1"),),
    (Row(1, (">= 3",), ('"监察"',), {"citation": "劳动合同法 第85条"}, "r1", "拖得久"),), "FIRST", "", ("citation",),
)  # fmt: skip


@st.composite
def any_tables(draw: st.DrawFn) -> DecisionTable:
    names = st.lists(TEXTS.filter(str.strip), min_size=1, max_size=3, unique=True)
    inputs = tuple(InputClause(name, draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(TEXTS)) for name in draw(names))
    outputs = tuple(OutputClause(name, draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(TEXTS), draw(TEXTS)) for name in draw(names))
    notes = tuple(draw(names))
    rows = tuple(
        Row(
            number,
            tuple(draw(TEXTS) for _ in inputs),
            tuple(draw(TEXTS) for _ in outputs),
            {name: draw(TEXTS) for name in notes},
            draw(TEXTS),
            draw(TEXTS),
        )
        for number in range(1, draw(st.integers(1, 4)))
    )
    policy = draw(st.sampled_from(["UNIQUE", "FIRST", "OUTPUT ORDER"]))
    return DecisionTable(draw(TEXTS), inputs, outputs, rows, policy, draw(st.sampled_from(["", "SUM"])), notes)


@given(st.one_of(any_tables(), tables()))
@settings(max_examples=25, deadline=None)
def test_a_table_comes_back_from_its_sheet_without_loss(table: DecisionTable) -> None:
    assert from_sheet(to_sheet(table)) == table


def test_nothing_in_a_sheet_is_a_formula() -> None:
    row = Row(1, ("=1+1",), ('=HYPERLINK("http://x")',), {"citation": "@SUM(A1)"})
    content = to_sheet(DecisionTable("=A1", TABLE.inputs, TABLE.outputs, (row,), "FIRST", "", ("citation",)))
    cells = [cell for line in load_workbook(io.BytesIO(content)).worksheets[0].iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert {cell.quotePrefix for cell in cells if isinstance(cell.value, str)} == {True}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")


def test_what_a_clerk_types_as_number_day_or_truth_becomes_feel() -> None:
    def change(sheet: Worksheet) -> None:
        for offset, value in enumerate((5, 2.5, True)):
            sheet.cell(FIRST_ROW + offset, 2).value = value
            sheet.cell(FIRST_ROW + offset, 2).number_format = "General"

    table = from_sheet(_changed(change))
    assert [row.inputs[0] for row in table.rows] == ["5", "2.5", "true"]
    assert [row.number for row in table.rows] == [1, 2, 3]


def _changed(change: Callable[[Worksheet], None]) -> bytes:
    book = load_workbook(io.BytesIO(to_sheet(TABLE)))
    change(book.worksheets[0])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("row", "column", "value"),
    (
        (2, 2, "FRIST"),
        (3, 2, "MEAN"),
        (1, 1, "别的"),
        (FIRST_HEAD, 2, "条件"),
        (FIRST_HEAD + 2, 2, None),
        (FIRST_ROW, 3, "=1+1"),
        (FIRST_ROW + 1, 9, "多出来的"),
    ),
)
def test_a_spoilt_sheet_is_refused_with_its_row_and_a_cure(row: int, column: int, value: object) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.cell(row, column).value = value  # type: ignore[assignment]

    with pytest.raises(Fault) as caught:
        from_sheet(_changed(change), "去向.xlsx")
    assert caught.value.row == row
    assert caught.value.cure is not None
    assert caught.value.sentence().startswith(f"去向.xlsx:{row}: ")


@pytest.mark.parametrize("content", (b"", b"PK\x03\x04 nonsense", "行,条件".encode()))
def test_what_is_no_excel_file_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(Fault, match="Excel"):
        from_sheet(content)


def test_a_file_that_unpacks_to_too_much_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    with pytest.raises(Fault, match="太大"):
        from_sheet(out.getvalue())
