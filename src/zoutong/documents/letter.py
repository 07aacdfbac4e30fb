"""Knows what an official letter (公文) consists of: head, title, addressee, body, annexes, signature and the notes at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Form = Literal["letter", "note", "minutes"]
"""``letter`` the usual form of GB/T 9704-2012, ``note`` 信函格式 (its §10.1), ``minutes`` 纪要格式 (its §10.3)."""

Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of the body; ``level`` 1 is set in 黑体, 2 in 楷体, 3 and 4 in 仿宋. The number stands in ``text``."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of the body, two characters in; ``lead`` is set in 黑体 before it (出席：…)."""

    text: str
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a row of heads that is repeated on each page; ``shares`` are the widths of the columns, one to another."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[int, ...] = ()
    aligns: tuple[Align, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in the body as PNG or JPEG bytes, at most as wide as the text, with the words below it."""

    data: bytes
    words: str = ""


Part = Head | Para | Grid | Picture


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex (附件): its title, its parts, and whether it lies across (landscape) because of a wide table."""

    title: str
    parts: tuple[Part, ...]
    across: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter before it is set. ``number`` is the 发文字号, "" as long as it is a draft; ``signed`` the day of the letter, None before.

    ``office`` is the sender as its name stands above and below; ``mark`` is what stands in red above (the office with 文件, or
    the meeting's name for minutes). ``signer`` is shown only where a letter goes upwards (上行文).
    """

    office: str
    title: str
    parts: tuple[Part, ...]
    form: Form = "letter"
    mark: str = ""
    number: str = ""
    to: str = ""
    signer: str = ""
    urgency: str = ""
    signed: date | None = None
    contact: str = ""
    annexes: tuple[Annex, ...] = ()
    copies: str = ""
    printed_by: str = ""
    printed: date | None = None

    @property
    def masthead(self) -> str:
        """Give what stands in red above: ``mark``, else the office and 文件 (of a note the office alone)."""
        if self.mark:
            return self.mark
        return self.office if self.form == "note" else f"{self.office}文件"


def arabic(day: date) -> str:
    """Write a day as letters do, in Arabic numerals without leading zeros (GB/T 9704-2012 §7.3.5)."""
    return f"{day.year}年{day.month}月{day.day}日"


NUMERALS = "零一二三四五六七八九"


def numeral(n: int) -> str:
    """Write 1 to 99 in Chinese numerals, for headings of the first and second level. ValueError beyond."""
    if not 0 < n < 100:
        raise ValueError(n)
    tens, ones = divmod(n, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens]}十")
    return head + (NUMERALS[ones] if ones or not tens else "")


def headed(sections: Sequence[tuple[str, Sequence[Part]]]) -> tuple[Part, ...]:
    """Number sections 一、二、三、 and give them as parts; a section without parts is left out and takes no number."""
    parts: list[Part] = []
    full = [(title, inner) for title, inner in sections if inner]
    for n, (title, inner) in enumerate(full, 1):
        parts.append(Head(1, f"{numeral(n)}、{title}"))
        parts.extend(inner)
    return tuple(parts)
