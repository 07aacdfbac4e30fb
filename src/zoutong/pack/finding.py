"""Knows the shape of what a check finds: where, how bad, a stable code, and a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or deserves a look, in a pack.

    ``file`` is the path inside the pack; ``row`` is what a person counts: the row of a spreadsheet, of a decision table or the line
    of a text, None when the whole file is meant. ``code`` is stable.
    """

    file: str
    row: int | str | None
    severity: Severity
    code: str
    message: Words


def error(file: str, row: int | str | None, code: str, zh: str, en: str) -> Finding:
    """Make a finding that keeps a pack from being used."""
    return Finding(file, row, "error", code, Words(zh, en))


def warning(file: str, row: int | str | None, code: str, zh: str, en: str) -> Finding:
    """Make a finding that somebody should look at."""
    return Finding(file, row, "warning", code, Words(zh, en))


def of_fault(fault: Fault, folder: Path) -> Finding:
    """Make an error of a Fault, with its cure and with the file's path inside the pack."""
    what = fault.what
    if fault.cure:
        what = Words(f"{what.zh}{fault.cure.zh}", f"{what.en} {fault.cure.en}")
    return Finding(inside(fault.file, folder), fault.row, "error", fault.code, what)


def inside(file: str, folder: Path) -> str:
    """Give a path as seen from the pack's folder (``../common/laws.csv`` for a neighbour), "" for the pack as a whole."""
    if not file:
        return ""
    path = Path(file)
    for base, before in ((folder, ""), (folder.parent, "../")):
        for one, other in ((path, base), (path.resolve(), base.resolve())):
            if one.is_relative_to(other):
                rest = one.relative_to(other).as_posix()
                return "" if rest == "." else before + rest
    return path.name
