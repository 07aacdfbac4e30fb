"""What a clerk gets who makes a mistake in a CSV file: the row, the reason and the cure."""

import pytest

from zoutong.kernel.error import Fault
from zoutong.pack.rows import read_rows


def write(tmp_path, text):
    file = tmp_path / "facts.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_a_file_saved_by_a_spreadsheet_with_a_byte_order_mark_is_read(tmp_path):
    rows = read_rows(write(tmp_path, "﻿fact,zh\r\nwage,工资\r\n"), ("fact", "zh"))
    assert rows[0]["fact"] == "wage"
    assert rows[0].number == 2


def test_the_row_named_is_the_one_that_the_spreadsheet_shows_even_after_cells_with_line_breaks(tmp_path):
    rows = read_rows(write(tmp_path, 'a,b\n1,"two\nlines"\n2,x\n'), ("a", "b"))
    assert [r.number for r in rows] == [2, 4]


def test_a_comma_without_quotation_marks_is_named_with_its_row(tmp_path):
    with pytest.raises(Fault) as caught:
        read_rows(write(tmp_path, "a,b\n1,2\n3,four, five\n"), ("a", "b"))
    assert caught.value.code == "pack.row.long"
    assert caught.value.row == 3
    assert "引号" in caught.value.sentence("zh")


def test_a_file_in_another_encoding_says_how_to_save_it(tmp_path):
    with pytest.raises(Fault) as caught:
        read_rows(write(tmp_path, "fact,zh\nwage,工资\n".encode("gb18030")), ("fact",))
    assert caught.value.code == "pack.file.encoding"
    assert caught.value.row == 2


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(Fault) as caught:
        read_rows(write(tmp_path, "fact\nwage\n"), ("fact", "type"))
    assert "type" in caught.value.sentence("en")


@pytest.mark.parametrize(
    "cell, method, code",
    [("2026-13-01", "day", "pack.cell.date"), ("three", "whole", "pack.cell.number"), ("", "need", "pack.cell.empty")],
)
def test_a_wrong_cell_is_named_with_its_row_and_column(tmp_path, cell, method, code):
    row = read_rows(write(tmp_path, f"a,b\n{cell},x\n"), ("a",))[0]
    with pytest.raises(Fault) as caught:
        getattr(row, method)("a")
    assert caught.value.code == code
    assert "facts.csv:2" in caught.value.sentence("en")
