"""Knows the parts of a DMN file as plain data: what was read, before anything is compiled or decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

HitPolicy = Literal["UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]
Aggregation = Literal["", "SUM", "COUNT", "MIN", "MAX"]


@dataclass(frozen=True, slots=True)
class InputClause:
    """One column of conditions.

    ``expression`` is FEEL (most often a fact's name); ``allowed`` the unary tests of the allowed values, "" when any;
    ``step`` the smallest difference between two values that can occur ("1", "0.01", "P1D"), "" when dense: the checker
    uses it so that 42 and 43 leave no gap in whole days.
    """

    expression: str
    type_ref: str = ""
    label: str = ""
    allowed: str = ""
    step: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class OutputClause:
    """One column of conclusions; ``allowed`` lists the output values in order of priority, ``default`` is FEEL or ""."""

    name: str = ""
    type_ref: str = ""
    label: str = ""
    allowed: str = ""
    default: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One rule: FEEL unary tests per input, FEEL expressions per output, annotations by column name.

    ``number`` is the 1-based place in the table. Annotation columns that mean something to the house:
    ``citation`` (law article; several separated by ；), ``in_force`` (FROM/TO as 2025-09-01/2026-06-30, either side may be
    empty), ``why_zh``, ``why_en``, ``grade`` (verified, secondary, unverified).
    """

    number: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """A decision table as written; nothing in it is parsed yet."""

    name: str
    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rows: tuple[Row, ...]
    hit_policy: HitPolicy = "UNIQUE"
    aggregation: Aggregation = ""
    annotation_names: tuple[str, ...] = ()
    file: str = ""
