"""Knows how a form of the bureau is laid out on A4: title, paragraphs, tables, repeated rows, ruled blanks and boxes to tick."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.run import Run

FANGSONG, HEITI, TITLE, SONG = "仿宋_GB2312", "黑体", "方正小标宋_GBK", "宋体"
WIDE = 156
MADE = datetime(2026, 11, 24)  # noqa: DTZ001 - a file of the same content is the same file


def blank(name: str, wide: int = 8) -> str:
    """Give a value, or a ruled blank to be filled by hand where the house does not know it."""
    return f"{{% if {name} %}}{{{{ {name} }}}}{{% else %}}{'＿' * wide}{{% endif %}}"


def rule(wide: int) -> str:
    """Give a ruled blank of so many characters."""
    return "＿" * wide


def tick(flag: str, text: str) -> str:
    """Give a box that is filled when the house knows that it is so, and else left to the hand."""
    return f"{{% if {flag} %}}■{{% else %}}□{{% endif %}} {text}"


def either(flag: str, yes: str, no: str) -> str:
    """Give one text where a flag holds, and another where it does not."""
    return f"{{% if {flag} %}}{yes}{{% else %}}{no}{{% endif %}}"


def law(name: str) -> str:
    """Give the article of a clock in brackets, as the pack cites it."""
    return f"{{% if law_{name} %}}（{{{{ law_{name} }}}}）{{% endif %}}"


def _font(run: Run, name: str = FANGSONG, size: int = 14) -> None:
    run.font.name, run.font.size = "Times New Roman", Pt(size)
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 - the library has no door for East Asian fonts
    properties.find(qn("w:rFonts")).set(qn("w:eastAsia"), name)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    language.set(qn("w:val"), "zh-CN")
    properties.append(language)


class Form:
    """One form as it grows; ``name`` is its name in documents.csv, ``title`` what stands on top (it may hold conditions)."""

    def __init__(self, name: str, title: str, shown: str = "", margins: tuple[int, int] = (24, 18), pitch: int = 23) -> None:
        self.name, self.file, self.pitch = name, Document(), pitch
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        top, bottom = margins
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(top), Mm(bottom), Mm(28), Mm(26)
        about = self.file.core_properties
        about.title, about.author, about.comments, about.language = title if "{" not in title else shown, "", "", "zh-CN"
        about.created = about.modified = MADE
        normal = self.file.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(14)
        normal.element.rPr.rFonts.set(qn("w:eastAsia"), FANGSONG)
        heading = self.file.add_paragraph()
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heading.paragraph_format.space_after = Pt(14)
        _font(heading.add_run(title), TITLE, 22)
        self._number_pages(section)

    def _number_pages(self, section: Section) -> None:
        foot = section.footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for kind in ("begin", "", "end"):
            run = foot.add_run()
            _font(run, SONG, 12)
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = "PAGE"
            run._element.append(mark)  # noqa: SLF001

    def say(
        self,
        text: str,
        *,
        indent: bool = True,
        size: int = 14,
        font: str = FANGSONG,
        right: bool = False,
        before: int = 0,
        after: int = 0,
        keep: bool = False,
    ) -> None:
        """Add a paragraph; ``before`` and ``after`` are points of room, ``keep`` holds it to the next."""
        paragraph = self.file.add_paragraph()
        shape = paragraph.paragraph_format
        shape.line_spacing, shape.space_before, shape.space_after, shape.keep_with_next = Pt(self.pitch), Pt(before), Pt(after), keep
        if indent:
            shape.first_line_indent = Pt(size * 2)
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _font(paragraph.add_run(text), font, size)

    def only(self, flag: str, *texts: str, otherwise: Sequence[str] = (), size: int = 14) -> None:
        """Say paragraphs only where a flag holds, and others where it does not."""
        self.say(f"{{%p if {flag} %}}")
        for text in texts:
            self.say(text, size=size)
        if otherwise:
            self.say("{%p else %}")
            for text in otherwise:
                self.say(text, size=size)
        self.say("{%p endif %}")

    def head(self, text: str) -> None:
        """Add a heading that stays with what follows."""
        self.say(text, indent=False, font=HEITI, before=10, after=4, keep=True)

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[int], *, header: bool = False, whole: bool = False) -> Table:
        """Add a table; labels stand in every other column, a short row reaches to the right edge, a ``whole`` one is never parted."""
        gap = self.file.add_paragraph().paragraph_format
        gap.line_spacing, gap.space_before, gap.space_after, gap.keep_with_next = Pt(6), Pt(0), Pt(0), True
        table = self.file.add_table(rows=0, cols=len(widths))
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate(rows):
            line = self._line(table)
            if header and number == 0:
                line._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
            for place, (cell, width) in enumerate(zip(line.cells, widths, strict=True)):
                text = row[place] if place < len(row) else ""
                label = (header and number == 0) or (not header and place % 2 == 0)
                _cell(cell, text, width, bold=label and bool(text), align="c" if label else "")
            if len(row) < len(widths):
                merged = line.cells[len(row) - 1].merge(line.cells[-1])
                for extra in merged.paragraphs[1:]:
                    extra._element.getparent().remove(extra._element)  # noqa: SLF001
            if whole and number < len(rows) - 1:
                for cell in line.cells:
                    cell.paragraphs[0].paragraph_format.keep_with_next = True
        return table

    def _line(self, table: Table) -> _Row:
        line = table.add_row()
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
        return line

    def rows(
        self, heads: Sequence[str], fields: Sequence[str], widths: Sequence[int], name: str, aligns: Mapping[int, str] | None = None
    ) -> None:
        """Add a table with a line for each row of a list."""
        table = self.table([heads], widths, header=True)
        table.add_row().cells[0].paragraphs[0].add_run(f"{{%tr for row in {name} %}}")
        line = self._line(table)
        for place, (cell, field, width) in enumerate(zip(line.cells, fields, widths, strict=True)):
            _cell(cell, f"{{{{ row.{field} }}}}" if field else "", width, align=(aligns or {}).get(place, ""))
        table.add_row().cells[0].paragraphs[0].add_run("{%tr endfor %}")

    def lines(self, label: str, count: int = 3) -> None:
        """Add ruled lines under a heading, to be written by hand or typed over."""
        self.head(label)
        for _ in range(count):
            self.say(rule(30), indent=False)

    def save(self, folder: Path) -> None:
        """Write the form; the same content gives the same bytes."""
        kept = io.BytesIO()
        self.file.save(kept)
        with zipfile.ZipFile(kept) as source, zipfile.ZipFile(folder / f"{self.name}.docx", "w", zipfile.ZIP_DEFLATED) as target:
            for part in source.infolist():
                target.writestr(zipfile.ZipInfo(part.filename, (2026, 11, 24, 0, 0, 0)), source.read(part), zipfile.ZIP_DEFLATED)


def _cell(cell: _Cell, text: str, width: int, *, bold: bool = False, align: str = "") -> None:
    paragraph = cell.paragraphs[0]
    shape = paragraph.paragraph_format
    shape.line_spacing, shape.space_before, shape.space_after = Pt(20), Pt(2), Pt(2)
    if align:
        paragraph.alignment = {"c": WD_ALIGN_PARAGRAPH.CENTER, "r": WD_ALIGN_PARAGRAPH.RIGHT}[align]
    _font(paragraph.add_run(text), HEITI if bold else FANGSONG, 12)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    cell.width = Mm(width)
