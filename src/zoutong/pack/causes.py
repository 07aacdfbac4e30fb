"""Knows the causes of blockages that a pack names, each with its class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zoutong.kernel.error import Fault
from zoutong.kernel.words import Words
from zoutong.pack.rows import read_rows
from zoutong.pack.specs import by_name

CLASSES = {
    "政策": "Policy",
    "流程": "Process",
    "材料": "Papers",
    "系统": "System",
    "人员": "Staff",
    "资金": "Money",
}


@dataclass(frozen=True, slots=True)
class CauseSpec:
    """A cause of blockages (原因) and its class (政策、流程、材料、系统、人员、资金)."""

    name: str
    title: Words
    class_: Words
    row: int


def read_causes(path: Path, faults: list[Fault] | None = None) -> dict[str, CauseSpec]:
    """Read ``causes.csv``; a pack without one names no causes."""
    records = read_rows(path, ("cause", "zh", "en", "class"), optional=True)

    def one(class_zh: str) -> Words:
        return Words(class_zh, CLASSES[class_zh])

    return by_name(
        records,
        lambda r: CauseSpec(r.need("cause"), Words(r.need("zh"), r.need("en")), one(r.one_of("class", tuple(CLASSES))), r.number),
        faults,
    )
