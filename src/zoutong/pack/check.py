"""Knows how to examine a whole pack: first whether it is safe to read, then whether it can be read, then what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.pack.checks.law import citations, figures
from zoutong.pack.checks.links import links
from zoutong.pack.checks.shape import only_lends, unreadable
from zoutong.pack.checks.tables import tables
from zoutong.pack.checks.texts import texts
from zoutong.pack.checks.walks import walks
from zoutong.pack.finding import Finding, of_fault
from zoutong.pack.load import Pack, load, read_about
from zoutong.pack.safety import unsafe

Extra = Callable[[Pack, date], Iterable[Finding]]
"""A check that needs more than a pack knows (cases that are answered, words that are read): the caller brings it."""


def check(folder: Path, on: date, extras: Sequence[Extra] = ()) -> Iterator[Finding]:
    """Give everything that is wrong with the pack in a folder, or deserves a look, on a day, and what ``extras`` add.

    A pack that is not safe is not read any further; one that cannot be read is not judged.
    """
    refused = list(unsafe(folder)) if folder.is_dir() else []
    yield from refused
    if refused:
        return
    broken = list(unreadable(folder))
    yield from broken
    yield from texts(folder)
    if any(f.severity == "error" for f in broken):
        return
    if only_lends(folder):
        return
    for neighbour in read_about(folder).requires:
        refused = [Finding(f"../{neighbour}/{f.file}", f.row, f.severity, f.code, f.message) for f in unsafe(folder.parent / neighbour)]
        yield from refused
    if refused:
        return
    try:
        pack = load(folder)
    except Fault as fault:
        yield of_fault(fault, folder)
        return
    for part in (links(pack), tables(pack, on), citations(pack, on), figures(pack, on), walks(pack)):
        yield from part
    for extra in extras:
        yield from extra(pack, on)
