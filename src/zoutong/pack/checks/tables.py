"""Knows what the machine can prove about each decision table of a pack, and whether its conclusions exist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from zoutong.kernel.error import Fault
from zoutong.pack.finding import Finding, error
from zoutong.pack.load import Pack
from zoutong.rules.table import CompiledTable

CONCLUSIONS = {"route": "routes", "primary_route": "routes", "alternatives": "routes", "claim": "claims"}
"""Conclusions by the name of their column, and where their values are listed."""
GO_ON = frozenset({"continue", "none"})
"""Words that send a case to the next table instead of a door."""


def tables(pack: Pack, on: date) -> Iterator[Finding]:
    """Give gaps, overlaps, dead and catch-all rows, cells that cannot be checked, and routes or claims that do not exist."""
    seen: dict[str, str] = {}
    for path, model in pack.models.items():
        for name in model.tables:
            if name in seen:
                zh, en = f"决策表“{name}”在 {seen[name]} 里已经有了。", f"the table “{name}” stands in {seen[name]} already."
                yield error(path, name, "pack.table.twice", zh, en)
                continue
            seen[name] = path
            try:
                compiled = pack.tables[name]
            except Fault:
                continue  # reported with the names that rules use
            for found in compiled.check(on):
                row = f"{name}#{found.row}" if found.row else name
                yield Finding(path, row, "error" if found.severity == "error" else "warning", found.code, found.words)
            yield from _conclusions(pack, path, compiled)


def _conclusions(pack: Pack, path: str, compiled: CompiledTable) -> Iterator[Finding]:
    """Compare every constant conclusion with the lists of routes and claims."""
    table = compiled.table
    listed: Mapping[str, frozenset[str]] = {"routes": frozenset(pack.routes), "claims": frozenset(pack.claims)}
    names = [output.name or table.name for output in table.outputs]
    for row, outcome in zip(table.rows, compiled.constant_outcomes(), strict=True):
        values = outcome if isinstance(outcome, Mapping) else {names[0]: outcome}
        for column, value in values.items():
            kind = CONCLUSIONS.get(str(column))
            if kind is None:
                continue
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, str) and one not in listed[kind] and one not in GO_ON:
                    zh, en = f"“{one}”在 {kind}.csv 里没有。", f"{kind}.csv does not know “{one}”."
                    yield error(path, f"{table.name}#{row.number}", f"pack.row.{kind.removesuffix('s')}", zh, en)
