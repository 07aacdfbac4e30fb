"""Knows one sentence in the two languages of the house."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Chinese and in English; neither is ever empty on a page."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Give the English text for a language code that begins with ``en``, else the Chinese one."""
        return self.en if language.startswith("en") else self.zh
