"""Knows whether people can read a pack in both languages: nothing empty in one, no language mixed into the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from zoutong.pack.checks.shape import rows_if_any
from zoutong.pack.finding import Finding, error, warning

FILES = ("facts.csv", "claims.csv", "routes.csv", "clocks.csv", "papers.csv", "documents.csv", "parameters.csv", "articles.csv")
PAIRED = re.compile(r"(?:(?P<stem>\w+)_)?zh")
HAN = re.compile(r"[\u3400-\u9fff]")
BRACKETED = re.compile(r"[(（\[“\"][^()（）\[\]“”\"]*[)）\]”\"]")
LATIN = re.compile(r"[A-Za-z]{3,}")
AT_HOME = frozenset({"app", "wifi", "email", "pdf", "word", "excel", "docx", "online", "iphone", "android", "wechat", "wps"})
"""Words that Chinese has taken over as they are; abbreviations in capitals are let through as well."""


def texts(folder: Path) -> Iterator[Finding]:
    """Give texts that lack a language, and texts in which a foreign word slipped through."""
    for name in FILES:
        for record in rows_if_any(folder / name):
            for column, cell in record.cells.items():
                match = PAIRED.fullmatch(column)
                if not match:
                    continue
                other = f"{match['stem']}_en" if match["stem"] else "en"
                english = record[other]
                if bool(cell) != bool(english):
                    yield _one_sided(name, record.number, column if not cell else other)
                if name == "facts.csv" or column in {"zh", "plain_zh", "what_zh", "next_zh", "why_zh"}:
                    yield from mixed(name, record.number, column, cell, other, english)
    yield from _options(folder)


def mixed(file: str, row: int, column: str, chinese: str, other: str, english: str) -> Iterator[Finding]:
    """Give a warning for each side of a text that holds words of the other language.

    English may show the Chinese term in brackets; Chinese may hold abbreviations in capitals and words it has taken over.
    """
    if HAN.search(BRACKETED.sub("", english)):
        zh, en = f"“{other}”是英文，却夹着中文；术语请放进括号。", f"“{other}” mixes Chinese into English; put the term into brackets."
        yield warning(file, row, "pack.text.mixed", zh, en)
    strange = [w for w in LATIN.findall(chinese) if not w.isupper() and w.lower() not in AT_HOME]
    if strange:
        zh, en = f"“{column}”是中文，却夹着英文“{strange[0]}”。", f"“{column}” mixes English (“{strange[0]}”) into Chinese."
        yield warning(file, row, "pack.text.mixed", zh, en)


def _one_sided(file: str, row: int, empty: str) -> Finding:
    language = ("中文", "Chinese") if empty.endswith("zh") else ("英文", "English")
    return error(
        file,
        row,
        "pack.text.language",
        f"缺{language[0]}：“{empty}”是空的，另一种语言却写了。",
        f"the {language[1]} text is missing: “{empty}” is empty while the other language is there.",
    )


def _options(folder: Path) -> Iterator[Finding]:
    """Look at both languages of every option; their form is checked when facts are read."""
    for record in rows_if_any(folder / "facts.csv"):
        for part in filter(None, record["options"].split(";")):
            chinese, bar, english = part.partition("=")[2].partition("|")
            if bar:
                yield from mixed("facts.csv", record.number, "options", chinese, "options", english)
