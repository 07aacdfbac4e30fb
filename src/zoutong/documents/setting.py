"""Knows how one paragraph, table or picture of a letter is put into a docx file: font for Chinese and Latin, lines, borders, page numbers."""

from __future__ import annotations

import io
from typing import Literal

from docx.document import Document as Docx
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from zoutong.documents.letter import Align, Grid, Head, Para, Part, Picture

FANGSONG, HEITI, KAITI, SONG, XIAOBIAOSONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "方正小标宋_GBK"
BODY, LINE, CELL = 16.0, 29.0, 12.0
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}
LEVELS = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
Side = Literal["top", "bottom"]


def add(
    file: Docx,
    text: str,
    *,
    indent: int = 2,
    font: str = FANGSONG,
    size: float = BODY,
    colour: RGBColor | None = None,
    align: Align = "left",
    exact: bool = True,
) -> Paragraph:
    """Add a paragraph, ``indent`` characters in; ``exact`` keeps the line at 29 points, else it grows with the type."""
    paragraph = file.add_paragraph()
    shape = paragraph.paragraph_format
    shape.first_line_indent = Pt(size * indent)
    shape.line_spacing = Pt(LINE) if exact else 1.0
    shape.alignment = ALIGN[align]
    if text:
        run = paragraph.add_run(text)
        shade_free(run, font, size)
        if colour is not None:
            run.font.color.rgb = colour
    return paragraph


def shade_free(run: Run, font: str, size: float) -> None:
    """Set the fonts of a run: the given one for Chinese, Times New Roman for the rest, and say that it is Chinese."""
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 - the library has no door for the font of East Asian characters
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), font)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def border(paragraph: Paragraph, side: Side, kind: str, eighths: int, colour: str, space: int) -> None:
    """Draw a line above or below a paragraph, ``eighths`` of a point thick, ``space`` points away."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
        )
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", str(eighths)), ("space", str(space)), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    if side == "top":
        borders.insert(0, line)
    else:
        borders.append(line)


def write(file: Docx, part: Part, wide: int) -> None:
    """Write one part of the body into a type area ``wide`` millimetres wide."""
    match part:
        case Head(level, text):
            add(file, text, font=LEVELS[min(max(level, 1), 4)]).paragraph_format.keep_with_next = True
        case Para(text, lead):
            paragraph = add(file, "")
            if lead:
                shade_free(paragraph.add_run(lead), HEITI, BODY)
            shade_free(paragraph.add_run(text), FANGSONG, BODY)
        case Grid():
            _grid(file, part, wide)
        case Picture(data, words):
            add(file, "", indent=0, align="center", exact=False).add_run().add_picture(io.BytesIO(data), width=Mm(min(wide, 140)))
            if words:
                add(file, words, indent=0, size=CELL, align="center")


def _grid(file: Docx, grid: Grid, wide: int) -> None:
    shares = grid.shares or (1,) * len(grid.heads)
    widths = [wide * share / sum(shares) for share in shares]
    left: Align = "left"
    aligns = grid.aligns or (left,) * len(grid.heads)
    table = file.add_table(rows=0, cols=len(grid.heads))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for n, row in enumerate((grid.heads, *grid.rows)):
        line = table.add_row()
        marks = line._tr.get_or_add_trPr()  # noqa: SLF001
        marks.append(OxmlElement("w:cantSplit"))
        if n == 0:
            marks.append(OxmlElement("w:tblHeader"))
        for cell, text, width, align in zip(line.cells, row, widths, aligns, strict=True):
            _cell(cell, text, width, align if n else "center", is_head=n == 0)
    add(file, "", indent=0).paragraph_format.line_spacing = Pt(12)


def _cell(cell: _Cell, text: str, width: float, align: Align, *, is_head: bool) -> None:
    cell.width = Mm(width)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for n, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
        paragraph.paragraph_format.line_spacing = Pt(18)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        loose(paragraph)
        paragraph.alignment = ALIGN[align]
        shade_free(paragraph.add_run(line), HEITI if is_head else FANGSONG, CELL)


def loose(paragraph: Paragraph) -> None:
    """Let a paragraph stand off the grid of 22 lines, as tables need."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    properties.insert_element_before(off, "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr", "w:sectPr")


def pages(file: Docx) -> None:
    """Number the pages — 1 — in 四号宋体, on the right of odd and on the left of even ones (GB/T 9704-2012 §7.5)."""
    section = file.sections[0]
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = ALIGN[align]
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for kind, text in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
            run = paragraph.add_run(text if kind == "text" else "")
            shade_free(run, SONG, 14)
            if kind in ("begin", "end"):
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._element.append(mark)  # noqa: SLF001
            elif kind == "code":
                code = OxmlElement("w:instrText")
                code.text = text
                run._element.append(code)  # noqa: SLF001
