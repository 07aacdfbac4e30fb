"""Knows whether what a pack quotes is the law of the day: laws that are listed, articles in force, figures with a source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from zoutong.pack.finding import Finding, error, inside, warning
from zoutong.pack.laws import Laws
from zoutong.pack.load import Pack
from zoutong.pack.parameters import Parameter, read_parameters
from zoutong.rules.model import DecisionTable, Row

STALE = timedelta(days=400)
"""A figure that nobody has looked at for more than a year may have moved."""


def citations(pack: Pack, on: date) -> Iterator[Finding]:
    """Give citations that no law file knows, that are not in force, and clocks or rows that quote nothing."""
    for clock in pack.clocks.values():
        if not clock.citation:
            # A bureau may bind itself to a time that no article sets; marked as unverified it is shown as such, and confirmed there.
            say = warning if clock.grade == "unverified" else error
            yield say(
                "clocks.csv",
                clock.row,
                "pack.clock.citation",
                f"时限“{clock.name}”没有依据。",
                f"the clock “{clock.name}” quotes no article.",
            )
        yield from quoted(pack.laws, clock.citation, "clocks.csv", clock.row, on)
    for paper in pack.papers:
        yield from quoted(pack.laws, paper.citation, "papers.csv", paper.row, on)
    for path, model in pack.models.items():
        for table in model.tables.values():
            if "citation" in table.annotation_names:
                for row in table.rows:
                    yield from _row(pack, path, table, row, on)


def _row(pack: Pack, path: str, table: DecisionTable, row: Row, on: date) -> Iterator[Finding]:
    """Look at what one row quotes; a row for an earlier time may quote what was in force then."""
    place = f"{table.name}#{row.number}"
    force = row.annotations.get("in_force", "")
    period = _force(force)
    if period is None:
        zh, en = (
            f"in_force“{force}”写法不对。",
            f"in_force “{force}” cannot be read. Write 2025-09-01/2026-06-30, either side may be empty.",
        )
        yield error(path, place, "pack.row.in_force", zh, en)
        return
    since, until = period
    if (until and until < on) or (since and since > on):
        return
    grade = row.annotations.get("grade", "")
    if grade not in {"", "verified", "secondary", "unverified"}:
        zh, en = f"grade“{grade}”写法不对。", f"grade “{grade}” is none of verified, secondary, unverified."
        yield error(path, place, "pack.row.grade", zh, en)
    text = row.annotations.get("citation", "")
    if not text and _opens_a_door(table, row):
        yield warning(path, place, "pack.row.citation", "这一行给出去向，却没有依据。", "this row opens a door and quotes no article.")
    dated = any(clause.type_ref == "date" and cell.strip() not in {"", "-"} for clause, cell in zip(table.inputs, row.inputs, strict=False))
    yield from quoted(pack.laws, text, path, place, None if dated else on)


def _opens_a_door(table: DecisionTable, row: Row) -> bool:
    """Tell whether a row concludes on a route; going on to the next table or plain guidance needs no article."""
    said = [text.strip().strip('"') for output, text in zip(table.outputs, row.outputs, strict=False) if output.name == "route"]
    return bool(said) and said[0] not in {"continue", "guidance", "route", ""}


def _force(text: str) -> tuple[date | None, date | None] | None:
    """Read FROM/TO; None when it cannot be read."""
    if not text:
        return None, None
    first, slash, last = text.partition("/")
    try:
        since, until = (date.fromisoformat(p) if p else None for p in (first.strip(), last.strip()))
    except ValueError:
        return None
    return (since, until) if slash and not (since and until and until < since) else None


def quoted(laws: Laws, text: str, file: str, row: int | str, on: date | None) -> Iterator[Finding]:
    """Look at each article that one cell quotes, and whether it is in force on the day when there is one."""
    for part in filter(None, (p.strip() for p in re.split("[；;]", text))):
        citation = laws.cite(part)
        if citation.law not in laws.laws:
            zh, en = (
                f"laws.csv 里没有“{citation.law}”。",
                f"laws.csv does not know “{citation.law}”. Add it, or use the short name that it has.",
            )
            yield error(file, row, "pack.citation.unknown", zh, en)
        elif not citation.article:
            yield warning(file, row, "pack.citation.article", f"“{part}”没有写到条。", f"“{part}” names no article.")
        elif on and not citation.in_force(on):
            when = ("尚未施行", "not yet in force") if citation.since and citation.since > on else ("已经失效", "no longer in force")
            yield error(file, row, "pack.citation.expired", f"“{part}”在 {on} {when[0]}。", f"“{part}” is {when[1]} on {on}.")


def figures(pack: Pack, on: date) -> Iterator[Finding]:
    """Give parameters that have run out, that stand twice, or that nobody has looked at for a year."""
    groups: dict[tuple[str, str], list[Parameter]] = {}
    for parameter in read_parameters(pack.folder / "parameters.csv"):
        groups.setdefault((parameter.name, parameter.place), []).append(parameter)
    file = inside(str(pack.folder / "parameters.csv"), pack.folder)
    for (name, place), rows in groups.items():
        where = f"{name}（{place}）" if place else name
        last = max(rows, key=lambda p: p.until or date.max)
        if last.until and last.until < on:
            zh, en = (
                f"“{where}”只到 {last.until}，{on} 没有数。",
                f"“{where}” ends on {last.until}: there is no figure on {on}. Add the new one.",
            )
            yield warning(file, last.row, "pack.parameter.expired", zh, en)
        first: dict[date | None, int] = {}
        for parameter in rows:
            other = first.setdefault(parameter.since, parameter.row)
            if other != parameter.row:
                zh, en = (
                    f"“{where}”和第 {other} 行从同一天开始。",
                    f"“{where}” begins on the same day as row {other}. Delete one, or mend “from”.",
                )
                yield error(file, parameter.row, "pack.parameter.twice", zh, en)
        for parameter in rows:
            current = (parameter.since or date.min) <= on <= (parameter.until or date.max)
            if current and parameter.last_checked is None:
                yield warning(
                    file,
                    parameter.row,
                    "pack.parameter.unchecked",
                    f"“{where}”没有核对日期。",
                    f"nobody said when “{where}” was last looked at.",
                )
            elif current and parameter.last_checked and on - parameter.last_checked > STALE:
                zh, en = (
                    f"“{where}”上次核对是 {parameter.last_checked}。",
                    f"“{where}” was last looked at on {parameter.last_checked}. Look again.",
                )
                yield warning(file, parameter.row, "pack.parameter.stale", zh, en)
