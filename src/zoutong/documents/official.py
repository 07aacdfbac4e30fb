"""Knows how a letter is set as docx by GB/T 9704-2012: page, type area, fonts and sizes, red line, signature, notes at the end, page numbers."""

from __future__ import annotations

import io

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from zoutong.documents.letter import Annex, Letter, arabic
from zoutong.documents.setting import FANGSONG, HEITI, XIAOBIAOSONG, add, border, pages, shade_free, write

BODY, TITLE, SMALL = 16.0, 22.0, 14.0
"""三号, 二号 and 四号 in points."""
LINE = 29.0
"""A type area of 225 mm with 22 lines."""
RED = RGBColor(0xD7, 0x00, 0x0F)
WIDE, TALL = 156, 225


def typeset(letter: Letter) -> bytes:
    """Set a letter and give the docx as bytes.

    A4 with a type area of 156 by 225 mm, 37 mm above and 28 mm at the inner side; 22 lines of 28 characters in 三号仿宋
    (GB/T 9704-2012 §5, §7). Fonts are named, not embedded: a machine without them sets the nearest it has.
    """
    file = Document()
    _page(file, file.sections[0])
    _styles(file, letter.title)
    _masthead(file, letter)
    _title(file, letter.title)
    if letter.to:
        add(file, f"{letter.to}：", indent=0)
    for part in letter.parts:
        write(file, part, WIDE)
    _annex_list(file, letter)
    _signature(file, letter)
    _imprint(file, letter)
    for n, annex in enumerate(letter.annexes, 1):
        _annex(file, annex, n if len(letter.annexes) > 1 else 0)
    pages(file)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _page(file: Docx, section: Section, *, across: bool = False) -> None:
    section.page_width, section.page_height = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    # Turned, the inner side of the sheet lies above and its head on the left (GB/T 9704-2012 §7.3.3 on tables that lie across).
    top, right, bottom, left = (28, 35, 26, 37) if across else (37, 26, 35, 28)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = Mm(top), Mm(right), Mm(bottom), Mm(left)
    section.footer_distance = Mm(24 if not across else 16)
    old = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 - the library has no door for the grid of characters
    if old is not None:
        section._sectPr.remove(old)  # noqa: SLF001
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(int(LINE * 20)))
    section._sectPr.append(grid)  # noqa: SLF001
    file.settings.odd_and_even_pages_header_footer = True


def _styles(file: Docx, title: str) -> None:
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(BODY)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    normal.paragraph_format.line_spacing = Pt(LINE)
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.widow_control = False
    about = file.core_properties
    about.title, about.author, about.comments, about.language = title, "", "", "zh-CN"


def _masthead(file: Docx, letter: Letter) -> None:
    if letter.urgency:
        add(file, letter.urgency, indent=0, font=HEITI)
    mark = add(file, letter.masthead, indent=0, font=XIAOBIAOSONG, size=_fit(letter.masthead), colour=RED, align="center", exact=False)
    mark.paragraph_format.space_before = Pt(0 if letter.form == "note" else 60)
    if letter.form == "note":
        border(mark, "bottom", "thickThinSmallGap", 18, "D7000F", 6)
        add(file, letter.number or "（编号待签发）", indent=0, align="right")
        return
    add(file, "", indent=0)
    if letter.form == "minutes":
        line = add(file, letter.number or "（期号待签发）", indent=0, align="center")
    elif letter.signer:
        line = add(file, f"　{letter.number or '（文号待签发）'}", indent=0)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE - 6), alignment=2)
        run = line.add_run(f"\t签发人：{letter.signer}")
        shade_free(run, FANGSONG, BODY)
    else:
        line = add(file, letter.number or "（文号待签发）", indent=0, align="center")
    line.paragraph_format.space_after = Pt(4)
    border(line, "bottom", "single", 12, "D7000F", 8)


def _fit(mark: str) -> float:
    """Give the size in points at which the mark stands in one line of the type area, 42 at the most."""
    return max(20.0, min(42.0, WIDE / 0.3528 / max(len(mark), 1) * 0.94))


def _title(file: Docx, title: str) -> None:
    add(file, "", indent=0)
    head = add(file, title, indent=0, font=XIAOBIAOSONG, size=TITLE, align="center", exact=False)
    head.paragraph_format.line_spacing = Pt(34)
    head.paragraph_format.keep_with_next = True
    add(file, "", indent=0)


def _annex_list(file: Docx, letter: Letter) -> None:
    if not letter.annexes:
        return
    add(file, "", indent=0)
    many = len(letter.annexes) > 1
    for n, annex in enumerate(letter.annexes, 1):
        number = f"{n}．" if many else ""
        line = add(file, (f"附件：{number}" if n == 1 else number) + annex.title, indent=0)
        hang = (3 + (1 if many else 0)) * BODY
        first = 0.0 if n == 1 else 3 * BODY
        line.paragraph_format.left_indent = Pt(2 * BODY + hang)
        line.paragraph_format.first_line_indent = Pt(first - hang)


def _signature(file: Docx, letter: Letter) -> None:
    if letter.form == "minutes":
        return
    for _ in range(2):
        add(file, "", indent=0).paragraph_format.keep_with_next = True
    office = add(file, letter.office, indent=0, align="right")
    day = add(file, arabic(letter.signed) if letter.signed else "年　　月　　日", indent=0, align="right")
    # The date stands four characters from the right; the office is centred on it as far as its length allows (§7.3.5.1).
    day.paragraph_format.right_indent = Pt(4 * BODY)
    written = len(arabic(letter.signed)) * BODY * 0.8 if letter.signed else 9 * BODY
    office.paragraph_format.right_indent = Pt(max(BODY * 2, 4 * BODY + (written - len(letter.office) * BODY) / 2))
    office.paragraph_format.keep_with_next = True
    if letter.contact:
        add(file, f"（{letter.contact}）")


def _imprint(file: Docx, letter: Letter) -> None:
    if not (letter.copies or letter.printed_by):
        return
    add(file, "", indent=0)
    first: Paragraph | None = None
    last: Paragraph | None = None
    if letter.copies:
        first = last = add(file, f"　抄送：{letter.copies}。", indent=0, size=SMALL)
        first.paragraph_format.keep_with_next = True
    if letter.printed_by:
        last = add(file, f"　{letter.printed_by}", indent=0, size=SMALL)
        last.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE - 5), alignment=2)
        shade_free(last.add_run(f"\t{arabic(letter.printed)}印发" if letter.printed else "\t　　年　月　日印发"), FANGSONG, SMALL)
        if first is not None:
            border(last, "top", "single", 6, "000000", 1)
    if first is None:
        first = last
    if first is not None and last is not None:
        border(first, "top", "single", 8, "000000", 1)
        border(last, "bottom", "single", 8, "000000", 1)


def _annex(file: Docx, annex: Annex, number: int) -> None:
    section = file.add_section(WD_SECTION.NEW_PAGE)
    _page(file, section, across=annex.across)
    add(file, f"附件{number or ''}", indent=0, font=HEITI)
    _title(file, annex.title)
    for part in annex.parts:
        write(file, part, 225 if annex.across else WIDE)
