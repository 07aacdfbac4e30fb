"""Knows how the tables of a letter become an Excel file, a sheet each."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from zoutong.documents.letter import Grid, Letter

FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDEST = 60


def has_lists(letter: Letter) -> bool:
    """Tell whether there is a table to hand out."""
    return any(True for _ in _grids(letter))


def workbook(letter: Letter) -> bytes:
    """Give the tables of a letter as xlsx."""
    return book_of(_grids(letter), letter.title)


def book_of(grids: Iterable[tuple[str, Grid]], empty: str = "-") -> bytes:
    """Give tables as xlsx, a sheet each under its title; a cell that would be read as a formula is kept as text."""
    book = Workbook()
    book.remove(book.active)
    for title, grid in grids:
        sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:28])
        for row in (grid.heads, *grid.rows):
            sheet.append([f"'{cell}" if cell.startswith(FORMULA) else cell for cell in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for n, head in enumerate(grid.heads):
            longest = max([len(head), *(len(row[n]) for row in grid.rows)])
            sheet.column_dimensions[sheet.cell(1, n + 1).column_letter].width = min(WIDEST, longest * 2 + 2)
        for cells in sheet.iter_rows(min_row=2):
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.freeze_panes = "A2"
    if not book.sheetnames:
        book.create_sheet(empty[:28])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _grids(letter: Letter) -> Iterator[tuple[str, Grid]]:
    for n, table in enumerate(p for p in letter.parts if isinstance(p, Grid)):
        yield f"表{n + 1}", table
    for annex in letter.annexes:
        for part in annex.parts:
            if isinstance(part, Grid):
                yield annex.title, part
