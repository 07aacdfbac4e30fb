"""Knows the variables of a pack's processes that are no facts of the person: what a task may set, in which form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.rows import read_rows
from zoutong.pack.specs import FACT_TYPES, by_name, parse_options


@dataclass(frozen=True, slots=True)
class VariableSpec:
    """A variable of a process: its type, its words, and the codes that it may take when it is a choice."""

    name: str
    type: str
    title: Words
    options: tuple[tuple[str, Words], ...]
    row: int


def read_variables(path: Path, faults: list[Fault] | None = None) -> dict[str, VariableSpec]:
    """Read ``variables.csv``; a pack whose processes ask only for facts has none."""
    records = read_rows(path, ("variable", "type", "zh", "en"), optional=True)
    return by_name(
        records,
        lambda r: VariableSpec(
            r.need("variable"), r.one_of("type", FACT_TYPES), Words(r.need("zh"), r.need("en")), parse_options(r), r.number
        ),
        faults,
    )
