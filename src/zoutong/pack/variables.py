"""Knows the variables of a pack's processes: what a task may set, of which type, in which words; never a word about a person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.rows import Record, read_rows
from zoutong.pack.specs import FACT_TYPES, by_name, parse_options


@dataclass(frozen=True, slots=True)
class VariableSpec:
    """One variable of the processes: its type is one of ``FACT_TYPES``, its options are those of a choice."""

    name: str
    type: str
    title: Words
    options: tuple[tuple[str, Words], ...]
    row: int


def read_variables(path: Path, faults: list[Fault] | None = None) -> dict[str, VariableSpec]:
    """Read ``variables.csv``; a pack without processes has none."""
    return by_name(read_rows(path, ("variable", "type", "zh", "en", "options"), optional=True), _variable, faults)


def _variable(r: Record) -> VariableSpec:
    return VariableSpec(r.need("variable"), r.one_of("type", FACT_TYPES), Words(r.need("zh"), r.need("en")), parse_options(r), r.number)
