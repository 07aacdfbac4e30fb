"""Knows the one error of the house: what is wrong, where, and what to do about it, in both languages."""

from __future__ import annotations

from zoutong.kernel.words import Words


class Fault(Exception):  # noqa: N818 - it is the field's word; the sentence is for people
    """A rule of the house is broken, or what was handed in cannot be used.

    ``code`` is stable and machine-readable (``pack.facts.duplicate``); ``what`` and ``cure`` are whole sentences;
    ``file`` and ``row`` (1-based, as a spreadsheet shows it) say where. Raised by pure code, caught only by
    ``web`` and ``cli``.
    """

    def __init__(self, code: str, what: Words, *, cure: Words | None = None, file: str = "", row: int | str | None = None) -> None:
        super().__init__(what.zh)
        self.code = code
        self.what = what
        self.cure = cure
        self.file = file
        self.row = row

    def sentence(self, language: str = "zh") -> str:
        """Give one line: file, row, what is wrong, what to do."""
        where = f"{self.file}:{self.row}: " if self.file and self.row is not None else f"{self.file}: " if self.file else ""
        cure = f" {self.cure.in_language(language)}" if self.cure else ""
        return f"{where}{self.what.in_language(language)}{cure}"

    def __str__(self) -> str:
        """Give the Chinese line, which is what a log shows."""
        return self.sentence("zh")
